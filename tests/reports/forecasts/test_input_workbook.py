"""The workbook of inputs: read again it gives the same inputs, and what cannot be read is named by sheet and cell."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from proposals.domain.forecast.inputs import read_inputs
from proposals.domain.forecast.position import UnusableForecast
from reports.forecasts.input_reading import read_input_workbook
from reports.forecasts.input_sheets import SHEETS
from reports.forecasts.input_workbook import READ_ME, inputs_workbook, template_workbook
from reports.forecasts.storing import find_forecast, printed_case
from reports.models import Forecast
from tests.support.forecast_examples import case_details, four_kinds, inputs_file

VALUES = inputs_file() | case_details()


def edited(edit, values=VALUES):
    """The workbook of the values after an edit of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(inputs_workbook(values, "Leisure trust")))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content):
    return read_input_workbook(content, "inputs.xlsx")[1]


def row_of(sheet, name):
    return next(cell.row for cell in sheet["A"] if cell.value == name)


class TestTheRoundTrip:
    def test_gives_the_same_inputs(self):
        assert read(inputs_workbook(VALUES, "Leisure trust")) == read_inputs(VALUES)

    def test_survives_a_spreadsheet_that_saves_it_again(self):
        assert read(edited(lambda book: None)) == read_inputs(VALUES)

    @pytest.mark.documents
    def test_gives_the_same_inputs_for_the_real_case(self, documents):
        path = documents.parent / "reference" / "delivery-model-inputs.json"
        values = json.loads(path.read_text())
        assert read(inputs_workbook(values, "Delivery model")) == read_inputs(values)

    def test_gives_the_same_kinds_shares_and_proposals(self):
        values = with_proposals()
        assert read(inputs_workbook(values, "Four kinds")) == read_inputs(values)

    def test_takes_an_amount_that_was_changed(self):
        def change(book):
            book["Gross benefit"]["D2"] = 450_000

        found = read(edited(change))
        assert list(found.components[0].gross.values()) == [0, 450_000, 900_000, 900_000]

    def test_takes_a_date_and_a_percentage_as_a_spreadsheet_stores_them(self):
        def change(book):
            milestones = book["Milestones"]
            milestones["C2"] = datetime.date(2027, 3, 15)
            values = book["Values"]
            target = values.cell(row_of(values, "Savings target (%)"), 2)
            target.value, target.number_format = 0.025, "0.0%"

        found = read(edited(change))
        assert "15 March 2027" in {row[1] for table in found.details.tables for row in table.rows}
        assert found.target.rate * 2 == 5


class TestTheTemplate:
    def test_has_a_sheet_for_each_group_with_years_from_today(self):
        book = openpyxl.load_workbook(io.BytesIO(template_workbook(datetime.date(2027, 5, 1))))
        assert book.sheetnames == [READ_ME, *(sheet.name for sheet in SHEETS)]
        assert [cell.value for cell in book["Gross benefit"][1]][:3] == ["Component", "2027/28", "2028/29"]

    def test_empty_asks_for_its_first_value_by_its_line(self):
        with pytest.raises(UnusableForecast, match=r"^Sheet “Values”, “Base year”: this is missing"):
            read(template_workbook(datetime.date(2027, 5, 1)))


def with_proposals():
    """The values of four kinds of benefit and of a component of proposals."""
    values = four_kinds()
    values["components"]["lights"] = {
        "receiving_body": "borough_council",
        "proposals": {"round": "Budget 2027/28", "references": ["ENV001", "ENV/2"]},
    }
    return values


def state_lights(book):
    book["Gross benefit"].append(["lights", 5])


def cell(sheet, address, value):
    def change(book):
        book[sheet][address] = value

    return change


def rename(sheet, name):
    def change(book):
        book[sheet].title = name

    return change


