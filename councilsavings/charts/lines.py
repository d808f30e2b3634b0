"""Line charts: figures over years, each series with dashes and markers of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from councilsavings.charts.drawing import (
    BAR,
    FAINT,
    LINE,
    PAPER,
    TEXT_SIZE,
    WIDTH,
    cut_to,
    drawing,
    element,
    line,
    lines_of,
    link,
    text,
    width_of,
)
from councilsavings.charts.drawing import (
    label as drawn_label,
)
from councilsavings.charts.values import NOT_KNOWN, Chart, Point, Series, checked, labels_of
from councilsavings.charts.words import NOTHING_TO_SHOW, alternative_text

_PLOT = 190
_EDGE = 4
_MARKER = 4.5
_FINGER = 13  # half of what a finger hits
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "14 5", "4 7")
_MARGIN = 26  # room above and below the lines for their figures


@dataclass(frozen=True)
class _Place:
    """A figure in the plot."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True)
class Plot:
    """The positions of labels across a drawing and of amounts up it."""

    labels: tuple[str, ...]
    first: float
    """The place of the first label; `room` is from one label to the next."""
    room: float
    top: float
    lowest: float
    highest: float
    height: float
    margin: float
    """The room above and below what is drawn, for figures."""

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def across(self, label: str) -> float:
        """Return the place of a label."""
        return self.first + self.labels.index(label) * self.room

    def up(self, amount: float) -> float:
        """Return the place of an amount."""
        span = self.highest - self.lowest
        share = (amount - self.lowest) / span if span else 0.0
        return self.bottom - self.margin - share * (self.height - 2 * self.margin)

    def axis(self) -> Iterator[str]:
        """Return as many labels below the plot as have room."""
        every = max(1, ceil((max(width_of(label) for label in self.labels) + 6) / self.room))
        for label in self.labels[::every]:
            yield text(cut_to(label, WIDTH / 2), self.across(label), self.bottom + LINE - 4, anchor="middle")


def empty_chart(title: str, said: str, series: tuple[Series, ...], unit: str) -> Chart:
    """Return a chart of no figures, which says so."""
    empty = text(NOTHING_TO_SHOW, _EDGE, LINE)
    return Chart(title, said, drawing(LINE * 2, title, said, empty, has_links=False), series, unit)


def line_chart(title: str, series: Sequence[Series], *, alternative: str = "", unit: str = "") -> Chart:
    """Return a line chart: labels (years) from left to right, one line a series; a gap where not known.

    `alternative` says what the chart shows; the figures are added to it in words.
    Raises UnevenChart where two series or two figures of a series have the same name, or series are too many.
    """
    shown = checked(series)
    said = alternative_text(shown, alternative, unit)
    labels = labels_of(shown)
    if not labels:
        return empty_chart(title, said, shown, unit)
    key, below_key = _key(shown, unit)
    plot = _plot_of(shown, labels, below_key)
    places = [_places(one, plot) for one in shown]
    marks = [key, line(0, plot.up(0), WIDTH, plot.up(0), colour=FAINT), *plot.axis()]
    marks += [_path(one, number) for number, one in enumerate(places)]
    taken = [_box(place) for one in places for place in one if place is not None]
    marks += [_figures(one, number, plot, shown[number].label, taken) for number, one in enumerate(places)]
    has_links = any(point.address for one in shown for point in one.points)
    height = plot.bottom + LINE + _EDGE
    for remark in lines_of(_missing(shown), WIDTH - 2 * _EDGE, most=3):
        marks.append(text(remark, _EDGE, height + LINE - 4) if remark else "")
        height += LINE if remark else 0
    return Chart(title, said, drawing(height, title, said, *marks, has_links=has_links), shown, unit)


def _key(series: Sequence[Series], unit: str) -> tuple[str, float]:
    """Return what tells the lines apart, a line each, and where it ends; one series alone needs none."""
    y = float(_EDGE)
    marks = []
    if unit:
        marks.append(text(unit, WIDTH - _EDGE, y + LINE - 4, anchor="end"))
        y += 0 if len(series) > 1 else LINE
    for number, one in enumerate(series if len(series) > 1 else ()):
        middle = y + LINE / 2
        marks.append(_stroke(f"M{_EDGE} {middle}L44 {middle}", number) + _marker(24, middle, number))
        marks.append(text(cut_to(one.label, WIDTH - 120), 52, y + LINE - 4))
        y += LINE
    return "".join(marks), y


