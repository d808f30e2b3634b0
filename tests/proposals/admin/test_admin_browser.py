"""The admin's pages in Chromium: what axe finds against WCAG 2.2 AA, and the keyboard alone."""

import pytest
from playwright.sync_api import expect

from proposals.models import BudgetRound, SavingsProposal
from tests.support.settled_page import axe_violations
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/proposals/savingsproposal/"


@pytest.fixture
def proposal():
    budget_round = make_round(phase="preparation")
    service = make_service(budget_round)
    make_proposal(budget_round, "ENV002", "Empty the bins less", (5_000, 0, 0), service=service)
    return make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        (40_000, 10_000, 0),
        ("-2",),
        service=service,
        base_budget=make_budget(service),
    )


@pytest.fixture
def opened(browser, live_server, sign_in, finance_officer):
    """A page for a finance officer, with what the browser complains of while it is used."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on(
        "console",
        lambda line: page.troubles.append(line.text) if "Content Security Policy" in line.text else None,
    )
    sign_in(page, finance_officer)
    yield page
    context.close()


@pytest.fixture
def unsound(opened):
    """A function that lists what the browser and axe find on the page as it stands."""

    def unsound():
        found = list(opened.troubles)
        found += axe_violations(opened)
        # To read a style sheet that another one imports, axe tries what the policy refuses.
        opened.troubles.clear()
        return found

    return unsound


def tab_to(page, locator):
    """Press Tab until the control has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not get there")


def test_pages_with_errors_and_the_preview_are_sound(opened, unsound, proposal):
    opened.goto(f"{LIST}{proposal.pk}/copy/")
    opened.get_by_label("Reference of the copy").fill("")
    opened.get_by_role("button", name="Copy").click()
    expect(opened.locator("#content")).to_contain_text("Enter the reference of the copy.")
    assert unsound() == []
    opened.goto(f"/admin/proposals/budgetround/{proposal.budget_round_id}/next/")
    opened.get_by_role("button", name="Preview").click()
    expect(opened.locator("#content")).to_contain_text("1 proposal carried forward as a draft")
    assert unsound() == []
    opened.get_by_label("Carry ENV002 Empty the bins less forward").check()
    opened.get_by_role("button", name="Preview again").click()
    expect(opened.locator("#content")).to_contain_text("2 proposals carried forward as drafts")
    expect(opened.get_by_label("Carry ENV002 Empty the bins less forward")).to_be_checked()


def test_a_round_is_started_and_a_proposal_copied_with_the_keyboard_alone(opened, proposal):
    page = opened
    page.goto(f"/admin/proposals/budgetround/{proposal.budget_round_id}/change/")
    tab_to(page, page.get_by_role("link", name="Start the next round from this one"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/next/")
    tab_to(page, page.get_by_role("button", name="Preview"))
    page.keyboard.press("Enter")
    start = page.get_by_role("button", name="Start Budget 2028/29 to 2030/31")
    expect(start).to_be_visible()
    tab_to(page, start)
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    assert BudgetRound.objects.count() == 2
    page.goto(f"{LIST}?q=ENV001&budget_round__id__exact={proposal.budget_round_id}")
    tab_to(page, page.locator("input.action-select").first)
    page.keyboard.press("Space")
    page.locator("select[name=action]").focus()
    page.keyboard.type("Copy")
    tab_to(page, page.get_by_role("button", name="Go"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/copy/")
    tab_to(page, page.get_by_role("button", name="Copy"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    assert page.troubles == []
    assert SavingsProposal.objects.filter(carried_from=proposal, reference="ENV003").exists()


def test_actions_work_without_script(browser, live_server, sign_in, finance_officer, proposal):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, finance_officer)
    page.goto(f"{LIST}?q=ENV001")
    page.locator("input.action-select").check()
    page.locator("select[name=action]").select_option("move_many")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("ENV001")
    context.close()
