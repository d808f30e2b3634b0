"""Deadlines in words: the day in the one form, how far away it is, and what is overdue."""

from datetime import date

import pytest

from proposals.domain.deadlines import Deadline, deadline

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("day", "words", "is_overdue"),
    [
        (date(2026, 11, 26), "due 26 November 2026, 3 days ago", True),
        (date(2026, 11, 28), "due 28 November 2026, 1 day ago", True),
        (date(2026, 11, 29), "due today, 29 November 2026", False),
        (date(2026, 11, 30), "due tomorrow, 30 November 2026", False),
        (date(2026, 12, 1), "due 1 December 2026, in 2 days", False),
        (date(2027, 1, 8), "due 8 January 2027, in 40 days", False),
    ],
)
def test_a_deadline_says_its_day_and_how_far_away_it_is(day, words, is_overdue):
    assert (Deadline(day, TODAY).words, Deadline(day, TODAY).is_overdue) == (words, is_overdue)


def test_there_is_no_deadline_without_a_day():
    assert deadline(None, TODAY) is None


def test_the_earlier_deadline_comes_first():
    assert Deadline(date(2026, 12, 1), TODAY) > Deadline(date(2026, 11, 30), TODAY)
