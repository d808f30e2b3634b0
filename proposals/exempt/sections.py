"""The exempt wording that `proposals.exempt.wording` has read for somebody who may read it. Pure values."""

import hashlib
import json
from dataclasses import asdict, dataclass

from proposals.domain.exemption import paragraph_in_words


@dataclass(frozen=True)
class ExemptSection:
    """The exempt wording of one statement, with the paragraph and the reason that hold it back.

    `paragraph` is None where the statement names none any more.
    """

    statement_id: int
    kind: str
    heading: str
    text: str
    paragraph: int | None
    public_interest_reason: str

    @property
    def paragraph_in_words(self) -> str:
        """The paragraph with its description, or nothing."""
        return paragraph_in_words(self.paragraph) if self.paragraph else ""


@dataclass(frozen=True)
class ExemptPart:
    """The exempt wordings of several proposals, in the order of those; the same wordings give the same text."""

    proposals: tuple[tuple[ExemptSection, ...], ...]

    @property
    def text(self) -> str:
        """All of it as the one text that it is kept as."""
        rows = [[asdict(section) for section in sections] for sections in self.proposals]
        return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The mark of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def from_text(cls, text: str) -> "ExemptPart":
        """Return what `text` was made from; raises ValueError or TypeError for anything else."""
        return cls(tuple(tuple(ExemptSection(**section) for section in row) for row in json.loads(text)))
