"""The table of savings proposals: the columns that were chosen, figures from the savings profile, totals of the set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableData

from proposals.domain.records import Totals
from proposals.filters import ProposalFilter
from proposals.listing.arrangement import Arrangement
from proposals.listing.columns import ListColumn
from proposals.listing.grouping import ListGroup
from proposals.listing.reading import rows_with
from proposals.listing.rows import Keys, plain
from proposals.models import BudgetRound
from services.values.money import MoneyStyle
from services.values.wording import counted

_MOST_KEPT = 2_000
"""How many rows are kept as they are drawn, for each choice of columns: about a kilobyte each."""


class ListedRows(TableData):
    """The rows of a list by their keys, in order already; what they hold is read where a row is drawn."""

    def __len__(self) -> int:
        """Return how many rows there are on all pages."""
        return len(self.data)

    def __getitem__(self, part: slice) -> list[int]:
        """Return the keys of one page."""
        return plain(self.data[part])

    def order_by(self, aliases: Any) -> None:
        """Leave the rows as they are: the selection has put them in order."""


@dataclass(frozen=True)
class Cell:
    """One cell of a row of totals; a label spans the columns without a total behind it."""

    text: str
    heading: str = ""
    is_label: bool = False
    columns: int = 1


class BodyGroup:
    """The rows of one group on this page, drawn, under the group's totals; `group` is None in a list without groups."""

    def __init__(self, group: ListGroup | None, cells: Sequence[Cell], rows: SafeString, shown: int) -> None:
        self.group, self.cells, self.rows, self.shown = group, cells, rows, shown


class ProposalTable(django_tables2.Table):
    """Savings proposals of one round with the totals of the whole filtered set.

    The library knows the columns, their order and the page; the rows are drawn here, because its own cells
    take four times as long, and kept until something in the round changes.
    """

    class Meta:
        empty_text = "No proposals match these filters."

    def __init__(
        self,
        keys: Keys,
        *,
        budget_round: BudgetRound,
        arrangement: Arrangement,
        totals: Totals,
        is_filtered: bool,
        filters: ProposalFilter,
        **options: Any,
    ) -> None:
        self.arrangement = arrangement
        self.style: MoneyStyle = budget_round.council.money_style
        self.totals = totals
        self.is_filtered = is_filtered
        columns = [(column.name, _as_column(column, self.style)) for column in arrangement.columns]
        self._filters, self._years = filters, budget_round.years
        super().__init__(
            ListedRows(keys), extra_columns=columns, order_by=arrangement.sort or None, **options
        )
        self.caption = f"{budget_round.name}: savings by discrete year"

    def body(self, groups: Sequence[ListGroup] = (), group_of: Mapping[int, str] = {}) -> Iterator[BodyGroup]:
        """Return the rows of this page, under their groups where there are any; `group_of` tells a row's by its key."""
        page: list[int] = self.paginated_rows.data
        if not groups:
            yield BodyGroup(None, (), self._drawn(page), len(page))
            return
        rows_in: dict[str, list[int]] = {}
        for key in page:
            rows_in.setdefault(group_of[key], []).append(key)
        for group in groups:
            rows = rows_in.get(group.key, [])
            yield BodyGroup(group, self._total_cells(group.name, group.totals), self._drawn(rows), len(rows))

    def foot(self) -> Sequence[Cell]:
        """Return the cells of the totals of the whole set."""
        return self._total_cells(_totals_label(self.totals.count, is_filtered=self.is_filtered), self.totals)

    def _total_cells(self, label: str, totals: Totals) -> Sequence[Cell]:
        cells: list[Cell] = []
        columns = self.arrangement.columns
        before = next((place for place, column in enumerate(columns) if column.total), len(columns))
        cells.append(Cell(label, is_label=True, columns=before))
        for column in columns[before:]:
            text = column.printed(column.total(totals), self.style) if column.total else ""
            cells.append(Cell(text, column.heading_in(self.style)))
        return cells

    def _drawn(self, keys: Sequence[int]) -> SafeString:
        kept = self._filters.drawn(tuple(column.name for column in self.arrangement.columns))
        drawn = {key: line for key in keys if (line := kept.get(key)) is not None}
        missing = [key for key in keys if key not in drawn]
        if missing:
            fresh = dict(self._draw(missing))
            drawn.update(fresh)
            if len(kept) > _MOST_KEPT:
                kept.clear()
            kept.update(fresh)
        return SafeString("\n".join([drawn[key] for key in keys if key in drawn]))  # unless deleted meanwhile

    def _draw(self, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield each proposal's key and its row, in the order of the keys."""
        # Written as text and escaped once a cell: Django's own formatting takes five times as long.
        columns, style = self.arrangement.columns[1:], self.style
        beginnings = [f'<td role="cell"{_attributes(column, style)}>' for column in columns]
        before, after = reverse("proposals:detail", args=[0]).rsplit("0", 1)
        with_committees = any(column.name == "committees" for column in columns)
        held = self._filters.columns
        for row in rows_with(keys, self._years, with_committees=with_committees, held=held):
            address, reference = f"{before}{row.key}{after}", escape(row.record.reference)
            cells = [
                f"{beginning}{escape(column.printed(column.value(row), style))}</td>"
                for beginning, column in zip(beginnings, columns, strict=True)
            ]
            yield (
                row.key,
                '<tr role="row"><th role="rowheader" scope="row">'
                f'<a class="govuk-link" href="{address}">{reference}</a></th>{"".join(cells)}</tr>',
            )


def _attributes(column: ListColumn, style: MoneyStyle) -> SafeString:
    """Return what a cell says of its column: figures stand to the right, and a narrow screen needs the heading."""
    if column.name == "title":
        return SafeString(' class="app-list__title"')
    kind = "n t" if column.name == "total" else "n" if column.is_figure else ""
    named = format_html(' class="{}"', kind) if kind else SafeString("")
    return format_html('{} data-label="{}"', named, column.heading_in(style))


def _as_column(column: ListColumn, style: MoneyStyle) -> django_tables2.Column:
    return django_tables2.Column(
        verbose_name=column.heading_in(style),
        orderable=column.sortable,
        initial_sort_descending=column.largest_first,
        attrs={"numeric": column.is_figure, "name": column.heading},
        empty_values=(),
    )


def _totals_label(count: int, *, is_filtered: bool) -> str:
    """Return whose totals the last row holds: of the whole filtered set, not of one page."""
    who = counted(count, "proposal") if count == 1 else f"all {counted(count, 'proposal')}"
    matching = " that matches the filters" if count == 1 else " that match the filters"
    return f"Total of {who}{matching if is_filtered else ''}"
