"""One proposal from an empty page to its publication, by the people whose turn it is, in a real browser."""

import pytest
from playwright.sync_api import expect

from proposals.models import SavingsProposal
from services.models import ChangeRecord, Committee, Portfolio
from tests.support.web_examples import make_budget, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def council(author, budget_holder, cabinet_member, assign):
    """A round in preparation, with a service, its budget, its portfolio and the people who answer for them."""
    budget_round = make_round(phase="preparation")
    service = make_service(budget_round)
    service.portfolio = Portfolio.objects.create(council=budget_round.council, name="Streets")
    service.save()
    make_budget(service)
    Committee.objects.create(council=budget_round.council, name="Cabinet")
    assign(author, service)
    assign(budget_holder, service.directorate)
    assign(cabinet_member, service.portfolio)
    return budget_round


class _Walk:
    """The browser, in which one person after another signs in."""

    def __init__(self, page, sign_in):
        self.page, self.sign_in, self.address = page, sign_in, ""

    def is_now(self, person):
        self.page.context.clear_cookies()
        self.sign_in(self.page, person)

    def opens_it_from_my_work(self, person):
        self.is_now(person)
        self.page.goto("/my-work/")
        self.page.get_by_role("link", name="ENV001 Dim the lights").first.click()
        self.address = self.page.url

    def steps(self, label, **words):
        """Open the step's part of the page, write what it asks for, and press its button."""
        part = self.page.locator("details.app-move").filter(has=self.page.get_by_text(label, exact=True))
        if not part.evaluate("part => part.open"):
            part.locator("summary").click()
        for name, text in words.items():
            part.get_by_label(name).fill(text)
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            part.get_by_role("button", name=label, exact=True).click()

    def expects_stage(self, stage):
        expect(self.page.get_by_role("heading", name=f"Status: {stage}", exact=True)).to_be_visible()


def enters_it(page):
    page.goto("/admin/proposals/savingsproposal/add/")
    page.get_by_label("Reference (required)").fill("ENV001")
    page.get_by_label("Title (required)").fill("Dim the lights")
    page.get_by_role("combobox", name="Service (required)").fill("Street")
    page.get_by_role("option", name="Street lighting").click()
    page.get_by_label("Recurring saving 2027/28").fill("0.1m")
    for year in ("2027/28", "2028/29", "2029/30"):
        page.get_by_label(f"FTE change {year}").fill("0")
    page.get_by_label("Impact upon service", exact=True).fill("Lamps burn lower after midnight.")
    expect(page.locator("[data-total]")).to_have_text("-£0.100m")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="ENV001 Dim the lights")).to_be_visible()


def completes_it(page):
    key = SavingsProposal.objects.get().pk
    page.goto(f"/admin/proposals/savingsproposal/{key}/change/")
    page.get_by_label("Risk to delivery").select_option("L")
    page.get_by_label("Decisions needed to deliver the budgeted savings", exact=True).fill("Agree to it.")
    page.get_by_label("Cabinet").check()
    page.get_by_label("Screening outcome").select_option("not_needed")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(lambda url: "/change/" not in url)


def doubles_the_saving(page):
    key = SavingsProposal.objects.get().pk
    page.goto(f"/admin/proposals/savingsproposal/{key}/change/")
    expect(page.get_by_text("Finance review: signed off by Fiona Ledger")).to_be_visible()
    page.get_by_label("Recurring saving 2027/28").fill("200k")
    expect(page.get_by_text("This is a material change to the savings")).to_be_visible()
    page.locator("#id_change_reason").fill("The tender came in lower.")
    page.get_by_role("button", name="Save and continue").click()


@pytest.mark.long
class TestFromAnEmptyPageToItsPublication:
    def test_with_one_sending_back_and_a_change_that_withdraws_sign_offs(
        self,
        page,
        sign_in,
        council,
        author,
        budget_holder,
        finance_officer,
        section_151_officer,
        cabinet_member,
        committee_clerk,
        scrutiny_member,
    ):
        walk = _Walk(page, sign_in)
        walk.is_now(author)
        enters_it(page)
        completes_it(page)
        walk.opens_it_from_my_work(author)
        walk.steps("Submit for service review")
        walk.expects_stage("service review")

        walk.opens_it_from_my_work(budget_holder)
        walk.steps("Send back", Reason="Say what residents will notice.")
        walk.expects_stage("sent back")

        walk.is_now(author)
        page.goto("/my-work/")
        expect(page.get_by_text("Say what residents will notice.")).to_be_visible()
        walk.opens_it_from_my_work(author)
        walk.steps("Submit for service review")

        walk.opens_it_from_my_work(budget_holder)
        walk.steps("Sign off for the service")
        walk.opens_it_from_my_work(finance_officer)
        walk.steps("Sign off for finance")
        walk.opens_it_from_my_work(section_151_officer)
        walk.steps("Sign off as section 151 officer", Comment="Prudent.")
        walk.is_now(finance_officer)
        page.goto(walk.address)
        walk.expects_stage("cabinet member review")

        doubles_the_saving(page)
        said = page.get_by_text("Sign-offs withdrawn: finance review (Fiona Ledger), corporate review")
        expect(said).to_be_visible()
        expect(page.get_by_text("The total saving was -£0.100m, now -£0.200m.")).to_be_visible()

        walk.opens_it_from_my_work(finance_officer)
        walk.expects_stage("finance review")
        walk.steps("Sign off for finance")
        walk.opens_it_from_my_work(section_151_officer)
        walk.steps("Sign off as section 151 officer")
        walk.opens_it_from_my_work(cabinet_member)
        walk.steps("Sign off as cabinet member")

        walk.is_now(scrutiny_member)
        assert page.goto(walk.address).status == 404
        walk.opens_it_from_my_work(committee_clerk)
        walk.steps("Publish")
        walk.expects_stage("published")
        walk.is_now(scrutiny_member)
        assert page.goto(walk.address).status == 200
        expect(page.get_by_text("Lamps burn lower after midnight.").first).to_be_visible()

        moves = ChangeRecord.objects.filter(action="stage_moved").order_by("pk")
        assert [(one.actor_name, one.after["to"]) for one in moves] == [
            ("Arthur Draft", "service review"),
            ("Bertha Holder", "sent back"),
            ("Arthur Draft", "service review"),
            ("Bertha Holder", "finance review"),
            ("Fiona Ledger", "corporate review"),
            ("Cecil Prudent", "cabinet member review"),
            ("Fiona Ledger", "finance review"),
            ("Fiona Ledger", "corporate review"),
            ("Cecil Prudent", "cabinet member review"),
            ("Carla Cabinet", "ready to publish"),
            ("Clare Minute", "published"),
        ]
        withdrawn = ChangeRecord.objects.filter(action="sign_off_withdrawn")
        because = "Fiona Ledger changed the savings and costs by year: The tender came in lower."
        assert [row.reason for row in withdrawn] == [because, because]
        changed = ChangeRecord.objects.filter(record_type="proposals.yearprofile", action="changed")
        assert [row.reason for row in changed] == ["The tender came in lower."]
