"""A list of proposals as a file: its content, its description of itself, and CSV and JSON of it.

Figures are whole pounds (savings positive, pressures negative) and exact decimals, whatever the council prints.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from proposals.domain.records import RoundRecord, Totals
from proposals.listing.columns import ListColumn, Value, columns_of, usual_columns_of_files
from proposals.listing.grouping import ListGroup
from proposals.listing.rows import ListedProposal
from services.values.dates import format_moment
from services.values.wording import counted
from services.values.years import FinancialYear

MOST_IN_A_FILE = 20_000
"""The largest number of proposals in a file: many times any council's round."""
FIGURES = "Whole pounds; savings positive, pressures negative; FTE reductions negative"
ABOUT_COLUMN = "About this file"
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ExportNote:
    """The description of a file, besides its round: the filters and order used, who exported it, and when."""

    filters: Sequence[str] = ()
    order: str = ""
    grouped_by: str = ""
    made_by: str = ""
    made_at: datetime | None = None

    @property
    def when(self) -> str:
        """The moment as it is printed: 14 September 2027 at 09:30."""
        return format_moment(self.made_at) if self.made_at else ""

    def as_json(self) -> dict[str, Any]:
        """Return the note as plain values, the moment in ISO 8601."""
        return {
            "filters": list(self.filters),
            "order": self.order or "as in the round’s documents",
            "grouped_by": self.grouped_by or None,
            "made_by": self.made_by,
            "made_at": self.made_at.isoformat() if self.made_at else None,
            "figures": FIGURES,
        }


@dataclass(frozen=True)
class ListFile:
    """The rows and columns of a list with its totals and groups, and whose round it is of."""

    council: str
    council_slug: str
    round_name: str
    years: tuple[FinancialYear, ...]
    columns: tuple[ListColumn, ...]
    rows: Sequence[ListedProposal]
    totals: Totals
    groups: Sequence[ListGroup] = ()
    note: ExportNote = field(default_factory=ExportNote)

    @classmethod
    def of_record(cls, record: RoundRecord, note: ExportNote) -> "ListFile":
        """Return the list of a round's records with the usual columns of files."""
        known = columns_of(record.years)
        return cls(
            record.council,
            record.council_slug,
            record.name,
            record.years,
            tuple(known[name] for name in usual_columns_of_files(record.years)),
            [ListedProposal(0, proposal) for proposal in record.proposals],
            record.totals,
            note=note,
        )

    @property
    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [column.heading_in_file for column in self.columns]

    def values(self) -> Iterator[list[Value]]:
        """Return each row's values, typed."""
        for row in self.rows:
            yield [column.value(row) for column in self.columns]

    def about(self) -> list[tuple[str, Value]]:
        """Return the file's description of itself, line by line."""
        note = self.note
        return [
            ("Council", self.council),
            ("Budget round", self.round_name),
            ("Proposals", len(self.rows)),
            *([("Of these", self.totals.standing)] if self.totals.standing else []),
            ("Figures", FIGURES),
            ("Filters", "; ".join(note.filters) or "none"),
            ("Order", note.order or "as in the round’s documents"),
            *([("Grouped by", note.grouped_by)] if note.grouped_by else []),
            ("Made by", note.made_by),
            ("Made at", note.when),
        ]

    def about_in_words(self) -> str:
        """Return the file's description of itself, as one text."""
        note = self.note
        which = f"filtered by {'; '.join(note.filters)}" if note.filters else "not filtered"
        order = f"sorted by {note.order}" if note.order else "in the order of the round’s documents"
        grouped = f", grouped by {note.grouped_by}" if note.grouped_by else ""
        taken = f" Downloaded on {note.when} by {note.made_by}." if note.made_at else ""
        count = counted(len(self.rows), "proposal")
        standing = f" {self.totals.standing}" if self.totals.standing else ""
        return f"{self.council}, {self.round_name}: {count}, {which}; {order}{grouped}.{standing}{taken} {FIGURES}."


def as_csv(listing: ListFile) -> bytes:
    """Return the list as CSV: one heading, a row a proposal, nothing else, so that a machine reads it.

    The file's description of itself is in a column of its own, in the first row.
    """
    rows = [
        [harmless(value) if isinstance(value, str) else value for value in row] for row in listing.values()
    ]
    for place, row in enumerate(rows):
        row.append(harmless(listing.about_in_words()) if place == 0 else None)
    # A list without a proposal has no first row: its heading is all there is to say it in.
    about = ABOUT_COLUMN if rows else f"{ABOUT_COLUMN}: {listing.about_in_words()}"
    text = io.StringIO(newline="")
    # Lines end as the standard for CSV (RFC 4180) asks.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*listing.headings, about])
    writer.writerows(rows)
    # The mark lets Excel read the pound signs and dashes of a CSV file as they are.
    return text.getvalue().encode("utf-8-sig")


def as_json(listing: ListFile) -> bytes:
    """Return the list's columns as JSON, each proposal an object by the columns' names."""
    names = [column.name for column in listing.columns]
    head = {
        "council": listing.council_slug,
        "council_name": listing.council,
        "round": listing.round_name,
        "years": [str(year) for year in listing.years],
        "about": listing.note.as_json(),
        "columns": [
            {"name": column.name, "heading": column.heading_in_file, "kind": column.kind}
            for column in listing.columns
        ],
        "totals": totals_json(listing.totals),
    }
    if listing.groups:
        head["groups"] = [
            {"name": group.name, "count": group.totals.count, **totals_json(group.totals)}
            for group in listing.groups
        ]
    rows = (dict(zip(names, map(_plain, row), strict=True)) for row in listing.values())
    return json_of(head, rows)


def json_of(head: Mapping[str, Any], proposals: Iterator[Mapping[str, Any]]) -> bytes:
    """Return a JSON object with its proposals last, one a line: a file of thousands is read and compared by line."""
    lines = ",\n".join(json.dumps(proposal, ensure_ascii=False) for proposal in proposals)
    beginning = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{beginning},\n  "proposals": [\n{lines}\n]}}\n'.encode()


def totals_json(totals: Totals) -> dict[str, Any]:
    """Return totals as plain values: pounds as integers, FTE as decimal texts, what is not known as null.

    Where the set has pressures the figures are net, and those of its savings and its pressures follow.
    """
    stated = totals.fte_is_stated
    parts = {"savings": totals.savings, "pressures": totals.pressures} if totals.pressures else {}
    return {
        "discrete": {str(year): pounds for year, pounds in totals.discrete.items()},
        "total": totals.total,
        "incomplete_profiles": totals.incomplete,
        "ended": totals.ended,
        "being_corrected": totals.corrected,
        "fte": {str(year): str(change) if stated else None for year, change in totals.fte.discrete.items()},
        "fte_total": str(totals.fte.total) if stated else None,
        "fte_stated": totals.counted if totals.fte_stated is None else totals.fte_stated,
        **{name: {"count": part.count, **totals_json(part)} for name, part in parts.items() if part},
    }


def _plain(value: Value) -> str | int | None:
    return str(value) if isinstance(value, Decimal) else value


def harmless(text: str) -> str:
    """Return text that a spreadsheet would take for a formula with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINNINGS) else text
