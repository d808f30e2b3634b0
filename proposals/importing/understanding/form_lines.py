"""The lines of a document of forms: which are labels or headings, and which are the values and texts that they head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, pairwise

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.lines import is_list_item, without_hint
from proposals.importing.running_lines import page_furniture
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.headings import heading_of, heads_figures, kind_of, may_head
from proposals.importing.understanding.kinds import OTHER_LABELS, Kind
from proposals.importing.understanding.labels import total_label
from proposals.importing.understanding.spaced_years import with_spaced_years
from proposals.importing.understanding.stream import without_markup
from proposals.importing.units import unit_in
from services.values.money import UNIT_LABEL

LONGEST_LABEL = 140
_FEWEST = 2
_MOST_KNOWN, _MOST_IN_PAIRS = 0.6, 4
NUMBER = re.compile(
    r"(?:(?:section|part|question|q)\s?)?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[A-Z][.):])\s+(?=\D)", re.IGNORECASE
)
QUESTION, _ANSWER = (
    re.compile(r"(?:question|q)\.?\s?\d", re.IGNORECASE),
    re.compile(r"(?:a(?:ns(?:wer)?)?)\s?\d*[.:)]\s+(?=\S)", re.IGNORECASE),
)
ANCHORS = (Kind.TITLE, Kind.REFERENCE)
"""The kinds of the labels that each form has once."""
_RULE = "-–—=_*# "


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


@dataclass
class Field:
    """A label or heading of a form with what stands beside or below it; a text that nothing heads has no label."""

    label: str
    location: Location
    cells: list[Cell] = field(default_factory=list)
    level: int = 0
    stands_alone: bool = False
    is_frame: bool = False
    """Other labels stand right below it, so that it heads no text of its own."""
    holds_words: bool = False
    """Its figures are read already, so that it is kept as words."""

    @property
    def key(self) -> str:
        """The label as it is known in every form."""
        return f"{key_of(self.label)} words" if self.holds_words else key_of(self.label)

    @property
    def waits(self) -> bool:
        """Return whether it is a heading whose text is still to come."""
        return self.stands_alone and not self.cells and not self.is_frame

    @property
    def words(self) -> str:
        """The label, or the text that nothing heads."""
        return self.label or self.text

    @property
    def kind(self) -> Kind | None:
        """The kind that its label tells."""
        return kind_of_label(self.label, self.text)

    @property
    def text(self) -> str:
        """The first line of what stands there."""
        return visible(self.cells[0].text) if self.cells else ""


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
            if kept and QUESTION.match(kept[-1].text) and (answer := _ANSWER.match(cells[0].text)):
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
    number = NUMBER.match(plain)
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
