"""Any document as a Word file, for the report that a clerk goes on editing.

Headings, lists, contents and links are Word's own. The same document gives the same bytes every time.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from textwrap import shorten

from proposals.workbook.cells import tidy
from reports.documents.document import Document, Orientation
from reports.writers.word_blocks import TEXT_WIDTHS, BlockWriter, BodyPart
from reports.writers.word_package import package_parts
from reports.writers.word_xml import NOTHING, TextParagraph, Xml, element, field, flag, joined, part, run

RUNNING_TITLE_LENGTH = 90
DRAFT = "Draft"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file knows no earlier time; that of making would change the bytes
_PAPER: dict[Orientation, tuple[int, int]] = {"portrait": (11906, 16838), "landscape": (16838, 11906)}
_MARGIN = 1134


def write_word(document: Document) -> bytes:
    """Return the document as a .docx file."""
    writer = BlockWriter(document)
    body = _body(document, writer)
    parts = {
        "word/document.xml": part("w:document", element("w:body", *map(_markup, body))),
        "word/header.xml": part("w:hdr", _running_head(document)),
        "word/header-cover.xml": part("w:hdr", _cover_head(document)),
        "word/footer.xml": part("w:ftr", _running_foot()),
        "word/footer-cover.xml": part("w:ftr", TextParagraph(NOTHING, "Footer").xml()),
        **package_parts(document, writer),
    }
    return _zipped(parts)


def _markup(body_part: BodyPart) -> Xml:
    return body_part.xml() if isinstance(body_part, TextParagraph) else body_part


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return buffer.getvalue()


# The body: the cover, and the stretches between page breaks


def _body(document: Document, writer: BlockWriter) -> list[BodyPart]:
    """Return the whole body; where the pages begin to lie another way, a section ends."""
    body: list[BodyPart] = list(_cover(document))
    lying: Orientation = "portrait"
    is_first = True
    for orientation, blocks in document.stretches:
        writer.width = TEXT_WIDTHS[orientation]
        written = [body_part for block in blocks for body_part in writer.write(block)]
        if not written:
            continue
        if orientation == lying:
            written = _on_a_new_page(written)
        else:
            body = _ended(body, _section(lying, is_first=is_first))
            lying, is_first = orientation, False
        body.extend(_parted(written))
    if not isinstance(body[-1], TextParagraph):
        body.append(TextParagraph(NOTHING))  # a Word file does not end with a table
    return [*body, _section(lying, is_first=is_first)]


def _cover(document: Document) -> Iterator[TextParagraph]:
    cover = document.cover
    lines = (
        ("CoverCouncil", document.council),
        ("CoverLabel", document.appendix_label),
        ("CoverDraft", DRAFT if cover.draft else ""),
        ("Title", document.title),
        *(("CoverDetail", text) for text in document.cover_details),
    )
    return (TextParagraph(run(text), style) for style, text in lines if text)


def _on_a_new_page(written: list[BodyPart]) -> list[BodyPart]:
    first = written[0]
    if isinstance(first, TextParagraph):
        return [replace(first, begins_page=True), *written[1:]]
    return [TextParagraph(NOTHING, begins_page=True), *written]


def _parted(written: list[BodyPart]) -> Iterator[BodyPart]:
    """Return the parts with a paragraph between two tables, which Word would make one of."""
    before: BodyPart = TextParagraph(NOTHING)
    for body_part in written:
        if not isinstance(before, TextParagraph) and not isinstance(body_part, TextParagraph):
            yield TextParagraph(NOTHING)
        yield body_part
        before = body_part


def _ended(body: list[BodyPart], section: Xml) -> list[BodyPart]:
    """Return the body with the section that its last paragraph ends."""
    last = body[-1]
    if isinstance(last, TextParagraph):
        return [*body[:-1], replace(last, section=section)]
    return [*body, TextParagraph(NOTHING, section=section)]


def _section(orientation: Orientation, *, is_first: bool) -> Xml:
    """Return how the pages of a section lie; the first also says what every page is headed with."""
    width, height = _PAPER[orientation]
    size = {"w_w": width, "w_h": height}
    turned = {"w_orient": "landscape"} if orientation == "landscape" else {}
    margins = {f"w_{side}": _MARGIN for side in ("top", "right", "bottom", "left")}
    references = (
        element("w:headerReference", w_type="default", r_id="rIdHeader"),
        element("w:headerReference", w_type="first", r_id="rIdCoverHeader"),
        element("w:footerReference", w_type="default", r_id="rIdFooter"),
        element("w:footerReference", w_type="first", r_id="rIdCoverFooter"),
    )
    return element(
        "w:sectPr",
        *(references if is_first else ()),
        element("w:type", w_val="nextPage"),
        element("w:pgSz", **size, **turned),
        element("w:pgMar", **margins, w_header=567, w_footer=567, w_gutter=0),
        flag("w:titlePg") if is_first else NOTHING,
    )


# Heads and feet


def _running_head(document: Document) -> Xml:
    title = shorten(tidy(document.title), RUNNING_TITLE_LENGTH, placeholder=" …")
    cover = document.cover
    warning = f"{cover.running_warning} {cover.running_reason}".strip()
    texts = (warning, DRAFT if cover.draft else "", document.appendix_label, title)
    content = joined(run(" – ".join(text for text in texts if text)), _watermark(document, 1))
    return TextParagraph(content, "Header").xml()


def _cover_head(document: Document) -> Xml:
    return TextParagraph(_watermark(document, 2), "Header").xml()


def _running_foot() -> Xml:
    content = joined(
        element("w:r", Xml('<w:t xml:space="preserve">Page </w:t>')),
        field("PAGE", "2"),
        element("w:r", Xml('<w:t xml:space="preserve"> of </w:t>')),
        field("NUMPAGES", "2"),
    )
    return TextParagraph(content, "Footer", is_right=True).xml()


def _watermark(document: Document, number: int) -> Xml:
    """Return the word across the page of a draft, as Word itself makes a watermark."""
    if not document.cover.draft:
        return NOTHING
    kind = element(
        "v:shapetype",
        element("v:path", textpathok="t"),
        element("v:textpath", on="t", fitshape="t"),
        id="_x0000_t136",
        coordsize="21600,21600",
        o_spt=136,
        adj="10800",
        path="m@7,l@8,m@5,21600l@6,21600e",
    )
    shape = element(
        "v:shape",
        element("v:textpath", style='font-family:"Arial";font-size:1pt', string=DRAFT.upper()),
        id=f"PowerPlusWaterMarkObject{number}",
        o_spid=f"_x0000_s{2048 + number}",
        type="#_x0000_t136",
        alt=DRAFT,
        style=_WATERMARK_STYLE,
        o_allowincell="f",
        fillcolor="#ececec",
        stroked="f",
    )
    return element("w:r", element("w:pict", kind, shape))


_WATERMARK_STYLE = (
    "position:absolute;margin-left:0;margin-top:0;width:400pt;height:150pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
