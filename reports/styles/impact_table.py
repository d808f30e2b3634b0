"""The style “impact-table”: every saving in a row with its risk and its impact, by portfolio, service and category.

The subtotals of every level stand together in front; those of categories and services under their rows, too.
"""

from collections.abc import Iterator, Sequence

from proposals.domain.exemption import NOT_STATED, printed, section_of
from proposals.domain.fields import RISK_LEVELS
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.cover import Cover
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Row,
    RowKind,
    Table,
)
from reports.styles.cells import saving_cell
from reports.styles.figures import notes_on_totals, savings_by_year
from reports.styles.groups import Anchors, Group, grouped
from reports.styles.needs import (
    MissingField,
    Needs,
    has_every_year,
    has_section,
    has_total,
    missing,
    sections,
)
from reports.styles.published import Printed
from reports.styles.texts import lines_cell, narrative_cell, section_cell
from services.values.money import MoneyStyle, format_fte
from services.values.wording import counted

NO_PORTFOLIO = "Portfolio not stated"
NO_SERVICE = "Service not stated"
NO_CATEGORY = "Category not stated"

HOW = "How it will be achieved"
STAFF = "Impact on staff"
IMPACT_KINDS: dict[str, str] = {
    "impact_upon_property": "Impact on property and assets",
    "impact_upon_service": "Impact on service delivery",
}
"""The narrative columns after the one about staff, with their headings."""

YEARS_ACROSS_A_SUMMARY = 4
"""With more years the summary lies on its side."""
YEARS_ACROSS = 5
YEARS_ACROSS_IN_POUNDS = 3
"""With more years one column names them all, or nothing would be left for the texts."""


def _states_staff(proposal: ProposalRecord) -> bool:
    return proposal.fte_is_stated or has_section("impact_upon_staff")(proposal)


NEEDS: Needs = {
    "Portfolio": lambda proposal: bool(proposal.portfolio),
    "Category": lambda proposal: bool(proposal.category),
    HOW: has_section("how_achieved"),
    "Saving of every year": has_every_year,
    "Total saving": has_total,
    "Risk to delivery": lambda proposal: bool(proposal.risk or proposal.risk_as_printed),
    STAFF: _states_staff,
    **sections(IMPACT_KINDS, IMPACT_KINDS),
}
"""The fields that a row prints and is grouped by."""

PRINTED = Printed.of({"how_achieved", "impact_upon_staff", *IMPACT_KINDS}, "risk_as_printed")


def build(round_record: RoundRecord, cover: Cover) -> Document:
    """Return the tables of the round's chosen proposals, by portfolio, service and category."""
    anchors = Anchors()
    blocks: list[Block] = [*_summary(round_record, anchors)]
    is_wide = len(round_record.years) > YEARS_ACROSS_A_SUMMARY
    blocks.insert(0 if is_wide else len(blocks), PageBreak("landscape"))
    for portfolio in _by_portfolio(round_record):
        anchor = anchors.new("portfolio", portfolio.key)
        blocks.append(Heading(2, portfolio.key, anchor, in_contents=True))
        for service in _by_service(portfolio, round_record):
            blocks.append(Heading(3, service.key, anchors.new("service", service.key), in_contents=True))
            blocks.append(_table(service, round_record))
    return Document(
        council=round_record.council,
        subtitle=round_record.name,
        cover=cover,
        blocks=tuple(blocks),
        selection=round_record.selection,
    )


def missing_fields(round_record: RoundRecord) -> tuple[MissingField, ...]:
    """Return what the tables print and some of the proposals lack."""
    return missing(NEEDS, round_record)


# The three levels


def _by_portfolio(round_record: RoundRecord) -> tuple[Group[str], ...]:
    return grouped(round_record.proposals, lambda each: each.portfolio or NO_PORTFOLIO, round_record.years)


def _by_service(portfolio: Group[str], round_record: RoundRecord) -> tuple[Group[str], ...]:
    return grouped(portfolio.proposals, lambda each: each.service or NO_SERVICE, round_record.years)


def _by_category(service: Group[str], round_record: RoundRecord) -> tuple[Group[str], ...]:
    return grouped(service.proposals, lambda each: each.category or NO_CATEGORY, round_record.years)


# The subtotals of all levels


