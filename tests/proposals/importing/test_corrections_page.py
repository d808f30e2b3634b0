"""Rows and columns are corrected by choosing, in the tables of the reading; the document is read again with that."""

import json

import pytest

from proposals.models import DocumentImport, ImportMapping, SavingsProposal, WaitingDocument
from services.models import ChangeRecord
from tests.proposals.importing.test_any_file import HEADINGS, PLAIN, command, figures, workbook
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.support.web_examples import tree, words

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

BINS = "row:sheet “Savings”, row 3"
TARGETS = [(*HEADINGS[:6], "Stretch £", "FTE"), *((*row[:6], 5_000, row[7]) for row in PLAIN[1:])]


def previewed(officer, budget_round, rows=PLAIN):
    address = upload(officer, workbook(rows), name="list.xlsx", budget_round=budget_round.pk)["Location"]
    return address, officer.get(address)


def selects(page):
    return {select.get("name"): select for select in tree(page).xpath("//main//form//select")}


def chosen(select):
    options = select.xpath(".//option[@selected]") or select.xpath(".//option[1]")
    return words(options[0])


def sent(page, **more):
    """Return what the form of the reading would send, with selects changed."""
    as_shown = {
        name: select.xpath("string(.//option[@selected]/@value)") for name, select in selects(page).items()
    }
    return {**form_of(page), **as_shown, **more}


