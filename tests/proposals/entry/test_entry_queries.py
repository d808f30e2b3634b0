"""Saving a proposal's page takes few queries, whatever changed."""

import pytest

from proposals.models import ExemptWording, SavingsProposal, SignOff
from services.models import Characteristic
from tests.support.entry_pages import (
    ADD,
    change_page,
    committee_and_meeting,
    entered_proposal,
    errors,
    everything,
    filled,
)
from tests.support.web_examples import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


MOST = 42
"""Some store the message of what was saved in the session, which has no cookie of its own; two write notices."""


class TestQueries:
    """A save takes few, whatever changed; the log of a step is written in one."""

    def test_a_new_proposal_with_everything(self, officer, django_assert_max_num_queries):
        other = entered_proposal()
        committee, meeting = committee_and_meeting(other)
        characteristic = Characteristic.objects.first()
        values = filled(officer.get(ADD)) | {
            "reference": "ENV009",
            "service": str(other.service.pk),
            "base_budget": str(other.base_budget.pk),
            **everything(other, committee, meeting, characteristic, other),
        }
        with django_assert_max_num_queries(MOST):
            response = officer.post(ADD, values)
        assert response.status_code == 302, errors(response)
        made = SavingsProposal.objects.get(reference="ENV009")
        # Each year 1k recurring and 1k one-off: 2, 1 + 1 − 1, 1 + 1 − 1 thousand, and what falls out is in them.
        assert (made.total_saving, str(made.total_fte_change), made.position) == (4_000, "-16.50", 2)
        assert made.entered_by.username == "fiona"
        assert [made.risks.count(), made.dependencies.count(), made.committees.count()] == [1, 1, 1]
        assert [made.where_reported.count(), made.other_references.count()] == [1, 1]
        assert [made.equality_impacts.count(), made.specialist_reviews.count()] == [1, 1]
        assert ExemptWording.objects.get().proposal == made

    def test_changing_every_year(self, officer, django_assert_max_num_queries):
        proposal = entered_proposal()
        values = filled(officer.get(change_page(proposal)))
        for place in range(3):
            values |= {
                f"years-{place}-recurring_saving": f"{place + 1}k",
                f"years-{place}-one_off_cost": "2k",
            }
            values |= {f"years-{place}-fte_change": f"-{place + 6}"}
        with django_assert_max_num_queries(MOST):
            assert officer.post(change_page(proposal), values).status_code == 302
        saved = proposal.year_profiles.values_list("recurring_saving", flat=True)
        assert list(saved) == [1_000, 2_000, 3_000]

    def test_changing_something_in_every_part_of_a_proposal_that_was_signed_off(
        self, officer, django_assert_max_num_queries
    ):
        proposal = entered_proposal(stage="cabinet_member_review")
        other = make_proposal(proposal.budget_round, "ENV002")
        committee, meeting = committee_and_meeting(proposal)
        for stage in ("finance_review", "corporate_review"):
            SignOff.objects.create(proposal=proposal, stage=stage, signed_by_name="C", signed_total=50_000)
        first, second = Characteristic.objects.all()[:2]
        values = everything(proposal, committee, meeting, first, other)
        values = filled(officer.get(change_page(proposal))) | values | {"change_reason": "It is cheaper."}
        with django_assert_max_num_queries(MOST):
            response = officer.post(change_page(proposal), values)
        assert response.status_code == 302, errors(response)
        proposal.refresh_from_db()
        assert proposal.stage == "finance_review"
        again = (
            filled(officer.get(change_page(proposal)))
            | everything(proposal, committee, meeting, second, other)
            | {
                "title": "Dim none",
                "change_reason": "The tender came in.",
                "stated_total": "2k",
                "risks-0-title": "Other",
                "dependencies-0-title": "Other",
                "reports-0-item": "7",
                "references-0-printed": "E/R.2",
                "equality-owner": "Otto",
                f"impact-{first.pk}-effect": "neutral",
                "ask-hr-question": "And this?",
                "statement-aims-text": "Less.",
                "others-0-text": "Tell.",
                "statement-brief_description-exempt_text": "It is Dimlight.",
                **{f"years-{place}-recurring_saving": "3k" for place in range(3)},
                **{f"years-{place}-fte_change": "-6.5" for place in range(3)},
            }
        )
        with django_assert_max_num_queries(MOST):
            response = officer.post(change_page(proposal), again)
        assert response.status_code == 302, errors(response)

    def test_the_first_correction_of_a_published_proposal_which_keeps_what_was_published(
        self, officer, django_assert_max_num_queries
    ):
        proposal = entered_proposal()
        other = make_proposal(proposal.budget_round, "ENV002")
        committee, meeting = committee_and_meeting(proposal)
        characteristic = Characteristic.objects.first()
        values = everything(proposal, committee, meeting, characteristic, other)
        values = filled(officer.get(change_page(proposal))) | values
        assert officer.post(change_page(proposal), values).status_code == 302
        SavingsProposal._base_manager.filter(pk=proposal.pk).update(stage="published")
        changed = {"years-0-recurring_saving": "9k", "change_reason": "The tender came in."}
        values = filled(officer.get(change_page(proposal))) | changed
        with django_assert_max_num_queries(MOST):
            response = officer.post(change_page(proposal), values)
        assert response.status_code == 302, errors(response)
        kept = SavingsProposal.versions.get(published_version_of=proposal)
        rows = ("risks", "dependencies", "committee_links", "where_reported", "other_references")
        assert [getattr(kept, name).count() for name in (*rows, "equality_impacts")] == [1] * 6
        assert proposal.year_profiles.get(year=2027).recurring_saving == 9_000
        assert kept.year_profiles.get(year=2027).recurring_saving == 1_000
