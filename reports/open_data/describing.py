"""The description of the open data: the CSV's metadata, the JSON's schema, and a dictionary for people."""

import json
from collections.abc import Iterable
from typing import Any

from reports.open_data.columns import (
    ADDED_COLUMNS,
    KEY,
    PROPOSAL_COLUMNS,
    ROUND_COLUMNS,
    YEAR_COLUMNS,
    DataColumn,
    Kind,
)
from reports.open_data.table import BETWEEN_TEXTS, as_csv
from reports.open_data.tree import FORMAT

YEAR_PATTERN = r"^\d{4}/\d{2}$"
_ALL: tuple[tuple[str, tuple[DataColumn[Any], ...]], ...] = (
    ("", ROUND_COLUMNS),
    ("proposals[].", PROPOSAL_COLUMNS),
    ("proposals[].years[].", YEAR_COLUMNS),
    ("proposals[].", ADDED_COLUMNS),
)
_CSV_TYPES: dict[Kind, Any] = {
    "text": "string",
    "texts": "string",
    "year": {"base": "string", "format": r"\d{4}/\d{2}"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "pounds": "integer",
    "fte": "decimal",
    "percent": "decimal",
    "flag": {"base": "boolean", "format": "true|false"},
}
_JSON_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "year": {"type": "string", "pattern": YEAR_PATTERN},
    "date": {"type": "string", "format": "date"},
    "pounds": {"type": "integer"},
    "fte": {"type": "number"},
    "percent": {"type": "number"},
    "flag": {"type": "boolean"},
}
_IN_WORDS: dict[Kind, tuple[str, str]] = {
    "text": ("text", ""),
    "texts": ("texts", ""),
    "year": ("financial year, such as 2018/19", ""),
    "date": ("date, year-month-day", ""),
    "pounds": ("whole number", "pounds sterling"),
    "fte": ("number with two decimals", "full-time equivalent posts"),
    "percent": ("number with up to two decimals", "percent"),
    "flag": ("true or false", ""),
}


# The CSV


def csv_metadata(url: str) -> bytes:
    """Return the description of the table as CSV on the Web (W3C) asks."""
    return _as_json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": url,
            "dc:title": "Savings proposals, one row per proposal and financial year",
            "dc:description": "Whole pounds. A saving is positive, a pressure negative, a cost is positive in its own "
            "column, a reduction in posts is negative. A blank cell means not known or not stated; it does not mean "
            "zero.",
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
            "tableSchema": {
                "columns": [_csv_column(column) for _, columns in _ALL for column in columns],
                "primaryKey": list(KEY),
            },
        }
    )


def _csv_column(column: DataColumn[Any]) -> dict[str, Any]:
    several = {"separator": BETWEEN_TEXTS} if column.kind == "texts" else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _csv_type(column),
        "required": not column.empty,
        **several,
    }


def _csv_type(column: DataColumn[Any]) -> Any:
    if column.choices:
        return {"base": "string", "format": "|".join(column.choices)}
    return _CSV_TYPES[column.kind]


# The JSON


def json_schema() -> bytes:
    """Return the description of the tree as a JSON Schema (draft 2020-12)."""
    whole, optional_whole = {"type": "integer"}, {"type": ["integer", "null"]}
    posts = {"type": ["number", "null"]}
    year = {"type": "string", "pattern": YEAR_PATTERN}
    day = {"type": "string", "format": "date"}
    years = _object(financial_year=year, year_begins=day, year_ends=day)
    by_year = _object(financial_year=year, saving_gbp=optional_whole, fte_change=posts)
    of_proposal = (*PROPOSAL_COLUMNS, *ADDED_COLUMNS)
    proposal = _object(**_properties(of_proposal), years=_list(_object(**_properties(YEAR_COLUMNS))))
    totals = _object(
        proposals=whole,
        proposals_with_years_not_known=whole,
        proposals_ended=whole,
        proposals_being_corrected=whole,
        proposals_stating_fte=whole,
        total_saving_gbp=optional_whole,
        total_fte_change=posts,
        years=_list(by_year),
    )
    schema = _object(
        format=_object(**{key: {"const": value} for key, value in FORMAT.items()}),
        **_properties(ROUND_COLUMNS),
        selection={"type": ["string", "null"], "description": "Proposals included"},
        years=_list(years),
        proposals=_list(proposal),
        totals={**totals, "description": "Totals of the savings"},
        totals_of_pressures={**totals, "description": "Totals of the pressures, as savings below zero"},
        totals_net={**totals, "description": "Totals of savings and pressures together"},
    )
    heading = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Savings proposals"}
    return _as_json({**heading, **schema})


def _properties(columns: Iterable[DataColumn[Any]]) -> dict[str, Any]:
    return {column.name: _json_column(column) for column in columns}


def _json_column(column: DataColumn[Any]) -> dict[str, Any]:
    described = {**_JSON_TYPES[column.kind], "description": column.meaning}
    if column.choices:
        described["enum"] = [*column.choices, *([None] if column.empty else [])]
    if column.empty and column.kind != "texts":
        described["type"] = [described["type"], "null"]
    return described


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _as_json(tree: Any) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


# The dictionary


def data_dictionary() -> bytes:
    """Return the dictionary as a CSV: a row per column, in their order."""
    heading = ("column", "in_the_json", "meaning", "type", "unit", "choices", "an_empty_cell_means")
    return as_csv([heading, *(_entry(place, column) for place, columns in _ALL for column in columns)])


def _entry(place: str, column: DataColumn[Any]) -> tuple[str, ...]:
    kind, unit = _IN_WORDS[column.kind]
    choices = ", ".join(column.choices)
    return (
        column.name,
        f"{place}{column.name}",
        f"{column.meaning}.",
        kind,
        unit,
        choices,
        column.empty or "There is none",
    )
