"""WordprocessingML in Python: text is escaped by default and can never become a field or an element."""

from dataclasses import dataclass
from html import escape

from proposals.workbook.cells import tidy

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


class Xml(str):
    """Markup that is written as it is."""

    __slots__ = ()


NOTHING = Xml("")


def element(name: str, /, *children: str, **attributes: str | int) -> Xml:
    """Return an element with its children; text is escaped. Write `w_val` for the attribute w:val."""
    written = "".join(
        f' {key.replace("_", ":", 1)}="{_escaped(str(value))}"' for key, value in attributes.items()
    )
    content = joined(*children)
    return Xml(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def joined(*children: str) -> Xml:
    """Return the children one after another, each that is plain text escaped."""
    return Xml("".join(child if isinstance(child, Xml) else _escaped(child) for child in children))


def part(name: str, /, *children: str, **attributes: str | int) -> bytes:
    """Return a part of the package: the element `name` with all namespaces, as a file of its own."""
    spaces = Xml("".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items()))
    written = element(name, *children, **attributes)
    opening = f"<{name}"
    return f"{XML_DECLARATION}{opening}{spaces}{written.removeprefix(opening)}".encode()


XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _escaped(text: str) -> str:
    return escape(tidy(text))


def flag(name: str) -> Xml:
    """Return an element that is there or not, such as w:keepNext."""
    return Xml(f"<{name}/>")


def run(text: str, *properties: Xml) -> Xml:
    """Return a run of text; ends of lines and tabs stay what they are."""
    pieces: list[Xml] = []
    for number, line in enumerate(tidy(text).split("\n")):
        if number:
            pieces.append(flag("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                pieces.append(flag("w:tab"))
            if piece:
                # Not by `element`, which takes the blanks at both ends away.
                pieces.append(Xml(f'<w:t xml:space="preserve">{escape(piece)}</w:t>'))
    look = element("w:rPr", *properties) if properties else NOTHING
    return element("w:r", look, *pieces)


def spaced_run(text: str, *properties: Xml) -> Xml:
    """Return a run that is a part of a line: one space is kept where spaces stand at its ends."""
    before = _SPACE if text[:1].isspace() else NOTHING
    after = _SPACE if text[-1:].isspace() and text.strip() else NOTHING
    return joined(before, run(text, *properties) if text.strip() else NOTHING, after)


_SPACE = Xml('<w:r><w:t xml:space="preserve"> </w:t></w:r>')


def field(instruction: str, result: str = "") -> Xml:
    """Return a field that the reader's program works out; `instruction` is never a text of a document."""
    return joined(
        field_mark("begin"),
        field_instruction(instruction),
        field_mark("separate"),
        run(result) if result else NOTHING,
        field_mark("end"),
    )


def field_mark(kind: str) -> Xml:
    """Return one of the three marks of a field: begin, separate, end."""
    return element("w:r", element("w:fldChar", w_fldCharType=kind))


def field_instruction(instruction: str) -> Xml:
    """Return what a field is to show."""
    return element("w:r", Xml(f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>'))


@dataclass(frozen=True)
class TextParagraph:
    """A paragraph with its style; `numbering` and `section` are markup of their own."""

    content: Xml
    style: str = ""
    numbering: Xml = NOTHING
    is_right: bool = False
    keep_next: bool = False
    begins_page: bool = False
    section: Xml = NOTHING

    def xml(self) -> Xml:
        """Return the paragraph, its properties in the order that the format asks for."""
        properties = (
            element("w:pStyle", w_val=self.style) if self.style else NOTHING,
            flag("w:keepNext") if self.keep_next else NOTHING,
            flag("w:pageBreakBefore") if self.begins_page else NOTHING,
            self.numbering,
            element("w:jc", w_val="right") if self.is_right else NOTHING,
            self.section,
        )
        return element("w:p", element("w:pPr", *properties) if any(properties) else NOTHING, self.content)
