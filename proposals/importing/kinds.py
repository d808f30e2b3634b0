"""The kinds of document that can be read, by code name: declarations, and which one a document is."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from proposals.importing.forms.business_cases.layout import BUSINESS_CASES
from proposals.importing.forms.document import FormKind, read_forms
from proposals.importing.forms.option_pages.layout import OPTION_PAGES
from proposals.importing.issues import Severity, of_severity
from proposals.importing.lines import DocumentLines, NothingFound, UnreadableDocument
from proposals.importing.parsed import ParsedDocument


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: what people call it, what reads it, and what the plan has to know of it.

    `noun` is one of what it holds, `description` what a whole document of it is; without `forms` its tables are
    understood, whatever their layout. Where it is `known_by_reference`, each of its proposals prints the reference
    it is known by, and its figures are those of the stored proposal whoever entered them. Where its
    `titles_name_services`, a row's title is a service; where its `groups_are_portfolios`, the outermost groups of its
    rows are.
    """

    forms: FormKind[Any] | None
    noun: str
    description: str
    known_by_reference: bool = False
    titles_name_services: bool = False
    groups_are_portfolios: bool = False


KINDS: dict[str, DocumentKind] = {
    "option-pages": DocumentKind(OPTION_PAGES, "option form", "option pages", known_by_reference=True),
    # A row per service, with the first year’s and the total saving.
    "committee-summary": DocumentKind(
        None, "committee summary", "a committee summary", titles_name_services=True
    ),
    # A row per saving, by portfolio, service area and category.
    "impact-table": DocumentKind(None, "impact table", "an impact table", groups_are_portfolios=True),
    "business-cases": DocumentKind(BUSINESS_CASES, "business case", "business cases"),
    # In any words, and in any layout.
    "proposal-forms": DocumentKind(None, "proposal form", "proposal forms"),
    "savings-table": DocumentKind(None, "savings table", "a table of savings"),
}

_FEWEST_OWN = 3
FORMS = {kind: declared.forms for kind, declared in KINDS.items() if declared.forms}
"""The kinds that are read line by line; the others are tables, which are understood whatever their layout."""


class WrongKind(UnreadableDocument):
    """The document is of another kind than the one given; `kind` is the code name of that kind."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def read_as(kind: str, lines: DocumentLines) -> ParsedDocument:
    """Return the forms that the lines are, of the kind of that code name; raises NothingFound where they are none."""
    _, parsed = read_forms(FORMS[kind], lines)
    return replace(parsed, kind=kind)


def recognise(lines: DocumentLines) -> ParsedDocument:
    """Return the forms that the lines are, of whichever kind: the one with fewest errors, most proposals.

    Raises NothingFound where they hold no form.
    """
    found = []
    for kind in FORMS:
        with suppress(NothingFound):
            found.append(read_as(kind, lines))
    if not found:
        known = ", ".join(kind.description for kind in KINDS.values())
        raise NothingFound(f"No savings proposals were found in the document. What is read: {known}.")
    return min(
        found, key=lambda document: (_errors(document) > 0, -len(document.proposals), _errors(document))
    )


def is_of_template(kind: str, lines: DocumentLines) -> bool:
    """Return whether several headings of a kind's own template stand in the lines, word for word."""
    return FORMS[kind].template.own_headings(line.text for line in lines.lines) >= _FEWEST_OWN


def _errors(document: ParsedDocument) -> int:
    return len(of_severity(document.issues, Severity.ERROR))


def wrong_kind(said: str, fitting: str) -> WrongKind:
    """Return the refusal of a document that looks like one of another kind."""
    return WrongKind(f"{said} It looks like {KINDS[fitting].description}: choose that kind.".strip(), fitting)
