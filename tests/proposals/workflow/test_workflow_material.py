"""What a material change undoes: which changes are material, typing corrections, and sign-offs after editing."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import CharacteristicImpact, EqualityRecord, RiskRecord
from proposals.domain.roles import Role
from proposals.domain.stages import Stage
from proposals.models import (
    SavingsProposal,
)
from proposals.models.records import record_of
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.material import is_typing_correction, material_changes
from proposals.workflow.moving import (
    MoveRequest,
    StaleMove,
    after_editing,
    move,
)
from services.audit.history import acting
from tests.support.stage_examples import again, events, in_preparation, make_complete, year_amounts
from tests.support.web_examples import FIRST

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def record(budget_round):
    return record_of(make_complete(budget_round, reference="ENV077"))


@pytest.mark.one_database
class TestMaterialChanges:
    def test_a_first_screening_and_a_committee_add_what_was_missing(self, record):
        unscreened = replace(record, equality=None, committees=())
        screened = EqualityRecord(screening="not_needed", status="complete")
        given = replace(record, equality=screened, committees=("Environment Committee",))
        assert material_changes(unscreened, given) == ()
        # Another answer than the one that was signed off is another matter.
        again = replace(given, equality=replace(screened, screening="full_needed"))
        assert material_changes(given, again) == ("the equality screening, status or impacts",)

    @pytest.mark.parametrize(
        "name", ["recurring_saving", "one_off_saving", "recurring_cost", "one_off_cost", "capital_cost"]
    )
    def test_every_amount_is_material(self, record, name):
        changed = replace(record, profile=year_amounts(record, **{name: 7}))
        assert material_changes(record, changed) == ("the savings and costs by year",)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
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


@pytest.mark.one_database
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
            "ENV001 has been changed (the savings and costs by year) and goes back to finance review. "
            "Sign-offs withdrawn: finance review (Somebody Else), corporate review (Somebody Else). "
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
