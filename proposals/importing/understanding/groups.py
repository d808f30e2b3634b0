"""The groups that rows stand in: headings between the rows, their ranks, and what part of the council each names."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from proposals.importing.understanding import labels
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Role
from proposals.importing.units import name_and_unit, unit_alone, unit_in
from services.values.years import find_years

SECTION, OUTER, INNER, CATEGORY = 0, 1, 2, 3
_KIND_OF_LABEL = {
    "portfolio": Kind.PORTFOLIO,
    "cabinet member": Kind.PORTFOLIO,
    "directorate": Kind.DIRECTORATE,
    "department": Kind.DIRECTORATE,
    "block": Kind.DIRECTORATE,
    "service area": Kind.SERVICE,
    "service": Kind.SERVICE,
    "division": Kind.SERVICE,
    "category": Kind.CATEGORY,
    "type": Kind.CATEGORY,
    "theme": Kind.CATEGORY,
    "committee": Kind.COMMITTEE,
}
_RANK_OF_KIND = {
    Kind.PORTFOLIO: OUTER,
    Kind.DIRECTORATE: OUTER,
    Kind.COMMITTEE: OUTER,
    Kind.SERVICE: INNER,
    Kind.CATEGORY: CATEGORY,
}
_FEWEST_CAPITALS = 4
_LONGEST_NAME = 70
_MOST_ABOVE, _MOST_NAMES = 3, 2
_TITLE_WORDS = re.compile(
    r"\d|£|\b(?:amounts?|budgets?|savings?|proposals?|options?|appendi\w+|annexe?|council|committees?|cabinet|reports?|statements?|impacts?|plans?|strateg\w+|draft|"
    r"summary|schedule|sheet\d*|table|data|list|total|all|revenue|efficienc\w+|"
    r"reductions?|growth|figures?|template|medium|mtf[sp]|general fund|framework)\b",
    re.IGNORECASE,
)


@dataclass
class _Open:
    name: str
    rank: int
    kind: Kind | None


def groups_above(words: Sequence[str], rows: Sequence[Row], *, is_apart: bool = False) -> list[str]:
    """Return the names of groups among the words right above a table, the outermost first; its title is none.

    The unit behind a name is no part of it. Where a table `is_apart` from the next, a lone name above it is its own.
    """
    context = [name_and_unit(text)[0] for text in words if not _says_unit(text)]
    totals = [row.total.name for row in rows if row.total and row.total.name]
    named = [text for text in context[-_MOST_ABOVE:] if any(same_name(name, text) for name in totals)]
    if named:
        return named
    if context and (labels.labelled_group(context[-1]) or labels.names_committee(context[-1])):
        return [context[-1]]
    names: list[str] = []
    for text in reversed(context):
        if len(names) == _MOST_NAMES or text.endswith(".") or not is_name_of_sheet(text):
            break
        names.insert(0, text)
    # The first line of a document is its title, unless it stands in capitals.
    is_first = len(names) == len(context) and bool(names) and not _says_unit(words[0])
    is_title = is_first and not _in_capitals(names[0])
    return names[1:] if is_title and not (is_apart and len(names) == 1) else names


def _says_unit(text: str) -> bool:
    """Return whether a line says the unit of figures and names nothing: “£000”, “Amounts in £”."""
    is_unit = name_and_unit(text)[1] is None and unit_in(text) is not None
    return unit_alone(text) is not None or (is_unit and not is_name_of_sheet(text))


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _FEWEST_CAPITALS and all(letter.isupper() for letter in letters)


def is_name_of_sheet(name: str) -> bool:
    """Return whether a sheet's name can be that of a part of the council."""
    return bool(name) and len(name) <= _LONGEST_NAME and not _TITLE_WORDS.search(name)


def place_rows(rows: Sequence[Row], has_directorates: bool, has_services: bool) -> None:
    """Give every row the names of the groups that it stands in, and what they say of it."""
    ranks = _ranks(rows, [row for row in rows if row.role is Role.GROUP])
    below = Kind.CATEGORY if has_services else Kind.SERVICE
    has_outer = has_directorates or OUTER in ranks.values()
    kinds = {
        SECTION: None,
        OUTER: below if has_directorates else Kind.DIRECTORATE,
        INNER: below if has_outer else Kind.DIRECTORATE,
        CATEGORY: Kind.CATEGORY,
    }
    stack: list[_Open] = []
    for row in rows:
        if row.role is Role.GROUP:
            row.rank = ranks[id(row)]
            while stack and stack[-1].rank >= row.rank:
                stack.pop()
            stack.append(_opened(row, kinds[row.rank]))
        else:
            _close(row, stack)
        for group in stack:
            _give(row, group)
        row.section = row.section or "/".join(group.name for group in stack)


