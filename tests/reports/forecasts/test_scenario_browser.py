"""A member makes a scenario in the browser: the gap follows each choice, and nothing is saved before they say so."""

import re

import pytest
from playwright.sync_api import expect

from reports.models import Scenario
from tests.support.scenario_examples import make_plan
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 820, 1280)


@pytest.fixture
def budget_round():
    budget_round = make_round(money_unit="pounds", money_decimals=0, savings_sign="positive")
    make_proposal(budget_round, "ENV001", savings=(100_000, 0, 0))
    make_proposal(budget_round, "ENV002", title="Mow less often", savings=(50_000, 0, 0))
    make_plan(budget_round)
    return budget_round


def cells(page):
    """The figures of the scenario by year."""
    return page.get_by_role("row", name=re.compile("^Ours [-0-9]")).get_by_role("cell")


def test_gap_follows_each_choice_until_it_is_saved(page, live_server, sign_in, scrutiny_member, budget_round):
    sign_in(page, scrutiny_member)
    page.goto(f"/rounds/{budget_round.pk}/budget/scenarios/")
    page.get_by_role("button", name="New scenario").click()
    page.get_by_label("Name").fill("Ours")
    page.get_by_role("button", name="Save and continue").click()
    # 350,000 before proposals, which save 150,000.
    expect(cells(page).first).to_have_text("200,000")
    expect(page.get_by_role("button", name="Show the gap")).to_be_hidden()
    page.get_by_label("ENV001: include").uncheck()
    expect(cells(page).first).to_have_text("300,000")
    page.get_by_label("ENV002: share in percent").fill("50")
    expect(cells(page).first).to_have_text("325,000")
    page.get_by_label("ENV002: delay in years").fill("1")
    expect(cells(page)).to_have_text(["350,000", "479,500", "638,635", "1,468,135"])
    # 5,000,000 at 2% is 100,000 in the first year, in place of 150,000.
    page.get_by_label("Pay award (%)").fill("2")
    expect(cells(page).first).to_have_text("300,000")
    page.get_by_label("ENV002: share in percent").fill("500")
    expect(page.get_by_text("Enter a share from 0 to 100.")).to_be_visible()
    assert not Scenario.objects.get().items.exists()
    page.get_by_label("ENV002: share in percent").fill("50")
    expect(cells(page).first).to_have_text("300,000")
    assert_sound(page, WIDTHS)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The scenario is saved.")).to_be_visible()
    assert {str(item.proposal_id) for item in Scenario.objects.get().items.all()} == {
        str(key) for key in budget_round.proposals.values_list("pk", flat=True)
    }
    page.get_by_role("link", name="Ours").click()
    expect(page.get_by_role("heading", name="Sensitivity of the general fund")).to_be_visible()
    assert_sound(page, WIDTHS)
