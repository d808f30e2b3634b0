"""What stands in one cell with a title: the description below it, and the reference before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.columns import Column, columns_of, is_reference
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.findings import Findings
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import total_label
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable

_LONGEST_TITLE = 120
_FEWEST = 2
_CODE = re.compile(
    r"(?P<code>[A-Z]{1,5}(?:[-/.][A-Z]{1,4})?[-/.]?\d{1,4}[a-z]?(?:[./-]\d+)*)\s*(?:[-–—:]\s*|\s)(?P<rest>[^\W\d_].*)",
    re.DOTALL,
)
_ENDS_SENTENCE = re.compile(r"[.!?][”’\"')]?$")
_GOES_ON = re.compile(r"(?:[,;:&–—-]|\b(?:and|or|of|the|for|in|to|with))$", re.IGNORECASE)
_BELOW = "the first lines of a cell were read as the title, those below as its description"
_BEFORE = "the code before each title was read as its reference"


def columns_with_parted_titles(
    table: RawTable, answers: Mapping[str, str], findings: Findings
) -> list[Column]:
    """Return a table's columns, after its titles were parted from the descriptions and references in their cells."""
    columns = columns_of(table, answers)
    if table.holds_forms:
        return columns
    for heading, part, said in (("Description", _description, _BELOW), ("Ref", _reference, _BEFORE)):
        title = next((column for column in columns if column.kind is Kind.TITLE), None)
        has_reference = any(column.kind is Kind.REFERENCE for column in columns)
        if title is None or (heading == "Ref" and has_reference):
            continue
        lines = [line for line in table.rows if _states(line, title.index)]
        parted = part([line.cells[title.index] for line in lines])
        if not any(other for _, other in parted):
            continue
        body, headings = table.body, table.headings
        found = {id(line): pair for line, pair in zip(lines, parted, strict=True)}
        table.body = [_with_column(line, title.index, len(headings), found.get(id(line))) for line in body]
        table.headings = [*headings, heading]
        again = columns_of(table, answers)
        if again[title.index].kind is Kind.TITLE:
            columns = again
            findings.note("title parted", table.header[0].location, f"“{title.heading}”: {said}.")
        else:
            table.body, table.headings = body, headings
    return columns


def _states(line: Line, at: int) -> bool:
    """Return whether a row has a title of its own beside other cells."""
    is_filled = len(line.filled) >= _FEWEST and at in line.filled
    return is_filled and line.cells[at].columns == 1 and total_label(visible(line.cells[at].text)) is None


def _with_column(line: Line, at: int, width: int, parted: tuple[str, str] | None) -> Line:
    cells = [*line.cells, *([Cell(location=line.location)] * (width - len(line.cells)))]
    other = Cell(location=line.location)
    if parted and parted[1]:
        other = Cell(parted[1], location=cells[at].location)
        cells[at] = replace(cells[at], text=parted[0], bold_lines=0)
    return replace(line, cells=(*cells[:width], other, *cells[width:]))


def _description(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Part the lines in bold from those below; where none are, a short line from the sentences below it."""
    in_bold = [_after(cell, cell.bold_lines) for cell in cells]
    titles = [title for title, below in in_bold if below]
    if titles:
        return in_bold if _are_titles(titles) else _unparted(cells)
    by_line = [_after(cell, 1 if _begins_with_title(cell) else 0) for cell in cells]
    titles = [title for title, below in by_line if below]
    are_most = len(titles) >= _FEWEST and 2 * len(titles) > len(cells)
    return by_line if are_most and _are_titles(titles) else _unparted(cells)


def _unparted(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    return [(cell.text, "") for cell in cells]


def _after(cell: Cell, count: int) -> tuple[str, str]:
    above, below = (" ".join(cell.lines[:count]), "\n".join(cell.lines[count:]))
    return (above, below) if above else (cell.text, "")


def _are_titles(texts: Sequence[str]) -> bool:
    """Return whether texts tell rows apart and are no labels, such as “Proposal:” in every cell."""
    are_short = all(len(text) <= _LONGEST_TITLE and not text.endswith(":") for text in texts)
    return are_short and len(set(texts)) * 5 > len(texts) * 4


def _begins_with_title(cell: Cell) -> bool:
    """Return whether a short line without a full stop stands above sentences."""
    if len(cell.lines) < _FEWEST:
        return False
    first, second = cell.lines[:2]
    ends = [bool(_ENDS_SENTENCE.search(line)) for line in (first, cell.lines[-1])]
    return ends == [False, True] and not _GOES_ON.search(first) and not second[0].islower()


def _reference(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Part the codes from the titles where all cells begin with one of the same form, and no two with the same."""
    found = [_CODE.fullmatch(cell.text) for cell in cells]
    parted = [(match["rest"], match["code"]) for match in found if match and is_reference(match["code"])]
    codes = [code for _, code in parted]
    forms = [re.sub(r"\d+", "9", re.sub(r"[A-Za-z]+", "A", code)) for code in codes]
    is_one_form = all(one == other for one, other in pairwise(forms))
    are_all = len(parted) == len(cells) >= _FEWEST and len(set(codes)) == len(codes)
    return parted if are_all and is_one_form else _unparted(cells)
