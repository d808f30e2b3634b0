"""The headings of forms as their templates declare them, recognised however they are spelt or run together."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from proposals.domain.proposal_parts import STATEMENT_KINDS
from proposals.importing.lines import without_hint
from proposals.importing.units import part_unit
from services.values.money import Unit
from services.values.years import FinancialYear, UnreadableYear, find_years

_MARKERS = re.compile(r"[*†‡#¹²³]+\s*(?=:?\s*$)")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-z][.)])\s+(?=\D)", re.IGNORECASE)
_YEAR_LIKE = re.compile(
    r"\b(?:f\.?y\.?\s*)?(?:\d{4}|\d{2})\s*[/\-\u2010-\u2014]\s*\d{0,4}|\b(?:19|20)\d{2}\b", re.IGNORECASE
)
_LAST_YEAR = re.compile(r"^(?P<label>.*\S)\s+[(\[]?(?P<year>(?:\d{4}|\d{2})[/\-\u2010-\u2014]\d{2,4})$")
_JOINED = re.compile(r"(?:,|\bor|\band|/|\bto)$", re.IGNORECASE)
_AMOUNT_AT_END = re.compile(
    r"^(?P<label>.*\S)\s+(?P<amount>[(\-\u2010-\u2014\u2212]?\s?£?\s?[(\-\u2212]?[\d.][^a-z]*\S*)$", re.I
)
_LONE_DASH = re.compile(r"£?\s*[-\u2010-\u2014\u2212]")
_QUESTION_WORD = re.compile(
    r"(?:what|why|how|who|when|where|which|is|are|has|have|does|do|did|will|can)\b", re.IGNORECASE
)
_MARKS_ONLY = re.compile(r"[\W\d_]*(?:[a-z][.)])?\W*", re.IGNORECASE)
_LONGEST_MARKS = 12
_LONGEST_HEADING = 200
_SHORTEST_CUT = 8
_SHORTEST_OWN = 12
_ALIKE = 86  # out of 100: two wrong letters in the shortest heading, not another heading
SHORTEST_SURE = 14  # letters: a shorter heading is a word that texts use as well


class Role(StrEnum):
    """What stands under a heading: nothing of its own, a text, a list, or one value beside it."""

    FRAME = "frame"
    TEXT = "text"
    LIST = "list"
    VALUE = "value"


@dataclass(frozen=True)
class Heading:
    """One heading of a template, as `templates.toml` explains it."""

    kind: str
    wording: str
    role: Role = Role.TEXT
    others: tuple[str, ...] = ()
    anchor: bool = False
    weak: bool = False
    dated: bool = False
    exactly: bool = False
    never_with: tuple[str, ...] = ()
    asks: str = ""
    holds: str = ""


@dataclass(frozen=True)
class FoundHeading:
    """A heading on a line: how it is spelt, the words that print it, and what stands behind it on the line.

    A `dated` one has the year and unit that it names.
    """

    heading: Heading
    printed: str
    spelling: str = "as expected"
    rest: str = ""
    year: FinancialYear | None = None
    unit: Unit | None = None

    @property
    def kind(self) -> str:
        """The kind of the heading."""
        return self.heading.kind

    @property
    def is_sure(self) -> bool:
        """Return whether it can be no word of somebody's text."""
        return self.heading.anchor or (not self.heading.weak and len(plain(self.printed)) >= SHORTEST_SURE)


SPELLINGS = ("as expected", "misspelt", "cut short", "worded otherwise")
"""How a heading may be spelt, the surest first."""


def plain(text: str) -> str:
    """Return the text in small letters and figures with single spaces, marks left out."""
    return " ".join(_NOT_WORDS.sub(" ", without_hint(text).lower().replace("&", " and ")).split())


def is_question(text: str) -> bool:
    """Return whether a text asks something."""
    return text.rstrip(" :*").endswith("?") and bool(_QUESTION_WORD.match(text))


def is_unknown_question(text: str) -> bool:
    """Return whether a line that is no known heading asks something, as the headings of a template do."""
    return (
        len(text) <= _LONGEST_HEADING and text.count("?") == 1 and text.count(" ") <= 20 and is_question(text)
    )


