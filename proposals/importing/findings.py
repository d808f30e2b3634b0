"""What a reader has to say about a document: errors, differences that a person may accept, and notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    DIFFERENCE = "difference"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing found in a document: where, in which proposal, in the user's words.

    An error stops the import. A difference stops it until a person accepts it with a reason, and is
    then kept on the proposal. A note only informs.
    """

    level: Level
    code: str
    reference: str
    place: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.reference, self.place) if part)
        return f"{where}: {self.message}" if where else self.message


def of_level(findings: Iterable[Finding], level: Level) -> tuple[Finding, ...]:
    """Return the findings of one level, in order."""
    return tuple(finding for finding in findings if finding.level is level)
