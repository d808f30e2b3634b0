"""The text that a person searches for, parsed into terms, and written as the queries of the two databases.

Every term must be found somewhere: in a reference, the title, the service or a public statement. A word is found
by its stem and by its beginning; anything that resembles a reference is found in every spelling of it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from proposals.domain.references import canonical_reference

_MOST_FIGURES = 6
WORD = re.compile(r"[^\W_]+")
# Letters, perhaps in two parts (A/R), then figures, perhaps in several, perhaps with a letter behind: CYP-010b.
_REFERENCE = re.compile(
    r"(?<![^\W_])(?P<letters>[a-z]{1,6}(?:/[a-z]{1,3})?)[\s./–—-]{0,3}"
    r"(?P<figures>\d{1,6}(?:[./-]\d{1,6})*[a-z]?)(?![^\W_])"
)
_FIGURES = re.compile(r"(\d+)([A-Z]?)")
_POSSESSIVE = re.compile(r"['’‘`]s\b")


@dataclass(frozen=True)
class Word:
    """A word to be found by its stem or its beginning, or a number exactly as written."""

    text: str
    is_whole: bool = False
    """True to find it by its stem only."""

    @property
    def is_exact(self) -> bool:
        """Return whether longer words that begin with it are left out."""
        return self.is_whole or self.text.isdigit()

    @property
    def fts5(self) -> str:
        """The term for SQLite."""
        return f'"{self.text}"' if self.is_exact else f'"{self.text}"*'

    @property
    def tsquery(self) -> str:
        """The term for PostgreSQL."""
        return f"'{self.text}'" if self.is_exact else f"'{self.text}':*"


@dataclass(frozen=True)
class Reference:
    """Something like a reference: its spellings in one, or its parts one after the other."""

    spellings: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def fts5(self) -> str:
        """The term for SQLite."""
        phrases = (*self.spellings, " ".join(self.parts))
        return "(" + " OR ".join(f'"{text}"' for text in phrases) + ")"

    @property
    def tsquery(self) -> str:
        """The term for PostgreSQL."""
        phrase = " <-> ".join(f"'{part}'" for part in self.parts)
        return "(" + " | ".join([*(f"'{text}'" for text in self.spellings), f"({phrase})"]) + ")"


@dataclass(frozen=True)
class Search:
    """The terms looked for, all of which must be found, and between which keys of proposals."""

    terms: tuple[Word | Reference, ...]
    keys: tuple[int, int] | None = None

    def between(self, first: int, last: int) -> "Search":
        """Return the same among proposals with keys from first to last: other rounds are then not gone through."""
        return replace(self, keys=(first, last))

    @property
    def whole(self) -> "Search":
        """The same for whole words: without those that only begin with one."""
        terms = (replace(term, is_whole=True) if isinstance(term, Word) else term for term in self.terms)
        return replace(self, terms=tuple(terms))

    @cached_property
    def fts5(self) -> str:
        """The query for SQLite."""
        return " AND ".join(term.fts5 for term in self.terms)

    @cached_property
    def fts5_any(self) -> str:
        """The query for SQLite that one of the terms is enough for."""
        return " OR ".join(term.fts5 for term in self.terms)

    @cached_property
    def tsquery(self) -> str:
        """The query for PostgreSQL."""
        return " & ".join(term.tsquery for term in self.terms)


def search_of(text: str) -> Search:
    """Return what a text looks for; no terms where it has neither a letter nor a figure."""
    # Either apostrophe separates a word from its s, and the s has no meaning.
    plain = _POSSESSIVE.sub("", without_accents(text).lower())
    terms: list[Word | Reference] = []
    done = 0
    for match in _REFERENCE.finditer(plain):
        terms += _words(plain[done : match.start()])
        terms.append(_reference(match))
        done = match.end()
    terms += _words(plain[done:])
    return Search(tuple(dict.fromkeys(terms)))


def without_accents(text: str) -> str:
    """Return the text with plain letters in place of those with accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> list[Word]:
    return [Word(word) for word in WORD.findall(text)]


def _reference(match: re.Match[str]) -> Reference:
    letters, figures = canonical_reference(match["letters"]), match["figures"].upper()
    parts = tuple(WORD.findall(match.group()))
    number = _FIGURES.fullmatch(figures)
    if number is None:
        return Reference((canonical_reference(match.group()).lower(),), parts)
    # CYP2, CYP02 and CYP002 are one reference, however many zeros it is printed with.
    plain = number[1].lstrip("0") or "0"
    spellings = (
        f"{letters}{plain.zfill(width)}{number[2]}".lower() for width in range(len(plain), _MOST_FIGURES + 1)
    )
    return Reference(tuple(spellings), parts)
