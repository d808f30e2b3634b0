"""The wording that a document brings to a proposal: its sections, each taken, left or kept beside the stored one."""

from collections.abc import Iterable

from proposals.domain.proposal_parts import OTHER_KIND
from proposals.importing.issues import Issue, Severity
from proposals.importing.plan.matching import plain
from proposals.importing.plan.revision import Revising, place_prefix
from proposals.importing.plan.statements import kept_beside_heading, statement_rows
from proposals.importing.plan.wording_figures import differing_figures
from proposals.models import ImpactStatement

KEPT_BESIDE = "wording kept beside"
FIGURE_IN_WORDING = "figure in wording"
BESIDE = 50  # wordings kept beside stand behind all of the proposal's own


def revise_texts(at: Revising) -> None:
    """Take the sections that the document has, in its order."""
    for position, statement in enumerate(statement_rows(at.parsed)):
        statement.position = position
        _statement(at, statement)


def _statement(at: Revising, stated: ImpactStatement) -> None:
    stated.proposal = at.proposal
    stored = _stored_statement(at, stated.kind, stated.heading)
    if stored is None:
        said = stated.text or stated.get_answer_display()
        at.change(stated.title, "", said, (stated, ("text", "answer")))
        at.revision.rows.append(stated)
    elif stated.answer == ImpactStatement.Answer.BLANK or _is_same(at, stored.text, stated.text):
        if at.reading.is_upgrade:
            _take_text(at, stored, stated)
    elif at.reading.is_source or stored.answer == ImpactStatement.Answer.BLANK:
        if at.reading.is_upgrade and stored.text and not same_wording(stored.text, stated.text):
            at.revision.rows.append(_beside(at, stored))
            place = place_prefix(at.earlier_noun)
            _compare_figures(at, at.earlier_noun, stored.title, stored.text, stated.text, place)
        at.change(stated.title, stored.text, stated.text, (stored, ("text", "answer")))
        _take_text(at, stored, stated)
    else:
        _keep_beside(at, stated, stored)


def _take_text(at: Revising, stored: ImpactStatement, stated: ImpactStatement) -> None:
    stored.text, stored.answer, stored.heading = stated.text, stated.answer, stated.heading
    if at.reading.is_upgrade:
        stored.position = stated.position
    at.revision.rows.append(stored)


def _is_same(at: Revising, stored: str, stated: str) -> bool:
    """Return whether a text is stored already; a form that corrects a stop or a capital is another text."""
    exact = at.reading.kind.known_by_reference
    return stored == stated if exact else same_wording(stored, stated)


def _beside(at: Revising, stored: ImpactStatement) -> ImpactStatement:
    """Return an unsaved row that keeps an earlier document's wording, for another to take its place."""
    return ImpactStatement(
        proposal=at.proposal,
        kind=OTHER_KIND,
        heading=kept_beside_heading(stored.title, at.earlier_noun),
        text=stored.text,
        answer=stored.answer,
        position=BESIDE + stored.position,
    )


def _compare_figures(at: Revising, noun: str, title: str, stated: str, kept: str, place: str) -> None:
    """Ask about each amount that a document's wording has otherwise than the wording that is kept."""
    for printed, known in differing_figures(kept, stated):
        message = f"the {noun} writes {printed} under “{title}”, where the stored wording has {known}."
        named = at.parsed.reference or at.parsed.title[:100]
        at.revision.issues.append(Issue(Severity.QUESTION, FIGURE_IN_WORDING, named, place, message))


def _stored_statement(at: Revising, kind: str, heading: str) -> ImpactStatement | None:
    rows: Iterable[ImpactStatement] = at.stored("statements")
    return next(
        (row for row in rows if row.kind == kind and (kind != OTHER_KIND or row.heading == heading)),
        None,
    )


def _keep_beside(at: Revising, stated: ImpactStatement, stored: ImpactStatement) -> None:
    _compare_figures(at, at.noun, stated.title, stated.text, stored.text, at.parsed.place)
    heading = kept_beside_heading(stated.title, at.noun)
    kept = _stored_statement(at, OTHER_KIND, heading)
    if kept and kept.text == stated.text:
        return
    row = kept or ImpactStatement(
        proposal=at.proposal, kind=OTHER_KIND, heading=heading, position=BESIDE + stated.position
    )
    at.change(heading, row.text, stated.text, (row, ("text", "answer")))
    row.text, row.answer = stated.text, stated.answer
    at.revision.rows.append(row)
    message = f"its wording of “{stated.title}” is not the stored one and is kept beside it."
    at.say(Severity.NOTE, KEPT_BESIDE, message)


def same_wording(one: str, other: str) -> bool:
    """Return whether two texts say the same in the same words, whatever the spaces, stops and capitals."""
    return one == other or (bool(one) and plain(one) == plain(other))
