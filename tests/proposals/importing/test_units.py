"""Every spelling of a unit means the same, alone, at the end of a label and anywhere in a heading."""

import pytest

from proposals.importing.units import may_be_pounds, part_unit, says_pence, unit_alone, unit_in, without_unit

SPELLINGS = [
    *(
        (text, "thousands")
        for text in ("£000", "£'000", "£’000", "£,000", "£.000", "£ 000", "£000s", "£k", "£ thousands")
    ),
    *((text, "millions") for text in ("£m", "£ m", "£mn", "£million", "£ millions")),
    ("£", "pounds"),
]


@pytest.mark.parametrize(("text", "unit"), SPELLINGS)
def test_a_unit_is_the_same_wherever_it_stands(text, unit):
    assert unit_alone(text) == unit_alone(f"({text})") == unit
    assert part_unit(f"Saving {text}") == ("Saving", unit)
    assert unit_in(f"Saving {text}") == unit_in(text) == unit_in(f"Saving ({text})") == unit
    assert without_unit(f"Saving {text}").strip() == "Saving"


@pytest.mark.parametrize("text", ["£40,000", "£1,000", "Saving of £2m a year", "Ref 000", "Amount"])
def test_an_amount_or_a_word_is_no_unit(text):
    assert unit_alone(text) is None
    assert part_unit(text)[1] is None


@pytest.mark.parametrize(
    ("text", "is_so"), [("Fee (p)", True), ("in pence", True), ("£", False), ("Price", False)]
)
def test_pence_are_known(text, is_so):
    assert says_pence(text) is is_so


@pytest.mark.parametrize(("text", "is_so"), [("£40,000", True), ("£400", False), ("40,000", False)])
def test_an_amount_with_a_pound_sign_and_many_figures_may_be_in_pounds(text, is_so):
    assert may_be_pounds(text, "thousands") is is_so
