"""Collect the strings that people read: the text of templates, and the strings of Python and JavaScript."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SCRIPTS = ROOT / "static" / "js"
CODE = tuple(
    ROOT / name for name in ("services", "proposals", "reports", "councilsavings", "bench", "scripts")
)

DECLARED = (
    ROOT / "proposals" / "domain" / "terms.toml",
    ROOT / "reports" / "forecasts" / "input_sheets.toml",
)
"""The texts that pages and files show and that stand in no module; the others are the words of documents read."""

READ_ATTRIBUTES = ("alt", "aria-label", "data-label", "placeholder", "title")
INLINE = frozenset(("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong"))
SILENT = frozenset(("script", "style"))
GAP = "…"

COMMENT = re.compile(r"\{#.*?#\}|\{% *comment *%\}.*?\{% *endcomment *%\}", re.DOTALL)
OTHERWISE = re.compile(r"^ *(?:else|elif|empty)\b")
BREAK = "\f"
TEMPLATE_CODE = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<tag>.*?)%\}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
# Arguments of these tags and filters are names, addresses and formats.
NAMES = re.compile(r"^ *(?:url|static|load|extends|if|elif|ifequal|now|querystring_replace|csrf_token)\b")
NAMED_VALUE = re.compile(r'(?:date|stringformat|url_path|cut|slice):"[^"]*"')
FILE_NAME = re.compile(r"\S+\.\w+|\S*/\S*")


@dataclass(frozen=True)
class Wording:
    """Hold one string that people read, and where it stands."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        """Name the file, the line and the string."""
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.text}"


def wordings() -> list[Wording]:
    """Collect every string that people read, from templates, Python and JavaScript."""
    found = [wording for path in sorted(TEMPLATES.rglob("*.*")) for wording in template_wordings(path)]
    for folder in CODE:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                found += python_wordings(path)
    for path in DECLARED:
        found += declared_wordings(path)
    return found + [wording for path in sorted(SCRIPTS.rglob("*.js")) for wording in script_wordings(path)]


def template_wordings(path: Path) -> Iterator[Wording]:
    """Read a template's text, the attributes that are read out, and the texts given to other templates."""
    source = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), path.read_text(encoding="utf-8"))
    for found in TEMPLATE_CODE.finditer(source):
        code = NAMED_VALUE.sub("", found["value"] or found["tag"])
        if not NAMES.match(code):
            for text in QUOTED.findall(code):
                if not FILE_NAME.fullmatch(text):
                    yield Wording(path, source.count("\n", 0, found.start()) + 1, text)
    reader = TextReader()
    reader.feed(TEMPLATE_CODE.sub(_blank, source))
    reader.close()
    for line, text in reader.texts():
        yield Wording(path, line, text)


def _blank(found: re.Match[str]) -> str:
    """Put a gap where a value is printed, and a break between the branches of a condition; keep the lines."""
    lines = "\n" * found.group().count("\n")
    if found["tag"] is None:
        return GAP + lines
    return BREAK + lines if OTHERWISE.match(found["tag"]) else lines


class TextReader(HTMLParser):
    """Read the texts of a page, joined over the elements that stand within a sentence."""

    def __init__(self) -> None:
        """Begin with no text."""
        super().__init__()
        self._texts: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._line = 0
        self._silent = 0

    def texts(self) -> list[tuple[int, str]]:
        """Return each text with its line."""
        self._end()
        return self._texts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """End the text at a block, and take the attributes that are read out."""
        self._element(tag)
        self._silent += tag in SILENT
        for name, value in attrs:
            is_button = tag == "input" and name == "value" and ("type", "submit") in attrs
            if value and (name in READ_ATTRIBUTES or is_button):
                self._texts += [(self.getpos()[0], text) for text in value.split(BREAK) if text]

    def handle_endtag(self, tag: str) -> None:
        """End the text at the end of a block."""
        self._element(tag)
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Add to the text."""
        if not self._silent:
            if not "".join(self._parts).strip():
                self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._parts.append(data)

    def _element(self, tag: str) -> None:
        if tag not in INLINE:
            self._end()

    def _end(self) -> None:
        for branch in "".join(self._parts).split(BREAK):
            text = " ".join(branch.split())
            if text.strip(GAP + " "):
                self._texts.append((self._line, text))
        self._parts = []


def python_wordings(path: Path) -> Iterator[Wording]:
    """Read the string constants of a module that are no docstrings, each f-string as one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed_over.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            passed_over.update(node.values)
            for value in node.values:
                if isinstance(value, ast.FormattedValue) and value.format_spec:
                    passed_over.add(value.format_spec)
                    passed_over.update(ast.walk(value.format_spec))
    for node in ast.walk(tree):
        if node not in passed_over and (text := _constant(node)).strip():
            yield Wording(path, node.lineno, text)


def _constant(node: ast.AST) -> str:
    """Return the text of a string, with a gap for each value that an f-string prints."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_constant(part) or GAP for part in node.values)
    return ""


COMMENT_OR_STRING = re.compile(
    r"//[^\n]*|/\*[\s\S]*?\*/|(?P<quote>[\"'])(?P<line>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
    r"|`(?P<template>(?:\\.|[^`\\])*)`"
)
VALUE = re.compile(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def declared_wordings(path: Path) -> Iterator[Wording]:
    """Read every text of a file of declarations, at the line of the declaration."""
    source = path.read_text(encoding="utf-8")

    def texts(declared: object) -> Iterator[str]:
        if isinstance(declared, str):
            yield declared
        elif isinstance(declared, dict | list):
            for each in declared.values() if isinstance(declared, dict) else declared:
                yield from texts(each)

    for text in texts(tomllib.loads(source)):
        yield Wording(path, source.count("\n", 0, source.find(text[:40])) + 1, text)


SELECTOR = re.compile(r"(?:querySelector(?:All)?|closest|matches)\($")


def script_wordings(path: Path) -> Iterator[Wording]:
    """Read the strings of a script, each template literal as one, with a gap for each value that it prints."""
    source = path.read_text(encoding="utf-8")
    for found in COMMENT_OR_STRING.finditer(source):
        text = VALUE.sub(GAP, found["line"] or found["template"] or "")
        if text.strip() and not SELECTOR.search(source, 0, found.start()):
            yield Wording(path, source.count("\n", 0, found.start()) + 1, text)


MARKUP = re.compile(r"%\(\w+\)s|<[^>]*>|&\w+;")
CODE_WORD = re.compile(r"\S*[_/\\@#=\d]\S*|\S+\.\w{2,}|--?\w[\w-]*")
WORD = re.compile(r"[A-Za-z][A-Za-z’']*")


def words_of(wording: Wording) -> list[str]:
    """Return the words of a text, without values, addresses, options and markup; none where it is no prose."""
    is_prose = wording.path.suffix not in {".py", ".js", ".toml"} or (
        " " in wording.text.strip() and re.search(r"[a-z]{2}", wording.text)
    )
    if not is_prose:
        return []
    found = WORD.findall(CODE_WORD.sub(" ", MARKUP.sub(" ", wording.text)))
    return [re.sub(r"[’']s?$", "", word) for word in found if len(word) > 1]
