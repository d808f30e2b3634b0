"""The style “option-pages”: a summary by directorate, then one form after another, continuously.

Builds blocks from records; every figure comes from the savings profile and is printed by `services.values.money`.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from proposals.domain.direction import NOUNS, PRESSURE, SAVING
from proposals.domain.exemption import NOT_STATED, printed, section_of
from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Form,
    FormRow,
    Heading,
    PageBreak,
    Row,
    RowKind,
    Table,
)
from reports.styles.cells import fte_cell, saving_cell
from reports.styles.directions import headings_of, needs_of_pressures, pressure_rows, words_of
from reports.styles.figures import (
    cost_series,
    fte_series,
    notes_on_totals,
    savings_by_year,
    savings_series,
    total_fte,
    year_table,
)
from reports.styles.groups import Group, anchors_of, by_directorate
from reports.styles.needs import Needs, has_every_year, has_total, sections
from reports.styles.published import Printed
from reports.styles.texts import citation, section_blocks
from services.values.money import MoneyStyle, format_money
from services.values.wording import counted

YEARS_ACROSS_A_SUMMARY = 4
"""With more years the summary lies on its side."""

PROFILES: dict[str, str] = {
    SAVING: "Savings target and profiling (discrete year)",
    PRESSURE: "Pressure and profiling (discrete year)",
}
"""The captions of the figures by year."""

PRINTED = Printed(OPTION_FORM_KINDS, ("profile_note", "fte_note"), budget_note=True)


def needs(round_record: RoundRecord) -> Needs:
    """Return the fields that an option's form prints."""
    words = words_of(round_record)
    return {
        "Start year": lambda proposal: proposal.start_year is not None,
        "Base budget": lambda proposal: proposal.base_budget is not None,
        f"{words.heading} of every year": has_every_year,
        f"Total {words.noun}": has_total,
        "Change in FTE": lambda proposal: proposal.fte_is_stated,
        **needs_of_pressures(round_record),
        **sections(OPTION_FORM_KINDS, headings_of(OPTION_FORM_KINDS, words)),
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
    """Return the appendix of the round's chosen proposals, in their order."""
    anchors = anchors_of("option", round_record.proposals)
    blocks: list[Block] = [*_summary(round_record, anchors)]
    if len(round_record.years) > YEARS_ACROSS_A_SUMMARY:
        blocks = [PageBreak("landscape"), *blocks, PageBreak()]
    for proposal in round_record.proposals:
        blocks.extend(_option(proposal, round_record, anchors[proposal.reference]))
    return tuple(blocks)


# The summary


def _summary(round_record: RoundRecord, anchors: Mapping[str, str]) -> Iterator[Block]:
    words = words_of(round_record)
    title = "Summary of savings proposals" if words.noun == NOUNS[SAVING] else "Summary of pressures"
    yield Heading(2, title, anchor="summary", in_contents=True, short="Summary")
    yield from notes_on_totals(round_record, prints_fte=True)
    groups = (_group_rows(group, round_record, anchors) for group in by_directorate(round_record))
    total_label = f"Total of {counted(round_record.totals.counted, 'proposal')}"
    yield Table(
        caption=f"{words.headings} by discrete year and change in full-time equivalents (FTE), by directorate",
        columns=_summary_columns(round_record),
        rows=(
            *chain.from_iterable(groups),
            _totals_row("total", total_label, round_record, round_record.money_style),
        ),
    )


def _summary_columns(round_record: RoundRecord) -> tuple[Column, ...]:
    unit = round_record.money_style.label
    years = (Column(str(year), unit, "number") for year in round_record.years)
    totals = (Column("Total", unit, "number"), Column("Total", "FTE", "number"))
    return (Column("Reference"), Column("Proposal"), *years, *totals)


def _group_rows(group: Group, round_record: RoundRecord, anchors: Mapping[str, str]) -> Iterator[Row]:
    """Return a directorate's rows: its name, its proposals, its subtotal."""
    style = round_record.money_style
    yield Row("group", Cell(group.directorate))
    for proposal in group.proposals:
        reference = Cell(proposal.reference, anchors[proposal.reference])
        savings = (saving_cell(saving, style) for saving in (*proposal.discrete.values(), proposal.total))
        fte = fte_cell(proposal.fte.total, style) if proposal.fte_is_stated else Cell(NOT_STATED)
        yield Row("item", reference, (Cell(proposal.title_with_standing), *savings, fte))
    yield _totals_row("subtotal", f"Subtotal, {group.directorate}", group, style)


def _totals_row(kind: RowKind, label: str, group: Group | RoundRecord, style: MoneyStyle) -> Row:
    savings = savings_by_year(group.totals, style)
    figures = (*savings, total_fte(group.totals, style))
    return Row(kind, Cell(label), figures, header_span=2)


# One option


def _option(proposal: ProposalRecord, round_record: RoundRecord, anchor: str) -> Iterator[Block]:
    style, words = round_record.money_style, words_of(round_record)
    yield Heading(
        2,
        f"{proposal.reference} – {proposal.title_with_standing}",
        anchor=anchor,
        in_contents=True,
        short=proposal.reference,
        group=proposal.directorate,
    )
    yield _form(proposal, round_record)
    yield year_table(
        PROFILES[proposal.direction],
        [savings_series(proposal, style), *cost_series(proposal.profile, style)],
        proposal.profile_note,
    )
    yield year_table("FTE implications", [fte_series(proposal, style)], proposal.fte_note)
    yield from citation(proposal)
    for kind, heading in headings_of(OPTION_FORM_KINDS, words).items():
        yield Heading(3, heading)
        yield from section_blocks(printed(section_of(proposal, kind)))


def _form(proposal: ProposalRecord, round_record: RoundRecord) -> Form:
    budget, style = proposal.base_budget, round_record.money_style
    year = budget.year if budget else round_record.base_year
    return Form(
        caption="Service and base budget",
        rows=(
            FormRow("Service name", proposal.service or NOT_STATED),
            FormRow("Start year", str(proposal.start_year) if proposal.start_year else NOT_STATED),
            _amount_row(f"Gross budget {year}", budget.gross if budget else None, style),
            _amount_row(f"Income {year}", budget.income if budget else None, style),
            _amount_row(
                f"Net budget {year}", budget.net if budget else None, style, budget.note if budget else ""
            ),
            *pressure_rows(proposal),
        ),
    )


def _amount_row(label: str, pounds: int | None, style: MoneyStyle, footnote: str = "") -> FormRow:
    if pounds is None:
        return FormRow(label, NOT_STATED, footnote)
    return FormRow(label, format_money(pounds, style), footnote, figure=pounds)
