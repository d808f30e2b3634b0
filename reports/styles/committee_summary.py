"""The style “committee-summary”: one table for a scrutiny committee, with what is decided and where it was reported.

Each proposal stands once, under the committee or committees it goes to, so that no total counts it twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from proposals.domain.attributes import describe_report
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.exemption import NOT_STATED
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.styles.cells import Columns, count_cell, saving_cell, table_of
from reports.styles.directions import headings_of, words_of
from reports.styles.figures import notes_on_totals, savings_by_year
from reports.styles.groups import Anchors, Group, committees_in_words, grouped
from reports.styles.needs import Needs, has_total, sections
from reports.styles.published import Printed
from reports.styles.texts import lines_cell, section_cell
from services.values.money import MoneyStyle

AREAS: dict[str, str] = {SAVING: "Areas for savings", PRESSURE: "Pressures"}
"""The captions of the tables."""
FOR_CONSULTATION = "(for consultation only)"
TEXT_KINDS: dict[str, str] = {
    "decisions_needed": "Decisions needed to deliver the budgeted savings",
    "impact_upon_service": "Impact",
}
"""The narrative columns, with their headings."""

PRINTED = Printed(TEXT_KINDS, ("where_reported",))


def needs(round_record: RoundRecord) -> Needs:
    """Return the fields that a row prints."""
    words = words_of(round_record)
    return {
        f"{words.heading} of the first year": lambda proposal: (
            next(iter(proposal.discrete.values())) is not None
        ),
        f"Total {words.noun}": has_total,
        **sections(TEXT_KINDS, headings_of(TEXT_KINDS, words)),
        "Where reported": lambda proposal: bool(proposal.where_reported),
        "Committee": lambda proposal: bool(proposal.committees),
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
    """Return the summary of the round's chosen proposals, grouped by committee."""
    groups = grouped(round_record.proposals, committees_in_words, round_record.years)
    anchors = Anchors()
    blocks: list[Block] = [*_summary(round_record, groups, anchors), PageBreak("landscape")]
    for group in groups:
        anchor = anchors.new("committee", group.key)
        blocks += [Heading(2, group.key, anchor, in_contents=True), _table(group, round_record)]
    return tuple(blocks)


def _summary(round_record: RoundRecord, groups: tuple[Group, ...], anchors: Anchors) -> Iterator[Block]:
    style = round_record.money_style
    title = f"{words_of(round_record).headings} by committee"
    yield Heading(2, title, anchors.new("summary", "committees"), in_contents=True)
    yield from notes_on_totals(round_record)
    if any(len(proposal.committees) > 1 for proposal in round_record.proposals):
        yield Paragraph(
            "A proposal that goes to two committees is listed and counted once, under both together."
        )
    rows = (
        Row("item", Cell(group.key), (count_cell(group.totals.count), *_figures(group, style)))
        for group in groups
    )
    in_all = (count_cell(round_record.totals.count), *_figures(round_record, style))
    yield Table(
        title,
        (Column("Committee"), Column("Proposals", align="number"), *_figure_columns(round_record)),
        (*rows, Row("total", Cell("Total"), in_all)),
    )


def _figures(group: Group | RoundRecord, style: MoneyStyle) -> tuple[Cell, Cell]:
    """Return the first year's and the total saving of the group."""
    first, *_later, total = savings_by_year(group.totals, style)
    return first, total


def _table(group: Group, round_record: RoundRecord) -> Table:
    style = round_record.money_style
    nothing = (Cell(""),) * (len(TEXT_KINDS) + 2)
    subtotal = Row("subtotal", Cell(f"Subtotal, {group.key}"), (*_figures(group, style), *nothing))
    caption = f"{AREAS[round_record.direction]}, {group.key}"
    table = table_of(caption, _columns(round_record), group.proposals, is_narrative=True)
    return replace(table, rows=(*table.rows, subtotal))


def _figure_columns(round_record: RoundRecord) -> tuple[Column, Column]:
    unit, words = round_record.money_style.label, words_of(round_record)
    return (
        Column(f"{words.heading} {round_record.years[0]}", unit, "number"),
        Column(f"Total {words.noun}", unit, "number"),
    )


def _columns(round_record: RoundRecord) -> Columns:
    style, texts = round_record.money_style, headings_of(TEXT_KINDS, words_of(round_record))
    first, total = _figure_columns(round_record)
    return {
        Column("Service"): lambda proposal: lines_cell(_name(proposal)),
        first: lambda proposal: saving_cell(next(iter(proposal.discrete.values())), style),
        total: lambda proposal: saving_cell(proposal.total, style),
        **{Column(heading): partial(section_cell, kind=kind) for kind, heading in texts.items()},
        Column("Where reported"): lambda proposal: lines_cell(
            map(describe_report, proposal.where_reported), NOT_STATED
        ),
        Column("Committee"): lambda proposal: lines_cell(proposal.committees, NOT_STATED),
    }


def _name(proposal: ProposalRecord) -> Iterator[str]:
    """Return what names a row: its title, its service where that is another, what it is for, its reference."""
    yield proposal.title_with_standing
    if proposal.service not in ("", proposal.title):
        yield proposal.service
    if proposal.consultation_only:
        yield FOR_CONSULTATION
    yield proposal.reference
