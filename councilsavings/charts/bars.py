"""Bar charts: every figure on a line of its own, its name before its bar and its amount behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from councilsavings.charts.drawing import (
    FAINT,
    LINE,
    WIDTH,
    bar,
    cut_to,
    drawing,
    element,
    line,
    lines_of,
    link,
    text,
    width_of,
)
from councilsavings.charts.values import Chart, Point, Series, checked, labels_of
from councilsavings.charts.words import NOTHING_TO_SHOW, alternative_text

TALLEST = 940
"""The most bars that fit on a printed page below a caption; the table holds the others."""

_BAR = 16
_ROW = 26  # a link as low as this can still be hit with a finger
_LONE_ROW = 20
_GAP = 8
_EDGE = 2
_BASE = 4  # from a line's foot up to its base line
_BOLD = 600
_WIDEST_NAME = 120
_WIDEST_FIGURE = 136
_LEAST_MARK = 1.5  # a small amount still shows


@dataclass(frozen=True)
class _Scale:
    """The scale of the bars: zero is between the lowest and the highest amount."""

    left: float
    right: float
    lowest: float
    highest: float

    def at(self, amount: float) -> float:
        span = self.highest - self.lowest
        share = (amount - self.lowest) / span if span else 0.0
        return self.left + share * (self.right - self.left)


def bar_chart(title: str, series: Sequence[Series], *, alternative: str = "", unit: str = "") -> Chart:
    """Return a bar chart: one group of bars a label, one bar a series, in the order given.

    `alternative` says what the chart shows, such as the total; the figures are added to it in words.
    Raises UnevenChart where two series or two figures of a series have the same name, or series are too many.
    """
    shown = checked(series)
    said = alternative_text(shown, alternative, unit)
    scale = _scale_of(shown)
    marks: list[str] = []
    y = float(_EDGE)
    if unit:
        marks.append(text(unit, WIDTH - _EDGE, y + LINE - _BASE, anchor="end"))
        y += LINE
    groups = [_Group(name, tuple(one.at(name) for one in shown), shown) for name in labels_of(shown)]
    drawn = 0
    for group in groups:
        if drawn and y + group.height > TALLEST:
            break
        marks.extend(group.marks(y, scale))
        y += group.height
        drawn += 1
    for remark in _remarks(drawn, len(groups)):
        marks.append(text(remark, _EDGE, y + LINE - _BASE))
        y += LINE
    has_links = any(group.has_links for group in groups[:drawn])
    return Chart(title, said, drawing(y + _EDGE, title, said, *marks, has_links=has_links), shown, unit)


def _remarks(drawn: int, given: int) -> list[str]:
    if not given:
        return [NOTHING_TO_SHOW]
    return [f"The first {drawn} of {given}; the table has all."] if drawn < given else []


def _scale_of(series: Sequence[Series]) -> _Scale:
    points = [point for one in series for point in one.points]
    amounts = [float(point.amount) for point in points if point.amount is not None]
    lowest, highest = min([0.0, *amounts]), max([0.0, *amounts])
    if len(series) < 2:
        return _Scale(_EDGE, WIDTH - _EDGE, lowest, highest)
    names = max(width_of(one.label) for one in series)
    figures = max((width_of(point.words) for point in points), default=0.0)
    left = _EDGE + min(names, _WIDEST_NAME) + _GAP
    right = WIDTH - _EDGE - min(figures, _WIDEST_FIGURE) - _GAP
    return _Scale(left, right, lowest, highest)


@dataclass(frozen=True)
class _Group:
    """The bars of one label: one link where all lead to the same list, otherwise one a bar.

    Where there is one series only, its figure stands beside the label and the bar has the whole width.
    """

    label: str
    points: tuple[Point | None, ...]
    series: tuple[Series, ...]

    @property
    def is_lone(self) -> bool:
        """Return whether there is one series only."""
        return len(self.series) == 1

    @cached_property
    def present(self) -> list[tuple[int, Point]]:
        """The figures that there are, each with the place of its series."""
        return [(place, point) for place, point in enumerate(self.points) if point is not None]

    @property
    def has_links(self) -> bool:
        """Return whether a figure leads to a list."""
        return any(point.address for _place, point in self.present)

    @cached_property
    def heading(self) -> list[str]:
        """The label in lines that fit."""
        beside = width_of(self._lone_figure) + _GAP if self.is_lone else 0
        return lines_of(self.label, WIDTH - 2 * _EDGE - beside, weight=_BOLD)

    @cached_property
    def height(self) -> float:
        """Return how much room the group takes, with the gap behind it."""
        return len(self.heading) * LINE + len(self.present) * self._row_height + _GAP

    def marks(self, y: float, scale: _Scale) -> Iterator[str]:
        """Return the label, then every bar with its name and its figure."""
        heading = [
            text(content, _EDGE, y + (place + 1) * LINE - _BASE, weight=_BOLD)
            for place, content in enumerate(self.heading)
        ]
        if self.is_lone:
            heading.append(text(self._lone_figure, WIDTH - _EDGE, y + LINE - _BASE, anchor="end"))
        below = y + len(heading[: len(self.heading)]) * LINE
        rows = [
            self._row(place, point, below + number * self._row_height, scale)
            for number, (place, point) in enumerate(self.present)
        ]
        bottom = y + self.height - _GAP
        zero = scale.at(0)
        addresses = {point.address for _place, point in self.present}
        if len(addresses) == 1:
            area = self._area(y, bottom - y)
            yield link(addresses.pop(), self._name(self.present), area, *heading, *rows)
        else:
            yield from heading
            for number, (figure, row) in enumerate(zip(self.present, rows, strict=True)):
                area = self._area(below + number * _ROW, _ROW)
                yield link(figure[1].address, self._name([figure]), area, row)
        yield line(zero, below, zero, bottom)

    @property
    def _row_height(self) -> int:
        return _LONE_ROW if self.is_lone else _ROW

    @cached_property
    def _lone_figure(self) -> str:
        return cut_to(self.present[0][1].words, _WIDEST_FIGURE)

    def _name(self, figures: Sequence[tuple[int, Point]]) -> str:
        parts = (
            point.words if self.is_lone else f"{self.series[place].label} {point.words}"
            for place, point in figures
        )
        return f"{self.label}: " + ", ".join(parts)

    @staticmethod
    def _area(y: float, height: float) -> str:
        """Return an unseen box, so that a link can be hit anywhere on its line."""
        return element("rect", x=0, y=y, width=WIDTH, height=height, fill="none", pointer_events="all")

    def _row(self, place: int, point: Point, y: float, scale: _Scale) -> str:
        mark = self._mark(place, point, y, scale)
        if self.is_lone:
            return mark
        base = y + _BAR - 2
        name = text(cut_to(self.series[place].label, _WIDEST_NAME), _EDGE, base)
        figure = text(cut_to(point.words, _WIDEST_FIGURE), WIDTH - _EDGE, base, anchor="end")
        return name + mark + figure

    @staticmethod
    def _mark(place: int, point: Point, y: float, scale: _Scale) -> str:
        if point.amount is None:
            middle = y + _BAR / 2 + 1
            return line(scale.left, middle, scale.right, middle, colour=FAINT, dashes="1 5")
        if not point.amount:
            return ""
        zero, end = scale.at(0), scale.at(float(point.amount))
        length = max(abs(end - zero), _LEAST_MARK)
        return bar(zero if point.amount > 0 else zero - length, y + 1, length, _BAR, place)
