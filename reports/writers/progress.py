"""The progress of a PDF, page by page, while WeasyPrint lays it out and draws it.

WeasyPrint says in its log which page it lays out; which page it draws is told by the page itself. Whoever
watches may raise an exception to stop the work.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

Step = Literal["laying_out", "drawing"]


@dataclass(frozen=True)
class Progress:
    """The current page, from 1, and the number of pages; None where it is not known yet."""

    step: Step
    page: int
    of: int | None = None


Watcher = Callable[[Progress], None]

_LOG = logging.getLogger("weasyprint.progress")
_PAGE, _AGAIN = "Creating layout - Page", "Repagination"
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
_earlier: ContextVar[int | None] = ContextVar("earlier", default=0)


class _LayoutListener(logging.Handler):
    """Hears which page is laid out; after the first time through, how many there are is known."""

    def __init__(self, watcher: Watcher) -> None:
        super().__init__(logging.INFO)
        self.watcher = watcher
        self.most: int = 0
        self.of: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        earlier = _earlier.get()
        if _watcher.get() is not self.watcher or earlier is None:  # another thread prints, too
            return
        if _AGAIN in record.msg:
            self.of = self.most
        elif _PAGE in record.msg and isinstance(record.args, tuple) and isinstance(record.args[0], int):
            page = record.args[0] + earlier
            self.most = max(self.most, page)
            self.watcher(Progress("laying_out", page, self.of and max(self.of, page)))


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of every page that is laid out and drawn inside the block, by this thread."""
    listener = _LayoutListener(watcher)
    token = _watcher.set(watcher)
    level, passing = _LOG.level, _LOG.propagate
    _LOG.addHandler(listener)
    # Told of every page, the application's own log would hold nothing else.
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    try:
        yield
    finally:
        _LOG.removeHandler(listener)
        _LOG.setLevel(level)
        _LOG.propagate = passing
        _watcher.reset(token)


@contextmanager
def after_pages(count: int | None) -> Iterator[None]:
    """Tell of the pages that are laid out inside the block as of those after so many; with None tell nothing."""
    token = _earlier.set(count)
    try:
        yield
    finally:
        _earlier.reset(token)


def tell_drawing(pages: list[Any]) -> None:
    """Let each of WeasyPrint's pages say when it is drawn, where somebody watches."""
    watcher = _watcher.get()
    if watcher is None:
        return
    for number, page in enumerate(pages, start=1):
        page.paint = _telling(page.paint, watcher, Progress("drawing", number, len(pages)))


def _telling(paint: Callable[..., Any], watcher: Watcher, progress: Progress) -> Callable[..., Any]:
    def told(*args: Any, **kwargs: Any) -> Any:
        watcher(progress)
        return paint(*args, **kwargs)

    return told
