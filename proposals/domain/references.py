"""A proposal's reference: as printed, and the canonical form that look-ups use."""

import re

_LETTERS = re.compile(r"[^A-Z0-9]+")
_REFERENCE = re.compile(r"(?=.*\d)[\w&/.,+ \u2010-\u2014-]{1,40}")
_CODE = re.compile(r"^[A-Z]+(?:/[A-Z]+)*")


def canonical_reference(reference: str) -> str:
    """Return the reference in capitals without spaces or stops, so that every spelling of it is one."""
    return _LETTERS.sub("", reference.upper())


def is_reference(text: str) -> bool:
    """Return whether a cell of its own holds a reference: short, with a figure (“CYP-03”, “A/R.6.101”, “7”)."""
    return bool(_REFERENCE.fullmatch(text))


def directorate_code(reference: str) -> str:
    """Return the letters that the reference begins with (CYP of CYP002, A/R of A/R.6.115), or nothing."""
    match = _CODE.match(reference.upper().strip())
    return match.group() if match else ""
