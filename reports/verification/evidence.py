"""The identifiers and figures that were found in a file. Plain values."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Place = Literal["statement", "metadata", "head", "cover", "foot"]

PLACES: dict[Place, str] = {
    "statement": "the statement attached inside it",
    "metadata": "its metadata",
    "head": "the header of the file",
    "cover": "the text of its cover",
    "foot": "the footer of its pages",
}
"""The places where a file can name its edition, in words."""


@dataclass(frozen=True)
class Trace:
    """A place in which the file names an edition: by its identifier, or by the beginning of it."""

    place: Place
    identifier: str


@dataclass(frozen=True)
class Evidence:
    """The content found in a file; `is_whole` says that it could be read as a PDF from end to end.

    `attached` is the SHA-256 of each file inside it, by name; `figures` the JSON of its figures, if any.
    """

    is_pdf: bool
    is_whole: bool = False
    traces: tuple[Trace, ...] = ()
    attached: Mapping[str, str] = field(default_factory=dict)
    figures: bytes | None = None

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers found, or their beginnings, the longest first and each once."""
        found = dict.fromkeys(trace.identifier for trace in self.traces)
        return tuple(sorted(found, key=len, reverse=True))

    def places_of(self, identifier: str) -> tuple[str, ...]:
        """Return in words where the file names this edition."""
        places = dict.fromkeys(
            PLACES[trace.place] for trace in self.traces if identifier.startswith(trace.identifier)
        )
        return tuple(places)


# Between the process that reads the file and the one that asks


def as_text(evidence: Evidence) -> str:
    """Return the evidence as a text that `from_text` reads."""
    return json.dumps(
        {
            "is_pdf": evidence.is_pdf,
            "is_whole": evidence.is_whole,
            "traces": [[trace.place, trace.identifier] for trace in evidence.traces],
            "attached": dict(evidence.attached),
            "figures": None if evidence.figures is None else base64.b64encode(evidence.figures).decode(),
        }
    )


def from_text(text: str) -> Evidence:
    """Return the evidence that `as_text` wrote."""
    said: dict[str, Any] = json.loads(text)
    figures = said["figures"]
    return Evidence(
        said["is_pdf"],
        said["is_whole"],
        tuple(Trace(place, identifier) for place, identifier in said["traces"]),
        said["attached"],
        None if figures is None else base64.b64decode(figures),
    )
