"""The style “budget-bridge”: its tables, its chart, its lists, and its files."""

from io import BytesIO

import openpyxl
import pytest

from proposals.domain.records import ServiceBudget
from proposals.domain.savings_profile import YearAmounts
from reports.documents.cover import Cover
from reports.documents.document import Figure
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from reports.writers.word import write_word
from reports.writers.workbook import write_workbook
from tests.support.appendix_examples import IN_MILLIONS, profile, proposal, round_of
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import POSITIVE, headings, rows, tables

SERVICE = "Family Information Service"
BUDGETS = (
    ServiceBudget("ADU", "Adults", "Care", 10_000_000),
    ServiceBudget("CYP", "Children and Young People", SERVICE, 4_000_000),
)
BRIDGE = "Budget bridge by directorate"


def pressure(reference, cause, *amounts, **changes):
    rows_of_years = (YearAmounts(-amount) if isinstance(amount, int) else amount for amount in amounts)
    return proposal(
        reference,
        **{
            "title": f"Pressure {reference}",
            "direction": "pressure",
            "pressure_category": cause,
            "profile": profile(*rows_of_years),
            **changes,
        },
    )


def example(**changes):
    return round_of(
        pressure("P1", "pay", 200_000, 100_000),
        pressure("P2", "demand", 50_000, directorate_code="ADU", directorate="Adults", service="Care"),
        pressure("P3", "demand", 80_000, fund="public_health"),
        proposal("S1"),
        proposal("S2", kind="cost_avoidance"),
        **{"money_style": POSITIVE, "base_budgets": BUDGETS, **changes},
    )


def bridge(record=None):
    return STYLES["budget-bridge"](record or example(), Cover(title="Budget bridge"))


def said(document):
    from reports.documents.document import Paragraph

    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def bridges(document):
    from reports.documents.document import Table

    return [block for block in document.blocks if isinstance(block, Table) and block.caption == BRIDGE]


class TestTheBeginning:
    def test_says_where_the_plan_begins_with_another_budget_than_the_services_have(self):
        words = (
            "The bridge begins with £14.000m of net base budgets of services, and the medium-term position with "
            "£14.500m of base budgets in the plan, a difference of £0.500m."
        )
        assert words in said(bridge(example(plan_base=14_500_000, money_style=IN_MILLIONS)))

    @pytest.mark.parametrize("planned", [None, 14_000_000])
    def test_is_not_spoken_of_where_both_are_one_or_there_is_no_plan(self, planned):
        assert not any(
            "medium-term position with" in each for each in said(bridge(example(plan_base=planned)))
        )


class TestTheBridge:
    def test_a_year_is_a_table_with_a_row_for_each_step_and_a_column_for_each_directorate(self):
        first, second, _third = bridges(bridge())
        assert [column.heading for column in first.columns] == [
            "Step",
            "Adults",
            "Children and Young People",
            "Total",
        ]
        assert rows(first) == [
            ("item", ["Budget 2017/18", "10,000.0", "4,000.0", "14,000.0"]),
            ("item", ["Base changes", "0.0", "0.0", "0.0"]),
            ("item", ["Inflation: pay", "0.0", "200.0", "200.0"]),
            ("item", ["Inflation: prices and contracts", "0.0", "0.0", "0.0"]),
            ("item", ["Pressures: demand", "50.0", "0.0", "50.0"]),
            ("item", ["Pressures: new burdens", "0.0", "0.0", "0.0"]),
            ("item", ["Pressures: loss of grant or other funding", "0.0", "0.0", "0.0"]),
            ("item", ["Pressures: other", "0.0", "0.0", "0.0"]),
            ("item", ["Investment", "0.0", "0.0", "0.0"]),
            ("item", ["Savings", "0.0", "-40.0", "-40.0"]),
            ("total", ["Budget 2018/19", "10,050.0", "4,160.0", "14,210.0"]),
        ]
        assert rows(second)[0] == ("item", ["Budget 2018/19", "10,050.0", "4,160.0", "14,210.0"])

    def test_a_change_has_one_sign_whichever_the_council_prints_on_savings(self):
        first, *_ = bridges(bridge(example(money_style=IN_MILLIONS)))
        assert rows(first)[-2] == ("item", ["Savings", "0.000", "-0.040", "-0.040"])

    def test_many_directorates_are_rows_and_the_steps_with_an_entry_columns(self):
        more = tuple(ServiceBudget(f"D{number}", f"Part {number}", "Works", 1_000) for number in range(6))
        first, *_ = bridges(bridge(example(base_budgets=BUDGETS + more)))
        assert [column.heading for column in first.columns] == [
            "Directorate",
            "Budget 2017/18",
            "Inflation: pay",
            "Pressures: demand",
            "Savings",
            "Total: budget 2018/19",
        ]
        assert rows(first)[0] == ("item", ["Adults", "10,000.0", "0.0", "50.0", "0.0", "10,050.0"])
        assert rows(first)[-1] == ("total", ["Total", "14,006.0", "200.0", "50.0", "-40.0", "14,216.0"])

    def test_each_year_has_a_waterfall_whose_words_name_every_step_that_changes_something(self):
        drawings = [block for block in bridge().blocks if isinstance(block, Figure)]
        assert len(drawings) == 3
        assert drawings[0].alternative == (
            "A waterfall of the steps from one budget to the next. Figures in £000. Budget 2017/18: 14,000.0; "
            "Inflation: pay: 200.0; Pressures: demand: 50.0; Savings: -40.0; Budget 2018/19: 14,210.0."
        )

    def test_without_base_budgets_it_says_so_and_lists_what_is_left_out(self):
        document = bridge(example(base_budgets=()))
        assert bridges(document) == []
        texts = [getattr(block, "text", "") for block in document.blocks]
        assert "No service has a net base budget for 2017/18, so there is no budget to begin with." in texts


