"""A clerk prepares a publication, watches its preview being made and publishes it; a visitor reads the edition."""

import pytest
from edition_examples import work_off
from web_examples import make_proposal, make_round

from reports.models import Edition
from reports.publishing import jobs, worker
from reports.writers.progress import Progress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def accessible_at_every_width(page, axe_violations):
    for width in (390, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_violations(page) == []
        across = page.evaluate("document.documentElement.scrollWidth")
        assert across <= width, f"{page.url} is {across} wide at {width}"


def test_from_the_list_to_a_visitor(page, live_server, sign_in, committee_clerk, axe_violations):
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
    page.get_by_label("Title").fill("Savings for scrutiny")
    page.get_by_label("Appendix letter").fill("A")
    page.get_by_label("Part II (exempt from publication)").check()
    page.get_by_role("button", name="Save").click()
    errors = page.get_by_role("alert")
    assert "Choose the paragraph under which it is exempt." in errors.inner_text()
    accessible_at_every_width(page, axe_violations)
    page.get_by_label("Part I (public)").check()
    page.get_by_role("button", name="Save").click()

    page.get_by_text("Equality screening and assessment: 1").click()
    assert page.get_by_text("Missing: equality screening").is_visible()
    accessible_at_every_width(page, axe_violations)
    page.get_by_role("link", name="Read it on screen").click()
    assert page.get_by_role("heading", name="Savings for scrutiny").is_visible()
    page.go_back()

    page.get_by_role("button", name="Make the PDF preview").click()
    assert page.get_by_text("Waiting for its turn.").first.is_visible()
    job = jobs.take("the worker of this test")
    jobs.report(job, Progress("drawing", 3, 6))
    # Nobody loads the page again: it says so by itself.
    page.get_by_text("Drawing page 3 of 6.").wait_for()
    assert page.locator("progress").evaluate("bar => bar.position") == 0.85
    assert page.get_by_role("status").inner_text() == "80% done."
    accessible_at_every_width(page, axe_violations)
    worker.do(job)
    page.get_by_role("button", name="Download the PDF").wait_for()
    page.get_by_role("link", name="Back to the publication").click()

    page.get_by_role("button", name="Publish it").click()
    page.get_by_label("Why is it published in spite of what is missing?").fill("Agreed.")
    accessible_at_every_width(page, axe_violations)
    page.get_by_role("button", name="Publish edition 1").click()
    page.get_by_text("Waiting for its turn.").first.wait_for()
    page.goto("about:blank")
    work_off()
    edition = Edition.objects.get()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/published/")
    accessible_at_every_width(page, axe_violations)
    page.get_by_role("link", name="Appendix A: Savings for scrutiny, edition 1").click()
    assert page.get_by_role("heading", name="Savings for scrutiny").is_visible()
    assert page.get_by_text("Mow less often").first.is_visible()
    accessible_at_every_width(page, axe_violations)
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
    page.get_by_role("button", name="Make the PDF preview").click()
    job = jobs.take("the worker of this test")
    jobs.report(job, Progress("laying_out", 3))
    page.get_by_role("link", name="Look again how far it is").click()
    assert page.get_by_text("Laying out page 3. How many there are shows when all are laid out.").is_visible()
    page.get_by_role("button", name="Stop it").click()
    assert page.get_by_text("Stopping at the next page.").is_visible()
    worker.do(job)
    page.get_by_role("link", name="Look again how far it is").click()
    assert page.get_by_text("It was stopped.").is_visible()
    page.get_by_role("button", name="Try again").click()
    work_off()
    page.get_by_role("link", name="Look again how far it is").click()
    assert page.get_by_role("button", name="Download the PDF").is_visible()
    context.close()
