"""Financial years: every way they are written, and what only looks like one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.values.years import (
    EARLIEST_START,
    LATEST_START,
    FinancialYear,
    UnreadableYear,
    contrary_to_name,
    find_years,
    names_a_span,
    years_from,
)

YEARS = st.integers(EARLIEST_START, LATEST_START).map(FinancialYear)


class TestAYearIsReadHoweverItIsWritten:
    @pytest.mark.parametrize(
        ("text", "start"),
        [
            ("2018/19", 2018),
            ("18/19", 2018),
            ("2018-19", 2018),
            ("18-19", 2018),
            ("2018–19", 2018),
            ("2018/2019", 2018),
            ("2018-2019", 2018),
            ("2008/9", 2008),
            ("2008/09", 2008),
            ("08/09", 2008),
            ("FY 17/18", 2017),
            ("FY17/18", 2017),
            ("fy 2017/18", 2017),
            ("F.Y. 17-18", 2017),
            ("Financial year 2018/19", 2018),
            ("  2018/19\n", 2018),
            ("2018 / 19", 2018),
            ("2018\u00a0/\u00a019", 2018),
            ("2018\n/19", 2018),
            ("1999/00", 1999),
            ("1999/2000", 1999),
            ("1999/0", 1999),
            ("99/00", 1999),
            ("1974/75", 1974),
            ("74/75", 1974),
            ("73/74", 2073),
            ("2073/74", 2073),
        ],
    )
    def test_parse_returns_the_year_that_begins_then(self, text, start):
        assert FinancialYear.parse(text) == FinancialYear(start)

    @given(YEARS)
    def test_every_year_reads_back_what_it_prints(self, year):
        assert FinancialYear.parse(str(year)) == year

    @given(YEARS, st.sampled_from("/-–"))
    def test_every_year_reads_back_in_two_figures(self, year, mark):
        assert FinancialYear.parse(str(year)[2:].replace("/", mark)) == year

    @given(YEARS)
    def test_every_year_reads_back_in_eight_figures(self, year):
        assert FinancialYear.parse(f"{year.start}/{year.start + 1}") == year


class TestWhatOnlyLooksLikeAYearIsRefused:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2018",
            "FY 18",
            "0-19",
            "50/50",
            "24/7",
            "2018/20",
            "2018/18",
            "2018/17",
            "2017/1",
            "2008/2018",
            "18/2019",
            "08/9",
            "9/11/2017",
            "15-30%",
            "18/19%",
            "2018/19/20",
            "2018/19 and 2019/20",
            "2018/19.",
            "£18/19",
            "1973/74",
            "2074/75",
            "Year 3",
            "2018_19",
            "2018\\19",
        ],
    )
    def test_parse_refuses_and_quotes_the_text(self, text):
        with pytest.raises(UnreadableYear) as refusal:
            FinancialYear.parse(text)
        assert f"“{text}”" in str(refusal.value)

    @pytest.mark.parametrize("start", [1973, 2074, 0, -1])
    def test_a_year_outside_the_span_cannot_be_made(self, start):
        with pytest.raises(UnreadableYear, match=str(start)):
            FinancialYear(start)

    def test_counting_past_the_last_year_is_refused(self):
        with pytest.raises(UnreadableYear):
            FinancialYear(LATEST_START) + 1


class TestYearsAreFoundInRunningText:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("Saving of £0.494m in 2018/19 and 2019/20.", ["2018/19", "2019/20"]),
            ("over the period 18/19-20/21", ["2018/19", "2020/21"]),
            ("over the period 2018/19–2020/21", ["2018/19", "2020/21"]),
            ("the 2018-19 budget", ["2018/19"]),
            ("17/18 Saving £000\t18/19 Saving £000", ["2017/18", "2018/19"]),
            ("from FY 17-18 to FY 18-19", ["2017/18", "2018/19"]),
            ("in the financial\nyear 17-18", ["2017/18"]),
            ("(2018/19)", ["2018/19"]),
            ("2018/19: see note", ["2018/19"]),
            ("ends with 2018/19", ["2018/19"]),
            ("2018/\n19 (wrapped)", ["2018/19"]),
            ("savings_2018-19.xlsx", ["2018/19"]),
            ("2019/20 then 2018/19, later 2019/20", ["2019/20", "2018/19", "2019/20"]),
            ("a 50/50 split of 2018/19", ["2018/19"]),
        ],
    )
    def test_in_the_order_they_stand_there(self, text, printed):
        assert [str(year) for year in find_years(text)] == printed

    @pytest.mark.parametrize(
        "text",
        [
            "children aged 0-19",
            "on a 50/50 basis",
            "open 24/7",
            "on 9/11/2017",
            "on 10/11/2017",
            "between 15-30%",
            "between 15-16%",
            "18/19% of budget",
            "pupils aged 10-11",
            "pupils aged 10/11",
            "ages 10/11",
            "age 10-11",
            "the period 2008 - 2017",
            "2018/20",
            "2017/1",
            "dated 2010-11-05",
            "£18/19",
            "reference CYP18/19",
            "the 18/19th centuries",
            "posts in 2018\n-19 in all",
            "5.18/19",
            "1,018/19",
            "2018/19.5",
            "call 01772 533361",
            "",
        ],
    )
    def test_but_not_what_only_looks_like_one(self, text):
        assert find_years(text) == []

    @given(st.lists(YEARS, max_size=5))
    def test_every_year_printed_in_a_sentence_is_found(self, years):
        text = "Savings are made in " + ", then in ".join(map(str, years)) + " and not later."
        assert find_years(text) == years


class TestYearsAreInOrder:
    def test_an_earlier_year_is_less(self):
        assert FinancialYear(2017) < FinancialYear(2018)

    def test_sorting_follows_the_calendar_across_the_century(self):
        written = ["00/01", "98/99", "2001/02", "99/00"]
        ordered = sorted(FinancialYear.parse(text) for text in written)
        assert [str(year) for year in ordered] == ["1998/99", "1999/00", "2000/01", "2001/02"]

    def test_the_same_year_written_two_ways_is_one_key(self):
        assert len({FinancialYear.parse("2018/19"), FinancialYear.parse("18-19")}) == 1

    def test_adding_counts_years_on(self):
        assert FinancialYear(2018) + 3 == FinancialYear(2021)

    def test_subtracting_counts_the_years_between(self):
        assert FinancialYear(2021) - FinancialYear(2018) == 3

    def test_years_from_are_consecutive(self):
        assert [str(year) for year in years_from(FinancialYear(2018), 3)] == ["2018/19", "2019/20", "2020/21"]

    def test_no_years_are_none(self):
        assert years_from(FinancialYear(2018), 0) == ()


class TestAYearRunsFromAprilToMarch:
    def test_first_and_last_day(self):
        assert FinancialYear(2018).first_day == date(2018, 4, 1)
        assert FinancialYear(2018).last_day == date(2019, 3, 31)

    @pytest.mark.parametrize(
        ("day", "printed"),
        [
            (date(2019, 3, 31), "2018/19"),
            (date(2019, 4, 1), "2019/20"),
            (date(2018, 12, 31), "2018/19"),
            (date(2019, 1, 1), "2018/19"),
            (date(2020, 2, 29), "2019/20"),
        ],
    )
    def test_a_day_belongs_to_one_year(self, day, printed):
        assert str(FinancialYear.containing(day)) == printed

    @given(YEARS)
    def test_its_own_first_and_last_day_belong_to_it(self, year):
        assert FinancialYear.containing(year.first_day) == year
        assert FinancialYear.containing(year.last_day) == year


class TestAYearIsPrintedOneWay:
    @pytest.mark.parametrize(("start", "printed"), [(2018, "2018/19"), (1999, "1999/00"), (2008, "2008/09")])
    def test_four_figures_and_two(self, start, printed):
        assert str(FinancialYear(start)) == printed


class TestTheYearsThatANameStates:
    YEARS = (FinancialYear(2018), FinancialYear(2019), FinancialYear(2020))

    @pytest.mark.parametrize(
        "name",
        ["Budget", "Budget 2018/19 to 2020/21", "2018-19 – 2020-21", "Budget 2018/19", "Cuts of 2020/21"],
    )
    def test_may_be_the_span_or_one_year_of_it(self, name):
        assert contrary_to_name(name, self.YEARS) == ""

    @pytest.mark.parametrize(
        ("name", "said", "is_span"),
        [
            ("Budget 2019/20 to 2020/21", "2019/20 to 2020/21", True),
            ("Budget 2018/19 to 2021/22", "2018/19 to 2021/22", True),
            ("Budget 2017/18", "2017/18", False),
        ],
    )
    def test_are_said_where_they_are_others(self, name, said, is_span):
        words = f"The name contains {said}, but the years are 2018/19 to 2020/21."
        assert (contrary_to_name(name, self.YEARS), names_a_span(name)) == (words, is_span)
