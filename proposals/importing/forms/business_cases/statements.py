"""Read the sections and lists of a business case as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from proposals.domain.proposal_parts import BUSINESS_CASE_KINDS, OTHER_KIND
from proposals.importing.forms.business_cases.sections import items_of, text_of
from proposals.importing.forms.headings import Role
from proposals.importing.forms.sections import FormSections, Section
from proposals.importing.issues import places_in_words
from proposals.importing.lines import Line, joined
from proposals.importing.parsed import Answer, ParsedProposal, ParsedSection, answer_of

_WHOLE, _SUMMARY = _BENEFITS = ("non_financial_benefits", "non_financial_benefits_summary")
# A text right under a heading that usually only frames a section belongs to that section, where it has none.
_FRAMED = {"protected_frame": "protected_characteristics", "delivery_options": "options_study"}


def with_statements(proposal: ParsedProposal, form: FormSections) -> ParsedProposal:
    """Return the proposal with what the sections say; a frame without a text of its own is no section."""
    told = _Statements(form)
    for section in form.in_order:
        told.read(section)
    if told.put_together:
        places = places_in_words(told.put_together)
        message = f"paragraphs split in mid-sentence were put together at {places}."
        form.note("paragraph put together", told.put_together[0], message)
    return replace(
        proposal,
        sections=tuple(told.sections),
        risks=told.lists.get("risks", ()),
        dependencies=told.lists.get("dependencies", ()),
        non_financial_benefits=told.lists.get(_WHOLE, ()),
    )


@dataclass
class _Statements:
    form: FormSections
    sections: list[ParsedSection] = field(default_factory=list)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    put_together: list[str] = field(default_factory=list)
    """The places where a split paragraph was put together."""

    def read(self, section: Section) -> None:
        role = section.heading.role
        if role is Role.LIST or section.kind in _BENEFITS:
            self._read_list(section)
        elif role is Role.FRAME:
            self._read_frame(section)
        elif role is not Role.VALUE or section.kind == "brief_description" or section.is_unknown:
            kind = section.kind if section.kind in BUSINESS_CASE_KINDS else OTHER_KIND
            self._add(kind, section, [*section.lines, *(section.titles or [])])

    def _add(self, kind: str, section: Section, lines: Sequence[Line]) -> None:
        text = text_of(self._joined(lines))
        self.sections.append(ParsedSection(kind, section.printed, text, answer_of(text)))

    def _joined(self, lines: Sequence[Line]) -> list[Line]:
        put_together, places = joined(lines)
        self.put_together += places
        return put_together

    def _read_frame(self, section: Section) -> None:
        if not section.lines:
            return
        kind = _FRAMED.get(section.kind, OTHER_KIND)
        if section.kind == "approach":
            kind = "approach"
        elif kind in self.form.by_kind:
            kind = OTHER_KIND
        if kind == OTHER_KIND:
            message = f"a text stands right under “{section.printed}”; it is kept under that name."
            self.form.note("unknown heading", section.place, message)
        self._add(kind, section, section.lines)

    def _read_list(self, section: Section) -> None:
        """Take a list's titles, and what stands before “Title” as a text, which benefits alone have as a rule."""
        text, titles = section.lines, section.titles
        kind, is_blank = OTHER_KIND, False
        if section.kind in _BENEFITS:
            if not any(known.kind == _WHOLE for known in self.sections):
                kind = _WHOLE
            # Under one heading only, a text that is not there was left blank.
            has_other = _SUMMARY in self.form.by_kind or titles or self.lists.get(_WHOLE)
            is_blank = section.kind == _SUMMARY or not has_other
        elif titles is None:
            text, titles = [], text
        if text or is_blank:
            self._add(kind, section, text)
        if titles is not None:
            self._take_items(section, self._joined(titles))

    def _take_items(self, section: Section, lines: list[Line]) -> None:
        """Take the titles that a list holds; a table and an “N/A” are kept as a section as well."""
        rows = [line for line in lines if line.is_row]
        is_none = answer_of(text_of(lines)) is Answer.NOT_APPLICABLE
        if rows or is_none:
            self._add(OTHER_KIND, section, lines)
        if rows and not is_none:
            message = f"“{section.printed}” holds a table; its first column was read as the titles."
            self.form.note("table in a list", section.place, message)
            if rows[0].cells[0].casefold() == "title":
                lines.remove(rows[0])
        kind = _WHOLE if section.kind in _BENEFITS else section.kind
        self.lists[kind] = () if is_none else tuple(items_of(lines))
