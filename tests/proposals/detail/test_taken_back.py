"""A published proposal that was taken back: its readers are led to the edition, and everybody else is told nothing."""

import pytest
from django.urls import reverse

from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    """One that was published under another title and was taken back since."""
    budget_round = make_round()
    proposal = make_proposal(budget_round, "ENV001", "Dim the lights")
    make_edition(make_publication(budget_round))
    proposal.stage, proposal.published_at, proposal.title = "finance_review", None, "Switch off the lights"
    proposal.save()
    return proposal


def test_who_reads_the_edition_is_told_and_led_to_it(client, scrutiny_member, proposal):
    client.force_login(scrutiny_member)
    for address in (reverse("proposals:detail", args=[proposal.pk]), "/proposals/eastvale-council/ENV001/"):
        answer = client.get(address)
        said = words(tree(answer).find(".//main"))
        assert "This proposal is not published now." in said
        assert "Dim the lights" in said
        assert "Switch off" not in answer.content.decode()
        (edition,) = tree(answer).xpath("//main//a/@href")
        assert client.get(edition).status_code == 200


def test_who_may_see_it_reads_it_as_it_stands(client, finance_officer, proposal):
    client.force_login(finance_officer)
    assert (
        "Switch off the lights"
        in client.get(reverse("proposals:detail", args=[proposal.pk])).content.decode()
    )


def test_who_may_not_read_the_edition_is_told_nothing(client, outsider, scrutiny_member, proposal):
    client.force_login(outsider)
    assert client.get(reverse("proposals:detail", args=[proposal.pk])).status_code == 404
    never_published = make_proposal(proposal.budget_round, "ENV009", stage="draft", published_at=None)
    client.force_login(scrutiny_member)
    assert client.get(reverse("proposals:detail", args=[never_published.pk])).status_code == 404
    assert client.get("/proposals/eastvale-council/ENV009/").status_code == 404
