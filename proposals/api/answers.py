"""The answers of the interface as plain values, from the same selection, rows and totals as the pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from proposals.domain.records import ProposalRecord
from proposals.domain.savings_together import share_of_whole
from proposals.exports.files import ExportNote, totals_json
from proposals.listing.rows import ListedProposal
from proposals.listing.selection import Selection
from proposals.models import BudgetRound
from services.values.money import format_share


def round_json(budget_round: BudgetRound, request: HttpRequest) -> dict[str, Any]:
    """Return a round with the addresses of its parts."""
    return {
        "id": budget_round.pk,
        "council": budget_round.council.slug,
        "council_name": budget_round.council.name,
        "name": budget_round.name,
        "base_year": str(budget_round.base_year),
        "years": [str(year) for year in budget_round.years],
        "phase": budget_round.phase,
        "target": budget_round.target,
        "proposals": request.build_absolute_uri(reverse("api-1:proposals", args=[budget_round.pk])),
        "totals": request.build_absolute_uri(reverse("api-1:totals", args=[budget_round.pk])),
    }


def listed_json(row: ListedProposal, round_key: int, request: HttpRequest) -> dict[str, Any]:
    """Return one proposal as lists show it."""
    record = row.record
    return {
        "reference": record.reference,
        "title": record.title,
        "direction": record.direction,
        "fund": record.fund,
        "service": record.service,
        "directorate": record.directorate,
        "portfolio": record.portfolio,
        "committees": list(record.committees),
        "category": record.category,
        "kind": record.kind,
        "pressure_category": record.pressure_category,
        "risk": record.risk,
        "deliverability": record.deliverability,
        "stage": record.stage,
        "outcome": record.outcome,
        "consultation_only": record.consultation_only,
        "start_year": str(record.start_year) if record.start_year else None,
        "base_budget": _budget_json(record),
        "discrete": {str(year): pounds for year, pounds in row.discrete.items()},
        "total": record.total,
        "fte": {str(year): str(change) for year, change in record.fte.discrete.items()}
        if record.fte_is_stated
        else None,
        "fte_total": str(record.fte.total) if record.fte_is_stated else None,
        "address": request.build_absolute_uri(reverse("api-1:proposal", args=[round_key, record.reference])),
        "page": request.build_absolute_uri(reverse("proposals:detail", args=[row.key])),
    }


def _budget_json(record: ProposalRecord) -> dict[str, Any] | None:
    budget = record.base_budget
    if budget is None:
        return None
    return {"year": str(budget.year), "gross": budget.gross, "income": budget.income, "net": budget.net}


def set_totals_json(selection: Selection, note: ExportNote) -> dict[str, Any]:
    """Return the totals of the selection, with the round and its target, by group where it has groups."""
    totals, whole = selection.totals, selection.round_totals
    target = selection.budget_round.target
    of_round = share_of_whole(totals.savings.total, whole.savings.total)
    of_target = share_of_whole(totals.savings.total, target)
    return {
        "round": selection.budget_round.name,
        "about": note.as_json(),
        "count": totals.count,
        "totals": totals_json(totals),
        "round_count": whole.count,
        "round_totals": totals_json(whole),
        "target": target,
        "share_of_round": None if of_round is None else format_share(of_round),
        "share_of_target": None if of_target is None else format_share(of_target),
        "groups": [
            {"name": group.name, "count": group.totals.count, **totals_json(group.totals)}
            for group in selection.groups
        ],
    }
