"""The filter of the proposals list: what the address chooses, as a queryset, and counted without one."""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from proposals.domain.published import PublishedEdition, editions
from proposals.domain.records import Totals
from proposals.filters.changes import changed_since, changed_since_edition
from proposals.filters.choices import Choice, choices_of, in_order
from proposals.filters.chosen import Chosen
from proposals.filters.columns import Columns, Mask, Rows, Whole, keys_in
from proposals.filters.counting import IMPACT, beside, counts_of, impact_counts, impact_keys, left_by
from proposals.filters.facets import BY_NAME, NO_IMPACT
from proposals.filters.form import SEVERAL, ProposalFilterForm
from proposals.filters.keeping import KeptRound, kept_round
from proposals.filters.memory import MadeOnce, Thing
from proposals.filters.panel import FilterPanel
from proposals.filters.text import Search, search_of
from proposals.filters.totals import totals_of
from proposals.models import BudgetRound, Relevance
from proposals.models.querysets import SavingsProposalQuerySet

_FOR_ONE_REQUEST = 100
_BESIDE_THE_ROUND = {"changed_since", "since_edition"}
"""The filters that stand on what other tables hold: the record of changes, and editions."""


def search_in(columns: Columns, text: str) -> Search:
    """Return what a text looks for among the round's proposals."""
    search = search_of(text)
    return search.between(int(columns.keys[0]), int(columns.keys[-1])) if len(columns.keys) else search


