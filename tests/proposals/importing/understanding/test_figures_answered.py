"""Amounts that a person gives for cells without one, and totals that are not shown but that the years give."""

import pytest

from proposals.importing.understanding.understand import understand
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.documents import document

HEAD = ["Ref", "Proposal", "2027/28 £000", "2028/29 £000", "Total £000"]
FORMULA = "=SUM(C2:D2)"
ANSWER = "figure:D2:2027/28 £000"


def read(said=""):
    rows = [["D1", "Bedding plants", -20, -5, -25], ["D2", "Opening hours", "-3o", -3, -33]]
    source = document([HEAD, *rows, ["", "Total", -50, -8, -58]])
    return understand(source, answers={ANSWER: said})


def failing(result):
    return [(proof.printed, proof.computed) for proof in result.proofs if not proof.holds]


class TestAnswers:
    def test_the_suggested_amount_is_printed_with_its_sign_before_the_pound(self):
        (question,) = read().questions
        assert (question.id, question.default) == (ANSWER, "-£30,000")
        assert "-£30,000" in question.text

    def test_the_sums_count_an_amount_that_was_given(self):
        result = read(said="-£30,000")
        assert (failing(result), result.questions, result.unread) == ([], (), ())
        assert result.proposals[1].savings[FinancialYear(2027)] == 30_000
        assert [issue.code for issue in result.issues] == ["figure chosen"]

    def test_an_amount_that_is_not_what_the_total_leaves_is_said(self):
        result = read(said="-20,000")
        (note,) = [issue.message for issue in result.issues]
        assert note.endswith("A person chose this. The total of the row leaves -£30,000.")
        assert (-33_000, -23_000) in failing(result)


class TestTotalsNotShown:
    @pytest.mark.parametrize(("later", "asked"), [(-5, []), ("=C9", ["figures", "figures"])])
    def test_a_total_that_the_years_give_is_not_asked(self, later, asked):
        head = ["Ref", "Proposal", "2027/28 £", "2028/29 £", "Total £"]
        source = document(
            [head, ["G1", "Café", -20_000, later, FORMULA], ["G2", "Play", -8_000, -2_000, -10_000]]
        )
        result = understand(source)
        assert [question.about for question in result.questions] == asked
        notes = [issue.message for issue in result.issues if issue.code == "total not shown"]
        assert bool(notes) == (not asked)
