"""The arrangement of a list: its columns, order, rows a page and groups, as an address states them.

Anything that cannot be done is reported in words and ignored; nothing here knows which proposals are listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from proposals.domain.fields import DIRECTIONS
from proposals.listing.columns import ListColumn, columns_of, usual_columns
from services.values.wording import listed
from services.values.years import FinancialYear

SORT, COLUMNS, ROWS, GROUP, OPENED, PAGE = "sort", "columns", "rows", "group", "open", "page"
DOWN, ACROSS, FIGURE = "down", "across", "figure"
PIVOT = frozenset({DOWN, ACROSS, FIGURE})
"""The parameters that ask for a table of the proposals by two of their attributes."""
PARAMETERS = frozenset({SORT, COLUMNS, ROWS, GROUP, OPENED, PAGE, *PIVOT})
"""The parameters of an address that give the arrangement; everything else in it is a filter or the page's own."""

ROWS_A_PAGE = (25, 50, 100)
MOST_ROWS = 1_000
"""The largest number of rows on a page, when all of them are requested."""
ALL = "all"
MOST_ORDERS = 5

DIRECTION = "direction"
GROUPINGS: dict[str, str] = {
    "directorate": "Directorate",
    "committee": "Committee",
    "service": "Service",
    "ward": "Ward or area",
    DIRECTION: "Saving or pressure",
    "pressure_category": "Cause of the pressure",
    "fund": "Fund",
    "category": "Category",
    "risk": "Risk to delivery",
    "residents": "Impact on residents",
    "public_consultation": "Public consultation",
    "delivery": "Delivery status",
}
"""The attributes that a list can be grouped by."""

YEAR = "year"
ACROSS_BY: dict[str, str] = {YEAR: "Year", **GROUPINGS}
"""The columns of a table whose rows are one of the groupings."""
FIGURES: dict[str, str] = {
    "saving": "Total saving",
    "pressure": "Total pressure",
    "net": "Savings less pressures",
    "fte": "Change in posts (FTE)",
    "count": "Proposals",
}
"""The figures that such a table can give."""


class Query(Protocol):
    """The parameters of an address."""

    def getlist(self, name: str) -> Sequence[str]:
        """Return every value that the address gives the parameter."""
        ...


@dataclass(frozen=True)
class Arrangement:
    """The columns, order, rows a page and groups of a list; `chosen` names the columns that were asked for.

    `misread` describes what was requested and cannot be done.
    """

    known: Mapping[str, ListColumn]
    usual: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    rows: int = ROWS_A_PAGE[0]
    group: str = ""
    opened: frozenset[str] = frozenset()
    misread: tuple[str, ...] = ()
    down: str = ""
    across: str = ""
    figure: str = next(iter(FIGURES))

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns in their order; the reference, by which a row is known, is always the first."""
        return self.named(self.chosen or self.usual)

    def named(self, names: Iterable[str]) -> tuple[ListColumn, ...]:
        """Return the columns with these names, the reference before them."""
        return tuple(self.known[name] for name in dict.fromkeys(("reference", *names)))

    @property
    def sort_in_words(self) -> str:
        """The order as people say it; empty for the order of the round's documents."""
        return listed(self._in_words(part) for part in self.sort)

    def _in_words(self, part: str) -> str:
        return self.known[part.removeprefix("-")].order_in_words(falling=part.startswith("-"))

    def orders(self) -> tuple[tuple[str, str], ...]:
        """Return every order that the list can have, by its name in an address, in words."""
        names = [name for name, column in self.known.items() if column.sortable]
        return tuple(
            (f"{sign}{name}", self._in_words(f"{sign}{name}"))
            for name in names
            for sign in (("-", "") if self.known[name].largest_first else ("", "-"))
        )

    def parameters(self) -> list[tuple[str, str]]:
        """Return what of the arrangement belongs to every copy of the list: order, columns and groups."""
        said = [(SORT, ",".join(self.sort)), (COLUMNS, ",".join(self.chosen)), (GROUP, self.group)]
        if self.down:
            said += [(DOWN, self.down), (ACROSS, self.across), (FIGURE, self.figure)]
        return [(name, value) for name, value in said if value]


