"""The medium-term position of a round, worked by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from proposals.domain.fields import GENERAL_FUND, KINDS
from proposals.domain.forecast.assumptions import Assumptions, ParameterValue
from proposals.domain.forecast.plan import AmountLine, Amounts, PlanInput
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.round_position import round_position
from proposals.domain.forecast.what_enters import Adjustment, Basis
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from tests.support.hand_worked_round import (
    ASSUMPTIONS,
    COUNCIL_TAX,
    DO_NOTHING,
    ENTERED,
    HOUSING,
    HOUSING_GAPS,
    LEFT_OUT,
    WITH_PROPOSALS,
    Y1,
    Y2,
    Y3,
    Y4,
    YEARS,
    by_year,
    items,
    plan_input,
)


def position_with(basis=None, **changes):
    """Return the hand-worked round's position after changes to items by reference."""
    changed = [replace(item, **changes.get(item.reference, {})) for item in items()]
    return round_position(plan_input(), changed, basis)


def cells_moved(before, after):
    """Return the figures of the general fund that differ, by line and year."""

    def cells(position):
        fund = position.funds[GENERAL_FUND]
        lines = {
            "do nothing": fund.do_nothing.gap,
            "with": fund.with_proposals.gap,
            "added up": fund.with_proposals.cumulative_gap,
            **{f"pressures {key}": figures for key, figures in fund.do_nothing.pressures.items()},
            **{f"target {line.directorate}": line.proposed for line in fund.target_lines},
            **{each.item.reference: each.by_year for each in position.entered},
        }
        return {(line, year): figures[year] for line, figures in lines.items() for year in YEARS}

    first, second = cells(before), cells(after)
    moved = {}
    for cell in {**first, **second}:
        change = second.get(cell, 0) - first.get(cell, 0)
        if change:
            moved[cell] = change
    return moved


class TestTheRoundWorkedByHand:
    def test_do_nothing_agrees_to_the_pound(self):
        position = position_with().funds[GENERAL_FUND].do_nothing
        assert position.expenditure == DO_NOTHING["expenditure"]
        assert position.total_income == DO_NOTHING["income"]
        assert position.gap == DO_NOTHING["gap"]
        assert position.cumulative_gap == DO_NOTHING["cumulative"]

    def test_with_the_proposals_agrees_to_the_pound(self):
        position = position_with().funds[GENERAL_FUND].with_proposals
        assert position.savings == WITH_PROPOSALS["savings"]
        assert position.gap == WITH_PROPOSALS["gap"]
        assert position.cumulative_gap == WITH_PROPOSALS["cumulative"]

    def test_other_fund_stands_in_its_own_position(self):
        fund = position_with().funds[HOUSING]
        assert (fund.do_nothing.gap, fund.with_proposals.gap) == HOUSING_GAPS

    def test_capital_has_no_position(self):
        assert list(position_with().funds) == [GENERAL_FUND, HOUSING]

    def test_each_item_enters_with_its_own_amounts(self):
        entered = {each.item.reference: each.by_year for each in position_with().entered}
        assert entered == ENTERED

    def test_what_does_not_enter_is_listed_with_the_reason(self):
        left_out = position_with().funds[GENERAL_FUND].left_out
        assert {(each.item.reference, each.words) for each in left_out} == LEFT_OUT
        assert len(left_out) == len(LEFT_OUT)

    def test_part_of_other_bodies_is_the_rest_to_the_pound(self):
        (part,) = (each for each in position_with().left_out if each.reason == "another body")
        assert part.by_year == by_year(40_000, 60_000, 60_000, 60_000)

    def test_targets_stand_beside_what_each_year_saves_anew(self):
        # S1 saves 450,000, then 250,000 more; S2 and S7 save 360,001, then 70,000 less.
        adults, children = position_with().funds[GENERAL_FUND].target_lines
        assert adults.proposed == by_year(450_000, 250_000, 0, 0)
        assert adults.missing == by_year(50_000, 50_000, 0, 0)
        assert children.proposed == by_year(360_001, -70_000, 0, 0)

    def test_directorate_without_a_target_has_no_line(self):
        lines = position_with(S1={"directorate": "Housing"}).funds[GENERAL_FUND].target_lines
        assert [line.directorate for line in lines] == ["Adults", "Children"]

    def test_steps_lead_from_the_base_to_the_gap(self):
        steps = position_with().funds[GENERAL_FUND].steps_to_gap(Y2)
        assert steps == (100_000_000, 4_665_000, 2_420_000, -990_001, -103_458_891)
        assert sum(steps) == WITH_PROPOSALS["gap"][Y2]


