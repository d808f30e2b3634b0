"""A member asks on a phone, an officer answers, a clerk publishes, and another reader reads it."""

import pytest
from web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
QUESTION = "Which streets are lit all night, and who asked for that?"
ANSWER = "Twelve streets near the hospital, at the request of the police."


def accessible(page, axe_violations):
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_question_is_asked_on_a_phone_answered_published_and_read(
    page, sign_in, axe_violations, scrutiny_member, finance_officer, committee_clerk, cabinet_member
):
    proposal = make_proposal(make_round(), "ENV001", "Dim the lights", fte=("-2",))
    page.set_viewport_size(PHONE)

    sign_in(page, scrutiny_member)
    page.goto("/proposals/eastvale-council/env-1/")
    accessible(page, axe_violations)
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Questions and answers"
    ).click()
    page.get_by_role("button", name="Ask, comment or recommend").click()
    page.get_by_role("button", name="Put it on the record").click()
    assert page.get_by_role("link", name="Wording: Write what is asked or recommended.").is_visible()
    accessible(page, axe_violations)
    page.get_by_label("Question: something officers can answer").check()
    page.get_by_label("Wording").fill(QUESTION)
    page.get_by_role("button", name="Put it on the record").click()
    assert page.get_by_text("Your question is on the record of ENV001.").is_visible()
    accessible(page, axe_violations)

    sign_in(page, finance_officer)
    page.goto("/proposals/scrutiny/?state=open")
    accessible(page, axe_violations)
    page.get_by_role("link", name="Question, Sam Query").click()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Answer").fill(ANSWER)
    page.get_by_role("button", name="Keep the answer").click()
    accessible(page, axe_violations)

    sign_in(page, committee_clerk)
    page.reload()
    page.get_by_role("link", name="What is published").click()
    page.get_by_label("What was asked, and the answer, response and outcome there are").check()
    page.get_by_role("button", name="Keep what is published").click()

    sign_in(page, cabinet_member)
    page.goto(proposal.get_absolute_url())
    assert page.get_by_text(QUESTION).is_visible()
    assert page.get_by_text(ANSWER).is_visible()
