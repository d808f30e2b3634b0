"""What a text says of a pressure: its cause, fund and certainty, the council's share, whether a plan has it already."""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

_DECLARED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PATTERNS: dict[str, dict[str, re.Pattern[str]]] = {
    group: {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}
    for group, patterns in _DECLARED.items()
}
_BESIDE_OTHERS = re.compile(
    r"\b(?:growth|pressures?|savings?)\s*(?:and|&|/|,)\s|(?:\band|&|/|,)\s*(?:growth|pressures?|savings?)\b",
    re.IGNORECASE,
)
"""“Growth and demand” is more than demand."""
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%?")
_LONGEST_CELL = 60
_LONGEST_TITLE, _MOST_WORDS = 160, 18
_WHOLE = 100


@lru_cache(maxsize=4096)
def cause_in(text: str) -> str:
    """Return the cause of a pressure that a column or a heading names, empty where none or more than one."""
    found = [name for name, pattern in _PATTERNS["causes"].items() if pattern.search(text)]
    if found[:1] == ["loss_of_grant"]:
        return found[0]
    if _BESIDE_OTHERS.search(text):
        return ""
    if found == ["pay", "price"] and re.search(r"\bpay inflation\b", text, re.IGNORECASE):
        return "pay"
    return found[0] if len(found) == 1 else ""


def is_loss(text: str) -> bool:
    """Return whether a name is that of a loss of grant or income, which adds to the budget."""
    return len(text) <= _LONGEST_CELL and bool(_PATTERNS["causes"]["loss_of_grant"].search(text))


def titles_growth(text: str) -> bool:
    """Return whether a title names a list of growth in words that no part of a council has for its name."""
    is_title = len(text) <= _LONGEST_TITLE and len(text.split()) <= _MOST_WORDS and not text.endswith(".")
    patterns = _PATTERNS["titles"]
    return is_title and bool(patterns["growth"].search(text)) and not patterns["answers"].search(text)


@lru_cache(maxsize=4096)
def fund_in(text: str, *, is_column: bool = False) -> str:
    """Return the fund that a title names, or the cell of a column of funds; empty where none or several."""
    found = [name for name, pattern in _PATTERNS["funds"].items() if pattern.search(text)]
    if not found and is_column:
        patterns = _PATTERNS["funds_in_columns"].items()
        found = [name for name, pattern in patterns if pattern.fullmatch(text.strip())]
    return found[0] if len(found) == 1 else ""


def certainty_in(text: str) -> str:
    """Return the certainty that a cell names, empty where it names none or two."""
    words = text.strip().rstrip(".")
    if _PATTERNS["certainties"]["possible"].search(words):
        return "possible"  # “not certain” and “unlikely” hold the words of the others
    found = [name for name, pattern in _PATTERNS["certainties"].items() if pattern.search(words)]
    return found[0] if len(found) == 1 and "not " not in words.lower() else ""


def share_in(text: str) -> Decimal | None:
    """Return the percentage that a cell states, None where it states none up to a hundred."""
    match = _PERCENT.fullmatch(text.strip())
    share = Decimal(match[1]) if match else None
    return share if share is not None and share <= _WHOLE and ("%" in text or share > 1) else None


def earlier_in(text: str) -> bool | None:
    """Return whether a cell says that an earlier plan has the row already; None where it says neither."""
    words = text.strip().rstrip("?.")
    if not words or _PATTERNS["earlier"]["no"].fullmatch(words):
        return False
    return True if _PATTERNS["earlier"]["yes"].fullmatch(words) else None
