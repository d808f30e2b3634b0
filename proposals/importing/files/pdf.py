"""A PDF with text as blocks: ruled and unruled tables, text between them, without running heads and page numbers."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from proposals.importing.files.blocks import (
    Block,
    Cell,
    Grid,
    ItemList,
    Location,
    Omission,
    Paragraph,
    SourceDocument,
)
from proposals.importing.files.cleaning import UnreadableDocument, is_list_item
from proposals.importing.files.package import DAMAGE
from proposals.importing.files.pdf_guard import check_pdf
from proposals.importing.files.pdf_lines import FEWEST_WORDS, Line, PageText, join_wrapped, read_page
from proposals.importing.files.pdf_tables import PageTable, ruled_tables, unruled_tables

_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|page\s+[ivxlc]+", re.IGNORECASE
)
_NUMBER_OF_PAGE = re.compile(r"page\s*\d+(?:\s*of\s*\d+)?|\d+$", re.IGNORECASE)
_MOST_PIECES = 2  # of a running head; a line in more pieces is a row of a table
_BULLET = re.compile(r"^[·•●▪■◦‣⁃∙\uf0a7\uf0b7]\s*")
_FIGURE = re.compile(r"\d")
_MARGIN = 0.08  # of the page's height, at its top and bottom, where running heads stand
_SAME_EDGE = 12.0
_MOST_SPACE, _SPACE_OF_PARAGRAPH = (
    0.9,
    0.25,
)  # of the letters' size, between two lines and more between paragraphs
_LONGEST_FIGURE = 12
_TOO_MUCH = "a page that draws too much to be read"
_SCANNED = "a scanned page: a picture, which is not read"
_RUN_ON = frozenset({"the", "a", "of", "and", "to", "for", "in", "with", "by", "from", "our", "their"})


def read_pdf(content: bytes) -> SourceDocument:
    """Return the blocks of a PDF; raises UnreadableDocument for one that is scanned, damaged or protected."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    too_much = check_pdf(content)
    pages: list[PageText] = []
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            for number, page in enumerate(document.pages, start=1):
                if number not in too_much:
                    pages.append(read_page(page, number))
                page.close()
    except (PDFException, PdfminerException, *DAMAGE) as error:
        raise UnreadableDocument(
            "The PDF is damaged, or made in a way that is not read: print it to a new PDF and try again."
        ) from error
    return _document(pages, too_much)


def _document(pages: Sequence[PageText], too_much: Sequence[int]) -> SourceDocument:
    scanned = [page.number for page in pages if page.is_scanned]
    if scanned and not any(page.lines for page in pages):
        raise UnreadableDocument(
            "The PDF contains pictures of its pages (it was scanned), which cannot be read as text. Use the Word "
            "or Excel file that it was made from, or have its text recognised and saved first."
        )
    omissions = [
        Omission(Location(page=number), "", reason)
        for numbers, reason in ((too_much, _TOO_MUCH), (scanned, _SCANNED))
        for number in numbers
    ]
    omissions.extend(omission for page in pages for omission in page.omissions)
    running, leading = _running_lines(pages), _leading_of(pages)
    blocks: list[Block] = []
    last_table: PageTable | None = None
    said: set[str] = set()
    before: list[Line] = []
    for page in pages:
        for index, item in enumerate(_items(page, last_table, running, leading, said, omissions)):
            if isinstance(item, PageTable):
                _add_table(blocks, item, last_table)
                last_table, before = item, []
                continue
            if index == 0 and before and _goes_over(before[-1], item[0]):
                _add_rest(blocks, item)
            else:
                _add_text(blocks, _paragraph(item, page))
            last_table, before = None, item
    return SourceDocument("pdf", blocks, omissions)


def _items(
    page: PageText,
    before: PageTable | None,
    running: Mapping[str, int],
    leading: float,
    said: set[str],
    omissions: list[Omission],
) -> Iterator[PageTable | list[Line]]:
    """Yield the tables and texts of a page from top to bottom; a running head counts where it stands first."""
    tables = ruled_tables(page)
    rest = []
    for line in page.lines:
        if any(table.holds(line) for table in tables):
            continue
        key = _key(line.text)
        if _in_margin(line, page) and (key in running or _PAGE_NUMBER.fullmatch(line.text)):
            is_heading = running.get(key) == page.number and line.top < page.height / 2
            if is_heading and not _PAGE_NUMBER.fullmatch(line.text):
                rest.append(line)
            elif key not in said:
                omissions.append(
                    Omission(Location(page=page.number), line.text, "a running head or page number")
                )
            said.add(key)
            continue
        rest.append(line)
    unruled, texts = unruled_tables(page.number, rest, before)
    found: list[tuple[float, PageTable | list[Line]]] = [(table.top, table) for table in (*tables, *unruled)]
    found.extend((group[0].top, group) for group in _paragraphs(texts, leading))
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _key(text: str) -> str:
    """Return the text without the number of its page, so that running heads are alike on every page."""
    return _NUMBER_OF_PAGE.sub("#", text)


def _in_margin(line: Line, page: PageText) -> bool:
    at_edge = line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)
    return at_edge and len(line.pieces) <= _MOST_PIECES


