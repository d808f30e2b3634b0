"""Residents find published pressures beside savings: labelled, filtered, and read as what they add."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.support.edition_examples import make_edition, make_publication, published
from tests.support.public_pages import LIST, listed, open_pages, page_of
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


def main(response):
    return words(tree(response).xpath("//main")[0])


def with_pressures():
    made = make_round()
    make_proposal(made, "ENV001", "Dim the lights", (40_000, 0, 0), fte=("-1",))
    make_proposal(
        made,
        "GRO001",
        "More placements",
        (-300_000, -50_000, 0),
        direction="pressure",
        pressure_category="demand",
        certainty="likely",
        council_share=Decimal("62.50"),
        basis="Worked out from the count of May.",
        service=make_service(made, "Placements", "CHI", "Children"),
    )
    make_proposal(
        made,
        "GRO002",
        "A grant ends",
        (-20_000, 0, 0),
        direction="pressure",
        pressure_category="loss_of_grant",
        fund="public_health",
    )
    open_pages(made.council)
    return made


@pytest.fixture
def budget_round():
    return with_pressures()


@pytest.fixture
def edition(budget_round):
    return make_edition(make_publication(budget_round, style="option-pages"))


@pytest.mark.one_database
class TestTheList:
    def test_says_which_is_a_pressure_and_what_it_adds(self, edition):
        page = main(Client().get(LIST))
        assert page.startswith("Budget 2027/28 to 2029/30 Savings proposals and pressures")
        assert "Adds £0.350m to the budget, from 2027/28 Pressure" in page
        assert "Adds £0.020m to the budget, from 2027/28 Pressure" in page
        assert "Costs £" not in page

    def test_filters_by_saving_or_pressure_and_by_cause(self, edition):
        assert listed(direction="pressure") == ["GRO001", "GRO002"]
        assert listed(direction="saving") == ["ENV001"]
        assert listed(cause="loss_of_grant") == ["GRO002"]

    def test_finds_a_pressure_by_its_words(self, edition):
        assert listed(text="placements") == ["GRO001"]

    def test_sorts_by_amount_whichever_way_it_goes(self, edition):
        assert listed(sort="largest") == ["GRO001", "ENV001", "GRO002"]
        assert "Largest amount" in main(Client().get(LIST))

    def test_gives_a_directorate_its_savings_and_its_pressures_apart(self, edition):
        page = main(Client().get(LIST))
        assert "Adds £0.350m to the budget, 1 proposal" in page
        assert "Saves £0.040m. Adds £0.020m to the budget, 2 proposals" in page


class TestARoundOfSavingsAlone:
    def test_offers_no_filter_and_says_no_word_of_pressures(self):
        made = make_round()
        make_proposal(made, "ENV001", "Dim the lights", (40_000, 0, 0))
        open_pages(made.council)
        make_edition(make_publication(made, style="option-pages"))
        page = Client().get(LIST).content.decode()
        assert "ressure" not in page
        assert 'name="direction"' not in page
        assert "ressure" not in page_of(made, "ENV001").content.decode()


@pytest.mark.one_database
class TestThePage:
    def test_reads_as_a_pressure(self, edition, budget_round):
        page = main(page_of(budget_round, "GRO001"))
        assert "Adds £0.350m to the budget" in page
        for fact in (
            "Cause of the pressure Demand",
            "Fund General fund",
            "Certainty of the amount Likely",
            "The council’s own share 62.5%",
        ):
            assert fact in page, fact
        assert "saving" not in page.lower().replace("savings proposals", "")

    def test_tells_no_basis_of_the_figures(self, edition, budget_round):
        pages = [page_of(budget_round, "GRO001"), Client().get(LIST), Client().get(f"{LIST}download/csv/")]
        assert all("count of May" not in page.content.decode() for page in pages)

    def test_of_a_saving_on_another_fund_names_the_fund(self):
        made = make_round()
        make_proposal(made, "HRA001", "Fewer voids", (40_000, 0, 0), fund="housing_revenue_account")
        open_pages(made.council)
        make_edition(make_publication(made, style="option-pages"))
        assert "Fund Housing revenue account" in main(page_of(made, "HRA001"))


@pytest.mark.one_database
class TestEditions:
    def test_say_in_the_feed_how_many_are_pressures(self, budget_round, committee_clerk):
        edition = published(committee_clerk, make_publication(budget_round, style="option-pages"))
        assert edition.pressures == 2
        feed = Client().get(f"/published/{budget_round.council.slug}/feed.atom").content.decode()
        assert "1 savings proposal and 2 pressures, published on" in feed

    def test_compared_tell_a_change_of_direction(self, edition, budget_round):
        proposal = budget_round.proposals.get(reference="ENV001")
        proposal.direction, proposal.pressure_category = "pressure", "other"
        proposal.save()
        second = make_edition(edition.publication, 2, corrects=edition, correction="It costs.")
        pair = {"before": f"edition-{edition.pk}", "after": f"edition-{second.pk}"}
        page = main(Client().get("/compare/", pair))
        assert "Saving or pressureBefore: Saving. After: Pressure or growth" in page
        assert "The total saving was £0.040m and is £0.000m: £0.040m less." in page

    def test_of_a_budget_bridge_open_with_the_base_budgets_of_their_day(self, budget_round, committee_clerk):
        service = budget_round.proposals.get(reference="GRO001").service
        budget = make_budget(service, 9_000_000, 1_000_000)
        edition = published(committee_clerk, make_publication(budget_round, style="budget-bridge"))
        budget.gross = 1
        budget.save()
        page = bytes(edition.files.get(name="appendix.html").content).decode()
        # Net 8,000,000; of 300,000 the council bears 62.5%.
        for figure in ("8.000", "0.188", "8.188"):
            assert figure in page
        assert "Its service has no net base budget" in page
