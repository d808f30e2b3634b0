"""The style “business-cases”: one case after another by committee, each with every section of its template."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from proposals.domain.attributes import Attributes, EqualityPage, attributes_of
from proposals.domain.direction import NOUNS, SAVING
from proposals.domain.exemption import NOT_STATED, PrintedSection, printed
from proposals.domain.fields import FIELDS
from proposals.domain.proposal_parts import BUSINESS_CASE_KINDS, STATEMENT_KINDS, SectionRecord
from proposals.domain.records import NOT_KNOWN, ProposalRecord, RoundRecord
from reports.documents.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Form,
    FormRow,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from reports.styles.cells import saving_cell, table_of_rows
from reports.styles.directions import needs_of_pressures, pressure_rows, words_of
from reports.styles.figures import (
    cost_series,
    fte_series,
    notes_on_totals,
    savings_series,
    year_table,
)
from reports.styles.groups import Anchors, Group, anchors_of, committees_in_words, grouped
from reports.styles.needs import Needs, has_total, sections
from reports.styles.published import Printed
from reports.styles.texts import citation, section_blocks
from services.values.money import MoneyStyle, format_saving, printed_saving
from services.values.wording import counted

LEFT_BLANK = "Left blank"
"""The text printed under a heading that was left blank: blank differs from missing."""

RISKS = "Risks"
DEPENDENCIES = "Project dependencies"

NEEDED_KINDS: dict[str, str] = {
    kind: BUSINESS_CASE_KINDS[kind]
    for kind in (
        "brief_description",
        "why_needed",
        "if_not_done",
        "aims",
        "overview",
        "in_scope",
        "who_is_affected",
        "positive_impacts",
        "negative_impacts",
    )
}
"""The sections that every case needs; of the others a case may leave the heading out."""

PRINTED = Printed(
    STATEMENT_KINDS,
    (
        *(
            "references",
            "kind",
            "headline",
            "risk_as_printed",
            "deliverability",
            "senior_responsible_officer",
        ),
        *("risks", "dependencies", "where_reported", "equality", "profile_note", "fte_note"),
    ),
)


def needs(round_record: RoundRecord) -> Needs:
    """Return the fields and sections that every case prints."""
    words = words_of(round_record)
    return {
        f"{words.heading} as printed": lambda proposal: bool(proposal.headline),
        f"Total {words.noun}": has_total,
        "Committee": lambda proposal: bool(proposal.committees),
        "Senior responsible officer": lambda proposal: bool(proposal.senior_responsible_officer),
        **needs_of_pressures(round_record),
        **sections(NEEDED_KINDS, NEEDED_KINDS),
        RISKS: lambda proposal: bool(proposal.risks),
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
    """Return the business cases of the round's chosen proposals, grouped by committee."""
    groups = grouped(round_record.proposals, committees_in_words, round_record.years)
    anchors, own = Anchors(), anchors_of("case", round_record.proposals)
    blocks: list[Block] = [*_summary(round_record, groups, own)]
    for group in groups:
        anchor = anchors.new("committee", group.key)
        blocks.append(Heading(2, group.key, anchor, in_contents=True))
        for proposal in group.proposals:
            blocks += _case(proposal, round_record, own[proposal.reference])
    return tuple(blocks)


# The summary


def _summary(round_record: RoundRecord, groups: tuple[Group, ...], own: Mapping[str, str]) -> Iterator[Block]:
    style, words = round_record.money_style, words_of(round_record)
    title = "Summary of business cases" if words.noun == NOUNS[SAVING] else "Summary of pressures"
    yield Heading(2, title, anchor="summary", in_contents=True, short="Summary")
    yield from notes_on_totals(round_record)
    label = f"Total of {counted(round_record.totals.counted, 'business case')}"
    yield Table(
        caption=f"Total {words.plural} by committee",
        columns=(
            Column("Reference"),
            Column("Business case"),
            Column(f"{words.heading} as printed"),
            Column(f"Total {words.noun}", style.label, "number"),
        ),
        rows=(
            *chain.from_iterable(_group_rows(group, own, style) for group in groups),
            _total_row("total", label, round_record, style),
        ),
    )


def _group_rows(group: Group, own: Mapping[str, str], style: MoneyStyle) -> Iterator[Row]:
    yield Row("group", Cell(group.key))
    for proposal in group.proposals:
        total = saving_cell(proposal.total, style)
        cells = (Cell(proposal.title_with_standing), Cell(proposal.headline or NOT_STATED), total)
        yield Row("item", Cell(proposal.reference, own[proposal.reference]), cells)
    yield _total_row("subtotal", f"Subtotal, {group.key}", group, style)


