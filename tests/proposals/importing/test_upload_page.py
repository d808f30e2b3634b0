"""The page that takes a document: what it chooses beforehand, and the file that it keeps after an error."""

import pytest

from proposals.importing.upload_forms import QuestionsForm
from proposals.models import SavingsProposal, WaitingDocument
from tests.proposals.importing.test_any_file import PLAIN, workbook
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.support.web_examples import make_round, problems, tree, words

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UPLOAD = "/proposals/import/"


def chosen(page, name):
    (option,) = tree(page).xpath(f"//select[@name='{name}']/option[@selected]")
    return words(option)


def again(client, page, **fields):
    """Send the form of the page without choosing a file."""
    return client.post(UPLOAD, {**form_of(page), **fields})


class TestTheRound:
    def test_is_the_newest_one_in_preparation_and_its_council(self, officer):
        make_round("Budget 2027/28 to 2029/30", phase="preparation")
        make_round("Published", phase="scrutiny")
        make_round("Closed", phase="closed")
        page = officer.get(UPLOAD)
        assert chosen(page, "budget_round") == "Eastvale Council: Budget 2027/28 to 2029/30"
        assert chosen(page, "council") == "Eastvale Council"
        assert not tree(page).xpath("//main//details[@open]")

    def test_is_the_one_that_the_person_comes_from(self, officer):
        published = make_round("Published", phase="scrutiny")
        make_round("In preparation", phase="preparation")
        assert (
            chosen(officer.get(f"{UPLOAD}?round={published.pk}"), "budget_round")
            == "Eastvale Council: Published"
        )
        # An address that names none is no error.
        for wrong in ("x", "9" * 40, "999999"):
            page = officer.get(f"{UPLOAD}?round={wrong}")
            assert chosen(page, "budget_round") == "Eastvale Council: In preparation"

    def test_is_a_new_one_where_there_is_none(self, officer):
        page = officer.get(UPLOAD)
        assert chosen(page, "budget_round") == "A new round"
        assert tree(page).xpath("//main//details[@open]//input[@name='round_name']")

    def test_is_refused_beside_two_councils(self, officer, budget_round):
        refused = upload(
            officer,
            workbook(PLAIN),
            name="list.xlsx",
            council=budget_round.council.pk,
            council_name="Westvale",
            round_name="Budget B",
        )
        assert problems(refused) == [
            "Name of the new council: Leave this empty, or choose “A new council” in the list of councils."
        ]
        assert tree(refused).xpath("//main//details[@open]//input[@name='council_name']")


class TestTheFile:
    def test_is_kept_after_an_error_elsewhere_and_named(self, officer, budget_round):
        refused = upload(officer, workbook(PLAIN), name="<list>.xlsx")
        assert "<list>.xlsx has been uploaded. Choose a file only if" in words(
            tree(refused).xpath("//main")[0]
        )
        sent = again(officer, refused, budget_round=budget_round.pk)
        officer.post(sent["Location"], form_of(officer.get(sent["Location"])))
        assert SavingsProposal.objects.count() == 3
        assert not WaitingDocument.objects.exists()

    def test_is_kept_through_several_errors_and_replaced_by_another(self, officer, budget_round):
        refused = again(officer, upload(officer, b"no table at all", name="a.txt"), round_name="B")
        assert "a.txt has been uploaded." in words(tree(refused).xpath("//main")[0])
        sent = upload(
            officer, workbook(PLAIN), name="list.xlsx", budget_round=budget_round.pk, **form_of(refused)
        )
        assert sent.status_code == 302
        assert WaitingDocument.objects.get().file_name == "list.xlsx"

    def test_that_cannot_be_read_is_not_kept(self, officer, budget_round):
        refused = upload(officer, b"\x89PNG", name="a.png", budget_round=budget_round.pk)
        assert "kept" not in form_of(refused)
        assert again(officer, refused, budget_round=budget_round.pk).status_code == 200
        assert not WaitingDocument.objects.exists()

    def test_of_somebody_else_is_not_taken(self, officer, budget_round, admin_client):
        kept = form_of(upload(officer, workbook(PLAIN), name="list.xlsx"))
        answer = admin_client.post(UPLOAD, {**kept, "budget_round": budget_round.pk})
        assert "Document: Choose the document." in problems(answer)
        assert officer.get(f"{UPLOAD}{kept['kept']}/").status_code == 404  # which is no preview either

    @pytest.mark.parametrize("key", ["", "x", "9" * 40, "1"])
    def test_that_was_never_kept_is_asked_for(self, officer, budget_round, key):
        assert "Document: Choose the document." in problems(
            officer.post(UPLOAD, {"kept": key, "budget_round": budget_round.pk})
        )


def test_no_line_of_a_question_ends_between_a_minus_and_its_pounds():
    question = {
        "id": "sign",
        "about": "figures",
        "place": "row 2",
        "text": "Is “<b>” -£32,000?",
        "choices": ["yes", "no"],
        "default": "",
    }
    (field,) = QuestionsForm(questions=[question]).fields.values()
    assert field.label == 'Is “&lt;b&gt;” <span class="app-amount">-£32,000</span>?'


def test_a_long_refusal_stands_whole_at_the_field_and_begins_the_summary(officer, budget_round):
    page = upload(officer, b"The savings are told at the meeting.\n", budget_round=budget_round.pk)
    (whole,) = map(words, tree(page).xpath("//p[@id='id_document_error']"))
    assert whole.endswith("Correct the file and upload it again.")
    (problem,) = problems(page)
    assert problem.startswith("Document: No savings proposals were found in the file. It holds no table")
    assert problem.endswith("…")
