"""A text with what was removed and added marked: nothing of either text is lost, whatever the texts are."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.changes.words import (
    MOST_COMPARED,
    DiffSpan,
    differing_stretches,
    lines_of,
    marked_words,
    same_words,
    shortened,
)

TEXTS = st.lists(
    st.sampled_from(["saves", "two", "posts", "£40,000", "not", ".", "\n\n", "• item", "  ", "1.5%", "it’s"]),
    max_size=14,
).map(" ".join)


def letters(spans, *kinds):
    """The text of the spans with one of the kinds, without spaces."""
    return "".join("".join(span.text.split()) for span in spans if span.kind in kinds)


def shown(before, after):
    signs = {"kept": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(signs[span.kind].format(span.text) for span in marked_words(before, after))


class TestWhatIsMarked:
    def test_a_word_that_became_another_is_removed_and_added(self):
        assert shown("It deletes two posts.", "It deletes three posts.") == (
            "It deletes [-two] [+three] posts."
        )

    def test_a_figure_is_one_word_with_its_sign_and_stops(self):
        assert shown("Saves £40,000 a year.", "Saves £45,000 a year.") == (
            "Saves [-£40,000] [+£45,000] a year."
        )

    def test_a_stop_is_no_part_of_the_word_before_it(self):
        assert shown("Closes on Monday", "Closes on Monday.") == "Closes on Monday[+.]"

    def test_what_was_added_at_the_end_keeps_its_line(self):
        assert shown("First.", "First.\n\nSecond.") == "First.\n\n[+Second.]"

    def test_what_went_at_the_beginning_stays_apart_from_what_follows(self):
        assert shown("Fully closed", "closed") == "[-Fully] closed"

    def test_a_clause_that_became_another_is_not_shown_as_a_salad_of_the_words_both_have(self):
        assert (
            shown(
                "It ends the contract of the cleaners in May.",
                "It moves the depot of the road crews in June.",
            )
            == "It [-ends the contract of the cleaners in May] [+moves the depot of the road crews in June]."
        )

    def test_an_added_sentence_begins_after_the_stop_before_it(self):
        assert shown("It shuts. It ends.", "It shuts now. It ends. It opens.") == (
            "It shuts [+now]. It ends. [+It opens.]"
        )

    def test_a_new_text_is_added_and_one_that_went_is_removed(self):
        assert shown("", "All of it.") == "[+All of it.]"
        assert shown("All of it.", "") == "[-All of it.]"

    def test_spaces_and_ends_of_lines_are_no_change(self):
        assert same_words("One  two\nthree", "One two three")
        assert shown("One  two\nthree", "One two three") == "One two three"


class TestNothingIsLost:
    @given(TEXTS, TEXTS)
    def test_kept_and_removed_are_the_text_before_kept_and_added_the_text_after(self, before, after):
        spans = marked_words(before, after)
        assert letters(spans, "kept", "removed") == "".join(before.split())
        assert letters(spans, "kept", "added") == "".join(after.split())

    @given(TEXTS, TEXTS)
    def test_a_marked_run_begins_and_ends_with_a_word_and_no_two_neighbours_are_marked_alike(
        self, before, after
    ):
        spans = marked_words(before, after)
        assert all(span.text == span.text.strip() for span in spans if span.kind != "kept")
        assert all(span.text for span in spans)
        assert all(one.kind != two.kind for one, two in pairwise(spans))

    @given(TEXTS)
    def test_a_text_compared_with_itself_has_nothing_marked(self, text):
        assert {span.kind for span in marked_words(text, text)} <= {"kept"}
        assert "".join(span.text for span in marked_words(text, text)) == text

    @given(TEXTS, TEXTS)
    def test_lines_keep_every_word(self, before, after):
        spans = marked_words(before, after)
        lines = lines_of(spans)
        assert letters([span for line in lines for span in line], "kept", "added") == "".join(after.split())
        assert not any("\n" in span.text for line in lines for span in line)


class TestTimeIsBounded:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                " ".join("ab"[n % 2] for n in range(MOST_COMPARED)),
                " ".join("ba"[n % 3 > 0] for n in range(9_000)),
            ),
            (" ".join(map(str, range(MOST_COMPARED))), " ".join(map(str, range(MOST_COMPARED, 0, -1)))),
            ("a" * 2_000_000, "a" * 1_999_999 + "b"),
            ("1." * 1_000_000 + "a", "1." * 1_000_000 + "b"),
            (" " * 1_000_000 + "x", "x" + "\n" * 1_000_000),
        ],
        ids=[
            "two words over and over",
            "backwards",
            "one endless word",
            "one endless figure",
            "nothing but spaces",
        ],
    )
    def test_no_text_made_for_it_takes_longer_than_a_moment(self, before, after):
        began = time.process_time()
        marked_words(before, after)
        assert time.process_time() - began < 5

    def test_texts_of_more_words_than_are_compared_count_as_replaced(self):
        old, new = ("begin " + " ".join(f"{side}{n}" for n in range(MOST_COMPARED + 1)) for side in "xy")
        assert [span.kind for span in marked_words(old, new)] == ["kept", "removed", "kept", "added"]


class TestShortened:
    def test_kept_words_far_from_a_change_are_left_out_and_the_gap_is_seen(self):
        before = "one two three four five six seven eight nine ten"
        spans = shortened(marked_words(f"old: {before}", f"new: {before}"), context=3)
        assert spans[-1] == DiffSpan("kept", ": one two […]")

    def test_between_two_changes_both_sides_keep_their_words(self):
        spans = (DiffSpan("added", "a"), DiffSpan("kept", " 1 2 3 4 5 6 7 8 9 "), DiffSpan("removed", "b"))
        assert shortened(spans, context=2)[1] == DiffSpan("kept", " 1 2 […] 8 9 ")

    def test_a_short_text_stays_whole(self):
        spans = marked_words("It deletes two posts.", "It deletes three posts.")
        assert shortened(spans) == spans


class TestStretches:
    def test_what_touches_is_one_stretch(self):
        assert differing_stretches(list("abcd"), list("axyd")) == [(1, 3, 1, 3)]

    def test_replacing_touches_as_few_words_as_possible(self):
        assert differing_stretches(["a", "b"], ["b", "c"], replacing=True) == [(0, 2, 0, 2)]
        assert differing_stretches(["a", "b"], ["b", "c"]) == [(0, 1, 0, 0), (2, 2, 1, 2)]
