"""Years over figures in a form whose columns nothing but spaces part, as typed text and some PDFs have them."""

import re
from collections.abc import Iterator, Sequence

from proposals.importing.files.blocks import Block, Cell, Grid, Paragraph
from proposals.importing.understanding.figures import Shape, read_figure
from proposals.importing.understanding.headings import heading_of

_YEAR = re.compile(r"20\d\d[/–-](?:20)?\d\d")
_TOTAL = re.compile(r"total", re.IGNORECASE)
_GROUP_OF_DIGITS = re.compile(r"0\d+")
"""A part of an amount with a space in it, “1 000”, so that no one can tell the columns."""
_FEWEST, _LONGEST = 2, 200


def with_spaced_years(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with each line of years and the lines of figures below it as one table."""
    at = 0
    while at < len(blocks):
        rows: list[list[str]] = []
        lines: list[Paragraph] = []
        for block in blocks[at:]:
            if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
                break
            row = _figures_of(block.text, len(rows[0]) - 1) if rows else _years_of(block.text)
            if not row:
                break
            rows.append(row)
            lines.append(block)
        if len(rows) < _FEWEST:
            yield blocks[at]
            at += 1
            continue
        cells = (
            tuple(Cell(text, location=line.location) for text in row)
            for row, line in zip(rows, lines, strict=True)
        )
        yield Grid(tuple(cells), lines[0].location)
        at += len(rows)


def _years_of(text: str) -> list[str]:
    """Return what stands before the years of a line and the years, with their total; nothing for another line."""
    words = text.split()
    first = next((at for at, word in enumerate(words) if _YEAR.fullmatch(word)), len(words))
    years = words[first:]
    dated = [word for word in years if _YEAR.fullmatch(word)]
    is_header = len(dated) >= _FEWEST and (
        dated == years or (dated == years[:-1] and _TOTAL.fullmatch(years[-1]))
    )
    corner = " ".join(words[:first])
    return [corner, *years] if is_header and (not corner or heading_of(corner).unit) else []


def _figures_of(text: str, count: int) -> list[str]:
    """Return the label of a line and its figures, one for each heading; nothing where it has not as many."""
    words = text.split()
    label, figures = words[:-count], words[-count:]
    are_figures = len(figures) == count and all(map(_is_figure, figures))
    is_parted = not label or not _is_figure(label[-1]) or bool(heading_of(label[-1]).unit)
    return [" ".join(label), *figures] if are_figures and is_parted and ":" not in text else []


def _is_figure(word: str) -> bool:
    return read_figure(word).shape is not Shape.WORDS and not _GROUP_OF_DIGITS.fullmatch(word)
