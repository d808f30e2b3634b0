"""Moving proposals: who may, what must be there, the record it leaves, and what a material change undoes."""

import threading
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st
from stage_examples import again, in_preparation, make_complete
from web_examples import FIRST, make_proposal, make_round, make_service

from proposals.models import (
    EqualityAssessment,
    ProposalCommittee,
    SavingsProposal,
    SpecialistReview,
    WarningReason,
)
from proposals.querysets import record_of
from proposals.records import CharacteristicImpact, EqualityRecord, RiskRecord
from proposals.roles import Role
from proposals.savings_profile import FTEProfile, SavingsProfile
from proposals.stored_figures import store_figures_of
from proposals.workflow.completeness import Facts, in_words, missing, requirements
from proposals.workflow.material import is_typing_correction, material_changes
from proposals.workflow.moving import (
    IncompleteProposal,
    MoveRequest,
    RefusedMove,
    StaleMove,
    after_editing,
    move,
    move_many,
)
from proposals.workflow.readiness import (
    facts_of,
    open_warnings,
    others_on_the_budget,
    others_on_the_budgets,
    requirements_of,
)
from proposals.workflow.stages import MOVES, PATH, Stage
from services.history import acting
from services.models import ChangeRecord, Directorate

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def holder(budget_holder, budget_round, assign):
    return assign(budget_holder, make_service(budget_round).directorate)


def events(proposal, action):
    return list(ChangeRecord.objects.about("proposals.savingsproposal", proposal.pk).filter(action=action))


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
        with pytest.raises(RefusedMove, match="Conditions or reasons"):
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
        with pytest.raises(RefusedMove, match="“Sign off for the service” is for: budget holder"):
            move(proposal, MoveRequest("sign_off_service"), finance_officer)
        assert again(proposal).stage == "service_review"

    def test_of_a_directorate_that_is_not_theirs_is_refused(self, budget_round, budget_holder, assign):
        other = Directorate.objects.create(council=budget_round.council, code="ASC", name="Adults")
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        with pytest.raises(RefusedMove):
            move(proposal, MoveRequest("sign_off_service"), assign(budget_holder, other))

    def test_from_another_stage_says_which_it_is(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.DRAFT)
        with pytest.raises(RefusedMove, match="ENV001 is at the stage “draft” now"):
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
            ("withdraw_published", finance_officer, "Give the reason for “Withdraw”"),
            ("decide", committee_clerk, "Choose what was decided"),
        ):
            with pytest.raises(RefusedMove, match=ask):
                move(proposal, MoveRequest(code, reason="  ", outcome="maybe"), person)

    def test_that_nobody_knows_is_refused(self, budget_round, finance_officer):
        with pytest.raises(RefusedMove, match="no such step"):
            move(make_complete(budget_round), MoveRequest("fly"), finance_officer)

    def test_after_a_change_that_was_not_seen_is_refused_and_says_by_whom(
        self, budget_round, finance_officer, holder
    ):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW)
        seen = proposal.version
        move(proposal, MoveRequest("sign_off_service"), holder)
        with pytest.raises(StaleMove, match=r"changed by Bertha Holder.*“finance review” now"):
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
        with pytest.raises(RefusedMove, match="not superseded by itself"):
            move(proposal, asked, finance_officer)
        assert move(proposal, replace(asked, superseded_by=other), finance_officer).superseded_by == other

    def test_of_one_read_as_published_needs_no_sign_offs_of_ours(self, committee_clerk):
        proposal = make_proposal(make_round(), "ENV009")
        moved = move(proposal, MoveRequest("decide", outcome="approved"), committee_clerk)
        assert moved.stage == "decided"


class TestManyMoves:
    def test_each_stands_alone_and_says_how_it_went(self, budget_round, finance_officer):
        good = make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        early = make_complete(budget_round, "ENV002", Stage.DRAFT)
        bare = make_proposal(budget_round, "ENV003", stage=Stage.FINANCE_REVIEW)
        results = move_many([good, early, bare], MoveRequest("sign_off_finance"), finance_officer)
        assert [result.is_moved for result in results] == [True, False, False]
        assert "at the stage “draft” now" in results[1].refusal
        assert "the base budget that it is taken from" in results[2].refusal
        assert [again(one).stage for one in (good, early, bare)] == [
            "corporate_review", "draft", "finance_review",
        ]  # fmt: skip
        assert not bare.sign_offs.exists()

    def test_one_that_changed_since_it_was_shown_stays(self, budget_round, finance_officer):
        one = make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        two = make_complete(budget_round, "ENV002", Stage.FINANCE_REVIEW)
        shown = {one.pk: one.version, two.pk: two.version - 1}
        results = move_many([one, two], MoveRequest("sign_off_finance"), finance_officer, shown)
        assert [result.is_moved for result in results] == [True, False]


