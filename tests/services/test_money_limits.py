"""Money at its limits: the longest text and the largest amount that are read, and shares as percentages."""

from decimal import Decimal
from fractions import Fraction

import pytest

from services.values.money import (
    MoneyStyle,
    UnreadableFTE,
    UnreadableMoney,
    format_fte,
    format_saving,
    format_share,
    parse_fte,
    parse_money,
)


class TestATextOfSixtyLettersIsTheLongestRead:
    def test_as_money_and_as_posts(self):
        assert parse_money("0" * 59 + "1") == 1
        assert parse_fte("0" * 59 + "1") == Decimal("1.00")

    def test_one_more_is_no_figure(self):
        with pytest.raises(UnreadableMoney, match="is not an amount of money"):
            parse_money("0" * 60 + "1")
        with pytest.raises(UnreadableFTE, match="is not a number of full-time equivalents"):
            parse_fte("0" * 60 + "1")

    def test_is_quoted_whole_and_one_more_is_cut(self):
        with pytest.raises(UnreadableMoney, match="^“" + "x" * 60 + "” is not"):
            parse_money("x" * 60)
        with pytest.raises(UnreadableMoney, match="^“" + "x" * 60 + "…” is not"):
            parse_money("x" * 61)


class TestTheFirstAmountTooLarge:
    def test_is_a_one_and_24_noughts_in_pounds(self):
        assert parse_money("9" * 24) == 999_999_999_999_999_999_999_999
        with pytest.raises(UnreadableMoney, match=f"“1{'0' * 24}” is too large to be an amount of money"):
            parse_money("1" + "0" * 24)

    def test_is_as_many_hundredths_of_a_post(self):
        assert parse_fte("9" * 22) == Decimal("9999999999999999999999.00")
        with pytest.raises(UnreadableFTE, match=f"“1{'0' * 22}” is too large to be a number of full-time"):
            parse_fte("1" + "0" * 22)


def test_a_saving_is_printed_bare_under_a_heading_that_says_the_unit():
    style = MoneyStyle(unit="thousands", decimals=1, savings_sign="negative")
    assert format_saving(83_500, style, bare=True) == "-83.5"
    assert format_saving(83_500, style) == "-£83.5k"


def test_posts_are_rounded_half_up_to_the_hundredth():
    # To the even figure it would be 0.12.
    assert format_fte(Decimal("0.125")) == "0.13"


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(1, 4), "25.0%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(1, 2000), "0.1%"),  # 0.05%
        (Fraction(-1, 2000), "-0.1%"),
        (Fraction(49, 100_000), "0.0%"),  # 0.049%
        (Fraction(0), "0.0%"),
        (Fraction(12_345, 1000), "1,234.5%"),
    ],
)
def test_a_share_is_a_percentage_with_one_decimal_rounded_half_up(share, printed):
    assert format_share(share) == printed
