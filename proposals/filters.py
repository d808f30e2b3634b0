"""The filters of the proposals list; the list, its totals, its exports and an appendix all use this one set."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from councilsavings.forms import FilterForm
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.querysets import SavingsProposalQuerySet
from proposals.references import canonical_reference
from services.models import Directorate, Service
from services.money import UnreadableMoney, parse_money
from services.years import FinancialYear


class PoundsField(forms.CharField):
    """An amount typed as people write it (250,000, 250k, 0.25m), as whole pounds."""

    def to_python(self, value: Any) -> int | None:
        """Return the pounds; raises ValidationError quoting a text that is no amount."""
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except UnreadableMoney as error:
            raise ValidationError(f"{error} Write it as 250,000 or 250k or 0.25m.") from error


class PoundsFilter(django_filters.Filter):
    """A filter by an amount of money."""

    field_class = PoundsField


class ProposalFilterForm(FilterForm):
    """The filter form, which also refuses bounds the wrong way round."""

    def clean(self) -> dict[str, Any]:
        """Refuse a smallest saving that is larger than the largest."""
        cleaned = super().clean() or self.cleaned_data
        least, most = cleaned.get("saving_from"), cleaned.get("saving_to")
        if least is not None and most is not None and least > most:
            self.add_error("saving_to", "The largest saving must not be smaller than the smallest.")
        return cleaned


class ProposalFilter(django_filters.FilterSet):
    """Narrows the proposals of one round; its choices are those of the proposals the person may see."""

    FTE_CHOICES = (("reduced", "Fewer posts"), ("increased", "More posts"), ("none", "No change in posts"))

    text = django_filters.CharFilter(
        method="filter_text",
        label="Reference, title or service",
        help_text="Any part, in any spelling of the reference",
    )
    directorate = django_filters.ModelMultipleChoiceFilter(
        field_name="service__directorate",
        queryset=Directorate.objects.none(),
        label="Directorate",
        widget=forms.CheckboxSelectMultiple,
    )
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.none(), label="Service", empty_label="Any service"
    )
    start_year = django_filters.ChoiceFilter(label="Start year", empty_label="Any year")
    saving_in = django_filters.ChoiceFilter(
        label="Year with a saving", empty_label="Any year", method="filter_saving_in"
    )
    saving_from = PoundsFilter(
        field_name="total_saving",
        lookup_expr="gte",
        label="Total saving from",
        help_text="In pounds, such as 250,000 or 250k or 0.25m",
    )
    saving_to = PoundsFilter(
        field_name="total_saving", lookup_expr="lte", label="Total saving up to", help_text="In pounds"
    )
    fte = django_filters.ChoiceFilter(
        choices=FTE_CHOICES, label="Posts (FTE)", empty_label="Any", method="filter_fte"
    )

    class Meta:
        model = SavingsProposal
        fields: list[str] = []
        form = ProposalFilterForm

    def __init__(self, *args: Any, budget_round: BudgetRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by().values("service")
        services = Service.objects.filter(pk__in=seen)
        self.filters["service"].queryset = services
        self.filters["directorate"].queryset = Directorate.objects.filter(services__in=services).distinct()
        years = [(str(year), str(year)) for year in budget_round.years]
        for name in ("start_year", "saving_in"):
            self.filters[name].extra["choices"] = years

    def filter_text(
        self, queryset: SavingsProposalQuerySet, name: str, value: str
    ) -> SavingsProposalQuerySet:
        """Keep the proposals that hold every word, in the title, the service, or the reference in any spelling."""
        for word in value.split():
            matching = Q(title__icontains=word) | Q(service__name__icontains=word)
            if canonical := canonical_reference(word):
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
