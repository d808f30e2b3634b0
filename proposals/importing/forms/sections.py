"""The sections of a form: its lines under the headings that were chosen, and what was noticed about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partialmethod

from proposals.domain.proposal_parts import OTHER_KIND
from proposals.importing.figures import note_in
from proposals.importing.forms.heading_choice import Choice
from proposals.importing.forms.headings import FoundHeading, Heading, Role, Template
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import Line
from services.values.money import Unit


@dataclass
class Section:
    """The lines under one heading.

    `found` is the heading as it stands on a line, None where it is missing and only its value was found. `titles` are
    those of a list, None where no “Title” stands there.
    """

    heading: Heading
    printed: str
    place: str
    lines: list[Line] = field(default_factory=list)
    titles: list[Line] | None = None
    found: FoundHeading | None = None

    @property
    def kind(self) -> str:
        """The kind of its heading."""
        return self.heading.kind

    @property
    def is_unknown(self) -> bool:
        """Return whether the template lacks its heading."""
        return self.kind == OTHER_KIND

    @property
    def values(self) -> list[Line]:
        """The lines that are no footnotes."""
        return [line for line in self.lines if not note_in(line.text)]

    @property
    def unit(self) -> Unit | None:
        """The unit that its heading names."""
        return self.found.unit if self.found else None

    @property
    def value_place(self) -> str:
        """Where its first value stands, else where the heading does."""
        return next((line.place for line in self.values), self.place)

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line.text for line in self.lines if line.text)


def unknown(words: str, role: Role = Role.TEXT) -> Heading:
    """Return a heading that the template lacks."""
    return Heading(OTHER_KIND, words, role)


@dataclass
class FormSections:
    """The sections of one form in order, and by the kinds of their headings."""

    template: Template
    place: str
    in_order: list[Section] = field(default_factory=list)
    by_kind: dict[str, Section] = field(default_factory=dict)
    left_over: list[Line] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    current: Section | None = None

    def report(self, severity: Severity, code: str, place: str, message: str) -> None:
        """Add a finding about this form."""
        self.issues.append(Issue(severity, code, "", place, message))

    error = partialmethod(report, Severity.ERROR)
    question = partialmethod(report, Severity.QUESTION)
    note = partialmethod(report, Severity.NOTE)

    def sort(self, lines: Sequence[Line], choice: Choice) -> None:
        """Put each line under the heading before it."""
        for index, line in enumerate(lines):
            if found := choice.get(index):
                self.open(found, line)
            else:
                self.take(
                    line, lines[index + 1] if index + 1 < len(lines) and index + 1 not in choice else None
                )

    def open(self, found: FoundHeading, line: Line) -> None:
        """Begin the section of a heading, or go on with it where the heading stands again."""
        printed = found.printed.rstrip(" :") or found.heading.wording
        self.current = self.add(Section(found.heading, printed, line.place, found=found))
        if found.rest:
            column = None if "\t" in found.rest else line.column
            self.current.lines.append(Line(found.rest, line.place, False, column))

    def take(self, line: Line, following: Line | None) -> None:
        """Place a line that is no heading; `following` is the text behind it, None where a heading follows."""
        if self.current is None:
            self.left_over.append(line)
        else:
            (self.current.lines if self.current.titles is None else self.current.titles).append(line)

    def add(self, section: Section) -> Section:
        """Return the section of that kind, which is the one given where there was none or its heading is unknown."""
        stored = section if section.is_unknown else self.by_kind.setdefault(section.kind, section)
        if stored is section:
            self.in_order.append(section)
        return stored

    def __getitem__(self, kind: str) -> Section:
        """Return what stands under the heading of a kind, an empty section where the form lacks it."""
        heading = self.template[kind]
        return self.by_kind.get(kind) or Section(heading, heading.wording, self.place)
