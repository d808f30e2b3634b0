"""The understanding of a file's tables as a parsed document, so that it is planned as every other kind is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter
from typing import Any

from proposals.domain.direction import PRESSURE
from proposals.importing.in_words import in_own_words, in_pounds
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS
from proposals.importing.lines import Line
from proposals.importing.parsed import ParsedDocument
from proposals.importing.understanding.values import Role, Understanding, describe_location
from services.values.money import Unit, format_fte
from services.values.wording import counted

_COMMITTEE_SUMMARY = frozenset({"committee", "reported"})
_IMPACT_TABLE = frozenset({"risk", "impact on staff"})


def parsed_document(understanding: Understanding, chosen: str = "") -> ParsedDocument:
    """Return what is understood as a document; printed figures that do not add up are questions.

    Its kind is the one that its columns tell, else the one that was chosen.
    """
    tables = understanding.tables
    units = Counter(table.unit for table in tables if table.unit)
    unit: Unit = units.most_common(1)[0][0] if units else "pounds"
    kind = kind_of_tables(understanding)
    kind = chosen if chosen and kind == "savings-table" else kind
    proposals = understanding.proposals
    if KINDS[kind].groups_are_portfolios:
        proposals = tuple(
            item if item.portfolio else replace(item, portfolio=item.directorate, directorate="")
            for item in proposals
        )
    if KINDS[kind].titles_name_services:
        proposals = tuple(
            replace(item, service="") if item.service == item.title else item for item in proposals
        )
    placed = {row.location for table in tables for row in table.rows if row.role is not Role.BLANK}
    return ParsedDocument(
        title=understanding.title,
        years=understanding.years,
        proposals=proposals,
        savings_sign=tables[0].sign if tables else "positive",
        unit=unit,
        decimals=max((table.decimals for table in tables), default=0),
        issues=tuple(_issues(understanding)),
        # A cell that was not read is a part left over of a row that is placed.
        lines_read=len(placed - {part.location for part in understanding.unread}) + len(understanding.unread),
        left_over=tuple(
            Line(f"{part.text} ({part.reason})", describe_location(part.location), False)
            for part in understanding.unread
        ),
        notes=understanding.notes,
        kind=kind,
    )


def kind_of_tables(understanding: Understanding) -> str:
    """Return the kind of document that the columns of the tables tell."""
    if any(table.holds_forms for table in understanding.tables):
        return "proposal-forms"
    kinds = {column.kind for table in understanding.tables for column in table.columns}
    if kinds >= _COMMITTEE_SUMMARY:
        return "committee-summary"
    return "impact-table" if kinds >= _IMPACT_TABLE else "savings-table"


def _issues(understanding: Understanding) -> Iterator[Issue]:
    yield from understanding.issues
    failing = [proof for proof in understanding.proofs if not proof.holds]
    for proof in failing:
        if not proof.counts_rows or len(failing) == 1:  # else the rows that do not hold are said themselves
            place = describe_location(proof.location)
            printed, computed = (
                f"{figure:,}" if proof.is_of_posts else in_pounds(figure)
                for figure in (proof.printed, proof.computed)
            )
            said = f"{printed} is printed, but the rows come to {computed}"
            if proof.counts_rows:
                said = f"{proof.computed:,} of {proof.printed:,}"
            yield Issue(Severity.QUESTION, "total", "", place, f"{proof.what}: {said}.")


def printed_figures(proofs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the printed figures that the reading was checked against for a page, those that do not hold first."""
    return [
        {
            "what": proof["what"],
            "place": proof["place"],
            "printed": _in_words(proof["printed"], proof),
            "computed": _in_words(proof["computed"], proof) + (" agree" if proof["counts_rows"] else ""),
            "holds": proof["holds"],
        }
        for proof in sorted(proofs, key=itemgetter("holds"))
    ]


def _in_words(figure: float, proof: Mapping[str, Any]) -> str:
    if proof["counts_rows"]:
        return counted(int(figure), "row")
    return f"{figure:,}" if proof["is_of_posts"] else in_pounds(Decimal(str(figure)))


def _posts(fte: float | None) -> str:
    return "" if fte is None else format_fte(Decimal(str(fte)))


def understood_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table as understood for a page: every row with its role, and its amounts by year.

    Where some rows are pressures, each item is said to be one or a saving; the amounts of a pressure are positive.
    """
    years = table["years"]
    has_pressures = any(row.get("direction") == PRESSURE for row in table["rows"])
    rows = []
    for row in table["rows"]:
        direction = row.get("direction", "")
        amounts = [*(row["amounts"].get(year) for year in years), row["total"]]
        *by_year, total = (in_own_words(pounds, direction) for pounds in amounts)
        named = {
            "place": row["place"],
            "id": row["id"],
            "role": direction if has_pressures and direction else row["role"],
            "title": " ".join(filter(None, (row["reference"], row["title"]))),
        }
        if row["role"] != "blank":
            rows.append({**named, "amounts": by_year, "total": total, "fte": _posts(row["fte"])})
    return {
        "place": table["place"],
        "holds_forms": table.get("holds_forms", False),
        "basis": table["basis"] if len(years) > 1 else "",
        "headings": [*years, "Total", "FTE"],
        "rows": rows,
        "columns": [
            dict(column) for column in table["columns"] if column["heading"] or column["kind"] != "other"
        ],
    }
