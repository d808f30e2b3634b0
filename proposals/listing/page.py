"""The parts of a list page other than its rows: headings, groups to fold, choices of arrangement, totals in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, QueryDict

from councilsavings.addresses import Variations
from councilsavings.charts import Chart
from proposals.listing.arrangement import (
    ACROSS_BY,
    ALL,
    FIGURES,
    GROUP,
    GROUPINGS,
    MOST_ROWS,
    OPENED,
    PAGE,
    PARAMETERS,
    PIVOT,
    ROWS_A_PAGE,
    SORT,
)
from proposals.listing.columns import ListColumn
from proposals.listing.grouping import ListGroup
from proposals.listing.pivot import PivotTable, pivot_of
from proposals.listing.selection import Selection
from proposals.listing.shares import Shares, chart_by_year, shares_of
from proposals.listing.tables import BodyGroup, ProposalTable
from services.values.wording import counted

ORDERS_OFFERED = 3
MOST_COLUMNS_THAT_FIT = 9
"""The number of columns that fit beside the filters on a screen of 1,200 pixels; more scroll within the table."""


@dataclass(frozen=True)
class Heading:
    """The heading of a column: its words, and where it leads to be sorted by it, if it can be."""

    name: str
    words: str
    is_figure: bool
    address: str = ""
    direction: str = ""
    """“ascending” or “descending” where the list is sorted by it first."""

    @property
    def marker(self) -> str:
        """The arrow next to the words."""
        return {"ascending": "▲", "descending": "▼"}.get(self.direction, "↕")


@dataclass(frozen=True)
class GroupOnPage:
    """A group of the list as the page shows it: its totals, its rows on this page, and the link that folds it."""

    body: BodyGroup
    is_open: bool
    address: str
    count: str

    @property
    def group(self) -> ListGroup:
        """The group itself."""
        assert self.body.group is not None
        return self.body.group

    @property
    def elsewhere(self) -> str:
        """Return what to say of an open group whose rows are not all on this page; empty where they are."""
        missing = self.group.totals.count - len(self.body.rows)
        return f"{counted(missing, 'more proposal')} on other pages" if self.is_open and missing else ""


@dataclass(frozen=True)
class Option:
    """A choice of an arrangement."""

    value: str
    words: str
    is_chosen: bool = False


class ListPage:
    """A list of proposals as one page shows it."""

    def __init__(
        self, selection: Selection, table: ProposalTable, request: HttpRequest, *, unfolded: bool = False
    ) -> None:
        self.selection, self.table = selection, table
        self._unfolded = unfolded
        self._query = Variations(request.GET)
        self.is_empty = selection.totals.count == 0

    @property
    def heading(self) -> str:
        """The heading of the page: the proposals of a round may be pressures too."""
        is_of_both = self.selection.is_valid and self.selection.round_totals.pressures
        return "Savings and pressures" if is_of_both else "Savings proposals"

    @property
    def is_narrow(self) -> bool:
        """Return whether the columns fit a usual screen."""
        return len(self.selection.arrangement.columns) <= MOST_COLUMNS_THAT_FIT

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the columns."""
        return [self._heading(column) for column in self.selection.arrangement.columns]

    def _heading(self, column: ListColumn) -> Heading:
        name, words = column.name, column.heading_in(self.table.style)
        if not column.sortable:
            return Heading(name, words, column.is_figure)
        rising, falling = name, f"-{name}"
        sort = self.selection.sort
        following = falling if rising in sort or (column.largest_first and falling not in sort) else rising
        direction = "descending" if falling in sort else "ascending" if rising in sort else ""
        address = self._query.address({SORT: [following]}, without=(SORT, PAGE))
        return Heading(name, words, column.is_figure, address, direction)

    @cached_property
    def body(self) -> BodyGroup | None:
        """The rows of a list without groups; None of one that has them."""
        return None if self.selection.groups else next(self.table.body())

    @property
    def groups(self) -> Iterator[GroupOnPage]:
        """The groups of the list, with their rows on this page."""
        groups = self.selection.groups
        opened = frozenset(group.key for group in groups) if self._unfolded else self.selection.opened
        for body in self.table.body(groups, self._group_of()):
            if body.group is None:
                return
            key = body.group.key
            is_open = key in opened
            address = (
                self._query.address({OPENED: sorted(opened - {key})}, without=(PAGE, OPENED))
                if is_open
                else self._query.address({OPENED: [*self._query.values_of(OPENED), key]}, without=(PAGE,))
            )
            count = counted(body.group.totals.count, "proposal")
            yield GroupOnPage(body, is_open, address, f"{count}, net" if body.parts else count)

    def _group_of(self) -> dict[int, str]:
        """Return the group of each row that may be on the page; nothing is read where no group is open."""
        if not self._unfolded and not self.selection.opened:
            return {}
        return {key: group for group, keys in self.selection.keys_by_group.items() for key in keys}

    @property
    def grouped_by(self) -> str:
        """Return what the list is grouped by, in words; empty where it is not."""
        return GROUPINGS[self.selection.arrangement.group] if self.selection.groups else ""

    @property
    def open_all_address(self) -> str:
        """The address with every group open."""
        return self._query.address({OPENED: [ALL]}, without=(PAGE, OPENED))

    @property
    def close_all_address(self) -> str:
        """The address with every group folded."""
        return self._query.address(without=(PAGE, OPENED))

    @property
    def ungrouped_address(self) -> str:
        """The address without groups."""
        return self._query.address(without=(PAGE, OPENED, GROUP))

    @cached_property
    def suggestion(self) -> tuple[str, str]:
        """The text that was probably meant where nothing was found, and the address of its list; or nothing."""
        text = self.selection.filter.suggested_text
        return text, self._query.address({"text": [text]}, without=(PAGE,))

    @cached_property
    def pivot(self) -> PivotTable | None:
        """The proposals added up by two of their attributes, where the address asks for it."""
        selection = self.selection
        return pivot_of(
            selection.proposals,
            selection.totals,
            selection.budget_round,
            selection.arrangement,
            self._query,
        )

    @cached_property
    def shares(self) -> Shares:
        """Return the totals of the set, with the round and its target."""
        budget_round = self.selection.budget_round
        return shares_of(
            self.selection.totals,
            self.selection.round_totals,
            budget_round.target,
            budget_round.council.money_style,
        )

    @cached_property
    def chart(self) -> Chart:
        """The set's discrete savings by year, as the totals row prints them."""
        style = self.selection.budget_round.council.money_style
        return chart_by_year(self.selection.totals, style, self.shares.sentence)


