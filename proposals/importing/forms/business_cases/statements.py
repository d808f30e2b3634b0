"""Read the sections and lists of a business case as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from proposals.domain.proposal_parts import BUSINESS_CASE_KINDS, OTHER_KIND
from proposals.importing.forms.business_cases.headings import (
    APPROACH,
    BENEFITS,
    BENEFITS_SUMMARY,
    BRIEF,
    DEPENDENCIES,
    RISKS,
)
from proposals.importing.forms.business_cases.sections import items_of, text_of
from proposals.importing.forms.headings import Role
from proposals.importing.forms.sections import FormSections, Section
from proposals.importing.lines import Line, joined
from proposals.importing.parsed import Answer, ParsedProposal, ParsedSection, answer_of

_ONLY_LISTS = (DEPENDENCIES.kind, RISKS.kind)
# A text right under a heading that usually only frames a section belongs to that section, where it has none.
_FRAMED = {"protected_frame": "protected_characteristics", "delivery_options": "options_study"}
_PLACES_NAMED = 10


@dataclass
class _Statements:
    form: FormSections
    sections: list[ParsedSection]
    lists: dict[str, tuple[str, ...]]
    put_together: list[str]

    def add(self, kind: str, heading: str, lines: Sequence[Line], place: str) -> None:
        section, places = parsed_section(kind, heading, lines, place)
        self.sections.append(section)
        self.put_together.extend(places)


def with_statements(proposal: ParsedProposal, form: FormSections) -> ParsedProposal:
    """Return the proposal with what the sections say; a frame without a text of its own is no section."""
    told = _Statements(form, [], {}, [])
    for section in form.in_order:
        if section.kind in _ONLY_LISTS:
            _read_list(section, told)
        elif section.kind in (BENEFITS.kind, BENEFITS_SUMMARY.kind):
            _read_benefits(section, told)
        elif section.heading.role is Role.FRAME:
            _read_frame(section, told)
        elif section.heading.role is not Role.VALUE or section.heading is BRIEF or section.is_unknown:
            lines = [*section.lines, *(section.titles or [])]
            told.add(_kind_of(section), section.printed, lines, section.place)
    if told.put_together:
        places = ", ".join(told.put_together[:_PLACES_NAMED])
        more = len(told.put_together) - _PLACES_NAMED
        message = f"paragraphs split in mid-sentence were put together at {places}"
        form.note(
            "paragraph put together",
            told.put_together[0],
            f"{message} and {more} more." if more > 0 else f"{message}.",
        )
    return replace(
        proposal,
        sections=tuple(told.sections),
        risks=told.lists.get(RISKS.kind, ()),
        dependencies=told.lists.get(DEPENDENCIES.kind, ()),
        non_financial_benefits=told.lists.get(BENEFITS.kind, ()),
    )


def parsed_section(
    kind: str, heading: str, lines: Sequence[Line], place: str
) -> tuple[ParsedSection, list[str]]:
    """Return the section that the lines make, and the places where a split paragraph was put together."""
    put_together, places = joined(lines)
    text = text_of(put_together)
    return ParsedSection(kind, heading, text, answer_of(text), place), places


def _kind_of(section: Section) -> str:
    return section.kind if section.kind in BUSINESS_CASE_KINDS else OTHER_KIND


def _read_frame(section: Section, told: _Statements) -> None:
    if not section.lines:
        return
    kind = _FRAMED.get(section.kind, OTHER_KIND)
    if section.kind == APPROACH.kind:
        kind = APPROACH.kind
    elif kind in told.form.by_kind:
        kind = OTHER_KIND
    if kind == OTHER_KIND:
        message = f"a text stands right under “{section.printed}”; it is kept under that name."
        told.form.note("unknown heading", section.place, message)
    told.add(kind, section.printed, section.lines, section.place)


def _read_list(section: Section, told: _Statements) -> None:
    """Take a list's titles; a text before “Title”, a table and an “N/A” are kept as a section as well."""
    if section.titles is None:
        _take_items(section, section.lines, told)
        return
    if section.lines:
        told.add(OTHER_KIND, section.printed, section.lines, section.place)
    _take_items(section, section.titles, told)


def _read_benefits(section: Section, told: _Statements) -> None:
    """Take the benefits' text and titles; under one heading only, a text that is not there was left blank."""
    is_whole = section.kind == BENEFITS.kind
    has_titles = bool(section.titles) or bool(told.lists.get(BENEFITS.kind))
    blank_here = not section.lines and (
        not is_whole or (BENEFITS_SUMMARY.kind not in told.form.by_kind and not has_titles)
    )
    if section.lines or blank_here:
        stored = any(known.kind == BENEFITS.kind for known in told.sections)
        kind = OTHER_KIND if stored else BENEFITS.kind
        told.add(kind, section.printed, section.lines, section.place)
    if section.titles is not None:
        _take_items(section, section.titles, told)


def _take_items(section: Section, lines: Sequence[Line], told: _Statements) -> None:
    put_together, places = joined(lines)
    told.put_together.extend(places)
    rows = [line for line in put_together if line.is_row]
    whole = text_of(put_together)
    if answer_of(whole) is Answer.NOT_APPLICABLE:
        told.lists[section.kind] = ()
        told.add(OTHER_KIND, section.printed, put_together, section.place)
        return
    if rows:
        told.add(OTHER_KIND, section.printed, put_together, section.place)
        message = f"“{section.printed}” holds a table; its first column was read as the titles."
        told.form.note("table in a list", section.place, message)
        head = rows[0].cells[0].casefold() == "title"
        put_together = [line for line in put_together if not (head and line is rows[0])]
    kind = BENEFITS.kind if section.kind == BENEFITS_SUMMARY.kind else section.kind
    told.lists[kind] = tuple(items_of(put_together))
