"""A councillor's hour before the meeting, on a phone: what is high risk and over a quarter of a million?"""

import pytest
from playwright.sync_api import expect

from proposals.domain.terms import term
from tests.support.settled_page import assert_fits, axe_violations
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def test_a_question_is_answered_in_three_taps_and_its_address_can_be_sent_on(page, sign_in, scrutiny_member):
    budget_round = make_round()
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    make_proposal(
        budget_round, "ASC001", "Fewer beds", (250_001, 0, 0), ("-4",), service=homes, risk_to_delivery="H"
    )
    make_proposal(
        budget_round, "ASC002", "Fewer visits", (249_999, 0, 0), service=homes, risk_to_delivery="H"
    )
    make_proposal(budget_round, "ENV001", "Dim the lights", (900_000, 0, 0), risk_to_delivery="L")
    page.set_viewport_size(PHONE)
    sign_in(page, scrutiny_member)

    page.goto("/proposals/")
    assert_fits(page)
    page.get_by_text("Search and filter").click()
    page.locator("summary", has_text="Risk and delivery").click()
    page.get_by_label("High").check()
    page.locator("summary", has_text="Savings").click()
    page.get_by_label("Total saving from (£)").fill("250000")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**saving_from=250000**")
    assert_fits(page)
    listed = page.locator(".app-proposals tbody tr")
    expect(listed).to_have_count(1)
    address = page.url

    page.get_by_role("link", name="ASC001").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fewer beds")
    assert_fits(page)
    word = page.get_by_role("button", name="Full-year effect").first
    meaning = page.locator("#term-full-year-effect")
    expect(meaning).to_be_hidden()
    word.click()
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text(term("full-year effect").definition)
    assert_fits(page)
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()

    page.goto(address)
    expect(listed).to_have_count(1)