class TestWhatMustBeThere:
    def test_twelve_things_are_asked_for_before_cabinet(self, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        listed = requirements_of(proposal, Stage.CABINET_MEMBER_REVIEW)
        assert in_words(listed) == "12 of 12"

    def test_what_is_missing_is_counted_and_listed(self, budget_round, section_151_officer):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        ProposalCommittee.objects.filter(proposal=proposal).delete()
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Who goes?")
        held = again(proposal)
        listed = requirements_of(held, Stage.CABINET_MEMBER_REVIEW)
        assert in_words(listed) == "9 of 12"
        assert [item.words for item in listed if not item.is_met] == [
            "the answers of the specialists asked",
            "the committee that it goes to",
            "equality screening",
        ]
        with pytest.raises(IncompleteProposal, match="specialists asked; the committee") as refused:
            move(held, MoveRequest("sign_off_corporate", override_reason="Never mind."), section_151_officer)
        assert not refused.value.can_be_overridden

    @pytest.mark.parametrize(
        ("code", "since"),
        [
            ("service", Stage.SERVICE_REVIEW),
            ("figures", Stage.SERVICE_REVIEW),
            ("start_year", Stage.SERVICE_REVIEW),
            ("impact", Stage.SERVICE_REVIEW),
            ("base_budget", Stage.FINANCE_REVIEW),
            ("posts", Stage.FINANCE_REVIEW),
            ("warnings", Stage.SERVICE_REVIEW),
            ("risk", Stage.CORPORATE_REVIEW),
            ("decisions", Stage.CORPORATE_REVIEW),
            ("specialists", Stage.CABINET_MEMBER_REVIEW),
            ("committee", Stage.CABINET_MEMBER_REVIEW),
            ("equality_screening", Stage.CABINET_MEMBER_REVIEW),
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
            ({"start_year": None}, "start_year"),
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
        with pytest.raises(IncompleteProposal, match=r"equality screening\. Give the reason") as refused:
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
        with pytest.raises(IncompleteProposal, match="the sign-off of the finance review"):
            move(proposal, MoveRequest("publish", override_reason="Hurry."), committee_clerk)

    def test_a_warning_without_a_reason_holds_it_up(self, budget_round, holder):
        proposal = make_complete(budget_round, stage=Stage.SERVICE_REVIEW, savings=(9_000_000, 0, 0))
        with pytest.raises(IncompleteProposal, match="a reason for everything unusual"):
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


# Material changes


@pytest.fixture
def record(budget_round):
    return record_of(make_complete(budget_round, reference="ENV077"))


def year_amounts(record, **amounts):
    first, *rest = record.profile.amounts
    return SavingsProfile(record.profile.years, (replace(first, **amounts), *rest))


class TestMaterialChanges:
    @pytest.mark.parametrize(
        "name", ["recurring_saving", "one_off_saving", "recurring_cost", "one_off_cost", "capital_cost"]
    )
    def test_every_amount_is_material(self, record, name):
        changed = replace(record, profile=year_amounts(record, **{name: 7}))
        assert material_changes(record, changed) == ("the savings and costs by year",)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"start_year": FIRST + 1}, "the start year"),
            ({"risk": "H"}, "the risk to delivery"),
            ({"deliverability": 50}, "the deliverability"),
            ({"kind": "income"}, "the kind of saving"),
            ({"consultation_only": True}, "whether it is for consultation only"),
            ({"service": "Parks"}, "the service"),
            ({"directorate_code": "ASC"}, "the service"),
            ({"base_budget": None}, "the base budget"),
            ({"risks": (RiskRecord("Lamps break", "H"),)}, "the risks"),
            (
                {"equality": EqualityRecord(screening="full_needed")},
                "the equality screening, status or impacts",
            ),
            ({"profile_complete": False, "stated_total": 5}, "the stated total"),
            ({"fte_is_stated": False}, "the posts by year"),
            ({"title": "Switch the lights off"}, "the title"),
        ],
    )
    def test_these_facts_are_material(self, record, change, words):
        assert material_changes(record, replace(record, **change)) == (words,)

    def test_posts_are_material(self, record):
        fte = FTEProfile(record.fte.years, (Decimal(-2), *record.fte.changes[1:]))
        assert material_changes(record, replace(record, fte=fte)) == ("the posts by year",)

    def test_an_effect_on_a_characteristic_is_material_and_its_mitigation_is_not(self, record):
        def assessed(effect, mitigation=""):
            impact = CharacteristicImpact("Age", effect, effect, mitigation)
            return replace(record, equality=replace(record.equality, impacts=(impact,)))

        neutral = assessed("neutral")
        assert material_changes(neutral, assessed("negative_low")) == (
            "the equality screening, status or impacts",
        )
        assert material_changes(neutral, assessed("neutral", "Wider ramps")) == ()

    @pytest.mark.parametrize(
        "change",
        [
            {"category": "Lighting"},
            {"senior_responsible_officer": "A Director"},
            {"committees": ("Cabinet", "Scrutiny")},
            {"stated_total": 100_000},
            {"risks": ()},
        ],
    )
    def test_these_are_not(self, record, change):
        assert material_changes(record, replace(record, **change)) == ()

    def test_the_order_of_risks_and_what_is_done_about_them_are_not(self, record):
        two = replace(record, risks=(RiskRecord("Lamps break", "H"), RiskRecord("Prices rise", "L")))
        turned = replace(
            record, risks=(RiskRecord("Prices rise", "L", "Buy early"), RiskRecord("Lamps braek", "H"))
        )
        assert material_changes(two, turned) == ()

    @pytest.mark.parametrize(
        ("kind", "is_material"),
        [("impact_upon_service", True), ("in_scope", True), ("actions_needed", True), ("why_needed", False)],
    )
    def test_sections_that_say_what_it_is_are(self, record, kind, is_material):
        changed = replace(record, statements={**record.statements, kind: "Every lamp is switched off."})
        assert bool(material_changes(record, changed)) is is_material


