"""The selection that a request has made: a round and the filtered, ordered proposals that the person may see.

The list, its totals, every download and the appendix of a filtered list all begin here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from councilsavings.templatetags.pages import choices_in_words
from proposals.domain.records import Totals
from proposals.filters import ProposalFilter
from proposals.listing.arrangement import ALL, PAGE, PARAMETERS, SORT, Arrangement, arrangement_of
from proposals.listing.grouping import Grouping, ListGroup, grouping_of
from proposals.listing.ordering import IN_DOCUMENT_ORDER, in_order
from proposals.listing.rounds import ROUND, NothingToSee, default_round_for, named_round
from proposals.listing.tables import ProposalTable
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from services.admin.scope import as_key

MOST_ROUNDS = 60
"""The largest number of rounds of several councils that a page offers; beyond it, only those of one council."""

__all__ = ["PAGE", "ROUND", "SORT", "Selection", "selection_of"]


@dataclass(frozen=True)
class Selection:
    """A round, the other rounds, and the filters and arrangement that the address states.

    `unread` describes what in the address, apart from its arrangement, could not be used.
    """

    rounds: tuple[BudgetRound, ...]
    budget_round: BudgetRound
    filter: ProposalFilter
    arrangement: Arrangement
    unread: tuple[str, ...]

    @property
    def misread(self) -> tuple[str, ...]:
        """Return what the address states and nothing could be done with, in words."""
        return (*self.arrangement.misread, *self.unread)

    @property
    def sort(self) -> tuple[str, ...]:
        """The order that the address asks for: names of columns, a minus before one that falls."""
        return self.arrangement.sort

    @property
    def is_valid(self) -> bool:
        """Return whether every filter in the address can be applied."""
        return not self.filter.is_bound or bool(self.filter.form.is_valid())

    @property
    def is_exact(self) -> bool:
        """Return whether the selection is all that the address states; a file or an appendix is made only then."""
        return self.is_valid and not self.misread

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what in the address cannot be used, each with the filter that it belongs to."""
        # The form counts what each of its choices would give: without a filter nothing in it can be wrong.
        fields = self.filter.form if self.is_filtered else ()
        errors = (f"{field.label}: {error}" for field in fields for error in field.errors)
        return (*errors, *self.misread)

    @property
    def is_filtered(self) -> bool:
        """Return whether the address narrows the list."""
        return bool(self.filter.is_bound)

    @property
    def proposals(self) -> SavingsProposalQuerySet:
        """The chosen proposals in the order of the round's documents; none when a filter cannot be applied."""
        return self.filter.qs if self.is_valid else SavingsProposal.objects.none()

    @cached_property
    def totals(self) -> Totals:
        """The totals of all chosen proposals, on whatever page they stand."""
        if not self.is_valid:
            return SavingsProposal.objects.none().totals(self.budget_round.years)
        return self.filter.totals

    @property
    def unpublished(self) -> int:
        """Return the number of chosen proposals that not everybody may read: totals differ between readers by these."""
        return self.filter.unpublished if self.is_valid else 0

    @cached_property
    def round_totals(self) -> Totals:
        """The totals of all the round's proposals that the person may see."""
        return self.filter.round_totals

    @property
    def in_words(self) -> str:
        """Return which of the round's proposals are chosen, as a sentence; nothing when no filter is."""
        filters = self.filters_in_words
        if not filters:
            return ""
        chosen, all_of_them = self.totals.count, self.round_totals.count
        return f"{chosen} of the round’s {all_of_them} proposals, filtered by {'; '.join(filters)}."

    @property
    def file_stem(self) -> str:
        """The beginning of a file's name, which tells a filtered set from the whole round."""
        return f"{self.budget_round.file_stem}{'-filtered' if self.filters_in_words else ''}"

    @property
    def filters_in_words(self) -> list[str]:
        """The choices as people say them."""
        return choices_in_words(self.filter.form) if self.is_filtered else []

    @cached_property
    def query(self) -> str:
        """The list as the query of an address: the round, the filters, the order, columns and groups; no page."""
        query = QueryDict(mutable=True)
        query[ROUND] = str(self.budget_round.pk)
        if self.filter.is_bound:
            query.update(self.filter.data)
        for name, value in self.arrangement.parameters():
            query[name] = value
        return query.urlencode()

    @property
    def list_url(self) -> str:
        """The address of the list of these proposals."""
        return f"{reverse('proposals:list')}?{self.query}"

    @cached_property
    def _grouping(self) -> Grouping | None:
        if not self.arrangement.group or not self.is_valid:
            return None
        return grouping_of(self.arrangement.group, self.proposals, self.budget_round.years)

    @property
    def groups(self) -> tuple[ListGroup, ...]:
        """The groups of the list with their totals; none where it is not grouped."""
        return self._grouping.groups if self._grouping else ()

    @property
    def opened(self) -> frozenset[str]:
        """The keys of the groups whose rows are shown."""
        keys = frozenset(group.key for group in self.groups)
        return keys if ALL in self.arrangement.opened else keys & self.arrangement.opened

    def ordered(self) -> SavingsProposalQuerySet:
        """Return the chosen proposals in the order that the address asks for, whatever their groups."""
        return in_order(self.proposals, self.budget_round, self.sort)

    @cached_property
    def keys_by_group(self) -> dict[str, list[int]]:
        """The keys of the chosen proposals in order, by group; all under one empty name where there are no groups."""
        if self.groups and self._grouping:
            return self._grouping.keys_by_group(self.ordered())
        return {"": list(self.ordered_keys)}

    @property
    def ordered_keys(self) -> Any:
        """The keys of the chosen proposals in the order that the address asks for, read where they are asked for."""
        return self.ordered().values_list("pk", flat=True)

    @property
    def keys(self) -> list[int]:
        """The keys of the chosen proposals, group by group and each group in order."""
        return [key for keys in self.keys_by_group.values() for key in keys]

    @property
    def own_keys(self) -> list[int]:
        """The keys of the proposals themselves in that order, where a row keeps one as last published."""
        kept = SavingsProposal.versions.filter(pk__in=self.proposals.order_by().values("pk"))
        of_versions = dict(
            kept.exclude(published_version_of=None).order_by().values_list("pk", "published_version_of")
        )
        return [of_versions.get(key, key) for key in self.keys]

    def table(self, *, unfolded: bool = False) -> ProposalTable:
        """Return the table of the chosen proposals; of a list in groups, the rows of those that are open.

        `unfolded` opens them all.
        """
        keys, count = self.ordered_keys, self.totals.count
        if self.groups:
            opened = self.opened
            by_group = self.keys_by_group if opened or unfolded else {}
            keys = [key for group, held in by_group.items() if unfolded or group in opened for key in held]
            count = len(keys)
        return ProposalTable(
            keys,
            count,
            budget_round=self.budget_round,
            arrangement=self.arrangement,
            totals=self.totals,
            is_filtered=self.is_filtered,
            search=self.filter.search,
        )


