"""One form's lines sorted under its headings, however those are spelt."""

from dataclasses import replace
from itertools import pairwise

from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.importing.figures import is_year, join_notes, note_in, split_tables
from proposals.importing.forms.heading_choice import choose_headings, may_hold
from proposals.importing.forms.headings import OPTION_FORM, Heading
from proposals.importing.forms.sections import FormSections, Section
from proposals.importing.forms.segmentation import FormLines
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import unit_alone

BUDGETS = ("gross", "income", "net")
FIGURES = ("service", "start_year", *BUDGETS, "profile", "fte")
NARRATIVE = tuple(OPTION_FORM_KINDS)
MORE = tuple(heading.kind for heading in OPTION_FORM.headings if heading.exactly)
"""Narrative headings that the form itself lacks and other councils' forms have, read where they are spelt so."""
FORM = (*FIGURES, *NARRATIVE)
"""The kinds of the headings of the option form, in the order it prints them."""
_LONGEST_LABEL = 120
_ONE_VALUE = ("service", "start_year", *BUDGETS)


def read_sections(form: FormLines) -> FormSections:
    """Return the form's lines sorted under its headings."""
    sections = FormSections(OPTION_FORM, form.place)
    sections.sort(form.lines, choose_headings(OPTION_FORM, form.lines, form.found, sections.report))
    for kind in FIGURES:
        section = sections[kind]
        in_cells = [cell for line in section.lines for cell in cells_of(line)]
        section.lines = join_notes(in_cells if kind in _ONE_VALUE else section.lines)
    _take_service_without_heading(sections)
    _deal_out_values(sections)
    _join_service(sections)
    _take_figures_without_heading(sections)
    _part_tables_without_heading(sections)
    return sections


def _put(sections: FormSections, kind: str, lines: list[Line]) -> None:
    """Take some lines as what stands under a heading that is missing."""
    heading = OPTION_FORM[kind]
    sections.add(Section(heading, heading.wording, lines[0].place, lines))


def _with_notes(value: Line, section: Section) -> list[Line]:
    """Return a value and the footnotes that stand in its section."""
    return [value, *(line for line in section.lines if note_in(line.text))]


def _take_service_without_heading(sections: FormSections) -> None:
    """Take the one line before all headings as the service when its heading is missing."""
    if "service" not in sections.by_kind and len(sections.left_over) == 1:
        _put(sections, "service", sections.left_over)
        sections.left_over = []


def _deal_out_values(sections: FormSections) -> None:
    """Give each heading of a row its value from the row below: “Gross | Income | Net”, then three amounts."""
    run: list[Section] = []
    for section in (section for kind, section in sections.by_kind.items() if kind in BUDGETS):
        values = section.values
        run.append(section)
        if len(run) > 1 and len(values) == len(run):
            for member, value in zip(run, values, strict=True):
                member.lines = _with_notes(value, member)
        if values:
            run = []


def _join_service(sections: FormSections) -> None:
    """Join a service's name that runs over several lines of one cell."""
    lines = sections["service"].values
    if len(lines) > 1 and not any(
        line.opens_cell or ":" in line.text or is_year(line.text) for line in lines[1:]
    ):
        name = " ".join(line.text for line in lines)
        sections["service"].lines = _with_notes(replace(lines[0], text=name), sections["service"])
        sections.note(
            "service on several lines", lines[0].place, f"the service's name was read as “{name[:120]}”."
        )


def _take_figures_without_heading(sections: FormSections) -> None:
    """Give a second value under one heading to the next heading, when that one is missing and it fits."""
    for kind, following in pairwise(FIGURES[: FIGURES.index("fte")]):
        values = sections[kind].values
        extra = values[2 if values and unit_alone(values[0].text) else 1 :]
        if not extra:
            continue
        if following not in sections.by_kind and _fits(OPTION_FORM[following], extra[0].text):
            _put(sections, following, extra)
        else:
            sections.left_over.extend(extra)
        section = sections[kind]
        taken = set(map(id, extra))
        section.lines = [line for line in section.lines if id(line) not in taken]


def _fits(heading: Heading, text: str) -> bool:
    return may_hold(heading, [text]) if heading.holds == "amount" else is_year(text)


def _part_tables_without_heading(sections: FormSections) -> None:
    """Take a second table under the savings profile as the FTE table when its heading is missing."""
    lines = sections["profile"].lines
    if not lines or "fte" in sections.by_kind:
        return
    first, *others = split_tables(lines)
    adding_up = [line for line in first if says_it_adds_up(line.text)]
    if len(others) != 1:
        return
    if adding_up:
        sections["profile"].lines = [line for line in first if line not in adding_up]
        sections.left_over.extend([*adding_up, *others[0]])
        refuse_adding_up(sections, adding_up[0])
    else:
        sections["profile"].lines = first
        _put(sections, "fte", others[0])


def says_it_adds_up(text: str) -> bool:
    """Return whether a short line says that the figures below it add up over the years."""
    words = text.lower().replace("-", " ")
    return len(text) <= _LONGEST_LABEL and any(word in words for word in OPTION_FORM["profile"].never_with)


def refuse_adding_up(sections: FormSections, heading: Line) -> None:
    """Refuse figures under a heading that add up, where those of each year are needed."""
    message = (
        f"“{heading.text}” holds figures that add up over the years; the change made in each year is needed. "
        "Put the discrete figures in their place."
    )
    sections.error("figures add up", heading.place, message)
