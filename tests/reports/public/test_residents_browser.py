"""A resident on a phone, not signed in, answers their questions in three taps from the front page."""

import pytest
from playwright.sync_api import expect

from tests.support.edition_examples import make_edition, make_publication
from tests.support.public_pages import open_pages, workbook_text
from tests.support.settled_page import assert_fits, axe_violations
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
MOST_TAPS = 3


class Phone:
    """The resident's phone, which counts taps since the front page and looks at every page it meets."""

    def __init__(self, page):
        self.page, self.taps = page, 0
        page.set_viewport_size(PHONE)
        page.goto("/")
        self.look()

    def tap(self, role, name):
        self.taps += 1
        assert self.taps <= MOST_TAPS
        self.page.get_by_role(role, name=name).first.click()

    def look(self):
        assert_fits(self.page)
        assert axe_violations(self.page) == []

    def search(self, text):
        self.page.get_by_label("Search").fill(text)
        self.tap("button", "Search")
        self.page.wait_for_url("**text=**")
        self.look()


@pytest.fixture
def phone(page):
    budget_round = make_round()
    budget_round.consultation_dates = "6 January to 14 February 2028"
    budget_round.consultation_link = "https://eastvale.example/consultation"
    budget_round.save()
    libraries = make_service(budget_round, "Libraries", "CUL", "Culture")
    proposal = make_proposal(
        budget_round,
        "CUL001",
        "Shorter opening hours",
        (250_000, 100_000, 0),
        ("-2.50",),
        service=libraries,
        wards="North; South",
        statements={"impact_upon_service": "Branches close on Mondays."},
    )
    make_proposal(budget_round, "ENV001", "Dim the lights", (40_000, 0, 0))
    publication = make_publication(budget_round, style="option-pages")
    first = make_edition(publication)
    proposal.title = "Shorter hours in libraries"
    proposal.save()
    make_edition(publication, 2, corrects=first, correction="A title.")
    open_pages(budget_round.council)
    return Phone(page)


def test_finds_the_proposals_that_touch_libraries(phone):
    phone.search("library")
    expect(phone.page.get_by_role("heading", name="1 of 2 proposals")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Shorter hours in libraries")).to_be_visible()


def test_reads_what_one_means(phone):
    phone.search("library")
    phone.tap("link", "Shorter hours in libraries")
    phone.look()
    phone.tap("link", "Impact on residents and services")
    meaning = phone.page.get_by_text("Branches close on Mondays.").last
    expect(meaning).to_be_in_viewport()


def test_reads_how_much_it_saves_and_when(phone):
    phone.search("library")
    phone.tap("link", "Shorter hours in libraries")
    expect(phone.page.get_by_text("Saves £0.350m, from 2027/28")).to_be_visible()
    saving = phone.page.get_by_role("row", name="Saving (£m)").first
    expect(saving).to_have_text("Saving (£m)0.2500.1000.0000.350")
    expect(saving).to_be_in_viewport()


def test_reads_what_the_consultation_says(phone):
    consultation = phone.page.locator("#consultation")
    expect(consultation).to_be_in_viewport()
    expect(consultation).to_contain_text("6 January to 14 February 2028")
    link = phone.page.get_by_role("link", name="Read and respond to the consultation")
    expect(link).to_have_attribute("href", "https://eastvale.example/consultation")


def test_reads_what_changed_since_the_last_edition(phone):
    phone.tap("link", "Editions, changes and downloads")
    phone.tap("link", "Changes since edition 1")
    expect(phone.page.get_by_role("heading", name="Changed", exact=True)).to_be_visible()
    expect(phone.page.locator("ins").get_by_text("in libraries").last).to_be_visible()
    phone.look()


def test_saves_the_spreadsheet(phone):
    phone.tap("link", "Editions, changes and downloads")
    with phone.page.expect_download() as saving:
        phone.tap("link", "Spreadsheet (Excel) of all proposals")
    content = saving.value.path().read_bytes()
    assert saving.value.suggested_filename == "eastvale-council-budget-202728-to-202930.xlsx"
    assert "Shorter hours in libraries" in workbook_text(content)


def test_finds_the_way_to_sign_in(phone):
    phone.tap("link", "Sign in")
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Sign in")
