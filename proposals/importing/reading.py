"""Any uploaded file as its proposals: tells which kind of document it is, and refuses in plain words what is none."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from councilsavings.garbage import without_collecting
from proposals.importing.files import reading as files
from proposals.importing.files.blocks import Omission, SourceDocument
from proposals.importing.issues import Issue, Severity, of_severity
from proposals.importing.kinds import FORMS, KINDS, is_of_template, read_as, recognise, wrong_kind
from proposals.importing.lines import NothingFound, UnreadableDocument, lines_of
from proposals.importing.parsed import ParsedDocument
from proposals.importing.understanding.findings import STOP
from proposals.importing.understanding.hidden_rows import understand_document
from proposals.importing.understanding.values import as_json, describe_location
from proposals.importing.understood import parsed_document
from services.values.plain_values import from_plain, to_plain
from services.values.wording import counted
from services.values.years import FinancialYear

_ANY_TABLE = "savings-table"
_MOST_TABLES = 3
_NEEDED = (
    "A table needs a heading over the names of the proposals, such as “Proposal”, and a heading over the savings of "
    "each year that names the year and the unit, such as “Saving 2027/28 £000”; each proposal is a row below them. A "
    "form needs its title and its savings each behind a label, such as “Proposal: Shared reception” and “Saving "
    "2027/28: £40,000”. Correct the file and upload it again."
)


@dataclass(frozen=True)
class Reading:
    """A file as read: its proposals, how its tables were understood, and the questions to answer first."""

    document: ParsedDocument
    understanding: Mapping[str, Any] = field(default_factory=lambda: {"tables": [], "proofs": []})
    questions: tuple[Mapping[str, Any], ...] = ()
    layout: str = ""
    """A digest of the headings of its tables, by which a file alike is known again."""

    def as_plain(self) -> dict[str, Any]:
        """Return the reading as what JSON holds, so that an uploaded file is read once."""
        return {**vars(self), "document": to_plain(self.document, with_defaults=False)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Reading":
        """Return the reading that `plain` was made of."""
        document = from_plain(ParsedDocument, plain["document"])
        return cls(document, plain["understanding"], tuple(plain["questions"]), plain["layout"])


def read_file(
    content: bytes,
    file_name: str,
    *,
    kind: str = "",
    answers: Mapping[str, str] | None = None,
    round_years: Sequence[FinancialYear] = (),
    mappings: Mapping[str, Mapping[str, str]] | None = None,
) -> Reading:
    """Return what a file holds, of the kind given or of the one it is recognised as.

    `answers` are a person's to the questions about it; `mappings` hold those that the council gave before, by
    layout. Raises UnreadableDocument, in the user's words, where nothing can be read.
    """
    given = dict(answers or {})
    if STOP in given.values():
        raise UnreadableDocument(
            "The document is to be corrected first, as you answered. Upload it again then."
        )
    source = files.read_file(content, file_name, largest_bytes=settings.LARGEST_DOCUMENT_BYTES)
    if kind in FORMS:
        return Reading(_forms_of_kind(kind, source))
    form = _form_in(source)
    if form is not None:
        if kind:
            raise wrong_kind("", form.kind)
        return Reading(form)
    reading, not_read = _understood(source, kind, round_years, given)
    if known := (mappings or {}).get(reading.layout):
        reading, not_read = _understood(source, kind, round_years, given, known)
    if not reading.document.proposals and not reading.questions:
        raise NothingFound(_nothing_found(reading.document, not_read))
    if kind not in ("", _ANY_TABLE, reading.document.kind):
        raise wrong_kind("", reading.document.kind)
    return reading


def _forms_of_kind(kind: str, source: SourceDocument) -> ParsedDocument:
    """Return the forms of a kind that a file holds; raises WrongKind where it is one of another kind without errors."""
    try:
        document = read_as(kind, lines_of(source))
    except NothingFound as nothing:
        _refuse_other_kind(kind, source, str(nothing))
        raise
    if _is_in_other_words(document, source):
        raise wrong_kind("", "proposal-forms")
    if errors := of_severity(document.issues, Severity.ERROR):
        said = f"Read as {KINDS[kind].description} it has {counted(len(errors), 'error')}."
        _refuse_other_kind(kind, source, said, more_than=len(document.proposals))
    return document


def _refuse_other_kind(kind: str, source: SourceDocument, said: str, more_than: int = 0) -> None:
    other = _form_in(source) or parsed_document(understand_document(source))
    is_sound = not of_severity(other.issues, Severity.ERROR) and len(other.proposals) > more_than
    if other.kind != kind and is_sound:
        raise wrong_kind(said, other.kind)


def _form_in(source: SourceDocument) -> ParsedDocument | None:
    """Return the forms or business cases that a text, Word file or PDF holds, None where it holds none."""
    if source.kind not in ("text", "docx", "pdf"):
        return None
    try:
        found = recognise(lines_of(source))
    except UnreadableDocument:
        return None
    # A table whose headings a template shares is none of its forms.
    is_form = any(parsed.references for parsed in found.proposals)
    return found if is_form and not _is_in_other_words(found, source) else None


def _is_in_other_words(found: ParsedDocument, source: SourceDocument) -> bool:
    """Return whether forms that are no whole ones of a template are those of another council."""
    has_errors = of_severity(found.issues, Severity.ERROR)
    return bool(has_errors) and not is_of_template(found.kind, lines_of(source))


@without_collecting()
def _understood(
    source: SourceDocument,
    kind: str,
    round_years: Sequence[FinancialYear],
    answers: Mapping[str, str],
    mapping: Mapping[str, str] | None = None,
) -> tuple[Reading, Sequence[Omission]]:
    """Return a file as it is understood, and the tables that were not read."""
    understanding = understand_document(source, round_years=round_years, answers=answers, mapping=mapping)
    document = parsed_document(understanding, kind)
    if source.ends_abruptly:
        message = "the file has no line end after its last line: check that nothing is missing behind it."
        ending = Issue(Severity.NOTE, "no last line end", "", "", message)
        document = replace(document, issues=(*document.issues, ending))
    headings = [[column.heading for column in table.columns] for table in understanding.tables]
    reading = Reading(
        document,
        {"tables": as_json(understanding.tables), "proofs": as_json(understanding.proofs)},
        tuple(as_json(understanding.questions)),
        hashlib.sha256(json.dumps(headings).encode()).hexdigest(),
    )
    return reading, understanding.tables_not_read


def _nothing_found(document: ParsedDocument, tables_not_read: Sequence[Omission]) -> str:
    """Return in sentences why a file has no proposals, and what to do; errors say themselves what to correct."""
    errors = [str(issue) for issue in of_severity(document.issues, Severity.ERROR)]
    tables = [_table_in_words(table) for table in tables_not_read[:_MOST_TABLES]]
    if more := len(tables_not_read) - len(tables):
        tables.append(f"{counted(more, 'further table')} {'was' if more == 1 else 'were'} not read either.")
    said = [*errors, *tables] or ["It holds no table and no form that could be read."]
    return " ".join(["No savings proposals were found in the file.", *said, *([] if errors else [_NEEDED])])


def _table_in_words(table: Omission) -> str:
    place = describe_location(table.location)
    at, headings = f" at {place}" if place else "", f" with the headings {table.text}" if table.text else ""
    return f"The table{at}{headings} was not read: {table.reason}."
