"""The table of requirements in `docs/asvs.md`: every number once, nothing missing, and only tests that exist."""

import re

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.one_database

STATES = {"met", "part", "n/a"}
OF_LEVEL_2 = 253
"""Requirements of levels 1 and 2 in version 5.0.0."""
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
_TEST = re.compile(r"`(test_\w+\.py)(?:::(\w+))?`")


def rows():
    return _ROW.findall((ROOT / "docs" / "asvs.md").read_text())


def test_every_requirement_stands_there_once_and_in_order():
    numbers = [tuple(map(int, number.split("."))) for number, *_ in rows()]
    assert len(numbers) == OF_LEVEL_2
    assert numbers == sorted(set(numbers))


def test_none_is_missing_and_whatever_is_not_met_says_why():
    for number, _, state, where, _ in rows():
        assert state in STATES, number
        assert where.strip(), number


def test_every_test_that_is_named_exists():
    files = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}
    named = {found for *_, tests in rows() for found in _TEST.findall(tests)}
    assert len(named) > 50
    for file, name in named:
        assert file in files, file
        text = files[file].read_text()
        assert not name or re.search(rf"^ *(?:class|def) {name}\b", text, re.MULTILINE), f"{file}::{name}"


def test_no_cell_names_a_test_in_another_way():
    for number, *_, tests in rows():
        assert _TEST.sub("", tests).replace(",", "").strip() == "", number


def test_every_file_that_is_named_exists():
    named = {path for *_, where, _ in rows() for path in re.findall(r"`(\w+(?:/[\w.]+)+/?)`", where)}
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
