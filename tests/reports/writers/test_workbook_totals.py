"""Totals of the Excel file of an appendix: formulas over the figures they add up, with the figure beside them."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from proposals.domain.records import ServiceBudget
from reports.documents.cover import Cover
from reports.documents.document import Cell, Column, Document, Row, Table
from reports.styles import STYLES
from reports.writers.workbook import write_workbook
from tests.support.appendix_examples import profile, proposal, rich_proposal, round_of
from tests.support.style_examples import case, impact, partly_known

COLUMNS = (
    Column("Service"),
    Column("2027/28", "£000", "number"),
    Column("2028/29", "£000", "number"),
    Column("Total", "£000", "number"),
    Column("Total", "FTE", "number"),
)


def figure(thousands):
    return Cell(f"{thousands}", value=thousands * 1000)


def posts(change):
    return Cell(change, value=Decimal(change))


def item(name, first, second, change="0.25"):
    return Row("item", Cell(name), (figure(first), figure(second), figure(first + second), posts(change)))


def sums(kind, first, second, change, total=None):
    figures = (figure(first), figure(second), figure(total or first + second), posts(change))
    return Row(kind, Cell(kind), figures)


def written(document, *, computed=False):
    return openpyxl.load_workbook(BytesIO(write_workbook(document)), data_only=computed)


def document_of(*rows):
    return Document("Northmoor", "Budget", Cover(), (Table("Savings", COLUMNS, rows),))


def column(document, letter, *, computed=False):
    sheet = written(document, computed=computed)["Savings"]
    return [cell.value for cell in sheet[letter]][2:]


NESTED = document_of(
    Row("group", Cell("People")),
    item("Adults", 1, 2),
    item("Children", 3, 4),
    sums("subtotal", 4, 6, "0.50"),
    item("Schools", 10, 0),
    sums("subtotal", 10, 0, "0.25"),
    sums("subtotal", 14, 6, "0.75"),
    Row("group", Cell("Place")),
    item("Roads", 5, 5),
    sums("subtotal", 5, 5, "0.25"),
    sums("total", 19, 11, "1.00"),
)


class TestFormulas:
    def test_a_subtotal_adds_up_its_rows_and_a_total_all_rows_without_the_subtotals(self):
        assert column(NESTED, "B") == [
            None,
            1000,
            3000,
            "=SUBTOTAL(9,B4:B5)",
            10000,
            "=SUBTOTAL(9,B7:B7)",
            "=SUBTOTAL(9,B4:B8)",
            None,
            5000,
            "=SUBTOTAL(9,B11:B11)",
            "=SUBTOTAL(9,B3:B12)",
        ]

    def test_a_total_across_adds_up_the_years_of_its_own_unit(self):
        assert column(NESTED, "D")[1] == "=SUM(B4:C4)"
        assert column(NESTED, "E")[1] == 0.25

    def test_the_figure_stands_beside_every_formula_for_who_computes_nothing(self):
        assert column(NESTED, "B", computed=True) == [
            None, 1000, 3000, 4000, 10000, 10000, 14000, None, 5000, 5000, 19000,
        ]  # fmt: skip
        assert column(NESTED, "E", computed=True)[-1] == 1

    def test_a_total_that_holds_more_than_its_rows_stays_a_figure_and_counts_in_the_next(self):
        document = document_of(
            item("Adults", 1, 2),
            sums("subtotal", 1, 2, "0.25", total=9),
            sums("total", 1, 2, "0.25", total=12),
        )
        assert column(document, "D") == ["=SUM(B3:C3)", 9000, "=SUBTOTAL(9,D3:D4)"]

    def test_a_year_that_is_not_known_leaves_the_total_of_its_row_a_figure(self):
        row = Row("item", Cell("Adults"), (figure(1), Cell("Not known"), figure(9), posts("1")))
        assert column(document_of(row), "D") == [9000]

    @pytest.mark.parametrize("text", ["=1+1", "+A1", "@SUM(A1)", "=HYPERLINK(1)", "-2+3"])
    def test_no_text_becomes_a_formula(self, text):
        row = Row("total", Cell(text), (Cell(text), figure(1), figure(1), posts("1")))
        sheet = written(document_of(item(text, 0, 1, "1"), row))["Savings"]
        for cell in (*sheet["A"][2:], sheet["B4"]):
            assert (cell.value, cell.data_type) == (text, "s")
        assert sheet["C4"].data_type == "f"


@pytest.mark.parametrize("style", STYLES)
def test_every_formula_of_every_style_comes_to_the_figure_beside_it(style):
    proposals = (
        proposal("CYP001"),
        rich_proposal(),
        partly_known(),
        impact("AD-01", "Day care", 62_500, 187_500),
        case(),
        proposal("G-01", direction="pressure", profile=profile(-90_000, -10_000), pressure_category="pay"),
    )
    budgets = (ServiceBudget("CYP", "Children and Young People", "Family Information Service", 900_000),)
    document = STYLES[style](round_of(*proposals, base_budgets=budgets), Cover())
    formulas, figures = written(document), written(document, computed=True)
    checked = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            added = added_up(cell.value, sheet, figures[sheet.title])
            assert added == pytest.approx(figures[sheet.title][cell.coordinate].value), (sheet, cell)
            checked += 1
    # The tables of a section 25 report have no total: its groups and lines are no parts of a sum.
    assert checked >= 3 or style == "section-25"


def added_up(formula, formulas, figures):
    """Add the cells up as a spreadsheet does: SUBTOTAL leaves out what is one itself; "=D13" is that cell."""
    if "(" not in formula:
        return figures[formula.removeprefix("=")].value
    function, cells = re.fullmatch(r"=(SUM\(|SUBTOTAL\(9,)([A-Z]+\d+:[A-Z]+\d+)\)", formula).groups()
    left, top, right, bottom = range_boundaries(cells)
    total = 0
    for row in range(top, bottom + 1):
        for place in range(left, right + 1):
            value = figures.cell(row, place).value
            is_nested = "SUBTOTAL" in function and "SUBTOTAL" in str(formulas.cell(row, place).value)
            if isinstance(value, int | float) and not is_nested:
                total += value
    return total
