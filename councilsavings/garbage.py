"""Python's collector of garbage, switched off while any thread reads or prints something large."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_busy: list[bool] = []
"""For each thread that is inside the block whether the collector was on when it came, the first before the others."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage inside the block: it makes millions of objects that all stay until its end."""
    with _lock:
        _busy.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            # The last to leave puts it back as the first found it.
            was_on = _busy.pop()
            if not _busy and was_on:
                gc.enable()
