"""Saved views and tokens of programs: looked after by administrators, never shown whole, and named with care."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.models import ApiToken, SavedView
from services.models import ChangeRecord
from tests.support.exempt_examples import WORDING, exempt_proposal, signed_in
from tests.support.web_examples import make_round, problems

pytestmark = pytest.mark.django_db

proposal = exempt_proposal
TOKENS, VIEWS = "/admin/proposals/apitoken/", "/admin/proposals/savedview/"


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser("ada", password="a long enough password")


@pytest.fixture
def token(scrutiny_member):
    token = ApiToken(
        person=scrutiny_member, name="Dashboard", ends_on=timezone.localdate() + timedelta(days=9)
    )
    token.key = token.give_key()
    token.save()
    return token


def view_of(person, budget_round):
    return SavedView.objects.create(owner=person, budget_round=budget_round, name="High risk", query="risk=H")


class TestAnAdministrator:
    def test_sees_whose_a_token_is_but_neither_it_nor_its_mark(self, administrator, token):
        client = signed_in(administrator)
        for address in (TOKENS, f"{TOKENS}{token.pk}/change/"):
            shown = client.get(address).content.decode()
            assert "Dashboard" in shown
            assert token.digest not in shown

    def test_withdraws_a_token_so_that_it_works_no_more_and_is_on_the_record(
        self, administrator, client, token
    ):
        sent = {"authorization": f"Bearer {token.key}"}
        make_round()
        assert client.get("/api/v1/rounds", headers=sent).status_code == 200
        signed_in(administrator).post(f"{TOKENS}{token.pk}/delete/", {"post": "yes"})
        assert client.get("/api/v1/rounds", headers=sent).status_code == 401
        assert ChangeRecord.objects.filter(subject_type="proposals.apitoken", action="deleted").exists()

    def test_of_one_council_looks_after_its_own_alone(self, administrator, assign, scrutiny_member, token):
        own, other = make_round(), make_round(council="Westvale Council")
        views = [view_of(scrutiny_member, budget_round) for budget_round in (own, other)]
        client = signed_in(assign(administrator, own.council))
        answers = [client.get(f"{VIEWS}{view.pk}/change/").status_code for view in views]
        assert answers == [200, 302]
        # Whoever is assigned to nothing may read of every council.
        assert client.get(f"{TOKENS}{token.pk}/change/").status_code == 302
        assign(scrutiny_member, own.council)
        assert client.get(f"{TOKENS}{token.pk}/change/").status_code == 200


def test_nobody_else_finds_them_in_the_admin(finance_officer, auditor, token):
    for person in (finance_officer, auditor):
        assert signed_in(person).get(TOKENS).status_code == 403
        assert signed_in(person).get(f"{VIEWS}").status_code == 403


def test_a_view_cannot_be_named_with_exempt_wording_by_who_knows_it(
    finance_officer, scrutiny_member, proposal
):
    address = reverse("proposals:view-save", query={"round": proposal.budget_round_id})
    refused = signed_in(finance_officer).post(address, {"name": WORDING})
    assert refused.status_code == 400
    assert problems(refused) == [
        "Name: This repeats exempt wording of ENV001, which not everybody has permission to view. Reword it "
        "or leave it out."
    ]
    # Who may not read it is not told that they have guessed it.
    assert signed_in(scrutiny_member).post(address, {"name": WORDING}).status_code == 302
