"""The project's own check of a tagged PDF: what automated PDF/UA checkers leave out, said in words.

An empty list means that the file passes this check. It judges structure, not wording: whether a text
alternative is a good one, only a person can say.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from reports.documents.bookmarks import MOST_ENTRIES
from reports.documents.document import Document, Form, Table
from reports.documents.large_print import in_large_print
from reports.writers.pdf_bookmarks import ITALIC

_TEXT_AND_PAINT_OPERATORS = frozenset(
    ["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"]
)
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
_EMBEDDED_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"


@dataclass(frozen=True)
class _Element:
    """A structure element: its role, its dictionary, and the roles of those it stands in, nearest first."""

    role: str
    value: pikepdf.Dictionary
    ancestors: tuple[str, ...]


def check_structure(pdf: bytes, document: Document | None = None) -> list[str]:
    """Return what is wrong with the structure of the PDF, in words; nothing when it passes.

    With the document that was printed, its tables are counted, too.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = list(_elements(opened))
        findings = (
            _check_document(opened),
            _check_headings(elements),
            _check_bookmarks(opened, elements),
            _check_tables(elements),
            _check_tables_of(document, elements) if document else (),
            _check_figures(elements),
            _check_content(opened, elements),
            _check_fonts(opened),
            _check_links(opened),
        )
        return [finding for check in findings for finding in check]


# Reading the structure tree


def _elements(pdf: pikepdf.Pdf) -> Iterator[_Element]:
    """Return the structure elements in reading order."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        waiting: list[tuple[Any, tuple[str, ...]]] = [(kid, ()) for kid in reversed(_kids(root))]
        while waiting:
            value, ancestors = waiting.pop()
            role = str(value.get("/S", ""))
            yield _Element(role, value, ancestors)
            waiting.extend((kid, (role, *ancestors)) for kid in reversed(_kids(value)))


def _kids(value: Any) -> list[Any]:
    """Return the structure elements right below, without marked content and references to annotations."""
    return [kid for kid in _listed(value.get("/K")) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _listed(value: Any) -> list[Any]:
    """Return a PDF value that may be missing, single or an array as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _marked_content(element: _Element) -> Iterator[tuple[Any, int]]:
    """Return the marked content that belongs to the element itself: its page, which may be another, and its number."""
    own_page = element.value.get("/Pg")
    for kid in _listed(element.value.get("/K")):
        if isinstance(kid, int):
            yield own_page, kid
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            yield kid.get("/Pg", own_page), int(kid["/MCID"])


# The document as a whole


def _check_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "The document has no title."
    if not str(root.get("/Lang", "")).strip():
        yield "The document does not say its language."
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "The document is not tagged."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "The window would show the file's name instead of the title."
    with pdf.open_metadata() as metadata:
        if str(metadata.get(f"{{{_UA_NAMESPACE}}}part", "")) != "1":
            yield "The document does not identify itself as PDF/UA-1."


def _check_headings(elements: Iterable[_Element]) -> Iterator[str]:
    levels = [_HEADINGS[element.role] for element in elements if element.role in _HEADINGS]
    if levels.count(1) != 1:
        yield f"The document has {levels.count(1)} headings of level 1 instead of one."
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"A heading of level {level} follows one of level {before}."


def _check_bookmarks(pdf: pikepdf.Pdf, elements: Iterable[_Element]) -> Iterator[str]:
    headings = [_HEADINGS[element.role] for element in elements if element.role in _HEADINGS]
    with pdf.open_outline() as outline:
        bookmarks = list(_bookmark_levels(outline.root))
        longest = _longest_list(outline.root)
    if not bookmarks:
        yield "The document has no bookmarks."
    elif len(bookmarks) != len(headings):
        yield f"The document has {len(bookmarks)} bookmarks for {len(headings)} headings."
    elif bookmarks != headings:
        yield "The bookmarks are not nested as the headings are."
    if longest > MOST_ENTRIES:
        yield f"A list of {longest} bookmarks is not divided into groups."


def _bookmark_levels(items: Iterable[pikepdf.OutlineItem], level: int = 1) -> Iterator[int]:
    """Return the level of each bookmark of a heading; a group is none, and what is in it no deeper."""
    for item in items:
        is_group = item.obj is not None and item.obj.get("/F") == ITALIC
        if not is_group:
            yield level
        yield from _bookmark_levels(item.children, level if is_group else level + 1)


def _longest_list(items: Sequence[pikepdf.OutlineItem]) -> int:
    return max([len(items), *(_longest_list(item.children) for item in items)])


# Tables and figures


