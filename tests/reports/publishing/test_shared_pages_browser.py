"""A browser that keeps public pages shows each person their own page all the same."""

import pytest
from playwright.sync_api import expect

from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def edition():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", title="Dim the street lights")
    budget_round.council.public_pages = True
    budget_round.council.save()
    return make_edition(make_publication(budget_round, style="option-pages"))


def test_a_kept_page_is_shown_neither_to_who_signed_in_nor_after_they_signed_out(
    page, live_server, sign_in, edition, scrutiny_member
):
    address = f"{live_server.url}{edition.get_absolute_url()}"
    account = page.get_by_role("link", name=scrutiny_member.get_full_name())
    page.goto(address)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    sign_in(page, scrutiny_member)
    page.goto(address)
    expect(account).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.go_back()
    expect(page.get_by_role("heading", name="Savings proposals", exact=True)).to_be_visible()
    expect(account).to_have_count(0)


def test_a_stranger_follows_a_cited_address_to_the_proposal_on_the_page(page, live_server, edition):
    proposal = edition.entries.get().proposal
    page.goto(f"{live_server.url}/p/{proposal.pk}")
    heading = page.get_by_role("heading", name="ENV001 – Dim the street lights")
    expect(heading).to_be_in_viewport()
    page.get_by_role("main").get_by_role("link", name=edition.title).first.click()
    expect(page).to_have_url(f"{live_server.url}{edition.get_absolute_url()}")
    # The code is for paper: on the screen there is the address.
    expect(page.get_by_alt_text("QR code")).to_be_hidden()
