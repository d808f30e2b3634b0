"""The Atom feeds and the previews of public pages say what is public, and no word more."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Council
from services.models.council_logos import set_logo
from services.values.logos import LogoFile
from tests.support.edition_examples import make_edition, make_publication
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_proposal, make_round, tree

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ALL, OF_COUNCIL = "/published/feed.atom", "/published/eastvale-council/feed.atom"
PART_II = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'


def round_of(council, public=True):
    budget_round = make_round(council=council)
    budget_round.council.public_pages = public
    budget_round.council.save()
    make_proposal(budget_round, "ENV001", title="An unpublished title")
    return budget_round


@pytest.fixture
def edition():
    return make_edition(make_publication(round_of("Eastvale Council"), appendix="A", style="option-pages"))


def feed(address, client=None, **headers):
    response = (client or Client()).get(address, headers=headers)
    assert response.status_code == 200
    return ET.fromstring(response.content)


def entries(address, client=None):
    return feed(address, client).findall(f"{ATOM}entry")


def text_of(entry, name):
    return entry.findtext(f"{ATOM}{name}")


@pytest.mark.one_database
class TestTheFeed:
    def test_tells_of_an_edition_with_its_address_moment_and_who_published_it(self, edition):
        (entry,) = entries(OF_COUNCIL)
        assert text_of(entry, "title") == "Savings proposals, edition 1"
        assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{edition.get_absolute_url()}"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Eastvale Council"
        day = timezone.localtime(edition.published_at)
        assert text_of(entry, "summary") == f"1 savings proposal, published on {day.day} {day:%B %Y}."
        for name in ("published", "updated"):
            told = datetime.datetime.fromisoformat(text_of(entry, name))
            assert told == edition.published_at

    def test_names_an_edition_by_the_identifier_that_its_files_carry_wherever_it_is_read(
        self, edition, settings
    ):
        settings.ALLOWED_HOSTS = ["other.example", "testserver"]
        names = {
            text_of(found, "id")
            for root in (feed(ALL), feed(OF_COUNCIL), feed(OF_COUNCIL, host="other.example"))
            for found in root.findall(f"{ATOM}entry")
        }
        assert names == {f"urn:uuid:{edition.identifier}"}

    def test_tells_of_a_correction_as_an_entry_of_its_own_the_newest_first(self, edition):
        make_edition(edition.publication, 2, corrects=edition, correction="A figure was wrong.")
        later, first = entries(OF_COUNCIL)
        assert text_of(later, "summary").endswith("Correction: A figure was wrong.")
        assert text_of(later, "id") != text_of(first, "id")

    def test_of_one_council_has_its_own_editions_and_that_of_all_has_everybodys(self, edition):
        make_edition(make_publication(round_of("Westvale Council"), title="Of the west"))
        assert [text_of(entry, "title") for entry in entries(OF_COUNCIL)] == ["Savings proposals, edition 1"]
        assert {entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries(ALL)} == {
            "Eastvale Council",
            "Westvale Council",
        }

    def test_has_no_exempt_edition_and_none_of_a_council_without_public_pages_whoever_asks(
        self, edition, committee_clerk
    ):
        make_edition(
            make_publication(edition.publication.budget_round, title="Behind closed doors", **PART_II)
        )
        make_edition(make_publication(round_of("Westvale Council", public=False), title="Not shown"))
        for client in (Client(), signed_in(committee_clerk)):
            assert [text_of(entry, "title") for entry in entries(ALL, client)] == [
                "Savings proposals, edition 1"
            ]
            assert client.get("/published/westvale-council/feed.atom").status_code == 404

    def test_is_linked_from_the_list_of_the_editions_and_only_where_there_is_one(
        self, edition, committee_clerk
    ):
        (link,) = tree(Client().get("/published/eastvale-council/")).xpath(
            "//a[.='Atom feed of new editions']"
        )
        assert link.get("href") == OF_COUNCIL
        make_edition(make_publication(round_of("Westvale Council", public=False)))
        page = tree(signed_in(committee_clerk).get("/published/westvale-council/"))
        assert page.xpath("//h1")
        assert not page.xpath("//main//a[contains(@href, 'feed')]")

    def test_says_no_word_of_the_proposals(self, edition):
        for address in (ALL, OF_COUNCIL):
            assert "unpublished" not in Client().get(address).content.decode()

    def test_is_kept_for_a_minute_and_asked_for_by_its_tag_alone(self, edition):
        """By a date it would stay the same when an edition is withdrawn."""
        make_edition(make_publication(round_of("Westvale Council")))
        first = Client().get(ALL)
        assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=60", "must-revalidate"}
        assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert "Last-Modified" not in first.headers
        known = {"If-None-Match": first.headers["ETag"]}
        assert Client().get(ALL, headers=known).status_code == 304
        council = Council.objects.get(name="Westvale Council")
        council.public_pages = False
        council.save()
        assert Client().get(ALL, headers=known).status_code == 200


def head_of(address):
    return tree(Client().get(address)).xpath("//head")[0]


def meta(address):
    found = head_of(address).xpath("./meta[@property or @name]")
    return {one.get("property") or one.get("name"): one.get("content") for one in found}


class TestTheHeadOfAPublicPage:
    @pytest.mark.parametrize(
        ("page", "leads_to"),
        [
            ("/published/", ALL),
            ("/published/eastvale-council/", OF_COUNCIL),
            ("/published/eastvale-council/scrutiny/", OF_COUNCIL),
            ("an edition", OF_COUNCIL),
        ],
    )
    def test_names_its_feed_and_says_what_the_page_is(self, edition, page, leads_to):
        round_of("Westvale Council")  # so that there is a page of all
        address = edition.get_absolute_url() if page == "an edition" else page
        (named,) = head_of(address).xpath("./link[@rel='alternate'][@type='application/atom+xml']")
        assert named.get("href") == leads_to
        assert Client().get(leads_to).status_code == 200
        told = meta(address)
        assert told["og:url"] == f"http://testserver{address}"
        assert told["description"] == told["og:description"]
        assert len(told["description"]) > 20
        (title,) = head_of(address).xpath("./title/text()")
        assert told["og:title"].partition(" – ")[0] in title

    def test_tells_what_an_edition_is_whose_and_of_when(self, edition):
        set_logo(edition.council, LogoFile("svg", SVG))
        address = edition.get_absolute_url()
        (title,) = head_of(address).xpath("./title/text()")
        assert title == "Savings proposals, edition 1 – Eastvale Council – Council savings proposals"
        told = meta(address)
        assert told["og:title"] == "Savings proposals, edition 1 – Eastvale Council"
        assert told["og:site_name"] == "Eastvale Council"
        assert told["description"] == edition.description
        picture = told["og:image"].removeprefix("http://testserver")
        assert Client().get(picture).content == SVG

    def test_escapes_what_people_typed(self, edition):
        make_edition(
            edition.publication, 2, corrects=edition, correction='"><script>alert(1)</script> was wrong.'
        )
        newest = edition.publication.editions.order_by("-number").first()
        assert "<script>alert" not in Client().get(newest.get_absolute_url()).content.decode()
        assert meta(newest.get_absolute_url())["description"].endswith(
            '"><script>alert(1)</script> was wrong.'
        )
