"""The totals of savings and pressures: net figures that are the sum of both parts."""

from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import ProposalRecord, Totals
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from services.values.years import FinancialYear, years_from

YEARS = years_from(FinancialYear(2027), 3)
POUNDS = st.integers(-900_000, 900_000)
RUNNING = ("in_year", "in_year_cost", "cumulative", "cumulative_after_costs")


def record(direction="saving", amounts=(), *, stage="published", stated=None, complete=True):
    """A proposal with the amounts of these years, the first of the round before the others."""
    by_year = {year: YearAmounts(*each) for year, each in zip(YEARS, amounts, strict=False) if each}
    return ProposalRecord(
        reference="R",
        title="T",
        service="S",
        directorate_code="D",
        directorate="D",
        start_year=None,
        base_budget=None,
        profile=SavingsProfile.from_years(by_year, YEARS),
        fte=FTEProfile.nothing(YEARS),
        known_years=frozenset(by_year),
        profile_complete=complete,
        stated_total=stated,
        stage=stage,
        direction=direction,
    )


@st.composite
def records(draw):
    """A proposal of either direction, of which years may not be known, and which may have ended."""
    complete = draw(st.booleans())
    amounts = st.tuples(POUNDS, POUNDS, POUNDS, POUNDS)
    years = draw(st.lists(amounts if complete else st.none() | amounts, min_size=3, max_size=3))
    return record(
        draw(st.sampled_from(("saving", "pressure"))),
        years,
        stage=draw(st.sampled_from(("published", "published", "withdrawn"))),
        stated=None if complete else draw(st.none() | POUNDS),
        complete=complete,
    )


class TestTheTotalsOfBoth:
    @given(st.lists(records(), max_size=8))
    def test_are_the_sum_of_savings_and_pressures(self, every):
        totals = Totals.of(every, YEARS)
        if not any(one.direction == "pressure" for one in every):
            assert totals.pressures is None
            assert totals.savings is totals
            return
        parts = (totals.savings, totals.pressures)
        for name in ("count", "counted", "ended", "incomplete", "corrected"):
            assert getattr(totals, name) == sum(getattr(part, name) for part in parts), name
        assert (totals.total or 0) == sum(part.total or 0 for part in parts)
        for year in YEARS:
            assert (totals.discrete[year] or 0) == sum(part.discrete[year] or 0 for part in parts), year
            for name in RUNNING:
                # A part of which some year before is not known has no running figure of its own.
                of_parts = [getattr(part, name)[year] for part in parts]
                assert None in of_parts or getattr(totals, name)[year] == sum(of_parts), (name, year)

    def test_by_hand(self):
        every = [record(amounts=[(300,), (0, 50)]), record("pressure", [(-120,), (-30,), (0, -10)])]
        totals = Totals.of(every, YEARS)
        # The one-off saving of 50 falls out in the third year.
        assert list(totals.savings.discrete.values()) == [300, 50, -50]
        assert list(totals.pressures.discrete.values()) == [-120, -30, -10]
        assert list(totals.discrete.values()) == [180, 20, -60]
        assert (totals.total, totals.savings.total, totals.pressures.total) == (140, 300, -160)
        assert totals.has_both

    def test_of_pressures_alone_have_no_savings(self):
        totals = Totals.of([record("pressure", [(-120,)])], YEARS)
        assert (totals.total, totals.savings.total, totals.savings.count) == (-120, 0, 0)
        assert not totals.has_both
