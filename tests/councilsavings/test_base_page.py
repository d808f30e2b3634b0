"""The frame of the pages: nothing inline, navigation, messages and error pages, and the whole in Chromium."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from playwright.sync_api import expect

from tests.support.axe_runs import EVERY_RULE_AND_GOOD_PRACTICE, violations
from tests.support.base_pages import (
    PAGES,
    PageReader,
    frame_broken_form_page,
    frame_officer,
    read,
)
from tests.support.settled_page import assert_fits, resize

pytestmark = [pytest.mark.urls("tests.support.base_pages"), pytest.mark.one_database]
officer = frame_officer
broken_form_page = frame_broken_form_page


# Nothing inline, everything named.


@pytest.mark.parametrize("address", [*PAGES, "/refuse/", "/missing/", "/fail/"])
def test_pages_have_nothing_that_the_content_security_policy_blocks(client, officer, address):
    client.force_login(officer)
    client.raise_request_exception = False
    assert_nothing_inline(read(client.get(address)))


def test_form_with_errors_has_nothing_inline(broken_form_page):
    assert_nothing_inline(broken_form_page)


def assert_nothing_inline(page: PageReader) -> None:
    assert not page.all("style")
    for script in page.all("script"):
        if script.attributes.get("type") == "application/json":
            continue  # data, which no browser runs
        assert script.attributes.get("src")
        assert not script.text.strip()
    for element in page.elements:
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(client, officer, address):
    client.force_login(officer)
    assert_ids_hold_together(read(client.get(address)))


def test_ids_hold_together_on_a_form_with_errors(broken_form_page):
    assert_ids_hold_together(broken_form_page)


def assert_ids_hold_together(page: PageReader) -> None:
    ids = page.ids()
    assert sorted(set(ids)) == sorted(ids)
    for element in page.elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for identifier in element.attributes.get(attribute, "").split():
                assert identifier in ids, (attribute, element)
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, element


# Header and navigation.


def navigation(client) -> list[str]:
    page = read(client.get("/accessibility/"))
    links = [e for e in page.all("a") if e.attributes.get("class") == "govuk-service-navigation__link"]
    return [page.words(link) for link in links]


def test_stranger_is_offered_what_is_public_and_signing_in(client, db):
    assert navigation(client) == ["Glossary"]
    assert [link.attributes["href"] for link in read(client.get("/")).all("a") if link.text == "Sign in"] == [
        "/sign-in/"
    ]


def test_admin_is_offered_to_staff(client, officer):
    officer.is_staff = True
    officer.save()
    client.force_login(officer)
    assert navigation(client) == ["Proposals", "Admin"]


def test_page_that_is_open_is_marked_in_the_navigation(client, officer):
    client.force_login(officer)
    page = read(client.get("/proposals/"))
    assert [page.words(link) for link in page.all("a", aria_current="page")][:1] == ["Proposals"]


def test_signing_out_is_a_form_with_a_token(client, officer):
    client.force_login(officer)
    page = read(client.get("/accessibility/"))
    assert page.one("form").attributes == {"method": "post", "action": "/sign-out/"}
    assert page.one("input", name="csrfmiddlewaretoken")
    assert "Ann Example" in client.get("/accessibility/").content.decode()


def test_signed_out_page_says_so(client, officer, settings):
    settings.LOGOUT_REDIRECT_URL = None
    client.force_login(officer)
    page = read(client.post("/sign-out/"))
    assert page.one("h1").text == "You have signed out"
    assert "Ann Example" not in page.one("body").text


def test_skip_link_comes_first_and_leads_to_the_content(client, db):
    page = read(client.get("/accessibility/"))
    assert page.all("a")[0].attributes["href"] == "#main-content"
    assert page.with_id("main-content").tag == "main"


def test_messages_interrupt_only_when_they_must(client, db):
    page = read(client.get("/messages/"))
    banners = [e for e in page.elements if e.attributes.get("data-module") == "govuk-notification-banner"]
    assert [banner.attributes["role"] for banner in banners] == ["alert", "alert", "region"]
    assert ["data-disable-auto-focus" in banner.attributes for banner in banners] == [False, True, True]


def test_sign_in_page_shows_what_is_wrong(client, officer):
    page = read(client.post("/sign-in/", {"login": "officer", "password": "wrong"}))
    assert page.one("title").text.startswith("Error: Sign in")
    assert "The username or password is incorrect." in page.one("div", role="alert").text
    assert page.with_id("id_login").attributes["autocomplete"] == "username"
    assert "autofocus" not in page.with_id("id_login").attributes


def test_signing_in_leads_to_the_page_asked_for(client, officer):
    page = read(client.get("/sign-in/?next=/form/"))
    assert {field.attributes["value"] for field in page.all("input", name="next")} == {"/form/"}
    response = client.post("/sign-in/", {"login": "officer", "password": "a long password", "next": "/form/"})
    assert response.url == "/form/"


# Error pages.


class NoSession:
    """A user or session that cannot be read, as when the database is down."""

    def __getattr__(self, name):
        raise AssertionError("an error page asked who is signed in")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_neither_session_nor_database(name):
    request = RequestFactory().get("/")
    request.user = request.session = NoSession()
    for drawn in (render_to_string(f"{name}.html"), render_to_string(f"{name}.html", request=request)):
        page = PageReader(drawn)
        assert page.one("h1").text
        assert len(page.all("p")) >= 2


@pytest.mark.parametrize(("address", "status"), [("/refuse/", 403), ("/missing/", 404), ("/fail/", 500)])
def test_error_pages_answer_with_their_status_and_no_detail(client, db, address, status):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert "secret detail" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_refusal_gives_its_reason(client, db):
    assert "Only finance officers import documents." in client.get("/refuse/").content.decode()


def test_form_from_elsewhere_is_refused_in_words(db):
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    assert "Your form has expired" in response.content.decode()


# In a real browser.


def answers_for(client: Client, addresses: list[str]) -> dict[str, HttpResponse]:
    return {address: client.get(address) for address in addresses}


def serve(answers: dict[str, HttpResponse]):
    """Answer the browser from pages already drawn, so that it needs no server and no database."""

    def handle(route) -> None:
        parts = urlsplit(route.request.url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.path.startswith("/static/"):
            found = Path(finders.find(parts.path.removeprefix("/static/")))
            route.fulfill(body=found.read_bytes(), content_type=mimetypes.guess_type(found)[0])
        elif address in answers:
            response = answers[address]
            route.fulfill(status=response.status_code, body=response.content, headers=dict(response.headers))
        else:
            route.fulfill(status=404, body="")

    return handle


@pytest.fixture
def drawn_pages(client, officer) -> dict[str, HttpResponse]:
    errors = {
        "/form-with-errors/": client.post("/form/", {"saving": "many"}),
        "/sign-in-with-errors/": client.post("/sign-in/", {"login": "officer", "password": "wrong"}),
        "/sign-in/": client.get("/sign-in/"),
        "/missing/": client.get("/missing/"),
    }
    client.force_login(officer)
    return errors | answers_for(client, [address for address in PAGES if address != "/sign-in/"])


@pytest.fixture
def browser_page(drawn_pages, browser) -> Iterator:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", serve(drawn_pages))
    yield page
    context.close()


@pytest.mark.browser
def test_pages_pass_axe_and_reflow_and_break_no_policy(browser_page, drawn_pages):
    complaints: list[str] = []
    browser_page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in drawn_pages:
        browser_page.goto(f"http://localhost{address}")
        if address != "/missing/":
            browser_page.wait_for_selector("body.js-enabled")
        for width in (320, 768, 1280):
            resize(browser_page, width)
            assert_fits(browser_page, address)
            if width == 768:
                continue
            found = violations(browser_page, EVERY_RULE_AND_GOOD_PRACTICE)
            assert found == [], (address, width)
    assert [text for text in complaints if "404" not in text] == []


@pytest.mark.browser
def test_error_summary_takes_the_focus_and_its_links_reach_the_fields(browser_page):
    browser_page.goto("http://localhost/form-with-errors/")
    expect(browser_page.locator(".govuk-error-summary")).to_be_focused()
    browser_page.click("text=Risk to delivery: Choose one.")
    expect(browser_page.locator("#id_risk_0")).to_be_focused()
