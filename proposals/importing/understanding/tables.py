"""The tables of a document: where each starts and ends, the rows of its headings, and the words above it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import read_figure, visible
from proposals.importing.understanding.headings import (
    heading_of,
    heads_figures,
    is_figure_text,
    join_headings,
    may_head,
)
from proposals.importing.understanding.labels import is_note, total_label
from proposals.importing.understanding.stream import Line

_MOST_HEADING_ROWS, _MOST_CONTEXT, _MOST_BELOW = 4, 8, 5
_FEWEST_ROWS, _FEWEST_FILLED = 2, 3
_SHORT, _LONGEST_CONTEXT = 4, 240
_POSTS = r"(?:f\.?t\.?e|w\.?t\.?e|posts?)\.?s?\b"
_MARKS_POSTS = frozenset("([/;")
_HEADS_POSTS = re.compile(rf"[(&/,+]?\s*(?:and\s+)?(?:{_POSTS}|%)\s*\)?", re.IGNORECASE)
_NAMES_POSTS = re.compile(rf"(?<![a-z]){_POSTS}", re.IGNORECASE)
_AMOUNT_AND_POSTS = re.compile(
    rf"(?P<amount>.*?\d\S*)\s*[(\[/;]\s*(?P<posts>[-+]?\d+(?:\.\d+)?)\s*(?P<word>{_POSTS}|%)?\s*[)\]]?",
    re.IGNORECASE,
)


@dataclass
class RawTable:
    """A table before its columns are known: the words above, the rows of headings, and the rows below."""

    context: list[str]
    header: list[Line]
    body: list[Line] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)
    """Positions in the body of rows that repeat the headings."""
    headings: list[str] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    """The lines that the context was taken from."""
    holds_forms: bool = False
    """Each row is a form, whose labels are the headings."""
    of_words: set[int] = field(default_factory=set)
    """Columns of the words of forms whose figures stand in columns of their own."""
    apart: str = ""
    """The place of a part of a table whose parts have units of their own."""
    goes_on: bool = False
    """It is a part below the first one, and the names of its groups stand among its rows."""

    @property
    def last_grid(self) -> int:
        """The number of the grid that the table's last row stands in."""
        return (self.body or self.header)[-1].grid

    @property
    def rows(self) -> list[Line]:
        """The rows below the headings, without those that repeat them."""
        return [line for index, line in enumerate(self.body) if index not in self.repeated]

    @property
    def width(self) -> int:
        """Return how many columns the headings have."""
        return len(self.headings)


def split_tables(lines: Sequence[Line]) -> tuple[list[RawTable], list[Line]]:
    """Return the tables of a document, and the lines that belong to none."""
    tables: list[RawTable] = []
    outside: list[Line] = []
    places: dict[int, set[int]] = {}
    for line in lines:
        places.setdefault(line.grid, set()).update(line.figures)
    index = 0
    while index < len(lines):
        end = _header_end(lines, index, tables[-1] if tables else None)
        if end == index:
            _take(lines[index], tables, outside, places[lines[index].grid])
            index += 1
            continue
        header = list(lines[index:end])
        _begin(header, tables, outside)
        index = end
    for table in tables:
        while table.body and not table.body[-1].filled:
            table.body.pop()
        _part_posts(table)
        _put_years_beside(table)
        _set_in(table)
    return tables, outside


def _part_posts(table: RawTable) -> None:
    """Put posts and shares behind the amounts of a column, such as “120 (3.0 FTE)”, into a column of their own."""
    for at in range(table.width - 1, -1, -1):
        heading = table.headings[at]
        may_be_bare = bool(_HEADS_POSTS.search(heading)) and heads_figures(_HEADS_POSTS.sub(" ", heading))
        found = {
            id(line): match
            for line in table.body
            if at in line.filled
            and not _MARKS_POSTS.isdisjoint(line.cells[at].text)
            and (match := _AMOUNT_AND_POSTS.fullmatch(visible(line.cells[at].text)))
            and (match["word"] or may_be_bare)
            and read_figure(match["amount"]).is_number
        }
        if not found or 2 * len(found) < sum(line.has_figures for line in table.body):
            continue
        years = " ".join(map(str, heading_of(heading).years))
        name = "%" if all(match["word"] == "%" for match in found.values()) else "FTE"
        table.headings[at : at + 1] = [_HEADS_POSTS.sub(" ", heading).strip(), f"{name} {years}".strip()]
        table.body = [_with_posts(line, at, found.get(id(line))) for line in table.body]


