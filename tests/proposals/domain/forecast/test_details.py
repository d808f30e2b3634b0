"""What stands around the figures: options and what would change the choice, milestones and what they wait for."""

from fractions import Fraction

import pytest

from proposals.domain.forecast.inputs import read_inputs
from proposals.domain.forecast.position import UnusableForecast
from tests.support.forecast_examples import case_details, inputs_file


def details(**changed):
    return read_inputs(inputs_file() | case_details() | changed).details


def appraisal(cost_weight="40", quality_weight="60", **scores):
    options = {
        key: {"name": key.capitalize(), "scores": {"cost": cost, "quality": quality}}
        for key, (cost, quality) in (scores or {"trust": ("3", "4"), "contract": ("5", "2")}).items()
    }
    criteria = {
        "cost": {"name": "Cost", "weight": cost_weight},
        "quality": {"name": "Quality", "weight": quality_weight},
    }
    return details(options_appraisal={"criteria": criteria, "options": options}).appraisal


class TestOptions:
    def test_are_ranked_by_their_weighted_scores(self):
        found = appraisal()
        assert [(each.name, found.points(each)) for each in found.ranked] == [
            ("Trust", 360),
            ("Contract", 320),
        ]
        assert [each.name for each in found.leading] == ["Trust"]

    def test_change_places_at_the_weights_worked_by_hand(self):
        # At a weight of 60 for cost both score 420; at 40 for quality both score 280.
        found = [(each.criterion.name, each.weight, each.is_above) for each in appraisal().turning_points()]
        assert found == [("Cost", 60, True), ("Quality", 40, False)]

    def test_name_the_nearest_weight_on_each_side_alone(self):
        # The partner scores 350: level with the trust at a weight of 30 for cost, or of 80 for quality. The fourth,
        # with 314, would draw level only further away.
        found = appraisal(trust=("3", "4"), contract=("5", "2"), partner=("2", "4.5"), fourth=("5", "1.9"))
        assert [(each.criterion.key, each.weight, each.option.key) for each in found.turning_points()] == [
            ("cost", 30, "partner"),
            ("cost", 60, "contract"),
            ("quality", 40, "contract"),
            ("quality", 80, "partner"),
        ]

    def test_have_no_turning_point_where_one_is_better_by_every_criterion(self):
        assert appraisal(trust=("5", "5"), contract=("3", "3")).turning_points() == ()

    def test_that_score_the_same_are_a_tie_which_more_weight_would_decide(self):
        found = appraisal("50", "50")
        assert [each.name for each in found.leading] == ["Trust", "Contract"]
        assert found.turning_points() == ()
        assert [(criterion.name, option.name) for criterion, option in found.decided_by()] == [
            ("Cost", "Contract"),
            ("Quality", "Trust"),
        ]

    def test_keep_scores_with_decimals_exact(self):
        found = appraisal("33.3", "66.7", trust=("0.1", "0.2"), contract=("0.2", "0.1"))
        assert found.points(found.options[0]) == Fraction("16.67")

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"preferred": "none"}, r"options_appraisal\.preferred: “none” is no option"),
            ({"criteria": {}}, "needs at least one criterion"),
            (
                {"criteria": {"cost": {"name": "Cost", "weight": "-1"}}},
                r"criteria\.cost\.weight: a weight must not be negative",
            ),
            (
                {"criteria": {"other": {"name": "Other", "weight": "1"}}},
                r"options\.trust\.scores: “cost” is no criterion",
            ),
        ],
    )
    def test_that_cannot_be_scored_are_refused_with_the_field(self, changed, message):
        with pytest.raises(UnusableForecast, match=message):
            details(options_appraisal=case_details()["options_appraisal"] | changed)


class TestMilestones:
    def test_that_are_due_before_what_they_wait_for_are_asked_about(self):
        milestones = case_details()["milestones"]
        milestones["open"]["date"] = "2027-01-31"
        notes = read_inputs(inputs_file() | {"milestones": milestones}).notes
        assert notes[-1] == (
            "The milestone “Trust opens” is due on 31 January 2027, before “Business case agreed”, which it waits "
            "for, on 1 March 2027. Which date is right?"
        )

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"date": "soon"}, r"milestones\.open\.date: “soon” is not a date. Write it as in 2027-04-01"),
            ({"waits_for": ["nothing"]}, r"milestones\.open\.waits_for: “nothing” is no milestone"),
            ({"waits_for": ["open"]}, "“Trust opens” wait for each other"),
            ({"owner": ""}, r"milestones\.open\.owner: a text is expected here"),
        ],
    )
    def test_that_cannot_be_are_refused_with_the_field(self, changed, message):
        milestones = case_details()["milestones"]
        milestones["open"] |= changed
        with pytest.raises(UnusableForecast, match=message):
            read_inputs(inputs_file() | {"milestones": milestones})


class TestTheOtherParts:
    def test_are_read_as_they_are_stated(self):
        found = details()
        assert [each.title for each in found.sections] == ["Background"]
        assert {each.heading: each.rows for each in found.tables} == {
            "Benefits that are not money": (
                ("More people swim", "Adults who swim each month", "60%", "70% in 2030", ""),
            ),
            "Milestones": (
                ("Business case agreed", "1 March 2027", "Director of Place", "Nothing"),
                ("Trust opens", "1 April 2028", "Head of Leisure", "Business case agreed"),
            ),
            "Decisions needed": (("Agree the business case", "Cabinet", "1 March 2027"),),
            "Stakeholders": (("Users of the pools", "Opening hours", "Consulted"),),
            "Assumptions": (("Pay award", "3", "per cent", "", "Finance"),),
        }
        assert [(each.name, each.low, each.high) for each in found.potential] == [
            ("Leisure Services", 100_000, None)
        ]

    def test_may_all_be_missing(self):
        found = read_inputs(inputs_file()).details
        assert (found.sections, found.appraisal, found.potential) == ((), None, ())
        assert not any(each.rows for each in found.tables)
