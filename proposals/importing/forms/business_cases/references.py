"""The references of a business case: in a cell of their own and in its title, in any spelling."""

import re
from collections.abc import Sequence

from proposals.domain.references import canonical_reference

_DASH = r"\-\u2010-\u2014\u2212"
# A/R.6.115, “A/R. 6.115”, “A/R 6.127”, B/R6.209; or letters with a number right behind (LIB001, ENV-12).
_SLASHED = r"[A-Z]{1,4}\s?/\s?[A-Z]{1,4}\s?[.,]?\s?\d{1,4}(?:\s?[.,]\s?\d{1,4}){0,3}[a-z]?"
_WITH_AND = rf"[A-Z]{{1,4}}&[A-Z]{{1,4}}[/.{_DASH}]?\d{{1,6}}(?:\.\d{{1,4}})*[a-z]?"  # R&E/2
_PLAIN = rf"[A-Z]{{2,8}}[{_DASH}_/]?\d{{1,6}}(?:\.\d{{1,4}})*[a-z]?"
_REFERENCE = rf"(?:{_SLASHED}|{_WITH_AND}|{_PLAIN})(?!\w|[.,]\d)"
_JOINT = r"\s*(?:[&+,;/]|and\b|\+)?\s*"
_SERIES = rf"(?:\(?{_REFERENCE}\)?)(?:{_JOINT}\(?{_REFERENCE}\)?){{0,19}}"
_AT_START = re.compile(rf"(?P<references>{_SERIES})\s*(?:[:{_DASH}|]\s*)?(?=\S)")
_AT_END = re.compile(
    rf"(?:\s*[:{_DASH}|]\s*|\s+|(?=\())(?P<references>\(?\s*(?:ref\.?\s*:?\s*)?{_SERIES}\s*\)?)\.?$"
)
_ANY = re.compile(_REFERENCE)
_IN_CELL = re.compile(
    r"\s*(?:(?<![A-Z])&|&(?![A-Z]{1,4}\W?\d)|[+;\n]|\band\b|,(?!\d)|\s/\s)\s*", re.IGNORECASE
)
_NUMBER_ALONE = re.compile(r"\d{1,4}(?:\.\d{1,4})*[a-z]?")
_LETTERS_BEFORE = re.compile(r"^(?P<letters>\D+?)\d")
_LONGEST_TITLE = 1_000
_TAIL = 200


def begins_with_reference(text: str) -> bool:
    """Return whether the line begins as the title of a case does: with a reference, then words."""
    match = _AT_START.match(text)
    return bool(match and "/" in match["references"])


def references_in_cell(text: str) -> tuple[str, ...]:
    """Return every reference in a cell as printed; a number alone takes the letters of the one before.

    A piece without a figure (“TBC”) is no reference.
    """
    if len(text) > _LONGEST_TITLE:
        return ()
    found: list[str] = []
    for piece in _IN_CELL.split(text.strip()):
        bare = piece.strip(" .():,")
        whole = _ANY.findall(bare)
        pieces = whole if len(whole) > 1 else [bare]
        for reference in pieces:
            if not re.search(r"\d", reference):
                continue
            letters = _LETTERS_BEFORE.match(found[-1]) if found else None
            if letters and _NUMBER_ALONE.fullmatch(reference):
                reference = _with_letters(letters["letters"], found[-1], reference)
            found.append(reference)
    return unlike(found)


def _with_letters(letters: str, before: str, number: str) -> str:
    """Return “6.209” as “B/R.6.209” behind “B/R.6.208”, and “209” as well."""
    missing = before[len(letters) :].count(".") - number.count(".")
    kept = ".".join(before[len(letters) :].split(".")[:missing]) if missing > 0 else ""
    return f"{letters}{kept}.{number}" if kept else f"{letters}{number}"


def split_case_title(text: str, known: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the title without the references before and behind it, and those as printed.

    A word such as COVID19 is a reference only in brackets, before a dash, or where it is among the `known`.
    """
    stored = {canonical_reference(reference) for reference in known}
    text = text.strip()
    if len(text) > _LONGEST_TITLE:
        return text, ()
    as_known = _known_before(text, known)
    if as_known:
        rest = text[len(as_known) :].strip(" :-–—|\t")
        return (rest, (as_known,)) if rest else ("", (as_known,))
    found: list[str] = []
    start = _AT_START.match(text)
    if start and _is_certain(start["references"], text[start.end("references") : start.end()], stored):
        found.extend(_ANY.findall(start["references"]))
        text = text[start.end() :].strip()
    tail = text[-_TAIL:]
    end = _AT_END.search(tail)
    if end and _is_certain(end["references"], "", stored):
        found.extend(_ANY.findall(end["references"]))
        text = text[: len(text) - len(tail) + end.start()].rstrip(" +&,:-–—")
    elif _ANY.fullmatch(text) and _is_certain(text, "", stored):
        found.append(text)
        text = ""
    return text, unlike(found)


def _known_before(text: str, known: Sequence[str]) -> str:
    """Return the known reference of no usual form (“ASC 12a”) that the text begins with, or nothing."""
    unusual = (reference for reference in known if not _ANY.fullmatch(reference))
    return next((item for item in unusual if re.match(rf"{re.escape(item)}(?!\w)", text)), "")


def _is_certain(references: str, behind: str, stored: set[str]) -> bool:
    """Return whether what looks like a reference is one."""
    if "/" in references or references.startswith("(") or behind.strip():
        return True
    return all(canonical_reference(reference) in stored for reference in _ANY.findall(references))


def unlike(references: Sequence[str]) -> tuple[str, ...]:
    """Return the references without other spellings of the same one."""
    first: dict[str, str] = {}
    for reference in references:
        first.setdefault(canonical_reference(reference), reference.strip())
    return tuple(first.values())