def _total_row(kind: RowKind, label: str, group: Group | RoundRecord, style: MoneyStyle) -> Row:
    return Row(kind, Cell(label), (saving_cell(group.totals.total, style),), header_span=3)


# One case


def _case(proposal: ProposalRecord, round_record: RoundRecord, anchor: str) -> Iterator[Block]:
    heading = f"{proposal.reference} – {proposal.title_with_standing}"
    yield Heading(3, heading, anchor, in_contents=True, short=proposal.reference)
    attributes = attributes_of(proposal)
    yield _form(proposal, attributes, round_record)
    yield from _figures(proposal, round_record.money_style)
    yield from citation(proposal)
    yield from _sections(proposal, attributes)
    if attributes.equality:
        yield from _equality(attributes.equality)


def _form(proposal: ProposalRecord, attributes: Attributes, round_record: RoundRecord) -> Form:
    total, style, words = proposal.total, round_record.money_style, words_of(round_record)
    as_printed, of_all_years = FIELDS["headline"].heading_of(proposal.direction), f"Total {words.noun}"
    figure = None if total is None else printed_saving(total, style)
    facts = {
        "References": ", ".join(proposal.references) or proposal.reference,
        "Service": proposal.service or NOT_STATED,
        "Committees": NOT_STATED,
        as_printed: NOT_STATED,
        of_all_years: NOT_KNOWN if total is None else format_saving(total, style.in_pounds()),
        "Senior responsible officer": NOT_STATED,
        **{label: text for label, text in attributes.facts if label != "Other references"},
    }
    if attributes.reported:
        facts["Where reported"] = "; ".join(attributes.reported)
    rows = (
        FormRow(label, text, figure=figure if label == of_all_years else None)
        for label, text in facts.items()
    )
    return Form("The case in brief", (*rows, *pressure_rows(proposal)))


def _figures(proposal: ProposalRecord, style: MoneyStyle) -> Iterator[Block]:
    """Return savings and costs by year and posts, each where any are known."""
    costs = list(cost_series(proposal.profile, style))
    if costs or any(saving is not None for saving in proposal.discrete.values()):
        series = [savings_series(proposal, style), *costs]
        caption = f"{NOUNS[proposal.direction].capitalize()}s by discrete year"
        yield year_table(caption, series, proposal.profile_note)
    if proposal.fte_is_stated:
        yield year_table(
            "Change in full-time equivalents (FTE)", [fte_series(proposal, style)], proposal.fte_note
        )


# Sections, in the order of the template


def _sections(proposal: ProposalRecord, attributes: Attributes) -> Iterator[Block]:
    for kind in STATEMENT_KINDS_IN_ORDER:
        for section in _of_kind(proposal, kind):
            shown = _shown(section)
            yield Heading(4, shown.heading)
            yield from section_blocks(shown)
        if kind == "out_of_scope" and attributes.dependencies:
            yield from _list(DEPENDENCIES, tuple(attributes.dependencies))
        if kind == "non_financial_benefits":
            yield from _list(RISKS, tuple(attributes.risks))


STATEMENT_KINDS_IN_ORDER = (
    *BUSINESS_CASE_KINDS,
    *(kind for kind in STATEMENT_KINDS if kind not in BUSINESS_CASE_KINDS),
)
"""The template's sections, then those of other documents, then those under headings of their own."""


def _of_kind(proposal: ProposalRecord, kind: str) -> Iterator[SectionRecord]:
    """Return the proposal's sections of that kind; where a needed one is not there, one that says so."""
    there = [section for section in proposal.sections if section.kind == kind]
    if not there and kind in proposal.statements:
        there = [SectionRecord(kind, STATEMENT_KINDS[kind], proposal.statements[kind])]
    if not there and kind in NEEDED_KINDS:
        there = [SectionRecord(kind, STATEMENT_KINDS[kind], NOT_STATED)]
    yield from there


def _shown(section: SectionRecord) -> PrintedSection:
    shown = printed(section)
    is_blank = section.answer == "blank" and shown.in_place_of_text == NOT_STATED
    return replace(shown, in_place_of_text=LEFT_BLANK) if is_blank else shown


def _list(heading: str, items: tuple[str, ...]) -> Iterator[Block]:
    yield Heading(4, heading)
    yield BulletList(items) if items else Paragraph(NOT_STATED)


def _equality(equality: EqualityPage) -> Iterator[Block]:
    yield Heading(4, "Equality impact assessment")
    if equality.facts:
        yield Form("The assessment", tuple(FormRow(label, text) for label, text in equality.facts))
    if equality.summary:
        yield Paragraph(equality.summary)
    if equality.impacts:
        columns = map(Column, ("Protected characteristic", "Impact", "Mitigation"))
        yield table_of_rows("Impact on protected characteristics", columns, equality.impacts)