def _summary(round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    yield Heading(2, "Savings by portfolio, service and category", anchors.new("summary", "savings"), True)
    yield from notes_on_totals(round_record)
    yield Table(
        "Savings by discrete year",
        (Column("Service"), Column("Category"), *_figure_columns(round_record)),
        tuple(_summary_rows(round_record)),
    )


def _summary_rows(round_record: RoundRecord) -> Iterator[Row]:
    for portfolio in _by_portfolio(round_record):
        yield Row("group", Cell(portfolio.key))
        for service in _by_service(portfolio, round_record):
            for category in _by_category(service, round_record):
                figures = _figures(category, round_record)
                yield Row("item", Cell(service.key), (Cell(category.key), *figures))
            yield _sum_row("subtotal", f"Subtotal, {service.key}", service, round_record)
        yield _sum_row("subtotal", f"Subtotal, {portfolio.key}", portfolio, round_record)
    label = f"Total of {counted(round_record.totals.counted, 'proposal')}"
    yield _sum_row("total", label, round_record, round_record)


def _sum_row(kind: RowKind, label: str, group: Group[str] | RoundRecord, round_record: RoundRecord) -> Row:
    return Row(kind, Cell(label), _figures(group, round_record), header_span=2)


# The rows of one service


def _table(service: Group[str], round_record: RoundRecord) -> Table:
    return Table(
        f"Savings and their impact, {service.key}",
        _columns(round_record),
        tuple(_rows(service, round_record)),
        is_narrative=True,
    )


def _columns(round_record: RoundRecord) -> tuple[Column, ...]:
    return (
        Column("Saving"),
        Column(HOW),
        *_figure_columns(round_record),
        Column("Risk to delivery"),
        Column(STAFF),
        *(Column(heading) for heading in IMPACT_KINDS.values()),
    )


def _rows(service: Group[str], round_record: RoundRecord) -> Iterator[Row]:
    nothing = (Cell(""),) * (2 + len(IMPACT_KINDS))
    for category in _by_category(service, round_record):
        yield Row("group", Cell(category.key))
        for proposal in category.proposals:
            yield _row(proposal, round_record)
        figures = _figures(category, round_record)
        yield Row("subtotal", Cell(f"Subtotal, {category.key}"), (*figures, *nothing), header_span=2)
    figures = _figures(service, round_record)
    yield Row("total", Cell(f"Total, {service.key}"), (*figures, *nothing), header_span=2)


def _row(proposal: ProposalRecord, round_record: RoundRecord) -> Row:
    style = round_record.money_style
    savings = [saving_cell(saving, style) for saving in (*proposal.discrete.values(), proposal.total)]
    return Row(
        "item",
        lines_cell((proposal.title_with_standing, proposal.reference)),
        (
            section_cell(proposal, "how_achieved"),
            *_figure_cells(savings, round_record),
            Cell(RISK_LEVELS.get(proposal.risk, proposal.risk_as_printed) or NOT_STATED),
            _staff(proposal, style),
            *(section_cell(proposal, kind) for kind in IMPACT_KINDS),
        ),
    )


def _staff(proposal: ProposalRecord, style: MoneyStyle) -> Cell:
    """Return the impact on staff in words; where there are none, the change in posts."""
    section = printed(section_of(proposal, "impact_upon_staff"))
    if section.in_place_of_text == NOT_STATED and proposal.fte_is_stated:
        return Cell(f"Change in FTE: {format_fte(proposal.fte.total, style)}")
    return narrative_cell(section.text, section.in_place_of_text, section.exemption)


# Figures by year


def _years_fit(round_record: RoundRecord) -> bool:
    in_pounds = round_record.money_style.unit == "pounds"
    return len(round_record.years) <= (YEARS_ACROSS_IN_POUNDS if in_pounds else YEARS_ACROSS)


def _figure_columns(round_record: RoundRecord) -> tuple[Column, ...]:
    unit = round_record.money_style.label
    total = Column("Total saving", unit, "number")
    if not _years_fit(round_record):
        return Column("Saving by year", unit), total
    return *(Column(f"Saving {year}", unit, "number") for year in round_record.years), total


def _figures(group: Group[str] | RoundRecord, round_record: RoundRecord) -> tuple[Cell, ...]:
    savings = savings_by_year(group.totals, round_record.money_style)
    return _figure_cells(savings, round_record)


def _figure_cells(savings: Sequence[Cell], round_record: RoundRecord) -> tuple[Cell, ...]:
    """Return the figures of each year and the total as cells, as many as there are columns for them."""
    if _years_fit(round_record):
        return tuple(savings)
    *by_year, total = savings
    named = (f"{year}: {saving.text}" for year, saving in zip(round_record.years, by_year, strict=True))
    return lines_cell(named), total
