"""All that is asked and said about a document: questions, errors, notes, and quotations of what was not read."""

from collections.abc import Mapping, Sequence

from proposals.importing.files.blocks import Location, Omission
from proposals.importing.issues import Issue, Severity
from proposals.importing.understanding.figures import whole_pounds
from proposals.importing.understanding.values import Question, describe_location
from services.values.years import heading_years

MOST = 6
ACCEPT, STOP = "accept", "stop"
_LONGEST_QUOTE = 200
_ABOUT_YEARS = ("years", "year of an undated saving")
_MOST_LISTED = 6
_QUOTED = 80


class Findings:
    """Collects what is said of one document, and answers questions about it from what was answered before."""

    def __init__(self, answers: Mapping[str, str], kept: Mapping[str, str]) -> None:
        self.issues: list[Issue] = []
        self.unread: list[Omission] = []
        self._answers, self._kept = answers, kept
        self._given: dict[str, str] = {}
        self._open: list[Question] = []

    def refuse(self, code: str, location: Location, message: str) -> None:
        """Keep an error, which stops the import."""
        self.issues.append(Issue(Severity.ERROR, code, "", describe_location(location), message))

    def note(self, code: str, location: Location, message: str) -> None:
        """Keep a note."""
        self.issues.append(Issue(Severity.NOTE, code, "", describe_location(location), message))

    def quote(self, location: Location, text: str, why: str) -> None:
        """Keep a part of the document that was not read, and why."""
        self.unread.append(Omission(location, text[:_LONGEST_QUOTE], why))

    def ask(
        self,
        id_: str,
        about: str,
        location: Location,
        text: str,
        choices: Sequence[str],
        default: str = "",
        *,
        is_supported: bool = False,
    ) -> str:
        """Return the answer to a question: as given, else its default, and then the question stays open.

        A question without choices takes what `refusal` does not refuse. The same question is asked once for all tables.
        An answer that is kept from a document alike is the default, as another document may differ in it.
        """
        if id_ in self._given:
            return self._given[id_]
        said, kept = self.answered(id_), self._kept.get(id_, "")
        if _is_answer(said, about, choices):
            self._given[id_] = said
            return said
        if _is_answer(kept, about, choices):
            default, is_supported = kept, True
            text += f" For an earlier document of this layout the answer was “{kept}”."
        self._given[id_] = default
        self._open.append(Question(id_, about, location, text, tuple(choices), default, is_supported))
        return default

    def answered(self, id_: str) -> str:
        """Return the answer that was given to a question, empty where none was."""
        return self._answers.get(id_, "").strip()

    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions that are open, those beyond the most that a person is asked as one."""
        if len(self._open) <= MOST:
            return tuple(self._open)
        kept, rest = self._open[: MOST - 1], self._open[MOST - 1 :]
        if self.answered("others") == ACCEPT:
            return tuple(kept)
        lines = "; ".join(f"{question.text} (read as: {question.default or 'left out'})" for question in rest)
        joined = f"{len(rest)} further points were read as follows. {lines}"
        return (
            *kept,
            Question("others", "several points", rest[0].location, joined, (ACCEPT, STOP), STOP),
        )

    def refuse_stopped(self) -> None:
        """Refuse the document where a person answered a question with “stop”."""
        for id_, answer in self._answers.items():
            if answer == STOP:
                self.refuse("stopped", Location(), f"The import was stopped by the answer to “{id_}”.")


def _is_answer(said: str, about: str, choices: Sequence[str]) -> bool:
    return bool(said) and (said in choices if choices else not refusal(about, said))


def refusal(about: str, answer: str) -> str:
    """Return in words why an answer to a question without choices is refused, empty where it is taken."""
    if about == "figures" and whole_pounds(answer) is None:
        return f"“{answer}” is no amount in whole pounds. Enter it in figures, such as 120,000."
    if about in _ABOUT_YEARS and not heading_years(answer):
        return f"“{answer}” is no financial year. Enter it as 2026/27."
    return ""


def quoted(text: str) -> str:
    """Return the beginning of a long text, and a short one whole."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def listed(names: Sequence[str]) -> str:
    """Return names in quotation marks, the first few of many."""
    shown = ", ".join(f"“{name}”" for name in names[:_MOST_LISTED])
    return shown if len(names) <= _MOST_LISTED else f"{shown} and {len(names) - _MOST_LISTED} more"


def at(location: Location) -> str:
    """Return a location in brackets, empty where there is none."""
    words = describe_location(location)
    return f" ({words})" if words else ""
