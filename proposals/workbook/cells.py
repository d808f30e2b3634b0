"""A cell as one text: how a stored value is written in it, and how what somebody typed is read.

Pure. Every value has exactly one text (pounds as 906000, posts as -2.00, a year as 2027/28, a choice as
its words), so that two cells say the same when their texts are equal.
"""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from proposals.domain.fields import ProposalField
from proposals.workbook.columns import SheetColumn
from proposals.workbook.sheets import RawCell
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.values.money import (
    MoneyStyle,
    UnreadableFTE,
    UnreadableMoney,
    format_money,
    parse_fte,
    parse_money,
    plain_number,
)
from services.values.wording import storable
from services.values.years import FinancialYear, UnreadableYear

Choices = Mapping[str, Sequence[str]]
"""The words of each list that cells are chosen from."""

YES, NO = "yes", "no"
_SHORTENED = 60
_PERCENTAGE = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,9})?)\s*%?")


class UnreadableCell(ValueError):
    """The value of a cell does not fit its column; the message quotes it."""


def tidy(text: str) -> str:
    """Return the text for a cell: without characters that XML cannot have, line ends alike, no blanks at its ends."""
    return storable(text).strip()


def money_text(pounds: int | None) -> str:
    """Return whole pounds as a cell's text; None is a blank."""
    return "" if pounds is None else str(pounds)


def fte_text(change: Decimal | None) -> str:
    """Return an FTE change as a cell's text with two decimals; None is a blank."""
    if change is None:
        return ""
    text = f"{change.quantize(Decimal('0.01')):f}"
    return "0.00" if text == "-0.00" else text


def field_text(item: ProposalField, value: Any) -> str:
    """Return the stored value of a plain field as a cell's text."""
    if item.kind == "flag":
        return YES if value else NO
    if value is None:
        return ""
    if item.kind == "share":
        return plain_number(value)
    return tidy(dict(item.options).get(value, "") if item.kind == "choice" else str(value))


def field_value(item: ProposalField, text: str) -> Any:
    """Return the value of a plain field that a cell's text represents; a blank is none."""
    if item.kind == "flag":
        return text == YES
    if item.kind == "choice":
        return next((key for key, words in item.options if words == text), "")
    if item.kind == "text":
        return text
    if not text:
        return None
    if item.kind == "share":
        return Decimal(text)
    return FinancialYear.parse(text) if item.kind == "year" else int(text)


def printed(text: str, column: SheetColumn) -> str:
    """Return a cell's text as a page prints it: pounds with their thousands apart."""
    return format_money(int(text), MoneyStyle(), bare=True) if text and column.kind == "money" else text


def read_cell(cell: RawCell | None, column: SheetColumn, choices: Choices) -> str:
    """Return the text of the cell's value; a blank is an empty one.

    Raises UnreadableCell, in the user's words, for what the column cannot hold.
    """
    if cell is None:
        return ""
    if cell.kind == "formula":
        raise UnreadableCell(
            "The cell contains a formula. Enter the value instead (copy, then paste as values)."
        )
    if cell.kind == "error":
        raise UnreadableCell(f"The cell contains the error {cell.text}.")
    if cell.kind == "date":
        raise UnreadableCell("The cell contains a date. Format the cell as text, then enter the value again.")
    if cell.kind == "truth" and column.kind != "yes_no":
        raise UnreadableCell("The cell contains TRUE or FALSE.")
    return _READERS[column.kind](cell, column, choices)


def _number(cell: RawCell) -> Decimal:
    """Return the number as a spreadsheet shows it: the shortest decimal that its binary fraction represents."""
    number = float(cell.text)
    if not math.isfinite(number):
        raise UnreadableCell("The cell does not contain a number.")
    return Decimal(repr(number))


def _whole(cell: RawCell) -> str:
    return cell.text.strip() if cell.kind == "text" else plain_number(_number(cell))


def _shown(cell: RawCell) -> str:
    text = _whole(cell)
    return text if len(text) <= _SHORTENED else f"{text[:_SHORTENED]}…"


