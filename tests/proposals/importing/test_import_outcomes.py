"""The import command: what it prints, its exit code, wrong files, faults in the middle, and speed."""

import io
import json
import os
import subprocess
import sys
import time

import openpyxl
import pytest
from django.db import connection

from proposals.models import SavingsProposal
from tests.support.import_runs import ROUND, counts, importer
from tests.support.option_forms import LIBRARIES, PARKS, ROADS, THREE, bytes_of, word_of
from tests.support.paths import ROOT


@pytest.fixture
def run(tmp_path):
    """A function that writes a file and imports it, returning exit code and output."""
    return importer(tmp_path)


def proposal(reference="LIB001"):
    return SavingsProposal.objects.get(reference=reference)


@pytest.mark.django_db
@pytest.mark.one_database
class TestWrongFiles:
    def spreadsheet(self):
        content = io.BytesIO()
        workbook = openpyxl.Workbook()
        workbook.active.append(["Minutes of the meeting"])
        workbook.save(content)
        return content.getvalue()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (b"\n \n", "is empty"),
            (b"%PDF-1.4", "damaged or cut short"),
            (b"\x89PNG\r\n", "This is a picture"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
            (None, "It cannot be read: No such file"),
            (b"Dear all,\nplease find attached.\n", "No option form was found"),
            (bytes_of(LIBRARIES).decode().encode("utf-16-le"), "binary data"),
            (bytes_of(LIBRARIES).decode().encode("mac-roman"), "Line 1 is not UTF-8 text"),
            (word_of(LIBRARIES)[:5000], "damaged or cut short"),
            (b"x" * (50 * 1024 * 1024), "50.0 MB"),
        ],
        ids=[
            "empty",
            "blanks",
            "PDF",
            "image",
            "doc",
            "missing",
            "letter",
            "UTF-16",
            "mac-roman",
            "cut",
            "huge",
        ],
    )
    def test_each_is_refused_in_words_and_in_json(self, run, content, words):
        before = counts()
        refused = run(content, "--json")
        assert refused.code == 2
        assert words in refused.error
        assert refused.json["outcome"] == "refused"
        assert words in refused.json["message"]
        assert counts() == before

    def test_a_spreadsheet_is_refused(self, run):
        assert "Forms are read from Word and PDF files and from plain text." in run(self.spreadsheet()).error

    def test_a_directory_is_refused(self, run, tmp_path):
        (tmp_path / "options.txt").mkdir()
        assert "This is not a file." in run(None).error


@pytest.mark.django_db
@pytest.mark.one_database
class TestOutput:
    def test_a_dry_run_writes_nothing_and_says_what_would_be(self, run):
        before = counts()
        tried = run(bytes_of(*THREE), "--dry-run")
        assert tried.code == 0
        assert "Created: 3. Changed: 0. Unchanged: 0." in tried.out
        assert "Tried only; nothing was changed." in tried.out
        assert counts() == before

    def test_a_dry_run_has_the_exit_code_of_the_import(self, run):
        wrong = bytes_of(LIBRARIES.but(net="£3.800m"))
        assert run(wrong, "--dry-run").code == 3
        assert run(wrong, "--dry-run", "--accept-findings", "Known.").code == 0
        assert run(bytes_of(LIBRARIES.but(service="")), "--dry-run", "--accept-findings", "Known.").code == 2

    @pytest.mark.parametrize(
        ("form", "options", "outcome"),
        [
            (LIBRARIES, [], "done"),
            (LIBRARIES, ["--dry-run"], "tried"),
            (LIBRARIES.but(net="£3.800m"), [], "stopped"),
            (LIBRARIES.but(net="£3.800m"), ["--dry-run"], "tried"),
            (LIBRARIES.but(service=""), [], "stopped"),
            (LIBRARIES.but(service=""), ["--dry-run"], "tried"),
        ],
    )
    def test_json_is_valid_in_every_outcome(self, run, form, options, outcome):
        result = run(bytes_of(form), "--json", *options).json
        assert result["outcome"] == outcome
        assert result["lines"]["read"] == result["lines"]["placed"] + len(result["lines"]["left_over"])

    def test_json_gives_level_reference_place_and_words_of_each_finding(self, run):
        result = run(bytes_of(LIBRARIES.but(net="£3.800m")), "--json").json
        assert {
            "severity": "question",
            "code": "net budget",
            "reference": "LIB001",
            "place": "line 16",
            "message": "the net budget is stated as £3,800,000, but gross less income is £3,900,000.",
        } in result["issues"]

    def test_lines_read_placed_and_left_over_are_counted_and_listed(self, run):
        output = run(b"Savings options\n" + bytes_of(LIBRARIES)).out
        assert "line 1: not part of any form: “Savings options”" in output
        assert "Lines read: 44, placed: 43, left over: 1." in output

    def test_the_process_ends_with_the_code_and_prints_json(self, tmp_path):
        finished = subprocess.run(
            [sys.executable, "manage.py", "import_document", "option-pages", tmp_path / "none.txt",
             "--council", "fenwick", "--round", ROUND, "--json"],
            cwd=ROOT, env={**os.environ, "DEBUG": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert finished.returncode == 2
        assert json.loads(finished.stdout)["outcome"] == "refused"
        assert "Traceback" not in finished.stderr


@pytest.mark.django_db
class TestAtomicity:
    def break_the_last_step(self):
        """Make the database itself refuse the last row of an import, when all others are written."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "CREATE TRIGGER fault BEFORE INSERT ON proposals_documentimport "
                    "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
                )
            else:
                cursor.execute(
                    "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
                )
                cursor.execute(
                    "CREATE TRIGGER fault BEFORE INSERT ON proposals_documentimport "
                    "FOR EACH ROW EXECUTE FUNCTION fault()"
                )

    def test_a_fault_of_the_database_in_the_middle_leaves_nothing(self, run):
        self.break_the_last_step()
        before = counts()
        refused = run(bytes_of(*THREE), "--json")
        assert refused.code == 2
        assert "Nothing was imported" in refused.json["message"]
        assert "disk full" in refused.error
        assert counts() == before

    def test_a_fault_while_changing_leaves_the_records_as_they_were(self, run):
        run(bytes_of(*THREE))
        self.break_the_last_step()
        before = counts()
        assert run(bytes_of(LIBRARIES.but(title="OTHER", gross="£5m", net="£4.650m"), PARKS, ROADS)).code == 2
        assert (proposal().title, proposal().base_budget.gross) == ("MOBILE LIBRARIES", 4_250_000)
        assert counts() == before


@pytest.mark.django_db
@pytest.mark.one_database
class TestSpeed:
    def test_three_hundred_forms_need_no_query_each(self, run, django_assert_max_num_queries):
        forms = [
            LIBRARIES.but(reference=f"LIB{number:03}", service=f"Service {number}") for number in range(300)
        ]
        with django_assert_max_num_queries(200):
            assert run(bytes_of(*forms)).code == 0

    def test_reading_and_writing_thirty_forms_is_no_matter_of_seconds(self, run):
        began = time.process_time()
        run(bytes_of(*[LIBRARIES.but(reference=f"LIB{number:03}") for number in range(30)]))
        assert time.process_time() - began < 10  # seconds, on the slowest machine; the benchmark measures
