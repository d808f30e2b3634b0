"""The wording that a document brings to a proposal: its sections, each taken, left or kept beside the stored one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS
from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import Answer, ParsedProposal, ParsedSection
from proposals.importing.plan.matching import plain
from proposals.importing.plan.plan import PlannedProposal, place_prefix
from proposals.importing.understanding.figures import amounts_in
from proposals.models import ImpactStatement

KEPT_BESIDE = "wording kept beside"
FIGURE_IN_WORDING = "figure in wording"
BESIDE = 50  # wordings kept beside stand behind all of the proposal's own
_BENEFITS = "non_financial_benefits"
_LONGEST_HEADING = 300
_UNNAMED = "Section without a heading"
_NEAR = 20  # a figure is another spelling of a stored one where it differs by less than a twentieth


def revise_texts(at: PlannedProposal) -> None:
    """Take the sections that the document has, in its order."""
    for position, statement in enumerate(statement_rows(at.parsed)):
        statement.position = position
        _statement(at, statement)


def _statement(at: PlannedProposal, stated: ImpactStatement) -> None:
    stated.proposal = at.proposal
    stored = _stored_statement(at, stated.kind, stated.heading)
    if stored is None:
        said = stated.text or stated.get_answer_display()
        at.change(stated.title, "", said, (stated, ("text", "answer")))
        at.rows += (stated,)
    elif stated.answer == ImpactStatement.Answer.BLANK or _is_same(at, stored.text, stated.text):
        if at.is_upgrade:
            _take_text(at, stored, stated)
    elif at.is_source or stored.answer == ImpactStatement.Answer.BLANK:
        if at.is_upgrade and stored.text and not same_wording(stored.text, stated.text):
            at.rows += (_beside(at, stored),)
            place = place_prefix(at.earlier_noun)
            _compare_figures(at, at.earlier_noun, stored.title, stored.text, stated.text, place)
        at.change(stated.title, stored.text, stated.text, (stored, ("text", "answer")))
        _take_text(at, stored, stated)
    else:
        _keep_beside(at, stated, stored)


def _take_text(at: PlannedProposal, stored: ImpactStatement, stated: ImpactStatement) -> None:
    stored.text, stored.answer, stored.heading = stated.text, stated.answer, stated.heading
    if at.is_upgrade:
        stored.position = stated.position
    at.rows += (stored,)


def _is_same(at: PlannedProposal, stored: str, stated: str) -> bool:
    """Return whether a text is stored already; a form that corrects a stop or a capital is another text."""
    exact = at.kind.known_by_reference
    return stored == stated if exact else same_wording(stored, stated)


def _beside(at: PlannedProposal, stored: ImpactStatement) -> ImpactStatement:
    """Return an unsaved row that keeps an earlier document's wording, for another to take its place."""
    return ImpactStatement(
        proposal=at.proposal,
        kind=OTHER_KIND,
        heading=kept_beside_heading(stored.title, at.earlier_noun),
        text=stored.text,
        answer=stored.answer,
        position=BESIDE + stored.position,
    )


def _compare_figures(at: PlannedProposal, noun: str, title: str, stated: str, kept: str, place: str) -> None:
    """Ask about each amount that a document's wording has otherwise than the wording that is kept."""
    for printed, known in differing_figures(kept, stated):
        message = f"the {noun} writes {printed} under “{title}”, where the stored wording has {known}."
        named = at.parsed.reference or at.parsed.title[:100]
        at.issues += (Issue(Severity.QUESTION, FIGURE_IN_WORDING, named, place, message),)


def _stored_statement(at: PlannedProposal, kind: str, heading: str) -> ImpactStatement | None:
    rows: Iterable[ImpactStatement] = at.stored("statements")
    return next(
        (row for row in rows if row.kind == kind and (kind != OTHER_KIND or row.heading == heading)),
        None,
    )


