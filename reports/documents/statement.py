"""The file inside a PDF that says which edition it is and which figures it carries: written, and read again."""

import datetime
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reports.documents.document import DataFile, Document
from reports.documents.file_names import EDITION_NAME

FORMAT = "council-savings-edition"
IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_TEXT = 1000


class UnreadableStatement(ValueError):
    """The file is no statement of an edition; the message says what is wrong."""


@dataclass(frozen=True)
class EditionStatement:
    """The statement inside a PDF: its edition, and the SHA-256 of each file of figures in it, by name."""

    identifier: str
    number: int
    published_at: datetime.datetime
    council: str
    title: str
    files: Mapping[str, str]


def statement_of(document: Document) -> DataFile | None:
    """Return the statement of a document that is an edition; nothing for any other."""
    mark = document.edition
    if mark is None:
        return None
    said = {
        "format": FORMAT,
        "identifier": mark.identifier,
        "edition": mark.number,
        "published_at": mark.published_at.isoformat(),
        "council": document.council,
        "title": document.full_title,
        "sha256": {file.name: hashlib.sha256(file.content).hexdigest() for file in document.data},
    }
    content = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return DataFile(EDITION_NAME, "application/json", content, "Details of this edition")


def read_statement(content: bytes) -> EditionStatement:
    """Return what a statement says, wherever it comes from; raises UnreadableStatement."""
    try:
        said = json.loads(content)
        if said["format"] != FORMAT or not IDENTIFIER.fullmatch(said["identifier"]):
            raise UnreadableStatement("It is in no form that this system writes.")
        return EditionStatement(
            said["identifier"],
            int(said["edition"]),
            datetime.datetime.fromisoformat(said["published_at"]),
            str(said["council"])[:_LONGEST_TEXT],
            str(said["title"])[:_LONGEST_TEXT],
            {str(name): str(sha256) for name, sha256 in said["sha256"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableStatement("It is in no form that this system writes.") from error
