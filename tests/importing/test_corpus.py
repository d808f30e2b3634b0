"""Every invented layout is read right or asked about, and ordinary ones are read without a question."""

import pytest

from proposals.importing.understanding.understand import understand
from tests.importing.corpus.judging import asked, wrong_figures
from tests.importing.corpus.layouts import FAULTS, LAYOUTS
from tests.importing.corpus.rendering import render
from tests.importing.documents import document


def understood(layout):
    above, rows, notes, made = render(layout)
    return understand(document(*above, rows, *notes)), made


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_an_ordinary_list_is_read_right_without_a_question(layout):
    result, made = understood(layout)
    assert wrong_figures(result, layout, made) == []
    assert asked(result) == set()


@pytest.mark.parametrize("layout", FAULTS, ids=lambda layout: layout.name)
def test_a_fault_is_asked_about_or_read_right(layout):
    result, made = understood(layout)
    assert set(layout.asks) <= asked(result)
    assert len(result.questions) <= 6
    if not layout.asks:
        assert asked(result) == set()
        assert wrong_figures(result, layout, made) == []
