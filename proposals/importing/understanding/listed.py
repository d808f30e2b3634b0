"""Proposals that paragraphs or the items of lists name with their savings, as the rows of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.forms.titles import split_heading
from proposals.importing.understanding.dating import title_years
from proposals.importing.understanding.figures import read_figure, visible
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import speaks_of_proposals
from proposals.importing.understanding.sentences import MONEY, YEAR, rises, stated_in
from services.values.years import FinancialYear, heading_years

_MARK = re.compile(r"(?:[·•●▪■◦‣⁃∙*–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+", re.IGNORECASE)
_AMOUNTS = re.compile(rf"{MONEY}|{YEAR}", re.IGNORECASE)
_POSTS = re.compile(
    r"[\s,;(–-]*\b(?P<posts>[+-]?\d+(?:\.\d+)?|nil|no)\s+(?:fte|wte|posts?)s?\b\.?\)?\.?$", re.IGNORECASE
)
_PARTS = re.compile(
    r"(?P<title>[^\W\d].*?)(?:\s*[:–—(,\t]|\s+-|\s+(?=sav(?:es|ing)\b))\s*(?:(?:an?\s+)?(?:net\s+)?"
    r"(?:sav(?:es?|ings?)|reductions?|cuts?|income)\s*(?:of\s+|:\s*)?)?",
    re.IGNORECASE,
)
_SAVE_BY = re.compile(
    rf"(?:to\s+)?sav(?:e|ing)\s+(?P<tail>{MONEY}.*?)\s+by\s+(?P<title>[^\W\d].+)", re.IGNORECASE
)
_FROM = re.compile(
    rf"(?P<amount>{MONEY})\s*(?:(?:a|per|each)\s+(?:year|annum)\s+)?from\s+(?P<year>{YEAR})(?:\s+onwards)?",
    re.IGNORECASE,
)
"""A saving that is made in a year and lasts."""
_SIGNED = re.compile(r"[:–—]\s*\($|[-\u2212]$")
"""What stands before an amount with a sign, which in a sentence may say either direction."""
NO_AMOUNT = "it names no amount in a list of proposals"
NOT_UNDERSTOOD = "how much it saves in which year was not understood"
_FEWEST, _LONGEST, _LONGEST_TITLE = 2, 300, 160

Amount = tuple[Kind, FinancialYear | None]


@dataclass(frozen=True)
class _Item:
    """A line that names a proposal: its title, its amounts by kind and year, and its posts as printed."""

    title: str
    amounts: dict[Amount, str]
    posts: str
    rises: bool
    location: Location
    text: str = ""
    """The line, of an item whose amounts were read."""


def with_lists(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Location, str, str]]]:
    """Return the blocks of a document without tables, each list of proposals with their savings as a table.

    With them come the lines of such lists that could not be read, each with the reason.
    """
    lines = [line for block in blocks for line in _lines_of(block)]
    if any(isinstance(line, Grid) for line, _ in lines):
        return list(blocks), []
    paragraphs = [(line, in_list) for line, in_list in lines if isinstance(line, Paragraph)]
    read = _read_items(paragraphs)
    if sum(bool(item and item.amounts) for item in read) < _FEWEST:
        return list(blocks), []
    found: list[Block] = []
    above: list[str] = []
    unread: list[tuple[Location, str, str]] = []
    for is_run, members in groupby(zip(paragraphs, read, strict=True), key=lambda pair: pair[1] is not None):
        of_run = list(members)
        items = [item for _, item in of_run if item]
        named = [item for item in items if item.amounts]
        is_list = len(named) >= _FEWEST or (named and of_run[0][0][1])
        if is_run and is_list and 2 * len(named) >= len(items) and any(map(speaks_of_proposals, above)):
            found.append(_table_of(named, title_years(above)))
            unread += [_unread(item) for item in items if not item.amounts]
        else:
            unread += [_unread(item) for item in named]
            found += [line for (line, _), item in of_run if item not in named]
            above += [line.text for (line, _), _ in of_run]
    return (found, unread) if any(isinstance(block, Grid) for block in found) else (list(blocks), [])


def _read_items(paragraphs: Sequence[tuple[Paragraph, bool]]) -> list[_Item | None]:
    """Return the item that each paragraph is; one about money between two items is an item that was not understood."""
    read = [_item(line, in_list=in_list) for line, in_list in paragraphs]
    for at in range(1, len(read) - 1):
        line = paragraphs[at][0]
        is_between = read[at - 1] and read[at + 1] and not (line.level or line.bold)
        if read[at] is None and is_between and "£" in line.text and len(line.text) <= _LONGEST:
            read[at] = _Item(visible(line.text), {}, "", rises=False, location=line.location)
    return read


def _unread(item: _Item) -> tuple[Location, str, str]:
    text = item.text or item.title
    return item.location, text, NOT_UNDERSTOOD if "£" in text else NO_AMOUNT


def _lines_of(block: Block) -> Iterator[tuple[Block, bool]]:
    """Yield the lines of a block as paragraphs, and whether each is the item of a list.

    A table of one column has a line in each row.
    """
    if isinstance(block, ItemList):
        places = block.locations or (block.location,) * len(block.items)
        for text, place in zip(block.items, places, strict=True):
            yield Paragraph(text, location=place), True
    elif isinstance(block, Grid):
        filled = [[cell for cell in row if cell.text and not cell.covered] for row in block.rows]
        if any(len(cells) > 1 for cells in filled):
            yield block, False
        else:
            for cell in (cell for cells in filled for cell in cells):
                yield Paragraph(cell.text, bold=cell.bold, location=cell.location), False
    else:
        yield block, False


def _item(line: Paragraph, *, in_list: bool) -> _Item | None:
    """Return the proposal that a line names, which an item of a list may do without an amount that is understood."""
    text = visible(line.text)
    if line.level or len(text) > _LONGEST:
        return None
    mark = _MARK.match(text)
    text = text[mark.end() :] if mark else text
    named = _named(text, line.location) if "£" in text else None
    if named or line.bold or not (mark or in_list):
        return named
    return _Item(text, {}, "", rises=False, location=line.location)


def _named(text: str, location: Location) -> _Item | None:
    """Return the proposal that a text names with its amounts, None where it is any other text."""
    posts = _POSTS.search(text)
    text = text[: posts.start()] if posts else text
    first = _AMOUNTS.search(text)
    if first and _SIGNED.search(text[: first.start()]):
        return None
    if (by := _SAVE_BY.fullmatch(text.rstrip("."))) is not None:
        title, tail = by["title"][:1].upper() + by["title"][1:], by["tail"]
    elif first and (parts := _PARTS.fullmatch(text[: first.start()])) is not None:
        title, tail = parts["title"], text[first.start() :]
    else:
        return None
    tail = tail.strip(" ().;")
    stated: list[tuple[Kind, FinancialYear | None, str]]
    if (lasting := _FROM.fullmatch(tail)) is not None:
        stated = [(Kind.SAVING, heading_years(lasting["year"])[0], lasting["amount"])]
    else:
        stated = (
            [(Kind.SAVING, None, tail)] if read_figure(tail).is_number else stated_in(tail, of_costs=False)
        )
    if not stated or len(title) > _LONGEST_TITLE:
        return None
    amounts = {(kind, year): amount for kind, year, amount in stated}
    return _Item(title.strip(), amounts, posts["posts"] if posts else "", rises(tail), location, text)


def _table_of(items: Sequence[_Item], years: Sequence[FinancialYear]) -> Grid:
    """Return items as a table; where others name their years, one without is of the only year above them."""
    codes = [split_heading(item.title) for item in items]
    named = [key for item in items for key in item.amounts]
    only = years[0] if len(years) == 1 and any(year for _, year in named) else None
    found = [{(kind, year or only): text for (kind, year), text in item.amounts.items()} for item in items]
    amounts = sorted(
        dict.fromkeys(key for by_key in found for key in by_key),
        key=lambda key: (key[0] is not Kind.SAVING, str(key[1] or "")),
    )
    is_cumulative, has_posts = any(item.rises for item in items), any(item.posts for item in items)
    names = ("Reference", "Proposal") if all(codes) else ("Proposal",)
    heads = (*names, *(_heading(key, is_cumulative) for key in amounts), *(["FTE"] if has_posts else []))
    rows = [tuple(Cell(text, location=items[0].location) for text in heads)]
    for item, code, by_key in zip(items, codes, found, strict=True):
        title = code if code and all(codes) else (item.title,)
        texts = (*title, *(by_key.get(key, "") for key in amounts), *([item.posts] if has_posts else []))
        rows.append(tuple(Cell(text, location=item.location) for text in texts))
    return Grid(tuple(rows), items[0].location)


def _heading(key: Amount, is_cumulative: bool) -> str:
    kind, year = key
    name = "Amount" if kind is Kind.SAVING else "One-off cost"
    said = " ".join(filter(None, (name, str(year or ""))))
    return f"{said}, cumulative" if is_cumulative and kind is Kind.SAVING else said
