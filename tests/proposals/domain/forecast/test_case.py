"""An invented programme from its inputs: every line worked by hand, and by each reading of the rules."""

import pytest

from proposals.domain.forecast.inputs import read_inputs
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.proof_tables import CHECK
from proposals.domain.forecast.results import questions_of, results_of, rounding_of
from tests.support.forecast_examples import Y27, Y28, Y29, Y30, in_thousands, inputs_file, invented_case


class TestTheProgramme:
    def test_adds_its_components_up(self):
        case = invented_case()
        assert in_thousands(case, "the programme/gross") == [0, 500, 1150, 1150]
        assert in_thousands(case, "the programme/cost") == [650, 150, 150, 150]
        assert in_thousands(case, "the programme/net") == [-650, 350, 1000, 1000]
        assert in_thousands(case, "the programme/cumulative net") == [-650, -300, 700, 1700]

    def test_says_when_it_breaks_even_and_pays_back(self):
        case = invented_case()
        figures = results_of(case)["programme"]["additional"]
        assert figures["break_even_year"] == "2029/30"
        assert figures["payback_years"] == "2.3"  # 300 of the 1,000 that the third year saves
        assert figures["steady_state_year"] == "2029/30"
        assert figures["cost_to_achieve"] == 650_000

    def test_keeps_what_other_plans_count_apart(self):
        values = inputs_file()
        values["existing_plans"] = {
            "care_plan": {
                "name": "Care plan",
                "saving_steady_state": {"unit": "£000", "value": "80"},
                "capital_cost_by_year": {"unit": "£000", "values": {"2027/28": "30"}},
            },
            "enabled_benefit_by_year": {"unit": "£000", "values": {"2028/29": "60", "2029/30": "80"}},
        }
        case = invented_case(values)
        assert in_thousands(case, "the programme/gross") == [0, 500, 1150, 1150]
        assert in_thousands(case, "the programme/with plans/gross") == [0, 560, 1230, 1150]
        assert in_thousands(case, "the programme/with plans/cost") == [680, 150, 150, 150]

    def test_lists_components_without_figures(self):
        values = inputs_file()
        values["components"]["leisure"]["gross_benefit_by_year"]["values"] = {}
        values["components"]["leisure"]["cost_by_year"]["values"] = {}
        case = invented_case(values)
        assert case.programme.without_figures == ("Leisure Services",)
        assert "Leisure Services has no figures. Does it save and cost nothing?" in questions_of(case)


class TestTheBudget:
    def test_position_if_nothing_changes(self):
        case = invented_case()
        assert in_thousands(case, "expenditure") == [20000, 20600, 21300]
        assert in_thousands(case, "gap") == [-500, -1100, -1800]
        assert in_thousands(case, "cumulative gap") == [-500, -1600, -3400]

    def test_what_moves_leaves_the_council_in_its_year(self):
        case = invented_case()
        assert in_thousands(case, "base of/leisure_trust") == [0, 4000, 4000, 4000]
        assert in_thousands(case, "base of/borough_council") == [20000, 16000, 16000, 16000]
        assert in_thousands(case, "council expenditure/borough_council") == [20000, 16500, 17050, 17600]
        assert in_thousands(case, "council expenditure/leisure_trust") == [0, 4100, 0, 0]
        assert in_thousands(case, CHECK) == [0, 0, 0, 0]

    def test_funding_is_the_first_full_year_less_half_of_later_savings(self):
        case = invented_case()
        assert in_thousands(case, "revised funding/leisure_trust") == [0, 4100, 3975, 3975]
        assert in_thousands(case, "base funding") == [19500, 19500, 19500, 19700]
        assert in_thousands(case, "retained funding") == [19500, 15400, 15525, 15725]

    def test_position_with_the_programme(self):
        case = invented_case()
        assert in_thousands(case, "target") == [0, 0, 341, 352]
        assert in_thousands(case, "revised/gap") == [-1100, -850, -434, -773]

    def test_reserves_run_out_and_have_to_be_bridged(self):
        case = invented_case()
        assert in_thousands(case, "reserves/closing") == [2500, 1400, -400]
        assert in_thousands(case, "revised/reserves/closing") == [1900, 1050, 616, -157]
        assert (case.reserve.runs_out, case.reserve.transitional_funding) == (Y29, 400_000)
        assert (case.revised_reserve.runs_out, case.revised_reserve.transitional_funding) == (Y30, 157_000)

    def test_use_of_reserves_that_nothing_explains_is_asked_about(self):
        values = inputs_file()
        values["reserves"]["planned_drawdown"] = {"unit": "£000", "values": {"2027/28": "820"}}
        case = invented_case(values)
        assert in_thousands(case, "reserves/use") == [-820, -1100, -1800]
        assert in_thousands(case, "revised/reserves/use") == [
            -1420,
            -850,
            -434,
            -773,
        ]  # 1,100 and the same 320
        assert case.reserve.questions[0] == (
            "What is £320,000 of the reserves used for in 2027/28? It is beyond the deficit of the year, and nothing "
            "explains it."
        )

    def test_reserves_without_an_opening_balance_show_their_use_and_ask_for_it(self):
        values = inputs_file()
        del values["reserves"]["opening_balance"]
        case = invented_case(values)
        assert in_thousands(case, "reserves/use") == [-500, -1100, -1800]
        tables = {table["key"]: table for table in results_of(case)["tables"]}
        shown = {row["label"]: len(row["values"]) for row in tables["reserves"]["rows"]}
        assert shown == {"Opening balance": 0, "Planned use": 3, "Closing balance": 0}
        assert questions_of(case)[0] == "What is the opening balance of the reserves in 2027/28?"

    def test_reserves_that_are_missing_are_asked_for(self):
        values = inputs_file()
        del values["reserves"]
        assert questions_of(invented_case(values)) == [
            "What are the opening balance, the planned use and the minimum level of the reserves?"
        ]


