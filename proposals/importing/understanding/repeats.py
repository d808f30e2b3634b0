"""Proposals that a document states more than once, and figures that its words state otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from proposals.domain.references import canonical_reference
from proposals.importing.understanding.asker import at
from proposals.importing.understanding.figures import amounts_in, read_figure
from proposals.importing.understanding.findings import Findings, in_pounds
from proposals.importing.understanding.parsed import ParsedProposal
from services.values.money import POUNDS_IN, Unit

_NEAR = Decimal("0.05")
ONE, TWO = "one proposal of both amounts", "two proposals"


def settle_repeats(
    proposals: Sequence[ParsedProposal], findings: Findings, *, by_year: bool
) -> list[ParsedProposal]:
    """Return the proposals, each once; a reference that two of them have stops the import."""
    kept: dict[str, ParsedProposal] = {}
    for number, proposal in enumerate(proposals):
        reference = canonical_reference(proposal.references[0]) if proposal.references else ""
        title = f"title {proposal.title}|{proposal.service}"
        key = reference or (title if by_year else f"row {number}")
        first = kept.get(key)
        joined = proposal if first is None else _joined(first, proposal, findings, by_year=by_year)
        if joined is not None:
            kept[key] = joined
        elif first is not None:
            kept[f"row {number}"] = proposal
            if reference:
                message = (
                    f"The reference {proposal.references[0]} stands twice: “{first.title}”{at(first.location)} and "
                    f"“{proposal.title}”{at(proposal.location)}."
                )
                findings.refuse("reference used twice", proposal.location, message)
    return list(kept.values())


def _joined(
    first: ParsedProposal, later: ParsedProposal, findings: Findings, *, by_year: bool
) -> ParsedProposal | None:
    """Return one proposal of two rows that state the same one; None where they do not."""
    if first.title != later.title:
        return None
    if by_year and not set(first.savings) & set(later.savings):
        return _added(first, later)
    if not first.references:
        return None
    is_elsewhere = (first.location.sheet, first.location.table) != (
        later.location.sheet,
        later.location.table,
    )
    if is_elsewhere and dict(first.savings) == dict(later.savings) and first.total == later.total:
        message = f"“{later.references[0]}” stands in two tables with the same figures; it is taken once."
        findings.note("stands twice", later.location, message)
        return first
    if first.committees and later.committees and first.committees != later.committees:
        return _shared(first, later, findings)
    return None


def _shared(first: ParsedProposal, later: ParsedProposal, findings: Findings) -> ParsedProposal | None:
    """Ask whether one case that stands under two committees with an amount each is one proposal."""
    reference = first.references[0]
    names = " and ".join(name for proposal in (first, later) for name in proposal.committees)
    named = f"{reference} “{first.title}”{at(later.location)}"
    text = f"{named} stands under {names} with an amount each. Is it one proposal?"
    if findings.asker.ask(f"shared:{reference}", "rows", later.location, text, (ONE, TWO), ONE) != ONE:
        return None
    amounts = dict(first.committee_amounts) or {first.committees[0]: _amount(first)}
    amounts[later.committees[0]] = _amount(later)
    committees = tuple(dict.fromkeys((*first.committees, *later.committees)))
    return replace(_added(first, later), committees=committees, committee_amounts=amounts)


def _amount(proposal: ParsedProposal) -> int:
    return proposal.total if proposal.total is not None else sum(proposal.savings.values())


def _added(first: ParsedProposal, later: ParsedProposal) -> ParsedProposal:
    savings = dict(first.savings)
    for year, pounds in later.savings.items():
        savings[year] = savings.get(year, 0) + pounds
    posts = dict(first.fte_changes)
    for year, change in later.fte_changes.items():
        posts[year] = posts.get(year, Decimal(0)) + change
    total = None if first.total is None or later.total is None else first.total + later.total
    return replace(first, savings=savings, fte_changes=posts, total=total)


def compare_words(proposals: Sequence[ParsedProposal], findings: Findings) -> None:
    """Say where the words of a proposal name an amount that is nearly, but not, one of its figures."""
    for proposal in proposals:
        for section in proposal.sections:
            if "£" in section.text:
                for printed, near in _differing(proposal, section.text):
                    message = f"“{proposal.title}”: its words say {printed}, its figures {in_pounds(near)}."
                    findings.note("figure in words differs", section.location, message)


def _differing(proposal: ParsedProposal, text: str) -> Iterator[tuple[str, int]]:
    figures = (*proposal.savings.values(), proposal.total or 0, sum(proposal.savings.values()))
    stated = {abs(pounds) for pounds in figures if pounds}
    for printed, pounds in amounts_in(text):
        near = next((figure for figure in stated if _is_near(printed, pounds, figure)), None)
        if pounds not in stated and near is not None:
            yield printed, near


def _is_near(printed: str, pounds: int, stated: int) -> bool:
    """Return whether an amount in words is near a stated one without being its rounding."""
    if abs(pounds - stated) > stated * _NEAR:
        return False
    lowered = printed.lower()
    unit: Unit = "millions" if "m" in lowered else "thousands" if "k" in lowered else "pounds"
    digits = sum(letter.isdigit() for letter in printed.partition(".")[2])
    return read_figure(printed).is_number and abs(pounds - stated) > POUNDS_IN[unit] / 10**digits / 2
