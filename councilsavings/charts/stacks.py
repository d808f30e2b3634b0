"""Stacked columns: what adds up stands above zero, what is taken away below it, and a line shows what is left."""

from collections.abc import Iterator, Sequence

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
from councilsavings.charts.lines import Plot, empty_chart
from councilsavings.charts.values import Chart, Point, Series, checked, labels_of
from councilsavings.charts.words import alternative_text

_PLOT = 220
_EDGE = 4
_SWATCH = 16
_MARKER = 4.5
_MARGIN = 22  # room above and below the columns for the figures of the line
_WIDEST_COLUMN = 48


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
        return empty_chart(title, said, shown, unit)
    marks = list(_key(series, net, unit))
    room = (WIDTH - 2 * _EDGE) / len(labels)
    top = _EDGE + LINE * (len(shown) + bool(unit))
    plot = Plot(labels, _EDGE + room / 2, room, top, *_range(series, net, labels), _PLOT, _MARGIN)
    for label in labels:
        marks += _column(plot, label, series)
    marks.append(line(0, plot.up(0), WIDTH, plot.up(0), colour=INK))
    marks += _line(plot, net)
    marks += plot.axis()
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


def _column(plot: Plot, label: str, series: Sequence[Series]) -> Iterator[str]:
    """Return the parts of a column, each beyond the one before it on its side of zero."""
    above = below = 0.0
    width = min(_WIDEST_COLUMN, plot.room * 0.7)
    left = plot.across(label) - width / 2
    for place, one in enumerate(series):
        amount = _amount(one.at(label))
        if not amount:
            continue
        start = above if amount > 0 else below
        ends = sorted((plot.up(start), plot.up(start + amount)))
        yield bar(left, ends[0], width, ends[1] - ends[0], place)
        if amount > 0:
            above += amount
        else:
            below += amount


def _line(plot: Plot, net: Series) -> Iterator[str]:
    known = [point for point in net.points if point.amount is not None]
    places = [(plot.across(point.label), plot.up(_amount(point)), point) for point in known]
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
