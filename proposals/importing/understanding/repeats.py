"""Proposals that a document states more than once, and figures that its words state otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.references import canonical_reference
from proposals.importing.in_words import in_pounds
from proposals.importing.parsed import Answer, ParsedProposal, ParsedSection
from proposals.importing.understanding.findings import Findings, at
from proposals.importing.understanding.proposals import Stated
from proposals.importing.understanding.sums import added
from proposals.importing.words_and_figures import DIFFERS, differing_words

ONE, TWO = "one proposal of both amounts", "two proposals"


def settle_repeats(found: Sequence[Stated], findings: Findings, *, by_year: bool) -> list[Stated]:
    """Return the proposals, each once; a reference that two of them have stops the import, unless it is a number."""
    found = _without_numbering(found, findings)
    kept: dict[str, Stated] = {}
    for number, stated in enumerate(found):
        proposal = stated.proposal
        reference = canonical_reference(proposal.reference) if proposal.references else ""
        title = f"title {proposal.title}|{proposal.service}"
        key = reference or (title if by_year else f"row {number}")
        first = kept.get(key)
        joined = stated if first is None else _joined(first, stated, findings, by_year=by_year)
        if joined is not None:
            kept[key] = joined
        elif first is not None:
            kept[f"row {number}"] = stated
            if reference:
                uses = (f"“{s.proposal.title}”{at(s.location)}" for s in (first, stated))
                message = f"The reference {proposal.reference} stands twice: {' and '.join(uses)}."
                findings.refuse("reference used twice", stated.location, message)
    return [_with_shares(stated) for stated in kept.values()]


def _without_numbering(found: Sequence[Stated], findings: Findings) -> Sequence[Stated]:
    """Return the proposals without their references, where these are numbers that begin again and again."""
    numbers = [stated.proposal.reference for stated in found]
    if not all(map(str.isdecimal, numbers)):
        return found
    counted = [int(number) for number in numbers]
    begins = [later for earlier, later in pairwise(counted) if later != earlier + 1]
    if not begins or set(begins) != {1} or counted[0] != 1:
        return found
    message = (
        "The numbers beside the proposals begin again at 1, so they are no references and were left out."
    )
    findings.note("numbers begin again", found[0].location, message)
    return [replace(stated, proposal=replace(stated.proposal, references=())) for stated in found]


def _joined(first: Stated, later: Stated, findings: Findings, *, by_year: bool) -> Stated | None:
    """Return one proposal of two rows that state the same one; None where they do not."""
    one, other = first.proposal, later.proposal
    if one.title != other.title:
        return None
    if by_year and not set(one.savings) & set(other.savings):
        return replace(first, proposal=_added(one, other))
    if not one.references:
        return None
    is_elsewhere = (first.location.sheet, first.location.table) != (
        later.location.sheet,
        later.location.table,
    )
    if is_elsewhere and dict(one.savings) == dict(other.savings) and one.total == other.total:
        message = f"“{other.reference}” stands in two tables with the same figures; it is taken once."
        findings.note("stands twice", later.location, message)
        return replace(first, proposal=replace(one, sections=_together(one.sections, other.sections)))
    if one.committees and other.committees and one.committees != other.committees:
        return _shared(first, later, findings)
    return None


def _shared(first: Stated, later: Stated, findings: Findings) -> Stated | None:
    """Ask whether one case that stands under two committees with an amount each is one proposal."""
    one, other = first.proposal, later.proposal
    names = " and ".join(name for proposal in (one, other) for name in proposal.committees)
    named = f"{one.reference} “{one.title}”{at(later.location)}"
    text = f"{named} stands under {names} with an amount each. Is it one proposal?"
    if findings.ask(f"shared:{one.reference}", "rows", later.location, text, (ONE, TWO), ONE) != ONE:
        return None
    shares = {**(first.shares or {one.committees[0]: _amount(one)}), other.committees[0]: _amount(other)}
    committees = tuple(dict.fromkeys((*one.committees, *other.committees)))
    return Stated(replace(_added(one, other), committees=committees), first.location, shares)


def _with_shares(stated: Stated) -> Stated:
    """Keep the amounts of each committee among the texts of the proposal."""
    if not stated.shares:
        return stated
    text = "; ".join(f"{name} {in_pounds(amount)}" for name, amount in stated.shares.items())
    section = ParsedSection("other", "Amount by committee", text, Answer.ANSWERED)
    return replace(stated, proposal=replace(stated.proposal, sections=(*stated.proposal.sections, section)))


def _amount(proposal: ParsedProposal) -> int:
    return proposal.total if proposal.total is not None else sum(proposal.savings.values())


def _added(first: ParsedProposal, later: ParsedProposal) -> ParsedProposal:
    savings = added((first.savings, later.savings))
    posts = added((first.fte_changes, later.fte_changes))
    total = None if first.total is None or later.total is None else first.total + later.total
    sections = _together(first.sections, later.sections)
    joined = replace(first, savings=savings, fte_changes=posts, total=total, sections=sections)
    if first.direction == later.direction:
        return joined
    is_pressure = sum(savings.values()) < 0
    category = first.pressure_category or later.pressure_category
    return replace(
        joined,
        one_off=False,
        direction=PRESSURE if is_pressure else SAVING,
        pressure_category=category if is_pressure else "",
    )


def _together(
    first: tuple[ParsedSection, ...], later: tuple[ParsedSection, ...]
) -> tuple[ParsedSection, ...]:
    """Return the texts of both rows: what the later one says otherwise follows what the first one says."""
    texts = {(section.kind, section.heading): section for section in first}
    for section in later:
        key = (section.kind, section.heading)
        stated = texts.get(key)
        if stated is None or not stated.text:
            texts[key] = section
        elif section.text and section.text not in stated.text:
            texts[key] = replace(stated, text=f"{stated.text}\n{section.text}")
    return tuple(texts.values())


def compare_words(found: Sequence[Stated], findings: Findings) -> None:
    """Say where the words of a proposal name an amount that is not the one of its figures which they mean."""
    for stated in found:
        for message in differing_words(stated.proposal):
            findings.note(DIFFERS, stated.location, message)
