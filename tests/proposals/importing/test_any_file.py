"""Any council's spreadsheet through the page and the command: recognised, asked about, previewed, in as drafts."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from proposals.importing.reading import read_file
from proposals.models import ImportMapping, SavingsProposal, WaitingDocument
from services.models import ChangeRecord, Council, Directorate, Service
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.support.web_examples import tree, words

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HEADINGS = ("Ref", "Proposal", "Directorate", "2027/28 £", "2028/29 £", "2029/30 £", "Total £", "FTE")
PLAIN = [
    HEADINGS,
    ("AC01", "Parks mowing", "Environment", 40_000, 0, 0, 40_000, -1),
    ("AC02", "Bin rounds", "Environment", 0, 120_000, 30_000, 150_000, -2.5),
    ("AC03", "Library hours", "Communities", 100_000, 0, 0, 100_000, 0),
]
# A row that is said to be withdrawn is asked about.
WITHDRAWN = [*PLAIN, ("AC04", "Ferry (WITHDRAWN)", "Environment", 5_000, 0, 0, 5_000, 0)]
WITHOUT_UNIT = [
    tuple(heading.removesuffix(" £") for heading in HEADINGS),
    ("AC01", "Parks mowing", "Environment", 40, 0, 0, 40, -1),
    ("AC02", "Bin rounds", "Environment", 0, 120, 30, 150, -2.5),
]


def workbook(rows, title="Savings"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def figures():
    return [
        (proposal.reference, proposal.service.directorate.name, proposal.stage, proposal.total_saving)
        for proposal in SavingsProposal.objects.select_related("service__directorate").order_by("position")
    ]


class TestAPlainList:
    def test_is_in_as_drafts_in_three_clicks(self, officer, budget_round):
        address = upload(officer, workbook(PLAIN), name="list.xlsx", budget_round=budget_round.pk)["Location"]
        page = officer.get(address)
        assert words(tree(page).xpath("//main//form//button")[0]) == "Import (3 new)"
        officer.post(address, form_of(page))
        assert figures() == [
            ("AC01", "Environment", "draft", 40_000),
            ("AC02", "Environment", "draft", 150_000),
            ("AC03", "Communities", "draft", 100_000),
        ]
        bins = SavingsProposal.objects.get(reference="AC02")
        assert list(bins.year_profiles.values_list("recurring_saving", flat=True)) == [0, 120_000, 30_000]
        assert str(bins.total_fte_change) == "-2.50"

    def test_matches_directorates_that_exist_and_makes_the_others(self, officer, budget_round):
        stored = Directorate.objects.create(council=budget_round.council, code="ENV", name="Environment")
        address = upload(officer, workbook(PLAIN), name="list.xlsx", budget_round=budget_round.pk)["Location"]
        officer.post(address, form_of(officer.get(address)))
        assert SavingsProposal.objects.get(reference="AC01").service.directorate == stored
        names = Directorate.objects.filter(council=budget_round.council).values_list("name", flat=True)
        assert sorted(names) == ["Communities", "Environment"]

    def test_read_again_is_up_to_date_and_a_new_figure_is_the_one_change(self, officer, budget_round):
        def again(rows):
            sent = upload(officer, workbook(rows), name="list.xlsx", budget_round=budget_round.pk)
            return sent["Location"], officer.get(sent["Location"])

        address, page = again(PLAIN)
        officer.post(address, form_of(page))
        services = Service.objects.count()
        _, page = again(PLAIN)
        assert "Everything in this document is already up to date." in words(tree(page).xpath("//main")[0])
        more = [*PLAIN[:1], ("AC01", "Parks mowing", "Environment", 45_000, 0, 0, 45_000, -1), *PLAIN[2:]]
        address, page = again(more)
        text = words(tree(page).xpath("//main")[0])
        assert "0 new, 1 changed, 2 unchanged" in text
        changes = [[words(part) for part in row] for row in tree(page).xpath("//main//details//dl/div")]
        assert changes == [
            ["Saving 2027/28", "Current: £40,000", "In the document: £45,000"],
            ["Stated total", "Current: £40,000", "In the document: £45,000"],
        ]
        officer.post(address, form_of(page))
        assert figures()[0] == ("AC01", "Environment", "draft", 45_000)
        assert Service.objects.count() == services

    def test_read_again_names_what_it_leaves_out_and_keeps_another_reference_beside_the_own(
        self, officer, budget_round
    ):
        def again(rows):
            sent = upload(officer, workbook(rows), name="list.xlsx", budget_round=budget_round.pk)
            return sent["Location"], officer.get(sent["Location"])

        address, page = again(PLAIN)
        officer.post(address, form_of(page))
        address, page = again([HEADINGS, ("AC22", *PLAIN[2][1:]), PLAIN[3]])
        text = words(tree(page).xpath("//main")[0])
        assert "0 new, 1 changed, 1 unchanged, 1 not in this document" in text
        assert "Not in this document and unchanged: 1 AC01 – Parks mowing" in text
        changes = [[words(part) for part in row] for row in tree(page).xpath("//main//details//dl/div")]
        assert changes == [
            [
                "Reference",
                "Current: AC02",
                "In the document: AC22 is kept as a further reference; the proposal stays AC02",
            ]
        ]
        officer.post(address, form_of(page))
        bins = SavingsProposal.objects.get(reference="AC02")
        assert list(bins.other_references.values_list("printed", flat=True)) == ["AC22"]

    def test_of_another_directorate_takes_no_service_and_the_preview_shows_where_each_belongs(
        self, officer, budget_round
    ):
        operations = Directorate.objects.create(council=budget_round.council, code="OPS", name="Operations")
        Service.objects.create(directorate=operations, name="Waste")
        rows = [
            ("Ref", "Directorate", "Service", "Proposal", "2027/28 £", "2028/29 £"),
            ("K1", "Housing Services", "Waste", "Estate bins", 20_000, 5_000),
            ("K2", "Operations", "Waste", "Fewer rounds", 60_000, 10_000),
        ]
        address = upload(officer, workbook(rows), name="list.xlsx", budget_round=budget_round.pk)["Location"]
        page = officer.get(address)
        text = words(tree(page).xpath("//main")[0])
        assert "K1 – Estate bins (Housing Services, Waste)" in text
        assert "K2 – Fewer rounds (Operations, Waste)" in text
        assert "A service of that name already exists in Operations" in text
        officer.post(address, form_of(page))
        assert [row[1] for row in figures()] == ["Housing Services", "Operations"]


def test_a_row_whose_years_do_not_come_to_its_total_is_said_once():
    rows = [*PLAIN[:-1], ("AC03", "Library hours", "Environment", 11_000, 0, 0, 12_000, 0)]
    document = read_file(workbook(rows), "list.xlsx").document
    assert [issue.message for issue in document.issues if issue.code == "total"] == [
        "Library hours: the years come to the total: £12,000 is printed, but the rows come to £11,000."
    ]


class TestQuestions:
    def asked(self, officer, budget_round, rows=WITHDRAWN):
        sent = upload(officer, workbook(rows), name="list.xlsx", budget_round=budget_round.pk)
        return sent["Location"], officer.get(sent["Location"])

    def test_are_asked_beside_the_amounts_of_every_row_before_the_preview(self, officer, budget_round):
        _, page = self.asked(officer, budget_round)
        assert words(tree(page).xpath("//main//h1")[0]) == "Questions about this document"
        rows = [[words(cell) for cell in row] for row in tree(page).xpath("//main//tbody/tr")]
        (bins,) = [row for row in rows if row[0] == "AC02 Bin rounds"]
        assert bins[1].startswith("Read AC02 Bin rounds as")
        assert "Proposal (as read)" in bins[1]
        assert bins[3:8] == ["£0", "£120,000", "£30,000", "£150,000", "-2.50"]
        (library,) = [row for row in rows if row[0] == "AC03 Library hours"]
        assert library[7] == "0.00"  # no change is stated
        assert not SavingsProposal.objects.exists()

    def answer(self, officer, address, page, chosen):
        preview = officer.post(address, {**form_of(page), "question_0": chosen, "answer": "1"}, follow=True)
        officer.post(address, form_of(preview))

    def test_about_rows_are_answered_for_this_file_alone(self, officer, budget_round):
        address, page = self.asked(officer, budget_round)
        (question,) = WaitingDocument.objects.get().parsed["questions"]
        self.answer(officer, address, page, question["choices"][-1])
        assert {reference for reference, *_ in figures()} >= {"AC01", "AC02", "AC03"}
        assert not ImportMapping.objects.exists()

    def test_about_a_layout_lead_to_the_preview_and_are_kept_for_a_file_alike(self, officer, budget_round):
        address, page = self.asked(officer, budget_round, WITHOUT_UNIT)
        self.answer(officer, address, page, "£000")
        assert [total for *_, total in figures()] == [40_000, 150_000]
        mapping = ImportMapping.objects.get()
        assert mapping.council == budget_round.council
        assert mapping.answers == {"unit": "£000"}
        kept = ChangeRecord.objects.filter(record_type="proposals.importmapping")
        assert [record.action for record in kept] == ["created"]

    def test_without_an_answer_are_asked_again(self, officer, budget_round):
        address, page = self.asked(officer, budget_round)
        response = officer.post(address, {**form_of(page), "answer": "1"})
        assert response.status_code == 400
        assert "Choose an answer." in words(tree(response).xpath("//main")[0])

    def test_about_a_figure_refuse_words_and_take_an_amount(self, officer, budget_round):
        rows = [*PLAIN[:-1], ("AC03", "Library hours", "Environment", "12x000", 0, 0, None, 0)]
        address, page = self.asked(officer, budget_round, rows)
        chosen = {**form_of(page), "answer": "1"}
        response = officer.post(address, {**chosen, "question_0": "twelve"})
        assert response.status_code == 400
        message = "“twelve” is no amount in whole pounds. Enter it in figures, such as 120,000."
        assert message in words(tree(response).xpath("//main")[0])
        assert officer.post(address, {**chosen, "question_0": "£12,000"}).status_code == 302


def command(tmp_path, rows, *options):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(rows))
    out = io.StringIO()
    arguments = [str(path), "--council", "fenwick", "--council-name", "Fenwick"]
    arguments += ["--round", "Budget 2027/28 to 2029/30", "--json", *options]
    try:
        call_command("import_document", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


class TestTheCommand:
    def test_prints_what_was_understood(self, tmp_path):
        code, said = command(tmp_path, PLAIN)
        assert (code, said["status"], said["questions"]) == (0, "read", [])
        (table,) = said["understanding"]["tables"]
        assert [row["title"] for row in table["rows"] if row["role"] == "item"] == [
            "Parks mowing",
            "Bin rounds",
            "Library hours",
        ]
        assert said["proposals"][1] == {
            "reference": "AC02",
            "title": "Bin rounds",
            "directorate": "Environment",
            "service": "Environment",
            "amounts": {"2027/28": 0, "2028/29": 120_000, "2029/30": 30_000},
            "total": 150_000,
            "fte_total": -2.5,
        }
        assert {stage for _, _, stage, _ in figures()} == {"draft"}

    def test_stops_at_a_question_and_goes_on_with_its_answer(self, tmp_path):
        code, said = command(tmp_path, WITHOUT_UNIT)
        assert (code, said["status"]) == (3, "questions")
        assert not Council.objects.exists()
        (question,) = said["questions"]
        answers = tmp_path / "answers.json"
        answers.write_text(json.dumps({question["id"]: "£000"}))
        code, said = command(tmp_path, WITHOUT_UNIT, "--answers", str(answers))
        assert (code, said["status"]) == (0, "read")
        assert ImportMapping.objects.get().council.slug == "fenwick"

    def test_goes_on_with_the_answer_which_stored_proposal_one_is(self, tmp_path):
        heading = ("Proposal", "Directorate", "Service", "2027/28", "2028/29", "2029/30", "Total")
        in_two_parts = [
            (f"Mobile library ({part})", "Culture", "Libraries", 100_000, 0, 0, 100_000)
            for part in ("north", "south")
        ]
        command(tmp_path, [("Savings £",), heading, *in_two_parts])
        later = [("Savings £",), heading, ("Mobile library", "Culture", "Libraries", 900_000, 0, 0, 900_000)]
        _, said = command(tmp_path, later, "--dry-run")
        (question,) = said["questions"]
        answers = tmp_path / "answers.json"
        answers.write_text(json.dumps({question["id"]: question["choices"][1]}))
        _, said = command(tmp_path, later, "--dry-run", "--answers", str(answers))
        assert (said["questions"], said["proposals"][0]["reference"]) == ([], question["choices"][1])

    def test_refuses_a_reference_that_stands_twice(self, tmp_path):
        twice = [*PLAIN, ("AC01", "Ferry", "Environment", 5_000, 0, 0, 5_000, 0)]
        code, said = command(tmp_path, twice)
        assert (code, said["status"]) == (2, "refused")
        assert not SavingsProposal.objects.exists()

    def test_asks_in_one_question_about_all_figures_that_differ(self, tmp_path):
        wrong = [*PLAIN, ("", "Total", "", 1, 2, 3, 6, 0)]
        code, said = command(tmp_path, wrong, "--dry-run")
        assert (code, said["status"]) == (3, "questions")
        (question,) = said["questions"]
        assert question["about"] == "differences of figures"
        assert "£1 is printed, but the rows come to £140,000" in question["text"]
        code, said = command(tmp_path, wrong, "--dry-run", "--accept-findings", "A misprint.")
        assert (code, said["status"], said["questions"]) == (0, "read", [])

    def test_counts_a_row_as_placed_of_which_a_cell_was_not_read(self, tmp_path):
        rows = [
            HEADINGS,
            *(("AC0" + str(n), f"Idea {n}", "Place", "tbc", "tbc", 50_000, "tbc", 0) for n in (1, 2)),
        ]
        code, said = command(tmp_path, rows, "--dry-run")
        lines = said["import"]["lines"]
        assert (code, lines["placed"], len(lines["left_over"])) == (0, 2, 6)
        assert lines["read"] == 8

    def test_changes_nothing_on_trial(self, tmp_path):
        code, said = command(tmp_path, PLAIN, "--dry-run")
        assert (code, said["status"], len(said["proposals"])) == (0, "read", 3)
        assert not Council.objects.exists()
