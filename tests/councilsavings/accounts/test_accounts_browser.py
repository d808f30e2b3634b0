"""Signing in, passkeys, an app for codes, and a forgotten password, by keyboard alone in Chromium."""

import os
import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.support.settled_page import assert_fits, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RIGHT, NEW = "a long enough password", "violet tractor lemonade"
MOST_TABS = 40
PICTURES = os.environ.get("ACCOUNT_PICTURES")
"""A directory for pictures of the pages, for who wants to look at them."""


@pytest.fixture(
    params=[{"width": 390, "height": 844}, {"width": 1280, "height": 900}], ids=["phone", "desktop"]
)
def keyboard(request, page, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    page.set_viewport_size(request.param)
    return Keyboard(page, request.node.callspec.id)


@pytest.fixture
def fiona(finance_officer):
    finance_officer.email = "fiona@northmoor.example"
    finance_officer.save()
    return finance_officer


class Keyboard:
    """A person who has no mouse: goes from field to field, types, and presses Enter."""

    def __init__(self, page, width):
        self.page, self.width, self.looked_at = page, width, 0

    def go_to(self, locator):
        """Press Tab until the element has the focus; fails where that never happens."""
        for _ in range(MOST_TABS):
            if locator.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {locator}.")

    def type_into(self, label, text):
        self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def press(self, name, role="button"):
        expect(self.page.get_by_role(role, name=name).first).to_be_visible()
        self.go_to(self.page.get_by_role(role, name=name).first)
        self.page.keyboard.press("Enter")

    def looks_at(self, heading):
        """Wait for the page with that heading, and look whether it is sound and fits."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert axe_violations(self.page) == []
        assert_fits(self.page)
        self.looked_at += 1
        if PICTURES:
            name = re.sub(r"\W+", "-", heading.lower())
            self.page.screenshot(
                path=Path(PICTURES) / f"{self.width}-{self.looked_at}-{name}.png", full_page=True
            )

    def signs_in(self, name, password=RIGHT):
        self.page.goto("/sign-in/")
        self.looks_at("Sign in")
        self.type_into("Username or email address", name)
        self.type_into("Password", password)
        self.page.keyboard.press("Enter")

    def adds_passkey(self, name):
        self.type_into("Name, for example Work phone (optional)", name)
        self.go_to(self.page.get_by_label("Use it to sign in without a password"))
        self.page.keyboard.press("Space")
        self.press("Add passkey")


@pytest.fixture
def authenticator(page):
    """A device in the browser that makes passkeys and always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_passkey_is_added_and_signs_in(keyboard, authenticator, fiona):
    page = keyboard.page
    keyboard.signs_in("fiona")
    keyboard.looks_at("Second factor")
    keyboard.press("Add a passkey", "link")
    keyboard.looks_at("Add a passkey")
    keyboard.adds_passkey("Work laptop")
    keyboard.looks_at("Recovery codes")
    assert Authenticator.objects.filter(user=fiona, type="webauthn").count() == 1
    page.goto("/account/second-factor/passkeys/")
    keyboard.looks_at("Your passkeys")
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()
    for action in ("Rename Work laptop", "Remove Work laptop"):
        box = page.get_by_role("link", name=action).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"], f"{action} needs scrolling"
    assert not page.locator(".app-table-scroll").evaluate("region => region.scrollWidth > region.clientWidth")

    page.context.clear_cookies()
    page.goto("/sign-in/?next=/proposals/")
    keyboard.press("Sign in with a passkey")
    page.wait_for_url(lambda url: url.endswith("/proposals/") and "sign-in" not in url)
    # The passkey proves both: nothing more is asked for.
    page.goto("/my-work/")
    expect(page).to_have_url(re.compile("/my-work/$"))


def test_a_device_that_does_not_recognise_its_owner_signs_nobody_in(keyboard, authenticator, fiona):
    page = keyboard.page
    keyboard.signs_in("fiona")
    keyboard.press("Add a passkey", "link")
    keyboard.looks_at("Add a passkey")
    keyboard.adds_passkey("Work laptop")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies()
    session, key = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/sign-in/?next=/my-work/")
    keyboard.press("Sign in with a passkey")
    page.wait_for_load_state("networkidle")
    page.goto("/my-work/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_an_app_for_codes_is_set_up_and_asked_for(keyboard, fiona):
    page = keyboard.page
    keyboard.signs_in("fiona")
    keyboard.looks_at("Second factor")
    keyboard.press("Set up an app", "link")
    keyboard.looks_at("Set up an authenticator app")
    keyboard.type_into("Code from your app", "000000")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Error"))
    keyboard.looks_at("Set up an authenticator app")
    keyboard.type_into("Code from your app", _code(page.locator("code").inner_text()))
    page.keyboard.press("Enter")
    keyboard.looks_at("Recovery codes")


def test_a_forgotten_password_is_set_anew(keyboard, fiona, mailoutbox, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    page = keyboard.page
    page.goto("/sign-in/")
    keyboard.press("Forgotten your password?", "link")
    keyboard.looks_at("Forgotten your password?")
    keyboard.type_into("Email address", "fiona@northmoor.example")
    page.keyboard.press("Enter")
    keyboard.looks_at("Check your email")
    page.goto(re.search(r"https?://\S+?(/account/password/new/\S+/)", mailoutbox[-1].body)[1])
    keyboard.looks_at("Set your password")
    for password in ("short", NEW):
        keyboard.type_into("New password", password)
        keyboard.type_into("Confirm new password", password)
        page.keyboard.press("Enter")
        if password == "short":
            expect(page).to_have_title(re.compile("^Error"))
            keyboard.looks_at("Set your password")
    keyboard.looks_at("Your password is set")
    keyboard.signs_in("fiona@northmoor.example", NEW)
    page.wait_for_url(lambda url: "sign-in" not in url)


def _code(secret):
    """The code that an app shows for the secret on the page."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
