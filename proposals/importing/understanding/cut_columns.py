"""Tables whose further columns stand in a table of their own, as a wide print is cut over two pages."""

from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Cell, Location
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.headings import heading_of, heads_figures, kind_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable

_FEWEST_ROWS = 2


def join_cut_columns(tables: Sequence[RawTable]) -> tuple[list[RawTable], list[Location]]:
    """Return the tables, those of further columns joined row by row to the table before, and where these stood."""
    whole: list[RawTable] = []
    places: list[Location] = []
    for table in tables:
        further = _further_columns(whole[-1], table) if whole else []
        if further:
            _join(whole[-1], table, further)
            places.append(table.header[0].location)
        else:
            whole.append(table)
    return whole, places


def _further_columns(before: RawTable, table: RawTable) -> list[int]:
    """Return the columns of a table that go on with the rows of the one before; none where it has rows of its own."""
    pairs = list(zip(_filled(before), _filled(table), strict=False))
    if len(pairs) < _FEWEST_ROWS or len(_filled(before)) != len(_filled(table)):
        return []
    further = [at for at in range(table.width) if not _repeats(before, table, at, pairs)]
    headings = [table.headings[at] for at in further]
    names = any(_names_rows(table.headings[at], [line for _, line in pairs], at) for at in further)
    are_new = not set(headings) & {*before.headings, ""}
    has_words = any(len(line.filled) > len(line.figures) for line, _ in pairs)
    return further if are_new and has_words and any(map(heads_figures, headings)) and not names else []


def _filled(table: RawTable) -> list[Line]:
    return [line for line in table.rows if line.filled]


def _repeats(before: RawTable, table: RawTable, at: int, pairs: Sequence[tuple[Line, Line]]) -> bool:
    """Return whether a column says again what one of the same heading in the table before does."""
    if table.headings[at] not in before.headings:
        return False
    earlier = before.headings.index(table.headings[at])
    rows = [(_text(one, earlier), _text(other, at)) for one, other in pairs if not other.is_total]
    return all(one == other for one, other in rows)


def _names_rows(heading: str, lines: Sequence[Line], at: int) -> bool:
    """Return whether a column has the references or titles of its rows, or words that no heading explains."""
    kind = kind_of(heading_of(heading), float(any(at in line.figures for line in lines)))[0]
    return kind in (Kind.TITLE, Kind.REFERENCE, None)


def _text(line: Line, at: int) -> str:
    return visible(line.cells[at].text) if at in line.filled else ""


def _join(before: RawTable, table: RawTable, further: Sequence[int]) -> None:
    rows = iter(_filled(table))
    kept = {id(line) for line in _filled(before)}
    body = []
    for line in before.body:
        padding = [Cell(location=line.location)] * (before.width - len(line.cells))
        cells = next(rows).cells if id(line) in kept else ()
        beside = [cells[at] if at < len(cells) else Cell(location=line.location) for at in further]
        body.append(replace(line, cells=(*line.cells, *padding, *beside)))
    before.body = body
    before.headings += [table.headings[at] for at in further]