_TOLD_APART_BY = {"pressure": "direction", "net": "direction"}
"""The filter whose choices must differ for a figure to differ from others."""


class ArrangementChoices:
    """The options in the form of an arrangement, with what is chosen."""

    def __init__(self, selection: Selection, query: QueryDict) -> None:
        self._arrangement = selection.arrangement
        self._apart = selection.filter.form.tell_apart
        self.kept = _without(query, PARAMETERS - PIVOT)
        """The part of the address that the form of the arrangement does not send itself."""
        self.kept_beside_pivot = _without(query, PIVOT)
        self.usual_address = Variations(query).address(without=PARAMETERS)

    @property
    def columns(self) -> dict[str, list[Option]]:
        """The columns that can be chosen, by what they tell about; the reference is there in any case."""
        shown = {column.name for column in self._arrangement.columns}
        by_group: dict[str, list[Option]] = {}
        for name, column in self._arrangement.known.items():
            if name != "reference" and self._is_offered(name, name in shown):
                by_group.setdefault(column.group, []).append(Option(name, column.heading, name in shown))
        return by_group

    def _is_offered(self, name: str, is_chosen: bool) -> bool:
        """Return whether a column, an order, a group or a figure tells proposals apart, or is chosen all the same."""
        return is_chosen or self._apart.get(_TOLD_APART_BY.get(name, name), True)

    def _options(self, offered: Mapping[str, str], wanted: str) -> list[Option]:
        return [
            Option(value, words, value == wanted)
            for value, words in offered.items()
            if self._is_offered(value, value == wanted)
        ]

    @property
    def orders(self) -> list[list[Option]]:
        """The choices of what to sort by first, then, and then."""
        sort = self._arrangement.sort
        places = max(ORDERS_OFFERED, len(sort))
        chosen = [*sort, *[""] * (places - len(sort))]
        offered = self._arrangement.orders()
        return [
            [
                Option(value, words, value == wanted)
                for value, words in offered
                if self._is_offered(value.removeprefix("-"), value == wanted)
            ]
            for wanted in chosen
        ]

    @property
    def rows(self) -> list[Option]:
        """The choices of how many rows to show on a page."""
        held = self._arrangement.rows
        numbers = [Option(str(number), str(number), number == held) for number in ROWS_A_PAGE]
        return [*numbers, Option(ALL, f"All, up to {MOST_ROWS:,}", held == MOST_ROWS)]

    @property
    def groupings(self) -> list[Option]:
        """The choices of what to group by."""
        return self._options(GROUPINGS, self._arrangement.group)

    @property
    def down(self) -> list[Option]:
        """The choices of what a pivot table has down its side."""
        return self._options(GROUPINGS, self._arrangement.down)

    @property
    def across(self) -> list[Option]:
        """The choices of what a pivot table has across its head."""
        return self._options(ACROSS_BY, self._arrangement.across)

    @property
    def figures(self) -> list[Option]:
        """The choices of the figure in a pivot table's cells."""
        return self._options(FIGURES, self._arrangement.figure)


def _without(query: QueryDict, names: frozenset[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() if name not in names for value in values]
