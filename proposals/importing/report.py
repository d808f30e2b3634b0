"""What an import did or would do, as text for a terminal and as JSON for a script."""

from collections.abc import Iterator
from typing import Any

from proposals.importing.apply import AnyPlan, DocumentFile
from proposals.importing.document_totals import plain_totals, printed_totals
from proposals.importing.findings import Finding
from proposals.importing.parsed.plan import PlannedStated
from proposals.importing.plan import PlannedProposal
from proposals.importing.planning import NEW_PROPOSAL, ImportRequest, MatchChoice
from proposals.importing.styles import OPTION_PAGES

_HEADLINES = {
    "tried": "Tried only; nothing was changed.",
    "stopped": "Stopped; nothing was changed.",
    "done": "Done.",
}
_LONGEST_TEXT = 70


def as_text(plan: AnyPlan, file: DocumentFile, outcome: str) -> str:
    """Return the report as lines for a terminal."""
    return "\n".join(_lines(plan, file, outcome))


def _lines(plan: AnyPlan, file: DocumentFile, outcome: str) -> Iterator[str]:
    kind = "option" if file.style == OPTION_PAGES else "proposal"
    kind = kind if len(plan.proposals) == 1 else f"{kind}s"
    where = f"{plan.request.round_name} ({plan.request.council_slug})"
    yield f"{file.name}: {len(plan.proposals)} {kind} for {where}"
    for heading, findings in (
        ("Errors", plan.errors),
        ("What people corrected or signed off here, and this would undo", plan.undone),
        ("Differences", plan.contradictions),
        ("Notes", plan.notes),
    ):
        if findings:
            yield f"{heading}:"
            yield from (f"  {finding}" for finding in findings)
    yield from _choices(plan.choices)
    totals = printed_totals(plan.document, plan.years)
    yield str(totals)
    if contrary := plan.council and totals.contrary_sign(plan.council.name, plan.council.savings_sign):
        yield contrary
    created, changed, left = plan.doing("create"), plan.doing("change"), plan.doing("leave")
    if outcome == "stopped":
        yield _lines_sentence(plan)
        yield _HEADLINES[outcome]
        return
    yield f"Created: {len(created)}. Changed: {len(changed)}. Left alone: {len(left)}."
    for planned in changed:
        yield f"  {planned.reference}:"
        yield from (
            f"    {change.field}: {_short(change.before) or 'empty'} → {_short(change.after) or 'empty'}"
            for change in planned.changes
        )
    if plan.not_in_document:
        yield f"Held but not in this document, left alone: {', '.join(plan.not_in_document)}."
    yield _lines_sentence(plan)
    if plan.changes_nothing and not plan.errors:
        yield "Everything in the document is held already: nothing to change."
    yield _HEADLINES[outcome]


def _choices(choices: tuple[MatchChoice, ...]) -> Iterator[str]:
    """Yield the options of the command that make the choices still needed."""
    if choices:
        yield "To choose, give for each the reference of the one it is:"
    for choice in choices:
        for option in choice.options:
            held = f"{option.title}, {option.service}: {option.saving}"
            yield f'  --match "{choice.title}={option.reference}"  ({held})'
        yield f'  --match "{choice.title}={NEW_PROPOSAL}"  (none of those held)'


def _lines_sentence(plan: AnyPlan) -> str:
    read, left = plan.document.lines_read, len(plan.document.left_over)
    return f"Lines read: {read}, placed: {read - left}, left over: {left}."


def as_json(plan: AnyPlan, file: DocumentFile, outcome: str) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "file": file.name,
        "sha256": file.sha256,
        "outcome": outcome,
        "council": plan.request.council_slug,
        "round": plan.request.round_name,
        "can_be_imported": not plan.errors,
        "needs_acceptance": bool(plan.differences),
        "savings_sign": plan.document.savings_sign,
        "new_council": plan.council is None,
        "new_round": plan.budget_round is None,
        "years": [str(year) for year in plan.years],
        "totals": _totals(plan),
        "created": [planned.reference for planned in plan.doing("create")],
        "changed": [_changed(planned) for planned in plan.doing("change")],
        "unchanged": [planned.reference for planned in plan.doing("leave")],
        "not_in_document": list(plan.not_in_document),
        "to_choose": [
            {
                "title": choice.title,
                "place": choice.place,
                "options": [option.reference for option in choice.options],
            }
            for choice in plan.choices
        ],
        "findings": [_finding(finding) for finding in plan.findings],
        "lines": {
            "read": plan.document.lines_read,
            "placed": plan.document.lines_read - len(plan.document.left_over),
            "left_over": [{"place": line.place, "text": line.text} for line in plan.document.left_over],
        },
    }


def refusal_as_json(file_name: str, request: ImportRequest, message: str) -> dict[str, Any]:
    """Return, as plain values, that a file was not read or could not be imported at all, and why."""
    return {
        "file": file_name,
        "outcome": "refused",
        "council": request.council_slug,
        "round": request.round_name,
        "message": message,
    }


def _totals(plan: AnyPlan) -> dict[str, Any]:
    totals = plain_totals(plan.document, plan.years)
    return {
        "discrete": {str(year): pounds for year, pounds in totals.discrete.items()},
        "total": totals.total,
        "fte_total": str(totals.fte_total) if totals.fte_is_stated else None,
    }


def _changed(planned: PlannedProposal | PlannedStated) -> dict[str, Any]:
    return {
        "reference": planned.reference,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after}
            for change in planned.changes
        ],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "level": finding.level.value,
        "code": finding.code,
        "reference": finding.reference,
        "place": finding.place,
        "message": finding.message,
    }


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST_TEXT else one_line[: _LONGEST_TEXT - 1] + "…"
