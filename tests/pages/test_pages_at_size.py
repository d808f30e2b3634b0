"""The pages that a round of ten thousand proposals changes: axe, narrow windows, the keyboard alone, and paper."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bench.bulk import bulk_round
from proposals.models import ScrutinyItem
from tests.support.edition_examples import make_publication
from tests.support.page_audit import Auditor
from tests.support.page_walk import at

MANY, MORE_THAN_A_PAGE_COMPARES = 10_000, 600


@pytest.fixture
def examined(browser):
    examined = Auditor(browser)
    yield examined
    examined.close()


def rounds_to_compare():
    """A round of one proposal and one of hundreds, of one council: the comparison lists as many as it ever does."""
    before, after = bulk_round(1), bulk_round(MORE_THAN_A_PAGE_COMPARES)
    before.council = after.council
    before.save()
    return {"before": f"round-{before.pk}", "after": f"round-{after.pk}"}


def ask_about(proposals):
    ScrutinyItem._base_manager.bulk_create(
        ScrutinyItem(
            proposal=proposal,
            proposal_as_asked=str(proposal),
            kind="question",
            text="Why so much?",
            asked_by_name="Sam Query",
            asked_on=date(2026, 11, 2),
        )
        for proposal in proposals
    )


def addresses_of(budget_round, service):
    """Every page whose length follows the round's: as long as it gets, and narrowed to what a sheet holds."""
    this = {"round": budget_round.pk}
    yield at("proposals:list", **this, rows=50, sort="-total")
    yield at("proposals:list", **this, rows="all")
    yield at("proposals:list", **this, rows=100, group="directorate", open="all")
    yield at("proposals:print", **this)
    yield at("proposals:print", **this, service=service)
    yield at("proposals:overview", **this)
    yield at("proposals:scrutiny", **this)
    yield at("home", **this)
    yield reverse("publications:pick", args=[make_publication(budget_round).pk])
    yield at("compare:compare", **rounds_to_compare())


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.long
def test_pages_of_ten_thousand_proposals_are_sound(examined, committee_clerk):
    budget_round = bulk_round(MANY)
    some = list(budget_round.proposals.order_by("pk")[:500])
    ask_about(some)
    client = Client()
    client.force_login(committee_clerk)
    shown = {}
    for address in addresses_of(budget_round, some[0].service_id):
        answer = client.get(address)
        shown[address] = answer.status_code
        examined.add(address, client, answer, of_many_rows=True)
    # A printed list of all of them is refused, in words.
    assert [address for address, status in shown.items() if status != 200] == [
        at("proposals:print", round=budget_round.pk)
    ]
    assert examined.look() == []
