"""The text that a person looks for, as a condition."""

import re

from django.db.models import Q

from proposals.references import canonical_reference

_REFERENCE_LIKE = re.compile(r"[A-Za-z0-9./\-–—]+")
_APOSTROPHES = "'’‘`"


def text_condition(text: str) -> Q:
    """Return the condition that every word is in the title, the service, or the reference in any spelling."""
    condition = Q()
    for word in text.split():
        matching = Q()
        for spelling in _spellings(word):
            matching |= Q(title__icontains=spelling) | Q(service__name__icontains=spelling)
        if _REFERENCE_LIKE.fullmatch(word) and (canonical := canonical_reference(word)):
            matching |= Q(canonical_reference__icontains=canonical)
        condition &= matching
    return condition


def _spellings(word: str) -> set[str]:
    """Return the ways to look for a word: either apostrophe, and the other capitals where SQLite knows only ASCII."""
    curved = {word} | {re.sub(f"[{_APOSTROPHES}]", mark, word) for mark in "'’"}
    return (
        curved if word.isascii() else {way for text in curved for way in (text, text.lower(), text.upper())}
    )
