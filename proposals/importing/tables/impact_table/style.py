"""What a table of impact statements looks like: its columns, and what its cells look like."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from proposals.domain.references import is_reference
from proposals.importing.lines import is_list_item
from proposals.importing.tables.columns import (
    AMOUNTS,
    AREA_RULE,
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
from proposals.importing.tables.figures import is_figure
from proposals.importing.tables.layout import Columns, TableStyle
from proposals.importing.tables.tables import Cell, Row, joined

HOW, STAFF = "how_achieved", "impact_upon_staff"
PROPERTY, SERVICE_IMPACT = "impact_upon_property", "impact_upon_service"
RISK = "risk"
_LONGEST_TITLE, _SHORT = 160, 60
_BLANK = {TITLE: 4.0, REFERENCE: 1.0, TOTAL: 2.0, YEAR: 2.0, RISK: 1.0}
_RISK = re.compile(r"[hml]|(?:high|medium|med|low)(?:\s*[/–-]\s*(?:high|medium|med|low))?", re.IGNORECASE)
_RULES = (
    REFERENCE_RULE,
    NAME_RULE,
    *GROUP_RULES,
    rule(RISK, "risk", r"(?:rating\s*)?\(?(?:h\s*[/,]\s*m\s*[/,]\s*l|high\s*[/,]\s*medium\s*[/,]\s*low)\)?"),
    rule(STAFF, "staff staffing post workforce fte employee"),
    rule(PROPERTY, "property asset building"),
    rule(HOW, "how achieved"),
    rule(TOTAL, "total overall"),
    rule(TITLE, "title proposal option scheme"),
    rule(YEAR, "saving reduction amount"),
    rule(SERVICE_IMPACT, "impact implication delivery consequence"),
    AREA_RULE,
    rule(TITLE, "description name"),
)


def _needs(kinds: set[str]) -> bool:
    return len(kinds & {RISK, STAFF, PROPERTY, HOW}) >= 2


def _settle(columns: Columns, before: Sequence[Row]) -> Columns:
    """Return the columns with one title; another that reads like one keeps its own heading."""
    titles = [position for position, column in columns.items() if column.kind == TITLE]
    return {**columns, **{position: replace(columns[position], kind=OTHER) for position in titles[1:]}}


def is_risk(text: str) -> bool:
    """Return whether a text is a risk: H, M or L, or the word."""
    return bool(_RISK.fullmatch(text.strip()))


def _fit(kind: str, cell: Cell) -> float:
    """Return how unusual the cell is under a column of this kind, 0 where it is just what stands there."""
    text = joined(cell)
    figure = _is_figure(text)
    if kind in AMOUNTS:
        return 0.0 if figure else 6.0
    if kind == REFERENCE:
        return 0.0 if is_reference(text) else 5.0
    if kind == RISK:
        return 0.0 if is_risk(text) else 2.0 if len(text) <= _SHORT else 6.0
    if kind == STAFF:
        return 0.0 if figure or len(text) <= _SHORT else 1.5
    if figure or is_risk(text):
        return 4.0
    if kind == TITLE:
        unusual = is_list_item(text) + text.endswith(".")
        return (0.0 if len(text) <= _LONGEST_TITLE else 3.0) + 2.0 * unusual
    return 0.3 if kind == HOW and len(text) < _SHORT else 0.0


@lru_cache(maxsize=256)
def _is_figure(text: str) -> bool:
    return is_figure(text)


def _lone(cell: Cell) -> float:
    text = joined(cell)
    if is_figure(text) or is_risk(text):
        return 20.0
    return 3.0 if len(text) <= _LONGEST_TITLE else 9.0


STYLE = TableStyle(
    rules=_RULES,
    needs=_needs,
    settle=_settle,
    blank=lambda column: _BLANK.get(column.kind, 0.7),
    fit=lambda column, cell: _fit(column.kind, cell),
    lone=_lone,
)
