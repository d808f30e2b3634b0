"""The filters of the proposals list; the list, its totals, its exports and an appendix all use this one set."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from councilsavings.forms import FilterForm
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.querysets import SavingsProposalQuerySet
from proposals.references import canonical_reference
from services.fields import PoundsField
from services.models import Service
from services.years import FinancialYear

LONGEST_SEARCH = 300
_REFERENCE_LIKE = re.compile(r"[A-Za-z0-9./\-–—]+")
_APOSTROPHES = "'’‘`"


class PoundsFilter(django_filters.Filter):
    """A filter by an amount of money."""

    field_class = PoundsField


class ProposalFilterForm(FilterForm):
    """The filter form, which also refuses bounds that cannot be meant."""

    savings_sign = "positive"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = (
                    "“%(value)s” is not one of the choices. Choose one from the list."
                )

    def clean(self) -> dict[str, Any]:
        """Refuse a smallest saving that is larger than the largest, and a minus that could mean two things."""
        cleaned = super().clean() or self.cleaned_data
        if self.savings_sign == "negative":
            for name in ("saving_from", "saving_to"):
                if (cleaned.get(name) or 0) < 0:
                    self.add_error(
                        name, "Write a saving without the minus that this council prints before it."
                    )
        least, most = cleaned.get("saving_from"), cleaned.get("saving_to")
        if least is not None and most is not None and least > most:
            self.add_error("saving_to", "The largest saving must not be smaller than the smallest.")
        return cleaned


class ProposalFilter(django_filters.FilterSet):
    """Narrows the proposals of one round; its choices are those of the proposals the person may see."""

    FTE_CHOICES = (("reduced", "Fewer posts"), ("increased", "More posts"), ("none", "No change in posts"))
    SEVERAL = frozenset({"directorate"})
    """The filters of which several choices may be made."""

    text = django_filters.CharFilter(
        method="filter_text",
        label="Reference, title or service",
        help_text="Any part, in any spelling of the reference",
        max_length=LONGEST_SEARCH,
    )
    directorate = django_filters.MultipleChoiceFilter(
        field_name="service__directorate",
        label="Directorate",
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    service = django_filters.ChoiceFilter(label="Service", empty_label="Any service")
    start_year = django_filters.ChoiceFilter(label="Start year", empty_label="Any year")
    saving_in = django_filters.ChoiceFilter(
        label="Year with a saving", empty_label="Any year", method="filter_saving_in"
    )
    saving_from = PoundsFilter(
        field_name="total_saving",
        lookup_expr="gte",
        label="Total saving from (£)",
        help_text="In pounds, such as 250,000 or 250k or 0.25m",
    )
    saving_to = PoundsFilter(
        field_name="total_saving",
        lookup_expr="lte",
        label="Total saving up to (£)",
        help_text="In pounds, such as 1,000,000 or 1m",
    )
    fte = django_filters.ChoiceFilter(
        choices=FTE_CHOICES, label="Posts (FTE) over the round", empty_label="Any", method="filter_fte"
    )

    class Meta:
        model = SavingsProposal
        fields: list[str] = []
        form = ProposalFilterForm

    def __init__(self, *args: Any, budget_round: BudgetRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.savings_sign = budget_round.council.savings_sign
        # One query for both lists: only what the proposals of this round and person have is offered.
        seen = self.queryset.order_by().values("service")
        services = list(Service.objects.filter(pk__in=seen).select_related("directorate"))
        directorates = {service.directorate_id: service.directorate.name for service in services}
        years = [(str(year), str(year)) for year in budget_round.years]
        self.filters["service"].extra["choices"] = _service_choices(services)
        self.filters["directorate"].extra["choices"] = sorted(
            ((str(key), name) for key, name in directorates.items()),
            key=lambda choice: (choice[1].casefold(), choice[0]),
        )
        self.filters["start_year"].extra["choices"] = years
        self.filters["saving_in"].extra["choices"] = years

    @property
    def form(self) -> ProposalFilterForm:
        """The filter form, which knows how the council prints a saving."""
        form = super().form
        form.savings_sign = self.savings_sign
        return form

    def filter_text(
        self, queryset: SavingsProposalQuerySet, name: str, value: str
    ) -> SavingsProposalQuerySet:
        """Keep the proposals that hold every word, in the title, the service, or the reference in any spelling."""
        for word in value.split():
            matching = Q()
            for spelling in _spellings(word):
                matching |= Q(title__icontains=spelling) | Q(service__name__icontains=spelling)
            if _REFERENCE_LIKE.fullmatch(word) and (canonical := canonical_reference(word)):
                matching |= Q(canonical_reference__icontains=canonical)
            queryset = queryset.filter(matching)
        return queryset

    def filter_saving_in(
        self, queryset: SavingsProposalQuerySet, name: str, value: str
    ) -> SavingsProposalQuerySet:
        """Keep the proposals with a discrete saving in that year."""
        year = FinancialYear.parse(value)
        saving = YearProfile.objects.filter(year=year, discrete_saving__gt=0).values("proposal")
        return queryset.filter(pk__in=saving)

    def filter_fte(self, queryset: SavingsProposalQuerySet, name: str, value: str) -> SavingsProposalQuerySet:
        """Keep the proposals whose posts fall, rise or stay over the round."""
        condition = {
            "reduced": Q(total_fte_change__lt=0),
            "increased": Q(total_fte_change__gt=0),
            "none": Q(total_fte_change=0),
        }
        return queryset.filter(condition[value])


def _service_choices(services: Iterable[Service]) -> list[tuple[str, str]]:
    """Return the services by name; of two with one name, each says its directorate."""
    listed = sorted(services, key=lambda service: (service.name.casefold(), service.directorate.name))
    times = Counter(service.name.casefold() for service in listed)
    return [
        (
            str(service.pk),
            service.name
            if times[service.name.casefold()] == 1
            else f"{service.name} ({service.directorate.name})",
        )
        for service in listed
    ]


def _spellings(word: str) -> set[str]:
    """Return the ways to look for a word: either apostrophe, and the other capitals where SQLite knows only ASCII."""
    curved = {word} | {re.sub(f"[{_APOSTROPHES}]", mark, word) for mark in "'’"}
    return (
        curved if word.isascii() else {way for text in curved for way in (text, text.lower(), text.upper())}
    )