def _running_lines(pages: Sequence[PageText]) -> dict[str, int]:
    """Return the lines that stand in the margin of several pages at the same height, with their first page."""
    places: dict[tuple[str, int], list[int]] = {}
    for page in pages:
        for line in page.lines:
            if _in_margin(line, page):
                places.setdefault((_key(line.text), round(line.top / 4)), []).append(page.number)
    least = 2 if len(pages) < 6 else 3
    return {key: min(numbers) for (key, _), numbers in places.items() if len(set(numbers)) >= least}


def _paragraphs(lines: Sequence[Line], leading: float) -> list[list[Line]]:
    """Return the lines of each paragraph, which a page wrapped."""
    groups: list[list[Line]] = []
    for line in lines:
        above = groups[-1][-1] if groups else None
        space = (line.top - above.bottom) / above.size if above else 0.0
        is_close = 0 <= space < min(leading + _SPACE_OF_PARAGRAPH, _MOST_SPACE)
        if above and is_close and _goes_on(above, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _leading_of(pages: Sequence[PageText]) -> float:
    """Return the space between the lines of a paragraph, as a share of their size: the least that is usual."""
    spaces = sorted(
        space
        for page in pages
        for above, below in pairwise(page.lines)
        if len(above.words) > FEWEST_WORDS and above.is_full(below)
        if 0 <= (space := (below.top - above.bottom) / above.size) < _MOST_SPACE
    )
    return spaces[len(spaces) // 10] if spaces else _MOST_SPACE


def _goes_on(above: Line, line: Line) -> bool:
    """Return whether a line is one paragraph with the line above it, or at the end of the page before."""
    same_font = abs(line.size - above.size) < 0.6 and line.bold == above.bold
    return same_font and not is_list_item(line.text) and above.is_full(line)


def _goes_over(last: Line, first: Line) -> bool:
    """Return whether a paragraph goes on over the page: its sentence does, as the words at the break tell."""
    in_sentence = first.text[0].islower() or last.words[-1].text in _RUN_ON
    return in_sentence and len(last.words) > FEWEST_WORDS and _goes_on(last, first)


def _paragraph(group: Sequence[Line], page: PageText) -> Paragraph | ItemList:
    text = join_wrapped([line.text for line in group])
    location = Location(page=page.number, line=group[0].number)
    if _BULLET.match(text):
        return ItemList((_BULLET.sub("", text),), location, (location,))
    level = 1 if group[0].size > page.usual_size * 1.15 else 0
    return Paragraph(text, level, group[0].bold, location)


def _add_rest(blocks: list[Block], lines: Sequence[Line]) -> None:
    """Add the lines to the paragraph or item that the page before began."""
    last, rest = blocks[-1], join_wrapped([line.text for line in lines])
    if isinstance(last, Paragraph):
        blocks[-1] = replace(last, text=join_wrapped([last.text, rest]))
    elif isinstance(last, ItemList):
        blocks[-1] = replace(last, items=(*last.items[:-1], join_wrapped([last.items[-1], rest])))


def _add_text(blocks: list[Block], item: Paragraph | ItemList) -> None:
    last = blocks[-1] if blocks else None
    if isinstance(item, ItemList) and isinstance(last, ItemList):
        locations = (*last.locations, *item.locations)
        blocks[-1] = replace(last, items=(*last.items, *item.items), locations=locations)
    else:
        blocks.append(item)


def _add_table(blocks: list[Block], table: PageTable, last: PageTable | None) -> None:
    """Add a table, to the one before it where it goes on from the page before.

    Its repeated headings are left out then, and a row that the page divided is joined.
    """
    before = blocks[-1] if blocks else None
    goes_on = last is not None and last.page + 1 == table.page and _same_columns(last, table)
    if not goes_on or not isinstance(before, Grid):
        number = sum(isinstance(block, Grid) for block in blocks) + 1
        blocks.append(Grid(_located(table, number, 1), Location(page=table.page, table=number)))
        return
    rows, added = list(before.rows), list(_located(table, before.location.table, len(before.rows) + 1))
    headings = 0
    while headings < len(added) - 1 and _texts(added[headings]) == _texts(rows[min(headings, len(rows) - 1)]):
        headings += 1
    added = added[headings:]
    if added and _is_rest_of_row(added[0], rows[-1]):
        rows[-1] = tuple(
            replace(above, text=f"{above.text} {below.text}".strip())
            for above, below in zip(rows[-1], added.pop(0), strict=True)
        )
    blocks[-1] = replace(before, rows=(*rows, *added))


def _same_columns(one: PageTable, other: PageTable) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(left - right) < _SAME_EDGE for left, right in zip(one.edges, other.edges, strict=True)
    )


def _located(table: PageTable, number: int, first_row: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table with the place of each cell."""
    return tuple(
        tuple(
            replace(cell, location=Location(page=table.page, table=number, row=row, column=column))
            for column, cell in enumerate(cells, start=1)
        )
        for row, cells in enumerate(table.rows, start=first_row)
    )


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in cells]


def _is_rest_of_row(cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Return whether the first row of a page only goes on with words of the last row of the page before."""
    filled = [index for index, cell in enumerate(cells) if cell.text]
    if not filled or (cells[0].text and not cells[0].text[0].islower()):
        return False
    if any(
        _FIGURE.search(cells[index].text) and len(cells[index].text) < _LONGEST_FIGURE for index in filled
    ):
        return False
    return all(
        not above[index].text
        or cells[index].text[0].islower()
        or (above[index].text[-1] not in ".!?;:" and cells[index].bold == above[index].bold)
        for index in filled
    )
