"""Timing: a warm-up, then the best and the median of several runs."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.scale import SMALLEST


@dataclass(frozen=True)
class Times:
    """The durations of the runs of one piece of work, in seconds."""

    runs: tuple[float, ...]

    @property
    def best(self) -> float:
        """The fastest run: what the work costs when nothing else is going on."""
        return min(self.runs)

    @property
    def median(self) -> float:
        """The usual run."""
        return statistics.median(self.runs)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that `work` takes and what it returns."""
    gc.collect()
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def measure(work: Callable[[], Any], runs: int = 7, *, warm_up: bool = True) -> Times:
    """Return the times of `runs` runs of `work`, after one that does not count unless it ran before."""
    if warm_up and not SMALLEST:
        work()
    return Times(tuple(timed(work)[0] for _ in range(1 if SMALLEST else runs)))


def measure_steps(work: Callable[[], dict[str, float]], runs: int = 5) -> dict[str, Times]:
    """Return the times of each step that `work` reports, over `runs` runs after one that does not count."""
    if not SMALLEST:
        work()
    return by_step([work() for _ in range(1 if SMALLEST else runs)])


def by_step(reports: Sequence[dict[str, float]]) -> dict[str, Times]:
    """Return the reports of several runs as the times of each step."""
    return {step: Times(tuple(report[step] for report in reports)) for step in reports[0]}
