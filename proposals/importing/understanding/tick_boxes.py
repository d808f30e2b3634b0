"""Boxes of forms that are ticked: the words beside a ticked box are the answer, those beside an empty one are none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.form_lines import FormLine

_TICKED = r"[☑☒✓✔]|\[[xX✓]\]|\([xX✓]\)"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|[☐□▢]|\[ ?\]|\( ?\)")
_TICK = re.compile(rf"{_TICKED}|[xX●■]")
_PAIR = 2


def _is_tick(text: str) -> bool:
    """Return whether a cell holds a tick and nothing else."""
    return bool(_TICK.fullmatch(text))


def _is_box(text: str) -> bool:
    """Return whether a cell holds a tick or an empty box and nothing else."""
    return _is_tick(text) or bool(_BOX.fullmatch(text))


def chosen(texts: Sequence[str]) -> list[str]:
    """Return the words beside the boxes that are ticked, where there are several boxes; else the texts as they are.

    The words stand behind their boxes, unless the first text begins with words and ends with a box.
    """
    text = "\n".join(texts)
    boxes = list(_BOX.finditer(text))
    if len(boxes) < _PAIR or all(box["ticked"] for box in boxes):
        return list(texts)
    words = _BOX.split(text)[::_PAIR]
    lead, beside = (words[0], words[1:]) if boxes[0].start() == 0 or words[-1].strip() else ("", words[:-1])
    answers = [said.strip(" \t\n,;/|") for box, said in zip(boxes, beside, strict=True) if box["ticked"]]
    return [part for part in (lead.strip(), *answers) if part]


def ticked_rows(rows: Sequence[FormLine]) -> Iterator[FormLine]:
    """Yield the rows of a grid of ticks, each with the headings of the columns that are ticked in it."""
    heads = dict(zip(rows[0].positions, rows[0].texts, strict=True))
    marks = [text for row in rows[1:] for text in row.texts[1:]]
    if len(rows[0].cells) <= _PAIR or not any(map(_is_tick, marks)) or not all(map(_is_box, marks)):
        return
    for row in rows[1:]:
        beside = list(zip(row.positions, row.cells, strict=True))[1:]
        said = [replace(cell, text=heads.get(at, "")) for at, cell in beside if _is_tick(visible(cell.text))]
        yield replace(row, cells=(row.cells[0], *said), positions=tuple(range(len(said) + 1)))
