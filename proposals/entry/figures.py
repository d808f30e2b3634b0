"""Computed figures, warnings with their reasons and missing items, as the page shows them next to the fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from proposals.detail.figures import ProposalPage, proposal_page
from proposals.domain.completeness import Requirement
from proposals.domain.savings_profile import share_of_net_budget
from proposals.domain.stages import PATH, Stage
from proposals.entry.draft import Draft, typed_reasons
from proposals.entry.entry_forms import EntryForms
from proposals.workflow.moving import requirements_of
from services.values.money import format_money, format_saving, format_share

FIGURES_TEMPLATE = "admin/proposals/savingsproposal/figures.html"


@dataclass(frozen=True)
class EntryFigures:
    """The computed figures as texts: the base budget, the saving against it, and the profile's rows."""

    budget: Sequence[tuple[str, str]]
    budget_note: str
    total: str
    share: str
    earns: bool
    page: ProposalPage


def figures_of(draft: Draft) -> EntryFigures:
    """Return the figures of the proposal as it is on the page, money as the council prints it."""
    record, style = draft.record, draft.proposal.budget_round.council.money_style
    budget, total = record.base_budget, record.total
    share = share_of_net_budget(total, budget.net) if budget and total is not None else None
    amounts = (("Gross", budget.gross), ("Income", budget.income), ("Net", budget.net)) if budget else ()
    return EntryFigures(
        budget=[(f"{label} {budget.year}", format_money(pounds, style)) for label, pounds in amounts]
        if budget
        else [],
        budget_note=budget.note if budget else "",
        total="Not known" if total is None else format_saving(total, style),
        share="" if share is None else format_share(share),
        earns=budget is not None and budget.net <= 0,
        page=proposal_page(record, style),
    )


def figures_html(draft: Draft) -> str:
    """Return the figures as the page shows them."""
    return render_to_string(FIGURES_TEMPLATE, {"figures": figures_of(draft)})


def next_stage(draft: Draft) -> Stage | None:
    """Return the stage that comes next on the way, None where nothing does."""
    stage = Stage(draft.proposal.stage)
    if stage is Stage.SENT_BACK:
        return Stage.SERVICE_REVIEW
    if stage not in PATH[:-1]:
        return None
    return PATH[PATH.index(stage) + 1]


def still_missing(draft: Draft) -> tuple[Requirement, ...]:
    """Return what the next stage asks for that is not there yet."""
    target = next_stage(draft)
    asked = requirements_of(draft.proposal, target) if target else ()
    return tuple(item for item in asked if not item.is_met)


def put_warnings_beside(entry: EntryForms, draft: Draft) -> int:
    """Put each warning at its field, with the reason typed or stored; return how many have none."""
    typed = typed_reasons(entry.data) if entry.data is not None else {}
    beside: dict[str, list[dict[str, Any]]] = {}
    warnings = draft.page_warnings()
    for warning in warnings:
        given = typed.get(warning.code) or warning.reason
        beside.setdefault(warning.name, []).append({"warning": warning, "reason": given})
    for field in entry.fields():
        field.warnings = beside.get(field.html_name, [])
    return sum(warning.is_open for warning in warnings)


def checked(entry: EntryForms, draft: Draft, material: str = "") -> dict[str, Any]:
    """Return what the page's script shows while somebody types; `material` lists what saving would withdraw."""
    errors: dict[str, list[str]] = {}
    for error in entry.errors:
        errors.setdefault(error.name, []).append(error.message)
    warnings: dict[str, list[dict[str, str]]] = {}
    for warning in draft.page_warnings():
        told = {"code": warning.code, "message": warning.message, "reason": warning.reason}
        warnings.setdefault(warning.name, []).append(told)
    return {
        "errors": errors,
        "warnings": warnings,
        "figures": figures_html(draft),
        "word_counts": entry.word_counts,
        "missing": [item.words for item in still_missing(draft)],
        "material": material,
    }
