"""Columns that a year's amount is parted into are proved by it, asked about, or make a proposal of each fund."""

import random

import pytest

from proposals.importing.understanding.understand import understand
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import differs, figures, ids, read

PARTS = {
    "quarters": ["Q1", "Q2", "Q3", "Q4"],
    "quarters in words": ["First quarter", "Second quarter", "Third quarter", "Fourth quarter"],
    "halves": ["H1", "H2"],
    "months": ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"],
    "ratings": ["Red", "Amber", "Green"],
    "wards": ["North", "Riverside", "Old Town"],
    "states": ["Delivered", "On track", "At risk"],
    "kinds": ["Recurring", "One-off"],
}
TOTALS = ["Total", "Total saving", "Total 2026/27", "Full year"]
ROWS = ["Fleet lease", "Reception hours", "Postage", "Depot merger", "Cafe income"]


def made(parts, total, seed, *, wrong=False):
    """Return a table whose rows come to their total, but for one where that is wrong, and what each row comes to."""
    chance = random.Random(seed)
    figures_of = {title: [chance.randint(0, 90) for _ in parts] for title in ROWS}
    sums = {title: sum(figures) for title, figures in figures_of.items()}
    printed = {**sums, **({ROWS[1]: sums[ROWS[1]] + 7} if wrong else {})}
    rows = [[f"A{n}", t, *figures_of[t], printed[t]] for n, t in enumerate(ROWS, start=1)]
    return ["Savings 2026/27 (£000)", [["Ref", "Proposal", *parts, total], *rows]], sums


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_parts_that_come_to_their_total_are_counted_once_and_need_no_question(parts, total, seed):
    blocks, sums = made(parts, total, seed)
    result = understand(document(*blocks))
    assert figures(result) == {title: {2026: 1000 * amount} for title, amount in sums.items() if amount}
    assert ids(result) == []


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_parts_that_do_not_come_to_their_total_are_asked_about_or_told(parts, total):
    blocks, _ = made(parts, total, 1, wrong=True)
    result = understand(document(*blocks))
    assert ids(result) or any(
        not proof.holds and proof.printed - proof.computed == 7000 for proof in result.proofs
    )
    assert len(ids(result)) <= 6


@pytest.mark.parametrize("year", ["", " 2026/27"])
@pytest.mark.parametrize("name", ["quarters", "quarters in words", "halves", "months"])
def test_parts_of_a_year_alone_are_added_where_they_cannot_be_cumulative(name, year):
    parts = [f"{part}{year}" for part in PARTS[name]]
    (title, (head, *rows)), sums = made(parts, "Total", 2)
    result = understand(document(title, [head[:-1], *(row[:-1] for row in rows)]))
    assert figures(result) == {row: {2026: 1000 * amount} for row, amount in sums.items()}
    assert ids(result) == []


def test_quarters_that_only_rise_may_be_cumulative_and_are_asked_about():
    table = "Savings 2026/27 (£000)\nProposal|Q1|Q2|Q3|Q4\nFleet|10|15|20|25\nHours|0|5|5|5"
    assert ids(read(table)) == ["amount-columns"]
    assert figures(read(table, **{"amount-columns": "add up"}))["Fleet"] == {2026: 70_000}
    assert figures(read(table, **{"amount-columns": "q4"}))["Fleet"] == {2026: 25_000}