def _check_tables(elements: Iterable[_Element]) -> Iterator[str]:
    """Return a finding for each table without header cells and each header cell without a scope."""
    tables = 0
    has_header = True
    for element in elements:
        if element.role == "/Table":
            if not has_header:
                yield f"Table {tables} has no header cells."
            tables, has_header = tables + 1, False
        elif element.role == "/TH":
            has_header = True
            if not _scope(element.value):
                yield f"A header cell of table {tables} does not say what it heads."
    if not has_header:
        yield f"Table {tables} has no header cells."


def _check_tables_of(document: Document, elements: Sequence[_Element]) -> Iterator[str]:
    """Return a finding for each table that is tagged more or less than once, or with headings other than its own."""
    printed = in_large_print(document) if document.cover.large_print else document
    expected = [_headings_of(block) for block in printed.blocks if isinstance(block, Form | Table)]
    tagged: list[int] = []
    for element in elements:
        if element.role == "/Table":
            tagged.append(0)
        elif element.role == "/TH" and "/THead" in element.ancestors:
            tagged[-1] += 1
    if len(tagged) != len(expected):
        yield f"{len(tagged)} tables are tagged instead of {len(expected)}."
        return
    for number, (there, wanted) in enumerate(zip(tagged, expected, strict=True), start=1):
        if there != wanted:
            yield f"Table {number} has {there} column headings instead of {wanted}."


def _headings_of(block: Form | Table) -> int:
    """Return how many of its columns have a heading; a form has labels alone."""
    return 0 if isinstance(block, Form) else sum(1 for column in block.columns if column.heading)


def _scope(cell: pikepdf.Dictionary) -> str:
    return next((str(item["/Scope"]) for item in _listed(cell.get("/A")) if "/Scope" in item), "")


def _check_figures(elements: Iterable[_Element]) -> Iterator[str]:
    for element in elements:
        if element.role == "/Figure" and not str(element.value.get("/Alt", "")).strip():
            yield "A figure has no text alternative."


# The content of the pages


def _check_content(pdf: pikepdf.Pdf, elements: Iterable[_Element]) -> Iterator[str]:
    """Return a finding for each page with content that is neither in the structure nor an artifact, or missing."""
    tagged: dict[tuple[int, int], list[int]] = {}
    for element in elements:
        for shown_on, number in _marked_content(element):
            if shown_on is None:
                yield f"Marked content of {element.role[1:]} is on no page."
            else:
                tagged.setdefault(shown_on.objgen, []).append(number)
    for number, page in enumerate(pdf.pages, start=1):
        held = tagged.get(page.obj.objgen, [])
        if len(held) != len(set(held)):
            yield f"Page {number} has content that the structure holds twice."
        found: set[int] = set()
        reasons = _stray_content(page, set(held), found)
        yield from (f"Page {number} has {reason}." for reason in sorted(set(reasons)))
        if not found.issuperset(held):
            yield f"Page {number} lacks content that the structure holds."


def _stray_content(page: pikepdf.Page, tagged: set[int], found: set[int]) -> Iterator[str]:
    """Return what is wrong with each piece of content, in few words; add to `found` what is there."""
    marks: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BMC", "BDC"):
            number = _content_number(operands, page)
            if number is not None:
                found.add(number)
            if number is not None and number not in tagged:
                yield "tagged content that the structure does not hold"
            marks.append(number is not None or str(operands[0]) == "/Artifact")
        elif name == "EMC" and marks:
            marks.pop()
        elif name in _TEXT_AND_PAINT_OPERATORS and not any(marks):
            yield "content that is neither tagged nor an artifact"


def _content_number(operands: Any, page: pikepdf.Page) -> int | None:
    """Return the number that ties marked content to the structure; None when it has none."""
    properties: Any = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        named: Any = page.resources.get("/Properties", pikepdf.Dictionary())
        properties = named.get(str(properties))
    if not isinstance(properties, pikepdf.Dictionary) or "/MCID" not in properties:
        return None
    return int(properties["/MCID"])


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for value in pdf.objects:
        if not isinstance(value, pikepdf.Dictionary) or value.get("/Type") != "/FontDescriptor":
            continue
        if not any(name in value for name in _EMBEDDED_FONT_FILES):
            yield f"The font {value.get('/FontName', 'without a name')} is not embedded."


def _check_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and not str(annotation.get("/Contents", "")).strip():
                yield f"A link on page {number} does not say where it leads."
            if annotation.get("/Subtype") == "/Link" and "/StructParent" not in annotation:
                yield f"A link on page {number} is not tagged."
