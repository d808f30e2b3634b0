"""Which of the lines that read like a heading are the form's headings, and which are its text."""

from collections.abc import Callable, Mapping, Sequence

from proposals.importing.figures import is_year, note_in, unmarked, without_nil
from proposals.importing.forms.headings import OPTION_FORM, FoundHeading, Heading
from proposals.importing.forms.option_pages.forms import (
    BUDGETS,
    FTE,
    MORE,
    NARRATIVE,
    PROFILE,
    START_YEAR,
)
from proposals.importing.issues import Severity
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import part_unit
from services.values.money import UnreadableMoney, parse_money

Report = Callable[[Severity, str, str, str], None]

_NARRATIVE_NAMES = {heading.kind for heading in (*NARRATIVE, *MORE)}
_LINES_TO_A_VALUE = 4


def choose_headings(
    lines: Sequence[Line], found: Sequence[FoundHeading | None], report: Report
) -> dict[int, FoundHeading]:
    """Return the headings of the form by line; each stands once.

    The one spelt as expected counts, with a fitting value under it, opening a cell, in the form's usual
    order. Where that still leaves a choice, the first is taken and it is reported as a difference.
    """
    candidates: dict[str, list[int]] = {}
    for index, item in enumerate(found):
        if item:
            candidates.setdefault(item.heading.kind, []).append(index)
    narrative_begins = min(
        (
            index
            for index, item in enumerate(found)
            if item and item.heading.kind in _NARRATIVE_NAMES and item.spelling == "as expected"
        ),
        default=len(lines),
    )
    pools = {
        name: pool
        for name, indices in candidates.items()
        if (pool := _pool(lines, found, indices, narrative_begins))
    }
    settled = {name: pool[0] for name, pool in pools.items() if len(pool) == 1}
    chosen = dict(settled)
    for name, pool in pools.items():
        if len(pool) > 1:
            chosen[name] = _one_of(name, pool, settled, lines, report)
    return {index: item for index in sorted(chosen.values()) if (item := found[index])}


def _pool(
    lines: Sequence[Line], found: Sequence[FoundHeading | None], indices: list[int], narrative_begins: int
) -> list[int]:
    """Return the likeliest of the lines that read like one heading."""
    pool = _those(indices, lambda index: _spelling(found, index) == "as expected")
    pool = _those(
        pool, lambda index: " " in _printed(found, index)
    )  # “Saving” may be a row of the table below
    heading = _heading(found, pool[0])
    if heading.kind not in _NARRATIVE_NAMES:
        fitting = [index for index in pool if _has_value(heading, lines, found, index)]
        # A figure that cannot be read still stands before the narrative, where nothing else can be meant.
        pool = fitting or [index for index in pool if index < narrative_begins]
    return _those(pool, lambda index: lines[index].opens_cell)


def _those(indices: list[int], wanted: Callable[[int], bool]) -> list[int]:
    """Return the wanted ones, or all when none is."""
    return [index for index in indices if wanted(index)] or indices


def _one_of(
    name: str, pool: Sequence[int], settled: Mapping[str, int], lines: Sequence[Line], report: Report
) -> int:
    in_order = [
        index
        for index in pool
        if all(
            (OPTION_FORM.ranks[other] < OPTION_FORM.ranks[name]) == (place < index)
            for other, place in settled.items()
        )
    ]
    chosen = (in_order or list(pool))[0]
    others = ", ".join(lines[index].place for index in pool if index != chosen)
    text = lines[chosen].text
    if len(in_order) == 1:
        report(
            Severity.NOTE,
            "heading repeated",
            lines[chosen].place,
            f"“{text}” also stands at {others}, where it was read as text.",
        )
    else:
        report(
            Severity.QUESTION,
            "heading repeated",
            lines[chosen].place,
            f"“{text}” also stands at {others}; the first was read as the heading, the other as text.",
        )
    return chosen


def _has_value(
    heading: Heading, lines: Sequence[Line], found: Sequence[FoundHeading | None], index: int
) -> bool:
    item = found[index]
    beside = [Line(item.rest, lines[index].place, False)] if item and item.rest else []
    following = [*beside, *lines[index + 1 : index + 1 + _LINES_TO_A_VALUE]]
    cells = [cell.text for line in following for cell in cells_of(line) if not note_in(line.text)]
    if heading in (PROFILE, FTE):
        return any(is_year(word) for cell in cells for word in (cell, *cell.split()))
    if heading == START_YEAR:
        return bool(cells) and is_year(cells[0])
    if heading in BUDGETS:
        return bool(cells) and _is_money(cells[0])
    return True


def _is_money(text: str) -> bool:
    try:
        parse_money(without_nil(unmarked(text)))
    except UnreadableMoney as error:
        return "whole number of pounds" in str(error)
    return True


def _printed(found: Sequence[FoundHeading | None], index: int) -> str:
    item = found[index]
    return part_unit(item.printed)[0] if item else ""


def _spelling(found: Sequence[FoundHeading | None], index: int) -> str:
    item = found[index]
    return item.spelling if item else ""


def _heading(found: Sequence[FoundHeading | None], index: int) -> Heading:
    item = found[index]
    if item is None:
        raise ValueError("no heading was found on that line")
    return item.heading
