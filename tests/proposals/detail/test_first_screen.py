"""What a proposal is stands on the first screen of its page, on a phone, a tablet and a desk."""

import pytest
from playwright.sync_api import expect

from tests.support.settled_page import assert_fits, settle
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ((390, 844), (820, 1180), (1280, 800))


@pytest.fixture
def proposal():
    return make_proposal(
        make_round(),
        "ENV001",
        "Dim the street lights of residential roads between midnight and five",
        (906_000, 1_188_000, 690_000),
        ("-2.5", "0", "-1.25"),
        risk_to_delivery="H",
        statements={
            "brief_description": "Lights are dimmed to a third of their power. " * 12,
            "decisions_needed": "Agreement to dim the lights from April after a consultation of twelve weeks. "
            * 5,
        },
    )


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
class TestTheFirstScreen:
    def test_says_what_how_much_how_many_posts_at_what_risk_and_what_to_decide(
        self, page, sign_in, finance_officer, proposal, screen
    ):
        width, height = screen
        page.set_viewport_size({"width": width, "height": height})
        sign_in(page, finance_officer)
        page.goto(proposal.get_absolute_url())
        settle(page)
        assert_fits(page)
        first = page.get_by_role("region", name="Saving and posts by year")
        seen = (
            page.get_by_role("heading", level=1),
            page.locator(".app-detail__owner"),
            page.get_by_role("button", name="Edit", exact=True),
            page.locator(".app-detail__lead"),
            first,
            page.locator(".app-glance__item", has_text="Risk to delivery"),
            page.locator(".app-glance__item", has_text="Decision required"),
        )
        for part in seen:
            box = part.bounding_box()
            assert box["y"] + box["height"] <= height, part
        for total in ("-2.784", "-3.75"):
            figure = first.get_by_role("cell", name=total)
            expect(figure).to_be_visible()
            box = figure.bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width

    def test_shows_the_table_of_a_chart_and_folds_it_on_a_phone(
        self, page, sign_in, finance_officer, proposal, screen
    ):
        width, height = screen
        page.set_viewport_size({"width": width, "height": height})
        sign_in(page, finance_officer)
        page.goto(proposal.get_absolute_url())
        row = page.get_by_role("row", name="Cumulative: in-year savings added up")
        if width < 640:
            expect(row).to_be_hidden()
            page.get_by_text("Table of savings").click()
        expect(row).to_be_visible()
