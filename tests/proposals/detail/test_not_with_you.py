"""A proposal that is not with a person yet: told where they may know of it, and otherwise as if it did not exist."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import ExemptWording, ImpactStatement, SignOff
from services.models import Portfolio
from tests.support.attachment_examples import make_attachment
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
NOT_YET = "This proposal is not with you yet"
BY_REFERENCE = "/proposals/eastvale-council/ENV001/"


@pytest.fixture
def draft():
    """One in nobody's sight but finance's, in the portfolio of streets."""
    budget_round = make_round(phase="preparation")
    service = make_service(budget_round)
    service.portfolio = Portfolio.objects.create(council=budget_round.council, name="Streets")
    service.save()
    make_proposal(budget_round, "PRK500", "Sweep less", stage="published")
    return make_proposal(budget_round, "ENV001", service=service, stage="sent_back", published_at=None)


@pytest.fixture
def told(client, draft):
    """A function that says what both addresses of the proposal tell a person, and with how many queries."""

    def told(person):
        client.force_login(person)
        said = set()
        for address in (f"/proposals/{draft.pk}/", BY_REFERENCE):
            response = client.get(address)
            text = response.content.decode()
            assert response.status_code == 404
            assert "Dim the lights" not in text
            said.add(NOT_YET in text)
        (is_told,) = said
        return is_told

    return told


class TestWhoIsTold:
    def test_is_the_cabinet_member_of_its_portfolio_and_no_other(self, told, draft, cabinet_member, assign):
        assert not told(cabinet_member)
        parks = Portfolio.objects.create(council=draft.budget_round.council, name="Parks")
        assert not told(assign(cabinet_member, parks))
        assert told(assign(cabinet_member, draft.service.portfolio))

    def test_is_who_entered_it_or_signed_it_off(self, told, draft, budget_holder, author, assign):
        elsewhere = make_service(draft.budget_round, "Parks", "PRK", "Parks")
        holder, writer = assign(budget_holder, elsewhere), assign(author, elsewhere)
        assert not told(holder)
        assert not told(writer)
        draft.entered_by = author
        draft.save()
        SignOff.objects.create(
            proposal=draft, stage="service_review", signed_by=budget_holder, signed_by_name="B", role="R",
            signed_total=1,
        )  # fmt: skip
        assert told(holder)
        assert told(writer)

    def test_is_the_member_who_asked_about_it_when_it_was_published(
        self, told, draft, scrutiny_member, committee_clerk
    ):
        assert not told(scrutiny_member)
        make_item(draft, asked_by=scrutiny_member)
        assert told(scrutiny_member)
        assert not told(committee_clerk)

    def test_is_nobody_where_it_has_exempt_wording(self, told, draft, cabinet_member, assign):
        member = assign(cabinet_member, draft.service.portfolio)
        section = ImpactStatement.objects.create(
            proposal=draft,
            kind="assumptions",
            text="The contract is not public.",
            exempt_paragraph=3,
            public_interest_reason="Bids are open.",
        )
        ExemptWording.objects.create(proposal=draft, statement=section, text="The buyer.")
        assert not told(member)

    def test_is_nobody_where_it_has_an_exempt_file(self, told, draft, cabinet_member, assign):
        member = assign(cabinet_member, draft.service.portfolio)
        make_attachment(draft, sensitivity="internal")
        assert told(member)
        make_attachment(draft, sensitivity="exempt")
        assert not told(member)

    def test_is_nobody_of_another_council_nor_without_a_role(
        self, told, draft, budget_holder, outsider, assign
    ):
        draft.entered_by = budget_holder
        draft.save()
        elsewhere = make_service(make_round("Other", council="Westvale Council"), "Parks", "PRK", "Parks")
        assert not told(assign(budget_holder, elsewhere))
        draft.entered_by = outsider
        draft.save()
        assert not told(outsider)


@pytest.mark.one_database
class TestWhoIsNotTold:
    def test_gets_the_words_and_queries_of_what_does_not_exist(self, client, draft, scrutiny_member):
        client.force_login(scrutiny_member)

        def answer(address):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                text = words(tree(client.get(address)).find(".//main"))
            return text.replace("ENV001", "ENV777"), len(queries)

        assert answer(f"/proposals/{draft.pk}/") == answer("/proposals/999999/")
        assert answer(BY_REFERENCE) == answer(BY_REFERENCE.replace("ENV001", "ENV777"))
