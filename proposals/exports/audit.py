"""Record every export: which proposals, in which format, and the digest of the file."""

import hashlib
from dataclasses import dataclass

from proposals.models import BudgetRound
from services.audit.events import record_event
from services.models import ChangeRecord


@dataclass(frozen=True)
class ExportRecord:
    """A file or page that leaves the application: `rows` proposals of a round, in one format.

    `selection` describes which of the round's proposals; empty when all that the person may see.
    """

    file_format: str
    file_name: str
    rows: int
    content: bytes
    selection: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, by which it is recognised again."""
        return hashlib.sha256(self.content).hexdigest()


def record_export(budget_round: BudgetRound, taken: ExportRecord) -> ChangeRecord:
    """Write on the round's record that the current actor took this away; nothing of the content is kept."""
    return record_event(
        "exported",
        budget_round,
        details={
            "format": taken.file_format,
            "file_name": taken.file_name,
            "selection": taken.selection or "all proposals",
            "proposals": taken.rows,
            "sha256": taken.sha256,
        },
    )