def _keep_beside(at: PlannedProposal, stated: ImpactStatement, stored: ImpactStatement) -> None:
    _compare_figures(at, at.kind.noun, stated.title, stated.text, stored.text, at.parsed.place)
    heading = kept_beside_heading(stated.title, at.kind.noun)
    kept = _stored_statement(at, OTHER_KIND, heading)
    if kept and kept.text == stated.text:
        return
    row = kept or ImpactStatement(
        proposal=at.proposal, kind=OTHER_KIND, heading=heading, position=BESIDE + stated.position
    )
    at.change(heading, row.text, stated.text, (row, ("text", "answer")))
    row.text, row.answer = stated.text, stated.answer
    at.rows += (row,)
    message = f"its wording of “{stated.title}” is not the stored one and is kept beside it."
    at.say(Severity.NOTE, KEPT_BESIDE, message)


def same_wording(one: str, other: str) -> bool:
    """Return whether two texts say the same in the same words, whatever the spaces, stops and capitals."""
    return one == other or (bool(one) and plain(one) == plain(other))


# The sections of a document as rows


def kept_beside_heading(heading: str, noun: str) -> str:
    """Return the heading of a wording that is kept beside the stored one: “Impact (committee summary)”."""
    beside = f" ({noun})"
    return f"{heading[: _LONGEST_HEADING - len(beside)]}{beside}"


def statement_rows(stated: ParsedProposal) -> list[ImpactStatement]:
    """Return the sections as unsaved rows in their order; a second one of a kind stands under its own heading."""
    rows: list[ImpactStatement] = []
    kinds: set[str] = set()
    headings: set[str] = set()
    for section in _with_benefits(stated):
        kind = section.kind if section.kind in STATEMENT_KINDS and section.kind not in kinds else OTHER_KIND
        heading = section.heading[:_LONGEST_HEADING]
        if kind == OTHER_KIND:
            heading = _unlike(heading or STATEMENT_KINDS.get(section.kind, _UNNAMED), headings)
            headings.add(heading)
        kinds.add(kind)
        answer = section.answer if section.text or section.answer != Answer.ANSWERED else Answer.BLANK
        rows.append(ImpactStatement(kind=kind, heading=heading, text=section.text, answer=answer.value))
    return rows


def _with_benefits(stated: ParsedProposal) -> list[ParsedSection]:
    """Return the sections, with the list of benefits in the text of their own section."""
    sections = list(stated.sections)
    if not stated.non_financial_benefits:
        return sections
    own = next((index for index, section in enumerate(sections) if section.kind == _BENEFITS), len(sections))
    if own == len(sections):
        heading = STATEMENT_KINDS[_BENEFITS]
        sections.append(ParsedSection(_BENEFITS, heading, "", Answer.ANSWERED))
    text = sections[own].text
    missing = [f"· {item}" for item in stated.non_financial_benefits if plain(item) not in plain(text)]
    text = "\n\n".join(filter(None, (text, "\n".join(missing))))
    sections[own] = replace(sections[own], text=text, answer=Answer.ANSWERED)
    return sections


def _unlike(heading: str, others: set[str]) -> str:
    unlike, number = heading, 2
    while unlike in others:
        suffix = f" ({number})"
        unlike, number = f"{heading[: _LONGEST_HEADING - len(suffix)]}{suffix}", number + 1
    return unlike


# Figures inside wording


def differing_figures(stored: str, stated: str) -> Iterator[tuple[str, str]]:
    """Yield each amount of the stated wording that is not in the stored one, with the nearest stored amount.

    An amount that none stored comes near to is a figure of its own, and no difference.
    """
    known = {pounds: printed for printed, pounds in amounts_in(stored)}
    for printed, pounds in amounts_in(stated):
        if pounds in known:
            continue
        near = min(known, key=lambda other: abs(other - pounds), default=None)
        if near is not None and abs(near - pounds) * _NEAR < abs(near):
            yield printed, known[near]