class TestTheBasis:
    def test_published_leaves_drafts_out(self):
        # Without S7 and P3: 750,000 and 900,000 of savings; 350,000 of pressure less from 2029/30.
        position = position_with(Basis("published")).funds[GENERAL_FUND]
        assert position.do_nothing.gap == by_year(2_790_357, 3_626_109, 5_821_716, 5_307_782)
        assert position.with_proposals.savings == by_year(750_000, 900_000, 900_000, 900_000)
        assert ("S7", "It has not been published.") in {
            (each.item.reference, each.words) for each in position.left_out
        }

    def test_approved_counts_what_was_decided_so(self):
        position = position_with(Basis("approved"))
        assert {each.item.reference for each in position.entered} == {"S1", "P4"}

    def test_decided_against_is_not_approved(self):
        position = position_with(Basis("approved"), S1={"outcome": Outcome.DEFERRED.value})
        assert {each.item.reference for each in position.entered} == {"P4"}

    def test_risk_adjusted_takes_the_expected_part_of_savings_at_their_full_cost(self):
        # S1: 80% of 500,000 less 50,000, then 80% of 750,000 less 50,000; S2: 150,000, then 100,000.
        position = position_with(Basis(delivery="risk-adjusted")).funds[GENERAL_FUND]
        assert position.with_proposals.savings == by_year(500_000, 650_000, 650_000, 650_000)
        assert position.do_nothing.gap == DO_NOTHING["gap"]

    def test_saving_that_nobody_assessed_is_not_in_the_risk_adjusted_position(self):
        position = position_with(Basis(delivery="risk-adjusted"))
        (not_assessed,) = (each for each in position.left_out if each.reason == "not assessed")
        assert not_assessed.item.reference == "S7"

    def test_percentage_is_of_every_saving(self):
        # 75%: S1 375,000 - 50,000, then 562,500 - 50,000; S2 225,000, then 150,000;
        # S7 45,000.45, then 22,500 more.
        position = position_with(Basis(delivery="percentage", percent=75)).funds[GENERAL_FUND]
        assert position.with_proposals.savings == by_year(595_000, 730_000, 730_000, 730_000)


class TestWhatDoesNotEnter:
    def test_is_not_said_to_be_in_the_position_of_its_own_fund(self):
        housing = position_with().funds[HOUSING]
        words = {each.item.reference: each.words for each in housing.left_out}
        assert words["S1"] == "It is charged to the general fund, whose own position has it."
        assert words["S4"] == "It is charged to the general fund."

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"stage": Stage.WITHDRAWN}, "It has been withdrawn."),
            ({"in_earlier_plan": True}, "An approved budget has it already."),
            (
                {"fund": "public_health"},
                "It is charged to the public health grant, whose own position has it.",
            ),
            (
                {"profile": SavingsProfile(Y1, (YearAmounts(capital_cost=5),))},
                "It is capital expenditure only.",
            ),
            ({"kind": "cost_avoidance"}, "It avoids a cost and releases no money."),
            ({"council_share": Decimal(0)}, "All of it belongs to other bodies."),
            ({"known_years": frozenset()}, "No year is stated for it."),
            ({"known_years": frozenset({Y2})}, "Its figures from 2027/28 are not known."),
            (
                {"profile": SavingsProfile(Y4 + 1, (YearAmounts(5),))},
                "It begins in 2031/32, after the last year.",
            ),
        ],
    )
    def test_each_reason_is_said_in_words(self, change, words):
        fund = position_with(S1=change).funds[GENERAL_FUND]
        assert "S1" not in {each.item.reference for each in fund.savings}
        assert [each.words for each in fund.left_out if each.item.reference == "S1"] == [words]

    def test_years_not_known_enter_with_nothing_and_are_named(self):
        position = position_with(S1={"known_years": frozenset({Y1, Y2})})
        assert position.entered[0].by_year == by_year(450_000, 700_000, 0, 0)
        (part,) = (each for each in position.left_out if each.reason == "unknown years")
        assert (part.is_part, part.words) == (
            True,
            "Its figures from 2029/30 are not known and count as zero.",
        )

    def test_every_kind_of_saving_enters_but_the_avoidance_of_a_cost(self):
        positions = {kind: position_with(S1={"kind": kind}) for kind in ("", *KINDS)}
        savings = {kind: position.funds[GENERAL_FUND].savings for kind, position in positions.items()}
        assert [kind for kind, own in savings.items() if own[0].item.reference != "S1"] == ["cost_avoidance"]

    def test_pressure_that_avoids_nothing_is_never_an_avoidance(self):
        position = position_with(P1={"kind": "cost_avoidance"})
        assert "P1" in {each.item.reference for each in position.entered}


