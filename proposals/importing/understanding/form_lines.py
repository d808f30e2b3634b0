"""The lines of a document of forms: which are labels or headings, and which are the values and texts that they head."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.forms.titles import split_heading, split_named
from proposals.importing.lines import is_list_item, without_hint
from proposals.importing.running_lines import page_furniture
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.headings import heading_of, heads_figures, kind_of, may_head
from proposals.importing.understanding.kinds import OTHER_LABELS, SECTIONS, Kind
from proposals.importing.understanding.labels import total_label
from proposals.importing.understanding.spaced_years import with_spaced_years
from proposals.importing.understanding.stream import without_markup
from proposals.importing.units import name_and_unit, unit_in
from services.values.money import UNIT_LABEL

LONGEST_LABEL = 140
_MOST_WORDS = 9
_FEWEST = 2
_MOST_KNOWN, _MOST_IN_PAIRS = 0.6, 4
_NUMBER = re.compile(
    r"(?:(?:section|part|question|q)\s?)?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[A-Z][.):])\s+(?=\D)", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:(?:section|part|question|q)\s?)?\d{1,2}(?:(?:\.\d{1,2})*[.):]|\.\d{1,2})\s+(?=\D)", re.IGNORECASE
)
_QUESTION, _ANSWER = (
    re.compile(r"(?:question|q)\.?\s?\d", re.IGNORECASE),
    re.compile(r"(?:a(?:ns(?:wer)?)?)\s?\d*[.:)]\s+(?=\S)", re.IGNORECASE),
)
_COUNTS_POSTS = re.compile(
    r"\d{1,2}\.\d{1,2}\s+(?:f\.?t\.?e|w\.?t\.?e|posts?|jobs?|staff)\.?s?(?:\s+\S+){0,3}", re.IGNORECASE
)
"""A number of posts, “1.5 FTE”, that looks like a heading with a number."""
_PART_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}[.):]?\s+(?=\D)")
_LABEL_AND_VALUE = re.compile(r"(?P<label>[^:?\t]{2,100}?(?:\?|\s*:))\s+(?P<value>\S.*)", re.DOTALL)
ANCHORS = (Kind.TITLE, Kind.REFERENCE)
"""The kinds of the labels that each form has once."""
_NARRATIVE = (*SECTIONS, Kind.RISK, None)
"""The kinds of labels that are words of texts as well."""
_RULE = "-–—=_*# "
_ENDS_TEXT = (".", ";", ",", "!")


@dataclass(frozen=True)
class FormLine:
    """A row of a table, or a paragraph as a row of one cell; `grid` is 0 for a paragraph, `width` that of its table."""

    cells: tuple[Cell, ...]
    grid: int = 0
    width: int = 1
    level: int = 0
    """The level of a heading that is styled as one, else 0."""
    positions: tuple[int, ...] = (0,)
    """The columns that its cells stand in."""

    @property
    def texts(self) -> list[str]:
        """The texts of its cells."""
        return [visible(cell.text) for cell in self.cells]

    @property
    def text(self) -> str:
        """The text of its first cell."""
        return visible(self.cells[0].text)

    @property
    def location(self) -> Location:
        """Return where it stands."""
        return self.cells[0].location

    @property
    def stands_alone(self) -> bool:
        """Return whether it is a paragraph, or a cell that runs over the whole width of its table."""
        return len(self.cells) == 1 and (self.width == 1 or self.runs_across)

    @property
    def runs_across(self) -> bool:
        """Return whether it is one cell that runs over the columns of its table."""
        return len(self.cells) == 1 and self.width > 1 and self.cells[0].columns > 1


def lines_of(blocks: Sequence[Block]) -> tuple[list[FormLine], list[tuple[Location, str]]]:
    """Return the lines of some blocks without rules, page numbers and markup, and the markup with its places."""
    lines = [line for line in _every_line(blocks) if line.text.strip(_RULE)]
    left_out = page_furniture({at: line.text for at, line in enumerate(lines) if line.stands_alone})
    kept: list[FormLine] = []
    markup: list[tuple[Location, str]] = []
    for at, line in enumerate(lines):
        cells, removed = without_markup(line.cells)
        markup += removed
        if at not in left_out and any(cell.text for cell in cells):
            if kept and _QUESTION.match(kept[-1].text) and (answer := _ANSWER.match(cells[0].text)):
                cells = (replace(cells[0], text=cells[0].text[answer.end() :]), *cells[1:])
            kept.append(replace(line, cells=cells))
    return kept, markup


def _every_line(blocks: Sequence[Block]) -> Iterator[FormLine]:
    grids = 0
    for block in _with_rows(list(with_spaced_years(blocks))):
        if isinstance(block, Paragraph):
            yield FormLine((Cell(block.text, bold=block.bold, location=block.location),), level=block.level)
        elif isinstance(block, ItemList):
            places = block.locations or (block.location,) * len(block.items)
            for item, place in zip(block.items, places, strict=True):
                yield FormLine((Cell(item if is_list_item(item) else f"· {item}", location=place),))
        elif isinstance(block, Grid):
            for rows in _tables_in(block):
                grids += 1
                width = max(row.positions[-1] for row in rows) + 1
                yield from (replace(row, grid=grids, width=width) for row in rows)


def _with_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with paragraphs that follow one another and have tabs in them as the rows of a table."""
    for are_rows, members in groupby(
        blocks, key=lambda block: isinstance(block, Paragraph) and "\t" in block.text
    ):
        if are_rows:
            paragraphs = [block for block in members if isinstance(block, Paragraph)]
            yield _grid_of([(block.text.replace("\n", " "), block.location) for block in paragraphs])
            continue
        for block in members:
            yield from _without_inner_tables(block) if isinstance(block, Grid) else (block,)


