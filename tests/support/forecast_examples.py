"""An invented programme of two components and one trust, worked by hand, and printed tables of it."""

import copy
import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from proposals.domain.forecast.case import build_case
from proposals.domain.forecast.inputs import read_inputs
from proposals.domain.forecast.printed import PrintedRow, PrintedTable
from services.values.years import FinancialYear

Y27, Y28, Y29, Y30 = (FinancialYear(start) for start in (2027, 2028, 2029, 2030))
NAMES = ("2027/28", "2028/29", "2029/30", "2030/31")


def thousands(*figures, first=2027):
    values = {str(FinancialYear(first + index)): str(figure) for index, figure in enumerate(figures)}
    return {"unit": "£000", "values": values}


def component(name, body, gross, cost, *, steady, one_off, capital="0", recurring="0", recurring_from=None):
    return {
        "name": name,
        "receiving_body": body,
        "gross_benefit_by_year": thousands(*gross),
        "gross_benefit_steady_state": {"unit": "£000", "value": steady},
        "cost_by_year": thousands(*cost),
        "one_off_cost": {
            "total": {"unit": "£000", "value": one_off},
            "capitalisable": {"unit": "£000", "value": capital},
        },
        "recurring_cost": {"unit": "£000 a year", "value": recurring},
        "recurring_cost_first_year": {"value": recurring_from},
    }


_INPUTS = {
    "years": {
        "base_year": "2026/27",
        "business_case": list(NAMES),
        "medium_term_financial_strategy": list(NAMES[:3]),
        "extrapolated": ["2030/31"],
    },
    "components": {
        "digital_front_door": component(
            "Digital Front Door",
            "borough_council",
            (0, 400, 900, 900),
            (600, 150, 150, 150),
            steady="900",
            one_off="600",
            capital="200",
            recurring="150",
            recurring_from="2028/29",
        ),
        "leisure": component(
            "Leisure Services", "leisure_trust", (0, 100, 250, 250), (50, 0, 0, 0), steady="250", one_off="50"
        ),
    },
    "medium_term_financial_strategy": {
        "base_net_expenditure": {"unit": "£000", "value": "20000"},
        "income_by_year": {
            "council_tax": {"name": "Council tax", **thousands(12000, 12500, 13000)},
            "grants": {"name": "Grants", **thousands(7500, 7000, 6500)},
        },
    },
    "uplift_by_category_and_body": {
        "pay": {
            "name": "Pay",
            "borough_council": thousands(300, 300, first=2028),
            "leisure_trust": thousands(100, 100, first=2028),
        },
        "demand": {
            "name": "Demand",
            "borough_council": thousands(200, 250, first=2028),
            "leisure_trust": thousands(0, 50, first=2028),
        },
    },
    "base_budgets": {
        "year": "2026/27",
        "borough_council": {"unit": "£000", "value": "16000"},
        "leisure_trust": {"unit": "£000", "value": "4000"},
    },
    "transfers": {"leisure_trust": {"go_live_year": "2028/29"}},
    "funding_rules": {
        "bodies_whose_savings_reduce_funding": {"value": ["leisure_trust"]},
        "share_of_savings_taken_from_funding": {"value": "50"},
    },
    "extrapolation_rules": {
        "uplift": {"bodies": ["borough_council"]},
        "borough_council_base_funding_yearly_increase": {"unit": "£000 a year", "value": "200"},
    },
    "council_position_rules": {"savings_included": {"value": ["digital_front_door"]}},
    "additional_savings_target": {
        "rate": {"value": "2"},
        "first_year": {"value": "2029/30"},
        "last_year": {"value": "2030/31"},
        "rounded_to": {"value": "whole £000"},
    },
    "reserves": {"opening_balance": {"unit": "£000", "value": "3000"}},
}


def inputs_file():
    """The plain values of the file, which a test may change."""
    return copy.deepcopy(_INPUTS)


def invented_case(values=None, **choices):
    return build_case(read_inputs(values or inputs_file()), choices)


def in_thousands(case, line, *columns):
    """The figures of a line in thousands of pounds, those of the years from 2027/28 unless columns are named."""
    shown = case.ledger.lines[line].values
    return [shown[column] / 1000 for column in columns or (Y27, Y28, Y29, Y30) if column in shown]


