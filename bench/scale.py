"""Choose the scale: all of it, or each benchmark once at its smallest size, to see that it still runs."""

import os

SMALLEST = bool(os.environ.get("BENCH_SMALLEST"))


def sizes(*usual: int, smallest: int) -> tuple[int, ...]:
    """Return the usual sizes; of a run that only tries the benchmarks out, the smallest."""
    return (smallest,) if SMALLEST else usual
