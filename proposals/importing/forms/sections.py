"""The sections of a form: its lines under the headings that were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from proposals.importing.forms.heading_choice import Choice
from proposals.importing.forms.headings import FoundHeading, Heading, Role
from proposals.importing.issues import Report
from proposals.importing.lines import Line


@dataclass
class Section:
    """The lines under one heading; `heading` is None for one that the template lacks.

    `found` is the heading as it stands on a line, None where it is missing and only its value was found. `titles` are
    those of a list, None where no “Title” stands there.
    """

    heading: Heading | None
    printed: str
    place: str
    lines: list[Line] = field(default_factory=list)
    titles: list[Line] | None = None
    found: FoundHeading | None = None

    @property
    def kind(self) -> str:
        """The kind of its heading, or “other”."""
        return self.heading.kind if self.heading else "other"

    @property
    def is_frame(self) -> bool:
        """Return whether the template prints nothing right under this heading."""
        return self.heading is not None and self.heading.role is Role.FRAME

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line.text for line in self.lines if line.text)


@dataclass
class Sorter:
    """Puts each line of a form under the heading before it."""

    lines: Sequence[Line]
    choice: Choice
    report: Report
    sections: list[Section] = field(default_factory=list)
    left_over: list[Line] = field(default_factory=list)
    by_kind: dict[str, Section] = field(default_factory=dict)
    current: Section | None = None

    def sort(self) -> None:
        """Place every line."""
        for index, line in enumerate(self.lines):
            self.take(index, line)

    def take(self, index: int, line: Line) -> None:
        """Place one line."""
        if found := self.choice.get(index):
            for item in found:
                self.open(item, line)
        elif self.current is None:
            self.left_over.append(line)
        else:
            (self.current.lines if self.current.titles is None else self.current.titles).append(line)

    def open(self, found: FoundHeading, line: Line) -> None:
        """Begin the section of a heading, or go on with it where the heading stands again."""
        printed = found.printed.rstrip(" :") or found.heading.wording
        self.current = self.add(Section(found.heading, printed, line.place, found=found))
        if found.rest:
            column = None if "\t" in found.rest else line.column
            self.current.lines.append(Line(found.rest, line.place, False, column))

    def add(self, section: Section) -> Section:
        """Return the section of that kind, which is the one given where there was none."""
        stored = self.by_kind.setdefault(section.kind, section)
        if stored is section:
            self.sections.append(section)
        return stored
