"""What a process keeps of a list as it is drawn: never longer than it is true, and never for somebody who sees less."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from proposals.filters import keeping
from proposals.filters.memory import MadeOnce
from proposals.listing import reading
from proposals.models import SavingsProposal
from tests.proposals.filters.test_list_versions import in_raw_sql
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


class TestAListThatIsKept:
    def test_is_not_read_again_for_whoever_sees_the_same(
        self, budget_round, client, scrutiny_member, django_user_model, monkeypatch
    ):
        first = listed(client, scrutiny_member, risk="H", sort="-total")
        assert first == ["ENV002", "ENV001"]
        other = django_user_model.objects.create_user("other", first_name="Oriel")
        other.groups.set(scrutiny_member.groups.all())
        monkeypatch.setattr("proposals.listing.tables.rows_with", None)
        assert listed(client, other, risk="H", sort="-total") == first
        assert "Oriel" in client.get("/proposals/", {"risk": "H", "sort": "-total"}).content.decode()

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


class TestWhatARowIsDrawnFrom:
    def test_stands_in_tables_that_are_watched(self, budget_round):
        keys = list(SavingsProposal.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            list(reading.rows_with(keys, budget_round.years, with_committees=True))
        tables = {name for query in queries for name in keeping._TABLES.findall(query["sql"])}
        assert {"services_portfolio", "proposals_proposalcommittee"} <= tables
        assert tables <= keeping.REMEMBERED


class TestMadeOnce:
    def test_keeps_what_was_asked_for_last(self):
        made = MadeOnce(most=2)
        for name in ("a", "b", "a", "c"):
            made.get(name, lambda name=name: name.upper())
        assert [made.find(name) for name in "abc"] == ["A", None, "C"]

    def test_makes_nothing_twice(self):
        made, calls = MadeOnce(most=1), []
        assert [made.get("a", lambda: calls.append(1) or "A") for _ in range(3)] == ["A"] * 3
        assert calls == [1]
