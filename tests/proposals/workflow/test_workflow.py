"""Moving proposals: who may, the record it leaves, many at once, two people at once, and after publication."""

import threading
from dataclasses import replace

import pytest
from django.db import connection, connections, transaction

from proposals.domain.roles import Role
from proposals.domain.stages import MOVES, Stage
from proposals.models import (
    SavingsProposal,
)
from proposals.models.records import record_of
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.moving import (
    MoveRequest,
    RefusedMove,
    StaleMove,
    after_editing,
    move,
    move_many,
    would_refuse,
)
from services.models import Directorate
from tests.support.stage_examples import again, events, in_preparation, make_complete
from tests.support.web_examples import FIRST, make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def holder(budget_holder, budget_round, assign):
    return assign(budget_holder, make_service(budget_round).directorate)


class TestAPressure:
    """It goes the same path with less: its cause, its amounts, why it is needed, its committee."""

    def pressure(self, budget_round):
        made = make_complete(
            budget_round,
            "GRO001",
            savings=(-500_000, 0, 0),
            fte=(),
            direction="pressure",
            pressure_category="demand",
            statements={"why_needed": "More children come into care."},
        )
        made.equality.delete()
        made.risk_to_delivery, made.base_budget = "", None
        made.save()
        return again(made)

    def test_goes_from_draft_to_published_without_what_only_a_saving_needs(
        self, budget_round, author, holder, finance_officer, section_151_officer, cabinet_member,
        committee_clerk, assign,
    ):  # fmt: skip
        proposal = self.pressure(budget_round)
        assign(author, proposal.service)
        assign(cabinet_member, proposal.service.portfolio)
        for code, person in (
            ("submit", author),
            ("sign_off_service", holder),
            ("sign_off_finance", finance_officer),
            ("sign_off_corporate", section_151_officer),
            ("sign_off_cabinet_member", cabinet_member),
            ("publish", committee_clerk),
        ):
            proposal = move(again(proposal), MoveRequest(code), person)
        assert proposal.stage == Stage.PUBLISHED

    def test_does_not_leave_draft_without_its_cause(self, budget_round, author, assign):
        proposal = self.pressure(budget_round)
        assign(author, proposal.service)
        proposal.pressure_category = ""
        proposal.save()
        assert would_refuse(again(proposal), MoveRequest("submit"), author) == (
            "Still missing: cause of the pressure."
        )

    def test_whose_amount_changes_says_so_in_its_own_sign(self, budget_round):
        proposal = self.pressure(budget_round)
        before = record_of(proposal)
        proposal.stage = "corporate_review"
        proposal.save()
        row = proposal.year_profiles.get(year=FIRST)
        row.recurring_saving = -600_000
        row.save()
        store_figures_of([proposal.pk])
        words = after_editing(again(proposal), before, Role.FINANCE_OFFICER)
        assert words == (
            "GRO001 has been changed (the pressures and costs by year) and goes back to finance review. "
            "The total pressure was £0.500m, now £0.600m."
        )


