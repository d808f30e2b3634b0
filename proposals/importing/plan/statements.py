"""The narrative sections of a stated proposal as rows: one of a kind, every list in a text, nothing left out."""

from collections.abc import Iterator

from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS
from proposals.importing.parsed import Answer, ParsedProposal, ParsedSection
from proposals.importing.plan.matching import plain
from proposals.models import ImpactStatement

_BENEFITS = "non_financial_benefits"
_LONGEST_HEADING = 300
_UNNAMED = "Section without a heading"


def kept_beside_heading(heading: str, noun: str) -> str:
    """Return the heading of a wording that is kept beside the held one: “Impact (committee summary)”."""
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


def _with_benefits(stated: ParsedProposal) -> Iterator[ParsedSection]:
    """Yield the sections, with the list of benefits in the text of their own section."""
    listed = list(stated.non_financial_benefits)
    has_own = any(section.kind == _BENEFITS for section in stated.sections)
    for section in stated.sections:
        if section.kind == _BENEFITS and listed:
            missing = [benefit for benefit in listed if plain(benefit) not in plain(section.text)]
            text = "\n\n".join(filter(None, (section.text, _bulleted(missing))))
            yield ParsedSection(section.kind, section.heading, text, Answer.ANSWERED, section.place)
            listed = []
        else:
            yield section
    if listed and not has_own:
        heading = STATEMENT_KINDS[_BENEFITS]
        yield ParsedSection(_BENEFITS, heading, _bulleted(listed), Answer.ANSWERED, stated.place)


def _bulleted(items: list[str]) -> str:
    return "\n".join(f"· {item}" for item in items)


def _unlike(heading: str, others: set[str]) -> str:
    unlike, number = heading, 2
    while unlike in others:
        suffix = f" ({number})"
        unlike, number = f"{heading[: _LONGEST_HEADING - len(suffix)]}{suffix}", number + 1
    return unlike
