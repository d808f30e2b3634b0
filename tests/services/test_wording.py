"""Counts and lists as sentences say them."""

import pytest

from services.values.wording import counted, distinct, listed, within_sentence


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("proposal",), "0 proposals"),
        (1, ("proposal",), "1 proposal"),
        (1200, ("proposal",), "1,200 proposals"),
        (2, ("inquiry", "inquiries"), "2 inquiries"),
    ],
)
def test_a_count_takes_the_noun_that_fits_it(count, words, said):
    assert counted(count, *words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_the_last_word_of_a_list_is_joined_by_and(words, said):
    assert listed(words) == said
    assert listed(words, "or") == said.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("label", "said"), [("General fund", "general fund"), ("FTE change", "FTE change"), ("", "")]
)
def test_a_label_begins_small_inside_a_sentence_unless_it_begins_with_an_abbreviation(label, said):
    assert within_sentence(label) == said


@pytest.mark.parametrize(
    ("taken", "said"), [([], "Pay"), (["Pay"], "Pay (2)"), (["Pay", "Pay (2)", "Other"], "Pay (3)")]
)
def test_a_label_that_is_taken_gets_a_number(taken, said):
    assert distinct("Pay", taken) == said
