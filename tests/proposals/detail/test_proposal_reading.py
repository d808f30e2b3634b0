"""One proposal as a councillor reads it: the order of its parts, what stands around it, and what changed since."""

from datetime import date

import pytest
from django.test import Client

from proposals.detail.sections import HEADINGS, SECTIONS_OF
from proposals.domain.proposal_parts import STATEMENT_KINDS
from proposals.models import Dependency, ImpactStatement, WhereReported
from services.models import Committee, Meeting
from tests.support.edition_examples import make_edition, make_publication
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.one_database


def test_every_kind_of_section_stands_in_one_part_of_the_page():
    placed = [kind for kinds in SECTIONS_OF.values() for kind in kinds]
    assert sorted(placed) == sorted(STATEMENT_KINDS)
    assert set(SECTIONS_OF) <= {anchor for anchor, _ in HEADINGS}


@pytest.fixture
def budget_round():
    return make_round()


def page_of(person, proposal):
    client = Client()
    client.force_login(person)
    return tree(client.get(proposal.get_absolute_url()))


def part(page, anchor):
    (found,) = page.xpath(f"//section[@id='{anchor}']")
    return found


@pytest.mark.django_db
class TestThePage:
    def test_has_contents_that_lead_to_its_parts_in_the_order_of_reading(self, scrutiny_member, budget_round):
        page = page_of(scrutiny_member, make_proposal(budget_round, "ENV001"))
        led_to = [link.get("href") for link in page.xpath("//nav[@class='app-contents']//a")]
        parts = page.xpath("//*[contains(@class,'app-part')] | //main/div[@id='stage']")
        assert led_to == [f"#{one.get('id')}" for one in parts]

    def test_shows_the_savings_as_a_chart_and_as_a_share_of_the_net_budget(
        self, scrutiny_member, budget_round
    ):
        service = make_service(budget_round)
        budget = make_budget(service, 5_000_000, 1_000_000)
        proposal = make_proposal(
            budget_round, "ENV001", savings=(906_000, 1_188_000, 690_000), service=service, base_budget=budget
        )
        money = part(page_of(scrutiny_member, proposal), "money")
        # In-year 906, 2,094, 2,784 thousand of 4 million net: 22.65, 52.35 and 69.6 per cent, half up.
        row = next(row for row in money.xpath(".//tbody/tr") if "share" in words(row))
        assert [words(cell) for cell in row[1:]] == ["22.7%", "52.4%", "69.6%", ""]
        (drawing,) = money.xpath(".//*[local-name()='svg']")
        drawn = {text.text for text in drawing.xpath(".//*[local-name()='text']")}
        assert {"-0.906", "-2.094", "-5.784"} <= drawn

    def test_says_why_there_is_no_share_of_a_budget_that_earns_more_than_it_costs(
        self, scrutiny_member, budget_round
    ):
        service = make_service(budget_round)
        proposal = make_proposal(
            budget_round, "ENV001", service=service, base_budget=make_budget(service, 1, 2)
        )
        assert "no net budget to take a share of" in words(part(page_of(scrutiny_member, proposal), "money"))

    def test_tells_the_public_consultation_with_the_decisions_required(self, scrutiny_member, budget_round):
        proposal = make_proposal(
            budget_round,
            "ENV001",
            wards="Elm;  Oak ;Elm",
            public_consultation="under_way",
            consultation_dates="May to July 2027",
        )
        page = page_of(scrutiny_member, proposal)
        rows = part(page, "decisions").xpath(".//dl/div")
        assert {words(row[0]): words(row[1]) for row in rows} == {
            "Public consultation": "Under way",
            "Dates of the public consultation": "May to July 2027",
        }
        assert "Wards or areas affected Elm; Oak" in words(part(page, "what"))

    def test_keeps_the_three_ratings_apart(self, scrutiny_member, budget_round):
        proposal = make_proposal(budget_round, "ENV001", risk_to_delivery="H", deliverability=60)
        risk = part(page_of(scrutiny_member, proposal), "risk")
        for definition in risk.xpath(".//*[@popover]"):
            definition.drop_tree()
        told = {words(row[0]): words(row[1]) for row in risk.xpath(".//dl/div")}
        assert told["Risk to delivery"] == "High 60% of the saving is expected to be delivered."
        assert list(told) == ["Risk to delivery", "Delivery status", "Impact on residents"]

    def test_needs_no_more_queries_for_all_that_can_stand_on_it(
        self, scrutiny_member, budget_round, django_assert_max_num_queries
    ):
        proposal = make_proposal(budget_round, "ENV001", statements={"impact_upon_staff": "Two posts."})
        for number in range(2, 8):
            other = make_proposal(budget_round, f"ENV00{number}")
            Dependency.objects.create(proposal=proposal, title="First that", on_proposal=other)
            Dependency.objects.create(proposal=other, title="Then this", on_proposal=proposal)
            make_item(proposal)
        client = Client()
        client.force_login(scrutiny_member)
        with django_assert_max_num_queries(15):
            client.get(proposal.get_absolute_url())


