"""The sheets of the workbook of inputs, which input_sheets.toml declares."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "text", "pounds", "bare pounds", "number", "names", "span", "pounds by year", "units by year", "date"
]
"""Pounds carry their unit with them, bare pounds stand beside another amount; names have a line each in their cell."""

_LINE = "Line"
VALUE = "Value"
"""The heading of the values of a sheet of lines."""
_KEY = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class InputColumn:
    """A column, or a line of the sheets of single values, and the path of its values.

    In a path, `{Key}` is what the row's column of that heading says, and `[]` the number of the row.
    """

    heading: str
    path: str
    kind: Kind = "text"
    also: tuple[str, ...] = ()
    """Other paths under which a file may have the value; `{retained}` is the body that keeps the rest."""

    @property
    def is_by_year(self) -> bool:
        """Return whether each year has a column of its own."""
        return self.kind in {"pounds by year", "units by year"}


@dataclass(frozen=True)
class InputSheet:
    """A sheet with a row for each thing, known by the columns of its keys; or with a line for each value."""

    name: str
    note: str
    columns: tuple[InputColumn, ...]
    is_of_lines: bool = False
    """True where each line is a value of its own, named in the first column."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings of the columns by which a row is known."""
        return (_LINE,) if self.is_of_lines else tuple(_KEY.findall(self.columns[0].path))


def _column(heading: str, path: str, kind: Kind = "text", *also: str) -> InputColumn:
    return InputColumn(heading, path, kind, also)


def _sheet(declared: Mapping[str, Any]) -> InputSheet:
    return InputSheet(**{**declared, "columns": tuple(_column(*each) for each in declared["columns"])})


_DECLARED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SHEETS = tuple(map(_sheet, _DECLARED["sheets"]))
