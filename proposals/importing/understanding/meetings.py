"""The short cells of a scrutiny committee's summary: where a saving was reported, and to which committees."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from proposals.importing.parsed import ParsedReport
from services.values.years import EARLIEST_START, LATEST_START

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
# “Sept 17” and “14 September 2017”, but not the 4 of “Sept Item 4”.
_NAMED_MONTH = re.compile(
    rf"(?:(?<![\w/.])(?:\d{{1,2}}(?:st|nd|rd|th)?\s+))?\b(?P<month>{_MONTH_NAMES})\b\.?,?\s*"
    r"['’‘]?(?P<year>\d{4}|\d{2})(?!\w)",
    re.IGNORECASE,
)
_NUMBERED_MONTH = re.compile(r"(?<![\w/.])\d{1,2}[/.](?P<number>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?!\w)")
_ITEM = re.compile(
    r"\b(?:agenda\s+)?items?\s*(?:no\.?|number)?\s*:?\s*(?P<item>[\w./]{1,20}?)(?=[\s,;)]|$)", re.IGNORECASE
)
_APPENDIX = re.compile(
    r"\b(?P<appendix>app(?:endix|endices|s|x)?\.?\s*['‘“\"]?\w{1,10}['’”\"]?"
    r"(?:\s*(?:&|and|,)\s*['‘“\"]?[A-Z0-9]{1,3}['’”\"]?(?=[\s,;)]|$))*)",
    re.IGNORECASE,
)
_EDGES = " ,;:–—-|&\t"
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_LONGEST_CELL = 2_000
_CONSULTATION = re.compile(r"\s*[–—-]?\s*\(?\s*(?:for\s+)?consultation\s+only\s*\)?", re.IGNORECASE)
_COMMITTEE_PARTS = re.compile(r"\s*[/;|]\s*")
_COMMITTEE_WORDS = re.compile(r"\s*(?:[/;|,&]|\band\b|\bor\b)\s*", re.IGNORECASE)


def reports_in(text: str) -> tuple[ParsedReport, ...]:
    """Return the reports that a cell names, each with its meeting, item and appendix as printed.

    Words that are none of these stay with the meeting, so that nothing is lost.
    """
    if not text or len(text) > _LONGEST_CELL:
        return (ParsedReport(text),) if text else ()
    starts = [start for start, _ in months_in(text)]
    cuts = [0, *starts[1:], len(text)]
    return tuple(report for start, end in pairwise(cuts) for report in _reports_of(text[start:end]))


def _reports_of(piece: str) -> list[ParsedReport]:
    """Return the reports to one meeting: one for each item that is named."""
    month = next((month for _, month in months_in(piece)), None)
    items = list(_ITEM.finditer(piece))
    cuts = [0, *(match.start() for match in items[1:]), len(piece)]
    parts = [piece[start:end] for start, end in pairwise(cuts)]
    meeting = ""
    reports = []
    for part in parts:
        item, appendix = _ITEM.search(part), _APPENDIX.search(part)
        rest = part
        for found in (item, appendix):
            rest = rest.replace(found.group(), " ", 1) if found else rest
        rest = " ".join(_EMPTY_BRACKETS.sub(" ", rest).split())
        rest = re.sub(r"\s([,;])", r"\1", rest).strip(_EDGES)
        meeting = " ".join(word for word in (meeting, rest) if word) if rest else meeting
        reports.append(
            ParsedReport(
                meeting, item["item"] if item else "", appendix["appendix"].strip() if appendix else "", month
            )
        )
    return reports


def months_in(text: str) -> list[tuple[int, tuple[int, int]]]:
    """Return the months that a text names as (year, month), each with its place in the text."""
    found = (*_NAMED_MONTH.finditer(text), *_NUMBERED_MONTH.finditer(text))
    return sorted((match.start(), month) for match in found if (month := _month(match)))


def _month(match: re.Match[str]) -> tuple[int, int] | None:
    groups = match.groupdict()
    number = int(groups["number"]) if groups.get("number") else _MONTHS.index(groups["month"][:3].lower()) + 1
    year = int(groups["year"])
    year += 2000 if year < 100 else 0
    is_month = 1 <= number <= len(_MONTHS) and EARLIEST_START <= year <= LATEST_START
    return (year, number) if is_month else None


def split_consultation(title: str) -> tuple[str, bool]:
    """Return a title without “(for consultation only)”, and whether it said so."""
    without, count = _CONSULTATION.subn("", title)
    return (without.strip(" –—-"), True) if count else (title, False)


def committee_names(texts: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the committees that a cell's lines name.

    A slash or semicolon parts two; a comma, “and” or a new line only where every part is one of the `known`.
    """
    joined = ""
    for text in texts:
        joined = f"{joined}{text}" if joined.endswith("/") else f"{joined} {text}".strip()
    plain = {_plain(name) for name in known}
    lines = [text.strip() for text in texts if text.strip()]
    if len(lines) > 1 and all(_plain(line) in plain for line in lines):
        return tuple(dict.fromkeys(lines))
    names: list[str] = []
    for part in _COMMITTEE_PARTS.split(joined):
        words = [word for word in _COMMITTEE_WORDS.split(part) if word]
        apart = len(words) > 1 and _plain(part) not in plain and all(_plain(word) in plain for word in words)
        names.extend(words if apart else [part.strip()])
    return tuple(dict.fromkeys(name for name in names if name))


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())


def names_in_heading(heading: str) -> tuple[str, ...]:
    """Return the committees that a column's heading offers: “Education or Children's Services”."""
    parts = [part.strip() for part in re.split(r"\s+or\s+|\s*/\s*", heading) if part.strip()]
    return tuple(parts) if len(parts) > 1 else ()
