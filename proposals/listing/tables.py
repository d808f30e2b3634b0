"""The table of savings proposals: the columns that were chosen, figures from the savings profile, totals of the set."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from councilsavings.tables import CountedPaginator, turned_to
from proposals.domain.direction import PRESSURE
from proposals.domain.records import Totals
from proposals.filters.highlight import Part, excerpt, marked
from proposals.filters.text import Search
from proposals.listing.arrangement import Arrangement
from proposals.listing.columns import ListColumn
from proposals.listing.grouping import ListGroup
from proposals.listing.reading import rows_with
from proposals.listing.rows import ListedProposal
from proposals.listing.shares import titled
from proposals.models import BudgetRound, ImpactStatement
from proposals.models.proposals import PUBLISHED_VERSION
from services.values.money import MoneyStyle
from services.values.wording import counted

EMPTY_TEXT = "No proposals match these filters."


@dataclass(frozen=True)
class Cell:
    """A cell of a row of totals; a label spans the columns without a total behind it."""

    text: str
    heading: str = ""
    is_label: bool = False
    columns: int = 1


@dataclass(frozen=True)
class TableRow:
    """A proposal: its reference, the address of its page, and its other cells, drawn."""

    reference: str
    address: str
    cells: SafeString


@dataclass(frozen=True)
class BodyGroup:
    """The rows of one group on this page, under the group's totals; `group` is None in a list without groups."""

    group: ListGroup | None = None
    cells: Sequence[Cell] = ()
    parts: Sequence[Sequence[Cell]] = ()
    """The totals of the group's savings and of its pressures, where it has both."""
    rows: list[TableRow] = field(default_factory=list)


class ProposalTable:
    """Savings proposals of one round with the totals of the whole filtered set."""

    empty_text = EMPTY_TEXT
    page: "Page[Any]"

    def __init__(
        self,
        keys: Any,
        count: int,
        *,
        budget_round: BudgetRound,
        arrangement: Arrangement,
        totals: Totals,
        is_filtered: bool,
        search: Search | None = None,
    ) -> None:
        self.keys, self.count = keys, count
        self.arrangement = arrangement
        self.style: MoneyStyle = budget_round.council.money_style
        self.totals = totals
        self.is_filtered = is_filtered
        self.search = search
        self.caption = f"{budget_round.name}: {titled('Savings by discrete year', totals).lower()}"
        self._years = budget_round.years

    def turn_to(self, asked: str, rows: int) -> str:
        """Turn to the page asked for; return, in words, what is shown in place of a page there is not."""
        self.page, note = turned_to(CountedPaginator(self.keys, rows, self.count), asked)
        return note

    def body(self, groups: Sequence[ListGroup] = (), group_of: Mapping[int, str] = {}) -> Iterator[BodyGroup]:
        """Return the rows of this page, under their groups where there are any; `group_of` tells a row's by its key."""
        rows = self._rows(list(self.page.object_list))
        if not groups:
            yield BodyGroup(rows=[row for _, row in rows])
            return
        rows_in: dict[str, list[TableRow]] = {}
        for key, row in rows:
            rows_in.setdefault(group_of[key], []).append(row)
        for group in groups:
            cells = self._total_cells(group.name, group.totals)
            yield BodyGroup(group, cells, self._parts(group.totals), rows_in.get(group.key, []))

    def foot(self) -> Sequence[Sequence[Cell]]:
        """Return the rows of totals of the whole set: one, or savings and pressures apart before the net one."""
        label = _totals_label(self.totals, is_filtered=self.is_filtered)
        return (*self._parts(self.totals), self._total_cells(label, self.totals))

    def _parts(self, totals: Totals) -> Sequence[Sequence[Cell]]:
        if not totals.has_both:
            return ()
        savings, pressures = totals.savings, totals.pressures
        assert pressures is not None
        return (
            self._total_cells(counted(savings.counted, "savings proposal"), savings),
            self._total_cells(counted(pressures.counted, "pressure"), pressures),
        )

    def _total_cells(self, label: str, totals: Totals) -> Sequence[Cell]:
        cells: list[Cell] = []
        columns = self.arrangement.columns
        before = next((place for place, column in enumerate(columns) if column.total), len(columns))
        cells.append(Cell(label, is_label=True, columns=before))
        for column in columns[before:]:
            text = column.printed(column.total(totals), self.style) if column.total else ""
            cells.append(Cell(text, column.heading_in(self.style)))
        return cells

    def _rows(self, keys: Sequence[int]) -> Iterator[tuple[int, TableRow]]:
        """Yield each proposal's key and its row, in the order of the keys."""
        columns, style = self.arrangement.columns[1:], self.style
        # A template takes several times as long for five hundred cells, and one format for each not much less.
        cells = "".join(f'<td role="cell"{_attributes(column, style)}>{{}}</td>' for column in columns)
        shown = {column.name for column in columns}
        names_owner, names_direction = not {"service", "directorate"} & shown, "direction" not in shown
        # One address is made for all: looking up each takes longer than reading its proposal.
        before, after = reverse("proposals:detail", args=[0]).rsplit("0", 1)
        as_published = f"?{PUBLISHED_VERSION}"
        with_committees = any(column.name == "committees" for column in columns)
        found = self._excerpts(keys)
        for row in rows_with(keys, self._years, with_committees=with_committees):
            address = f"{before}{row.version_of or row.key}{after}{as_published if row.version_of else ''}"
            texts = [
                self._title(
                    row,
                    address,
                    found.get(row.key, ()),
                    names_owner=names_owner,
                    names_direction=names_direction,
                )
                if column.name == "title"
                else column.text_of(row, style)
                for column in columns
            ]
            yield row.key, TableRow(row.record.reference, address, _filled(cells, *texts))

    def _title(
        self,
        row: ListedProposal,
        address: str,
        found: Sequence[Part],
        *,
        names_owner: bool,
        names_direction: bool,
    ) -> SafeString:
        """Return the title as a link; below it whether it is a pressure and whose it is, unless a column tells.

        What was found stands last.
        """
        title = row.record.title_with_standing
        words = drawn(marked(title, self.search)) if self.search else title
        cell = _filled('<a class="govuk-link" href="{}">{}</a>', address, words)
        below = ["Pressure"] if names_direction and row.record.direction == PRESSURE else []
        if names_owner:
            below.append(", ".join(dict.fromkeys(filter(None, (row.record.service, row.record.directorate)))))
        if below:
            cell += _filled(' <span class="app-list__owner">{}</span>', " · ".join(below))
        if found:
            cell += _filled(
                ' <span class="app-list__found"><span class="govuk-visually-hidden">Found: </span>{}</span>',
                drawn(found),
            )
        return cell

    def _excerpts(self, keys: Sequence[int]) -> dict[int, tuple[Part, ...]]:
        """Return the first excerpt of each proposal's texts in which the search is found."""
        found: dict[int, tuple[Part, ...]] = {}
        if self.search is None:
            return found
        rows = ImpactStatement.objects.filter(proposal__in=keys).order_by("proposal", "position", "pk")
        for key, text in rows.values_list("proposal", "text"):
            if key not in found and (parts := excerpt(text, self.search)):
                found[key] = parts
        return found