def _opened(row: Row, kind: Kind | None) -> _Open:
    labelled = labels.labelled_group(row.label)
    if labelled:
        kind = _KIND_OF_LABEL[labelled[0]]
    if labels.names_committee(row.label):
        kind = Kind.COMMITTEE
    return _Open(labelled[1] if labelled else row.label, row.rank, kind)


def _close(row: Row, stack: list[_Open]) -> None:
    """Leave a group when its total is printed."""
    if row.role is Role.TOTAL and row.total and row.total.name:
        for index, group in enumerate(stack):
            if same_name(group.name, row.total.name):
                row.section = group.name
                del stack[index:]
                return


def _give(row: Row, group: _Open) -> None:
    if group.kind is not None:
        row.names.setdefault(group.kind, group.name)
    if labels.titles_of_growth(group.name) or labels.takes_back(group.name):
        row.is_growth = True
    elif group.rank in (SECTION, CATEGORY) and labels.names_savings(group.name):
        row.is_growth = False
    row.is_agreed = row.is_agreed or labels.is_agreed(group.name)
    if labels.lists_withdrawn(group.name):
        row.doubts.append("withdrawn")
    is_one_off = labels.recurrence_of(group.name) if labels.names_category(group.name) else None
    if is_one_off is not None:
        row.is_one_off = row.is_one_off or is_one_off


def _ranks(rows: Sequence[Row], headings: Sequence[Row]) -> dict[int, int]:
    """Return the rank of each heading: by its label, its words, its look, and whether another follows at once."""
    times = Counter(row.label.lower() for row in headings)
    ranks: dict[int, int] = {}
    open_: list[Row] = []
    for row in headings:
        labelled = labels.labelled_group(row.label)
        if labelled:
            ranks[id(row)] = _RANK_OF_KIND[_KIND_OF_LABEL[labelled[0]]]
        elif (
            (labels.names_savings(row.label) and find_years(row.label))
            or (labels.names_section(row.label) and times[row.label.lower()] == 1)
            or (labels.titles_of_growth(row.label) and not labels.names_category(row.label))
        ):
            ranks[id(row)] = SECTION
        elif labels.names_category(row.label):
            ranks[id(row)] = CATEGORY
        else:
            open_.append(row)
    is_flat = not _followed(rows, {id(row) for row in headings})
    if is_flat and open_ and 2 * sum(rank == CATEGORY for rank in ranks.values()) >= len(headings):
        return {**dict.fromkeys(map(id, open_), CATEGORY), **ranks}
    is_labelled = OUTER in ranks.values()
    for key, rank in _ranks_by_look(rows, open_).items():
        ranks[key] = INNER if is_labelled else rank
    return ranks


def _ranks_by_look(rows: Sequence[Row], headings: Sequence[Row]) -> dict[int, int]:
    looks = {id(row): _look(row) for row in headings}
    followed = _followed(rows, set(looks))
    pairs = [(looks[id(first)], looks[id(second)]) for first, second in followed]
    outer_looks = {first for first, second in pairs if first != second}
    inner_looks = {second for first, second in pairs if first != second}
    if outer_looks and not outer_looks & inner_looks:
        outer = {key for key, look in looks.items() if look in outer_looks}
    elif followed:
        outer = {id(first) for first, _ in followed}
    else:
        are_in_capitals = {look[0] for look in looks.values()}
        outer = {key for key, look in looks.items() if look[0] or are_in_capitals == {False}}
    return {key: OUTER if key in outer else INNER for key in looks}


def _followed(rows: Sequence[Row], headings: set[int]) -> list[tuple[Row, Row]]:
    """Return the headings that another one follows with no row between."""
    pairs = []
    last: Row | None = None
    for row in rows:
        if row.role in (Role.BLANK, Role.NOTE, Role.HEADING):
            continue
        if row.role is Role.GROUP:
            if last is not None and id(row) in headings:
                pairs.append((last, row))
            last = row if id(row) in headings else None
        else:
            last = None
    return pairs


def _look(row: Row) -> tuple[bool, bool, int, int, bool]:
    first = row.line.filled[0] if row.line.filled else 0
    cell = row.line.cells[first]
    return (_in_capitals(row.label), cell.bold, cell.indent, first, row.line.is_paragraph)


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for capitals, an ampersand and what totals add."""
    return plain_name(one) == plain_name(other)


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """Return a name in small letters without the words that totals add, by which names are the same."""
    words = name.lower().replace("&", " and ").replace("’", "'").split()
    return " ".join(
        word
        for word in words
        if word not in ("the", "savings", "directorate", "department", "service", "services", "proposals")
    )
