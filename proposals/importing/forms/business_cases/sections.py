"""One business case's lines after its head, sorted into sections and lists."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from proposals.importing.forms.business_cases.headings import (
    BENEFITS,
    BENEFITS_SUMMARY,
    COSTS,
    DEPENDENCIES,
    IN_SCOPE,
    LIST_TITLE,
    OUT_OF_SCOPE,
    RISKS,
)
from proposals.importing.forms.heading_choice import choose_headings, headings_on, part_merged_lines
from proposals.importing.forms.headings import BUSINESS_CASE, FoundHeading, is_unknown_question, plain
from proposals.importing.forms.sections import Section, Sorter
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line, is_list_item, narrative
from proposals.importing.parsed import Answer, answer_of

_LISTS = {DEPENDENCIES.kind, BENEFITS.kind, BENEFITS_SUMMARY.kind, RISKS.kind}
_LONGEST_HEADING, _MOST_WORDS = 80, 8
# How the headings end that councils add to a template of their own.
_SECTION_WORDS = re.compile(
    r"\b(?:implications?|assessment|governance|stakeholders?|milestones|timescales?|timetable|alternatives|"
    r"(?:environmental|carbon|climate|financial|legal|property|workforce|staffing|economic|social) impacts?)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")


def sort_sections(
    lines: Sequence[Line], recurring: Collection[str], report: Report
) -> tuple[list[Section], list[Line]]:
    """Return the sections of a case in order, and the lines that stand before all of them.

    `recurring` are lines, in plain letters, that the document's other cases print as a heading, too.
    """
    parted = part_merged_lines(lines, report)
    choice = choose_headings(BUSINESS_CASE, parted, list(map(headings_on, parted)), report)
    sorter = _Sorter(parted, choice, report, recurring=recurring)
    sorter.sort()
    return sorter.sections, sorter.left_over


@dataclass
class _Sorter(Sorter):
    """Knows the lists of a business case, and keeps what stands under a heading of its own as a section."""

    recurring: Collection[str] = ()

    def __post_init__(self) -> None:
        kinds = [found.heading.kind for listed in self.choice.values() for found in listed]
        self.has_risks = RISKS.kind in kinds
        self.has_costs = COSTS.kind in kinds

    def take(self, index: int, line: Line) -> None:
        """Place one line."""
        if index in self.choice:
            super().take(index, line)
        elif self._begins_list(line, line.cells[0] if line.is_row else line.text):
            return
        elif self._is_unknown_heading(index, line):
            self._open_unknown(line)
        elif not self.has_costs and plain(line.text[:_LONGEST_HEADING]) == BUSINESS_CASE.usual_answer:
            self.open(FoundHeading(COSTS, COSTS.wording, rest=line.text), line)
            message = (
                f"the heading “{COSTS.wording}” is missing; “{line.text}” was read as the text under it."
            )
            self.report(Severity.NOTE, "heading missing", line.place, message)
        else:
            super().take(index, line)

    def open(self, found: FoundHeading, line: Line) -> None:
        """Begin a section; “Title” is the head of a list where one can stand."""
        if found.heading is not LIST_TITLE or not self._begins_list(line, LIST_TITLE.wording):
            super().open(found, line)

    def _open_unknown(self, line: Line) -> None:
        self.current = Section(None, line.text.rstrip(" :"), line.place)
        self.sections.append(self.current)
        message = (
            f"the template has no heading “{line.text[:120]}”; what stands under it is kept under that name."
        )
        self.report(Severity.NOTE, "unknown heading", line.place, message)

    def _begins_list(self, line: Line, words: str) -> bool:
        """Take “Title” as the head of a list where a list can stand."""
        found = BUSINESS_CASE.heading_of(words)
        if not found or found.heading is not LIST_TITLE or self.current is None:
            return False
        owner = self._owner_of_list(line)
        if owner is None or (line.is_row and not owner.heading):
            return False
        if owner.titles is None:
            owner.titles = []
        else:
            message = f"a second “Title” stands under “{owner.printed}”; what follows was added to its list."
            self.report(Severity.QUESTION, "heading repeated", line.place, message)
        if line.is_row:
            owner.titles.append(line)
        self.current = owner
        return True

    def _owner_of_list(self, line: Line) -> Section | None:
        current = self.current
        if current is None:
            return None
        if current.kind in _LISTS:
            benefits = self.by_kind.get(BENEFITS.kind)
            return benefits or current if current.kind == BENEFITS_SUMMARY.kind else current
        heading = None
        if current.kind in (IN_SCOPE.kind, OUT_OF_SCOPE.kind) and not line.is_row:
            heading = DEPENDENCIES
        elif current.kind == COSTS.kind and self.has_risks and not line.is_row:
            heading = BENEFITS
        elif current.kind == COSTS.kind and not line.is_row:
            owner = Section(None, line.text, line.place)
            self.sections.append(owner)
            message = (
                "a list begins with “Title”, but no heading says what it lists; it is kept as a section."
            )
            self.report(Severity.QUESTION, "list without heading", line.place, message)
            return owner
        if heading is None or heading.kind in self.by_kind:
            return None
        owner = self.add(Section(heading, heading.wording, line.place))
        message = f"the heading “{heading.wording}” is missing; the list under “Title” was read as that."
        self.report(Severity.QUESTION, "list without heading", line.place, message)
        return owner

    def _is_unknown_heading(self, index: int, line: Line) -> bool:
        if line.is_row or is_list_item(line.text):
            return False
        if is_unknown_question(line.text):
            return True
        if not looks_like_heading(line.text) or index + 1 >= len(self.lines) or index + 1 in self.choice:
            return False
        is_usual = bool(_SECTION_WORDS.search(line.text))
        if self.current is not None and self.current.titles is not None:
            # The items of a list are short as well, so there a paragraph has to follow.
            return is_usual and len(self.lines[index + 1].text) > _LONGEST_HEADING
        return is_usual or plain(line.text) in self.recurring or self._is_closed()

    def _is_closed(self) -> bool:
        """Return whether nothing more is to come in the current section."""
        if self.current is None:
            return False
        if self.current.is_frame:
            return not self.current.lines
        if len(self.current.lines) != 1:
            return False
        text = self.current.lines[0].text
        return plain(text) == BUSINESS_CASE.usual_answer or answer_of(text) is Answer.NOT_APPLICABLE


def looks_like_heading(text: str) -> bool:
    """Return whether a line could head a section: a few words without a stop behind them."""
    return (
        len(text) <= _LONGEST_HEADING
        and text.count(" ") < _MOST_WORDS
        and text[:1].isupper()
        and text[-1:] not in ".,;"
        and "\t" not in text
        and not re.search(r"\d", text)
        and answer_of(text) is Answer.ANSWERED
    )


# The texts under the headings


def text_of(lines: Sequence[Line]) -> str:
    """Return the lines as one narrative text: paragraphs, lists and tables with every cell in its column."""
    pieces = []
    for is_row, members in groupby(with_blank_corners(lines), key=lambda line: line.is_row):
        texts = [member.text for member in members]
        pieces.append("\n".join(texts) if is_row else narrative(texts))
    return "\n\n".join(pieces)


def items_of(lines: Sequence[Line]) -> list[str]:
    """Return the titles that a list holds, one a line; of a row the first cell that holds something."""
    items = [next((cell for cell in line.cells if cell), "") for line in lines]
    return [item for text in items if (item := _BULLET.sub("", text).strip())]


def with_blank_corners(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of each table equally wide: a blank first or last cell is put back.

    Readers trim a line, so that a row whose first cell is blank begins with its second.
    """
    told: list[Line] = []
    for is_row, members in groupby(lines, key=lambda line: line.is_row):
        listed = list(members)
        told.extend(_equally_wide(listed) if is_row else listed)
    return told


def _equally_wide(rows: Sequence[Line]) -> Iterator[Line]:
    widest = max(len(row.cells) for row in rows)
    all_open = all(row.opens_cell for row in rows)
    for index, row in enumerate(rows):
        short = widest - len(row.cells)
        from_text = row.column is None
        if short and from_text and row.opens_cell and (index == 0 or not all_open):
            row = replace(row, text="\t" + row.text)
            short -= 1
        yield replace(row, text=row.text + "\t" * short) if short else row
