"""A proposal as a document states it, whatever the document's kind: plain values, nothing guessed.

Tables, forms and business cases are all read into this shape, so that one plan and one application serve
them. What a document does not state is empty or None here, never zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from proposals.importing.files.blocks import Location
from services.values.years import FinancialYear


class Answer(StrEnum):
    """How a section of a form was answered: with words, as not applicable, or not at all."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"


class Direction(StrEnum):
    """Whether a row reduces the budget or adds to it."""

    SAVING = "saving"
    GROWTH = "growth"


@dataclass(frozen=True)
class ParsedSection:
    """A narrative section: its kind (a key of STATEMENT_KINDS, or "other"), its printed heading, its text."""

    kind: str
    heading: str
    text: str
    answer: Answer
    location: Location = field(default_factory=Location)


@dataclass(frozen=True)
class ParsedReport:
    """A report of a proposal to a meeting: the meeting as printed (“Sept 17”), its agenda item and its appendix.

    `month` is the meeting's month as (year, month), None where it cannot be told.
    """

    meeting: str
    item: str = ""
    appendix: str = ""
    month: tuple[int, int] | None = None
    body: str = ""
    """The body that met, where the document says so: “Cabinet” of “Date reported to Cabinet”."""


@dataclass(frozen=True)
class ParsedBudget:
    """The base budget of a proposal's service in whole pounds, and the year it is of where that is stated."""

    gross: int | None = None
    income: int | None = None
    net: int | None = None
    year: FinancialYear | None = None


@dataclass(frozen=True)
class ParsedProposal:
    """A proposal as its document states it.

    Amounts are whole pounds with a saving positive, whatever sign was printed. `savings` holds the discrete
    saving of each year that is stated; `total` is the stated total. `profile_complete` is false where the
    years between are not stated. FTE changes are signed: posts deleted are negative.
    """

    title: str
    location: Location = field(default_factory=Location)
    references: tuple[str, ...] = ()
    directorate: str = ""
    service: str = ""
    portfolio: str = ""
    category: str = ""
    direction: Direction = Direction.SAVING
    savings: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    costs: Mapping[FinancialYear, int] = field(default_factory=dict)
    """Costs stated in columns of their own, such as those of implementation: positive."""
    cost_total: int | None = None
    """A cost stated for no year."""
    profile_complete: bool = True
    one_off: bool | None = None
    """True for one-off, False for recurring, None where the document does not say."""
    full_year_effect: int | None = None
    budget: ParsedBudget | None = None
    headline: str = ""
    """The saving as printed, where it is one cell of words and figures (“£900k”, “Cost neutral”)."""
    headline_label: str = ""
    """The printed label of that cell, where it is unusual."""
    start_year: FinancialYear | None = None
    risk: str = ""
    """Risk to delivery: "H", "M", "L" or empty."""
    risk_as_printed: str = ""
    rag: str = ""
    fte_changes: Mapping[FinancialYear, Decimal] = field(default_factory=dict)
    fte_change: Decimal | None = None
    """The change over the whole period, where it is stated."""
    fte_in_post: Decimal | None = None
    vacant: Decimal | None = None
    """Vacant posts among those deleted."""
    sections: tuple[ParsedSection, ...] = ()
    notes: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    non_financial_benefits: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    committee_amounts: Mapping[str, int] = field(default_factory=dict)
    reported: tuple[ParsedReport, ...] = ()
    consultation_only: bool = False
    senior_responsible_officer: str = ""
    """The cell as printed: it may name several people; nothing is split."""

    @property
    def first_year(self) -> FinancialYear | None:
        """The year that the saving begins in, as far as the document's figures tell."""
        years = (year for year, pounds in self.savings.items() if pounds)
        return min(years, default=self.start_year)

    @property
    def fte_total(self) -> Decimal | None:
        """The stated change in FTE, or what the stated years add up to; None where none is stated."""
        if self.fte_change is not None or not self.fte_changes:
            return self.fte_change
        return sum(self.fte_changes.values(), Decimal(0))

    def fte_by_year(self, years: Sequence[FinancialYear]) -> dict[FinancialYear, Decimal]:
        """Return the FTE change by the year it is held in; empty where none is stated.

        One figure for all years stands in the year that the saving begins in, else the first of `years`.
        """
        if self.fte_changes:
            return dict(self.fte_changes)
        return {} if self.fte_change is None else {self.first_year or years[0]: self.fte_change}

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as the command prints it."""
        known = self.total if self.total is not None or not self.savings else sum(self.savings.values())
        return {
            "reference": self.references[0] if self.references else "",
            "title": self.title,
            "directorate": self.directorate or self.portfolio,
            "service": self.service,
            "category": self.category,
            "direction": str(self.direction),
            "amounts": {str(year): pounds for year, pounds in self.savings.items()},
            "total": known,
            "fte_total": None if self.fte_total is None else float(self.fte_total),
        }
