"""Taking a round out: a table of rows for CSV and Excel, a tree with every text for JSON, all from plain records."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from proposals.domain.attachments import AttachmentRecord
from proposals.domain.fields import files_json
from proposals.domain.proposal_parts import BaseBudgetRecord, EqualityRecord
from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.savings_together import known_by_year
from proposals.exports.files import ExportNote, ListFile, as_csv, json_of, totals_json
from proposals.exports.workbook_file import as_workbook
from services.values.years import FinancialYear

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(record: RoundRecord, file_format: str, note: ExportNote | None = None) -> bytes:
    """Return the round's proposals as a file of the given format (see FORMATS), with the usual columns."""
    note = note or ExportNote()
    if file_format == "json":
        head = head_of(record.council_slug, record.council, record.name, record.years, record.totals)
        return json_file(head, record.proposals, note)
    return list_file(ListFile.of_record(record, note), file_format)


def list_file(listing: ListFile, file_format: str) -> bytes:
    """Return the list as a table in the given format. Raises ValueError for one that is none (see FORMATS)."""
    if file_format == "csv":
        return as_csv(listing)
    if file_format == "xlsx":
        return as_workbook(listing)
    raise ValueError(f"“{file_format}” is no export format: choose {', '.join(FORMATS)}.")


def json_file(head: dict[str, Any], proposals: Iterable[ProposalRecord], note: ExportNote) -> bytes:
    """Return whole proposals, with their texts, as a JSON file that describes itself."""
    return json_of({**head, "about": note.as_json()}, (proposal_json(proposal) for proposal in proposals))


def head_of(
    slug: str, council: str, name: str, years: tuple[FinancialYear, ...], totals: Totals
) -> dict[str, Any]:
    """Return the head of the JSON: the council as the commands name it, by its short name, and its full name."""
    return {
        "council": slug,
        "council_name": council,
        "round": name,
        "years": [str(year) for year in years],
        "totals": totals_json(totals),
    }


def proposal_json(proposal: ProposalRecord) -> dict[str, Any]:
    """Return all of a proposal that may be printed, as plain values."""
    return {
        **files_json(proposal),
        "reference": proposal.reference,
        "service": proposal.service,
        "directorate": proposal.directorate,
        "base_budget": _budget_json(proposal.base_budget),
        "profile": _profile_json(proposal),
        "total": proposal.total,
        "costs_to_achieve": [{**asdict(cost), "year": str(cost.year)} for cost in proposal.costs],
        "fte": _fte_json(proposal),
        "fte_total": str(proposal.fte.total) if proposal.fte_is_stated else None,
        "stage": proposal.stage,
        "outcome": proposal.outcome,
        "references": list(proposal.references),
        "portfolio": proposal.portfolio,
        "committees": list(proposal.committees),
        "risks": [asdict(risk) for risk in proposal.risks],
        "dependencies": [asdict(dependency) for dependency in proposal.dependencies],
        "where_reported": [asdict(report) for report in proposal.where_reported],
        "equality": _equality_json(proposal.equality),
        "statements": dict(proposal.statements),
        "sections": [asdict(section) for section in proposal.sections],
        "attachments": [_attachment_json(item) for item in proposal.attachments],
    }


def _attachment_json(attachment: AttachmentRecord) -> dict[str, Any]:
    values = asdict(attachment)
    address = reverse("proposals:attachment", args=[values.pop("key")])
    return {"address": address, **values, "dated": attachment.dated.isoformat()}


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
            **asdict(amounts),
            "discrete": discrete[year],
            "in_year": in_year[year],
        }
        for year, amounts in zip(profile.years, profile.amounts, strict=True)
        if year in proposal.known
    ]
