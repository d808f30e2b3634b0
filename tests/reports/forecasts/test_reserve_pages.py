"""The page of a round's reserves, with the gap from its position, and the form of them."""

import pytest
from django.urls import reverse

from proposals.models import Assumption
from reports.models import MediumTermPlan, Reserve, ReserveYear
from tests.support.access_examples import signed_in
from tests.support.budget_examples import YEARS, make_budget_round, share
from tests.support.web_examples import make_round, table_rows, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_budget_round()


def address(name, budget_round, *more):
    return reverse(f"budget:{name}", args=[budget_round.pk, *more])


def facts(response, heading):
    section = tree(response).xpath(f"//section[h2[normalize-space()='{heading}']]")[0]
    return {words(row.find("dt")): words(row.find("dd")) for row in section.xpath(".//dl/div")}


class TestTheReserves:
    def test_take_the_gap_of_the_position_and_pay_costs_to_achieve(self, officer, budget_round):
        response = officer.get(address("reserves", budget_round))
        assert table_rows(response, "General reserve") == [
            ["Opening balance", "150,000", "130,000", "59,800"],
            ["Surplus, or use for the gap", "-20,000", "-70,200", "-80,604"],
            ["Closing balance", "130,000", "59,800", "-20,804"],
        ]
        assert table_rows(response, "Transformation fund") == [
            ["Opening balance", "20,000", "5,000", "6,000"],
            ["Use for costs to achieve", "-15,000", "0", "0"],
            ["Contributions", "0", "1,000", "0"],
            ["Closing balance", "5,000", "6,000", "6,000"],
        ]

    def test_say_when_they_run_out_and_what_has_to_be_found(self, officer, budget_round):
        response = officer.get(address("reserves", budget_round))
        assert facts(response, "General reserve") == {
            "Minimum level": "£50,000. 5% of the budget",
            "Runs out in": "2029/30",
            "Falls below its minimum in": "2029/30",
            "Transitional funding needed": "£20,804",
        }
        assert table_rows(response, "General reserve: balance by year (£)") == [
            ["2027/28", "130,000", "50,000"],
            ["2028/29", "59,800", "50,000"],
            ["2029/30", "-20,804", "50,000"],
        ]
        assert facts(response, "Transformation fund")["Runs out in"] == "None of these years"

    def test_are_added_up(self, officer, budget_round):
        assert table_rows(officer.get(address("reserves", budget_round)), "Closing balances") == [
            ["General reserve", "130,000", "59,800", "-20,804"],
            ["Transformation fund", "5,000", "6,000", "6,000"],
            ["All reserves", "135,000", "65,800", "-14,804"],
        ]

    def test_ask_for_the_opening_balance_and_show_none_without_it(self, officer, budget_round):
        Reserve.objects.get(name="General reserve").delete()
        Reserve.objects.create(
            budget_round=budget_round,
            name="Smoothing reserve",
            minimum=0,
            minimum_reason="None",
            takes_the_gap=True,
        )
        response = officer.get(address("reserves", budget_round))
        assert "What is the opening balance of Smoothing reserve in 2027/28?" in words(tree(response))
        assert table_rows(response, "Smoothing reserve") == [
            ["Surplus, or use for the gap", "-20,000", "-70,200", "-80,604"],
            ["Movement", "-20,000", "-70,200", "-80,604"],
        ]

    def test_follow_what_the_position_counts(self, officer, budget_round):
        # Half of the saving leaves 30,000 more of the gap in each year.
        page = address("reserves", budget_round)
        response = officer.get(page, {"delivery": "percentage", "percent": "50"})
        assert table_rows(response, "General reserve")[1] == [
            "Surplus, or use for the gap",
            "-50,000",
            "-100,200",
            "-110,604",
        ]
        assert officer.get(page, {"delivery": "percentage"}).status_code == 400

    def test_say_why_the_gap_is_not_known(self, officer, budget_round):
        Assumption.objects.filter(key="pay_award").delete()
        page = words(tree(officer.get(address("reserves", budget_round))))
        assert "The gap cannot be computed. Pay award: No assumption states “Pay award”" in page
        MediumTermPlan.objects.all().delete()
        page = words(tree(officer.get(address("reserves", budget_round))))
        assert "there is no medium-term plan of this round" in page


def form_values(response):
    form = tree(response).forms[-1]
    return dict(form.form_values())


