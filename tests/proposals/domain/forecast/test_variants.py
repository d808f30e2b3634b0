"""A case computed otherwise, and the tables that prove it: hand-worked on the invented programme."""

import copy

import pytest

from proposals.domain.forecast.inputs import read_inputs
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.proof_tables import BRIDGE, BRIDGED, CHECK
from tests.support.forecast_examples import Y27, Y28, Y29, in_thousands, inputs_file, invented_case


class TestSensitivity:
    def test_moves_the_net_benefit_as_worked_by_hand(self):
        # Benefit 0 + 500 + 1,150 + 1,150 and cost 650 + 3 × 150, in £000, come to a net benefit of 1,700.
        case = invented_case()
        assert case.key_figures.net == 1_700_000
        nets = {each.about: each.case.key_figures.net for each in case.sensitivity}
        assert nets == {
            "A year late": 550_000,  # 500 + 1,150 - 1,100
            "75% delivered": 1_000_000,  # 2,100 - 1,100
            "Cost up by 20%": 1_480_000,  # 2,800 - 1,320
        }

    def test_leaves_the_case_itself_and_its_readings_as_they_are(self):
        case = invented_case(savings_in_the_council_position="gross")
        before = copy.deepcopy(case.inputs.components)
        (late, *_rest) = case.sensitivity
        assert case.inputs.components == before
        assert late.case.chosen == case.chosen

    def test_of_nothing_changed_is_the_case_itself(self):
        case = invented_case()
        same = case.stressed()
        assert same.ledger.lines == case.ledger.lines
        assert same.key_figures == case.key_figures

    def test_reaches_the_council_s_gap(self):
        # The council counts Digital Front Door: a quarter of 400 + 900 + 900 is 550 less; the trust's funding is
        # reduced by 62.5 less in 2029/30 and 2030/31, which the council pays: 31.25 at half, each year.
        case = invented_case()
        delivered = case.sensitivity[1].case
        moved = delivered.key_figures.cumulative_gap - case.key_figures.cumulative_gap
        assert moved == -550_000 - 2 * 31_250


class TestOptimismBias:
    def test_is_shown_apart_and_enters_no_other_figure(self):
        values = inputs_file()
        values["optimism_bias"] = {"cost": {"value": "10"}, "benefit": {"value": "5"}}
        case = invented_case(values)
        assert case.key_figures.net == 1_700_000
        assert case.with_optimism_bias.case.key_figures.net == 1_450_000  # 2,660 - 1,210

    def test_is_none_where_the_inputs_state_none(self):
        assert invented_case().with_optimism_bias is None

    @pytest.mark.parametrize(("part", "value"), [("cost", "-1"), ("benefit", "101")])
    def test_is_refused_where_it_is_no_percentage(self, part, value):
        values = inputs_file()
        values["optimism_bias"] = {part: {"value": value}}
        with pytest.raises(UnusableForecast, match=rf"optimism_bias\.{part}\.value"):
            read_inputs(values)


class TestOtherReadings:
    def test_differ_in_one_rule_each(self):
        case = invented_case()
        for each in case.by_other_readings:
            differing = {name for name in case.chosen if case.chosen[name] != each.case.chosen[name]}
            assert differing == {each.about}


class TestTheBridge:
    def test_leads_from_one_gap_to_the_other_by_the_steps_worked_by_hand(self):
        case = invented_case()
        years = (Y27, Y28, Y29)
        assert in_thousands(case, "gap", *years) == [-500, -1100, -1800]
        assert in_thousands(case, f"{BRIDGE}/leisure_trust", *years) == [0, 0, 275]
        assert in_thousands(case, "counted/digital_front_door", *years) == [-600, 250, 750]
        assert in_thousands(case, "target", *years) == [0, 0, 341]
        assert in_thousands(case, BRIDGED, *years) == [-1100, -850, -434]

    @pytest.mark.parametrize("share", ["0", "50", "100"])
    def test_ends_at_the_gap_with_the_programme_whatever_funding_follows(self, share):
        values = inputs_file()
        values["funding_rules"]["share_of_savings_taken_from_funding"]["value"] = share
        case = invented_case(values)
        for year in case.inputs.strategy_years:
            assert case.ledger.figure_of(BRIDGED, year) == case.ledger.figure_of("revised/gap", year)


class TestTheBodies:
    def test_together_spend_what_the_undivided_budget_would(self):
        case = invented_case()
        assert in_thousands(case, "bodies/borough_council") == [20000, 16500, 17050, 17600]
        assert in_thousands(case, "bodies/leisure_trust") == [0, 4100, 4250, 4250]
        assert in_thousands(case, CHECK) == [0, 0, 0, 0]
