"""The table of stages and moves: its rules hold, and the drawing in the documentation is of this table."""

from collections import Counter

import pytest

from proposals.domain.completeness import Facts, missing, requirements
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import ProposalRecord
from proposals.domain.roles import FINANCE, Role
from proposals.domain.savings_profile import SavingsProfile
from proposals.domain.stages import (
    EDITING,
    ENDED,
    LIVE,
    MOVES,
    PATH,
    PUBLISHED,
    REVIEWED_AGAIN_AT,
    UNDER_REVIEW,
    Stage,
    doubted_from,
    moves_from,
    reviewed_again_at,
    sign_offs_asked_for,
    sign_offs_before,
    withdrawn_by,
)
from proposals.models import BudgetRound, SavingsProposal
from tests.support.stage_page import PAGE, document, write

EXITS = {Stage.SENT_BACK, Stage.DEFERRED, Stage.WITHDRAWN, Stage.REJECTED, Stage.SUPERSEDED}


@pytest.fixture
def a_record():
    """One that says nothing of itself."""
    profile, fte = SavingsProfile((), ()), FTEProfile((), ())
    return ProposalRecord(
        "ENV001", "Dim the lights", "Lighting", "ENV", "Environment", None, None, profile, fte
    )


def reached_from(stage):
    reached, new = {stage}, {stage}
    while new:
        new = {move.target for move in MOVES if move.sources & new} - reached
        reached |= new
    return reached


class TestTheTable:
    def test_the_path_is_the_one_that_was_agreed(self):
        assert [stage.value for stage in PATH] == [
            "draft",
            "service_review",
            "finance_review",
            "corporate_review",
            "cabinet_member_review",
            "ready_to_publish",
            "published",
            "scrutiny",
            "recommended",
            "decided",
        ]

    def test_every_stage_is_reached_from_a_draft(self):
        assert reached_from(Stage.DRAFT) == set(Stage)

    def test_a_decision_is_reached_from_every_stage_but_those_that_stay(self):
        for stage in set(Stage) - {Stage.SUPERSEDED}:
            assert Stage.DECIDED in reached_from(stage), stage

    def test_every_exit_needs_a_reason(self):
        back = {Stage.DRAFT, Stage.RECOMMENDED}
        assert {move.target for move in MOVES if move.needs_reason} == EXITS | back
        assert [move.code for move in MOVES if move.target in EXITS and not move.needs_reason] == []

    def test_only_the_decision_has_an_outcome(self):
        assert [move.code for move in MOVES if move.needs_outcome] == ["decide"]

    def test_no_stage_of_the_path_is_passed_over_but_scrutiny(self):
        forward = [move for move in MOVES if move.target in PATH[1:] and move.code != "correct_decision"]
        for move in forward:
            behind = PATH[PATH.index(move.target) - 1]
            allowed = {behind, Stage.SENT_BACK} if behind is Stage.DRAFT else {behind}
            if move.target is Stage.DECIDED:
                allowed.add(Stage.PUBLISHED)
            assert move.sources <= allowed, move.code

    def test_every_review_is_left_forward_by_a_sign_off_only(self):
        for stage in UNDER_REVIEW:
            forward = [move for move in MOVES if stage in move.sources and move.target in PATH]
            assert [move.is_sign_off for move in forward] == [True], stage

    def test_nobody_of_the_service_signs_off_for_finance(self):
        signing = {move.code: move.roles - {Role.ADMINISTRATOR} for move in MOVES if move.is_sign_off}
        assert signing == {
            "sign_off_service": {Role.BUDGET_HOLDER},
            "sign_off_finance": FINANCE,
            "sign_off_corporate": {Role.SECTION_151_OFFICER},
            "sign_off_cabinet_member": {Role.CABINET_MEMBER},
        }

    def test_each_move_is_made_by_these_roles_and_no_others(self):
        service, finance, s151 = "budget holder", "finance officer", "section 151 officer"
        clerk, cabinet = "committee clerk", "cabinet member"
        movers = {
            "submit": {"author", service, finance, s151},
            "sign_off_service": {service},
            "sign_off_finance": {finance, s151},
            "sign_off_corporate": {s151},
            "sign_off_cabinet_member": {cabinet},
            "publish": {clerk},
            "send_to_scrutiny": {clerk},
            "recommend": {clerk},
            "decide": {clerk},
            "send_back_service": {service, finance, s151},
            "send_back_finance": {finance, s151},
            "send_back_corporate": {s151},
            "send_back_cabinet_member": {cabinet, s151},
            "send_back_ready": {clerk, finance, s151},
            "send_back_published": {finance, s151},
            "take_back_corrected": {finance, s151},
            "correct_decision": {clerk},
            "defer": {finance, s151},
            "withdraw": {service, finance, s151},
            "withdraw_published": {finance, s151},
            "reject": {s151, cabinet},
            "supersede": {finance, s151},
            "reopen": {finance, s151},
        }
        assert {
            move.code: {role.value.lower() for role in move.roles - {Role.ADMINISTRATOR}} for move in MOVES
        } == movers
        assert all(Role.ADMINISTRATOR in move.roles for move in MOVES)

    def test_codes_are_unique(self):
        assert [code for code, count in Counter(move.code for move in MOVES).items() if count > 1] == []

    def test_readers_and_advisers_move_nothing(self):
        readers = frozenset(
            {Role.SCRUTINY_MEMBER, Role.AUDITOR, Role.HR_ADVISER, Role.LEGAL_ADVISER, Role.EQUALITIES_ADVISER}
        )
        assert [moves_from(stage, readers) for stage in Stage] == [()] * len(Stage)

    def test_the_clerk_never_edits_and_nobody_edits_what_is_decided_or_ended(self):
        assert Role.COMMITTEE_CLERK not in EDITING
        for stages in EDITING.values():
            assert not stages & (ENDED | {Stage.DECIDED})

    def test_who_edits_is_reviewed_again_somewhere(self):
        assert set(REVIEWED_AGAIN_AT) == set(EDITING)
        assert set(REVIEWED_AGAIN_AT.values()) <= UNDER_REVIEW

    def test_the_stages_are_parted_into_live_and_ended(self):
        assert set(Stage) == LIVE | ENDED
        assert not LIVE & ENDED
        assert {Stage.PUBLISHED, Stage.SCRUTINY, Stage.RECOMMENDED, Stage.DECIDED} == PUBLISHED


