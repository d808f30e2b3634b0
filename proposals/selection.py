"""What a request has chosen: a round and the filtered, ordered proposals that the person may see.

The list, its totals, every download and the appendix of a filtered list all begin here.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from councilsavings.templatetags.pages import choices_in_words
from proposals.filters import ProposalFilter
from proposals.models import BudgetRound, SavingsProposal
from proposals.querysets import SavingsProposalQuerySet
from proposals.records import Totals
from proposals.tables import ProposalTable, with_year_savings

SORT_PARAMETER = "sort"


@dataclass(frozen=True)
class Selection:
    """A round, the rounds beside it, and the filter as the address states it."""

    rounds: tuple[BudgetRound, ...]
    budget_round: BudgetRound
    filter: ProposalFilter
    sort: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Whether every choice in the address can be made."""
        return not self.filter.is_bound or bool(self.filter.form.is_valid())

    @property
    def proposals(self) -> SavingsProposalQuerySet:
        """The chosen proposals in the order of the round's documents; none when a choice cannot be made."""
        return self.filter.qs if self.is_valid else SavingsProposal.objects.none()

    @property
    def totals(self) -> Totals:
        """The totals of all chosen proposals, on whatever page they stand."""
        return self.proposals.totals(self.budget_round.years)

    @property
    def filters_in_words(self) -> list[str]:
        """The choices as people say them."""
        return choices_in_words(self.filter.form)

    def table(self) -> ProposalTable:
        """Return the table of the chosen proposals in the order that the address asks for."""
        proposals = with_year_savings(self.proposals.with_related(), self.budget_round)
        return ProposalTable(
            proposals, budget_round=self.budget_round, totals=self.totals, order_by=self.sort or None
        )

    def ordered(self) -> SavingsProposalQuerySet:
        """Return the chosen proposals in the table's order."""
        return self.table().data.data


def selection_of(request: HttpRequest) -> Selection:
    """Return what the request's address chooses, among what the person may see.

    Raises Http404 for a person who may see nothing, and for a round that is not theirs to see.
    """
    rounds = tuple(BudgetRound.objects.visible_to(request.user).select_related("council"))
    budget_round = _chosen(rounds, request.GET.get("round", ""))
    proposals = SavingsProposal.objects.visible_to(request.user).filter(budget_round=budget_round)
    # Bound only when a filter is in the address: a page or sort parameter alone must not bind the form.
    asked = any(value for name, value in request.GET.items() if name in ProposalFilter.base_filters)
    data = request.GET if asked else None
    return Selection(
        rounds,
        budget_round,
        ProposalFilter(data, queryset=proposals, request=request, budget_round=budget_round),
        tuple(part for part in request.GET.getlist(SORT_PARAMETER) if part),
    )


def _chosen(rounds: tuple[BudgetRound, ...], wanted: str) -> BudgetRound:
    if not wanted and rounds:
        return rounds[0]
    for budget_round in rounds:
        if str(budget_round.pk) == wanted:
            return budget_round
    raise Http404("There is no such budget round, or you may not see it.")
