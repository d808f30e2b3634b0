"""One form's lines sorted under its headings, however those are spelt."""

from dataclasses import replace
from itertools import pairwise

from proposals.importing.figures import is_year, join_notes, note_in, split_tables
from proposals.importing.forms.heading_choice import choose_headings, may_hold
from proposals.importing.forms.headings import OPTION_FORM, Heading
from proposals.importing.forms.option_pages.forms import (
    ADDING_UP,
    BUDGETS,
    FIGURES,
    FORM,
    FTE,
    PROFILE,
    SERVICE,
    START_YEAR,
)
from proposals.importing.forms.sections import FormSections, Section
from proposals.importing.forms.segmentation import FormLines
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import unit_alone

_LONGEST_LABEL = 120
_ONE_VALUE = (SERVICE, START_YEAR, *BUDGETS)


def read_sections(form: FormLines) -> FormSections:
    """Return the form's lines sorted under its headings."""
    sections = FormSections(form.place)
    sections.sort(form.lines, choose_headings(OPTION_FORM, form.lines, form.found, sections.report))
    for heading in FIGURES:
        section = sections[heading]
        in_cells = [cell for line in section.lines for cell in cells_of(line)]
        section.lines = join_notes(in_cells if heading in _ONE_VALUE else section.lines)
    _take_service_without_heading(sections)
    _deal_out_values(sections)
    _join_service(sections)
    _take_figures_without_heading(sections)
    _part_tables_without_heading(sections)
    return sections


def missing_from(sections: FormSections) -> list[Heading]:
    """Return the headings that the form does not have, in order."""
    return [heading for heading in FORM if heading not in sections]


def _put(sections: FormSections, heading: Heading, lines: list[Line]) -> None:
    """Take some lines as what stands under a heading that is missing."""
    sections.add(Section(heading, heading.wording, lines[0].place, lines))


def _with_notes(value: Line, section: Section) -> list[Line]:
    """Return a value and the footnotes that stand in its section."""
    return [value, *(line for line in section.lines if note_in(line.text))]


def _take_service_without_heading(sections: FormSections) -> None:
    """Take the one line before all headings as the service when its heading is missing."""
    if SERVICE not in sections and len(sections.left_over) == 1:
        _put(sections, SERVICE, sections.left_over)
        sections.left_over = []


def _deal_out_values(sections: FormSections) -> None:
    """Give each heading of a row its value from the row below: “Gross | Income | Net”, then three amounts."""
    run: list[Section] = []
    for section in (section for kind, section in sections.by_kind.items() if OPTION_FORM[kind] in BUDGETS):
        values = section.values
        run.append(section)
        if len(run) > 1 and len(values) == len(run):
            for member, value in zip(run, values, strict=True):
                member.lines = _with_notes(value, member)
        if values:
            run = []


def _join_service(sections: FormSections) -> None:
    """Join a service's name that runs over several lines of one cell."""
    lines = sections[SERVICE].values
    if len(lines) > 1 and not any(
        line.opens_cell or ":" in line.text or is_year(line.text) for line in lines[1:]
    ):
        name = " ".join(line.text for line in lines)
        sections[SERVICE].lines = _with_notes(replace(lines[0], text=name), sections[SERVICE])
        sections.note(
            "service on several lines", lines[0].place, f"the service's name was read as “{name[:120]}”."
        )


def _take_figures_without_heading(sections: FormSections) -> None:
    """Give a second value under one heading to the next heading, when that one is missing and it fits."""
    for heading, following in pairwise(FIGURES[: FIGURES.index(FTE)]):
        values = sections[heading].values
        extra = values[2 if values and unit_alone(values[0].text) else 1 :]
        if not extra:
            continue
        if following not in sections and _fits(following, extra[0].text):
            _put(sections, following, extra)
        else:
            sections.left_over.extend(extra)
        section = sections[heading]
        section.lines = [line for line in section.lines if not any(line is taken for taken in extra)]


def _fits(heading: Heading, text: str) -> bool:
    return may_hold(heading, [text]) if heading.holds == "amount" else is_year(text)


def _part_tables_without_heading(sections: FormSections) -> None:
    """Take a second table under the savings profile as the FTE table when its heading is missing."""
    lines = sections[PROFILE].lines
    if not lines or FTE in sections:
        return
    first, *others = split_tables(lines)
    adding_up = [line for line in first if says_it_adds_up(line.text)]
    if len(others) != 1:
        return
    if adding_up:
        sections[PROFILE].lines = [line for line in first if line not in adding_up]
        sections.left_over.extend([*adding_up, *others[0]])
        sections.error("figures add up", adding_up[0].place, adding_up_message(adding_up[0].text))
    else:
        sections[PROFILE].lines = first
        _put(sections, FTE, others[0])


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