class TestReadings:
    @pytest.mark.parametrize(
        ("setting", "choice", "line", "figures"),
        [
            ("savings_in_the_council_position", "gross", "counted/digital_front_door", [0, 400, 900, 900]),
            (
                "savings_in_the_council_position",
                "net of recurring cost only",
                "counted/digital_front_door",
                [0, 250, 750, 750],
            ),
            ("capitalised_cost", "left out of revenue", "counted/digital_front_door", [-400, 250, 750, 750]),
            ("corporate_overheads", "cost neutral", "counted/digital_front_door", [0, 0, 0, 0]),
            (
                "funding_of_the_leisure_trust",
                "not reduced by savings",
                "revised funding/leisure_trust",
                [0, 4100, 4100, 4100],
            ),
            (
                "savings_that_reduce_funding",
                "benefit net of all cost",
                "reduction/leisure_trust",
                [0, 0, -115, -125],
            ),
            ("extrapolated_funding", "the last level repeated", "base funding", [19500, 19500, 19500, 19500]),
            (
                "extrapolated_uplift",
                "the last level repeated",
                "council expenditure/borough_council",
                [20000, 16500, 17050, 17050],
            ),
            (
                "cumulative_uplift_of_the_council",
                "running total of the yearly uplift",
                "council cumulative uplift",
                [0, 600, 1150, 1700],
            ),
            ("base_of_the_savings_target", "base expenditure before uplift", "target", [0, 0, 320, 320]),
        ],
    )
    def test_change_what_they_say(self, setting, choice, line, figures):
        values = inputs_file()
        values["components"]["leisure"]["cost_by_year"]["values"]["2029/30"] = "20"
        assert in_thousands(invented_case(values, **{setting: choice}), line) == figures

    def test_of_the_council_s_cumulative_uplift_leave_out_what_has_moved(self):
        assert in_thousands(invented_case(), "council cumulative uplift") == [0, 600, 1050, 1600]

    def test_of_the_first_year_matter_where_uplift_began_before_it(self):
        values = inputs_file()
        values["transfers"]["leisure_trust"]["go_live_year"] = "2029/30"
        assert in_thousands(invented_case(values), "funding/leisure_trust", Y29) == [4250]
        of_that_year = invented_case(values, first_full_year="uplift of that year only")
        assert in_thousands(of_that_year, "funding/leisure_trust", Y29) == [4150]

    def test_of_shares_take_whole_percents_or_exact_ones(self):
        values = inputs_file()
        values["base_budgets"]["leisure_trust"]["value"] = "4100"  # 20.398 per cent
        assert in_thousands(invented_case(values), "base of/leisure_trust", Y28) == [4000]
        exact = invented_case(values, share_of_base_budget="exact")
        assert exact.ledger.lines["base of/leisure_trust"].values[Y28] == 4_079_602

    def test_of_finer_amounts_use_figures_that_have_no_years(self):
        values = inputs_file()
        front_door = values["components"]["digital_front_door"]
        front_door["gross_benefit_steady_state"]["value"] = "880"
        front_door["one_off_cost"]["total"]["value"] = "620"
        front_door["recurring_cost"]["value"] = "140"
        case = invented_case(values, amounts="finer figures where the document gives them")
        assert in_thousands(case, "digital_front_door/gross") == [0, 400, 880, 880]
        assert in_thousands(case, "digital_front_door/cost") == [620, 140, 140, 140]
        # 1,700 by year; 20 less saved in each of two years, 20 more spent once, 10 less in each of three.
        assert rounding_of(case)["unrounded"] == 1_670_000
        assert rounding_of(case)["by_year_less_unrounded"] == 30_000

    def test_of_finer_amounts_leave_the_printed_ones_where_there_are_none(self):
        values = inputs_file()
        del values["components"]["digital_front_door"]["recurring_cost"]
        case = invented_case(values, amounts="finer figures where the document gives them")
        assert in_thousands(case, "digital_front_door/cost") == [600, 150, 150, 150]

    @pytest.mark.parametrize("half", ["rounded away from zero", "rounded to even", "kept"])
    def test_of_a_half_round_the_target(self, half):
        values = inputs_file()
        values["additional_savings_target"]["rate"]["value"] = "10"
        values["uplift_by_category_and_body"]["demand"]["borough_council"]["values"]["2029/30"] = "245"
        expected = {"rounded away from zero": 1705, "rounded to even": 1704, "kept": 1704.5}[half]
        assert in_thousands(invented_case(values, rounding_of_a_half=half), "target", Y29) == [expected]

    def test_that_do_not_exist_are_refused_with_those_that_do(self):
        with pytest.raises(
            UnusableForecast, match=r"readings.rounding: there is no such setting. Use one of: amounts"
        ):
            invented_case(rounding="up")
        with pytest.raises(UnusableForecast, match=r"“half” is not a choice. Use “included in revenue”"):
            invented_case(capitalised_cost="half")

    def test_may_be_chosen_in_the_file(self):
        values = inputs_file()
        values["readings"] = {"savings_in_the_council_position": {"chosen": "gross"}}
        assert in_thousands(invented_case(values), "counted/digital_front_door") == [0, 400, 900, 900]


