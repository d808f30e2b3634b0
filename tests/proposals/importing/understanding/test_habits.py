"""Each habit of councils' savings tables is read as it should be: every figure right, or asked about."""

import pytest

from tests.proposals.importing.understanding.drawn import figures, ids, read
from tests.proposals.importing.understanding.habits import HABITS


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_habit_is_read_as_it_should_be(habit):
    result = read(habit.table)
    assert figures(result) == habit.amounts
    assert tuple(sorted(ids(result))) == habit.asks
