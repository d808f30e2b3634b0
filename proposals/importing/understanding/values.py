"""What is understood of a document, as plain values: tables, proofs, questions and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.parsed import ParsedProposal
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


class Severity(StrEnum):
    """How serious an issue is: an error stops the import, a note only informs."""

    ERROR = "error"
    NOTE = "note"


def describe_location(location: Location) -> str:
    """Return a location in words: “Sheet ‘Savings’, row 4, column E”."""
    parts = []
    if location.sheet:
        parts.append(f"sheet “{location.sheet}”")
    if location.page:
        parts.append(f"page {location.page}")
    if location.table and not location.sheet:
        parts.append(f"table {location.table}")
    if location.row:
        parts.append(f"row {location.row}")
    if location.column:
        parts.append(f"column {column_letters(location.column)}")
    if location.line and not location.row:
        parts.append(f"line {location.line}")
    return ", ".join(parts)


def column_letters(column: int) -> str:
    """Return a column's letters as a spreadsheet has them: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class UnderstoodColumn:
    """A column: its heading as printed, its kind, the year and unit of its figures, and what tells so."""

    heading: str
    kind: str
    year: FinancialYear | None
    unit: Unit | None
    confidence: float
    evidence: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the column as JSON takes it."""
        return {
            "heading": self.heading,
            "kind": self.kind,
            "year": str(self.year) if self.year else None,
            "unit": UNIT_LABEL[self.unit] if self.unit else None,
            "confidence": self.confidence,
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True)
class UnderstoodRow:
    """A row: its role, and for figures the whole pounds by year, a saving positive."""

    location: Location
    role: Role
    title: str = ""
    reference: str = ""
    amounts: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    fte: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON takes it."""
        return {
            "place": describe_location(self.location),
            "role": str(self.role),
            "title": self.title,
            "reference": self.reference,
            "amounts": {str(year): pounds for year, pounds in self.amounts.items()},
            "total": self.total,
            "fte": None if self.fte is None else str(self.fte),
        }


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

    def as_json(self) -> dict[str, Any]:
        """Return the table as JSON takes it."""
        return {
            "place": describe_location(self.location),
            "title": self.title,
            "unit": UNIT_LABEL[self.unit] if self.unit else None,
            "sign": self.sign,
            "years": [str(year) for year in self.years],
            "basis": str(self.basis),
            "recurrence": str(self.recurrence),
            "columns": [column.as_json() for column in self.columns],
            "rows": [row.as_json() for row in self.rows],
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True)
class Proof:
    """A printed figure held against one that is computed, both in whole pounds as printed."""

    what: str
    printed: int | Decimal
    computed: int | Decimal
    holds: bool
    location: Location = field(default_factory=Location)

    def as_json(self) -> dict[str, Any]:
        """Return the proof as JSON takes it."""
        figures = (
            str(figure) if isinstance(figure, Decimal) else figure for figure in (self.printed, self.computed)
        )
        printed, computed = figures
        place = describe_location(self.location)
        return {
            "what": self.what,
            "printed": printed,
            "computed": computed,
            "holds": self.holds,
            "place": place,
        }


@dataclass(frozen=True)
class Question:
    """A question that a person answers by choosing; the reading given follows the default until then."""

    id: str
    about: str
    location: Location
    text: str
    choices: tuple[str, ...]
    default: str

    def as_json(self) -> dict[str, Any]:
        """Return the question as JSON takes it."""
        return {
            "id": self.id,
            "about": self.about,
            "place": describe_location(self.location),
            "text": self.text,
            "choices": list(self.choices),
            "default": self.default,
        }


@dataclass(frozen=True)
class Unread:
    """A part of the document that no proposal, total or question holds: its text, and why."""

    location: Location
    text: str
    why: str

    def as_json(self) -> dict[str, Any]:
        """Return the part as JSON takes it."""
        return {"place": describe_location(self.location), "text": self.text, "why": self.why}


@dataclass(frozen=True)
class Issue:
    """Something to say of a document that is no question: an error that stops it, or a note."""

    severity: Severity
    code: str
    location: Location
    message: str

    def as_json(self) -> dict[str, Any]:
        """Return the issue as JSON takes it."""
        place = describe_location(self.location)
        return {"severity": str(self.severity), "code": self.code, "place": place, "message": self.message}


@dataclass(frozen=True)
class Understanding:
    """All that is understood of a document."""

    tables: tuple[UnderstoodTable, ...] = ()
    proofs: tuple[Proof, ...] = ()
    questions: tuple[Question, ...] = ()
    unread: tuple[Unread, ...] = ()
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

    def as_json(self) -> dict[str, Any]:
        """Return the understanding as the command prints it."""
        return {
            "status": self.status,
            "understanding": {
                "tables": [table.as_json() for table in self.tables],
                "proofs": [proof.as_json() for proof in self.proofs],
            },
            "questions": [question.as_json() for question in self.questions],
            "unread": [part.as_json() for part in self.unread],
            "issues": [issue.as_json() for issue in self.issues],
            "proposals": [proposal.as_json() for proposal in self.proposals],
        }
