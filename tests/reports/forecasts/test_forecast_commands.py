"""Importing a financial case, writing it as files and comparing printed tables with it, by command."""

import csv
import io
import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.models import Forecast
from services.models import ChangeRecord, Council
from tests.support.forecast_examples import PRINTED, changed, csv_of, four_kinds, inputs_file, invented_case
from tests.support.recalculated import Recalculated

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    def run(values=None, name="Northmoor model", council="northmoor"):
        path = tmp_path / "inputs.json"
        content = values if isinstance(values, bytes) else json.dumps(values or inputs_file()).encode()
        path.write_bytes(content)
        out = StringIO()
        call_command("import_forecast", str(path), council=council, name=name, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def folder(tmp_path):
    def write(tables, *, with_index=True):
        made = tmp_path / "printed"
        made.mkdir()
        index = io.StringIO()
        writer = csv.writer(index)
        writer.writerow(["table", "caption", "file"])
        for table in tables:
            name = f"table{table.number}.csv"
            (made / name).write_text(csv_of(table))
            writer.writerow([table.number, table.caption, f"tables/{name}"])
        writer.writerow(["99", "Only words", "words/table99.csv"])
        if with_index:
            (made / "index.csv").write_text(index.getvalue())
        return str(made)

    return write


class TestImporting:
    def test_stores_the_inputs_alone_and_makes_a_new_council(self, imported):
        said = imported()
        forecast = Forecast.objects.get()
        assert forecast.inputs == inputs_file()
        assert forecast.council.name == "Northmoor"
        assert "The forecast Northmoor model of Northmoor has been imported." in said
        assert "Reading: savings_in_the_council_position: net of all cost." in said
        assert "Question: What is the minimum level of the reserves, and why?" in said

    def test_again_replaces_the_inputs_and_leaves_a_record(self, imported):
        imported()
        values = inputs_file()
        values["reserves"]["opening_balance"]["value"] = "3500"
        assert "has been replaced" in imported(values, name="NORTHMOOR MODEL")
        assert Forecast.objects.get().inputs == values
        changes = ChangeRecord.objects.filter(record_type="reports.forecast").values_list("action", flat=True)
        assert sorted(changes) == ["changed", "created"]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"\xff\xfe", "inputs.json: The file is not text in UTF-8."),
            (b'{"years": ', "inputs.json: The file is not JSON: line 1, column 11 cannot be read."),
            (b'{"years": {}, "years": {}}', "inputs.json: “years” stands twice in the same group."),
            (b'{"years": NaN}', "inputs.json: “NaN” is not an amount."),
            (b"[" * 100_000, "inputs.json: The file has groups in groups, too many to read."),
            (b'{"years": ' + b"9" * 5000 + b"}", f"inputs.json: “{'9' * 20}…” is too long to be a number."),
            (b'{"note": 1e400}', "inputs.json: “1e400” is too large to be a number."),
            (b'{"years": {}}', "inputs.json: years.medium_term_financial_strategy: this is missing."),
        ],
    )
    def test_refuses_a_file_with_the_place_and_stores_nothing(self, imported, content, message):
        with pytest.raises(CommandError) as refused:
            imported(content)
        assert str(refused.value) == message
        assert not Forecast.objects.exists()
        assert not Council.objects.exists()

    def test_refuses_an_amount_of_more_decimal_places_than_an_amount_has(self, imported):
        values = inputs_file()
        values["reserves"]["opening_balance"]["value"] = "1e-999999999"
        with pytest.raises(CommandError, match=r"reserves\.opening_balance\.value: .* decimal places"):
            imported(values)
        assert not Forecast.objects.exists()

    @pytest.mark.parametrize("character", ["\x00", "\ud800"])
    def test_refuses_characters_that_no_database_takes(self, imported, character):
        values = inputs_file()
        values["note"] = f"a{character}b"
        with pytest.raises(CommandError, match="characters in it that no text has"):
            imported(values)

    def test_refuses_a_name_that_is_blank_and_a_short_name_that_is_none(self, imported):
        with pytest.raises(CommandError, match=r"Give the forecast a name\."):
            imported(name=" ")
        with pytest.raises(CommandError, match="is not a short name"):
            imported(council="North Moor!")
        assert not Council.objects.exists()


class TestFinding:
    def test_an_unknown_forecast_is_told_with_those_there_are(self, imported, tmp_path):
        imported()
        with pytest.raises(CommandError, match="Known forecasts: “Northmoor model”"):
            call_command("render_forecast", "Other", format="json", output=tmp_path / "x.json")

    def test_a_name_of_two_councils_needs_the_council(self, imported, tmp_path):
        imported()
        imported(council="southmoor")
        path = tmp_path / "x.json"
        with pytest.raises(CommandError, match="give --council with one of northmoor, southmoor"):
            call_command("render_forecast", "Northmoor model", format="json", output=path)
        call_command(
            "render_forecast",
            "Northmoor model",
            format="json",
            output=path,
            council="southmoor",
            stdout=StringIO(),
        )
        assert json.loads(path.read_text())["council"] == "Southmoor"


