"""Markup that a conversion left in a text (HTML, Markdown, bookmarks): taken out, with a list of what it was."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from proposals.importing.files.cleaning import clean
from proposals.importing.issues import Issue, Severity, places_in_words
from proposals.importing.lines import DocumentLines, Line

_MAY_BE_MARKUP = re.compile(r"[<&\[{*_~`#\\]|^>|(?<=\s)[•●▪■◦‣⁃∙·]\s")
_TAGS = (
    "a|b|big|body|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s|small|span|strike|strong|"
    "sub|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
# “<5 posts” is no tag: only the names above are, and a tag that is never closed ends with its line.
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_TAGS})(?:\s[^<>]{{0,300}}|\s*/)?>", re.IGNORECASE)
_PARTS_LINES = {"br", "div", "hr", "p", "tr", "table", "ul", "ol", *(f"h{level}" for level in range(1, 7))}
_ENTITY = re.compile(r"&(?:[a-z]{2,10}\d{0,2}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_EMPTY_ADDRESS = re.compile(r"#.*|about:blank|javascript:.*", re.IGNORECASE)
_LINKS = (
    re.compile(
        r"<a\s[^<>]{0,200}href=[\"'](?P<address>[^\"'<>]{0,500})[\"'][^<>]{0,200}>(?P<text>[^<>]{1,500})</a>",
        re.IGNORECASE,
    ),
    re.compile(r"!?\[(?P<text>(?:\\.|[^\[\]\\]){1,500})\]\((?P<address>[^()\s]{0,500})\)"),
)
# Word names its own bookmarks _GoBack, _Toc12345678 and the like; converters put any bookmark into brackets.
_WORDS_NAME = r"_(?:GoBack|(?:Toc|Hlk|Ref|Hlt|MON)_?\d{4,})"
_BOOKMARK = (
    r"\[(?:bookmark|anchor)(?:\s*[:=]|\s+_)[^\[\]]{0,100}\]|\{(?:bookmark|anchor)(?:\s*[:=]|\s+_)[^{}]{0,100}\}"
    r"|<(?:bookmark|anchor)(?:\s*[:=]|\s+_)[^<>]{0,100}>|</?w:bookmark(?:Start|End)\b[^<>]{0,300}>"
    r"|(?:\[\])?\{#[\w.:-]{1,100}(?:\s+\.[\w-]{1,40})*\}"
    rf"|\[{{1,2}}{_WORDS_NAME}\]{{1,2}}|(?:[\[{{<]?bookmark\s*[:=]\s*|(?<!\w)){_WORDS_NAME}(?!\w)"
)
_GONE = re.compile(rf"<!--[^<>]{{0,300}}-->|{_BOOKMARK}|^>\s+(?=[A-Za-z])", re.IGNORECASE)
_ANCHORED = re.compile(r"\[(?P<text>[^\[\]]{1,500})\](?P<anchor>\{#[\w.:-]{1,100}(?:\s+\.[\w-]{1,40})*\})")
# One “#” before a sentence marks a footnote.
_HASHES = re.compile(r"^(?P<marks>#{2,6}|#(?=.{1,80}$)(?!.*\.$))\s+(?P<inner>[A-Z*_“\"].*?)(?:\s#{1,6})?$")
_EMPHASIS = (
    re.compile(r"(?P<marks>\*{2,3})(?=\S)(?P<inner>[^*]{1,2000})(?<=\S)(?P=marks)"),
    re.compile(r"(?<!\w)(?P<marks>__)(?=\S)(?P<inner>[^_]{1,2000})(?<=\S)__(?!\w)"),
    re.compile(r"(?P<marks>~~)(?=\S)(?P<inner>[^~]{1,2000})(?<=\S)~~"),
    re.compile(r"(?<![\w*])(?P<marks>\*)(?=[^\s*])(?P<inner>[^*]{1,2000})(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"(?<![\w_])(?P<marks>_)(?=[^\s_])(?P<inner>[^_]{1,2000})(?<=[^\s_])_(?![\w_])"),
    re.compile(r"(?P<marks>`)(?P<inner>[^`]{1,2000})`"),
)
_LEFT_OPEN = re.compile(r"^(?:\*\*|__)(?=\w)|(?<=[\w.,:;!?)])(?:\*\*|__)$")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|<>~&])")
_BULLETS = "•●▪■◦‣⁃∙·"
_INLINE_BULLET = re.compile(rf"(?:^|\s)(?=[{_BULLETS}]\s)")
_LONGEST_QUOTE = 60


def without_markup(document: DocumentLines) -> tuple[DocumentLines, list[Issue]]:
    """Return the document without markup, and a note on each piece that was taken out with its places."""
    lines: list[Line] = []
    places: dict[str, list[str]] = {}
    for line in document.lines:
        texts, pieces = clean_text(line.text)
        for piece in pieces:
            places.setdefault(piece, []).append(line.place)
        lines += [
            replace(line, text=text, opens_cell=line.opens_cell and not at) for at, text in enumerate(texts)
        ]
    notes = [
        Issue(Severity.NOTE, "markup taken out", "", at[0], f"“{piece}” was taken out of the text{_at(at)}.")
        for piece, at in places.items()
    ]
    return replace(document, lines=tuple(lines)), notes


def _at(places: Sequence[str]) -> str:
    """Return where a piece stood, if it stood at more than the place of the note."""
    named = list(dict.fromkeys(places))
    return f" at {places_in_words(named)}" if len(named) > 1 else ""


def clean_text(text: str) -> tuple[list[str], list[str]]:
    """Return the lines that a line comes to, parted at tags and bullets that begin one, and the pieces taken out."""
    if not _MAY_BE_MARKUP.search(text):
        return [text], []
    removed: dict[str, None] = {}
    is_row = "\t" in text

    def taken(kept: Callable[[re.Match[str]], str], mark: int | str = 0) -> Callable[[re.Match[str]], str]:
        def take(match: re.Match[str]) -> str:
            left = kept(match)
            if left != match.group():
                piece = match.group(mark)
                short = piece if len(piece) <= _LONGEST_QUOTE else piece[: _LONGEST_QUOTE - 1] + "…"
                removed.setdefault(short)
            return left

        return take

    def tag(match: re.Match[str]) -> str:
        name = match["name"].lower()
        if name == "li" and not match["close"]:
            return "\n· "
        return "\n" if name in _PARTS_LINES | {"li"} else " " if name in {"td", "th"} else ""

    plain = text
    for link in _LINKS:
        plain = link.sub(taken(_link), plain)
    plain = _ANCHORED.sub(taken(lambda match: match["text"], "anchor"), plain)
    plain = _GONE.sub(taken(lambda match: ""), _TAG.sub(taken(tag), plain))
    for marked in (_HASHES, *_EMPHASIS):
        plain = marked.sub(taken(lambda match: match["inner"], "marks"), plain)
    plain = _ESCAPE.sub(taken(lambda match: ""), _LEFT_OPEN.sub(taken(lambda match: ""), plain))
    # Entities come last: what they write is text, not markup.
    plain = _ENTITY.sub(taken(lambda match: html.unescape(match.group())), plain)
    if is_row:
        leading = "\t" if text.startswith("\t") else ""
        pieces = [leading + clean(plain.replace("\n", " "))]
    else:
        pieces = [
            words for piece in plain.split("\n") for part in _at_bullets(piece) if (words := clean(part))
        ]
    return [piece for piece in pieces if piece.strip(_BULLETS + " ")], list(removed)


def _link(match: re.Match[str]) -> str:
    address = match["address"]
    if not address or _EMPTY_ADDRESS.fullmatch(address) or address == match["text"]:
        return match["text"]
    return f"{match['text']} ({address})"


def _at_bullets(text: str) -> list[str]:
    """Return the text parted before each bullet, where it holds a list of them on one line."""
    parts = _INLINE_BULLET.split(text)
    return parts if len(parts) > 2 else [text]
