"""The filter of the proposals list: what the address chooses, as a queryset, with counts and totals of it."""

from collections.abc import Mapping
from functools import cached_property, reduce
from itertools import chain
from operator import and_
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.http import HttpRequest, QueryDict

from proposals.domain.published import PublishedEdition, editions
from proposals.domain.records import Totals
from proposals.filters.changes import changed_since, changed_since_edition
from proposals.filters.choices import Choice, in_order
from proposals.filters.chosen import Chosen
from proposals.filters.counting import Found, count_choices
from proposals.filters.facets import flag
from proposals.filters.filters import CHARACTERISTIC, EFFECT, PUBLISHED, impacts_of, impacts_on
from proposals.filters.form import SEVERAL, ProposalFilterForm
from proposals.filters.highlight import suggestion
from proposals.filters.panel import FilterPanel
from proposals.filters.text import Search, search_of
from proposals.models import BudgetRound, ImpactStatement, Relevance, SearchIndex
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.totals import NOTHING, Sums, sums_by

SINCE_EDITION = "since_edition"
"""The filter whose choices no proposal states."""
_ALWAYS_COUNTED = frozenset({"direction", PUBLISHED.name})
"""What the labels of the filters and the note about unpublished proposals depend on."""


class ProposalFilter:
    """Narrows the proposals of one round; its choices are those of the proposals the person may see.

    `queryset` contains the proposals that the person may see, and is all that is ever counted or returned.
    A page that draws the panel asks for `all_choices`; elsewhere only the filters that are chosen are counted, to
    tell whether each choice is one.
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
        all_choices: bool = False,
    ) -> None:
        self.is_bound = data is not None
        self.data = data if data is not None else {}
        self.queryset = queryset
        self.request = request
        self.budget_round = budget_round
        self.all_choices = all_choices

    @cached_property
    def editions(self) -> tuple[PublishedEdition, ...]:
        """The editions made from the round that the person may read."""
        user = getattr(self.request, "user", None)
        return tuple(editions().of_round(user, self.budget_round.pk)) if user else ()

    @property
    def _edition_choices(self) -> tuple[Choice, ...]:
        """The editions as choices, which are asked for only where one is chosen or they are drawn."""
        return tuple(Choice(str(edition.key), edition.title) for edition in self.editions)

    # The form, which is read before its choices are known: these are counted together with what it leaves

    @cached_property
    def form(self) -> ProposalFilterForm:
        """The filter form."""
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[ProposalFilterForm, Mapping[str, Q], Mapping[str, Found]]:
        """The form with its choices, the conditions of what is chosen by filter, and what was found of each facet."""
        form = ProposalFilterForm(
            self.data if self.is_bound else None, savings_sign=self.budget_round.council.savings_sign
        )
        if self.data.get(SINCE_EDITION):
            form.fields[SINCE_EDITION].is_readable = {
                choice.key for choice in self._edition_choices
            }.__contains__
        form.full_clean()
        conditions, found = self._found(form)
        if form.offer(self._choices_in(found)):  # what is no choice does not narrow the counts of the others
            conditions, found = self._found(form)
        return form, conditions, found

    def _found(self, form: ProposalFilterForm) -> tuple[Mapping[str, Q], Mapping[str, Found]]:
        chosen = Chosen(form.cleaned_data if form.is_bound else {})
        conditions = self._conditions_of(chosen)
        characteristics, effects = chosen.impacts
        # The two describe one impact together: each is counted with what is chosen in the other.
        rows = {CHARACTERISTIC.name: impacts_of(effects), EFFECT.name: impacts_on(characteristics)}
        names = None if self.all_choices else _ALWAYS_COUNTED | set(self.data)
        return conditions, count_choices(self.queryset, conditions, rows, names)

    def _choices_in(self, found: Mapping[str, Found]) -> dict[str, tuple[Choice, ...]]:
        years = [str(year) for year in self.budget_round.years]
        offered = {
            name: in_order(name, one.counts, one.labels, years)
            for name, one in found.items()
            if name != PUBLISHED.name
        }
        if self.data.get(SINCE_EDITION):
            offered[SINCE_EDITION] = self._edition_choices
        return offered

    @property
    def choices(self) -> Mapping[str, tuple[Choice, ...]]:
        """The choices of each filter that has any."""
        return {**self.form.offered, SINCE_EDITION: self._edition_choices}

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many proposals each choice would give, the other filters as they are; by filter and key."""
        return {name: found.counts for name, found in self._read[2].items()}

    @property
    def unpublished(self) -> int:
        """Return how many of the proposals that are left not everybody may read."""
        return self.counts[PUBLISHED.name].get("no", 0)

    @property
    def panel(self) -> FilterPanel:
        """The form with the counts of its choices, ready to draw."""
        return FilterPanel(self.form, self.choices, self.counts)

    def is_valid(self) -> bool:
        """Return whether the filters can be applied."""
        return self.is_bound and self.form.is_valid()

    @cached_property
    def chosen(self) -> Chosen:
        """Return what is chosen, as far as it could be read."""
        return Chosen(self.form.cleaned_data if self.is_bound else {})

    # The proposals that it leaves

    @cached_property
    def qs(self) -> SavingsProposalQuerySet:
        """The proposals that are left; those of a form with errors are all of them."""
        return self.filter_queryset(self.queryset) if self.is_valid() else self.queryset.all()

    def filter_queryset(self, queryset: SavingsProposalQuerySet) -> SavingsProposalQuerySet:
        """Return the proposals that everything chosen holds for; of a text, whole words first, then the best match."""
        for condition in self._conditions.values():
            queryset = queryset.filter(condition)
        if self.chosen.text:
            search = self._search
            whole_words = flag(Q(pk__in=_matching(search.whole))).desc()
            best_first = Relevance("search__everything", search).desc()
            queryset = queryset.filter(search__everything__match=search)
            queryset = queryset.order_by(whole_words, best_first, *queryset.query.order_by)
        return queryset

    @property
    def _conditions(self) -> Mapping[str, Q]:
        return self._read[1] if self.is_bound else {}

    @cached_property
    def _search(self) -> Search:
        """Return what the text looks for among the keys of the round: other rounds are then not gone through."""
        keys = self.queryset.model._base_manager.filter(budget_round=self.budget_round)
        first, last = keys.aggregate(first=Min("pk"), last=Max("pk")).values()
        return search_of(str(self.data["text"])).between(first or 0, last or 0)

    def _conditions_of(self, chosen: Chosen) -> dict[str, Q]:
        """Return the condition of each filter that is chosen, by name."""
        conditions = chosen.conditions()
        if chosen.text:
            conditions["text"] = Q(pk__in=_matching(self._search))
        if chosen.changed_since:
            conditions["changed_since"] = changed_since(self.queryset, chosen.changed_since)
        if chosen.since_edition:
            edition = next(each for each in self.editions if each.key == chosen.since_edition)
            conditions[SINCE_EDITION] = changed_since_edition(
                self.request.user, edition, self.budget_round, self.queryset
            )
        return conditions

    @property
    def search(self) -> Search | None:
        """The terms searched for; None where no text can be searched for."""
        return self._search if self.is_valid() and self.chosen.text else None

    @cached_property
    def suggested_text(self) -> str:
        """The text that was probably meant where nothing was found, in words that the person may read."""
        if self.search is None or self.count:
            return ""
        names = self.queryset.order_by().values_list("title", "service__name")
        statements = ImpactStatement.objects.filter(proposal__in=self.queryset.order_by().values("pk"))
        texts = chain(chain.from_iterable(names), statements.order_by().values_list("text", flat=True))
        return suggestion(self.chosen.text, self.search, texts)

    # Totals

    @cached_property
    def _sums(self) -> tuple[Sums, Sums]:
        """Return what the proposals that are left add up to, and those that the filters leave out."""
        conditions = self._conditions.values() if self.is_valid() else ()
        if not conditions:
            return sums_by(self.queryset).get((), NOTHING), NOTHING
        passes = flag(reduce(and_, conditions))
        found = sums_by(self.queryset.annotate(passes=passes), "passes")
        return found.get((1,), NOTHING), found.get((0,), NOTHING)

    @property
    def count(self) -> int:
        """Return how many proposals are left."""
        return self._sums[0].count

    @cached_property
    def totals(self) -> Totals:
        """The totals of the proposals that are left."""
        return self._sums[0].totals(self.budget_round.years)

    @cached_property
    def round_totals(self) -> Totals:
        """The totals of all the proposals that the person may see, filtered or not."""
        left, left_out = self._sums
        return self.totals if left_out is NOTHING else (left + left_out).totals(self.budget_round.years)


def _matching(search: Search) -> QuerySet:
    """Return the keys of what the search finds, whoever may see it."""
    return SearchIndex.objects.filter(everything__match=search).values("pk")
