"""An option form as stated in a document, before it is checked or stored: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.importing.forms.headings import OPTION_FORM, Heading
from services.values.money import Sign, Unit
from services.values.years import FinancialYear

SMALL_BUDGET = 10_000
"""Pounds: in a form that prints savings in thousands or millions, a smaller amount is hardly a service's budget."""
SERVICE = OPTION_FORM["service"]
START_YEAR = OPTION_FORM["start_year"]
GROSS = OPTION_FORM["gross"]
INCOME = OPTION_FORM["income"]
NET = OPTION_FORM["net"]
PROFILE = OPTION_FORM["profile"]
FTE = OPTION_FORM["fte"]
BUDGETS = (GROSS, INCOME, NET)
FIGURES = (SERVICE, START_YEAR, *BUDGETS, PROFILE, FTE)
NARRATIVE = tuple(OPTION_FORM[kind] for kind in OPTION_FORM_KINDS)
MORE = tuple(heading for heading in OPTION_FORM.headings if heading.exactly)
"""Narrative headings that the form itself lacks and other councils' forms have, read where they are spelt so."""
FORM = (*FIGURES, *NARRATIVE)
"""The headings of the option form, in the order it prints them."""
ADDING_UP = PROFILE.never_with
"""Words of headings whose figures add up over the years, and so are not the change made in each."""


@dataclass(frozen=True)
class Stated:
    """An amount as the form states it, in whole pounds with the printed sign, and where."""

    pounds: int
    place: str


@dataclass(frozen=True)
class OptionForm:
    """One option as its form states it.

    Money keeps the printed sign until `savings` is asked. `discrete` and `fte` are empty when the form
    does not give them: not known is not zero.
    """

    reference: str
    title: str
    place: str
    service: str
    start_year: FinancialYear | None
    base_year: FinancialYear | None
    gross: Stated | None
    income: Stated | None
    net: Stated | None
    budget_note: str
    discrete: Mapping[FinancialYear, int]
    discrete_total: Stated | None
    profile_note: str
    unit: Unit
    decimals: int
    fte: Mapping[FinancialYear, Decimal]
    fte_total: Decimal | None
    fte_place: str
    fte_note: str
    statements: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Where the value of each heading stands, by the heading's kind."""

    def place_of(self, heading: Heading) -> str:
        """Return where the heading's value stands; the form's beginning when it is not known."""
        return self.places.get(heading.kind, self.place)

    def savings(self, sign: Sign) -> dict[FinancialYear, int]:
        """Return the discrete savings by year as positive pounds, given the sign the document prints."""
        return {year: -pounds if sign == "negative" else pounds for year, pounds in self.discrete.items()}
