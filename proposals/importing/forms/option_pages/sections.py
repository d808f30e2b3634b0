"""One form's lines sorted under its headings, however those are spelt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from proposals.importing.figures import is_year, join_notes, note_in, split_tables, unmarked, without_nil
from proposals.importing.forms.heading_choice import choose_option_headings
from proposals.importing.forms.headings import FoundHeading, Heading
from proposals.importing.forms.option_pages.forms import (
    ADDING_UP,
    BUDGETS,
    FIGURES,
    FORM,
    FTE,
    NARRATIVE,
    PROFILE,
    SERVICE,
    START_YEAR,
)
from proposals.importing.forms.option_pages.segmentation import FormLines
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import unit_alone
from services.values.money import UnreadableMoney, parse_money

_LONGEST_LABEL = 120
_ONE_VALUE = (SERVICE, START_YEAR, *BUDGETS)


@dataclass
class FormSections:
    """The lines of one form under each heading it has, with what was noticed about the headings."""

    reference: str
    place: str
    found: dict[str, FoundHeading] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    content: dict[str, list[Line]] = field(default_factory=dict)
    left_over: list[Line] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def error(self, code: str, place: str, message: str) -> None:
        """Add an error in this form."""
        self.add(Severity.ERROR, code, place, message)

    def question(self, code: str, place: str, message: str) -> None:
        """Add a question about this form."""
        self.add(Severity.QUESTION, code, place, message)

    def note(self, code: str, place: str, message: str) -> None:
        """Add a note about this form."""
        self.add(Severity.NOTE, code, place, message)

    def add(self, severity: Severity, code: str, place: str, message: str) -> None:
        """Add a finding about this form."""
        self.issues.append(Issue(severity, code, self.reference, place, message))

    def values(self, heading: Heading) -> list[Line]:
        """Return the lines under the heading that are no footnotes."""
        return [line for line in self.content.get(heading.kind, []) if not note_in(line.text)]

    def notes(self, headings: Sequence[Heading]) -> str:
        """Return the footnotes under the headings as one text, each once."""
        lines = (line for heading in headings for line in self.content.get(heading.kind, []))
        return " ".join(dict.fromkeys(note for line in lines if (note := note_in(line.text))))

    def missing(self) -> list[Heading]:
        """Return the headings that the form does not have, in order."""
        return [heading for heading in FORM if heading.kind not in self.content]


def read_sections(form: FormLines) -> FormSections:
    """Return the form's lines sorted under its headings."""
    sections = FormSections(form.reference, form.place)
    headings = choose_option_headings(form.lines, form.headings, sections.add)
    current: Heading | None = None
    for index, line in enumerate(form.lines):
        found = headings.get(index)
        if found:
            current = found.heading
            _open(sections, found, line)
        elif current is None:
            sections.left_over.append(line)
        else:
            sections.content[current.kind].append(line)
    for heading in FIGURES:
        lines = sections.content.get(heading.kind)
        if lines is not None:
            in_cells = [cell for line in lines for cell in cells_of(line)] if heading in _ONE_VALUE else lines
            sections.content[heading.kind] = join_notes(in_cells)
    _take_service_without_heading(sections)
    _deal_out_values(sections)
    _join_service(sections)
    _take_figures_without_heading(sections)
    _part_tables_without_heading(sections)
    return sections


def _open(sections: FormSections, found: FoundHeading, line: Line) -> None:
    name = found.heading.kind
    sections.found[name] = found
    sections.places[name] = line.place
    column = None if line.column is None or "\t" in found.rest else line.column
    sections.content[name] = [Line(found.rest, line.place, False, column)] if found.rest else []
    if found.spelling != "as expected":
        sections.note(
            f"heading {found.spelling}",
            line.place,
            f"the heading “{line.text}” is {found.spelling}; it was read as “{found.heading.wording}”.",
        )


def _take_service_without_heading(sections: FormSections) -> None:
    """Take the one line before all headings as the service when its heading is missing."""
    if SERVICE.kind not in sections.content and len(sections.left_over) == 1:
        sections.content[SERVICE.kind] = sections.left_over
        sections.places[SERVICE.kind] = sections.left_over[0].place
        sections.left_over = []


