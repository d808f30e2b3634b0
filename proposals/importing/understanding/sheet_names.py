"""The names of sheets, and titles, as those of directorates."""

import re
from collections.abc import Sequence

from proposals.importing.understanding import labels
from proposals.importing.understanding.findings import Findings
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


def name_by_title(readings: Sequence[Reading], titles: Sequence[str], findings: Findings) -> None:
    """Find the part of the council that a title or the sheet names, where nothing else names a directorate."""
    for reading in readings:
        is_named = any(row.names.keys() & {Kind.DIRECTORATE, Kind.PORTFOLIO} for row in reading.items)
        has_column = reading.columns_of(Kind.DIRECTORATE, Kind.PORTFOLIO, Kind.COMMITTEE)
        if is_named or has_column or reading.raw.holds_forms:
            continue
        said = (*reversed(reading.raw.context), reading.location.sheet, *titles)
        name, text = next(((name, text) for text in said if (name := labels.part_of_council(text))), ("", ""))
        reading.titled_directorate = name
        if name:
            message = (
                f"“{name}” in “{text}” was read as the directorate of the rows, as nothing else names one."
            )
            findings.note("directorate in title", reading.location, message)
