"""A long document, printed part by part into one file, so that only one part is laid out at a time.

Laid out as a whole, a page takes more than two megabytes until the last one is drawn. So the page's markup is cut
where a new page may begin; each part is laid out twice: once to learn on which page everything stands, once to be
drawn. Of the pages between, only what the file as a whole needs is kept: where links lead, bookmarks and finished
structure.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from reports.writers.pdf_joins import TaggedPage
from reports.writers.pdf_structure import PageStructure, Structure
from reports.writers.progress import after_pages

MOST_WEIGHT = 13_000
"""The heaviest document that is laid out as a whole: about 130 pages, and 400 megabytes with all of the process."""
WEIGHT_OF_A_PART = 3_000
CHARACTERS_OF_AN_ELEMENT = 60

_CONTAINERS = {"article", "section", "table", "tbody"}
_HEADINGS = {"h2", "h3", "h4"}
_FORM, _WIDE = "appendix-form", "appendix-scroll"
_KEPT_WITH_NEXT = {"appendix-table__group", "appendix-beside", _FORM}
_KEPT_WITH_PREVIOUS = {"appendix-table__subtotal", "appendix-table__total"}
_BEGINNINGS = {"h2": 4, "h3": 3, "tr": 1}
_OTHER_BEGINNING = 2

Laid = Any
"""A document that WeasyPrint has laid out."""
LayOut = Callable[..., Laid]
"""Lays a page's markup out, by more style sheets if there are any."""


@dataclass(frozen=True)
class _Leaf:
    """What stands in one part as a whole, in what it stands, and how well a part begins with it: 0 for not at all."""

    element: Element
    within: tuple[Element, ...]
    weight: int
    rank: int


@dataclass(frozen=True)
class _Part:
    """A part as a page of its own, and the running texts at its beginning."""

    root: Element
    running: Mapping[str, str]


def is_long(root: Element) -> bool:
    """Return whether the document is printed in parts."""
    return _weight(root) > MOST_WEIGHT


def _weight(element: Element) -> int:
    if element.tag.endswith("}svg"):  # a drawing is one box
        return 1
    own = 1 + len(element.text or "") // CHARACTERS_OF_AN_ELEMENT
    return own + sum(map(_weight, element))


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


# Cutting


def _leaves(root: Element) -> Iterator[_Leaf]:
    previous: Element | None = None
    for element, within in _walk(root, ()):
        yield _Leaf(element, within, _weight(element), _rank(element, previous))
        previous = element


def _walk(element: Element, within: tuple[Element, ...]) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    for child in element:
        if element.tag == "table" and child.tag in ("caption", "thead"):
            continue  # they go with the rows
        if (child.tag in _CONTAINERS and _FORM not in _classes(child)) or _WIDE in _classes(child):
            yield from _walk(child, (*within, child))
        else:
            yield child, within


def _rank(element: Element, previous: Element | None) -> int:
    if previous is None or previous.tag in _HEADINGS or _KEPT_WITH_NEXT & _classes(previous):
        return 0
    if _KEPT_WITH_PREVIOUS & _classes(element):
        return 0
    if "appendix-table__group" in _classes(element):
        return _OTHER_BEGINNING
    return _BEGINNINGS.get(element.tag, _OTHER_BEGINNING)


def _cut(leaves: Sequence[_Leaf]) -> Iterator[Sequence[_Leaf]]:
    """Return the leaves of each part: as many as fit, up to where the best beginning of its second half is."""
    start, weight = 0, 0
    beginnings: list[tuple[int, int, int]] = []
    for place, leaf in enumerate(leaves):
        if leaf.rank and weight >= WEIGHT_OF_A_PART / 2:
            beginnings.append((leaf.rank, place, weight))
        weight += leaf.weight
        if weight > WEIGHT_OF_A_PART and beginnings:
            _rank_of_it, cut, before = max(beginnings)
            yield leaves[start:cut]
            start, weight, beginnings = cut, weight - before, []
    yield leaves[start:]


@dataclass
class _Cutting:
    """The cutting of a page into parts; `originals` says of what each element that stands in several is a copy."""

    root: Element
    originals: dict[Element, Element] = field(default_factory=dict)
    running: dict[str, str] = field(default_factory=dict)

    def parts(self) -> list[_Part]:
        """Return the parts, in order."""
        body = self.root.find("body")
        assert body is not None
        return [self._part(body, leaves) for leaves in _cut(list(_leaves(body)))]

    def _part(self, body: Element, leaves: Sequence[_Leaf]) -> _Part:
        root, running = self._copy(self.root), dict(self.running)
        root.extend(child for child in self.root if child is not body)
        copies = {body: self._copy(body)}
        root.append(copies[body])
        for leaf in leaves:
            above = copies[body]
            for element in leaf.within:
                if element not in copies:
                    copies[element] = self._copy(element)
                    copies[element].extend(_heads(element, leaf.element))
                    above.append(copies[element])
                above = copies[element]
            above.append(leaf.element)
            self._run(leaf.element)
        return _Part(root, running)

    def _copy(self, element: Element) -> Element:
        copy = Element(element.tag, element.attrib)
        self.originals[copy] = element
        return copy

    def _run(self, leaf: Element) -> None:
        """Take up the texts that the style sheets let run over the pages from here on."""
        for element in leaf.iter():
            if "appendix-cover__council" in _classes(element):
                self.running["council"] = "".join(element.itertext())
            if element.get("data-warning"):
                self.running["warning"] = element.get("data-warning", "")
            if element.get("data-short"):
                self.running["title" if element.tag == "h1" else "short"] = element.get("data-short", "")


