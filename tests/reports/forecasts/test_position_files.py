"""The position of a round as files: the figures of the page to the pound, in Excel worked out anew."""

import io
import json
import re
import subprocess

import docx
import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from proposals.domain.forecast.round_position import round_position
from proposals.models import SavingsProposal
from reports.documents.cover import Cover
from reports.documents.snapshots import as_text, from_text
from reports.documents.whole import document_from, whole_snapshot
from reports.forecasts.position_document import position_document
from reports.models import MediumTermPlan, PrintJob
from reports.publishing import jobs, worker
from services.models import ChangeRecord
from tests.support.access_examples import signed_in
from tests.support.hand_worked_round import (
    DO_NOTHING,
    HOUSING_GAPS,
    WITH_PROPOSALS,
    items,
    plan_input,
    stored_round,
)
from tests.support.pdf_checks import assert_passes
from tests.support.recalculated import Recalculated
from tests.support.web_examples import tree, words

pytestmark = pytest.mark.django_db

EXPECTED = {
    ("General fund: gap", "Gap if nothing is done"): DO_NOTHING["gap"],
    ("General fund: gap", "Gap with the proposals"): WITH_PROPOSALS["gap"],
    ("General fund: gap", "Savings, net of recurring cost"): WITH_PROPOSALS["savings"],
    ("General fund: expenditure", "Expenditure before savings"): DO_NOTHING["expenditure"],
    ("General fund: income", "Total income"): DO_NOTHING["income"],
    ("Housing revenue account: gap", "Gap with the proposals"): HOUSING_GAPS[1],
}


@pytest.fixture
def budget_round():
    return stored_round()


@pytest.fixture
def taken(budget_round, finance_officer):
    client = signed_in(finance_officer)

    def take(ending, **query):
        address = reverse("budget:position-file", args=[budget_round.pk, ending])
        response = client.get(address, query)
        if ending == "pdf":
            worker.do(jobs.take(worker.worker_name()))
            job = PrintJob.objects.get()
            response = client.get(reverse("budget:work-file", args=[budget_round.pk, job.pk]))
        assert response.status_code == 200
        return response.content

    return take


def printed(figures):
    return [f"{pounds:,}" for pounds in figures.values()]


@pytest.mark.one_database
class TestTheFigures:
    def test_agree_with_the_round_worked_by_hand_in_html_word_and_pdf(self, taken, tmp_path):
        page = html.fromstring(taken("html").decode())
        captions = {
            re.sub(r"^Table \d+: |[*†]+$", "", " ".join(table.find("caption").text_content().split())): table
            for table in page.iter("table")
            if table.find("caption") is not None
        }
        word = docx.Document(io.BytesIO(taken("docx")))
        in_word = {tuple(cell.text for cell in row.cells) for table in word.tables for row in table.rows}
        pdf = taken("pdf")
        (tmp_path / "position.pdf").write_bytes(pdf)
        layout = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "position.pdf", "-"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for (caption, label), figures in EXPECTED.items():
            rows = [
                [" ".join(cell.text_content().split()) for cell in row]
                for row in captions[caption].iter("tr")
            ]
            assert [label, *printed(figures)] in rows
            assert (label, *printed(figures)) in in_word
            assert re.search(r"\s+".join(map(re.escape, printed(figures))), layout)
        assert_passes(pdf, tmp_path)

    def test_in_excel_come_from_what_is_stated_by_formulas(self, taken):
        book = openpyxl.load_workbook(io.BytesIO(taken("xlsx")))
        cached = openpyxl.load_workbook(io.BytesIO(taken("xlsx")), data_only=True)
        computed = Recalculated(book)
        for (caption, label), figures in EXPECTED.items():
            sheet = next(each for each in book if each["A1"].value == caption)
            row = next(cell.row for cell in sheet["A"] if cell.value == label)
            for cell, pounds in zip(sheet[row][1:], figures.values(), strict=False):
                assert cell.data_type == "f"
                assert computed.at(sheet.title, cell.coordinate) == pounds
        for sheet in book:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
                assert computed.at(sheet.title, cell.coordinate) == cached[sheet.title][cell.coordinate].value

    def test_in_excel_follow_an_amount_that_is_changed(self, taken):
        book = openpyxl.load_workbook(io.BytesIO(taken("xlsx")))
        savings = next(each for each in book if each["A1"].value.startswith("General fund: savings net"))
        savings["B4"] = savings["B4"].value + 10_000  # S1 saves 10,000 more in 2027/28
        gap = next(each for each in book if each["A1"].value == "General fund: gap")
        row = next(cell.row for cell in gap["A"] if cell.value == "Gap with the proposals")
        assert Recalculated(book).at(gap.title, f"B{row}") == 1_980_356 - 10_000

    def test_of_savings_have_the_sign_that_the_council_prints(self, finance_officer):
        budget_round = stored_round(council="Westvale Council", savings_sign="negative")
        address = reverse("budget:position-file", args=[budget_round.pk, "html"])
        page = html.fromstring(signed_in(finance_officer).get(address).content.decode())
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.iter("tr")]
        assert ["Savings, net of recurring cost", "-810,001", "-990,001", "-990,001", "-990,001"] in rows
        assert ["Gap with the proposals", *printed(WITH_PROPOSALS["gap"])] in rows

    def test_say_whose_view_of_the_proposals_counts(self, taken):
        assert "counts the proposals that the person who made this file can view" in taken("html").decode()

    def test_follow_the_basis_of_the_address(self, taken):
        assert "Approved proposals count, savings in full." in taken("html", stage="approved").decode()


