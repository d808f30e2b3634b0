"""The totals that the database adds up and those added up from records agree, of savings and of pressures."""

import pytest

from proposals.models import SavingsProposal
from proposals.models.records import round_record
from proposals.models.totals import NOTHING, sums_by
from services.values.years import years_from
from tests.support.overview_examples import make_random_round
from tests.support.web_examples import FIRST

pytestmark = pytest.mark.django_db
YEARS = years_from(FIRST, 3)
FIGURES = ("discrete", "in_year", "in_year_cost", "cumulative", "cumulative_after_costs", "total", "unknown")


def figures_of(totals):
    return {
        **{name: getattr(totals, name) for name in FIGURES},
        "fte": (totals.fte.discrete, totals.fte_stated, totals.fte_changed),
        "counts": (totals.count, totals.ended, totals.incomplete, totals.corrected),
    }


class TestSavingsAndPressuresAtRandom:
    @pytest.fixture
    def both(self):
        budget_round = make_random_round(size=40, pressures=True)
        return round_record(budget_round, budget_round.proposals.all()).totals, budget_round.proposals.all()

    def test_add_up_to_the_same_in_the_database(self, both):
        by_hand, proposals = both
        totals = proposals.totals(YEARS)
        assert figures_of(totals) == figures_of(by_hand)
        assert figures_of(totals.savings) == figures_of(by_hand.savings)
        assert figures_of(totals.pressures) == figures_of(by_hand.pressures)

    def test_add_up_to_the_same_whatever_they_are_grouped_by(self, both):
        by_hand, proposals = both
        for groups in (("service",), ("direction",), ("fund", "certainty"), ("stage", "direction")):
            sums = sum(sums_by(proposals, *groups).values(), NOTHING)
            assert figures_of(sums.totals(YEARS)) == figures_of(by_hand), groups

    def test_are_each_of_their_own_direction(self, both):
        _, proposals = both
        found = sums_by(SavingsProposal.objects.all(), "direction")
        assert found["saving",].pressures.count == 0
        assert found["pressure",].savings.count == 0
        assert found["pressure",].pressures.count == proposals.filter(direction="pressure").count()
