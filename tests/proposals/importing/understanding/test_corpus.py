"""Every invented layout is read right or asked about, and ordinary ones are read without a question."""

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.corpus.faults import FAULTS
from tests.proposals.importing.understanding.corpus.files import FORMATS, written
from tests.proposals.importing.understanding.corpus.judging import asked, wrong_figures
from tests.proposals.importing.understanding.corpus.layouts import LAYOUTS
from tests.proposals.importing.understanding.corpus.rendering import render
from tests.proposals.importing.understanding.documents import document

MOST_QUESTIONS = 6
EVERYTHING = [*LAYOUTS, *FAULTS]
IN_TURN = [(layout, FORMATS[index % len(FORMATS)]) for index, layout in enumerate(EVERYTHING)]
A_FEW = [(layout, kind) for layout in EVERYTHING[::11] for kind in FORMATS]


def check(layout, result, made):
    questions = asked(result)
    assert set(layout.asks) <= questions
    assert len(result.questions) <= MOST_QUESTIONS
    if not layout.asks:
        assert questions == set()
        assert wrong_figures(result, layout, made) == []
        assert all(proof.holds for proof in result.proofs)


@pytest.mark.parametrize("layout", EVERYTHING, ids=lambda layout: layout.name)
def test_a_list_is_read_right_or_asked_about(layout):
    above, rows, notes, made = render(layout)
    check(layout, understand(document(*above, rows, *notes)), made)


@pytest.mark.parametrize(
    ("layout", "kind"), [*IN_TURN, *A_FEW], ids=lambda value: getattr(value, "name", value)
)
def test_a_file_is_read_right_or_asked_about(layout, kind):
    above, rows, notes, made = render(layout)
    source = read_file(written(kind, above, rows, notes), f"savings.{kind}", largest_bytes=10**7)
    check(layout, understand(source), made)


def test_the_corpus_is_as_broad_as_it_should_be():
    assert len(EVERYTHING) >= 60
    assert len({layout.name for layout in EVERYTHING}) == len(EVERYTHING)
