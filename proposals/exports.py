"""Taking data out: one table of rows for CSV and Excel, one tree for JSON, all from plain records."""

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pandas
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from proposals.records import BaseBudgetRecord, EqualityRecord, ProposalRecord, RoundRecord, Totals
from proposals.savings_profile import known_by_year
from services.years import FinancialYear

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST_COLUMN = 60
# The complement of what XML 1.0 calls a character.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOTALS_COLUMNS = (
    "Year",
    "Discrete saving (£)",
    "In-year saving (£)",
    "Cumulative saving (£)",
    "FTE change",
)

Value = str | int | Decimal | None


@dataclass(frozen=True)
class ExportNote:
    """What an export says about itself: which filter, who took it out, when."""

    filters: Sequence[str] = ()
    made_by: str = ""
    made_at: str = ""


def export(record: RoundRecord, file_format: str, note: ExportNote | None = None) -> bytes:
    """Return the round's proposals as a file of the given format (see FORMATS)."""
    if file_format == "json":
        return (json.dumps(as_json(record), ensure_ascii=False, indent=2) + "\n").encode()
    if file_format == "csv":
        return _as_csv(record)
    if file_format == "xlsx":
        return _as_workbook(record, note or ExportNote())
    raise ValueError(f"“{file_format}” is no export format: choose {', '.join(FORMATS)}.")


def as_json(record: RoundRecord) -> dict[str, Any]:
    """Return the round as plain values: pounds as integers, savings positive, FTE as decimal texts.

    The council is named as the commands name it, by its short name; its full name stands beside it.
    """
    totals = record.totals
    return {
        "council": record.council_slug,
        "council_name": record.council,
        "round": record.name,
        "years": [str(year) for year in record.years],
        "proposals": [_proposal_json(proposal) for proposal in record.proposals],
        "totals": {
            "discrete": {str(year): pounds for year, pounds in totals.discrete.items()},
            "total": totals.total,
            "incomplete_profiles": totals.incomplete,
            "fte": _fte_totals(totals),
            "fte_total": str(totals.fte.total) if totals.fte_is_stated else None,
            "fte_stated": len(record.proposals) if totals.fte_stated is None else totals.fte_stated,
        },
    }


def _proposal_json(proposal: ProposalRecord) -> dict[str, Any]:
    return {
        "reference": proposal.reference,
        "title": proposal.title,
        "service": proposal.service,
        "directorate": proposal.directorate,
        "start_year": str(proposal.start_year) if proposal.start_year else None,
        "base_budget": _budget_json(proposal.base_budget),
        "profile": _profile_json(proposal),
        "profile_note": proposal.profile_note,
        "profile_complete": proposal.profile_complete,
        "total": proposal.total,
        "fte": _fte_json(proposal),
        "fte_note": proposal.fte_note,
        "fte_total": str(proposal.fte.total) if proposal.fte_is_stated else None,
        "stage": proposal.stage,
        "outcome": proposal.outcome,
        "references": list(proposal.references),
        "portfolio": proposal.portfolio,
        "category": proposal.category,
        "kind": proposal.kind,
        "risk": proposal.risk,
        "risk_as_printed": proposal.risk_as_printed,
        "headline": proposal.headline,
        "senior_responsible_officer": proposal.senior_responsible_officer,
        "consultation_only": proposal.consultation_only,
        "committees": list(proposal.committees),
        "risks": [asdict(risk) for risk in proposal.risks],
        "dependencies": [asdict(dependency) for dependency in proposal.dependencies],
        "where_reported": [asdict(report) for report in proposal.where_reported],
        "equality": _equality_json(proposal.equality),
        "statements": dict(proposal.statements),
        "sections": [asdict(section) for section in proposal.sections],
        "findings": [{"message": item.message, "reason": item.reason} for item in proposal.findings],
    }


def _fte_totals(totals: Totals) -> dict[str, str | None]:
    is_stated = totals.fte_is_stated
    return {str(year): str(change) if is_stated else None for year, change in totals.fte.discrete.items()}


def _equality_json(equality: EqualityRecord | None) -> dict[str, Any] | None:
    if equality is None:
        return None
    return {**asdict(equality), "assessed_on": equality.assessed_on and equality.assessed_on.isoformat()}


def _fte_json(proposal: ProposalRecord) -> list[dict[str, str]]:
    if not proposal.fte_is_stated:
        return []
    return [{"year": str(year), "change": str(change)} for year, change in proposal.fte.discrete.items()]


def _budget_json(budget: BaseBudgetRecord | None) -> dict[str, Any] | None:
    if budget is None:
        return None
    return {
        "year": str(budget.year),
        "gross": budget.gross,
        "income": budget.income,
        "net": budget.net,
        "note": budget.note,
    }


def _profile_json(proposal: ProposalRecord) -> list[dict[str, Any]]:
    profile = proposal.profile
    discrete = profile.discrete
    in_year = known_by_year(profile.gross_in_year, proposal.known, adding_up=True)
    return [
        {
            "year": str(year),
            "recurring_saving": amounts.recurring_saving,
            "one_off_saving": amounts.one_off_saving,
            "recurring_cost": amounts.recurring_cost,
            "one_off_cost": amounts.one_off_cost,
            "capital_cost": amounts.capital_cost,
            "discrete": discrete[year],
            "in_year": in_year[year],
        }
        for year, amounts in zip(profile.years, profile.amounts, strict=True)
        if year in proposal.known
    ]


