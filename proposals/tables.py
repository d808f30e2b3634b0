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

from proposals.filters.columns import Columns
from proposals.listing.arrangement import Arrangement
from proposals.listing.columns import ListColumn
from proposals.listing.grouping import ListGroup
from proposals.listing.reading import rows_of, rows_with
from proposals.listing.rows import ListedProposal
from proposals.models import BudgetRound
from proposals.querysets import SavingsProposalQuerySet
from proposals.records import Totals
from services.money import MoneyStyle
from services.wording import counted


class ListedRows(TableData):
    """The rows of a list, read a page at a time: of an ordered queryset, or by keys that are in order already."""

    def __init__(
        self,
        rows: SavingsProposalQuerySet | Sequence[int],
        count: int,
        arrangement: Arrangement,
        budget_round: BudgetRound,
        held: Columns | None = None,
    ) -> None:
        super().__init__(rows)
        self._held = held
        self._count = count
        self._years = budget_round.years
        self._with_committees = any(column.name == "committees" for column in arrangement.columns)

    def __len__(self) -> int:
        """Return how many rows there are on all pages."""
        return self._count

    def __getitem__(self, part: slice) -> list[ListedProposal]:
        """Return the rows of one page."""
        how: dict[str, Any] = {"with_committees": self._with_committees, "held": self._held}
        if isinstance(self.data, list):
            return list(rows_with(self.data[part], self._years, **how))
        return list(rows_of(self.data, self._years, part, **how))

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
    take four times as long.
    """

    class Meta:
        empty_text = "No proposals match these filters."

    def __init__(
        self,
        rows: SavingsProposalQuerySet | Sequence[int],
        *,
        budget_round: BudgetRound,
        arrangement: Arrangement,
        totals: Totals,
        is_filtered: bool,
        count: int,
        held: Columns | None = None,
        **options: Any,
    ) -> None:
        self.arrangement = arrangement
        self.style: MoneyStyle = budget_round.council.money_style
        self.totals = totals
        self.is_filtered = is_filtered
        columns = [(column.name, _as_column(column, self.style)) for column in arrangement.columns]
        data = ListedRows(rows, count, arrangement, budget_round, held)
        super().__init__(data, extra_columns=columns, order_by=arrangement.sort or None, **options)
        self.caption = f"{budget_round.name}: savings by discrete year"

    def body(self, groups: Sequence[ListGroup] = (), group_of: Mapping[int, str] = {}) -> Iterator[BodyGroup]:
        """Return the rows of this page, under their groups where there are any; `group_of` tells a row's by its key."""
        page: list[ListedProposal] = self.paginated_rows.data
        if not groups:
            yield BodyGroup(None, (), self._drawn(page), len(page))
            return
        rows_in: dict[str, list[ListedProposal]] = {}
        for row in page:
            rows_in.setdefault(group_of[row.key], []).append(row)
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

    def _drawn(self, rows: Sequence[ListedProposal]) -> SafeString:
        # Written as text and escaped once a cell: Django's own formatting takes five times as long.
        columns = self.arrangement.columns[1:]
        beginnings = [f'<td role="cell"{_attributes(column, self.style)}>' for column in columns]
        before, after = reverse("proposals:detail", args=[0]).rsplit("0", 1)
        style = self.style
        lines = [
            f'<tr role="row"><th role="rowheader" scope="row"><a class="govuk-link" href="{before}{row.key}{after}">'
            f"{escape(row.record.reference)}</a></th>"
            + "".join(
                [
                    f"{beginning}{escape(column.printed(column.value(row), style))}</td>"
                    for beginning, column in zip(beginnings, columns, strict=True)
                ]
            )
            + "</tr>"
            for row in rows
        ]
        return SafeString("\n".join(lines))


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