@pytest.mark.parametrize(
    ("stage", "reviews"),
    [
        (Stage.DRAFT, ()),
        (Stage.FINANCE_REVIEW, (Stage.SERVICE_REVIEW,)),
        (
            Stage.PUBLISHED,
            (Stage.SERVICE_REVIEW, Stage.FINANCE_REVIEW, Stage.CORPORATE_REVIEW, Stage.CABINET_MEMBER_REVIEW),
        ),
        (Stage.WITHDRAWN, ()),
    ],
)
def test_the_sign_offs_before_a_stage(stage, reviews):
    assert sign_offs_before(stage) == reviews


def test_the_models_know_every_stage():
    assert [value for value, _ in SavingsProposal._meta.get_field("stage").choices] == list(Stage)
    assert BudgetRound.Phase.values == ["preparation", "scrutiny", "closed"]


class TestAMaterialChange:
    def test_sends_back_only_what_is_past_the_review_that_it_goes_back_to(self):
        author, finance = Role.AUTHOR, Role.FINANCE_OFFICER
        assert reviewed_again_at(Stage.CORPORATE_REVIEW, author) is Stage.SERVICE_REVIEW
        assert reviewed_again_at(Stage.SERVICE_REVIEW, author) is None
        assert reviewed_again_at(Stage.CORPORATE_REVIEW, finance) is Stage.FINANCE_REVIEW
        assert reviewed_again_at(Stage.FINANCE_REVIEW, finance) is None
        assert reviewed_again_at(Stage.WITHDRAWN, author) is None


class TestSignOffs:
    def test_are_withdrawn_by_the_moves_that_begin_again_and_by_no_others(self):
        withdrawing = {move.code for move in MOVES if withdrawn_by(move)}
        assert withdrawing == {move.code for move in MOVES if move.target in {Stage.SENT_BACK, Stage.DRAFT}}
        assert all(withdrawn_by(move) in (PATH, ()) for move in MOVES)

    def test_are_asked_for_from_the_first_that_was_ever_given(self):
        reviews = sign_offs_before(Stage.PUBLISHED)
        assert sign_offs_asked_for(Stage.PUBLISHED, frozenset()) == reviews
        assert sign_offs_asked_for(Stage.PUBLISHED, frozenset({reviews[2]})) == reviews[2:]
        assert sign_offs_asked_for(Stage.PUBLISHED, frozenset(reviews[1:3])) == reviews[1:]