def _columns(base_year: FinancialYear, years: Sequence[FinancialYear]) -> list[str]:
    return [
        *("Reference", "Title", "Service", "Directorate", "Start year", "Base year"),
        *("Gross budget (£)", "Income budget (£)", "Net budget (£)"),
        *(f"Saving {year} (£)" for year in years),
        "Total saving (£)",
        *(f"FTE change {year}" for year in years),
        "Total FTE change",
    ]


def _row(proposal: ProposalRecord, years: Sequence[FinancialYear]) -> list[Value]:
    budget = proposal.base_budget
    discrete, fte = proposal.discrete, proposal.fte.discrete
    return [
        proposal.reference,
        proposal.title,
        proposal.service,
        proposal.directorate,
        str(proposal.start_year or ""),
        str(budget.year) if budget else "",
        *((budget.gross, budget.income, budget.net) if budget else (None, None, None)),
        *(discrete[year] for year in years),
        proposal.total,
        *(fte[year] if proposal.fte_is_stated else None for year in years),
        proposal.fte.total if proposal.fte_is_stated else None,
    ]


def as_frame(record: RoundRecord, text: Callable[[str], str] = str) -> pandas.DataFrame:
    """Return a row per proposal: whole pounds (savings positive), FTE changes as decimals, texts through `text`."""
    rows = [_row(proposal, record.years) for proposal in record.proposals]
    return _frame(rows, _columns(record.base_year, record.years), text)


def _frame(
    rows: Iterable[Sequence[Value]], columns: Sequence[str], text: Callable[[str], str]
) -> pandas.DataFrame:
    """Return the rows as a frame of objects, texts through `text`.

    The values are made ready before, because `DataFrame.map` guesses types anew: whole pounds in a column
    with a gap would become decimals.
    """
    ready = [[text(value) if isinstance(value, str) else value for value in row] for row in rows]
    return pandas.DataFrame(ready, columns=columns, dtype=object)


def _as_csv(record: RoundRecord) -> bytes:
    # Lines end as the standard for CSV (RFC 4180) asks.
    text = as_frame(record, harmless).to_csv(index=False, lineterminator="\r\n")
    # The mark lets Excel read the pound signs and dashes of a CSV file as they are.
    return str(text).encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return text that a spreadsheet would take for a formula with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINNINGS) else text


def _as_workbook(record: RoundRecord, note: ExportNote) -> bytes:
    buffer = io.BytesIO()
    with pandas.ExcelWriter(buffer, engine="openpyxl") as writer:
        as_frame(record, _storable).to_excel(writer, sheet_name="Proposals", index=False, freeze_panes=(1, 1))
        _totals_frame(record.totals).to_excel(writer, sheet_name="Totals", index=False)
        _about_frame(record, note).to_excel(writer, sheet_name="About", index=False)
        for sheet in writer.sheets.values():
            _dress(sheet)
        writer.sheets["Proposals"].auto_filter.ref = writer.sheets["Proposals"].dimensions
        writer.book.properties.title = _storable(f"{record.council}: {record.name}")
        writer.book.properties.creator = _storable(record.council)
    return buffer.getvalue()


def _storable(text: str) -> str:
    """Return the text without the characters that a workbook, being XML, cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _totals_frame(totals: Totals) -> pandas.DataFrame:
    years = totals.profile.years if totals.known_years is None else totals.known_years
    discrete = totals.discrete
    in_year, cumulative = (
        known_by_year(figures, frozenset(years), adding_up=True)
        for figures in (totals.profile.gross_in_year, totals.profile.cumulative_gross)
    )
    fte = {year: change if totals.fte_is_stated else None for year, change in totals.fte.discrete.items()}
    rows: list[list[Value]] = [
        *([str(year), discrete[year], in_year[year], cumulative[year], fte[year]] for year in discrete),
        ["Total", totals.total, None, None, totals.fte.total if totals.fte_is_stated else None],
    ]
    return _frame(rows, _TOTALS_COLUMNS, _storable)


def _about_frame(record: RoundRecord, note: ExportNote) -> pandas.DataFrame:
    rows: list[list[Value]] = [
        ["Council", record.council],
        ["Budget round", record.name],
        ["Proposals", len(record.proposals)],
        ["Figures", "Whole pounds; savings positive; FTE reductions negative"],
        ["Filters", "; ".join(note.filters) or "none"],
        ["Made by", note.made_by],
        ["Made at", note.made_at],
    ]
    return _frame(rows, ("About", "This workbook"), _storable)


def _dress(sheet: Worksheet) -> None:
    """Make a sheet readable: bold headings, widths, figures with their thousands apart, text as text."""
    for column, cells in enumerate(sheet.iter_cols(), start=1):
        widest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, _WIDEST_COLUMN)
        heading = str(cells[0].value or "")
        for cell in cells:
            _dress_cell(cell, heading)


def _dress_cell(cell: Cell, heading: str) -> None:
    if isinstance(cell.value, str):
        cell.data_type = "s"  # text that begins with “=” stays text
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif cell.value is not None:
        cell.number_format = "#,##0.00" if "FTE" in heading else "#,##0"
        cell.alignment = Alignment(vertical="top")
    if cell.row == 1:
        cell.font = Font(bold=True)
