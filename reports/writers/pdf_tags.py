"""Corrections of a printed PDF's structure for PDF/UA, made before the file is written.

Four things: what runs over pages is joined; running heads and feet and repeated headings become artifacts, so that
no screen reader stops at them; header cells say what they head; links say in words where they lead. Works on
pydyf's objects, in which a reference is the bytes `12 0 R`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pydyf

from reports.writers.pdf_joins import TaggedPage, join_over_pages, object_of

Finisher = Callable[[Any, pydyf.PDF], None]


def finisher(link_texts: Mapping[str, str]) -> Finisher:
    """Return the step that WeasyPrint runs before writing; `link_texts` names the anchor of each link."""

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        if not isinstance(document.pages[0], TaggedPage):
            join_over_pages(pdf)
            reached = set(_structure_elements(pdf))
            _make_running_text_artifacts(pdf, reached)
            for reference in reached:
                give_scope(pdf, object_of(pdf, reference))
        _describe_links(pdf, link_texts)

    return finish


def _pages(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    return (pdf.objects[number] for number in pdf.pages["Kids"][::3])


def _structure_elements(pdf: pydyf.PDF) -> Iterator[bytes]:
    """Return the references of all that the structure tree leads to."""
    waiting = list(object_of(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes):
            yield reference
            waiting.extend(object_of(pdf, reference).get("K", ()))


def _make_running_text_artifacts(pdf: pydyf.PDF, reached: set[bytes]) -> None:
    """Mark as artifact the text that is tagged and not in the tree: of the page margins, and repeated headings."""
    content_mapping = object_of(pdf, object_of(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    elements_of = dict(zip(content_mapping[::2], content_mapping[1::2], strict=True))
    for page in _pages(pdf):
        elements = elements_of[page["StructParents"]]
        outside = {place for place, reference in enumerate(elements) if reference not in reached}
        mark_as_artifact(object_of(pdf, page["Contents"]).stream, outside)
        for place in outside:
            object_of(pdf, elements[place]).clear()
            elements[place] = "null"


def mark_as_artifact(stream: list[Any], content_numbers: set[int]) -> None:
    """Mark the pieces of a page's content with these numbers as no part of the text."""
    for place, operator in enumerate(stream):
        if operator == b"BDC" and stream[place - 1]["MCID"] in content_numbers:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})


def give_scope(pdf: pydyf.PDF, cell: pydyf.Dictionary) -> None:
    """Say of a header cell what it heads; of anything else nothing."""
    if cell.get("S") == "/TH":
        row_group = object_of(pdf, object_of(pdf, cell["P"])["P"])
        cell["A"]["Scope"] = "/Column" if row_group["S"] == "/THead" else "/Row"


def _describe_links(pdf: pydyf.PDF, link_texts: Mapping[str, str]) -> None:
    for page in _pages(pdf):
        for reference in page.get("Annots", ()):
            annotation = object_of(pdf, reference)
            target = annotation.get("Dest")
            if target is not None and target.string in link_texts:
                annotation["Contents"] = pydyf.String(f"Go to {link_texts[target.string]}")
