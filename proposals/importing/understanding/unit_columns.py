"""Columns that say of each row in which unit its figures are, or that they count posts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.headings import heading_of, kind_of
from proposals.importing.understanding.kinds import MONEY
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.units import unit_alone, without_unit
from services.values.money import Unit

_POSTS = re.compile(r"(?:f\.?t\.?e|w\.?t\.?e|posts?|headcount)\.?s?", re.IGNORECASE)
_UNIT_FIRST = re.compile(
    r"(?P<unit>£\s?(?:['’,]?000s?|k|mn?)) (?P<figure>[(-]?\d[\d,. ]*\)?|[-–])", re.IGNORECASE
)
_FEWEST_PARTED = 2
_FIGURE = re.compile(r"\d[\d,.]*")
_SAYS: dict[Unit, str] = {"pounds": r"£\g<0>", "thousands": r"£\g<0>k", "millions": r"£\g<0>m"}
"""How a figure says its unit itself."""


def take_unit_columns(table: RawTable) -> None:
    """Take the units and measures that stand in a column of their own to the figures of their rows."""
    _part_units(table)
    for at in range(table.width):
        said = [visible(line.cells[at].text) for line in table.rows if at in line.filled]
        if not (all(map(_is_measure, said)) and any(map(unit_alone, said))):
            continue
        money = [i for i in range(table.width) if i != at and _heads_money(table.headings[i])]
        if any(map(_POSTS.fullmatch, said)):
            _put_posts_beside(table, at, money)
        units = {unit_alone(text) for text in said} - {None}
        if len(units) == 1:
            table.context.append(next(filter(unit_alone, said)))
        table.headings[at] = ""
        table.body = [_with_unit(line, at, money, is_plain=len(units) == 1) for line in table.body]


def _part_units(table: RawTable) -> None:
    """Put units that a print without lines leaves in front of the figures of a column into a column of their own."""
    for at in range(table.width - 1, -1, -1):
        lines = [line for line in table.rows if line.has_figures and at in line.filled]
        if not (lines and _UNIT_FIRST.fullmatch(visible(lines[0].cells[at].text))):
            continue
        parted = {line.location: _UNIT_FIRST.fullmatch(visible(line.cells[at].text)) for line in lines}
        if len([match for match in parted.values() if match]) < _FEWEST_PARTED:
            continue
        said = [line.cells[at - 1].text for line in table.rows if at - 1 in line.filled]
        if not at or not all(map(unit_alone, said)):  # else the units of other rows stand in a column already
            table.headings.insert(at, "")
            table.body = [_with_blank(line, at) for line in table.body]
            at += 1
        table.headings[at] = without_unit(table.headings[at]).strip(" /")
        table.body = [_with_parts(line, at, parted.get(line.location)) for line in table.body]


def _with_blank(line: Line, at: int) -> Line:
    return replace(line, cells=(*line.cells[:at], Cell(location=line.location), *line.cells[at:]))


def _with_parts(line: Line, at: int, match: re.Match[str] | None) -> Line:
    if not match:
        return line
    unit, figure = (replace(line.cells[at], text=match[name], value=None) for name in ("unit", "figure"))
    return replace(line, cells=(*line.cells[: at - 1], unit, figure, *line.cells[at + 1 :]))


def _is_measure(text: str) -> bool:
    return bool(unit_alone(text) or _POSTS.fullmatch(text))


def _heads_money(heading: str) -> bool:
    return kind_of(heading_of(heading), 1.0)[0] in MONEY


def _with_unit(line: Line, at: int, money: Sequence[int], *, is_plain: bool) -> Line:
    """Return a row without its unit, which its figures say themselves where the rows have several."""
    unit = unit_alone(line.cells[at].text) if at in line.filled else None
    if unit is None:
        return line
    cells = list(line.cells)
    cells[at] = replace(cells[at], text="")
    for index in money if not is_plain else ():
        if index in line.figures:
            text = f"{cells[index].value:f}" if cells[index].value is not None else cells[index].text
            said = _FIGURE.sub(_SAYS[unit], text, count=1)
            cells[index] = replace(cells[index], text=said, value=None)
    return replace(line, cells=tuple(cells))


def _put_posts_beside(table: RawTable, at: int, money: Sequence[int]) -> None:
    """Put the rows that count posts beside the row above that they belong to, in columns of their own."""
    width = table.width
    table.headings += [f"FTE {table.headings[index]}" for index in money]
    body: list[Line] = []
    for line in table.body:
        cells = [*line.cells, *[Cell(location=line.location)] * (table.width - len(line.cells))]
        if at in line.filled and _POSTS.fullmatch(visible(cells[at].text)):
            for offset, index in enumerate(money):
                cells[width + offset], cells[index] = cells[index], Cell(location=line.location)
            cells[at] = replace(cells[at], text="")
            if body and _is_of(line, body[-1], at, money):
                above = body.pop()
                cells = [one if one.text else other for one, other in zip(above.cells, cells, strict=True)]
                line = above
        body.append(replace(line, cells=tuple(cells)))
    table.body = body


def _is_of(line: Line, above: Line, at: int, money: Sequence[int]) -> bool:
    """Return whether the words of a row are those of the row above, or blank."""
    pairs = enumerate(zip_longest(line.cells, above.cells, fillvalue=Cell()))
    return all(one.text in ("", other.text) for i, (one, other) in pairs if i != at and i not in money)
