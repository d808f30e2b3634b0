"""The cells of a Word table with the rows and columns that they span."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from proposals.importing.files.word_names import qn
from proposals.importing.files.word_styles import value_of

_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_WIDEST = 1_000  # columns; Word itself allows 63


@dataclass(frozen=True)
class Placed:
    """A cell with its first row and column counted from 1, its row's index among those shown, and its span."""

    element: Any
    row: int
    index: int
    column: int
    rows: int = 1
    columns: int = 1


def rows_of(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, also those inside content controls and insertions."""
    return _children(table, qn("w:tr"))


def cells_of_table(table: Any, is_left_out: Callable[[Any], str]) -> list[Placed]:
    """Return the cells of the rows that are shown, merged cells once with their span."""
    placed: list[Placed] = []
    open_cells: dict[int, int] = {}
    index = 0
    for number, row in enumerate(rows_of(table), start=1):
        if is_left_out(row):
            continue
        column = int(value_of(row.find(qn("w:trPr")), "w:gridBefore", "0") or 0) + 1
        for element in _children(row, qn("w:tc")):
            properties = element.find(qn("w:tcPr"))
            columns = max(int(value_of(properties, "w:gridSpan", "1") or 1), 1)
            if column + columns > _WIDEST:
                raise ValueError(column)
            above = open_cells.get(column)
            if above is not None and _goes_on_from_above(properties):
                placed[above] = replace(placed[above], rows=index - placed[above].index + 1)
            else:
                open_cells[column] = len(placed)
                placed.append(Placed(element, number, index, column, 1, columns))
            column += columns
        index += 1
    return placed


def _goes_on_from_above(properties: Any) -> bool:
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)