@pytest.mark.django_db
class TestDependencies:
    def test_are_told_both_ways_and_name_only_what_the_reader_may_see(
        self, scrutiny_member, finance_officer, budget_round
    ):
        proposal = make_proposal(budget_round, "ENV001", "Dim the lights")
        shown = make_proposal(budget_round, "ENV002", "New lanterns")
        hidden = make_proposal(budget_round, "ENV003", "Secret sale", stage="draft", published_at=None)
        for one in (shown, hidden):
            Dependency.objects.create(proposal=proposal, title=f"After {one.pk}", on_proposal=one)
            Dependency.objects.create(proposal=one, title=f"Needs {one.pk}", on_proposal=proposal)
        member = part(page_of(scrutiny_member, proposal), "dependencies")
        assert [words(line) for line in member.xpath(".//li")] == [
            f"After {shown.pk}: ENV002 New lanterns",
            f"After {hidden.pk}",
            f"Needs {shown.pk}: ENV002 New lanterns",
        ]
        officer = part(page_of(finance_officer, proposal), "dependencies")
        assert words(officer).count("ENV003 Secret sale") == 2


@pytest.mark.django_db
class TestWhereItWasReported:
    def test_leads_to_all_that_was_reported_at_the_meeting(self, scrutiny_member, budget_round):
        proposal = make_proposal(budget_round, "ENV001", "Dim the lights")
        make_proposal(budget_round, "ENV002", "Left alone")
        committee = Committee.objects.create(council=budget_round.council, name="Cabinet")
        meeting = Meeting.objects.create(committee=committee, date=date(2026, 9, 14))
        WhereReported.objects.create(proposal=proposal, meeting=meeting, item="6", appendix="App D")
        reported = part(page_of(scrutiny_member, proposal), "reported")
        assert "Cabinet, 14 September 2026, item 6, App D" in words(reported)
        client = Client()
        client.force_login(scrutiny_member)
        listed = client.get(reported.xpath(".//a/@href")[0]).content.decode()
        assert ("Dim the lights" in listed, "Left alone" in listed) == (True, False)


@pytest.mark.django_db
class TestWhatChanged:
    def test_since_an_edition_is_told_in_figures_and_words_before_and_after(
        self, scrutiny_member, budget_round
    ):
        proposal = make_proposal(
            budget_round,
            "ENV001",
            savings=(1_000_000, 0, 0),
            statements={"impact_upon_service": "Residents will notice darker streets."},
        )
        make_edition(make_publication(budget_round, title="September’s savings"))
        unchanged = part(page_of(scrutiny_member, proposal), "changes")
        assert "September’s savings" in words(unchanged)
        assert "Nothing has changed." in words(unchanged)
        statement = ImpactStatement.objects.get(proposal=proposal)
        statement.text = "Residents will hardly notice darker streets."
        statement.save()
        year = proposal.year_profiles.get(recurring_saving=1_000_000)
        year.recurring_saving = 800_000
        year.save()
        changed = part(page_of(scrutiny_member, proposal), "changes")
        assert words(changed.xpath(".//ins")[-1]) == "(added: hardly)"
        assert "-£1.000m" in words(changed)
        assert "-£0.800m" in words(changed)