def _put_years_beside(table: RawTable) -> None:
    """Give the rows below a year that stands in a row by itself that year in a column of their own."""
    if any(heading_of(heading).is_dated for heading in table.headings):
        return
    lone = [line for line in table.body if len(line.filled) == 1 and heading_of(line.texts[0]).years]
    year = ""
    body: list[Line] = []
    for line in table.body if lone else ():
        heading = heading_of(line.texts[0]) if line in lone else None
        if heading and heading.years and not heading.core:
            year = str(heading.years[0])
        beside = Cell(text=year if line.has_figures and not line.is_total else "", location=line.location)
        padding = [Cell(location=line.location)] * (table.width - len(line.cells))
        body.append(replace(line, cells=(*line.cells, *padding, beside)))
    if year:
        table.body = body
        table.headings.append("Year")


def _set_in(table: RawTable) -> None:
    """Bring words that stand under no heading one column further in than sums above them under the heading of those."""
    for at in range(1, table.width):
        lines = [line for line in table.rows if len(line.cells) > at]
        sums = [line for line in lines if line.cells[at - 1].text and not line.is_total]
        words = [line for line in lines if line.cells[at].text]
        if table.headings[at] or not (sums and words) or any(line in sums for line in words):
            continue
        if all(line.has_figures and at not in line.figures for line in (*sums, *words)):
            table.body = [_moved_in(line, at) if line in words else line for line in table.body]


def _moved_in(line: Line, at: int) -> Line:
    cell = replace(line.cells[at], indent=line.cells[at].indent + 1)
    return replace(line, cells=(*line.cells[: at - 1], cell, line.cells[at - 1], *line.cells[at + 1 :]))


def _with_posts(line: Line, at: int, match: re.Match[str] | None) -> Line:
    if at >= len(line.cells):
        return line
    cell = line.cells[at]
    amount = replace(cell, text=match["amount"], value=None) if match else cell
    posts = Cell(text=match["posts"] if match else "", covered=cell.covered, location=cell.location)
    return replace(line, cells=(*line.cells[:at], amount, posts, *line.cells[at + 1 :]))


def _take(line: Line, tables: list[RawTable], outside: list[Line], figures: Collection[int]) -> None:
    aligned = _aligned(line, tables[-1]) if tables and line.grid else None
    if tables and line.grid and line.key == tables[-1].header[-1].key:
        tables[-1].repeated.add(len(tables[-1].body))
        tables[-1].body.append(line)
    elif aligned is not None:
        tables[-1].body[-1] = aligned
    elif not tables or (line.grid and _is_other_grid(line, tables[-1], figures)):
        outside.append(line)
    else:
        tables[-1].body.append(line)


def _aligned(line: Line, table: RawTable) -> Line | None:
    """Return one row of a total's label and its figures below it, as some texts part them; None for any other row."""
    if not table.body or not line.is_bare:
        return None
    label = table.body[-1]
    if len(label.filled) != 1 or total_label(label.texts[0]) is None:
        return None
    if line.filled[0]:
        at = label.filled[0]
        cells = [label.cells[at] if index == at else cell for index, cell in enumerate(line.cells)]
        return Line(tuple(cells), label.location, line.grid) if at < line.filled[0] else None
    for before in reversed(table.body[:-1]):
        figures = before.figures
        start = next(
            (i for i in figures if all(i + offset in figures for offset in range(len(line.filled)))), None
        )
        if start is not None:
            cells = [Cell(location=line.location)] * table.width
            cells[0] = label.cells[label.filled[0]]
            for offset, index in enumerate(line.filled):
                cells[start + offset] = line.cells[index]
            return Line(tuple(cells), label.location, line.grid)
    return None


def _is_other_grid(line: Line, table: RawTable, figures: Collection[int]) -> bool:
    """Return whether a row stands in a grid, with amounts at the places `figures`, that is no next page of a table."""
    if line.grid == table.header[0].grid or any(line.grid == row.grid for row in table.body[-3:]):
        return False
    if len(line.cells) == table.width:
        return False
    known = {index for row in table.body for index in row.figures}
    known.update(index for index, heading in enumerate(table.headings) if heads_figures(heading))
    return not figures or not known.issuperset(figures)


