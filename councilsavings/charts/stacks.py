"""Stacked columns: what adds up stands above zero, what is taken away below it, and a line shows what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from councilsavings.charts.drawing import (
    BAR,
    INK,
    LINE,
    PAPER,
    WIDTH,
    bar,
    cut_to,
    drawing,
    element,
    line,
    text,
    width_of,
)
from councilsavings.charts.drawing import (
    label as drawn_label,
)
from councilsavings.charts.values import Chart, Point, Series, checked, labels_of
from councilsavings.charts.words import NOTHING_TO_SHOW, alternative_text

_PLOT = 220
_EDGE = 4
_SWATCH = 16
_MARKER = 4.5
_MARGIN = 22  # room above and below the columns for the figures of the line
_WIDEST_COLUMN = 48


@dataclass(frozen=True)
class _Plot:
    """The positions of the columns across the drawing and of the amounts up it."""

    labels: tuple[str, ...]
    top: float
    lowest: float
    highest: float

    @property
    def bottom(self) -> float:
        return self.top + _PLOT

    @property
    def room(self) -> float:
        return (WIDTH - 2 * _EDGE) / len(self.labels)

    @property
    def column(self) -> float:
        return min(_WIDEST_COLUMN, self.room * 0.7)

    def middle(self, label: str) -> float:
        return _EDGE + (self.labels.index(label) + 0.5) * self.room

    def up(self, amount: float) -> float:
        span = self.highest - self.lowest
        share = (amount - self.lowest) / span if span else 0.0
        return self.bottom - _MARGIN - share * (_PLOT - 2 * _MARGIN)


def stacked_chart(
    title: str, series: Sequence[Series], net: Series, *, alternative: str = "", unit: str = ""
) -> Chart:
    """Return stacked columns with a line: positive amounts stand above zero, negative ones hang below it.

    `alternative` says what the chart shows; the figures are added to it in words.
    Raises UnevenChart where two series or two figures of a series have the same name, or series are too many.
    """
    shown = checked((*series, net))
    said = alternative_text(shown, alternative, unit)
    labels = labels_of(shown)
    if not labels:
        empty = text(NOTHING_TO_SHOW, _EDGE, LINE)
        return Chart(title, said, drawing(LINE * 2, title, said, empty, has_links=False), shown, unit)
    marks = list(_key(series, net, unit))
    plot = _Plot(labels, _EDGE + LINE * (len(shown) + bool(unit)), *_range(series, net, labels))
    for label in labels:
        marks += _column(plot, label, series)
    marks.append(line(0, plot.up(0), WIDTH, plot.up(0), colour=INK))
    marks += _line(plot, net)
    marks += _axis(plot)
    return Chart(
        title, said, drawing(plot.bottom + LINE + _EDGE, title, said, *marks, has_links=False), shown, unit
    )


def _amount(point: Point | None) -> float:
    return float(point.amount or 0) if point else 0.0


def _range(series: Sequence[Series], net: Series, labels: Sequence[str]) -> tuple[float, float]:
    ends = [0.0, *(_amount(point) for point in net.points)]
    for label in labels:
        amounts = [_amount(one.at(label)) for one in series]
        ends += [sum(each for each in amounts if each < 0), sum(each for each in amounts if each > 0)]
    return min(ends), max(ends)


def _key(series: Sequence[Series], net: Series, unit: str) -> Iterator[str]:
    """Return the unit and a line for each series, with its pattern, and for the line."""
    y = float(_EDGE)
    if unit:
        yield text(unit, WIDTH - _EDGE, y + LINE - 4, anchor="end")
        y += LINE
    for place, one in enumerate(series):
        yield bar(_EDGE, y + 1, _SWATCH * 2, LINE - 4, place)
        yield text(cut_to(one.label, WIDTH - 60), 52, y + LINE - 4)
        y += LINE
    middle = y + LINE / 2
    yield line(_EDGE, middle, _EDGE + _SWATCH * 2, middle) + _marker(_EDGE + _SWATCH, middle)
    yield text(cut_to(net.label, WIDTH - 60), 52, y + LINE - 4)


def _column(plot: _Plot, label: str, series: Sequence[Series]) -> Iterator[str]:
    """Return the parts of a column, each beyond the one before it on its side of zero."""
    above = below = 0.0
    left = plot.middle(label) - plot.column / 2
    for place, one in enumerate(series):
        amount = _amount(one.at(label))
        if not amount:
            continue
        start = above if amount > 0 else below
        ends = sorted((plot.up(start), plot.up(start + amount)))
        yield bar(left, ends[0], plot.column, ends[1] - ends[0], place)
        if amount > 0:
            above += amount
        else:
            below += amount


def _line(plot: _Plot, net: Series) -> Iterator[str]:
    known = [point for point in net.points if point.amount is not None]
    places = [(plot.middle(point.label), plot.up(_amount(point)), point) for point in known]
    path = "".join(f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y, _) in enumerate(places))
    if len(places) > 1:
        # The paper behind it sets the line apart from the patterns that it crosses.
        yield element("path", d=path, fill="none", stroke=PAPER, stroke_width=5)
        yield element("path", d=path, fill="none", stroke=INK, stroke_width=2)
    widest = max((width_of(point.words) for point in known), default=0.0)
    for x, y, point in places:
        yield _marker(x, y)
        if widest <= plot.room:
            yield drawn_label(point.words, x, y - 9)


def _marker(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=_MARKER, fill=PAPER, stroke=BAR, stroke_width=2)


def _axis(plot: _Plot) -> Iterator[str]:
    """Return as many labels below the columns as have room."""
    every = max(1, ceil((max(width_of(label) for label in plot.labels) + 6) / plot.room))
    for label in plot.labels[::every]:
        yield text(cut_to(label, WIDTH / 2), plot.middle(label), plot.bottom + LINE - 4, anchor="middle")
