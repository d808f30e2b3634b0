"""The style “budget-bridge”: how last year's budget becomes this year's, step by step, for each directorate and year.

Savings and pressures stand in the same tables: a change is printed as what it does to the budget, whichever sign the
council prints on savings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from councilsavings.charts import Point, waterfall_chart
from proposals.domain.fields import CAPITAL, FUNDS
from proposals.domain.forecast.bridge import (
    STEPS,
    Bridge,
    BridgeYear,
    Entry,
    bridge_of,
    budgeted_services,
    by_step,
    change_left_out,
)
from proposals.domain.records import NOT_KNOWN, RoundRecord
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from reports.styles.cells import Columns, money_cell, table_of
from reports.styles.groups import Anchors
from reports.styles.needs import Needs, has_every_year
from reports.styles.published import Printed
from services.values.money import MoneyStyle, format_money
from services.values.wording import counted, within_sentence
from services.values.years import FinancialYear

MOST_DIRECTORATES_UPRIGHT = 4
"""With more directorates the pages lie on their side."""
MOST_DIRECTORATES_ACROSS = 7
"""With more directorates they are the rows of a table, and the steps with an entry its columns."""

CAPTION = "Budget bridge by directorate"
SIGN = "A change that takes from the budget is printed as a negative figure."
MEASURE = (
    "A change is the difference to the year before. It is the council’s own share, after recurring costs. One-off "
    "costs of delivery and capital costs are funded apart and are not in the bridge. Neither is "
    "uplift that only the medium-term plan states."
)
NOTHING = "No service has a net base budget for {year}, so there is no budget to begin with."

PRINTED = Printed((), ("kind", "in_earlier_plan"))


def needs(round_record: RoundRecord) -> Needs:
    """Return what decides how a proposal enters."""
    budgeted = budgeted_services(round_record)
    return {
        "Net base budget of the service": lambda proposal: (
            (proposal.directorate_code, proposal.service) in budgeted
        ),
        "Figures of every year": has_every_year,
        "Cause of the pressure": lambda proposal: (
            not proposal.is_pressure or bool(proposal.pressure_category)
        ),
    }


def build(round_record: RoundRecord) -> tuple[Block, ...]:
    """Return the bridges of all years, what is behind each step, the other funds, and what is left out."""
    bridge, anchors = bridge_of(round_record), Anchors()
    is_wide = len(bridge.directorates) > MOST_DIRECTORATES_UPRIGHT
    landscape = PageBreak("landscape")
    return (
        *([landscape] if is_wide else []),
        *_bridges(bridge, round_record, anchors),
        *([] if is_wide else [landscape]),
        *_behind(bridge, round_record, anchors),
        *_other_funds(bridge, round_record, anchors),
        *_left_out(bridge, round_record, anchors),
    )


def _bridges(bridge: Bridge, round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    yield Heading(2, "General fund: from year to year", anchors.new("bridge", "years"), in_contents=True)
    if round_record.selection:
        yield Paragraph(
            f"{round_record.selection} The changes are of these only, the budgets of all services."
        )
    yield Paragraph(SIGN)
    yield Paragraph(MEASURE)
    if note := round_record.money_style.rounding_note:
        yield Paragraph(note)
    if not bridge.directorates:
        yield Paragraph(NOTHING.format(year=round_record.base_year))
        return
    if difference := _from_the_plan(round_record):
        yield Paragraph(difference)
    before = round_record.base_year
    for year in bridge.years:
        yield Heading(3, f"{before} to {year.year}", anchors.new("bridge", str(year.year)), in_contents=True)
        yield _table(bridge, year, before, round_record.money_style)
        yield _chart(year, before, round_record.money_style)
        before = year.year


def _from_the_plan(round_record: RoundRecord) -> str:
    """Return both amounts in words where the medium-term plan begins with another budget than the services have."""
    planned, style = round_record.plan_base, round_record.money_style
    services = sum(budget.net for budget in round_record.base_budgets)
    if planned is None or planned == services:
        return ""
    amounts = (format_money(pounds, style) for pounds in (services, planned, abs(planned - services)))
    return (
        "The bridge begins with {} of net base budgets of services, and the medium-term position with {} of base "
        "budgets in the plan, a difference of {}."
    ).format(*amounts)


def _budget(year: FinancialYear) -> str:
    return f"Budget {year}"


def _table(bridge: Bridge, year: BridgeYear, before: FinancialYear, style: MoneyStyle) -> Table:
    """Return the bridge to one year: a row for each step and a column for each directorate, or the reverse."""
    is_reversed = len(bridge.directorates) > MOST_DIRECTORATES_ACROSS
    steps = [step for step in STEPS if step in by_step(bridge.entries) or not is_reversed]
    lines = {
        _budget(before): year.opening,
        **{STEPS[step]: year.steps[step] for step in steps},
        _budget(year.year): year.closing,
    }
    figures: list[Sequence[int]] = [
        [*(pounds.get(code, 0) for code in bridge.directorates), sum(pounds.values())]
        for pounds in lines.values()
    ]
    heading, down, across = "Step", list(lines), [*bridge.directorates.values(), "Total"]
    if is_reversed:
        heading, down, across = "Directorate", across, [*down[:-1], f"Total: {down[-1].lower()}"]
        figures = list(zip(*figures, strict=True))
    columns = (Column(heading), *(Column(each, style.label, "number") for each in across))
    rows = [
        Row("item", Cell(label), tuple(money_cell(pounds, style) for pounds in own))
        for label, own in zip(down, figures, strict=True)
    ]
    total = replace(rows[-1], kind="total")
    return Table(CAPTION, columns, (*rows[:-1], total), is_whole=True)


def _chart(year: BridgeYear, before: FinancialYear, style: MoneyStyle) -> Figure:
    def point(label: str, figures: Mapping[str, int]) -> Point:
        pounds = sum(figures.values())
        return Point(label, pounds, format_money(pounds, style, bare=True))

    title = f"{_budget(before)} to {year.year}, all directorates"
    chart = waterfall_chart(
        title,
        point(_budget(before), year.opening),
        [point(STEPS[step], figures) for step, figures in year.steps.items() if sum(figures.values())],
        point(_budget(year.year), year.closing),
        alternative="A waterfall of the steps from one budget to the next.",
        unit=style.label,
    )
    return Figure(chart.svg, chart.alternative, title)


# What is behind the steps


def _behind(bridge: Bridge, round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    if bridge.entries:
        yield Heading(2, "Items behind each step", anchors.new("bridge", "items"), in_contents=True)
        yield _entries("Changes to the general fund by step", bridge.entries, round_record)


def _entries(caption: str, entries: Sequence[Entry], round_record: RoundRecord) -> Table:
    style = round_record.money_style
    years = (Column(str(year), style.label, "number") for year in round_record.years)
    leading = (Column("Reference"), Column("Proposal"), Column("Directorate"))
    rows: list[Row] = []
    for step, own in by_step(entries).items():
        rows.append(Row("group", Cell(STEPS[step])))
        rows += [_entry(entry, style) for entry in own]
        rows.append(_sum("subtotal", f"Subtotal, {STEPS[step].lower()}", own, round_record))
    rows.append(_sum("total", f"Total of {counted(len(entries), 'proposal')}", entries, round_record))
    return Table(caption, (*leading, *years, Column("Total", style.label, "number")), tuple(rows))


def _entry(entry: Entry, style: MoneyStyle) -> Row:
    proposal = entry.proposal
    figures = (money_cell(pounds, style) for pounds in (*entry.changes.values(), entry.total))
    cells = (Cell(proposal.title_with_standing), Cell(proposal.directorate), *figures)
    return Row("item", Cell(proposal.reference), cells)


def _sum(kind: RowKind, label: str, entries: Sequence[Entry], round_record: RoundRecord) -> Row:
    by_year = [sum(entry.changes[year] for entry in entries) for year in round_record.years]
    figures = tuple(money_cell(pounds, round_record.money_style) for pounds in (*by_year, sum(by_year)))
    return Row(kind, Cell(label), figures, header_span=3)


def _other_funds(bridge: Bridge, round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    for fund, name in FUNDS.items():
        if entries := bridge.other_funds.get(fund):
            yield Heading(2, name, anchors.new("fund", fund), in_contents=True)
            what = "Spending of each year" if fund == CAPITAL else "Changes by step"
            yield _entries(f"{what}, {within_sentence(name)}", entries, round_record)


def _left_out(bridge: Bridge, round_record: RoundRecord, anchors: Anchors) -> Iterator[Block]:
    if not bridge.left_out:
        return
    style = round_record.money_style
    yield Heading(2, "Items left out", anchors.new("bridge", "left-out"), in_contents=True)
    columns: Columns = {
        Column("Reference"): lambda each: each.item.reference,
        Column("Proposal"): lambda each: each.item.title,
        Column("Fund"): lambda each: FUNDS[each.item.fund],
        Column("Reason"): lambda each: each.words,
        Column("Change in all years", style.label, "number"): lambda each: (
            NOT_KNOWN if (change := change_left_out(each)) is None else money_cell(change, style)
        ),
    }
    yield table_of("Proposals and years left out of the tables, with the reason", columns, bridge.left_out)
