"""Each habit of published savings tables is read as it should be or asked about, in whatever file it comes."""

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.corpus.files import FORMATS, written
from tests.proposals.importing.understanding.drawn import figures, ids, read, rows_of
from tests.proposals.importing.understanding.published_habits import PUBLISHED_HABITS

IN_TURN = [(habit, FORMATS[index % len(FORMATS)]) for index, habit in enumerate(PUBLISHED_HABITS)]
named = pytest.mark.parametrize(("habit", "kind"), IN_TURN, ids=lambda value: getattr(value, "name", value))


@pytest.mark.parametrize("habit", PUBLISHED_HABITS, ids=lambda habit: habit.name)
def test_a_habit_is_read_as_it_should_be(habit):
    result = read(habit.table)
    assert figures(result) == habit.amounts
    assert tuple(sorted(ids(result))) == habit.asks


@named
def test_a_file_with_the_habit_says_the_same(habit, kind):
    lines = habit.table.split("\n")
    above = [line for line in lines if "|" not in line]
    content = written(kind, above, rows_of("\n".join(line for line in lines if "|" in line)), [])
    result = understand(read_file(content, f"savings.{kind}", largest_bytes=10**7))
    assert figures(result) == habit.amounts
    assert len(result.questions) == len(habit.asks)