class TestTheFormOfReserves:
    def save(self, client, budget_round, **changes):
        page = address("reserves-edit", budget_round)
        return client.post(page, form_values(client.get(page)) | changes)

    def test_saved_as_it_stands_it_changes_nothing(self, officer, budget_round):
        before = list(ReserveYear.objects.values())
        assert self.save(officer, budget_round).status_code == 302
        assert list(ReserveYear.objects.values()) == before
        assert Reserve.objects.count() == 2

    def test_reserve_is_added_with_its_years(self, officer, budget_round):
        self.save(
            officer,
            budget_round,
            **{
                "reserves-2-name": "Insurance reserve",
                "reserves-2-opening_balance": "1.5m",
                "reserves-2-2028-other_use": "20k",
                "reserves-2-2028-other_use_reason": "Claims",
            },
        )
        added = Reserve.objects.get(name="Insurance reserve")
        assert (added.budget_round, added.opening_balance, added.minimum) == (budget_round, 1_500_000, None)
        assert list(added.years.values_list("year", "other_use", "other_use_reason")) == [
            (YEARS[1], 20_000, "Claims")
        ]

    def test_year_without_figures_is_not_stored(self, officer, budget_round):
        self.save(officer, budget_round, **{"reserves-1-2028-contributions": ""})
        assert not ReserveYear.objects.exists()

    def test_gap_moves_from_one_reserve_to_another(self, officer, budget_round):
        page = address("reserves-edit", budget_round)
        values = form_values(officer.get(page)) | {"reserves-1-takes_the_gap": "on"}
        del values["reserves-0-takes_the_gap"]
        assert officer.post(page, values).status_code == 302
        assert Reserve.objects.get(takes_the_gap=True).name == "Transformation fund"

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"reserves-1-takes_the_gap": "on"}, "Only one reserve can take the rest of the gap."),
            ({"reserves-0-pays": "transformation_fund"}, "Only one reserve can pay these costs."),
            ({"reserves-1-name": "general RESERVE"}, "This round already has a reserve of that name."),
            (
                {"reserves-0-2027-other_use": "-5"},
                "Enter a positive amount or 0, below £1,000,000,000,000.",
            ),
            (
                {"reserves-0-2027-contributions": "a lot"},
                "“a lot” is not an amount of money. Enter it as 250,000, 250k or 0.25m.",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_saved(self, officer, budget_round, changes, message):
        response = self.save(
            officer, budget_round, **changes, **{"reserves-0-minimum_reason": "Another reason"}
        )
        assert response.status_code == 400
        assert message in words(tree(response))
        assert Reserve.objects.get(name="General reserve").minimum_reason == "5% of the budget"

    def test_change_by_somebody_else_is_overwritten_only_once_it_has_been_said(self, officer, budget_round):
        page = address("reserves-edit", budget_round)
        opened = form_values(officer.get(page)) | {"reserves-0-opening_balance": "160,000"}
        ReserveYear.objects.create(
            reserve=Reserve.objects.get(name="General reserve"), year=YEARS[0], other_use=9_000
        )
        response = officer.post(page, opened)
        assert response.status_code == 409
        assert "Somebody has changed this since you opened the page." in words(tree(response))
        assert Reserve.objects.get(name="General reserve").opening_balance == 150_000
        assert officer.post(page, form_values(response)).status_code == 302
        assert Reserve.objects.get(name="General reserve").opening_balance == 160_000

    @pytest.mark.parametrize(
        "changes",
        [
            {"reserves-0-2027-other_use": "20k", "reserves-0-2027-other_use_reason": "Claims"},
            {"reserves-0-opening_balance": "9"},
            {"reserves-1-DELETE": "on"},
        ],
    )
    def test_who_changed_or_deleted_a_reserve_is_named(
        self, officer, budget_round, section_151_officer, changes
    ):
        page = address("reserves-edit", budget_round)
        opened = form_values(officer.get(page))
        assert self.save(signed_in(section_151_officer), budget_round, **changes).status_code == 302
        response = officer.post(page, opened)
        assert response.status_code == 409
        assert "Cecil Prudent has changed this since you opened the page." in words(tree(response))

    def test_reserve_is_deleted_where_ticked(self, officer, budget_round):
        self.save(officer, budget_round, **{"reserves-0-DELETE": "on"})
        assert [each.name for each in Reserve.objects.all()] == ["Transformation fund"]


class TestWhoSeesReserves:
    def test_readers_see_them_once_the_plan_is_shared(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        assert client.get(address("reserves", budget_round)).status_code == 404
        share(budget_round)
        response = client.get(address("reserves", budget_round))
        assert response.status_code == 200
        assert "Edit reserves" not in words(tree(response))
        assert client.get(address("reserves-edit", budget_round)).status_code == 403

    def test_auditor_reads_and_does_not_edit(self, client, auditor, budget_round):
        client.force_login(auditor)
        assert client.get(address("reserves", budget_round)).status_code == 200
        assert client.post(address("reserves-edit", budget_round)).status_code == 403

    def test_nobody_edits_those_of_a_closed_round(self, officer, budget_round):
        budget_round.phase = "closed"
        budget_round.save()
        assert officer.get(address("reserves-edit", budget_round)).status_code == 403

    def test_round_without_reserves_says_so(self, officer):
        response = officer.get(address("reserves", make_round()))
        assert "No reserves have been entered." in words(tree(response))