class TestTypingCorrections:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("We recieve the libary’s books.", "We receive the library’s books"),
            ("teh lamps", "the lamps"),
            ("Put in to use", "Put into use"),
            ("dim the the lamps", "dim the lamps"),
            ("accomodation is neccessary", "accommodation is necessary"),
            ("An organisation", "An organization"),
            ("Side  streets\n\nonly", "side streets only."),
            ("£1,000 in 2027/28", "£1,000, in 2027/28"),
        ],
    )
    def test_are_no_change_of_meaning(self, before, after):
        assert is_typing_correction(before, after)
        assert is_typing_correction(after, before)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Close the northern depot", "Close the southern depot"),
            ("Fees do not rise", "Fees do rise"),
            ("It is not needed", "It is now needed"),
            ("Open every day", "Open any day"),
            ("Save £5,000", "Save £50,000"),
            ("Save 5%", "Save 5"),
            ("Within 10 miles", "Within 1 0 miles"),
            ("A rise of -3", "A rise of 3"),
            ("fewer than <5 hours", "fewer than >5 hours"),
            ("opening −5 hours", "opening 5 hours"),
            ("a cost of (5)", "a cost of 5"),
            ("£5 – £10 a visit", "£5 £10 a visit"),
            ("sixty posts", "sixth posts"),
            ("legal advice", "illegal advice"),
            ("Charge an increase", "Charge a decrease"),
            ("Some words", ""),
            ("", "Some words"),
        ],
    )
    def test_are_not_these(self, before, after):
        assert not is_typing_correction(before, after)
        assert not is_typing_correction(after, before)

    def test_one_other_word_in_a_long_text_is_a_change(self):
        text = "The team visits every home in the county once a year and writes a report. " * 40
        assert not is_typing_correction(text, text.replace("county", "city", 1))
        assert is_typing_correction(text, text.replace("county", "couty", 1))

    def test_texts_made_to_take_long_are_compared_at_once(self):
        began = time.process_time()
        assert not is_typing_correction("the a " * 16_000, "a the " * 16_000 + "x")
        assert not is_typing_correction("the a " * 950, "a the " * 950 + "x")
        assert time.process_time() - began < 2

    @given(st.text())
    def test_a_text_is_a_correction_of_itself(self, text):
        assert is_typing_correction(text, text)

    @given(st.text(alphabet="abcdefgh 0123456789.,£%", max_size=40), st.integers(1, 9), st.data())
    def test_a_figure_added_anywhere_is_never_one(self, text, figure, data):
        place = data.draw(st.integers(0, len(text)))
        assert not is_typing_correction(text, f"{text[:place]} {figure} {text[place:]}")

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_nothing_is_one_in_one_direction_and_a_figure_in_the_other(self, before, after):
        if is_typing_correction(before, after):
            figures = [[c for c in text if c.isdigit()] for text in (before, after)]
            assert figures[0] == figures[1]