def _without_inner_tables(grid: Grid) -> Iterator[Block]:
    """Yield a table with each table that stands in it beside a label as one of its own, below that as a heading."""
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        label, *beside = [cell for cell in row if cell.text and not cell.covered] or [Cell()]
        if len(beside) == 1 and len(beside[0].lines) > 1 and all("\t" in line for line in beside[0].lines):
            yield Grid(tuple(rows), grid.location)
            yield Paragraph(label.text, 1, location=label.location)
            yield _grid_of([(line, beside[0].location) for line in beside[0].lines])
            rows = []
        else:
            rows.append(row)
    yield Grid(tuple(rows), grid.location)


def _grid_of(lines: Sequence[tuple[str, Location]]) -> Grid:
    """Return lines with tabs between their cells as a table."""
    texts = [line.split("\t") for line, _ in lines]
    width = max(map(len, texts))
    return Grid(
        tuple(
            tuple(Cell(text.strip(), location=place) for text in (*row, *[""] * (width - len(row))))
            for (_, place), row in zip(lines, texts, strict=True)
        )
    )


def _tables_in(grid: Grid) -> Iterator[list[FormLine]]:
    """Yield the rows of each table of a grid: blank rows of a sheet part them, as do blank lines of a text.

    Their columns are counted from the first that is filled, as forms in sheets often begin in the second one.
    """
    table: list[FormLine] = []
    for row in grid.rows:
        positions = tuple(at for at, cell in enumerate(row) if cell.text and not cell.covered)
        line = FormLine(tuple(row[at] for at in positions), positions=positions)
        if table and not (positions and _goes_on(table[-1], line)):
            yield _from_first_column(table)
            table = []
        if positions:
            table.append(line)
    if table:
        yield _from_first_column(table)


def _from_first_column(table: Sequence[FormLine]) -> list[FormLine]:
    first = min(row.positions[0] for row in table)
    return [replace(row, positions=tuple(at - first for at in row.positions)) for row in table]


def _goes_on(before: FormLine, row: FormLine) -> bool:
    """Return whether a row can be of the table of the row before it."""
    is_apart = row.location.line > before.location.line + 1 and not row.location.sheet
    return not is_apart or len(row.cells) == len(before.cells)


@lru_cache(maxsize=16384)
def label_of(text: str) -> str:
    """Return a label without its number, the hint how to fill it in but for its unit, and the colon behind it."""
    if len(text) > 2 * LONGEST_LABEL:
        return ""
    plain = without_hint(visible(text))
    number = _NUMBER.match(plain)
    label = plain[number.end() if number else 0 :].strip(" :*–—-\t")
    unit = None if unit_in(plain) else unit_in(text)
    return f"{label} ({UNIT_LABEL[unit]})" if unit and label else label


