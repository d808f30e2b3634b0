"""Boxes of forms that are ticked: the words beside a ticked box are the answer, those beside an empty one are none."""

import re
from collections.abc import Sequence

_TICKED = r"[☑☒✓✔]|\[[xX✓]\]|\([xX✓]\)"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|[☐□▢]|\[ ?\]|\( ?\)")
_TICK = re.compile(rf"{_TICKED}|[xX●■]")
_PAIR = 2


def is_tick(text: str) -> bool:
    """Return whether a cell holds a tick and nothing else."""
    return bool(_TICK.fullmatch(text))


def is_box(text: str) -> bool:
    """Return whether a cell holds a tick or an empty box and nothing else."""
    return is_tick(text) or bool(_BOX.fullmatch(text))


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
