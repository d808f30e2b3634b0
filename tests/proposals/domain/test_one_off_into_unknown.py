"""Savings before a year that is not known: no total takes back a one-off, or carries a saving on, that is not known."""

import pytest

from proposals.domain.records import Totals
from proposals.filters import ProposalFilter
from proposals.models.records import round_record
from tests.support.web_examples import FIRST, make_proposal, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposals():
    """Of the first one only the first year is known; of the other every year is."""
    budget_round = make_round()
    once = {"recurring_saving": 1_000, "one_off_saving": 500}
    make_proposal(budget_round, "A1", savings=(once,), profile_complete=False, stated_total=9_000)
    make_proposal(budget_round, "A2", savings=(once, 0, 0))
    return budget_round.proposals.all()


class TestATotalByYear:
    def test_is_the_sum_of_what_is_known_however_it_is_added_up(self, proposals):
        budget_round = proposals[0].budget_round
        # By hand: 1,500 of each; in the second year only the second one's 500 falls out, of the first nothing is known.
        expected = {FIRST: 3_000, FIRST + 1: -500, FIRST + 2: 0}
        assert (
            Totals.of(round_record(budget_round, proposals).proposals, budget_round.years).discrete
            == expected
        )
        assert proposals.totals(budget_round.years).discrete == expected
        assert ProposalFilter(None, queryset=proposals, budget_round=budget_round).totals.discrete == expected


class TestTotalsThatAddUpOverTheYears:
    def test_carry_nothing_into_years_that_are_not_known_however_they_are_added_up(self, proposals):
        budget_round = proposals[0].budget_round
        years = budget_round.years
        for totals in (
            Totals.of(round_record(budget_round, proposals).proposals, years),
            proposals.totals(years),
            ProposalFilter(None, queryset=proposals, budget_round=budget_round).totals,
        ):
            # By hand: 1,500 of each in the first year; then the recurring 1,000 of the second one alone.
            assert totals.in_year == {FIRST: 3_000, FIRST + 1: 1_000, FIRST + 2: 1_000}
            assert totals.cumulative == {FIRST: 3_000, FIRST + 1: 4_000, FIRST + 2: 5_000}