def _begin(header: list[Line], tables: list[RawTable], outside: list[Line]) -> None:
    """Begin a table with these headings, or go on with the one before where they are the same."""
    before = tables[-1] if tables else None
    if (
        before
        and [line.key for line in header] == [line.key for line in before.header]
        and header[0].location.sheet == before.header[0].location.sheet
    ):
        before.repeated.update(range(len(before.body), len(before.body) + len(header)))
        before.body.extend(header)
        return
    above = _lines_above(before, outside)
    context = [text for line in above if len(text := " ".join(line.texts)) <= _LONGEST_CONTEXT]
    table = RawTable(context, header, above=above)
    table.headings = _headings(header)
    tables.append(table)


def _lines_above(before: RawTable | None, outside: list[Line]) -> list[Line]:
    """Take the words right above a table: they are no rows of the table before it."""
    source = before.body if before else outside
    taken: list[Line] = []
    while source and len(taken) < _MOST_CONTEXT:
        line = source[-1]
        if before and (len(source) - 1 in before.repeated or (line.filled and not _is_above(line))):
            break
        if line.has_figures and not line.is_paragraph:
            break
        source.pop()
        if line.filled:
            taken.append(line)
    return taken[::-1]


def _is_above(line: Line) -> bool:
    """Return whether a line can be the title of the table below it, not a note to the one above."""
    text = line.texts[0]
    is_note = text.endswith(".") or text.lower().startswith(("note", "*", "source", "total"))
    return not is_note and not line.has_figures and len(line.texts) == 1


def _header_end(lines: Sequence[Line], start: int, before: RawTable | None) -> int:
    """Return where the rows of headings that begin at `start` end; `start` itself where none do."""
    if lines[start].is_paragraph or not lines[start].may_belong_to_heading:
        return start
    line = lines[start]
    if _is_lone_year(lines, start) and (before is None or before.last_grid != line.grid):
        return start + 1
    anchor = start
    while anchor < min(start + _MOST_HEADING_ROWS - 1, len(lines)) and not _heads(lines, anchor):
        if not _may_span(lines, anchor):
            return start
        anchor += 1
    if anchor >= len(lines) or not _heads(lines, anchor) or lines[anchor].grid != line.grid:
        return start
    goes_on = before is not None and before.last_grid == line.grid
    if goes_on and not lines[anchor].heads_surely:
        return start  # two words in a row below a table are rather a group than other headings
    if goes_on and before and lines[anchor].key != before.header[-1].key and _has_one_number(lines[anchor]):
        return start  # “Fees” beside “2015” is an amount rather than a year
    if not _has_body(lines, anchor):
        return start
    end, limit = anchor + 1, min(start + _MOST_HEADING_ROWS, len(lines))
    while end < limit and (_goes_on(lines, anchor, end) or _stands_over_units(lines[end:limit], line.grid)):
        end += 1
    return end


def _stands_over_units(lines: Sequence[Line], grid: int) -> bool:
    """Return whether the first of some rows is one of words over a row of units, or such a row itself."""
    rows = takewhile(
        lambda row: row.grid == grid and row.may_belong_to_heading and len(row.filled) > 1, lines
    )
    units = ([bool(said.unit and not said.core) for said in map(heading_of, row.texts)] for row in rows)
    return any(sum(found) * 2 > len(found) for found in units)


def _has_one_number(line: Line) -> bool:
    """Return whether nothing but one number that may be a year makes headings of a row."""
    dated = [text for text in line.texts if heading_of(text).is_dated or heading_of(text).unit]
    return len(dated) == 1 and heading_of(dated[0]).calendar is not None


def _heads(lines: Sequence[Line], index: int) -> bool:
    """Return whether a row is one of headings, told by its words, or also by figures under those of figures."""
    line = lines[index]
    if line.heads:
        return True
    known = [at for at in line.filled if may_head(visible(line.cells[at].text))]
    if line.has_figures or len(line.filled) < _FEWEST_FILLED or len(known) < _FEWEST_ROWS:
        return False
    below = [row for row in lines[index + 1 : index + 1 + _MOST_BELOW] if row.grid == line.grid]
    of_figures = [at for at in known if heads_figures(visible(line.cells[at].text))]
    return any(at in row.figures for row in below for at in of_figures)


