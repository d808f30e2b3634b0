"""Stacked columns over years: amounts above and below zero, and a line of what they come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from councilsavings.charts.drawing import (
    BAR,
    INK,
    LINE,
    PAPER,
    TEXT_SIZE,
    WIDTH,
    bar,
    cut_to,
    drawing,
    element,
    label,
    line,
    text,
    width_of,
)
from councilsavings.charts.values import Chart, Series, checked, labels_of
from councilsavings.charts.words import NOTHING_TO_SHOW, alternative_text

_PLOT = 220
_EDGE = 4
_MARKER = 4
_SWATCH = 30
_MARGIN = 20  # room above and below the columns for figures of the line


@dataclass(frozen=True)
class _Scale:
    """The positions of the labels across the drawing and of the amounts up it."""

    labels: tuple[str, ...]
    top: float
    lowest: float
    highest: float

    @property
    def step(self) -> float:
        return WIDTH / len(self.labels)

    def middle(self, name: str) -> float:
        return (self.labels.index(name) + 0.5) * self.step

    def up(self, amount: float) -> float:
        span = self.highest - self.lowest
        share = (amount - self.lowest) / span if span else 0.0
        return self.top + _PLOT - _MARGIN - share * (_PLOT - 2 * _MARGIN)


def column_chart(
    title: str, series: Sequence[Series], net: Series, *, alternative: str = "", unit: str = ""
) -> Chart:
    """Return a chart of columns, one a label: each series stacked away from zero, and `net` as a line over them.

    Raises UnevenChart where two series or two figures of a series have the same name, or series are too many.
    """
    shown = checked((*series, net))
    said = alternative_text(shown, alternative, unit)
    labels = labels_of(shown)
    if not labels:
        empty = text(NOTHING_TO_SHOW, _EDGE, LINE)
        return Chart(title, said, drawing(LINE * 2, title, said, empty, has_links=False), shown, unit)
    key, below = _key(series, net, unit)
    lowest, highest = _extremes(series, net, labels)
    scale = _Scale(labels, below, lowest, highest)
    marks = [key, *(mark for name in labels for mark in _column(series, name, scale))]
    marks.append(line(0, scale.up(0), WIDTH, scale.up(0), colour=INK))
    marks += _line(net, scale)
    bottom = scale.top + _PLOT
    marks += [
        text(cut_to(name, scale.step), scale.middle(name), bottom + LINE - 4, anchor="middle")
        for name in labels
    ]
    return Chart(
        title, said, drawing(bottom + LINE + _EDGE, title, said, *marks, has_links=False), shown, unit
    )


def _key(series: Sequence[Series], net: Series, unit: str) -> tuple[str, float]:
    """Return what tells the patterns apart, a line each, and where it ends."""
    y = float(_EDGE)
    marks = [text(unit, WIDTH - _EDGE, y + LINE - 4, anchor="end")] if unit else []
    for place, one in enumerate(series):
        marks.append(bar(_EDGE, y + 2, _SWATCH, LINE - 5, place))
        marks.append(text(cut_to(one.label, WIDTH - 110), _EDGE + _SWATCH + 8, y + LINE - 4))
        y += LINE
    middle = y + LINE / 2
    marks.append(line(_EDGE, middle, _EDGE + _SWATCH, middle, colour=INK) + _dot(_EDGE + _SWATCH / 2, middle))
    marks.append(text(cut_to(net.label, WIDTH - 110), _EDGE + _SWATCH + 8, y + LINE - 4))
    return "".join(marks), y + LINE + _EDGE


def _amounts(series: Sequence[Series], name: str) -> list[tuple[int, float]]:
    """Return the known amounts of a label other than zero, each with the place of its series."""
    found = [(place, one.at(name)) for place, one in enumerate(series)]
    return [(place, float(point.amount)) for place, point in found if point is not None and point.amount]


def _extremes(series: Sequence[Series], net: Series, labels: Sequence[str]) -> tuple[float, float]:
    values = [0.0, *(amount for name in labels for _place, amount in _amounts((net,), name))]
    for name in labels:
        amounts = [amount for _place, amount in _amounts(series, name)]
        values.append(sum(amount for amount in amounts if amount > 0))
        values.append(sum(amount for amount in amounts if amount < 0))
    return min(values), max(values)


def _column(series: Sequence[Series], name: str, scale: _Scale) -> Iterator[str]:
    """Return the bars of a label: what is above zero upwards, what is below it downwards."""
    width = scale.step * 0.56
    above = below = 0.0
    for place, amount in _amounts(series, name):
        start = above if amount > 0 else below
        end = start + amount
        top, bottom = sorted((scale.up(start), scale.up(end)))
        yield bar(scale.middle(name) - width / 2, top, width, bottom - top, place)
        if amount > 0:
            above = end
        else:
            below = end


def _line(net: Series, scale: _Scale) -> Iterator[str]:
    """Return the line with its markers and figures; a figure without room stands in the table alone."""
    points = [(point, scale.middle(point.label)) for point in net.points if point.amount is not None]
    places = [(x, scale.up(float(point.amount or 0)), point.words) for point, x in points]
    steps = "".join(f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y, _words) in enumerate(places))
    yield element("path", d=steps, fill="none", stroke=PAPER, stroke_width=5)
    yield element("path", d=steps, fill="none", stroke=INK, stroke_width=2)
    for x, y, words in places:
        yield _dot(x, y)
        if width_of(words) < scale.step:
            yield label(words, x, y - 9 if y - 9 - TEXT_SIZE > scale.top else y + 9 + TEXT_SIZE)


def _dot(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=_MARKER, fill=PAPER, stroke=BAR, stroke_width=2)
