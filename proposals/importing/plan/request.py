"""The destination of a document: the request, the council, round and years that it names, and refusals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from proposals.importing.issues import Issue, Severity, of_severity
from proposals.importing.parsed import ParsedDocument
from proposals.models import BudgetRound
from proposals.models.rounds import LONGEST_ROUND
from services.models import Council
from services.values.years import (
    EARLIEST_START,
    FinancialYear,
    contrary_to_name,
    find_years,
    names_a_span,
    years_from,
)

_LONGEST_SLUG, _LONGEST_NAME = 50, 200
CHOICE_NEEDED = "choice needed"
NEW_PROPOSAL = "new"
"""The choice, in place of a reference, for a document's proposal that is new."""


class ImpossibleImport(ValueError):
    """The document cannot be imported as asked; the message says why in the user's words."""


class YearsNotKnown(ImpossibleImport):
    """Nothing says which years a new round has; the person has to."""


class WrongRound(ImpossibleImport):
    """The document's figures are of other years than the round's: it is the round that was chosen wrongly."""


@dataclass(frozen=True)
class ImportRequest:
    """The destination asked for: the council's short name, the round's name, and the facts of a new one.

    `choices` says the existing proposal that one of the document is, where more than one could be: pairs of a
    title (or entry key, or printed reference) and a stored reference, or NEW_PROPOSAL.
    """

    council_slug: str
    round_name: str
    council_name: str = ""
    phase: str = BudgetRound.Phase.PREPARATION
    first_year: FinancialYear | None = None
    number_of_years: int | None = None
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def name_for_new_council(self) -> str:
        """The given name, or the short name in title case."""
        return self.council_name or self.council_slug.replace("-", " ").title()


@dataclass(frozen=True)
class MatchOption:
    """A stored proposal that one of the document may be, with its saving in words."""

    reference: str
    title: str
    service: str
    saving: str


@dataclass(frozen=True)
class MatchChoice:
    """A proposal of the document that could be more than one stored, or is too unlike one: a person chooses.

    `key` is what the choice is given by.
    """

    key: str
    title: str
    place: str
    saving: str
    options: tuple[MatchOption, ...]

    @property
    def question(self) -> dict[str, Any]:
        """The choice as a question, of the shape of those about the reading."""
        return {
            "id": self.key,
            "about": "stored proposal",
            "place": self.place,
            "text": f"Which proposal is “{self.title}”?",
            "choices": [*(option.reference for option in self.options), NEW_PROPOSAL],
            "default": NEW_PROPOSAL,
        }

    @property
    def issue(self) -> Issue:
        """The finding that stops the import until the choice is made."""
        could_be = "; ".join(f"{option.reference} {option.title}" for option in self.options)
        return Issue(
            Severity.ERROR,
            CHOICE_NEEDED,
            self.title,
            self.place,
            f"it may be an existing proposal, but which one is not certain: {could_be}. Choose one "
            "of them, or that it is a new proposal.",
        )


@dataclass(frozen=True)
class Destination:
    """The council and the round that a document goes to, None for one that is to be made, and the round's years.

    `source` says in words where the years of a new round were taken from, empty where the document states them.
    """

    council: Council | None
    budget_round: BudgetRound | None
    base_year: FinancialYear
    years: tuple[FinancialYear, ...]
    source: str = ""


def check_request(request: ImportRequest) -> None:
    """Raise ImpossibleImport when the council or the round could not be named so."""
    try:
        validate_slug(request.council_slug)
    except ValidationError as error:
        raise ImpossibleImport(
            f"“{request.council_slug}” is not a short name. Enter lower-case letters, numbers and hyphens, for "
            "example northmoor."
        ) from error
    if not request.round_name.strip():
        raise ImpossibleImport("Enter a name for the budget round.")
    for named, text, most in (
        ("council's short name", request.council_slug, _LONGEST_SLUG),
        ("council's name", request.name_for_new_council, _LONGEST_NAME),
        ("budget round's name", request.round_name, _LONGEST_NAME),
    ):
        if len(text) > most:
            raise ImpossibleImport(f"The {named} is longer than {most} letters.")


def find_destination(document: ParsedDocument, request: ImportRequest) -> Destination:
    """Return the council and round that `request` names, with the years that the document's figures go to.

    Raises ImpossibleImport for a name that cannot be, another council of that name, a closed round, or years that
    are not known or not the round's; WrongRound where the figures are of other years.
    """
    check_request(request)
    council = Council.objects.filter(slug__iexact=request.council_slug).first()
    if council is None and Council.objects.filter(name=request.name_for_new_council).exists():
        raise ImpossibleImport(
            f"There is another council named {request.name_for_new_council}. Enter its short name, or "
            "give the new one another name."
        )
    budget_round = council.budget_rounds.filter(name__iexact=request.round_name).first() if council else None
    if budget_round:
        _check_round(request, budget_round)
        found = Destination(council, budget_round, budget_round.base_year, budget_round.years)
    else:
        found = _of_new_round(document, request, council)
    _refuse_other_years(document, found.years, request)
    return found


