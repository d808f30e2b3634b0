"""A document of typed blocks: what every appendix style builds and every writer prints.

Pure values. Every figure, date and label in a block is already printed text: a writer only lays it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from reports.documents.cover import Cover, EditionMark
from services.values.dates import format_day
from services.values.logos import PrintedLogo

Alignment = Literal["text", "number"]
RowKind = Literal["group", "item", "subtotal", "total"]
Orientation = Literal["portrait", "landscape"]
HeadingLevel = Literal[2, 3, 4]
Mark = Literal["kept", "removed", "added"]

DEFAULT_LANGUAGE = "en-GB"
FOOTNOTE_MARKS = ("*", "†", "‡", "§", "¶")

CHARACTERS_OF_A_WHOLE_ROW = 500
"""Kept whole, a row with a longer text would leave half a page empty."""

ExactFigure = int | Decimal
"""Whole pounds, or full-time equivalents (FTE), with the sign that is printed."""


class UnevenTable(ValueError):
    """A row of a table does not fill its columns; the message names the table and the row."""


@dataclass(frozen=True)
class DataFile:
    """A file of the document's figures, kept beside it and attached inside its PDF; or a file of an edition."""

    name: str
    content_type: str
    content: bytes
    description: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Heading:
    """A heading below the document's title; `anchor` is unique in the document, `short` heads later pages.

    In a long list of bookmarks it is found under its `group`.
    """

    level: HeadingLevel
    text: str
    anchor: str = ""
    in_contents: bool = False
    short: str = ""
    group: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class MarkedRun:
    """Words of a paragraph that were kept, removed or added since another state of it."""

    mark: Mark
    text: str

    @property
    def in_words(self) -> str:
        """The words with their mark said, so that it is read, heard and copied: “[removed: two]”."""
        return self.text if self.mark == "kept" else f"[{self.mark}: {self.text}]"


@dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph with the words marked that were removed and added.

    Every writer says the mark in words and shows it without colour: removed words struck through, added ones
    bold and underlined.
    """

    runs: tuple[MarkedRun, ...]

    @property
    def text(self) -> str:
        """The paragraph as text alone, its marks in words."""
        return "".join(run.in_words for run in self.runs)


@dataclass(frozen=True)
class BulletList:
    """Items in no order that matters."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class NumberedItem:
    """An item with its number as printed: “3.” or “b)”."""

    number: str
    text: str


@dataclass(frozen=True)
class NumberedList:
    """Items with the numbers they were printed with, whichever number the list begins at."""

    items: tuple[NumberedItem, ...]


CellBlock = Paragraph | BulletList | NumberedList


@dataclass(frozen=True)
class FormRow:
    """A label with its value; a footnote is printed under the form and marked beside the label.

    A value of several paragraphs or with a list is there as `blocks`, too; `value` alone says the same.
    """

    label: str
    value: str
    footnote: str = ""
    figure: ExactFigure | None = None
    """The exact figure behind the printed value; None where it is not a figure."""
    blocks: tuple[CellBlock, ...] = ()


@dataclass(frozen=True)
class Form:
    """Labels with their values, one to a line; the caption names them together."""

    caption: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class Column:
    """A table's column: its heading, and the unit of its figures (£m, £000, £, FTE)."""

    heading: str
    unit: str = ""
    align: Alignment = "text"

    @property
    def label(self) -> str:
        """The heading as it is printed, with the unit."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class Cell:
    """A printed text, which may lead to a heading's anchor in the same document.

    A text of several paragraphs or with a list is there as `blocks`, too; `text` alone says the same.
    """

    text: str
    anchor: str = ""
    blocks: tuple[CellBlock, ...] = ()
    value: ExactFigure | None = None
    """The exact figure behind the printed text; None where it is not a figure."""


@dataclass(frozen=True)
class Row:
    """A row under the headings; `header` names the row and spans `header_span` columns.

    A group row is its header alone. A row without a header has data cells only.
    """

    kind: RowKind
    header: Cell | None
    cells: tuple[Cell, ...] = ()
    header_span: int = 1

    @property
    def width(self) -> int:
        """Return how many columns the row fills."""
        return len(self.cells) + (self.header_span if self.header else 0)

    @property
    def may_break(self) -> bool:
        """Return whether the row may go on over the page."""
        return any(len(cell.text) > CHARACTERS_OF_A_WHOLE_ROW for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table, captioned unless the text before it says what it holds.

    Footnotes are about the table as a whole and are marked beside its caption. A narrative table has running
    text in its cells. One that is whole stands on one page where it fits.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[str, ...] = ()
    is_narrative: bool = False
    is_whole: bool = False

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if row.kind != "group" and row.width != len(self.columns):
                raise UnevenTable(
                    f"Row {place} of the table “{self.caption}” fills {row.width} columns of "
                    f"{len(self.columns)}."
                )


@dataclass(frozen=True)
class Figure:
    """A drawing as SVG markup made by this system, with the text that says the same in words."""

    svg: str
    alternative: str
    caption: str = ""


@dataclass(frozen=True)
class PageBreak:
    """A page break; the pages after it have this orientation until the next break."""

    orientation: Orientation = "portrait"


@dataclass(frozen=True)
class Note:
    """A remark set apart from the text, with what it is about."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The list of the headings marked for it, with their pages where there are pages."""

    title: str = "Contents"


