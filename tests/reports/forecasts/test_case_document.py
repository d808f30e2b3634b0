"""A financial case as PDF, HTML, Word, Excel and JSON: accessible, and the same figures in each."""

import io
import json
import re
import subprocess
import time
from decimal import Decimal
from io import StringIO

import docx
import openpyxl
import pytest
from django.core.management import call_command
from lxml import html

from reports.documents.document import Figure, Heading, Note, Paragraph, Table
from reports.forecasts.files import write_case_file
from reports.forecasts.storing import printed_case
from reports.models import Forecast
from reports.styles.financial_case.document import case_document
from services.models import Council
from tests.support.forecast_examples import case_details, inputs_file
from tests.support.pdf_checks import assert_passes
from tests.support.recalculated import Recalculated


def made(values=None, **choices):
    council = Council(name="Northmoor Council", money_unit="thousands", money_decimals=0)
    forecast = Forecast(council=council, name="Leisure trust", inputs=values or inputs_file())
    return printed_case(forecast, choices)


def text_of(document):
    """All texts of the document's paragraphs, lists and notes."""
    parts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Note):
            parts += block.paragraphs
        elif hasattr(block, "items"):
            parts += block.items
    return "\n".join(parts)


def tables_of(document):
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def cells(table, label):
    row = next(row for row in table.rows if row.header.text == label)
    return [cell.text for cell in row.cells]


class TestTheDocument:
    def test_begins_with_a_summary_made_from_its_tables(self):
        document = case_document(made())
        tables = tables_of(document)
        whole = cells(tables["Benefit and cost of each component, 2027/28 to 2030/31"], "The whole programme")
        assert whole[:3] == ["2,800", "1,100", "1,700"]
        gap = tables["The council’s gap without and with the programme"]
        assert cells(gap, "In-year gap if nothing changes") == ["-500", "-1,100", "-1,800", "Not planned"]
        assert cells(gap, "In-year gap with the programme") == ["-1,100", "-850", "-434", "-773"]

    def test_says_what_rounding_moves(self):
        assert (
            "The net benefit of 4 years is £1,700,000 from unrounded figures, £1,700,000 from the yearly amounts as "
            "printed, and £1,000,000 where each amount is rounded to whole millions first. Rounding moves it by £0 "
            "and by £700,000."
        ) in text_of(case_document(made()))

    def test_proves_that_the_bodies_are_the_whole(self):
        document = case_document(made())
        assert "the bodies together spend what the undivided budget would, to the pound" in text_of(document)
        bodies = next(table for name, table in tables_of(document).items() if "beside the undivided" in name)
        assert cells(bodies, "Difference") == ["0", "0", "0", "0"]

    def test_names_each_reading_and_sets_the_others_beside_it(self):
        document = case_document(made(savings_in_the_council_position="gross"))
        tables = tables_of(document)
        assert cells(tables["Readings chosen"], "Savings in the council position") == [
            "gross",
            "net of all cost; net of recurring cost only",
        ]
        # Gross is 2,200 over the years, net of all cost 1,150: 1,050 more to find.
        beside = tables["By another reading of one rule"]
        own = int(cells(beside, "This case")[3].replace(",", ""))
        other = cells(beside, "Savings in the council position: net of all cost")[3]
        assert int(other.replace(",", "")) == own - 1_050

    def test_shows_what_stands_around_the_figures_and_only_that(self):
        values = inputs_file() | case_details()
        headings = [block.text for block in case_document(made(values)).blocks if isinstance(block, Heading)]
        around = [
            "Background",
            "Options",
            "Benefits that are not money",
            "Milestones",
            "Decisions needed",
            "Stakeholders",
            "Assumptions",
            "Potential beyond the case",
        ]
        assert [heading for heading in headings if heading in around] == around
        without = {block.text for block in case_document(made()).blocks if isinstance(block, Heading)}
        assert without.isdisjoint(around)

    def test_says_a_tie_of_options_and_what_would_decide_it(self):
        values = inputs_file() | case_details()
        for criterion in values["options_appraisal"]["criteria"].values():
            criterion["weight"] = "50"
        said = text_of(case_document(made(values)))
        assert "There is a tie: A trust and A contract have the same score of 350." in said
        assert "more weight on “Cost” favours A contract and more weight on “Quality” favours A trust" in said

    def test_says_at_which_weight_another_option_would_lead(self):
        said = text_of(case_document(made(inputs_file() | case_details())))
        assert "“Cost” at more than 60 in place of 40: A contract passes A trust" in said

    def test_draws_every_chart_with_its_figures_in_words(self):
        values = inputs_file()
        values["reserves"]["minimum_level"] = {"unit": "£000", "value": "1000"}
        figures = [block for block in case_document(made(values)).blocks if isinstance(block, Figure)]
        assert [figure.caption for figure in figures] == [
            "Surplus, or deficit below zero, by year (£000)",
            "Benefit and cost of the programme by year (£000)",
            "Cumulative net benefit (£000)",
            "Reserves at the end of each year (£000)",
            "From one gap to the other, 2029/30 (£000)",
        ]
        assert "Minimum level" in figures[3].svg
        assert "With the programme 616" in figures[3].alternative
        assert "Additional savings 341" in figures[4].alternative.replace(": ", " ")

    def test_passes_every_check_of_an_accessible_pdf(self, tmp_path):
        values = inputs_file() | case_details()
        document = case_document(made(values))
        assert_passes(write_case_file(made(values), "pdf"), tmp_path, document)


