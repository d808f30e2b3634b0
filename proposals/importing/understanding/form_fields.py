"""The labels and headings of a document of forms, each with what stands beside or below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest

from proposals.importing.files.blocks import Cell, Location
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.form_lines import (
    LONGEST_LABEL,
    FormLine,
    Headings,
    TitleLines,
    has_figures_side_by_side,
    heads_column,
    heads_table,
    heads_texts,
    is_bare_year,
    is_blank,
    is_known,
    is_value,
    joined,
    key_of,
    kind_of_label,
    label_of,
    names_figures,
    numberless,
    parted,
)
from proposals.importing.understanding.headings import heading_of, is_figure_text
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import direction_said, names_growth
from proposals.importing.understanding.options import appraises_options, figures_of_options, joined_rows
from proposals.importing.understanding.tick_boxes import ticked_rows
from proposals.importing.units import unit_in, without_unit
from services.values.money import UNIT_LABEL

_ROW_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Za-z][.)]?")
_GUIDANCE = re.compile(
    r"(?:guidance|notes?|help|instructions?|explanation|prompts?|what to (?:write|include)|how to answer).{0,40}",
    re.IGNORECASE,
)
_COUNTS_POSTS = re.compile(r"\b(?:f\.?t\.?e|w\.?t\.?e|posts?|headcount)\b", re.IGNORECASE)
_PAIR, _TWO_PAIRS = 2, 4
_FEWEST_BLANK = 4
_LEAST_SHARE = 0.4
"""The share of labels that are known where the rows of a table are labels beside their values."""


@dataclass
class Field:
    """A label or heading of a form with what stands beside or below it; a text that nothing heads has no label."""

    label: str
    location: Location
    cells: list[Cell] = field(default_factory=list)
    level: int = 0
    stands_alone: bool = False
    is_frame: bool = False
    """Other labels stand right below it, so that it heads no text of its own."""
    holds_words: bool = False
    """Its figures are read already, so that it is kept as words."""

    @property
    def key(self) -> str:
        """The label as it is known in every form."""
        return f"{key_of(self.label)} words" if self.holds_words else key_of(self.label)

    @property
    def waits(self) -> bool:
        """Return whether it is a heading whose text is still to come."""
        return self.stands_alone and not self.cells and not self.is_frame

    @property
    def words(self) -> str:
        """The label, or the text that nothing heads."""
        return self.label or self.text

    @property
    def kind(self) -> Kind | None:
        """The kind that its label tells."""
        return kind_of_label(self.label, self.text)

    @property
    def text(self) -> str:
        """The first line of what stands there."""
        return visible(self.cells[0].text) if self.cells else ""


def fields_of(lines: Sequence[FormLine]) -> tuple[list[Field], int]:
    """Return the fields of some lines in order, and how many rows their tables have where they list proposals."""
    walk = _Walk(Headings(lines), appraises_options(lines))
    for grid, members in groupby(lines, key=lambda line: line.grid):
        if grid:
            walk.take_table(list(members))
        else:
            for line in members:
                walk.take_line(line)
    return walk.fields, walk.rows_as_text if walk.lists_proposals else 0


class _Walk:
    """Goes through the lines of a document and puts each under its label or heading."""

    def __init__(self, headings: Headings, appraises: bool) -> None:
        self.headings, self._appraises = headings, appraises
        self.titles = TitleLines(headings)
        self.fields: list[Field] = []
        self.current: Field | None = None
        """The field that a further line belongs to."""
        self.follows_label = False
        self.lists_proposals = False
        self.rows_as_text = 0
        self._above: set[str] = set()
        """What stands above the first form, whatever its numbers."""
        self._has_begun = False
        self._beside: Field | None = None
        """The last label of a table with its value, where the lines below it may go on with that."""

    def take_line(self, line: FormLine) -> None:
        """Take a line that stands alone: a heading, a label with its value, or text."""
        if self.titles.heads_form(line, is_first=not any(item.label and item.cells for item in self.fields)):
            self.fields.append(Field("", line.location, list(line.cells)))
            self.current = self._beside = None
            self.follows_label = False
            return
        found = parted(line)
        if found and self.headings.is_label(found[0], found[1].text, follows=self.follows_label):
            self.follows_label = True
            if self.current and self.current.waits:
                self.current.is_frame = True
            self._open(found[0], line.location, [found[1]])
            return
        may_be_row = self._has_begun and numberless(line.text) not in self._above
        may_be_row = may_be_row and (self.current is None or self.current.waits)
        if may_be_row and (cut_off := self.headings.cut_off(line)):
            self._open(cut_off[0], line.location, [cut_off[1]])
            return
        self.follows_label = False
        waits = self.current is not None and self.current.waits
        if self.headings.heads(line, waits=waits, is_first=not self.fields):
            if self.current and waits and 0 < self.current.level < line.level:
                self.current.is_frame = True
            self._open(label_of(line.text) or line.text, line.location, level=line.level, stands_alone=True)
        elif field_above := self._goes_on(line):
            field_above.cells += line.cells
        else:
            if not self._has_begun:
                self._above.add(numberless(line.text))
            self.fields.append(Field("", line.location, list(line.cells)))
            self.current = self._beside = None

    def _goes_on(self, line: FormLine) -> Field | None:
        """Return the field that a line of text belongs to; a line that stands above the first form begins another."""
        is_beside = self.current is not None and not self.current.stands_alone
        if numberless(line.text) in self._above or (line.runs_across and is_beside):
            return None
        above = self._beside.cells[-1].location.line if self._beside and self._beside.cells else 0
        return self._beside if above and line.location.line == above + 1 else self.current

    def _open(
        self,
        label: str,
        location: Location,
        cells: Sequence[Cell] = (),
        *,
        level: int = 0,
        stands_alone: bool = False,
    ) -> None:
        self._beside = None
        self._has_begun = True
        self.current = Field(label, location, list(cells), level, stands_alone)
        self.fields.append(self.current)

    def take_table(self, rows: Sequence[FormLine]) -> None:
        """Take the rows of a table: labels beside their values, years over figures, or lines of text."""
        rows = list(self._without_guidance(list(self._without_numbers(rows))))
        if ticked := list(ticked_rows(rows)):
            self.fields.append(Field("", rows[0].location, [joined(rows[0])]))
            self._take_rows(ticked)
        elif self._appraises and (options := figures_of_options(rows)):
            for row in joined_rows(rows):
                self.take_line(row)
            section = self.current
            for label, at, row in options:
                self.fields.append(Field(label, row.location, [row.cells[at]]))
            self.current = section
        elif figures := list(_years_down(rows, self._section())):
            self._add_figures(figures, self.current)
        elif len(rows) >= _FEWEST_BLANK and all(map(is_blank, rows)):
            for row in rows:
                self._open(label_of(row.text), row.location)
        else:
            self._take_rows(rows)

    def _take_rows(self, rows: Sequence[FormLine]) -> None:
        caption = self._take_caption(rows)
        section = self.current
        if any(len(row.cells) > _PAIR and heads_table(row) and not _header_of_years(row)[0] for row in rows):
            self.lists_proposals = True
        are_pairs, are_texts = _are_pairs(rows), heads_texts(rows[0]) and not any(map(names_figures, rows[0].texts))
        years: dict[int, str] = {}
        corner = ""
        taken: FormLine | None = None
        for row, below in zip_longest(rows, rows[1:]):
            if below and not _holds_units(below) and (figures := list(_under_headings(row, below, caption))):
                self._add_figures(figures, section)
                taken = below
                continue
            if row is taken:
                continue
            if years and _holds_units(row):
                years = {
                    at: f"{text} {dict(zip(row.positions, row.texts, strict=True)).get(at, '')}".strip()
                    for at, text in years.items()
                }
                continue
            if years and (figures := list(_under_years(row, years, corner, self._section()))):
                self._add_figures(figures, section)
                continue
            years, corner = _header_of_years(row)
            corner = corner or caption
            if years:
                self._frame(corner, row.location)
                continue
            self._take_row(row, are_pairs=are_pairs, are_texts=are_texts)
            section = self.current
        if rows[0].width > 1 and section and not section.stands_alone:
            # A paragraph below a table is no part of its last cell, though a line of text may be.
            self.current, self._beside = None, section

    def _without_numbers(self, rows: Sequence[FormLine]) -> Iterator[FormLine]:
        """Yield the rows of a table without a first column that only numbers its questions."""
        numbers = [row for row in rows if len(row.cells) > _PAIR and _ROW_NUMBER.fullmatch(row.text)]
        are_numbered = len(numbers) > _PAIR and len(numbers) >= len(rows) - _PAIR
        for row in rows:
            if are_numbered and row in numbers:
                yield replace(row, cells=row.cells[1:], positions=tuple(at - 1 for at in row.positions[1:]))
            elif are_numbered and not row.stands_alone:
                self.fields.append(Field("", row.location, [joined(row)]))
            else:
                yield row

    def _without_guidance(self, rows: Sequence[FormLine]) -> Iterator[FormLine]:
        """Yield the rows of a table without a column that tells how its questions are to be answered."""
        texts = rows[0].texts
        at = next((at for at, text in enumerate(texts) if at and _GUIDANCE.fullmatch(text)), 0)
        column = rows[0].positions[at] if at and len(texts) == _PAIR + 1 else 0
        for row in rows:
            if not column or column not in row.positions or len(row.cells) < _PAIR + 1:
                yield row
                continue
            if row is rows[0]:
                self.fields.append(Field("", row.location, [joined(row)]))
                continue
            index = row.positions.index(column)
            self.fields.append(Field("", row.location, [row.cells[index]]))
            yield replace(
                row,
                cells=(*row.cells[:index], *row.cells[index + 1 :]),
                positions=(*row.positions[:index], *row.positions[index + 1 :]),
            )

    def _take_row(self, row: FormLine, *, are_pairs: bool, are_texts: bool) -> None:
        if row.stands_alone:
            self.take_line(row)
        elif len(row.cells) == 1:
            # In a sheet, lines of text stand among the labels as well.
            may_be_label = not row.location.sheet or is_known(label_of(row.text))
            if are_pairs and may_be_label and row.positions[0] == 0 and len(row.text) <= LONGEST_LABEL:
                self._open(label_of(row.text), row.location)
            else:
                self.take_line(row)
        elif are_pairs and not has_figures_side_by_side(row):
            for label, cells in _pairs(row):
                self._open(label, cells[0].location, cells)
        else:
            # “Risk | Likelihood | Score” has figures that are no amounts.
            self.lists_proposals |= has_figures_side_by_side(row) and not are_texts
            self.rows_as_text += not are_texts
            self.take_line(FormLine((joined(row),), row.grid))

    def _take_caption(self, rows: Sequence[FormLine]) -> str:
        """Return the line of text right above years that says the unit of their figures: “Savings (£'000)”."""
        above = self.fields[-1] if self.fields and self.current is None else None
        text = above.text if above and not above.label and len(above.cells) == 1 else ""
        if not (text and names_figures(text) and unit_in(text) and all(map(_heads_figures, rows[0].texts))):
            return ""
        self.fields.pop()
        self._frame(text, rows[0].location)
        return text

    def _frame(self, words: str, location: Location) -> None:
        """Keep words that stand over other labels."""
        if words:
            self.fields.append(Field(label_of(words) or words, location, stands_alone=True, is_frame=True))

    def _section(self) -> str:
        """Return the heading that a table stands under."""
        return self.current.label if self.current and self.current.stands_alone else ""

    def _add_figures(self, figures: Sequence[Field], section: Field | None) -> None:
        if section and not section.cells:
            section.is_frame = True
        self.fields += figures
        self.current = section


def _header_of_years(row: FormLine) -> tuple[dict[int, str], str]:
    """Return the headings of figures by their columns, none where it is no row of years, and the corner before them."""
    heads = [heads_column(text) for text in row.texts]
    dated = sum(map(is_bare_year, row.texts))
    first = heads.index(True) if dated else len(heads)
    is_header = dated and (sum(heads) > 1 or row.positions[0] > 0) and first <= 1
    if not is_header or any(map(is_figure_text, row.texts)):
        return {}, ""
    corner = row.texts[0] if first else ""
    return dict(zip(row.positions[first:], row.texts[first:], strict=True)), corner


def _under_headings(row: FormLine, below: FormLine, caption: str) -> Iterator[Field]:
    """Yield the figures of a row each of which stands under a heading of its own: “Savings 2026/27”, “Total”."""
    if (
        len(row.cells) < _PAIR
        or not all(map(_heads_figures, row.texts))
        or not any(map(names_figures, row.texts))
    ):
        return
    if row.positions == below.positions and all(map(is_value, below.texts)):
        for text, cell in zip(row.texts, below.cells, strict=True):
            yield Field(_dated_label(label_of(text), "", caption), cell.location, [cell])


def _heads_figures(text: str) -> bool:
    return names_figures(text) or heads_column(text)


def _holds_units(row: FormLine) -> bool:
    headings = list(map(heading_of, row.texts))
    return all(heading.unit and not heading.core for heading in headings)


def _under_years(row: FormLine, years: dict[int, str], corner: str, section: str) -> Iterator[Field]:
    """Yield the figures of a row below years, each with a label that names its year."""
    first = min(years)
    labels = [text for at, text in zip(row.positions, row.texts, strict=True) if at < first]
    cells = {at: cell for at, cell in zip(row.positions, row.cells, strict=True) if at in years}
    are_figures = sum(is_value(visible(cell.text)) for cell in cells.values()) * 2 > len(cells)
    if not cells or not are_figures or any(at > first and at not in years for at in row.positions):
        return
    label = label_of(" ".join(labels)) or section
    growth = next(filter(names_growth, (corner, section)), "")
    if growth and direction_said(label) is None and not _COUNTS_POSTS.search(label):
        label = f"{label}, {growth.lower()}"
    for at, cell in cells.items():
        yield Field(_dated_label(label, years[at], label, corner, section), cell.location, [cell])


def _dated_label(label: str, year: str, *around: str) -> str:
    """Return the label of a figure with its year, and the unit that stands around it where neither has one."""
    if _COUNTS_POSTS.search(label):
        return f"{label} {without_unit(year)}".strip()
    name = " ".join(filter(None, (label, year)))
    unit = next((unit for text in around if (unit := unit_in(text))), None)
    return f"{name} {UNIT_LABEL[unit]}" if unit and not unit_in(name) else name


def _years_down(rows: Sequence[FormLine], section: str) -> Iterator[Field]:
    """Yield the figures of a table with its years down the side."""
    head = None if is_bare_year(rows[0].text) else rows[0]
    below = [row for row in rows[bool(head) :] if len(row.cells) > 1 and row.positions[0] == 0]
    dated = sum(is_bare_year(row.text) for row in below)
    if dated < (_PAIR if head else 1) or not all(heads_column(row.text) for row in below):
        return
    if len(below) < len(rows) - bool(head) or (head is None and any(len(row.cells) > _PAIR for row in below)):
        return
    labels = dict(zip(head.positions, head.texts, strict=True)) if head else {}
    corner = labels.get(0, "")
    for row in below:
        for at, cell in list(zip(row.positions, row.cells, strict=True))[1:]:
            label = label_of(labels.get(at, "")) or section
            yield Field(_dated_label(label, row.text, label, corner, section), cell.location, [cell])


def _are_pairs(rows: Sequence[FormLine]) -> bool:
    """Return whether the rows of a table are labels beside their values, as the words of many of them tell."""
    beside = [
        row
        for row in rows
        if len(row.cells) > 1
        and row.positions[0] == 0
        and not (_header_of_years(row)[0] or all(map(_heads_figures, row.texts)))
    ]
    labels = [label_of(row.text) for row in beside]
    if not beside or any(map(heads_table, beside)) or heads_texts(rows[0]):
        return False
    known = sum(is_known(label) and kind_of_label(label) is not Kind.PART for label in labels)
    return known >= _LEAST_SHARE * len(labels) or all(row.cells[0].bold for row in beside)


def _pairs(row: FormLine) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the labels of a row with their values: each cell beside a label, or all beside the one label there is."""
    cells, texts = row.cells, row.texts
    others = texts[_PAIR::_PAIR]
    if others and all(is_known(label_of(t)) or t.endswith(":") or is_bare_year(t) for t in others):
        for at in range(0, len(cells), _PAIR):
            value = cells[at + 1] if at + 1 < len(cells) else Cell(location=cells[at].location)
            yield label_of(texts[at]), [value]
    else:
        yield label_of(row.text), list(cells[1:])
