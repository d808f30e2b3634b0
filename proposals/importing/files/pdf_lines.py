"""The words of a PDF's page in lines, without what is struck through, raised or drawn so that nobody sees it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import Any

from proposals.importing.files.blocks import Location, Omission
from proposals.importing.files.cleaning import clean
from proposals.importing.files.sheets import RAISED, STRUCK

_RAISED_SIZE, _SMALLEST = 0.8, 1.5
_THINNEST_LINE = 2.5
_SAME_PLACE = 0.5
_WIDE, NARROW = 0.75, 0.42  # of the letters' size, a space between columns; no space between words is as wide
_FEWEST_ROWS, _FEWEST_SPACES, _ALIKE = 3, 4, 1.2
_ALONE = re.compile(
    r"tb[acd]|nil|n/?a|[-–—]|[(−-]*(?:£[\d,.]+[km]?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\)?", re.IGNORECASE
)  # stands in a cell by itself, and may begin or end where no other does
FEWEST_WORDS = 8  # of a line that surely is no heading, row or page number
_SCAN_COVERS = 0.5
BROKEN_WORD = re.compile(r"\w[-/]$")
_ENDS = ("top", "bottom")
_MOST_ENDS = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place on the page, from the left and from the top in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass
class Line:
    """The words that stand on one line, in pieces that wider gaps part."""

    words: list[Word]
    number: int
    right: float = 0.0
    edges: frozenset[int] = frozenset()
    """Where columns of the page begin or end, to the point."""
    is_of_headings: bool = False

    @cached_property
    def pieces(self) -> list[list[Word]]:
        """Return the words in pieces between which more than a space is left, at the edge of a column a bit more."""
        pieces: list[list[Word]] = []
        for word in self.words:
            if pieces and not self._parts(pieces[-1][-1], word):
                pieces[-1].append(word)
            else:
                pieces.append([word])
        return pieces

    @cached_property
    def is_justified(self) -> bool:
        """Return whether all its spaces are alike, as those of a line are that was made to fill its paragraph."""
        spaces = [word.x0 - before.x1 for before, word in pairwise(self.words)]
        are_alike = len(spaces) >= _FEWEST_SPACES and max(spaces) < _ALIKE * min(spaces)
        return are_alike and not self.is_of_headings

    def _parts(self, before: Word, word: Word) -> bool:
        space = (word.x0 - before.x1) / word.size
        if not NARROW < space < _WIDE or self.is_justified:
            return space >= _WIDE
        is_alone = any(_ALONE.fullmatch(one.text) for one in (before, word))
        return is_alone or not self.edges.isdisjoint(_ends_at(before, word))

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return clean(" ".join(word.text for word in self.words))

    @property
    def top(self) -> float:
        """Return where the line begins."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Return where the line ends."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """Return the size of its letters."""
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Return whether all of it is bold."""
        return all(word.bold for word in self.words)

    def is_full(self, following: "Line") -> bool:
        """Return whether the first word of the following line had no room on this one."""
        first = following.words[0]
        return self.words[-1].x1 + (first.x1 - first.x0) + first.size * 0.3 > self.right


@dataclass
class PageText:
    """A page: its lines from top to bottom, the ruled tables that its lines draw, and what was left out."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    is_scanned: bool = False
    usual_size: float = 10.0


