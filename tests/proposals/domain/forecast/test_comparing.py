"""Printed tables of an invented programme beside the computed ones: what differs, why, and which cell is at fault."""

import pytest

from proposals.domain.forecast.comparing import as_json, compare_tables
from tests.support.forecast_examples import PRINTED, changed, inputs_file, invented_case, printed, tables_of

_YEARS = ("27/28", "28/29", "29/30", "30/31")


def differences(tables, case=None):
    return compare_tables(case or invented_case(), tables).differences


def by_key(tables, case=None):
    return {each.cell.key: (each.kind, each.own, each.carries) for each in differences(tables, case)}


def uneven_inputs():
    """Inputs whose figures are no whole thousands: the trust takes 20.49% of the budget over."""
    values = inputs_file()
    for component in values["components"].values():
        for part in ("gross_benefit_by_year", "cost_by_year"):
            by_year = component[part]["values"]
            by_year.update({year: f"{figure}.437" for year, figure in by_year.items()})
    values["base_budgets"]["leisure_trust"]["value"] = "4123"
    return values


class TestTablesThatAreRight:
    def test_have_no_difference_and_every_figure_is_compared(self):
        result = compare_tables(invented_case(), PRINTED)
        assert as_json(result) == {"cells": 24 + 40 + 25 + 24 + 12, "differences": []}
        assert result.not_compared == ()

    @pytest.mark.parametrize("number", ["7", "8", "9", "11", "12"])
    def test_are_recognised_alone_whatever_their_number(self, number):
        table = next(each for each in PRINTED if each.number == number)
        assert compare_tables(invented_case(), [table]).compared == (number,)

    def test_of_something_else_are_named_as_not_compared(self):
        other = printed("3", "Visitors", "Site | 2027/28\nMuseum | 5,000\nBaths | 7,000", "visits")
        assert compare_tables(invented_case(), [other]).not_compared == ("3",)


class TestTablesPrintedFromTheCase:
    def test_are_all_recognised_and_right_to_the_last_cell(self):
        case = invented_case()
        tables = tables_of(case)
        result = compare_tables(case, tables)
        figures = sum(bool(text) for table in tables for row in table.rows for text in row.cells)
        assert (result.cells, result.differences, result.not_compared) == (figures, (), ())
        assert len(tables) > 15

    def test_in_whole_thousands_differ_by_rounding_alone(self):
        case = invented_case(uneven_inputs(), share_of_base_budget="exact", rounding_of_a_half="kept")
        kinds = {each.kind for each in compare_tables(case, tables_of(case, decimals=0)).differences}
        assert kinds == {"rounding"}


