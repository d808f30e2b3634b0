"""The file inside a PDF that says which edition it is and which figures it carries: written, and read again."""

import json
import re

from reports.documents.document import DataFile, Document
from reports.documents.file_names import EDITION_NAME

FORMAT = "council-savings-edition"
IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


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
        "sha256": {file.name: file.sha256 for file in document.data},
    }
    content = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return DataFile(EDITION_NAME, "application/json", content, "Details of this edition")


def stated_identifier(content: bytes) -> str:
    """Return the identifier of the edition that a statement names, wherever it comes from; nothing if it is none."""
    try:
        said = json.loads(content)
        identifier = said["identifier"] if said["format"] == FORMAT else ""
        return identifier if IDENTIFIER.fullmatch(identifier) else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
