"""The style “section-25”: what the section 151 officer's opinion on a budget rests on, and the opinion beside it."""

from collections.abc import Iterator, Mapping

from proposals.domain.budget_facts import BudgetFacts
from proposals.domain.records import NOT_KNOWN, RoundRecord
from proposals.domain.section_25 import Group, Robustness, delivery_of, robustness_of
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Form,
    FormRow,
    Heading,
    Paragraph,
    Table,
)
from reports.styles.cells import Columns, count_cell, money_cell, saving_cell, table_of, table_of_rows
from reports.styles.financial_case.tables import EXTRAPOLATED
from reports.styles.groups import Anchors
from reports.styles.needs import Needs, has_every_year
from reports.styles.published import Printed
from services.values.dates import format_day
from services.values.money import MoneyStyle, format_money, format_saving
from services.values.wording import counted
from services.values.years import FinancialYear

PRINTED = Printed((), ("deliverability",), equality_standing=True)
NAMED_AT_MOST = 6
"""More proposals than these are counted, not named."""

INTRODUCTION = (
    "Section 25 of the Local Government Act 2003 requires the chief finance officer to report on the robustness of "
    "the estimates and the adequacy of the proposed reserves. The tables are computed from the published savings and "
    "pressures, the medium-term plan and the reserves of the round. A saving or pressure that is not published is not "
    "counted."
)
NO_OPINION = "The section 151 officer has not stated an opinion yet."
NO_FACTS = "This file has no figures of the medium-term plan and the reserves."
ONE_OFF = (
    "One-off savings, and reserves that are used for the gap, pay for spending that recurs. They do not come again in "
    "the year after."
)


