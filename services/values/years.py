"""Financial years: one value type, every way the documents write one, and nothing that only looks like one.

A council's financial year runs from 1 April to 31 March and is written 2018/19.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

EARLIEST_START = 1974  # the Local Government Act 1972 took effect: no English council's year is older
LATEST_START = 2073  # two figures must name one year only, so the span is a hundred years

_DASH = r"\-\u2010-\u2014"
_START = r"(?:(?P<prefix>F\.?Y\.?|financial\s+year)\s*)?(?P<start>\d{4}|\d{2})"
_END = rf"(?P<mark>[/{_DASH}])\s*(?P<end>\d{{4}}|\d{{1,2}})"
_YEAR = re.compile(rf"{_START}\s*{_END}", re.IGNORECASE)
_IN_TEXT = re.compile(
    rf"""
    (?<![^\W_])(?<![/.,£])         # not the tail of a reference (CYP18/19), a date or an amount
    (?<!\bage[ ])(?<!\bage[ds][ ]) # nor an age
    {_START}
    [^\S\r\n]*                    # a dash on the next line begins a list or a negative number
    {_END}
    (?![\d%/]|[.,]\d|[{_DASH}]\d{{1,2}}(?![\d/])|(?:st|nd|rd|th)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)

_LONGEST_HEADING = 400
_APOSTROPHE = re.compile(r"['’‘](?=\d\d(?!\d))")
_STROKE = re.compile(r"(?<=\d)\\(?=\d)")
_IN_HEADING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w/.,£])(?P<begin>\d{{2}})\s?[{_DASH}]\s?(?P<end>\d{{2}})(?![\w/%]|[.,]\d)",
        r"(?<![\w/.,£])(?P<begin>\d{4})\s+to\s+(?P<end>\d{4})(?![\w/%{_DASH}])",
        rf"\bapr(?:il)?\.?\s+['’]?(?P<begin>\d{{4}}|\d{{2}})\s*(?:to|[{_DASH}])\s*(?:31(?:st)?\s+)?mar(?:ch)?\.?\s+['’]?(?P<end>\d{{4}}|\d{{2}})\b",
        r"\bF\.?Y\.?E?\s*['’]?(?P<end>\d{4}|\d{2})(?![\w/%.,-])",
        r"\b(?:(?:year\s+(?:ending|ended|to)|y/?e)\s+(?:31(?:st)?\s+)?)(?:march|mar)?\.?\s*['’]?(?P<end>\d{4}|\d{2})(?![\w/%.,-])",
    )
)
_FOUR_FIGURES = re.compile(r"((?:19|20)\d{2})(?:\.0)?")
_NTH_YEAR = re.compile(
    r"\b(?:(?:year|yr)\s*(?P<figure>[1-9])(?!\d)"
    r"|(?P<ordinal>1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth)\s+(?:year|yr))\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


class UnreadableYear(ValueError):
    """The text does not name one financial year; the message quotes it."""


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The year from 1 April of `start` to 31 March of the year after."""

    start: int

    def __post_init__(self) -> None:
        if not EARLIEST_START <= self.start <= LATEST_START:
            raise UnreadableYear(
                f"{self.start} is outside the financial years that this service accepts ({EARLIEST_START} to "
                f"{LATEST_START})."
            )

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Return the financial year that `text` writes, and nothing else beside it.

        Reads 2018/19, 18/19, 2018-19, 18-19 (a column's heading), 2018/2019, 2008/9 and FY 17/18.
        Raises UnreadableYear, quoting the text, for anything else (0-19, 50/50, 2018/20, 2017/1).
        """
        match = _YEAR.fullmatch(text.strip())
        year = _year_of(match) if match else None
        if year is None:
            raise UnreadableYear(f"“{text.strip()}” is not a financial year, for example 2018/19.")
        return year

    @classmethod
    def containing(cls, day: date) -> "FinancialYear":
        """Return the financial year that `day` falls in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    def __add__(self, years: int) -> "FinancialYear":
        return FinancialYear(self.start + years)

    def __sub__(self, other: "FinancialYear") -> int:
        """Return how many years lie from `other` to this one."""
        return self.start - other.start

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)


@lru_cache(maxsize=256)
def years_from(first: FinancialYear, count: int) -> tuple[FinancialYear, ...]:
    """Return `count` consecutive financial years beginning with `first`."""
    return tuple(first + offset for offset in range(count))


def find_years(text: str) -> list[FinancialYear]:
    """Return the financial years written anywhere in `text`, in the order they stand there.

    In running text two figures joined by a dash are read only after "FY": pupils aged 10-11 are no year.
    """
    return list(_years_in(text))


def heading_years(text: str) -> list[FinancialYear]:
    """Return the financial years that a heading of figures names, also where it writes one as no sentence would.

    Reads beside what find_years reads: 26-27, ’26/’27, FY27 and FY2027 (the year that ends in 2027), 2026 to 2027, and
    “year ending 31 March 2027”.
    """
    short = _plain(text[:_LONGEST_HEADING])
    found = [(match.start(), year) for match in _IN_TEXT.finditer(short) if (year := _year_of(match))]
    spans = [match.span() for match in _IN_TEXT.finditer(short)]
    for pattern in _IN_HEADING:
        for match in pattern.finditer(short):
            if any(start < match.end() and match.start() < end for start, end in spans):
                continue
            year = _ending_year(match)
            if year is not None:
                spans.append(match.span())
                found.append((match.start(), year))
    return [year for _, year in sorted(found)]


def without_years(text: str) -> str:
    """Return a heading without the years that heading_years and nth_year read in it."""
    text = _plain(text)
    for pattern in (_IN_TEXT, *_IN_HEADING, _NTH_YEAR):
        text = pattern.sub(" ", text)
    return text


def _plain(heading: str) -> str:
    """Return a heading without the apostrophes of its years, as in ’26/’27, and with strokes that lean one way."""
    return _STROKE.sub("/", _APOSTROPHE.sub("", heading))


def calendar_year(text: str) -> int | None:
    """Return the year that a heading writes with four figures and nothing beside it, such as 2026; else None."""
    match = _FOUR_FIGURES.fullmatch(text.strip())
    return int(match[1]) if match else None


def nth_year(text: str) -> int | None:
    """Return the number of the year that a heading names by its order: 2 for “Year 2” and “second year”."""
    match = _NTH_YEAR.search(text[:_LONGEST_HEADING])
    if match is None:
        return None
    ordinal = (match["ordinal"] or "").lower()
    return int(match["figure"] or _ORDINALS.get(ordinal) or ordinal[0])


def _ending_year(match: re.Match[str]) -> FinancialYear | None:
    """Return the year that a match names by the calendar year it ends in, or by both."""
    end = int(match["end"])
    end = end if end >= 100 else _full_start(end)
    start = match.groupdict().get("begin")
    if start is not None and (int(start) if len(start) == 4 else _full_start(int(start))) != end - 1:
        return None
    return FinancialYear(end - 1) if EARLIEST_START < end <= LATEST_START else None


def names_a_span(text: str) -> bool:
    """Return whether `text` names more than one financial year, such as Budget 2018/19 to 2020/21."""
    return len(set(find_years(text))) > 1


def contrary_to_name(name: str, years: Sequence[FinancialYear]) -> str:
    """Return in words that a name states other years than these consecutive ones; empty where it does not.

    A span must be the years from first to last; one year alone has to be among them.
    """
    named = sorted(set(find_years(name)))
    is_right = (named[0], named[-1]) == (years[0], years[-1]) if len(named) > 1 else set(named) <= set(years)
    return "" if is_right else f"The name contains {_from_to(named)}, but the years are {_from_to(years)}."


def _from_to(years: Sequence[FinancialYear]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 1 else f"{years[0]}"


def _years_in(text: str) -> Iterator[FinancialYear]:
    for match in _IN_TEXT.finditer(text):
        may_be_a_range = len(match["start"]) == 2 and match["mark"] != "/" and not match["prefix"]
        year = None if may_be_a_range else _year_of(match)
        if year is not None:
            yield year


def _year_of(match: re.Match[str]) -> FinancialYear | None:
    start_text, end_text = match["start"], match["end"]
    if len(end_text) > len(start_text):
        return None
    start = int(start_text) if len(start_text) == 4 else _full_start(int(start_text))
    following = start + 1
    ways_to_end = {str(following), f"{following % 100:02d}"}
    if len(start_text) == 4:
        ways_to_end.add(str(following % 100))
    if end_text not in ways_to_end:
        return None
    if not EARLIEST_START <= start <= LATEST_START:
        return None
    return FinancialYear(start)


def _full_start(two_figures: int) -> int:
    """Return the one year between EARLIEST_START and LATEST_START that ends in `two_figures`."""
    century = EARLIEST_START // 100 * 100
    return century + two_figures + (100 if century + two_figures < EARLIEST_START else 0)
