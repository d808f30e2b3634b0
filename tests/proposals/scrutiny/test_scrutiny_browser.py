"""A member asks on a phone, an officer answers, a clerk publishes, and another reader reads it."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.settled_page import assert_fits, axe_violations
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
QUESTION = "Which streets are lit all night, and who asked for that?"
ANSWER = "Twelve streets near the hospital, at the request of the police."


def accessible(page):
    assert axe_violations(page) == []
    assert_fits(page)


def test_a_question_is_asked_on_a_phone_answered_published_and_read(
    page, sign_in, scrutiny_member, finance_officer, committee_clerk, cabinet_member
):
    proposal = make_proposal(make_round(), "ENV001", "Dim the lights", fte=("-2",))
    page.set_viewport_size(PHONE)

    sign_in(page, scrutiny_member)
    page.goto("/proposals/eastvale-council/env-1/")
    accessible(page)
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Questions and answers"
    ).click()
    page.get_by_role("button", name="Ask, comment or recommend").click()
    page.get_by_role("button", name="Submit").click()
    expect(
        page.get_by_role("link", name="Details: Enter your question, comment or recommendation.")
    ).to_be_visible()
    accessible(page)
    page.get_by_label("Question: to be answered by officers").check()
    page.get_by_label("Details").fill(QUESTION)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your question has been added to ENV001.")).to_be_visible()
    accessible(page)

    sign_in(page, finance_officer)
    page.goto("/proposals/scrutiny/?state=open")
    accessible(page)
    page.get_by_role("link", name="Question, Sam Query").click()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Answer").fill(ANSWER)
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    accessible(page)

    sign_in(page, committee_clerk)
    page.reload()
    page.get_by_role("link", name="Publication").click()
    page.get_by_label("The item with its answer, response and outcome").check()
    page.get_by_role("button", name="Save publication").click()
    page.wait_for_url(re.compile(r"/scrutiny/\d+/$"))

    sign_in(page, cabinet_member)
    page.goto(proposal.get_absolute_url())
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