class TestACellThatIsWrong:
    def test_is_at_fault_itself_where_it_is_not_the_sum_of_its_printed_parts(self):
        # 900 - 150 is 750; the cumulative figures under it were added up from the right one.
        assert by_key(changed("7", 73, "29/30", "790")) == {"7/73/29/30": ("error", True, ())}

    def test_is_told_alone_where_no_other_was_added_up_from_it(self):
        tables = changed(
            "12", 122, "2028/29", "(890)"
        )  # table 11 prints 850, and so does the closing balance
        assert by_key(tables) == {"12/122/2028/29": ("error", True, ())}

    def test_is_named_by_every_cell_down_the_line_which_holds_its_own_relation(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31
        Opening balance | 3,000 | 1,900 | 1,010 | 576
        Planned use | (1,100) | (890) | (434) | (773)
        Closing balance | 1,900 | 1,010 | 576 | (197)
        """
        tables = [*PRINTED[:-1], printed("12", "Reserves, revised for the model", rows)]
        fault = ("12/122/2028/29",)
        assert by_key(tables) == {
            "12/121/2029/30": ("error", False, fault),
            "12/121/2030/31": ("error", False, fault),
            "12/122/2028/29": ("error", True, ()),
            "12/123/2028/29": ("error", False, fault),
            "12/123/2029/30": ("error", False, fault),
            "12/123/2030/31": ("error", False, fault),
        }

    def test_does_not_turn_the_sign_of_its_row_however_large_it_is(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30
        Opening balance | 3,000 | 2,500 | 1,400
        Planned use | (500) | (1,100) | 5,977
        Closing balance | 2,500 | 1,400 | (400)
        """
        tables = [printed("13", "Reserves if nothing changes", rows)]
        assert by_key(tables) == {"13/132/2029/30": ("error", True, ())}

    def test_has_a_sign_that_no_other_of_its_row_has(self):
        assert by_key(changed("7", 76, "30/31", "(1,150)")) == {"7/76/30/31": ("error", True, ())}

    def test_is_told_with_figures_relation_and_fault_in_words(self):
        (only,) = differences(changed("7", 73, "29/30", "790"))
        assert only.why == (
            "Printed 790, computed 750: 40 more. It breaks its relation: gross benefit less cost, which comes to 750 "
            "from the printed figures."
        )
        assert only.computed == 750


class TestRounding:
    def test_explains_half_a_unit_of_what_is_printed(self):
        values = inputs_file()
        values["components"]["leisure"]["cost_by_year"]["values"]["2027/28"] = "50.4"
        assert by_key(PRINTED, invented_case(values)) == {
            "8/87/27/28": ("rounding", True, ()),
            "8/88/27/28": ("rounding", False, ("8/87/27/28",)),
            "8/89/27/28": ("rounding", False, ("8/87/27/28",)),
            **{f"8/91/{year}": ("rounding", False, ("8/87/27/28",)) for year in _YEARS},
            **{f"8/92/{year}": ("rounding", False, ("8/87/27/28",)) for year in _YEARS},
        }

    def test_does_not_explain_more_than_half_a_unit_of_an_input(self):
        values = inputs_file()
        values["components"]["leisure"]["cost_by_year"]["values"]["2027/28"] = "50.6"
        assert by_key(PRINTED, invented_case(values))["8/87/27/28"] == ("error", True, ())

    def test_explains_half_a_unit_for_each_addend_of_a_sum(self):
        # Two addends: a unit.
        assert by_key(changed("9", 97, "2027/28", "19,501"))["9/97/2027/28"] == ("rounding", True, ())
        assert by_key(changed("9", 97, "2027/28", "19,502"))["9/97/2027/28"] == ("error", True, ())

    def test_of_a_total_is_not_put_down_to_a_part_that_is_wrong(self):
        # The total is right but for 400 pounds; the 900 above it is not in it.
        values = inputs_file()
        values["components"]["leisure"]["cost_by_year"]["values"]["2027/28"] = "50.4"
        found = by_key(changed("8", 86, "27/28", "(900)"), invented_case(values))
        assert found["8/86/27/28"] == ("error", True, ())
        assert found["8/88/27/28"] == ("rounding", True, ("8/87/27/28",))

    def test_is_carried_into_years_that_repeat_the_year_before_printed_or_not(self):
        # 20,000 x 4,123 / 20,123 is 4,097.8 and leaves 15,902.2; the uplift is 500, then 550 and 550 again.
        allocation = """
        Organisation | 2027/28 | 2028/29 | 2029/30
        Borough Council | 20,000 | 15,902 | 15,902
        Leisure Trust | - | 4,098 | 4,098
        Total | 20,000 | 20,000 | 20,000
        """
        position = """
        £000 | 2028/29 | 2029/30 | 2030/31
        Expenditure | (16,402) | (16,952) | (17,502)
        Digital Front Door savings | 250 | 750 | 750
        """
        tables = [printed("4", "Allocation", allocation), printed("5", "What stays", position)]
        values = inputs_file()
        values["base_budgets"]["leisure_trust"]["value"] = "4123"
        found = by_key(tables, invented_case(values, share_of_base_budget="exact"))
        assert found["5/51/2029/30"] == found["5/51/2030/31"] == ("rounding", False, ("4/42/2029/30",))


class TestAnotherReading:
    @pytest.mark.parametrize(
        ("name", "choice"),
        [(each.about, each.choice) for each in invented_case().by_other_readings],
    )
    @pytest.mark.parametrize("decimals", [0, 3])
    def test_that_a_document_follows_throughout_makes_no_cell_an_error(self, name, choice, decimals):
        values = uneven_inputs()
        tables = tables_of(invented_case(values, **{name: choice}), decimals=decimals)
        assert "error" not in {each.kind for each in differences(tables, invented_case(values))}

    def test_explains_amounts_of_exact_shares_beside_whole_per_cents(self):
        rows = """
        Organisation | 2027/28 | 2028/29
        Borough Council | 20,000 | 15,902
        Leisure Trust | - | 4,098
        Total | 20,000 | 20,000
        """
        shares = """
        Organisation | Net expenditure 2026/27 | % of overall budget
        Borough Council | 16,000 | 80
        Leisure Trust | 4,123 | 20
        Total | 20,123 | 100
        """
        values = inputs_file()
        values["base_budgets"]["leisure_trust"]["value"] = "4123"
        tables = [printed("3", "Base budgets", shares), printed("4", "Allocation", rows)]
        found = differences(tables, invented_case(values))
        assert {each.cell.key: (each.kind, each.own) for each in found} == {
            "4/41/2028/29": ("rule", False),
            "4/42/2028/29": ("rule", True),
        }
        assert "“exact” for share of base budget" in found[1].why

    def test_explains_a_cell_by_a_figure_behind_it_that_is_not_printed(self):
        # The uplift of 2030/31 stands in no table of uplift: 550 again, or none if the last level is repeated.
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31*
        Expenditure | (20,000) | (16,500) | (17,050) | (17,050)
        Funding | 19,500 | 15,400 | 15,525 | 15,725
        Digital Front Door savings | (600) | 250 | 750 | 750
        Surplus / (deficit) | (1,100) | (850) | (775) | (575)
        """
        tables = [printed("11", "Position of the services that stay", rows)]
        assert by_key(tables) == {
            "11/111/2030/31*": ("rule", True, ()),
            "11/114/2030/31*": ("rule", False, ("11/111/2030/31*",)),
        }
        assert "“the last level repeated” for extrapolated uplift" in differences(tables)[0].why

    def test_explains_a_saving_that_is_printed_gross_and_the_deficit_made_of_it(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31*
        Expenditure | (20,000) | (16,500) | (17,050) | (17,600)
        Funding | 19,500 | 15,400 | 15,525 | 15,725
        Digital Front Door savings | (600) | 400 | 750 | 750
        Surplus / (deficit) | (1,100) | (700) | (775) | (1,125)
        """
        table = printed("11", "Position of the services that stay", rows)
        assert by_key([table]) == {
            "11/113/2028/29": ("rule", True, ()),
            "11/114/2028/29": ("rule", False, ("11/113/2028/29",)),
        }
        assert (
            "follows another rule: “gross” for savings in the council position" in differences([table])[0].why
        )

    def test_explains_no_cell_whose_own_relation_is_the_same_in_it(self):
        # 500 less is what the whole reading “gross” gives here, but a deficit is not made differently by it.
        tables = changed("11", 114, "2027/28", "(500)")
        assert by_key(tables) == {"11/114/2027/28": ("error", True, ())}

    def test_that_is_chosen_is_the_one_compared_with(self):
        table = changed("11", 113, "2028/29", "400")[3]
        chosen = invented_case(savings_in_the_council_position="gross")
        assert "11/113/2028/29" not in by_key([table], chosen)


class TestWordsOfOtherDocuments:
    def test_note_marks_markup_dashes_and_units_in_headings_are_read(self):
        rows = """
        Row | 2027/28 (£m) | 2028/29* (£m) | 2029/30 (£m)
        Net expenditure of the borough | 20* | 20.00 | 20
        Uplift (in year) | - | <i>0.6</i> | 0.7**
        Uplift, cumulative | - | 0.6 | 1.3
        Total expenditure | £20 | £ 20.6 | 21.3
        """
        result = compare_tables(invented_case(), [printed("4", "", rows, unit="")])
        assert as_json(result) == {"cells": 12, "differences": []}

    def test_labels_may_use_other_words_of_councils(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31
        Gross saving | 0 | 400 | 900 | 900
        Costs of delivery | 600 | 150 | 150 | 150
        Net savings | (600) | 250 | 750 | 750
        Cumulative net saving | (600) | (350) | 400 | 1,160
        """
        assert by_key([printed("5", "Digital Front Door", rows)]) == {"5/54/2030/31": ("error", True, ())}

    def test_reserves_may_be_brought_and_carried_forward(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30 | 2030/31
        Balance brought forward | 3,000 | 1,900 | 1,050 | 616
        Drawdown from / (to) reserves | 1,100 | 850 | 434 | 773
        Balance carried forward | 1,900 | 1,050 | 616 | (175)
        """
        tables = [printed("12", "Reserves, revised for the model", rows)]
        assert by_key(tables) == {"12/123/2030/31": ("error", True, ())}

    def test_a_deficit_may_be_a_gap(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30
        Net expenditure | 20,000 | 20,000 | 20,000
        Total expenditure | 20,000 | 20,600 | 21,300
        Total income | 19,500 | 19,500 | 19,500
        Budget gap | 500 | 1,100 | 1,800
        Cumulative budget gap | 500 | 1,600 | 3,300
        """
        assert by_key([printed("4", "", rows)]) == {"4/45/2029/30": ("error", True, ())}

    def test_expenditure_and_income_may_print_with_either_sign(self):
        rows = """
        £000 | 2027/28 | 2028/29 | 2029/30
        Net expenditure | (20,000) | (20,000) | (20,000)
        Total expenditure | (20,000) | (20,600) | (21,300)
        Total income | -19,500 | -19,500 | -19,500
        In-year surplus/(deficit) | (500) | (1,100) | (1,800)
        """
        assert differences([printed("4", "", rows)]) == ()
