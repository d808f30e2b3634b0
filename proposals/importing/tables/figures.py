"""The figures of a table's row, read in the unit that its heading, its document or the cell itself says."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from proposals.importing.figures import is_bare, unmarked, without_nil
from proposals.importing.issues import Issue, Severity
from proposals.importing.tables.columns import AMOUNTS, TOTAL, Column
from proposals.importing.tables.tables import Cell, joined
from proposals.importing.units import LEAST_SAVING, may_be_pounds
from services.values.money import MoneyStyle, Unit, UnreadableMoney, format_money, parse_money
from services.values.years import FinancialYear

_NOT_STATED = re.compile(
    r"n/?a|not applicable|tb[acd]|to be (?:confirmed|determined|advised|agreed)|not (?:yet )?(?:known|quantified)"
    r"(?: at this (?:stage|time))?|unknown|\?{1,5}",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\d\s*(?:(?P<millions>mn?|million)|(?P<thousands>k|thousand))\s*\)?$", re.IGNORECASE)
_LONGEST_FIGURE = 60
_LONGEST_NAME = 80


@dataclass(frozen=True)
class RowFigures:
    """The amounts of a row in whole pounds as printed, its sign not yet settled; what is not stated is absent."""

    savings: Mapping[FinancialYear, int]
    total: int | None
    place: str


def is_figure(text: str) -> bool:
    """Return whether the text is an amount, or stands where one would: “£0.040m”, “TBC”, “nil”."""
    short = unmarked(text)
    if not short or len(short) > _LONGEST_FIGURE:
        return False
    return bool(_NOT_STATED.fullmatch(short)) or is_amount(short)


def is_amount(text: str) -> bool:
    """Return whether the text is an amount of money, in whichever unit."""
    short = unmarked(text)
    if len(short) > _LONGEST_FIGURE:
        return False
    try:
        parse_money(without_nil(short), "millions")
    except UnreadableMoney:
        return False
    return True


def shortened(text: str, most: int = _LONGEST_NAME) -> str:
    """Return a text short enough to be quoted in a finding."""
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass
class FigureReader:
    """Reads the figures of all rows of a document, and keeps count of the units and decimals that it prints."""

    unit: Unit | None
    """What the document says of its figures outside their cells and their columns' headings."""
    issues: list[Issue] = field(default_factory=list)
    blanks_leave_no_trace: bool = False
    """Whether a text has a cell on each line: then nothing tells which of a row's figures is the blank one."""
    _units: Counter[Unit] = field(default_factory=Counter)
    _decimals: dict[Unit, int] = field(default_factory=dict)
    _doubtful: str = ""
    _largest: tuple[int, str] | None = None

    def read(self, name: str, place: str, cells: Iterable[tuple[Column, Cell]]) -> RowFigures:
        """Return the figures among a row's cells; what cannot be read becomes an error quoting it."""
        savings: dict[FinancialYear, int] = {}
        total: int | None = None
        amounts = [(column, cell) for column, cell in cells if column.kind in AMOUNTS]
        self._check_blank(name, place, amounts)
        if self.blanks_leave_no_trace and not all(cell for _, cell in amounts):
            return RowFigures({}, None, place)
        for column, cell in amounts:
            pounds = self._amount(name, column, cell)
            if pounds is None:
                continue
            if column.kind == TOTAL:
                total = pounds
            elif column.year is not None:
                savings[column.year] = pounds
        return RowFigures(savings, total, place)

    def settled(self) -> tuple[Unit, int]:
        """Return the unit that most figures are printed in, and the most decimals they have in it."""
        if not self._units:
            return self.unit or "pounds", 0
        unit = self._units.most_common(1)[0][0]
        return unit, self._decimals[unit]

    def doubts(self) -> list[Issue]:
        """Return the one difference that says how figures without a unit, or with a doubtful one, were read."""
        if self._doubtful:
            message = "the figures say no unit (£, £000 or £m); they were read as whole pounds."
            return [Issue(Severity.QUESTION, "unit not stated", "", self._doubtful, message)]
        if self._largest and self._largest[0] < LEAST_SAVING:
            largest, place = self._largest
            message = f"the largest figure comes to {format_money(largest, MoneyStyle())}: check their unit."
            return [Issue(Severity.QUESTION, "unit doubtful", "", place, message)]
        return []

    def _check_blank(self, name: str, place: str, amounts: Sequence[tuple[Column, Cell]]) -> None:
        """Say which figures are blank: all of them is an error, some of them a difference."""
        blank = [column.heading for column, cell in amounts if not cell]
        listed = ", ".join(f"“{heading}”" for heading in blank)
        if blank and len(blank) == len(amounts):
            self._add(Severity.ERROR, "figures missing", name, place, f"there is no figure under {listed}.")
        elif blank and self.blanks_leave_no_trace:
            stated = len(amounts) - len(blank)
            message = (
                f"the row has {stated} of the {len(amounts)} figures, and with a cell on each line nothing tells which "
                "is missing. Write “nil” or “TBC” in its place."
            )
            self._add(Severity.ERROR, "figure missing", name, place, message)
        elif blank:
            message = f"there is no figure under {listed}; a blank is not read as nought."
            self._add(Severity.QUESTION, "figure missing", name, place, message)

    def _amount(self, name: str, column: Column, cell: Cell) -> int | None:
        place = cell[0].place if cell else column.place
        text = unmarked(joined(cell))
        if not text or _NOT_STATED.fullmatch(text[:_LONGEST_FIGURE]):
            if text:
                message = f"“{column.heading}”: the figure is not stated (“{shortened(text)}”)."
                self._add(Severity.QUESTION, "figure not stated", name, place, message)
            return None
        unit = column.unit or self.unit
        try:
            pounds = parse_money(without_nil(text), unit or "pounds")
        except UnreadableMoney as error:
            message = f"“{column.heading}”: {error}"
            self._add(Severity.ERROR, "figure unreadable", name, place, message)
            return None
        if may_be_pounds(text, unit):
            message = (
                f"“{text}” stands under “{column.heading}”: it was read in that unit, but may be in pounds."
            )
            self._add(Severity.QUESTION, "unit doubtful", name, place, message)
        self._count(text, unit, place, pounds)
        return pounds

    def _count(self, text: str, unit: Unit | None, place: str, pounds: int) -> None:
        if pounds and (self._largest is None or abs(pounds) > self._largest[0]):
            self._largest = (abs(pounds), place)
        suffix = _SUFFIX.search(text)
        printed: Unit = unit or "pounds"
        if suffix:
            printed = "millions" if suffix["millions"] else "thousands"
        elif unit is None and is_bare(text) and pounds:
            self._doubtful = self._doubtful or place
        self._units[printed] += 1
        decimals = len(re.sub(r"[^\d.]", "", text).partition(".")[2])
        self._decimals[printed] = max(decimals, self._decimals.get(printed, 0))

    def _add(self, severity: Severity, code: str, name: str, place: str, message: str) -> None:
        self.issues.append(Issue(severity, code, name, place, message))
