"""The open data as a tree: the round, its proposals, their years, and the totals of all of them."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.open_data.columns import (
    ADDED_COLUMNS,
    PROPOSAL_COLUMNS,
    ROUND_COLUMNS,
    YEAR_COLUMNS,
    DataColumn,
    Source,
    Value,
    years_of,
)

FORMAT = {"name": "council-savings-open-data", "version": "1.2"}
"""The version changes when a column is added; no name is ever changed or used for something else."""


def figures_json(record: RoundRecord) -> bytes:
    """Return the tree in UTF-8."""
    return (json.dumps(as_tree(record), ensure_ascii=False, indent=1) + "\n").encode()


def as_tree(record: RoundRecord) -> dict[str, Any]:
    """Return the round as plain values: pounds are whole numbers, what is not known is null."""
    return {
        "format": FORMAT,
        **_values(ROUND_COLUMNS, record),
        "selection": record.selection or None,
        "years": [
            {
                "financial_year": str(year),
                "year_begins": year.first_day.isoformat(),
                "year_ends": year.last_day.isoformat(),
            }
            for year in record.years
        ],
        "proposals": list(map(_proposal, record.proposals)),
        "totals": _totals(record.of_direction(SAVING)),
        "totals_of_pressures": _totals(record.of_direction(PRESSURE)),
        "totals_net": _totals(record),
    }


def _proposal(proposal: ProposalRecord) -> dict[str, Any]:
    years = [_values(YEAR_COLUMNS, year) for year in years_of(proposal)]
    return {**_values((*PROPOSAL_COLUMNS, *ADDED_COLUMNS), proposal), "years": years}


def _totals(record: RoundRecord) -> dict[str, Any]:
    """Return what the proposals come to; the years leave out what is not known, the total holds what is stated."""
    totals = record.totals
    by_year = totals.discrete
    fte = totals.fte.discrete
    return {
        "proposals": totals.count,
        "proposals_with_years_not_known": totals.incomplete,
        "proposals_ended": totals.ended,
        "proposals_being_corrected": totals.corrected,
        "proposals_stating_fte": totals.counted if totals.fte_stated is None else totals.fte_stated,
        "total_saving_gbp": totals.total,
        "total_fte_change": _plain(totals.fte.total) if totals.fte_is_stated else None,
        "years": [
            {
                "financial_year": str(year),
                "saving_gbp": by_year[year],
                "fte_change": _plain(fte[year]) if totals.fte_is_stated else None,
            }
            for year in record.years
        ],
    }


def _values(columns: Iterable[DataColumn[Source]], source: Source) -> dict[str, Any]:
    return {column.name: _plain(column.read(source)) for column in columns}


def _plain(value: Value) -> Any:
    if value == "":
        return None
    if isinstance(value, Decimal):
        # A number of two decimals is printed as it is held; money never comes here.
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
