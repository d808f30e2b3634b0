"""Each habit of published savings tables is read as it should be or asked about, in whatever file it comes."""

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.account_habits import ACCOUNT_HABITS
from tests.proposals.importing.understanding.appendix_habits import APPENDIX_HABITS
from tests.proposals.importing.understanding.corpus.files import FORMATS, WITHOUT_LINES, written
from tests.proposals.importing.understanding.drawn import figures, ids, read, rows_of
from tests.proposals.importing.understanding.estimate_habits import ESTIMATE_HABITS
from tests.proposals.importing.understanding.published_habits import PUBLISHED_HABITS
from tests.proposals.importing.understanding.report_habits import REPORT_HABITS
from tests.proposals.importing.understanding.schedule_habits import SCHEDULE_HABITS

HABITS = (
    *PUBLISHED_HABITS,
    *SCHEDULE_HABITS,
    *APPENDIX_HABITS,
    *ESTIMATE_HABITS,
    *ACCOUNT_HABITS,
    *REPORT_HABITS,
)
IN_TURN = [(habit, FORMATS[index % len(FORMATS)]) for index, habit in enumerate(HABITS)]
IN_TURN += [(habit, kind) for habit in (*ACCOUNT_HABITS, *REPORT_HABITS) for kind in FORMATS]
IN_TURN += [(habit, kind) for habit in HABITS for kind in WITHOUT_LINES if not habit.needs_cells]


def parts_of(table):
    """Return the lines above a drawn table, and its rows; a line of words between the rows is a row as well."""
    lines = table.split("\n")
    first = next(index for index, line in enumerate(lines) if "|" in line)
    return lines[:first], rows_of("\n".join(lines[first:]))


named = pytest.mark.parametrize(("habit", "kind"), IN_TURN, ids=lambda value: getattr(value, "name", value))


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_habit_is_read_as_it_should_be(habit):
    result = read(habit.table)
    assert figures(result) == habit.amounts
    assert tuple(sorted(ids(result))) == habit.asks


@named
def test_a_file_with_the_habit_says_the_same(habit, kind):
    above, rows = parts_of(habit.table)
    content = written(kind, above, rows, [])
    result = understand(read_file(content, f"savings.{WITHOUT_LINES.get(kind, kind)}", largest_bytes=10**7))
    assert figures(result) == habit.amounts
    assert len(result.questions) == len(habit.asks)
