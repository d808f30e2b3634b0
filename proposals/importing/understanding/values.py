"""The understanding of a document as plain values: tables, proofs, questions and unread parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from councilsavings.excel import column_letters
from proposals.importing.files.blocks import Location, Omission
from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedProposal
from services.values.money import UNIT_LABEL, Sign, Unit
from services.values.years import FinancialYear


class Basis(StrEnum):
    """Whether the figure of a year is the change made in it, or holds those of the years before."""

    DISCRETE = "discrete"
    CUMULATIVE = "cumulative"


class Recurrence(StrEnum):
    """Whether savings last, or fall out the year after; mixed where rows of both stand in one table."""

    RECURRING = "recurring"
    ONE_OFF = "one-off"
    MIXED = "mixed"


class Role(StrEnum):
    """What a row of a table is."""

    ITEM = "item"
    GROUP = "group heading"
    CONTINUATION = "continuation"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    TARGET = "target"
    AGREED = "agreed earlier"
    BUDGET = "budget line"
    PERCENTAGE = "percentage"
    NOTE = "note"
    BLANK = "blank"
    HEADING = "repeated heading"
    SUMMARY = "summary of other rows"
    UNDECIDED = "undecided"
    LEFT_OUT = "not a proposal"


def describe_location(location: Location) -> str:
    """Return a location in words: “Sheet ‘Savings’, row 4, column E”."""
    column = column_letters(location.column - 1) if location.column else ""
    parts = (
        (location.sheet, f"sheet “{location.sheet}”"),
        (location.page, f"page {location.page}"),
        (location.table and not location.sheet, f"table {location.table}"),
        (location.row, f"row {location.row}"),
        (column, f"column {column}"),
        (location.line and not location.row, f"line {location.line}"),
    )
    return ", ".join(words for is_known, words in parts if is_known)


@dataclass(frozen=True)
class UnderstoodColumn:
    """A column: its heading as printed, its kind, the year and unit of its figures, and what tells so."""

    heading: str
    kind: str
    year: FinancialYear | None
    unit: Unit | None
    confidence: float
    evidence: tuple[str, ...]
    key: str = ""
    """The heading, by which a person corrects its kind, year and unit."""


@dataclass(frozen=True, slots=True)
class UnderstoodRow:
    """A row: its role, and for figures the whole pounds by year, a saving positive."""

    location: Location
    role: Role
    title: str = ""
    reference: str = ""
    amounts: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    fte: Decimal | None = None
    direction: str = ""
    """Saving or pressure, of an item."""
    id: str = ""


@dataclass(frozen=True)
class UnderstoodTable:
    """A table: where it stands, how its figures are to be read, its columns and every row."""

    location: Location
    title: str
    unit: Unit | None
    sign: Sign
    years: tuple[FinancialYear, ...]
    basis: Basis
    recurrence: Recurrence
    columns: tuple[UnderstoodColumn, ...]
    rows: tuple[UnderstoodRow, ...]
    evidence: tuple[str, ...] = ()
    decimals: int = 0
    holds_forms: bool = False
    """Its rows are forms, and its columns their labels."""


@dataclass(frozen=True)
class Proof:
    """A printed figure held against one that is computed, both in whole pounds as printed, or in rows."""

    what: str
    printed: int | Decimal
    computed: int | Decimal
    holds: bool
    location: Location = field(default_factory=Location)
    counts_rows: bool = False
    """Whether its figures are numbers of rows: all of them, and those for which it holds."""
    is_of_posts: bool = False
    """Whether its figures are posts and no money."""


@dataclass(frozen=True)
class Question:
    """A question that a person answers by choosing; the reading given follows the default until then."""

    id: str
    about: str
    location: Location
    text: str
    choices: tuple[str, ...]
    default: str
    is_supported: bool = False
    """Words, sums or an earlier answer speak for the default, so that a page may choose it beforehand."""


@dataclass(frozen=True)
class Understanding:
    """All that is understood of a document."""

    tables: tuple[UnderstoodTable, ...] = ()
    proofs: tuple[Proof, ...] = ()
    questions: tuple[Question, ...] = ()
    unread: tuple[Omission, ...] = ()
    """The parts of the document that no proposal, total or question holds."""
    tables_not_read: tuple[Omission, ...] = ()
    """The tables no row of which was read, each with its headings in quotation marks."""
    issues: tuple[Issue, ...] = ()
    proposals: tuple[ParsedProposal, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """“refused” where an error stops the import, “questions” where some are open, else “read”."""
        if not self.tables or any(issue.severity is Severity.ERROR for issue in self.issues):
            return "refused"
        return "questions" if self.questions else "read"

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The financial years of all tables, in order."""
        return tuple(sorted({year for table in self.tables for year in table.years}))


def as_json(value: Any) -> Any:
    """Return a value as JSON takes it: a location in words as “place”, a unit as it is printed, years as texts."""
    if value is None or isinstance(value, str | bool | int | float):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Location):
        return describe_location(value)
    if is_dataclass(value) and not isinstance(value, FinancialYear):
        named = {
            ("place" if part.name == "location" else part.name): getattr(value, part.name)
            for part in fields(value)
        }
        return {
            name: UNIT_LABEL.get(part, None) if name == "unit" else as_json(part)
            for name, part in named.items()
        }
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    return float(value) if isinstance(value, Decimal) else str(value)