class TestAMove:
    def test_the_whole_path_by_those_whose_turn_it_is(
        self, budget_round, author, holder, finance_officer, section_151_officer, cabinet_member,
        committee_clerk, assign,
    ):  # fmt: skip
        proposal = make_complete(budget_round)
        writer = assign(author, proposal.service)
        member = assign(cabinet_member, proposal.service.portfolio)
        for code, person in (
            ("submit", writer),
            ("sign_off_service", holder),
            ("sign_off_finance", finance_officer),
            ("sign_off_corporate", section_151_officer),
            ("sign_off_cabinet_member", member),
            ("publish", committee_clerk),
            ("send_to_scrutiny", committee_clerk),
            ("recommend", committee_clerk),
        ):
            words = "Go on, and report in a year." if code == "recommend" else ""
            proposal = move(proposal, MoveRequest(code, reason=words), person)
        with pytest.raises(RefusedMove, match="Enter conditions or reasons"):
            move(proposal, MoveRequest("decide", outcome="approved_with_conditions"), committee_clerk)
        asked = MoveRequest(
            "decide", outcome="approved_with_conditions", reason="If the grant comes; minute 12."
        )
        decided = move(proposal, asked, committee_clerk)
        held = again(decided)
        assert (held.stage, held.outcome) == ("decided", "approved_with_conditions")
        assert held.published_at is not None
        assert [(row.stage, row.signed_by_name, row.role) for row in held.sign_offs.all()] == [
            ("service_review", "Bertha Holder", "Budget holder"),
            ("finance_review", "Fiona Ledger", "Finance officer"),
            ("corporate_review", "Cecil Prudent", "Section 151 officer"),
            ("cabinet_member_review", "Carla Cabinet", "Cabinet member"),
        ]
        assert {row.signed_total for row in held.sign_offs.all()} == {100_000}
        assert len(events(held, "stage_moved")) == 9

    def test_leaves_its_record_with_who_and_why(self, budget_round, holder):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        move(proposal, MoveRequest("send_back_service", reason="The lamps are too old."), holder)
        (event,) = events(proposal, "stage_moved")
        assert (event.actor_name, event.reason) == ("Bertha Holder", "The lamps are too old.")
        assert event.after == {"from": "service review", "to": "sent back"}
        assert again(proposal).stage_reason == "The lamps are too old."

    def test_is_refused_to_whom_it_is_not_for(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        with pytest.raises(
            RefusedMove, match=r"the step “Sign off for the service”. Roles with permission: budget holder"
        ):
            move(proposal, MoveRequest("sign_off_service"), finance_officer)
        assert again(proposal).stage == "service_review"

    def test_of_a_directorate_that_is_not_theirs_is_refused(self, budget_round, budget_holder, assign):
        other = Directorate.objects.create(council=budget_round.council, code="ASC", name="Adults")
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        with pytest.raises(RefusedMove):
            move(proposal, MoveRequest("sign_off_service"), assign(budget_holder, other))

    def test_from_another_stage_says_which_it_is(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.DRAFT)
        with pytest.raises(RefusedMove, match="ENV001 is now at the stage “draft”"):
            move(proposal, MoveRequest("sign_off_finance"), finance_officer)

    def test_in_a_closed_round_is_refused(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        budget_round.phase = "closed"
        budget_round.save()
        with pytest.raises(RefusedMove, match="is closed"):
            move(proposal, MoveRequest("sign_off_finance"), finance_officer)

    def test_without_its_words_is_refused(self, budget_round, finance_officer, committee_clerk):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        for code, person, ask in (
            ("withdraw_published", finance_officer, "Enter the reason for “Withdraw after publication”"),
            ("decide", committee_clerk, "Choose the decision"),
        ):
            with pytest.raises(RefusedMove, match=ask):
                move(proposal, MoveRequest(code, reason="  ", outcome="maybe"), person)

    def test_that_nobody_knows_is_refused(self, budget_round, finance_officer):
        with pytest.raises(RefusedMove, match="step does not exist"):
            move(make_complete(budget_round), MoveRequest("fly"), finance_officer)

    def test_after_a_change_that_was_not_seen_is_refused_and_says_by_whom(
        self, budget_round, finance_officer, holder
    ):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        seen = proposal.version
        move(proposal, MoveRequest("sign_off_service"), holder)
        with pytest.raises(StaleMove, match=r"changed by Bertha Holder.*now at the stage “finance review”"):
            move(proposal, MoveRequest("defer", reason="Later.", shown_version=seen), finance_officer)
        assert again(proposal).stage == "finance_review"

    def test_out_keeps_the_sign_offs_and_reopening_withdraws_them(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        move(proposal, MoveRequest("defer", reason="Next year."), finance_officer)
        assert [row.withdrawn_at for row in again(proposal).sign_offs.all()] == [None, None]
        move(proposal, MoveRequest("reopen", reason="It is next year."), finance_officer)
        assert {row.withdrawn_because for row in again(proposal).sign_offs.all()} == {
            "Reopen as a draft: It is next year."
        }
        assert again(proposal).stage == "draft"

    def test_back_withdraws_every_sign_off_and_what_was_published(
        self, budget_round, finance_officer, scrutiny_member
    ):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        assert SavingsProposal.objects.visible_to(scrutiny_member).exists()
        move(proposal, MoveRequest("send_back_published", reason="A figure is wrong."), finance_officer)
        held = again(proposal)
        assert (held.stage, held.published_at) == ("sent_back", None)
        assert all(row.withdrawn_at for row in held.sign_offs.all())
        assert len(events(held, "sign_off_withdrawn")) == 4
        assert not SavingsProposal.objects.visible_to(scrutiny_member).exists()

    def test_superseding_names_the_successor_which_is_not_itself(self, budget_round, finance_officer):
        proposal, other = make_complete(budget_round), make_complete(budget_round, "ENV002")
        asked = MoveRequest("supersede", reason="Merged.", superseded_by=proposal)
        with pytest.raises(RefusedMove, match="cannot replace itself"):
            move(proposal, asked, finance_officer)
        assert move(proposal, replace(asked, superseded_by=other), finance_officer).superseded_by == other

    def test_of_one_read_as_published_needs_no_sign_offs_of_ours(self, committee_clerk):
        proposal = make_proposal(make_round(), "ENV009")
        moved = move(proposal, MoveRequest("decide", outcome="approved"), committee_clerk)
        assert moved.stage == "decided"


class TestOneReadAsPublishedAndCorrectedHere:
    def test_is_published_again_with_the_sign_offs_from_finance_on(
        self, finance_officer, section_151_officer, cabinet_member, committee_clerk, assign
    ):
        proposal = make_complete(make_round(), stage=Stage.PUBLISHED)
        proposal.sign_offs.all().delete()
        before = record_of(again(proposal))
        proposal.title = "Switch every second lamp off"
        proposal.save()
        after_editing(proposal, before, Role.FINANCE_OFFICER)
        member = assign(cabinet_member, proposal.service.portfolio)
        for code, person in (
            ("sign_off_finance", finance_officer),
            ("sign_off_corporate", section_151_officer),
            ("sign_off_cabinet_member", member),
            ("publish", committee_clerk),
        ):
            assert would_refuse(again(proposal), MoveRequest(code), person) == "", code
            move(proposal, MoveRequest(code), person)
        assert again(proposal).stage == "published"


class TestManyMoves:
    def test_each_stands_alone_and_says_how_it_went(self, budget_round, finance_officer):
        good = make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        early = make_complete(budget_round, "ENV002", Stage.DRAFT)
        bare = make_proposal(budget_round, "ENV003", stage=Stage.FINANCE_REVIEW)
        results = move_many([good, early, bare], MoveRequest("sign_off_finance"), finance_officer)
        assert [bool(result.refusal) for result in results] == [False, True, True]
        assert "now at the stage “draft”" in results[1].refusal
        assert "base budget" in results[2].refusal
        assert [again(one).stage for one in (good, early, bare)] == [
            "corporate_review", "draft", "finance_review",
        ]  # fmt: skip
        assert not bare.sign_offs.exists()

    def test_one_that_changed_since_it_was_shown_stays(self, budget_round, finance_officer):
        one = make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        two = make_complete(budget_round, "ENV002", Stage.FINANCE_REVIEW)
        shown = {one.pk: one.version, two.pk: two.version - 1}
        results = move_many([one, two], MoveRequest("sign_off_finance"), finance_officer, shown)
        assert [bool(result.refusal) for result in results] == [False, True]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """Two people, two connections: whoever is second is judged by what the first left."""

    def test_the_second_is_told_the_stage_as_it_is_now(self, finance_officer, section_151_officer):
        proposal = make_complete(in_preparation(), stage=Stage.FINANCE_REVIEW)
        outcomes = []
        ready = threading.Barrier(2) if connection.vendor == "postgresql" else None

        def work(user, asked):
            try:
                if ready:
                    ready.wait(timeout=10)
                outcomes.append(move(proposal, asked, user).stage)
            except RefusedMove as refusal:
                outcomes.append(str(refusal))
            finally:
                connections.close_all()

        version = proposal.version
        threads = [
            threading.Thread(target=work, args=(user, MoveRequest("sign_off_finance", shown_version=version)))
            for user in (finance_officer, section_151_officer)
        ]
        for thread in threads:
            thread.start()
            if not ready:
                thread.join()
        for thread in threads:
            thread.join()
        moved = [outcome for outcome in outcomes if outcome == "corporate_review"]
        refused = [outcome for outcome in outcomes if "now at the stage “corporate review”" in outcome]
        assert (len(moved), len(refused)) == (1, 1), outcomes
        assert proposal.sign_offs.filter(stage="finance_review").count() == 1

    def test_who_waits_for_the_other_does_not_move_what_is_gone(self, finance_officer):
        proposal = make_complete(in_preparation(), stage=Stage.FINANCE_REVIEW)
        outcomes = []

        def work():
            try:
                outcomes.append(move(proposal, MoveRequest("sign_off_finance"), finance_officer).stage)
            except RefusedMove as refusal:
                outcomes.append(str(refusal))
            finally:
                connections.close_all()

        thread = threading.Thread(target=work)
        with transaction.atomic():
            move(proposal, MoveRequest("defer", reason="Later."), finance_officer)
            if connection.vendor == "postgresql":  # SQLite's own wait would end before this block does
                thread.start()
                thread.join(timeout=1)
                assert thread.is_alive()
        if connection.vendor != "postgresql":
            thread.start()
        thread.join()
        assert outcomes == [
            "ENV001 is now at the stage “deferred”, so the step “Sign off for finance” is not possible."
        ]


def test_a_move_takes_a_constant_number_of_queries(
    budget_round, finance_officer, django_assert_max_num_queries
):
    proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
    with django_assert_max_num_queries(36):
        move(proposal, MoveRequest("sign_off_finance"), finance_officer)


def test_no_move_is_without_a_way_to_make_it():
    assert all(move.roles - {Role.ADMINISTRATOR} for move in MOVES)


class TestAfterPublication:
    def test_the_service_no_longer_withdraws_a_proposal_alone(self, budget_holder, assign, finance_officer):
        proposal = make_complete(in_preparation(), stage=Stage.PUBLISHED)
        holder = assign(budget_holder, proposal.service.directorate)
        for code in ("withdraw", "withdraw_published"):
            with pytest.raises(RefusedMove):
                move(proposal, MoveRequest(code, reason="Second thoughts."), holder)
        moved = move(proposal, MoveRequest("withdraw_published", reason="No longer needed."), finance_officer)
        assert moved.stage == Stage.WITHDRAWN

    def test_a_decision_recorded_wrongly_is_corrected_with_a_reason(self, committee_clerk):
        proposal = make_complete(in_preparation(), stage=Stage.DECIDED, outcome="rejected")
        with pytest.raises(RefusedMove, match="Enter the reason"):
            move(proposal, MoveRequest("correct_decision"), committee_clerk)
        back = move(proposal, MoveRequest("correct_decision", reason="Minuted otherwise."), committee_clerk)
        assert (back.stage, back.outcome) == (Stage.RECOMMENDED, "")
        decided = move(back, MoveRequest("decide", outcome="approved"), committee_clerk)
        assert (decided.stage, decided.outcome) == (Stage.DECIDED, "approved")
