"""The parts of the entry page: what is missing in each, where it is entered, and the council's categories."""

import pytest
from playwright.sync_api import expect

from proposals.entry.describe import PARTS, part_of
from proposals.workflow.panel import ENTERED_AT
from tests.support.entry_pages import ADD, change_page, check_page, entered_proposal, errors, filled, save
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def bare():
    """A draft with a service and nothing else: service review asks for savings and an impact as well."""
    budget_round = make_round(phase="preparation")
    return make_proposal(budget_round, "ENV001", service=make_service(budget_round), savings=())


def progress(response):
    """What is said beside each part that the next stage asks something of."""
    shown = {
        place.get("data-progress-of"): words(place)
        for place in tree(response).xpath("//*[@data-progress-of]")
    }
    return {key: text for key, text in shown.items() if text}


def missing(response):
    """What the next stage asks for, with where the links lead."""
    return [(words(link), link.get("href")) for link in tree(response).xpath("//ul[@data-missing]//a")]


@pytest.mark.one_database
class TestProgress:
    def test_each_part_says_how_much_is_missing_in_it(self, officer, bare):
        page = officer.get(change_page(bare))
        assert progress(page) == {"identity": "Complete", "years": "1 missing", "statements": "1 missing"}
        assert missing(page) == [
            ("savings", "#id_years-0-recurring_saving"),
            ("impact on the service and residents", "#id_statement-impact_upon_service-text"),
        ]

    def test_what_the_next_stage_asks_for_counts_and_not_what_a_later_one_does(self, officer, bare):
        bare.stage = "finance_review"
        bare.save()
        page = officer.get(change_page(bare))
        assert "Missing for corporate review" in words(tree(page))
        assert progress(page)["committees"] == "1 missing"
        assert progress(page)["equality"] == "1 missing"
        # Service is there; the base budget and the risk are not.
        assert progress(page)["identity"] == "2 missing"

    def test_the_check_while_typing_gives_the_same(self, officer, bare):
        values = filled(officer.get(change_page(bare))) | {"years-0-recurring_saving": "40k"}
        answer = officer.post(check_page(bare), values).json()
        assert answer["progress"]["years"] == "Complete"
        assert answer["missing"] == [
            {
                "words": "impact on the service and residents",
                "part": "statements",
                "address": "#id_statement-impact_upon_service-text",
            }
        ]

    def test_nothing_is_asked_after_the_decision(self, officer):
        proposal = entered_proposal(stage="decided")
        assert not tree(officer.get(change_page(proposal))).xpath("//*[@data-missing]")

    def test_an_unexplained_warning_leads_to_its_reason(self, officer):
        proposal = entered_proposal(savings=(4_000_000, 0, 0))
        page = officer.get(change_page(proposal))
        ((said, address),) = [item for item in missing(page) if "warning" in item[0]]
        assert said == "explanation of each warning"
        assert tree(page).xpath(f"//form//*[@id='{address[1:]}']")

    def test_every_place_of_a_requirement_is_in_the_part_that_counts_it(self, officer):
        pressure = entered_proposal(direction="pressure", savings=(-45_000, 0, 0))
        saving = make_proposal(pressure.budget_round, "ENV002")
        pages = [tree(officer.get(change_page(proposal))) for proposal in (saving, pressure)]
        for place in ENTERED_AT.values():
            key = place.removeprefix("part-") if place.startswith("part-") else part_of(place[3:]).key
            where = f"//section[@id='part-{key}'][@id='{place}' or .//*[@id='{place}']]"
            assert any(page.xpath(where) for page in pages), place

    def test_every_field_is_in_the_part_that_its_name_tells(self, officer):
        page = tree(officer.get(change_page(entered_proposal())))
        for part in PARTS:
            for name in page.xpath(f"//section[@id='part-{part.key}']//*[@id]/@name"):
                if not name.startswith(("reason", "others-T")) and not name.endswith("TOTAL_FORMS"):
                    assert part_of(name) is part, name