@lru_cache(maxsize=16384)
def is_plain_label(core: str) -> bool:
    """Return whether a label, in small letters, heads a text that forms have and that is none of a proposal's parts."""
    return bool(OTHER_LABELS.search(core))


def key_of(label: str) -> str:
    """Return what a label is known by in every form of a document."""
    return " ".join(re.sub(r"[^a-z0-9£]+", " ", label.lower()).split())


def numberless(label: str) -> str:
    """Return what a label is known by whatever number it has: “Proposal 1”, “Proposal 2”."""
    return re.sub(r"\d+", "0", key_of(label))


@lru_cache(maxsize=16384)
def is_known(label: str) -> bool:
    """Return whether the words of a label are those of something that proposals state."""
    return bool(label) and len(label) <= LONGEST_LABEL and may_head(label)


@lru_cache(maxsize=16384)
def kind_of_label(label: str, value: str = "") -> Kind | None:
    """Return the kind that a label has beside a value, None where its words tell none."""
    return kind_of(heading_of(label), float(is_value(value)))[0] if is_known(label) else None


def is_bare_year(text: str) -> bool:
    """Return whether a text is a year and nothing else, perhaps with a unit: “2026/27 £000”."""
    return len(text) <= LONGEST_LABEL and heading_of(text).is_dated and not heading_of(text).core


def heads_column(text: str) -> bool:
    """Return whether a text heads a column of figures of a form: a year, the total of the years, or the full year."""
    if is_bare_year(text) or len(text) > LONGEST_LABEL:
        return is_bare_year(text)
    return total_label(text) is not None or kind_of_label(label_of(text), "1") is Kind.FULL_YEAR


def names_figures(text: str) -> bool:
    """Return whether a text is no figure but the heading of some: it names a year or a unit beside words."""
    heading = heading_of(text)
    return len(text) <= LONGEST_LABEL and not is_value(text) and bool(heading.is_dated or heading.unit)


def is_value(text: str) -> bool:
    """Return whether a text is a figure, or stands where one would."""
    return read_figure(text).shape is not Shape.WORDS


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
            if value != text and not value[:1].islower() and kind not in _NARRATIVE and (kind is not Kind.TITLE or " " in label):
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
            split_heading(text)
            if is_title and not _NUMBER.match(text) and not _QUESTION.match(text)
            else None
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


def heads_table(line: FormLine) -> bool:
    """Return whether the cells of a row are the headings of a table, figures among them, and no labels with values."""
    texts = line.texts
    known = [is_known(label_of(text)) for text in texts]
    if len(texts) < _FEWEST or not all(known[:_FEWEST]) or any(map(is_value, texts)):
        return False
    if len(texts) == _FEWEST and kind_of_label(label_of(texts[0]), texts[1]) is Kind.YEAR_OF_ROW:
        return False  # “Year of saving | 2027/28”
    has_figures = any(map(heads_figures if len(texts) > _MOST_IN_PAIRS else names_figures, texts[1:]))
    return has_figures and sum(known) >= _MOST_KNOWN * len(texts)


def heads_texts(row: FormLine) -> bool:
    """Return whether a row is the headings of a table of texts inside a form: “Risk | Likelihood | Mitigation”."""
    labels = list(map(label_of, row.texts))
    return len(labels) > _FEWEST and all(is_known(label) or is_plain_label(label.lower()) for label in labels)


def has_figures_side_by_side(row: FormLine) -> bool:
    """Return whether a row is one of a table, not labels with their values."""
    return any(is_value(text) and is_value(beside) for text, beside in pairwise(row.texts[1:]))


def joined(row: FormLine) -> Cell:
    """Return a row of some table inside a form as one line with tabs."""
    return replace(row.cells[0], text="\t".join(row.texts), columns=1)


def is_blank(row: FormLine) -> bool:
    """Return whether a row is a label beside which nothing was entered."""
    return len(row.cells) == 1 and is_known(label_of(row.text))
