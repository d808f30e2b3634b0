"""Taking data out: CSV, Excel and JSON, from the page and from the command, and what may not happen in them."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from proposals.exports.files import ExportNote
from proposals.exports.proposals import export
from proposals.models import ProposalFinding
from proposals.models.records import round_record
from tests.support.exported import as_json
from tests.support.web_examples import (
    make_budget,
    make_many,
    make_proposal,
    make_round,
    make_service,
    notes,
    references,
)

pytestmark = pytest.mark.django_db
DOWNLOAD = "/proposals/download/{}/"


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def two(budget_round):
    service = make_service(budget_round)
    make_proposal(
        budget_round,
        "ENV001",
        "Dim, and “listen”",
        ({"recurring_saving": 40_000, "one_off_saving": 5_000}, 10_000, -1),
        ("-2.5", "0", "0.25"),
        service=service,
        base_budget=make_budget(service, 83_000, 103_500, "With the grant."),
        statements={"impact_upon_service": "Darker.\n\n· but safe"},
        profile_note="Agreed.",
    )
    make_proposal(budget_round, "ENV002", "Sell", (0, 0, 0), start_year=None, service=service)
    return budget_round


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def workbook(content, *, computed=False):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=computed)


def sheet_rows(content, name="Proposals", *, computed=True):
    book = workbook(content, computed=computed)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


@pytest.mark.one_database
class TestJson:
    def test_holds_the_whole_round_as_plain_values(self, two):
        proposal = two.proposals.get(reference="ENV001")
        ProposalFinding.objects.create(
            proposal=proposal,
            code="total",
            place="line 9",
            message="£1 out.",
            reason="Rounding.",
            accepted_by="F",
        )
        held = json.loads(export(round_record(two, two.proposals.all()), "json"))
        assert (held["council"], held["council_name"]) == ("eastvale-council", "Eastvale Council")
        assert held["round"] == "Budget 2027/28 to 2029/30"
        assert held["years"] == ["2027/28", "2028/29", "2029/30"]
        # By hand: the one-off 5,000 counts in the first year and falls out of the second.
        assert held["proposals"][0] == {
            "reference": "ENV001",
            "title": "Dim, and “listen”",
            "service": "Street lighting",
            "directorate": "Environment",
            "start_year": "2027/28",
            "base_budget": {
                "year": "2026/27",
                "gross": 83_000,
                "income": 103_500,
                "net": -20_500,
                "note": "With the grant.",
            },
            "profile": [
                year("2027/28", 40_000, 45_000, 45_000, one_off_saving=5_000),
                year("2028/29", 10_000, 5_000, 50_000),
                year("2029/30", -1, -1, 49_999),
            ],
            "profile_note": "Agreed.",
            "profile_complete": True,
            "total": 49_999,
            "costs_to_achieve": [],
            "fte": [
                {"year": "2027/28", "change": "-2.50"},
                {"year": "2028/29", "change": "0.00"},
                {"year": "2029/30", "change": "0.25"},
            ],
            "fte_note": "",
            "fte_total": "-2.25",
            "stage": "published",
            "outcome": "",
            "wards": "",
            "public_consultation": "",
            "consultation_dates": "",
            "impact_on_residents": "",
            "delivery_status": "",
            "references": ["ENV001"],
            "portfolio": "",
            "category": "",
            "kind": "",
            "risk": "",
            "risk_as_printed": "",
            "headline": "",
            "senior_responsible_officer": "",
            "consultation_only": False,
            "direction": "saving",
            "fund": "general_fund",
            "pressure_category": "",
            "certainty": "",
            "basis": "",
            "council_share": None,
            "in_earlier_plan": False,
            "committees": [],
            "risks": [],
            "dependencies": [],
            "where_reported": [],
            "equality": None,
            "statements": {"impact_upon_service": "Darker.\n\n· but safe"},
            "sections": [
                {
                    "kind": "impact_upon_service",
                    "heading": "Impact upon service",
                    "text": "Darker.\n\n· but safe",
                    "answer": "answered",
                    "exempt_paragraph": None,
                    "public_interest_reason": "",
                }
            ],
            "attachments": [],
        }
        assert held["totals"] == {
            "discrete": {"2027/28": 45_000, "2028/29": 5_000, "2029/30": -1},
            "total": 49_999,
            "incomplete_profiles": 0,
            "ended": 0,
            "being_corrected": 0,
            "fte": {"2027/28": "-2.50", "2028/29": "0.00", "2029/30": "0.25"},
            "fte_total": "-2.25",
            "fte_stated": 1,
        }

    def test_says_nothing_for_what_is_not_stated(self, two):
        second = as_json(round_record(two, two.proposals.all()))["proposals"][1]
        assert (second["start_year"], second["base_budget"], second["statements"]) == (None, None, {})
        assert (second["total"], second["fte"], second["fte_total"]) == (0, [], None)

    def test_of_no_proposals_has_noughts_for_every_year(self, budget_round):
        held = as_json(round_record(budget_round, budget_round.proposals.all()))
        assert held["proposals"] == []
        assert held["totals"]["discrete"] == {"2027/28": 0, "2028/29": 0, "2029/30": 0}


def year(name, recurring_saving, discrete, in_year, one_off_saving=0):
    return {
        "year": name,
        "recurring_saving": recurring_saving,
        "one_off_saving": one_off_saving,
        "recurring_cost": 0,
        "one_off_cost": 0,
        "capital_cost": 0,
        "discrete": discrete,
        "in_year": in_year,
    }


class TestCsv:
    def test_has_a_row_per_proposal_with_figures_in_pounds(self, reader, two):
        response = reader.get(DOWNLOAD.format("csv"))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        assert response["Content-Disposition"].endswith('eastvale-council-budget-202728-to-202930.csv"')
        first, second = csv_rows(response.content)
        about = first.pop("About this file")
        assert about.startswith(
            "Eastvale Council, Budget 2027/28 to 2029/30: 2 proposals, not filtered; in the order of the "
            "round’s documents. Downloaded on "
        )
        figures = "Whole pounds; savings positive, pressures negative; FTE reductions negative."
        assert about.endswith(f" by Sam Query. {figures}")
        assert second["About this file"] == ""
        assert first == {
            "Reference": "ENV001",
            "Title": "Dim, and “listen”",
            "Service": "Street lighting",
            "Directorate": "Environment",
            "Start year": "2027/28",
            "Base year": "2026/27",
            "Gross budget (£)": "83000",
            "Income budget (£)": "103500",
            "Net budget (£)": "-20500",
            "Saving 2027/28 (£)": "45000",
            "Saving 2028/29 (£)": "5000",
            "Saving 2029/30 (£)": "-1",
            "Total saving (£)": "49999",
            "FTE change 2027/28": "-2.50",
            "FTE change 2028/29": "0.00",
            "FTE change 2029/30": "0.25",
            "Total FTE change": "-2.25",
            "Saving or pressure": "Saving",
            "Fund": "General fund",
            "Cause of the pressure": "",
            "Certainty of the amount": "",
            "The council’s own share (%)": "100",
        }
        assert (second["Start year"], second["Gross budget (£)"], second["Total saving (£)"]) == ("", "", "0")

    def test_of_nothing_is_its_headings(self, client, finance_officer, budget_round):
        client.force_login(finance_officer)
        (headings,) = csv.reader(io.StringIO(client.get(DOWNLOAD.format("csv")).content.decode("utf-8-sig")))
        assert headings[0] == "Reference"


class TestExcel:
    def test_holds_figures_as_numbers_and_words_as_text(self, reader, two):
        response = reader.get(DOWNLOAD.format("xlsx"))
        assert "spreadsheetml" in response["Content-Type"]
        headings, first, second = sheet_rows(response.content)
        assert headings[9:13] == [
            "Saving 2027/28 (£)",
            "Saving 2028/29 (£)",
            "Saving 2029/30 (£)",
            "Total saving (£)",
        ]
        assert first[6:17] == [83_000, 103_500, -20_500, 45_000, 5_000, -1, 49_999, -2.5, 0, 0.25, -2.25]
        assert all(isinstance(figure, int | float) for figure in first[6:17])
        assert first[17:] == ["Saving", "General fund", None, None, 100]
        assert (first[0], first[4], first[5]) == ("ENV001", "2027/28", "2026/27")
        assert second[6:9] == [None, None, None]

    def test_holds_the_totals_on_a_sheet_of_their_own(self, reader, two):
        assert sheet_rows(reader.get(DOWNLOAD.format("xlsx")).content, "Totals") == [
            ["Year", "Discrete saving (£)", "In-year saving (£)", "Cumulative saving (£)", "FTE change"],
            ["2027/28", 45_000, 45_000, 45_000, -2.5],
            ["2028/29", 5_000, 50_000, 95_000, 0],
            ["2029/30", -1, 49_999, 144_999, 0.25],
            ["Total", 49_999, None, None, -2.25],
        ]

    def test_adds_its_totals_up_from_the_list_beside_the_figures(self, reader, two):
        rows = sheet_rows(reader.get(DOWNLOAD.format("xlsx")).content, "Totals", computed=False)
        assert [row[1] for row in rows[1:]] == [
            "=SUM(Proposals!J2:J3)",
            "=SUM(Proposals!K2:K3)",
            "=SUM(Proposals!L2:L3)",
            "=SUM(B2:B4)",
        ]
        assert rows[4][4] == "=SUM(E2:E4)"

    def test_keeps_a_total_as_a_figure_where_the_list_has_no_column_of_it(self, reader, two):
        rows = sheet_rows(
            reader.get(DOWNLOAD.format("xlsx"), {"columns": "reference"}).content, "Totals", computed=False
        )
        assert [row[1] for row in rows[1:]] == [45_000, 5_000, -1, "=SUM(B2:B4)"]

    def test_says_what_it_holds_who_made_it_and_with_which_filters(self, reader, two):
        content = reader.get(DOWNLOAD.format("xlsx"), {"text": "dim", "fte": "reduced"}).content
        about = dict(row[:2] for row in sheet_rows(content, "About"))
        assert about["Proposals"] == 1
        assert about["Filters"] == "Search: dim; Posts (FTE) over the round: Fewer posts"
        assert about["Made by"] == "Sam Query"


class TestADownloadIsExactlyTheList:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["ENV001", "ENV002"]),
            ({"sort": "-reference"}, ["ENV002", "ENV001"]),
            ({"text": "sell"}, ["ENV002"]),
            ({"text": "env", "sort": "total"}, ["ENV002", "ENV001"]),
            ({"text": "nothing like it"}, []),
        ],
    )
    def test_filtered_and_sorted_alike_in_every_format(self, reader, two, query, expected):
        assert references(reader.get("/proposals/", query)) == expected
        assert [
            row["Reference"] for row in csv_rows(reader.get(DOWNLOAD.format("csv"), query).content)
        ] == expected
        held = json.loads(reader.get(DOWNLOAD.format("json"), query).content)
        assert [proposal["reference"] for proposal in held["proposals"]] == expected
        rows = sheet_rows(reader.get(DOWNLOAD.format("xlsx"), query).content)[1:]
        assert [row[0] for row in rows] == expected

    def test_of_all_pages_in_the_lists_order_where_rows_are_equal(self, reader, budget_round):
        make_many(budget_round, 60)
        query = {"sort": "-total"}
        listed = [
            reference
            for page in (1, 2, 3)
            for reference in references(reader.get("/proposals/", {**query, "page": page}))
        ]
        rows = csv_rows(reader.get(DOWNLOAD.format("csv"), {**query, "page": "2"}).content)
        assert [row["Reference"] for row in rows] == listed

    def test_and_the_pages_links_lead_to_it(self, reader, two):
        response = reader.get("/proposals/", {"text": "dim", "sort": "-total,nonsense", "page": "3"})
        assert len(notes(response)) == 2
        query = response.context["selection"].query
        assert query == f"round={two.pk}&text=dim&sort=-total"
        assert [
            row["Reference"] for row in csv_rows(reader.get(f"{DOWNLOAD.format('csv')}?{query}").content)
        ] == ["ENV001"]

    @pytest.mark.parametrize("query", [{"sort": "nonsense"}, {"saving_form": "1"}, {"saving_from": "abc"}])
    def test_or_it_is_refused_with_the_reason(self, reader, two, query):
        response = reader.get(DOWNLOAD.format("csv"), query)
        assert response.status_code == 400
        assert "The list cannot be downloaded" in response.content.decode()

    def test_in_a_format_there_is_not_is_not_found(self, reader, two):
        assert reader.get(DOWNLOAD.format("exe")).status_code == 404


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil.example";"x")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.one_database
class TestTextThatLooksLikeAFormula:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_is_text_in_csv(self, budget_round, text):
        make_proposal(budget_round, "ENV001", text, service=make_service(budget_round, text, "X", text))
        (row,) = csv_rows(export(round_record(budget_round, budget_round.proposals.all()), "csv"))
        # The field itself is what a spreadsheet reads: an apostrophe before it keeps it text.
        assert [row[name] for name in ("Title", "Service", "Directorate")] == [f"'{text}"] * 3

    @pytest.mark.parametrize("text", FORMULAS)
    def test_is_text_in_every_sheet_of_a_workbook(self, budget_round, text):
        make_proposal(budget_round, "ENV001", text, service=make_service(budget_round, text, "X", text))
        note = ExportNote(filters=[text], made_by=text)
        book = workbook(export(round_record(budget_round, budget_round.proposals.all()), "xlsx", note))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
        assert all(re.fullmatch(r"=SUM\((Proposals!)?[A-Z]+\d+:[A-Z]+\d+\)", each) for each in formulas)
        kept = text.replace("\r", "\n")  # as XML has it
        assert [cell.value for cell in book["Proposals"][2][1:4]] in ([text] * 3, [kept] * 3)

    def test_but_a_negative_figure_stays_a_number(self, budget_round):
        make_proposal(budget_round, "ENV001", savings=(-5_000, 0, 0), fte=("-1",))
        record = round_record(budget_round, budget_round.proposals.all())
        (row,) = csv_rows(export(record, "csv"))
        assert (row["Saving 2027/28 (£)"], row["Total FTE change"]) == ("-5000", "-1.00")
        cells = workbook(export(record, "xlsx"))["Proposals"][2]
        assert {cell.data_type for cell in cells[9:17]} == {"n"}


@pytest.mark.one_database
class TestOddCharacters:
    ODD = "a\x01b\x0b 😀 \u202eRTL\u202c \ufffe “£” 日本 \x7f"

    @pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
    def test_never_stop_an_export(self, budget_round, file_format):
        make_proposal(budget_round, "ENV001", self.ODD, statements={"impact_upon_service": self.ODD})
        budget_round.council.name = self.ODD
        note = ExportNote(filters=[self.ODD], made_by=self.ODD)
        content = export(round_record(budget_round, budget_round.proposals.all()), file_format, note)
        if file_format == "xlsx":
            assert sheet_rows(content)[1][1].startswith("ab 😀 \u202eRTL")
        elif file_format == "json":
            assert json.loads(content)["proposals"][0]["title"] == self.ODD
        else:
            assert csv_rows(content)[0]["Title"] == self.ODD

    def test_in_a_filter_do_not_stop_a_download(self, reader, two):
        response = reader.get(DOWNLOAD.format("xlsx"), {"text": "=1+1"})
        assert response.status_code == 200
        assert len(sheet_rows(response.content)) == 1

    @pytest.mark.parametrize("text", ["\x01", "😀"])
    def test_that_nothing_can_be_searched_for_by_give_no_file(self, reader, two, text):
        assert reader.get(DOWNLOAD.format("xlsx"), {"text": text}).status_code == 400


@pytest.mark.one_database
class TestTheCommand:
    @pytest.fixture
    def run(self, two, capsys):
        def run(*arguments, council="eastvale-council", name="Budget 2027/28 to 2029/30"):
            call_command("export_proposals", "--council", council, "--round", name, *arguments)
            return capsys.readouterr().out

        return run

    def test_writes_the_whole_round_to_a_file(self, run, tmp_path):
        for file_format, read in (("csv", csv_rows), ("json", json.loads), ("xlsx", sheet_rows)):
            path = tmp_path / f"out.{file_format}"
            run("--format", file_format, "-o", str(path))
            assert "ENV002" in str(read(path.read_bytes()))

    def test_prints_json_and_csv_when_no_file_is_named(self, run):
        assert [item["reference"] for item in json.loads(run("--format", "json"))["proposals"]] == [
            "ENV001",
            "ENV002",
        ]
        assert "ENV002" in run("--format", "csv")

    def test_says_plainly_that_a_file_cannot_be_written(self, run, tmp_path):
        missing = tmp_path / "no such directory" / "out.csv"
        with pytest.raises(CommandError, match=r"out\.csv cannot be written: No such file or directory\."):
            run("--format", "csv", "-o", str(missing))
        with pytest.raises(CommandError, match=r"cannot be written: Is a directory\."):
            run("--format", "csv", "-o", str(tmp_path))

    def test_names_the_councils_and_rounds_there_are(self, run):
        with pytest.raises(CommandError, match=r"no council “nowhere”.*“eastvale-council”"):
            run("--format", "csv", council="nowhere")
        with pytest.raises(CommandError, match=r"no round “Budget 1999”.*“Budget 2027/28 to 2029/30”"):
            run("--format", "csv", name="Budget 1999")

    @pytest.mark.django_db(transaction=True)  # what has not been committed cannot be copied
    @pytest.mark.one_database
    def test_gives_a_workbook_into_a_pipe(self, budget_round, tmp_path):
        """Through a real process, whose output is bytes and no terminal."""
        make_many(budget_round, 3)
        database = sqlite3.connect(tmp_path / "council.sqlite3")
        connection.connection.backup(database)
        database.close()
        command = [sys.executable, "manage.py", "export_proposals", "--format", "xlsx"]
        council = ["--council", budget_round.council.slug, "--round", budget_round.name]
        url = f"sqlite:///{tmp_path}/council.sqlite3"
        done = subprocess.run(
            [*command, *council],
            cwd=settings.BASE_DIR,
            env={"DEBUG": "1", "DATABASE_URL": url, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        )
        assert len(sheet_rows(done.stdout)) == 4


@pytest.mark.one_database
class TestDecimals:
    def test_of_posts_add_up_exactly(self, budget_round):
        make_many(budget_round, 30)
        record = round_record(budget_round, budget_round.proposals.all())
        assert as_json(record)["totals"]["fte_total"] == "-3.00"
        assert record.totals.fte.total == Decimal("-3.00")


def test_a_csv_file_without_a_proposal_says_in_its_heading_what_was_looked_for(reader, two):
    answer = reader.get(DOWNLOAD.format("csv"), {"text": "no such words"})
    (row,) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[0] == "Reference"
    assert row[-1].startswith(
        "About this file: Eastvale Council, Budget 2027/28 to 2029/30: 0 proposals, filtered by "
    )
    assert "no such words" in row[-1]