def _heads(element: Element, first: Element) -> Iterator[Element]:
    """Return the headings of a table, and its caption where this is its first row."""
    if element.tag == "table":
        rows = (row for row in element.iter("tr") if row not in {*element.iterfind("thead/tr")})
        begins = next(rows, None) is first
        yield from (child for child in element if child.tag == "thead" or (begins and child.tag == "caption"))


# Printing


class _LinkBox:
    """The box of a link until its page is drawn: it takes the annotation."""

    link_annotation: Any = None


class PartPage(TaggedPage):
    """A page of a part: what the file needs of it before and after it is drawn."""

    def __init__(self, printing: "PartsPrinting", part: int, place: int, number: int, page: Any) -> None:
        self.printing, self.part, self.place, self.number = printing, part, place, number
        self.width, self.height, self.bleed = page.width, page.height, page.bleed
        self.anchors, self.bookmarks, self.forms = page.anchors, page.bookmarks, {None: []}
        self.links = [(*link[:3], _LinkBox()) for link in page.links]
        self._page_box = self
        self.structure: PageStructure | None = None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page, and finish with it."""
        page = self.printing.page(self)
        for (*_, box), (*_, kept) in zip(page.links, self.links, strict=True):
            box.link_annotation = kept.link_annotation
        page.paint(stream, scale)
        self.structure = self.printing.structure.add(page._page_box, stream, self.number)

    def tagged(self, document: pydyf.Dictionary) -> tuple[list[pydyf.Dictionary], PageStructure]:
        """Return the structure of the whole with the first page, and what belongs to this page."""
        assert self.structure is not None
        self.printing.forget_layout()
        return self.printing.structure.top(document) if self.number == 0 else [], self.structure


class PartsPrinting:
    """The printing of one long document."""

    def __init__(self, root: Element, lay_out: LayOut) -> None:
        self.root, self.lay_out = root, lay_out
        self._cutting = _Cutting(root)
        self.parts = self._cutting.parts()
        self.pages: list[PartPage] = []
        self._starts: list[int] = []
        self._current: tuple[int, list[Any]] = (-1, [])

    def laid_out(self) -> Laid:
        """Return the whole as a document whose pages are laid out again when they are drawn."""
        whole: Laid = None
        for part in range(len(self.parts)):
            self._starts.append(len(self.pages))
            laid = self._lay_out(part, "?", max(0, len(self.pages) - 1) if part else 0)
            for place, page in enumerate(self._own_pages(part, laid)):
                self.pages.append(PartPage(self, part, place, len(self.pages), page))
            whole = whole or laid.copy([])
            del laid, page
            gc.collect()
        self._number_links()
        whole.pages = self.pages
        return whole

    @cached_property
    def structure(self) -> Structure:
        """The structure of the file, which grows with each page; the file is there when the first is drawn."""
        return Structure(self._cutting.originals)

    def page(self, wanted: PartPage) -> Any:
        """Return the page to be drawn; its part is laid out again where another one was drawn before."""
        if self._current[0] != wanted.part:
            self._current = (-1, [])
            gc.collect()
            laid = self._lay_out(wanted.part, str(len(self.pages)), None)
            self._current = (wanted.part, self._own_pages(wanted.part, laid))
        return self._current[1][wanted.place]

    def forget_layout(self) -> None:
        """Free what was laid out, now that every page is drawn: writing the file needs room of its own."""
        if self.parts:
            self.parts, self._current = [], (-1, [])
            self.structure.originals = {}
            del self.root, self._cutting
            gc.collect()

    def _lay_out(self, part: int, of: str, told_after: int | None) -> Laid:
        chosen = self.parts[part]
        root = _beginning_with(chosen) if part else chosen.root
        with after_pages(told_after):
            return self.lay_out(root, _style(self._starts[part], of))

    @staticmethod
    def _own_pages(part: int, laid: Laid) -> list[Any]:
        """Return the pages without the one that sets the running texts."""
        return list(laid.pages[1:] if part else laid.pages)

    def _number_links(self) -> None:
        """Write the numbers of pages into the list of contents, which WeasyPrint can count within a part only."""
        numbers: dict[str, int] = {}
        for number, page in enumerate(self.pages, start=1):
            for anchor in page.anchors:
                numbers.setdefault(anchor, number)
        for link in self.root.iter("a"):
            link.set("data-page", str(numbers.get(link.get("href", "").removeprefix("#"), "")))


def _beginning_with(part: _Part) -> Element:
    """Return the part with a page in front that sets the running texts as they stood at its beginning.

    It also lets none of the part's own pages pass for the first of the document.
    """
    root = Element(part.root.tag, part.root.attrib)
    root.extend(part.root)
    body = Element("body")
    set_to = ", ".join(f"{name} {_quoted(text)}" for name, text in part.running.items())
    body.append(Element("div", {"style": f"break-after: page; string-set: {set_to}"}))
    own = part.root.find("body")
    assert own is not None
    body.extend(own)
    root.remove(own)
    root.append(body)
    return root


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\A ")
    return f'"{escaped}"'


def _style(before: int, of: str) -> str:
    """Return the style sheet by which the pages of a part are numbered as those of the whole."""
    return f"""
    @page :first {{ counter-reset: page {before or 1} }}
    @page {{ @bottom-right {{ content: "Page " counter(page) " of {of}" }} }}
    .appendix-contents__list a::after {{ content: attr(data-page) }}
    """
