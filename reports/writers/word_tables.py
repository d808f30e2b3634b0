"""Tables and forms in Word: header rows repeated on every page, rows kept whole, the kind of a row told by style."""

from collections.abc import Callable, Iterator, Sequence

from reports.documents.document import Cell, Column, Form, Row, RowKind, Table, footnote_mark
from reports.writers.word_styles import INK
from reports.writers.word_xml import NOTHING, TextParagraph, Xml, element, flag, joined, run

CellContent = Callable[[Cell, str, bool, bool], list[TextParagraph]]
"""Makes a cell's paragraphs: the cell, its style, whether it is a figure, whether the next row stays with it."""

ROW_STYLES: dict[RowKind, str] = {
    "group": "TableGroup",
    "item": "TableText",
    "subtotal": "TableSubtotal",
    "total": "TableTotal",
}
SPOKEN_LENGTH = 250
"""Letters of a table's title for screen readers."""

_NARRATIVE_WIDTHS = {"figure": 1050, "slim": 1350, "medium": 1950}  # in twentieths of a point
_LETTER, _PADDING = 112, 150
_LONGEST_FIGURE, _LONGEST_WORD, _LONGEST_LINE = 14, 16, 60
_NARROWEST = 500
_LABEL_SHARE = 0.34
_NONE, _THIN, _THICK = 0, 6, 12  # rules, in eighths of a point


def write_table(table: Table, total_width: int, content: CellContent) -> Xml:
    """Return the table as wide as `total_width`, in twentieths of a point."""
    widths = column_widths(table, total_width)
    kinds = [row.kind for row in table.rows]
    rows = (
        _row(row, table.columns, widths, content, stays=following in ("subtotal", "total"))
        for row, following in zip(table.rows, [*kinds[1:], "item"], strict=False)
    )
    has_row_headers = any(row.header for row in table.rows)
    properties = _properties("AppendixTable", table.caption, widths, head=True, labels=has_row_headers)
    return element("w:tbl", properties, _grid(widths), *_heading_rows(table, widths), *rows)


def write_form(form: Form, total_width: int, content: CellContent) -> Xml:
    """Return the form as a table of two columns, the first of which heads its rows."""
    label_width = round(total_width * _LABEL_SHARE)
    widths = [label_width, total_width - label_width]
    footnotes = [row.footnote for row in form.rows if row.footnote]
    rows = []
    for row in form.rows:
        mark = footnote_mark(footnotes.index(row.footnote)) if row.footnote else ""
        label = _cell(content(Cell(f"{row.label}{mark}"), "TableLabel", False, False), widths[0])
        rows.append(_whole_row(label, _cell(content(Cell(row.value), "TableText", False, False), widths[1])))
    properties = _properties("AppendixForm", form.caption, widths, head=False, labels=True)
    return element("w:tbl", properties, _grid(widths), *rows)


def _properties(style: str, caption: str, widths: Sequence[int], *, head: bool, labels: bool) -> Xml:
    looks = {"w_firstRow": int(head), "w_lastRow": 0, "w_firstColumn": int(labels), "w_lastColumn": 0}
    return element(
        "w:tblPr",
        element("w:tblStyle", w_val=style),
        element("w:tblW", w_w=sum(widths), w_type="dxa"),
        element("w:tblLayout", w_type="fixed"),
        element(
            "w:tblLook",
            w_val=f"{0x0600 + 0x20 * head + 0x80 * labels:04X}",
            **looks,
            w_noHBand=1,
            w_noVBand=1,
        ),
        element("w:tblCaption", w_val=caption[:SPOKEN_LENGTH]) if caption else NOTHING,
    )


def _grid(widths: Sequence[int]) -> Xml:
    return element("w:tblGrid", *(element("w:gridCol", w_w=width) for width in widths))


def _heading_rows(table: Table, widths: Sequence[int]) -> Iterator[Xml]:
    lines = [("TableHeading", [column.heading for column in table.columns])]
    if table.has_units:
        lines.append(("TableUnit", [column.unit for column in table.columns]))
    for number, (style, texts) in enumerate(lines, start=1):
        rule = _rule("w:bottom", _THICK) if number == len(lines) else _rule("w:bottom", _NONE)
        yield _heading_row(style, texts, table.columns, widths, rule)