def needs(round_record: RoundRecord) -> Needs:
    """Return what the opinion rests on."""
    return {
        "Risk to delivery": lambda proposal: bool(proposal.risk),
        "Deliverability": lambda proposal: proposal.deliverability is not None,
        "Public consultation": lambda proposal: bool(proposal.public_consultation),
        "Equality screening": lambda proposal: bool(proposal.equality and proposal.equality.screening),
        "Figures of every year": has_every_year,
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
    """Return the opinion, then the savings, the gap and reserves, and the delivery of the round before."""
    anchors, savings = Anchors(), robustness_of(round_record)
    style, facts = round_record.money_style, round_record.budget
    return (
        Paragraph(INTRODUCTION),
        *_opinion(facts, anchors),
        *_savings(savings, style, anchors),
        *_uncertain(savings, style, anchors),
        *(_budget(facts, savings, style, anchors) if facts else (Paragraph(NO_FACTS),)),
        *_delivery(round_record, style, anchors),
    )


def _heading(text: str, anchors: Anchors) -> Heading:
    return Heading(2, text, anchors.new("section-25", text), in_contents=True)


def _opinion(facts: BudgetFacts | None, anchors: Anchors) -> Iterator[Block]:
    yield _heading("Opinion of the section 151 officer", anchors)
    if facts is None or not facts.has_opinion:
        yield Paragraph(NO_OPINION)
        return
    for title, text in (
        ("Robustness of the estimates", facts.estimates_opinion),
        ("Adequacy of the reserves", facts.reserves_opinion),
    ):
        yield Heading(3, title, anchors.new("opinion", title))
        yield from (Paragraph(part.strip()) for part in text.splitlines() if part.strip())
    if facts.stated_on:
        yield Paragraph(f"Stated on {format_day(facts.stated_on)}.")


def _savings(savings: Robustness, style: MoneyStyle, anchors: Anchors) -> Iterator[Block]:
    yield _heading("Savings", anchors)
    yield Form(
        "Savings in all years",
        (
            FormRow("Number of savings", str(len(savings.savings)), figure=len(savings.savings)),
            FormRow("Headline total", _known(savings.totals.total, style)),
            FormRow("Risk-adjusted total", format_saving(savings.expected, style)),
            FormRow("Not in the risk-adjusted total", _in_words(savings.unassessed, style)),
        ),
    )
    yield _groups("Risk to delivery", "Risk", savings.by_risk, style)


def _uncertain(savings: Robustness, style: MoneyStyle, anchors: Anchors) -> Iterator[Block]:
    yield _heading("Consultation and equality", anchors)
    yield _groups("Public consultation", "Status", savings.by_consultation, style)
    outstanding = savings.assessments_outstanding
    if outstanding:
        yield _groups("Equality assessments outstanding", "Status", outstanding, style)
    else:
        yield Paragraph("No equality assessment is outstanding.")


def _groups(caption: str, heading: str, groups: tuple[Group, ...], style: MoneyStyle) -> Table:
    columns: Columns = {
        Column(heading): lambda group: group.name,
        Column("Savings", "", "number"): lambda group: count_cell(group.count),
        Column("Total", style.label, "number"): lambda group: saving_cell(group.total, style),
        Column("References"): _named,
    }
    return table_of(caption, columns, groups)


def _named(group: Group) -> str:
    named = ", ".join(group.references[:NAMED_AT_MOST])
    more = group.count - NAMED_AT_MOST
    return f"{named} and {more} more" if more > 0 else named


def _known(pounds: int | None, style: MoneyStyle) -> str:
    return NOT_KNOWN if pounds is None else format_saving(pounds, style)


def _in_words(group: Group, style: MoneyStyle) -> str:
    return f"{counted(group.count, 'saving')}: {_known(group.total, style)}" if group.count else "None"


def _budget(facts: BudgetFacts, savings: Robustness, style: MoneyStyle, anchors: Anchors) -> Iterator[Block]:
    yield _heading("Gap, one-off money and reserves", anchors)
    if facts.problem:
        yield Paragraph(f"The gap cannot be computed. {facts.problem}")
    one_off = savings.one_off
    lines = {
        "Gap if nothing is done": facts.gap_if_nothing,
        "Gap with the proposals": facts.gap,
        "One-off savings": one_off,
        "Reserves used for the gap": facts.reserves_used,
        "One-off money together": savings.one_off_money(facts.reserves_used),
    }
    years = tuple(facts.gap or facts.reserves_used or one_off)
    yield Paragraph(ONE_OFF)
    stated = {name: line for name, line in lines.items() if line}
    yield _by_year("Gap and one-off money", years, stated, facts, style)
    if not facts.reserves:
        yield Paragraph("No reserves have been entered.")
        return
    closing = {each.name: each.closing for each in facts.reserves if each.closing}
    if closing:
        years = tuple(next(iter(closing.values())))
        yield _by_year("Reserves at the end of each year", years, closing, facts, style)
    columns: Columns = {
        Column("Reserve"): lambda each: each.name,
        Column("Minimum level"): lambda each: (
            "Not set" if each.minimum is None else format_money(each.minimum, style)
        ),
        Column("Falls below it in"): lambda each: (
            str(each.below_minimum or "None of these years") if each.closing else NOT_KNOWN
        ),
        Column("Reason for the level"): lambda each: each.minimum_reason or "Not stated",
    }
    yield table_of("Reserves against their minimum level", columns, facts.reserves)


def _by_year(
    caption: str,
    years: tuple[FinancialYear, ...],
    lines: Mapping[str, Mapping[FinancialYear, int]],
    facts: BudgetFacts,
    style: MoneyStyle,
) -> Table:
    headings = (f"{year}{'*' if year in facts.extrapolated else ''}" for year in years)
    columns = (Column("Line"), *(Column(heading, style.label, "number") for heading in headings))
    rows = (
        [Cell(name), *(money_cell(by_year.get(year, 0), style) for year in years)]
        for name, by_year in lines.items()
    )
    notes = (EXTRAPOLATED,) if any(year in facts.extrapolated for year in years) else ()
    return table_of_rows(caption, columns, rows, footnotes=notes)


def _delivery(round_record: RoundRecord, style: MoneyStyle, anchors: Anchors) -> Iterator[Block]:
    yield _heading("Delivery of the round before", anchors)
    facts, lines = round_record.budget, delivery_of(round_record)
    if facts is None or not facts.round_before:
        yield Paragraph("There is no earlier round.")
        return
    yield Paragraph(f"The savings of {facts.round_before} that were approved.")
    if not lines:
        yield Paragraph("No saving of that round is recorded as approved.")
        return
    columns: Columns = {
        Column("Delivery"): lambda line: line[0],
        Column("Savings", "", "number"): lambda line: count_cell(line[1]),
        Column("Total", style.label, "number"): lambda line: saving_cell(line[2], style),
    }
    yield table_of("Delivery of approved savings", columns, lines)
