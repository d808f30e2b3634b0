"""The way around the pages: few entries for every role, and one place for all that is published and prepared."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from proposals.domain.roles import Role
from services.models import Council
from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db
MOST_ENTRIES = 6
PUBLICATIONS = "/publications/"
PART_II = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}


@pytest.fixture
def published():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001")
    return make_edition(make_publication(budget_round))


def person_with(django_user_model, *roles):
    """Somebody with these roles, and with the admin as administrators give it to those who enter proposals."""
    user = django_user_model.objects.create_user("somebody", is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=[role.value for role in roles]))
    user.is_superuser = Role.ADMINISTRATOR in roles
    user.save()
    return user


def entries(client, address="/"):
    found = tree(client.get(address)).xpath("//nav[@aria-label='Main']//a")
    return [words(link).partition(" (")[0] for link in found]


class TestTheNavigation:
    @pytest.mark.parametrize("role", Role)
    def test_has_at_most_six_entries_for_each_role(self, client, django_user_model, published, role):
        client.force_login(person_with(django_user_model, role))
        found = entries(client)
        assert 4 <= len(found) <= MOST_ENTRIES, found
        assert found[0] == "Proposals"
        assert "Publications" in found

    def test_has_at_most_six_entries_for_somebody_with_every_role(self, client, django_user_model, published):
        client.force_login(person_with(django_user_model, *Role))
        assert entries(client) == ["Proposals", "Overview", "Scrutiny", "My work", "Publications", "Admin"]

    def test_has_at_most_six_entries_for_those_who_are_not_signed_in(self, db):
        assert len(entries(Client(), "/accessibility/")) <= MOST_ENTRIES


class TestThePlaceForPublications:
    def parts(self, response):
        return [words(heading) for heading in tree(response).xpath("//main//h2")]

    @pytest.mark.parametrize(
        ("fixture", "parts"),
        [
            ("scrutiny_member", ["Published"]),
            ("auditor", ["Published", "Prepare a publication"]),
            ("committee_clerk", ["Published", "Make an appendix", "Prepare a publication"]),
            ("finance_officer", ["Published", "Make an appendix", "Prepare a publication"]),
        ],
    )
    def test_has_the_parts_that_a_person_may_use(self, client, request, published, fixture, parts):
        client.force_login(request.getfixturevalue(fixture))
        response = client.get(PUBLICATIONS)
        assert self.parts(response) == parts
        assert published.get_absolute_url() in tree(response).xpath("//main//a/@href")

    def test_leads_to_pages_that_open(self, client, published, committee_clerk):
        client.force_login(committee_clerk)
        addresses = set(tree(client.get(PUBLICATIONS)).xpath("//main//a/@href"))
        assert {"/publications/new/", "/compare/", "/verify/", "/published/eastvale-council/"} <= addresses
        assert {client.get(address).status_code for address in addresses} == {200}

    def test_is_where_the_old_address_leads_whoever_is_signed_in(self, client, published, scrutiny_member):
        Council.objects.create(name="Westvale Council", slug="westvale", public_pages=True)
        client.force_login(scrutiny_member)
        response = client.get("/published/")
        assert (response.status_code, response["Location"]) == (302, PUBLICATIONS)
        assert client.get("/published/eastvale-council/").status_code == 200

    def test_names_no_edition_and_no_preparation_to_those_who_may_not_see_them(
        self, client, published, scrutiny_member
    ):
        make_edition(
            make_publication(published.publication.budget_round, title="Behind closed doors", **PART_II)
        )
        make_publication(published.publication.budget_round, title="Not yet agreed")
        client.force_login(scrutiny_member)
        page = client.get(PUBLICATIONS).content.decode()
        assert "Behind closed doors" not in page
        assert "Not yet agreed" not in page

    def test_does_not_exist_for_somebody_without_a_role(self, client, published, outsider):
        client.force_login(outsider)
        assert client.get(PUBLICATIONS).status_code == 404
