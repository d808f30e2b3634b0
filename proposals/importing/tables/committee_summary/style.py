"""What the table of a scrutiny committee's summary looks like: its columns, and what its cells look like."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from proposals.domain.references import is_reference
from proposals.importing.lines import is_list_item
from proposals.importing.tables.columns import (
    AMOUNTS,
    GROUP_RULES,
    NAME_RULE,
    OTHER,
    REFERENCE,
    REFERENCE_RULE,
    TITLE,
    TOTAL,
    YEAR,
    rule,
)
from proposals.importing.tables.committee_summary.cells import is_meeting, names_in_heading
from proposals.importing.tables.figures import is_figure
from proposals.importing.tables.layout import Columns, TableStyle
from proposals.importing.tables.tables import Cell, Row, joined
from services.values.years import find_years

DECISIONS, IMPACT = "decisions_needed", "impact_upon_service"
REPORTED, COMMITTEE, SERVICE = "reported", "committee", "service"
_LONGEST_NAME, _LONGEST_TITLE = 80, 160
_BLANK = {TITLE: 4.0, REFERENCE: 1.0, TOTAL: 2.0, YEAR: 2.0, REPORTED: 1.0, COMMITTEE: 1.0}
_RULES = (
    REFERENCE_RULE,
    NAME_RULE,
    *GROUP_RULES,
    rule(OTHER, "action"),
    rule(REPORTED, "date cabinet meeting item"),
    rule(COMMITTEE, "committee scrutiny panel"),
    rule(REPORTED, "reported"),
    rule(DECISIONS, "decision recommendation approval"),
    rule(IMPACT, "impact implication consequence"),
    rule(TOTAL, "total overall"),
    rule(YEAR, "saving reduction amount"),
    rule(TITLE, "proposal title option description"),
    rule(COMMITTEE, "or"),  # “Education or Children's Services”
    rule(TITLE, "service"),
)


def _needs(kinds: set[str]) -> bool:
    return bool(kinds & {DECISIONS, REPORTED, COMMITTEE}) and len(kinds) >= 4


def _settle(columns: Columns, before: Sequence[Row]) -> Columns:
    """Return the columns with one title: a second is the committee, the service, or a column of its own."""
    titles = [position for position, column in columns.items() if column.kind == TITLE]
    settled = dict(columns)
    for position in titles[1:]:
        heading = columns[position].heading
        kind = COMMITTEE if names_in_heading(heading) else OTHER
        settled[position] = replace(columns[position], kind=kind)
    offered = [position for position, column in settled.items() if column.kind == OTHER]
    for position in offered:
        if names_in_heading(settled[position].heading) and not _has(settled, COMMITTEE):
            settled[position] = replace(settled[position], kind=COMMITTEE)
    return _with_first_year(_with_service(settled, titles), before)


def _with_first_year(columns: Columns, before: Sequence[Row]) -> Columns:
    """Return the columns with the first year that the title names for “First year saving”, which says none."""
    undated = [position for position, column in columns.items() if column.kind == YEAR and not column.year]
    dated = [column for column in columns.values() if column.year]
    years = sorted(year for row in before for line in row.lines for year in find_years(line.text[:400]))
    if len(undated) != 1 or dated or not years:
        return columns
    return {**columns, undated[0]: replace(columns[undated[0]], year=years[0])}


def _with_service(columns: Columns, titles: Sequence[int]) -> Columns:
    """Return the columns with “Service” beside “Proposal” as the service, and the proposal as the title."""
    rest = [position for position in titles[1:] if columns[position].kind == OTHER]
    if rest and "service" in columns[titles[0]].heading.lower():
        first, second = titles[0], rest[0]
        columns = {**columns, first: replace(columns[first], kind=SERVICE)}
        return {**columns, second: replace(columns[second], kind=TITLE)}
    services = [position for position in rest if "service" in columns[position].heading.lower()]
    return {**columns, **{position: replace(columns[position], kind=SERVICE) for position in services[:1]}}


def _has(columns: Columns, kind: str) -> bool:
    return any(column.kind == kind for column in columns.values())


def _fit(kind: str, cell: Cell) -> float:
    """Return how unusual the cell is under a column of this kind, 0 where it is just what stands there."""
    text = joined(cell)
    figure, meeting = _looks(text)
    if kind in AMOUNTS:
        return 0.0 if figure else 6.0
    if kind == REFERENCE:
        return 0.0 if is_reference(text) else 5.0
    if figure:
        return 4.0
    if kind == REPORTED:
        return 0.0 if meeting else 2.5 if len(text) <= _LONGEST_NAME else 5.0
    if meeting and len(text) <= _LONGEST_NAME:
        return 4.0
    if kind in (TITLE, SERVICE, COMMITTEE):
        return _fit_of_name(kind, cell, text)
    return 0.6 if len(text) < 25 and not text.endswith(".") else 0.0


def _fit_of_name(kind: str, cell: Cell, text: str) -> float:
    most = _LONGEST_NAME if kind == COMMITTEE else _LONGEST_TITLE
    cost = 0.2 if kind == COMMITTEE else 0.0
    cost += 0.0 if len(joined(cell[:1])) <= most else 3.0
    cost += 3.0 if is_list_item(text) else 0.0
    return cost + (2.0 if text.endswith(".") else 0.0)


@lru_cache(maxsize=256)
def _looks(text: str) -> tuple[bool, bool]:
    """Return whether the text looks like a figure, and like a meeting."""
    return is_figure(text), is_meeting(text)


def _lone(cell: Cell) -> float:
    text = joined(cell)
    return 9.0 if len(text) > _LONGEST_TITLE or is_figure(text) else 5.5


STYLE = TableStyle(
    rules=_RULES,
    needs=_needs,
    settle=_settle,
    blank=lambda column: _BLANK.get(column.kind, 0.7),
    fit=lambda column, cell: _fit(column.kind, cell),
    lone=_lone,
)
