"""The labels and headings of a document of forms, each with what stands beside or below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from proposals.importing.files.blocks import Cell, Location
from proposals.importing.understanding.form_figures import (
    figures_by_year_down,
    figures_under_headings,
    figures_under_years,
    header_of_years,
    heads_figures_alone,
    holds_units,
)
from proposals.importing.understanding.form_headings import Headings, TitleLines, parted, run_on
from proposals.importing.understanding.form_lines import (
    LONGEST_LABEL,
    Field,
    FormLine,
    has_figures_side_by_side,
    heads_table,
    heads_texts,
    is_bare_year,
    is_blank,
    is_known,
    joined,
    kind_of_label,
    label_of,
    names_figures,
    numberless,
)
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.options import (
    appraises_options,
    figures_of_accounts,
    figures_of_options,
    joined_rows,
)
from proposals.importing.understanding.tick_boxes import ticked_rows
from proposals.importing.units import unit_in

_ROW_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Za-z][.)]?")
_GUIDANCE = re.compile(
    r"(?:guidance|notes?|help|instructions?|explanation|prompts?|what to (?:write|include)|how to answer).{0,40}",
    re.IGNORECASE,
)
_PAIR, _TWO_PAIRS = 2, 4
_FEWEST_BLANK = 4
_LEAST_SHARE = 0.4
"""The share of labels that are known where the rows of a table are labels beside their values."""


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
        if self.headings.run_on and (pair := run_on(line)):
            self._open(pair[0], line.location, [pair[1]])
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
        elif labelled := (figures_of_options(rows) if self._appraises else []) or figures_of_accounts(rows):
            for row in joined_rows(rows):
                self.take_line(row)
            section = self.current
            for label, at, row in labelled:
                self.fields.append(Field(label, row.location, [row.cells[at]]))
            self.current = section
        elif figures := list(figures_by_year_down(rows, self._section())):
            self._add_figures(figures, self.current)
        elif len(rows) >= _FEWEST_BLANK and all(map(is_blank, rows)):
            for row in rows:
                self._open(label_of(row.text), row.location)
        else:
            self._take_rows(rows)

    def _take_rows(self, rows: Sequence[FormLine]) -> None:
        caption = self._take_caption(rows)
        section = self.current
        if any(len(row.cells) > _PAIR and heads_table(row) and not header_of_years(row)[0] for row in rows):
            self.lists_proposals = True
        are_pairs, are_texts = (
            _are_pairs(rows),
            heads_texts(rows[0]) and not any(map(names_figures, rows[0].texts)),
        )
        years: dict[int, str] = {}
        corner = ""
        taken: FormLine | None = None
        for row, below in zip_longest(rows, rows[1:]):
            if (
                below
                and not holds_units(below)
                and (figures := list(figures_under_headings(row, below, caption)))
            ):
                self._add_figures(figures, section)
                taken = below
                continue
            if row is taken:
                continue
            if years and holds_units(row):
                years = {
                    at: f"{text} {dict(zip(row.positions, row.texts, strict=True)).get(at, '')}".strip()
                    for at, text in years.items()
                }
                continue
            if years and (figures := list(figures_under_years(row, years, corner, self._section()))):
                self._add_figures(figures, section)
                continue
            years, corner = header_of_years(row)
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
        if not (
            text and names_figures(text) and unit_in(text) and all(map(heads_figures_alone, rows[0].texts))
        ):
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


def _are_pairs(rows: Sequence[FormLine]) -> bool:
    """Return whether the rows of a table are labels beside their values, as the words of many of them tell."""
    beside = [
        row
        for row in rows
        if len(row.cells) > 1
        and row.positions[0] == 0
        and not (header_of_years(row)[0] or all(map(heads_figures_alone, row.texts)))
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
