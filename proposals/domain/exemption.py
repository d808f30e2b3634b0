"""Narrative sections as the public reads them: the substitute for a text, and what is withheld and why.

Pure, and without a way to the exempt wording itself, which `proposals.exempt.wording` alone reads.
"""

from dataclasses import dataclass

from proposals.domain.proposal_parts import OPTION_FORM_KINDS, STATEMENT_KINDS, SectionRecord
from proposals.domain.records import ProposalRecord

EXEMPT_PARAGRAPHS: dict[int, str] = {
    1: "Information relating to any individual",
    2: "Information which is likely to reveal the identity of an individual",
    3: "Information relating to the financial or business affairs of any particular person",
    4: "Information relating to consultations or negotiations on labour relations matters",
    5: "Information in respect of which a claim to legal professional privilege could be maintained",
    6: "Information which reveals a proposed statutory notice, order or direction",
    7: "Information relating to the prevention, investigation or prosecution of crime",
}
"""The descriptions of exempt information: Local Government Act 1972, Schedule 12A, Part 1 (England), in short."""

NOT_STATED = "Not stated"
_ANSWERS = {"not_applicable": "Not applicable", "blank": NOT_STATED}


@dataclass(frozen=True)
class PrintedSection:
    """A section as printed: its heading, its text or substitute, and what is withheld."""

    heading: str
    text: str
    in_place_of_text: str = ""
    exemption: str = ""


def printed(section: SectionRecord) -> PrintedSection:
    """Return the section as pages and appendices print it."""
    return PrintedSection(
        section.heading, section.text, answer_in_words(section), exemption_in_words(section)
    )


def printed_sections(record: ProposalRecord) -> tuple[PrintedSection, ...]:
    """Return the sections in the order of a page: those of the option form always, the others that are there."""
    return tuple(printed(section) for section in sections_to_print(record))


def sections_to_print(record: ProposalRecord) -> tuple[SectionRecord, ...]:
    """Return what `printed_sections` prints, as it is stored.

    The option form asks how a saving is made, so a pressure has those of its sections that are stored.
    """
    kinds = list(STATEMENT_KINDS)
    stored = {section.kind for section in record.sections} | set(record.statements)
    there = [section for section in record.sections if section.kind not in OPTION_FORM_KINDS]
    there += [
        section_of(record, kind) for kind in OPTION_FORM_KINDS if kind in stored or not record.is_pressure
    ]
    return tuple(sorted(there, key=lambda each: kinds.index(each.kind)))


def section_of(record: ProposalRecord, kind: str) -> SectionRecord:
    """Return the proposal's section of that kind; one that is not there counts as left blank."""
    for section in record.sections:
        if section.kind == kind:
            return section
    text = record.statements.get(kind, "")
    return SectionRecord(kind, STATEMENT_KINDS[kind], text, "answered" if text else "blank")


def answer_in_words(section: SectionRecord) -> str:
    """Return the substitute for a text: “Not applicable” or “Not stated”; nothing where there is a text."""
    if section.text:
        return ""
    if section.answer == "answered" and section.exempt_paragraph is not None:
        return ""  # what was answered is exempt as a whole, and the sentence about it says so
    return _ANSWERS.get(section.answer, NOT_STATED)


def exemption_in_words(section: SectionRecord) -> str:
    """Return the public sentence about what is withheld from a section; nothing where nothing is."""
    if section.exempt_paragraph is None:
        return ""
    held_back = "More about this" if section.text else "This section"
    return (
        f"{held_back} is exempt from publication under {paragraph_in_words(section.exempt_paragraph)}. "
        f"Public interest reason: {section.public_interest_reason}"
    )


def says_of_itself_exempt(record: ProposalRecord) -> bool:
    """Return whether the public wording of some section states that something of it is exempt."""
    return any(section.exempt_paragraph is not None for section in record.sections)


def paragraph_in_words(paragraph: int) -> str:
    """Return the paragraph with its description, as agendas cite it."""
    return (
        f"paragraph {paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972 "
        f"({EXEMPT_PARAGRAPHS[paragraph].lower()})"
    )