@pytest.mark.one_database
class TestManyProposals:
    def test_are_added_up_by_a_formula_of_their_range(self, taken, budget_round):
        content = taken("xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content))
        pressures = next(each for each in book if each["A1"].value.startswith("General fund: pressures"))
        assert pressures["B8"].value == f"=SUM('{pressures.title}'!B4:'{pressures.title}'!B7)".replace(
            f":'{pressures.title}'!", ":"
        )


@pytest.mark.one_database
class TestTaking:
    def test_is_on_the_record_and_marked_as_a_draft_until_the_plan_is_shared(self, taken, budget_round):
        assert "Draft" in taken("html").decode()
        assert ChangeRecord.objects.filter(action="exported").exists()
        plan = MediumTermPlan.objects.get()
        plan.shared_at = timezone.now()
        plan.save()
        assert "Draft" not in taken("html").decode()

    def test_waits_on_a_page_of_its_own_name_that_leads_back_to_the_position(self, taken, budget_round):
        taken("pdf")
        owner = signed_in(get_user_model().objects.get(pk=PrintJob.objects.get().asked_by_id))
        work = reverse("budget:work", args=[budget_round.pk, PrintJob.objects.get().pk])
        page = tree(owner.get(work))
        assert words(page.find(".//h1")) == "PDF of “Medium-term position”"
        (back,) = (link for link in page.iter("a") if words(link) == "Back to the medium-term position")
        assert back.get("href") == reverse("budget:position", args=[budget_round.pk])

    def test_is_for_those_who_see_the_plan_alone(self, budget_round, scrutiny_member):
        for ending in ("xlsx", "pdf", "docx", "html"):
            address = reverse("budget:position-file", args=[budget_round.pk, ending])
            assert signed_in(scrutiny_member).get(address).status_code == 404
        assert not PrintJob.objects.exists()

    def test_ends_when_the_person_no_longer_sees_a_proposal_in_it(
        self, budget_round, assign, finance_officer
    ):
        client = signed_in(finance_officer)
        client.get(reverse("budget:position-file", args=[budget_round.pk, "pdf"]))
        worker.do(jobs.take(worker.worker_name()))
        address = reverse("budget:work-file", args=[budget_round.pk, PrintJob.objects.get().pk])
        assert client.get(address).status_code == 200
        assign(finance_officer, SavingsProposal.objects.filter(reference="S1").get().service)
        assert client.get(address).status_code == 404


@pytest.mark.one_database
class TestTheCommand:
    def render(self, tmp_path, name="Budget 2027/28 to 2029/30", **more):
        path = tmp_path / "position.json"
        options = {"council": "eastvale-council", "is_round": True, "format": "json", "output": path, **more}
        call_command("render_forecast", name, stdout=io.StringIO(), **options)
        return json.loads(path.read_text())

    def test_writes_what_the_page_gives_out(self, budget_round, finance_officer, tmp_path):
        address = reverse("budget:position-file", args=[budget_round.pk, "json"])
        assert self.render(tmp_path) == json.loads(signed_in(finance_officer).get(address).content)
        assert ChangeRecord.objects.filter(action="exported").count() == 2

    def test_counts_proposals_of_the_stage_asked_for(self, budget_round, tmp_path):
        assert [each["reference"] for each in self.render(tmp_path, stage="approved")["entered"]] == [
            "S1",
            "P4",
        ]

    def test_says_that_there_is_no_such_round_or_plan(self, budget_round, tmp_path):
        with pytest.raises(CommandError, match="has no round “Other”"):
            self.render(tmp_path, "Other")
        MediumTermPlan.objects.get().delete()
        with pytest.raises(CommandError, match="has no medium-term plan"):
            self.render(tmp_path)


@pytest.mark.one_database
class TestTheSnapshotOfADocument:
    def test_gives_the_same_document_again(self, budget_round):
        document = position_document(
            round_position(plan_input(), items()), budget_round, Cover(title="Position")
        )
        assert document_from(from_text(as_text(whole_snapshot(document, {"plan": 1})))) == document
