"""The kinds of document that can be read, by code name: declarations, and which one a document is."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from proposals.importing.forms.business_cases.layout import read_business_cases
from proposals.importing.forms.option_pages.parsed_forms import parse_option_pages
from proposals.importing.issues import Severity, of_severity
from proposals.importing.lines import DocumentLines, NothingFound, UnreadableDocument
from proposals.importing.parsed import ParsedDocument
from proposals.importing.tables.committee_summary.layout import read_committee_summary
from proposals.importing.tables.impact_table.layout import read_impact_table
from services.values.wording import counted


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: what people call it, what reads it, and what the plan has to know of it.

    `noun` is one of what it holds, `description` what a whole document of it is; without `read` its tables are
    understood, whatever their layout. Where it is
    `known_by_reference`, each of its proposals prints the reference it is known by, and its figures are
    those of the stored proposal whoever entered them. Where its `titles_name_services`, a row's title is a service.
    """

    name: str
    read: Callable[[DocumentLines], ParsedDocument] | None
    noun: str
    description: str
    known_by_reference: bool = False
    titles_name_services: bool = False


KINDS: dict[str, DocumentKind] = {
    "option-pages": DocumentKind(
        "Option pages (one form per option)",
        parse_option_pages,
        "option form",
        "option pages",
        known_by_reference=True,
    ),
    "committee-summary": DocumentKind(
        "Committee summary (a row per service, with the first year’s and the total saving)",
        read_committee_summary,
        "committee summary",
        "a committee summary",
        titles_name_services=True,
    ),
    "impact-table": DocumentKind(
        "Impact table (a row per saving, by portfolio, service area and category)",
        read_impact_table,
        "impact table",
        "an impact table",
    ),
    "business-cases": DocumentKind(
        "Business cases (one template per case)", read_business_cases, "business case", "business cases"
    ),
    "savings-table": DocumentKind(
        "Savings table (a row per proposal, in any layout)", None, "savings table", "a table of savings"
    ),
}

READ_FROM_LINES = tuple(kind for kind, declared in KINDS.items() if declared.read)
FORMS = ("option-pages", "business-cases")


class WrongKind(UnreadableDocument):
    """The document is of another kind than the one given; `kind` is the code name of that kind."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def kind_of(document: ParsedDocument) -> DocumentKind:
    """Return the kind of a document."""
    return KINDS[document.kind]


def read_as(kind: str, lines: DocumentLines) -> ParsedDocument:
    """Return the document that the lines are, of the kind of that code name.

    Raises WrongKind where another kind fits, and UnreadableDocument where the lines hold nothing of this one.
    """
    try:
        document = _read(kind, lines)
    except NothingFound as nothing:
        _refuse_another_kind(kind, lines, str(nothing), more_than=0)
        raise
    errors = len(of_severity(document.issues, Severity.ERROR))
    if errors:
        said = f"Read as {KINDS[kind].description} it has {counted(errors, 'error')}."
        _refuse_another_kind(kind, lines, said, more_than=len(document.proposals))
    return document


def recognise(lines: DocumentLines, among: Iterable[str] = READ_FROM_LINES) -> ParsedDocument:
    """Return the document that the lines are, of whichever kind they hold: the one with fewest errors, most proposals.

    Raises NothingFound where they hold no kind of document.
    """
    found = []
    for kind in among:
        with suppress(NothingFound):
            found.append(_read(kind, lines))
    if not found:
        known = ", ".join(kind.description for kind in KINDS.values())
        raise NothingFound(f"No savings proposals were found in the document. What is read: {known}.")
    return min(found, key=_rank)


def _read(kind: str, lines: DocumentLines) -> ParsedDocument:
    read = KINDS[kind].read
    if read is None:
        raise NothingFound(f"{KINDS[kind].description.capitalize()} is not read from lines.")
    return replace(read(lines), kind=kind)


def _rank(document: ParsedDocument) -> tuple[bool, int, int]:
    errors = len(of_severity(document.issues, Severity.ERROR))
    return (errors > 0, -len(document.proposals), errors)


def _refuse_another_kind(kind: str, lines: DocumentLines, said: str, more_than: int) -> None:
    """Raise WrongKind where another kind finds more proposals in the lines, and not one error."""
    found = {}
    for other in KINDS:
        if other == kind or other not in READ_FROM_LINES:
            continue
        with suppress(UnreadableDocument):
            document = _read(other, lines)
            if len(document.proposals) > more_than and not of_severity(document.issues, Severity.ERROR):
                found[other] = len(document.proposals)
    if found:
        fitting = max(found, key=lambda other: found[other])
        raise WrongKind(f"{said} It looks like {KINDS[fitting].description}: choose that kind.", fitting)
