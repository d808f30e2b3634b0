"""What stands beside the savings of a year counts, is asked or is said: nothing of it is dropped in silence."""

import pytest

from proposals.importing.understanding.understand import understand
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import figures, ids, read, rows_of, titles

REVISED = """
Ref|Proposal|Agreed Feb 2026 2027/28 £000|Revised 2027/28 £000|2028/29 £000
W1|Pool investments|100|80|20
W2|Debt team|40|55|5"""
FULL_YEAR = """
Ref|Proposal|2027/28 saving £|Full year effect £
A1|Cash office|45,000|60,000
A2|Training|20,000|20,000"""


def notes(result, code):
    return [issue.message for issue in result.issues if issue.code == code]


class TestYearThatOnlyAPlanStates:
    def test_the_revised_figure_counts_and_the_question_shows_it(self):
        result = read(REVISED)
        assert figures(result) == {
            "Pool investments": {2027: 80_000, 2028: 20_000},
            "Debt team": {2027: 55_000, 2028: 5_000},
        }
        assert ids(result) == ["saving-of:2027/28"]

    def test_the_agreed_figure_counts_where_a_person_says_so(self):
        answer = {"saving-of:2027/28": "Agreed Feb 2026 2027/28 £000"}
        assert figures(read(REVISED, **answer))["Debt team"] == {2027: 40_000, 2028: 5_000}

    @pytest.mark.parametrize(("answer", "first"), [("saving", {2027: 100_000}), ("agreed earlier", {})])
    def test_the_only_column_of_a_year_of_the_round_is_asked(self, answer, first):
        table = "Ref|Proposal|Agreed 2027/28 £000|2028/29 £000\nW1|Pool|100|20\nW2|Debt|40|5"
        years = tuple(FinancialYear(start) for start in (2027, 2028))
        key = "column:agreed 2027/28 £000"
        assert ids(understand(document(rows_of(table)), round_years=years)) == [key]
        result = understand(document(rows_of(table)), round_years=years, answers={key: answer})
        assert figures(result)["Pool"] == {**first, 2028: 20_000}
        assert ids(result) == []

    def test_what_was_agreed_for_an_earlier_year_is_no_saving(self):
        table = "Ref|Proposal|Agreed 2026/27 £000|2027/28 £000\nW1|Pool|100|20\nW2|Debt|40|5"
        result = read(table)
        assert (figures(result), ids(result)) == ({"Pool": {2027: 20_000}, "Debt": {2027: 5_000}}, [])


class TestRestOfTheFullYear:
    @pytest.mark.parametrize(
        ("answers", "office"),
        [
            ({}, {2027: 45_000, 2028: 15_000}),
            ({"full-year": "2029/30"}, {2027: 45_000, 2029: 15_000}),
            ({"full-year": "only told"}, {2027: 45_000}),
        ],
    )
    def test_the_year_of_the_rest_is_asked(self, answers, office):
        result = read(FULL_YEAR, **answers)
        assert figures(result) == {"Cash office": office, "Training": {2027: 20_000}}
        assert ids(result) == ([] if answers else ["full-year"])

    def test_a_full_year_that_the_years_come_to_is_not_asked(self):
        table = (
            "Ref|Proposal|2027/28 £000|2028/29 £000|Full year effect £000\nA1|Office|45|15|60\nA2|Van|5|0|5"
        )
        assert ids(read(table)) == []


class TestStatusOfARow:
    @pytest.mark.parametrize(
        ("heading", "said"),
        [
            ("Status", "Withdrawn"),
            ("Status", "Rejected by Cabinet"),
            ("Decision", "Not taken forward"),
            ("Comments", "Deleted"),
        ],
    )
    def test_a_proposal_that_is_given_up_is_asked(self, heading, said):
        table = f"""
Ref|Proposal|{heading}|2027/28 £000
C1|Family hubs|Proposed|120
C2|Playgroups|{said}|40
C3|Homes|Proposed|250"""
        assert ids(read(table)) == ["withdrawn"]
        assert titles(read(table)) == ["Family hubs", "Homes"]
        assert titles(read(table, withdrawn="proposals")) == ["Family hubs", "Playgroups", "Homes"]

    def test_a_comment_that_names_deleted_posts_is_of_no_status(self):
        table = "Ref|Proposal|Comments|2027/28 £000\nC1|Hubs|Two deleted posts are vacant.|120\nC2|Van||4"
        assert ids(read(table)) == []


class TestPosts:
    def test_a_comma_before_one_figure_is_that_of_decimals(self):
        result = read("Ref|Proposal|2027/28 £000|FTE reduction\nP1|Baskets|22|0,5\nP2|Routes|140|2")
        assert [float(proposal.fte_total) for proposal in result.proposals] == [-0.5, -2]


class TestWhatIsSaid:
    def test_an_amount_to_be_confirmed_is_noted_with_its_column(self):
        result = read("Ref|Proposal|2027/28 £000|2028/29 £000\nY1|Café|45|10\nY2|Gym|30|TBC")
        (message,) = notes(result, "amount not known")
        assert "“TBC” under “2028/29 £000” of “Gym”" in message

    def test_the_blank_years_after_a_one_off_saving_are_zero(self):
        result = read("Ref|Proposal|R/O|2027/28 £000|2028/29 £000\nG1|Café|R|20|\nG2|Bins|O|60|")
        savings = {proposal.title: len(proposal.savings) for proposal in result.proposals}
        assert savings == {"Café": 1, "Bins": 2}
        assert result.proposals[1].profile_complete

    def test_a_reversal_among_savings_is_noted_as_a_pressure(self):
        result = read(
            "Ref|Proposal|2027/28 £000\nV1|Reversal: toilets|-45\nV2|Routes|140\nV3|Bins|80\n|Total|175"
        )
        assert [proposal.is_pressure for proposal in result.proposals] == [True, False, False]
        assert len(notes(result, "read as a pressure")) == 1


@pytest.mark.parametrize("heading", ["Less ongoing cost", "Running costs"])
def test_the_net_saving_counts_where_the_gross_one_less_a_cost_proves_it(heading):
    result = read(
        f"""
Ref|Proposal|Gross saving 2027/28 £000|{heading} 2027/28 £000|Net saving 2027/28 £000
N1|Energy|50|(10)|40
N2|Lights|20|0|20"""
    )
    assert (figures(result), ids(result)) == ({"Energy": {2027: 40_000}, "Lights": {2027: 20_000}}, [])