@pytest.mark.one_database
@pytest.mark.documents
@pytest.mark.django_db
class TestTheRealCase:
    @pytest.fixture
    def files(self, documents, tmp_path):
        inputs = documents.parent / "reference" / "delivery-model-inputs.json"
        call_command(
            "import_forecast",
            str(inputs),
            council="lancashire",
            council_name="Lancashire County Council",
            name="Delivery model",
            stdout=StringIO(),
        )
        made = {}
        for ending in ("json", "html", "docx", "pdf", "xlsx"):
            path = tmp_path / f"case.{ending}"
            began = time.process_time()
            call_command("render_forecast", "Delivery model", format=ending, output=path, stdout=StringIO())
            assert time.process_time() - began < 10
            made[ending] = path
        return made

    def test_says_the_same_to_the_pound_in_json_html_word_and_pdf(self, files, tmp_path):
        tables = json.loads(files["json"].read_text())["tables"]
        page = html.fromstring(files["html"].read_text())
        shown = {
            " ".join(table.find("caption").text_content().split()).rstrip("*† "): table
            for table in page.iter("table")
            if table.find("caption") is not None
        }
        word = docx.Document(io.BytesIO(files["docx"].read_bytes()))
        rows_in_word = {tuple(cell.text for cell in row.cells) for table in word.tables for row in table.rows}
        layout = subprocess.run(
            ["pdftotext", "-layout", files["pdf"], "-"], capture_output=True, check=True, text=True
        ).stdout
        compared = 0
        for number, table in enumerate(tables, start=1):
            rows = list(shown[f"Table {number}: {table['title']}"].iterfind(".//tr[td]"))
            assert len(rows) == len(table["rows"])
            for row, values in zip(rows, table["rows"], strict=True):
                texts = [" ".join(cell.text_content().split()) for cell in row]
                figures = [text for text in texts[1:] if text]
                assert figures == [
                    printed(value, column, texts[0]) for column, value in values["values"].items()
                ]
                assert tuple(texts) in rows_in_word
                assert re.search(r"\s+".join(map(re.escape, figures)), layout), figures
                compared += len(figures)
        assert compared > 900
        self.assert_recalculated(files["xlsx"], tables)
        assert_passes(files["pdf"].read_bytes(), tmp_path)

    def assert_recalculated(self, path, tables):
        """Every figure of the workbook, worked out from its inputs, is that of the results."""
        book = openpyxl.load_workbook(path)
        computed = Recalculated(book)
        for number, table in enumerate(tables, start=1):
            sheet = book[f"Table {number}"]
            for row, values in enumerate(table["rows"], start=4):
                for column, value in values["values"].items():
                    place = table["columns"].index(column) + 2
                    address = sheet.cell(row, place).coordinate
                    assert computed.at(sheet.title, address) == pytest.approx(float(value)), address


def printed(value, column, label):
    """A figure of the results as the documents print it: millions with three decimals, from whole thousands."""
    if column == "share":
        return f"{Decimal(value):.2f}"
    if label.endswith("(units)"):
        return f"{value:,}"
    assert value % 1000 == 0
    return f"{Decimal(value) / 1_000_000:,.3f}"
