"""Posts: which columns count posts that go, and each row's change in FTE."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.asker import Asker, listed
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.directions import printed_amount
from proposals.importing.understanding.figures import Shape, figure_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from services.values.years import FinancialYear

_REDUCES = re.compile(
    r"reduc|delet|\blos[st]|\bloss|\bsav|\bcut|redundan|\bremoved|\bdisestablish|\bat risk|\bdecrease|\bgo(?:ing)?\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\bincreas|\bnew\b|\bcreat|\badditional|\bgrowth", re.IGNORECASE)
_TOTAL = re.compile(r"\btotal\b|\boverall\b", re.IGNORECASE)
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
_LEAST_FOR_POST = 12_000
"""Pounds that a post costs in a year at the least: where savings come to less, the posts are not those that go."""
DELETED, IN_POST, NEW = "posts that are deleted", "posts in post", "new posts"
VACANT, NOT_DELETED = "posts that are deleted, vacant now", "no posts deleted"


@dataclass(frozen=True)
class RowPosts:
    """What a row says of posts."""

    by_year: Mapping[FinancialYear, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    in_post: Decimal | None = None
    vacant: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """The change that is stated, or what its years add up to; None where none is stated."""
        if self.total is not None or not self.by_year:
            return self.total
        return sum(self.by_year.values(), Decimal(0))


@dataclass
class PostReader:
    """Reads the posts of one table."""

    reading: Reading
    asker: Asker
    notes: list[str] = field(default_factory=list)
    _factor: dict[int, int] = field(default_factory=dict)
    _signed: set[int] = field(default_factory=set)
    """Columns in which a minus is of posts deleted, whatever the others are."""

    def settle(self) -> None:
        """Tell for each column of posts whether its numbers are posts that go, come, or are there."""
        reading = self.reading
        several = len(reading.columns_of(Kind.FTE, Kind.IN_POST)) > 1
        for column in reading.columns_of(Kind.IN_POST):
            numbers = self._numbers(column)
            if _TOTAL.search(column.heading) and (several or any(number < 0 for number in numbers)):
                column.kind = Kind.FTE
            elif _TOTAL.search(column.heading) and not re.search(
                r"in[ -]post|establish|current|budgeted", column.heading, re.IGNORECASE
            ):
                self._settle_change(column, numbers, default=IN_POST)
        for column in reading.columns_of(Kind.FTE, Kind.STAFF):
            if column.index not in self._factor:
                self._settle_change(column, self._numbers(column))
        self._ask_vacant()

    def _numbers(self, column: Column) -> list[Decimal]:
        found = []
        for row in self.reading.items:
            number = self._number(row, column)
            if number:
                found.append(number)
        return found

    def _number(self, row: Row, column: Column) -> Decimal | None:
        figure = figure_of(row.cell(column))
        if figure.shape is Shape.NUMBER or (figure.shape is Shape.NIL and column.kind is not Kind.STAFF):
            return figure.number
        match = _COUNTED.fullmatch(row.text(column))
        if match is None:
            return None
        number = figure_of(_cell(match["number"]))
        return (-abs(number.number) if match["gone"] else number.number) if number.is_number else None

    def _settle_change(self, column: Column, numbers: Sequence[Decimal], default: str = DELETED) -> None:
        negative, positive = sum(n < 0 for n in numbers), sum(n > 0 for n in numbers)
        self._factor[column.index] = 1
        if not positive:
            return
        if _REDUCES.search(column.heading) and not _ADDS.search(column.heading):
            self._factor[column.index] = -1 if positive >= negative else 1
            return
        if negative and not self._goes_with_savings(column):
            self._ask_sign(column)
            return
        if negative or _ADDS.search(column.heading) or self.reading.is_growth:
            return
        if column.kind is Kind.STAFF or (default == DELETED and self._is_plausible(column)):
            self._factor[column.index] = -1
            self.notes.append(
                f"“{column.heading}”: the numbers were read as posts deleted; the heading does not say so."
            )
            return
        default = IN_POST if default == IN_POST or not self._is_plausible(column) else default
        text = f"What are the numbers under “{column.heading}”?"
        answer = self.asker.ask("fte", "posts", self.reading.location, text, (DELETED, IN_POST, NEW), default)
        if answer == IN_POST:
            column.kind = Kind.IN_POST
        else:
            column.kind = Kind.FTE
            self._factor[column.index] = -1 if answer == DELETED else 1

    def _goes_with_savings(self, column: Column) -> bool:
        """Return whether posts go where money is saved and come where it is spent, row by row."""
        products = {
            (number > 0) == (amount * self.reading.sign > 0)
            for row in self.reading.items
            if (number := self._number(row, column)) and (amount := printed_amount(self.reading, row))
        }
        return products == {False}

    def _ask_sign(self, column: Column) -> None:
        text = f"Some numbers under “{column.heading}” carry a minus and others do not. What are those without one?"
        place = self.reading.location
        answer = self.asker.ask("posts-sign", "posts", place, text, (DELETED, NEW), DELETED)
        self._factor[column.index] = -1 if answer == DELETED else 1
        self._signed.add(column.index)

    def _is_plausible(self, column: Column) -> bool:
        """Return whether the savings are large enough for the posts to be those that go."""
        pounds = posts = Decimal(0)
        for row in self.reading.items:
            number, amount = self._number(row, column), abs(printed_amount(self.reading, row))
            if number and amount:
                posts += number
                pounds += amount
        return not posts or pounds / posts >= _LEAST_FOR_POST

    def _ask_vacant(self) -> None:
        found = [
            (row, row.text(column))
            for column in self.reading.columns_of(Kind.FTE, Kind.STAFF, Kind.VACANT)
            for row in self.reading.items
            if _VACANT.fullmatch(row.text(column))
        ]
        if found:
            texts = list(dict.fromkeys(text for _, text in found))
            text = f"{listed(texts)} stands for posts. Are these posts deleted that are vacant now?"
            self.asker.ask("vacant", "posts", found[0][0].line.location, text, (VACANT, NOT_DELETED), VACANT)

    def posts(self, row: Row) -> RowPosts:
        """Return what a row says of posts, a deletion negative."""
        by_year: dict[FinancialYear, Decimal] = {}
        total: Decimal | None = None
        undated: list[Decimal] = []
        vacant: Decimal | None = None
        in_post = self._first(row, Kind.IN_POST)
        for column in self.reading.columns_of(Kind.FTE, Kind.STAFF):
            number = self._number(row, column)
            said = self._vacant(row, column)
            if number is None and said is None:
                continue
            if said is not None:
                vacant = said
                change = (
                    -said
                    if self.asker.ask("vacant", "posts", row.line.location, "", (VACANT, NOT_DELETED), VACANT)
                    == VACANT
                    else Decimal(0)
                )
            else:
                is_more = row.text(column).startswith("+")
                factor = 1 if is_more else self._factor.get(column.index, 1)
                is_signed = column.index in self._signed and number is not None and number < 0
                change = (number if is_signed else number * factor) if number else Decimal(0)
            if _TOTAL.search(column.heading):
                total = change
            elif column.year and column.kind is Kind.FTE:
                by_year[column.year] = by_year.get(column.year, Decimal(0)) + change
            else:
                undated.append(change)
        if total is None and undated:
            total = sum(undated, Decimal(0))
        vacant = vacant if vacant is not None else self._first(row, Kind.VACANT)
        return RowPosts(by_year, total, in_post, vacant)

    def _vacant(self, row: Row, column: Column) -> Decimal | None:
        match = _VACANT.fullmatch(row.text(column))
        return Decimal(match["posts"]) if match else None

    def _first(self, row: Row, kind: Kind) -> Decimal | None:
        for column in self.reading.columns_of(kind):
            number = self._number(row, column)
            if number is not None:
                return number
        return None


def _cell(text: str) -> Cell:
    return Cell(text=text)