def _is_lone_year(lines: Sequence[Line], index: int) -> bool:
    """Return whether a row holds a year alone, over a column of figures beside words."""
    line = lines[index]
    if len(line.filled) != 1 or not line.filled[0]:
        return False
    at, heading = line.filled[0], heading_of(line.texts[0])
    below = [row for row in lines[index + 1 : index + 6] if row.grid == line.grid and at in row.filled]
    figures = [row for row in below if at in row.figures]
    is_year = heading.is_dated and not heading.core and line.cells[at].columns == 1
    return is_year and len(figures) >= _FEWEST_ROWS and not any(row.heads for row in below)


def _may_span(lines: Sequence[Line], index: int) -> bool:
    """Return whether a row can stand above the row of headings: names over several columns, years or units."""
    line = lines[index]
    is_last = index + 1 >= len(lines) or lines[index + 1].grid != line.grid
    if is_last or not line.may_belong_to_heading or is_note(" ".join(line.texts)):
        return False
    if len(line.filled) == 1:
        cell = line.cells[line.filled[0]]
        covers_all = cell.columns >= len(line.cells) or line.filled[0] == 0
        return not covers_all and (may_head(visible(cell.text)) or cell.columns > 1)
    return sum(map(may_head, line.texts)) * 2 >= len(line.texts)


def _goes_on(lines: Sequence[Line], anchor: int, index: int) -> bool:
    """Return whether a row below headings is a further one: units, years or words, no group's name."""
    line = lines[index]
    if line.grid != lines[anchor].grid or not line.may_belong_to_heading:
        return False
    texts = line.texts
    if len(texts) == 1:
        heading = heading_of(texts[0])
        return line.filled[0] > 0 and (
            (heading.unit is not None and not heading.core) or (heading.is_dated and not heading.core)
        )
    if not all(may_head(text) or len(text) <= _SHORT for text in texts):
        return False
    bare = [text for text in texts if len(text) <= _SHORT or not heading_of(text).core]
    under = [
        index
        for index in line.filled
        if index < len(lines[anchor].cells) and not lines[anchor].cells[index].text
    ]
    spans = any(cell.columns > 1 for cell in lines[anchor].cells if not cell.covered)
    return len(bare) * 2 >= len(texts) or bool(under) or (spans and any(map(heads_figures, texts)))


def _has_body(lines: Sequence[Line], anchor: int) -> bool:
    """Return whether figures follow the headings before other headings do."""
    for line in lines[anchor + 1 : anchor + 60]:
        if line.has_figures and not line.is_paragraph:
            return True
    return any(line.has_figures for line in lines[anchor + 60 : anchor + 400])


def _headings(header: Sequence[Line]) -> list[str]:
    """Return the heading of each column, from all its rows; a merged heading stands over all its columns."""
    width = max(len(line.cells) for line in header)
    rows = [_spread(line, width, is_last=line is header[-1]) for line in header]
    _fill_sideways(rows)
    return [join_headings([row[index] for row in rows]) for index in range(width)]


def _spread(line: Line, width: int, *, is_last: bool) -> list[str]:
    texts = [""] * width
    for index in line.filled:
        cell = line.cells[index]
        reach = 1 if is_last and cell.columns >= width else cell.columns
        for position in range(index, min(index + reach, width)):
            texts[position] = visible(cell.text)
    return texts


def _fill_sideways(rows: list[list[str]]) -> None:
    """Let a year or a word over several columns reach to the next one in its row, where files do not merge."""
    for number, row in enumerate(rows[:-1]):
        below = rows[number + 1 :]
        current = ""
        for index, text in enumerate(row):
            if text:
                current = text if heads_figures(text) or _NAMES_POSTS.search(text) else ""
            elif current and any(texts[index] and _belongs(texts[index], current) for texts in below):
                row[index] = current


def _belongs(text: str, above: str) -> bool:
    """Return whether what stands in a lower row of headings can be a part of what stands over it to the left."""
    upper, lower = heading_of(above), heading_of(text)
    if not heads_figures(text) and not is_figure_text(text) and "fte" not in lower.core:
        return False
    return not (upper.is_dated and lower.is_dated)
