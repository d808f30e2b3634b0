"""A proposal as a document states it, whatever the document's style: plain values, nothing guessed.

The summary, the impact table and the business cases are all read into this shape, so that one plan and
one application serve them. What a document does not state is empty or None here, never nought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from proposals.importing.findings import Finding
from proposals.importing.lines import Line
from services.values.money import Sign, Unit
from services.values.years import FinancialYear


class Answer(StrEnum):
    """Whether a section of a form was answered, said not to apply, or left blank; a section left out is none."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"


@dataclass(frozen=True)
class StatedSection:
    """One narrative section: its kind (a key of STATEMENT_KINDS, or "other"), its printed heading, its text.

    `text` is as printed even where it says no more than “N/A”; it is empty for a section left blank.
    """

    kind: str
    heading: str
    text: str
    answer: Answer
    place: str


@dataclass(frozen=True)
class StatedReport:
    """Where a proposal was reported: the meeting as printed (“Sept 17”), its agenda item and its appendix.

    `month` is the first day of the meeting's month as (year, month), None where it cannot be told.
    """

    meeting: str
    item: str = ""
    appendix: str = ""
    month: tuple[int, int] | None = None
    body: str = ""
    """The body that met, where the document says so: “Cabinet” of “Date reported to Cabinet”."""


@dataclass(frozen=True)
class StatedProposal:
    """One proposal as its document states it.

    Amounts are whole pounds with a saving positive, whatever sign was printed. `savings` holds the
    discrete saving of each year that is stated; `total` is the stated total. `profile_complete` is false
    where the years between are not stated. `fte_change` is set only where one number is printed, as a
    signed change over the whole period (posts deleted are negative); the words stay in a section.
    """

    title: str
    place: str
    references: tuple[str, ...] = ()
    service: str = ""
    portfolio: str = ""
    category: str = ""
    savings: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    profile_complete: bool = True
    headline: str = ""
    """The saving as printed, where it is one cell of words and figures (“£900k”, “Cost neutral”)."""
    headline_label: str = ""
    """The printed label of that cell, where it is unusual."""
    start_year: FinancialYear | None = None
    risk: str = ""
    """Risk to delivery: "H", "M", "L" or empty."""
    risk_as_printed: str = ""
    fte_change: Decimal | None = None
    sections: tuple[StatedSection, ...] = ()
    risks: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    non_financial_benefits: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    reported: tuple[StatedReport, ...] = ()
    consultation_only: bool = False
    senior_responsible_officer: str = ""
    """The cell as printed: it may name several people; nothing is split."""

    @property
    def first_year(self) -> FinancialYear | None:
        """The year that the saving begins in, as far as the document's figures tell."""
        return self.start_year or min((year for year, pounds in self.savings.items() if pounds), default=None)

    def fte_by_year(self, years: Sequence[FinancialYear]) -> dict[FinancialYear, Decimal]:
        """Return the FTE change by the year it is held in; empty where none is stated.

        The one figure for all years stands in the year that the saving begins in, else the first of `years`.
        """
        return {} if self.fte_change is None else {self.first_year or years[0]: self.fte_change}


@dataclass(frozen=True)
class StatedSubtotal:
    """A subtotal or grand total as printed: what it is of, and its figures in whole pounds, a saving positive."""

    level: str
    """“category”, “service area”, “portfolio” or “document”."""
    name: str
    savings: Mapping[FinancialYear, int]
    total: int | None
    place: str


@dataclass(frozen=True)
class StatedDocument:
    """All proposals of a document in order, its subtotals, its findings, and the lines it left over."""

    title: str
    years: tuple[FinancialYear, ...]
    """The financial years that the document's figures cover; empty where it names none."""
    proposals: tuple[StatedProposal, ...]
    subtotals: tuple[StatedSubtotal, ...]
    savings_sign: Sign
    unit: Unit
    decimals: int
    findings: tuple[Finding, ...]
    lines_read: int
    left_over: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    """What the document says beside its tables: sentences before them, “All figures taken from …” below them."""
