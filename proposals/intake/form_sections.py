"""One form's lines sorted under its headings, however those are spelt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from proposals.intake.figures import is_year, note_in, split_tables
from proposals.intake.findings import Finding, Level
from proposals.intake.forms import BUDGETS, FIGURES, FORM, FTE, NARRATIVE, PROFILE, SERVICE, START_YEAR
from proposals.intake.headings import FoundHeading, Heading, recognise
from proposals.intake.lines import Line
from services.money import UnreadableMoney, parse_money


@dataclass
class FormSections:
    """The lines of one form under each heading it has, with what was noticed about the headings."""

    reference: str
    place: str
    found: dict[str, FoundHeading] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    content: dict[str, list[Line]] = field(default_factory=dict)
    left_over: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, place: str, message: str) -> None:
        """Add a note about this form."""
        self.findings.append(Finding(Level.NOTE, code, self.reference, place, message))

    def value(self, heading: Heading) -> Line | None:
        """Return the first line under the heading that is no footnote."""
        return next((line for line in self.content.get(heading.name, []) if not note_in(line.text)), None)

    def notes(self, headings: Sequence[Heading]) -> str:
        """Return the footnotes under the headings as one text."""
        lines = (line for heading in headings for line in self.content.get(heading.name, []))
        return " ".join(note for line in lines if (note := note_in(line.text)))

    def missing(self) -> list[Heading]:
        """Return the headings that the form does not have, in order."""
        return [heading for heading in FORM if heading.name not in self.content]

    def texts(self, heading: Heading) -> list[str]:
        """Return the texts of the lines under the heading."""
        return [line.text for line in self.content.get(heading.name, [])]


def read_sections(reference: str, place: str, lines: Sequence[Line]) -> FormSections:
    """Return the form's lines sorted under its headings."""
    sections = FormSections(reference, place)
    current: Heading | None = None
    for line in lines:
        found = recognise(line.text, _candidates(sections))
        if found:
            current = found.heading
            _open(sections, found, line)
        elif current is None:
            sections.left_over.append(line)
        else:
            sections.content[current.name].append(line)
    _take_service_without_heading(sections)
    _take_figures_without_heading(sections)
    _part_tables_without_heading(sections)
    return sections


def _candidates(sections: FormSections) -> list[Heading]:
    """Return the headings that may still come: each once, none of the figures once the narrative has begun."""
    narrative_begun = any(heading.name in sections.content for heading in NARRATIVE)
    return [
        heading
        for heading in (NARRATIVE if narrative_begun else FORM)
        if heading.name not in sections.content
    ]


def _open(sections: FormSections, found: FoundHeading, line: Line) -> None:
    name = found.heading.name
    sections.found[name] = found
    sections.places[name] = line.place
    sections.content[name] = [Line(found.rest, line.place, opens_cell=False)] if found.rest else []
    if found.spelling != "as expected":
        sections.note(
            f"heading {found.spelling}",
            line.place,
            f"the heading “{line.text}” is {found.spelling}; it was read as “{found.heading.wording}”.",
        )


def _take_service_without_heading(sections: FormSections) -> None:
    """Take the one line before all headings as the service when its heading is missing."""
    if SERVICE.name not in sections.content and len(sections.left_over) == 1:
        sections.content[SERVICE.name] = sections.left_over
        sections.places[SERVICE.name] = sections.left_over[0].place
        sections.left_over = []


def _take_figures_without_heading(sections: FormSections) -> None:
    """Give a second value under one heading to the next heading, when that one is missing and it fits."""
    for heading, following in pairwise(FIGURES):
        lines = sections.content.get(heading.name)
        if lines is None or heading in (PROFILE, FTE):
            continue
        values = [line for line in lines if not note_in(line.text)]
        extra = values[1:]
        if not extra:
            continue
        if following.name not in sections.content and _fits(following, extra[0].text):
            sections.content[following.name] = extra
            sections.places[following.name] = extra[0].place
        else:
            sections.left_over.extend(extra)
        sections.content[heading.name] = [line for line in lines if line not in extra]


def _fits(heading: Heading, text: str) -> bool:
    if heading in (START_YEAR, PROFILE):
        return is_year(text)
    if heading in BUDGETS:
        try:
            parse_money(text)
        except UnreadableMoney:
            return False
        return True
    return False


def _part_tables_without_heading(sections: FormSections) -> None:
    """Take a second table under the savings profile as the FTE table when its heading is missing."""
    lines = sections.content.get(PROFILE.name)
    if lines and FTE.name not in sections.content:
        tables = split_tables(lines)
        if len(tables) == 2:
            sections.content[PROFILE.name], sections.content[FTE.name] = tables
            sections.places[FTE.name] = tables[1][0].place
