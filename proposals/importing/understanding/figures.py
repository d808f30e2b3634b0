"""The figures of cells: what stands in a cell, its number as printed, and its whole pounds in a unit."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

from proposals.importing.files.blocks import Cell
from proposals.importing.files.cleaning import INVISIBLE
from services.values.money import POUNDS_IN, Unit, UnreadableMoney, parse_money

_LONGEST = 60
_LONGEST_OF_SEVERAL = 240
_FIXED = re.compile(
    r"""
    (?P<OVERFLOW>\#{2,})
    | (?P<ERROR>\#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL)[!?]?)
    | (?P<FORMULA>=.+)
    | (?P<NIL>£?\s*(?:nil|none|zero|no\ change|[-\u2010-\u2015\u2212]{1,3})\s*)
    | (?P<UNSTATED>
        n/?a\.?|not\ applicable|tb[acd]|unknown|various|\?{1,5}|x{2,3}
        | to\ be\ (?:confirmed|determined|advised|agreed|identified|reviewed.{0,30})
        | not\ (?:yet\ )?(?:known|quantified|available)(?:\ at\ this\ (?:stage|time))?
      )
    | (?P<DITTO>["“”″〃]|''|ditto|do\.|as\ above)
    | (?P<PERCENT>[(+\-\u2010-\u2015\u2212]?\s*\d+(?:\.\d+)?\s*%\)?)
    | (?P<PENCE>£?\d+(?:\.\d+)?\s*(?:p|pence))
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands in a cell in one of these spellings, by the name of its shape."""
_MARKS = re.compile(
    r"(?<=[\d)kmKM])\s*(?:[*†‡§¹²³⁴-⁹⁰]+|\[\d{1,2}\]|\(?(?:see )?note \d{1,2}\)?|p\.?a\.?|per annum)+$",
    re.IGNORECASE,
)
_TRAILING_MINUS = re.compile(r"(£?\s*[\d,.]+)\s*[-\u2010-\u2015\u2212]$")
_CREDIT = re.compile(r"^(£?\s*[\d,.]+)\s*\(?(CR|DR)\)?$", re.IGNORECASE)
_CREDIT_FIRST = re.compile(r"^(CR|DR)\.?\s*(£?\s*[\d,.]+)$", re.IGNORECASE)
_POUND_OUTSIDE = re.compile(r"£\s*\(\s*([\d,.]+)(?:(\s*[kmKM]n?)\s*\)|\s*\)\s*([kmKM]n?)?)")
_UNIT_FIRST = re.compile(r"£\s?(?:['’,]?000s?|k|(?P<millions>mn?))\s+(?=[(-]?\d)", re.IGNORECASE)
_DIGITS_OF_NUMBER = re.compile(r"\d[\d,. ]*\d|\d")
_INNER_SPACE = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_ABOUT = re.compile(
    r"(?:c\.?|circa|approx(?:imately)?\.?|about|up to|around|at least|min\.?|max\.?|~|<|>|est\.?)\s*"
    r"(?=[£\d(-])(?!£\s?000)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\d\s*(k|m|mn|bn|thousand|million|billion)\s*\)?$", re.IGNORECASE)
_UNIT_OF_LETTER: dict[str, Unit] = {"k": "thousands", "t": "thousands", "m": "millions"}
_AMOUNT = re.compile(
    r"(?<![\w.,/])[(\-\u2212+]?\s?£?\s?[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:k|mn?|million|thousand)?\)?(?![\w/%]|[.,]\d)",
    re.IGNORECASE,
)
_NO_AMOUNT = re.compile(r"(?:19|20)\d\d|[£(\s]*0{3}\)?")  # a year or a unit
_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[\s/.-]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.IGNORECASE,
)
_MOST_DECIMALS = 3
_MAY_HAVE_UNIT = re.compile(r"\d\s?[kmt]", re.IGNORECASE)
_IS_RATE = re.compile(
    r"\b(?:per|each|every)\b(?!\s+(?:annum|year))|\ba\s+(?:month|week|day|quarter)\b|\b(?:month|week|quarter)ly\b"
    r"|%\s+of\s+(?:the\s+)?£|20\d\d\s?[/–-]\s?\d\d\b.*20\d\d\s?[/–-]\s?\d\d\b",
    re.IGNORECASE,
)
"""What says that an amount is one of each month, place or year, or that a share of it is meant."""
_WORD_FIRST = re.compile(r"[A-Za-z]{3}")
_DIGITS = re.compile(r"\d")
_DECIMAL_COMMA = re.compile(r"([+\-\u2010-\u2015\u2212(]?\d{1,3}),(\d{1,2}\)?)")
_STROKED = re.compile(r"[A-Z]{1,2}/[A-Z]{1,2}[.\d]+\w*")
_REFERENCE = re.compile(
    r"(?=.*\d)(?!(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[ '/.-]?(?:20)?\d\d$)"  # “Oct-16”
    r"[A-Za-z][A-Za-z&]{0,7}[\s/._-]?(?:[A-Za-z]{1,4}[\s/._-]?)?[\d]{1,5}[a-z]?(?:[./-]\w{1,5}){0,3}",
    re.IGNORECASE,
)
_NUMBER_TEXT = re.compile(r"\d+(?:\.(\d+))?")


class Shape(StrEnum):
    """What stands in a cell."""

    BLANK = "blank"
    NUMBER = "number"
    NIL = "nil"
    PERCENT = "percentage"
    UNSTATED = "not stated"
    OVERFLOW = "overflow"
    ERROR = "formula error"
    FORMULA = "formula without a value"
    DITTO = "ditto"
    PENCE = "pence"
    ABOUT = "about"
    SEVERAL = "several amounts"
    WORDED = "amount in words"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's content: its shape, and for figures the number as printed with its sign."""

    shape: Shape
    number: Decimal = Decimal(0)
    said_unit: Unit | None = None
    """The unit that the cell itself says (“£40k”), so that `number` is pounds whatever the column says."""
    has_pound: bool = False
    decimals: int = 0

    @property
    def in_pounds(self) -> bool:
        """Return whether the number is in pounds, because the cell says its unit."""
        return self.said_unit is not None

    @property
    def is_number(self) -> bool:
        """Return whether the cell is one amount, zero among them."""
        return self.shape in (Shape.NUMBER, Shape.NIL)

    @property
    def bears_amount(self) -> bool:
        """Return whether an amount stands in the cell, readable or not."""
        return self.shape in _BEARING


_BEARING = frozenset(
    {
        Shape.NUMBER,
        Shape.OVERFLOW,
        Shape.ERROR,
        Shape.FORMULA,
        Shape.PENCE,
        Shape.ABOUT,
        Shape.SEVERAL,
        Shape.WORDED,
    }
)
BLANK = Figure(Shape.BLANK)
WORDS = Figure(Shape.WORDS)


@lru_cache(maxsize=131072)
def visible(text: str) -> str:
    """Return a text without invisible marks, its spaces single."""
    return " ".join((text if text.isascii() else INVISIBLE.sub("", text)).split())


def paragraphs_of(cell: Cell) -> list[str]:
    """Return the paragraphs of a cell that hold something."""
    return [text for part in cell.lines if (text := visible(part))]


def figure_of(cell: Cell) -> Figure:
    """Return what stands in a cell; the exact value behind it outranks its display."""
    if cell.value is None or not isinstance(cell.value, Decimal):
        return BLANK if not cell.text else read_figure(cell.text)
    return _of_value(cell.value, cell.number_format, cell.text)


def post_figure(cell: Cell) -> Figure:
    """Return what stands in a cell of posts, whose parts may stand behind a comma, as no thousands have two digits."""
    figure, decimal = figure_of(cell), _DECIMAL_COMMA.fullmatch(visible(cell.text))
    return read_figure(f"{decimal[1]}.{decimal[2]}") if decimal and not figure.is_number else figure


@lru_cache(maxsize=65536)
def _of_value(value: Decimal, number_format: str, text: str) -> Figure:
    if "%" in number_format or text.endswith("%"):
        return Figure(Shape.PERCENT, value)
    shown = read_figure(text)
    if shown.shape is Shape.WORDS and number_format not in ("", "General"):
        # A number format that displays words, such as 0;0;"nil".
        shown = Figure(Shape.NUMBER)
    scale = 10 ** (3 * _thousands(number_format))
    number = round(value / scale if scale > 1 else value, 9).normalize()
    if shown.in_pounds:
        if scale > 1 or shown.number != value:
            return shown
        number = value
    return replace(shown, shape=Shape.NUMBER, number=number, has_pound="£" in text or "£" in number_format)


def _thousands(number_format: str) -> int:
    """Return how many thousands a number format hides: its commas behind the last digit."""
    match = re.search(r"[0#?](,+)(?![#0?\d])", number_format.split(";")[0])
    return len(match[1]) if match else 0


@lru_cache(maxsize=65536)
def read_figure(text: str) -> Figure:
    """Return what a text in a cell is."""
    short = visible(text)
    if not short:
        return BLANK
    parts = [part for line in text.split("\n") if (part := visible(line))]
    if len(parts) > 1 and all(map(_number, parts)):
        return Figure(Shape.SEVERAL)  # and no number whose thousands stand on a line of their own
    if len(short) > _LONGEST:
        return _several(short) if len(short) <= _LONGEST_OF_SEVERAL else WORDS
    if _DATE.search(short):
        return WORDS
    fixed = _FIXED.fullmatch(short)
    if fixed:
        return Figure(Shape[fixed.lastgroup or ""])
    if not _DIGITS.search(short):
        return WORDS
    number = _number(short)
    if number is not None:
        return number
    about = _ABOUT.sub("", short, count=1).removesuffix("+")
    number = _number(about) if about != short else None
    return _several(short) if number is None else replace(number, shape=Shape.ABOUT)


def _number(text: str) -> Figure | None:
    text = _CREDIT_FIRST.sub(r"\2 \1", text)
    if text[:1].isalpha():
        return None
    unit_first = _UNIT_FIRST.match(text)
    if unit_first:  # “£000 250”, where the unit stands in front of each figure
        letter = "m" if unit_first["millions"] else "k"
        text = _DIGITS_OF_NUMBER.sub(rf"\g<0>{letter}", text[unit_first.end() :], count=1)
    plain = _MARKS.sub("", text)
    plain = _POUND_OUTSIDE.sub(r"(£\1\2\3)", plain)
    plain = _TRAILING_MINUS.sub(r"-\1", plain)
    plain = _INNER_SPACE.sub("", plain).replace(" ,", ",").removesuffix(".")
    plain = re.sub(r"^\(\s*-\s*(.+?)\)$", r"(\1)", plain)
    plain = _CREDIT.sub(lambda found: ("-" if found[2].upper() == "CR" else "") + found[1], plain)
    try:
        millionths = parse_money(plain, "millions")
    except UnreadableMoney:
        return None
    unit = _unit_at_end(plain)
    number = Decimal(millionths) if unit else Decimal(millionths) / 1_000_000
    decimals = _NUMBER_TEXT.search(plain.replace(",", ""))
    return Figure(Shape.NUMBER, number, unit, "£" in plain, len(decimals[1] or "") if decimals else 0)


def _unit_at_end(text: str) -> Unit | None:
    """Return the unit that an amount says of itself: thousands in “£40k”."""
    match = _SUFFIX.search(text)
    return _UNIT_OF_LETTER.get(match[1][0].lower(), "pounds") if match else None


def _several(text: str) -> Figure:
    """Return several amounts in one cell, or one with words beside it."""
    is_words = bool(_WORD_FIRST.match(text)) and "£" not in text  # “Grade 1-5” names something
    if is_words and not _MAY_HAVE_UNIT.search(text):
        return WORDS
    found = [match.group().strip() for match in _AMOUNT.finditer(text)]
    amounts = [part for part in found if not _NO_AMOUNT.fullmatch(part)]
    words = re.sub(r"[^A-Za-z]+", " ", _AMOUNT.sub(" ", text)).split()
    if (
        len(amounts) > 1
        and not is_words
        and (len(words) < len(amounts) or all("£" in part for part in amounts))
    ):
        return Figure(Shape.SEVERAL)
    if len(amounts) == 1 and ("£" in amounts[0] or _SUFFIX.search(amounts[0])) and len(text) <= _LONGEST:
        inner = _number(amounts[0])
        if inner and _IS_RATE.search(text):
            return Figure(Shape.SEVERAL)
        if inner:
            return replace(inner, shape=Shape.WORDED, decimals=0)
    return WORDS


@lru_cache(maxsize=16384)
def is_reference(text: str) -> bool:
    """Return whether a text is a reference: short, with letters and figures, such as CYP-03 or A/R.6.101."""
    is_code = (len(text) <= 24 and _REFERENCE.fullmatch(text)) or _STROKED.fullmatch(text)
    return bool(is_code) and not text.lower().startswith("note ")


def is_in_words(text: str, figure: Figure) -> bool:
    """Return whether the amounts of a text stand in words, as titles and notes begin: “From £5 to £6”."""
    return figure.shape in (Shape.SEVERAL, Shape.WORDED) and bool(_WORD_FIRST.match(text))


@lru_cache(maxsize=65536)
def _pounds(number: Decimal, multiplier: int) -> tuple[int, bool]:
    exact = number * multiplier
    whole = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    return whole, exact == whole


def is_finer_than(figure: Figure, unit: Unit) -> bool:
    """Return whether a figure shows decimals that its unit is not printed with, so that it may be in another one."""
    if figure.shape is not Shape.NUMBER or figure.in_pounds or unit == "pounds":
        return False
    is_like_millions = unit == "thousands" and 0 < abs(figure.number) < 1
    return figure.decimals > _MOST_DECIMALS or (is_like_millions and figure.decimals == _MOST_DECIMALS)


def pounds_of(figure: Figure, unit: Unit) -> int | None:
    """Return a figure in whole pounds; None where it has pence that the file displays."""
    whole, is_exact = _pounds(figure.number, 1 if figure.in_pounds else POUNDS_IN[unit])
    displays_pence = unit == "pounds" and not figure.in_pounds and figure.decimals > 0
    return None if displays_pence and not is_exact else whole


def whole_pounds(text: str) -> int | None:
    """Return the amount that a person enters in whole pounds; None for words, a percentage, pence and the like."""
    figure = read_figure(text)
    return pounds_of(figure, "pounds") if figure.is_number else None


def amounts_in(text: str) -> list[tuple[str, int]]:
    """Return the amounts of money written in running text with a pound sign, each with its whole pounds."""
    amounts = []
    for match in _AMOUNT.finditer(text):
        part = match.group().strip(" ()")
        if "£" not in part:
            continue
        try:
            amounts.append((part, parse_money(part)))
        except UnreadableMoney:
            continue
    return amounts
