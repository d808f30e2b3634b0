"""Computed figures, warnings with their reasons and missing items, as the page shows them next to the fields."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.loader import render_to_string

from proposals.detail.figures import ProposalPage, proposal_page
from proposals.domain.checks import SMALL_STAFFING_NUMBER
from proposals.domain.completeness import requirements
from proposals.domain.direction import format_in_own_direction, in_own_direction
from proposals.domain.savings_together import share_of_whole
from proposals.domain.stages import Stage, next_stage
from proposals.entry.describe import PARTS, Part, part_of
from proposals.entry.draft import Draft, typed_reasons
from proposals.entry.entry_forms import EntryForms
from proposals.models import assumptions_seen_by
from proposals.workflow.completeness_facts import facts_of
from proposals.workflow.panel import ENTERED_AT
from services.values.money import format_money, format_share

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
    own = in_own_direction(total, record.direction)
    share = share_of_whole(own, budget.net) if budget else None
    amounts = (("Gross", budget.gross), ("Income", budget.income), ("Net", budget.net)) if budget else ()
    return EntryFigures(
        budget=[(f"{label} {budget.year}", format_money(pounds, style)) for label, pounds in amounts]
        if budget
        else [],
        budget_note=budget.note if budget else "",
        total="Not known" if total is None else format_in_own_direction(total, record.direction, style),
        share="" if share is None else format_share(share),
        earns=budget is not None and budget.net <= 0,
        page=proposal_page(record, style, assumptions_seen_by(draft.entry.user, draft.proposal.budget_round)),
    )


@dataclass(frozen=True)
class MissingItem:
    """A requirement that is not met: what it is in words, its part of the page, and the address of its field."""

    words: str
    part: str
    address: str


@dataclass(frozen=True)
class Checklist:
    """The requirements of the next stage: the stage, the progress of each part of the page, and what is missing."""

    stage: Stage | None
    progress: Mapping[str, str]
    missing: tuple[MissingItem, ...]

    @property
    def parts(self) -> list[tuple[Part, str]]:
        """The parts of the page, each with its progress in words."""
        return [(part, self.progress[part.key]) for part in PARTS]


def checklist_of(draft: Draft) -> Checklist:
    """Return what the stage that comes next asks for, by the parts of the page."""
    target = next_stage(Stage(draft.proposal.stage))
    asked = requirements(facts_of(draft.proposal, draft.others), target) if target else ()
    located = [(item, *_location(item.code, draft)) for item in asked]
    missing = tuple(
        MissingItem(item.words, part, f"#{target_id}") for item, part, target_id in located if not item.is_met
    )
    counted = Counter(item.part for item in missing)
    asked_of = Counter(part for _, part, _ in located)
    progress = {part.key: _progress(asked_of[part.key], counted[part.key]) for part in PARTS}
    return Checklist(target, progress, missing)


def _location(code: str, draft: Draft) -> tuple[str, str]:
    """Return the part of the page in which a requirement is met, and the id of its field or of the part."""
    if code in {"warnings", SMALL_STAFFING_NUMBER}:
        for warning in draft.page_warnings():
            if warning.is_open and code in {"warnings", warning.code}:
                return part_of(warning.name).key, f"id_reason-{warning.code}"
    target = ENTERED_AT.get(code, "part-stage")
    is_part = target.startswith("part-")
    return target.removeprefix("part-") if is_part else part_of(target.removeprefix("id_")).key, target


def _progress(asked: int, missing: int) -> str:
    if missing:
        return f"{missing} missing"
    return "Complete" if asked else ""


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
    checklist = checklist_of(draft)
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
        "figures": render_to_string(FIGURES_TEMPLATE, {"figures": figures_of(draft)}),
        "word_counts": entry.word_counts,
        "progress": checklist.progress,
        "missing": [asdict(item) for item in checklist.missing],
        "material": material,
    }
