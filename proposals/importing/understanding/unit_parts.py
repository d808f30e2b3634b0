"""Part a table where a heading between its rows names another unit, so that no figure takes the unit of other rows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from proposals.importing.understanding.groups import is_name_of_sheet
from proposals.importing.understanding.labels import direction_said, is_note, total_label
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import describe_location
from proposals.importing.units import name_and_unit, part_unit, unit_alone, unit_in
from services.values.money import Unit

_LONGEST_HEADING = 120


def parts_by_unit(table: RawTable) -> list[RawTable]:
    """Return the table's parts that have a unit of their own, with the units taken out of the names of groups."""
    if table.holds_forms:
        return [table]
    cuts = _cuts(table)
    said = {at: [line.texts[0] for i in _block(table, at) if (line := table.body[i]).filled] for at in cuts}
    for at, line in enumerate(table.body):
        if _unit_at(table, at):
            _take_unit_out(table, at, line)
    if not cuts:
        return [table]
    starts = [0, *cuts, len(table.body)]
    parts = [_part(table, start, end) for start, end in pairwise(starts)]
    parts[0].context, parts[0].goes_on = table.context, False
    for at, part in zip(cuts, parts[1:], strict=True):
        part.context += said[at]
    return parts


def _cuts(table: RawTable) -> list[int]:
    """Return where parts begin that have another unit, or a heading alike without one, whose unit nobody says."""
    current = _own_unit(table)
    cuts: list[int] = []
    has_rows = False
    for at, line in enumerate(table.body):
        if line.has_figures and not unit_alone(line.texts[0]):
            has_rows = True
        elif has_rows and _is_heading(table, at):
            block = _block(table, at)
            said = next((unit for i in block if (unit := _unit_at(table, i))), None)
            is_open = bool(cuts) and said is None and _is_alike(table, cuts[-1], block)
            if (said not in (None, current) or is_open) and _has_rows(table, block.stop):
                cuts.append(at)
                current = said
            has_rows = False
    return cuts


def _own_unit(table: RawTable) -> Unit | None:
    """Return the unit that the headings of a table name, or else the words above it."""
    texts = (*table.headings, *reversed(table.context), table.header[0].location.sheet)
    return next(filter(None, map(unit_in, texts)), None)


def _is_heading(table: RawTable, at: int) -> bool:
    """Return whether a row of the body is one text that names what stands below it, or its unit."""
    line = table.body[at]
    if at in table.repeated or len(line.filled) != 1:
        return False
    text = line.texts[0]
    return bool(unit_alone(text)) or not (line.has_figures or is_note(text) or total_label(text))


def _unit_at(table: RawTable, at: int) -> Unit | None:
    """Return the unit that a row of the body names as a heading: alone, in brackets, or right above headings."""
    if not _is_heading(table, at):
        return None
    line = table.body[at]
    text = line.texts[0]
    block = _block(table, at)
    if unit := unit_alone(text) or (name_and_unit(text)[1] if len(text) <= _LONGEST_HEADING else None):
        return unit
    is_above = line.is_paragraph or block.stop in table.repeated
    return unit_in(text) if is_above and len(text) <= _LONGEST_HEADING else None


def _block(table: RawTable, at: int) -> range:
    """Return the rows from one of them on that are headings or blank."""
    end = at
    while end < len(table.body) and (not table.body[end].filled or _is_heading(table, end)):
        end += 1
    return range(at, end)


def _has_rows(table: RawTable, start: int) -> bool:
    return any(line.has_figures for line in table.body[start:])


def _is_alike(table: RawTable, cut: int, block: range) -> bool:
    """Return whether a heading looks like the one that began the part before, or stands above repeated headings."""
    return block.stop in table.repeated or _look(table.body[cut]) == _look(table.body[block.start])


def _look(line: Line) -> tuple[int, bool, int, bool]:
    cell = line.cells[line.filled[0]]
    return line.filled[0], cell.bold, cell.indent, line.is_paragraph


def _take_unit_out(table: RawTable, at: int, line: Line) -> None:
    """Take the unit out of a group's name; a line that is no name but for its unit names no group."""
    name, unit = name_and_unit(line.texts[0])
    if unit is None and direction_said(name) is not None:
        name, unit = part_unit(name)  # “Savings £000” below a list of growth
    if unit:
        cells = list(line.cells)
        cells[line.filled[0]] = replace(cells[line.filled[0]], text=name, value=None)
        table.body[at] = replace(line, cells=tuple(cells))
    elif not is_name_of_sheet(name):
        table.repeated.add(at)


def _part(table: RawTable, start: int, end: int) -> RawTable:
    """Return the rows of a part under the headings of the table, below the words above both."""
    repeated = {at - start for at in table.repeated if start <= at < end}
    body = table.body[start:end]
    first = next((at for at in sorted(repeated) if len(body[at].filled) > 1), 0)
    place = table.header[0].location if start == 0 else body[first].location
    header = [replace(table.header[0], location=place), *table.header[1:]]
    return replace(
        table,
        context=_shared(table.context),
        header=header,
        body=body,
        repeated=repeated,
        headings=list(table.headings),
        above=table.above if start == 0 else [],
        apart=describe_location(place),
        goes_on=True,
    )


def _shared(context: Sequence[str]) -> list[str]:
    """Return the words above a table that are said of all its parts: no unit, and no name of the first part."""
    names = (name_and_unit(text)[0] for text in context if not unit_alone(text))
    return [name for name in names if not is_name_of_sheet(name) and unit_in(name) is None]
