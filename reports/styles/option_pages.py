"""The style “option-pages”: a summary by directorate, then one form after another, each on its own page.

Builds blocks from records; every figure comes from the savings profile and is printed by `services.money`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count

from proposals.exemption import NOT_STATED, PrintedSection, printed, section_of
from proposals.records import (
    NOT_KNOWN,
    OPTION_FORM_KINDS,
    BaseBudgetRecord,
    DirectorateGroup,
    ProposalRecord,
    RoundRecord,
    Totals,
)
from proposals.savings_profile import SavingsProfile, YearAmounts
from reports.document import (
    Block,
    Cell,
    Column,
    Contents,
    Cover,
    Document,
    Form,
    FormRow,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    RowKind,
    Table,
    printed_date,
)
from reports.narrative import narrative_blocks
from services.money import MoneyStyle, format_fte, format_money, format_saving
from services.years import FinancialYear

YEARS_ACROSS_A_SUMMARY = 4
"""With more years the summary lies on its side."""
YEARS_ACROSS_AN_OPTION = 6
"""With more years an option prints them as rows."""

COST_LABELS: dict[str, str] = {
    "one_off_cost": "One-off cost",
    "recurring_cost": "Recurring cost",
    "capital_cost": "Capital cost",
}


@dataclass(frozen=True)
class _Series:
    """One line of figures, already printed: a label, its unit, a figure for each year, and their total."""

    label: str
    unit: str
    by_year: dict[FinancialYear, str]
    total: str


def build(round_record: RoundRecord, cover: Cover) -> Document:
    """Return the appendix of the round's chosen proposals, in their order."""
    anchors = _anchors(round_record.proposals)
    blocks: list[Block] = [PageBreak(), Contents(), *_summary(round_record, anchors)]
    for proposal in round_record.proposals:
        blocks.extend(_option(proposal, round_record, anchors[proposal.reference]))
    return Document(
        council=round_record.council,
        subtitle=round_record.name,
        cover=cover,
        blocks=tuple(blocks),
        selection=round_record.selection,
    )


def _anchors(proposals: tuple[ProposalRecord, ...]) -> dict[str, str]:
    """Return for each reference an anchor of small letters, figures and hyphens that no other has."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for proposal in proposals:
        stem = "option-" + re.sub(r"[^a-z0-9]+", "-", proposal.reference.lower()).strip("-")
        ways = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        anchor = next(way for way in ways if way not in taken)
        taken.add(anchor)
        anchors[proposal.reference] = anchor
    return anchors


# The summary


def _summary(round_record: RoundRecord, anchors: Mapping[str, str]) -> Iterator[Block]:
    yield PageBreak("landscape" if len(round_record.years) > YEARS_ACROSS_A_SUMMARY else "portrait")
    yield Heading(2, "Summary of savings proposals", anchor="summary", in_contents=True, short="Summary")
    if round_record.selection:
        # Subtotals of a part must not be taken for those of the whole round.
        yield Paragraph(f"{round_record.selection} Totals and subtotals are of these only.")
    if round_record.money_style.savings_sign == "negative":
        yield Paragraph("A saving is printed as a negative figure, and so is a reduction in FTE.")
    if round_record.totals.caveat:
        yield Paragraph(round_record.totals.caveat)
    groups = (_group_rows(group, round_record, anchors) for group in round_record.by_directorate())
    total_label = f"Total of {_counted(round_record.totals.count)}"
    yield Table(
        caption="Savings by discrete year and change in full-time equivalents (FTE), by directorate",
        columns=_summary_columns(round_record),
        rows=(
            *chain.from_iterable(groups),
            _totals_row("total", total_label, round_record.totals, round_record.money_style),
        ),
    )


def _shown(saving: int | None, style: MoneyStyle) -> str:
    return NOT_KNOWN if saving is None else format_saving(saving, style, bare=True)


def _counted(proposals: int) -> str:
    return "1 proposal" if proposals == 1 else f"{proposals} proposals"


def _summary_columns(round_record: RoundRecord) -> tuple[Column, ...]:
    unit = round_record.money_style.label
    years = (Column(str(year), unit, "number") for year in round_record.years)
    totals = (Column("Total", unit, "number"), Column("Total", "FTE", "number"))
    return (Column("Reference"), Column("Proposal"), *years, *totals)


def _group_rows(
    group: DirectorateGroup, round_record: RoundRecord, anchors: Mapping[str, str]
) -> Iterator[Row]:
    """Return a directorate's rows: its name, its proposals, its subtotal."""
    style = round_record.money_style
    yield Row("group", Cell(group.name))
    for proposal in group.proposals:
        reference = Cell(proposal.reference, anchors[proposal.reference])
        savings = (Cell(_shown(saving, style)) for saving in (*proposal.discrete.values(), proposal.total))
        fte = format_fte(proposal.fte.total, style) if proposal.fte_is_stated else NOT_STATED
        figures = (*savings, Cell(fte))
        yield Row("item", reference, (Cell(proposal.title), *figures))
    yield _totals_row("subtotal", f"Subtotal, {group.name}", group.totals, style)


def _totals_row(kind: RowKind, label: str, totals: Totals, style: MoneyStyle) -> Row:
    return Row(kind, Cell(label), tuple(_summary_figures(totals, style)), header_span=2)


