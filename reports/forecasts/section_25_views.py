"""The section 25 report of a round: what the opinion rests on, and the section 151 officer's form of it."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from councilsavings.forms import PageFormMixin
from proposals.domain.stages import LIVE, PUBLISHED
from proposals.models.records import round_record
from proposals.permissions.budgets import may_state_opinion, sees_opinions
from proposals.permissions.proposals import READABLE
from reports.budgets.budget_facts import PUBLISHED_BASIS, with_budget
from reports.documents.cover import Cover
from reports.documents.document import Contents
from reports.forecasts.budget_page import BudgetPage, GuardedFormPage
from reports.models import Section25Opinion
from reports.styles import STYLES
from reports.writers.html import write_html_blocks
from services.forms.fields import DayField

STYLE = "section-25"
NOT_YOURS = "The section 151 officer states the opinion, until the round is closed."


class OpinionForm(PageFormMixin, forms.ModelForm):
    """The opinion on the estimates and on the reserves."""

    stated_on = DayField(label="Date of the opinion", initial=timezone.localdate)

    class Meta:
        model = Section25Opinion
        fields = ["estimates", "reserves", "stated_on"]
        labels = {"estimates": "Robustness of the estimates", "reserves": "Adequacy of the reserves"}
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in ("estimates", "reserves")}
        error_messages = {
            "estimates": {"required": "Enter the opinion on the robustness of the estimates."},
            "reserves": {"required": "Enter the opinion on the adequacy of the reserves."},
        }

    def clean_stated_on(self) -> date:
        """Refuse a day that has not come yet."""
        stated_on: date = self.cleaned_data["stated_on"]
        if stated_on > timezone.localdate():
            raise ValidationError("Enter today’s date or an earlier one.")
        return stated_on


class _Section25Page(BudgetPage):
    def rounds(self) -> Any:
        """Return the rounds with the opinions on them."""
        return super().rounds().select_related("section_25_opinion")

    def open(self) -> None:
        """Raise Http404 for who may not read an opinion before it is published."""
        super().open()
        if not sees_opinions(self.request.user, self.round):
            raise Http404("There is no such page.")

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page, with the number of proposals that are not counted because they are not published."""
        not_counted = sum(
            each.stage in LIVE and each.stage not in PUBLISHED for each in self.budget.items.items
        )
        return super().show(status, not_counted=not_counted, **context)

    @property
    def may_state(self) -> bool:
        """Return whether the person may state the opinion now."""
        return may_state_opinion(self.request.user, self.round)


class Section25View(_Section25Page):
    """What the opinion rests on, as its appendix prints it."""

    template_name = "forecasts/section_25.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the report as it stands now."""
        style = STYLES[STYLE]
        published = round_record(self.round, self.budget.proposals.filter(READABLE))
        self.budget.basis = PUBLISHED_BASIS
        record = with_budget(published, style, self.budget)
        document = style(record, Cover(title=style.label))
        blocks = [block for block in document.blocks if not isinstance(block, Contents)]
        return self.show(
            body=write_html_blocks(blocks),
            may_state=self.may_state,
            has_opinion=bool(record.budget and record.budget.has_opinion),
        )


class OpinionView(_Section25Page, GuardedFormPage):
    """The form of the opinion."""

    template_name = "forecasts/section_25_opinion.html"
    form_class = OpinionForm
    rows = ""
    said = "The opinion was saved. It is public once an edition of the report is published."
    leads_to = "section-25"

    def open(self) -> None:
        """Raise PermissionDenied for who does not state the opinion."""
        super().open()
        if not self.may_state:
            raise PermissionDenied(NOT_YOURS)

    @cached_property
    def record(self) -> Section25Opinion:
        """The opinion, if it is stated, or a new one."""
        return getattr(self.round, "section_25_opinion", None) or Section25Opinion(budget_round=self.round)