def _deal_out_values(sections: FormSections) -> None:
    """Give each heading of a row its value from the row below: “Gross | Income | Net”, then three amounts."""
    run: list[Heading] = []
    for heading in sorted(
        (heading for heading in BUDGETS if heading.kind in sections.found),
        key=lambda heading: list(sections.found).index(heading.kind),
    ):
        values = sections.values(heading)
        run.append(heading)
        if values and len(run) > 1 and len(values) == len(run):
            for member, value in zip(run, values, strict=True):
                sections.content[member.kind] = [
                    value,
                    *(line for line in sections.content[member.kind] if note_in(line.text)),
                ]
        if values:
            run = []


def _join_service(sections: FormSections) -> None:
    """Join a service's name that runs over several lines of one cell."""
    lines = sections.values(SERVICE)
    runs_on = [
        line for line in lines[1:] if not line.opens_cell and ":" not in line.text and not is_year(line.text)
    ]
    if len(lines) > 1 and len(runs_on) == len(lines) - 1:
        name = " ".join(line.text for line in lines)
        sections.content[SERVICE.kind] = [
            replace(lines[0], text=name),
            *(line for line in sections.content[SERVICE.kind] if note_in(line.text)),
        ]
        sections.note(
            "service on several lines", lines[0].place, f"the service's name was read as “{name[:120]}”."
        )


def _take_figures_without_heading(sections: FormSections) -> None:
    """Give a second value under one heading to the next heading, when that one is missing and it fits."""
    for heading, following in pairwise(FIGURES):
        if heading.kind not in sections.content or heading in (PROFILE, FTE):
            continue
        values = sections.values(heading)
        first = 2 if values and unit_alone(values[0].text) else 1
        extra = values[first:]
        taken = {id(line) for line in extra}
        if not extra:
            continue
        if following.kind not in sections.content and _fits(following, extra[0].text):
            sections.content[following.kind] = extra
            sections.places[following.kind] = extra[0].place
        else:
            sections.left_over.extend(extra)
        sections.content[heading.kind] = [
            line for line in sections.content[heading.kind] if id(line) not in taken
        ]


def _fits(heading: Heading, text: str) -> bool:
    if heading in (START_YEAR, PROFILE):
        return is_year(text)
    if heading in BUDGETS:
        try:
            parse_money(without_nil(unmarked(text)))
        except UnreadableMoney:
            return False
        return True
    return False


def _part_tables_without_heading(sections: FormSections) -> None:
    """Take a second table under the savings profile as the FTE table when its heading is missing."""
    lines = sections.content.get(PROFILE.kind)
    if lines and FTE.kind not in sections.content:
        tables = split_tables(lines)
        adding_up = [line for line in tables[0] if says_it_adds_up(line.text)]
        if len(tables) == 2 and adding_up:
            sections.content[PROFILE.kind] = [line for line in tables[0] if line not in adding_up]
            sections.left_over.extend([*adding_up, *tables[1]])
            sections.error("figures add up", adding_up[0].place, adding_up_message(adding_up[0].text))
        elif len(tables) == 2:
            sections.content[PROFILE.kind], sections.content[FTE.kind] = tables
            sections.places[FTE.kind] = tables[1][0].place


def says_it_adds_up(text: str) -> bool:
    """Return whether a short line says that the figures below it add up over the years."""
    words = text.lower().replace("-", " ")
    return len(text) <= _LONGEST_LABEL and any(word in words for word in ADDING_UP)


def adding_up_message(heading: str) -> str:
    """Return the message that figures under a heading add up, where those of each year are needed."""
    return (
        f"“{heading}” holds figures that add up over the years; the change made in each year is needed. "
        "Put the discrete figures in their place."
    )


def missing_at_the_end(sections: FormSections) -> list[Heading]:
    """Return the narrative headings that the form's end lacks, or that have nothing under them."""
    trailing: list[Heading] = []
    for heading in reversed(NARRATIVE):
        if sections.content.get(heading.kind):
            break
        trailing.insert(0, heading)
    return trailing
