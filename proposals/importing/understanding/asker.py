"""Questions to a person, and the answers that were given: each asked once, and few in all."""

from collections.abc import Mapping, Sequence

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.figures import whole_pounds
from proposals.importing.understanding.values import Question, describe_location
from services.values.years import heading_years

MOST = 6
ACCEPT, STOP = "accept", "stop"
_MOST_LISTED = 6


class Asker:
    """Takes questions in, answers them from what was answered before, and keeps those that stay open."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self._given: dict[str, str] = {}
        self._open: list[Question] = []

    def ask(
        self, id_: str, about: str, location: Location, text: str, choices: Sequence[str], default: str = ""
    ) -> str:
        """Return the answer to a question: as given, else its default, and then the question stays open.

        A question without choices takes what `refusal` does not refuse. The same question is asked once for all tables.
        """
        if id_ in self._given:
            return self._given[id_]
        said = self._answers.get(id_, "").strip()
        if said and (said in choices if choices else not refusal(about, said)):
            self._given[id_] = said
            return said
        self._given[id_] = default
        self._open.append(Question(id_, about, location, text, tuple(choices), default))
        return default

    def answered(self, id_: str) -> str:
        """Return the answer that was given to a question, empty where none was."""
        return self._answers.get(id_, "").strip()

    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions that are open, those beyond the most that a person is asked as one."""
        if len(self._open) <= MOST:
            return tuple(self._open)
        if self._answers.get("others") == ACCEPT:
            return tuple(self._open[: MOST - 1])
        kept, rest = self._open[: MOST - 1], self._open[MOST - 1 :]
        lines = "; ".join(f"{question.text} (read as: {question.default or 'left out'})" for question in rest)
        joined = f"{len(rest)} further points were read as follows. {lines}"
        return (
            *kept,
            Question("others", "several points", rest[0].location, joined, (ACCEPT, STOP), STOP),
        )

    def stopped(self) -> tuple[str, ...]:
        """Return the ids of questions that a person answered with “stop”."""
        return tuple(id_ for id_, answer in self._answers.items() if answer == STOP)


def refusal(about: str, answer: str) -> str:
    """Return in words why an answer to a question without choices is refused, empty where it is taken."""
    if about == "figures" and whole_pounds(answer) is None:
        return f"“{answer}” is no amount in whole pounds. Enter it in figures, such as 120,000."
    if about == "years" and not heading_years(answer):
        return f"“{answer}” is no financial year. Enter it as 2026/27."
    return ""


def listed(names: Sequence[str]) -> str:
    """Return names in quotation marks, the first few of many."""
    shown = ", ".join(f"“{name}”" for name in names[:_MOST_LISTED])
    return shown if len(names) <= _MOST_LISTED else f"{shown} and {len(names) - _MOST_LISTED} more"


def at(location: Location) -> str:
    """Return a location in brackets, empty where there is none."""
    words = describe_location(location)
    return f" ({words})" if words else ""
