"""Find the beginning of each option form of a document: a title with a form's heading soon after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.importing.forms.headings import OPTION_FORM, FoundHeading
from proposals.importing.forms.option_pages.forms import (
    FIGURES,
    NARRATIVE,
    PROFILE,
    SERVICE,
    START_YEAR,
)
from proposals.importing.forms.titles import FormTitle, title_before
from proposals.importing.lines import Line, UnreadableDocument, cells_of, end_of_forms, is_page_number

_FIGURE_NAMES = {heading.kind for heading in FIGURES}
_NARRATIVE_NAMES = {heading.kind for heading in NARRATIVE}
_BEGINS_A_FORM = {SERVICE.kind, START_YEAR.kind}
_NEAR = 16
_FEWEST_BESIDE = 2
_MOST_FORMS = 2_000


@dataclass(frozen=True)
class FormLines:
    """The lines of one form after its title, with the headings found among them.

    `reference` is empty for a form whose title line is missing or cannot be read as one.
    """

    reference: str
    title: str
    place: str
    lines: tuple[Line, ...]
    headings: tuple[FoundHeading | None, ...]


@dataclass(frozen=True)
class FoundForms:
    """The forms of a document in order, and the lines before and between them that belong to none."""

    forms: tuple[FormLines, ...]
    left_over: tuple[Line, ...]


@dataclass
class _Start:
    title: FormTitle | None
    heading: int
    opening: str
    seen: set[str]

    @property
    def first(self) -> int:
        return self.title.first if self.title else self.heading


def find_forms(lines: Sequence[Line]) -> FoundForms:
    """Return the forms that the lines hold, with every line in one of them or left over.

    Raises UnreadableDocument when they are more than any council's document holds.
    """
    headings = _headings_in(lines)
    starts = _starts(lines, headings)
    if not starts:
        return FoundForms((), tuple(lines))
    left_over = list(lines[: starts[0].first])
    forms = []
    last = end_of_forms(lines, (index for index, found in enumerate(headings) if found))
    ends = [*(start.first for start in starts[1:]), last]
    for start, end in zip(starts, ends, strict=True):
        used = start.title.used if start.title else frozenset()
        inside = [index for index in range(start.first, end) if index not in used]
        outside = _page_numbers(lines, headings, inside)
        left_over.extend(lines[index] for index in sorted(outside))
        kept = [index for index in inside if index not in outside]
        forms.append(
            FormLines(
                start.title.reference if start.title else "",
                start.title.title if start.title else "",
                lines[start.first].place,
                tuple(lines[index] for index in kept),
                tuple(headings[index] for index in kept),
            )
        )
    return FoundForms(tuple(forms), (*left_over, *lines[last:]))


def _headings_in(lines: Sequence[Line]) -> list[FoundHeading | None]:
    """Return the form's heading on each line; one that only other forms have has to be set as the others are."""
    found = [OPTION_FORM.heading_on(line.text) for line in lines]
    own = [
        line.opens_cell for line, item in zip(lines, found, strict=True) if item and not item.heading.exactly
    ]
    in_cells = sum(own) * 2 > len(own)
    return [
        item
        if item and not (item.heading.exactly and (item.rest or (in_cells and not line.opens_cell)))
        else None
        for line, item in zip(lines, found, strict=True)
    ]


def one_heading_a_line(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with those parted at their tabs that hold several headings, each with its value."""
    return tuple(part for line in lines for part in _parts_of(line))


def _parts_of(line: Line) -> Sequence[Line]:
    cells = cells_of(line) if line.column is None else [line]
    if len(cells) < _FEWEST_BESIDE:
        return [line]
    found = [OPTION_FORM.heading_on(cell.text) for cell in cells]
    are_headings = all(
        item and item.heading in FIGURES and item.rest and item.spelling == "as expected" for item in found
    )
    return cells if are_headings else [line]


def _starts(lines: Sequence[Line], headings: Sequence[FoundHeading | None]) -> list[_Start]:
    starts: list[_Start] = []
    floor = 0
    for index, found in enumerate(headings):
        if found is None:
            continue
        current = starts[-1] if starts else None
        name = found.heading.kind
        start = None
        if _may_begin(name, current, starts):
            start = _start_at(lines, headings, index, floor, current)
        if start:
            starts.append(start)
            if len(starts) > _MOST_FORMS:
                raise UnreadableDocument(
                    f"There are more than {_MOST_FORMS:,} forms in the document. Divide it."
                )
        elif current:
            current.seen.add(name)
        floor = index + 1
    return starts


def _may_begin(name: str, current: _Start | None, starts: Sequence[_Start]) -> bool:
    """Return whether a heading could be a form's first: one that this form has had, or that only begins one."""
    if current is None:
        return True
    if name not in _FIGURE_NAMES and name != starts[0].opening:
        return False
    is_over = bool(current.seen & (_NARRATIVE_NAMES | {PROFILE.kind}))
    return name in current.seen or (name in _BEGINS_A_FORM and is_over)


def _start_at(
    lines: Sequence[Line],
    headings: Sequence[FoundHeading | None],
    index: int,
    floor: int,
    current: _Start | None,
) -> _Start | None:
    found = headings[index]
    name = found.heading.kind if found else ""
    near = _figures_near(headings, index)
    is_form = bool(near & {*_BEGINS_A_FORM, PROFILE.kind}) or name in _NARRATIVE_NAMES or current is None
    title = title_before(lines, floor, index) if is_form else None
    if title:
        return _Start(title, index, name, {name})
    # A form whose title cannot be read must not become the text of the form before it.
    repeats = current is None or (near <= current.seen and name in {*_BEGINS_A_FORM, current.opening})
    if near & _BEGINS_A_FORM and len(near) > 1 and name in _FIGURE_NAMES and repeats:
        return _Start(None, index, name, {name})
    return None


def _figures_near(headings: Sequence[FoundHeading | None], index: int) -> set[str]:
    """Return the headings of figures soon after the line, up to the next one like it."""
    near: set[str] = set()
    for item in headings[index : index + _NEAR]:
        if item and item.heading.kind in _FIGURE_NAMES:
            if item.heading.kind in near:
                break
            near.add(item.heading.kind)
    return near


def _page_numbers(
    lines: Sequence[Line], headings: Sequence[FoundHeading | None], inside: Sequence[int]
) -> set[int]:
    """Return which lines are page numbers; a bare number is one only at the end of a form's narrative."""
    numbers = {index for index in inside if is_page_number(lines[index].text)}
    last = next((item for index in reversed(inside) if (item := headings[index])), None)
    if last and last.heading.kind in _NARRATIVE_NAMES:
        for index in reversed(inside):
            text = lines[index].text
            if index not in numbers and not (text.isdecimal() and len(text) <= 4):
                break
            numbers.add(index)
    return numbers
