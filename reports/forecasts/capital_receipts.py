"""The schedule of what capital receipts pay for: read from proposals, as tables and as files."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from councilsavings.excel import A4, ExcelBook, Sum, cells_down, fit_to_page_width, write_cell, write_total
from proposals.domain.capital_receipts import (
    PROJECT_SECTIONS,
    TRANSFORMATION_SECTIONS,
    EarlierProject,
    ReceiptsProject,
    receipts_questions,
)
from proposals.domain.costs import CAPITAL_RECEIPTS, CostSchedule
from proposals.domain.fields import DELIVERY
from proposals.domain.records import ProposalRecord
from proposals.domain.stages import ENDED
from proposals.exports.files import harmless
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import costs_of, profile_of, record_of
from services.db.rows_together import Rows
from services.values.years import FinancialYear


@dataclass(frozen=True)
class ReceiptsSchedule:
    """The projects of a round that capital receipts pay for, and those of earlier rounds."""

    years: tuple[FinancialYear, ...]
    projects: tuple[ReceiptsProject, ...]
    earlier: tuple[EarlierProject, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What the direction asks for and nobody has answered yet."""
        return receipts_questions(self.projects, self.earlier)


def receipts_schedule(budget_round: BudgetRound, user: Any) -> ReceiptsSchedule:
    """Return the schedule of a round as the person sees its proposals, and those of the council's earlier rounds."""
    paid = SavingsProposal.listed.visible_to(user).filter(
        costs_to_achieve__funder=CAPITAL_RECEIPTS, budget_round__council=budget_round.council_id
    )
    own = paid.filter(budget_round=budget_round).exclude(stage__in=ENDED).distinct()
    before = paid.filter(budget_round__first_year__lt=budget_round.first_year).exclude(stage__in=ENDED)
    now = {
        each.carried_from_id: each
        for each in SavingsProposal.listed.visible_to(user)
        .filter(budget_round=budget_round, carried_from__isnull=False)
        .with_related()
    }
    earlier = before.distinct().with_related().with_rows(Rows("costs_to_achieve"))
    return ReceiptsSchedule(
        budget_round.years,
        tuple(_project(record_of(each)) for each in own.with_statements()),
        tuple(_earlier(each, now.get(each.pk)) for each in earlier),
    )


def _project(record: ProposalRecord) -> ReceiptsProject:
    return ReceiptsProject(
        record.reference,
        record.title,
        _first_text(record, PROJECT_SECTIONS),
        _first_text(record, TRANSFORMATION_SECTIONS),
        record.profile,
        record.costs,
    )


def _first_text(record: ProposalRecord, kinds: Sequence[str]) -> str:
    return next((text for kind in kinds if (text := record.statements.get(kind, ""))), "")


def _earlier(proposal: SavingsProposal, now: SavingsProposal | None) -> EarlierProject:
    schedule = CostSchedule(proposal.budget_round.years, costs_of(proposal))
    return EarlierProject(
        proposal.reference,
        proposal.title,
        proposal.budget_round.name,
        sum(schedule.from_capital_receipts.values()),
        profile_of(proposal).full_year_effect,
        profile_of(now).full_year_effect if now else None,
        DELIVERY.get(proposal.delivery_status, ""),
        proposal.delivery_note,
    )


# Files

Value = str | int | None
Columns = Mapping[str, Callable[[Any], Value]]
"""The columns of a table by their headings, with what stands in them; columns of amounts name their unit."""


def _project_columns(years: Sequence[FinancialYear]) -> Columns:
    by_year: dict[str, Callable[[ReceiptsProject], Mapping[FinancialYear, int]]] = {
        "Paid from capital receipts": lambda each: each.from_receipts,
        "Paid from other sources": lambda each: each.from_others,
        "Saving expected": lambda each: each.savings,
    }
    return {
        "Reference": lambda each: each.reference,
        "Project": lambda each: each.title,
        "Description": lambda each: each.description,
        "Service transformation": lambda each: each.transformation,
        **{
            f"{name} {year} (£)": lambda each, amounts=amounts, year=year: amounts(each)[year]
            for name, amounts in by_year.items()
            for year in years
        },
        "Full-year effect (£)": lambda each: each.profile.full_year_effect,
    }


_EARLIER_COLUMNS: Columns = {
    "Reference": lambda each: each.reference,
    "Project": lambda each: each.title,
    "Round": lambda each: each.budget_round,
    "Paid from capital receipts (£)": lambda each: each.from_receipts,
    "Saving as planned (£ a year)": lambda each: each.planned_saving,
    "Saving as expected now (£ a year)": lambda each: each.current_saving,
    "Delivery status": lambda each: each.delivery,
    "Note": lambda each: each.note,
}


def _tables(schedule: ReceiptsSchedule) -> Iterator[tuple[str, list[str], list[list[Value]]]]:
    """Yield the name of each table, its headings and its rows."""
    for name, columns, projects in (
        ("Projects", _project_columns(schedule.years), schedule.projects),
        ("Earlier projects", _EARLIER_COLUMNS, schedule.earlier),
    ):
        yield name, list(columns), [[value(each) for value in columns.values()] for each in projects]


def as_csv(schedule: ReceiptsSchedule, title: str) -> bytes:
    """Return both tables as CSV, one below the other; text that a spreadsheet would compute is made harmless."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([harmless(title)])
    for _name, headings, rows in _tables(schedule):
        writer.writerow(headings)
        writer.writerows(
            [harmless(value) if isinstance(value, str) else value for value in row] for row in rows
        )
        writer.writerow([])
    return buffer.getvalue().encode("utf-8-sig")


def as_workbook(schedule: ReceiptsSchedule, title: str) -> bytes:
    """Return both tables as a workbook whose totals are formulas."""
    book = ExcelBook(title, title)
    for table in _tables(schedule):
        _write_sheet(book, *table)
    return book.content()


def _write_sheet(
    book: ExcelBook, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> None:
    sheet = book.book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    fit_to_page_width(sheet, A4, heading_rows=(0, 0))
    heading = book.look(bold=True, text_wrap=True, valign="top")
    words = book.look(text_wrap=True, valign="top")
    figures, total = book.look(num_format="#,##0", valign="top"), book.look(num_format="#,##0", bold=True)
    for column, label in enumerate(headings):
        is_figure = "£" in label
        sheet.set_column(column, column, 14 if is_figure else 30)
        write_cell(sheet, 0, column, label, heading)
        for row, values in enumerate(rows, start=1):
            write_cell(sheet, row, column, values[column], figures if is_figure else words)
        if is_figure and rows:
            amounts = [value for values in rows if isinstance(value := values[column], int)]
            cells = cells_down(column, 1, len(rows))
            write_total(sheet, len(rows) + 1, column, sum(amounts), total, [Sum.of(cells, amounts)])
    if rows:
        write_cell(sheet, len(rows) + 1, 0, "Total", heading)


WRITERS: dict[str, Callable[[ReceiptsSchedule, str], bytes]] = {"csv": as_csv, "xlsx": as_workbook}
"""The files of the schedule by the ending of their names."""
