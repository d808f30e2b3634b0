"""The text alternative of a chart, for readers who cannot see it."""

from collections.abc import Sequence

from councilsavings.charts.values import Point, Series, labels_of

MOST_FIGURES_IN_WORDS = 16
NOTHING_TO_SHOW = "There are no figures to show."


def alternative_text(series: Sequence[Series], said: str = "", unit: str = "") -> str:
    """Return `said`, then every figure where they are few; otherwise how many, the extremes and what is not known."""
    figures = [point for one in series for point in one.points]
    if not figures:
        return " ".join(filter(None, (said, NOTHING_TO_SHOW)))
    name_them = len(figures) <= MOST_FIGURES_IN_WORDS
    written = _every_figure(series) if name_them else _extremes(series)
    return " ".join(filter(None, (said, f"Figures in {unit}." if unit else "", *written)))


def _every_figure(series: Sequence[Series]) -> list[str]:
    if len(series) == 1:
        return [_sentence("; ".join(f"{point.label}: {point.words}" for point in series[0].points))]
    written = []
    for label in labels_of(series):
        cells = ((one.label, one.at(label)) for one in series)
        figures = ", ".join(f"{name} {point.words}" for name, point in cells if point)
        written.append(_sentence(f"{label}: {figures}"))
    return written


def _extremes(series: Sequence[Series]) -> list[str]:
    return [_sentence(_extremes_of(one, named=len(series) > 1)) for one in series if one.points]


def _extremes_of(one: Series, *, named: bool) -> str:
    known = [point for point in one.points if point.amount is not None]
    opening = f"{one.label}, {_figures(len(one.points))}" if named else _figures(len(one.points))
    missing = len(one.points) - len(known)
    parts = [f"{opening}: {_range(known)}" if known else opening]
    if missing:
        parts.append(f"{'none' if not known else missing} of them {'known' if not known else 'not known'}")
    return "; ".join(parts)


def _range(known: Sequence[Point]) -> str:
    highest = max(known, key=_amount)
    lowest = min(known, key=_amount)
    if highest.amount == lowest.amount:
        return f"each {highest.words}" if len(known) > 1 else f"{highest.label} {highest.words}"
    return f"highest {highest.label} with {highest.words}, lowest {lowest.label} with {lowest.words}"


def _amount(point: Point) -> float:
    return float(point.amount or 0)


def _figures(number: int) -> str:
    return "1 figure" if number == 1 else f"{number} figures"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
