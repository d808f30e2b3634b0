"""Attached files as plain values: their kinds, who they are for, and the public ones as a record prints them."""

from dataclasses import dataclass
from datetime import date

from services.values.dates import format_day

KINDS: dict[str, str] = {
    "equality_assessment": "Equality impact assessment",
    "business_case": "Business case",
    "consultation_report": "Consultation report",
    "legal_advice": "Legal advice",
    "financial_analysis": "Financial analysis",
    "correspondence": "Correspondence",
    "other": "Other document",
}
"""The kinds of files, by code name."""

PUBLIC, INTERNAL, EXEMPT = "public", "internal", "exempt"

SENSITIVITIES: dict[str, str] = {
    PUBLIC: "Public: read by everybody with access to the record, and published with it",
    INTERNAL: "Internal: read by the officers who work on the record, never published",
    EXEMPT: "Exempt: read by those with permission to view exempt wording, for a purpose that is recorded",
}
"""The readers of files, by code name."""


@dataclass(frozen=True)
class AttachmentRecord:
    """The version of a public file that is current: `key` finds it, the SHA-256 proves which bytes it is."""

    key: int
    kind: str
    name: str
    version: int
    dated: date
    owner: str
    content_type: str
    size: int
    sha256: str

    @property
    def kind_in_words(self) -> str:
        """The kind as pages and appendices print it."""
        return KINDS.get(self.kind, self.kind)

    @property
    def in_words(self) -> str:
        """The file as lists name it: “Assessment.pdf. Equality impact assessment, version 2, 14 September 2026”."""
        dated = format_day(self.dated)
        return f"{self.name}. {self.kind_in_words}, version {self.version}, {dated}"
