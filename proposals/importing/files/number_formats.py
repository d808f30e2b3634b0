"""A number or date as a spreadsheet displays it under its number format, such as 40.0 for 40,000 under “0.0,”."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|A/P|E[+-]0+|[0#?]|[.,%@/]|yyyy|yy|m{1,5}|d{1,4}|h{1,2}|s{1,2}|.',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\-\]]*)(?:-[^\]]*)?\]")
_DATE_CODES = {
    "yyyy": "%Y", "yy": "%y", "mmmmm": "%b", "mmmm": "%B", "mmm": "%b", "mm": "%m", "m": "%-m", "dddd": "%A",
    "ddd": "%a", "dd": "%d", "d": "%-d", "hh": "%H", "h": "%-H", "ss": "%S", "s": "%-S", "am/pm": "%p", "a/p": "%p",
}  # fmt: skip
_HOURS_OF_HALF_DAYS, _MINUTES = {"hh": "%I", "h": "%-I"}, {"mm": "%M", "m": "%-M"}
_ELAPSED = {"[h]", "[hh]", "[m]", "[mm]"}
_LONGEST_FORMAT, _MOST_DIGITS, _SMALLEST = 255, 15, Decimal("1e-30")
_COMPARE = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    5: "£#,##0;-£#,##0", 6: "£#,##0;[Red]-£#,##0", 7: "£#,##0.00;-£#,##0.00", 8: "£#,##0.00;[Red]-£#,##0.00",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 42: '_-£* #,##0_-;-£* #,##0_-;_-£* "-"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a file names by number, as Excel for the United Kingdom displays them."""


@dataclass(frozen=True)
class _Section:
    """One of the up to four parts of a format: for positive and negative numbers, zero and text."""

    pieces: tuple[str, ...]
    condition: tuple[str, Decimal] | None
    is_date: bool
    is_general: bool


@lru_cache(maxsize=8192)
def exact(number: float | str) -> Decimal:
    """Return the shortest decimal that a spreadsheet's stored number stands for, such as 0.3 for 0.1 + 0.2."""
    value = Decimal(number) if isinstance(number, str) else Decimal(repr(number))
    if not value.is_finite() or abs(value) > Decimal("1e30"):
        raise ValueError(number)
    if len(value.as_tuple().digits) > _MOST_DIGITS:
        value = Decimal(f"{value:.{_MOST_DIGITS}g}")
    if abs(value) < _SMALLEST:
        return Decimal(0)
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def is_date_format(number_format: str) -> bool:
    """Return whether numbers in this format are displayed as dates or times."""
    return any(section.is_date for section in _sections(number_format))


def date_of(serial: Decimal, *, since_1904: bool = False) -> date | None:
    """Return the date of a serial number, with its time where it has one; None outside of the calendar."""
    if since_1904:
        serial += 1462
    if not 0 < serial < 2_958_466:
        return None
    day = datetime.combine(date(1899, 12, 30 if serial >= 60 else 31), datetime.min.time()) + timedelta(
        days=float(serial)
    )
    day = (day + timedelta(milliseconds=500)).replace(microsecond=0)
    return day if day.time() != datetime.min.time() else day.date()


@lru_cache(maxsize=8192)
def displayed(value: Decimal | date, number_format: str) -> str:
    """Return the value as it is displayed; a format that is not understood displays it in full."""
    sections = _sections(number_format)
    if isinstance(value, date):
        dated = next((section for section in sections if section.is_date), None)
        return _dated(value, dated.pieces) if dated else _plain_date(value)
    if not sections:
        return general(value)
    section, signed = _section_for(value, sections)
    if section is None or section.is_date or section.is_general:
        text = general(value if signed else abs(value))
        return _with_literals(section, text) if section else text
    try:
        return _number(value, section.pieces, signed)
    except ArithmeticError:  # a format that multiplies beyond all measure
        return general(value)


def general(value: Decimal) -> str:
    """Return the number without a format: at most eleven digits, never with an exponent."""
    if abs(value) < Decimal("1e11") and value != value.to_integral_value():
        whole = len(str(int(abs(value))))
        value = _rounded(value, max(10 - whole, 2)).normalize()
    return f"{value:f}"


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section, ...]:
    if not number_format or len(number_format) > _LONGEST_FORMAT:
        return ()
    parts: list[list[str]] = [[]]
    for piece in _TOKEN.findall(number_format):
        if piece == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return tuple(_section(part) for part in parts[:4])


