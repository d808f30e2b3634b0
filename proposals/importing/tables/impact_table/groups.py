"""The groups of an impact table: portfolio, service area and category, and which a heading or a total is of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from proposals.importing.tables.columns import AREA, CATEGORY, GROUPS, PORTFOLIO
from proposals.importing.tables.tables import Row
from proposals.importing.tables.totals import NameIndex, TotalLabel, total_label

DOCUMENT = "document"
LEVELS = GROUPS
_LABELLED = re.compile(
    r"(?P<label>portfolio|directorate|department|service area|service|division|category|type)\s*:\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_LEVEL_OF_LABEL = {
    "portfolio": PORTFOLIO,
    "directorate": PORTFOLIO,
    "department": PORTFOLIO,
    "service area": AREA,
    "service": AREA,
    "division": AREA,
    "category": CATEGORY,
    "type": CATEGORY,
}
_CATEGORY_WORDS = re.compile(
    r"\b(?:savings?|efficienc\w+|growth|avoidance|redesign\w*|income|transformation|reductions?|pressures?|"
    r"demand|commercial\w*|restructur\w*|investments?|changes?)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = re.compile(
    r"\d|\b(?:budgets?|savings?|proposals?|options?|appendi\w+|annexe?|council|committees?|cabinet|reports?|statements?|"
    r"impacts?|plans?|strateg\w+|draft|summary|schedule)\b",
    re.IGNORECASE,
)
_FEWEST_CAPITALS = 5


@dataclass(frozen=True)
class Group:
    """Where a row stands: its portfolio, service area and category, each empty where there is none."""

    portfolio: str = ""
    area: str = ""
    category: str = ""

    def at(self, level: str) -> tuple[str, ...]:
        """Return the names down to a level, by which its rows are known; none for the whole document."""
        names = (self.portfolio, self.area, self.category)
        return names[: LEVELS.index(level) + 1] if level in LEVELS else ()

    def name(self, level: str) -> str:
        """Return the name at a level."""
        return self.at(level)[-1] if level in LEVELS else ""

    def printed(self, level: str) -> str:
        """Return the name as a subtotal carries it: a category with its service area before it."""
        if level == CATEGORY and self.area:
            return f"{self.area} / {self.category}"
        return self.name(level)


@dataclass
class Groups:
    """Where the walk through the table stands, and which groups' totals were printed already."""

    total_labels: Sequence[TotalLabel]
    current: Group = field(default_factory=Group)
    closed: set[tuple[str, ...]] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    """The names of categories met so far, in small letters: they come again under other service areas."""

    def __post_init__(self) -> None:
        self._totals = NameIndex(label.name for label in self.total_labels if not label.is_sub)
        self._labels = NameIndex(label.name for label in self.total_labels)
        self._before: dict[str, str] = {}
        for before, label in pairwise(self.total_labels):
            self._before.setdefault(label.name, before.name)

    def enter(self, headings: Sequence[str]) -> list[str]:
        """Enter the groups that a run of headings names; return those that are too many to be one of them."""
        levels = self._levels(headings[-len(LEVELS) :])
        for name, level in levels:
            self._enter(name, level)
        return list(headings[: -len(LEVELS)])

    def enter_columns(self, names: Mapping[str, str]) -> None:
        """Enter the groups that a row names in columns of their own; under a blank cell the one above still stands."""
        for level, name in names.items():
            if name and name != self.current.name(level):
                self._enter(name, level)

    def _enter(self, name: str, level: str) -> None:
        if level == PORTFOLIO:
            self.current = Group(name)
        elif level == AREA:
            self.current = Group(self.current.portfolio, name)
        else:
            self.current = Group(self.current.portfolio, self.current.area, name)
            self.categories.add(name.lower())

    def _levels(self, headings: Sequence[str]) -> list[tuple[str, str]]:
        """Return the headings with their levels: labelled, in capitals, or told from their number and order."""
        known: list[tuple[str, str]] = []
        rest: list[str] = []
        for index, heading in enumerate(headings):
            labelled = _LABELLED.fullmatch(heading)
            if labelled:
                known.append((labelled["name"].strip(), _LEVEL_OF_LABEL[labelled["label"].lower()]))
            elif index == 0 and self.is_portfolio(heading):
                known.append((heading, PORTFOLIO))
            else:
                rest.append(heading)
        if len(rest) == len(LEVELS):
            return [*known, *zip(rest, LEVELS, strict=True)]
        if len(rest) == 2:
            return [*known, (rest[0], AREA), (rest[1], CATEGORY)]
        begins_portfolio = bool(known) and known[-1][1] == PORTFOLIO
        return [*known, *((name, self._level_of_one(name, begins_portfolio)) for name in rest)]

    def _level_of_one(self, name: str, begins_portfolio: bool) -> str:
        if name.lower() in self.categories:
            return CATEGORY
        if begins_portfolio or not self.current.area:
            return CATEGORY if _CATEGORY_WORDS.search(name) and not begins_portfolio else AREA
        if self.current.at(AREA) in self.closed:
            return AREA
        if _CATEGORY_WORDS.search(name) or self.current.at(CATEGORY) in self.closed:
            return CATEGORY
        return CATEGORY if not self.current.category and not self._is_totalled_last(name) else AREA

    def _is_totalled_last(self, name: str) -> bool:
        """Whether the total of `name` is printed right after that of a category, as a service area's is."""
        found = self._labels.find(name)
        before = self._before.get(found, "") if found else ""
        return before.lower() in self.categories

    def is_portfolio(self, heading: str) -> bool:
        """Return whether the heading is in capitals, or has a total that is no subtotal."""
        letters = [letter for letter in heading if letter.isalpha()]
        capitals = len(letters) >= _FEWEST_CAPITALS and all(letter.isupper() for letter in letters)
        return capitals or (self._totals.find(heading) is not None and not self._portfolio_goes_on())

    def _portfolio_goes_on(self) -> bool:
        """Whether the total of the current portfolio is still to come, so that what is named now stands inside it."""
        portfolio = self.current.portfolio
        is_open = bool(portfolio) and self.current.at(PORTFOLIO) not in self.closed
        return is_open and self._totals.find(portfolio) is not None

    def is_known(self, heading: str) -> bool:
        """Return whether the heading is a portfolio's, or any group's whose total is printed."""
        return self.is_portfolio(heading) or self.has_total(heading)

    def has_total(self, heading: str) -> bool:
        """Return whether a total is printed of what the heading names."""
        return self._labels.find(heading) is not None

    def can_only_be_group(self, heading: str) -> bool:
        """Return whether a first line is a group's name: its total is printed, or no word in it is one of titles."""
        return self.has_total(heading) or not _TITLE_WORDS.search(heading)

    def open_levels(self) -> list[str]:
        """Return the levels of the current group whose total has not been printed, the innermost first."""
        return [
            level
            for level in reversed(LEVELS)
            if self.current.name(level) and self.current.at(level) not in self.closed
        ]

    def close(self, group: Group, level: str) -> None:
        """Remember that the total of a group was printed, and with it that of the groups inside it."""
        for inside in (PORTFOLIO, AREA, CATEGORY):
            if level == DOCUMENT or (level in LEVELS and LEVELS.index(inside) >= LEVELS.index(level)):
                self.closed.add(group.at(inside))


def total_labels_in(rows: Iterable[Row]) -> list[TotalLabel]:
    """Return the labels of totals among the rows, in order."""
    first_cells = (row.text(min(row.cells)) for row in rows if row.cells)
    return [label for text in first_cells if (label := total_label(text))]
