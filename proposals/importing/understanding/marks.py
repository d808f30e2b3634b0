"""What a row says of itself beside its words and amounts: cause, fund, certainty, share, and whether a plan has it."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from proposals.importing.parsed import ParsedProposal
from proposals.importing.understanding import pressures
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import Shape, read_figure
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import direction_in_cell, heads_causes
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row

_READ: Mapping[Kind, Callable[[str], object]] = {
    Kind.DIRECTION: direction_in_cell,
    Kind.FUND: lambda text: pressures.fund_in(text, is_column=True) or None,
    Kind.CERTAINTY: lambda text: pressures.certainty_in(text) or None,
    Kind.SHARE: pressures.share_in,
    Kind.EARLIER: pressures.earlier_in,
}


def marks_of(reading: Reading, row: Row, *, is_pressure: bool) -> dict[str, Any]:
    """Return what a row, its headings and the title of its table say of its proposal, by the names of its fields."""
    share = _first(reading, row, Kind.SHARE)
    return {
        "pressure_category": _cause(reading, row) if is_pressure else "",
        "fund": str(_first(reading, row, Kind.FUND) or _fund(reading, row)),
        "certainty": str(_first(reading, row, Kind.CERTAINTY) or ""),
        "council_share": share if isinstance(share, Decimal) else None,
        "in_earlier_plan": reading.is_earlier or row.is_agreed or bool(_first(reading, row, Kind.EARLIER)),
    }


def unread_marks(reading: Reading, row: Row) -> Iterator[tuple[str, str]]:
    """Yield the headings and words of cells that should say one of these and cannot be told."""
    for column in reading.columns_of(*_READ):
        text = row.text(column)
        if text and _READ[column.kind](text) is None:
            yield column.heading, text


def unknown_causes(parsed: ParsedProposal, reading: Reading, row: Row) -> Iterator[tuple[Column, str]]:
    """Yield the columns of causes, and their words, that tell no known cause of a pressure that has none."""
    if not parsed.is_pressure or parsed.pressure_category:
        return
    for column in reading.columns_of(Kind.CATEGORY):
        text = row.text(column)
        if heads_causes(column.said.core) and read_figure(text).shape is Shape.WORDS:
            yield column, text


def _first(reading: Reading, row: Row, kind: Kind) -> object:
    """Return what the first column of a kind says, None where it says nothing."""
    texts = (row.text(column) for column in reading.columns_of(kind))
    return next((said for text in texts if text and (said := _READ[kind](text)) is not None), None)


def _around(reading: Reading, row: Row) -> Iterator[str]:
    """Yield the words around a row, the nearest first: its groups, its headings, the titles of its table."""
    yield from reversed(row.section.split("/"))
    yield from reading.words_around


def _cause(reading: Reading, row: Row) -> str:
    texts = (row.names.get(Kind.CATEGORY, ""), *_around(reading, row))
    cause = next((cause for text in texts if text and (cause := pressures.cause_in(text))), "")
    is_pay = cause == "price" and pressures.cause_in(row.title) == "pay"
    return "pay" if is_pay else cause  # inflation is of pay and prices


def _fund(reading: Reading, row: Row) -> str:
    texts = (*row.names.values(), *_around(reading, row))
    return next((fund for text in texts if text and (fund := pressures.fund_in(text))), "")
