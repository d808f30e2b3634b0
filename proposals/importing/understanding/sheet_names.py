"""The names of sheets as those of directorates."""

import re
from collections.abc import Sequence

from proposals.importing.understanding.groups import is_name_of_sheet
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading

_SUMMARY = re.compile(r"\b(?:summary|overview|totals?)\b", re.IGNORECASE)


def name_by_sheet(readings: Sequence[Reading]) -> None:
    """Take the names of several sheets for directorates, where nothing else names these."""
    sheets = {reading.location.sheet for reading in readings if reading.items}
    named = set(filter(is_name_of_sheet, sheets))
    if len(named) < 2 or not all(map(_SUMMARY.search, sheets - named)):
        return
    for reading in readings:
        is_named = any(row.names.keys() & {Kind.DIRECTORATE, Kind.PORTFOLIO} for row in reading.items)
        if reading.location.sheet in named and not is_named:
            for row in reading.rows:
                row.names[Kind.DIRECTORATE] = reading.location.sheet