def _plot_of(series: Sequence[Series], labels: tuple[str, ...], top: float) -> Plot:
    amounts = [float(point.amount) for one in series for point in one.points if point.amount is not None]
    ends = [labels[0], labels[-1]]
    printed = [point.words for one in series for point in one.points if point.label in ends]
    widest = max([width_of(words) for words in [*printed, *ends]], default=0.0)
    side, steps = min(widest / 2 + _EDGE, WIDTH / 4), len(labels) - 1
    return Plot(
        labels,
        first=side if steps else WIDTH / 2,
        room=(WIDTH - 2 * side) / max(1, steps),
        top=top,
        lowest=min([0.0, *amounts]),
        highest=max([0.0, *amounts]),
        height=_PLOT,
        margin=_MARGIN,
    )


def _missing(series: Sequence[Series]) -> str:
    """Return in words which figures are not known."""
    missing = [
        f"{one.label} {point.label}" if len(series) > 1 else point.label
        for one in series
        for point in one.points
        if point.amount is None
    ]
    return f"{NOT_KNOWN.capitalize()}: {', '.join(missing)}." if missing else ""


def _places(one: Series, plot: Plot) -> list[_Place | None]:
    found = [one.at(label) for label in plot.labels]
    return [
        None
        if point is None or point.amount is None
        else _Place(plot.across(point.label), plot.up(float(point.amount)), point)
        for point in found
    ]


def _path(places: Sequence[_Place | None], number: int) -> str:
    """Return the line, broken where a figure is not known."""
    steps, begins = [], True
    for place in places:
        if place is not None:
            steps.append(f"{'M' if begins else 'L'}{place.x:.1f} {place.y:.1f}")
        begins = place is None
    return _stroke("".join(steps), number) if steps else ""


def _stroke(path: str, number: int) -> str:
    dashed = {"stroke_dasharray": _DASHES[number]} if _DASHES[number] else {}
    return element("path", d=path, fill="none", stroke=BAR, stroke_width=2, **dashed)


def _figures(
    places: Sequence[_Place | None],
    number: int,
    plot: Plot,
    name: str,
    taken: list[tuple[float, float, float, float]],
) -> str:
    """Return the markers with their figures, each where no other stands; the table has those without room."""
    marks = []
    for place in places:
        if place is None:
            continue
        target = element("circle", cx=place.x, cy=place.y, r=_FINGER, fill="none", pointer_events="all")
        figure = _figure(place, plot, taken)
        words = f"{name}, {place.point.label}: {place.point.words}"
        marks.append(link(place.point.address, words, target, _marker(place.x, place.y, number), figure))
    return "".join(marks)


def _figure(place: _Place, plot: Plot, taken: list[tuple[float, float, float, float]]) -> str:
    words = place.point.words
    half = width_of(words) / 2
    x = min(max(place.x, half), WIDTH - half)
    for base in (place.y - 9, place.y + 9 + TEXT_SIZE * 0.75):
        box = (x - half, base - TEXT_SIZE, x + half, base + 3)
        if base + 2 <= plot.bottom and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return drawn_label(words, x, base)
    return ""


def _box(place: _Place) -> tuple[float, float, float, float]:
    """Return where the marker stands, which no figure may cover."""
    return place.x - _MARKER, place.y - _MARKER, place.x + _MARKER, place.y + _MARKER


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _marker(x: float, y: float, number: int) -> str:
    """Return the marker of the series: full and empty circle, square, and diamond."""
    filled = BAR if number % 2 == 0 else PAPER
    look: dict[str, str | float] = {"fill": filled, "stroke": BAR, "stroke_width": 1.6}
    shape = number // 2
    if shape == 0:
        return element("circle", cx=x, cy=y, r=_MARKER, **look)
    if shape == 1:
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, **look)
    return element("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z", **look)
