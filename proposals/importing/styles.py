"""The styles of document that can be read, by code name."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from proposals.importing.business_cases.layout import read_business_cases
from proposals.importing.committee_summary.layout import read_committee_summary
from proposals.importing.findings import Level, of_level
from proposals.importing.impact_table.layout import read_impact_table
from proposals.importing.lines import DocumentLines, NothingFound, UnreadableDocument
from proposals.importing.option_pages.layout import OptionDocument, read_option_pages
from proposals.importing.parsed.proposal import StatedDocument
from services.values.wording import counted

OPTION_PAGES = "option-pages"
Document = OptionDocument | StatedDocument


@dataclass(frozen=True)
class Layout:
    """One style of document: what people call it, what reads it, and what it is called in a sentence.

    `noun` is one of what it holds, `looks_like` what a whole document of it is.
    """

    name: str
    read: Callable[[DocumentLines], Document]
    noun: str
    looks_like: str


LAYOUTS: dict[str, Layout] = {
    OPTION_PAGES: Layout(
        "Option pages (one form per option)", read_option_pages, "option form", "option pages"
    ),
    "committee-summary": Layout(
        "Committee summary (a row per service, with the first year’s and the total saving)",
        read_committee_summary,
        "committee summary",
        "a committee summary",
    ),
    "impact-table": Layout(
        "Impact table (a row per saving, by portfolio, service area and category)",
        read_impact_table,
        "impact table",
        "an impact table",
    ),
    "business-cases": Layout(
        "Business cases (one template per case)", read_business_cases, "business case", "business cases"
    ),
}


class WrongKind(UnreadableDocument):
    """The document is of another kind than the one chosen; `style` is the code name of that kind."""

    def __init__(self, message: str, style: str) -> None:
        super().__init__(message)
        self.style = style


def read_as(style: str, lines: DocumentLines) -> Document:
    """Return the document that the lines are, of the style of that code name.

    Raises WrongKind where another style fits, and UnreadableDocument where the lines hold nothing of this one.
    """
    try:
        document = LAYOUTS[style].read(lines)
    except NothingFound as nothing:
        _refuse_another_kind(style, lines, str(nothing), more_than=0)
        raise
    errors = len(of_level(document.findings, Level.ERROR))
    if errors:
        said = f"Read as {LAYOUTS[style].looks_like} it has {counted(errors, 'error')}."
        _refuse_another_kind(style, lines, said, more_than=_count(document))
    return document


def _refuse_another_kind(style: str, lines: DocumentLines, said: str, more_than: int) -> None:
    """Raise WrongKind where another style finds more proposals in the lines, and not one error."""
    found = {}
    for other, layout in LAYOUTS.items():
        if other == style:
            continue
        with suppress(UnreadableDocument):
            document = layout.read(lines)
            if _count(document) > more_than and not of_level(document.findings, Level.ERROR):
                found[other] = _count(document)
    if found:
        fitting = max(found, key=lambda other: found[other])
        looks_like = LAYOUTS[fitting].looks_like
        raise WrongKind(f"{said} It looks like {looks_like}: choose that kind.", fitting)


def _count(document: Document) -> int:
    return len(document.forms if isinstance(document, OptionDocument) else document.proposals)
