"""The styles of a Word appendix: the looks that a clerk changes in one place, each with a name that says its use."""

from reports.writers.word_xml import NOTHING, Xml, element, flag, joined, part

FONT = "Arial"
"""On every council's computers, and easy to read."""
INK, QUIET, RULE = "0B0C0C", "484C50", "B1B4B6"
HEADING_STYLES = {2: "Heading1", 3: "Heading2", 4: "Heading3"}
"""By the level of a heading in the document, whose level 1 is the title."""

_SIZES = {2: 32, 3: 26, 4: 23}  # in half points


def styles_part(language: str) -> bytes:
    """Return the part that defines every style."""
    return part(
        "w:styles",
        _defaults(language),
        *_cover_styles(),
        *(style for level in HEADING_STYLES for style in _heading_styles(level)),
        *_contents_styles(),
        *_text_styles(),
        *_cell_styles(),
        *_table_styles(),
    )


def _defaults(language: str) -> Xml:
    fonts = element("w:rFonts", w_ascii=FONT, w_hAnsi=FONT, w_eastAsia=FONT, w_cs=FONT)
    language_mark = element("w:lang", w_val=language, w_eastAsia=language, w_bidi="ar-SA")
    look = element("w:rPr", fonts, *_size(22), language_mark)
    spaced = element("w:pPr", element("w:spacing", w_before=60, w_after=120, w_line=269, w_lineRule="auto"))
    return element("w:docDefaults", element("w:rPrDefault", look), element("w:pPrDefault", spaced))


def _style(
    kind: str, name: str, *content: Xml, based_on: str = "", following: str = "", default: bool = False
) -> Xml:
    """Return a style; its identifier is its name without blanks."""
    attributes: dict[str, str | int] = {"w_type": kind, "w_styleId": identifier(name)}
    if default:
        attributes["w_default"] = 1
    return element(
        "w:style",
        element("w:name", w_val=name),
        element("w:basedOn", w_val=based_on) if based_on else NOTHING,
        element("w:next", w_val=following) if following else NOTHING,
        flag("w:qFormat"),
        *content,
        **attributes,
    )


def identifier(name: str) -> str:
    """Return a style's identifier: “heading 1” is Heading1, “toc 1” is TOC1."""
    written = f"TOC{name[3:]}" if name.startswith("toc ") else f"{name[0].upper()}{name[1:]}"
    return written.replace(" ", "")


def _paragraph_style(
    name: str, *look: Xml, spacing: tuple[int, int] | None = None, shape: tuple[Xml, ...] = (), **more: str
) -> Xml:
    """Return a paragraph style; spacing before and after in twentieths of a point."""
    gaps = (element("w:spacing", w_before=spacing[0], w_after=spacing[1]),) if spacing else ()
    before = tuple(item for item in shape if not item.startswith(_AFTER_SPACING))
    after = tuple(item for item in shape if item.startswith(_AFTER_SPACING))
    properties = element("w:pPr", *before, *gaps, *after) if gaps or shape else NOTHING
    marks = element("w:rPr", *look) if look else NOTHING
    based_on = more.get("based_on", "Normal")
    return _style(
        "paragraph", name, properties, marks, based_on=based_on, following=more.get("following", "")
    )


_AFTER_SPACING = ("<w:ind", "<w:contextualSpacing", "<w:jc", "<w:outlineLvl")  # the format's order


def _size(half_points: int) -> tuple[Xml, Xml]:
    return element("w:sz", w_val=half_points), element("w:szCs", w_val=half_points)


def _colour(value: str) -> Xml:
    return element("w:color", w_val=value)


_BOLD = flag("w:b")
_KEPT = (flag("w:keepNext"), flag("w:keepLines"))


def _cover_styles() -> tuple[Xml, ...]:
    return (
        _style("paragraph", "Normal", default=True),
        _style("character", "Default Paragraph Font", default=True),
        _paragraph_style("Cover Council", _BOLD, *_size(32), spacing=(1200, 1200)),
        _paragraph_style("Cover Label", *_size(32), spacing=(0, 120)),
        _paragraph_style("Cover Draft", _BOLD, flag("w:caps"), *_size(26), spacing=(0, 120)),
        _paragraph_style("Title", _BOLD, *_size(64), spacing=(120, 480), following="CoverDetail"),
        _paragraph_style("Cover Detail", _colour(QUIET), *_size(26), spacing=(0, 120)),
        _paragraph_style("header", _colour(QUIET), *_size(18), spacing=(0, 0)),
        _paragraph_style("footer", _colour(QUIET), *_size(18), spacing=(0, 0)),
    )


