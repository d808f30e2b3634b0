"""Forms in any words as one table: each form a row, and each of its labels and headings a column."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from proposals.importing.files.blocks import Block, Cell, Grid, Location
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.form_fields import fields_of
from proposals.importing.understanding.form_lines import (
    ANCHORS,
    Field,
    is_bare_year,
    is_known,
    is_value,
    kind_of_label,
    lines_of,
    names_figures,
    numberless,
)
from proposals.importing.understanding.form_titles import take_code, title_in, with_places
from proposals.importing.understanding.groups import is_name_of_sheet
from proposals.importing.understanding.headings import heading_of, heads_figures, kind_of, may_head
from proposals.importing.understanding.kinds import MONEY, POSTS, SECTIONS, Kind
from proposals.importing.understanding.labels import names_growth, names_savings
from proposals.importing.understanding.sentences import with_amounts
from proposals.importing.understanding.stacked import unstack
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.tick_boxes import chosen
from proposals.importing.units import name_and_unit, unit_alone, unit_in
from services.values.years import FinancialYear

_STATED_ONCE = (
    *ANCHORS,
    Kind.DIRECTORATE,
    Kind.SERVICE,
    Kind.PORTFOLIO,
    Kind.OFFICER,
    Kind.SAVING,
    Kind.FTE,
)
_FEWEST_KNOWN = 4
"""Labels that are known, its title among them: fewer are no form."""
_FEWEST_PARTS = 3
_GUIDES = re.compile(r"\(.+\)\.?|(?:please|guidance|no more than|max(?:imum)?)\b.+", re.IGNORECASE)
_LEAST_SHARE, _NEARLY_ALL, _SMALL_PART = 0.4, 0.8, 4
_MOST_ROWS, _MOST_FIELDS, _MOST_BLOCKS = 200, 120, 8_000
"""Rows of the longest table of a form, labels of the longest form, and paragraphs of all: a report has more."""


@dataclass(frozen=True)
class Forms:
    """The forms of a document as a table, the lines before them, and the lines that have no place in any."""

    table: RawTable
    outside: list[Line]
    unplaced: list[tuple[Location, str]]
    markup: list[tuple[Location, str]]


def forms_in(blocks: Sequence[Block]) -> Forms | None:
    """Return the forms that some blocks are, None where they are none."""
    are_long = any(isinstance(block, Grid) and len(block.rows) > _MOST_ROWS for block in blocks)
    if are_long or len(blocks) > _MOST_BLOCKS:
        return None
    lines, markup = lines_of(blocks)
    read, in_rows = fields_of(lines)
    answers = (answer for item in read for answer in _without_guidance(item))
    fields = [part for answer in answers for place in with_places(answer) for part in with_amounts(place)]
    labelled = [item for item in fields if item.label]
    below_headings = sum(item.stands_alone for item in labelled)
    if below_headings >= _NEARLY_ALL * len(labelled) and unstack(blocks)[0] != list(blocks):
        return None  # a table with each cell on a line of its own
    parts = _parts(fields) if _are_forms(fields) else []
    are_short = max(map(len, parts), default=0) <= _MOST_FIELDS
    # A table that lists the forms, below its headings and with a total, may stand before them.
    return _as_table(parts, markup) if parts and are_short and in_rows <= len(parts) + 2 else None


def _without_guidance(item: Field) -> Iterator[Field]:
    """Yield a field without a first line that tells how to fill it in, and that line as one without a label.

    Of what a form states once, a sentence before the answer is such a line.
    """
    texts = [visible(cell.text) for cell in item.cells]
    is_guidance = len(texts) > 1 and (
        _GUIDES.fullmatch(texts[0])
        or (item.kind in _STATED_ONCE and texts[0].endswith(".") and not texts[1].endswith("."))
    )
    if item.label and is_guidance:
        yield replace(item, cells=item.cells[1:])
        yield Field("", item.cells[0].location, item.cells[:1])
    else:
        yield item


def _are_forms(fields: Sequence[Field]) -> bool:
    """Return whether the labels are those of forms, figures among them, and no headings of tables stand as values."""
    labelled = [item for item in fields if item.label and item.cells]
    known = [item for item in labelled if is_known(item.label)]
    count = len({item.key for item in known})
    has_figures = any(heads_figures(item.label) and is_value(item.text) for item in known)
    headings = sum(names_figures(item.text) and not is_bare_year(item.text) for item in labelled)
    are_most = len(known) >= _LEAST_SHARE * len(labelled)
    if any(map(_heads_list, labelled)) or any(
        _holds_list(cell.text) for item in labelled for cell in item.cells
    ):
        return False
    return count >= _FEWEST_KNOWN and has_figures and are_most and headings * _SMALL_PART < count


def _heads_list(item: Field) -> bool:
    """Return whether a line is the headings of a list of proposals: “Proposal” is no reference beside “Ref”."""
    texts = [visible(cell.text) for cell in item.cells]
    return item.kind is Kind.REFERENCE and bool(texts) and all(map(_is_heading, texts))


def _holds_list(row: str) -> bool:
    """Return whether a row with tabs is the headings of a list of proposals, with references, titles and amounts."""
    texts = [visible(text) for text in row.split("\t")]
    kinds = {kind_of(heading_of(text), 0.0)[0] for text in texts} if len(texts) > len(ANCHORS) else set()
    return kinds.issuperset(ANCHORS) and all(map(may_head, texts)) and any(map(heads_figures, texts))


def _is_heading(text: str) -> bool:
    return may_head(text) and not any(map(str.isdigit, text))


def _parts(fields: Sequence[Field]) -> list[list[Field]]:
    """Return the fields of each form.

    One begins with each title or reference, or a line of both, and with what stands before it in the first form.
    """
    stated = Counter(item.key for item in fields if item.kind in ANCHORS and item.cells)
    if stated:
        anchor, _ = max(stated.items(), key=itemgetter(1))
        # “Option 1: Close the café” may be followed by “Option 2: …”, each a form.
        name = numberless if stated[anchor] == 1 else str
        starts = [at for at, item in enumerate(fields) if name(item.key) == name(anchor)]
    else:
        heads = ((at, *pair) for at, pair in enumerate(pairwise(fields)))
        starts = [at for at, item, below in heads if title_in(item) and below.label and below.cells]
    starts = starts or _repeating(fields)
    if not starts:
        return []
    before = {numberless(item.words) for item in fields[: starts[0]]}
    begins = [0]
    for start in starts[1:]:
        begin = start
        while begin - 1 > begins[-1] and _stands_before(fields[begin - 1], before):
            begin -= 1
        begins.append(begin)
    parts = (fields[begin:end] for begin, end in pairwise([*begins, len(fields)]))
    return [form for part in parts for form in _without_doubles(part)]


def _without_doubles(part: Sequence[Field]) -> Iterator[list[Field]]:
    """Yield a part, or the forms in it where it has its directorate or service and its figures twice.

    A form whose title is not told from a text is one of its own still, so that its title is asked.
    """
    counts = Counter(item.key for item in part if item.label and item.cells)
    doubled = [item for item in part if counts[item.key] > 1 and item.label and item.cells]
    places = [item.key for item in doubled if item.kind in (Kind.DIRECTORATE, Kind.SERVICE)]
    if not places or not any(heads_figures(item.label) and is_value(item.text) for item in doubled):
        yield list(part)
        return
    starts = [at for at, item in enumerate(part) if item.key == places[0] and item.cells]
    for begin, end in pairwise([0, *starts[1:], len(part)]):
        yield list(part[begin:end])


def _repeating(fields: Sequence[Field]) -> list[int]:
    """Return where each form begins, as the first of the labels tells that stand in every one of them.

    There is none where few of the labels are those of words, as in a table of figures.
    """
    parts = {item.kind for item in fields if item.label and item.cells} & {*SECTIONS, *_STATED_ONCE} - {
        *MONEY,
        *POSTS,
    }
    if len(parts - {Kind.OTHER}) < _FEWEST_PARTS:
        return []
    counts = Counter(item.key for item in fields if item.label and item.cells)
    most = max(counts.values(), default=0)
    first = next((key for key, count in counts.items() if count == most), "")
    return [at for at, item in enumerate(fields) if item.key == first and item.cells]


def _stands_before(item: Field, before: set[str]) -> bool:
    """Return whether a field can stand before the title of its form, as those of the first form do."""
    is_bare = not item.label or (item.stands_alone and not item.cells and not is_known(item.label))
    return is_bare or numberless(item.words) in before


def _as_table(parts: Sequence[Sequence[Field]], markup: list[tuple[Location, str]]) -> Forms:
    """Return the forms as a table, each line of them in a cell or among the lines without a place."""
    headings: dict[str, str] = {}
    above: list[Field] = []
    frames: list[Field] = []
    """Headings over other labels: what they say of units, years or a basis is said of the document."""
    unplaced: list[Field] = []
    rows: list[Line] = []
    places: list[Location] = []
    cells: list[dict[str, Cell]] = []
    for part in parts:
        first = next((at for at, item in enumerate(part) if item.label and item.cells), len(part))
        if first == len(part):  # a form that nobody filled in
            unplaced.append(replace(part[0], label=f"{part[0].words}: nobody filled in this form"))
            continue
        row: dict[str, Cell] = {}
        for item in part[first:]:
            if _frames_figures(item):
                frames.append(item)
            elif not item.label or _heads_nothing(item):
                unplaced.append(item)
            elif item.cells or not item.is_frame:
                _put(item, row, headings)
            else:
                frames.append(item)
        named = _take_title(part[:first], row, headings)
        take_code(row, headings)
        above += [item for item in part[:first] if item is not named]
        cells.append(row)
        places.append(_place_of(part))
    if len({unit for item in frames if (unit := unit_in(item.words))}) > 1:  # none of them is the document's
        unplaced += [item for item in frames if unit_in(item.words)]
        frames = [item for item in frames if not unit_in(item.words)]
    if any(names_savings(item.words) for item in frames):  # growth has its own words in its labels
        frames = [item for item in frames if not names_growth(item.words)]
    words = {item.key for part in parts for item in part if item.holds_words}
    _merge_labels(headings, cells, words)
    for place, row in zip(places, cells, strict=True):
        rows.append(Line(tuple(row.get(key, Cell(location=place)) for key in headings), place, 1))
    begin = places[0] if places else parts[0][0].location
    stated = {key: cell.location for row in reversed(cells) for key, cell in row.items()}
    labels = (Cell(label, location=stated.get(key, begin)) for key, label in headings.items())
    header = Line(tuple(labels), begin, 1)
    # “Proposal 2” above the second form is said by “Proposal 1” above the first.
    printed = list({numberless(item.words): item for item in reversed([*above, *frames])}.values())[::-1]
    outside = [Line((Cell(item.words, location=item.location),), item.location, 0) for item in printed]
    context = [text for line in outside for text in line.texts]
    table = RawTable(context, [header], rows, headings=list(headings.values()), holds_forms=True)
    table.of_words = {at for at, key in enumerate(headings) if key in words}
    return Forms(table, outside, [(item.location, item.words) for item in unplaced], markup)


def _place_of(part: Sequence[Field]) -> Location:
    """Return where a form stands: its first row of a table or its page, as paragraphs of Word files are not counted."""
    places = (item.location for item in part if item.location.row or item.location.page)
    return replace(next(places, part[0].location), column=0)


def _merge_labels(headings: dict[str, str], rows: Sequence[dict[str, Cell]], words: Collection[str]) -> None:
    """Put labels of one meaning, of which no form has two, into one column: “Lead officer” and “Officer lead”."""
    first: dict[tuple[Kind, tuple[FinancialYear, ...], str | None], str] = {}
    for key, label in list(headings.items()):
        texts = [visible(row[key].text) for row in rows if key in row]
        kind = kind_of_label(label, next(filter(None, texts), ""))
        said = heading_of(label)
        if kind in _STATED_ONCE and key not in words:
            known = first.setdefault((kind, said.years, said.unit), key)
            if known != key and not any(known in row and key in row for row in rows):
                del headings[key]
                for row in rows:
                    if key in row:
                        row[known] = row.pop(key)


def _frames_figures(item: Field) -> bool:
    """Return whether a line is the heading of figures below it with their unit: “Savings (£'000)”."""
    is_line = item.stands_alone and not item.cells if item.label else True
    name, unit = name_and_unit(item.words)
    return is_line and bool(unit_alone(item.words) or (unit and heads_figures(name)))


def _heads_nothing(item: Field) -> bool:
    """Return whether a heading without a text is no section that was left blank."""
    return item.stands_alone and not item.cells and item.kind in (*ANCHORS, None) and not item.is_frame


def _put(item: Field, row: dict[str, Cell], headings: dict[str, str]) -> None:
    """Put what stands under a label into its column; one that a form has twice has two."""
    key, count = item.key, 1
    while key in row:
        count += 1
        key = f"{item.key} ({count})"
    headings.setdefault(key, item.label)
    texts = chosen([line for cell in item.cells for line in cell.lines if line])
    first = item.cells[0] if item.cells else Cell(location=item.location)
    value = first.value if len(item.cells) == 1 else None
    row[key] = Cell("\n".join(texts), value, first.number_format, location=first.location)


def _take_title(above: Sequence[Field], row: dict[str, Cell], headings: dict[str, str]) -> Field | None:
    """Take the reference and title that stand above a form and nowhere in it; return the line that states them."""
    stated = {kind_of_label(headings[key], visible(cell.text)) for key, cell in row.items() if cell.text}
    missing = [kind for kind in ANCHORS if kind not in stated]
    for item in reversed(above) if missing else ():
        found = title_in(item)
        if found is None and missing == [Kind.TITLE] and is_name_of_sheet(item.words):
            found = "", item.words
        for kind, text in zip((Kind.REFERENCE, Kind.TITLE), found or (), strict=False):
            if kind in missing and text:
                cell = Cell(text, location=item.location)
                _put(Field(kind.value.capitalize(), item.location, [cell]), row, headings)
        if found:
            return item
    return None
