"""Colours as people write them on the web, and whether white text can be read on one. Plain values."""

import re

LEAST_CONTRAST = 4.5
"""The least contrast of ordinary text with its background (WCAG 2.2, 1.4.3)."""

_WRITTEN = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)


class UnreadableColour(ValueError):
    """The text is no colour."""


def read_colour(text: str) -> str:
    """Return a colour as # and six figures, from #1f4e5f, 1F4E5F or #fff; raises UnreadableColour."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise UnreadableColour(
            f"“{text}” is not a colour. Enter # and 6 digits or letters a to f, for example #1f4e5f."
        )
    figures = found[1].lower()
    return "#" + (figures if len(figures) == 6 else "".join(2 * figure for figure in figures))


def contrast_with_white(colour: str) -> float:
    """Return how far white stands out from `colour`, from 1 (not at all) to 21 (on black)."""
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
