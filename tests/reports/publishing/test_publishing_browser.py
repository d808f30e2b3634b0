"""A clerk prepares a publication, watches its preview being made and publishes it; a visitor reads the edition."""

import pytest
from playwright.sync_api import expect

from reports.models import Edition
from reports.publishing import jobs, worker
from reports.writers.progress import Progress
from tests.support.edition_examples import work_off
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


WIDTHS = (390, 820, 1280)


@pytest.mark.long
def test_from_the_list_to_a_visitor(page, live_server, sign_in, committee_clerk):
    budget_round = make_round()
    council = budget_round.council
    council.public_pages = True
    council.save()
    make_proposal(budget_round, "ENV001", savings=(906_000, 0, 0))
    make_proposal(budget_round, "ENV002", title="Mow less often")
    sign_in(page, committee_clerk)

    page.goto("/proposals/")
    page.get_by_role("link", name="Publications").click()
    page.get_by_role("button", name="Prepare a publication").click()
    page.get_by_label("Title", exact=True).fill("Savings for scrutiny")
    page.get_by_label("Appendix letter").fill("A")
    page.get_by_label("Part II (exempt from publication)").check()
    page.get_by_role("button", name="Save").click()
    errors = page.get_by_role("alert")
    expect(errors).to_contain_text("Choose the paragraph of Schedule 12A.")
    assert_sound(page, WIDTHS)
    page.get_by_label("Part I (public)").check()
    page.get_by_role("button", name="Save").click()

    page.get_by_text("Equality screening and assessment: 1").click()
    expect(page.get_by_text("Missing: equality screening")).to_be_visible()
    assert_sound(page, WIDTHS)
    page.get_by_role("link", name="View it on screen").click()
    expect(page.get_by_role("heading", name="Savings for scrutiny")).to_be_visible()
    page.go_back()

    page.get_by_role("button", name="Create PDF preview").click()
    expect(page.get_by_text("Waiting to start.").first).to_be_visible()
    job = jobs.take("the worker of this test")
    jobs.report(job, Progress("drawing", 3, 6))
    # Nobody loads the page again: it says so by itself.
    expect(page.get_by_text("Drawing page 3 of 6.")).to_be_visible()
    expect(page.locator("progress")).to_have_js_property("position", 0.85)
    expect(page.get_by_role("status")).to_have_text("80% done.")
    assert_sound(page, WIDTHS)
    worker.do(job)
    page.get_by_role("button", name="Download the PDF").wait_for()
    page.get_by_role("link", name="Back to the publication").click()

    page.get_by_role("button", name="Publish").click()
    page.get_by_label("Reason for publishing with gaps").fill("Agreed.")
    assert_sound(page, WIDTHS)
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.get_by_text("Waiting to start.").first).to_be_visible()
    page.goto("about:blank")
    work_off()
    edition = Edition.objects.get()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/published/")
    assert_sound(page, WIDTHS)
    page.get_by_role("link", name="Appendix A: Savings for scrutiny, edition 1").click()
    expect(page.get_by_role("heading", name="Savings for scrutiny")).to_be_visible()
    expect(page.get_by_text("Mow less often").first).to_be_visible()
    assert_sound(page, WIDTHS)
    with page.expect_download() as download:
        page.get_by_role("link", name="The appendix as an accessible PDF").click()
    assert download.value.path().read_bytes() == bytes(edition.files.get(name="appendix.pdf").content)


def test_without_a_script_the_progress_is_a_page_to_look_at_again(
    browser, live_server, sign_in, committee_clerk
):
    budget_round = make_round()
    make_proposal(budget_round, "ENV001")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, committee_clerk)
    page.goto("/publications/new/")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Create PDF preview").click()
    again = page.get_by_role("link", name="Refresh")
    expect(again).to_be_visible()
    job = jobs.take("the worker of this test")
    jobs.report(job, Progress("laying_out", 3))
    again.click()
    expect(page.get_by_text("Laying out page 3. The number of pages is not known yet.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Stopping at the next page.")).to_be_visible()
    worker.do(job)
    again.click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Waiting to start.").first).to_be_visible()
    work_off()
    again.click()
    expect(page.get_by_role("button", name="Download the PDF")).to_be_visible()
    context.close()
