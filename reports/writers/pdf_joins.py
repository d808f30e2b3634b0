"""The structure of a PDF, joined over its pages: WeasyPrint tags whatever runs over a page anew on each one.

A table is one table again, whose headings are read once, and so are a paragraph, a list and a section. Works on
pydyf's objects, as `pdf_tags` does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.pdf import tags

_NEVER_JOINED = {"/Link", "/Figure"}
"""They refer to the marked content of their own page, or are whole anyway."""

_tagged_boxes = tags._build_box_tree


def object_of(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object of the file that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def remember_sources() -> None:
    """Let every structure element that is made in this process say which element of the page it was made of."""
    tags._build_box_tree = _remembering


class TaggedPage:
    """A page whose structure was made when it was drawn."""

    def tagged(self, document: pydyf.Dictionary) -> tuple[list[pydyf.Dictionary], Any]:
        """Return its elements, and what belongs to the page: elements by their content, annotations."""
        raise NotImplementedError


def _remembering(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
    if isinstance(box, TaggedPage):
        *_, content, annotations, _tags = rest
        elements, page = box.tagged(parent)
        content.update(page.content)
        annotations.extend(page.annotations)
        yield from elements
        return
    for element in _tagged_boxes(box, parent, *rest):
        if not hasattr(element, "source"):
            element.source = getattr(box, "element", None)
        yield element


def join_over_pages(pdf: pydyf.PDF) -> None:
    """Put the parts of each element together, and leave out the headings that a table repeats on every page."""
    (reference,) = object_of(pdf, pdf.catalog["StructTreeRoot"])["K"]
    document = object_of(pdf, reference)
    joining = Joining(pdf)
    pages, document["K"] = document["K"], pydyf.Array()
    for page in pages:
        joining.append(document, [page])
    if joining.renamed:
        for value in pdf.objects:
            if isinstance(value, dict):
                rename_headers(value, joining.renamed)


def rename_headers(element: pydyf.Dictionary, renamed: Mapping[str, pydyf.String]) -> None:
    """Let a cell name the header cells that are still there."""
    if element.get("S") == "/TD" and "Headers" in element.get("A", {}):
        names = (renamed.get(name.string, name) for name in element["A"]["Headers"])
        element["A"]["Headers"] = pydyf.Array(names)


class Joining:
    """A joining of one PDF's structure."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.forget()

    def forget(self) -> None:
        """Forget what was joined so far."""
        self.renamed: dict[str, pydyf.String] = {}
        """The names of header cells that went into others, each with the name of the other."""
        self.gone: list[pydyf.Dictionary] = []
        """The elements that went into others."""
        self.dropped: list[bytes] = []
        """The repeated headings."""

    def append(self, parent: pydyf.Dictionary, added: list[Any]) -> None:
        """Put the kids at the end of the parent; the first of them may go on with the last that is there."""
        kids = parent["K"]
        if kids and added and self._goes_on(kids[-1], added[0]):
            self._join(object_of(self.pdf, kids[-1]), object_of(self.pdf, added[0]))
            added = added[1:]
        for reference in added:
            if isinstance(reference, bytes):
                object_of(self.pdf, reference)["P"] = parent.reference
            kids.append(reference)

    def _goes_on(self, before: Any, after: Any) -> bool:
        if not isinstance(before, bytes) or not isinstance(after, bytes):
            return False
        first, second = object_of(self.pdf, before), object_of(self.pdf, after)
        source = getattr(first, "source", None)
        return (
            source is not None
            and source is getattr(second, "source", None)
            and first.get("S") == second.get("S") not in _NEVER_JOINED
        )

    def _join(self, first: pydyf.Dictionary, second: pydyf.Dictionary) -> None:
        self.gone.append(second)
        if first["S"] == "/TR":
            # Of a row that breaks every cell goes on, not the last alone.
            for before, after in zip(first["K"], second["K"], strict=True):
                self._join(object_of(self.pdf, before), object_of(self.pdf, after))
            return
        if first["S"] == "/TH":
            self.renamed[second["ID"].string] = first["ID"]
        added = list(second["K"])
        if first["S"] == "/Table":
            added = self._without_repeated_headings(first, added)
        self.append(first, added)

    def _without_repeated_headings(self, table: pydyf.Dictionary, added: list[Any]) -> list[Any]:
        heads = [kid for kid in table["K"] if object_of(self.pdf, kid)["S"] == "/THead"]
        repeated = [kid for kid in added if heads and object_of(self.pdf, kid)["S"] == "/THead"]
        for head in repeated:
            for before, after in zip(self._header_cells(heads[0]), self._header_cells(head), strict=True):
                self.renamed[after["ID"].string] = before["ID"]
        self.dropped.extend(repeated)
        return [kid for kid in added if kid not in repeated]

    def _header_cells(self, head: bytes) -> list[pydyf.Dictionary]:
        rows = (object_of(self.pdf, row) for row in object_of(self.pdf, head)["K"])
        cells = (object_of(self.pdf, cell) for row in rows for cell in row["K"])
        return [cell for cell in cells if cell["S"] == "/TH"]
