"""Report what an import did or would do, as text for a terminal and as JSON for a script."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from proposals.importing.document_totals import Amounts, DocumentTotals
from proposals.importing.issues import Issue
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.plan.plan import ImportPlan
from proposals.importing.plan.plan_writer import DocumentFile
from proposals.importing.plan.request import CHOICE_NEEDED, NEW_PROPOSAL, ImportRequest, MatchChoice
from proposals.importing.reading import Reading
from services.values.wording import counted

_HEADLINES = {
    "tried": "Tried only; nothing was changed.",
    "stopped": "Stopped; nothing was changed.",
    "done": "Done.",
}
_LONGEST_TEXT = 70
_MARKS = ("direction", "pressure_category", "fund", "certainty", "council_share", "in_earlier_plan")
"""The fields of a proposal that tell its direction, and which position it belongs to."""


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
    totals = DocumentTotals(plan.document, plan.years)
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
        references = ", ".join(proposal.reference for proposal in plan.absent)
        yield f"Not in this document, unchanged: {references}."
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


def as_json(
    reading: Reading, plan: ImportPlan, file: DocumentFile, outcome: str, *, accepts: bool = False
) -> dict[str, Any]:
    """Return what was understood of a file, what is asked and left out, its proposals, and what the import does."""
    questions = [*reading.questions, *(choice.question for choice in plan.choices)]
    is_open = bool(plan.questions) and outcome != "done" and not accepts
    if is_open:
        questions += _to_accept("differences of figures", plan.contradictions)
        questions += _to_accept("corrections overwritten", plan.overwrites)
    proposals = [
        _proposal_as_json(
            plan.document, item.parsed, item.reference, item.service.directorate.name, item.service.name
        )
        for item in plan.proposals
    ]
    report = _reading_as_json(reading, _status_of(plan, is_open=is_open), questions, proposals)
    return {**report, "import": plan_as_json(plan, file, outcome)}


def _status_of(plan: ImportPlan, *, is_open: bool) -> str:
    """Return whether a document is read, has questions, or is refused."""
    if any(issue.code != CHOICE_NEEDED for issue in plan.errors):
        return "refused"
    return "questions" if plan.choices or is_open else "read"


def questions_as_json(reading: Reading) -> dict[str, Any]:
    """Return what was understood of a file whose questions have to be answered before it is planned."""
    document = reading.document
    proposals = [
        _proposal_as_json(
            document,
            parsed,
            parsed.reference,
            parsed.directorate or parsed.portfolio or parsed.titled_directorate,
            parsed.service,
        )
        for parsed in document.proposals
    ]
    return _reading_as_json(reading, "questions", list(reading.questions), proposals)


def _reading_as_json(
    reading: Reading, status: str, questions: list[Any], proposals: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "status": status,
        "understanding": reading.understanding,
        "questions": questions,
        "unread": [{**left, "why": "not part of any proposal"} for left in _left_over(reading.document)],
        "proposals": proposals,
    }


def _left_over(document: ParsedDocument) -> list[dict[str, str]]:
    return [{"place": line.place, "text": line.text} for line in document.left_over]


def _proposal_as_json(
    document: ParsedDocument, parsed: ParsedProposal, reference: str, directorate: str, service: str
) -> dict[str, Any]:
    """Return a proposal, with its direction and fund where the document states more than plain savings."""
    marks = {name: getattr(parsed, name) for name in _MARKS} if document.has_marks else {}
    return {
        "reference": reference,
        "title": parsed.title,
        "directorate": directorate,
        "service": service,
        **{name: float(mark) if isinstance(mark, Decimal) else mark for name, mark in marks.items()},
        "amounts": {str(year): pounds for year, pounds in parsed.savings.items()},
        "total": parsed.total_saving,
        "fte_total": None if parsed.fte_total is None else float(parsed.fte_total),
    }


def _to_accept(about: str, issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """Return one question about what one reason accepts together; none where there is nothing to accept."""
    return [
        {
            "id": about,
            "about": about,
            "place": issues[0].place,
            "text": " ".join(map(str, issues)),
            "choices": ["accept with a reason", "correct the document"],
            "default": "correct the document",
        }
        for _ in issues[:1]
    ]


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
        "changed": [
            {
                "reference": planned.reference,
                "changes": [
                    {"field": change.label, "before": change.before, "after": change.after}
                    for change in planned.changes
                ],
            }
            for planned in plan.doing("change")
        ],
        "unchanged": [planned.reference for planned in plan.doing("skip")],
        "not_in_document": [proposal.reference for proposal in plan.absent],
        "to_choose": [
            {
                "title": choice.title,
                "place": choice.place,
                "options": [option.reference for option in choice.options],
            }
            for choice in plan.choices
        ],
        "issues": [asdict(issue) for issue in plan.issues],
        "lines": {
            "read": plan.document.lines_read,
            "placed": plan.document.lines_read - len(plan.document.left_over),
            "left_over": _left_over(plan.document),
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
    totals = DocumentTotals(plan.document, plan.years)
    apart = {"savings": totals.savings, "pressures": totals.pressures} if totals.pressures else {}
    return {
        **_amounts(totals.net),
        "fte_total": str(totals.posts.total) if totals.posts else None,
        **{name: _amounts(amounts or Amounts({}, 0)) for name, amounts in apart.items()},
    }


def _amounts(amounts: Amounts) -> dict[str, Any]:
    return {
        "discrete": {str(year): pounds for year, pounds in amounts.discrete.items()},
        "total": amounts.total,
    }
