"""What gunicorn answers for public pages on production settings, as a proxy in front of it sees it."""

import pytest
from django.conf import settings
from django.db import connection

from services.models import Council
from tests.support.edition_examples import make_edition, make_publication
from tests.support.production import running_production
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    log = tmp_path_factory.mktemp("published") / "server.log"
    with running_production(connection.settings_dict, settings.SECRET_KEY, log) as running:
        yield running
    assert "Traceback" not in log.read_text()


@pytest.fixture
def edition(server, transactional_db):
    budget_round = make_round()
    make_proposal(budget_round, "ENV001")
    show_public_pages(True)
    return make_edition(make_publication(budget_round))


def show_public_pages(shown):
    council = Council.objects.get()
    council.public_pages = shown
    council.save()


def answer(server, address, *headers):
    """The status of the answer, its headers by name in small letters, and its body."""
    head, _, body = server.asked(f"GET {address}".encode(), *headers).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    named = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), named, body


class TestEveryProcess:
    """Each process makes the page for itself, and the proxy asks them in turn."""

    def answers(self, server, address, *headers):
        found = {}
        for _ in range(60):
            one = answer(server, address, *headers)
            found[one[1]["x-process"]] = one
        assert len(found) > 1
        return list(found.values())

    def test_gives_a_public_edition_the_same_bytes_and_tag(self, server, edition):
        answers = self.answers(server, edition.get_absolute_url())
        assert {status for status, _, _ in answers} == {200}
        assert len({body for _, _, body in answers}) == 1
        for _, headers, _ in answers:
            assert headers["etag"] == answers[0][1]["etag"]
            assert headers["cache-control"] == "public, max-age=60, must-revalidate"
            assert "set-cookie" not in headers

    def test_answers_a_known_tag_with_304_until_the_edition_is_withdrawn(self, server, edition):
        address = edition.get_absolute_url()
        known = f"If-None-Match: {answer(server, address)[1]['etag']}".encode()
        assert {(status, body) for status, _, body in self.answers(server, address, known)} == {(304, b"")}
        show_public_pages(False)
        withdrawn = self.answers(server, address, known)
        assert {status for status, _, _ in withdrawn} == {404}
        assert not any("public" in headers.get("cache-control", "") for _, headers, _ in withdrawn)

    def test_lets_no_cache_keep_what_it_answers_to_a_session(self, server, edition):
        cookie = f"Cookie: __Host-sessionid={'a' * 32}".encode()
        for status, headers, _ in self.answers(server, edition.get_absolute_url(), cookie):
            assert status == 200
            assert {"no-store", "private"} <= set(headers["cache-control"].split(", "))
            assert "cookie" in headers["vary"].lower()
