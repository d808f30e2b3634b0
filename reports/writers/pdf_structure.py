"""The structure of a PDF that grows page by page: what no later page can change is kept as finished bytes.

As pydyf's objects, the structure of a page takes a third of a megabyte; finished, a tenth of that.
"""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import ref
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.pdf import tags

from reports.writers.pdf_joins import Joining, object_of, rename_headers
from reports.writers.pdf_streams import pack_stream
from reports.writers.pdf_tags import give_scope, mark_as_artifact

_written: ContextVar["ref[pydyf.PDF]"] = ContextVar("written")
_add_page = pydyf.PDF.add_page


def remember_file() -> None:
    """Let the pages that are drawn in this process know into which file."""
    pydyf.PDF.add_page = _remembering


def _remembering(pdf: pydyf.PDF, page: pydyf.Dictionary) -> None:
    _written.set(ref(pdf))
    _add_page(pdf, page)


@dataclass(frozen=True)
class PageStructure:
    """The structure element of each piece of a page's content, and of its links."""

    content: Mapping[int, bytes | str]
    annotations: list[Any]


class _Finished:
    """An object of the file, as its bytes."""

    __slots__ = ("data", "number", "role")
    generation, free, compressible = 0, "n", True

    def __init__(self, number: int, role: str = "", data: bytes = b"null") -> None:
        self.number, self.role, self.data = number, role, data

    def __getitem__(self, key: str) -> str:
        assert key == "S", key
        return self.role


class Structure:
    """The structure of one file; `originals` says of which element each copy in a part of the document was made."""

    def __init__(self, originals: Mapping[Element, Element]) -> None:
        pdf = _written.get()()
        assert pdf is not None
        self.pdf: pydyf.PDF = pdf
        self.originals: Mapping[Element, Element] = originals
        self.root = pydyf.Dictionary({"S": "/Document", "K": pydyf.Array()})
        self.root.number = 0
        self.joining = Joining(pdf)
        self.unfinished: list[pydyf.Dictionary] = []

    def top(self, document: pydyf.Dictionary) -> list[pydyf.Dictionary]:
        """Return what stands right below the document, as a part of it."""
        elements = [object_of(self.pdf, reference) for reference in self.root["K"]]
        for element in elements:
            element["P"] = document.reference
        return elements

    def add(self, box: Any, stream: Any, number: int) -> PageStructure:
        """Build the structure of a page that has just been drawn, join it to what is there, and pack the page."""
        before = len(self.pdf.objects)
        content: dict[int, Any] = {}
        annotations: list[Any] = []
        build = tags._build_box_tree(box, self.root, self.pdf, number, content, annotations, stream._tags)
        tops = [element.reference for element in build]
        made = [each for each in self.pdf.objects[before:] if each.get("Type") == "/StructElem"]
        for element in made:
            source = getattr(element, "source", None)
            if source is not None:
                element.source = self.originals.get(source, source)
        inside = {each for top in tops for each in self._below(top)}
        self.joining.append(self.root, tops)
        for head in self.joining.dropped:
            inside.difference_update(self._below(head))
        gone = {id(element) for element in self.joining.gone}
        kept = [each for each in made if each.reference in inside and id(each) not in gone]
        self._finish_content(stream, content, inside)
        for element in kept:
            give_scope(self.pdf, element)
            rename_headers(element, self.joining.renamed)
        self._finish_elements(made, kept)
        self.joining.forget()
        return PageStructure(content, annotations)

    def _finish_content(self, stream: Any, content: dict[int, Any], inside: set[bytes]) -> None:
        outside = {number for number, reference in content.items() if reference not in inside}
        mark_as_artifact(stream.stream, outside)
        content.update(dict.fromkeys(outside, "null"))
        pack_stream(stream)

    def _finish_elements(self, made: list[pydyf.Dictionary], kept: list[pydyf.Dictionary]) -> None:
        numbers = {element.number for element in kept}
        for element in made:
            if element.number not in numbers:
                self.pdf.objects[element.number] = _Finished(element.number)
        going_on = set(self._going_on(self.root))
        waiting = [*self.unfinished, *kept]
        self.unfinished = []
        for element in waiting:
            if element.number in going_on:
                self.unfinished.append(element)
            elif self.pdf.objects[element.number] is element:
                self.pdf.objects[element.number] = _Finished(element.number, element["S"], element.data)

    def _going_on(self, element: Any) -> Iterator[int]:
        """Return the numbers of the elements that may go on with the next page, and of headings it may repeat."""
        yield element.number
        if not isinstance(element, dict):
            return
        kids = [kid for kid in element.get("K", ()) if isinstance(kid, bytes)]
        if element.get("S") == "/Table":
            heads = [kid for kid in kids if object_of(self.pdf, kid)["S"] == "/THead"]
            yield from (object_of(self.pdf, each).number for head in heads for each in self._below(head))
        for kid in kids if element.get("S") == "/TR" else kids[-1:]:
            yield from self._going_on(object_of(self.pdf, kid))

    def _below(self, reference: bytes) -> Iterator[bytes]:
        yield reference
        for kid in object_of(self.pdf, reference).get("K", ()):
            if isinstance(kid, bytes):
                yield from self._below(kid)
