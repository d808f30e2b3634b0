"""The few elements of a Word file that python-docx has no method for: text goes in as text, never as markup."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from services.values.wording import storable

_BREAKS = {"\t": "w:tab", "\n": "w:br"}
_SECTION, _SPACE = qn("w:sectPr"), qn("xml:space")


def add_element(parent: Any, name: str, /, **values: str | int) -> Any:
    """Append the element `name` with its attributes, `val` for w:val, and return it."""
    element = OxmlElement(name, {qn(f"w:{key}"): str(value) for key, value in values.items()})
    parent.append(element)
    return element


def add_run(parent: Any, text: str) -> Any:
    """Append a run of text to a paragraph or a link; ends of lines and tabs stay what they are."""
    run = add_element(parent, "w:r")
    for piece in re.split("([\t\n])", storable(text)):
        if piece in _BREAKS:
            add_element(run, _BREAKS[piece])
        elif piece:
            written = add_element(run, "w:t")
            written.set(_SPACE, "preserve")
            written.text = piece
    return run


def append_to(container: Any, element: Any) -> None:
    """Append the element to a cell, or to the body before its last section, which ends it."""
    # python-docx looks for that place among all that is written already, and grows slower with every page.
    last = next(container.iterchildren(reversed=True), None)
    if last is not None and last.tag == _SECTION:
        last.addprevious(element)
    else:
        container.append(element)


def add_paragraph(container: Any, text: str = "", style: str = "") -> Any:
    """Append a paragraph of the style to the body or to a cell."""
    paragraph = OxmlElement("w:p")
    append_to(container, paragraph)
    if style:
        add_element(add_element(paragraph, "w:pPr"), "w:pStyle", val=style)
    if tidy := storable(text).strip():
        add_run(paragraph, tidy)
    return paragraph


def begin_field(parent: Any, instruction: str) -> None:
    """Begin a field that Word works out; `instruction` is never a text of a document."""
    add_element(add_element(parent, "w:r"), "w:fldChar", fldCharType="begin")
    written = add_element(add_element(parent, "w:r"), "w:instrText")
    written.set(_SPACE, "preserve")
    written.text = f" {instruction} "
    add_element(add_element(parent, "w:r"), "w:fldChar", fldCharType="separate")


def end_field(parent: Any) -> None:
    """End the field that was begun last."""
    add_element(add_element(parent, "w:r"), "w:fldChar", fldCharType="end")
