"""The understanding of a file's tables as a parsed document, so that it is planned as every other kind is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS
from proposals.importing.lines import Line
from proposals.importing.parsed import (
    Answer,
    ParsedBudget,
    ParsedDocument,
    ParsedProposal,
    ParsedReport,
    ParsedSection,
)
from proposals.importing.understanding import parsed as read
from proposals.importing.understanding.values import Understanding, describe_location
from services.values.money import MoneyStyle, Unit, format_money

_COMMITTEE_SUMMARY = frozenset({"committee", "reported"})
_IMPACT_TABLE = frozenset({"risk", "impact on staff"})
_POUNDS = MoneyStyle(unit="pounds", decimals=0)


def parsed_document(understanding: Understanding, chosen: str = "") -> ParsedDocument:
    """Return what is understood as a document; printed figures that do not add up are questions.

    Its kind is the one that its columns tell, else the one that was chosen.
    """
    tables = understanding.tables
    units = Counter(table.unit for table in tables if table.unit)
    unit: Unit = units.most_common(1)[0][0] if units else "pounds"
    kind = kind_of_tables(understanding)
    kind = chosen if chosen and kind == "savings-table" else kind
    proposals = tuple(_proposal(item) for item in understanding.proposals)
    if KINDS[kind].groups_are_portfolios:
        proposals = tuple(
            item if item.portfolio else replace(item, portfolio=item.directorate, directorate="")
            for item in proposals
        )
    if KINDS[kind].titles_name_services:
        proposals = tuple(
            replace(item, service="") if item.service == item.title else item for item in proposals
        )
    return ParsedDocument(
        title=understanding.title,
        years=understanding.years,
        proposals=proposals,
        subtotals=(),
        savings_sign=tables[0].sign if tables else "positive",
        unit=unit,
        decimals=max((table.decimals for table in tables), default=0),
        issues=tuple(_issues(understanding)),
        lines_read=sum(len(table.rows) for table in tables),
        left_over=tuple(
            Line(f"{part.text} ({part.why})", describe_location(part.location), False)
            for part in understanding.unread
        ),
        notes=understanding.notes,
        kind=kind,
    )


def kind_of_tables(understanding: Understanding) -> str:
    """Return the kind of document that the columns of the tables tell."""
    kinds = {column.kind for table in understanding.tables for column in table.columns}
    if kinds >= _COMMITTEE_SUMMARY:
        return "committee-summary"
    return "impact-table" if kinds >= _IMPACT_TABLE else "savings-table"


def _issues(understanding: Understanding) -> Iterator[Issue]:
    for issue in understanding.issues:
        place = describe_location(issue.location)
        yield Issue(Severity(issue.severity.value), issue.code, "", place, issue.message)
    for proof in understanding.proofs:
        if not proof.holds:
            place = describe_location(proof.location)
            figures = (
                format_money(int(figure), _POUNDS) if isinstance(figure, int) else f"{figure:,}"
                for figure in (proof.printed, proof.computed)
            )
            printed, computed = figures
            message = f"{proof.what}: {printed} is printed, but the rows come to {computed}."
            yield Issue(Severity.QUESTION, "total", "", place, message)


def _proposal(item: read.ParsedProposal) -> ParsedProposal:
    place = describe_location(item.location)
    return ParsedProposal(
        title=item.title,
        place=place,
        references=item.references,
        directorate=item.directorate,
        service=item.service,
        portfolio=item.portfolio,
        category=item.category,
        savings=item.savings,
        total=item.total,
        costs=item.costs,
        profile_complete=item.profile_complete,
        one_off=bool(item.one_off),
        start_year=item.start_year,
        risk=item.risk,
        risk_as_printed=item.risk_as_printed,
        fte_changes=item.fte_changes,
        fte_change=item.fte_change,
        budget=_budget(item.budget, place),
        sections=tuple(_sections(item)),
        committees=item.committees,
        reported=tuple(
            ParsedReport(report.meeting, report.item, report.appendix, report.month, report.body)
            for report in item.reported
        ),
        consultation_only=item.consultation_only,
        senior_responsible_officer=item.senior_responsible_officer,
    )


def _sections(item: read.ParsedProposal) -> Iterator[ParsedSection]:
    place = describe_location(item.location)
    for section in item.sections:
        where = describe_location(section.location)
        yield ParsedSection(section.kind, section.heading, section.text, Answer(section.answer.value), where)
    if item.notes:
        yield ParsedSection("other", "Notes", "\n\n".join(item.notes), Answer.ANSWERED, place)
    for heading, figure in (
        ("RAG", item.rag),
        ("Cost without a year", "" if item.cost_total is None else format_money(item.cost_total, _POUNDS)),
        ("FTE in post", "" if item.fte_in_post is None else f"{item.fte_in_post:f}"),
        ("Vacant posts", "" if item.vacant is None else f"{item.vacant:f}"),
    ):
        if figure:
            yield ParsedSection("other", heading, figure, Answer.ANSWERED, place)


def _budget(budget: read.ParsedBudget | None, place: str) -> ParsedBudget | None:
    """Return the base budget, as far as gross and income, or the net one alone, are stated."""
    if budget is None:
        return None
    gross, income, net = budget.gross, budget.income, budget.net
    if gross is None and net is not None:
        gross = net + (income or 0)
    if income is None and gross is not None:
        income = gross - net if net is not None else 0
    if gross is None or income is None or min(gross, income) < 0:
        return None
    return ParsedBudget(gross, income, budget.year, "", place)


def understood_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table as understood for a page: every row with its role, and its amounts by year."""
    years = table["years"]
    rows = [
        {
            "place": row["place"],
            "role": row["role"],
            "title": " ".join(filter(None, (row["reference"], row["title"]))),
            "amounts": [
                ("" if (pounds := row["amounts"].get(year)) is None else format_money(pounds, _POUNDS))
                for year in years
            ],
            "total": "" if row["total"] is None else format_money(row["total"], _POUNDS),
            "fte": row["fte"] or "",
        }
        for row in table["rows"]
        if row["role"] != "blank"
    ]
    return {"place": table["place"], "headings": [*years, "Total", "FTE"], "rows": rows}