@pytest.mark.one_database
class TestResults:
    def test_are_computed_by_the_readings_asked_for(self, imported, tmp_path):
        imported()
        path = tmp_path / "x.json"
        call_command(
            "render_forecast",
            "Northmoor model",
            "--reading",
            "savings_in_the_council_position=gross",
            "--format",
            "json",
            "-o",
            str(path),
            stdout=StringIO(),
        )
        tables = {table["key"]: table for table in json.loads(path.read_text())["tables"]}
        rows = {row["label"]: row["values"] for row in tables["retained services"]["rows"]}
        assert rows["Digital Front Door savings"] == {
            "2027/28": 0,
            "2028/29": 400_000,
            "2029/30": 900_000,
            "2030/31": 900_000,
        }

    def test_have_the_sensitivity_and_every_other_reading(self, imported, tmp_path):
        imported()
        path = tmp_path / "x.json"
        call_command("render_forecast", "Northmoor model", format="json", output=path, stdout=StringIO())
        results = json.loads(path.read_text())
        assert {each["about"]: each["net"] for each in results["sensitivity"]} == {
            "A year late": 550_000,
            "75% delivered": 1_000_000,
            "Cost up by 20%": 1_480_000,
        }
        assert results["optimism_bias"] is None
        settings = [each["setting"] for each in results["readings"]]
        assert list(dict.fromkeys(each["about"] for each in results["other_readings"])) == settings

    def test_taken_away_are_on_the_record(self, imported, tmp_path):
        imported()
        call_command(
            "render_forecast",
            "Northmoor model",
            format="xlsx",
            output=tmp_path / "case.xlsx",
            stdout=StringIO(),
        )
        taken = ChangeRecord.objects.get(action="exported")
        assert taken.after["file_name"] == "case.xlsx"
        assert len(taken.after["sha256"]) == 64


@pytest.mark.one_database
class TestTheWorkbook:
    def test_computes_every_figure_from_the_inputs_with_formulas(self, imported, tmp_path):
        imported()
        path = tmp_path / "case.xlsx"
        call_command("render_forecast", "Northmoor model", format="xlsx", output=path, stdout=StringIO())
        formulas, values = (openpyxl.load_workbook(path, data_only=cached) for cached in (False, True))
        computed = Recalculated(formulas)
        counted = 0
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        counted += 1
                        cached = values[sheet.title][cell.coordinate].value
                        assert computed.at(sheet.title, cell.coordinate) == pytest.approx(cached), cell
        # At least one where each figure arises.
        assert counted >= sum(len(line.relations) for line in invented_case().ledger.lines.values()) > 200

    def test_compute_the_same_with_kinds_of_benefit_and_bodies(self, imported, tmp_path):
        imported(four_kinds())
        path = tmp_path / "case.xlsx"
        reading = [("kinds_of_benefit", "with all kinds")]
        call_command(
            "render_forecast",
            "Northmoor model",
            format="xlsx",
            output=path,
            reading=reading,
            stdout=StringIO(),
        )
        formulas, values = (openpyxl.load_workbook(path, data_only=cached) for cached in (False, True))
        computed = Recalculated(formulas)
        for title in ("Benefit and cost by kind, never added together", "Net benefit by body"):
            sheet = self.sheet(formulas, title)
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            assert len(cells) > 12
            for cell in cells:
                cached = values[sheet.title][cell.coordinate].value
                assert computed.at(sheet.title, cell.coordinate) == pytest.approx(cached), cell

    def test_changes_its_deficit_when_an_input_is_changed(self, imported, tmp_path):
        imported()
        path = tmp_path / "case.xlsx"
        call_command("render_forecast", "Northmoor model", format="xlsx", output=path, stdout=StringIO())
        book = openpyxl.load_workbook(path)
        position = self.sheet(book, "Position of the retained services")
        last = self.row(position, "Revised surplus/(deficit)")
        before = Recalculated(book).at(position.title, f"C{last}")
        budget = self.sheet(book, "The position if nothing changes")
        budget[f"C{self.row(budget, 'Council tax')}"] = 12_600_000  # 100,000 more in 2028/29
        assert before == -850_000
        assert Recalculated(book).at(position.title, f"C{last}") == -750_000

    def test_moves_another_share_when_a_base_budget_is_changed(self, imported, tmp_path):
        imported()
        path = tmp_path / "case.xlsx"
        call_command("render_forecast", "Northmoor model", format="xlsx", output=path, stdout=StringIO())
        book = openpyxl.load_workbook(path)
        budgets = self.sheet(book, "Base budgets")
        budgets[f"B{self.row(budgets, 'Leisure trust')}"] = 8_000_000  # a third of 24 million: 33 per cent
        allocated = self.sheet(book, "Base net expenditure by body")
        address = f"D{self.row(allocated, 'Leisure trust')}"
        assert allocated["D3"].value == "2028/29"
        assert Recalculated(book).at(allocated.title, address) == 6_600_000

    def sheet(self, book, title):
        return next(sheet for sheet in book if sheet["A1"].value == title)

    def row(self, sheet, label):
        return next(cell.row for cell in sheet["A"] if cell.value == label)


