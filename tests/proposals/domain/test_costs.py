"""The schedule of costs to achieve, and what capital receipts pay of it, by hand."""

from proposals.domain.capital_receipts import EarlierProject, ReceiptsProject, receipts_questions
from proposals.domain.costs import CostDifference, CostRecord, CostSchedule, cost_differences
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from services.values.years import FinancialYear

Y1, Y2 = YEARS = (FinancialYear(2027), FinancialYear(2028))
COSTS = (
    CostRecord(Y1, "ict", "capital_receipts", 300, capital=100),
    CostRecord(Y1, "project", "revenue", 50),
    CostRecord(Y2, "redundancy", "capital_receipts", 80),
    CostRecord(Y2, "ict", "borrowing", 40, capital=40),
)


class TestTheSchedule:
    schedule = CostSchedule(YEARS, COSTS)

    def test_adds_up_by_kind_and_by_funder(self):
        assert self.schedule.by_kind == {
            "ict": {Y1: 300, Y2: 40},
            "redundancy": {Y1: 0, Y2: 80},
            "project": {Y1: 50, Y2: 0},
        }
        assert self.schedule.by_funder == {
            "revenue": {Y1: 50, Y2: 0},
            "capital_receipts": {Y1: 300, Y2: 80},
            "borrowing": {Y1: 0, Y2: 40},
        }

    def test_keeps_revenue_and_capital_apart(self):
        assert self.schedule.revenue == {Y1: 250, Y2: 80}
        assert self.schedule.capital == {Y1: 100, Y2: 40}
        assert self.schedule.total == {Y1: 350, Y2: 120}

    def test_receipts_pay_capital_without_any_flexibility(self):
        assert self.schedule.from_capital_receipts == {Y1: 200, Y2: 80}


class TestDifferencesFromTheProfile:
    def test_there_are_none_where_revenue_and_capital_come_to_its_costs(self):
        profile = SavingsProfile(
            Y1,
            (
                YearAmounts(one_off_cost=250, capital_cost=100),
                YearAmounts(one_off_cost=80, capital_cost=40),
            ),
        )
        assert cost_differences(COSTS, profile) == ()

    def test_each_year_that_differs_is_named_with_both_figures(self):
        profile = SavingsProfile(
            Y1,
            (
                YearAmounts(one_off_cost=250, capital_cost=90),
                YearAmounts(one_off_cost=80, capital_cost=40),
            ),
        )
        assert cost_differences(COSTS, profile) == (CostDifference(Y1, 250, 250, 100, 90),)


class TestWhatTheDirectionAsks:
    def project(self, costs=COSTS, saving=500, first=Y1, **texts):
        profile = SavingsProfile(first, (YearAmounts(recurring_saving=saving), YearAmounts()))
        given = {"description": "One system", "transformation": "", **texts}
        return ReceiptsProject("CORP1", "One system", profile=profile, costs=costs, **given)

    def test_cost_and_saving_stand_by_year(self):
        project = self.project()
        assert project.from_receipts == {Y1: 200, Y2: 80}
        assert project.from_others == {Y1: 150, Y2: 40}
        assert project.savings == {Y1: 500, Y2: 500}

    def test_nothing_is_asked_of_a_project_that_is_described_and_saves(self):
        assert receipts_questions([self.project()], []) == ()

    def test_description_is_asked_for(self):
        assert receipts_questions([self.project(description="")], []) == ("What is the project of CORP1?",)

    def test_transformation_is_asked_for_where_nothing_is_saved_for_good(self):
        assert receipts_questions([self.project(saving=0)], []) == (
            "How does CORP1 transform the service? It makes no lasting saving.",
        )
        assert receipts_questions([self.project(saving=0, transformation="Online")], []) == ()

    def test_years_without_a_direction_are_asked_about(self):
        late = FinancialYear(2030)
        project = self.project(costs=(CostRecord(late, "ict", "capital_receipts", 9),), first=late)
        assert receipts_questions([project], []) == (
            "What allows CORP1 to be paid for from capital receipts in 2030/31? The directions cover 2016/17 to "
            "2029/30.",
        )

    def test_redundancy_had_to_be_statutory_from_2022_to_2025(self):
        year = FinancialYear(2023)
        project = self.project(costs=(CostRecord(year, "redundancy", "capital_receipts", 9),), first=year)
        (question,) = receipts_questions([project], [])
        assert question.startswith("Are the redundancy payments of CORP1 statutory ones only?")

    def test_delivery_of_earlier_projects_is_asked_for(self):
        earlier = EarlierProject("CORP0", "Old system", "Budget 2026", 10, 5, None, "", "")
        assert receipts_questions([], [earlier]) == ("What has been delivered of CORP0 (Budget 2026)?",)
