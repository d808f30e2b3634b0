"""The list in Chromium: refreshed in place with its focus, laid out as cards on a phone, checked by axe."""

import pytest
from playwright.sync_api import expect

from tests.support.settled_page import axe_violations, resize
from tests.support.web_examples import make_many, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestTheList:
    def test_refreshes_in_place_and_keeps_focus_history_and_announcements(
        self, page, sign_in, scrutiny_member
    ):
        make_many(make_round(), 30)
        sign_in(page, scrutiny_member)
        page.goto("/proposals/")
        page.evaluate("window.stays = true")
        page.locator("#sort-total").click()
        page.wait_for_url("**sort=-total**")
        expect(page.locator("#sort-total")).to_be_focused()
        page.locator("#announcement", has_text="Showing 1 to 25 of 30").wait_for(state="attached")
        page.get_by_text("Columns and sorting").click()
        page.get_by_label("Group by").select_option("directorate")
        page.locator("#arrange").get_by_role("button", name="Apply").click()
        page.wait_for_url("**group=directorate**")
        page.locator("#group-1").click()
        page.locator(".app-list tbody tr", has_text="ENV0001").wait_for()
        page.go_back()
        page.locator(".app-list tbody tr", has_text="ENV0001").wait_for(state="detached")
        assert page.evaluate("window.stays") is True
        assert axe_violations(page) == []

    def test_shows_money_on_a_phone_without_scrolling_sideways(self, page, sign_in, scrutiny_member):
        make_many(make_round(), 3)
        sign_in(page, scrutiny_member)
        page.goto("/proposals/")
        for width in (320, 390):
            resize(page, width)
            box = page.locator(".app-list tbody tr").first.locator("td.t").bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            label = "getComputedStyle(document.querySelector('td.t'), '::before').content"
            assert "Total (£m)" in page.evaluate(label)
            assert page.get_by_role("columnheader", name="Total (£m)").count() == 1
            assert axe_violations(page) == []

    def test_of_another_round_is_a_new_page_with_its_own_head(self, page, sign_in, scrutiny_member):
        here, there = make_round(), make_round("Budget 2026/27 to 2028/29", council="Westvale Council")
        make_many(here, 1)
        make_many(there, 1)
        sign_in(page, scrutiny_member)
        page.goto(f"/proposals/?round={here.pk}")
        page.evaluate("window.stays = true")
        page.get_by_label("Budget round").select_option(str(there.pk))
        page.get_by_role("button", name="Show this round").click()
        page.wait_for_url(f"**round={there.pk}**")
        page.get_by_role("heading", level=1, name=there.name).wait_for()
        assert page.evaluate("window.stays") is None
        assert page.get_by_text(f"{here.name}: its proposals").count() == 0