@dataclass
class Template:
    """The headings of one kind of form, in the order that it prints them."""

    headings: tuple[Heading, ...]
    shortest_misspelt: int
    cut_share: float
    misspelt_others: bool = False
    has_head: bool = False
    """Labels with values stand in a head before the texts, and a question that is asked twice is one section."""
    usual_answer: str = ""
    """What forms say behind the last of several headings run together."""
    ranks: dict[str, int] = field(init=False)
    exact: dict[str, Heading] = field(init=False)

    def __post_init__(self) -> None:
        self.by_kind = {heading.kind: heading for heading in self.headings}
        self.ranks = {heading.kind: rank for rank, heading in enumerate(self.headings)}
        self.exact = {
            _words(wording): heading
            for heading in self.headings
            for wording in (heading.wording, *heading.others)
        }
        self._misspelt = [
            words
            for words, heading in self.exact.items()
            if len(words) >= self.shortest_misspelt
            and not heading.exactly
            and (self.misspelt_others or words == _words(heading.wording))
        ]
        self._asks = [(re.compile(item.asks), item) for item in self.headings if item.asks]
        questions = (item.wording for item in self.headings if item.anchor and item.wording.endswith("?"))
        self._verbatim = re.compile(f"({'|'.join(map(re.escape, questions))})")
        self._most_words = max(words.count(" ") for words in self.exact) + 1
        self._found = lru_cache(maxsize=65536)(self._find)  # each line is asked about several times

    def __getitem__(self, kind: str) -> Heading:
        return self.by_kind[kind]

    def heading_of(self, text: str) -> FoundHeading | None:
        """Return the heading that the whole text is, also misspelt or cut short; a row of a table is none."""
        return self._found(text) if len(text) <= _LONGEST_HEADING and "\t" not in text else None

    def heading_at(self, text: str) -> FoundHeading | None:
        """Return the heading that a line is, with its value beside it where no head holds the values."""
        return self.heading_of(text) if self.has_head else self.heading_on(text)

    def heading_on(self, text: str) -> FoundHeading | None:
        """Return the heading that the line is or begins with; beside a value it must be spelt exactly."""
        text = _NUMBER_BEFORE.sub("", text.strip())  # “3.” and a tab, where Word numbers the headings
        if "\t" in text:
            label, _, rest = (piece.strip() for piece in text.partition("\t"))
            beside = self._beside(label, rest, exactly=False)
            return beside if beside and (beside.spelling == "as expected" or rest) else None
        year_beside = self._with_year_beside(text)
        if year_beside:
            return year_beside
        parted = list(_label_and_rest(text))
        for label, rest in parted:
            # “Income: £ -” holds a figure, though a dash is no word.
            if _LONE_DASH.fullmatch(rest) and (beside := self._beside(label, rest)):
                return beside
        if whole := self.heading_of(text):
            return whole
        for label, rest in parted:
            if beside := self._beside(label, rest):
                return beside
        amount = _AMOUNT_AT_END.match(text) if len(text) <= _LONGEST_HEADING else None
        found = self._beside(amount["label"], amount["amount"]) if amount else None
        return found if found and found.heading.dated else None

    def own_headings(self, texts: Iterable[str]) -> int:
        """Return how many of its longer headings some lines print or begin with in its own words."""
        own = {_words(item.wording) for item in self.headings}
        found = {words for text in texts if (words := _words(re.split(r"[:\t]", text)[0])) in own}
        return sum(len(words) >= _SHORTEST_OWN for words in found)

    def parted(self, text: str) -> list[str]:
        """Return the line parted at every question of the template that stands in it word for word, or run together.

        A line is run together that is made of headings, one behind the other, and of the usual answer after the last.
        """
        pieces: list[str] = []
        marks_before = ""
        for piece in self._verbatim.split(text) if "?" in text else [text]:
            if len(piece) > _LONGEST_MARKS or not _MARKS_ONLY.fullmatch(piece):
                pieces += self._run_together(f"{marks_before}{piece}".strip())
                marks_before = ""
            elif pieces:
                pieces[-1] += piece.rstrip()
            else:
                marks_before = piece
        return pieces or [text]

    def _run_together(self, text: str) -> list[str]:
        if len(text) > _LONGEST_HEADING * 2:
            return [text]
        words = plain(text).split()
        found: list[str] = []
        while words and (" ".join(words) != self.usual_answer or not found):
            sizes = range(min(len(words), self._most_words), 0, -1)
            keys = (" ".join(words[:size]) for size in sizes)
            key = next(
                (key for key in keys if key in self.exact and self.exact[key].role is not Role.VALUE), ""
            )
            if not key:
                return [text]
            found.append(self.exact[key].wording)
            words = words[key.count(" ") + 1 :]
        if words:
            found.append(text[-_last_words(text, words) :])
        return found if len(found) > 1 else [text]

    def _beside(self, label: str, rest: str, *, exactly: bool = True) -> FoundHeading | None:
        found = self.heading_of(label)
        if found is None or (exactly and _words(label) not in self.exact):
            return None
        return FoundHeading(found.heading, label, found.spelling, rest, found.year, found.unit)

    def _with_year_beside(self, text: str) -> FoundHeading | None:
        """Return an undated heading with a year as its value on the same line, such as “Start year 2018/19”."""
        match = _LAST_YEAR.match(text) if len(text) <= _LONGEST_HEADING else None
        if match is None or _JOINED.search(match["label"].rstrip()):
            return None
        found = self._beside(match["label"], match["year"])
        if found is None or found.heading.dated:
            return None
        # The question of the form ends in years itself; one year alone there is no answer yet.
        is_asked = _words(match["label"]) == _words(found.heading.wording)
        return None if is_asked and not _YEAR_LIKE.search(match["label"]) else found

    def _find(self, text: str) -> FoundHeading | None:
        bare, unit = part_unit(_MARKERS.sub("", _NUMBER_BEFORE.sub("", text)).rstrip(" :"))
        words = _words(bare)
        heading, spelling = self._best(words, bare)
        if heading is None or any(word in words for word in heading.never_with):
            return None
        year = next(iter(years_in_label(bare)), None) if heading.dated else None
        if heading.dated and year is None and spelling == "as expected" and _YEAR_LIKE.search(bare):
            spelling = "cut short"
        return FoundHeading(heading, text, spelling, "", year, unit)

    def _best(self, words: str, bare: str) -> tuple[Heading | None, str]:
        """Return the heading that the words are, and how they spell it."""
        exact = self.exact.get(words)
        if exact:
            return (None, "") if bare.endswith((".", ",", ";")) else (exact, "as expected")
        asked = next((item for pattern, item in self._asks if pattern.search(words)), None)
        if len(words) < self.shortest_misspelt:
            return None, ""
        if asked and is_question(bare):
            is_alike = fuzz.ratio(words, _words(asked.wording)) >= _ALIKE
            return asked, "misspelt" if is_alike else "worded otherwise"
        alike = process.extractOne(words, self._misspelt, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if alike and fuzz.ratio(words.split()[0], alike[0].split()[0]) >= _ALIKE - 10:
            heading = self.exact[alike[0]]
            # Another of the headings that differ in one word only may be named.
            return (heading, "misspelt") if asked in (None, heading) else (None, "")
        for wording in self._misspelt if len(words) >= _SHORTEST_CUT else ():
            heading = self.exact[wording]
            if heading.anchor and wording.startswith(words) and len(words) >= len(wording) * self.cut_share:
                return heading, "cut short"
        return None, ""


def _label_and_rest(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part the line into a heading and what stands beside it."""
    for mark in (":", "?", " – ", " - "):
        label, found, rest = text.partition(mark)
        if found and rest.strip():
            yield label.strip(), rest.strip()


def years_in_label(text: str) -> list[FinancialYear]:
    """Return the years that a label of figures names; at its end 17-18 is a year, too."""
    years = find_years(text)
    match = None if years else _LAST_YEAR.match(text.rstrip(" :)]"))
    try:
        return [FinancialYear.parse(match["year"])] if match else years
    except UnreadableYear:
        return []


@lru_cache(maxsize=65536)
def _words(text: str) -> str:
    """Return the plain words of a heading without years, and without what only joined them."""
    words = plain(_YEAR_LIKE.sub(" ", _NUMBER_BEFORE.sub("", text))).split()
    while words and words[-1] in {"or", "and"}:
        words.pop()
    return " ".join(words)


def _last_words(text: str, words: list[str]) -> int:
    """Return how many letters at the end of the text hold these words."""
    match = re.search(r"[^a-z0-9]+".join(map(re.escape, words)) + r"[^a-z0-9]*$", text, re.IGNORECASE)
    return len(text) - match.start() if match else len(text)


def _heading(declared: Mapping[str, Any]) -> Heading:
    values: dict[str, Any] = {"wording": STATEMENT_KINDS.get(declared["kind"], ""), **declared}
    for name in ("others", "never_with"):
        values[name] = tuple(declared.get(name, ()))
    values["role"] = Role(declared.get("role", Role.TEXT))
    return Heading(**values)


def _template(name: str) -> Template:
    declared = _DECLARED[name]
    return Template(**declared | {"headings": tuple(map(_heading, declared["headings"]))})


_DECLARED = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
OPTION_FORM = _template("option-form")
BUSINESS_CASE = _template("business-case")
