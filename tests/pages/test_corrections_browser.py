"""A finance officer corrects what a row and a column are, in the tables of the reading: at a desk, and on a phone."""

import os

import pytest
from playwright.sync_api import expect

from proposals.models import SavingsProposal
from tests.proposals.importing.test_any_file import PLAIN, workbook
from tests.support.settled_page import assert_fits, axe_violations
from tests.support.web_examples import make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# No total comes to the last row but one, so it is read as a proposal; what the last column is, nothing tells.
TABLE = [
    (*PLAIN[0], "Stretch £"),
    *((*row, 5_000) for row in PLAIN[1:]),
    ("", "Everything else", "Environment", 9_000, 0, 0, 9_000, 0, 0),
]


@pytest.mark.parametrize(("width", "has_script"), [(390, False), (1280, True)])
def test_a_row_and_a_column_are_corrected_in_the_table(
    browser, live_server, sign_in, finance_officer, width, has_script
):
    budget_round = make_round()
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=has_script, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, finance_officer)
    page.goto("/proposals/import/")
    page.get_by_label("Document").set_input_files(
        {"name": "list.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(TABLE)}
    )
    page.get_by_label("Budget round").select_option(str(budget_round.pk))
    page.get_by_role("button", name="Preview").click()

    page.get_by_label("Kind of Stretch £").select_option("Target")
    page.get_by_label("Read Everything else as").select_option("Target")
    page.get_by_label("Year of 2029/30 £").select_option("2028/29")
    if pictures := os.environ.get("PICTURES"):
        page.screenshot(path=f"{pictures}/corrections-{width}.png", full_page=True)
    if has_script:
        assert_fits(page)
        assert axe_violations(page) == []
    page.get_by_role("button", name="Apply corrections").click()
    expect(page.get_by_label("Read Everything else as")).to_have_value("target")
    expect(page.get_by_label("Kind of Stretch £")).to_have_value("target")
    page.get_by_label("Add up").check()
    page.get_by_role("button", name="Save answers and preview").click()
    page.get_by_role("button", name="Import (3 new)").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    bins = SavingsProposal.objects.get(reference="AC02")
    assert list(bins.year_profiles.values_list("recurring_saving", flat=True)) == [0, 150_000]
    assert SavingsProposal.objects.count() == 3
    context.close()


def test_choosing_a_new_round_opens_the_part_that_asks_for_its_name(
    browser, live_server, sign_in, finance_officer
):
    budget_round = make_round()
    page = browser.new_context(base_url=live_server.url).new_page()
    sign_in(page, finance_officer)
    page.goto("/proposals/import/")
    page.get_by_label("Budget round").select_option(str(budget_round.pk))
    expect(page.get_by_label("Name of the new round")).to_be_hidden()
    page.get_by_label("Budget round").select_option("A new round")
    expect(page.get_by_label("Name of the new round")).to_be_visible()