class TestFunds:
    HEADINGS = (
        ("General Fund £000", "HRA £000"),
        ("GF savings £000", "Housing Revenue Account savings £000"),
        ("GF £000", "DSG £000"),
    )
    NAMES = {
        "HRA": "housing_revenue_account",
        "Housing": "housing_revenue_account",
        "DSG": "dedicated_schools_grant",
    }

    @pytest.mark.parametrize("total", ["", "|Total £000"])
    @pytest.mark.parametrize(("first", "second"), HEADINGS)
    def test_each_fund_of_a_row_is_a_proposal_and_the_first_keeps_the_reference(self, first, second, total):
        rows = [("A1", "Repairs team", 60, 40), ("A2", "Cleaning", 30, 0), ("A3", "Audit", 0, 25)]
        lines = [f"{r}|{t}|{a}|{b}" + (f"|{a + b}" if total else "") for r, t, a, b in rows]
        result = read("\n".join(["Savings 2026/27", f"Ref|Proposal|{first}|{second}{total}", *lines]))
        other = next(fund for word, fund in self.NAMES.items() if word in second)
        found = [(p.references, p.fund, p.savings[FinancialYear(2026)]) for p in result.proposals]
        assert found == [
            (("A1",), "general_fund", 60_000),
            ((), other, 40_000),
            (("A2",), "general_fund", 30_000),
            (("A3",), other, 25_000),
        ]
        assert ids(result) == []
        assert [issue.code for issue in result.issues] == ["several funds"]

    def test_a_total_that_its_funds_do_not_come_to_is_asked_about(self):
        result = read(
            "Savings 2026/27\nProposal|GF £000|HRA £000|Total £000\nRepairs|60|40|105\nAudit|0|25|25"
        )
        assert ids(result) == ["column:total £000"]

    def test_totals_are_held_against_the_rows_of_each_fund(self):
        table = "Savings 2026/27\nProposal|GF £000|HRA £000\nRepairs|60|40\nAudit|0|25\nTotal|{}|{}"
        assert ids(read(table.format(60, 65))) == []
        assert differs(read(table.format(65, 60)))

    def test_a_row_that_saves_in_one_fund_and_costs_in_the_other_is_a_saving_and_a_pressure(self):
        result = read(
            "Savings 2026/27\nProposal|GF £000|HRA £000\nRecharge|60|-40\nAudit|10|25\nTotal|70|-15"
        )
        directions = [(p.title, p.direction) for p in result.proposals[:2]]
        assert directions == [("Recharge", "saving"), ("Recharge: Housing revenue account", "pressure")]


class TestOneOfSeveral:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Low", "High"),
            ("Minimum", "Maximum"),
            ("Lower estimate", "Upper estimate"),
            ("Worst case", "Best case"),
            ("Option A", "Option B"),
            ("Target", "Forecast"),
            ("Planned saving", "Achieved"),
            ("Budgeted", "Actual"),
            ("Approved", "Revised"),
            ("Identified", "Deliverable"),
        ],
    )
    @pytest.mark.parametrize("years", [("",), ("2026/27 ", "2027/28 ")])
    @pytest.mark.parametrize("unit", ["", " £000"])
    def test_ends_of_a_range_options_and_plans_with_their_outcome_are_asked_and_never_added(
        self, first, second, years, unit
    ):
        head = [f"{year}{name}{unit}" for year in years for name in (first, second)]
        rows = [["Fleet", 20, 50, 5, 9], ["Depot", 100, 180, 60, 90]]
        rows = [row[: 1 + len(head)] for row in rows]
        blocks = ["Savings 2026/27 (£000)", [["Saving", *head], *rows]]
        result = understand(document(*blocks))
        (question,) = result.questions
        assert (question.id, "add up" in question.choices) == ("amount-columns", False)
        low, high = {2026: 20_000, 2027: 5_000}, {2026: 50_000, 2027: 9_000}
        assert figures(result)["Fleet"] == {y: p for y, p in low.items() if y < 2026 + len(years)}
        told = understand(document(*blocks), answers={question.id: question.choices[1]})
        assert figures(told)["Fleet"] == {y: p for y, p in high.items() if y < 2026 + len(years)}
        assert ids(told) == []

    def test_a_year_without_an_actual_has_its_forecast_in_its_place(self):
        table = """
Saving|2025/26 Budget £000|2025/26 Actual £000|2026/27 Budget £000|2026/27 Forecast £000
Robots|80|60|20|40"""
        told = read(table, **{"amount-columns": "actual"})
        assert figures(told) == {"Robots": {2025: 60_000, 2026: 40_000}}

    def test_the_difference_of_plan_and_outcome_is_no_saving(self):
        result = read("Savings 2025/26 £000\nSaving|Approved|Revised|Change\nBuses|60|45|-15\nRoom|30|30|0")
        assert ids(result) == ["amount-columns"]