class ProposalFilter:
    """Narrows the proposals of one round; its choices are those of the proposals the person may see.

    `queryset` holds the proposals that the person may see, and is all that is ever counted or returned.
    """

    SEVERAL = SEVERAL
    """The filters of which several choices may be made."""
    base_filters = ProposalFilterForm.base_fields
    """The filters by the names that an address gives them."""

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None = None,
        queryset: SavingsProposalQuerySet | None = None,
        *,
        request: HttpRequest | None = None,
        budget_round: BudgetRound,
    ) -> None:
        self.is_bound = data is not None
        self.data = data if data is not None else {}
        self.queryset = queryset
        self.request = request
        self.budget_round = budget_round

    # What is held

    @cached_property
    def _kept(self) -> KeptRound:
        return kept_round(self.budget_round)

    @property
    def columns(self) -> Columns:
        """The columns of the whole round; whatever is told of them goes through `seen`."""
        return self._kept.columns

    @cached_property
    def seen(self) -> Rows:
        """The rows of the columns that are in the queryset."""
        return self._kept.rows_in(self.queryset)

    @cached_property
    def editions(self) -> tuple[PublishedEdition, ...]:
        """The editions made from the round that the person may read."""
        user = getattr(self.request, "user", None)
        return tuple(editions().of_round(user, self.budget_round.pk)) if user else ()

    # The form

    @cached_property
    def choices(self) -> Mapping[str, tuple[Choice, ...]]:
        """The choices of each filter that has any."""
        of_editions = tuple(Choice(str(edition.key), edition.title) for edition in self.editions)
        offered = self._kept.made_of(self.seen).get("choices", self._offered)
        return {**offered, "since_edition": of_editions}

    def _offered(self) -> dict[str, tuple[Choice, ...]]:
        """Return the choices that the seen proposals offer."""
        years = [str(year) for year in self.budget_round.years]
        offered = {name: choices_of(name, self.columns, self.seen, years) for name in BY_NAME}
        held = [key.split(" ") for key in keys_in(self.columns.by_name[IMPACT], self.seen)]
        labels = self.columns.labels["characteristic"]
        offered["characteristic"] = in_order("characteristic", {key for key, _ in held}, labels)
        offered["effect"] = in_order("effect", {effect for _, effect in held}, {})
        return offered

    @cached_property
    def form(self) -> ProposalFilterForm:
        """The filter form."""
        return ProposalFilterForm(
            self.data if self.is_bound else None,
            choices=self.choices,
            savings_sign=self.budget_round.council.savings_sign,
        )

    @property
    def errors(self) -> Any:
        """The form's errors."""
        return self.form.errors

    def is_valid(self) -> bool:
        """Whether the filters can be applied."""
        return self.is_bound and self.form.is_valid()

    @cached_property
    def chosen(self) -> Chosen:
        """What is chosen, as far as it could be read."""
        if not self.is_bound:
            return Chosen({})
        self.form.is_valid()
        return Chosen(self.form.cleaned_data)

    # What it leaves

    @cached_property
    def _made(self) -> MadeOnce:
        """What is made of the rows that are left: kept for whoever sees the same rows and chooses the same.

        Turning a page or sorting anew then counts nothing again. What stands on other tables than the round's
        own may change while the round does not, so it is not kept.
        """
        if not self._is_of_the_round:
            return MadeOnce(most=_FOR_ONE_REQUEST)
        values = self.data.lists() if isinstance(self.data, QueryDict) else self.data.items()
        chosen = {name: str(value) for name, value in values}
        return self._kept.made_of(self.seen, frozenset(chosen.items()) or None)

    @property
    def _is_of_the_round(self) -> bool:
        return not _BESIDE_THE_ROUND & self.data.keys()

    def once(self, name: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return something made of nothing but the rows that are left and the round, from memory where it is kept."""
        return self._made.get(name, make)

    @cached_property
    def qs(self) -> SavingsProposalQuerySet:
        """The proposals that are left; those of a form with errors are all of them."""
        return self.filter_queryset(self.queryset) if self.is_valid() else self.queryset.all()

    def filter_queryset(self, queryset: SavingsProposalQuerySet) -> SavingsProposalQuerySet:
        """Return the proposals of the queryset that everything chosen holds for; of a text, the best match first."""
        for condition in (*self.chosen.conditions(), *self._asked.values()):
            queryset = queryset.filter(condition)
        if self.chosen.text:
            best_first = Relevance("search__everything", self._search).desc()
            queryset = queryset.order_by(best_first, *queryset.query.order_by)
        return queryset

    @cached_property
    def _search(self) -> Search:
        return search_in(self.columns, self.chosen.text)

    @cached_property
    def _asked(self) -> Mapping[str, Q]:
        """The conditions of filters that no column answers, by name."""
        chosen, asked = self.chosen, {}
        if chosen.text:
            asked["text"] = Q(search__everything__match=self._search)
        if chosen.changed_since:
            asked["changed_since"] = changed_since(self.queryset, chosen.changed_since)
        if chosen.since_edition:
            edition = next(each for each in self.editions if each.key == chosen.since_edition)
            asked["since_edition"] = changed_since_edition(
                self.request.user, edition, self.budget_round, self.queryset
            )
        return asked

    @cached_property
    def _masks(self) -> Mapping[str, Mask]:
        """The rows that each filter leaves."""
        columns, chosen = self.columns, self.chosen
        masks = {name: columns.by_name[name].where(keys) for name, keys in chosen.facets.items()}
        if any(chosen.impacts):
            impacts = columns.by_name[IMPACT]
            masks[IMPACT] = impacts.where(impact_keys(impacts, *chosen.impacts, NO_IMPACT))
        for name, bounds in chosen.bounds.items():
            masks[f"{name} within bounds"] = columns.between(name, *bounds)
        for name, condition in self._asked.items():
            masks[name] = self._kept.rows_in(self.queryset.filter(condition)).mask
        return masks

    @cached_property
    def rows(self) -> Rows:
        """The rows of the columns that are left."""
        return self.once("rows", lambda: left_by(self.seen, self._masks.values()))

    @property
    def count(self) -> int:
        """How many proposals are left."""
        return self.rows.count

    @property
    def unpublished(self) -> int:
        """How many of the proposals that are left not everybody may read."""
        return int((self.rows.mask & ~self.columns.published).sum())

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many proposals each choice would give, the other filters as they are; by filter and key."""
        return self.once("counts", self._counts)

    def _counts(self) -> dict[str, dict[str, int]]:
        columns, masks = self.columns.by_name, self._masks
        rows = beside(self.seen, masks, IMPACT) if IMPACT in masks else self.rows
        of_impacts = impact_counts(columns[IMPACT], rows, *self.chosen.impacts, NO_IMPACT)
        return {**counts_of(columns, self.seen, masks), **of_impacts}

    @property
    def panel(self) -> FilterPanel:
        """The form with the counts of its choices, ready to draw."""
        return FilterPanel(self.form, self.counts)

    @cached_property
    def totals(self) -> Totals:
        """The totals of the proposals that are left."""
        return self.once("totals", lambda: self._totals_of(self.rows))

    @cached_property
    def round_totals(self) -> Totals:
        """The totals of all the proposals that the person may see, filtered or not."""
        return self._kept.made_of(self.seen).get("totals", lambda: self._totals_of(self.seen))

    def _totals_of(self, rows: Rows) -> Totals:
        return totals_of(self.columns.amounts, rows, self.budget_round.years)

    # Its rows in order, and as pages draw them

    def keys_in(self, order: Hashable, proposals: Callable[[], QuerySet]) -> Whole:
        """Return the keys of what is left, in the order of a queryset of all the round's proposals.

        `order` names it: the database is asked once for each.
        """

        def keys() -> Whole:
            places = self._kept.places_in(order, proposals)
            return self.columns.keys[places[self.rows.mask[places]]]

        return self.once(("keys", order), keys)

    def page(self, name: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """Return a part of a page as it is drawn, kept for everybody who sees the same rows and editions.

        Nothing in it may say who reads it; `name` holds whatever else it says, such as the address.
        """
        if not self._is_of_the_round:
            return draw()
        return self._kept.pages.get((self.seen, self.editions, name), draw)

    def drawn(self, name: Hashable) -> dict[int, str]:
        """Return where rows are kept as a page draws them, by key, as long as nothing of the round changes."""
        return self._kept.drawn(name)
