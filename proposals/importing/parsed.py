"""A proposal as a document states it, whatever the document's kind: plain values, nothing guessed.

Tables, option forms and business cases are all read into this shape, so that one plan and one application
serve them. What a document does not state is empty or None here, never zero.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from proposals.domain.direction import PRESSURE, SAVING
from proposals.importing.issues import Issue
from proposals.importing.lines import Line
from services.values.money import Sign, Unit
from services.values.years import FinancialYear

_NOT_APPLICABLE = re.compile(
    r"""
    [\s(\["']*
    (?:
        n\s?[/\\.|-]?\s?a\.?(?:pp(?:licable)?)?   # N/A, n.a., NA, N\A, n/app
      | n[/\\]appl?(?:icable)?
      | (?:this\s+(?:section\s+)?(?:is\s+)?|these\s+are\s+)?not?[\s-]+(?:directly\s+)?applicable
      | (?:this\s+)?(?:is\s+)?not\s+relevant
      | (?:this\s+)?does\s+not\s+apply
      | (?:none|nothing)\s+applicable
      | [-\u2010-\u2014\u2212]{1,3}
    )
    (?:\s+(?:to|for|in|at)\s+(?:this|the)\s+(?:project|proposal|case|stage|section|business\s+case))?
    (?:\s*(?:[/,:;(\u2010-\u2014-]|as\b|because\b|since\b)\s*(?P<reason>[^\n]{0,200}))?
    [\s.)\]"'*]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_NOT_APPLICABLE = 260


class Answer(StrEnum):
    """Whether a section of a form was answered, said not to apply, or left blank; a section left out is none."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"


def answer_of(text: str) -> Answer:
    """Return whether the text of a section answers it, says that it does not apply, or is not there.

    “None” is an answer: there are none.
    """
    if not text.strip():
        return Answer.BLANK
    if len(text) <= _LONGEST_NOT_APPLICABLE and _NOT_APPLICABLE.fullmatch(text.strip()):
        return Answer.NOT_APPLICABLE
    return Answer.ANSWERED


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """One narrative section: its kind (a key of STATEMENT_KINDS, or "other"), its printed heading, its text.

    `text` is as printed even where it says no more than “N/A”; it is empty for a section left blank.
    """

    kind: str
    heading: str
    text: str
    answer: Answer


@dataclass(frozen=True)
class ParsedReport:
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
class ParsedBudget:
    """The base budget of a proposal's service in whole pounds, the year it is of, and its footnote."""

    gross: int
    income: int
    year: FinancialYear | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParsedProposal:
    """A proposal as its document states it.

    Amounts are whole pounds with a saving positive and a pressure negative, whatever sign was printed. `savings`
    holds the discrete saving of each year that is stated; `total` is the stated total. `profile_complete` is false
    where the years between are not stated. FTE changes are signed, posts deleted negative: by year, or as one figure
    for the whole period.
    """

    title: str
    place: str
    places: Mapping[str, str] = field(default_factory=dict)
    """Where its parts stand (“profile”, “fte”, “budget”), as far as that is known more exactly."""
    references: tuple[str, ...] = ()
    directorate: str = ""
    titled_directorate: str = ""
    service: str = ""
    portfolio: str = ""
    category: str = ""
    direction: str = SAVING
    pressure_category: str = ""
    fund: str = ""
    certainty: str = ""
    council_share: Decimal | None = None
    """In percent."""
    in_earlier_plan: bool = False
    savings: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    costs: Mapping[FinancialYear, int] = field(default_factory=dict)
    """One-off costs by year, positive, where columns of their own state them."""
    one_off: bool = False
    """Whether the savings are of their year only."""
    profile_complete: bool = True
    headline: str = ""
    """The saving as printed, where it is one cell of words and figures (“£900k”, “Cost neutral”)."""
    headline_label: str = ""
    """The printed label of that cell, where it is unusual."""
    start_year: FinancialYear | None = None
    risk: str = ""
    """Risk to delivery: "H", "M", "L" or empty."""
    risk_as_printed: str = ""
    fte_changes: Mapping[FinancialYear, Decimal] = field(default_factory=dict)
    fte_change: Decimal | None = None
    """The change over the whole period, where it is given as one figure."""
    budget: ParsedBudget | None = None
    base_year: FinancialYear | None = None
    profile_note: str = ""
    fte_note: str = ""
    sections: tuple[ParsedSection, ...] = ()
    risks: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    non_financial_benefits: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    reported: tuple[ParsedReport, ...] = ()
    consultation_only: bool = False
    senior_responsible_officer: str = ""
    """The cell as printed: it may name several people; nothing is split."""

    @property
    def is_pressure(self) -> bool:
        """Return whether it adds to the budget."""
        return self.direction == PRESSURE

    @property
    def first_year(self) -> FinancialYear | None:
        """The year that the saving begins in, as far as the document's figures tell."""
        years = (year for year, pounds in self.savings.items() if pounds)
        return min(years, default=self.start_year)

    def place_of(self, part: str) -> str:
        """Return where a part of the proposal stands, else where the proposal begins."""
        return self.places.get(part, self.place)

    @property
    def reference(self) -> str:
        """The first reference that the document prints, empty where it prints none."""
        return self.references[0] if self.references else ""

    @property
    def total_saving(self) -> int | None:
        """The stated total, else what all the years add up to; None where neither is known."""
        if self.total is not None or not (self.profile_complete and self.savings):
            return self.total
        return sum(self.savings.values())

    @property
    def fte_total(self) -> Decimal | None:
        """The stated change in FTE, else what the stated years add up to; None where none is stated."""
        if self.fte_change is not None or not self.fte_changes:
            return self.fte_change
        return sum(self.fte_changes.values(), Decimal(0))

    def fte_by_year(self, years: Sequence[FinancialYear]) -> dict[FinancialYear, Decimal]:
        """Return the FTE change by the year it is stored in; empty where none is stated.

        One figure for all years stands in the year that the saving begins in, else the first of `years`.
        """
        if self.fte_change is None or self.fte_changes:
            return dict(self.fte_changes)
        return {self.first_year or years[0]: self.fte_change}


@dataclass(frozen=True)
class ParsedDocument:
    """All proposals of a document in order, its issues, and the lines it left over."""

    title: str
    years: tuple[FinancialYear, ...]
    """The financial years that the document's figures cover; empty where it names none."""
    proposals: tuple[ParsedProposal, ...]
    savings_sign: Sign
    unit: Unit
    decimals: int
    issues: tuple[Issue, ...]
    lines_read: int
    left_over: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    """What the document says beside its tables: sentences before them, “All figures taken from …” below them."""
    kind: str = ""
    """The code name of the kind of document."""
    base_year: FinancialYear | None = None
    """The year of the base budgets, where the document states it."""

    @property
    def has_marks(self) -> bool:
        """Return whether it states pressures, or funds, shares or earlier plans beside its savings."""
        return any(
            parsed.is_pressure
            or parsed.fund
            or parsed.certainty
            or parsed.in_earlier_plan
            or parsed.council_share is not None
            for parsed in self.proposals
        )
