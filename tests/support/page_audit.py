"""What every page has to stand in Chromium: axe, narrow windows, the keyboard alone, and paper.

Pages are drawn by Django's test client and handed to the browser as they are, so one transaction holds the world. A
page that is built of nothing but what stands on others is not looked at beside them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests.support.answer_server import AnswerServer
from tests.support.axe_runs import EVERY_RULE, RULES_OF_LAYOUT, put_in, violations
from tests.support.settled_page import resize, settle

RULES_OF_STYLE = ("link-in-text-block", "target-size")
"""What a row cannot fail that looks like those of a short table; on a thousand rows they take a minute."""
DESKTOP, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
"""320 CSS pixels are what 400 % leaves of 1280."""
SHEETS = {False: {"width": 680, "height": 1010}, True: {"width": 1010, "height": 680}}
"""A4 upright and across between margins of 15 mm, in CSS pixels."""
MOST_SHRUNK = 1.4
"""How much wider than its sheet a page may be: a browser prints it so much smaller."""
MOST_TABS, OF_MANY_ROWS = 120, 40
"""How often Tab is pressed on one page; rows of a long table are reached alike."""
FRAME = "//header | //footer"
"""What stands around a page's own part; the admin's pages have more beside it and are walked whole."""
PARTS_OF_A_MOMENT = 7
"""Day, month, year, hour, minute, half of the day and the calendar of one field are stops of their own."""

TELLING = (
    "class",
    "role",
    "type",
    "aria-current",
    "aria-sort",
    "hidden",
    "open",
    "scope",
    "tabindex",
    "lang",
    "src",
)
"""The attributes by which two elements are built alike or not."""

NAMES_ONLY = re.compile(r"\b(?:model|field|column|app-(?:auth|proposals|services))-[\w-]+|\brow\d+\b")
"""The classes of the admin that say which record or field it is, and not how it looks."""

COLOURS_SEEN = """([telling, seen]) => {
  const known = new Set(seen.split(' ').map(Number)), found = [];
  const hashed = (text, start) => {
    let value = start;
    for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
    return value >>> 0;
  };
  const told = (one, name) => (one.getAttribute(name) ?? '').replace(name === 'id' ? /\\d+/g : /^$/, '');
  const kind = (one) => one ? [one.tagName, ...['id', ...telling].map((name) => told(one, name))].join('|') : '';
  const walk = (one, around) => {
    const place = `${one.previousElementSibling ? '' : 'first'}${one.nextElementSibling ? '' : 'last'}`;
    const built = hashed(`${kind(one.previousElementSibling)}>${kind(one)}>${place}`, around);
    if (known.has(built)) one.dataset.coloursSeen = '';
    else { known.add(built); found.push(built); }
    for (const child of one.children) walk(child, built);
  };
  walk(document.documentElement, 2166136261);
  return found.join(' ');
}"""
"""Marks what stands in the same surroundings, after the same neighbour, as something whose colours were judged."""

NEW_COLOURS_ONLY = """() =>
  axe.configure({ rules: [{ id: 'color-contrast', selector: '*:not([data-colours-seen])' }] })"""
"""Colours are most of axe's work, and what a style sheet gives to one element it gives to all that are built alike."""

TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > root.clientWidth + 1 && box.width && !one.closest('.app-table-scroll, .app-scroll');
  });
  return [`${root.scrollWidth} px: ${out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')}`];
}"""

FOCUSED = """async (patiently) => {
  if (patiently) await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  if (!one.dataset.walked) one.dataset.walked = String(document.querySelectorAll('[data-walked]').length + 1);
  const drawn = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    && !/rgba\\(0, 0, 0, 0\\)|transparent/.test(style.outlineColor)) || style.boxShadow !== 'none';
  const beside = one.nextElementSibling;
  const shown = drawn(getComputedStyle(one))
    || (beside && drawn(getComputedStyle(beside, '::before')))
    || (one.tagName === 'SUMMARY' && [...one.children].some((child) => drawn(getComputedStyle(child))));
  const box = one.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].map(([x, y]) =>
    document.elementFromPoint(left + x * (right - left), top + y * (bottom - top)));
  const seen = box.width === 0 || points.some((upper) => upper && (one.contains(upper) || upper.contains(one)
    || [...(one.labels || [])].some((label) => label.contains(upper))));
  const inFrame = !!document.querySelector('main') && !one.closest('main');
  return { number: Number(one.dataset.walked), shown, seen, in_frame: inFrame, text: one.outerHTML.slice(0, 140) };
}"""


INTO_MAIN = """() => {
  const main = document.querySelector('main');
  if (!main) return;
  const held = main.getAttribute('tabindex');
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
  if (held === null) main.removeAttribute('tabindex');
  scrollTo(0, 0);
}"""
"""Where the Tab key goes on from when the frame around a page has been walked already."""


def features(page: Any, part: str = "") -> set[tuple[str, ...]]:
    """How a page, or a part of it, is built: which kinds of element stand in which, whatever their texts and number."""
    found: set[tuple[str, ...]] = set()
    for root in page.xpath(part) if part else [page]:
        above = root.getparent()
        if above is not None:
            found.add((*_kind(above), *_kind(root)))
        waiting = [(root, _kind(root))]
        while waiting:
            element, kind = waiting.pop()
            if element.tag == "svg":
                continue  # a drawing is one thing
            for child in element.iterchildren("*"):
                of_child = _kind(child)
                found.add((*kind, *of_child))
                waiting.append((child, of_child))
    return found


def _kind(element: Any) -> tuple[str, ...]:
    return _told(element.tag, *map(element.get, TELLING))


@cache
def _told(tag: str, *values: str | None) -> tuple[str, ...]:
    return (tag, *(NAMES_ONLY.sub("", value or "") for value in values))


@dataclass(frozen=True)
class _Shown:
    """A page that somebody was shown, and of what it is built."""

    where: str
    address: str
    answer: HttpResponse
    built: set[tuple[str, ...]]
    of_many_rows: bool

    @cached_property
    def frame(self) -> set[tuple[str, ...]]:
        return features(html.fromstring(self.answer.content), FRAME)


class Auditor:
    """One browser page in which pages are looked at one after the other; `complaints` is what was found."""

    def __init__(self, browser: Any) -> None:
        self.complaints: list[str] = []
        self._server = AnswerServer()
        self._shown: list[_Shown] = []
        self._frames: set[tuple[str, ...]] = set()
        self._colours: set[str] = set()
        self.page = browser.new_context(locale="en-GB", viewport=DESKTOP).new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        self.page.on("console", self._hear)

    def close(self) -> None:
        self.page.context.close()
        self._server.shutdown()
        self._server.server_close()

    def add(self, where: str, client: Client, answer: HttpResponse, *, of_many_rows: bool = False) -> None:
        """Add a page to those that are to be looked at, unless one of them has all that it is built of.

        One `of_many_rows` is looked at in any case, but not by the rules that judge each row by its style alone.
        """
        page = html.fromstring(answer.content)
        built = features(page)
        if not of_many_rows and any(built <= shown.built for shown in self._shown):
            return
        # Fetched now: while the browser waits for an answer, no database may be asked.
        beside = self._server.beside
        for address in page.xpath("//link/@href | //img/@src | //script/@src"):
            if address.startswith("/") and not address.startswith("/static/") and address not in beside:
                beside[address] = client.get(address)
        # Without what the page was drawn from.
        kept = HttpResponse(answer.content, status=answer.status_code, headers=answer.headers)
        self._shown.append(_Shown(where, answer.wsgi_request.get_full_path(), kept, built, of_many_rows))

    def look(self) -> list[str]:
        """Look at pages until nothing is left that has not been looked at in the same surroundings."""
        for shown in self._fewest():
            self._look_at(shown)
        return self.complaints

    def _fewest(self) -> Iterator[_Shown]:
        """Yield few pages with everything that all are built of: the one first that has most of it."""
        waiting, seen = self._shown, set[tuple[str, ...]]()
        while waiting:
            richest = max(waiting, key=lambda shown: (shown.of_many_rows, len(shown.built - seen)))
            seen |= richest.built
            yield richest
            waiting = [
                shown
                for shown in waiting
                if shown is not richest and (shown.of_many_rows or not shown.built <= seen)
            ]

    def _look_at(self, shown: _Shown) -> None:
        self._server.document = shown.answer
        self._where, self._of_many_rows = shown.where, shown.of_many_rows
        self._is_new_frame = not shown.frame <= self._frames
        self._frames |= shown.frame
        self.page.set_viewport_size(DESKTOP)
        self.page.goto(self._server.address + shown.address, wait_until="load")
        settle(self.page)
        for check in (self._axe_at_desktop, self._keyboard, self._narrow, self._paper):
            check()

    # The checks

    def _axe_at_desktop(self) -> None:
        # One text each way: of a list, each number is sent by itself.
        self._colours.update(self.page.evaluate(COLOURS_SEEN, [TELLING, " ".join(self._colours)]).split())
        put_in(self.page)
        self.page.evaluate(NEW_COLOURS_ONLY)
        self._run_axe(EVERY_RULE)

    def _narrow(self) -> None:
        resize(self.page, **NARROW)
        self._each(self.page.evaluate(TOO_WIDE), "wider than 320 px")
        if not self._of_many_rows:
            self._run_axe(RULES_OF_LAYOUT)

    def _keyboard(self) -> None:
        """Press Tab: each time another control is reached, its focus shows, and nothing lies over it.

        What is around the page's own part is walked once for everything that it is built of.
        """
        self.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        if not self._is_new_frame:
            self.page.evaluate(INTO_MAIN)
        last = repeated = 0
        for _ in range(OF_MANY_ROWS if self._of_many_rows else MOST_TABS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED, False)
            if found and not found["seen"]:
                found = self.page.evaluate(FOCUSED, True)  # once it has been scrolled to
            if found is None or found["number"] < last:
                return  # through the page and around
            if found["in_frame"] and not self._is_new_frame:
                return  # through the page's own part
            repeated = repeated + 1 if found["number"] == last else 0
            if repeated == PARTS_OF_A_MOMENT:
                self._complain(f"the keyboard cannot leave {found['text']}")
                return
            last = found["number"]
            # The parts of a date or time show the focus themselves.
            if not repeated and not found["shown"]:
                self._complain(f"the focus cannot be seen on {found['text']}")
            if not found["seen"]:
                self._complain(f"something covers what has the focus: {found['text']}")

    def _paper(self) -> None:
        self.page.emulate_media(media="print")
        landscape = self.page.evaluate("document.body.classList.contains('app-landscape')")
        sheet = SHEETS[landscape]
        resize(self.page, **sheet)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > sheet["width"] * MOST_SHRUNK:
            self._complain(f"on paper {width} px wide, which its sheet of {sheet['width']} px cannot hold")
        clicked = self.page.evaluate(
            "[...document.querySelectorAll('main button:not(.app-term), nav')]"
            ".filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 100)).slice(0, 3)"
        )
        self._each(clicked, "printed, though nobody can press it on paper")
        self.page.emulate_media(media="screen")

    def _run_axe(self, only: dict[str, Any]) -> None:
        left_out = RULES_OF_STYLE if self._of_many_rows else ()
        for violation in violations(self.page, only, without=left_out):
            nodes = [node[:160] for node in violation["nodes"]]
            self._complain(f"{violation['id']}: {violation['help']}: {nodes[:3]} ({len(nodes)})")

    # What the browser says and asks

    def _each(self, found: list[str], what: str) -> None:
        for one in found:
            self._complain(f"{what}: {one}")

    def _complain(self, what: str) -> None:
        line = f"{getattr(self, '_where', '')}: {what}"
        if line not in self.complaints:
            self.complaints.append(line)

    def _hear(self, line: Any) -> None:
        # To read a style sheet that another one imports, axe tries what the policy refuses; its script has no address.
        if "Content Security Policy" in line.text and line.location["url"]:
            self._complain(f"blocked: {line.text}")
