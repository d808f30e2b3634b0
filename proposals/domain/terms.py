"""The terms of a savings round, shown in place and in the glossary; terms.toml defines them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class UnknownTerm(LookupError):
    """There is no definition of the term."""


@dataclass(frozen=True)
class Term:
    """A word of the field, and in a sentence or two what it means; `example` shows it in figures."""

    name: str
    definition: str
    example: str = ""
    abbreviation: str = ""

    @property
    def anchor(self) -> str:
        """The word as part of an address: “Part II” is part-ii."""
        return anchor_of(self.name)

    @property
    def heading(self) -> str:
        """The term as it begins a line, with its abbreviation."""
        heading = self.name[:1].upper() + self.name[1:]
        return f"{heading} ({self.abbreviation})" if self.abbreviation else heading


def anchor_of(name: str) -> str:
    """Return a term's name as part of an address."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


_DECLARED: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)

TERMS: Mapping[str, Term] = {
    name: Term(name, **_DECLARED[name]) for name in sorted(_DECLARED, key=str.casefold)
}
"""Every term by its name, in the order of the alphabet."""


def term(name: str) -> Term:
    """Return the term of that name; raises UnknownTerm where it has no definition."""
    try:
        return TERMS[name]
    except KeyError:
        raise UnknownTerm(
            f"The glossary does not define “{name}”: add it to proposals/domain/terms.toml."
        ) from None
