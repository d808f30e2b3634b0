"""Each habit of councils' savings tables is read as it should be: every figure right, or asked about."""

import re
from decimal import Decimal

import pytest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.habits import HABITS


def rows_of(table):
    """Return the rows of a table drawn with bars; plain numbers become numbers, blanks before a word an indent."""
    rows = []
    for line in table.split("\n"):
        row = []
        for part in line.split("|"):
            text = part.strip()
            is_number = re.fullmatch(r"-?\d+(\.\d+)?", text)
            row.append(Decimal(text) if is_number else Cell(text=text, indent=len(part) - len(part.lstrip())))
        rows.append(row)
    return rows


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_habit_is_read_as_it_should_be(habit):
    result = understand(document(rows_of(habit.table)))
    found = {
        proposal.title: {year.start: pounds for year, pounds in proposal.savings.items() if pounds}
        for proposal in result.proposals
    }
    assert found == habit.amounts
    assert tuple(sorted(question.id for question in result.questions)) == habit.asks
