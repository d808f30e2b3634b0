"""What changed between two sets of proposals: found by reference, in exact figures, nothing guessed or lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.changes import NotComparable, compare, compare_proposals
from proposals.changes.values import Change, ListChange, Moved
from proposals.domain.proposal_parts import (
    CharacteristicImpact,
    EqualityRecord,
    ReportRecord,
    RiskRecord,
    SectionRecord,
)
from proposals.domain.records import Totals
from proposals.domain.savings_profile import YearAmounts
from services.values.changes import FieldChange
from services.values.years import FinancialYear, years_from
from tests.support.appendix_examples import YEARS, fte, profile, proposal, round_of

PARTLY_KNOWN = {"profile_complete": False, "known_years": frozenset(YEARS[:1])}


def changed(before, after):
    (change,) = compare(round_of(before), round_of(after)).changed
    return change


def facts(change):
    return [(fact.label, fact.before, fact.after) for fact in (*change.risk_facts, *change.facts)]


def references(items):
    return [item.record.reference for item in items]


class TestWhichIsTheSameProposal:
    def test_a_reference_spelt_another_way_is_the_same_one(self):
        changes = compare(round_of(proposal("A/R.6.115")), round_of(proposal("AR 6115")))
        assert [change.renumbered_from for change in changes.changed] == ["A/R.6.115"]
        assert not changes.added
        assert not changes.withdrawn

    def test_one_that_was_renumbered_is_known_by_its_old_reference(self):
        new = proposal("CYP200", references=("CYP200", "CYP002"))
        changes = compare(round_of(proposal("CYP002")), round_of(new))
        assert [change.renumbered_from for change in changes.changed] == ["CYP002"]
        assert facts(changes.changed[0]) == [("Reference", "CYP002", "CYP200")]

    def test_a_reference_that_two_could_claim_is_not_guessed_and_both_are_named(self):
        twins = [proposal(name, references=(name, "CYP002")) for name in ("CYP201", "CYP202")]
        changes = compare(round_of(proposal("CYP002")), round_of(*twins))
        assert not changes.changed
        assert [going.named_by for going in changes.withdrawn] == [("CYP201", "CYP202")]
        assert [coming.named_by for coming in changes.added] == [("CYP002",), ("CYP002",)]

    def test_one_that_another_took_in_is_withdrawn_and_says_which_names_it(self):
        kept = proposal("CYP001")
        changes = compare(
            round_of(kept, proposal("CYP002")), round_of(replace(kept, references=("CYP001", "CYP002")))
        )
        assert references(changes.withdrawn) == ["CYP002"]
        assert changes.withdrawn[0].named_by == ("CYP001",)

    def test_the_same_title_alone_makes_no_pair(self):
        changes = compare(round_of(proposal("CYP001")), round_of(proposal("CYP002")))
        assert (references(changes.withdrawn), references(changes.added)) == (["CYP001"], ["CYP002"])

    def test_sets_of_two_councils_are_refused(self):
        with pytest.raises(NotComparable, match="Northmoor County Council and Budget 2018/19"):
            compare(round_of(proposal()), round_of(proposal(), council_slug="other", council="Other Council"))


class TestOneThatEnded:
    def test_counts_no_more_and_is_told_as_withdrawn_with_its_stage(self):
        changes = compare(round_of(proposal()), round_of(proposal(stage="rejected")))
        assert changes.withdrawn[0].ended.stage == "rejected"
        assert changes.whole.total == Change(40_000, 0)

    def test_that_is_taken_up_again_is_added(self):
        changes = compare(round_of(proposal(stage="deferred")), round_of(proposal(stage="published")))
        assert references(changes.added) == ["CYP002"]

    def test_in_both_sets_is_counted_and_left_aside(self):
        changes = compare(round_of(proposal(stage="rejected")), round_of(proposal(stage="superseded")))
        assert changes.is_empty
        assert changes.ended_in_both == 1


class TestFigures:
    def test_tell_each_year_and_the_total_and_by_how_much(self):
        change = changed(proposal(profile=profile(40_000, 10_000)), proposal(profile=profile(40_000, 25_000)))
        (saving,) = change.savings
        assert saving.by_year == (
            (YEARS[0], Change(40_000, 40_000)),
            (YEARS[1], Change(10_000, 25_000)),
            (YEARS[2], Change(0, 0)),
        )
        assert (saving.total, saving.total.by) == (Change(50_000, 65_000), 15_000)
        assert change.kinds == ("figures",)

    def test_a_cost_is_a_line_of_its_own(self):
        change = changed(
            proposal(profile=profile(5)), proposal(profile=profile(YearAmounts(5, one_off_cost=7)))
        )
        assert [(line.label, line.total) for line in change.costs] == [("One-off cost", Change(0, 7))]
        assert change.savings == ()

    def test_a_lasting_saving_that_became_a_one_off_one_falls_out_again(self):
        change = changed(
            proposal(profile=profile(9)), proposal(profile=profile(YearAmounts(one_off_saving=9)))
        )
        assert [line.label for line in change.savings] == ["Saving", "of which one-off saving"]
        assert change.savings[0].by_year[1] == (YEARS[1], Change(0, -9))

    def test_not_known_is_never_nought(self):
        before = proposal(profile=profile(40_000), stated_total=90_000, **PARTLY_KNOWN)
        change = changed(before, proposal(profile=profile(40_000, 30_000, 20_000)))
        (saving,) = change.savings
        assert saving.by_year[1:] == ((YEARS[1], Change(None, 30_000)), (YEARS[2], Change(None, 20_000)))
        assert saving.by_year[1][1].by is None
        assert change.kinds == ("figures",)
        assert change.moved is None

    def test_a_total_that_became_known_has_no_difference(self):
        before = proposal(profile=profile(0), **{**PARTLY_KNOWN, "known_years": frozenset()})
        change = changed(before, proposal(profile=profile(0)))
        assert (change.savings[0].total, change.savings[0].total.by) == (Change(None, 0), None)

    def test_posts_not_stated_are_not_nought_either(self):
        change = changed(proposal(fte_is_stated=False), proposal(fte=fte("0")))
        assert change.posts.total == Change(None, Decimal(0))
        assert change.kinds == ("posts",)

    def test_posts_that_were_not_stated_and_are_not_now_are_no_change(self):
        old, new = proposal(fte_is_stated=False), proposal(fte_is_stated=False, fte=fte("0"))
        assert compare(round_of(old), round_of(new)).is_empty

    def test_the_base_budget_is_told_in_its_parts(self):
        budget = proposal().base_budget
        change = changed(proposal(), proposal(base_budget=replace(budget, income=3_000)))
        assert [(line.label, line.total) for line in change.base_budget] == [
            ("Income", Change(0, 3_000)),
            ("Net budget", Change(83_000, 80_000)),
        ]
        assert changed(proposal(), proposal(base_budget=None)).base_budget[0].total == Change(83_000, None)


class TestMovedInTime:
    def test_all_amounts_a_year_later_is_a_move_and_no_other_figure(self):
        cost = YearAmounts(40_000, one_off_cost=5_000)
        change = changed(
            proposal(profile=profile(cost)), proposal(profile=profile(0, cost), start_year=YEARS[1])
        )
        assert change.moved == Moved(YEARS[0], YEARS[1], years_later=1)
        assert change.kinds == ("moved",)

    def test_the_same_total_spread_another_way_is_a_move_without_a_number_of_years(self):
        change = changed(proposal(profile=profile(30, 10)), proposal(profile=profile(10, 30)))
        assert change.moved == Moved(YEARS[0], YEARS[0], None)
        assert change.kinds == ("moved",)

    def test_another_start_year_alone_is_a_move(self):
        assert changed(proposal(), proposal(start_year=None)).kinds == ("moved",)

    def test_another_total_in_other_years_is_a_change_of_the_figure(self):
        assert changed(proposal(profile=profile(30, 10)), proposal(profile=profile(10, 31))).kinds == (
            "figures",
        )

    def test_rounds_of_other_years_are_compared_in_the_years_of_both(self):
        later = years_from(FinancialYear(2019), 3)
        before = round_of(proposal(profile=profile(30, 20)))
        after = round_of(
            proposal(profile=profile(30, 20, years=later), fte=fte("-2", years=later)), years=later
        )
        changes = compare(before, after)
        (change,) = changes.changed
        assert changes.years == YEARS[1:]
        assert change.moved.years_later == 1
        assert [year for year, _ in change.savings[0].by_year] == list(YEARS[1:])


class TestFactsAndTexts:
    @pytest.mark.parametrize(
        ("field", "value", "kind", "told"),
        [
            ("risk", "H", "risk", ("Risk to delivery", "", "High")),
            ("deliverability", 0, "risk", ("Expected to be delivered", "", "0%")),
            ("kind", "income", "facts", ("Kind of saving", "", "More income")),
            ("category", "Redesign", "facts", ("Category", "", "Redesign")),
            ("consultation_only", True, "facts", ("For consultation only", "No", "Yes")),
            ("stage", "ready_to_publish", "facts", ("Stage", "", "ready to publish")),
        ],
    )
    def test_a_fact_is_told_as_it_is_printed(self, field, value, kind, told):
        change = changed(proposal(), proposal(**{field: value}))
        assert (change.kinds, facts(change)) == ((kind,), [told])

    def test_lists_tell_what_went_and_what_came_and_their_order_says_nothing(self):
        before = proposal(committees=("Education", "Cabinet"), where_reported=(ReportRecord("Cabinet", "6"),))
        after = proposal(committees=("Cabinet", "Health", "Education"))
        assert changed(before, after).lists == (
            ListChange("Committees", (), ("Health",)),
            ListChange("Reported to", ("Cabinet, item 6",), ()),
        )

    def test_risks_are_compared_with_their_level_and_mitigation(self):
        change = changed(
            proposal(risks=(RiskRecord("Nobody applies", "M"),)),
            proposal(risks=(RiskRecord("Nobody applies", "H"),)),
        )
        assert change.risks == ListChange("Risks", ("Nobody applies (medium)",), ("Nobody applies (high)",))
        assert change.kinds == ("risk",)

    def test_equality_is_told_by_characteristic(self):
        before = EqualityRecord("full_needed", impacts=(CharacteristicImpact("Age", "none", "none"),))
        after = EqualityRecord(
            "full_needed",
            "complete",
            assessed_on=date(2017, 9, 1),
            impacts=(CharacteristicImpact("Age", "major", "major"),),
        )
        assert facts(changed(proposal(equality=before), proposal(equality=after))) == [
            ("Equality assessment: full assessment", "Not started", "Complete"),
            ("Equality assessment: date", "", "1 September 2017"),
            ("Impact on people: Age", "None", "Major"),
        ]

    def test_a_section_is_the_same_one_under_whatever_heading_it_was_printed(self):
        def with_impact(heading, text):
            return proposal(sections=(SectionRecord("impact_upon_service", heading, text),))

        change = changed(
            with_impact("Impact", "Two posts go."), with_impact("Impact upon service", "No post goes.")
        )
        assert [text.label for text in change.texts] == ["Impact upon service"]
        assert change.kinds == ("wording",)
        assert compare(
            round_of(with_impact("Impact", "Same.")), round_of(with_impact("Other", "Same."))
        ).is_empty

    def test_what_is_held_back_is_told_without_its_wording(self):
        exempt = SectionRecord("approach", "Approach", "Open.", "answered", 3, "Bids are awaited.")
        change = changed(
            proposal(sections=(replace(exempt, exempt_paragraph=None),)), proposal(sections=(exempt,))
        )
        (text,) = change.texts
        assert text.label == "Approach: exempt wording"
        assert "paragraph 3" in text.after

    def test_a_blank_section_says_as_little_as_one_that_is_not_there(self):
        blank = proposal(sections=(SectionRecord("approach", "Approach", "", "blank"),))
        assert compare(round_of(proposal()), round_of(blank)).is_empty

    def test_compared_alone_a_proposal_tells_the_same(self):
        before, after = proposal(), proposal(risk="L")
        assert compare_proposals(before, after) == changed(before, after)
        assert compare_proposals(before, after).risk_facts == (FieldChange("Risk to delivery", "", "Low"),)


class TestTotals:
    def test_of_each_directorate_are_told_step_by_step(self):
        """CYP: 100 − 30 withdrawn + 20 − 5 changed = 85; ENV: 50 + 40 added = 90."""
        child = {"profile": profile(70)}
        road = {"directorate_code": "ENV", "directorate": "Environment"}
        before = round_of(
            proposal("CYP1", **child),
            proposal("CYP2", profile=profile(30)),
            proposal("ENV1", profile=profile(50), **road),
        )
        after = round_of(
            proposal("ENV1", profile=profile(50), **road),
            proposal("CYP1", profile=profile(85)),
            proposal("ENV2", profile=profile(0, 40), **road),
        )
        changes = compare(before, after)
        steps = {
            item.code: (item.change.total, item.change.added, item.change.withdrawn, item.change.changed)
            for item in changes.directorates
        }
        assert steps == {"ENV": (Change(50, 90), 40, 0, 0), "CYP": (Change(100, 85), 0, 30, 15)}
        assert changes.whole.by_year[1] == (YEARS[1], Change(0, 40))
        assert (changes.whole.total, changes.unchanged) == (Change(150, 175), 1)

    def test_a_proposal_that_moved_to_another_directorate_changes_both(self):
        moved = proposal(directorate_code="ENV", directorate="Environment", profile=profile(45))
        changes = compare(round_of(proposal(profile=profile(40))), round_of(moved))
        assert {item.code: (item.change.changed, item.change.total) for item in changes.directorates} == {
            "ENV": (45, Change(0, 45)),
            "CYP": (-40, Change(40, 0)),
        }

    def test_a_total_that_nobody_states_is_not_known_and_not_nought(self):
        unknown = proposal(profile=profile(0), **{**PARTLY_KNOWN, "known_years": frozenset()})
        whole = compare(round_of(unknown), round_of(proposal())).whole
        assert (whole.total, whole.total.by, whole.changed) == (Change(None, 40_000), None, 40_000)


AMOUNTS = st.integers(-100, 100)
PROPOSALS = st.builds(
    lambda number, directorate, amounts, stated, risk, stage, text, also: proposal(
        f"CYP00{number}",
        references=(f"CYP00{number}", *also),
        directorate_code=directorate,
        directorate=directorate,
        profile=profile(*amounts),
        profile_complete=stated is None,
        stated_total=stated,
        known_years=frozenset(YEARS[:2]),
        risk=risk,
        stage=stage,
        statements={"impact_upon_service": text},
    ),
    st.integers(1, 6),
    st.sampled_from(["CYP", "ENV"]),
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS),
    st.none() | AMOUNTS,
    st.sampled_from(["", "H"]),
    st.sampled_from(["published", "withdrawn"]),
    st.sampled_from(["", "Two posts go.", "Three posts go."]),
    st.sets(st.sampled_from(["OLD1", "OLD2"]), max_size=1),
)
ROUNDS = st.lists(PROPOSALS, max_size=5, unique_by=lambda each: each.reference).map(
    lambda listed: round_of(*listed)
)


class TestAlways:
    @given(ROUNDS)
    def test_a_set_compared_with_itself_has_no_change(self, one):
        changes = compare(one, one)
        assert changes.is_empty
        assert not any(item.change.is_change for item in changes.directorates)

    @given(ROUNDS, ROUNDS)
    def test_what_was_added_one_way_is_withdrawn_the_other(self, one, two):
        there, back = compare(one, two), compare(two, one)
        assert references(there.added) == references(back.withdrawn)
        assert references(there.withdrawn) == references(back.added)
        assert {change.before.reference for change in there.changed} == {
            change.after.reference for change in back.changed
        }

    @given(ROUNDS, ROUNDS)
    def test_the_steps_lead_from_the_total_before_to_the_total_after(self, one, two):
        changes = compare(one, two)
        for change in (*(item.change for item in changes.directorates), changes.whole):
            steps = change.added - change.withdrawn + change.changed
            assert (change.total.before or 0) + steps == (change.total.after or 0)
        for side, record in ((0, one), (1, two)):
            counting = [each for each in record.proposals if each.stage != "withdrawn"]
            whole = (changes.whole.before, changes.whole.after)[side]
            assert whole == Totals.of(counting, YEARS)
            assert whole.count == sum(
                (item.change.before, item.change.after)[side].count for item in changes.directorates
            )

    @given(ROUNDS, ROUNDS)
    def test_every_proposal_is_told_once(self, one, two):
        changes = compare(one, two)
        counting = [each.reference for each in one.proposals if each.stage != "withdrawn"]
        assert len(counting) == len(changes.withdrawn) + len(changes.changed) + changes.unchanged
