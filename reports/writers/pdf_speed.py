"""Faster printing without a change in the bytes that are printed."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.urls import URLFetcher


class PageReferences(Sequence[bytes]):
    """The references of a PDF's pages, made when asked for.

    pydyf makes all of them anew for each structure element, which takes a sixth of printing 330 pages.
    """

    def __init__(self, pdf: pydyf.PDF) -> None:
        # The number of each page is followed by its generation and an R.
        self._parts: list[Any] = pdf.pages["Kids"]

    def __len__(self) -> int:
        return len(self._parts) // 3

    def __getitem__(self, place: Any) -> Any:
        return f"{self._parts[place * 3]} 0 R".encode()


def look_page_references_up() -> None:
    """Let every PDF that is written in this process look its pages' references up."""
    pydyf.PDF.page_references = property(PageReferences)


def parse_page(page: str) -> ElementTree.Element:
    """Read a page that our own writer wrote: every element is closed, so that XML's parser does, much the faster."""
    return ElementTree.fromstring(page)  # noqa: S314  # nosec B314 (our own page: no entity, no outside)


class WrittenPage(HTML):
    """A page that our own writer wrote, read by `parse_page`."""

    def __init__(self, root: ElementTree.Element, url_fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Collector:
    """Python's collector of garbage, switched off while any thread prints."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._printing = 0
        self._was_on = True

    def begin(self) -> None:
        """Switch it off for the first of those who print."""
        with self._lock:
            if self._printing == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._printing += 1

    def end(self) -> None:
        """Switch it on again, if it was, after the last of those who print."""
        with self._lock:
            self._printing -= 1
            if self._printing == 0 and self._was_on:
                gc.enable()


_collector = _Collector()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage inside the block: printing makes millions of objects that all stay until its end."""
    _collector.begin()
    try:
        yield
    finally:
        _collector.end()
