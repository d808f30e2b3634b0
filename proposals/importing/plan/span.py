"""Find the financial years of a document's new round: as asked, as the document says, or as the round is named."""

from proposals.importing.issues import Severity, of_severity
from proposals.importing.parsed import ParsedDocument
from proposals.importing.plan.request import ImportRequest, ImpossibleImport, YearsNotKnown
from proposals.models import BudgetRound
from proposals.models.rounds import LONGEST_ROUND
from services.values.years import EARLIEST_START, FinancialYear, find_years, names_a_span, years_from

Span = tuple[FinancialYear, tuple[FinancialYear, ...], str]
"""The base year, the years, and in words where they were taken from; empty where the document states them."""


def span_of(document: ParsedDocument, request: ImportRequest, budget_round: BudgetRound | None) -> Span:
    """Return the years of the round that the document goes to.

    Raises ImpossibleImport when neither the request, the document nor the round's name gives them, or when
    the request gives others than the round has.
    """
    if budget_round:
        _refuse_other_years(request, budget_round)
        return budget_round.base_year, budget_round.years, ""
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
    return base_year, years_from(first, count), source


def _refuse_other_years(request: ImportRequest, budget_round: BudgetRound) -> None:
    first, count = request.first_year, request.number_of_years
    if (first and first != budget_round.first_year) or (count and count != budget_round.number_of_years):
        years = budget_round.years
        raise ImpossibleImport(
            f"The round {budget_round.name} already exists, from {years[0]} to {years[-1]}: leave its years out."
        )


def _first_and_count(document: ParsedDocument, request: ImportRequest) -> tuple[FinancialYear, int, str]:
    if request.first_year and request.number_of_years:
        return request.first_year, request.number_of_years, ""
    named = find_years(request.round_name)
    in_titles = {year for proposal in document.proposals for year in find_years(proposal.title)}
    found, source = sorted(document.years), ""
    if found and (spanned := _named_span(request.round_name)) and set(found) < set(spanned):
        # The name of a new round outranks a year found in one cell.
        found = list(spanned)
    if not found and named:
        found, source = sorted(named), "the round’s name"
    if not found and len(in_titles) == 1:
        found, source = sorted(in_titles), "the only year that the titles of its proposals name"
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