class TestMovesFromAStage:
    @pytest.mark.parametrize("stage", list(Stage))
    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.FINANCE_OFFICER, Role.COMMITTEE_CLERK])
    def test_begin_there_and_are_the_roles_own(self, stage, role):
        found = moves_from(stage, frozenset({role}), is_readable=True)
        assert {move.code for move in found} == {
            move.code for move in MOVES if stage in move.sources and role in move.roles
        }


class TestNoDeadEnd:
    """From wherever moves and material changes lead, what asks for sign-offs asks for none that is out of reach."""

    @staticmethod
    def after_each_step(stage, standing, ever):
        for move in MOVES:
            if stage in move.sources:
                signed = {stage} if move.is_sign_off else set()
                yield move.target, (standing | signed) - {*withdrawn_by(move)}, ever | signed
        for role, stages in EDITING.items():
            # A document that is read again corrects at every stage of the path, as finance does.
            edits = stages | set(PATH) if role is Role.FINANCE_OFFICER else stages
            again_at = reviewed_again_at(stage, role) if stage in edits else None
            if again_at is not None:
                yield again_at, standing - {*doubted_from(again_at)}, ever

    def everywhere(self):
        """All that a draft and one read in as published come to: stage, sign-offs that stand, and all ever given."""
        nothing = frozenset()
        reached = new = {(Stage.DRAFT, nothing, nothing), (Stage.PUBLISHED, nothing, nothing)}
        while new:
            new = {step for state in new for step in self.after_each_step(*state)} - reached
            reached = reached | new
        return reached

    def test_no_sign_off_is_asked_for_that_was_not_given_on_the_way(self, a_record):
        reached = self.everywhere()
        assert {stage for stage, _, _ in reached} == set(Stage)
        for stage, standing, ever in reached:
            facts = Facts(a_record, signed_off=standing, ever_signed_off=ever)
            for move in MOVES:
                if stage in move.sources and move.needs_complete:
                    asked = [item for item in missing(facts, move.target) if item.code.startswith("signed_")]
                    assert asked == [], (stage, move.code, sorted(standing), sorted(ever))

    def test_from_each_publication_is_reached_by_going_forward_or_reopening(self):
        forward = [move for move in MOVES if move.target in PATH[1:7] or move.code == "reopen"]
        for stage in {stage for stage, _, _ in self.everywhere()} - {Stage.SUPERSEDED} - PUBLISHED:
            reached, new = {stage}, {stage}
            while new:
                new = {move.target for move in forward if move.sources & new} - reached
                reached |= new
            assert Stage.PUBLISHED in reached, stage

    def test_what_is_asked_for_can_be_entered_at_the_stage_where_it_is_asked(self, a_record):
        for move in MOVES:
            if requirements(Facts(a_record), move.target):
                assert move.sources <= EDITING[Role.FINANCE_OFFICER], move.code

    def test_what_went_through_every_review_here_is_asked_for_all_of_them(self, a_record):
        reviews = frozenset(PATH[1:5])
        lost = Facts(a_record, signed_off=reviews - {Stage.SERVICE_REVIEW}, ever_signed_off=reviews)
        assert "signed_service_review" in {item.code for item in missing(lost, Stage.PUBLISHED)}
        never = {item.code for item in missing(Facts(a_record), Stage.PUBLISHED)}
        assert never >= {f"signed_{review}" for review in reviews}


class TestTheDrawing:
    def test_the_documentation_shows_this_table(self):
        assert PAGE.read_text(encoding="utf-8") == document(), "run: python -m tests.support.stage_page"

    def test_every_move_stands_in_the_document(self):
        text = document()
        for move in MOVES:
            assert f"| {move.label} |" in text, move.code

    def test_writing_it_is_safe_to_repeat(self, tmp_path):
        page = tmp_path / "stages.md"
        for _ in range(2):
            write(page)
        assert page.read_text(encoding="utf-8") == document()
