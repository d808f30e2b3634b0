"""What the tables of a financial case share: the case, and what its bodies are called."""

import re
from collections.abc import Sequence

from proposals.domain.forecast.case import Case
from proposals.domain.forecast.printed import initials_of
from proposals.domain.forecast.statement import Row

_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")


class Tables:
    """Tables of one case."""

    def __init__(self, case: Case, names: Sequence[str]) -> None:
        self.case = case
        self.inputs = case.inputs
        self.lines = case.ledger.lines
        self.names = (*names, *(short for name in names for short in initials_of(name)))
        self.bodies = (self.inputs.retained, *self.inputs.go_live)

    def label_of(self, body: str) -> str:
        """Return what a body is called: by the component of its name, by its key otherwise."""
        return self.wordings_of(body)[0]

    def wordings_of(self, body: str) -> tuple[str, ...]:
        """Return the wordings by which a body is known in print."""
        words = body.replace("_", " ")
        named = tuple(each.name for each in self.inputs.components if each.key.startswith(body))
        if body != self.inputs.retained:
            return (*named, words.capitalize(), words)
        short = tuple(found for name in named for found in _CAPITALS.findall(name))
        return (
            *named,
            words.capitalize(),
            *self.names,
            *short,
            "retained services",
            "direct service provision",
        )

    def body_row(
        self, body: str, line: str, group: str, before: str = "", section: tuple[str, ...] = ()
    ) -> Row:
        """Return the row of a body, with words before its name where the table has them."""
        wordings = tuple(f"{before} {each}".strip() for each in self.wordings_of(body))
        return Row(wordings[0], {"": f"{line}/{body}"}, wordings, group, section)
