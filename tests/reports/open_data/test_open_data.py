"""A round as open data: the table and the tree, what explains them, and who takes them away."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import jsonschema
import pytest
from csvw import CSVW
from django.core.management import CommandError, call_command

from proposals.domain.savings_profile import YearAmounts
from reports.open_data import all_files, data_files, describing_files
from services.models import ChangeRecord
from tests.support.appendix_examples import YEARS, fte, profile, proposal
from tests.support.exported import as_json
from tests.support.style_examples import mixed_round, partly_known, round_of
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.one_database

NAMES = [
    "savings.csv",
    "savings.json",
    "savings.csv-metadata.json",
    "savings.schema.json",
    "data-dictionary.csv",
]


def table(record):
    return list(csv.DictReader(io.StringIO(data_files(record)[0].content.decode())))


def held(record):
    return json.loads(data_files(record)[1].content)


def dictionary():
    return list(csv.DictReader(io.StringIO(describing_files()[2].content.decode())))


class TestTheTable:
    def test_has_a_row_per_proposal_and_year_with_figures_worked_by_hand(self):
        amounts = (
            YearAmounts(40_000, one_off_saving=5_000, one_off_cost=700),
            YearAmounts(10_000),
            YearAmounts(-1),
        )
        rows = table(round_of(proposal(profile=profile(*amounts), fte=fte("-2.5", "0", "0.25"))))
        columns = (
            "financial_year",
            "year_begins",
            "year_ends",
            "saving_gbp",
            "saving_in_year_gbp",
            "fte_change",
        )
        assert [[row[name] for name in columns] for row in rows] == [
            ["2018/19", "2018-04-01", "2019-03-31", "45000", "45000", "-2.50"],
            ["2019/20", "2019-04-01", "2020-03-31", "5000", "50000", "0.00"],
            ["2020/21", "2020-04-01", "2021-03-31", "-1", "49999", "0.25"],
        ]
        assert {row["proposal_total_saving_gbp"] for row in rows} == {"49999"}
        assert {row["proposal_fte_change"] for row in rows} == {"-2.25"}
        assert rows[0]["one_off_cost_gbp"] == "700"

    def test_leaves_what_is_not_known_empty_and_says_so(self):
        first, second, third = table(round_of(partly_known(total=150_000, first=120_000)))
        assert (first["saving_is_known"], first["saving_gbp"]) == ("true", "120000")
        for row in (second, third):
            assert row["saving_is_known"] == "false"
            empty = [name for name, value in row.items() if name.endswith("_gbp") and not value]
            assert len(empty) == 10  # seven of the year, three of the base budget; the stated total is there
        assert (first["proposal_total_saving_gbp"], first["proposal_total_basis"]) == ("150000", "stated")
        assert (first["fte_is_stated"], first["fte_change"]) == ("false", "")

    def test_is_utf_8_with_lines_as_the_standard_for_csv_asks(self):
        record = round_of(proposal(title='Ŵ £ “a”, "b"\nand –'))
        content = data_files(record)[0].content
        assert content.startswith(b"council,council_name,")
        assert content.endswith(b"\r\n")
        assert table(record)[0]["title"] == 'Ŵ £ “a”, "b"\nand –'

    def test_makes_text_harmless_that_a_spreadsheet_would_take_for_a_formula(self):
        assert table(round_of(proposal(title="=1+1")))[0]["title"] == "'=1+1"

    def test_keeps_its_names_whatever_the_council_prints(self):
        plain, other = mixed_round(), mixed_round(years=YEARS[:2])
        assert list(table(plain)[0]) == list(table(other)[0])
        assert len(describing_files()) == 3


class TestTheTree:
    def test_says_what_the_proposals_come_to(self):
        totals = held(round_of(proposal(), partly_known(total=150_000, first=120_000)))["totals"]
        assert totals == {
            "proposals": 2,
            "proposals_with_years_not_known": 1,
            "proposals_ended": 0,
            "proposals_being_corrected": 0,
            "proposals_stating_fte": 1,
            "total_saving_gbp": 190_000,
            "total_fte_change": -2.0,
            "years": [
                {"financial_year": "2018/19", "saving_gbp": 160_000, "fte_change": -2.0},
                {"financial_year": "2019/20", "saving_gbp": 0, "fte_change": 0.0},
                {"financial_year": "2020/21", "saving_gbp": 0, "fte_change": 0.0},
            ],
        }

    def test_shows_the_figures_of_the_other_export(self):
        record = mixed_round()
        other, ours = as_json(record), held(record)
        assert ours["totals"]["total_saving_gbp"] == other["totals"]["total"]
        by_year = {row["financial_year"]: row["saving_gbp"] for row in ours["totals"]["years"]}
        assert by_year == other["totals"]["discrete"]
        for mine, theirs in zip(ours["proposals"], other["proposals"], strict=True):
            assert mine["proposal_total_saving_gbp"] == theirs["total"]
            assert mine["fte_is_stated"] == bool(theirs["fte"])
            known = {row["financial_year"]: row for row in mine["years"] if row["saving_is_known"]}
            assert set(known) == {row["year"] for row in theirs["profile"]}
            for row in theirs["profile"]:
                of_year = known[row["year"]]
                assert (of_year["saving_gbp"], of_year["saving_in_year_gbp"]) == (
                    row["discrete"],
                    row["in_year"],
                )
                assert of_year["capital_cost_gbp"] == row["capital_cost"]

    def test_shows_the_figures_of_the_table(self):
        record = mixed_round()
        rows = iter(table(record))
        for item in held(record)["proposals"]:
            for year in item["years"]:
                row = next(rows)
                assert row["saving_gbp"] == ("" if year["saving_gbp"] is None else str(year["saving_gbp"]))
                assert row["reference"] == item["reference"]
        assert next(rows, None) is None


class TestPressures:
    RECORD = round_of(
        proposal("S-1"),
        proposal(
            "G-1",
            direction="pressure",
            profile=profile(-30_000, -5_000),
            pressure_category="demand",
            certainty="likely",
            council_share=Decimal("62.50"),
            basis="A count of May.",
        ),
    )

    def test_a_pressure_is_told_from_a_saving_in_the_last_columns(self):
        saving, *_, pressure = table(self.RECORD)[:4]
        assert list(saving.items())[-5:] == [
            ("direction", "saving"),
            ("fund", "general_fund"),
            ("pressure_cause", ""),
            ("certainty", ""),
            ("council_share_percent", ""),
        ]
        assert list(pressure.values())[-5:] == ["pressure", "general_fund", "demand", "likely", "62.50"]
        assert (pressure["saving_gbp"], pressure["proposal_total_saving_gbp"]) == ("-30000", "-35000")

    def test_the_totals_of_savings_pressures_and_both_stand_apart(self):
        tree = held(self.RECORD)
        found = {
            name: (tree[name]["proposals"], tree[name]["total_saving_gbp"])
            for name in ("totals", "totals_of_pressures", "totals_net")
        }
        assert found == {
            "totals": (1, 40_000),
            "totals_of_pressures": (1, -35_000),
            "totals_net": (2, 5_000),
        }

    def test_the_basis_of_the_figures_is_not_for_the_public(self):
        assert all(b"count of May" not in file.content for file in all_files(self.RECORD))

    def test_both_keep_what_explains_them(self, tmp_path):
        schema = json.loads(describing_files()[1].content)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(held(self.RECORD))) == []
        for file in all_files(self.RECORD):
            (tmp_path / file.name).write_bytes(file.content)
        assert CSVW(str(tmp_path / "savings.csv-metadata.json")).is_valid


class TestWhatExplainsIt:
    def test_the_tree_keeps_its_schema_and_a_wrong_one_does_not(self):
        schema = json.loads(describing_files()[1].content)
        jsonschema.Draft202012Validator.check_schema(schema)
        checker = jsonschema.Draft202012Validator(schema)
        sound = held(mixed_round())
        assert list(checker.iter_errors(sound)) == []
        sound["proposals"][0]["years"][0]["saving_gbp"] = "40000"
        del sound["proposals"][1]["reference"]
        assert len(list(checker.iter_errors(sound))) == 2

    @pytest.mark.parametrize("wrong", [None, "40.5", "£40"])
    def test_the_table_keeps_its_metadata_and_a_wrong_one_does_not(self, tmp_path, wrong):
        for file in all_files(mixed_round()):
            content = file.content
            if wrong and file.name == "savings.csv":
                content = content.replace(b",40000,computed", f",{wrong},computed".encode())
            (tmp_path / file.name).write_bytes(content)
        assert CSVW(str(tmp_path / "savings.csv-metadata.json")).is_valid is (wrong is None)

    def test_the_dictionary_has_every_column_in_order(self):
        assert [row["column"] for row in dictionary()] == list(table(mixed_round())[0])
        assert all(row["meaning"] and row["an_empty_cell_means"] for row in dictionary())

    def test_the_same_round_makes_the_same_bytes(self):
        assert all_files(mixed_round()) == all_files(mixed_round())


@pytest.mark.django_db
class TestTakingItAway:
    @pytest.fixture
    def budget_round(self):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001", savings=(1_000, 2_000, 0))
        make_proposal(budget_round, "ENV002", "Sell the benches")
        make_proposal(budget_round, "ENV003", "A draft", stage="draft", published_at=None)
        return budget_round

    def test_a_person_gets_what_they_may_see_and_the_record_says_so(
        self, client, scrutiny_member, budget_round
    ):
        client.force_login(scrutiny_member)
        response = client.get("/appendices/open-data/savings.csv")
        rows = list(csv.DictReader(io.StringIO(response.content.decode())))
        assert {row["reference"] for row in rows} == {"ENV001", "ENV002"}
        after = ChangeRecord.objects.get(action="exported").after
        assert (after["format"], after["proposals"]) == ("open data csv", 2)

    def test_the_page_offers_every_file_and_explains_the_columns(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        page = tree(client.get("/appendices/open-data/", {"text": "benches"}))
        links = page.xpath("//main//a[contains(@href, '/open-data/')]")
        assert [words(link) for link in links] == [*NAMES, "All files in one"]
        assert "filtered by" in words(page.xpath("//main")[0])
        assert len(page.xpath("//tbody/tr")) == len(dictionary())
        for link in links:
            assert client.get(link.get("href")).status_code == 200

    def test_the_package_holds_all_files(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        content = client.get("/appendices/open-data/all.zip").content
        assert zipfile.ZipFile(io.BytesIO(content)).namelist() == NAMES

    def test_a_wrong_address_gives_no_file(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        assert client.get("/appendices/open-data/savings.csv?nonsense=1").status_code == 400
        assert client.get("/appendices/open-data/?nonsense=1").status_code == 400
        assert client.get("/appendices/open-data/else.csv").status_code == 404
        assert client.get("/appendices/open-data/else.csv").status_code == 404
        assert not ChangeRecord.objects.filter(action="exported").exists()

    def test_a_stranger_is_asked_to_sign_in(self, client, budget_round):
        assert client.get("/appendices/open-data/savings.csv").status_code == 302

    def test_the_command_writes_all_files_and_is_on_the_record(self, budget_round, tmp_path, capsys):
        target = tmp_path / "open" / "data"
        call_command("export_open_data", council="eastvale-council", round=budget_round.name, output=target)
        assert sorted(path.name for path in target.iterdir()) == sorted(NAMES)
        assert "2 proposals, 3 years each" in capsys.readouterr().out
        assert ChangeRecord.objects.filter(action="exported").count() == 2

    def test_what_the_command_cannot_write_was_not_taken_away(self, budget_round, tmp_path):
        (tmp_path / "taken").write_text("a file")
        with pytest.raises(CommandError, match="cannot be written"):
            call_command(
                "export_open_data",
                council="eastvale-council",
                round=budget_round.name,
                output=tmp_path / "taken",
            )
        assert not ChangeRecord.objects.filter(action="exported").exists()
