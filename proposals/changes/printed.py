"""Changes as people read them: figures in the council's money, differences in words, sentences for moves.

Pure. Pages, appendices and messages print what this makes; none of them words a difference itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from proposals.changes.values import (
    CHANGE_KINDS,
    Change,
    Changes,
    DirectionChange,
    DirectorateChange,
    FigureLine,
    ListChange,
    Moved,
    Number,
    ProposalChange,
    SetChange,
)
from proposals.changes.words import DiffSpan, lines_of, marked_words, shortened
from proposals.domain.direction import NOUNS, SAVING, in_own_direction, style_in_own_direction
from proposals.domain.exemption import NOT_STATED
from proposals.domain.records import NOT_KNOWN
from services.values.changes import FieldChange
from services.values.money import (
    MoneyStyle,
    format_fte,
    format_money,
    format_saving,
    printed_difference,
    printed_saving,
)
from services.values.wording import counted, listed

BECAME_KNOWN = "not known before"
NO_LONGER_KNOWN = "no longer known"
NO_CHANGE = "no change"
_DISTANCES = {1: "one year", 2: "two years", 3: "three years"}

Printer = Callable[[Number | None], "PrintedFigure"]
Difference = Callable[[Number, Number], str]
"""Says by how much the second figure is more or less than the first."""


@dataclass(frozen=True)
class PrintedFigure:
    """A figure's text, with the exact figure that it prints; None where it prints none."""

    text: str
    value: int | Decimal | None = None


@dataclass(frozen=True)
class PrintedRow:
    """A row of figures; one that is a group has none and heads the rows below it."""

    label: str
    figures: tuple[PrintedFigure, ...] = ()
    kind: Literal["group", "item", "total"] = "item"


@dataclass(frozen=True)
class PrintedTable:
    """A table of figures: the first column names its rows, the others are headed by `columns`."""

    caption: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[PrintedRow, ...]

    @property
    def width(self) -> int:
        """Return how many columns there are, the one that names the rows among them."""
        return 1 + len(self.columns)

    @property
    def parts(self) -> tuple[tuple[PrintedRow, ...], ...]:
        """The rows in parts, each of which begins with a group row where there are any."""
        parts: list[list[PrintedRow]] = [[]]
        for row in self.rows:
            if row.kind == "group" and parts[-1]:
                parts.append([])
            parts[-1].append(row)
        return tuple(map(tuple, parts))


@dataclass(frozen=True)
class PrintedText:
    """A text whose words changed, line by line; `as_a_whole` is true if all of it is new or was removed."""

    label: str
    lines: tuple[tuple[DiffSpan, ...], ...]
    as_a_whole: Literal["", "new", "taken out"] = ""