class TestSaving:
    def test_says_what_is_missing_and_where(self, officer, bare):
        response = save(officer, bare, title="Dim all lights")
        (banner,) = tree(officer.get(response.url)).xpath(
            "//*[contains(@class,'notification-banner__heading')]"
        )
        assert (
            "ENV001 was saved. Missing for service review: savings, impact on the service and residents."
            in words(banner)
        )
        links = banner.xpath(".//a/@href")
        assert links[:2] == [
            f"{change_page(bare)}#id_years-0-recurring_saving",
            f"{change_page(bare)}#id_statement-impact_upon_service-text",
        ]

    def test_says_nothing_is_missing_where_nothing_is(self, officer):
        response = save(officer, entered_proposal(), title="Dim all lights")
        assert "Missing for" not in words(tree(officer.get(response.url)).xpath("//main")[0])


@pytest.mark.one_database
class TestCategories:
    def offered(self, response):
        return [words(option) for option in tree(response).xpath("//select[@name='category']/option")]

    def test_are_those_that_the_council_lists(self, officer, bare):
        council = bare.budget_round.council
        council.savings_categories = "Efficiency\n\n Income \n"
        council.save()
        make_proposal(bare.budget_round, "ENV002", category="Something else")
        assert self.offered(officer.get(change_page(bare))) == ["Not chosen", "Efficiency", "Income"]
        assert save(officer, bare, category="Income").status_code == 302
        bare.refresh_from_db()
        assert bare.category == "Income"

    def test_are_those_of_its_proposals_where_it_lists_none(self, officer, bare):
        make_proposal(bare.budget_round, "ENV002", category="Prevention")
        assert self.offered(officer.get(change_page(bare))) == ["Not chosen", "Prevention"]

    def test_the_stored_one_stays_although_the_council_does_not_list_it(self, officer):
        proposal = entered_proposal(category="As the paper had it")
        council = proposal.budget_round.council
        council.savings_categories = "Efficiency"
        council.save()
        assert save(officer, proposal, title="Other").status_code == 302
        proposal.refresh_from_db()
        assert (proposal.title, proposal.category) == ("Other", "As the paper had it")

    def test_another_is_refused(self, officer, bare):
        assert errors(save(officer, bare, category="Invented")) == [
            ("category", "Choose the category from the list.")
        ]


@pytest.mark.one_database
class TestTheFrame:
    def test_the_page_has_the_menu_and_the_colour_of_the_council(self, officer, bare):
        council = bare.budget_round.council
        council.brand_colour = "#4b2e6b"
        council.save()
        for address in (change_page(bare), ADD):
            page = tree(officer.get(address))
            assert page.xpath("//link[@href='/look/4b2e6b.css']") or page.xpath(
                "//link[contains(@href,'4b2e6b')]"
            )
            assert page.xpath("//nav[@aria-label='Main']")

    def test_a_new_proposal_says_when_files_can_be_attached(self, officer, bare):
        attachments = tree(officer.get(ADD)).get_element_by_id("part-attachments")
        assert "You can attach files after you have saved the proposal." in words(attachments)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_errors_are_in_sight_after_going_to_a_part_and_nothing_typed_is_lost(
        self, page, sign_in, finance_officer, bare
    ):
        sign_in(page, finance_officer)
        page.goto(change_page(bare))
        page.get_by_label("Title (required)").fill("")
        page.get_by_role("link", name="Equality assessment").click()
        page.get_by_label("Owner of the assessment").fill("Edith Fair")
        page.get_by_role("link", name="Statements").click()
        expect(page.get_by_label("Owner of the assessment")).to_have_value("Edith Fair")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        expect(page.get_by_label("Owner of the assessment")).to_have_value("Edith Fair")
        page.get_by_role("link", name="Title: Enter the title.").click()
        expect(page.get_by_label("Title (required)")).to_be_focused()
        assert_sound(page, (320, 390, 820, 1280))

    def test_what_is_missing_goes_as_it_is_typed(self, page, sign_in, finance_officer, bare):
        sign_in(page, finance_officer)
        page.goto(change_page(bare))
        page.get_by_role("link", name="savings", exact=True).click()
        recurring = page.get_by_label("Recurring saving 2027/28")
        expect(recurring).to_be_focused()
        recurring.fill("40k")
        expect(page.locator('[data-progress-of="years"]')).to_have_text("Complete")
        expect(page.locator("[data-missing] a")).to_have_text(["impact on the service and residents"])
