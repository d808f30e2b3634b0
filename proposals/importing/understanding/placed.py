"""Check that the words of rows that became no proposal are in another, a question, a note or a quotation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.findings import Findings
from proposals.importing.understanding.proposals import Stated
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Question, Role


def quote_unplaced(
    readings: Iterable[Reading], found: Sequence[Stated], questions: Sequence[Question], findings: Findings
) -> None:
    """Quote, whole and with its place, every row that became no proposal and has words that stand nowhere else."""
    taken = {stated.location for stated in found}
    rows = [
        row
        for reading in readings
        for row in reading.rows
        if row.role in (Role.ITEM, Role.UNDECIDED, Role.LEFT_OUT) and row.line.location not in taken
    ]
    if not rows:
        return
    everything = "\n".join(
        (
            *(text for stated in found for text in _texts(stated.proposal)),
            *(question.text for question in questions),
            *(issue.message for issue in findings.issues),
            *(part.text for part in findings.unread),
        )
    )
    for row in rows:
        if any(word not in everything for word in _words(row)):
            findings.quote(row.line.location, " | ".join(row.line.texts), "the row became no proposal")


def _words(row: Row) -> Iterator[str]:
    for cell in row.line.cells:
        for part in cell.lines or cell.text.split("\n"):
            text = visible(part)
            if text and read_figure(text).shape is Shape.WORDS:
                yield text


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a value and of the values in it."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