class TestErrors:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (cell("Gross benefit", "C2", "lots"), "Sheet “Gross benefit”, cell C2: “lots” is not a number."),
            (cell("Cost", "C3", "-5"), "Sheet “Cost”, cell C3: “-5” is negative."),
            (
                cell("Gross benefit", "C2", "=1+1"),
                "Sheet “Gross benefit”, cell C2: the cell contains a formula.",
            ),
            (cell("Components", "B2", None), "Sheet “Components”, cell B2: this is missing."),
            (cell("Components", "A2", None), "Sheet “Components”, cell A2: enter the component of this row."),
            (
                cell("Components", "A3", "digital_front_door"),
                "Sheet “Components”, cell A3: “digital_front_door” stands in the sheet twice.",
            ),
            (cell("Bodies", "C3", "2050/51"), "Sheet “Bodies”, cell C3: 2050/51 is none of the years"),
            (cell("Cost", "A3", "swimming"), "Sheet “Cost”, “leisure”: this is missing."),
            (
                cell("Gross benefit", "C1", "Next year"),
                "Sheet “Gross benefit”, cell C1: “Next year” is no heading",
            ),
            (
                cell("Values", "A2", "Basis year"),
                "Sheet “Values”, cell A2: “Basis year” is no line of this sheet.",
            ),
            (
                cell("Values", "B3", "2027/28 to soon"),
                "Sheet “Values”, cell B3: “soon”",
            ),
            (cell("Scores", "C2", "high"), "Sheet “Scores”, cell C2: “high” is not a number."),
            (cell("Milestones", "C2", "soon"), "Sheet “Milestones”, cell C2: “soon” is not a date."),
            (
                cell("Uplift", "B2", "name"),
                "Sheet “Uplift”, cell A2: the key of this row is the name of another",
            ),
            (rename("Cost", "Costs"), "The sheet “Costs” is none of the template’s."),
        ],
    )
    def test_name_the_sheet_and_the_cell(self, change, message):
        with pytest.raises(UnusableForecast) as refused:
            read(edited(change))
        assert str(refused.value).startswith(message)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                cell("Components", "I3", "extra"),
                "Sheet “Components”, cell I3: “extra” is no kind of benefit.",
            ),
            (cell("Components", "J4", "130"), "Sheet “Components”, cell J4: “130” is no percentage"),
            (
                cell("Components", "J2", "30"),
                "Sheet “Components”, cell J2: a probability is given of a de-risked",
            ),
            (cell("Shares", "C2", "50"), "Sheet “Shares”, “hubs”: the shares must come to 100 per cent"),
            (
                cell("Benefit categories", "D2", "maybe"),
                "Sheet “Benefit categories”, cell D2: “maybe” is neither",
            ),
            (cell("Proposals", "B2", None), "Sheet “Proposals”, cell B2: this is missing."),
            (cell("Proposals", "C2", "A1\na 1"), "Sheet “Proposals”, “lights”: a reference stands twice."),
            (state_lights, "Sheet “Gross benefit”, cell A6: leave this out"),
        ],
    )
    def test_of_kinds_shares_and_proposals_name_the_sheet_and_the_cell(self, change, message):
        with pytest.raises(UnusableForecast) as refused:
            read(edited(change, with_proposals()))
        assert str(refused.value).startswith(message)


@pytest.mark.one_database
@pytest.mark.django_db
class TestTheCommand:
    def test_takes_the_workbook_as_it_takes_json(self, tmp_path):
        for name, content in (
            ("inputs.xlsx", inputs_workbook(VALUES, "Leisure trust")),
            ("inputs.json", json.dumps(VALUES).encode()),
        ):
            path = tmp_path / name
            path.write_bytes(content)
            call_command("import_forecast", str(path), council="northmoor", name=name, stdout=io.StringIO())
        workbook, plain = (printed_case(find_forecast(name)).case for name in ("inputs.xlsx", "inputs.json"))
        assert workbook.ledger.lines == plain.ledger.lines

    def test_names_the_cell_that_it_cannot_read_and_stores_nothing(self, tmp_path):
        path = tmp_path / "inputs.xlsx"
        path.write_bytes(edited(cell("Cost", "C3", "free")))
        with pytest.raises(
            CommandError, match=r"^inputs\.xlsx: Sheet “Cost”, cell C3: “free” is not a number"
        ):
            call_command("import_forecast", str(path), council="northmoor", name="x", stdout=io.StringIO())
        assert not Forecast.objects.exists()

    def test_refuses_what_is_no_workbook_of_its_kind(self, tmp_path):
        path = tmp_path / "inputs.xlsm"
        path.write_bytes(template_workbook(datetime.date(2027, 5, 1)))
        with pytest.raises(CommandError, match="may hold macros"):
            call_command("import_forecast", str(path), council="northmoor", name="x", stdout=io.StringIO())
