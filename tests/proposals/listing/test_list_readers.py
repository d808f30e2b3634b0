"""The list is what the database holds now and what each reader may see, whoever asked for it before."""

import pytest
from lxml import html

from tests.proposals.filters.test_search_index import in_raw_sql
from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db


def listed(client, person, **query):
    """The references on the page of the list, in order."""
    client.force_login(person)
    page = html.fromstring(client.get("/proposals/", query).content)
    return [link.text for link in page.xpath("//table[contains(@class, 'app-list')]/tbody//th/a")]


@pytest.fixture
def budget_round():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(1_000,), risk_to_delivery="H")
    make_proposal(budget_round, "ENV002", savings=(3_000,), risk_to_delivery="H")
    make_proposal(budget_round, "ENV003", savings=(2_000,), risk_to_delivery="L")
    return budget_round


class TestAListThatSomebodyAskedForBefore:
    def test_is_not_shown_to_somebody_who_sees_less(self, budget_round, client, scrutiny_member, auditor):
        in_raw_sql("UPDATE proposals_savingsproposal SET stage = 'draft' WHERE reference = 'ENV002'")
        assert listed(client, auditor, sort="-total") == ["ENV002", "ENV003", "ENV001"]
        assert listed(client, scrutiny_member, sort="-total") == ["ENV003", "ENV001"]
        assert listed(client, auditor, sort="-total") == ["ENV002", "ENV003", "ENV001"]

    def test_follows_every_change_in_words_figures_and_order(self, budget_round, client, scrutiny_member):
        assert listed(client, scrutiny_member, sort="-total") == ["ENV002", "ENV003", "ENV001"]
        in_raw_sql(
            "UPDATE proposals_savingsproposal SET total_saving = 9, title = 'Lamps' WHERE reference = 'ENV002'"
        )
        assert listed(client, scrutiny_member, sort="-total") == ["ENV003", "ENV001", "ENV002"]
        assert b"Lamps" in client.get("/proposals/", {"sort": "-total"}).content

    def test_offers_an_edition_as_soon_as_there_is_one(self, budget_round, client, scrutiny_member):
        client.force_login(scrutiny_member)
        assert b"Changed since edition" not in client.get("/proposals/").content
        edition = make_edition(make_publication(budget_round))
        page = client.get("/proposals/").content.decode()
        assert f'<option value="{edition.pk}">' in page

    @pytest.mark.parametrize("charset", ["utf-16", "cp037"])
    def test_says_the_same_whatever_encoding_somebody_claims_for_the_address(
        self, budget_round, client, scrutiny_member, charset
    ):
        client.force_login(scrutiny_member)
        claimed = client.get("/proposals/?risk=L", headers={"Content-Type": f"text/plain; charset={charset}"})
        assert claimed.status_code == 200
        assert b"ENV003" in claimed.content
        assert b"ENV002" not in claimed.content
        assert listed(client, scrutiny_member, risk="L") == ["ENV003"]

    def test_is_not_shown_at_an_address_that_reads_otherwise(self, budget_round, client, scrutiny_member):
        client.force_login(scrutiny_member)
        # The bytes of “é” as they stand, and the quoted bytes of what they look like one by one.
        drawn = client.get("/proposals/", QUERY_STRING="text=caf\u00c3\u00a9")
        assert 'value="café"' in drawn.content.decode()
        other = client.get("/proposals/", QUERY_STRING="text=caf%C3%83%C2%A9").content.decode()
        assert 'value="cafÃ©"' in other

    def test_says_what_each_address_asks_for(self, budget_round, client, scrutiny_member):
        for sort, references in (
            ("-total", ["ENV002", "ENV003", "ENV001"]),
            ("total", ["ENV001", "ENV003", "ENV002"]),
            ("-reference", ["ENV003", "ENV002", "ENV001"]),
            ("", ["ENV001", "ENV002", "ENV003"]),
        ):
            assert listed(client, scrutiny_member, sort=sort) == references, sort
