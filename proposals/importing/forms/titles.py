"""The reference and title that an option form begins with, however the two are set out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from proposals.importing.lines import Line

_DASH = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"
_NUMBER = rf"\d+(?:[./{_DASH}]\d+)*[A-Za-z]{{0,2}}"
_LETTERS = rf"[A-Za-z&]{{1,8}}(?:[/.{_DASH}_&][A-Za-z]{{1,8}})*"
_WORD = r"(?i:(?:savings?\s+)?(?:option|proposal|saving)\s+(?:no\.?\s*|number\s+)?)"
# Small letters need the number right behind them: “cyp002” is a reference, “phase 2” is not.
_REFERENCE = rf"(?:{_WORD}{_NUMBER}|{_LETTERS}[/._{_DASH}]?{_NUMBER}|[A-Z&/.]{{1,8}}\s{_NUMBER})"
# “Option CYP002” is the reference CYP002; “Option 12” has no other letters.
_BEFORE = (
    r"(?:\d{1,3}[.)]\s+)?"
    rf"(?:(?i:(?:(?:savings?\s+)?(?:option|proposal)|ref(?:erence)?\.?)\s*:?\s+)(?={_LETTERS}[\s/._{_DASH}]?\d))?"
)
_SEPARATOR = r"\s*(?:[\u2010-\u2014\u2212:|\t]|-(?!\d)|(?<=\s)-)\s*"
_TITLE_LINE = re.compile(rf"^{_BEFORE}(?P<reference>{_REFERENCE}){_SEPARATOR}(?P<title>\S.*)$")
_REFERENCE_ALONE = re.compile(rf"^{_BEFORE}(?P<reference>{_REFERENCE})\s*:?$")
_WITHOUT_SEPARATOR = re.compile(
    rf"^{_BEFORE}(?P<reference>[A-Z][A-Za-z0-9/._{_DASH}&]{{0,80}}\d[A-Za-z0-9.]{{0,80}})\s+(?P<title>[^\W\d].*)$"
)
_NAMED = re.compile(
    r"^(?i:(?:(?:budget|savings?|efficiency|growth|revenue)\s+)*(?:proposal|option|saving|business case))"
    rf"\s*[{_DASH}]?\s+(?P<reference>[A-Z&]{{2,8}}[/._{_DASH}]?{_NUMBER})(?:{_SEPARATOR}|\s+)(?P<title>[^\W\d].*)$"
)
_CODE = r"(?!COVID)[A-Z]{2,8}(?:[/._–-]\d{1,4}[A-Za-z]?|\d{1,4}[A-Za-z]?(?=\s*[:–—)]|\s+-\s))(?:[/.]\d{1,4})*"
_CODE_FIRST = re.compile(rf"(?P<reference>{_CODE})\s*[:–—-]?\s+(?P<title>[^\W\d].*)")
_CODE_LAST = re.compile(
    rf"(?P<title>[^\W\d].*?)\s*[(\[](?:ref(?:erence)?\.?:?\s+)?(?P<reference>{_CODE})[)\]]"
)
_NUMBER_ONLY = re.compile(rf"^(?P<reference>{_NUMBER}){_SEPARATOR}(?P<title>[^\W\d].*)$")
_LABEL = re.compile(
    r"^(?:(?:savings?|option|proposal|budget|project)\s+)*"
    r"(?P<label>ref(?:erence)?(?:\s*(?:no\.?|number|code))?|title|name)\s*(?:[:\t]\s*(?P<value>.*))?$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:[,&/–-]|\b(?:and|of|for|the|to|in|with|or))$", re.IGNORECASE)
_LONGEST_BLOCK = 6
_TWO_PAIRS = 4
_LONGEST_MORE = 100  # letters of a title's second line
_LONGEST_LINE = 500  # letters: a longer line is no title


@dataclass(frozen=True)
class Start:
    """The beginning of a form: the reference and title that stand there, and the committee that it is for.

    `first` is the line where it begins, `used` are the lines that state these, which are no text of the form.
    """

    reference: str
    title: str
    first: int
    used: frozenset[int] = frozenset()
    committee: str = ""
    begins: int = 0
    """The line where it is said to stand, if that is not its first."""


def split_title(text: str) -> tuple[str, str] | None:
    """Return the reference and title of a line such as “LIB001 – MOBILE LIBRARIES”, or None."""
    return _split(_TITLE_LINE, text)


def split_heading(text: str) -> tuple[str, str] | None:
    """Return the reference and title of a line that heads a form, also without anything between the two."""
    return split_named(text) or split_title(text) or _split(_WITHOUT_SEPARATOR, text)


def split_named(text: str) -> tuple[str, str] | None:
    """Return the reference and title of a line that says first what it heads: “Savings proposal – REG-09 Licences”."""
    return _split(_NAMED, text)


def split_code(text: str) -> tuple[str, str] | None:
    """Return the reference and title of what stands under a label, where it surely has both: “Telecare (ASC3)”.

    Behind a label stand roads and years as well, so that “A47 junction” and “COVID-19 recovery” are titles.
    """
    return _split(_CODE_FIRST, text) or _split(_CODE_LAST, text)


def title_before(lines: Sequence[Line], floor: int, end: int) -> Start | None:
    """Return the title that stands nearest before the line `end`, which is a form's first heading.

    The nearest one counts: a list of contents before the first form names every title as well.
    """
    first = max(floor, end - _LONGEST_BLOCK)
    for index in range(end - 1, first - 1, -1):
        parted = split_title(lines[index].text)
        if parted is None and index == end - 1:
            text = lines[index].text
            parted = _split(_WITHOUT_SEPARATOR, text) or _split_number(text)
        if parted:
            more = _runs_on(lines, index, end, parted[1])
            words = [parted[1], *(lines[line].text for line in more)]
            return Start(parted[0], _without_label(" ".join(words)), index, frozenset({index, *more}))
        alone = _match(_REFERENCE_ALONE, lines[index].text)
        if alone:
            return _beside(lines, index, range(first, end), alone["reference"])
    return None


def is_row_of_labels(cells: Sequence[str]) -> bool:
    """Return whether a row holds labels with values: “Ref No. | LIB001 | Title | Mobile libraries”."""
    return len(cells) == _TWO_PAIRS and all(map(_is_label, cells[::2]))


def _runs_on(lines: Sequence[Line], index: int, end: int, title: str) -> list[int]:
    """Return the lines behind a title that belong to it, as its last word or its letters say."""
    more: list[int] = []
    before = title
    for line in range(index + 1, end):
        text = lines[line].text
        both_capitals = title.isupper() and text.isupper()
        runs_on = bool(_JOINS.search(before)) or text[:1].islower() or both_capitals
        if lines[line].opens_cell or len(text) > _LONGEST_MORE or not runs_on or ":" in text:
            break
        more.append(line)
        before = text
    return more


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.match(text) if len(text) <= _LONGEST_LINE else None


def _split(pattern: re.Pattern[str], text: str) -> tuple[str, str] | None:
    match = pattern.fullmatch(text) if len(text) <= _LONGEST_LINE else None
    return (match["reference"].strip(), match["title"].strip()) if match else None


def _split_number(text: str) -> tuple[str, str] | None:
    """Return a reference without letters and its title, unless it is the beginning of a longer reference."""
    parted = _split(_NUMBER_ONLY, text)
    return parted if parted and split_title(parted[1]) is None else None


def _beside(lines: Sequence[Line], index: int, block: Sequence[int], reference: str) -> Start:
    """Return the title of a reference in a cell of its own: after it, or before it in the same row or under a label.

    Labels such as “Reference” and “Title” belong to the two and are used up.
    """
    labels = {at for at in block if _is_label(lines[at].text)}
    others = [at for at in block if at not in labels]
    title = [at for at in others if at > index][:1]
    for before in [at for at in others if at < index][-1:] if not title else []:
        same_row = lines[before].column is not None and lines[before].place == lines[index].place
        labelled = _without_label(lines[before].text) != lines[before].text
        title = [before] if same_row or labelled or before - 1 in labels else []
    used = {index, *title}
    used |= {at for at in labels if at >= min(used) - 1}
    words = "".join(_without_label(lines[at].text) for at in title)
    return Start(reference, words, min(used), frozenset(used))


def _is_label(text: str) -> bool:
    match = _LABEL.match(text)
    return bool(match and not (match["value"] or "").strip())


def _without_label(text: str) -> str:
    match = _LABEL.match(text)
    return match["value"].strip() if match and match["value"] else text
