"""What is public may be kept by any cache between us and the reader, and by nobody beyond what it says."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.models import Edition
from tests.support.edition_examples import make_edition, make_publication
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

FOR_A_MINUTE = {"public", "max-age=60", "must-revalidate"}


@pytest.fixture
def edition():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(906_000, 0, 0))
    budget_round.council.public_pages = True
    budget_round.council.save()
    return make_edition(make_publication(budget_round))


@pytest.fixture(params=["page", "file", "list", "scrutiny"])
def address(request, edition):
    page = edition.get_absolute_url()
    return {
        "page": page,
        "file": f"{page}savings.html",
        "list": "/published/eastvale-council/",
        "scrutiny": "/published/eastvale-council/scrutiny/",
    }[request.param]


def kept_by_caches(response):
    return set(response.headers.get("Cache-Control", "").split(", "))


def main_of(response):
    return words(tree(response).xpath("//main")[0])


@pytest.mark.one_database
class TestACache:
    def test_keeps_what_is_public_for_a_minute_apart_from_what_others_send_with_a_cookie(self, address):
        response = Client().get(address)
        assert kept_by_caches(response) == FOR_A_MINUTE
        assert "Cookie" in response.headers["Vary"]
        assert not response.cookies

    def test_is_told_in_one_line_that_what_it_has_is_still_the_same(self, address):
        tag = Client().get(address).headers["ETag"]
        again = Client().get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert kept_by_caches(again) == FOR_A_MINUTE
        assert Client().get(address, headers={"If-None-Match": '"another"'}).status_code == 200

    def test_is_told_when_the_council_turned_its_public_pages_off(self, edition, address):
        tag = Client().get(address).headers["ETag"]
        edition.council.public_pages = False
        edition.council.save()
        gone = Client().get(address, headers={"If-None-Match": tag})
        assert gone.status_code == 404
        assert "public" not in kept_by_caches(gone)

    def test_keeps_nothing_that_somebody_signed_in_is_shown(self, address, scrutiny_member):
        tag = Client().get(address).headers["ETag"]
        response = signed_in(scrutiny_member).get(address)
        assert {"private", "no-store"} <= kept_by_caches(response)
        assert "public" not in kept_by_caches(response)
        assert "Cookie" in response.headers["Vary"]
        if not address.endswith(".html"):
            assert signed_in(scrutiny_member).get(address, headers={"If-None-Match": tag}).status_code == 200

    def test_keeps_nothing_with_a_message_for_one_browser(self, edition, scrutiny_member):
        client = signed_in(scrutiny_member)
        session = client.session
        session["signed_in_at"] = 0
        session.save()
        page = client.get(edition.get_absolute_url())
        assert "Your session ended" in main_of(page)
        assert "no-store" in kept_by_caches(page)
        assert "Your session ended" not in main_of(Client().get(edition.get_absolute_url()))

    def test_keeps_no_answer_that_sets_or_deletes_a_cookie(self, address):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "a0000000000000000000000000000000"
        for response in (client.get(address), Client().get("/sign-in/")):
            assert response.cookies
            assert "no-store" in kept_by_caches(response)

    def test_is_given_by_head_what_get_gives(self, edition):
        got, asked = (getattr(Client(), way)(edition.get_absolute_url()) for way in ("get", "head"))
        assert (asked.status_code, asked.content) == (200, b"")
        for name in ("ETag", "Cache-Control", "Content-Type", "Vary"):
            assert asked.headers[name] == got.headers[name]


@pytest.mark.one_database
class TestThePageOfAnEditionForEverybody:
    def test_is_served_with_one_query_once_it_was_made(self, edition):
        Client().get(edition.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(edition.get_absolute_url())
        assert (len(queries), response.status_code) == (1, 200)

    @pytest.mark.parametrize(
        ("field", "value", "shown"),
        [
            ("name", "Westvale Council", "Westvale Council"),
            ("contact_email", "savings@eastvale.example", "savings@eastvale.example"),
            ("contact_telephone", "01632 960000", "01632 960000"),
            ("privacy_notice", "https://eastvale.example/privacy", "https://eastvale.example/privacy"),
            ("brand_colour", "#12545f", "/look/12545f.css"),
        ],
    )
    def test_says_at_once_what_the_council_says_of_itself(self, edition, field, value, shown):
        before = Client().get(edition.get_absolute_url())
        assert shown not in before.content.decode()
        setattr(edition.council, field, value)
        edition.council.save()
        after = Client().get(edition.get_absolute_url())
        assert shown in after.content.decode()
        assert after.headers["ETag"] != before.headers["ETag"]

    def test_names_a_correction_at_once_and_its_tag_says_so(self, edition):
        tag = Client().get(edition.get_absolute_url()).headers["ETag"]
        make_edition(edition.publication, number=2, corrects=edition, correction="A figure.")
        corrected = Client().get(edition.get_absolute_url(), headers={"If-None-Match": tag})
        assert corrected.status_code == 200
        assert "This edition has been corrected." in main_of(corrected)

    def test_has_nothing_of_the_reader_it_was_first_made_for(self, edition, scrutiny_member):
        address = edition.get_absolute_url()
        first = Client(headers={"cookie": "csrftoken=secret"}).get(f"{address}?secret=1")
        for response in (first, Client().get(address)):
            assert "secret" not in response.content.decode()
        name = scrutiny_member.get_full_name()
        assert name in signed_in(scrutiny_member).get(address).content.decode()
        assert name not in Client().get(address).content.decode()

    def test_names_the_host_that_was_asked_or_the_public_address_that_the_settings_name(
        self, edition, settings
    ):
        settings.ALLOWED_HOSTS = ["savings.eastvale.example", "other.eastvale.example"]
        address, cited = edition.get_absolute_url(), f"/e/{edition.mark.short_identifier}"
        for host in settings.ALLOWED_HOSTS:
            assert f"http://{host}{cited}" in Client(headers={"host": host}).get(address).content.decode()
        settings.SITE_ADDRESS = "https://savings.eastvale.gov.example"
        page = Client(headers={"host": "other.eastvale.example"}).get(address).content.decode()
        assert f"https://savings.eastvale.gov.example{cited}" in page
        assert "other.eastvale.example" not in page

    def test_of_another_council_or_part_ii_there_is_none(self, edition):
        assert Client().get(f"/published/westvale/{edition.pk}/").status_code == 404
        exempt = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}
        hidden = make_edition(make_publication(edition.publication.budget_round, **exempt))
        assert Client().get(hidden.get_absolute_url()).status_code == 404
        assert Edition.objects.public().get() == edition