class TestOneChangeMovesTheseCellsOnly:
    def test_stage(self):
        before, after = (
            position_with(Basis("published")),
            position_with(Basis("published"), S7={"stage": Stage.PUBLISHED}),
        )
        moved = by_year(60_001, 90_001, 90_001, 90_001)
        assert cells_moved(before, after) == {
            **{("S7", year): pounds for year, pounds in moved.items()},
            **{("with", year): -pounds for year, pounds in moved.items()},
            ("added up", Y1): -60_001,
            ("added up", Y2): -150_002,
            ("added up", Y3): -240_003,
            ("added up", Y4): -330_004,
            ("target Children", Y1): 60_001,
            ("target Children", Y2): 30_000,
        }

    def test_year(self):
        item = next(each for each in items() if each.reference == "P2")
        later = position_with(P2={"profile": item.profile.delayed(1)})
        assert cells_moved(position_with(), later) == {
            ("P2", Y2): 200_000,
            ("P2", Y3): -200_000,
            ("do nothing", Y2): -200_000,
            ("do nothing", Y3): 200_000,
            ("with", Y2): -200_000,
            ("with", Y3): 200_000,
            ("added up", Y2): -200_000,
            ("pressures new_burden", Y2): -200_000,
            ("pressures new_burden", Y3): 400_000,
            ("pressures new_burden", Y4): -200_000,
        }

    def test_share(self):
        # 50% of 200,000 from 2028/29 and of the one-off 300,000.
        after = position_with(S2={"council_share": Decimal(50)})
        moved = by_year(-150_000, -100_000, -100_000, -100_000)
        assert cells_moved(position_with(), after) == {
            **{("S2", year): pounds for year, pounds in moved.items()},
            **{("with", year): -pounds for year, pounds in moved.items()},
            ("added up", Y1): 150_000,
            ("added up", Y2): 250_000,
            ("added up", Y3): 350_000,
            ("added up", Y4): 450_000,
            ("target Children", Y1): -150_000,
            ("target Children", Y2): 50_000,
        }

    def test_amount(self):
        profile = SavingsProfile(Y1, (YearAmounts(), YearAmounts(), YearAmounts(-350_001)))
        assert cells_moved(position_with(), position_with(P3={"profile": profile})) == {
            ("P3", Y3): -1,
            ("P3", Y4): -1,
            ("do nothing", Y3): 1,
            ("do nothing", Y4): 1,
            ("with", Y3): 1,
            ("with", Y4): 1,
            ("added up", Y3): 1,
            ("added up", Y4): 2,
            ("pressures loss_of_grant", Y3): 1,
        }

    def test_one_off_cost_moves_nothing(self):
        profile = SavingsProfile(Y1, (YearAmounts(500_000, 0, 50_000, 999_999), YearAmounts(250_000)))
        assert cells_moved(position_with(), position_with(S1={"profile": profile})) == {}


