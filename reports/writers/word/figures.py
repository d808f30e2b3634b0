"""Drawings in Word: the SVG itself, with its text alternative; older programs show a blank picture in its place."""

import re
from base64 import b64decode
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from reports.documents.document import Figure
from services.values.logos import PrintedLogo
from services.values.wording import storable

_WIDTH, _TALLEST = Cm(16), Cm(22)
_WIDEST_LOGO, _LOGO_HEIGHT = Cm(8), Cm(1.5)
_VIEW_BOX = re.compile(r"""viewBox=["']\s*[-\d.]+[ ,]+[-\d.]+[ ,]+(?P<width>[\d.]+)[ ,]+(?P<height>[\d.]+)""")
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_BLANK_PICTURE = b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
"""A white PNG of one point, which stands in for every drawing."""


def add_drawing(paragraph: Any, figure: Figure, part: Any) -> None:
    """Append the figure to the paragraph, as wide as the text of a portrait page."""
    _add_svg(paragraph, figure.svg, figure.alternative, part, _extent(figure.svg, _WIDTH, _TALLEST))


def add_logo(paragraph: Any, logo: PrintedLogo, part: Any) -> None:
    """Append the logo to the paragraph, as high as a few lines of it."""
    content = b64decode(logo.base64)
    if logo.kind == "svg":
        svg = content.decode("utf-8", errors="replace")
        _add_svg(paragraph, svg, logo.words, part, _extent(svg, _WIDEST_LOGO, _LOGO_HEIGHT))
    else:
        inline = part.new_pic_inline(BytesIO(content), None, _LOGO_HEIGHT)
        _name(inline, logo.words)
        paragraph.add_r().add_drawing(inline)


def _add_svg(paragraph: Any, svg: str, alternative: str, part: Any, extent: tuple[int, int]) -> None:
    inline = part.new_pic_inline(BytesIO(_BLANK_PICTURE), *extent)
    picture = _name(inline, alternative)
    extensions = etree.SubElement(picture.blipFill.blip, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"), uri=_SVG_EXTENSION)
    relation = part.relate_to(_svg_part(svg, part), RELATIONSHIP_TYPE.IMAGE)
    etree.SubElement(extension, f"{{{_SVG}}}svgBlip", {qn("r:embed"): relation}, {"asvg": _SVG})
    paragraph.add_r().add_drawing(inline)


def _name(inline: Any, alternative: str) -> Any:
    """Give the picture its names and its text alternative, and return it."""
    picture = inline.graphic.graphicData.pic
    for named in (inline.docPr, picture.nvPicPr.cNvPr):
        named.set("id", str(inline.docPr.id))
        named.set("name", f"Drawing {inline.docPr.id}")
        named.set("descr", storable(alternative))
    return picture


def _svg_part(svg: str, part: Any) -> Part:
    """Return the drawing as a file, which unlike one within a page names its language of markup."""
    if "xmlns=" not in svg.partition(">")[0]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    name = part.package.next_partname("/word/media/drawing%d.svg")
    return Part(PackURI(name), "image/svg+xml", svg.encode(), part.package)


def _extent(svg: str, widest: int, tallest: int) -> tuple[int, int]:
    """Return width and height in the format's unit, in the drawing's own proportion."""
    match = _VIEW_BOX.search(svg)
    if match is None or not float(match["width"]):
        return min(widest, 2 * tallest), min(widest // 2, tallest)
    height = round(widest * float(match["height"]) / float(match["width"]))
    if height <= tallest:
        return widest, height
    return widest * tallest // height, tallest
