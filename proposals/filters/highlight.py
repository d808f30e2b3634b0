"""The words of a text that a search found, and the words that a mistyped one may have meant."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain

from proposals.filters.text import WORD, Reference, Search, Word, without_accents

Part = tuple[str, bool]
"""A piece of a text, and whether the search found it."""

LENGTH = 160
"""The number of characters of an excerpt, about two lines of a list."""
_BEFORE = 50
"""The number of characters before the word that was found."""
_SHORTEST_SUGGESTED = 4
_MOST_SUGGESTED = 8
"""The terms of a search; each is held against every word that is published, and anybody may search."""
_LEAST_LIKE = 0.75
_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "es", "ed", "ly", "s", "y", "e")
_SHORTEST_STEM = 3


def marked(text: str, search: Search) -> tuple[Part, ...]:
    """Return the text in pieces, each with whether the search found it."""
    parts: list[Part] = []
    done = 0
    for match in _found(text, search):
        parts += [(text[done : match.start()], False), (match.group(), True)]
        done = match.end()
    return tuple(part for part in (*parts, (text[done:], False)) if part[0])


def excerpt(text: str, search: Search) -> tuple[Part, ...]:
    """Return the part of the text around the first word found, in pieces; nothing where none is found."""
    plain = " ".join(text.split())
    first = next(_found(plain, search), None)
    if first is None:
        return ()
    start = max(0, first.start() - _BEFORE)
    start = plain.rfind(" ", 0, start) + 1 if start else 0
    end = start + LENGTH
    if end < len(plain):
        end = max(plain.rfind(" ", start, end), first.end())
    shown = f"{'… ' if start else ''}{plain[start:end]}{' …' if end < len(plain) else ''}"
    return marked(shown, search)


def suggestion(text: str, search: Search, texts: Iterable[str]) -> str:
    """Return the search with each word that is in none of the texts put as the one most like it there.

    Empty where there is nothing to put otherwise, and for a search of very many words.
    """
    if len(search.terms) > _MOST_SUGGESTED:
        return ""
    # Each spelling once before its accents are looked at: the texts of a round repeat their words.
    known = {_plain(word) for word in set(chain.from_iterable(map(WORD.findall, texts)))}
    words = {
        term.text: meant
        for term in search.terms
        if isinstance(term, Word) and (meant := _meant(term.text, known))
    }
    return WORD.sub(lambda match: words.get(_plain(match.group()), match.group()), text) if words else ""


def _meant(word: str, known: set[str]) -> str:
    if len(word) < _SHORTEST_SUGGESTED or word.isdigit() or any(one.startswith(word) for one in known):
        return ""
    alike = [one for one in known if abs(len(one) - len(word)) <= len(word) // 2 and not one.isdigit()]
    return next(iter(get_close_matches(word, sorted(alike), 1, _LEAST_LIKE)), "")


def _found(text: str, search: Search) -> Iterator[re.Match[str]]:
    wanted = [term.text for term in search.terms if isinstance(term, Word)]
    stems = {_stem(word) for word in wanted}
    for match in WORD.finditer(text):
        word = _plain(match.group())
        if _stem(word) in stems or any(word.startswith(one) and not one.isdigit() for one in wanted):
            yield match


def _plain(word: str) -> str:
    return without_accents(word).lower()


def _stem(word: str) -> str:
    """Return the beginning that forms of a word have in common, about as the databases know stems."""
    endings = (end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM)
    return word.removesuffix(next(endings, ""))


class SearchedText:
    """The words of a text, in which a search is looked for as the index of the databases does it."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = WORD.findall(_plain(" ".join(texts)))
        self._text = f" {' '.join(words)} "
        self._stems = frozenset(map(_stem, set(words)))

    def has(self, search: Search) -> bool:
        """Return whether every term of the search is in the text."""
        return all(self._has_term(term) for term in search.terms)

    def _has_term(self, term: Word | Reference) -> bool:
        if isinstance(term, Reference):
            phrases = (*term.spellings, " ".join(term.parts))
            return any(f" {phrase} " in self._text for phrase in phrases)
        if term.is_exact:
            return f" {term.text} " in self._text
        return f" {term.text}" in self._text or _stem(term.text) in self._stems
