"""The medium-term position of a round as a document of blocks, and as a workbook with live formulas."""

import json
from collections.abc import Iterator
from itertools import groupby

from proposals.domain.fields import FUNDS
from proposals.domain.forecast.position_ledger import position_ledger
from proposals.domain.forecast.round_position import FundPosition, RoundPosition
from proposals.domain.forecast.what_enters import Basis
from proposals.models import BudgetRound
from reports.documents.cover import Cover
from reports.documents.document import (
    Block,
    BulletList,
    Column,
    DataFile,
    Document,
    Heading,
    Paragraph,
)
from reports.forecasts.position_json import position_json
from reports.forecasts.position_tables import PositionPrinter
from reports.forecasts.workbook import LedgerBook, write_ledger
from reports.models import MediumTermPlan
from reports.styles.cells import Columns, saving_cell, table_of
from reports.styles.financial_case.charts import chart_figure
from reports.styles.financial_case.tables import StatementTables
from reports.styles.finishing import finished

TITLE = "Medium-term position"
DATA_NAME = "medium-term-position.json"
SCOPE = (
    "If nothing is done, the council spends the base budget with its uplift and pressures. With the proposals, it "
    "spends that less the savings, net of recurring cost. One-off cost is part of the cost to achieve. A gap below "
    "zero is a surplus."
)
SEEN = "The position counts the proposals that the person who made this file can view."


def position_document(position: RoundPosition, budget_round: BudgetRound, cover: Cover) -> Document:
    """Return the position of every fund, with what enters it, what does not, and the reasons."""
    data = DataFile(
        DATA_NAME,
        "application/json",
        position_file(position, budget_round),
        "Every figure of the position, in whole pounds",
    )
    return Document(
        council=budget_round.council.name,
        subtitle=budget_round.name,
        cover=cover,
        blocks=finished(cover, _blocks(position, budget_round)),
        data=(data,),
    )


def position_file(position: RoundPosition, budget_round: BudgetRound) -> bytes:
    """Return the position as JSON; money in whole pounds."""
    tree = position_json(position, budget_round)
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def position_workbook(position: RoundPosition, budget_round: BudgetRound) -> bytes:
    """Return the position as an .xlsx file in which every computed figure is a formula."""
    ledger, tables = position_ledger(position)
    left_out = [(each.name, each.words) for each in position.left_out]
    about = (
        ("Basis", [("Counted", basis_words(position.basis))]),
        ("Not in the position", left_out),
    )
    book = LedgerBook(ledger, tables, sorted(position.plan.beyond), about)
    return write_ledger(book, f"{TITLE}: {budget_round.name}", budget_round.council.name)


def position_cover(plan: MediumTermPlan) -> Cover:
    """Return the cover: a position that has not been shared is a draft."""
    return Cover(title=TITLE, draft=plan.shared_at is None)


def basis_words(basis: Basis) -> str:
    """Return in a sentence which proposals count, and how much of a saving is taken to be delivered."""
    stages = {
        "all": "All proposals that have not ended count",
        "published": "Published proposals count",
        "approved": "Approved proposals count",
    }
    deliveries = {
        "headline": "savings in full",
        "risk-adjusted": "savings by their deliverability",
        "percentage": f"{basis.percent}% of each saving",
    }
    return f"{stages[basis.stage]}, {deliveries[basis.delivery]}. {SEEN}"


def _blocks(position: RoundPosition, budget_round: BudgetRound) -> Iterator[Block]:
    style = budget_round.council.money_style
    ledger, tables = position_ledger(position)
    shown = StatementTables(ledger, tables, style, sorted(position.plan.beyond))
    yield Heading(2, "Basis", "basis", in_contents=True)
    yield from (Paragraph(SCOPE), Paragraph(basis_words(position.basis)))
    by_part = {part: list(listed) for part, listed in groupby(tables, key=lambda each: each.part)}
    for fund in position.funds.values():
        yield Heading(2, FUNDS[fund.fund], f"fund-{fund.fund}", in_contents=True)
        printer = PositionPrinter(style, fund.years, position, fund)
        yield from map(chart_figure, (printer.gap_chart(), printer.bridge()))
        yield from (shown.table(each) for each in by_part[FUNDS[fund.fund]])
        yield from _by_rule(fund, position)
        yield from _left_out(fund, printer)


def _by_rule(fund: FundPosition, position: RoundPosition) -> Iterator[Block]:
    """Yield the lines of which nobody stated some years of the round, if there are any."""
    found = []
    for line in (*fund.base, *fund.uplift, *fund.income):
        years = sorted(line.by_rule - position.plan.beyond)
        if years:
            found.append(f"{line.line.name}: {', '.join(map(str, years))}")
    if found:
        yield Paragraph("Nobody stated the figures of these years; they follow from the rule of their line:")
        yield BulletList(tuple(found))


def _left_out(fund: FundPosition, printer: PositionPrinter) -> Iterator[Block]:
    """Yield what does not enter the fund's position, with the reason and what would have entered."""
    if not fund.left_out:
        return
    style = printer.style
    columns: Columns = {
        Column("Proposal"): lambda each: each.name,
        Column("Reason"): lambda each: each.words,
        **{
            Column(str(year), style.label, "number"): lambda each, year=year: saving_cell(
                each.by_year[year] if each.is_known else None, style
            )
            for year in fund.years
        },
    }
    yield Heading(3, "Proposals that are not in the position")
    yield Paragraph("The amounts are those that would have been counted.")
    yield table_of("", columns, fund.left_out)
