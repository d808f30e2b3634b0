"""What cannot be stored, said before anything is written: years outside the round, texts and figures too large."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from proposals.domain.references import directorate_code
from proposals.importing.findings import Finding, Level
from proposals.importing.option_pages.checks import check_base_year
from proposals.importing.option_pages.forms import FTE, NET, PROFILE, START_YEAR, OptionForm
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

_LONGEST_SLUG, _LONGEST_NAME = 50, 200
_LONGEST_REFERENCE, _LONGEST_TITLE, _LONGEST_NOTE, _LONGEST_CODE = 40, 300, 500, 20


def wrong_name(council_slug: str, council_name: str, round_name: str) -> str:
    """Return in words what is wrong with the names of the council and the round, or nothing."""
    try:
        validate_slug(council_slug)
    except ValidationError:
        return (
            f"“{council_slug}” is no short name: write small letters, figures and hyphens, such as northmoor."
        )
    if not round_name.strip():
        return "Give the budget round a name."
    for named, text, most in (
        ("council's short name", council_slug, _LONGEST_SLUG),
        ("council's name", council_name, _LONGEST_NAME),
        ("budget round's name", round_name, _LONGEST_NAME),
    ):
        if len(text) > most:
            return f"The {named} is longer than {most} letters."
    return ""


def check_against_round(
    form: OptionForm, base_year: FinancialYear, years: tuple[FinancialYear, ...]
) -> Iterator[Finding]:
    """Yield the form's years that are not the round's."""
    span = f"{years[0]} to {years[-1]}"
    stated = [("start year", form.start_year, form.place_of(START_YEAR))]
    stated.extend(("savings profile", year, form.place_of(PROFILE)) for year in form.discrete)
    stated.extend(("FTE table", year, form.place_of(FTE)) for year in form.fte)
    for where, year, place in stated:
        if year and year not in years:
            message = f"{year} in the {where} is not a year of the round ({span})."
            yield Finding(Level.ERROR, "year outside the round", form.reference, place, message)
    yield from check_base_year(form, base_year)


def check_limits(form: OptionForm) -> Iterator[Finding]:
    """Yield what of the form is too long or too large to be kept, and a reference that names no directorate."""

    def error(code: str, place: str, message: str) -> Finding:
        return Finding(Level.ERROR, code, form.reference, place, message)

    code = directorate_code(form.reference)
    if form.reference and not code:
        yield error(
            "reference without letters",
            form.place,
            f"the reference “{form.reference}” has no letters that name a directorate.",
        )
    for name, text, most, place in (
        ("reference", form.reference, _LONGEST_REFERENCE, form.place),
        ("reference's beginning", code, _LONGEST_CODE, form.place),
        ("title", form.title, _LONGEST_TITLE, form.place),
        ("budget's footnote", form.budget_note, _LONGEST_NOTE, form.place_of(NET)),
        ("profile's footnote", form.profile_note, _LONGEST_NOTE, form.place_of(PROFILE)),
        ("FTE footnote", form.fte_note, _LONGEST_NOTE, form.place_of(FTE)),
    ):
        if len(text) > most:
            yield error("too long", place, f"the {name} is longer than {most} letters.")
    amounts = [(stated.pounds, stated.place) for stated in (form.gross, form.income) if stated]
    amounts.extend((pounds, form.place_of(PROFILE)) for pounds in form.discrete.values())
    for pounds, place in amounts:
        if abs(pounds) > LARGEST_AMOUNT:
            yield error(
                "too large",
                place,
                f"{format_money(pounds, MoneyStyle())} is more than a council's budget can hold.",
            )
    for change in form.fte.values():
        if abs(change) > LARGEST_FTE:
            yield error("too large", form.place_of(FTE), f"{change:,} full-time equivalents are too many.")