def read_page(page: Any, number: int) -> PageText:
    """Return the words of a page in lines."""
    page = _upright(page)
    found = PageText(number, float(page.width), float(page.height))
    _note_pictures(page, found)
    if not page.chars:
        return found
    chars = _without_repeats(page.chars)
    seen = {id(char) for char in chars} - _unseen(page, chars, found)
    kept = page.filter(lambda item: item.get("object_type") != "char" or id(item) in seen)
    words = kept.extract_words(
        x_tolerance_ratio=0.2, keep_blank_chars=False, extra_attrs=["fontname", "size"]
    )
    found.words = [word for item in words if (word := _word(item)) is not None]
    if found.words:
        found.usual_size = median(word.size for word in found.words)
        found.lines = lines_of(found.words, max(word.x1 for word in found.words))
        edges = _column_edges(found.lines)
        for line in found.lines:
            line.edges = edges
        ends_of_text = [line.words[-1].x1 for line in found.lines if len(line.words) > FEWEST_WORDS]
        for line in found.lines if ends_of_text else ():
            line.right = max(ends_of_text)  # a page number may stand further to the right
        ends = {
            round(float(edge[end]), 1) for edge in kept.edges if edge["orientation"] == "v" for end in _ENDS
        }
        if ends:
            # A row that goes on over the page has no line at its end, but its upright lines end there.
            lines = sorted(ends)[:_MOST_ENDS]
            found.tables = kept.find_tables({"explicit_horizontal_lines": lines})
    return found


