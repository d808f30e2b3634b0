"""Posts: which columns count posts that go, and each row's change in FTE."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.directions import printed_amount
from proposals.importing.understanding.figures import Shape, post_figure, read_figure
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import POSTS, Kind
from proposals.importing.understanding.reading import Reading, discrete
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import added
from proposals.importing.understanding.values import Basis, Role
from services.values.years import FinancialYear

_REDUCES = re.compile(
    r"reduc|delet|\blos[st]|\bloss|\bsav|\bcut|redundan|\bremoved|\bdisestablish|\bat risk|\bdecrease|\bgo(?:ing)?\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\bincreas|\bnew\b|\bcreat|\badditional|\bgrowth", re.IGNORECASE)
_FILLED = re.compile(r"\b(?:filled|occupied)\b", re.IGNORECASE)
_ARE_DELETED = re.compile(r"\b(?:deleted|removed|disestablished)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btotal\b|\boverall\b", re.IGNORECASE)
_NET = re.compile(r"\bnet\b", re.IGNORECASE)
_THERE = re.compile(r"in[ -]post|establish|current|budgeted", re.IGNORECASE)
_VACANT = re.compile(
    r"(?P<posts>\d+(?:\.\d+)?)\s*(?:f\.?t\.?e\.?|posts?|w\.?t\.?e\.?)?\s*\(?\s*(?:all\s+|currently\s+)?(?:is\s+|are\s+)?vacan(?:t|cy|cies)\b.{0,20}",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<number>[(+\-\u2010-\u2015\u2212]?\s?\d[\d.,]{0,9}\)?)\s*"
    r"(?:ftes?|wtes?|posts?|staff|full[ -]time equivalents?)?"
    r"(?P<gone>\s+(?:posts?\s+)?(?:deleted|lost|reduction|redundan\w{2,5}))?\.?",
    re.IGNORECASE,
)
_NUMBER = r"[+\-\u2010-\u2015\u2212]?\s?\d[\d.,]{0,9}"
_GONE = r"(?P<gone>\s+(?:deleted|lost|reduction|redundan\w{2,5}))?"
_IN_FTE, _IN_POSTS = (
    r"(?:ftes?|wtes?|full[ -]time equivalents?)",
    r"(?:posts?|jobs?|roles?|staff|people|heads?)",
)
_BOTH = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"(?P<count>{_NUMBER})\s*{_IN_POSTS}{_GONE}\s*[(\[/,;=]\s*(?P<number>{_NUMBER})\s*{_IN_FTE}\s*[)\]]?\.?",
        rf"(?P<number>{_NUMBER})\s*(?:{_IN_FTE})?{_GONE}\s*[(\[/,;=]\s*(?P<count>{_NUMBER})\s*{_IN_POSTS}\s*[)\]]?\.?",
        rf"(?P<number>{_NUMBER})\s*(?:{_IN_FTE}|{_IN_POSTS})?{_GONE}\s*[(\[,;]\s*(?:of which\s+)?\d[\d.]{{0,5}}\s*"
        rf"(?:{_IN_FTE}\s+|{_IN_POSTS}\s+)?(?:(?:is|are|currently|already)\s+){{0,2}}vacant\s*[)\]]?\.?",
    )
)
"""A change said in posts and in FTE, or with how many are vacant: “2 posts (1.6 FTE)”, “4 FTE (2 vacant)”."""
_CHANGES = re.compile(r"\bchang|\bmovement", re.IGNORECASE)
_LEAST_FOR_POST = 12_000
"""Pounds that a post costs in a year at the least: where savings come to less, the posts are not those that go."""
_IN_WORDS = frozenset({Shape.WORDS, Shape.WORDED, Shape.SEVERAL, Shape.ABOUT})
DELETED, IN_POST, NEW = "posts that are deleted", "posts in post", "new posts"
VACANT, NOT_DELETED = "posts that are deleted, vacant now", "no posts deleted"


@dataclass(frozen=True, slots=True)
class RowPosts:
    """What a row says of posts."""

    by_year: Mapping[FinancialYear, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    in_post: Decimal | None = None
    vacant: Decimal | None = None
    unread: tuple[tuple[str, str], ...] = ()
    """Headings of posts, each with words that stand below it and were not read."""

    @property
    def change(self) -> Decimal | None:
        """The change that is stated, or what its years add up to; None where none is stated."""
        if self.total is not None or not self.by_year:
            return self.total
        return sum(self.by_year.values(), Decimal(0))


class PostReader:
    """Reads the posts of one table."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._factor: dict[int, int] = {}
        self._signed: set[int] = set()
        """Columns in which a minus is of posts deleted, though the numbers without a sign are so as well."""
        several = len(reading.columns_of(Kind.FTE, Kind.IN_POST)) > 1
        for column in reading.columns_of(Kind.IN_POST):
            if not _TOTAL.search(column.heading):
                continue
            numbers = self._numbers(column)
            if several or any(number < 0 for number in numbers):
                reading.settle(column, Kind.FTE)
            elif not _THERE.search(column.heading):
                self._settle_change(column, numbers, default=IN_POST)
        if any(_FILLED.search(column.heading) for column in reading.columns_of(Kind.FTE)):
            for column in reading.columns_of(Kind.VACANT):
                if _REDUCES.search(column.heading):  # vacant and filled posts that go are not the same ones
                    reading.settle(column, Kind.FTE)
        for column in reading.columns_of(Kind.FTE, Kind.STAFF):
            if column.index not in self._factor:
                self._settle_change(column, self._numbers(column))
        self._vacant_are_deleted = self._ask_vacant()
        self._basis = self._basis_of_years()

    def _basis_of_years(self) -> Basis:
        """Return the basis of the posts by year: that of the savings, unless they fall or add up to their total."""
        if self.reading.basis is Basis.DISCRETE:
            return Basis.DISCRETE
        rows = [posts for row in self.reading.items if len((posts := self._printed(row)).by_year) > 1]
        for posts in rows:
            figures = [posts.by_year[year] for year in sorted(posts.by_year)]
            falls = any(now * later <= 0 or abs(later) < abs(now) for now, later in pairwise(figures) if now)
            adds_up = posts.total is not None and posts.total == sum(figures) != figures[-1]
            if falls or adds_up:
                return Basis.DISCRETE
        if rows:
            message = "The FTE of a year was read as all up to it, as the savings are."
            self.reading.findings.note("posts by year", self.reading.location, message)
        return Basis.CUMULATIVE

    def _numbers(self, column: Column) -> list[Decimal]:
        """Return the numbers of a column but those with words such as “deleted”, which say what they are."""
        found = ((self._number(row, column), row) for row in self.reading.items)
        return [number for number, row in found if number and not _says_gone(row, column)]

    def _number(self, row: Row, column: Column) -> Decimal | None:
        figure = post_figure(row.cell(column))
        if figure.shape is Shape.NUMBER or (figure.shape is Shape.NIL and column.kind is not Kind.STAFF):
            return figure.number
        text = row.text(column)
        match = _counted(text)
        number = read_figure(match["number"]) if match else None
        if match is None or number is None or not number.is_number:
            return None
        is_less = match["gone"] or read_figure(match.groupdict().get("count", "")).number < 0
        return -abs(number.number) if is_less else number.number

    def _settle_change(self, column: Column, numbers: Sequence[Decimal], default: str = DELETED) -> None:
        """Tell whether the numbers of a column are posts that go, come, or are there."""
        negative, positive = sum(n < 0 for n in numbers), sum(n > 0 for n in numbers)
        reduces, adds = _REDUCES.search(column.heading), _ADDS.search(column.heading)
        self._factor[column.index] = 1
        if not positive:
            return
        if reduces and not adds:
            self._factor[column.index] = -1 if positive >= negative else 1
        elif negative and not self._goes_with_savings(column):
            self._settle_signs(column)
        elif negative or adds or self.reading.is_growth:
            return
        elif column.kind is Kind.STAFF or (default == DELETED and self._is_plausible(column)):
            self._factor[column.index] = -1
            message = (
                f"“{column.heading}”: the numbers were read as posts deleted; the heading does not say so."
            )
            self.reading.findings.note("posts", self.reading.location, message)
        else:
            text = f"What are the numbers under “{column.heading}”?"
            answer = self.reading.ask("fte", "posts", text, (DELETED, IN_POST, NEW), IN_POST)
            self._factor[column.index] = -1 if answer == DELETED else 1
            self.reading.settle(column, Kind.IN_POST if answer == IN_POST else Kind.FTE)

    def _settle_signs(self, column: Column) -> None:
        """Tell what numbers are where some carry a minus: by the total that is printed of them, or by asking.

        A minus is the opposite of a number without one, unless the total holds only where both are posts deleted, or
        new posts carry a plus.
        """
        found = [
            (number, _has_plus(row, column) or _says_gone(row, column))
            for row in self.reading.items
            if (number := self._number(row, column))
        ]
        if all(number < 0 or is_said for number, is_said in found):
            return
        rows = (row for row in self.reading.rows if row.role is Role.TOTAL)
        totals = [number for row in rows if (number := self._number(row, column)) is not None]
        as_printed = sum((number for number, _ in found), Decimal(0))
        deleted = sum((number if is_said else -abs(number) for number, is_said in found), Decimal(0))
        has_plus = any(number > 0 and is_said for number, is_said in found)
        holds_printed = as_printed in totals
        holds_deleted = not {deleted, -deleted}.isdisjoint(totals)
        if holds_deleted != holds_printed and (has_plus or holds_deleted):
            answer = DELETED if holds_deleted else NEW
            message = (
                f"“{column.heading}”: the numbers without a sign were read as {answer}, as the total shows."
            )
            self.reading.findings.note("posts", self.reading.location, message)
        else:
            others = "posts that are deleted" if has_plus else "then the opposite"
            text = (
                f"Some numbers under “{column.heading}” carry a minus and others do not. What are those without one? "
                f"Those with a minus are {others}."
            )
            is_change = _CHANGES.search(column.heading) or self.reading.sign < 0  # savings carry a minus too
            default = NEW if is_change else DELETED
            answer = self.reading.ask("posts-sign", "posts", text, (DELETED, NEW), default)
        self._factor[column.index] = -1 if answer == DELETED else 1
        if has_plus or (holds_deleted and not holds_printed):
            self._signed.add(column.index)

    def _goes_with_savings(self, column: Column) -> bool:
        """Return whether posts go where money is saved and come where it is spent, row by row."""
        return {(number > 0) == (amount > 0) for number, amount in self._beside_amounts(column)} == {False}

    def _is_plausible(self, column: Column) -> bool:
        """Return whether the savings are large enough for the posts to be those that go."""
        beside = list(self._beside_amounts(column))
        posts = sum(abs(number) for number, _ in beside)
        return not posts or sum(abs(amount) for _, amount in beside) / posts >= _LEAST_FOR_POST

    def _beside_amounts(self, column: Column) -> Iterator[tuple[Decimal, int]]:
        """Yield the numbers of a column, each with the saving beside it."""
        for row in self.reading.items:
            number, amount = self._number(row, column), printed_amount(self.reading, row) * self.reading.sign
            if number and amount:
                yield number, amount

    def _ask_vacant(self) -> bool:
        """Return whether posts that are said to be vacant are deleted; ask where some are."""
        found = [
            (row, text)
            for column in self.reading.columns_of(Kind.FTE, Kind.STAFF, Kind.VACANT)
            for row in self.reading.items
            if _VACANT.fullmatch(text := row.text(column)) and not _ARE_DELETED.search(text)
        ]
        if not found:
            return True
        texts = list(dict.fromkeys(text for _, text in found))
        text = f"{listed(texts)} stands for posts. Are these posts deleted that are vacant now?"
        place = found[0][0].location
        return self.reading.ask("vacant", "posts", text, (VACANT, NOT_DELETED), VACANT, place) == VACANT

    def posts(self, row: Row) -> RowPosts:
        """Return what a row says of posts, a deletion negative, and of each year the change made in it."""
        printed = self._printed(row)
        return replace(printed, by_year=discrete(printed.by_year, self._basis))

    def _printed(self, row: Row) -> RowPosts:
        by_year: dict[FinancialYear, Decimal] = {}
        totals: list[Decimal] = []
        undated: list[Decimal] = []
        vacant = self._first(row, Kind.VACANT)
        for column in self.reading.columns_of(Kind.FTE, Kind.STAFF):
            match = _VACANT.fullmatch(row.text(column))
            number = self._number(row, column)
            if match:
                vacant = Decimal(match["posts"])
                are_deleted = self._vacant_are_deleted or _ARE_DELETED.search(row.text(column))
                change = -vacant if are_deleted else Decimal(0)
            elif number is None:
                continue
            else:
                is_said = _has_plus(row, column) or _says_gone(row, column)
                is_plain = is_said or (column.index in self._signed and number < 0)
                factor = 1 if is_plain else self._factor.get(column.index, 1)
                change = number * factor if number else Decimal(0)
            if _TOTAL.search(column.heading) or (_NET.search(column.heading) and not column.year):
                totals.append(change)
            elif column.year and column.kind is Kind.FTE:
                by_year = added((by_year, {column.year: change}))
            else:
                undated.append(change)
        total = totals[-1] if totals else sum(undated, Decimal(0)) if undated else None
        unread = tuple(
            (column.heading, row.text(column))
            for column in self.reading.columns_of(*POSTS)
            if post_figure(row.cell(column)).shape in _IN_WORDS
            and self._number(row, column) is None
            and not _VACANT.fullmatch(row.text(column))
        )
        return RowPosts(by_year, total, self._first(row, Kind.IN_POST), vacant, unread)

    def _first(self, row: Row, kind: Kind) -> Decimal | None:
        numbers = (self._number(row, column) for column in self.reading.columns_of(kind))
        return next((number for number in numbers if number is not None), None)


def _has_plus(row: Row, column: Column) -> bool:
    return row.text(column).startswith("+")


def _says_gone(row: Row, column: Column) -> bool:
    match = _counted(row.text(column))
    return match is not None and bool(match["gone"])


def _counted(text: str) -> re.Match[str] | None:
    patterns = (*_BOTH, _COUNTED)
    return next((match for pattern in patterns if (match := pattern.fullmatch(text))), None)
