"""Lists of growth and pressures are read as pressures, alone or beside savings: right, or asked about."""

import pytest

from proposals.importing.files.blocks import SourceDocument
from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.corpus.files import FORMATS, written
from tests.proposals.importing.understanding.documents import grid
from tests.proposals.importing.understanding.drawn import figures, ids, read, rows_of
from tests.proposals.importing.understanding.growth_habits import GROWTH_HABITS


@pytest.fixture(params=GROWTH_HABITS, ids=lambda habit: habit.name, scope="module")
def habit(request):
    return request.param, read(request.param.table)


def test_amounts_are_savings_below_zero_where_they_add_to_the_budget(habit):
    stated, result = habit
    assert figures(result) == stated.amounts


def test_each_row_has_its_direction(habit):
    stated, result = habit
    assert {item.title for item in result.proposals if item.direction == "pressure"} == set(stated.pressures)


def test_only_what_is_not_proved_is_asked(habit):
    stated, result = habit
    assert tuple(sorted(ids(result))) == stated.asks


def test_causes_are_those_of_columns_and_headings(habit):
    stated, result = habit
    found = {item.title: item.pressure_category for item in result.proposals if item.pressure_category}
    assert found == stated.categories


def test_funds_are_those_of_columns_and_headings(habit):
    stated, result = habit
    assert {item.title: item.fund for item in result.proposals if item.fund} == stated.funds


def test_what_an_earlier_plan_has_is_marked(habit):
    stated, result = habit
    assert {item.title for item in result.proposals if item.in_earlier_plan} == set(stated.earlier)


@pytest.mark.parametrize(
    ("first", "second"), [("Growth", "Savings"), ("Savings", "Growth"), ("HRA Pressures", "GF Savings")]
)
def test_sheets_are_told_apart_by_their_names(first, second):
    head = ["Ref", "Item", "2026/27 £000"]
    sheets = (grid([head, ["A1", "Wardens", 27]], first), grid([head, ["B1", "Fleet", 130]], second))
    result = understand(SourceDocument("xlsx", sheets))
    assert ids(result) == []
    expected = ["pressure" if "Savings" not in name else "saving" for name in (first, second)]
    assert [item.direction for item in result.proposals] == expected


@pytest.mark.parametrize(
    ("title", "direction", "asks"),
    [
        ("Investment", "pressure", []),
        ("Budget increases", "pressure", []),
        ("New burdens", "pressure", []),
        ("Loss of grant funding", "pressure", []),
        ("Additional budget requirements", "pressure", []),
        ("Budget requests", "pressure", []),
        ("Service Pressures and Investments", "pressure", []),
        ("Adults and Health: unavoidable pressures", "pressure", []),
        ("Directorate of Growth and Regeneration", "pressure", ["growth"]),
        ("Growth, Economy and Place", "pressure", ["growth"]),
        ("Proposals to meet the budget pressures", "pressure", ["growth"]),
        ("Spend to save investments", "saving", []),
        ("Investment in savings", "saving", []),
        ("Growth avoidance", "saving", []),
    ],
)
def test_a_title_tells_a_list_of_growth_or_is_asked_about(title, direction, asks):
    result = read(title, "Ref|Proposal|2026/27 £000\nG1|Wardens|27\nG2|Doors|10")
    assert ({item.direction for item in result.proposals}, ids(result)) == ({direction}, asks)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_any_format_comes_to_the_same(habit, kind):
    stated, _ = habit
    lines = stated.table.split("\n")
    start = next(index for index, line in enumerate(lines) if "|" in line)
    content = written(kind, lines[:start], rows_of("\n".join(lines[start:])), [])
    result = understand(read_file(content, f"growth.{kind}", largest_bytes=10**7))
    assert (figures(result), tuple(sorted(ids(result)))) == (stated.amounts, stated.asks)
    assert {item.title for item in result.proposals if item.is_pressure} == set(stated.pressures)
