"""The round that a person's pages begin with, where the address names none."""

import pytest
from django.urls import reverse

from proposals.listing.rounds import default_round_for
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds():
    """A council's rounds, the newest first: one being written, one before councillors, one of the past."""
    made = [
        make_round("Budget of the past", phase="closed"),
        make_round("Budget before councillors", phase="scrutiny"),
        make_round("Budget being written", phase="preparation"),
    ]
    for budget_round in made:
        make_proposal(budget_round, "ENV001")
    return made[::-1]


@pytest.mark.parametrize(
    "role", ["finance_officer", "committee_clerk", "scrutiny_member", "section_151_officer"]
)
def test_is_the_one_before_councillors_for_those_who_are_asked_about_it(request, rounds, role):
    person = request.getfixturevalue(role)
    assert default_round_for(person, rounds).name == "Budget before councillors"


@pytest.mark.parametrize("role", ["author", "budget_holder"])
def test_is_the_one_in_preparation_for_those_who_write_proposals(request, rounds, role):
    assert default_round_for(request.getfixturevalue(role), rounds).name == "Budget being written"


def test_is_the_newest_where_none_is_in_that_phase(rounds, scrutiny_member):
    assert default_round_for(scrutiny_member, [rounds[2]]) == rounds[2]


def test_is_one_of_the_council_in_which_the_person_sits(rounds, scrutiny_member):
    elsewhere = make_round("Budget elsewhere", council="Westvale Council")
    listed = [elsewhere, *rounds]
    assert default_round_for(scrutiny_member, listed, {rounds[0].council_id}) == rounds[1]


@pytest.mark.parametrize("page", ["home", "proposals:list", "proposals:overview"])
def test_is_the_same_on_every_page(client, rounds, finance_officer, page):
    client.force_login(finance_officer)
    assert "Budget before councillors" in words(tree(client.get(reverse(page))).find(".//h1"))
