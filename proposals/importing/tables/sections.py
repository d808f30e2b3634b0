"""The texts of a table's cells: narrative sections, and what markup a conversion left in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import Line, is_list_item, narrative
from proposals.importing.markup import clean_lines
from proposals.importing.parsed import Answer, ParsedSection
from proposals.importing.tables.columns import Column
from proposals.importing.tables.figures import shortened
from proposals.importing.tables.tables import Cell, joined
from proposals.importing.units import part_unit, unit_alone
from services.values.money import Unit

_NOT_APPLICABLE = re.compile(r"n/?a|not applicable|does not apply", re.IGNORECASE)
_NOTE_BELOW = re.compile(
    r"(?:(?:all|these|the) (?:figures|savings|amounts)|figures (?:are|in|from)|sources?\b|notes?\b|nb\b)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300
_MOST_TITLE_LINES, _LONGEST_TITLE_LINE = 3, 200


@dataclass
class TextReader:
    """Reads the texts of cells without markup, and remembers where markup was taken out."""

    issues: list[Issue] = field(default_factory=list)

    def lines(self, name: str, cell: Cell) -> list[Line]:
        """Return the cell's lines without markup; what was taken out is noted for the proposal `name`."""
        cleaned, removed = clean_lines(cell)
        for line, piece in removed:
            message = f"“{piece}” was left in the text by a conversion; it was taken out."
            self.issues.append(Issue(Severity.NOTE, "markup taken out", name, line.place, message))
        return cleaned

    def cell(self, name: str, cell: Cell) -> Cell:
        """Return the cell without markup, tabs inside it kept."""
        return tuple(self.lines(name, cell))

    def section(self, name: str, column: Column, cell: Cell, place: str) -> ParsedSection:
        """Return the cell as a narrative section under its column's heading."""
        lines = self.lines(name, cell)
        text = narrative(line.text for line in lines)
        where = lines[0].place if lines else place
        return ParsedSection(column.kind, column.heading, text, _answer(text), where)

    def title(self, cell: Cell) -> tuple[str, str]:
        """Return the title that the cell holds, and the title as findings quote it."""
        cleaned, removed = clean_lines(cell)
        title = " ".join(joined(cleaned).split())
        name = shortened(title)
        for line, piece in removed:
            message = f"“{piece}” was left in the title by a conversion; it was taken out."
            self.issues.append(Issue(Severity.NOTE, "markup taken out", name, line.place, message))
        if len(title) > _LONGEST_TITLE:
            message = f"the title is longer than {_LONGEST_TITLE} letters."
            self.issues.append(Issue(Severity.ERROR, "title too long", name, cell[0].place, message))
        return title, name


def _answer(text: str) -> Answer:
    if not text:
        return Answer.BLANK
    return Answer.NOT_APPLICABLE if _NOT_APPLICABLE.fullmatch(text.rstrip(". ")) else Answer.ANSWERED


def is_note(text: str) -> bool:
    """Return whether a line beside a table is a note to it: “All figures taken from …”, “* subject to …”."""
    return bool(_NOTE_BELOW.match(text)) or bool(re.match(r"[*†‡#¹²³]+\s*\w", text))


def part_title(lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return the document's title, from the lines before its tables, and the rest of them as notes."""
    cleaned, _ = clean_lines(lines)
    texts = [line.text for line in cleaned]
    count = 0
    while (
        count < min(len(texts), _MOST_TITLE_LINES)
        and len(texts[count]) <= _LONGEST_TITLE_LINE
        and not texts[count].endswith(".")
        and not is_note(texts[count])
    ):
        count += 1
    return ": ".join(texts[:count]), tuple(texts[count:])


def part_notes_below(cell: Cell) -> tuple[Cell, tuple[Line, ...]]:
    """Return the last cell of a text's table without the notes that stand below the table, and these notes."""
    first = next(
        (
            index
            for index, line in enumerate(cell)
            if index and not line.opens_cell and is_note(line.text) and not is_list_item(line.text)
        ),
        len(cell),
    )
    return cell[:first], cell[first:]


def unit_before(lines: Sequence[Line]) -> Unit | None:
    """Return the unit that a line before the tables says of all figures: “All figures in £000”."""
    units = (part_unit(line.text)[1] or unit_alone(line.text) for line in lines)
    return next((unit for unit in units if unit), None)
