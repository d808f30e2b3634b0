"""Numbers of notes that stand in brackets behind amounts, where notes of these numbers stand below the table."""

import re
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import read_figure, visible
from proposals.importing.understanding.tables import RawTable

_NOTE = re.compile(r"(?:notes?\s*)?[(\[]?(?P<number>\d{1,2})[)\].:]\s*\S", re.IGNORECASE)
_MARKED = re.compile(r"(?P<amount>.*\d\S*)\s*[(\[](?P<number>\d{1,2})[)\]]")


def take_note_marks(table: RawTable) -> None:
    """Take the numbers of notes from behind the amounts of a table."""
    notes = (_NOTE.match(line.texts[0]) for line in table.body if len(line.filled) == 1)
    numbers = {match["number"] for match in notes if match}
    if numbers:
        table.body = [
            replace(line, cells=tuple(_without_mark(cell, numbers) for cell in line.cells))
            if line.has_figures
            else line
            for line in table.body
        ]


def _without_mark(cell: Cell, numbers: set[str]) -> Cell:
    marked = _MARKED.fullmatch(visible(cell.text)) if cell.value is None else None
    is_mark = marked and marked["number"] in numbers and read_figure(marked["amount"]).is_number
    return replace(cell, text=marked["amount"]) if marked and is_mark else cell
