"""Refuse years, texts and figures of a parsed proposal that cannot be stored, before anything is written."""

from collections.abc import Iterator
from functools import cache

from proposals.domain.references import directorate_code
from proposals.importing.in_words import in_pounds
from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedProposal
from proposals.models import ProposalReference, ProposalRisk, SavingsProposal
from services.models import BaseBudget, Committee, Portfolio, Service
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.values.years import FinancialYear

_QUOTED = 100
_LONGEST_CODE = 20


def check_limits(
    parsed: ParsedProposal,
    base_year: FinancialYear,
    years: tuple[FinancialYear, ...],
    *,
    known_by_reference: bool,
) -> Iterator[Issue]:
    """Yield what is missing, of other years than the round's, or too long or too large to be stored."""
    if parsed.base_year and parsed.base_year != base_year:
        message = f"the budgets are of {parsed.base_year}, but the base year of the round is {base_year}."
        yield Issue(Severity.QUESTION, "base year", parsed.reference, parsed.place_of("budget"), message)
    named = parsed.reference if known_by_reference else parsed.title[:_QUOTED]
    for code, part, message in (
        *_missing(parsed, known_by_reference=known_by_reference),
        *_too_long(parsed),
        *_other_years(parsed, years),
        *_too_large(parsed),
    ):
        yield Issue(Severity.ERROR, code, named, parsed.place_of(part), message)


_Found = Iterator[tuple[str, str, str]]
"""The code of an error, the part of the proposal that it is about, and the message."""


def _missing(parsed: ParsedProposal, *, known_by_reference: bool) -> _Found:
    if not known_by_reference:
        if not parsed.title.strip():
            yield "title missing", "", "the title is missing."
        return
    code = directorate_code(parsed.reference)
    if parsed.reference and not code:
        message = f"the reference “{parsed.reference}” has no letters that name a directorate."
        yield "reference without letters", "", message
    if len(code) > _LONGEST_CODE:
        yield "too long", "", f"the reference's beginning is longer than {_LONGEST_CODE} letters."
    longest = _longest(SavingsProposal, "reference")
    if len(parsed.reference) > longest:
        yield "too long", "", f"the reference is longer than {longest} letters."


def _too_long(parsed: ParsedProposal) -> _Found:
    for name, part, most, texts in _texts(parsed):
        for text in texts:
            if len(text) > most:
                quoted = f" “{text[:_QUOTED]}…”" if name in _QUOTED_TEXTS else ""
                yield "too long", part, f"the {name}{quoted} is longer than {most:,} letters."


_QUOTED_TEXTS = frozenset({"risk", "dependency", "committee", "meeting"})


@cache
def _longest(model: type, name: str) -> int:
    """Return how many letters a field holds."""
    length = model._meta.get_field(name).max_length  # type: ignore[attr-defined]
    return int(length) if length else 1_000_000


def _texts(parsed: ParsedProposal) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    yield "title", "", _longest(SavingsProposal, "title"), (parsed.title,)
    yield "reference", "", _longest(ProposalReference, "printed"), parsed.references[1:]
    yield "service's name", "service", _longest(Service, "name"), (parsed.service,)
    yield "portfolio", "", _longest(Portfolio, "name"), (parsed.portfolio,)
    yield "category", "", _longest(SavingsProposal, "category"), (parsed.category,)
    headline = ": ".join(filter(None, (parsed.headline_label, parsed.headline)))
    yield "saving as printed", "", _longest(SavingsProposal, "headline"), (headline,)
    yield "risk as printed", "", _longest(SavingsProposal, "risk_as_printed"), (parsed.risk_as_printed,)
    officer = _longest(SavingsProposal, "senior_responsible_officer")
    yield "senior officer", "", officer, (parsed.senior_responsible_officer,)
    yield "profile's footnote", "profile", _longest(SavingsProposal, "profile_note"), (parsed.profile_note,)
    yield "FTE footnote", "fte", _longest(SavingsProposal, "fte_note"), (parsed.fte_note,)
    note = parsed.budget.note if parsed.budget else ""
    yield "budget's footnote", "budget", _longest(BaseBudget, "note"), (note,)
    yield "risk", "", _longest(ProposalRisk, "title"), parsed.risks
    yield "dependency", "", _longest(ProposalRisk, "title"), parsed.dependencies
    yield "committee", "", _longest(Committee, "name"), parsed.committees
    yield "meeting", "", 200, tuple(report.meeting for report in parsed.reported)
    yield "agenda item", "", 40, tuple(report.item for report in parsed.reported)
    yield "appendix", "", 40, tuple(report.appendix for report in parsed.reported)


def _other_years(parsed: ParsedProposal, years: tuple[FinancialYear, ...]) -> _Found:
    span = f"{years[0]} to {years[-1]}"
    stated: list[tuple[str, str, FinancialYear]] = []
    if parsed.start_year:
        stated.append((" in the start year", "start_year", parsed.start_year))
    profile = " in the savings profile" if parsed.places else ""
    stated.extend((profile, "profile", year) for year in parsed.savings)
    stated.extend((" in the costs", "profile", year) for year in parsed.costs)
    stated.extend((" in the FTE table", "fte", year) for year in parsed.fte_changes)
    for where, part, year in stated:
        if year not in years:
            yield "year outside the round", part, f"{year}{where} is not a year of the round ({span})."


def _too_large(parsed: ParsedProposal) -> _Found:
    amounts = [
        ("profile", pounds)
        for pounds in (*parsed.savings.values(), *parsed.costs.values(), parsed.total or 0)
    ]
    if parsed.budget:
        amounts += [("budget", parsed.budget.gross), ("budget", parsed.budget.income)]
    for part, pounds in amounts:
        if abs(pounds) > LARGEST_AMOUNT:
            yield "too large", part, f"{in_pounds(pounds)} is more than a council's budget can hold."
    posts = [*parsed.fte_changes.values(), *([] if parsed.fte_change is None else [parsed.fte_change])]
    for change in posts:
        if abs(change) > LARGEST_FTE:
            yield "too large", "fte", f"{change:,} full-time equivalents are too many."
