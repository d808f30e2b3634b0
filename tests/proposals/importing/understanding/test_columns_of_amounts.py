"""A column of amounts is a saving only where its heading, or a sum, says so; what neither tells is asked."""

import pytest

from tests.proposals.importing.understanding.drawn import figures, ids, read

ROWS = {"Mowing": {2026: 40_000, 2027: 10_000}, "Hours": {2026: 100_000, 2027: 5_000}}


def two_years(heading, first, second, **answers):
    return read(
        f"""
Ref|Proposal|2026/27 £000|2027/28 £000|{heading}
A1|Mowing|40|10|{first}
A2|Hours|100|5|{second}""",
        **answers,
    )


def one_year(heading, first, second, **answers):
    return read(
        f"""
Ref|Proposal|2026/27 £000|{heading}
A1|Mowing|40|{first}
A2|Hours|100|{second}""",
        **answers,
    )


def stated(result):
    return [proposal.total for proposal in result.proposals]


class TestTotalsOfOtherThings:
    @pytest.mark.parametrize(
        "heading",
        [
            "Total cost £000",
            "Total service cost £000",
            "Total contract value £000",
            "Overall spend on agency £000",
            "Total income £000",
            "Total grant £000",
            "Total staffing £000",
        ],
    )
    @pytest.mark.parametrize("table", [one_year, two_years])
    def test_a_total_of_something_else_is_no_total_of_the_saving(self, heading, table):
        result = table(heading, 500, 900)
        assert stated(result) == [None, None]
        assert ids(result) in ([f"column:{heading.lower()}"], [])

    @pytest.mark.parametrize(
        "heading", ["Total budget £000", "Total net budget £000", "Total expenditure £000"]
    )
    def test_a_total_budget_is_the_budget_and_needs_no_question(self, heading):
        result = two_years(heading, 500, 900)
        assert (stated(result), result.status) == ([None, None], "read")
        assert figures(result) == ROWS

    @pytest.mark.parametrize(
        "heading", ["Total £000", "Total saving £000", "Three year total £000", "Overall £000"]
    )
    def test_a_total_of_the_savings_needs_no_question(self, heading):
        result = two_years(heading, 50, 105)
        assert (stated(result), result.status) == ([50_000, 105_000], "read")

    @pytest.mark.parametrize("heading", ["Total income £000", "Total cost £000"])
    def test_sums_prove_that_a_total_of_another_name_is_that_of_the_years(self, heading):
        result = two_years(heading, 50, 105)
        assert (stated(result), result.status) == ([50_000, 105_000], "read")

    def test_what_is_asked_about_stays_with_the_proposal_in_words(self):
        (first, _) = two_years("Total cost £000", 500, 900).proposals
        assert ("Total cost £000", "500") in [(section.heading, section.text) for section in first.sections]

    def test_a_person_says_that_it_is_a_cost(self):
        result = two_years("Total cost £000", 500, 900, **{"column:total cost £000": "cost"})
        texts = [section.text for p in result.proposals for section in p.sections]
        assert texts == ["£500,000", "£900,000"]
        assert result.status == "read"

    def test_a_total_that_differs_from_the_only_year_is_asked_about(self):
        assert ids(one_year("Total £000", 500, 900)) == ["column:total £000"]
        assert ids(one_year("Total £000", 40, 100)) == []

    def test_a_total_of_more_years_than_are_printed_needs_no_question_where_the_title_names_them(self):
        result = read(
            "Savings 2026/27 to 2028/29",
            """
Ref|Proposal|2026/27 £000|Total £000
A1|Mowing|40|500""",
        )
        assert (stated(result), result.status) == ([500_000], "read")


class TestSeveralTotals:
    @pytest.mark.parametrize("second", ["Overall saving £000", "Grand total £000", "Total savings £000"])
    def test_two_totals_that_say_the_same_are_one(self, second):
        result = read(f"""
Ref|Proposal|2026/27 £000|2027/28 £000|Total £000|{second}
A1|Mowing|40|10|50|50
A2|Hours|100|5|105|105""")
        assert (stated(result), result.status) == ([50_000, 105_000], "read")

    def test_two_totals_without_years_are_never_added(self):
        result = read(
            "Savings 2026/27",
            """
Ref|Proposal|Total £000|Overall saving £000
A1|Mowing|50|50
A2|Hours|105|105""",
        )
        assert figures(result) == {"Mowing": {2026: 50_000}, "Hours": {2026: 105_000}}
        assert result.status == "read"

    def test_of_two_totals_that_differ_the_years_tell_which_is_the_saving(self):
        result = read("""
Ref|Proposal|2026/27 £000|2027/28 £000|Total £000|Overall saving £000
A1|Mowing|40|10|75|50
A2|Hours|100|5|205|105""")
        assert (stated(result), result.status) == ([50_000, 105_000], "read")

    def test_two_totals_that_differ_are_asked_about_where_nothing_tells(self):
        table = """
Ref|Proposal|2026/27 £000|2027/28 £000|Total £000|Overall saving £000
A1|Mowing|40|10|75|80
A2|Hours|100|5|205|210"""
        assert "total-columns" in ids(read(table))
        told = read(table, **{"total-columns": "Overall saving £000"})
        assert stated(told) == [80_000, 210_000]


