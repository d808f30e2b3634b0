"""The ways in which headings of figures write a financial year, and what only looks like one."""

import pytest

from services.values.years import (
    FinancialYear,
    calendar_year,
    find_years,
    heading_years,
    nth_year,
    without_years,
)


@pytest.mark.parametrize(
    "heading",
    [
        "2026/27", "2026-27", "2026–27", "26/27", "26-27", "2026/2027", "2026 to 2027", "FY27", "FY 2027", "FYE 2027", "FY26/27",  # noqa: E501
        "Year ending 31 March 2027", "Y/E 2027", "Saving 2026/27 £000", "£000 (2026-27)",
        "Apr 2026 - Mar 2027", "April 26 to 31 March 27",
    ],
)  # fmt: skip
def test_a_heading_names_its_year(heading):
    assert heading_years(heading) == [FinancialYear(2026)]
    assert "27" not in without_years(heading)


@pytest.mark.parametrize(
    "heading", ["Year 1", "Ages 0-19", "50/50", "2026/28", "A26-28", "£10-11", "Total", "27"]
)
def test_what_only_looks_like_a_year_is_none(heading):
    assert heading_years(heading) == []


def test_a_span_names_both_of_its_years():
    assert heading_years("Total 2026/27 to FY29") == [FinancialYear(2026), FinancialYear(2028)]


@pytest.mark.parametrize(
    ("heading", "number"), [("Year 2", 2), ("second year", 2), ("Yr 3 £m", 3), ("3 year total", None)]
)
def test_a_year_is_named_by_its_number(heading, number):
    assert nth_year(heading) == number


def test_a_calendar_year_stands_alone():
    assert (calendar_year("2026"), calendar_year("2026/27"), calendar_year("1066")) == (2026, None, None)


def test_running_text_is_read_as_strictly_as_before():
    assert find_years("Pupils aged 10-11 in FY27") == []
