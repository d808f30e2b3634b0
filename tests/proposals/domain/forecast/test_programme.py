"""Programmes: kinds of benefit kept apart, benefits shared between bodies, and what stands as a level by year."""

from fractions import Fraction

from proposals.domain.forecast.programme import (
    Component,
    Programme,
    capitalised,
    from_levels,
    steady_state_year,
)
from services.values.years import FinancialYear

YEARS = Y1, Y2, Y3 = tuple(FinancialYear(2027 + index) for index in range(3))


def component(name, *gross, kind="additional", cost=0, **more):
    profile = from_levels(dict(zip(YEARS, gross, strict=False)), {Y1: cost}, YEARS, None)
    return Component(name, kind, profile, **more)


class TestKindsOfBenefit:
    programme = Programme(
        (
            component("Hubs", 0, 40, 90, cost=25),
            component("Care plan", 100, 100, 100, kind="enabled"),
            component("Waste", 0, 0, 30, cost=10, kind="de-risked", probability=Fraction(1, 3)),
            component("Old saving", 7, 7, 7, kind="already in the plan"),
            component("Parks"),
        ),
        YEARS,
    )

    def test_are_never_added_together_unasked(self):
        assert self.programme.consolidated().gross_in_year == {Y1: 0, Y2: 40, Y3: 90}
        together = self.programme.consolidated(("additional", "enabled"))
        assert together.gross_in_year == {Y1: 100, Y2: 140, Y3: 190}

    def test_of_one_that_may_not_come_weigh_by_its_probability_but_cost_in_full(self):
        at_risk = self.programme.consolidated(("de-risked",))
        assert at_risk.gross_in_year == {Y1: 0, Y2: 0, Y3: 10}
        assert at_risk.cost_in_year[Y1] == 10

    def test_components_without_figures_are_listed(self):
        assert self.programme.without_figures == ("Parks",)


class TestWhoseSaving:
    def test_is_shared_to_the_pound(self):
        thirds = {"council": Fraction(1, 3), "health": Fraction(2, 3)}
        programme = Programme(
            (component("A", 50, 50, 50, shares=thirds), component("B", 50, 50, 50, shares=thirds)), YEARS
        )
        shared = {body: profile.gross_in_year[Y1] for body, profile in programme.by_body().items()}
        assert shared == {"council": 33, "health": 67}

    def test_that_nobody_is_named_for_stands_apart(self):
        named = component("A", 9, 9, 9, shares={"health": 1})
        programme = Programme((named, component("B", 5, 5, 5)), YEARS)
        shared = {body: profile.gross_in_year[Y1] for body, profile in programme.by_body().items()}
        assert shared == {"health": 9, "": 5}


class TestLevels:
    def test_are_the_figures_of_each_year_again(self):
        profile = from_levels({Y2: 40, Y3: 30}, {Y1: 9, Y2: 2, Y3: 1}, YEARS, recurring_from=Y2)
        assert profile.gross_in_year == {Y1: 0, Y2: 40, Y3: 30}
        assert profile.cost_in_year == {Y1: 9, Y2: 2, Y3: 1}
        assert profile.cost_to_achieve == 9

    def test_of_capital_fall_as_the_one_off_cost_does_and_are_never_more(self):
        profile = from_levels({}, {Y1: 20, Y2: 10}, YEARS, None)
        assert capitalised(profile, 15) == {Y1: 10, Y2: 5, Y3: 0}
        assert capitalised(profile, 40) == {Y1: 20, Y2: 10, Y3: 0}
        assert capitalised(from_levels({}, {}, YEARS, None), 15) == {Y1: 0, Y2: 0, Y3: 0}

    def test_are_steady_from_the_year_that_nothing_changes_after(self):
        assert steady_state_year(component("A", 5, 8, 8).profile) == Y2
        assert steady_state_year(component("A", 8, 5, 8).profile) == Y3
        assert steady_state_year(component("A").profile) is None
