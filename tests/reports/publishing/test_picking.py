"""Picking the proposals of a publication: found by words, a page at most at once, and nothing lost by looking."""

import pytest
from django.urls import reverse

from reports.publishing import views
from tests.support.edition_examples import make_publication
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    budget_round = make_round()
    for reference, title in (
        ("ENV001", "Dim the lights"),
        ("ENV002", "Empty the bins"),
        ("ENV003", "Dim more"),
    ):
        make_proposal(budget_round, reference, title)
    return make_publication(budget_round)


@pytest.fixture
def clerk(client, committee_clerk):
    client.force_login(committee_clerk)
    return client


def address_of_picking(publication, **query):
    return reverse("publications:pick", args=[publication.pk], query=query)


def offered(answer):
    return [words(cell) for cell in tree(answer).xpath("//tbody/tr/th")]


def pick(clerk, publication, *references, offered=()):
    """Save the page on which these proposals stood, some of them ticked."""
    keys = dict(publication.budget_round.proposals.values_list("reference", "pk"))
    sent = {f"place-{keys[one]}": "" for one in (*references, *offered)}
    return clerk.post(
        address_of_picking(publication), {**sent, **{f"in-{keys[one]}": "on" for one in references}}
    )


def picked(publication):
    return list(publication.items.order_by("position").values_list("proposal__reference", flat=True))


def test_words_find_proposals_and_those_picked_stay_on_the_page(clerk, publication):
    pick(clerk, publication, "ENV002")
    first, *others = offered(clerk.get(address_of_picking(publication, text="dim")))
    assert (first, set(others)) == ("ENV002", {"ENV001", "ENV003"})
    assert offered(clerk.get(address_of_picking(publication, text="no such words"))) == ["ENV002"]


def test_what_did_not_stand_on_the_page_keeps_its_pick(clerk, publication):
    pick(clerk, publication, "ENV002", "ENV003")
    pick(clerk, publication, "ENV001", offered=["ENV003"])
    assert picked(publication) == ["ENV001", "ENV002"]


def test_a_page_says_how_many_more_words_would_find(clerk, publication, monkeypatch):
    monkeypatch.setattr(views, "MOST_OFFERED", 2)
    answer = clerk.get(address_of_picking(publication))
    assert offered(answer) == ["ENV001", "ENV002"]
    assert "Showing the first 2 proposals. Search to find the other 1." in words(tree(answer).find(".//main"))


def test_a_place_of_a_proposal_out_of_sight_is_left_aside(clerk, publication):
    hidden = make_proposal(publication.budget_round, "ENV009", stage="draft", published_at=None)
    clerk.post(address_of_picking(publication), {f"place-{hidden.pk}": "1", f"in-{hidden.pk}": "on"})
    assert picked(publication) == []


def test_what_the_publication_was_filtered_by_is_ticked_in_its_order_and_kept_only_by_saving(
    clerk, publication
):
    publication.query = "text=dim&sort=-reference"
    publication.save()
    page = tree(clerk.get(address_of_picking(publication)))
    ticked = [
        words(row.xpath("./th")[0]) for row in page.xpath("//tbody/tr[.//input[@type='checkbox'][@checked]]")
    ]
    assert ticked == ["ENV003", "ENV001"]
    assert "Save to keep them." in words(page)
    assert picked(publication) == []
    pick(clerk, publication, "ENV002")
    assert "Save to keep them." not in words(tree(clerk.get(address_of_picking(publication))))
