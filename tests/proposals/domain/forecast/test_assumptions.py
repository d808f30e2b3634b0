"""The parameters that a round's computation reads from its register, by hand."""

from decimal import Decimal
from fractions import Fraction

from proposals.domain.forecast.assumptions import Assumptions, ParameterValue
from proposals.domain.fte_profile import FTEProfile
from services.values.years import FinancialYear

Y1, Y2 = FinancialYear(2027), FinancialYear(2028)


class TestParameters:
    pay = Assumptions({"pay_award": ParameterValue(Decimal("2.5"), {Y2: Decimal(3)})})

    def test_have_one_value_but_for_the_years_that_differ(self):
        assert [self.pay.value("pay_award", year) for year in (Y1, Y2)] == [Decimal("2.5"), Decimal(3)]

    def test_read_a_percentage_as_a_share(self):
        assert self.pay.rate("pay_award", Y1) == Fraction(1, 40)

    def test_are_none_where_the_register_does_not_state_them(self):
        assert self.pay.value("inflation", Y1) is None
        assert self.pay.rate("inflation", Y1) is None

    def test_can_be_replaced_and_left_out_one_at_a_time(self):
        changed = self.pay.replaced("inflation", ParameterValue(Decimal(2)))
        assert (changed.value("inflation", Y1), changed.value("pay_award", Y1)) == (2, Decimal("2.5"))
        assert changed.without("pay_award").stated.keys() == {"inflation"}


class TestTheDiscountRate:
    def test_is_that_of_the_green_book_where_no_assumption_states_one(self):
        assert Assumptions().discount_rate == Decimal("0.035")

    def test_is_the_assumption_as_a_share(self):
        assert Assumptions({"discount_rate": ParameterValue(Decimal("4.25"))}).discount_rate == Decimal(
            "0.0425"
        )


class TestTheCostOfPosts:
    posts = FTEProfile(Y1, (Decimal("-2.50"), Decimal("-1.25")))

    def test_is_that_of_a_full_year_at_the_cost_of_the_last(self):
        a_post = {"pounds_per_fte": ParameterValue(Decimal(40_000), {Y2: Decimal(41_001)})}
        # 3.75 x 41,001 = 153,753.75
        assert Assumptions(a_post).cost_of_posts(self.posts) == 153_754

    def test_is_not_known_where_the_cost_of_a_post_is_not_stated(self):
        assert Assumptions().cost_of_posts(self.posts) is None
