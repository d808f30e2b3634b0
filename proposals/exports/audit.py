"""Record every export: which proposals, in which format, and the digest of the file."""

import hashlib
from dataclasses import dataclass

from services.audit.events import record_event
from services.audit.history import RecordedModel
from services.models import ChangeRecord


@dataclass(frozen=True)
class ExportRecord:
    """A file or page that leaves the application: `rows` proposals of a round, in one format.

    `selection` describes which of the round's proposals; empty when all that the person may see. A file that is no
    list of proposals has no rows.
    """

    file_format: str
    file_name: str
    rows: int | None
    content: bytes
    selection: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, by which it is recognised again."""
        return hashlib.sha256(self.content).hexdigest()


def record_export(subject: RecordedModel, taken: ExportRecord) -> ChangeRecord:
    """Write on the record of the round, or other subject, that the current actor took this away.

    Nothing of the content is kept.
    """
    details: dict[str, object] = {
        "format": taken.file_format,
        "file_name": taken.file_name,
        "sha256": taken.sha256,
    }
    if taken.rows is not None:
        details |= {"selection": taken.selection or "all proposals", "proposals": taken.rows}
    return record_event("exported", subject, details=details)
