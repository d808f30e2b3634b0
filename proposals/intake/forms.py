"""An option form as stated in a document, before it is checked or stored: plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.intake.headings import Heading
from proposals.records import STATEMENT_KINDS
from services.money import Sign, Unit
from services.years import FinancialYear

SERVICE = Heading("service", "Service Name")
START_YEAR = Heading("start_year", "Which 'start year' does this option relate to")
GROSS = Heading("gross", "Gross budget", dated=True)
INCOME = Heading("income", "Income", dated=True)
NET = Heading("net", "Net budget", dated=True)
PROFILE = Heading("profile", "Savings Target and Profiling (discrete year)")
FTE = Heading("fte", "FTE implications")
NARRATIVE = tuple(Heading(kind, wording) for kind, wording in STATEMENT_KINDS.items())
BUDGETS = (GROSS, INCOME, NET)
FIGURES = (SERVICE, START_YEAR, *BUDGETS, PROFILE, FTE)
FORM = (*FIGURES, *NARRATIVE)
"""The headings of the option form, in the order it prints them."""

_TITLE_LINE = re.compile(
    r"^(?P<reference>[A-Z]{1,6}(?:/[A-Z]{1,4})*[ ./-]?\d[\d.]*[A-Za-z]?)\s*(?:[–—:]|-|\t|\s-)\s*(?P<title>\S.*)$"
)


def split_title(text: str) -> tuple[str, str] | None:
    """Return the reference and title of a line such as “CYP002 – FAMILY INFORMATION SERVICE”, or None."""
    match = _TITLE_LINE.match(text)
    return (match["reference"].strip(), match["title"].strip()) if match else None


@dataclass(frozen=True)
class Stated:
    """An amount as the form states it, in whole pounds with the printed sign, and where."""

    pounds: int
    place: str


@dataclass(frozen=True)
class OptionForm:
    """One option as its form states it.

    Money keeps the printed sign until `savings` is asked. `discrete` and `fte` are None when the form
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

    def savings(self, sign: Sign) -> dict[FinancialYear, int]:
        """Return the discrete savings by year as positive pounds, given the sign the document prints."""
        return {year: -pounds if sign == "negative" else pounds for year, pounds in self.discrete.items()}
