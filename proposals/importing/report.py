"""Report what an import did or would do, as text for a terminal and as JSON for a script."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from proposals.importing.document_totals import Amounts, plain_totals, printed_totals
from proposals.importing.issues import Issue
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.plan.plan import ImportPlan, PlannedProposal
from proposals.importing.plan.request import CHOICE_NEEDED, NEW_PROPOSAL, ImportRequest, MatchChoice
from proposals.importing.plan.writing import DocumentFile
from proposals.importing.reading import Reading
from services.values.wording import counted

_HEADLINES = {
    "tried": "Tried only; nothing was changed.",
    "stopped": "Stopped; nothing was changed.",
    "done": "Done.",
}
_LONGEST_TEXT = 70


def as_text(plan: ImportPlan, file: DocumentFile, outcome: str) -> str:
    """Return the report as lines for a terminal."""
    return "\n".join(_lines(plan, file, outcome))


def _lines(plan: ImportPlan, file: DocumentFile, outcome: str) -> Iterator[str]:
    where = f"{plan.request.round_name} ({plan.request.council_slug})"
    yield f"{file.name}: {counted(len(plan.proposals), 'proposal')} for {where}"
    for heading, issues in (
        ("Errors", plan.errors),
        ("Corrections and sign-offs made here that this would overwrite", plan.overwrites),
        ("Figures that differ", plan.contradictions),
        ("Notes", plan.notes),
    ):
        if issues:
            yield f"{heading}:"
            yield from (f"  {issue}" for issue in issues)
    yield from _choices(plan.choices)
    totals = printed_totals(plan.document, plan.years)
    yield str(totals)
    if contrary := plan.council and totals.contrary_sign(plan.council.name, plan.council.savings_sign):
        yield contrary
    created, changed, left = plan.doing("create"), plan.doing("change"), plan.doing("skip")
    if outcome == "stopped":
        yield _lines_sentence(plan)
        yield _HEADLINES[outcome]
        return
    yield f"Created: {len(created)}. Changed: {len(changed)}. Unchanged: {len(left)}."
    for planned in changed:
        yield f"  {planned.reference}:"
        yield from (
            f"    {change.label}: {change.before or 'empty'} → {change.after or 'empty'}"
            for change in (item.shortened(_LONGEST_TEXT) for item in planned.changes)
        )
    if plan.absent:
        yield f"Not in this document, unchanged: {', '.join(plan.absent)}."
    yield _lines_sentence(plan)
    if plan.changes_nothing and not plan.errors:
        yield "Everything in the document is already up to date."
    yield _HEADLINES[outcome]


def _choices(choices: tuple[MatchChoice, ...]) -> Iterator[str]:
    """Yield the options of the command that make the choices still needed."""
    if choices:
        yield "For each, enter the reference of the existing proposal:"
    for choice in choices:
        for option in choice.options:
            stored = f"{option.title}, {option.service}: {option.saving}"
            yield f'  --match "{choice.title}={option.reference}"  ({stored})'
        yield f'  --match "{choice.title}={NEW_PROPOSAL}"  (a new proposal)'


def _lines_sentence(plan: ImportPlan) -> str:
    read, left = plan.document.lines_read, len(plan.document.left_over)
    return f"Lines read: {read}, placed: {read - left}, left over: {left}."


def as_json(reading: Reading, plan: ImportPlan, file: DocumentFile, outcome: str) -> dict[str, Any]:
    """Return what was understood of a file, what is asked and left out, its proposals, and what the import does."""
    questions = [*reading.questions, *(_choice_as_json(choice) for choice in plan.choices)]
    if outcome != "done":
        questions += [_issue_as_question(issue) for issue in plan.questions]
    return {
        "status": status_of(plan, outcome),
        "understanding": reading.understanding,
        "questions": questions,
        "unread": _unread(plan.document),
        "proposals": [
            _proposal_as_json(
                item.parsed,
                item.reference,
                item.service.directorate.name,
                item.service_name,
                has_marks=plan.document.has_marks,
            )
            for item in plan.proposals
        ],
        "import": plan_as_json(plan, file, outcome),
    }


def status_of(plan: ImportPlan, outcome: str) -> str:
    """Return whether a document is read, has questions, or is refused."""
    if any(issue.code != CHOICE_NEEDED for issue in plan.errors):
        return "refused"
    asks = plan.choices or (plan.questions and outcome == "stopped")
    return "questions" if asks else "read"


def questions_as_json(reading: Reading) -> dict[str, Any]:
    """Return what was understood of a file whose questions have to be answered before it is planned."""
    return {
        "status": "questions",
        "understanding": reading.understanding,
        "questions": list(reading.questions),
        "unread": _unread(reading.document),
        "proposals": [
            _proposal_as_json(
                parsed,
                parsed.reference,
                parsed.directorate or parsed.portfolio,
                parsed.service,
                has_marks=reading.document.has_marks,
            )
            for parsed in reading.document.proposals
        ],
    }


def _unread(document: ParsedDocument) -> list[dict[str, str]]:
    return [
        {"place": line.place, "text": line.text, "why": "not part of any proposal"}
        for line in document.left_over
    ]


def _proposal_as_json(
    parsed: ParsedProposal, reference: str, directorate: str, service: str, *, has_marks: bool
) -> dict[str, Any]:
    """Return a proposal, with its direction and fund where a document states more than plain savings."""
    posts = parsed.fte_change if parsed.fte_change is not None else sum(parsed.fte_changes.values())
    states_posts = parsed.fte_change is not None or bool(parsed.fte_changes)
    return {
        "reference": reference,
        "title": parsed.title,
        "directorate": directorate,
        "service": service,
        **(_marks(parsed) if has_marks else {}),
        "amounts": {str(year): pounds for year, pounds in parsed.savings.items()},
        "total": parsed.total_saving,
        "fte_total": float(posts) if states_posts else None,
    }


def _marks(parsed: ParsedProposal) -> dict[str, Any]:
    """Return the direction of a proposal, and what else tells which position it belongs to."""
    share = parsed.council_share
    return {
        "direction": parsed.direction,
        "pressure_category": parsed.pressure_category,
        "fund": parsed.fund,
        "certainty": parsed.certainty,
        "council_share": None if share is None else float(share),
        "in_earlier_plan": parsed.in_earlier_plan,
    }


def _choice_as_json(choice: MatchChoice) -> dict[str, Any]:
    return {
        "id": choice.key,
        "about": "stored proposal",
        "place": choice.place,
        "text": f"Which proposal is “{choice.title}”?",
        "choices": [*(option.reference for option in choice.options), NEW_PROPOSAL],
        "default": NEW_PROPOSAL,
    }


def _issue_as_question(issue: Issue) -> dict[str, Any]:
    return {
        "id": hashlib.sha256(str(issue).encode()).hexdigest()[:12],
        "about": issue.code,
        "place": issue.place,
        "text": str(issue),
        "choices": ["accept with a reason", "correct the document"],
        "default": "correct the document",
    }


def questions_as_text(reading: Reading) -> str:
    """Return the questions about the reading as lines for a terminal."""
    lines = ["Questions to answer first, in a JSON file given with --answers:"]
    for question in reading.questions:
        lines.append(f"  {question['id']} ({question['place']}): {question['text']}")
        lines.append(f"    {' / '.join(question['choices'])} (default: {question['default']})")
    return "\n".join(lines)


def plan_as_json(plan: ImportPlan, file: DocumentFile, outcome: str) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "file": file.name,
        "sha256": file.sha256,
        "outcome": outcome,
        "council": plan.request.council_slug,
        "round": plan.request.round_name,
        "can_be_imported": not plan.errors,
        "needs_acceptance": bool(plan.questions),
        "savings_sign": plan.document.savings_sign,
        "new_council": plan.council is None,
        "new_round": plan.budget_round is None,
        "years": [str(year) for year in plan.years],
        "totals": _totals(plan),
        "created": [planned.reference for planned in plan.doing("create")],
        "changed": [_changed(planned) for planned in plan.doing("change")],
        "unchanged": [planned.reference for planned in plan.doing("skip")],
        "not_in_document": list(plan.absent),
        "to_choose": [
            {
                "title": choice.title,
                "place": choice.place,
                "options": [option.reference for option in choice.options],
            }
            for choice in plan.choices
        ],
        "issues": [_issue(issue) for issue in plan.issues],
        "lines": {
            "read": plan.document.lines_read,
            "placed": plan.document.lines_read - len(plan.document.left_over),
            "left_over": [{"place": line.place, "text": line.text} for line in plan.document.left_over],
        },
    }


def fingerprint_of(plan: ImportPlan) -> str:
    """Return a digest of what a preview shows, to tell whether it still holds when it is confirmed."""
    shown = json.dumps(plan_as_json(plan, DocumentFile("", b""), "preview"), sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def refusal_as_json(file_name: str, request: ImportRequest, message: str) -> dict[str, Any]:
    """Return, as plain values, that a file was not read or could not be imported at all, and why."""
    return {
        "file": file_name,
        "status": "refused",
        "understanding": {"tables": [], "proofs": []},
        "questions": [],
        "unread": [],
        "proposals": [],
        "outcome": "refused",
        "council": request.council_slug,
        "round": request.round_name,
        "message": message,
    }


def _totals(plan: ImportPlan) -> dict[str, Any]:
    totals = plain_totals(plan.document, plan.years)
    apart = {"savings": totals.savings, "pressures": totals.pressures} if totals.has_pressures else {}
    return {
        **_amounts(totals.net),
        "fte_total": str(totals.fte_total) if totals.fte_is_stated else None,
        **{name: _amounts(amounts) for name, amounts in apart.items()},
    }


def _amounts(amounts: Amounts) -> dict[str, Any]:
    return {
        "discrete": {str(year): pounds for year, pounds in amounts.discrete.items()},
        "total": amounts.total,
    }


def _changed(planned: PlannedProposal) -> dict[str, Any]:
    return {
        "reference": planned.reference,
        "changes": [
            {"field": change.label, "before": change.before, "after": change.after}
            for change in planned.changes
        ],
    }


def _issue(issue: Issue) -> dict[str, str]:
    return {
        "severity": issue.severity.value,
        "code": issue.code,
        "reference": issue.reference,
        "place": issue.place,
        "message": issue.message,
    }
