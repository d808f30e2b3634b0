"""Faster printing without a change in the bytes that are printed."""

from collections.abc import Sequence
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
