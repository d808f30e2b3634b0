"""Drawings in Word: the SVG itself, with its text alternative; older programs show a blank picture in its place."""

import re
import struct
import zlib
from dataclasses import dataclass

from reports.documents.document import Figure
from reports.writers.word_xml import NAMESPACES, Xml, element

_WIDTH = 5_760_000  # 16 cm in the format's unit, 360,000 to the centimetre
_TALLEST = 7_920_000
_VIEW_BOX = re.compile(r"""viewBox=["']\s*[-\d.]+[ ,]+[-\d.]+[ ,]+(?P<width>[\d.]+)[ ,]+(?P<height>[\d.]+)""")
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
BLANK_PICTURE = "rIdBlank"
"""The relation to the picture that stands in for every drawing."""


@dataclass(frozen=True)
class Drawing:
    """One drawing as a file in the package."""

    relation: str
    name: str
    content: bytes


class Figures:
    """The drawings of one Word file."""

    def __init__(self) -> None:
        self.drawings: list[Drawing] = []

    def drawing(self, figure: Figure) -> Xml:
        """Return the run that shows the figure, as wide as the text of a portrait page."""
        number = len(self.drawings) + 1
        relation = f"rIdDrawing{number}"
        self.drawings.append(Drawing(relation, f"drawing{number}.svg", _standing_alone(figure.svg)))
        width, height = _extent(figure.svg)
        extent = {"cx": width, "cy": height}
        named: dict[str, str | int] = {"id": number, "name": f"Drawing {number}", "descr": figure.alternative}
        svg = element(
            "a:extLst",
            element("a:ext", element("asvg:svgBlip", r_embed=relation), uri=_SVG_EXTENSION),
        )
        picture = element(
            "pic:pic",
            element("pic:nvPicPr", element("pic:cNvPr", **named), element("pic:cNvPicPr")),
            element(
                "pic:blipFill",
                element("a:blip", svg, r_embed=BLANK_PICTURE),
                element("a:stretch", element("a:fillRect")),
            ),
            element(
                "pic:spPr",
                element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", **extent)),
                element("a:prstGeom", element("a:avLst"), prst="rect"),
            ),
        )
        graphic = element("a:graphic", element("a:graphicData", picture, uri=NAMESPACES["pic"]))
        inline = element(
            "wp:inline",
            element("wp:extent", **extent),
            element("wp:docPr", **named),
            graphic,
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        )
        return element("w:r", element("w:drawing", inline))


def _standing_alone(svg: str) -> bytes:
    """Return the drawing as a file, which unlike one within a page names its language of markup."""
    if "xmlns=" not in svg.partition(">")[0]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return svg.encode()


def _extent(svg: str) -> tuple[int, int]:
    """Return width and height in the format's unit, in the drawing's own proportion."""
    match = _VIEW_BOX.search(svg)
    if match is None or not float(match["width"]):
        return _WIDTH, _WIDTH // 2
    height = round(_WIDTH * float(match["height"]) / float(match["width"]))
    if height <= _TALLEST:
        return _WIDTH, height
    return _WIDTH * _TALLEST // height, _TALLEST


def blank_picture() -> bytes:
    """Return a white PNG of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\xff")) + chunk(b"IEND", b"")
