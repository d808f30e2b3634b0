"""The pages of a round's cost to achieve and of what capital receipts pay, and their files."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from proposals.models import CostToAchieve, SavingsProposal
from services.models import ChangeRecord
from tests.support.budget_examples import YEARS, make_budget_round, share
from tests.support.web_examples import FIRST, make_proposal, make_round, table_rows, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_budget_round(savings_sign="positive")


@pytest.fixture
def saving(budget_round):
    return SavingsProposal.objects.get(budget_round=budget_round, reference="ENV001")


def address(name, budget_round, *more):
    return reverse(f"budget:{name}", args=[budget_round.pk, *more])


class TestTheCostToAchieve:
    def test_stands_by_kind_funder_and_year_with_its_capital_share(self, officer, budget_round, saving):
        CostToAchieve.objects.create(
            proposal=saving, year=YEARS[1], kind="ict", funder="borrowing", amount=7_000, capital=7_000
        )
        response = officer.get(address("costs", budget_round))
        assert table_rows(response, "Cost to achieve by kind") == [
            ["ICT", "0", "7,000", "0", "7,000"],
            ["Project team", "25,000", "0", "0", "25,000"],
            ["Total", "25,000", "7,000", "0", "32,000"],
        ]
        assert table_rows(response, "Cost to achieve by funder") == [
            ["Transformation fund", "15,000", "0", "0", "15,000"],
            ["Capital receipts", "10,000", "0", "0", "10,000"],
            ["Borrowing", "0", "7,000", "0", "7,000"],
            ["Total", "25,000", "7,000", "0", "32,000"],
        ]
        assert table_rows(response, "Revenue and capital") == [
            ["Revenue", "25,000", "0", "0", "25,000"],
            ["Capital", "0", "7,000", "0", "7,000"],
            ["Capital as a share", "0.0%", "100.0%", "–", "21.9%"],
            ["Total", "25,000", "7,000", "0", "32,000"],
        ]
        assert table_rows(response, "Costs that are not scheduled by kind and funder in full") == [
            ["ENV001 Dim the lights", "2028/29", "0", "0", "0", "7,000"]
        ]

    def test_chart_sets_savings_alone_beside_costs(self, officer, budget_round):
        # The pressure of 40,000 is no saving: 60,000 - 25,000 in the first year, then 60,000.
        response = officer.get(address("costs", budget_round))
        assert table_rows(response, "Savings and costs in each year (£)") == [
            ["2027/28", "60,000", "-25,000", "35,000"],
            ["2028/29", "60,000", "0", "60,000"],
            ["2029/30", "60,000", "0", "60,000"],
        ]

    def test_what_has_ended_costs_nothing(self, officer, budget_round, saving):
        saving.stage = "withdrawn"
        saving.save()
        assert "No cost to achieve has been entered" in words(
            tree(officer.get(address("costs", budget_round)))
        )

    def test_round_without_costs_says_where_to_enter_them(self, officer):
        page = words(tree(officer.get(address("costs", make_round()))))
        assert "Enter it with the savings of each proposal." in page


class TestTheScheduleOfCapitalReceipts:
    def test_gives_each_projects_description_cost_and_savings(self, officer, budget_round):
        response = officer.get(address("capital-receipts", budget_round))
        page = words(tree(response))
        assert "Sensors in every lamp." in page
        assert "Lamps report their own faults." in page
        project = "ENV001 Dim the lights"
        assert table_rows(response, "Cost paid from capital receipts")[0] == [
            project,
            "10,000",
            "0",
            "0",
            "10,000",
        ]
        assert table_rows(response, "Cost paid from other sources")[0] == [
            project,
            "15,000",
            "0",
            "0",
            "15,000",
        ]
        assert table_rows(response, "Saving expected in each year")[0] == [
            project,
            "60,000",
            "60,000",
            "60,000",
            "60,000",
        ]
        assert "Questions to answer" not in page

    def test_compares_earlier_projects_with_what_is_expected_now(self, officer, budget_round, saving):
        earlier_round = make_round("Budget 2025", money_unit="pounds")
        earlier_round.base_year, earlier_round.first_year = FIRST + (-3), FIRST + (-2)
        earlier_round.save()
        earlier = make_proposal(earlier_round, "ENV001", savings=(0,))
        earlier.year_profiles.all().delete()
        earlier.year_profiles.create(year=FIRST + (-2), recurring_saving=75_000)
        CostToAchieve.objects.create(
            proposal=earlier, year=FIRST + (-2), kind="ict", funder="capital_receipts", amount=9_000
        )
        saving.carried_from = earlier
        saving.save()
        response = officer.get(address("capital-receipts", budget_round))
        assert table_rows(response, "Projects of earlier rounds") == [
            ["ENV001 Dim the lights", "Budget 2025", "9,000", "75,000", "60,000", "Not recorded", ""]
        ]
        assert "What has been delivered of ENV001 (Budget 2025)?" in words(tree(response))

    def test_is_downloaded_as_csv_and_recorded(self, officer, budget_round):
        response = officer.get(address("capital-receipts-download", budget_round, "csv"))
        lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        headings, project = lines[1], lines[2]
        given = dict(zip(headings, project, strict=True))
        assert given["Paid from capital receipts 2027/28 (£)"] == "10000"
        assert given["Paid from other sources 2027/28 (£)"] == "15000"
        assert given["Saving expected 2029/30 (£)"] == given["Full-year effect (£)"] == "60000"
        recorded = ChangeRecord.objects.filter(action="exported").latest("pk")
        assert recorded.after["format"] == "capital receipts csv"

    def test_is_downloaded_as_a_workbook_whose_totals_are_formulas(self, officer, budget_round):
        content = officer.get(address("capital-receipts-download", budget_round, "xlsx")).content
        sheet = load_workbook(io.BytesIO(content))["Projects"]
        column = [cell.value for cell in sheet[1]].index("Paid from capital receipts 2027/28 (£)") + 1
        assert sheet.cell(2, column).value == 10_000
        assert sheet.cell(3, column).value.startswith("=SUM(")

    def test_text_becomes_no_formula_in_a_spreadsheet(self, officer, budget_round, saving):
        saving.title = "=HYPERLINK(1)"
        saving.save()
        content = officer.get(address("capital-receipts-download", budget_round, "csv")).content.decode()
        assert ",=HYPERLINK" not in content

    def test_no_other_format_is_offered(self, officer, budget_round):
        assert officer.get(address("capital-receipts-download", budget_round, "pdf")).status_code == 404

    def test_project_that_the_person_does_not_see_is_left_out(
        self, client, scrutiny_member, budget_round, saving
    ):
        share(budget_round)
        saving.stage, saving.published_at = "draft", None
        saving.save()
        client.force_login(scrutiny_member)
        page = words(tree(client.get(address("capital-receipts", budget_round))))
        assert "Capital receipts pay for no project of this round that you can view." in page

    @pytest.mark.parametrize("name", ["costs", "capital-receipts"])
    def test_is_not_for_readers_until_the_plan_is_shared(self, client, scrutiny_member, budget_round, name):
        client.force_login(scrutiny_member)
        assert client.get(address(name, budget_round)).status_code == 404
