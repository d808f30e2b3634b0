"""The script of a proposal's page in the admin: it asks the server, loses nothing, and can be done without."""

import pytest
from playwright.sync_api import expect

from proposals.models import ProposalRisk, WarningReason, YearProfile
from services.models import BaseBudget
from tests.support.settled_page import assert_fits, axe_violations, resize
from tests.support.web_examples import FIRST, make_budget, make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def lights(budget_round):
    """A service with a net budget of £3.5m in 2026/27."""
    service = make_service(budget_round)
    make_budget(service)
    return service


@pytest.fixture
def proposal(budget_round, lights):
    return make_proposal(
        budget_round,
        "ENV001",
        savings=(40_000, 0, 0),
        service=lights,
        base_budget=BaseBudget.objects.get(),
    )


def address_of(proposal):
    return f"/admin/proposals/savingsproposal/{proposal.pk}/change/"


@pytest.fixture
def opened(page, sign_in, finance_officer, proposal):
    """The proposal's page, opened by a finance officer."""
    sign_in(page, finance_officer)
    page.goto(address_of(proposal))
    return page


def cell(page, heading, year="2027/28"):
    return page.get_by_label(f"{heading} {year}")


def paste(page, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def warning_beside(page, field):
    return page.locator(f'[data-warnings-for="{field}"] [data-warning]:visible')


class TestWhileTyping:
    def test_the_server_computes_the_figures_and_the_focus_stays(self, opened):
        recurring = cell(opened, "Recurring saving", "2028/29")
        recurring.fill("")
        recurring.press_sequentially("0.906m")
        # With the 40,000 of 2027/28, as the council prints savings: in £m, negative.
        expect(opened.locator("[data-total]")).to_have_text("-£0.946m")
        # 946,000 of a net budget of 3,500,000.
        expect(opened.locator("[data-figures]")).to_contain_text("27.0%")
        expect(recurring).to_be_focused()
        expect(recurring).to_have_value("0.906m")
        opened.get_by_label("Decisions needed to deliver the budgeted savings", exact=True).fill(
            "One two three"
        )
        counted = opened.locator('[data-word-count-for="statement-decisions_needed-text"]')
        expect(counted).to_have_text("3")
        assert YearProfile.objects.get(year=FIRST + 1).recurring_saving == 0  # nothing is saved by it

    def test_a_warning_comes_beside_its_field_and_a_reason_given_for_other_figures_is_kept_and_doubted(
        self, opened
    ):
        recurring = cell(opened, "Recurring saving")
        recurring.fill("4m")
        warning = warning_beside(opened, "base_budget")
        expect(warning).to_contain_text(
            "The saving of £4,000,000 is larger than the net budget of £3,500,000"
        )
        warning.get_by_label("Reason").fill("It will trade.")
        recurring.fill("5m")
        expect(warning).to_contain_text("The saving of £5,000,000")
        expect(warning).to_contain_text("Given for “The saving of £4,000,000")
        recurring.fill("3m")
        expect(warning).to_have_count(0)
        recurring.fill("5m")
        expect(warning.get_by_label("Reason")).to_have_value("It will trade.")
        warning.get_by_role("button", name="Confirm").click()
        opened.get_by_role("button", name="Save", exact=True).click()
        opened.wait_for_url("**/proposals/*/")
        given = WarningReason.objects.get()
        assert given.reason == "It will trade."
        assert given.message.startswith("The saving of £5,000,000")

    def test_an_error_waits_until_its_field_is_left_and_axe_finds_nothing_wrong_then(self, opened):
        recurring = cell(opened, "Recurring saving")
        with opened.expect_response("**/check/"):
            recurring.fill("forty")
        error = opened.locator('[data-errors-for="years-0-recurring_saving"]')
        expect(error).to_be_hidden()
        recurring.press("Tab")
        expect(error).to_contain_text("“forty” is not an amount of money.")
        expect(recurring).to_have_attribute("aria-invalid", "true")
        cell(opened, "FTE change").fill("-2")
        expect(warning_beside(opened, "years-0-fte_change")).to_have_count(1)
        opened.get_by_role("combobox", name="Service (required)").click()
        assert axe_violations(opened) == []
        resize(opened, 320)
        assert_fits(opened)
        recurring.fill("40k")
        expect(error).to_be_hidden()
        expect(recurring).not_to_have_attribute("aria-invalid", "true")

    def test_no_answer_is_said_quietly_and_saving_waits_where_the_session_has_ended(
        self, opened, sign_in, finance_officer
    ):
        trouble = opened.locator(".entry-trouble")
        opened.route("**/check/", lambda route: route.abort())
        cell(opened, "Recurring saving").fill("45k")
        expect(trouble).to_have_text("The page could not be checked. It will be checked when you save.")
        opened.unroute("**/check/")
        opened.context.clear_cookies(name="sessionid")
        cell(opened, "Recurring saving").fill("50k")
        expect(trouble).to_contain_text("You have been signed out.")
        with opened.expect_response("**/check/"):
            opened.get_by_role("button", name="Save", exact=True).click()
        expect(cell(opened, "Recurring saving")).to_have_value("50k")
        sign_in(opened, finance_officer)
        opened.get_by_role("button", name="Save", exact=True).click()
        opened.wait_for_url("**/proposals/*/")
        assert YearProfile.objects.get(year=FIRST).recurring_saving == 50_000

    def test_what_has_been_saved_is_said_in_view(self, opened):
        cell(opened, "Recurring saving").fill("50k")
        opened.get_by_role("button", name="Save", exact=True).click()
        opened.wait_for_url("**/proposals/*/")
        expect(opened.get_by_text("was saved.")).to_be_in_viewport()


class TestTheGrid:
    def test_a_block_from_excel_fills_cells_says_what_did_not_fit_and_one_step_puts_them_back(self, opened):
        saving, one_off = cell(opened, "Recurring saving"), cell(opened, "One-off saving")
        saving.focus()
        paste(opened, "1,188,000\t£1.5k\r\n\t250\r\n600\t(500)\r\n")
        expect(saving).to_have_value("1,188,000")
        expect(one_off).to_have_value("£1.5k")
        expect(cell(opened, "Recurring saving", "2028/29")).to_have_value("0")  # a blank one leaves it
        expect(cell(opened, "One-off saving", "2028/29")).to_have_value("250")
        expect(cell(opened, "One-off saving", "2029/30")).to_have_value("(500)")
        expect(opened.get_by_text("5 cells were filled.")).to_be_visible()
        # 1,188,000 and 600: one-off amounts are no part of the total.
        expect(opened.locator("[data-total]")).to_have_text("-£1.189m")
        opened.keyboard.press("Control+Z")
        expect(saving).to_have_value("40,000")
        expect(one_off).to_have_value("")
        expect(cell(opened, "One-off saving", "2029/30")).to_have_value("")
        # The block of posts is larger than what is left of the grid.
        cell(opened, "FTE change", "2028/29").focus()
        paste(opened, "-1\t7\n-2\t8\n-3\t9")
        expect(cell(opened, "FTE change", "2029/30")).to_have_value("-2")
        expect(opened.get_by_text("2 cells were filled. 4 cells did not fit")).to_be_visible()
        expect(opened.get_by_label("Cells that did not fit")).to_have_value("7\n8\n-3\t9")
        # A column is walked with the keys.
        opened.keyboard.press("ArrowDown")
        expect(cell(opened, "FTE change", "2029/30")).to_be_focused()
        opened.keyboard.press("Enter")  # at the end: no move, and nothing is saved by mistake
        opened.keyboard.press("ArrowUp")
        opened.keyboard.press("Shift+Enter")
        expect(cell(opened, "FTE change", "2027/28")).to_be_focused()
        opened.get_by_role("button", name="Undo paste").click()
        expect(cell(opened, "FTE change", "2029/30")).to_have_value("")


class TestLeavingThePage:
    def test_unsaved_changes_are_said_and_asked_about_and_saving_asks_nothing(self, opened):
        asked = []

        def stay(dialog):
            asked.append(dialog.type)
            dialog.dismiss()

        opened.on("dialog", stay)
        state = opened.locator("[data-entry-state]")
        expect(state).to_be_empty()
        cell(opened, "Recurring saving").fill("50k")
        expect(state).to_have_text("Unsaved changes")
        with opened.expect_event("dialog"):
            opened.get_by_role("link", name="Savings proposals", exact=True).click(no_wait_after=True)
        expect(cell(opened, "Recurring saving")).to_have_value("50k")
        assert asked == ["beforeunload"]
        cell(opened, "Recurring saving").fill("40,000")
        expect(state).to_be_empty()
        cell(opened, "Recurring saving").fill("60k")
        opened.get_by_role("button", name="Save and continue").click()
        expect(cell(opened, "Recurring saving")).to_have_value("60,000")
        assert asked == ["beforeunload"]


class TestRows:
    def test_added_rows_are_saved_and_a_removed_one_can_be_brought_back(self, opened):
        risks = opened.locator('[data-rows="risks"]')
        add = risks.get_by_role("button", name="Add another risk")
        add.click()
        opened.keyboard.type("The contract ends early.")  # the focus is in the new row
        add.click()
        opened.keyboard.type("The lamps are late.")
        removing = risks.get_by_role("button", name="Remove row")
        removing.first.click()
        risks.get_by_role("button", name="Restore row").click()
        removing.last.click()
        expect(add).to_be_focused()
        opened.get_by_role("button", name="Save", exact=True).click()
        opened.wait_for_url("**/proposals/*/")
        assert [risk.title for risk in ProposalRisk.objects.all()] == ["The contract ends early."]


class TestChoosingTheService:
    def test_a_service_is_found_with_the_keyboard_alone_and_its_budgets_follow(
        self, page, sign_in, finance_officer, budget_round, lights
    ):
        homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
        make_budget(homes)
        sign_in(page, finance_officer)
        page.goto(f"/admin/proposals/savingsproposal/add/?budget_round={budget_round.pk}")
        service = page.get_by_role("combobox", name="Service (required)")
        budget = page.get_by_role("combobox", name="Base budget")
        service.focus()
        page.keyboard.press("ArrowDown")
        offered = page.get_by_role("listbox", name="Service").get_by_role("option")
        expect(offered).to_have_count(2)
        page.keyboard.press("Escape")
        expect(offered).to_have_count(0)
        page.keyboard.type("adult hom")
        expect(offered).to_have_text(["Care homes (Adult care)"])
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(service).to_have_value("Care homes (Adult care)")
        expect(budget).to_have_value("Care homes 2026/27")
        expect(page.locator("[data-figures]")).to_contain_text("£3.500m")
        service.fill("nowhere")
        page.keyboard.press("Tab")
        expect(service).to_have_value("Care homes (Adult care)")
        expect(page.get_by_text("“nowhere” is not one of the choices. Still chosen")).to_be_visible()


class TestWithoutTheScript:
    def test_a_proposal_is_saved_and_its_figures_are_right(
        self, browser, live_server, sign_in, finance_officer, proposal
    ):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        page = context.new_page()
        sign_in(page, finance_officer)
        page.goto(address_of(proposal))
        cell(page, "Recurring saving", "2028/29").fill("0.906m")
        expect(page.get_by_role("button", name="Add another risk")).to_be_hidden()
        page.get_by_role("button", name="Save and continue").click()
        expect(page.locator("[data-total]")).to_have_text("-£0.946m")
        expect(cell(page, "Recurring saving", "2028/29")).to_have_value("906,000")
        context.close()
