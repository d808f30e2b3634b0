"""Password rules beyond Django's own: variations of common passwords, words of the council and of the subject."""

import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST_LEFT = 8
"""Letters and figures that a password must have beside words that anybody would guess here."""

SUBJECT_WORDS = (
    "administrator", "admin", "appendix", "budget", "cabinet", "clerk", "committee", "council", "councillor",
    "director", "directorate", "finance", "financial", "letmein", "login", "mtfs", "password", "passwort", "proposal",
    "proposals", "saving", "savings", "scrutiny", "section151", "secret", "service", "services", "spring", "summer",
    "autumn", "winter", "welcome", "changeme", "qwerty", "azerty", "january", "february", "march", "april", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_LOOKS_LIKE = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"}
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0123456789")


SHORTEST_PART = 4
_FRAME = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class VariedCommonPasswordValidator(CommonPasswordValidator):
    """Refuse a common password or two joined, with the figures and signs that people put around and into them.

    The list is Django's: the 20,000 most common passwords of those that were breached.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a variation of a common password."""
        super().validate(password, user)
        plain = _plain(password)
        looks_like = plain.translate(_LOOKS_LIKE)
        # Figures at the end are a year or a number before they look like letters: liverp00l2024.
        tried = {
            _FRAME.sub("", plain),
            _FRAME.sub("", looks_like),
            _FRAME.sub("", plain).translate(_LOOKS_LIKE),
        }
        if any(self._is_common(re.sub(r"[\W\d_]", "", text)) for text in tried):
            raise ValidationError(
                "This password is a common one, or two, with figures or signs added: use three unrelated words.",
                code="password_too_common",
            )

    def _is_common(self, text: str) -> bool:
        parts = ((text[:cut], text[cut:]) for cut in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1))
        return text in self.passwords or any(self.passwords.issuperset(part) for part in parts)


class GuessableWordsValidator:
    """Refuse a password that is little more than words of the council, of the subject, or a run of keys."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where too little is left beside what anybody here would guess."""
        plain = _plain(password)
        left = min(len(_without(text, self.words)) for text in (plain, plain.translate(_LOOKS_LIKE)))
        if left < LEAST_LEFT:
            raise ValidationError(
                "This password is easy to guess. Use three unrelated words that have nothing to do with the "
                "council, its budget or the season.",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Return what the rule asks for."""
        return "Do not use words to do with the council or its budget, or a run of keys."

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the subject and the names of the councils and directorates, longest first."""
        from services.models import Council, Directorate

        names = [
            *Council.objects.values_list("name", flat=True),
            *Directorate.objects.values_list("name", flat=True),
        ]
        own = {word for name in names for word in re.findall(r"\w{4,}", _plain(name))}
        return tuple(sorted(own | set(SUBJECT_WORDS), key=len, reverse=True))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _without(text: str, words: tuple[str, ...]) -> str:
    """Return what is left without the words, without runs of keys, and of repeated characters only one."""
    for word in words:
        text = text.replace(word, "")
    for row in _RUNS:
        for run in (row, row[::-1]):
            text = _without_parts_of(text, run)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^\w]", "", text))


def _without_parts_of(text: str, run: str) -> str:
    for length in range(len(run), 3, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], "")
    return text
