"""Documents of forms as plain values: what is printed, and what it states."""

from dataclasses import dataclass, field
from decimal import Decimal

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
