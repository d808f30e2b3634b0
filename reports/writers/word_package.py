"""What a Word file holds beside its text: settings, properties, and which part is which."""

from reports.documents.document import Document
from reports.writers.word_blocks import BlockWriter
from reports.writers.word_figures import BLANK_PICTURE, blank_picture
from reports.writers.word_styles import styles_part
from reports.writers.word_xml import NOTHING, XML_DECLARATION, Xml, element, part

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_COMPATIBILITY = "http://schemas.microsoft.com/office/word"
_NEWEST_WORD = 15  # else Word opens the file in its compatibility mode

_PARTS: dict[str, tuple[str, str, str]] = {
    "styles.xml": ("rIdStyles", "styles", "styles"),
    "settings.xml": ("rIdSettings", "settings", "settings"),
    "numbering.xml": ("rIdNumbering", "numbering", "numbering"),
    "header.xml": ("rIdHeader", "header", "header"),
    "header-cover.xml": ("rIdCoverHeader", "header", "header"),
    "footer.xml": ("rIdFooter", "footer", "footer"),
    "footer-cover.xml": ("rIdCoverFooter", "footer", "footer"),
}
"""By file: its relation, the kind of relation, and the kind of content."""


def package_parts(document: Document, writer: BlockWriter) -> dict[str, bytes]:
    """Return every part but the body, the heads and the feet, by its place in the package."""
    drawings = writer.figures.drawings
    relations = [
        _relation(relation, f"{_OFFICE}/relationships/{kind}", name)
        for name, (relation, kind, _content) in _PARTS.items()
    ]
    media: dict[str, bytes] = {}
    if drawings:
        relations.append(_relation(BLANK_PICTURE, f"{_OFFICE}/relationships/image", "media/blank.png"))
        media["word/media/blank.png"] = blank_picture()
    for drawing in drawings:
        target = f"media/{drawing.name}"
        relations.append(_relation(drawing.relation, f"{_OFFICE}/relationships/image", target))
        media[f"word/{target}"] = drawing.content
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            _relation("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            _relation("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core_properties(document),
        "word/_rels/document.xml.rels": _relations(*relations),
        "word/styles.xml": styles_part(document.language),
        "word/settings.xml": _settings(document),
        "word/numbering.xml": writer.numbering.part(),
        **media,
    }


def _settings(document: Document) -> bytes:
    mode = element("w:compatSetting", w_name="compatibilityMode", w_uri=_COMPATIBILITY, w_val=_NEWEST_WORD)
    return part(
        "w:settings",
        element("w:zoom", w_percent=100),
        element("w:defaultTabStop", w_val=720),
        element("w:characterSpacingControl", w_val="doNotCompress"),
        # Only Word knows the pages: it asks on opening, then fills in the contents.
        element("w:updateFields", w_val="true") if any(document.contents) else NOTHING,
        element("w:compat", mode),
        element("w:themeFontLang", w_val=document.language),
        element("w:decimalSymbol", w_val="."),
        element("w:listSeparator", w_val=","),
    )


def _core_properties(document: Document) -> bytes:
    """Return the properties: who and what, and the document's own date instead of the time of making."""
    day = document.cover.date
    w3c_date = {"xsi_type": "dcterms:W3CDTF"}
    dates = (
        (
            element("dcterms:created", f"{day.isoformat()}T00:00:00Z", **w3c_date),
            element("dcterms:modified", f"{day.isoformat()}T00:00:00Z", **w3c_date),
        )
        if day
        else ()
    )
    return _file(
        element(
            "cp:coreProperties",
            element("dc:title", document.full_title),
            element("dc:creator", document.council),
            element("dc:language", document.language),
            *dates,
            xmlns_cp=f"{_PACKAGE}/metadata/core-properties",
            xmlns_dc="http://purl.org/dc/elements/1.1/",
            xmlns_dcterms="http://purl.org/dc/terms/",
            xmlns_xsi="http://www.w3.org/2001/XMLSchema-instance",
        )
    )


def _content_types() -> bytes:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "svg": "image/svg+xml",
    }
    parts = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/word/{name}": f"{_WORD_TYPE}.{content}+xml" for name, (_, _, content) in _PARTS.items()},
    }
    return _file(
        element(
            "Types",
            *(element("Default", Extension=end, ContentType=kind) for end, kind in defaults.items()),
            *(element("Override", PartName=name, ContentType=kind) for name, kind in parts.items()),
            xmlns=f"{_PACKAGE}/content-types",
        )
    )


def _relations(*relations: Xml) -> bytes:
    return _file(element("Relationships", *relations, xmlns=f"{_PACKAGE}/relationships"))


def _relation(name: str, kind: str, target: str) -> Xml:
    return element("Relationship", Id=name, Type=kind, Target=target)


def _file(markup: Xml) -> bytes:
    return f"{XML_DECLARATION}{markup}".encode()