def _summary_figures(totals: Totals, style: MoneyStyle) -> Iterator[Cell]:
    for saving in (*totals.profile.discrete.values(), totals.total):
        yield Cell(format_saving(saving, style, bare=True))
    yield Cell(format_fte(totals.fte.total, style))


# One option


def _option(proposal: ProposalRecord, round_record: RoundRecord, anchor: str) -> Iterator[Block]:
    style = round_record.money_style
    yield PageBreak()
    yield Heading(
        2,
        f"{proposal.reference} – {proposal.title}",
        anchor=anchor,
        in_contents=True,
        short=proposal.reference,
    )
    yield _form(proposal, round_record)
    yield _year_table(
        "Savings target and profiling (discrete year)",
        [_savings_series(proposal, style), *_cost_series(proposal.profile, style)],
        proposal.profile_note,
    )
    yield _year_table("FTE implications", [_fte_series(proposal, style)], proposal.fte_note)
    yield from _findings(proposal)
    for kind, heading in OPTION_FORM_KINDS.items():
        yield Heading(3, heading)
        yield from _section(printed(section_of(proposal, kind)))


def _section(section: PrintedSection) -> Iterator[Block]:
    yield from narrative_blocks(section.text)
    for sentence in (section.in_place_of_text, section.exemption):
        if sentence:
            yield Paragraph(sentence)


def _form(proposal: ProposalRecord, round_record: RoundRecord) -> Form:
    budget = proposal.base_budget
    year = budget.year if budget else round_record.base_year
    amounts = _budget_amounts(budget, round_record.money_style)
    return Form(
        caption="Service and base budget",
        rows=(
            FormRow("Service name", proposal.service or NOT_STATED),
            FormRow("Start year", str(proposal.start_year) if proposal.start_year else NOT_STATED),
            FormRow(f"Gross budget {year}", amounts[0]),
            FormRow(f"Income {year}", amounts[1]),
            FormRow(f"Net budget {year}", amounts[2], footnote=budget.note if budget else ""),
        ),
    )


def _budget_amounts(budget: BaseBudgetRecord | None, style: MoneyStyle) -> tuple[str, str, str]:
    """Return gross, income and net as printed."""
    if budget is None:
        return NOT_STATED, NOT_STATED, NOT_STATED
    return (
        format_money(budget.gross, style),
        format_money(budget.income, style),
        format_money(budget.net, style),
    )


def _savings_series(proposal: ProposalRecord, style: MoneyStyle) -> _Series:
    return _Series(
        "Saving",
        style.label,
        {year: _shown(saving, style) for year, saving in proposal.discrete.items()},
        _shown(proposal.total, style),
    )


def _cost_series(profile: SavingsProfile, style: MoneyStyle) -> Iterator[_Series]:
    """Return a line for each kind of cost that the proposal has in any year."""
    totals = sum(profile.amounts, YearAmounts())
    for name, label in COST_LABELS.items():
        costs = {
            year: getattr(amounts, name) for year, amounts in zip(profile.years, profile.amounts, strict=True)
        }
        if any(costs.values()):
            yield _Series(
                label,
                style.label,
                {year: format_money(cost, style, bare=True) for year, cost in costs.items()},
                format_money(getattr(totals, name), style, bare=True),
            )


def _fte_series(proposal: ProposalRecord, style: MoneyStyle) -> _Series:
    def shown(change: Decimal) -> str:
        return format_fte(change, style) if proposal.fte_is_stated else NOT_STATED

    by_year = {year: shown(change) for year, change in proposal.fte.discrete.items()}
    return _Series("Change in FTE", "", by_year, shown(proposal.fte.total))


def _findings(proposal: ProposalRecord) -> Iterator[Note]:
    for finding in proposal.findings:
        when = f" on {printed_date(finding.accepted_on)}" if finding.accepted_on else ""
        yield Note(
            "About these figures",
            (
                f"When the document was read{when}: {finding.message}",
                f"Accepted because: {finding.reason}",
            ),
        )


# Figures by year, whichever way the years run


def _year_table(caption: str, series: list[_Series], footnote: str) -> Table:
    """Return the lines as a table: years as columns, or as rows when they are too many for the page."""
    too_many = len(series[0].by_year) > YEARS_ACROSS_AN_OPTION
    columns, rows = _years_down(series) if too_many else _years_across(series)
    return Table(caption, columns, rows, footnotes=(footnote,) if footnote else ())


def _years_across(series: list[_Series]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    unit = series[0].unit
    headings = [*map(str, series[0].by_year), "Total"]
    columns = (Column("Financial year"), *(Column(heading, unit, "number") for heading in headings))
    rows = (
        Row("item", Cell(line.label), tuple(map(Cell, (*line.by_year.values(), line.total))))
        for line in series
    )
    return columns, tuple(rows)


def _years_down(series: list[_Series]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    columns = (Column("Financial year"), *(Column(line.label, line.unit, "number") for line in series))
    rows = (
        Row("item", Cell(str(year)), tuple(Cell(line.by_year[year]) for line in series))
        for year in series[0].by_year
    )
    return columns, (*rows, Row("total", Cell("Total"), tuple(Cell(line.total) for line in series)))
