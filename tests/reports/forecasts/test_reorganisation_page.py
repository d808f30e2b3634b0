"""The page of a reorganisation: a round's budget divided between successors, by figures worked by hand.

Of the round in `budget_examples`, North has 60% and South 40% from 2028/29.
"""

import json

import pytest
from django.urls import reverse

from tests.support.budget_examples import make_budget_round, share
from tests.support.web_examples import problems, table_of, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HALVES = {"first_year": "2028/29", "name1": "North", "name2": "South", "all_1": "60", "all_2": "40"}
NORTH = {
    "Base budget": ["0", "600,000", "600,000"],
    "Uplift": ["0", "12,120", "18,362"],
    "Pressures": ["0", "24,000", "24,000"],
    "Savings, net of recurring cost": ["0", "36,000", "36,000"],
    "Income": ["0", "558,000", "558,000"],
    "Gap": ["0", "42,120", "48,362"],
    "Reserves at the end of the year": ["0", "39,480", "-8,882"],
}


@pytest.fixture
def budget_round():
    return make_budget_round()


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def page(client, budget_round, **asked):
    return client.get(reverse("budget:reorganisation", args=[budget_round.pk]), asked)


class TestTheSuccessors:
    def test_have_their_shares_from_their_first_year_on(self, officer, budget_round):
        response = page(officer, budget_round, **HALVES)
        assert table_of(response, "North") == NORTH
        assert table_of(response, "South")["Gap"] == ["0", "28,080", "32,242"]
        assert table_of(response, "Eastvale Council, which ends")["Gap"] == ["20,000", "0", "0"]

    def test_have_together_what_the_council_would_have(self, officer, budget_round):
        response = page(officer, budget_round, **HALVES)
        assert table_of(response, "All bodies together") == table_of(response, "Undivided")
        assert table_of(response, "Undivided")["Gap"] == ["20,000", "70,200", "80,604"]
        assert table_of(response, "Undivided")["Reserves at the end of the year"] == [
            "135,000",
            "65,800",
            "-14,804",
        ]
        assert {figure for row in table_of(response, "Difference").values() for figure in row} == {"0"}
        assert "All bodies together have exactly what the undivided councils would have." in words(
            tree(response)
        )

    def test_divide_a_directorate_by_its_own_shares(self, officer, budget_round):
        key = budget_round.proposals.first().service.directorate_id
        response = page(officer, budget_round, **HALVES, **{f"part{key}_1": "100"})
        # Base, saving and pressure belong to the directorate, the pay award and the income to the whole council.
        assert table_of(response, "North")["Base budget"] == ["0", "1,000,000", "1,000,000"]
        assert table_of(response, "North")["Savings, net of recurring cost"] == ["0", "60,000", "60,000"]
        assert table_of(response, "North")["Uplift"] == ["0", "12,120", "18,362"]
        assert table_of(response, "South")["Gap"] == ["0", "-363,920", "-359,758"]

    def test_may_be_made_of_several_councils(self, officer, budget_round):
        other = make_budget_round(council="Westvale Council")
        asked = {"round1": other.pk, "other1_2": "100"}
        response = page(officer, budget_round, **HALVES, **asked)
        assert table_of(response, "South")["Base budget"] == ["0", "1,400,000", "1,400,000"]
        assert table_of(response, "Westvale Council, which ends")["Gap"] == ["20,000", "0", "0"]
        assert table_of(response, "All bodies together") == table_of(response, "Undivided")
        assert table_of(response, "Undivided")["Gap"] == ["40,000", "140,400", "161,208"]

    def test_are_given_as_a_file_in_whole_pounds(self, officer, budget_round):
        answer = officer.get(reverse("budget:reorganisation-json", args=[budget_round.pk]), HALVES)
        tree_of = json.loads(answer.content)
        assert tree_of["bodies"]["South"]["Gap"] == {"2027/28": 0, "2028/29": 28_080, "2029/30": 32_242}
        assert tree_of["undivided"]["Gap"]["2029/30"] == 80_604
        saving, pressure = tree_of["proposals"]
        assert (saving["reference"], saving["bodies"]["North"]["2028/29"]) == ("ENV001", 36_000)
        assert (pressure["direction"], pressure["bodies"]["South"]["2028/29"]) == ("pressure", -16_000)
        assert {pounds for line in tree_of["difference"].values() for pounds in line.values()} == {0}


class TestWhatCannotBeDivided:
    @pytest.mark.parametrize(
        ("asked", "problem"),
        [
            ({"all_2": "30"}, "The shares come to 90%. They must come to 100%."),
            ({"first_year": ""}, "Enter the first year of the successors, for example 2028/29."),
            (
                {"name1": "", "name2": "", "all_1": "", "all_2": ""},
                "Enter the name of at least one successor.",
            ),
            ({"name2": "north"}, "Enter a name that no other body has."),
            ({"name2": "Eastvale Council"}, "Enter a name that no other body has."),
            ({"all_1": "sixty"}, "Enter a percentage, for example 62.5."),
            ({"all_1": "160"}, "Enter a percentage from 0 to 100."),
            ({"all_3": "10"}, "Enter a name for successor 3, or leave this blank."),
        ],
    )
    def test_is_said_beside_the_field(self, officer, budget_round, asked, problem):
        response = page(officer, budget_round, **{**HALVES, **asked})
        assert response.status_code == 400
        assert any(problem in each for each in problems(response))

    def test_without_a_plan_is_said(self, officer, budget_round):
        budget_round.medium_term_plan.delete()
        response = page(officer, budget_round, **HALVES)
        assert "There is no medium-term plan of Eastvale Council" in words(tree(response))


class TestWhoSeesIt:
    def test_is_shown_to_members_once_the_plan_is_shared(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        assert page(client, budget_round, **HALVES).status_code == 404
        share(budget_round)
        assert page(client, budget_round, **HALVES).status_code == 200

    def test_a_council_whose_plan_is_not_shared_cannot_be_chosen(self, client, scrutiny_member, budget_round):
        other = make_budget_round(council="Westvale Council")
        share(budget_round)
        client.force_login(scrutiny_member)
        response = page(client, budget_round, **HALVES, round1=other.pk, other1_1="100")
        assert "Westvale" not in words(tree(response))
