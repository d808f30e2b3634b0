"""Which held proposal a name means: spelling is forgiven, nothing is guessed where two could fit."""

import pytest

from proposals.importing.plan.matching import Fit, Named, fit_of, pair_up
from services.values.years import FinancialYear

YEAR = FinancialYear(2027)


def named(*names, saving=None, total=None):
    return Named(names, {} if saving is None else {YEAR: saving}, total)


class TestTwoNames:
    @pytest.mark.parametrize(
        ("stated", "stored"),
        [
            ("Mobile Libraries", "MOBILE LIBRARIES"),
            ("Children's Care (CC) – Fostering", "CHILDREN'S CARE - FOSTERING"),
            ("Parks & Greens", "Parks and greens"),
            ("Support (STEP+)", "Support (STEP)"),
            ("Libraries", "Libraries (whole county)"),
        ],
    )
    def test_of_the_same_letters_are_the_same(self, stated, stored):
        assert fit_of(named(stated), named(stored)) is Fit.SAME

    @pytest.mark.parametrize(
        ("stated", "stored"),
        [("Mobile Libaries", "Mobile Libraries"), ("Coroner Services", "Coroners Service")],
    )
    def test_may_be_misspelt(self, stated, stored):
        assert fit_of(named(stated), named(stored)) is Fit.SPELLING

    @pytest.mark.parametrize(
        ("stated", "stored"),
        [
            ("Section 17 payments", "Section 18 payments"),
            ("Eastern libraries", "Western libraries"),
            ("Libraries (north)", "Libraries (south)"),
            ("Inner ring road", "Outer ring road"),
            ("Mobile libraries", "Libraries"),
        ],
    )
    def test_that_mean_two_things_do_not_fit(self, stated, stored):
        assert fit_of(named(stated), named(stored)) is Fit.NOT

    @pytest.mark.parametrize(
        ("stated", "stored"),
        [("Planning – Schools portal", "PLANNING"), ("Music", "The Music Service")],
    )
    def test_that_fit_in_part_are_no_more_than_likely(self, stated, stored):
        assert fit_of(named(stated), named(stored)) is Fit.PARTLY


class TestPairs:
    def test_the_surest_fit_is_taken_first(self):
        stored = [named("Care – Fostering"), named("Care", "Care – Diagnostic")]
        found = pair_up([named("Care (CC) – Fostering"), named("Care – Diagnostic")], stored)
        assert found == ({0: 0, 1: 1}, {})

    def test_two_that_fit_alike_are_left_to_a_person(self):
        stored = [named("Access", "Customer access"), named("Access", "Front desk")]
        found = pair_up([named("Access", saving=10, total=10)], stored)
        assert found == ({}, {0: (0, 1)})

    def test_two_rows_for_one_held_are_left_to_a_person(self):
        found = pair_up([named("Parks"), named("PARKS")], [named("Parks")])
        assert found == ({}, {0: (0,), 1: (0,)})

    def test_a_part_of_the_name_is_enough_only_where_the_figures_agree(self):
        rows = [named("Planning – Portal", saving=20, total=20)]
        assert pair_up(rows, [named("Planning", saving=20, total=20)])[0] == {0: 0}
        assert pair_up(rows, [named("Planning", saving=20, total=30)])[1] == {0: (0,)}
        assert pair_up(rows, [named("Planning")])[1] == {0: (0,)}