def _heading_row(
    style: str, texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], rule: Xml
) -> Xml:
    cells = (
        _cell(
            [TextParagraph(run(text), style, is_right=column.align == "number", keep_next=True)],
            width,
            1,
            rule,
        )
        for text, column, width in zip(texts, columns, widths, strict=True)
    )
    return _whole_row(*cells, repeated=True)


def _row(
    row: Row, columns: Sequence[Column], widths: Sequence[int], content: CellContent, *, stays: bool
) -> Xml:
    style, line = ROW_STYLES[row.kind], _line_above(row.kind)
    stays = stays or row.kind == "group"
    if row.kind == "group" and row.header:
        return _whole_row(_cell(content(row.header, style, False, stays), sum(widths), len(widths), line))
    cells = []
    if row.header:
        header = content(row.header, style, False, stays)
        cells.append(_cell(header, sum(widths[: row.header_span]), row.header_span, line))
    first = len(columns) - len(row.cells)
    for cell, column, width in zip(row.cells, columns[first:], widths[first:], strict=True):
        cells.append(_cell(content(cell, style, column.align == "number", stays), width, 1, line))
    return _whole_row(*cells)


def _whole_row(*cells: Xml, repeated: bool = False) -> Xml:
    header = flag("w:tblHeader") if repeated else NOTHING
    return element("w:tr", element("w:trPr", flag("w:cantSplit"), header), *cells)


def _cell(paragraphs: Sequence[TextParagraph], width: int, span: int = 1, line: Xml = NOTHING) -> Xml:
    properties = element(
        "w:tcPr",
        element("w:tcW", w_w=width, w_type="dxa"),
        element("w:gridSpan", w_val=span) if span > 1 else NOTHING,
        line,
    )
    return element("w:tc", properties, joined(*(paragraph.xml() for paragraph in paragraphs)))


def _line_above(kind: RowKind) -> Xml:
    """Return the line that sets sums apart from what they are the sums of."""
    if kind == "subtotal":
        return _rule("w:top", _THIN)
    return _rule("w:top", _THICK) if kind == "total" else NOTHING


def _rule(side: str, eighths_of_a_point: int) -> Xml:
    kind = "single" if eighths_of_a_point else "nil"
    return element("w:tcBorders", element(side, w_val=kind, w_sz=eighths_of_a_point, w_space=0, w_color=INK))


# Widths


def column_widths(table: Table, total: int) -> list[int]:
    """Return the width of each column, in twentieths of a point; together they are `total`."""
    if table.is_narrative:
        given = [_NARRATIVE_WIDTHS.get(column.width, 0) for column in table.columns]
        shares = [0 if width else 1 for width in given]
    else:
        needs = [_needs(texts, column) for texts, column in zip(_texts(table), table.columns, strict=True)]
        given = [least for least, _ in needs]
        shares = [share for _, share in needs]
    return _filled(given, shares, total)


def _filled(given: Sequence[int], shares: Sequence[int], total: int) -> list[int]:
    """Return what is given, and what is left over shared out; all of it narrower when it is too much."""
    left = total - sum(given)
    if left < _NARROWEST * sum(1 for width in given if not width):
        floors = [max(width, _NARROWEST) for width in given]
        widths = [total * width // sum(floors) for width in floors]
    else:
        shares = shares if any(shares) else [1] * len(given)
        widths = [width + left * share // sum(shares) for width, share in zip(given, shares, strict=True)]
    widths[-1] += total - sum(widths)
    return widths


def _needs(texts: Sequence[str], column: Column) -> tuple[int, int]:
    """Return the least width of a column, and its share of what is left over."""
    longest_word = max((len(word) for text in texts for word in text.split()), default=1)
    longest_line = max(map(len, texts), default=1)
    if column.align == "number":
        return min(longest_line, _LONGEST_FIGURE) * _LETTER + _PADDING, 0
    least = min(longest_word, _LONGEST_WORD) * _LETTER + _PADDING
    return least, max(min(longest_line, _LONGEST_LINE) - longest_word, 0)


def _texts(table: Table) -> list[list[str]]:
    """Return for each column the texts that stand in it alone."""
    texts = [[column.heading, column.unit] for column in table.columns]
    for row in table.rows:
        if row.kind == "group":
            continue
        if row.header and row.header_span == 1:
            texts[0].append(row.header.text)
        for place, cell in enumerate(row.cells, start=len(texts) - len(row.cells)):
            texts[place].append(cell.text)
    return texts
