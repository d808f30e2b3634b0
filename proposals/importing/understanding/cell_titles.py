"""The title of a cell, apart from the description that stands in the same cell."""

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import paragraphs_of, visible

_TITLE_AND_MORE, _FEWEST_WORDS = 2, 6
_FEWEST_BEHIND = 4
_ROOM = 0.85
"""How much of the width of a column lines are sure to take before they are wrapped."""


def title_and_detail(cell: Cell) -> tuple[str, str]:
    """Return the title of a cell, and the description that stands in it behind bold words or below a short line.

    A line that the next word would have fitted on was ended on purpose, and not wrapped.
    """
    lines = paragraphs_of(cell)
    text = " ".join(lines)
    behind = text.removeprefix(cell.lead).lstrip(" :.–-") if cell.lead else ""
    if cell.lead and len(behind.split()) >= _FEWEST_BEHIND and text != behind:
        return cell.lead.rstrip(" :.–-"), behind
    if cell.covered or len(lines) < _TITLE_AND_MORE:
        return ("" if cell.covered else visible(cell.text)), ""
    title, *rest = lines
    width = max(map(len, rest))
    is_ended = len(title) + len(rest[0].split()[0]) + 1 < _ROOM * width
    is_longer = sum(len(line.split()) for line in rest) > max(len(title.split()), _FEWEST_WORDS)
    if not (is_ended and is_longer and rest[0][0].isupper()):
        return visible(cell.text), ""
    return title.rstrip(" :.–-"), "\n".join(rest)
