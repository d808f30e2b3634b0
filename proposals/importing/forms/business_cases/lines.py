"""A business case's lines as its layout reads them, with the rows of a Word table in one line each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from proposals.importing.lines import Line

_LIST_MARK = re.compile(r"^(?P<mark>[·•●▪■◦‣⁃∙\uf0a7\uf0b7o*–-]|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\t\s*")

# A bullet before an item's own letter: Word stores only the latter as text.
_BULLET_BEFORE_MARK = re.compile(r"^[·•●▪■◦‣⁃∙\uf0a7\uf0b7–-]\s+(?=(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s)")


def case_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the document's lines, each row of a Word table as one line with tabs."""
    return [_tidied(line) for row in _rows(lines) for line in row]


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    def row_of(line: Line) -> tuple[str, bool]:
        return line.place, line.column is not None

    for (place, in_table), members in groupby(lines, key=row_of):
        listed = list(members)
        if in_table and len({line.column for line in listed}) > 1:
            yield _row(place, listed)
        else:
            yield listed


def _row(place: str, lines: Sequence[Line]) -> list[Line]:
    """Return a row of several cells as one line; a long last cell runs on in lines of its own.

    So a form's label with paragraphs beside it reads the same as in plain text.
    """
    cells: dict[int, list[Line]] = {}
    for line in lines:
        cells.setdefault(line.column or 0, []).append(line)
    *_, last = cells
    runs_on = cells[last][1:] if len(cells) == 2 and last and _is_layout(cells[last]) else []
    texts = [""] * (last + 1)
    for column, members in cells.items():
        kept = members[: len(members) - len(runs_on)] if column == last else members
        texts[column] = " ".join(line.text.replace("\t", " ") for line in kept)
    return [Line("\t".join(texts), place, opens_cell=True, column=0), *runs_on]


def _is_layout(cell: Sequence[Line]) -> bool:
    """Return whether a cell holds paragraphs, as beside a form's label, not the words of a small table."""
    return len(cell) > 1 and max(len(line.text) for line in cell) > 60


def _tidied(line: Line) -> Line:
    text = _BULLET_BEFORE_MARK.sub("", line.text)
    listed = _LIST_MARK.match(text)
    if listed:
        text = f"{listed['mark']} {text[listed.end() :]}"
    return line if text == line.text else replace(line, text=text)


def with_blank_corners(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of each table equally wide: a blank first or last cell is put back.

    Readers trim a line, so that a row whose first cell is blank begins with its second.
    """
    told: list[Line] = []
    for is_row, members in groupby(lines, key=lambda line: line.is_row):
        listed = list(members)
        told.extend(_equally_wide(listed) if is_row else listed)
    return told


def _equally_wide(rows: Sequence[Line]) -> Iterator[Line]:
    widest = max(len(row.cells) for row in rows)
    all_open = all(row.opens_cell for row in rows)
    for index, row in enumerate(rows):
        short = widest - len(row.cells)
        from_text = row.column is None
        if short and from_text and row.opens_cell and (index == 0 or not all_open):
            row = replace(row, text="\t" + row.text)
            short -= 1
        yield replace(row, text=row.text + "\t" * short) if short else row
