"""The cost to achieve on a proposal's entry page: by kind and funder, and whether it adds up."""

import pytest

from proposals.models import CostToAchieve
from proposals.workflow.published_version import keep_published
from tests.support.entry_pages import change_page, entered_proposal, errors, filled, save, warnings
from tests.support.web_examples import FIRST

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROW = {
    "costs-0-year": "2027/28",
    "costs-0-kind": "ict",
    "costs-0-funder": "capital_receipts",
    "costs-0-amount": "300k",
    "costs-0-capital": "100,000",
}


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def proposal():
    year = {"recurring_saving": 40_000, "one_off_cost": 200_000, "capital_cost": 100_000}
    return entered_proposal(savings=(year, 10_000, 0))


def rows(proposal):
    return list(proposal.costs_to_achieve.values_list("year", "kind", "funder", "amount", "capital"))


class TestEnteringCosts:
    def test_a_row_is_saved_as_typed(self, officer, proposal):
        assert save(officer, proposal, **ROW).status_code == 302
        assert rows(proposal) == [(FIRST, "ict", "capital_receipts", 300_000, 100_000)]

    def test_a_blank_capital_part_is_zero(self, officer, proposal):
        save(officer, proposal, **{**ROW, "costs-0-capital": ""})
        assert rows(proposal) == [(FIRST, "ict", "capital_receipts", 300_000, 0)]

    def test_a_row_is_deleted_where_ticked(self, officer, proposal):
        CostToAchieve.objects.create(
            proposal=proposal, year=FIRST, kind="ict", funder="grant", amount=300_000, capital=100_000
        )
        save(officer, proposal, **{"costs-0-DELETE": "on"})
        assert rows(proposal) == []

    def test_capital_above_the_amount_is_refused(self, officer, proposal):
        response = save(officer, proposal, **{**ROW, "costs-0-capital": "301k"})
        assert errors(response) == [("costs-0-capital", "The capital part must not be more than the amount.")]
        assert rows(proposal) == []

    def test_a_row_without_funder_is_refused(self, officer, proposal):
        response = save(officer, proposal, **{**ROW, "costs-0-funder": ""})
        assert errors(response) == [("costs-0-funder", "Choose one from the list.")]

    def test_the_same_cost_twice_is_refused(self, officer, proposal):
        second = {name.replace("-0-", "-1-"): value for name, value in ROW.items()}
        response = save(officer, proposal, **ROW, **second)
        assert errors(response) == [
            ("costs-1-amount", "This year already has a cost of that kind from that funder. Add them up.")
        ]


class TestCostsThatDoNotAddUp:
    def test_are_a_warning_at_the_year(self, officer, proposal):
        save(officer, proposal, **{**ROW, "costs-0-capital": "90k"})
        response = officer.get(change_page(proposal))
        assert warnings(response)["years-0-one_off_cost"] == ["cost_schedule_differs_2027"]
        assert (
            "The cost to achieve of 2027/28 does not add up. The one-off cost is £200,000; by kind and funder it "
            "comes to £210,000. The capital cost is £100,000; by kind and funder it comes to £90,000."
        ) in " ".join(response.content.decode().split())

    def test_are_no_warning_where_they_come_to_both(self, officer, proposal):
        save(officer, proposal, **ROW)
        assert "years-0-one_off_cost" not in warnings(officer.get(change_page(proposal)))

    def test_are_no_warning_where_nothing_is_scheduled(self, officer, proposal):
        assert "years-0-one_off_cost" not in warnings(officer.get(change_page(proposal)))


class TestCostsOfPublishedProposals:
    def test_are_kept_in_the_published_version(self, proposal):
        CostToAchieve.objects.create(proposal=proposal, year=FIRST, kind="ict", funder="grant", amount=5)
        proposal.stage = "published"
        proposal.save()
        keep_published([proposal.pk])
        assert rows(proposal.published_version) == [(FIRST, "ict", "grant", 5, 0)]

    def test_page_shows_no_second_copy_of_what_was_filled_in(self, officer, proposal):
        save(officer, proposal, **ROW)
        assert filled(officer.get(change_page(proposal)))["costs-0-amount"] == "300,000"
