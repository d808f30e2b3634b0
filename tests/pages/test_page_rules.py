"""What every page sends and holds: no code of its own, tokens, plain words for faults, and nothing on the first day."""

import logging
from html.parser import HTMLParser

import pytest
from django.test import Client

from services.models import Council
from tests.support.access_examples import SIGN_IN, signed_in, waiting_of
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def proposal():
    return make_proposal(make_round(), "ENV001", "Dim the lights")


class _InlineCode(HTMLParser):
    """Collects scripts, styles and handlers written into a page, and forms that are sent without a token."""

    def __init__(self):
        super().__init__()
        self.found, self.open_form, self.has_token = [], False, False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_data = given.get("type") == "application/json"  # which no browser runs
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        self.found += [
            value for value in given.values() if (value or "").strip().lower().startswith("javascript:")
        ]
        if tag == "form":
            self.open_form, self.has_token = (given.get("method") or "get").lower() == "post", False
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self.has_token = True

    def handle_endtag(self, tag):
        if tag == "form":
            if self.open_form and not self.has_token:
                self.found.append("a form without a token")
            self.open_form = False


def inline_code(response):
    parser = _InlineCode()
    parser.feed(response.content.decode())
    return parser.found


class TestEveryPage:
    @pytest.fixture
    def pages(self, finance_officer, scrutiny_member, outsider, proposal):
        proposal.statements.create(kind="impact_upon_service", text="A\tB\n1\t2\n\n· a\n\n1. b")
        finance, anonymous = signed_in(finance_officer), signed_in(None)
        preview = f"/proposals/import/{waiting_of(finance_officer).pk}/"
        return [
            anonymous.get(SIGN_IN),
            anonymous.post(SIGN_IN, {"login": "x", "password": "y"}),
            anonymous.get("/accessibility/"),
            anonymous.get("/nowhere/"),
            finance.get("/proposals/"),
            finance.get("/proposals/", {"saving_from": "abc", "page": "9", "foo": "<script>"}),
            finance.get(proposal.get_absolute_url()),
            finance.get("/proposals/import/"),
            finance.post("/proposals/import/", {}),
            finance.get(preview),
            finance.get("/appendices/"),
            finance.get("/appendices/page/", {"cover-title": "Savings"}),
            finance.get("/appendices/page/", {"cover-title": ""}),
            finance.get("/proposals/download/csv/", {"sort": "x"}),
            finance.get("/admin/"),
            finance.get(f"/admin/proposals/savingsproposal/{proposal.pk}/change/"),
            signed_in(outsider).get("/proposals/"),
            signed_in(scrutiny_member).get("/proposals/import/"),
        ]

    def test_holds_no_script_or_style_of_its_own_and_a_token_in_every_form_that_writes(self, pages):
        assert {page.request["PATH_INFO"]: inline_code(page) for page in pages if inline_code(page)} == {}

    def test_allows_nothing_from_elsewhere(self, pages):
        for page in pages:
            policy = page["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert (page["X-Content-Type-Options"], page["X-Frame-Options"]) == ("nosniff", "DENY")
            assert page["Referrer-Policy"] == "same-origin"
            assert page["Cross-Origin-Opener-Policy"] == "same-origin"

    @pytest.mark.parametrize(
        "address", ["/proposals/import/", "/proposals/import/1/", "/admin/proposals/savingsproposal/add/"]
    )
    def test_that_writes_refuses_a_form_without_its_token(self, finance_officer, address):
        client = Client(enforce_csrf_checks=True)
        client.force_login(finance_officer)
        assert client.post(address, {}).status_code == 403


class TestAnUnexpectedFault:
    """A fault that nobody foresaw, in the middle of a page."""

    @pytest.fixture
    def response(self, finance_officer, proposal, caplog, monkeypatch):
        waiting = waiting_of(finance_officer)

        def fail(*_):
            raise KeyError("no such kind")

        monkeypatch.setattr("proposals.importing.views.plan_document", fail)
        with caplog.at_level(logging.ERROR, "django.request"):
            return signed_in(finance_officer).get(f"/proposals/import/{waiting.pk}/")

    def test_shows_the_plain_page_and_nothing_of_the_fault(self, response, settings):
        assert settings.DEBUG is False
        assert response.status_code == 500
        text = response.content.decode()
        assert words(tree(response).xpath("//h1")[0]) == "Sorry, there is a problem with the service"
        assert "KeyError" not in text
        assert "no such kind" not in text
        assert "Traceback" not in text

    def test_is_logged_with_its_cause(self, response, caplog):
        logged = caplog.get_records("setup")
        (record,) = [record for record in logged if record.name == "django.request"]
        assert "/proposals/import/" in record.getMessage()
        assert record.exc_info[0] is KeyError
        assert "no such kind" in str(record.exc_info[1])


class TestTheFirstDay:
    def test_tells_a_finance_officer_how_to_begin(self, client, finance_officer):
        client.force_login(finance_officer)
        assert not Council.objects.exists()
        page = tree(client.get("/proposals/"))
        assert "/proposals/import/" in page.xpath("//main//a/@href")


class TestAnAddressWithANullCharacter:
    def test_is_refused_in_the_admin_before_a_database_is_asked(self, client, finance_officer):
        client.force_login(finance_officer)
        for address in ("/admin/proposals/savingsproposal/?category=%00", "/admin/services/service/?%00=1"):
            assert client.get(address).status_code == 400, address