class TestAdjustments:
    def position(self, **adjustments):
        return round_position(plan_input(), items(), adjustments=adjustments)

    def test_item_that_is_left_out_is_listed(self):
        position = self.position(S1=Adjustment(included=False))
        (left_out,) = (each for each in position.left_out if each.reason == "left out")
        assert (left_out.item.reference, left_out.by_year) == ("S1", ENTERED["S1"])
        assert position.funds[GENERAL_FUND].with_proposals.savings == by_year(
            360_001, 290_001, 290_001, 290_001
        )

    def test_share_delay_and_other_amounts_apply_together(self):
        # Half of 400,001, rounded half up, one year later.
        amounts = SavingsProfile(Y1, (YearAmounts(400_001),))
        position = self.position(S2=Adjustment(share=Fraction(1, 2), delay=1, amounts=amounts))
        entered = {each.item.reference: each.by_year for each in position.entered}
        assert entered == {**ENTERED, "S2": by_year(0, 200_001, 200_001, 200_001)}

    def test_other_amounts_of_an_item_without_years_let_it_enter(self):
        amounts = SavingsProfile(Y2, (YearAmounts(10),))
        position = self.position(S3=Adjustment(amounts=amounts))
        assert {each.item.reference: each.by_year for each in position.entered}["S3"] == by_year(
            0, 10, 10, 10
        )

    def test_known_years_move_along_with_a_delay(self):
        item = replace(items()[0], known_years=frozenset({Y1, Y2}))
        position = round_position(plan_input(), [item], adjustments={"S1": Adjustment(delay=1)})
        assert position.entered[0].by_year == by_year(0, 450_000, 700_000, 0)

    def test_other_value_of_an_assumption_moves_the_lines_that_read_it(self):
        # Pay at 4%: 2,000,000, then 2,080,000, 2,163,200, 2,249,728.
        assumed = ASSUMPTIONS.replaced("pay_award", ParameterValue(Decimal(4)))
        changed = round_position(plan_input(), items(), assumptions=assumed)
        uplift = changed.funds[GENERAL_FUND].baseline.uplift
        assert uplift["pay"] == by_year(2_000_000, 2_080_000, 2_163_200, 2_249_728)
        assert uplift["price"] == by_year(800_000, 820_000, 840_000, 860_000)


class TestThePlan:
    def test_council_tax_is_rounded_once(self):
        figures = plan_input().figures()
        assert figures.income[0].by_year == COUNCIL_TAX

    def test_years_that_a_rule_gave_are_marked(self):
        figures = plan_input().figures()
        by_rule = {line.line.key: line.by_rule for line in (*figures.base, *figures.uplift, *figures.income)}
        assert by_rule["support"] == {Y4}
        assert by_rule["rates"] == {Y2, Y3, Y4}
        assert by_rule["pay"] == set(YEARS)
        assert by_rule["tax"] == {Y2, Y3, Y4}  # the percentage collected is stated once

    def test_gap_between_stated_years_is_refused_by_name(self):
        line = AmountLine("x", "Rents", GENERAL_FUND, Amounts({Y1: 1, Y3: 1}))
        with pytest.raises(
            UnusableForecast, match=r"^Rents: There is no figure for 2028/29, but there is one"
        ):
            PlanInput(YEARS, income=(line,)).figures()

    def test_line_without_a_first_figure_is_refused(self):
        line = AmountLine("x", "Rents", GENERAL_FUND, Amounts({}))
        with pytest.raises(UnusableForecast, match=r"^Rents: There is no figure for 2027/28, the first year"):
            PlanInput(YEARS, income=(line,)).figures()

    def test_missing_assumption_is_named(self):
        plan = replace(plan_input(), assumptions=Assumptions())
        with pytest.raises(UnusableForecast, match=r"^Pay award: No assumption states “Pay award”"):
            plan.figures()

    def test_rate_of_one_year_may_differ(self):
        # 3% but 5% in 2028/29: 1,500,000, then 5% of 51,500,000.
        assumed = ASSUMPTIONS.replaced("pay_award", ParameterValue(Decimal(3), {Y2: Decimal(5)}))
        pay = plan_input().figures(assumed).uplift[0].by_year
        assert (pay[Y1], pay[Y2]) == (1_500_000, 2_575_000)

    def test_pounds_are_told_per_band_d(self):
        # 41,234.5 x 0.985 = 40,615.9825 pounds for each pound of Band D; 450,000 / 40,615.9825 = 11.0794…
        found = plan_input().figures().per_band_d({Y1: 450_000})
        assert found == {Y1: Decimal("11.08")}

    def test_no_council_tax_means_no_pounds_per_band_d(self):
        assert replace(plan_input(), council_tax=()).figures().per_band_d({Y1: 450_000}) == {Y1: None}
