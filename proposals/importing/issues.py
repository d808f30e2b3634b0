"""Everything that reading or planning has to say about a document, each with its place and its severity."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of an issue."""

    ERROR = "error"
    QUESTION = "question"
    NOTE = "note"


_MOST_PLACES = 10
CHOSEN = "chosen"
"""The code of the notes about rows and columns that a person corrected, which stay with the import."""
_OF_FIGURES = frozenset(
    {
        "net budget",
        "savings total",
        "FTE total",
        "total",
        "total saving",
        "subtotal",
        "subtotal across",
        "total of years",
        "base budget",
        "budget note",
        "base year",
        "more than the budget",
        "stated otherwise",
        "figure in wording",
    }
)
"""The codes of the issues that are differences of figures; all others are about how a document was read."""


@dataclass(frozen=True)
class Issue:
    """A thing to say about a document: where, of which proposal, in the user's words.

    An error stops the import. A question stops it until a person accepts it with a reason, and is then kept
    on the proposal. A note only informs.
    """

    severity: Severity
    code: str
    reference: str
    place: str
    message: str

    @property
    def is_of_figures(self) -> bool:
        """Return whether figures differ: accepted, that is printed; what is about the reading never is."""
        return self.code in _OF_FIGURES

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.reference, self.place) if part)
        return f"{where}: {self.message}" if where else f"{self.message[:1].upper()}{self.message[1:]}"


Report = Callable[[Severity, str, str, str], None]
"""A function that takes a finding: its level, code, place and message."""


def places_in_words(places: Sequence[str]) -> str:
    """Return where something stands, the first of many places."""
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"{', '.join(places[:_MOST_PLACES])}{more}"


def of_severity(issues: Iterable[Issue], severity: Severity) -> tuple[Issue, ...]:
    """Return the issues of one severity, in order."""
    return tuple(issue for issue in issues if issue.severity is severity)
