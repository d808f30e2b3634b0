"""The headings of a document of forms, and its labels before colons, told by how it sets those that are known."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.forms.titles import split_heading, split_named
from proposals.importing.lines import is_list_item, without_hint
from proposals.importing.understanding.figures import read_figure, visible
from proposals.importing.understanding.form_lines import (
    LONGEST_LABEL,
    NUMBER,
    QUESTION,
    FormLine,
    is_known,
    is_plain_label,
    is_value,
    key_of,
    kind_of_label,
    label_of,
    names_figures,
)
from proposals.importing.understanding.kinds import MONEY, POSTS, SECTIONS, Kind
from proposals.importing.units import name_and_unit

_MOST_WORDS = 9
_FEWEST = 2
_LONGEST_RUN_ON, _FEWEST_RUN_ON, _MOST_RUN_ON = 5, 4, 0.6
_NUMBERED = re.compile(
    r"(?:(?:section|part|question|q)\s?)?\d{1,2}(?:(?:\.\d{1,2})*[.):]|\.\d{1,2})\s+(?=\D)", re.IGNORECASE
)
_COUNTS_POSTS = re.compile(
    r"\d{1,2}\.\d{1,2}\s+(?:f\.?t\.?e|w\.?t\.?e|posts?|jobs?|staff)\.?s?(?:\s+\S+){0,3}", re.IGNORECASE
)
"""A number of posts, “1.5 FTE”, that looks like a heading with a number."""
_PART_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}[.):]?\s+(?=\D)")
_LABEL_AND_VALUE = re.compile(r"(?P<label>[^:?\t]{2,100}?(?:\?|\s*:))\s+(?P<value>\S.*)", re.DOTALL)
_NARRATIVE = (*SECTIONS, Kind.RISK, None)
"""The kinds of labels that are words of texts as well."""
_ENDS_TEXT = (".", ";", ",", "!")


def parted(line: FormLine) -> tuple[str, Cell] | None:
    """Return the label and the value of a line such as “Lead officer: Head of Parks”, None for any other line."""
    cell = line.cells[0]
    match = _LABEL_AND_VALUE.fullmatch(cell.text) if line.stands_alone else None
    if (
        match is None
        or not without_hint(match["value"])
        or (is_list_item(match["label"]) and not _NUMBERED.match(match["label"]))
    ):
        return None
    if (named := split_named(visible(cell.text))) and named[0] in match["label"]:
        return None
    label, value = label_of(match["label"]), match["value"].strip()
    if not label or len(label.split()) > _MOST_WORDS or (not label[0].isupper() and not label[0].isdigit()):
        return None
    return label, replace(cell, text=value, bold=False)


def run_on(line: FormLine) -> tuple[str, Cell] | None:
    """Return the label and the value of a line such as “Title Fewer baskets”, whose columns a PDF ran together.

    The shortest label counts behind which a value can begin: with a capital or, of figures, as one.
    """
    words = line.text.split() if line.stands_alone and len(line.text) <= 2 * LONGEST_LABEL else []
    for count in range(1, min(len(words), _LONGEST_RUN_ON + 1)):
        label, value = label_of(" ".join(words[:count])), " ".join(words[count:])
        kind = kind_of_label(label, value)
        has_figure = kind in MONEY or kind in POSTS
        begins = read_figure(value).is_number if has_figure else not value[:1].islower()
        if kind and begins and label[:1].isupper():
            return label, replace(line.cells[0], text=value, bold=False)
    return None


class Headings:
    """Tells the headings of a document by how it sets the labels that are known: by style, weight, number or mark."""

    def __init__(self, lines: Sequence[FormLine]) -> None:
        alone = [line for line in lines if line.stands_alone and 0 < len(line.text) <= LONGEST_LABEL]
        known = [line for line in alone if is_known(label_of(line.text))]
        self.are_styled = any(line.level for line in known)
        self.are_bold = sum(line.cells[0].bold for line in known) >= _FEWEST
        numbered = [line.text for line in alone if _PART_NUMBER.match(line.text)]
        self._counts_posts = all(map(_COUNTS_POSTS.fullmatch, numbered))
        """Whether what looks like headings with numbers such as “1.5” counts posts and nothing else."""
        numbers = (line.text for line in known if not self._is_count(line.text))
        self.are_numbered = sum(bool(_NUMBERED.match(text)) for text in numbers) >= _FEWEST
        marked = sum(line.text.endswith((":", "?")) for line in known)
        self.are_marked = marked >= _FEWEST and 2 * marked > len(known)
        found = [match for line in lines if (match := parted(line))]
        kinds = [kind_of_label(label, visible(value.text)) for label, value in found]
        self.have_colons = sum(kind not in _NARRATIVE for kind in kinds) >= _FEWEST
        labels = Counter(key_of(label) for label, _ in found)
        self.in_line = {key for key, count in labels.items() if count >= _FEWEST}
        """The labels that stand before a colon again and again."""
        rows = (line for line in lines if len(line.cells) > 1 and is_known(label_of(line.text)))
        self.beside = {line.text for line in rows}
        """The known labels that stand beside their values in rows."""
        runs = [] if self.beside or found else [pair for line in lines if (pair := run_on(line))]
        of_runs = {kind_of_label(label, visible(value.text)) for label, value in runs}
        self.run_on = (
            len(of_runs) >= _FEWEST_RUN_ON
            and bool(of_runs & {Kind.TITLE, Kind.REFERENCE})
            and not of_runs.isdisjoint(MONEY)
            and len(runs) >= _MOST_RUN_ON * len(lines)
        )
        """Whether most lines are labels with their values right behind them."""

    def heads(self, line: FormLine, *, waits: bool, is_first: bool) -> bool:
        """Return whether a line that stands alone is a heading; `waits` where the one before it has no text yet.

        The first line of a document is its title, unless it is set apart as headings are.
        """
        text = line.text
        if not 0 < len(text) <= LONGEST_LABEL or {"\n", "\t"} & set(line.cells[0].text.strip()):
            return False
        if self._is_count(text) and not line.level:
            return False
        if line.level or (self.are_numbered and _NUMBERED.match(text)):
            return True
        if text.endswith(_ENDS_TEXT) or (is_list_item(text) and not _NUMBERED.match(text)) or is_value(text):
            return False
        if line.cells[0].bold and (self.are_bold or line.width > 1):
            return True
        is_known_label = len(text.split()) <= _MOST_WORDS and (
            is_known(label_of(text)) or is_plain_label(text.lower())
        )
        if text.endswith((":", "?")):
            return is_known_label or not waits
        is_plain = text[:1].isupper() and ": " not in text
        is_apart = line.runs_across or not self.are_set_apart or name_and_unit(text)[1]
        return bool(is_known_label and is_plain and is_apart) and not (waits or is_first)

    def _is_count(self, text: str) -> bool:
        return self._counts_posts and bool(_COUNTS_POSTS.fullmatch(text))

    def cut_off(self, line: FormLine) -> tuple[str, Cell] | None:
        """Return the label and value of a row that a page cut off from its table, so that it is a line of text."""
        text = line.text
        may_be_row = line.stands_alone and not line.level and "\t" not in line.cells[0].text
        for label in self.beside if may_be_row else ():
            value = text.removeprefix(f"{label} ")
            kind = kind_of_label(label_of(label), value)
            # “Option B1” heads a form, though its title is labelled “Option”, and so does “Service budget form”.
            if (
                value != text
                and not value[:1].islower()
                and kind not in _NARRATIVE
                and (kind is not Kind.TITLE or " " in label)
            ):
                return label_of(label), replace(line.cells[0], text=value)
        return None

    @property
    def are_set_apart(self) -> bool:
        """Whether headings are told by more than their words."""
        return self.are_styled or self.are_bold or self.are_numbered or self.are_marked

    def is_label(self, label: str, value: str, *, follows: bool) -> bool:
        """Return whether what stands before a colon is a label; `follows` where the line before has one, too."""
        if names_figures(label) and not is_value(value):
            return False  # “Budget 2026/27: proposals for consultation”
        if is_known(label) and kind_of_label(label, value) not in _NARRATIVE:
            return True
        return self.have_colons and (is_known(label) or key_of(label) in self.in_line or follows)


class TitleLines:
    """Tells the lines that begin a further form, as its reference is of the sort that the first one is headed with."""

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._sorts: set[str] = set()
        self._reference = ""

    def heads_form(self, line: FormLine, *, is_first: bool) -> bool:
        """Return whether a line heads a further form: “CYP/04: Youth bus” is no label with its value.

        `is_first` where no label with a value stands before it, so that it can be the title of the first.
        """
        text = line.text
        is_title = line.stands_alone and len(text) <= LONGEST_LABEL and not text.endswith((*_ENDS_TEXT, "?"))
        found = (
            split_heading(text) if is_title and not NUMBER.match(text) and not QUESTION.match(text) else None
        )
        if not found or found[0] == self._reference:
            return False
        digits = re.sub(r"\d", "0", found[0])
        sorts = {re.sub("0+", "0", digits), re.sub("[A-Za-z]+", "a", digits)}
        if is_first:
            label = parted(line)
            if not (label and self._headings.is_label(label[0], label[1].text, follows=False)):
                self._sorts |= sorts
                self._reference = found[0]
            return False
        if self._sorts.isdisjoint(sorts):
            return False
        self._reference = found[0]
        return True
