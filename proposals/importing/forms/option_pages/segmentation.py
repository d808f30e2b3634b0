"""Find the beginning of each option form of a document: a title with a form's heading soon after it."""

from collections.abc import Sequence

from proposals.importing.forms.headings import OPTION_FORM, FoundHeading
from proposals.importing.forms.option_pages.forms import FIGURES, NARRATIVE
from proposals.importing.forms.segmentation import FoundForms, parted
from proposals.importing.forms.titles import Start, is_row_of_labels, title_before
from proposals.importing.lines import Line, cells_of

_BEGINS_A_FORM = {"service", "start_year"}
_NEAR = 16


def find_forms(lines: Sequence[Line]) -> FoundForms:
    """Return the forms that the lines hold, with every line in one of them or left over."""
    lines = [part for line in lines for part in _parts_of(line)]
    headings = _headings_in(lines)
    return parted(lines, headings, _starts(lines, headings))


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


def _parts_of(line: Line) -> Sequence[Line]:
    """Return a row of headings or labels, each with its value, in its cells."""
    cells = cells_of(line) if line.column is None else [line]
    found = [OPTION_FORM.heading_on(cell.text) for cell in cells]
    are_headings = all(
        item and item.kind in FIGURES and item.rest and item.spelling == "as expected" for item in found
    )
    return cells if are_headings or is_row_of_labels([cell.text for cell in cells]) else [line]


def _starts(lines: Sequence[Line], headings: Sequence[FoundHeading | None]) -> list[Start]:
    starts: list[Start] = []
    seen: set[str] = set()
    """The kinds of the headings of the form that has begun last."""
    opening = ""
    floor = 0
    for index, found in enumerate(headings):
        if found is None:
            continue
        name = found.kind
        is_over = bool(seen & {*NARRATIVE, "profile"})
        may_begin = not starts or (
            (name in FIGURES or name == opening) and (name in seen or (name in _BEGINS_A_FORM and is_over))
        )
        start = _start_at(lines, headings, index, floor, seen, opening) if may_begin else None
        if start:
            starts.append(start)
            seen = set()
            opening = opening or name
        if starts:
            seen.add(name)
        floor = index + 1
    return starts


def _start_at(
    lines: Sequence[Line],
    headings: Sequence[FoundHeading | None],
    index: int,
    floor: int,
    seen: set[str],
    opening: str,
) -> Start | None:
    """Return the beginning of the form whose first heading that may be, None where it is none.

    `seen` are the headings of the form before it, and `opening` is the one that the first form begins with.
    """
    found = headings[index]
    name = found.kind if found else ""
    near = _figures_near(headings, index)
    is_form = bool(near & {*_BEGINS_A_FORM, "profile"}) or name in NARRATIVE or not seen
    title = title_before(lines, floor, index) if is_form else None
    if title:
        return title
    # A form whose title cannot be read must not become the text of the form before it.
    repeats = not seen or (near <= seen and name in {*_BEGINS_A_FORM, opening})
    if near & _BEGINS_A_FORM and len(near) > 1 and name in FIGURES and repeats:
        return Start("", "", index)
    return None


def _figures_near(headings: Sequence[FoundHeading | None], index: int) -> set[str]:
    """Return the headings of figures soon after the line, up to the next one like it."""
    near: set[str] = set()
    for item in headings[index : index + _NEAR]:
        if item and item.kind in FIGURES:
            if item.kind in near:
                break
            near.add(item.kind)
    return near
