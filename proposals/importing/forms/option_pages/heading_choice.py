"""Find the headings of an option form: each is there once, with a fitting value under it."""

from collections.abc import Callable, Sequence

from proposals.importing.figures import is_year, note_in, unmarked, without_nil
from proposals.importing.forms.heading_choice import Candidate, among_settled
from proposals.importing.forms.headings import OPTION_FORM, FoundHeading
from proposals.importing.forms.option_pages.forms import BUDGETS, FTE, MORE, NARRATIVE, PROFILE, START_YEAR
from proposals.importing.issues import Report
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import part_unit
from services.values.money import UnreadableMoney, parse_money

_NARRATIVE_KINDS = {heading.kind for heading in (*NARRATIVE, *MORE)}
_LINES_TO_A_VALUE = 4


def choose_headings(
    lines: Sequence[Line], found: Sequence[FoundHeading | None], report: Report
) -> dict[int, FoundHeading]:
    """Return the headings of the form by line.

    The one spelt as expected counts, with a fitting value under it, opening a cell, in the form's usual order.
    """
    groups: dict[str, list[Candidate]] = {}
    for index, item in enumerate(found):
        if item:
            kind = item.heading.kind
            candidate = Candidate(index, 0, OPTION_FORM.ranks[kind], item, lines[index].place)
            groups.setdefault(kind, []).append(candidate)
    narrative_begins = min(
        (
            item.index
            for kind in groups.keys() & _NARRATIVE_KINDS
            for item in groups[kind]
            if item.found.spelling == "as expected"
        ),
        default=len(lines),
    )
    pools = [pool for members in groups.values() if (pool := _likeliest(lines, members, narrative_begins))]
    settled = [pool[0] for pool in pools if len(pool) == 1]
    chosen = among_settled((pool for pool in pools if len(pool) > 1), settled, len(lines), report)
    return {item.index: item.found for item in sorted([*settled, *chosen], key=lambda item: item.index)}


def _likeliest(lines: Sequence[Line], members: Sequence[Candidate], narrative_begins: int) -> list[Candidate]:
    """Return the likeliest of the lines that read like one heading."""
    pool = _those(members, lambda item: item.found.spelling == "as expected")
    # “Saving” may be a row of the table below.
    pool = _those(pool, lambda item: " " in part_unit(item.found.printed)[0])
    if pool[0].found.heading.kind not in _NARRATIVE_KINDS:
        fitting = [item for item in pool if _has_value(lines, item)]
        # A figure that cannot be read still stands before the narrative, where nothing else can be meant.
        pool = fitting or [item for item in pool if item.index < narrative_begins]
    return _those(pool, lambda item: lines[item.index].opens_cell)


def _those(members: Sequence[Candidate], wanted: Callable[[Candidate], bool]) -> list[Candidate]:
    """Return the wanted ones, or all when none is."""
    return [item for item in members if wanted(item)] or list(members)


def _has_value(lines: Sequence[Line], item: Candidate) -> bool:
    heading, rest = item.found.heading, item.found.rest
    beside = [Line(rest, item.place, False)] if rest else []
    following = [*beside, *lines[item.index + 1 : item.index + 1 + _LINES_TO_A_VALUE]]
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
