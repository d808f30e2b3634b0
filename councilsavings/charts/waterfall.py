"""Waterfall charts: a figure, the steps that lead from it, and what they come to, each on a line of its own."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from councilsavings.charts.drawing import (
    FAINT,
    LINE,
    WIDTH,
    bar,
    cut_to,
    drawing,
    line,
    lines_of,
    text,
    width_of,
)
from councilsavings.charts.values import Chart, Point, Series, UnevenChart, checked
from councilsavings.charts.words import alternative_text

CUT_SCALE = "The bars do not begin at zero, so that the steps can be seen."

_EDGE = 2
_BAR = 16
_GAP = 8
_BASE = 4  # from a line's foot up to its base line
_BOLD = 600
_LEAST_MARK = 1.5  # a small amount still shows
_WIDEST_FIGURE = 136
_FAR = 4  # times the steps' span: from there on they are too small to be seen on a scale from zero
_MARGIN = 0.15  # of the steps' span, left of the lowest level where the scale is cut
_LEVEL, _MORE, _LESS = 0, 1, 2  # the patterns: solid, striped and empty


def waterfall_chart(
    title: str,
    opening: Point,
    steps: Sequence[Point],
    closing: Point,
    *,
    alternative: str = "",
    unit: str = "",
) -> Chart:
    """Return a waterfall: a solid bar for each end, a striped one for what is added, an empty one for what is taken.

    Where the steps are small beside the ends, the scale begins near the lowest level, and the drawing says so.
    Raises UnevenChart where the steps do not lead from one end to the other, or two names are the same.
    """
    amounts = [int(point.amount or 0) for point in (opening, *steps)]
    levels = list(accumulate(amounts))
    if levels[-1] != closing.amount:
        raise UnevenChart(f"The steps of “{title}” do not lead to its last figure.")
    series = checked((Series(title, (opening, *steps, closing)),))
    said = alternative_text(series, alternative, unit)
    begins, ends = _span(levels)
    base = min(max(0, begins), ends)
    spans = [(base, levels[0], _LEVEL)]
    spans += [(before, after, _MORE if after > before else _LESS) for before, after in pairwise(levels)]
    spans.append((base, levels[-1], _LEVEL))
    scale = (WIDTH - 2 * _EDGE) / (ends - begins or 1)
    marks: list[str] = []
    y = float(_EDGE)
    if unit:
        marks.append(text(unit, WIDTH - _EDGE, y + LINE - _BASE, anchor="end"))
        y += LINE
    for point, (first, last, pattern) in zip(series[0].points, spans, strict=True):
        heading = _heading(point)
        marks.extend(_words(heading, point, y))
        y += len(heading) * LINE
        low, high = sorted((_EDGE + (first - begins) * scale, _EDGE + (last - begins) * scale))
        if first != last:
            marks.append(bar(low, y + 1, max(high - low, _LEAST_MARK), _BAR, pattern))
        end = _EDGE + (last - begins) * scale
        marks.append(line(end, y, end, y + _BAR + 2, colour=FAINT))
        y += _BAR + _GAP
    if base:
        for remark in lines_of(CUT_SCALE, WIDTH - 2 * _EDGE):
            marks.append(text(remark, _EDGE, y + LINE - _BASE))
            y += LINE
    return Chart(title, said, drawing(y + _EDGE, title, said, *marks, has_links=False), series, unit)


def _span(levels: Sequence[int]) -> tuple[float, float]:
    """Return the ends of the scale: from zero, or from near the lowest level where all are far above or below it."""
    lowest, highest = min(levels), max(levels)
    steps = highest - lowest
    if 0 < steps * _FAR < lowest:
        return lowest - steps * _MARGIN, highest
    if 0 < steps * _FAR < -highest:
        return lowest, highest + steps * _MARGIN
    return min(0, lowest), max(0, highest)


def _heading(point: Point) -> list[str]:
    """Return the name of the step in lines that fit beside its figure."""
    return lines_of(point.label, WIDTH - 2 * _EDGE - width_of(_figure(point)) - _GAP, weight=_BOLD)


def _figure(point: Point) -> str:
    return cut_to(point.words, _WIDEST_FIGURE)


def _words(heading: Sequence[str], point: Point, y: float) -> Iterator[str]:
    for place, content in enumerate(heading, start=1):
        yield text(content, _EDGE, y + place * LINE - _BASE, weight=_BOLD)
    yield text(_figure(point), WIDTH - _EDGE, y + LINE - _BASE, anchor="end")
