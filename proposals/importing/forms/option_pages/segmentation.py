"""Find the beginning of each option form of a document: a title with a form's heading soon after it."""

from collections.abc import Sequence

from proposals.importing.forms.headings import OPTION_FORM, FoundHeading
from proposals.importing.forms.option_pages.sections import FIGURES, NARRATIVE
from proposals.importing.forms.segmentation import FoundForms, Walk
from proposals.importing.forms.titles import Start, is_row_of_labels, title_before
from proposals.importing.lines import Line, cells_of

_BEGINS_A_FORM = {"service", "start_year"}
_NEAR = 16


def find_forms(lines: Sequence[Line]) -> FoundForms:
    """Return the forms that the lines hold, with every line in one of them or left over."""
    lines = [part for line in lines for part in _parts_of(line)]
    return Walk(lines, [[found] if found else [] for found in _headings_in(lines)]).forms(_begins)


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


def _begins(walk: Walk, index: int, found: FoundHeading) -> Start | None:
    """Return the beginning of the form whose first heading that is: one that the form before it has had already.

    A heading that only begins a form does so behind a text or a table as well.
    """
    kind, seen = found.kind, walk.seen
    opening = next(iter(seen), "")
    is_over = walk.in_text or "profile" in seen
    if seen and not (
        (kind in FIGURES or kind == opening) and (kind in seen or (kind in _BEGINS_A_FORM and is_over))
    ):
        return None
    near = _figures_near(walk, index)
    if near & {*_BEGINS_A_FORM, "profile"} or kind in NARRATIVE or not seen:
        title = title_before(walk.lines, walk.floor, index)
        if title:
            return title
    # A form whose title cannot be read must not become the text of the form before it.
    repeats = not seen or (near <= seen.keys() and kind in {*_BEGINS_A_FORM, opening})
    is_form = near & _BEGINS_A_FORM and len(near) > 1 and kind in FIGURES and repeats
    return Start("", "", index) if is_form else None


def _figures_near(walk: Walk, index: int) -> set[str]:
    """Return the headings of figures soon after the line, up to the next one like it."""
    near: set[str] = set()
    for found in walk.near(index, _NEAR):
        if found.kind in near:
            break
        if found.kind in FIGURES:
            near.add(found.kind)
    return near