class TestRelations:
    def test_give_every_figure_by_every_reading(self):
        case = invented_case()
        others = [each.case for each in case.by_other_readings]
        assert len(others) > 12
        for ledger in (each.ledger for each in (case, *others)):
            for key, line in ledger.lines.items():
                for column, relations in line.relations.items():
                    for relation in relations:
                        assert relation.evaluate(ledger.figure) == line.values[column], (key, column)

    def test_stand_in_tables_whose_every_row_has_figures(self):
        case = invented_case()
        for statement in case.tables:
            for row in statement.rows:
                assert any(row.cell(column, case.ledger) for column in statement.columns), (
                    statement.key,
                    row,
                )


class TestMoreThanAPageCanCompute:
    """A case is computed by every reading while a person waits, so a file of thousands of lines is refused."""

    def test_of_components_over_the_years_is_refused_with_what_to_do(self):
        values = inputs_file()
        listed = values["components"]
        # The file has five years, 2026/27 to 2030/31.
        listed.update({f"copy-{number}": listed["leisure"] for number in range(98)})
        assert len(read_inputs(values).components) == 100
        listed["one-more"] = listed["leisure"]
        with pytest.raises(UnusableForecast) as refused:
            read_inputs(values)
        assert str(refused.value) == (
            "components: 101 lines over 5 years are 505 figures. At most 500 are computed: put lines together, or "
            "leave out years."
        )

    def test_of_uplift_is_refused(self):
        values = inputs_file()
        uplift = values["uplift_by_category_and_body"]
        uplift.update({f"copy-{number}": uplift["pay"] for number in range(99)})
        with pytest.raises(
            UnusableForecast, match="uplift_by_category_and_body: 202 lines over 5 years are 1,010"
        ):
            read_inputs(values)

    def test_of_one_list_is_refused_before_it_is_read(self):
        values = inputs_file()
        income = values["medium_term_financial_strategy"]["income_by_year"]
        income.update({f"copy-{number}": income["grants"] for number in range(199)})
        with pytest.raises(UnusableForecast, match="income_by_year: this has 201 parts"):
            read_inputs(values)


class TestInputsThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (("years",), None, "years: this is missing."),
            (("components", "leisure", "name"), None, "components.leisure.name: this is missing."),
            (("components", "leisure", "name"), 5, "components.leisure.name: a text is expected here."),
            (
                ("components", "leisure", "cost_by_year", "values", "2027/28"),
                "fifty",
                "components.leisure.cost_by_year.values.2027/28: “fifty” is not a number.",
            ),
            (
                ("components", "leisure", "cost_by_year", "values", "2027/28"),
                0.5,
                "components.leisure.cost_by_year.values.2027/28: write the number as text, such as “12.5”.",
            ),
            (
                ("components", "leisure", "cost_by_year", "values", "2027/28"),
                "0.00051",
                "components.leisure.cost_by_year.values.2027/28: “0.00051” is not a whole number of pounds.",
            ),
            (
                ("components", "leisure", "cost_by_year", "values", "2040/41"),
                "5",
                "components.leisure.cost_by_year.values.2040/41: 2040/41 is none of the years of the file.",
            ),
            (
                ("years", "business_case"),
                ["2027/28", "2029/30"],
                "years.business_case: the years must follow one another.",
            ),
            (
                ("transfers", "parks_trust"),
                {"go_live_year": "2028/29"},
                "base_budgets.parks_trust: this is missing",
            ),
            (
                ("base_budgets", "leisure_trust", "value"),
                "-4000",
                "base_budgets.leisure_trust.value: “-4000” is negative. Costs and budgets are positive",
            ),
            (
                ("transfers", "leisure_trust", "go_live_year"),
                "2026/27",
                "transfers.leisure_trust.go_live_year: 2026/27 is none of the years of the forecast.",
            ),
            (
                ("council_position_rules", "savings_included", "value"),
                ["libraries"],
                "council_position_rules.savings_included: “libraries” is no component of the file.",
            ),
            (
                ("components", "digital_front_door", "one_off_cost", "capitalisable", "value"),
                "700",
                "components.digital_front_door.one_off_cost.capitalisable: this is more than the one-off cost.",
            ),
        ],
    )
    def test_are_refused_with_the_field(self, path, value, message):
        values = inputs_file()
        group = values
        for key in path[:-1]:
            group = group[key]
        if value is None:
            del group[path[-1]]
        else:
            group[path[-1]] = value
        with pytest.raises(UnusableForecast) as refused:
            read_inputs(values)
        assert str(refused.value).startswith(message)

    def test_parts_that_do_not_come_to_their_total_are_noted(self):
        values = inputs_file()
        parts = [{"name": "Licences", "unit": "£000", "value": "500"}]
        values["components"]["digital_front_door"]["one_off_cost"]["parts"] = parts
        assert read_inputs(values).notes == (
            "components.digital_front_door.one_off_cost.parts: the parts come to £500,000, but the total stated is "
            "£600,000.",
        )

    def test_a_programme_without_transfers_target_or_reserves_is_a_case_as_well(self):
        values = inputs_file()
        for group in (
            "transfers",
            "funding_rules",
            "additional_savings_target",
            "reserves",
            "extrapolation_rules",
        ):
            del values[group]
        del values["base_budgets"]["leisure_trust"]
        for by_body in values["uplift_by_category_and_body"].values():
            del by_body["leisure_trust"]
        values["years"]["extrapolated"] = []
        case = invented_case(values)
        assert in_thousands(case, "revised/gap", Y27, Y28) == [
            -1100,
            -750,
        ]  # 20,500 spent from 19,500, 250 saved
        assert case.reserve is None