def _upright(page: Any) -> Any:
    """Return the page, turned where most of it is printed along its side, as landscape tables are in a bound paper."""
    aside = [char for char in page.chars if not char["upright"]]
    if 2 * len(aside) <= len(page.chars):
        return page
    rises = aside[0]["matrix"][1] > 0
    turned = (page.page_obj.rotate + (90 if rises else 270)) % 360
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (
        turned  # pdfminer reads the one, pdfplumber the other
    )
    return type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def lines_of(words: Sequence[Word], right: float) -> list[Line]:
    """Return the words in lines from top to bottom; `right` is where a full line ends."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.x0)):
        middle = (word.top + word.bottom) / 2
        if (
            lines
            and lines[-1].top <= middle <= lines[-1].bottom
            and middle - _middle(lines[-1]) < word.size * 0.5
        ):
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], len(lines) + 1, right))
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
    return lines


def _ends_at(before: Word, word: Word) -> tuple[int, int]:
    """Return where a space ends, and below zero where it begins, so that neither is taken for the other."""
    return round(word.x0), -round(before.x1)


def _column_edges(lines: Sequence[Line], fewest: int = _FEWEST_ROWS) -> frozenset[int]:
    """Return where spaces wider than those between words begin or end in several lines, as they do at a column."""
    spaces = (pair for line in lines if not line.is_justified for pair in pairwise(line.words))
    wide = (pair for pair in spaces if pair[1].x0 - pair[0].x1 > NARROW * pair[1].size)
    ends = Counter(chain.from_iterable(_ends_at(*pair) for pair in wide))
    return frozenset(end for end, count in ends.items() if count >= fewest)


def as_headings(line: Line) -> Line:
    """Return a line of headings, parted at every space that is wider than one between words."""
    headings = replace(line, is_of_headings=True)
    return replace(headings, edges=_column_edges([headings], 1))


def join_wrapped(texts: Iterable[str]) -> str:
    """Return the lines as one text; one that breaks a word at its hyphen or stroke goes on without a space."""
    text = ""
    for more in texts:
        text = f"{text}{more}" if not text or BROKEN_WORD.search(text[-2:]) else f"{text} {more}"
    return text


def _middle(line: Line) -> float:
    return (line.words[0].top + line.words[0].bottom) / 2


def _word(item: dict[str, Any]) -> Word | None:
    text = clean(item["text"])
    font = item["fontname"].lower()
    bold = "bold" in font or "black" in font or "heavy" in font
    if not text:
        return None
    return Word(text, item["x0"], item["x1"], item["top"], item["bottom"], item["size"], bold)


def _note_pictures(page: Any, found: PageText) -> None:
    area = found.width * found.height
    for image in page.images:
        covers = abs(image["width"] * image["height"]) / area if area else 0
        if covers > _SCAN_COVERS and not page.chars:
            found.is_scanned = True
        else:
            found.omissions.append(Omission(Location(page=found.number), "", "a picture"))


def _without_repeats(chars: Sequence[Any]) -> list[Any]:
    """Return the letters without those that are drawn again at their place, as some programs draw bold text."""
    # pdfplumber's own `dedupe_chars` looks every letter up among all the others.
    from pdfplumber.utils.clustering import cluster_objects

    letter, place = itemgetter("upright", "text", "fontname", "size"), itemgetter("doctop", "x0")
    kept = set()
    for _, alike in groupby(sorted(chars, key=letter), key=letter):
        for line in cluster_objects(list(alike), itemgetter("doctop"), _SAME_PLACE):
            for repeats in cluster_objects(line, itemgetter("x0"), _SAME_PLACE):
                kept.add(id(min(repeats, key=place)))
    return [char for char in chars if id(char) in kept]


def _unseen(page: Any, chars: Sequence[Any], found: PageText) -> set[int]:
    """Return the letters that do not count, and note them by their reason."""
    strokes = list(_strokes(page))
    fills = [
        item for item in page.rects if item.get("fill") and not _is_white(item.get("non_stroking_color"))
    ]
    unseen: set[int] = set()
    pieces: list[tuple[str, str]] = []
    before: Any = None
    for char in chars:
        reason = _reason(char, before, strokes, fills, found)
        if reason:
            unseen.add(id(char))
            if pieces and pieces[-1][1] == reason:
                pieces[-1] = (pieces[-1][0] + char["text"], reason)
            else:
                pieces.append((char["text"], reason))
        else:
            pieces.append(("", ""))
            before = char if char["text"].strip() else before
    found.omissions.extend(
        Omission(Location(page=found.number), clean(text), reason) for text, reason in pieces if text.strip()
    )
    return unseen


def _reason(char: Any, before: Any, strokes: list[Any], fills: list[Any], found: PageText) -> str:
    """Return why a letter does not count; nothing where it does."""
    if not char["upright"]:
        return "text that is not written from left to right"
    if char["size"] < _SMALLEST or not (0 <= char["x0"] < found.width and 0 <= char["top"] < found.height):
        return "hidden text"
    if _is_white(char["non_stroking_color"]) and not any(_covers(fill, char) for fill in fills):
        return "hidden text"
    height = char["bottom"] - char["top"]
    for top, x0, x1 in strokes:
        if x0 - 1 <= char["x0"] and char["x1"] <= x1 + 1 and 0.3 < (top - char["top"]) / height < 0.75:
            return STRUCK
    return RAISED if before is not None and _is_note_mark(char, before) else ""


def _is_note_mark(char: Any, before: Any) -> bool:
    """Return whether a letter is smaller than the one before it and stands at its top."""
    is_small = char["size"] <= before["size"] * _RAISED_SIZE and not char["text"].isalpha()
    is_lifted = char["bottom"] < before["bottom"] - before["size"] * 0.15 and char["top"] < before["bottom"]
    return bool(is_small and is_lifted and abs(char["top"] - before["top"]) < before["size"] * 0.6)


def _strokes(page: Any) -> Iterator[tuple[float, float, float]]:
    """Yield the thin lines that run across, which may strike a text through, with their height and ends."""
    for item in (*page.lines, *page.rects, *page.curves):
        if item["bottom"] - item["top"] <= _THINNEST_LINE and item["x1"] - item["x0"] > 2:
            yield (item["top"] + item["bottom"]) / 2, item["x0"], item["x1"]


def _is_white(color: Any) -> bool:
    if color is None or not isinstance(color, int | float | tuple | list):
        return False
    values = (color,) if isinstance(color, int | float) else tuple(color)
    if len(values) == 4:
        return not any(values)
    return bool(values) and all(isinstance(value, int | float) and value >= 0.98 for value in values)


def _covers(fill: Any, char: Any) -> bool:
    return bool(
        fill["x0"] - 1 <= char["x0"]
        and char["x1"] <= fill["x1"] + 1
        and fill["top"] <= (char["top"] + char["bottom"]) / 2 <= fill["bottom"]
    )
