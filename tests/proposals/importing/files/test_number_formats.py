"""Numbers and dates as a spreadsheet displays them."""

import datetime
from decimal import Decimal

import pytest

from proposals.importing.files.number_formats import date_of, displayed, exact


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("40000", "", "40000"),
        ("40000", "General", "40000"),
        ("40000", "#,##0", "40,000"),
        ("40000", "0.0,", "40.0"),
        ("40000", '#,##0,"k"', "40k"),
        ("2784000", '£0.00,,"m"', "£2.78m"),
        ("-40000", "#,##0;(#,##0)", "(40,000)"),
        ("-40000", "#,##0_);[Red](#,##0)", "(40,000)"),
        ("-40000", "#,##0", "-40,000"),
        ("40000", "+#,##0;-#,##0;0", "+40,000"),
        ("0", '#,##0;-#,##0;"-"', "-"),
        ("0", ";;;", ""),
        ("0.125", "0.0%", "12.5%"),
        ("0.3", "0", "0"),
        ("-0.3", "0", "0"),
        ("2.5", "0", "3"),
        ("0.5", "#.##", ".5"),
        ("12.5", "0.0##", "12.5"),
        ("7", "000", "007"),
        ("40000", "[$£-809]#,##0", "£40,000"),
        ("5", "[<10]0.0;0", "5.0"),
        ("50", "[<10]0.0;0", "50"),
        ("40", 'General" FTE"', "40 FTE"),
        ("-1234.5", '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "-£1,234.50"),
        ("1", "0" + "%" * 100, "1" + "0" * 200 + "%" * 100),
    ],
)
def test_a_number_is_displayed_under_its_format(value, number_format, text):
    assert displayed(Decimal(value), number_format) in (text, value)[: 2 if len(text) > 200 else 1]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("dd/mm/yyyy", "01/04/2026"),
        ("d mmm yy", "1 Apr 26"),
        ("mmm-yy", "Apr-26"),
        ("d mmmm yyyy", "1 April 2026"),
        ("[$-809]dddd d", "Wednesday 1"),
        ("yyyy-mm-dd", "2026-04-01"),
    ],
)
def test_a_date_is_displayed_under_its_format(number_format, text):
    assert displayed(datetime.date(2026, 4, 1), number_format) == text


def test_minutes_are_told_from_months():
    assert (
        displayed(datetime.datetime.combine(datetime.date(2026, 4, 1), datetime.time(9, 5)), "hh:mm mm")
        == "09:05 04"
    )


@pytest.mark.parametrize(
    ("stored", "text"), [("0.30000000000000004", "0.3"), ("40", "40"), ("4E4", "40000"), ("1e-320", "0")]
)
def test_a_stored_number_becomes_the_shortest_exact_decimal(stored, text):
    assert str(exact(stored)) == text


def test_serial_numbers_become_dates_of_either_calendar():
    assert date_of(Decimal(46113)) == datetime.date(2026, 4, 1)
    assert date_of(Decimal(44651), since_1904=True) == datetime.date(2026, 4, 1)
    assert date_of(Decimal(-1)) is None
