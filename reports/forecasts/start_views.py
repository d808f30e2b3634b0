"""Starting a financial case from proposals of a round."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from councilsavings.forms import PageForm
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.what_enters import Item
from proposals.domain.references import canonical_reference
from proposals.importing.plan.request import ImpossibleImport
from reports.forecasts.budget_page import FormPage
from reports.forecasts.programme_views import ProgrammePage
from reports.forecasts.starting import GROUPINGS, body_key, case_values, components_of, savings_of
from reports.forecasts.storing import printed_case, store_forecast
from reports.models import Forecast
from services.values.wording import counted

NOT_YOURS = "Financial cases are started by finance officers."
NO_PLAN = (
    "The round has no medium-term plan that you can view. Enter it first: the case takes its budget from it."
)
NO_SAVINGS = "The round has no savings of the general fund that you can view."
MOST_COMPONENTS = 60


class StartForm(PageForm):
    """The proposals of a new case: narrowed by directorate and category, or named."""

    name = forms.CharField(label="Name of the financial case", max_length=200)
    directorates = forms.MultipleChoiceField(
        label="Directorates",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none to take the proposals of all.",
    )
    categories = forms.MultipleChoiceField(
        label="Categories",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none to take the proposals of all.",
    )
    references = forms.CharField(
        label="References",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="To take certain proposals only, enter their references, one on each line.",
    )
    grouping = forms.ChoiceField(
        label="Make a component of",
        choices=list(GROUPINGS.items()),
        initial="directorate",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, items: Sequence[Item], council: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.council = items, council
        for name, values in (
            ("directorates", {item.directorate for item in items}),
            ("categories", {item.category for item in items if item.category}),
        ):
            self.fields[name].choices = [(value, value) for value in sorted(values)]
            if len(values) < 2:
                del self.fields[name]

    def clean_name(self) -> str:
        """Refuse the name of a case that is there."""
        name: str = self.cleaned_data["name"].strip()
        if Forecast.objects.filter(council=self.council, name__iexact=name).exists():
            raise ValidationError(
                f"The council has a financial case “{name}” already. Give this one another name."
            )
        return name

    def clean_references(self) -> list[str]:
        """Return the references in their canonical form; refuse one that is not among the proposals."""
        named = list(filter(None, map(str.strip, self.cleaned_data["references"].splitlines())))
        known = {canonical_reference(item.reference) for item in self.items}
        missing = [each for each in named if canonical_reference(each) not in known]
        if missing:
            raise ValidationError(
                f"“{missing[0]}” is not the reference of a saving of the general fund in this round that you can view."
            )
        return list(map(canonical_reference, named))

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of no proposal, and of more components than a case can show."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not self.chosen:
            raise ValidationError("No proposal is in all of what you have chosen.")
        number = len(self.components("", ""))
        if number > MOST_COMPONENTS:
            raise ValidationError(
                f"These are {number:,} components, and a case shows at most {MOST_COMPONENTS}. Choose fewer proposals, "
                "or make components of directorates or categories."
            )
        return cleaned

    @property
    def chosen(self) -> list[Item]:
        """Return the items that were chosen."""
        wanted = self.cleaned_data
        return [
            item
            for item in self.items
            if (not wanted["references"] or canonical_reference(item.reference) in wanted["references"])
            and (not wanted.get("directorates") or item.directorate in wanted["directorates"])
            and (not wanted.get("categories") or item.category in wanted["categories"])
        ]

    def components(self, round_name: str, body: str) -> dict[str, dict[str, Any]]:
        """Return the components of what was chosen."""
        return components_of(self.chosen, self.cleaned_data["grouping"], round_name, body)


class StartView(ProgrammePage, FormPage):
    """Start a case: choose the proposals, and what each component is made of."""

    template_name = "forecasts/programme_start.html"
    form_class = StartForm
    refusal = NOT_YOURS

    @cached_property
    def items(self) -> tuple[tuple[Item, ...], str]:
        """The savings to choose from, or the reason for which there are none."""
        try:
            items = savings_of(self.budget)
        except UnusableForecast as error:
            return (), f"The medium-term plan cannot be computed. {error}"
        if self.budget.plan is None:
            return (), NO_PLAN
        return items, "" if items else NO_SAVINGS

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the savings of the round."""
        return super().get_form_kwargs() | {"items": self.items[0], "council": self.round.council}

    def ask(self, form: StartForm, status: int = 200, **context: Any) -> HttpResponse:
        """Ask for the proposals."""
        return super().ask(form, status, problem=self.items[1], **context)

    def save(self, form: StartForm) -> HttpResponse:
        """Store the case and go to it."""
        council, name = self.round.council, form.cleaned_data["name"]
        body = body_key(council.name)
        try:
            values = case_values(self.budget, form.components(self.round.name, body), body)
            printed_case(Forecast(council=council, name=name, inputs=values), reader=self.request.user)
            forecast, _is_new = store_forecast(values, council_slug=council.slug, council_name="", name=name)
        except (UnusableForecast, ImpossibleImport) as error:
            raise ValidationError(str(error)) from error
        number = counted(len(form.chosen), "proposal")
        return self.done(f"{forecast.name} has been started from {number}.", "programme", forecast.pk)
