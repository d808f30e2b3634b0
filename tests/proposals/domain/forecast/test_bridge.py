"""The bridge from one budget to the next: what enters which step, by directorate and year, and what does not."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.fields import FUNDS, PRESSURE_CATEGORIES
from proposals.domain.forecast.bridge import STEPS, bridge_of, by_step, change_left_out, item_of
from proposals.domain.forecast.plan import PlanInput
from proposals.domain.forecast.round_position import round_position
from proposals.domain.records import ServiceBudget
from proposals.domain.savings_profile import YearAmounts, running_totals
from tests.support.appendix_examples import YEARS, profile, proposal, round_of

CARE = {"directorate_code": "ADU", "directorate": "Adults", "service": "Care"}
ROADS = {"directorate_code": "PLA", "directorate": "Place", "service": "Roads"}
BUDGETS = (
    ServiceBudget("ADU", "Adults", "Care", 10_000_000),
    ServiceBudget("PLA", "Place", "Roads", 3_000_000),
    ServiceBudget("PLA", "Place", "Parks", 1_000_000),
)


def pressure(reference, *amounts, **changes):
    """A pressure on care; a number is what it adds for good from that year."""
    rows = (YearAmounts(-amount) if isinstance(amount, int) else amount for amount in amounts)
    return proposal(reference, **{"direction": "pressure", "profile": profile(*rows), **CARE, **changes})


def saving(reference, *amounts, **changes):
    return proposal(reference, **{"profile": profile(*amounts), **CARE, **changes})


def bridge(*proposals, budgets=BUDGETS):
    return bridge_of(round_of(*proposals, base_budgets=budgets))


def steps(year):
    """The steps of a year that hold anything, by directorate."""
    return {step: dict(figures) for step, figures in year.steps.items() if figures}


class TestFromYearToYear:
    def test_a_budget_opens_with_the_services_base_budgets_and_then_with_the_closing_of_the_year_before(self):
        found = bridge(
            pressure("P1", 200_000, 100_000, pressure_category="pay"),
            pressure("P2", 50_000, pressure_category="demand", **ROADS),
            saving("S1", 300_000, 40_000),
        )
        first, second, third = found.years
        assert dict(first.opening) == {"ADU": 10_000_000, "PLA": 4_000_000}
        assert steps(first) == {
            "pay": {"ADU": 200_000},
            "demand": {"PLA": 50_000},
            "saving": {"ADU": -300_000},
        }
        assert first.closing == second.opening == {"ADU": 9_900_000, "PLA": 4_050_000}
        assert second.closing == third.opening == {"ADU": 9_960_000, "PLA": 4_050_000}
        assert third.closing == {"ADU": 9_960_000, "PLA": 4_050_000}

    def test_what_is_once_only_falls_out_in_the_year_after(self):
        found = bridge(
            pressure("P1", YearAmounts(one_off_saving=-70_000), pressure_category="investment"),
            saving("S1", YearAmounts(one_off_saving=20_000)),
        )
        assert [steps(year) for year in found.years] == [
            {"investment": {"ADU": 70_000}, "saving": {"ADU": -20_000}},
            {"investment": {"ADU": -70_000}, "saving": {"ADU": 20_000}},
            {"investment": {"ADU": 0}, "saving": {"ADU": 0}},
        ]

    def test_recurring_costs_are_taken_off_a_saving_and_one_off_and_capital_costs_are_not(self):
        found = bridge(
            saving("S1", YearAmounts(100_000, recurring_cost=15_000, one_off_cost=30_000, capital_cost=9_000))
        )
        assert steps(found.years[0]) == {"saving": {"ADU": -85_000}}

    def test_the_councils_own_share_enters_rounded_to_the_pound(self):
        found = bridge(saving("S1", 100_001, council_share=Decimal("62.50")))
        # 62,500.625
        assert steps(found.years[0]) == {"saving": {"ADU": -62_501}}

    def test_a_pressure_without_a_cause_is_one_of_the_others(self):
        assert [each.step for each in bridge(pressure("P1", 1)).entries] == ["other"]

    def test_every_cause_of_a_pressure_has_a_step(self):
        assert set(PRESSURE_CATEGORIES) | {"saving"} == set(STEPS)


class TestOtherFunds:
    def test_another_fund_has_entries_of_its_own_and_changes_no_budget(self):
        found = bridge(
            pressure("P1", 80_000, fund="public_health", pressure_category="pay"),
            saving("S1", 30_000, fund="housing_revenue_account", service="Homes without a base budget"),
        )
        assert found.years[-1].closing == {"ADU": 10_000_000, "PLA": 4_000_000}
        assert found.entries == found.left_out == ()
        totals = {
            fund: [(each.proposal.reference, each.total) for each in own]
            for fund, own in found.other_funds.items()
        }
        assert totals == {"public_health": [("P1", 80_000)], "housing_revenue_account": [("S1", -30_000)]}

    def test_of_the_capital_programme_it_is_what_is_spent_in_each_year(self):
        found = bridge(
            pressure(
                "P1", YearAmounts(capital_cost=500_000), YearAmounts(capital_cost=200_000), fund="capital"
            ),
            pressure("P2", YearAmounts(one_off_saving=-60_000), fund="capital"),
        )
        assert [list(each.changes.values()) for each in found.other_funds["capital"]] == [
            [500_000, 200_000, 0],
            [60_000, 0, 0],
        ]


class TestLeftOut:
    def reasons(self, *proposals, **changes):
        return [(each.item.reference, each.words) for each in bridge(*proposals, **changes).left_out]

    def test_each_has_its_reason(self):
        assert self.reasons(
            saving("S1", 1, stage="withdrawn"),
            saving("S2", 1, in_earlier_plan=True),
            saving("S3", 1, kind="cost_avoidance"),
            saving("S4", profile_complete=False, stated_total=5),
            saving("S5", 1, service="Libraries"),
            saving("S6", 1, council_share=Decimal(0)),
            saving("S7", YearAmounts(capital_cost=9)),
            saving("S8", 1),
        ) == [
            ("S1", "It has been withdrawn."),
            ("S2", "An approved budget has it already."),
            ("S3", "It avoids a cost and releases no money."),
            ("S4", "No year is stated for it."),
            ("S5", "Its service has no net base budget for 2017/18."),
            ("S6", "All of it belongs to other bodies."),
            ("S7", "It is capital expenditure only."),
        ]

    def test_the_share_of_other_bodies_is_listed_with_its_amount(self):
        found = bridge(saving("S1", 100_001, council_share=Decimal("62.50")))
        # 100,001 less 62,501
        assert [(each.words, change_left_out(each)) for each in found.left_out] == [
            ("37.5% of it belongs to other bodies.", -37_500)
        ]

    def test_the_change_left_out_is_that_of_all_years_together_or_what_is_stated_of_them(self):
        found = bridge(
            saving("S1", 100, YearAmounts(recurring_cost=30), in_earlier_plan=True),
            saving("S2", profile_complete=False, stated_total=5),
            saving("S3", profile_complete=False),
            pressure("P1", YearAmounts(one_off_saving=-80), service="Libraries"),
            pressure("P2", YearAmounts(capital_cost=400), 7, fund="capital", in_earlier_plan=True),
        )
        # P1 falls out again; P2 spends 400, then 7 in each of two years.
        assert [(each.item.reference, change_left_out(each)) for each in found.left_out] == [
            ("S1", -70),
            ("S2", -5),
            ("S3", None),
            ("P1", 0),
            ("P2", 414),
        ]

    def test_a_proposal_of_which_nothing_was_entered_has_no_year(self):
        assert self.reasons(saving("S1")) == [("S1", "No year is stated for it.")]

    def test_a_service_without_a_budget_is_one_reason_for_the_whole_of_a_proposal(self):
        assert self.reasons(saving("S1", 90, service="Libraries", council_share=Decimal(60))) == [
            ("S1", "Its service has no net base budget for 2017/18.")
        ]

    def test_a_pressure_is_no_avoidance(self):
        assert self.reasons(pressure("P1", 1, kind="cost_avoidance")) == []

    def test_a_service_of_that_name_in_another_directorate_has_not_its_budget(self):
        assert self.reasons(saving("S1", 1, directorate_code="PLA")) == [
            ("S1", "Its service has no net base budget for 2017/18.")
        ]

    def test_a_proposal_enters_while_every_year_so_far_is_known_and_then_counts_as_zero(self):
        first_only = saving("S1", 90_000, profile_complete=False, known_years=frozenset(YEARS[:1]))
        first_and_last = replace(first_only, known_years=frozenset({YEARS[0], YEARS[2]}))
        for partly in (first_only, first_and_last):
            found = bridge(partly)
            assert list(found.entries[0].changes.values()) == [-90_000, 90_000, 0]
            assert [(each.words, change_left_out(each)) for each in found.left_out] == [
                ("Its figures from 2019/20 are not known and count as zero.", None)
            ]

    def test_without_its_first_year_nothing_of_a_proposal_enters(self):
        found = bridge(saving("S1", 0, 5_000, profile_complete=False, known_years=frozenset(YEARS[1:])))
        assert found.entries == ()
        assert [each.words for each in found.left_out] == ["Its figures from 2018/19 are not known."]

    def test_without_base_budgets_there_is_no_bridge_and_everything_is_left_out(self):
        found = bridge(saving("S1", 1), budgets=())
        assert found.directorates == {}
        assert [year.closing for year in found.years] == [{}, {}, {}]
        assert len(found.left_out) == 1


amounts = st.integers(-10_000_000, 10_000_000)
years = st.builds(YearAmounts, amounts, amounts, amounts, st.integers(0, 9), st.integers(0, 10_000_000))
proposals = st.builds(
    lambda rows, place, is_pressure, share, **values: proposal(
        **place,
        **values,
        profile=profile(*rows),
        council_share=share,
        direction="pressure" if is_pressure else "saving",
    ),
    st.lists(years, min_size=3, max_size=3),
    st.sampled_from([CARE, ROADS, {**CARE, "service": "Without a budget"}]),
    st.booleans(),
    st.one_of(st.none(), st.decimals(0, 100, places=2)),
    reference=st.text("ABC123", min_size=1, max_size=5),
    fund=st.sampled_from(list(FUNDS)),
    pressure_category=st.sampled_from(["", *PRESSURE_CATEGORIES]),
    kind=st.sampled_from(["", "income", "cost_avoidance"]),
    stage=st.sampled_from(["", "draft", "decided", "withdrawn"]),
    in_earlier_plan=st.booleans(),
    profile_complete=st.booleans(),
    known_years=st.frozensets(st.sampled_from(YEARS)),
)


@given(st.lists(proposals, max_size=12))
def test_every_closing_is_its_opening_and_its_steps_and_the_last_one_the_base_and_all_that_entered(listed):
    found = bridge(*listed)
    for before, after in zip(found.years, found.years[1:], strict=False):
        assert before.closing == after.opening
    for year in found.years:
        for code in found.directorates:
            changes = sum(figures.get(code, 0) for figures in year.steps.values())
            assert year.closing[code] == year.opening[code] + changes
    entered = sum(entry.total for entry in found.entries)
    assert sum(found.years[-1].closing.values()) == 14_000_000 + entered
    assert sorted(entry.proposal.reference for own in by_step(found.entries).values() for entry in own) == (
        sorted(entry.proposal.reference for entry in found.entries)
    )


@given(st.lists(proposals, max_size=12))
def test_every_proposal_enters_somewhere_or_is_left_out_with_a_reason(listed):
    found = bridge(*listed)
    entered = [entry.proposal for own in (found.entries, *found.other_funds.values()) for entry in own]
    named = {id(each) for each in entered} | {id(listed[int(each.item.key)]) for each in found.left_out}
    assert named == {id(each) for each in listed}
    assert all(each.words for each in found.left_out)


@given(st.lists(proposals, max_size=12))
def test_the_changes_of_an_entry_add_up_to_what_the_position_counts_of_it(listed):
    found = bridge(*listed)
    items = [item_of(str(place), each) for place, each in enumerate(listed)]
    position = round_position(PlanInput(YEARS), items)
    counted = {each.item.key: each.by_year for each in position.entered}
    for entry in found.entries:
        (key,) = (str(place) for place, each in enumerate(listed) if each is entry.proposal)
        assert running_totals(entry.changes) == {year: -pounds for year, pounds in counted[key].items()}