def _section(pieces: list[str]) -> _Section:
    condition = next((match for piece in pieces if (match := _CONDITION.fullmatch(piece))), None)
    kept = tuple(piece for piece in pieces if not _CONDITION.fullmatch(piece))
    return _Section(
        kept,
        (condition[1], Decimal(condition[2])) if condition else None,
        any(piece.lower() in _DATE_CODES or piece.lower() in _ELAPSED for piece in kept),
        any(piece.lower() == "general" for piece in kept),
    )


def _section_for(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """Return the section that displays the number, and whether the number's own sign is displayed."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                return section, True
        return None, True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


def _literal(piece: str) -> str:
    """Return what a piece prints by itself; colours, fill and widths print nothing but at most a space."""
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\"):
        return piece[1:]
    if piece.startswith("["):
        currency = _CURRENCY.fullmatch(piece)
        return currency[1] if currency else ""
    if len(piece) == 2 and piece[0] in "_*":
        return ""
    return piece


def _with_literals(section: _Section, text: str) -> str:
    """Return a general number between the literals of its section."""
    return "".join(
        text if piece.lower() == "general" or piece == "@" else _literal(piece) for piece in section.pieces
    ).strip() or text  # fmt: skip


def _number(value: Decimal, pieces: tuple[str, ...], signed: bool) -> str:
    places = [index for index, piece in enumerate(pieces) if piece in ("0", "#", "?")]
    if not places:
        return "".join(_literal(piece) for piece in pieces if piece != "@").strip()
    if any(piece.upper().startswith("E") and len(piece) > 2 for piece in pieces) or "/" in pieces:
        return general(value)
    first, last = places[0], places[-1]
    point = pieces.index(".") if "." in pieces else len(pieces)
    after = [pieces[index] for index in places if index > point]
    scale = 0
    while last + 1 + scale < len(pieces) and pieces[last + 1 + scale] == ",":
        scale += 1
    grouped = any(piece == "," for piece in pieces[first:last])
    shown = abs(value) / Decimal(1000) ** scale * Decimal(100) ** pieces.count("%")
    digits = _digits(
        _rounded(shown, len(after)), after, sum(pieces[i] == "0" for i in places if i < point), grouped
    )
    minus = "-" if signed and value < 0 and any(letter in "123456789" for letter in digits) else ""
    before = "".join(_literal(piece) for piece in pieces[:first])
    behind = "".join(_literal(piece) for piece in pieces[last + 1 + scale :])
    if point == last + 1 + scale:  # a format such as “0.” ends in its point
        behind = behind.removeprefix(".")
    return f"{minus}{before}{digits}{behind}".strip()


def _digits(shown: Decimal, after: list[str], least_whole: int, grouped: bool) -> str:
    whole, _, fraction = f"{shown:f}".partition(".")
    if whole == "0" and not least_whole:
        whole = ""
    whole = whole.zfill(least_whole)
    if grouped and whole:
        whole = f"{int(whole):,}".rjust(least_whole, "0")
    optional = len(after) - after.index("#") if "#" in after else 0
    for _ in range(optional):
        fraction = fraction.removesuffix("0")
    return f"{whole}.{fraction}" if fraction else whole


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain_date(value: date) -> str:
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"


def _dated(value: date, pieces: tuple[str, ...]) -> str:
    moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
    codes = [piece.lower() for piece in pieces]
    of_time = "".join(code[0] if code in _DATE_CODES else " " for code in codes)
    hours = _HOURS_OF_HALF_DAYS if {"am/pm", "a/p"} & set(codes) else {}
    printed = []
    for index, code in enumerate(codes):
        before, behind = of_time[:index].strip()[-1:], of_time[index + 1 :].strip()[:1]
        if code in _MINUTES and (before == "h" or behind == "s"):
            printed.append(moment.strftime(_MINUTES[code]))
        elif code == "mmmmm":
            printed.append(f"{moment:%b}"[0])
        elif code in _DATE_CODES:
            printed.append(moment.strftime(hours.get(code, _DATE_CODES[code])))
        else:
            printed.append(_literal(pieces[index]))
    return "".join(printed).strip(" @")
