"""Importing stated documents on the web: years that are asked for, choices a person makes, and who may confirm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals.models import SavingsProposal, WaitingDocument
from services.models import Council
from tests.support.business_cases import Case, text_of
from tests.support.option_forms import LIBRARIES, bytes_of
from tests.support.parsed_imports import OPTIONS, exported, load, row, summary
from tests.support.web_examples import problems, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UPLOAD = "/proposals/import/"
NEW_ROUND = {"council_name": "Fenwick", "round_name": "The plan"}


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def upload(client, content, **fields):
    document = SimpleUploadedFile("document.txt", content)
    return client.post(UPLOAD, {"document": document, **fields})


def hidden(page):
    fields = tree(page).xpath("//main//form//input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in fields}


class TestYearsThatNothingNames:
    def test_are_asked_for_beside_their_field(self, officer):
        refused = upload(officer, text_of(Case()).encode(), **NEW_ROUND)
        assert "first_year" in refused.context["form"].errors
        assert "Enter the first year and the number of years" in " ".join(problems(refused))
        assert not WaitingDocument.objects.exclude(style="kept").exists()

    def test_are_those_given(self, officer):
        fields = {**NEW_ROUND, "first_year": "2027/28", "number_of_years": "2"}
        page = officer.get(upload(officer, text_of(Case()).encode(), **fields)["Location"])
        assert "New budget round: The plan, 2027/28 to 2028/29." in words(tree(page).xpath("//main")[0])


class TestAProposalThatMayBeOneOfTwo:
    @pytest.fixture
    def address(self, officer):
        load(OPTIONS, bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002", service="Vans")))
        budget_round = Council.objects.get().budget_rounds.get()
        sent = upload(officer, summary(row("Mobile Libraries")), budget_round=budget_round.pk)
        return sent["Location"]

    def test_is_chosen_from_a_list_before_anything_is_imported(self, officer, address):
        page = officer.get(address)
        offered = [
            words(label) for label in tree(page).xpath("//main//div[contains(@class, 'radios')]//label")
        ]
        assert [label.split(" ")[0] for label in offered] == ["LIB001", "LIB002", "A"]
        chosen = officer.post(address, {"choose": "1", "question_0": "LIB002"}, follow=True)
        assert "0 new, 1 changed" in words(tree(chosen).xpath("//main")[0])
        assert not SavingsProposal.objects.exclude(version=1).exists()
        officer.post(address, hidden(chosen))
        assert exported()["LIB002"]["committees"] == ["Culture"]
        assert exported()["LIB001"]["committees"] == []

    def test_is_a_new_one_where_that_is_chosen(self, officer, address):
        chosen = officer.post(address, {"choose": "1", "question_0": "new"}, follow=True)
        officer.post(address, hidden(chosen))
        assert set(exported()) == {"LIB001", "LIB002", "CUL-01"}

    def test_is_asked_for_again_where_nothing_was_chosen(self, officer, address):
        response = officer.post(address, {"choose": "1"})
        assert response.status_code == 400
        assert "Choose which proposal “Mobile Libraries” is." in problems(response)[0]

    def test_cannot_be_imported_before(self, officer, address):
        officer.post(address, hidden(officer.get(address)))
        assert SavingsProposal.objects.count() == 2


class TestTheConfirmation:
    def test_is_refused_to_whose_work_was_limited_since(self, officer, finance_officer, assign):
        load(OPTIONS, bytes_of(LIBRARIES))
        council = Council.objects.get()
        budget_round = council.budget_rounds.get()
        sent = upload(officer, summary(row("Mobile Libraries")), budget_round=budget_round.pk)
        page = officer.get(sent["Location"])
        assign(finance_officer, council.directorates.get())
        assert officer.post(sent["Location"], hidden(page)).status_code == 403
        assert exported()["LIB001"]["committees"] == []

    def test_says_whose_signs_the_figures_have_where_the_council_prints_others(self, officer):
        load(OPTIONS, bytes_of(LIBRARIES))
        budget_round = Council.objects.get().budget_rounds.get()
        sent = upload(officer, summary(row("Mobile Libraries")), budget_round=budget_round.pk)
        shown = words(tree(officer.get(sent["Location"])).xpath("//main")[0])
        assert "The signs are the document’s own: it prints a saving as a positive figure." in shown
        again = upload(officer, bytes_of(LIBRARIES), budget_round=budget_round.pk)
        assert "document’s own" not in words(tree(officer.get(again["Location"])).xpath("//main")[0])

    def test_folds_what_would_change(self, officer):
        load(OPTIONS, bytes_of(LIBRARIES))
        budget_round = Council.objects.get().budget_rounds.get()
        sent = upload(officer, summary(row("Mobile Libraries")), budget_round=budget_round.pk)
        folded = tree(officer.get(sent["Location"])).xpath("//main//table//details/summary")
        assert [words(item) for item in folded] == ["6 changes to LIB001"]