class TestThePage:
    def test_is_reached_from_the_preview_and_has_a_labelled_select_for_each_row_and_column(
        self, officer, budget_round
    ):
        _, preview = previewed(officer, budget_round)
        (link,) = tree(preview).xpath("//main//a[text()='Correct how the document was read']/@href")
        page = officer.get(link)
        assert words(tree(page).xpath("//main//h1")[0]) == "Reading of this document"
        labels = {label.get("for"): words(label) for label in tree(page).xpath("//main//form//label")}
        said = {labels[select.get("id")]: chosen(select) for select in selects(page).values()}
        assert said["Read AC02 Bin rounds as"] == "Proposal (as read)"
        assert said["Kind of 2027/28 £"] == "Saving (as read)"
        assert (said["Year of 2027/28 £"], said["Unit of 2027/28 £"]) == ("2027/28 (as read)", "£ (as read)")
        assert said["Figures of a year"] == "The change made in that year (discrete) (as read)"
        assert len(said) == len(selects(page)) == 1 + 3 + len(HEADINGS) + 5 + 4

    def test_has_a_choice_of_the_basis_that_outranks_what_the_totals_tell(self, officer, budget_round):
        address, _ = previewed(officer, budget_round)
        page = officer.get(f"{address}?reading=1")
        page = officer.post(address, sent(page, basis="cumulative", correct="1"), follow=True)
        assert chosen(selects(page)["basis"]) == "All up to that year (cumulative)"
        page = officer.post(address, sent(page, answer="1", question_0="accept the difference"), follow=True)
        proposals = WaitingDocument.objects.get().parsed["document"]["proposals"]
        assert [item["savings"] for item in proposals] == [
            [[2027, 40_000], [2028, -40_000], [2029, 0]],
            [[2027, 0], [2028, 120_000], [2029, -90_000]],
            [[2027, 100_000], [2028, -100_000], [2029, 0]],
        ]

    def test_a_row_is_read_as_what_is_chosen_for_this_import_alone_and_stands_in_its_history(
        self, officer, budget_round
    ):
        address, _ = previewed(officer, budget_round)
        page = officer.get(f"{address}?reading=1")
        page = officer.post(address, sent(page, **{BINS: "target", "correct": "1"}), follow=True)
        assert chosen(selects(page)[BINS]) == "Target"
        preview = officer.post(address, sent(page, answer="1"), follow=True)
        officer.post(address, form_of(preview))
        assert [reference for reference, *_ in figures()] == ["AC01", "AC03"]
        assert not ImportMapping.objects.exists()
        assert "“Bin rounds” was read as: target. A person chose this." in DocumentImport.objects.get().notes
        (record,) = ChangeRecord.objects.filter(record_type="proposals.documentimport")
        assert "was read as: target" in record.after["notes"]

    def test_a_choice_that_is_taken_back_leaves_the_row_as_it_was_read(self, officer, budget_round):
        address, _ = previewed(officer, budget_round)
        page = officer.get(f"{address}?reading=1")
        page = officer.post(address, sent(page, **{BINS: "target", "correct": "1"}), follow=True)
        page = officer.post(address, sent(page, **{BINS: "", "correct": "1"}), follow=True)
        assert chosen(selects(page)[BINS]) == "Proposal (as read)"
        assert WaitingDocument.objects.get().answers == {}

    def test_a_column_is_read_as_what_is_chosen_and_its_kind_alone_is_kept_for_a_file_alike(
        self, officer, budget_round
    ):
        address, page = previewed(officer, budget_round, TARGETS)
        page = officer.get(f"{address}?reading=1")
        choice = {"column:stretch £": "target", "unit:2028/29 £": "£000", "year:2029/30 £": "2028/29"}
        page = officer.post(
            address, sent(page, **choice, **{"amount-columns": "add up", "correct": "1"}), follow=True
        )
        assert {
            name: selects(page)[name].xpath("string(.//option[@selected]/@value)") for name in choice
        } == choice
        answered = dict.fromkeys(tree(page).xpath("//main//form//input[@type='radio']/@name"), "add up")
        preview = officer.post(address, sent(page, **answered, answer="1"), follow=True)
        officer.post(address, form_of(preview))
        bins = SavingsProposal.objects.get(reference="AC02")
        assert list(bins.year_profiles.values_list("recurring_saving", flat=True)) == [0, 120_030_000]
        assert ImportMapping.objects.get().answers == {"column:stretch £": "target"}
        notes = DocumentImport.objects.get().notes
        for said in ("“Stretch £” was read as: target", "“2029/30 £” was read as: 2028/29"):
            assert f"{said}. A person chose this." in notes

    def test_a_question_about_a_column_is_answered_with_its_select_left_as_it_is(self, officer, budget_round):
        address, page = previewed(officer, budget_round, TARGETS)
        answer = {"question_0": "cost", "answer": "1"}
        officer.post(address, sent(page, **answer))
        assert WaitingDocument.objects.get().answers == {"column:stretch £": "cost"}
        assert WaitingDocument.objects.get().parsed["questions"] == []

    def test_a_choice_that_is_not_offered_is_refused(self, officer, budget_round):
        address, _ = previewed(officer, budget_round)
        response = officer.post(address, {BINS: "saving", "correct": "1"})
        assert response.status_code == 400
        assert WaitingDocument.objects.get().answers == {}

    def test_a_long_list_is_corrected_page_by_page(self, officer, budget_round):
        rows = [HEADINGS, *((f"B{n}", f"Saving {n}", "Place", 1_000, 0, 0, 1_000, 0) for n in range(450))]
        address, _ = previewed(officer, budget_round, rows)
        for number, row in ((1, 2), (3, 450)):
            page = officer.get(f"{address}?reading={number}")
            id_ = f"row:sheet “Savings”, row {row}"
            again = officer.post(
                f"{address}?reading={number}", sent(page, **{id_: "note", "correct": "1"}), follow=True
            )
            assert again.request["QUERY_STRING"] == f"reading={number}"
        assert len(WaitingDocument.objects.get().answers) == 2


class TestTheCommand:
    def test_takes_the_same_ids_and_refuses_those_of_rows_that_are_not_there(self, tmp_path):
        answers = tmp_path / "answers.json"
        answers.write_text(json.dumps({BINS: "note"}))
        code, said = command(tmp_path, PLAIN, "--answers", str(answers))
        assert (code, [item["reference"] for item in said["proposals"]]) == (0, ["AC01", "AC03"])
        assert said["understanding"]["tables"][0]["rows"][1]["id"] == BINS
        answers.write_text(json.dumps({"row:sheet “Savings”, row 99": "note"}))
        code, said = command(tmp_path, PLAIN, "--answers", str(answers))
        assert (code, said["status"]) == (2, "refused")
