"""One business case's lines under its labels and headings: its head, its texts and its lists."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from rapidfuzz import fuzz

from proposals.importing.forms.business_cases.headline import year_of_label
from proposals.importing.forms.business_cases.labels import (
    begins_text,
    heading_on,
    is_frame,
    labels_on,
    part_merged_lines,
)
from proposals.importing.forms.heading_choice import choose_headings
from proposals.importing.forms.headings import BUSINESS_CASE, FoundHeading, Role, is_unknown_question, plain
from proposals.importing.forms.sections import FormSections, Section, unknown
from proposals.importing.forms.segmentation import FormLines
from proposals.importing.lines import Line, is_list_item, narrative
from proposals.importing.parsed import Answer, answer_of

_LISTS = {"dependencies", "non_financial_benefits", "non_financial_benefits_summary", "risks"}
_LONGEST_HEADING, _MOST_WORDS = 80, 8
_LONGEST_NAMES = 200  # letters: a longer line below the officers is a text without its heading
_ALIKE = 80  # out of 100
_QUOTED = 120
# How the headings end that councils add to a template of their own.
_SECTION_WORDS = re.compile(
    r"\b(?:implications?|assessment|governance|stakeholders?|milestones|timescales?|timetable|alternatives|"
    r"(?:environmental|carbon|climate|financial|legal|property|workforce|staffing|economic|social) impacts?)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")


def read_sections(form: FormLines, recurring: Collection[str]) -> "CaseSections":
    """Return a case's lines under their labels and headings.

    `recurring` are lines, in plain letters, that the document's other cases print as a heading, too.
    """
    sections = CaseSections(BUSINESS_CASE, form.place, recurring=recurring)
    lines: list[Line] = []
    listed: list[FoundHeading | None] = []
    above: list[Line] = []
    label: FoundHeading | None = None
    in_head = True
    for line in part_merged_lines(form.lines, sections.report):
        if in_head and is_frame(line):
            continue
        found = heading_on(line)
        labels = [] if not in_head or (line.is_row and found) else labels_on(line, in_head=True)
        if labels:
            label = labels[-1]
        elif in_head:
            is_officer = label is not None and label.kind == "senior_responsible_officer"
            is_text = is_officer and len(line.text) > _LONGEST_NAMES
            in_head = not (found or is_text or begins_text(line))
            sections.text_begins = None if in_head else line
        if in_head and label is None:
            above.append(line)
            continue
        lines += [line] * (len(labels) or 1)
        listed += labels or ([None] if in_head else [found])
    sections.take_title(above)
    choice = choose_headings(BUSINESS_CASE, lines, listed, sections.report)
    sections.kinds = {found.kind for found in choice.values()}
    sections.sort(lines, choice)
    return sections


@dataclass
class CaseSections(FormSections):
    """The head of a case and its texts: lists below “Title”, and headings and labels of its own among them."""

    recurring: Collection[str] = ()
    title_line: Line | None = None
    """The title above the labels."""
    savings: list[Section] = field(default_factory=list)
    """The savings, where the head states one for each of several years."""
    text_begins: Line | None = None
    """The line on which the head is over."""
    kinds: Collection[str] = ()
    """The kinds of all its headings."""

    def take_title(self, lines: Sequence[Line]) -> None:
        """Take the title from the lines above the labels, where it may stand twice or on two lines."""
        for line in lines:
            title = self.title_line
            if title is None:
                self.title_line = line
            elif line.text[:1].islower():
                self.title_line = replace(title, text=f"{title.text} {line.text}")
            elif fuzz.ratio(plain(title.text[:300]), plain(line.text[:300])) < _ALIKE:
                self.left_over.append(line)

    def open(self, found: FoundHeading, line: Line) -> None:
        """Begin a section, of a label in the head with its value."""
        if found.heading.role is Role.VALUE:
            self._open_label(found, line)
        else:
            super().open(found, line)

    def _open_label(self, found: FoundHeading, line: Line) -> None:
        value = [Line(found.rest, line.place, False)] if found.rest else []
        section = Section(found.heading, found.printed, line.place, value, found=found)
        stored = self.add(section)
        self.current = section
        if section.is_unknown:
            message = (
                f"the template has no label “{found.printed}”; what stands beside it is kept under that name."
            )
            self.note("unknown heading", line.place, message)
        elif stored is section:
            return
        elif found.kind == "saving" and _are_of_different_years([*(self.savings or [stored]), section]):
            self.savings = [*(self.savings or [stored]), section]
        elif stored.text == section.text:
            self.current = stored
        else:
            self.add(replace(section, heading=unknown(found.printed)))
            self.current = self.in_order[-1]
            self.question(
                "label repeated",
                line.place,
                f"“{found.printed}” stands twice; “{stored.text[:_QUOTED]}” was read, and "
                f"“{found.rest[:_QUOTED]}” is kept as a section of its own.",
            )

    def take(self, line: Line, following: Line | None) -> None:
        """Place a line that is no heading of the template."""
        if line is self.text_begins:
            self.current = None
        if self.current is not None and self.current.heading.role is Role.VALUE:
            super().take(line, following)
        elif self._begins_list(line, line.cells[0] if line.is_row else line.text):
            return
        elif self._is_unknown_heading(line, following):
            self._open_unknown(line)
        elif (
            "cost_and_savings" not in self.kinds
            and plain(line.text[:_LONGEST_HEADING]) == BUSINESS_CASE.usual_answer
        ):
            costs = self.template["cost_and_savings"]
            self.open(FoundHeading(costs, costs.wording, rest=line.text), line)
            message = (
                f"the heading “{costs.wording}” is missing; “{line.text}” was read as the text under it."
            )
            self.note("heading missing", line.place, message)
        else:
            super().take(line, following)

    def _open_unknown(self, line: Line) -> None:
        self.current = self.add(Section(unknown(line.text), line.text.rstrip(" :"), line.place))
        message = (
            f"the template has no heading “{line.text[:120]}”; what stands under it is kept under that name."
        )
        self.note("unknown heading", line.place, message)

    def _begins_list(self, line: Line, words: str) -> bool:
        """Take “Title” as the head of a list where a list can stand."""
        found = BUSINESS_CASE.heading_of(words)
        if not found or found.kind != "list_title" or self.current is None:
            return False
        owner = self._owner_of_list(line, self.current)
        if owner is None or (line.is_row and owner.is_unknown):
            return False
        if owner.titles is None:
            owner.titles = []
        else:
            message = f"a second “Title” stands under “{owner.printed}”; what follows was added to its list."
            self.question("heading repeated", line.place, message)
        if line.is_row:
            owner.titles.append(line)
        self.current = owner
        return True

    def _owner_of_list(self, line: Line, current: Section) -> Section | None:
        if current.kind in _LISTS:
            benefits = self.by_kind.get("non_financial_benefits")
            return benefits or current if current.kind == "non_financial_benefits_summary" else current
        heading = None
        if current.kind in ("in_scope", "out_of_scope") and not line.is_row:
            heading = self.template["dependencies"]
        elif current.kind == "cost_and_savings" and "risks" in self.kinds and not line.is_row:
            heading = self.template["non_financial_benefits"]
        elif current.kind == "cost_and_savings" and not line.is_row:
            owner = self.add(Section(unknown(line.text), line.text, line.place))
            message = (
                "a list begins with “Title”, but no heading says what it lists; it is kept as a section."
            )
            self.question("list without heading", line.place, message)
            return owner
        if heading is None or heading.kind in self.by_kind:
            return None
        owner = self.add(Section(heading, heading.wording, line.place))
        message = f"the heading “{heading.wording}” is missing; the list under “Title” was read as that."
        self.question("list without heading", line.place, message)
        return owner

    def _is_unknown_heading(self, line: Line, following: Line | None) -> bool:
        if line.is_row or is_list_item(line.text):
            return False
        if is_unknown_question(line.text):
            return True
        if not looks_like_heading(line.text) or following is None:
            return False
        is_usual = bool(_SECTION_WORDS.search(line.text))
        if self.current is not None and self.current.titles is not None:
            # The items of a list are short as well, so there a paragraph has to follow.
            return is_usual and len(following.text) > _LONGEST_HEADING
        return is_usual or plain(line.text) in self.recurring or self._is_closed()

    def _is_closed(self) -> bool:
        """Return whether nothing more is to come in the current section."""
        if self.current is None:
            return False
        if self.current.heading.role is Role.FRAME:
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


def _are_of_different_years(savings: Sequence[Section]) -> bool:
    """Return whether each of some savings is labelled with a year of its own."""
    years = [year_of_label(item.printed) for item in savings]
    return None not in years and len(set(years)) == len(years)


# The texts under the headings


def text_of(lines: Sequence[Line]) -> str:
    """Return the lines as one narrative text: paragraphs, lists and tables with every cell in its column."""
    return "\n\n".join(
        "\n".join(_equally_wide(list(members))) if is_row else narrative(member.text for member in members)
        for is_row, members in groupby(lines, key=lambda line: line.is_row)
    )


def _equally_wide(rows: Sequence[Line]) -> Iterator[str]:
    """Yield the rows of a table equally wide: a blank first or last cell is put back.

    Readers trim a line, so that a row whose first cell is blank begins with its second.
    """
    widest = max(len(row.cells) for row in rows)
    all_open = all(row.opens_cell for row in rows)
    for index, row in enumerate(rows):
        text, short = row.text, widest - len(row.cells)
        from_text = row.column is None
        if short and from_text and row.opens_cell and (index == 0 or not all_open):
            text, short = f"\t{text}", short - 1
        yield text + "\t" * short


def items_of(lines: Sequence[Line]) -> list[str]:
    """Return the titles that a list holds, one a line; of a row the first cell that holds something."""
    items = [next((cell for cell in line.cells if cell), "") for line in lines]
    return [item for text in items if (item := _BULLET.sub("", text).strip())]
