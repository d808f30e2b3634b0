"""The short cells of an impact table: the risk, and the posts that go."""

import re
from decimal import Decimal

from services.values.money import UnreadableFTE, parse_fte

_WORDS = {"h": "H", "high": "H", "m": "M", "medium": "M", "med": "M", "moderate": "M", "l": "L", "low": "L"}
# One number, perhaps with what it counts; “Up to 5”, “7-10” and “2 new posts” are not one number of posts deleted.
_POSTS = re.compile(
    r"(?P<number>[(+\-–−]?\s?[\d.,]{1,12}\)?)\s*"
    r"(?:ftes?|wtes?|posts?|staff|full[ -]time equivalents?)?"
    r"(?:\s+(?:posts?\s+)?(?:deleted|lost|reduction|redundan\w{2,5}))?\.?",
    re.IGNORECASE,
)
_DELETED = re.compile(r"delet|reduc|lost|loss|redundan", re.IGNORECASE)


def risk_of(printed: str) -> str:
    """Return H, M or L for a risk written as a letter or a word, in any capitals; empty for anything else."""
    return _WORDS.get(printed.strip().rstrip(".").lower(), "")


def posts_of(printed: str) -> Decimal | None:
    """Return the change in FTE where exactly one number is printed, posts deleted as negative; otherwise None.

    A number without a sign counts posts deleted; “+2” are two more.
    """
    match = _POSTS.fullmatch(printed.strip())
    if match is None:
        return None
    number = match["number"].strip()
    try:
        change = parse_fte(number)
    except UnreadableFTE:
        return None
    is_signed = not number[0].isdigit()
    return change if is_signed or not change else -change


def counts_deleted_posts(heading: str, printed: str) -> bool:
    """Return whether the column's heading or the cell says that the number is of posts deleted."""
    return bool(_DELETED.search(heading) or _DELETED.search(printed)) or not printed.strip()[:1].isdigit()
