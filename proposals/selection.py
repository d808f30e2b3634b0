"""What a request has chosen: a round and the filtered, ordered proposals that the person may see.

The list, its totals, every download and the appendix of a filtered list all begin here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from councilsavings.templatetags.pages import choices_in_words
from proposals.filters import ProposalFilter
from proposals.models import BudgetRound, SavingsProposal
from proposals.querysets import SavingsProposalQuerySet
from proposals.records import Totals
from proposals.tables import ProposalTable, sortable_columns

ROUND, SORT, PAGE = "round", "sort", "page"
IN_DOCUMENT_ORDER = ("position", "reference", "pk")


class NothingToSee(Http404):
    """There is no round that this person may see."""


@dataclass(frozen=True)
class Selection:
    """A round, the rounds beside it, and the filters and order that the address states.

    `misread` says in words what the address states and nothing could be done with.
    """

    rounds: tuple[BudgetRound, ...]
    budget_round: BudgetRound
    filter: ProposalFilter
    sort: tuple[str, ...]
    misread: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Whether every filter in the address can be applied."""
        return not self.filter.is_bound or bool(self.filter.form.is_valid())

    @property
    def is_exact(self) -> bool:
        """Whether the selection is all that the address states; a file or an appendix is made only then."""
        return self.is_valid and not self.misread

    @property
    def is_filtered(self) -> bool:
        """Whether the address narrows the list."""
        return bool(self.filter.is_bound)

    @property
    def proposals(self) -> SavingsProposalQuerySet:
        """The chosen proposals in the order of the round's documents; none when a filter cannot be applied."""
        return self.filter.qs if self.is_valid else SavingsProposal.objects.none()

    @cached_property
    def totals(self) -> Totals:
        """The totals of all chosen proposals, on whatever page they stand."""
        return self.proposals.totals(self.budget_round.years)

    @property
    def in_words(self) -> str:
        """Which of the round's proposals are chosen, as a sentence; nothing when no filter is."""
        filters = self.filters_in_words
        if not filters:
            return ""
        chosen, all_of_them = self.proposals.count(), self.filter.queryset.count()
        return f"{chosen} of the round’s {all_of_them} proposals, filtered by {'; '.join(filters)}."

    @property
    def file_stem(self) -> str:
        """The beginning of a file's name, which tells a filtered set from the whole round."""
        return f"{self.budget_round.file_stem}{'-filtered' if self.filters_in_words else ''}"

    @property
    def filters_in_words(self) -> list[str]:
        """The choices as people say them."""
        return choices_in_words(self.filter.form)

    @property
    def query(self) -> str:
        """The selection as the query of an address: the round, the filters and the order, no page."""
        query = QueryDict(mutable=True)
        query[ROUND] = str(self.budget_round.pk)
        if self.filter.is_bound:
            query.update(self.filter.data)
        if self.sort:
            query[SORT] = ",".join(self.sort)
        return query.urlencode()

    @property
    def list_url(self) -> str:
        """The address of the list of these proposals."""
        return f"{reverse('proposals:list')}?{self.query}"

    def table(self) -> ProposalTable:
        """Return the table of the chosen proposals in the order that the address asks for."""
        return ProposalTable(
            self.proposals.with_related(),
            budget_round=self.budget_round,
            totals=self.totals,
            is_filtered=self.is_filtered,
            order_by=self.sort or None,
        )

    def ordered(self) -> SavingsProposalQuerySet:
        """Return the chosen proposals in the table's order."""
        return self.table().data.data


def selection_of(request: HttpRequest, also: Iterable[str] = ()) -> Selection:
    """Return what the request's address chooses, among what the person may see.

    `also` names the parameters of the address that are not the list's but the page's own.
    Raises NothingToSee for a person who may see nothing, Http404 for a round that is not theirs to see.
    """
    rounds = tuple(BudgetRound.objects.visible_to(request.user).select_related("council"))
    budget_round = _chosen(rounds, request.GET.get(ROUND, ""))
    proposals = (
        SavingsProposal.objects.visible_to(request.user)
        .filter(budget_round=budget_round)
        .order_by(*IN_DOCUMENT_ORDER)
    )
    sort, unsortable = _sort(request.GET, budget_round)
    # Bound only when a filter is in the address: a page or sort parameter alone must not bind the form.
    filters = _filters(request.GET)
    return Selection(
        rounds,
        budget_round,
        ProposalFilter(filters or None, queryset=proposals, request=request, budget_round=budget_round),
        sort,
        (*unsortable, *_unknown(request.GET, {*also, ROUND, SORT, PAGE}), *_repeated(request.GET)),
    )


def _chosen(rounds: tuple[BudgetRound, ...], wanted: str) -> BudgetRound:
    if not rounds:
        raise NothingToSee("There is no budget round that you may see.")
    if not wanted:
        return rounds[0]
    for budget_round in rounds:
        if str(budget_round.pk) == wanted:
            return budget_round
    raise Http404("There is no such budget round, or you may not see it.")


def _filters(query: QueryDict) -> QueryDict:
    """Return what the address says of filters; blanks say nothing."""
    chosen = QueryDict(mutable=True)
    for name in ProposalFilter.base_filters:
        values = [value for value in query.getlist(name) if value.strip()]
        if values:
            chosen.setlist(
                name, list(dict.fromkeys(values)) if name in ProposalFilter.SEVERAL else values[-1:]
            )
    return chosen


def _sort(query: QueryDict, budget_round: BudgetRound) -> tuple[tuple[str, ...], list[str]]:
    """Return the order that the address asks for, and in words those parts of it that name no column."""
    known = sortable_columns(budget_round)
    parts = [part.strip() for stated in query.getlist(SORT) for part in stated.split(",") if part.strip()]
    sort = tuple(part for part in parts if part.removeprefix("-") in known)
    unknown = [part for part in parts if part not in sort]
    return sort, [f"The list cannot be sorted by “{part[:50]}”: it has no such column." for part in unknown]


def _unknown(query: QueryDict, known: set[str]) -> Iterable[str]:
    for name in query:
        if name not in known and name not in ProposalFilter.base_filters:
            yield f"The address says “{name[:50]}”, which is no filter of this list: it was left aside."


def _repeated(query: QueryDict) -> Iterable[str]:
    for name in (ROUND, *ProposalFilter.base_filters):
        if name not in ProposalFilter.SEVERAL and len(set(query.getlist(name))) > 1:
            yield f"The address says “{name}” more than once: the last one counts."