@pytest.mark.one_database
class TestComparing:
    def test_prints_what_differs_as_json(self, imported, folder):
        imported()
        out = StringIO()
        tables = changed("11", 114, "2027/28", "(1,300)")
        call_command("compare_tables", "Northmoor model", folder(tables), json=True, stdout=out)
        result = json.loads(out.getvalue())
        assert result["cells"] == 125
        (only,) = result["differences"]
        assert only.pop("why").startswith("Printed -1300, computed -1100: 200 less. It breaks its relation:")
        assert only == {
            "table": "11",
            "line": 114,
            "column": "2027/28",
            "printed": "(1,300)",
            "computed": "-1100",
            "class": "error",
            "own": True,
            "carries": [],
        }

    def test_prints_what_differs_in_words_and_counts_it(self, imported, folder):
        imported()
        out = StringIO()
        call_command(
            "compare_tables", "Northmoor model", folder(changed("9", 97, "2027/28", "19,600")), stdout=out
        )
        assert "9/97/2027/28: error, own fault. Printed 19600, computed 19500: 100 more." in out.getvalue()
        assert "125 cells compared, 1 differ" in out.getvalue()

    def test_takes_files_in_the_folders_that_the_index_names_and_none_from_outside(
        self, imported, folder, tmp_path
    ):
        imported()
        where = tmp_path / "printed"
        folder(PRINTED[:2])
        (where / "tables").mkdir()
        (where / "table7.csv").rename(where / "tables" / "table7.csv")
        (where / "table8.csv").rename(tmp_path / "table8.csv")
        index = (where / "index.csv").read_text().replace("tables/table8.csv", "../table8.csv")
        (where / "index.csv").write_text(index)
        out = StringIO()
        call_command("compare_tables", "Northmoor model", str(where), json=True, stdout=out)
        assert json.loads(out.getvalue()) == {"cells": 24, "differences": []}

    def test_leaves_out_a_file_whose_name_no_file_can_have(self, imported, folder, tmp_path):
        imported()
        where = folder(PRINTED[:1])
        with (tmp_path / "printed" / "index.csv").open("a") as index:
            index.write(f"98,Too long,{'a' * 5000}.csv\n")
        out = StringIO()
        call_command("compare_tables", "Northmoor model", where, stdout=out)
        assert "0 differ." in out.getvalue()

    def test_takes_a_folder_without_an_index(self, imported, folder):
        imported()
        out = StringIO()
        where = folder(PRINTED[:3], with_index=False)
        call_command("compare_tables", "Northmoor model", where, json=True, stdout=out)
        assert json.loads(out.getvalue()) == {"cells": 89, "differences": []}

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("index.csv", "table,file\n1,a.csv\n", "index.csv has no column “caption”"),
            ("table7.csv", "a,b\n1,2\n", "table7.csv: the columns must be source_line, unit, the label"),
            (
                "table7.csv",
                "source_line,unit,Row,2027/28\nx,£m,Cost,1\n",
                "table7.csv, row 2: the first cell must be the number of a line",
            ),
            (
                "table7.csv",
                f"source_line,unit,Row,2027/28\n{'9' * 5000},£m,Cost,1\n",
                "table7.csv, row 2: the first cell must be the number of a line",
            ),
        ],
    )
    def test_refuses_a_file_that_is_none_with_its_name(
        self, imported, folder, tmp_path, name, content, message
    ):
        imported()
        where = folder(PRINTED[:1])
        (tmp_path / "printed" / name).write_text(content)
        with pytest.raises(CommandError, match=message):
            call_command("compare_tables", "Northmoor model", where)

    def test_refuses_what_is_no_folder(self, imported, tmp_path):
        imported()
        with pytest.raises(CommandError, match="is not a folder"):
            call_command("compare_tables", "Northmoor model", str(tmp_path / "none"))
