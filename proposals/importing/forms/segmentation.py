"""The forms of a document: the lines of each, and those before, between and behind them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, takewhile

from proposals.importing.forms.headings import FoundHeading, Role
from proposals.importing.forms.titles import Start
from proposals.importing.lines import Line, UnreadableDocument, end_of_forms

_MOST_FORMS = 2_000
_MOST_DIGITS = 4
_LIST_MARK = re.compile(r"^(?P<mark>[·•●▪■◦‣⁃∙\uf0a7\uf0b7o*–-]|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\t\s*")

# A bullet before an item's own letter: Word stores only the latter as text.
_BULLET_BEFORE_MARK = re.compile(r"^[·•●▪■◦‣⁃∙\uf0a7\uf0b7–-]\s+(?=(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s)")


@dataclass(frozen=True)
class FormLines:
    """The lines of one form behind its beginning, each with the heading that it reads like."""

    start: Start
    place: str
    lines: tuple[Line, ...]
    found: tuple[FoundHeading | None, ...]


@dataclass(frozen=True)
class FoundForms:
    """The forms of a document in order, the lines before them, and those elsewhere that belong to none."""

    forms: tuple[FormLines, ...]
    before: tuple[Line, ...]
    outside: tuple[Line, ...]
    lines_read: int


@dataclass
class Walk:
    """Goes over the headings that the lines of a document read like, and notes where its forms begin."""

    lines: Sequence[Line]
    listed: Sequence[Sequence[FoundHeading]]
    starts: list[Start] = field(default_factory=list)
    seen: dict[str, list[str]] = field(default_factory=dict)
    """The kinds of the headings in the form that has begun last, with what stands beside each."""
    in_text: bool = False
    floor: int = 0
    """The line behind the last heading."""

    def forms(self, begins: Callable[["Walk", int, FoundHeading], Start | None]) -> FoundForms:
        """Return the forms, one of which begins where `begins` says of a heading on a line that it does."""
        for index, here in enumerate(self.listed):
            for found in here:
                if start := begins(self, index, found):
                    self.starts.append(start)
                    self.seen, self.in_text = {}, False
                if self.starts:
                    self.seen.setdefault(found.kind, []).append(found.rest)
                    self.in_text = self.in_text or found.heading.role in (Role.TEXT, Role.LIST)
                self.floor = index + 1
        return _parted(self.lines, [here[0] if here else None for here in self.listed], self.starts)

    def near(self, index: int, count: int) -> Iterator[FoundHeading]:
        """Yield the headings on some lines from a line on."""
        return chain.from_iterable(self.listed[index : index + count])


def _parted(
    lines: Sequence[Line], found: Sequence[FoundHeading | None], starts: Sequence[Start]
) -> FoundForms:
    """Return the forms that begin so; every line is in one of them, in its beginning, or outside them all.

    Raises UnreadableDocument when they are more than any council's document holds.
    """
    if len(starts) > _MOST_FORMS:
        raise UnreadableDocument(f"There are more than {_MOST_FORMS:,} forms in the document. Divide it.")
    if not starts:
        return FoundForms((), tuple(lines), (), len(lines))
    last = end_of_forms(lines, (index for index, item in enumerate(found) if item))
    forms: list[FormLines] = []
    outside: list[Line] = []
    for start, end in zip(starts, [*(start.first for start in starts[1:]), last], strict=True):
        inside = [index for index in range(start.first, end) if index not in start.used]
        numbers = _numbers_at_end(lines, found, inside)
        outside += lines[end - numbers : end]
        kept = inside[: len(inside) - numbers]
        forms.append(
            FormLines(
                start,
                lines[start.begins or start.first].place,
                tuple(lines[index] for index in kept),
                tuple(found[index] for index in kept),
            )
        )
    before = tuple(lines[: starts[0].first])
    return FoundForms(tuple(forms), before, (*outside, *lines[last:]), len(lines))


def _numbers_at_end(
    lines: Sequence[Line], found: Sequence[FoundHeading | None], inside: Sequence[int]
) -> int:
    """Return how many lines at the end of a form's texts are bare numbers: those of its pages."""
    last = next((item for index in reversed(inside) if (item := found[index])), None)
    if last is None or last.heading.role is not Role.TEXT:
        return 0
    texts = (lines[index].text for index in reversed(inside))
    return sum(1 for _ in takewhile(lambda text: text.isdecimal() and len(text) <= _MOST_DIGITS, texts))


def in_rows(lines: Sequence[Line]) -> list[Line]:
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