class TestSeveralColumnsOfOneYear:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("2026/27 £000", "Saving 2026/27 £000"),
            ("Efficiency 2026/27 £000", "Income 2026/27 £000"),
            ("2026/27 recurring £000", "2026/27 one-off £000"),
        ],
    )
    def test_two_columns_of_one_year_are_asked_about(self, first, second):
        result = read(f"""
Ref|Proposal|{first}|{second}
A1|Mowing|50|40
A2|Hours|100|90""")
        assert ids(result) == ["amount-columns"]

    def test_a_total_proves_that_they_add_up(self):
        result = read("""
Ref|Proposal|2026/27 recurring £000|2026/27 one-off £000|Total £000
A1|Mowing|50|40|90
A2|Hours|100|90|190""")
        assert figures(result) == {"Mowing": {2026: 90_000}, "Hours": {2026: 190_000}}
        assert result.status == "read"

    def test_a_total_proves_that_only_one_of_them_counts(self):
        result = read("""
Ref|Proposal|2026/27 £000|Revenue 2026/27 £000|2027/28 £000|Total £000
A1|Mowing|50|40|10|50
A2|Hours|100|90|5|95""")
        assert figures(result) == {
            "Mowing": {2026: 40_000, 2027: 10_000},
            "Hours": {2026: 90_000, 2027: 5_000},
        }
        assert result.status == "read"

    def test_the_sum_of_the_others_is_their_total(self):
        result = read("""
Ref|Proposal|Efficiency 2026/27 £000|Income 2026/27 £000|Saving 2026/27 £000
A1|Mowing|50|40|90
A2|Hours|100|90|190""")
        assert figures(result) == {"Mowing": {2026: 90_000}, "Hours": {2026: 190_000}}
        assert result.status == "read"

    def test_a_net_saving_beside_the_gross_one_is_the_saving(self):
        result = read("""
Ref|Proposal|2026/27 gross saving £000|2026/27 net saving £000
A1|Mowing|50|40
A2|Hours|100|90""")
        assert figures(result) == {"Mowing": {2026: 40_000}, "Hours": {2026: 90_000}}
        assert result.status == "read"

    def test_the_same_year_printed_twice_counts_once(self):
        result = read("""
Ref|Proposal|2026/27 £000|2026/27 £000
A1|Mowing|50|50
A2|Hours|100|100""")
        assert figures(result) == {"Mowing": {2026: 50_000}, "Hours": {2026: 100_000}}

    def test_growth_of_no_year_beside_dated_savings_is_asked_about(self):
        result = two_years("Growth £000", 7, 9)
        assert ids(result) == ["column:growth £000"]


class TestChangesOfBudgets:
    @pytest.mark.parametrize(("first", "second"), [(-40, -100), (40, 100)])
    def test_the_difference_of_two_budgets_is_the_saving_whatever_sign_it_has(self, first, second):
        result = read(f"""
Ref|Proposal|2025/26 Budget £000|2026/27 Proposal £000|Change £000
A1|Mowing|400|360|{first}
A2|Hours|1000|900|{second}""")
        assert figures(result) == {"Mowing": {2026: 40_000}, "Hours": {2026: 100_000}}
        assert result.status == "read"

    def test_a_column_that_is_no_difference_is_asked_about(self):
        result = read("""
Ref|Proposal|2025/26 Budget £000|2026/27 Proposal £000|Change £000
A1|Mowing|400|360|-41
A2|Hours|1000|900|-100""")
        assert ids(result) == ["column:change £000"]


class TestLostIncome:
    @pytest.mark.parametrize("heading", ["Income lost", "Loss of income", "Lost parking income"])
    def test_income_lost_in_a_year_is_a_pressure_beside_the_saving(self, heading):
        result = read(f"""
Ref|Proposal|Saving 2026/27 £000|{heading} 2026/27 £000|Saving 2027/28 £000|{heading} 2027/28 £000|Total £000
A1|Mowing|50|3|10|0|57
A2|Hours|30|5|0|1|24""")
        assert (ids(result), figures(result)) == (
            [],
            {
                "Mowing": {2026: 50_000, 2027: 10_000},
                f"Mowing: {heading.lower()}": {2026: -3_000},
                "Hours": {2026: 30_000},
                f"Hours: {heading.lower()}": {2026: -5_000, 2027: -1_000},
            },
        )