def selection_of(
    request: HttpRequest,
    also: Iterable[str] = (),
    budget_round: BudgetRound | None = None,
    *,
    all_choices: bool = False,
) -> Selection:
    """Return what the request's address chooses, among what the person may see.

    `also` names the parameters of the address that are not the list's but the page's own; `budget_round`
    is given where the address names the round in its path. A page that offers the filters wants `all_choices`.
    Raises NothingToSee for a person who may see nothing, Http404 for a round that is not theirs to see.
    """
    rounds: tuple[BudgetRound, ...] = ()
    if budget_round is None:
        rounds, budget_round = _rounds(request)
    proposals = SavingsProposal.listed.visible_to(request.user).filter(budget_round=budget_round)
    return selection_in(
        budget_round,
        proposals,
        request.GET,
        request=request,
        also=also,
        rounds=rounds,
        all_choices=all_choices,
    )


def selection_in(
    budget_round: BudgetRound,
    proposals: SavingsProposalQuerySet,
    query: QueryDict,
    *,
    request: HttpRequest | None = None,
    also: Iterable[str] = (),
    rounds: tuple[BudgetRound, ...] = (),
    all_choices: bool = False,
) -> Selection:
    """Return what the query of a list's address chooses among these proposals of the round.

    Without a request, as in a command, no filter that depends on the reader can be chosen.
    """
    # Bound only when a filter is in the address: a page or sort parameter alone must not bind the form.
    filters = _filters(query) or None
    ordered = proposals.order_by(*IN_DOCUMENT_ORDER)
    return Selection(
        rounds,
        budget_round,
        ProposalFilter(filters, ordered, request=request, budget_round=budget_round, all_choices=all_choices),
        arrangement_of(query, budget_round.years),
        (*_unknown(query, {*also, ROUND, *PARAMETERS}), *_repeated(query)),
    )


def _rounds(request: HttpRequest) -> tuple[tuple[BudgetRound, ...], BudgetRound]:
    """Return the rounds that the person may see and the one that the address names; of many, one council's."""
    visible = BudgetRound.objects.visible_to(request.user).select_related("council")
    rounds = tuple(visible[: MOST_ROUNDS + 1])
    if not rounds:
        raise NothingToSee("There is no budget round that you have permission to view.")
    if len(rounds) > MOST_ROUNDS and (key := as_key(request.GET.get(ROUND, ""))):
        rounds = (*rounds, *visible.filter(pk=key))
    budget_round = named_round(request, rounds) or default_round_for(request.user, rounds)
    if len(rounds) > MOST_ROUNDS:
        rounds = tuple(visible.filter(council=budget_round.council_id))
    return rounds, budget_round


def _filters(query: QueryDict) -> QueryDict:
    """Return the filters that the address states; blanks are ignored."""
    chosen = QueryDict(mutable=True)
    for name in ProposalFilter.base_filters:
        values = [value for value in query.getlist(name) if value.strip()]
        if values:
            chosen.setlist(
                name, list(dict.fromkeys(values)) if name in ProposalFilter.SEVERAL else values[-1:]
            )
    return chosen


def _unknown(query: QueryDict, known: set[str]) -> Iterable[str]:
    for name in query:
        if name not in known and name not in ProposalFilter.base_filters:
            yield f"The address says “{name[:50]}”, which is no filter of this list: it was ignored."


def _repeated(query: QueryDict) -> Iterable[str]:
    for name in (ROUND, *ProposalFilter.base_filters):
        if name not in ProposalFilter.SEVERAL and len(set(query.getlist(name))) > 1:
            yield f"The address says “{name}” more than once: the last one counts."