def _filled(template: str, *values: str) -> SafeString:
    """Return the template with the values in it, escaped; `format_html` takes several times as long over a cell."""
    return SafeString(
        template.format(*(value if isinstance(value, SafeString) else escape(value) for value in values))
    )


def drawn(parts: Iterable[Part]) -> SafeString:
    """Return the pieces of a text with those that a search found marked."""
    return format_html_join(
        "", "{}", ((_filled("<mark>{}</mark>", text) if is_found else text,) for text, is_found in parts)
    )


def _attributes(column: ListColumn, style: MoneyStyle) -> SafeString:
    """Return the classes and heading of a cell: figures align right, and a narrow screen needs the heading."""
    if column.name == "title":
        return SafeString(' class="app-list__title"')
    kind = "n t" if column.name == "total" else "n" if column.is_figure else ""
    named = _filled(' class="{}"', kind) if kind else SafeString("")
    return _filled('{} data-label="{}"', named, column.heading_in(style))


def _totals_label(totals: Totals, *, is_filtered: bool) -> str:
    """Return whose totals the last row contains: those of the whole filtered set, not of one page."""
    beginning = "Net total" if totals.has_both else "Total"
    noun = "pressure" if totals.pressures and not totals.has_both else "proposal"
    if totals.ended:
        matching = " that match the filters" if is_filtered else ""
        return f"{beginning} of {totals.counted:,} of {counted(totals.count, noun)}{matching}"
    count = totals.count
    who = counted(count, noun) if count == 1 else f"all {counted(count, noun)}"
    matching = " that matches the filters" if count == 1 else " that match the filters"
    return f"{beginning} of {who}{matching if is_filtered else ''}"