@dataclass(frozen=True)
class PrintedChange:
    """All that changed of one proposal, ready to print; `is_empty` where nothing did."""

    reference: str
    title: str
    directorate: str
    service: str
    renumbered_from: str
    kinds: tuple[str, ...]
    moves: tuple[str, ...]
    figures: PrintedTable | None
    facts: tuple[FieldChange, ...]
    lists: tuple[ListChange, ...]
    texts: tuple[PrintedText, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing changed."""
        return not self.kinds


def printed_change(change: ProposalChange, style: MoneyStyle, *, shorten: bool = False) -> PrintedChange:
    """Return what changed of a proposal; with `shorten` only the words around a change of a long text."""
    lists = (change.risks, *change.lists)
    return PrintedChange(
        reference=change.after.reference,
        title=change.after.title,
        directorate=change.after.directorate,
        service=change.after.service,
        renumbered_from=change.renumbered_from,
        kinds=tuple(CHANGE_KINDS[kind] for kind in change.kinds),
        moves=tuple(_moves(change)),
        figures=_figures(change, style),
        facts=tuple(
            FieldChange(fact.label, fact.before or NOT_STATED, fact.after or NOT_STATED)
            for fact in (*change.risk_facts, *change.facts)
        ),
        lists=tuple(each for each in lists if each is not None),
        texts=tuple(_text(text, shorten=shorten) for text in change.texts),
    )


# A single proposal


def _text(text: FieldChange, *, shorten: bool) -> PrintedText:
    spans = marked_words(text.before, text.after)
    kinds = {span.kind for span in spans if span.text.strip()}
    if kinds == {"added"}:
        return PrintedText(f"{text.label}: new", lines_of(spans), "new")
    if kinds == {"removed"}:
        return PrintedText(f"{text.label}: taken out", lines_of(spans), "taken out")
    return PrintedText(text.label, lines_of(shortened(spans) if shorten else spans))


def _moves(change: ProposalChange) -> Iterator[str]:
    moved = change.moved
    if moved is None:
        return
    if moved.start_before != moved.start_after:
        yield _start(moved)
    if moved.years_later:
        way = "later" if moved.years_later > 0 else "earlier"
        distance = abs(moved.years_later)
        yield f"Every amount falls {_DISTANCES.get(distance, f'{distance} years')} {way}."
    elif any(line.is_moved for line in (*change.savings, *change.costs)):
        yield "The same total falls into other years."


def _start(moved: Moved) -> str:
    if moved.start_before is None:
        return f"It starts in {moved.start_after}; no start year was stated before."
    if moved.start_after is None:
        return f"The start year is no longer stated; it was {moved.start_before}."
    return f"It starts in {moved.start_after} instead of {moved.start_before}."


def _figures(change: ProposalChange, style: MoneyStyle) -> PrintedTable | None:
    rows: list[PrintedRow] = []
    own = style_in_own_direction(style, change.direction)
    for line in change.savings:
        rows += _line_rows(line, _saving_printer(own), _money_words(style, change.direction))
    for line in (*change.costs, *change.base_budget):
        rows += _line_rows(line, _money_printer(style), _money_words(style))
    if change.posts is not None:
        rows += _line_rows(change.posts, _fte_printer(style), _posts_words(style))
    if not rows:
        return None
    return PrintedTable("Figures that changed", "Figure", ("Before", "After", "Difference"), tuple(rows))


def _line_rows(
    line: FigureLine[Number], printer: "Printer[Number]", words: "Difference[Number]"
) -> Iterator[PrintedRow]:
    if not line.by_year:
        yield PrintedRow(line.label, _both(line.total, printer, words))
        return
    yield PrintedRow(line.label, kind="group")
    for year, change in line.by_year:
        yield PrintedRow(str(year), _both(change, printer, words))
    yield PrintedRow("Total", _both(line.total, printer, words), "total")


def _both(
    change: Change[Number], printer: "Printer[Number]", words: "Difference[Number]"
) -> tuple[PrintedFigure, ...]:
    return printer(change.before), printer(change.after), PrintedFigure(difference_in_words(change, words))


def difference_in_words(change: Change[Number], words: "Difference[Number]") -> str:
    """Return by how much a figure changed, or that it became known: “£5,000 more”."""
    if change.before is not None and change.after is not None:
        return words(change.before, change.after) if change.by else NO_CHANGE
    if change.before is not None:
        return NO_LONGER_KNOWN
    return NOT_KNOWN if change.after is None else BECAME_KNOWN


def _money_words(style: MoneyStyle, direction: str = SAVING) -> "Difference[int]":
    """Return how a difference in pounds is worded: more or less, whichever sign the council prints.

    That of a pressure, a saving below zero, is the other way round.
    """

    def worded(before: int, after: int) -> str:
        pounds = format_money(abs(printed_difference(after, before, style)), style)
        is_more = in_own_direction(after, direction) > in_own_direction(before, direction)
        return f"{pounds} {'more' if is_more else 'less'}"

    return worded


def _posts_words(style: MoneyStyle) -> "Difference[Decimal]":
    return lambda before, after: (
        f"{format_fte(abs(after - before), style)} {'more' if after > before else 'fewer'}"
    )


def _saving_printer(style: MoneyStyle) -> "Printer[int]":
    def printed(pounds: int | None) -> PrintedFigure:
        if pounds is None:
            return PrintedFigure(NOT_KNOWN)
        return PrintedFigure(format_saving(pounds, style), printed_saving(pounds, style))

    return printed


def _money_printer(style: MoneyStyle) -> "Printer[int]":
    return lambda pounds: (
        PrintedFigure(NOT_KNOWN) if pounds is None else PrintedFigure(format_money(pounds, style), pounds)
    )


def _fte_printer(style: MoneyStyle) -> "Printer[Decimal]":
    return lambda change: (
        PrintedFigure(NOT_STATED) if change is None else PrintedFigure(format_fte(change, style), change)
    )


# The sets as wholes


def printed_totals(changes: Changes) -> tuple[PrintedTable, ...]:
    """Return what the changes do to each directorate's total and to all: step by step, by year, in posts.

    Where there are pressures they stand apart from the savings, and then the totals of both.
    """
    tables = [table for each in changes.of_directions for table in _money_tables(each, changes)]
    if len(changes.of_directions) > 1:
        tables.append(_net_table(changes))
    posts = [each.posts for each in (*(item.change for item in changes.directorates), changes.whole)]
    if any(each.is_change for each in posts):
        printer, words = _fte_printer(changes.after.money_style), _posts_words(changes.after.money_style)
        rows = _rows(changes.directorates, changes.whole, lambda change: _both(change.posts, printer, words))
        columns = ("Before", "After", "Difference")
        tables.append(
            PrintedTable("Change in posts (FTE) by directorate", "Directorate", columns, tuple(rows))
        )
    return tuple(tables)


def _step_columns(changes: Changes) -> tuple[str, ...]:
    return "Before", "Added", changes.gone.capitalize(), "Changed", "After", "Difference"


def _money_tables(own: DirectionChange, changes: Changes) -> Iterator[PrintedTable]:
    """Yield the totals of the savings, or of the pressures, by directorate."""
    noun, style = NOUNS[own.direction], style_in_own_direction(changes.after.money_style, own.direction)
    words = _money_words(style, own.direction)
    yield PrintedTable(
        f"Total {noun} by directorate",
        "Directorate",
        _step_columns(changes),
        tuple(_rows(own.directorates, own.whole, lambda change: _steps(change, style, words))),
    )
    if len(changes.years) > 1 and any(each.is_change for _, each in own.whole.by_year):
        yield PrintedTable(
            f"Difference in the {noun} of each year by directorate",
            "Directorate",
            tuple(map(str, changes.years)),
            tuple(_rows(own.directorates, own.whole, lambda change: _by_year(change, words))),
        )


def _net_table(changes: Changes) -> PrintedTable:
    """Return the totals of savings, of pressures and of both, each with the sign that it has beside the other."""
    style = changes.after.money_style
    rows = [
        PrintedRow(
            f"{NOUNS[each.direction].capitalize()}s",
            _steps(each.whole, style, _money_words(style, each.direction)),
        )
        for each in changes.of_directions
    ]
    rows.append(PrintedRow("Net", _steps(changes.whole, style, _money_words(style)), "total"))
    return PrintedTable("Savings, pressures and net", "Direction", _step_columns(changes), tuple(rows))


def _rows(
    directorates: Iterable[DirectorateChange],
    whole: SetChange,
    figures: Callable[[SetChange], tuple[PrintedFigure, ...]],
) -> Iterator[PrintedRow]:
    for item in directorates:
        yield PrintedRow(item.name, figures(item.change))
    yield PrintedRow("Total", figures(whole), "total")


def _steps(change: SetChange, style: MoneyStyle, words: "Difference[int]") -> tuple[PrintedFigure, ...]:
    printer = _saving_printer(style)
    before, after, difference = _both(change.total, printer, words)
    steps = map(printer, (change.added, change.withdrawn, change.changed))
    return (before, *steps, after, difference)


def _by_year(change: SetChange, words: "Difference[int]") -> tuple[PrintedFigure, ...]:
    return tuple(PrintedFigure(difference_in_words(each, words)) for _, each in change.by_year)


def summary_in_words(changes: Changes) -> str:
    """Return how many proposals were added, withdrawn and changed, and what that does to the total, as sentences."""
    if changes.is_empty:
        return "Nothing has changed."
    counts = (
        f"{counted(len(changes.added), 'proposal')} added",
        f"{len(changes.withdrawn):,} {changes.gone}",
        f"{len(changes.changed):,} changed",
        f"{changes.unchanged:,} unchanged",
    )
    totals = (
        _total_in_words(f"The total {NOUNS[each.direction]}", each.whole, changes, each.direction)
        for each in changes.of_directions
    )
    return " ".join((f"{listed(counts)}.", *totals))


def _total_in_words(name: str, whole: SetChange, changes: Changes, direction: str) -> str:
    style, total = changes.after.money_style, whole.total
    printer = _saving_printer(style_in_own_direction(style, direction))
    was, now = (printer(pounds).text for pounds in (total.before, total.after))
    said = difference_in_words(total, _money_words(style, direction))
    if said == NO_CHANGE:
        return f"{name} is {now}, unchanged."
    return f"{name} was {was} and is {now}: {said}."


def notes_on(changes: Changes) -> tuple[str, ...]:
    """Return the notes to the figures: which years are compared, what is not counted or not known."""
    return tuple(_notes(changes))


def _notes(changes: Changes) -> Iterator[str]:
    if changes.before.years != changes.after.years:
        compared = (
            f"Figures by year are compared in {listed(changes.years)}, which both cover"
            if changes.years
            else "They do not share any years, so yearly figures are not compared"
        )
        yield f"The two cover different years. {compared}. Each total covers its own years."
    ended = sum(going.ended is not None for going in changes.withdrawn) + changes.ended_in_both
    if ended:
        yield (
            "Proposals that were withdrawn, rejected, deferred or superseded are not counted in the totals, "
            "though they may still be listed."
        )
    for totals, which in ((changes.whole.before, "before"), (changes.whole.after, "after")):
        if totals.caveat:
            yield f"Of the figures {which}: {totals.caveat}"


def named_by_in_words(references: Iterable[str]) -> str:
    """Return which proposals share a reference with one that has no partner; nothing where none does."""
    names = list(references)
    if not names:
        return ""
    return f"It shares a reference with {listed(names)}; so it is not certain which proposal became which."
