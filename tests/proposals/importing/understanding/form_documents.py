"""Documents of forms as plain values: what is printed, and what it states."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from textwrap import dedent

Row = tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading that Word's styles or a larger type set apart."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Bold:
    """A paragraph in bold type."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; a row of one cell runs over the whole width."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Items:
    """A bulleted list."""

    texts: Row


Piece = str | Heading | Bold | Table | Items


@dataclass(frozen=True)
class Stated:
    """What a form states: whole pounds by the first year of each, a saving positive; texts by printed heading."""

    reference: str
    title: str
    amounts: dict[int, int]
    fte: Decimal | None = None
    directorate: str = ""
    service: str = ""
    officer: str = ""
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A document of forms, what it states once its questions are answered, and the answers by their ids."""

    name: str
    pieces: tuple[Piece, ...]
    stated: tuple[Stated, ...]
    answers: dict[str, str] = field(default_factory=dict)


def table(*rows: Row) -> Table:
    """Return a table of these rows."""
    return Table(rows)


def form(name: str, printed: str, *stated: Stated, **answers: str) -> Document:
    """Return a document of what is printed line by line, what it states, and the answers to its questions.

    Lines with bars are the rows of a table, which a blank line ends; “#” begins a heading of the first level, “##” one
    of the second, “**” a paragraph in bold type, and “-” an item of a list.
    """
    pieces: list[Piece] = []
    for kind, lines in groupby(dedent(printed).strip().splitlines(), _kind_of_line):
        if kind == "|":
            pieces.append(Table(tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)))
        elif kind == "-":
            pieces.append(Items(tuple(line.removeprefix("- ") for line in lines)))
        else:
            pieces += [_MADE[kind](line.strip("#* ")) for line in lines if line]
    return Document(name, tuple(pieces), stated, answers)


_MADE = {
    "#": lambda text: Heading(text, 1),
    "##": Heading,
    "**": Bold,
    "": str,
}


def _kind_of_line(line: str) -> str:
    if "|" in line:
        return "|"
    return next((mark for mark in ("##", "#", "**", "-") if line.startswith(f"{mark} ")), "")
