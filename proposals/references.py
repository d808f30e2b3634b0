"""A proposal's reference: as printed, and the canonical form that look-ups use."""

import re

_LETTERS = re.compile(r"[^A-Z0-9]+")
_CODE = re.compile(r"^[A-Z]+(?:/[A-Z]+)*")


def canonical_reference(reference: str) -> str:
    """Return the reference in capitals without spaces or stops, so that every spelling of it is one."""
    return _LETTERS.sub("", reference.upper())


def directorate_code(reference: str) -> str:
    """Return the letters that the reference begins with (CYP of CYP002, A/R of A/R.6.115), or nothing."""
    match = _CODE.match(reference.upper().strip())
    return match.group() if match else ""
