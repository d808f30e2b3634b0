"""The destination of a document: the request, the council and round that it names, and refusals."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from proposals.importing.issues import Issue, Severity
from proposals.models import BudgetRound
from services.models import Council
from services.values.years import FinancialYear, contrary_to_name

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
    title (or entry key, or printed reference) and a held reference, or NEW_PROPOSAL.
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
    """A held proposal that one of the document may be, with its saving in words."""

    reference: str
    title: str
    service: str
    saving: str


@dataclass(frozen=True)
class MatchChoice:
    """A proposal of the document that could be more than one held, or is too unlike one: a person chooses.

    `key` is what the choice is given by.
    """

    key: str
    title: str
    place: str
    saving: str
    options: tuple[MatchOption, ...]

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
    """The council and the round that a document goes to; None for one that is to be made."""

    council: Council | None
    budget_round: BudgetRound | None


def check_request(request: ImportRequest) -> None:
    """Raise ImpossibleImport when the council or the round could not be named so."""
    wrong = _wrong_name(request.council_slug, request.name_for_new_council, request.round_name)
    if wrong:
        raise ImpossibleImport(wrong)


def find_destination(request: ImportRequest) -> Destination:
    """Return the council and round that `request` names.

    Raises ImpossibleImport for a name that cannot be, another council of that name, or a closed round.
    """
    check_request(request)
    council = Council.objects.filter(slug__iexact=request.council_slug).first()
    if council is None and Council.objects.filter(name=request.name_for_new_council).exists():
        raise ImpossibleImport(
            f"There is another council named {request.name_for_new_council}. Enter its short name, or "
            "give the new one another name."
        )
    budget_round = council.budget_rounds.filter(name__iexact=request.round_name).first() if council else None
    if budget_round and budget_round.phase == BudgetRound.Phase.CLOSED:
        raise ImpossibleImport(f"The round {budget_round.name} is closed: nothing can be imported into it.")
    return Destination(council, budget_round)


def refuse_other_years(
    stated: Iterable[FinancialYear], years: tuple[FinancialYear, ...], request: ImportRequest
) -> None:
    """Raise WrongRound where most of the years that a document's figures are of are not the round's `years`.

    A few such years are slips of the document, and each is an error of its own.
    """
    named = sorted(stated)
    if 2 * sum(year not in years for year in named) > len(named):
        raise WrongRound(
            f"The document’s figures are of {_span((named[0], named[-1]))}, but the round {request.round_name} is "
            f"of {_span(years)}. Choose another round, or start a new one."
        )


def _span(years: tuple[FinancialYear, ...]) -> str:
    return f"{years[0]} to {years[-1]}" if years[0] != years[-1] else f"{years[0]}"


def new_rows(
    request: ImportRequest,
    destination: Destination,
    years: tuple[FinancialYear, ...],
    new_directorates: Iterable[tuple[str, str]],
) -> Iterable[Issue]:
    """Yield a note for the council, the round and the directorates (code and name) that would be new."""
    if destination.council is None:
        yield _note("new council", f"new council: {request.name_for_new_council} ({request.council_slug}).")
    if destination.budget_round is None:
        yield _note("new round", f"new budget round: {request.round_name}, {_span(years)}.")
        contrary = contrary_to_name(request.round_name, years)
        if contrary:
            yield _note("name of the round", f"{contrary} Rename the new round if this is a mistake.")
    for code, name in new_directorates:
        named = "named by the letters of its references until you rename it." if code == name else f"{name}."
        yield _note("new directorate", f"new directorate: {code}, {named}")


def _note(code: str, message: str) -> Issue:
    return Issue(Severity.NOTE, code, "", "", message)


def _wrong_name(council_slug: str, council_name: str, round_name: str) -> str:
    """Return in words what is wrong with the names of the council and the round, or nothing."""
    try:
        validate_slug(council_slug)
    except ValidationError:
        return (
            f"“{council_slug}” is not a short name. Enter lower-case letters, numbers and hyphens, for example "
            "northmoor."
        )
    if not round_name.strip():
        return "Enter a name for the budget round."
    for named, text, most in (
        ("council's short name", council_slug, _LONGEST_SLUG),
        ("council's name", council_name, _LONGEST_NAME),
        ("budget round's name", round_name, _LONGEST_NAME),
    ):
        if len(text) > most:
            return f"The {named} is longer than {most} letters."
    return ""
