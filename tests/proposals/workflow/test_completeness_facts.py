"""What must be there before a proposal moves on, and in which words it is asked for."""

from dataclasses import replace

import pytest

from proposals.domain.completeness import Facts, describe_progress, missing, requirements
from proposals.domain.proposal_parts import EqualityRecord
from proposals.domain.stages import PATH, Stage
from proposals.models import (
    EqualityAssessment,
    ProposalCommittee,
    SpecialistReview,
    WarningReason,
)
from proposals.models.records import record_of
from proposals.workflow.completeness_facts import (
    facts_of,
    open_warnings,
    others_on_the_budget,
    others_on_the_budgets,
)
from proposals.workflow.moving import (
    IncompleteProposal,
    MoveRequest,
    move,
)
from tests.support.stage_examples import again, events, in_preparation, make_complete
from tests.support.web_examples import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def holder(budget_holder, budget_round, assign):
    return assign(budget_holder, make_service(budget_round).directorate)


@pytest.fixture
def record(budget_round):
    return record_of(make_complete(budget_round, reference="ENV077"))


class TestWhatMustBeThere:
    def test_eleven_things_are_asked_for_before_cabinet(self, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        listed = requirements(facts_of(proposal), Stage.CABINET_MEMBER_REVIEW)
        assert describe_progress(listed) == "11 of 11"

    def test_what_is_missing_is_counted_and_listed(self, budget_round, section_151_officer):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        ProposalCommittee.objects.filter(proposal=proposal).delete()
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Who goes?")
        held = again(proposal)
        listed = requirements(facts_of(held), Stage.CABINET_MEMBER_REVIEW)
        assert describe_progress(listed) == "8 of 11"
        assert [item.words for item in listed if not item.is_met] == [
            "committee",
            "equality screening",
            "specialist advice",
        ]
        with pytest.raises(
            IncompleteProposal, match="committee; equality screening; specialist advice"
        ) as refused:
            move(held, MoveRequest("sign_off_corporate", override_reason="Never mind."), section_151_officer)
        assert not refused.value.can_be_overridden

    @pytest.mark.parametrize(
        ("code", "since"),
        [
            ("service", Stage.SERVICE_REVIEW),
            ("figures", Stage.SERVICE_REVIEW),
            ("impact", Stage.SERVICE_REVIEW),
            ("base_budget", Stage.FINANCE_REVIEW),
            ("posts", Stage.FINANCE_REVIEW),
            ("warnings", Stage.SERVICE_REVIEW),
            ("risk", Stage.CORPORATE_REVIEW),
            ("decisions", Stage.CORPORATE_REVIEW),
            ("specialists", Stage.CABINET_MEMBER_REVIEW),
            ("committee", Stage.FINANCE_REVIEW),
            ("equality_screening", Stage.FINANCE_REVIEW),
        ],
    )
    def test_each_is_asked_for_from_its_stage_until_publication(self, budget_round, code, since):
        facts = facts_of(make_complete(budget_round))
        asking = [stage for stage in PATH if code in {item.code for item in requirements(facts, stage)}]
        assert asking == list(PATH[PATH.index(since) : PATH.index(Stage.PUBLISHED) + 1])

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"service": ""}, "service"),
            ({"known_years": frozenset()}, "figures"),
            ({"profile_complete": False, "stated_total": None}, "figures"),
            ({"sections": ()}, "impact"),
            ({"base_budget": None}, "base_budget"),
            ({"fte_is_stated": False}, "posts"),
            ({"risk": ""}, "risk"),
            ({"sections": ()}, "decisions"),
            ({"committees": ()}, "committee"),
            ({"equality": None}, "equality_screening"),
            ({"equality": EqualityRecord(screening="")}, "equality_screening"),
        ],
    )
    def test_what_is_taken_away_is_missing(self, budget_round, change, code):
        record = record_of(make_complete(budget_round))
        lacking = missing(Facts(replace(record, **change)), Stage.CABINET_MEMBER_REVIEW)
        assert code in {item.code for item in lacking}
        assert code not in {item.code for item in missing(Facts(record), Stage.CABINET_MEMBER_REVIEW)}

    def test_publication_without_screening_needs_a_reason_that_is_recorded(
        self, budget_round, committee_clerk
    ):
        proposal = make_complete(budget_round, stage=Stage.READY_TO_PUBLISH)
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        with pytest.raises(IncompleteProposal, match=r"equality screening\. Enter a reason") as refused:
            move(proposal, MoveRequest("publish"), committee_clerk)
        assert refused.value.can_be_overridden
        move(proposal, MoveRequest("publish", override_reason="Screened last year."), committee_clerk)
        (event,) = events(proposal, "overridden")
        assert (event.actor_name, event.reason) == ("Clare Minute", "Screened last year.")
        assert event.after == {"without": ["equality screening"], "for": "Publish"}

    def test_a_decision_without_the_full_assessment_needs_a_reason(self, budget_round, committee_clerk):
        proposal = make_complete(budget_round, stage=Stage.RECOMMENDED)
        EqualityAssessment.objects.update_or_create(proposal=proposal, defaults={"screening": "full_needed"})
        asked = MoveRequest("decide", outcome="approved")
        with pytest.raises(IncompleteProposal, match="full equality impact assessment"):
            move(proposal, asked, committee_clerk)
        move(proposal, replace(asked, override_reason="It follows in May."), committee_clerk)
        assert again(proposal).stage == "decided"

    def test_publication_without_a_sign_off_cannot_be_overridden(self, budget_round, committee_clerk):
        proposal = make_complete(budget_round, stage=Stage.READY_TO_PUBLISH)
        proposal.sign_offs.filter(stage="finance_review").delete()
        with pytest.raises(IncompleteProposal, match="finance review sign-off"):
            move(proposal, MoveRequest("publish", override_reason="Hurry."), committee_clerk)

    def test_a_warning_without_a_reason_holds_it_up(self, budget_round, holder):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW, savings=(9_000_000, 0, 0))
        with pytest.raises(IncompleteProposal, match="explanation of each warning"):
            move(proposal, MoveRequest("sign_off_service"), holder)
        (warning,) = open_warnings(proposal, record_of(proposal))
        WarningReason.objects.create(
            proposal=proposal, code=warning.code, message=warning.message, reason="It earns more."
        )
        assert move(proposal, MoveRequest("sign_off_service"), holder).stage == "finance_review"

    def test_live_proposals_on_one_budget_are_added_up(self, budget_round):
        one = make_complete(budget_round, "ENV001")
        make_complete(budget_round, "ENV002", savings=(300_000, 0, 0))
        make_complete(budget_round, "ENV003", stage=Stage.WITHDRAWN, savings=(500_000, 0, 0))
        make_complete(budget_round, "ENV004", stage=Stage.DECIDED, outcome="rejected")
        partly = make_complete(budget_round, "ENV005", profile_complete=False, stated_total=50_000)
        others = others_on_the_budget(one)
        assert (others.total, others.references) == (350_000, ("ENV002", "ENV005"))
        assert others_on_the_budgets([one, partly])[partly.pk].total == 400_000
