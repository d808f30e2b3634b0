"""Lines and values of forms that state two things: a title with its reference, a directorate with its service."""

import re
from collections.abc import Iterator
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.forms.titles import split_code, split_heading
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.form_lines import Field, kind_of_label
from proposals.importing.understanding.kinds import Kind

_PLACES = (Kind.DIRECTORATE, Kind.SERVICE, Kind.PORTFOLIO)
_SPACED_MARK, _MARK = re.compile(r"\s+[/|–—-]\s+|\n"), re.compile(r"\s*/\s*")
_JOINED = re.compile(r"\s*[/&|]\s*|\s+and\s+", re.IGNORECASE)
_PAIR = 2


def title_in(item: Field) -> tuple[str, str] | None:
    """Return the reference and title that a line states which heads a form: “CYP01 – Youth bus”."""
    is_line = item.stands_alone and not item.cells if item.label else True
    return split_heading(item.words) if is_line else None


def with_places(item: Field) -> Iterator[Field]:
    """Yield a field headed “Directorate / Service” as two, where its value has as many parts; else as it is."""
    labels = _JOINED.split(item.label)
    kinds = [kind_of_label(label, item.text) for label in labels]
    text = item.cells[0].text.strip() if len(item.cells) == 1 else ""
    if len(set(kinds)) == len(labels) == _PAIR and all(kind in _PLACES for kind in kinds):
        for mark in (_SPACED_MARK, _MARK):
            names = mark.split(text)
            if len(names) == _PAIR and all(names):
                for label, name in zip(labels, names, strict=True):
                    yield replace(item, label=label, cells=[replace(item.cells[0], text=name, value=None)])
                return
    yield item


def take_code(row: dict[str, Cell], headings: dict[str, str]) -> None:
    """Take the reference out of the title of a form that states it nowhere else."""
    kinds = {key: kind_of_label(headings[key], visible(cell.text)) for key, cell in row.items() if cell.text}
    key = next((key for key, kind in kinds.items() if kind is Kind.TITLE), None)
    found = split_code(visible(row[key].text)) if key and Kind.REFERENCE not in kinds.values() else None
    if key and found:
        headings.setdefault("reference", "Reference")
        row["reference"] = replace(row[key], text=found[0], value=None)
        row[key] = replace(row[key], text=found[1], value=None)
