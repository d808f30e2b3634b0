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


def project_headings(years: Sequence[FinancialYear]) -> list[str]:
    """Return the headings of the projects' table in files; amounts are in pounds."""
    return [
        "Reference",
        "Project",
        "Description",
        "Service transformation",
        *(f"Paid from capital receipts {year} (£)" for year in years),
        *(f"Paid from other sources {year} (£)" for year in years),
        *(f"Saving expected {year} (£)" for year in years),
        "Full-year effect (£)",
    ]


EARLIER_HEADINGS = (
    "Reference",
    "Project",
    "Round",
    "Paid from capital receipts (£)",
    "Saving as planned (£ a year)",
    "Saving as expected now (£ a year)",
    "Delivery status",
    "Note",
)


def project_rows(schedule: ReceiptsSchedule) -> Iterator[list[Value]]:
    """Yield the projects as values under `project_headings`."""
    for each in schedule.projects:
        amounts: list[Mapping[FinancialYear, int]] = [each.from_receipts, each.from_others, each.savings]
        yield [
            each.reference,
            each.title,
            each.description,
            each.transformation,
            *(by_year[year] for by_year in amounts for year in schedule.years),
            each.profile.full_year_effect,
        ]


def earlier_rows(schedule: ReceiptsSchedule) -> Iterator[list[Value]]:
    """Yield the earlier projects as values under `EARLIER_HEADINGS`."""
    for each in schedule.earlier:
        yield [
            each.reference,
            each.title,
            each.budget_round,
            each.from_receipts,
            each.planned_saving,
            each.current_saving,
            each.delivery,
            each.note,
        ]


def as_csv(schedule: ReceiptsSchedule, title: str) -> bytes:
    """Return both tables as CSV, one below the other; text that a spreadsheet would compute is made harmless."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    tables = (
        (project_headings(schedule.years), project_rows(schedule)),
        (EARLIER_HEADINGS, earlier_rows(schedule)),
    )
    writer.writerow([harmless(title)])
    for headings, rows in tables:
        writer.writerow(headings)
        writer.writerows(
            [harmless(value) if isinstance(value, str) else value for value in row] for row in rows
        )
        writer.writerow([])
    return buffer.getvalue().encode("utf-8-sig")


def as_workbook(schedule: ReceiptsSchedule, title: str) -> bytes:
    """Return both tables as a workbook whose totals are formulas."""
    book = ExcelBook(title, title)
    _write_sheet(book, "Projects", project_headings(schedule.years), list(project_rows(schedule)))
    _write_sheet(book, "Earlier projects", EARLIER_HEADINGS, list(earlier_rows(schedule)))
    return book.content()


def _write_sheet(
    book: ExcelBook, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> None:
    sheet = book.book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    fit_to_page_width(sheet, A4, heading_rows=(0, 0))
    heading, words = (
        book.look(bold=True, text_wrap=True, valign="top"),
        book.look(text_wrap=True, valign="top"),
    )
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


WRITERS: dict[str, tuple[str, Callable[[ReceiptsSchedule, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}
"""The files of the schedule by the ending of their names."""