def printed(number, caption, text, unit="£000"):
    """A printed table from lines of cells with bars between them; its lines are numbered from ten times its number."""
    first, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    start = int(number) * 10
    found = [
        PrintedRow(start + index, unit, row[0], tuple(row[1:])) for index, row in enumerate(rows, start=1)
    ]
    return PrintedTable(number, caption, tuple(first[1:]), tuple(found))


def csv_of(table):
    """The file of cells of a printed table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["source_line", "unit", "Row", *table.headings])
    for row in table.rows:
        writer.writerow([row.line, row.unit, row.label, *row.cells])
    return out.getvalue()


PRINTED = (
    printed(
        "7",
        "Digital Front Door: what it saves",
        """
        £000 | 27/28 | 28/29 | 29/30 | 30/31
        Gross benefit | - | 400 | 900 | 900
        Cost | 600 | 150 | 150 | 150
        Net benefit | -600 | 250 | 750 | 750
        Cumulative gross benefit | - | 400 | 1,300 | 2,200
        Cumulative cost | 600 | 750 | 900 | 1,050
        Cumulative net benefit | -600 | -350 | 400 | 1,150
        """,
    ),
    printed(
        "8",
        "The programme as a whole",
        """
        £000 | 27/28 | 28/29 | 29/30 | 30/31
        Gross benefits | | | |
        Digital Front Door | - | 400 | 900 | 900
        Leisure Services | - | 100 | 250 | 250
        Total gross benefit | - | 500 | 1,150 | 1,150
        Costs | | | |
        Digital Front Door | (600) | (150) | (150) | (150)
        Leisure Services | (50) | - | - | -
        Total cost | (650) | (150) | (150) | (150)
        Total net benefit | (650) | 350 | 1,000 | 1,000
        Cumulative gross benefit | - | 500 | 1,650 | 2,800
        Cumulative cost | (650) | (800) | (950) | (1,100)
        Cumulative net benefit | (650) | (300) | 700 | 1,700
        """,
    ),
    printed(
        "9",
        "The budget if nothing changes",
        """
        £000 | 2027/28 | 2028/29 | 2029/30
        Net expenditure | 20,000 | 20,000 | 20,000
        Uplift (in-year) | | 600 | 700
        Uplift cumulative | | 600 | 1,300
        Total expenditure | 20,000 | 20,600 | 21,300
        Council tax | 12,000 | 12,500 | 13,000
        Grants | 7,500 | 7,000 | 6,500
        Total income | 19,500 | 19,500 | 19,500
        In-year surplus/(deficit) | (500) | (1,100) | (1,800)
        Cumulative surplus/(deficit) | (500) | (1,600) | (3,400)
        """,
    ),
    printed(
        "11",
        "Position of the services that stay",
        """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31*
        Expenditure | (20,000) | (16,500) | (17,050) | (17,600)
        Funding | 19,500 | 15,400 | 15,525 | 15,725
        Digital Front Door savings | (600) | 250 | 750 | 750
        Surplus / (deficit) | (1,100) | (850) | (775) | (1,125)
        Additional savings | - | - | 341 | 352
        Revised surplus / (deficit) | (1,100) | (850) | (434) | (773)
        """,
    ),
    printed(
        "12",
        "Reserves, revised for the model",
        """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31
        Opening balance | 3,000 | 1,900 | 1,050 | 616
        Planned use | (1,100) | (850) | (434) | (773)
        Closing balance | 1,900 | 1,050 | 616 | (157)
        """,
    ),
)


def changed(number, line, column, text):
    """The printed tables with another text in one cell."""
    tables = []
    for table in PRINTED:
        rows = []
        for row in table.rows:
            cells = list(row.cells)
            if (table.number, row.line) == (number, line):
                cells[table.headings.index(column)] = text
            rows.append(PrintedRow(row.line, row.unit, row.label, tuple(cells)))
        tables.append(PrintedTable(table.number, table.caption, table.headings, tuple(rows)))
    return tables


def tables_of(case, worth=1000, decimals=3):
    """The tables of a case as a document would print them, each figure rounded by itself."""
    made = []
    for number, statement in enumerate(case.tables, start=1):
        rows = [
            PrintedRow(
                number * 100 + index,
                "£000",
                row.label,
                tuple(cell_text(case, row, column, worth, decimals) for column in statement.columns),
            )
            for index, row in enumerate(statement.rows)
        ]
        headings = tuple(heading_of(statement, column) for column in statement.columns)
        made.append(PrintedTable(str(number), statement.title, headings, tuple(rows)))
    return made


def cell_text(case, row, column, worth, decimals):
    cell = row.cell(column, case.ledger)
    if cell is None:
        return ""
    exact = Fraction(case.ledger.figure(cell)) / (1 if column == "share" else worth)
    figure = Decimal(exact.numerator) / exact.denominator
    shown = f"{abs(figure).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"
    return f"({shown})" if figure < 0 else shown


def heading_of(statement, column):
    words = next(iter(statement.headings.get(str(column), ())), "")
    return f"% {words}" if column == "share" else f"{words} {column}".strip()


def case_details():
    """The groups around the figures, of the invented programme."""
    return {
        "sections": [
            {"title": "Background", "text": "The pools lose money.\n\n- Two of them are old.\n- One is shut."}
        ],
        "options_appraisal": {
            "criteria": {
                "cost": {"name": "Cost", "weight": "40"},
                "quality": {"name": "Quality", "weight": "60"},
            },
            "options": {
                "trust": {
                    "name": "A trust",
                    "description": "A charity runs the pools.",
                    "scores": {"cost": "3", "quality": "4"},
                    "advantages": ["Relief from business rates"],
                    "disadvantages": ["Less control", "A new board"],
                },
                "contract": {"name": "A contract", "scores": {"cost": "5", "quality": "2"}},
            },
            "preferred": "trust",
        },
        "milestones": {
            "agree": {"name": "Business case agreed", "date": "2027-03-01", "owner": "Director of Place"},
            "open": {
                "name": "Trust opens",
                "date": "2028-04-01",
                "owner": "Head of Leisure",
                "waits_for": ["agree"],
            },
        },
        "decisions_needed": [{"name": "Agree the business case", "by": "Cabinet", "when": "2027-03-01"}],
        "non_financial_benefits": [
            {
                "name": "More people swim",
                "measure": "Adults who swim each month",
                "baseline": "60%",
                "target": "70% in 2030",
            }
        ],
        "stakeholders": [
            {"name": "Users of the pools", "interest": "Opening hours", "involvement": "Consulted"}
        ],
        "general_assumptions": {"pay_award": {"value": "3", "unit": "per cent", "owner": "Finance"}},
        "further_potential_benefit": {
            "leisure": {"unit": "£000 a year", "low": "100", "basis": "Two more pools"}
        },
        "optimism_bias": {"cost": {"value": "10"}, "benefit": {"value": "5"}},
    }


def stated(name, gross, cost=(0, 0, 0, 0), **more):
    return {
        "name": name,
        "receiving_body": "borough_council",
        "gross_benefit_by_year": thousands(*gross),
        "cost_by_year": thousands(*cost),
        **more,
    }


def four_kinds():
    """Four components of all kinds over two bodies, in thousands of pounds, worked by hand.

    Hubs, additional, council 60% and health 40%:  gross 0 400 900 900, cost 600 150 150 150
    Care, enabled, health alone:                   gross 100 200 300 300, no cost
    Demand, de-risked at 30%, half each:           gross 0 100 500 500 -> expected 0 30 150 150, cost 50 0 0 0 in full
    Fees, already in the plan, council alone:      gross 70 70 70 70, no cost
    With all kinds:                                gross 170 700 1,420 1,420, cost 650 150 150 150
    """
    values = inputs_file()
    values["components"] = {
        "hubs": stated(
            "Hubs",
            (0, 400, 900, 900),
            (600, 150, 150, 150),
            shares={"council": "60", "NHS_trust": "40"},
            benefit_categories=[
                {"name": "Posts", "unit": "£000", "value": "700", "kind": "cashable"},
                {"name": "Time released", "unit": "£000", "value": "150", "kind": "Non-cashable"},
                {"name": "Rent", "unit": "£000", "value": "50", "kind": "cashable"},
            ],
            gross_benefit_steady_state={"unit": "£000", "value": "900"},
        ),
        "care": stated("Care", (100, 200, 300, 300), kind="enabled", shares={"NHS_trust": "100"}),
        "demand": stated(
            "Demand",
            (0, 100, 500, 500),
            (50, 0, 0, 0),
            kind="de-risked",
            probability="30",
            shares={"council": "50", "NHS_trust": "50"},
        ),
        "fees": stated("Fees", (70, 70, 70, 70), kind="Already in the plan", shares={"council": "100"}),
    }
    values["council_position_rules"] = {"savings_included": {"value": ["hubs"]}}
    return values
