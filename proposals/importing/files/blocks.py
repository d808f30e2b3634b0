"""A document as blocks in reading order: what every file reader makes and everything else reads.

A block is a paragraph, a list or a grid of cells. Each knows its place in the file, and how it was shown.
What the file contains but a reader of it would not see (hidden rows, struck-through text, pictures) is never
content; it stands in `omissions`, each with its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands in a file: sheet, page, table, row and column or line, counted from 1; 0 is none."""

    sheet: str = ""
    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid as it is displayed, and the value behind it.

    `text` is what a person sees; `value` is the exact number or date behind it, None where the cell holds text.
    A merged cell stands once, at its first row and column, with `rows` and `columns` telling how far it reaches;
    the positions that it covers hold cells with `covered` set.
    """

    text: str = ""
    value: Decimal | date | None = None
    number_format: str = ""
    bold: bool = False
    indent: int = 0
    rows: int = 1
    columns: int = 1
    covered: bool = False
    location: Location = field(default_factory=Location)
    lead: str = ""
    """The bold words that it begins with, where words follow that are not bold."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the paragraphs of the cell."""
        return tuple(self.text.split("\n")) if self.text else ()

    @property
    def is_blank(self) -> bool:
        """Return whether the cell displays nothing."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of equal length. A spreadsheet's sheet is one grid, which may hold several tables."""

    rows: tuple[tuple[Cell, ...], ...]
    location: Location = field(default_factory=Location)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading; `level` is that of a heading, 0 where it is not styled as one."""

    text: str
    level: int = 0
    bold: bool = False
    location: Location = field(default_factory=Location)


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of one list, with their numbers where the document prints numbers."""

    items: tuple[str, ...]
    location: Location = field(default_factory=Location)
    locations: tuple[Location, ...] = ()
    """Where each item stands, as far as the file tells."""


Block = Paragraph | ItemList | Grid


@dataclass(frozen=True, slots=True)
class Omission:
    """Something the file contains that was not taken for content: where, its text as far as it has one, and why."""

    location: Location
    text: str
    reason: str


def by_row(omissions: Iterable[Omission]) -> list[Omission]:
    """Return the omissions with those of one reason in the cells of one row as one."""
    rows: dict[tuple[str, Location], list[Omission]] = {}
    for omission in omissions:
        place = replace(omission.location, column=0) if omission.location.row else omission.location
        rows.setdefault((omission.reason, place), []).append(omission)
    return [
        Omission(place, " | ".join(item.text for item in items if item.text), reason)
        if len(items) > 1
        else items[0]
        for (reason, place), items in rows.items()
    ]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A whole file: its blocks in reading order, and what was left out of them.

    `kind` is the kind of file, such as "xlsx", "docx", "pdf" or "text".
    """

    kind: str
    blocks: Sequence[Block]
    omissions: Sequence[Omission] = ()
    text: str = ""
    """The whole text of a text file, line by line as printed."""
    unhidden: Sequence[Block] = ()
    """The blocks of a spreadsheet with its hidden rows, empty where none of these holds anything."""

    @property
    def ends_abruptly(self) -> bool:
        """Return whether it is a text without a line end after its last line, as one is that was cut short."""
        return bool(self.text) and not self.text.rstrip(" \t\x0c").endswith(("\n", "\r"))
