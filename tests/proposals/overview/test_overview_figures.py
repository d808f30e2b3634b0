"""What slices of a round add up to, worked by hand; no database."""

from decimal import Decimal

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import Totals
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.savings_together import risk_adjusted, risk_adjusted_by_year
from proposals.overview.figures import known_discrete
from proposals.overview.impacts import EqualityMatrix, ImpactCell, ImpactCount
from proposals.overview.slices import Slice, all_together, grouped, in_order, largest_first
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

FIRST = FinancialYear(2027)


def part(pounds, *, count=1, risk="", deliverability=None, is_known=True, is_complete=True):
    return Slice(1, "", "", risk, "", deliverability, "draft", is_known, is_complete, False, count, pounds)


class TestRiskAdjusted:
    def test_is_each_saving_times_its_deliverability(self):
        assert risk_adjusted({80: 1_000, 25: 200}) == Decimal("850")

    def test_leaves_out_what_has_no_percentage_and_counts_nothing_of_what_has_zero(self):
        assert risk_adjusted({None: 300, 0: 5_000, 10: 70}) == Decimal("7")

    def test_is_exact_and_rounded_half_up_only_where_it_is_printed(self):
        whole_pounds = MoneyStyle("pounds", 0)
        expected = risk_adjusted({50: 1_001})
        assert expected == Decimal("500.50")
        assert format_money(expected, whole_pounds) == "£501"
        # 499.995 would be 500 in pounds, and then 0.001 in £m; in one step it is 0.000.
        assert format_money(risk_adjusted({50: 999}), MoneyStyle("millions", 3)) == "£0.000m"

    def test_keeps_a_cost_a_cost(self):
        assert risk_adjusted({50: -300}) == Decimal("-150")

    def test_of_a_year_is_its_discrete_saving_times_deliverability(self):
        once = SavingsProfile(FIRST, (YearAmounts(one_off_saving=100), YearAmounts()))
        lasting = SavingsProfile(FIRST, (YearAmounts(), YearAmounts(recurring_saving=40)))
        # The one-off of 100 falls out again in the second year; nobody has said how much of the 40 will come.
        assert risk_adjusted_by_year({50: once.discrete, None: lasting.discrete}, (FIRST, FIRST + 1)) == {
            FIRST: Decimal("50"),
            FIRST + 1: Decimal("-50"),
        }

    def test_leaves_out_what_would_fall_out_in_a_year_that_is_not_known(self):
        years = (FIRST, FIRST + 1)
        profile = SavingsProfile.from_years({FIRST: YearAmounts(one_off_saving=100)}, years)
        totals = Totals(
            1, profile, FTEProfile.from_years({}, years), None, 1, frozenset([FIRST]), 0, {FIRST + 1: 100}
        )
        assert known_discrete(totals) == {FIRST: 100, FIRST + 1: 0}


class TestGroup:
    def test_adds_up_what_is_known_and_counts_all(self):
        group = all_together([part(500), part(0, is_known=False, is_complete=False), part(100, count=2)])
        assert (group.count, group.total, group.unknown, group.incomplete) == (4, 600, 1, 1)

    def test_of_unknown_totals_only_is_not_known_and_never_nought(self):
        group = all_together([part(0, is_known=False, is_complete=False)])
        assert group.total is None
        assert group.expected is None

    def test_of_nothing_is_nought(self):
        assert all_together([]).total == 0

    def test_says_what_has_no_percentage(self):
        group = all_together([part(500, deliverability=80), part(300), part(7, count=2)])
        assert (group.without_percentage.count, group.without_percentage.total) == (3, 307)
        assert group.expected == Decimal("400")

    def test_expects_nothing_that_nobody_has_assessed(self):
        assert all_together([part(300), part(7, count=2)]).expected is None

    def test_stands_in_the_order_asked_for_and_then_by_size(self):
        groups = grouped([part(1, risk="L"), part(5, risk=""), part(9, risk="H")], lambda one: one.risk)
        assert [group.value for group in in_order(groups, ("H", "M", "L", ""))] == ["H", "L", ""]
        assert [group.value for group in largest_first(groups)] == ["H", "", "L"]


class TestMatrix:
    matrix = EqualityMatrix.of(
        [
            ImpactCount(7, 1, "negative_high", True, 2, 900),
            ImpactCount(7, 1, "negative_high", False, 1, 0),
            ImpactCount(7, 1, "negative_low", False, 4, 0),
            ImpactCount(6, 1, "negative_high", True, 1, 50),
        ]
    )

    def test_counts_what_is_not_known_and_adds_up_what_is(self):
        assert self.matrix.at([7], 1, ["negative_high"]) == ImpactCell(3, 900)

    def test_of_what_is_not_known_only_is_not_known(self):
        assert self.matrix.at([7], 1, ["negative_low"]) == ImpactCell(4, None)

    def test_adds_up_rounds_and_effects(self):
        assert self.matrix.at([7, 6], 1, ["negative_low", "negative_high"]) == ImpactCell(8, 950)

    def test_without_an_answer_is_nought(self):
        assert self.matrix.at([7], 2, ["positive"]) == ImpactCell(0, 0)