def arrangement_of(query: Query, years: tuple[FinancialYear, ...]) -> Arrangement:
    """Return the arrangement that the address states of a list of a round with these years."""
    known, usual = columns_of(years), usual_columns(years)
    columns, bad_columns = _named(_words(query, COLUMNS), known)
    if tuple(dict.fromkeys(("reference", *columns))) == usual:
        columns = ()  # ticking what is ticked anyway chooses nothing
    sort, bad_orders = _orders(_words(query, SORT), known)
    rows, bad_rows = _rows(_words(query, ROWS))
    group, bad_groups = _one(_words(query, GROUP), GROUPINGS, "The list cannot be grouped by")
    down, bad_down = _one(_words(query, DOWN), GROUPINGS, "The table cannot have the rows")
    across, bad_across = _one(_words(query, ACROSS), ACROSS_BY, "The table cannot have the columns")
    figure, bad_figure = _one(_words(query, FIGURE), FIGURES, "The table cannot give")
    if across == down:
        across = ""
    if DIRECTION in (down, across) and figure in ("", *DIRECTIONS):
        if figure:
            bad_figure.append("A table by saving or pressure shows savings less pressures as its total.")
        figure = "net"
    if across == YEAR and figure == "count":
        figure = ""
        bad_figure.append("A number of proposals has no years: the table gives the total saving.")
    return Arrangement(
        known,
        usual,
        columns,
        sort,
        rows,
        group,
        frozenset(value for value in query.getlist(OPENED) if value) if group else frozenset(),
        (*bad_orders, *bad_columns, *bad_rows, *bad_groups, *bad_down, *bad_across, *bad_figure),
        down,
        across if down else "",
        figure or next(iter(FIGURES)),
    )


def _words(query: Query, name: str) -> list[str]:
    return [part.strip() for stated in query.getlist(name) for part in stated.split(",") if part.strip()]


def _named(names: Sequence[str], known: Mapping[str, ListColumn]) -> tuple[tuple[str, ...], list[str]]:
    columns = tuple(dict.fromkeys(name for name in names if name in known))
    bad = [f"There is no column “{name[:50]}”: it was left out." for name in names if name not in known]
    return columns, bad


def _orders(parts: Sequence[str], known: Mapping[str, ListColumn]) -> tuple[tuple[str, ...], list[str]]:
    sort: dict[str, str] = {}
    bad = []
    for part in parts:
        column = known.get(part.removeprefix("-"))
        if column is None:
            bad.append(f"The list cannot be sorted by “{part[:50]}”: it has no such column.")
        elif not column.sortable:
            bad.append(f"The list cannot be sorted by “{column.heading}”.")
        else:
            sort.setdefault(column.name, part)
    if len(sort) > MOST_ORDERS:
        bad.append(f"The list is sorted by {MOST_ORDERS} columns at most: the others were ignored.")
    return tuple(sort.values())[:MOST_ORDERS], bad


def _rows(stated: Sequence[str]) -> tuple[int, list[str]]:
    if not stated:
        return ROWS_A_PAGE[0], []
    offered = {**{str(number): number for number in ROWS_A_PAGE}, ALL: MOST_ROWS}
    if stated[-1] in offered:
        return offered[stated[-1]], []
    choices = listed(offered, "or")
    return ROWS_A_PAGE[0], [f"A page cannot hold “{stated[-1][:20]}” rows: choose {choices}."]


def _one(stated: Sequence[str], offered: Mapping[str, str], refusal: str) -> tuple[str, list[str]]:
    if not stated:
        return "", []
    if stated[-1] in offered:
        return stated[-1], []
    return "", [f"{refusal} “{stated[-1][:50]}”: choose {listed(offered, 'or')}."]