Block = (
    Heading
    | Paragraph
    | MarkedParagraph
    | BulletList
    | NumberedList
    | Form
    | Table
    | Figure
    | PageBreak
    | Note
    | Contents
)


@dataclass(frozen=True)
class Document:
    """An appendix: who publishes it, what its cover says, and its blocks in reading order."""

    council: str
    subtitle: str
    cover: Cover
    blocks: tuple[Block, ...]
    language: str = DEFAULT_LANGUAGE
    selection: str = ""
    """The part of the whole that the document holds, in words for its cover; empty for all of it."""
    data: tuple[DataFile, ...] = ()
    """The document's figures as files, and what explains them."""
    logo: PrintedLogo | None = None
    edition: EditionMark | None = None
    """The published edition; None for a document that is not published."""

    @property
    def title(self) -> str:
        """The title as it stands at the head of the document."""
        return self.cover.title

    @property
    def full_title(self) -> str:
        """The title that tells the document from others: with its appendix letter and what it covers."""
        return " – ".join(part for part in (self.appendix_label, self.title, self.subtitle) if part)

    @property
    def appendix_label(self) -> str:
        """“Appendix A”, or nothing when it has no letter."""
        return f"Appendix {self.cover.appendix}" if self.cover.appendix else ""

    @property
    def cover_details(self) -> tuple[str, ...]:
        """The lines that stand under the title on the cover."""
        cover = self.cover
        lines = (
            self.subtitle,
            self.selection,
            cover.meeting,
            format_day(cover.date) if cover.date else "",
            cover.part_in_words,
            cover.exemption_in_words,
            *(self.edition.in_words if self.edition else ()),
            f"Online at {self.edition_address}" if self.edition_address else "",
        )
        return tuple(line for line in lines if line)

    @property
    def edition_address(self) -> str:
        """The lasting address of the edition’s page; empty where it is not published or the site has none."""
        if self.edition is None or not self.cover.editions_at:
            return ""
        return f"{self.cover.editions_at}{self.edition.short_identifier}"

    @property
    def contents(self) -> Iterator[Heading]:
        """The headings that the contents list, in order."""
        return (heading for heading in self.headings if heading.in_contents)

    @property
    def stretches(self) -> Iterator[tuple[Orientation, list[Block]]]:
        """The blocks between page breaks, each stretch with the way its pages lie."""
        orientation: Orientation = "portrait"
        gathered: list[Block] = []
        for block in self.blocks:
            if not isinstance(block, PageBreak):
                gathered.append(block)
                continue
            if gathered:
                yield orientation, gathered
            orientation, gathered = block.orientation, []
        if gathered:
            yield orientation, gathered

    @property
    def headings(self) -> Iterator[Heading]:
        """All headings below the title, in order."""
        return (block for block in self.blocks if isinstance(block, Heading))


def footnote_mark(place: int) -> str:
    """Return the mark of the footnote at `place`, from 0: *, †, … and then ** and so on."""
    rounds, mark = divmod(place, len(FOOTNOTE_MARKS))
    return FOOTNOTE_MARKS[mark] * (rounds + 1)
