"""Money and full-time equivalents: what is read, what is refused, what is printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.values.money import (
    POUNDS_IN,
    MoneyStyle,
    UnreadableFTE,
    UnreadableMoney,
    format_fte,
    format_money,
    format_saving,
    parse_fte,
    parse_money,
    printed_difference,
)

POUNDS = st.integers(-(10**15), 10**15)
NEGATIVE_STYLES = st.sampled_from(["minus", "brackets"])
# The decimals at which a unit shows every pound.
EXACT_DECIMALS = {"pounds": 0, "thousands": 3, "millions": 6}


class TestAmountsAreReadAsWholePounds:
    @pytest.mark.parametrize(
        ("text", "pounds"),
        [
            ("0", 0),
            ("906000", 906_000),
            ("906,000", 906_000),
            ("£906,000", 906_000),
            ("£ 906,000", 906_000),
            ("£1,125,500.00", 1_125_500),
            ("£0.083m", 83_000),
            ("-£0.494m", -494_000),
            ("£-0.494m", -494_000),
            ("- £0.494m", -494_000),
            ("£3,100K", 3_100_000),
            ("£3,100 k", 3_100_000),
            ("£3.1m", 3_100_000),
            ("£3.1 million", 3_100_000),
            ("£3.1mn", 3_100_000),
            ("£.5M", 500_000),
            ("£2bn", 2_000_000_000),
            ("£1.25 billion", 1_250_000_000),
            ("£12 thousand", 12_000),
            ("£0.000001m", 1),
            ("(£83,500)", -83_500),
            ("( 83,500 )", -83_500),
            ("+5", 5),
            ("\u22125", -5),
            ("\u20135", -5),
            ("\u2010£5", -5),
            ("£\u22120.494m", -494_000),
            ("\u00a0£\u00a05\u00a0", 5),
            ("£5\u202fk", 5_000),
        ],
    )
    def test_in_pounds(self, text, pounds):
        assert parse_money(text) == pounds

    @pytest.mark.parametrize(
        ("text", "pounds"),
        [("(83.5)", -83_500), ("1,125.5", 1_125_500), ("83.5", 83_500), ("-7", -7_000), ("0.001", 1)],
    )
    def test_a_bare_number_in_thousands(self, text, pounds):
        assert parse_money(text, "thousands") == pounds

    @pytest.mark.parametrize(
        ("text", "pounds"),
        [("0.906", 906_000), ("-0.494", -494_000), ("2.784", 2_784_000), ("46", 46_000_000)],
    )
    def test_a_bare_number_in_millions(self, text, pounds):
        assert parse_money(text, "millions") == pounds

    def test_a_suffix_outranks_the_unit(self):
        assert parse_money("£5k", "millions") == 5_000

    @pytest.mark.parametrize("text", ["-", "£ -", "£-", "\u2013", "£\u00a0\u2014", " \u2212 "])
    @pytest.mark.parametrize("unit", ["pounds", "thousands", "millions"])
    def test_a_lone_dash_is_nought(self, text, unit):
        assert parse_money(text, unit) == 0


class TestWhatIsNoAmountIsRefused:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "£",
            "Cost Neutral",
            "nil",
            "TBC",
            "N/A",
            "5%",
            "1,12",
            "£1,2345",
            "12,34,567",
            "1,,000",
            ",500",
            "0,083",
            "£0,083m",
            "1.2.3",
            "5.",
            "1e5",
            "£5 £6",
            "5 6",
            "1 125",
            "£5-£6",
            "5-6",
            "£5m k",
            "$5",
            "5p",
            "#REF!",
            "1.00000000000000000000000000001",
            "£0.0000005m",
            "£0.50",
            "0.0005k",
            "(5",
            "5)",
            "(\u22125)",
            "(+5)",
            "-£-5",
            "--5",
            "()",
            "(-)",
        ],
    )
    def test_with_a_message_that_quotes_it(self, text):
        with pytest.raises(UnreadableMoney) as refusal:
            parse_money(text)
        assert f"“{text}”" in str(refusal.value)

    def test_a_part_of_a_pound_in_thousands(self):
        with pytest.raises(UnreadableMoney, match=r"“83\.5001” is not a whole number of pounds"):
            parse_money("83.5001", "thousands")

    def test_digits_beyond_any_budget_are_not_rounded_away(self):
        assert parse_money("123456789012345678") == 123456789012345678
        with pytest.raises(UnreadableMoney, match="too large to be an amount"):
            parse_money("123456789012345678901234567891")


class TestMoneyIsPrintedAsTheCouncilPrintsIt:
    @pytest.mark.parametrize(
        ("pounds", "style", "printed"),
        [
            (906_000, MoneyStyle(), "£906,000"),
            (-906_000, MoneyStyle(), "-£906,000"),
            (0, MoneyStyle(), "£0"),
            (83_500, MoneyStyle("thousands", 1), "£83.5k"),
            (1_125_500, MoneyStyle("thousands", 1), "£1,125.5k"),
            (83_000, MoneyStyle("millions", 3), "£0.083m"),
            (-494_000, MoneyStyle("millions", 3), "-£0.494m"),
            (-83_500, MoneyStyle("thousands", 1, negative_style="brackets"), "(£83.5k)"),
            (46_000_000, MoneyStyle("millions", 0), "£46m"),
            (1_234_567_890, MoneyStyle("millions", 2), "£1,234.57m"),
            (5, MoneyStyle("pounds", 2), "£5.00"),
        ],
    )
    def test_with_symbol_and_suffix(self, pounds, style, printed):
        assert format_money(pounds, style) == printed

    @pytest.mark.parametrize(
        ("pounds", "style", "printed"),
        [
            (-906_000, MoneyStyle(), "-906,000"),
            (83_500, MoneyStyle("thousands", 1), "83.5"),
            (-83_500, MoneyStyle("thousands", 1, negative_style="brackets"), "(83.5)"),
            (83_000, MoneyStyle("millions", 3), "0.083"),
            (-494_000, MoneyStyle("millions", 3), "-0.494"),
        ],
    )
    def test_bare_under_a_heading_that_names_the_unit(self, pounds, style, printed):
        assert format_money(pounds, style, bare=True) == printed

    @pytest.mark.parametrize(("unit", "label"), [("pounds", "£"), ("thousands", "£000"), ("millions", "£m")])
    def test_the_heading_names_the_unit(self, unit, label):
        assert MoneyStyle(unit).label == label

    def test_in_pounds_keeps_the_signs(self):
        style = MoneyStyle("millions", 3, savings_sign="negative", negative_style="brackets")
        assert format_saving(83_000, style.in_pounds()) == "(£83,000)"


class TestRoundingIsHalfUpAwayFromNought:
    @pytest.mark.parametrize(
        ("pounds", "decimals", "printed"),
        [
            (500, 3, "0.001"),
            (499, 3, "0.000"),
            (1_500, 3, "0.002"),
            (2_500, 3, "0.003"),
            (-500, 3, "-0.001"),
            (-2_500, 3, "-0.003"),
            (449_999, 1, "0.4"),
            (450_000, 1, "0.5"),
            (999_999, 0, "1"),
        ],
    )
    def test_in_millions(self, pounds, decimals, printed):
        assert format_money(pounds, MoneyStyle("millions", decimals), bare=True) == printed

    @pytest.mark.parametrize("negative_style", ["minus", "brackets"])
    def test_what_rounds_to_nought_has_no_sign(self, negative_style):
        style = MoneyStyle("millions", 3, negative_style=negative_style)
        assert format_money(-499, style, bare=True) == "0.000"


class TestPartsAgreeWithTheirTotalAsPrinted:
    def test_a_difference_is_that_of_the_printed_figures(self):
        style = MoneyStyle("millions", 3)
        # 46.000 less 41.715 is 4.285, though £46,000,000 less £41,714,500 is £4,285,500, which prints as 4.286.
        gap = printed_difference(46_000_000, 41_714_500, style)
        assert format_money(gap, style) == "£4.285m"
        assert format_money(4_285_500, style) == "£4.286m"
        assert printed_difference(46_000_000, 41_714_500, MoneyStyle()) == 4_285_500

    @pytest.mark.parametrize(
        ("style", "nearest"),
        [
            (MoneyStyle("millions", 3), "£1,000,"),
            (MoneyStyle("millions", 1), "£100,000,"),
            (MoneyStyle("thousands", 1), "£100,"),
        ],
    )
    def test_rounded_figures_say_that_they_are(self, style, nearest):
        assert f"rounded to the nearest {nearest}" in style.rounding_note

    @pytest.mark.parametrize("style", [MoneyStyle(), MoneyStyle("thousands", 3), MoneyStyle("millions", 6)])
    def test_exact_figures_say_nothing(self, style):
        assert style.rounding_note == ""


class TestTheSignOfASavingIsTheCouncils:
    def test_positive(self):
        assert format_saving(494_000, MoneyStyle("millions", 3, "positive")) == "£0.494m"

    def test_negative(self):
        assert format_saving(494_000, MoneyStyle("millions", 3, "negative")) == "-£0.494m"

    def test_negative_in_brackets(self):
        assert format_saving(494_000, MoneyStyle("millions", 3, "negative", "brackets")) == "(£0.494m)"

    def test_a_reversal_goes_the_other_way(self):
        assert format_saving(-494_000, MoneyStyle("millions", 3, "negative")) == "£0.494m"

    def test_no_saving_has_no_sign(self):
        assert format_saving(0, MoneyStyle("millions", 3, "negative")) == "£0.000m"


class TestPrintedMoneyReadsBack:
    @given(POUNDS, st.sampled_from(list(EXACT_DECIMALS)), NEGATIVE_STYLES, st.booleans())
    def test_to_the_pound_when_every_pound_is_shown(self, pounds, unit, negative_style, bare):
        style = MoneyStyle(unit, EXACT_DECIMALS[unit], negative_style=negative_style)
        assert parse_money(format_money(pounds, style, bare=bare), unit) == pounds

    @given(
        POUNDS,
        st.sampled_from(
            [("thousands", 0), ("thousands", 1), ("thousands", 2), ("millions", 0), ("millions", 3)]
        ),
        NEGATIVE_STYLES,
    )
    def test_within_half_of_the_last_figure_otherwise(self, pounds, unit_and_decimals, negative_style):
        unit, decimals = unit_and_decimals
        style = MoneyStyle(unit, decimals, negative_style=negative_style)
        last_figure = POUNDS_IN[unit] // 10**decimals
        read_back = parse_money(format_money(pounds, style), unit)
        assert 2 * abs(read_back - pounds) <= last_figure

    @given(POUNDS, st.sampled_from(["positive", "negative"]))
    def test_a_saving_reads_back_with_the_sign_it_was_printed_with(self, pounds, savings_sign):
        read_back = parse_money(format_saving(pounds, MoneyStyle("millions", 6, savings_sign)))
        assert read_back == (pounds if savings_sign == "positive" else -pounds)


class TestFullTimeEquivalentsAreRead:
    @pytest.mark.parametrize(
        ("text", "change"),
        [
            ("2", "2.00"),
            ("-2.00", "-2.00"),
            ("\u22120.5", "-0.50"),
            (".25", "0.25"),
            ("(3.5)", "-3.50"),
            ("+1", "1.00"),
            ("-", "0.00"),
            ("\u2013", "0.00"),
            ("2.500", "2.50"),
            ("-1,234.50", "-1234.50"),
        ],
    )
    def test_with_two_decimals(self, text, change):
        assert str(parse_fte(text)) == change

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "7-10",
            "Up to 5",
            "Not known at this stage",
            "2.345",
            "£2",
            "£ -",
            "(-2)",
            "1,23",
            "2 FTE",
            "5%",
        ],
    )
    def test_or_refused_with_a_message_that_quotes_them(self, text):
        with pytest.raises(UnreadableFTE) as refusal:
            parse_fte(text)
        assert f"“{text}”" in str(refusal.value)


class TestFullTimeEquivalentsArePrinted:
    @pytest.mark.parametrize(
        ("change", "printed"),
        [("-2", "-2.00"), ("0.5", "0.50"), ("0", "0.00"), ("-1234.5", "-1,234.50"), ("-0.00", "0.00")],
    )
    def test_with_two_decimals(self, change, printed):
        assert format_fte(Decimal(change)) == printed

    def test_in_brackets_where_the_council_prints_them(self):
        assert format_fte(Decimal("-2"), MoneyStyle(negative_style="brackets")) == "(2.00)"

    @given(st.decimals(-9_999_999, 9_999_999, places=2), NEGATIVE_STYLES)
    def test_and_read_back(self, change, negative_style):
        assert parse_fte(format_fte(change, MoneyStyle(negative_style=negative_style))) == change


class TestTextsTooLongToBeAFigure:
    @pytest.mark.parametrize(
        "text", ["£" + "9" * 5000 + "m", "9" * 61, "9" * 25, "(" + "\u1680" * 5000 + "x"]
    )
    def test_they_are_refused(self, text):
        with pytest.raises(UnreadableMoney) as money:
            parse_money(text)
        with pytest.raises(UnreadableFTE) as fte:
            parse_fte(text)
        assert len(str(money.value)) < 150
        assert len(str(fte.value)) < 150

    def test_the_largest_figure_can_be_printed_again(self):
        assert format_money(parse_money("9" * 24), MoneyStyle()) == "£" + ",".join(["999"] * 8)
        assert parse_fte("9" * 22) == Decimal("9" * 22)
