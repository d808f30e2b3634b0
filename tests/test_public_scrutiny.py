"""What the public reads of scrutiny's record: published items of proposals in a public edition, and nothing else."""

import pytest
from django.utils import timezone
from edition_examples import make_edition, make_publication
from scrutiny_examples import make_item
from web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

ADDRESS = "/published/eastvale-council/scrutiny/"


@pytest.fixture
def proposal():
    budget_round = make_round()
    budget_round.council.public_pages = True
    budget_round.council.save()
    proposal = make_proposal(budget_round, "ENV001", "Dim the lights")
    make_edition(make_publication(budget_round))
    return proposal


def read(client):
    response = client.get(ADDRESS)
    return response.status_code, words(tree(response).xpath("//main")[0])


def test_holds_what_is_published_and_calls_the_proposal_what_its_edition_calls_it(client, proposal):
    now = timezone.now()
    make_item(proposal, text="Why?", answer="Secret.", owner_name="Officer", published_at=now)
    make_item(proposal, text="When?", answer="Soon.", published_at=now, answer_published_at=now)
    make_item(proposal, text="Hidden?")
    proposal.title = "Switch them off"
    proposal.save()
    status, page = read(client)
    assert status == 200
    assert "ENV001 – Dim the lights" in page
    assert ["Why?" in page, "When?" in page, "Soon." in page] == [True] * 3
    unseen = ("Secret.", "Officer", "Hidden?", "Switch them off")
    assert [one for one in unseen if one in page] == []


def test_leaves_out_proposals_that_no_public_edition_holds_or_that_are_worked_on_again(client, proposal):
    later = make_proposal(proposal.budget_round, "ENV002", "Not in the edition")
    for one in (proposal, later):
        make_item(one, text="Why?", published_at=timezone.now())
    page = read(client)[1]
    assert ("Dim the lights" in page, "Not in the edition" in page) == (True, False)
    proposal.stage, proposal.published_at = "finance_review", None
    proposal.save()
    assert "Nothing has been published yet." in read(client)[1]


def test_is_not_there_where_the_council_has_not_turned_its_public_pages_on(client, proposal):
    council = proposal.budget_round.council
    council.public_pages = False
    council.save()
    assert client.get(ADDRESS).status_code == client.get("/published/nowhere/scrutiny/").status_code == 404