class TestWhatIsBehindIt:
    def test_the_proposals_of_each_step_add_up_to_it(self):
        assert rows(tables(bridge())["Changes to the general fund by step"]) == [
            ("group", ["Inflation: pay"]),
            ("item", ["P1", "Pressure P1", "Children and Young People", "200.0", "100.0", "0.0", "300.0"]),
            ("subtotal", ["Subtotal, inflation: pay", "200.0", "100.0", "0.0", "300.0"]),
            ("group", ["Pressures: demand"]),
            ("item", ["P2", "Pressure P2", "Adults", "50.0", "0.0", "0.0", "50.0"]),
            ("subtotal", ["Subtotal, pressures: demand", "50.0", "0.0", "0.0", "50.0"]),
            ("group", ["Savings"]),
            (
                "item",
                ["S1", "Family information", "Children and Young People", "-40.0", "0.0", "0.0", "-40.0"],
            ),
            ("subtotal", ["Subtotal, savings", "-40.0", "0.0", "0.0", "-40.0"]),
            ("total", ["Total of 3 proposals", "210.0", "100.0", "0.0", "310.0"]),
        ]

    def test_another_fund_has_its_own_table(self):
        found = tables(bridge())["Changes by step, public health grant"]
        assert rows(found)[-1] == ("total", ["Total of 1 proposal", "80.0", "0.0", "0.0", "80.0"])

    def test_what_is_left_out_is_listed_with_the_reason(self):
        found = tables(bridge())["Proposals and years left out of the tables, with the reason"]
        assert rows(found) == [
            (
                "item",
                [
                    "S2",
                    "Family information",
                    "General fund",
                    "It avoids a cost and releases no money.",
                    "-40.0",
                ],
            )
        ]

    def test_what_decides_how_a_proposal_enters_is_asked_for(self):
        record = example()
        lacking = round_of(
            pressure("P4", "", 1, service="Libraries"), *record.proposals, base_budgets=BUDGETS
        )
        assert list(map(str, STYLES["budget-bridge"].missing_fields(lacking))) == [
            "Net base budget of the service: missing in 1 of 6 proposals (P4).",
            "Cause of the pressure: missing in 1 of 6 proposals (P4).",
        ]


class TestItsFiles:
    @pytest.mark.parametrize("directorates", [2, 9])
    def test_the_pdf_passes_every_check(self, directorates, tmp_path):
        more = tuple(
            ServiceBudget(f"D{number}", f"Directorate {number}", "Works", 1_000)
            for number in range(directorates - 2)
        )
        document = bridge(example(base_budgets=BUDGETS + more))
        pdf = write_pdf(document)
        assert_passes(pdf, tmp_path, document)
        assert write_pdf(document) == pdf

    def test_every_total_in_excel_is_a_formula_and_a_budget_opens_with_the_cell_it_closed_with(self):
        content = write_workbook(bridge())
        sheet = openpyxl.load_workbook(BytesIO(content))[BRIDGE]
        # From D the figures: two directorates and the total; eleven rows a year below two of headings.
        assert [cell.value for cell in sheet[13]][3:] == [
            "=SUBTOTAL(9,D3:D12)",
            "=SUBTOTAL(9,E3:E12)",
            "=SUBTOTAL(9,F3:F12)",
        ]
        assert [cell.value for cell in sheet[14]][3:] == ["=D13", "=E13", "=F13"]
        assert sheet["F5"].value == "=SUM(D5:E5)"
        shown = openpyxl.load_workbook(BytesIO(content), data_only=True)[BRIDGE]
        assert [cell.value for cell in shown[14]][3:] == [10_050_000, 4_160_000, 14_210_000]

    def test_word_has_the_tables_and_the_drawings(self):
        assert write_word(bridge()).startswith(b"PK")

    def test_its_headings_come_in_the_order_of_reading(self):
        assert headings(bridge(), 2) == [
            "General fund: from year to year",
            "Items behind each step",
            "Public health grant",
            "Items left out",
        ]
