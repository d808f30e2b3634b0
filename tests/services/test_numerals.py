"""A Roman numeral is written as lists print it."""

import pytest

from services.values.numerals import roman_numeral


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (49, "xlix"),
        (50, "l"),
        (90, "xc"),
        (1994, "mcmxciv"),
    ],
)
def test_a_smaller_letter_before_a_larger_one_is_taken_from_it(count, written):
    assert roman_numeral(count) == written
