"""The kinds of column that savings tables have; headings.toml declares the words that head them."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """The kind of a column."""

    REFERENCE = "reference"
    TITLE = "title"
    DIRECTORATE = "directorate"
    SERVICE = "service"
    PORTFOLIO = "portfolio"
    CATEGORY = "category"
    COMMITTEE = "committee"
    DESCRIPTION = "description"
    SECTION = "impact"
    STAFF = "impact on staff"
    PROPERTY = "impact on property"
    DECISIONS = "decisions"
    REPORTED = "reported"
    OFFICER = "officer"
    NOTES = "notes"
    RISK = "risk"
    RAG = "RAG"
    RECURRENCE = "recurring or one-off"
    DIRECTION = "saving or growth"
    FUND = "fund"
    CERTAINTY = "certainty"
    SHARE = "council share"
    EARLIER = "earlier plan"
    YEAR_OF_ROW = "year of the row"
    YEAR = "year"
    SAVING = "saving"
    TOTAL = "total"
    PART = "part of the year"
    BETTER = "better"
    WORSE = "worse"
    GROWTH = "growth"
    COST = "cost"
    CAPITAL = "capital"
    FULL_YEAR = "full-year effect"
    CUMULATIVE = "cumulative"
    AGREED = "agreed earlier"
    TARGET = "target"
    BASE = "base budget"
    GROSS = "gross budget"
    INCOME = "income budget"
    NET = "net budget"
    PERCENTAGE = "percentage"
    FTE = "FTE change"
    IN_POST = "FTE in post"
    VACANT = "vacant"
    AMOUNT = "amount of unknown kind"
    OTHER = "other"


WORDS, FIGURES, EITHER = "words", "figures", "either"


@dataclass(frozen=True)
class Rule:
    """A kind of column, and the pattern that its heading, without years and units, has."""

    kind: Kind
    holds: str
    """What stands in its cells: words, figures, or either."""
    pattern: str
    unless: str
    """The pattern that speaks against it, empty where there is none."""
    is_whole: bool

    @property
    def confidence(self) -> float:
        """How sure the kind is."""
        return 0.95 if self.is_whole else 0.9

    def fits(self, heading: str) -> bool:
        """Return whether a heading in small letters is one of this kind."""
        found = (re.fullmatch if self.is_whole else re.search)(self.pattern, heading)
        return bool(found) and not (self.unless and re.search(self.unless, heading))


_DECLARED = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
SAVES = re.compile(_DECLARED["totals"]["saves"])
"""The words of a heading that says that its figures are savings."""
PLAIN_TOTAL = frozenset(_DECLARED["totals"]["plain"].split())
"""The words that say of a total no more than that it is one."""
_LOSSES = {name: re.compile(pattern) for name, pattern in _DECLARED["losses"].items()}
APART = re.compile(_DECLARED["sections"]["apart"])
OTHER_LABELS = re.compile(_DECLARED["forms"]["other"])
"""The words of labels of forms whose texts are kept under their own headings."""
RULES = tuple(Rule(Kind(kind), *declared) for kind, *declared in _DECLARED["rules"])
AMOUNTS = frozenset(
    {Kind.YEAR, Kind.SAVING, Kind.TOTAL, Kind.PART, Kind.BETTER, Kind.WORSE, Kind.GROWTH, Kind.AMOUNT}
)
"""The columns that a table's savings stand in."""
MONEY = AMOUNTS | frozenset(
    {
        Kind.COST,
        Kind.CAPITAL,
        Kind.FULL_YEAR,
        Kind.CUMULATIVE,
        Kind.AGREED,
        Kind.TARGET,
        Kind.BASE,
        Kind.GROSS,
        Kind.INCOME,
        Kind.NET,
    }
)
POSTS = frozenset({Kind.FTE, Kind.IN_POST, Kind.VACANT})
GROUPS = (Kind.PORTFOLIO, Kind.DIRECTORATE, Kind.SERVICE, Kind.CATEGORY, Kind.COMMITTEE)
"""Columns whose blank cells mean that the name above still stands."""
LABELS = (Kind.TITLE, Kind.REFERENCE, *GROUPS, Kind.DESCRIPTION, Kind.OTHER)
"""Columns that the label of a total can stand in."""
SECTIONS = (Kind.DESCRIPTION, Kind.SECTION, Kind.STAFF, Kind.PROPERTY, Kind.DECISIONS, Kind.NOTES, Kind.OTHER)
SECTION_KIND = {
    Kind.DESCRIPTION: "how_achieved",
    Kind.STAFF: "impact_upon_staff",
    Kind.PROPERTY: "impact_upon_property",
    Kind.SECTION: "impact_upon_service",
    Kind.DECISIONS: "decisions_needed",
}


def is_lost_income(core: str) -> bool:
    """Return whether a heading in small letters says that its figures are income given up."""
    return bool(_LOSSES["income"].search(core)) and not _LOSSES["unless"].search(core)