def _read_text(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    text = tidy(_whole(cell))
    if column.kind == "text" and "\n" in text:
        text = " ".join(text.split())
    if len(text) > column.longest:
        raise UnreadableCell(f"The text has {len(text):,} characters; at most {column.longest:,} are kept.")
    return text


def _read_money(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    if cell.kind == "text":
        try:
            pounds = parse_money(cell.text)
        except UnreadableMoney as error:
            raise UnreadableCell(f"{error} Write it as 906,000 or 906k or 0.906m.") from error
    else:
        number = _number(cell)
        if number != number.to_integral_value():
            raise UnreadableCell(f"“{_shown(cell)}” is not a whole number of pounds.")
        pounds = int(number)
    if abs(pounds) > LARGEST_AMOUNT:
        raise UnreadableCell("The amount is larger than any council’s budget.")
    if column.no_negatives and pounds < 0:
        raise UnreadableCell(f"“{_shown(cell)}” is negative. Enter a positive amount.")
    return money_text(pounds)


def _read_fte(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    try:
        change = parse_fte(cell.text if cell.kind == "text" else f"{_number(cell):f}")
    except UnreadableFTE as error:
        raise UnreadableCell(str(error)) from error
    if abs(change) > LARGEST_FTE:
        raise UnreadableCell("The FTE change is larger than any council’s staff.")
    return fte_text(change)


def _read_year(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    if cell.kind != "text":
        raise UnreadableCell(f"“{_shown(cell)}” is a number. Enter the year in the format 2018/19.")
    try:
        year = str(FinancialYear.parse(cell.text))
    except UnreadableYear as error:
        raise UnreadableCell(str(error)) from error
    if year not in choices[column.choices]:
        raise UnreadableCell(f"{year} is not a year of the round: {', '.join(choices[column.choices])}.")
    return year


def _percentage(cell: RawCell) -> Decimal | None:
    """Return the number of percent in the cell, from 0 to 100; None where there is no such number."""
    if cell.kind == "text":
        found = _PERCENTAGE.fullmatch(cell.text.strip())
        number = Decimal(found["number"]) if found else None
    else:
        # A spreadsheet makes 0.8 of 80% as soon as somebody types the sign.
        number = _number(cell) * (100 if cell.kind == "percent" else 1)
    return number if number is not None and 0 <= number <= 100 else None


def _read_percent(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    number = _percentage(cell)
    if number is None or number != number.to_integral_value():
        raise UnreadableCell(f"“{_shown(cell)}” is not a whole percentage from 0 to 100.")
    return str(int(number))


def _read_share(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    number = _percentage(cell)
    if number is None or number != round(number, 2):
        raise UnreadableCell(
            f"“{_shown(cell)}” is not a percentage from 0 to 100 with at most 2 decimal places."
        )
    return plain_number(number)


def _read_choice(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    offered = choices[column.choices]
    typed = " ".join(_whole(cell).split())
    if typed in offered:
        return typed
    alike = [words for words in offered if words.casefold() == typed.casefold()]
    if len(alike) != 1:
        listed = (
            f" Choose one of: {', '.join(offered)}." if len(offered) <= 12 else " Choose one from the list."
        )
        raise UnreadableCell(f"“{_shown(cell)}” is not in the list.{listed}")
    return alike[0]


def _read_yes_no(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    if cell.kind == "truth":
        return YES if cell.text in {"1", "true"} else NO
    typed = cell.text.strip().casefold() if cell.kind == "text" else ""
    if typed not in {YES, NO}:
        raise UnreadableCell(f"“{_shown(cell)}” is neither yes nor no.")
    return typed


def _read_computed(cell: RawCell, column: SheetColumn, choices: Choices) -> str:
    if cell.kind == "text":
        raise UnreadableCell("This figure is calculated. Change the years instead.")
    return _whole(cell)


_READERS = {
    "text": _read_text,
    "long_text": _read_text,
    "money": _read_money,
    "fte": _read_fte,
    "year": _read_year,
    "percent": _read_percent,
    "share": _read_share,
    "choice": _read_choice,
    "yes_no": _read_yes_no,
    "computed": _read_computed,
}
