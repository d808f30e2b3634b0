"""The kinds of document that can be read, by code name: declarations, and which one a document is."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from proposals.importing.forms.business_cases.layout import BUSINESS_CASES
from proposals.importing.forms.document import FormKind, parse_forms
from proposals.importing.forms.option_pages.layout import OPTION_PAGES
from proposals.importing.issues import Severity, of_severity
from proposals.importing.lines import DocumentLines, NothingFound, UnreadableDocument
from proposals.importing.parsed import ParsedDocument
from services.values.wording import counted


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: what people call it, what reads it, and what the plan has to know of it.

    `noun` is one of what it holds, `description` what a whole document of it is; without `forms` its tables are
    understood, whatever their layout. Where it is `known_by_reference`, each of its proposals prints the reference
    it is known by, and its figures are those of the stored proposal whoever entered them. Where its
    `titles_name_services`, a row's title is a service; where its `groups_are_portfolios`, the outermost groups of its
    rows are.
    """

    name: str
    forms: FormKind[Any] | None
    noun: str
    description: str
    known_by_reference: bool = False
    titles_name_services: bool = False
    groups_are_portfolios: bool = False


KINDS: dict[str, DocumentKind] = {
    "option-pages": DocumentKind(
        "Option pages (one form per option)",
        OPTION_PAGES,
        "option form",
        "option pages",
        known_by_reference=True,
    ),
    "committee-summary": DocumentKind(
        "Committee summary (a row per service, with the first year’s and the total saving)",
        None,
        "committee summary",
        "a committee summary",
        titles_name_services=True,
    ),
    "impact-table": DocumentKind(
        "Impact table (a row per saving, by portfolio, service area and category)",
        None,
        "impact table",
        "an impact table",
        groups_are_portfolios=True,
    ),
    "business-cases": DocumentKind(
        "Business cases (one template per case)", BUSINESS_CASES, "business case", "business cases"
    ),
    "proposal-forms": DocumentKind(
        "Proposal forms (one form per proposal, in any words)", None, "proposal form", "proposal forms"
    ),
    "savings-table": DocumentKind(
        "Savings table (a row per proposal, in any layout)", None, "savings table", "a table of savings"
    ),
}

_FEWEST_OWN = 3
FORMS = tuple(kind for kind, declared in KINDS.items() if declared.forms)
"""The kinds that are read line by line; the others are tables, which are understood whatever their layout."""


class WrongKind(UnreadableDocument):
    """The document is of another kind than the one given; `kind` is the code name of that kind."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def kind_of(document: ParsedDocument) -> DocumentKind:
    """Return the kind of a document."""
    return KINDS[document.kind]


def read_as(kind: str, lines: DocumentLines) -> ParsedDocument:
    """Return the forms that the lines are, of the kind of that code name.

    Raises WrongKind where another kind fits, which finds more proposals and not one error, and UnreadableDocument
    where the lines hold nothing of this one.
    """
    try:
        document = _read(kind, lines)
    except NothingFound as nothing:
        if fitting := _fitting(kind, lines, more_than=0):
            raise wrong_kind(str(nothing), fitting) from nothing
        raise
    errors = _errors(document)
    if errors and (fitting := _fitting(kind, lines, more_than=len(document.proposals))):
        raise wrong_kind(f"Read as {KINDS[kind].description} it has {counted(errors, 'error')}.", fitting)
    return document


def _fitting(kind: str, lines: DocumentLines, more_than: int) -> str:
    """Return another kind that finds more proposals in the lines, and not one error; nothing where none does."""
    with suppress(UnreadableDocument):
        found = recognise(lines)
        if found.kind != kind and not _errors(found) and len(found.proposals) > more_than:
            return found.kind
    return ""


def recognise(lines: DocumentLines) -> ParsedDocument:
    """Return the forms that the lines are, of whichever kind: the one with fewest errors, most proposals.

    Raises NothingFound where they hold no form.
    """
    found = []
    for kind in FORMS:
        with suppress(NothingFound):
            found.append(_read(kind, lines))
    if not found:
        known = ", ".join(kind.description for kind in KINDS.values())
        raise NothingFound(f"No savings proposals were found in the document. What is read: {known}.")
    return min(
        found, key=lambda document: (_errors(document) > 0, -len(document.proposals), _errors(document))
    )


def is_of_template(kind: str, lines: DocumentLines) -> bool:
    """Return whether several headings of a kind's own template stand in the lines, word for word."""
    return _forms_of(kind).template.own_headings(line.text for line in lines.lines) >= _FEWEST_OWN


def _read(kind: str, lines: DocumentLines) -> ParsedDocument:
    return replace(parse_forms(_forms_of(kind), lines), kind=kind)


def _forms_of(kind: str) -> FormKind[Any]:
    forms = KINDS[kind].forms
    assert forms is not None, "tables are not read from lines"
    return forms


def _errors(document: ParsedDocument) -> int:
    return len(of_severity(document.issues, Severity.ERROR))


def wrong_kind(said: str, fitting: str) -> WrongKind:
    """Return the refusal of a document that looks like one of another kind."""
    return WrongKind(f"{said} It looks like {KINDS[fitting].description}: choose that kind.".strip(), fitting)