class TestAfterEditing:
    def change_the_saving(self, proposal, pounds=250_000):
        before = record_of(again(proposal))
        row = proposal.year_profiles.get(year=FIRST)
        row.recurring_saving = pounds
        row.save()
        store_figures_of([proposal.pk])
        return before

    def test_finance_changing_an_amount_withdraws_from_finance_on(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        before = self.change_the_saving(proposal)
        with acting(user=finance_officer):
            said = after_editing(proposal, before, Role.FINANCE_OFFICER)
        held = again(proposal)
        assert held.stage == "finance_review"
        assert [(row.stage, row.withdrawn_at is None) for row in held.sign_offs.all()] == [
            ("service_review", True), ("finance_review", False), ("corporate_review", False),
        ]  # fmt: skip
        assert said == (
            "ENV001 was changed in the savings and costs by year and goes back to finance review. These "
            "sign-offs are withdrawn: finance review (Somebody Else), corporate review (Somebody Else). "
            "The total saving was -£0.100m, now -£0.250m."
        )
        assert {event.reason for event in events(held, "sign_off_withdrawn")} == {
            "Fiona Ledger changed the savings and costs by year"
        }

    def test_a_published_one_goes_back_and_is_no_longer_read(
        self, budget_round, finance_officer, scrutiny_member
    ):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        readable = SavingsProposal.objects.visible_to(scrutiny_member)
        assert readable.exists()
        before = self.change_the_saving(proposal)
        with acting(user=finance_officer):
            said = after_editing(proposal, before, Role.FINANCE_OFFICER)
        assert "It is no longer published." in said
        assert (again(proposal).stage, again(proposal).published_at) == ("finance_review", None)
        assert not readable.exists()

    def test_a_typing_correction_withdraws_nothing(self, budget_round, finance_officer):
        proposal = make_complete(
            budget_round,
            stage=Stage.PUBLISHED,
            statements={"impact_upon_service": "Lamps in the libary burn less."},
        )
        before = record_of(proposal)
        section = proposal.statements.get(kind="impact_upon_service")
        section.text = "Lamps in the library burn less."
        section.save()
        with acting(user=finance_officer):
            assert after_editing(proposal, before, Role.FINANCE_OFFICER) == ""
        assert again(proposal).stage == "published"
        assert events(proposal, "sign_off_withdrawn") == []

    @pytest.mark.parametrize(
        ("role", "stage"),
        [
            (Role.AUTHOR, Stage.DRAFT),
            (Role.AUTHOR, Stage.SENT_BACK),
            (Role.BUDGET_HOLDER, Stage.SERVICE_REVIEW),
            (Role.FINANCE_OFFICER, Stage.SERVICE_REVIEW),
            (Role.FINANCE_OFFICER, Stage.FINANCE_REVIEW),
        ],
    )
    def test_before_its_own_review_a_change_moves_nothing(self, budget_round, role, stage):
        proposal = make_complete(budget_round, stage=stage)
        standing = proposal.sign_offs.count()
        before = self.change_the_saving(proposal)
        assert after_editing(proposal, before, role) == ""
        assert again(proposal).stage == stage
        assert proposal.sign_offs.filter(withdrawn_at=None).count() == standing

    def test_what_was_withdrawn_can_be_signed_off_again(self, budget_round, finance_officer):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        before = self.change_the_saving(proposal)
        after_editing(proposal, before, Role.FINANCE_OFFICER)
        moved = move(proposal, MoveRequest("sign_off_finance"), finance_officer)
        standing = moved.sign_offs.filter(withdrawn_at=None)
        assert [(row.stage, row.signed_total) for row in standing] == [
            ("service_review", 100_000), ("finance_review", 250_000),
        ]  # fmt: skip

    def test_a_page_shown_before_the_change_cannot_sign_it_off(
        self, budget_round, finance_officer, section_151_officer
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        seen = proposal.version
        after_editing(proposal, self.change_the_saving(proposal), Role.FINANCE_OFFICER)
        with pytest.raises(StaleMove):
            move(proposal, MoveRequest("sign_off_corporate", shown_version=seen), section_151_officer)


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
        refused = [outcome for outcome in outcomes if "“corporate review” now" in outcome]
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
            "ENV001 is at the stage “deferred” now, so “Sign off for finance” is not possible."
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
        with pytest.raises(RefusedMove, match="Give the reason"):
            move(proposal, MoveRequest("correct_decision"), committee_clerk)
        back = move(proposal, MoveRequest("correct_decision", reason="Minuted otherwise."), committee_clerk)
        assert (back.stage, back.outcome) == (Stage.RECOMMENDED, "")
        decided = move(back, MoveRequest("decide", outcome="approved"), committee_clerk)
        assert (decided.stage, decided.outcome) == (Stage.DECIDED, "approved")
