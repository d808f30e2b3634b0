"""The figures in the tables of forms: each with a label that names its year."""

import re
from collections.abc import Iterator, Sequence

from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.form_lines import (
    Field,
    FormLine,
    heads_column,
    is_bare_year,
    is_value,
    label_of,
    names_figures,
)
from proposals.importing.understanding.headings import heading_of, is_figure_text
from proposals.importing.understanding.labels import direction_said, names_growth
from proposals.importing.units import unit_in, without_unit
from services.values.money import UNIT_LABEL

_COUNTS_POSTS = re.compile(r"\b(?:f\.?t\.?e|w\.?t\.?e|posts?|headcount)\b", re.IGNORECASE)
_PAIR = 2


def header_of_years(row: FormLine) -> tuple[dict[int, str], str]:
    """Return the headings of figures by their columns, none where it is no row of years, and the corner before them."""
    heads = [heads_column(text) for text in row.texts]
    dated = sum(map(is_bare_year, row.texts))
    first = heads.index(True) if dated else len(heads)
    is_header = dated and (sum(heads) > 1 or row.positions[0] > 0) and first <= 1
    if not is_header or any(map(is_figure_text, row.texts)):
        return {}, ""
    corner = row.texts[0] if first else ""
    return dict(zip(row.positions[first:], row.texts[first:], strict=True)), corner


def figures_under_headings(row: FormLine, below: FormLine, caption: str) -> Iterator[Field]:
    """Yield the figures of a row each of which stands under a heading of its own: “Savings 2026/27”, “Total”."""
    if (
        len(row.cells) < _PAIR
        or not all(map(heads_figures_alone, row.texts))
        or not any(map(names_figures, row.texts))
    ):
        return
    if row.positions == below.positions and all(map(is_value, below.texts)):
        for text, cell in zip(row.texts, below.cells, strict=True):
            yield Field(_dated_label(label_of(text), "", caption), cell.location, [cell])


def heads_figures_alone(text: str) -> bool:
    """Return whether a text heads figures and nothing else: a year, a total, or words with a year or unit."""
    return names_figures(text) or heads_column(text)


def holds_units(row: FormLine) -> bool:
    """Return whether a row has the units of the columns below it: “£000 | £000”."""
    headings = list(map(heading_of, row.texts))
    return all(heading.unit and not heading.core for heading in headings)


def figures_under_years(row: FormLine, years: dict[int, str], corner: str, section: str) -> Iterator[Field]:
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


def figures_by_year_down(rows: Sequence[FormLine], section: str) -> Iterator[Field]:
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