def _check_round(request: ImportRequest, budget_round: BudgetRound) -> None:
    if budget_round.phase == BudgetRound.Phase.CLOSED:
        raise ImpossibleImport(f"The round {budget_round.name} is closed: nothing can be imported into it.")
    first, count = request.first_year, request.number_of_years
    if (first and first != budget_round.first_year) or (count and count != budget_round.number_of_years):
        years = budget_round.years
        raise ImpossibleImport(
            f"The round {budget_round.name} already exists, from {years[0]} to {years[-1]}: leave its years out."
        )


def _of_new_round(document: ParsedDocument, request: ImportRequest, council: Council | None) -> Destination:
    first, count, source = _first_and_count(document, request)
    if not 1 <= count <= LONGEST_ROUND:
        raise ImpossibleImport(f"A round has between 1 and {LONGEST_ROUND} years, not {count}.")
    if first.start <= EARLIEST_START:
        raise ImpossibleImport(f"The round cannot begin with {first}: the year before it is its base year.")
    base_year = document.base_year or first + (-1)
    if base_year >= first:
        raise ImpossibleImport(
            f"The budgets are of {base_year}, which is not before the first year of savings, {first}."
        )
    return Destination(council, None, base_year, years_from(first, count), source)


def _first_and_count(document: ParsedDocument, request: ImportRequest) -> tuple[FinancialYear, int, str]:
    if request.first_year and request.number_of_years:
        return request.first_year, request.number_of_years, ""
    named = find_years(request.round_name)
    found, source = sorted(document.years), ""
    if found and (spanned := _named_span(request.round_name)) and set(found) < set(spanned):
        # The name of a new round outranks a year found in one cell.
        found = list(spanned)
    if not found and named:
        found, source = sorted(named), "the round’s name"
    if not found:
        in_titles = {year for proposal in document.proposals for year in find_years(proposal.title)}
        if len(in_titles) == 1:
            found, source = list(in_titles), "the only year that the titles of its proposals name"
    first = request.first_year or (found[0] if found else None)
    count = request.number_of_years or (found[-1] - first + 1 if found and first else 0)
    if first is None or count < 1:
        errors = " ".join(map(str, of_severity(document.issues, Severity.ERROR)))
        raise YearsNotKnown(
            "The document does not say which financial years it covers. Enter the first year and the number of "
            f"years of the new round. {errors}".strip()
        )
    return first, count, source


def years_known(request: ImportRequest) -> tuple[FinancialYear, ...]:
    """Return the years of the round as far as the request tells before a document is read; they outrank its own."""
    if request.first_year and request.number_of_years:
        return years_from(request.first_year, request.number_of_years)
    stored = BudgetRound.objects.filter(
        council__slug__iexact=request.council_slug, name__iexact=request.round_name
    ).first()
    return stored.years if stored else _named_span(request.round_name)


def _named_span(round_name: str) -> tuple[FinancialYear, ...]:
    """Return the years that a round's name spans, empty where it names none or one alone."""
    named = sorted(find_years(round_name))
    return years_from(named[0], named[-1] - named[0] + 1) if names_a_span(round_name) and named else ()


def _refuse_other_years(
    document: ParsedDocument, years: tuple[FinancialYear, ...], request: ImportRequest
) -> None:
    """Raise WrongRound where most of the years that a document's figures are of are not the round's `years`.

    A few such years are slips of the document, and each is an error of its own.
    """
    named = Counter(year for parsed in document.proposals for year in parsed.savings)
    if 2 * sum(count for year, count in named.items() if year not in years) > named.total():
        raise WrongRound(
            f"The document’s figures are of {_span((min(named), max(named)))}, but the round {request.round_name} is "
            f"of {_span(years)}. Choose another round, or start a new one."
        )


def _span(years: tuple[FinancialYear, ...]) -> str:
    return f"{years[0]} to {years[-1]}" if years[0] != years[-1] else f"{years[0]}"


def new_rows(
    request: ImportRequest, destination: Destination, new_directorates: Mapping[str, str]
) -> Iterable[Issue]:
    """Yield a note for the council, the round and the directorates (names by code) that would be new."""
    if destination.source:
        message = f"the years of the new round were taken from {destination.source}. Enter others if these are wrong."
        yield _note("years of the round", message)
    if destination.council is None:
        yield _note("new council", f"new council: {request.name_for_new_council} ({request.council_slug}).")
    if destination.budget_round is None:
        span = _span(destination.years)
        yield _note("new round", f"new budget round: {request.round_name}, {span}.")
        if contrary := contrary_to_name(request.round_name, destination.years):
            yield _note("name of the round", f"{contrary} Rename the new round if this is a mistake.")
    for code, name in new_directorates.items():
        named = "named by the letters of its references until you rename it." if code == name else f"{name}."
        yield _note("new directorate", f"new directorate: {code}, {named}")


def _note(code: str, message: str) -> Issue:
    return Issue(Severity.NOTE, code, "", "", message)
