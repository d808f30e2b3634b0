"""An option form as stated in a document, before it is checked or stored: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.domain.records import BUSINESS_CASE_KINDS, IMPACT_KINDS, OPTION_FORM_KINDS
from proposals.importing.forms.headings import Heading
from services.values.money import Sign, Unit
from services.values.years import FinancialYear

SMALL_BUDGET = 10_000
"""Pounds: in a form that prints savings in thousands or millions, a smaller amount is hardly a service's budget."""
SERVICE = Heading("service", "Service Name", other_wordings=("Service", "Name of service", "Service area"))
START_YEAR = Heading(
    "start_year", "Which 'start year' does this option relate to", other_wordings=("Start year",)
)
GROSS = Heading("gross", "Gross budget", dated=True, other_wordings=("Gross",))
INCOME = Heading("income", "Income", dated=True, other_wordings=("Income budget",))
NET = Heading("net", "Net budget", dated=True, other_wordings=("Net",))
ADDING_UP = ("cumulative", "in year", "running total")
"""Words of headings whose figures add up over the years, and so are not the change made in each."""
PROFILE = Heading(
    "profile",
    "Savings Target and Profiling (discrete year)",
    other_wordings=(
        "Savings target and profiling",
        "Savings target and profile",
        "Savings target and profiling (discrete years)",
        "Savings target",
        "Savings profile",
        "Savings profiling",
        "Saving profile",
        "Profile of savings",
        "Savings by year",
        "Proposed savings",
        "Proposed saving",
        "Budget savings",
        "Savings",
        "Saving",
    ),
    never_with=ADDING_UP,
)
FTE = Heading(
    "fte",
    "FTE implications",
    other_wordings=(
        "FTE",
        "FTEs",
        "FTE impact",
        "FTE change",
        "FTE changes",
        "FTE reduction",
        "FTE reductions",
        "Change in FTE",
        "Reduction in FTE",
        "Impact on FTE",
        "Impact on staffing FTE",
        "Impact on staff FTE",
        "Staffing FTE",
        "Staffing implications FTE",
        "Posts deleted",
        "Posts deleted FTE",
        "Number of posts deleted",
        "WTE implications",
        "WTE impact",
    ),
    never_with=ADDING_UP,
)
NARRATIVE = tuple(Heading(kind, wording) for kind, wording in OPTION_FORM_KINDS.items())
MORE = (
    Heading(
        "how_achieved",
        IMPACT_KINDS["how_achieved"],
        other_wordings=("How will it be achieved", "How to be achieved", "How the saving will be achieved"),
    ),
    Heading(
        "impact_upon_staff",
        IMPACT_KINDS["impact_upon_staff"],
        other_wordings=(
            "Impacts on staff",
            "Impact upon staff",
            "Impact on staffing",
            "Staffing impact",
            "Staffing implications",
            "Workforce implications",
        ),
    ),
    Heading(
        "impact_upon_property",
        IMPACT_KINDS["impact_upon_property"],
        other_wordings=(
            "Impact on property",
            "Impacts on property",
            "Impact on assets",
            "Property implications",
        ),
    ),
    Heading(
        "protected_characteristics",
        BUSINESS_CASE_KINDS["protected_characteristics"],
        other_wordings=("Equality impact", "Equality implications", "Impact on protected characteristics"),
    ),
)
"""Narrative headings that the form itself lacks and other councils' forms have, read where they are spelt so."""
BUDGETS = (GROSS, INCOME, NET)
FIGURES = (SERVICE, START_YEAR, *BUDGETS, PROFILE, FTE)
FORM = (*FIGURES, *NARRATIVE)
"""The headings of the option form, in the order it prints them."""


@dataclass(frozen=True)
class Stated:
    """An amount as the form states it, in whole pounds with the printed sign, and where."""

    pounds: int
    place: str


@dataclass(frozen=True)
class OptionForm:
    """One option as its form states it.

    Money keeps the printed sign until `savings` is asked. `discrete` and `fte` are empty when the form
    does not give them: not known is not nought.
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
    """Where the value of each heading stands, by the heading's name."""

    def place_of(self, heading: Heading) -> str:
        """Return where the heading's value stands; the form's beginning when it is not known."""
        return self.places.get(heading.name, self.place)

    def savings(self, sign: Sign) -> dict[FinancialYear, int]:
        """Return the discrete savings by year as positive pounds, given the sign the document prints."""
        return {year: -pounds if sign == "negative" else pounds for year, pounds in self.discrete.items()}
