"""Columns of years in which ticks say when the amount beside them is saved."""

import re
from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.findings import Findings, at, listed
from proposals.importing.understanding.headings import heading_of, kind_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable

_TICK = re.compile(r"[✓✔☑☒√●xyü]|yes|tick(?:ed)?|\[x\]", re.IGNORECASE)
_NO_TICK = re.compile(r"[-–—☐□]|no?|n/a|\[ ?\]", re.IGNORECASE)
FROM_FIRST, IN_EACH = "from the first year on", "in each of them again"


def take_ticked_years(table: RawTable, findings: Findings) -> None:
    """Put the amount of each row under the years that are ticked in it, and ask where several are."""
    years = [index for index in range(table.width) if _is_of_ticks(table, index)]
    kinds = [kind_of(heading_of(heading), 1.0)[0] for heading in table.headings]
    filled = {index for line in table.rows for index in line.figures if index < table.width}
    amounts = [i for i in sorted(filled.difference(years)) if kinds[i] in (Kind.SAVING, Kind.TOTAL)]
    if not years or len(amounts) != 1 or heading_of(table.headings[amounts[0]]).is_dated:
        return
    ticked = {id(line): [i for i in years if _holds(line, i, _TICK)] for line in table.rows}
    several = [line for line in table.rows if len(ticked[id(line)]) > 1]
    is_each = bool(several) and _is_in_each(several, findings)
    table.body = [
        _with_amount(line, amounts[0], years, ticked.get(id(line), []), is_each) for line in table.body
    ]
    if kinds[amounts[0]] is Kind.SAVING:
        table.headings[amounts[0]] = f"Total {table.headings[amounts[0]]}"


def _is_of_ticks(table: RawTable, index: int) -> bool:
    """Return whether a year heads a column, and nothing but ticks stands in it."""
    said = heading_of(table.headings[index])
    filled = [line for line in table.rows if index in line.filled]
    are_marks = all(_holds(line, index, _TICK) or _holds(line, index, _NO_TICK) for line in filled)
    return len(set(said.years)) == 1 and are_marks and any(_holds(line, index, _TICK) for line in filled)


def _holds(line: Line, index: int, mark: re.Pattern[str]) -> bool:
    return index in line.filled and bool(mark.fullmatch(visible(line.cells[index].text)))


def _is_in_each(lines: Sequence[Line], findings: Findings) -> bool:
    names = [max(line.texts, key=len) for line in lines]
    place = lines[0].location
    text = (
        f"{listed(names)}{at(place)} is ticked under several years. Is its amount saved from the first of them on, or "
        "in each of them again?"
    )
    return findings.ask("ticks", "years", place, text, (FROM_FIRST, IN_EACH), FROM_FIRST) == IN_EACH


def _with_amount(line: Line, amount: int, years: Sequence[int], ticked: Sequence[int], is_each: bool) -> Line:
    """Return a row with its amount under the years ticked, of which only the first counts unless it is for each."""
    cells = list(line.cells)
    for index in years:
        if index < len(cells):
            counts = index in (ticked if is_each else ticked[:1])
            cells[index] = (
                replace(cells[amount], location=cells[index].location) if counts else _blank(cells[index])
            )
    if is_each and len(ticked) > 1:
        cells[amount] = _blank(cells[amount])
    return replace(line, cells=tuple(cells))


def _blank(cell: Cell) -> Cell:
    return replace(cell, text="", value=None)