def _heading_styles(level: int) -> tuple[Xml, Xml]:
    """Return the built-in style of a level, and the same look for a heading that the contents leave out."""
    number = level - 1
    shape = (*_KEPT, element("w:outlineLvl", w_val=number - 1))
    listed = _paragraph_style(
        f"heading {number}",
        _BOLD,
        _colour(INK),
        *_size(_SIZES[level]),
        spacing=(300, 120),
        shape=shape,
        following="Normal",
    )
    unlisted = _paragraph_style(
        f"Heading {number} Unlisted", based_on=HEADING_STYLES[level], following="Normal"
    )
    return listed, unlisted


def _contents_styles() -> tuple[Xml, ...]:
    dotted = element("w:tabs", element("w:tab", w_val="right", w_leader="dot", w_pos=9638))
    entries = (
        _paragraph_style(
            f"toc {number}",
            spacing=(0, 80),
            shape=(dotted, element("w:ind", w_left=(number - 1) * 280, w_right=567)),
        )
        for number in (1, 2, 3)
    )
    return (
        _paragraph_style("TOC Heading", _BOLD, *_size(32), spacing=(0, 180), shape=_KEPT, following="Normal"),
        *entries,
    )


def _text_styles() -> tuple[Xml, ...]:
    left_rule = element("w:pBdr", element("w:left", w_val="single", w_sz=24, w_space=8, w_color=INK))
    set_in = element("w:ind", w_left=240)
    return (
        _paragraph_style("List Bullet", spacing=(0, 60)),
        _paragraph_style("List Number", spacing=(0, 60)),
        _paragraph_style("Note Title", _BOLD, spacing=(120, 0), shape=(*_KEPT, left_rule, set_in)),
        _paragraph_style("Note Text", spacing=(0, 60), shape=(left_rule, set_in)),
        _paragraph_style("Table Footnote", _colour(QUIET), *_size(19), spacing=(60, 120)),
        _paragraph_style("caption", _BOLD, spacing=(240, 100), shape=_KEPT),
        _style(
            "character",
            "Hyperlink",
            element("w:rPr", _colour("1D4F91"), element("w:u", w_val="single")),
        ),
    )


def _cell_styles() -> tuple[Xml, ...]:
    close = (50, 50)
    return (
        _paragraph_style("Table Text", *_size(19), spacing=close),
        _paragraph_style("Table Label", _BOLD, based_on="TableText"),
        _paragraph_style("Table Heading", _BOLD, spacing=close, shape=(_KEPT[0],), based_on="TableText"),
        _paragraph_style("Table Unit", spacing=(0, 50), shape=(_KEPT[0],), based_on="TableText"),
        _paragraph_style("Table Group", _BOLD, spacing=(180, 50), shape=(_KEPT[0],), based_on="TableText"),
        _paragraph_style("Table Subtotal", _BOLD, based_on="TableText"),
        _paragraph_style("Table Total", _BOLD, spacing=(80, 80), based_on="TableText"),
        _paragraph_style("Table Bullet", spacing=(0, 30), based_on="TableText"),
        _paragraph_style("Table Number", spacing=(0, 30), based_on="TableText"),
    )


def _table_styles() -> tuple[Xml, ...]:
    line: dict[str, str | int] = {"w_val": "single", "w_sz": 4, "w_space": 0, "w_color": RULE}
    rules = element("w:tblBorders", element("w:bottom", **line), element("w:insideH", **line))
    margins = element(
        "w:tblCellMar",
        element("w:left", w_w=0, w_type="dxa"),
        element("w:right", w_w=115, w_type="dxa"),
    )
    plain_margins = element("w:tblPr", element("w:tblInd", w_w=0, w_type="dxa"), rules, margins)
    first_column = element("w:tblStylePr", element("w:rPr", _BOLD), w_type="firstCol")
    first_row = element("w:tblStylePr", element("w:rPr", _BOLD), w_type="firstRow")
    return (
        _style("table", "Normal Table", element("w:tblPr", margins), default=True),
        _style("table", "Appendix Table", joined(plain_margins, first_row), based_on="NormalTable"),
        _style("table", "Appendix Form", joined(plain_margins, first_column), based_on="NormalTable"),
    )
