"""The number format with which a spreadsheet shows an exact figure as it is printed."""

import re
from decimal import ROUND_HALF_UP, Decimal

from reports.documents.document import ExactFigure

_PRINTED = re.compile(
    r"(?P<open>\()?(?P<sign>-)?(?P<pound>£)?(?P<number>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<suffix>[a-z])?(?P<close>\))?"
)
_SCALES = (1, 1_000, 1_000_000)
_LARGEST = 10**15
"""A spreadsheet keeps fifteen figures of a number."""


def number_format(text: str, figure: ExactFigure) -> str | None:
    """Return the format with which `figure` looks like `text`: -906000 like “-0.906” with `#,##0.000,,`.

    Return None where no format makes it so: the text is then all there is to show.
    """
    match = _PRINTED.fullmatch(text)
    if match is None or abs(Decimal(figure)) >= _LARGEST:
        return None
    is_bracketed, has_sign = bool(match["open"]), bool(match["open"] or match["sign"])
    if bool(match["close"]) != is_bracketed or (has_sign and figure >= 0):
        return None
    decimals = len(match["decimals"] or "")
    printed = Decimal(match["number"].replace(",", ""))
    scale = _scale(figure, printed, decimals)
    if scale is None or (figure < 0 and printed and not has_sign):
        return None
    places = f".{'0' * decimals}" if decimals else ""
    pound, suffix = '"£"' if match["pound"] else "", f'"{match["suffix"]}"' if match["suffix"] else ""
    plain = f"{pound}#,##0{places}{',' * _SCALES.index(scale)}{suffix}"
    if figure < 0 and not has_sign:
        # Rounded to zero: print has no sign there, so the spreadsheet shows none.
        return f"{plain};{plain}"
    return f"{plain};({plain})" if is_bracketed else f"{plain};-{plain}"


def _scale(figure: ExactFigure, printed: Decimal, decimals: int) -> int | None:
    """Return how many pounds the printed unit is; None where the figure is not what was printed."""
    step = Decimal(1).scaleb(-decimals)
    for scale in _SCALES:
        if (abs(Decimal(figure)) / scale).quantize(step, rounding=ROUND_HALF_UP) == printed:
            return scale
    return None
