"""What the public reads of scrutiny's record: published items of proposals in a public edition, and nothing else."""

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import ScrutinyItem
from proposals.scrutiny.reading import who_reads_published
from tests.support.edition_examples import make_edition, make_publication
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_proposal, make_round, tree, words

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
    assert "Nothing has been published." in read(client)[1]


def test_is_not_there_where_the_council_has_not_turned_its_public_pages_on(client, proposal):
    council = proposal.budget_round.council
    council.public_pages = False
    council.save()
    assert client.get(ADDRESS).status_code == client.get("/published/nowhere/scrutiny/").status_code == 404


class TestTheClerkIsToldWhoReadsWhatIsPublished:
    def said(self, clerk, item):
        """What the item's page says, and whether the form of publishing says the same."""
        client = Client()
        client.force_login(clerk)
        page = tree(client.get(item.get_absolute_url()))
        (row,) = page.xpath("//dt[normalize-space()='Published to']/following-sibling::dd")
        form = words(tree(client.get(f"{item.get_absolute_url()}publish/")).find(".//main"))
        return words(row), f"Visible to: e{words(row)[1:]}" in form

    def test_the_public_once_a_public_edition_holds_the_proposal(self, committee_clerk, proposal):
        now = timezone.now()
        held = make_item(proposal, published_at=now)
        later = make_proposal(proposal.budget_round, "ENV002", "Not in the edition")
        waiting = make_item(later, published_at=now)
        insiders = "Everybody with an account who can view the proposal."
        assert self.said(committee_clerk, held) == (f"{insiders} The public can view it at {ADDRESS}.", True)
        not_yet = "The public can view it when the proposal is in a published edition of Part I."
        assert self.said(committee_clerk, waiting) == (f"{insiders} {not_yet}", True)

    def test_never_where_the_council_has_no_public_pages(self, committee_clerk, proposal):
        item = make_item(proposal, published_at=timezone.now())
        proposal.budget_round.council.public_pages = False
        proposal.budget_round.council.save()
        said, is_on_the_form = self.said(committee_clerk, item)
        assert "The public cannot view it, because the council’s public pages are turned off." in said
        assert is_on_the_form

    def test_nobody_while_the_proposal_is_corrected(self, proposal):
        item = make_item(proposal, published_at=timezone.now())
        proposal.stage, proposal.published_at = "finance_review", None
        assert who_reads_published(proposal).startswith("Only officers who work on the proposal")
        assert ScrutinyItem.objects.public().filter(pk=item.pk).exists()
        proposal.save()
        assert not ScrutinyItem.objects.public().filter(pk=item.pk).exists()
