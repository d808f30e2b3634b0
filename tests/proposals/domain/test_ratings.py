"""The three ratings are kept apart: risk to delivery, delivery status, impact on residents; each has its own hand."""

import pytest
from django.test import Client

from proposals.models import BudgetRound, ExemptWording, ImpactStatement
from services.models import ChangeRecord
from tests.support.exempt_examples import WORDING
from tests.support.web_examples import make_proposal, make_round, make_service, problems, tree, words

pytestmark = pytest.mark.django_db

SENT = {"delivery_status": "delayed", "delivery_note": "The lamps are late."}


@pytest.fixture
def decided():
    """A proposal approved in a round that is closed since."""
    proposal = make_proposal(
        make_round(), "ENV001", stage="decided", outcome="approved", risk_to_delivery="L"
    )
    BudgetRound.objects.get().phase = "closed"
    return proposal


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(proposal):
    return f"{proposal.get_absolute_url()}delivery/"


def ratings(person, proposal):
    page = tree(signed_in(person).get(proposal.get_absolute_url()))
    for definition in page.xpath("//*[@popover]"):
        definition.drop_tree()
    return {words(row[0]): words(row[1]) for row in page.xpath("//section[@id='risk']//dl/div")}


class TestTheDeliveryStatus:
    def test_is_written_after_the_decision_and_changes_no_other_rating(
        self, finance_officer, scrutiny_member, decided
    ):
        assert signed_in(finance_officer).post(address(decided), SENT).status_code == 302
        assert ratings(scrutiny_member, decided) == {
            "Risk to delivery": "Low",
            "Delivery status": "Delayed The lamps are late.",
            "Impact on residents": "Not rated",
        }
        decided.refresh_from_db()
        assert decided.stage == "decided"
        changed = ChangeRecord.objects.about("proposals.savingsproposal", decided.pk).latest("pk")
        assert (changed.actor_name, changed.after["delivery_status"]) == ("Fiona Ledger", "delayed")

    def test_is_asked_for_in_words(self, finance_officer, decided):
        refused = signed_in(finance_officer).post(address(decided), {"delivery_status": ""})
        assert problems(refused) == ["Delivery status: Choose the delivery status."]

    def test_has_no_note_that_repeats_exempt_wording(self, finance_officer, decided):
        statement = ImpactStatement.objects.create(
            proposal=decided, kind="impact_upon_staff", exempt_paragraph=1, public_interest_reason="Harm."
        )
        ExemptWording.objects.create(proposal=decided, statement=statement, text=WORDING)
        refused = signed_in(finance_officer).post(address(decided), {**SENT, "delivery_note": WORDING})
        assert "This repeats exempt wording of “Impact on staff”" in problems(refused)[0]
        decided.refresh_from_db()
        assert (decided.delivery_status, decided.delivery_note) == ("", "")

    @pytest.mark.parametrize(
        ("stage", "outcome"), [("published", ""), ("decided", "rejected"), ("decided", "deferred")]
    )
    def test_is_not_for_what_was_not_approved(self, finance_officer, stage, outcome):
        proposal = make_proposal(make_round(), "ENV001", stage=stage, outcome=outcome)
        assert signed_in(finance_officer).post(address(proposal), SENT).status_code == 403

    def test_is_kept_by_those_who_work_on_the_proposal(
        self, author, budget_holder, scrutiny_member, committee_clerk, auditor, assign, decided
    ):
        other = make_service(decided.budget_round, "Schools", "EDU", "Education")
        assign(author, other)
        assign(budget_holder, decided.service)
        for person in (author, scrutiny_member, committee_clerk, auditor):
            assert signed_in(person).post(address(decided), SENT).status_code == 403
        assert signed_in(budget_holder).post(address(decided), SENT).status_code == 302


class TestTheImpactOnResidents:
    def test_is_shown_beside_a_risk_that_says_otherwise(self, scrutiny_member):
        proposal = make_proposal(make_round(), "ENV001", risk_to_delivery="L", impact_on_residents="H")
        assert ratings(scrutiny_member, proposal) == {
            "Risk to delivery": "Low",
            "Delivery status": "Not decided yet",
            "Impact on residents": "High",
        }
