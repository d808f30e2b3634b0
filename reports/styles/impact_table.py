"""The style “impact-table”: every saving in a row with its risk and its impact, by portfolio, service and category.

The subtotals of every level stand together in front; those of categories and services under their rows, too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.exemption import NOT_STATED, printed, section_of
from proposals.domain.fields import FIELDS, RISK_LEVELS
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Heading,
    PageBreak,
    Row,
    RowKind,
    Table,
)
from reports.styles.cells import saving_cell
from reports.styles.directions import headings_of, words_of
from reports.styles.figures import notes_on_totals, savings_by_year
from reports.styles.groups import Anchors, Group, grouped
from reports.styles.needs import (
    Needs,
    has_every_year,
    has_section,
    has_total,
    sections,
)
from reports.styles.published import Printed
from reports.styles.texts import lines_cell, narrative_cell, section_cell
from services.values.money import MoneyStyle, format_fte
from services.values.wording import counted

NO_PORTFOLIO = "Portfolio not stated"
NO_SERVICE = "Service not stated"

HOW: dict[str, str] = {"how_achieved": "How it will be achieved"}
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


@dataclass(frozen=True)
class _Table:
    """The columns of a table that differ by direction: what it is grouped by, and how sure the figures are."""

    category: str
    category_of: Callable[[ProposalRecord], str]
    rating: str
    rating_of: Callable[[ProposalRecord], str]


_TABLES: dict[str, _Table] = {
    SAVING: _Table(
        "Category",
        lambda proposal: proposal.category,
        "Risk to delivery",
        lambda proposal: RISK_LEVELS.get(proposal.risk, proposal.risk_as_printed),
    ),
    PRESSURE: _Table("Cause", FIELDS["pressure_category"].text, "Certainty", FIELDS["certainty"].text),
}


def _states_staff(proposal: ProposalRecord) -> bool:
    return proposal.fte_is_stated or has_section("impact_upon_staff")(proposal)


PRINTED = Printed({*HOW, "impact_upon_staff", *IMPACT_KINDS}, ("risk_as_printed",))


def needs(round_record: RoundRecord) -> Needs:
    """Return the fields that a row prints and is grouped by."""
    words, table = words_of(round_record), _TABLES[round_record.direction]
    return {
        "Portfolio": lambda proposal: bool(proposal.portfolio),
        table.category: lambda proposal: bool(table.category_of(proposal)),
        **sections(HOW, headings_of(HOW, words)),
        f"{words.heading} of every year": has_every_year,
        f"Total {words.noun}": has_total,
        table.rating: lambda proposal: bool(table.rating_of(proposal)),
        STAFF: _states_staff,
        **sections(IMPACT_KINDS, IMPACT_KINDS),
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
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
    return tuple(blocks)


# The three levels


def _by_portfolio(round_record: RoundRecord) -> tuple[Group, ...]:
    return grouped(round_record.proposals, lambda each: each.portfolio or NO_PORTFOLIO, round_record.years)


def _by_service(portfolio: Group, round_record: RoundRecord) -> tuple[Group, ...]:
    return grouped(portfolio.proposals, lambda each: each.service or NO_SERVICE, round_record.years)


def _by_category(service: Group, round_record: RoundRecord) -> tuple[Group, ...]:
    table = _TABLES[round_record.direction]
    not_stated = f"{table.category} not stated"
    return grouped(service.proposals, lambda each: table.category_of(each) or not_stated, round_record.years)


# The subtotals of all levels


def _summary(round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    words, category = words_of(round_record), _TABLES[round_record.direction].category
    title = f"{words.headings} by portfolio, service and {category.lower()}"
    yield Heading(2, title, anchors.new("summary", words.plural), True)
    yield from notes_on_totals(round_record)
    yield Table(
        f"{words.headings} by discrete year",
        (Column("Service"), Column(category), *_figure_columns(round_record)),
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


def _sum_row(kind: RowKind, label: str, group: Group | RoundRecord, round_record: RoundRecord) -> Row:
    return Row(kind, Cell(label), _figures(group, round_record), header_span=2)


# The rows of one service


def _table(service: Group, round_record: RoundRecord) -> Table:
    return Table(
        f"{words_of(round_record).headings} and their impact, {service.key}",
        _columns(round_record),
        tuple(_rows(service, round_record)),
        is_narrative=True,
    )


def _columns(round_record: RoundRecord) -> tuple[Column, ...]:
    words = words_of(round_record)
    return (
        Column(words.heading),
        *(Column(heading) for heading in headings_of(HOW, words).values()),
        *_figure_columns(round_record),
        Column(_TABLES[round_record.direction].rating),
        Column(STAFF),
        *(Column(heading) for heading in IMPACT_KINDS.values()),
    )


def _rows(service: Group, round_record: RoundRecord) -> Iterator[Row]:
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
            *(section_cell(proposal, kind) for kind in HOW),
            *_figure_cells(savings, round_record),
            Cell(_TABLES[proposal.direction].rating_of(proposal) or NOT_STATED),
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
    unit, words = round_record.money_style.label, words_of(round_record)
    total = Column(f"Total {words.noun}", unit, "number")
    if not _years_fit(round_record):
        return Column(f"{words.heading} by year", unit), total
    return *(Column(f"{words.heading} {year}", unit, "number") for year in round_record.years), total


def _figures(group: Group | RoundRecord, round_record: RoundRecord) -> tuple[Cell, ...]:
    savings = savings_by_year(group.totals, round_record.money_style)
    return _figure_cells(savings, round_record)


def _figure_cells(savings: Sequence[Cell], round_record: RoundRecord) -> tuple[Cell, ...]:
    """Return the figures of each year and the total as cells, as many as there are columns for them."""
    if _years_fit(round_record):
        return tuple(savings)
    *by_year, total = savings
    named = (f"{year}: {saving.text}" for year, saving in zip(round_record.years, by_year, strict=True))
    return lines_cell(named), total
