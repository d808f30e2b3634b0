"""One proposal's page: the whole form, with in-year and cumulative figures beside the discrete ones."""

import pytest
from django.utils import timezone

from proposals.models import ProposalFinding, SavingsProposal
from reports.models import MediumTermPlan
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def budget_round():
    return make_round()


def table(response, caption):
    """The rows of the table with this caption, without its headings."""
    page = tree(response)
    return [
        [words(cell) for cell in row]
        for row in page.xpath(f"//table[caption[starts-with(normalize-space(), '{caption}')]]/tbody/tr")
    ]


def facts(response):
    outside_the_stage = "[not(ancestor::section[contains(@class,'app-stage')])]"
    page = tree(response)
    for definition in page.xpath("//*[@popover]"):
        definition.drop_tree()
    rows = page.xpath(f"//div[contains(@class,'govuk-summary-list__row')]{outside_the_stage}")
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


@pytest.mark.one_database
class TestTheForm:
    @pytest.fixture
    def response(self, reader, budget_round):
        service = make_service(budget_round)
        proposal = make_proposal(
            budget_round,
            "ENV001",
            "Dim the lights",
            (906_000, 1_188_000, 690_000),
            ("-2.5", "0", "-1.25"),
            service=service,
            base_budget=make_budget(service, 83_000, 103_500, "With the grant."),
            profile_note="Agreed in part.",
            fte_note="Vacant posts first.",
            statements={
                "decisions_needed": "Agree:\n\n· to dim\n· to listen",
                "impact_upon_service": "<b>Dark</b>.\n\nA second paragraph.",
                "actions_needed": "Year\tLamps\n2027/28\t40",
            },
        )
        ProposalFinding.objects.create(
            proposal=proposal,
            code="total",
            place="line 9",
            message="The total is £1 out.",
            reason="Rounding.",
            accepted_by="F",
        )
        return reader.get(proposal.get_absolute_url())

    def test_says_whose_it_is(self, response):
        page = tree(response)
        assert words(page.xpath("//h1")[0]) == "ENV001 – Dim the lights"
        assert words(page.xpath("//*[@class='govuk-caption-m']")[0]) == "Budget 2027/28 to 2029/30"
        assert words(page.xpath("//*[@class='app-detail__owner']")[0]) == (
            "Status: Published Street lighting, Environment"
        )

    def test_shows_first_what_is_proposed_by_year_with_its_total_and_the_decision_required(self, response):
        assert table(response, "Saving and posts by year") == [
            ["Saving (£m)", "-0.906", "-1.188", "-0.690", "-2.784"],
            ["Posts (FTE)", "-2.50", "0.00", "-1.25", "-3.75"],
        ]
        page = tree(response)
        assert (
            words(page.xpath("//p[contains(@class,'app-detail__lead')]")[0])
            == "<b>Dark</b>. A second paragraph."
        )
        (decision,) = page.xpath("//div[contains(@class,'app-glance__item--text')]")
        assert words(decision) == "Decision requiredAgree: · to dim · to listen Read more about the decision"

    def test_prints_the_base_budget_whose_net_is_gross_less_income(self, response):
        assert facts(response) == {
            "Service": "Street lighting",
            "Directorate": "Environment",
            "Start year": "2027/28",
            "Cite this": f"http://testserver/p/{SavingsProposal.objects.get().pk}",
            "Gross budget 2026/27": "£0.083m",
            "Income 2026/27": "£0.104m",
            "Net budget 2026/27*": "-£0.021m",
            "Fund": "General fund",
            "Full-year effect": "-£2.784m",
            "Risk to delivery": "Not rated",
            "Delivery status": "Not decided yet",
            "Impact on residents": "Not rated",
        }
        assert "* With the grant." in words(tree(response).xpath("//main")[0])

    def test_prints_discrete_in_year_and_cumulative_savings(self, response):
        # The worked figures of the design: in-year 906, 2,094, 2,784; cumulative to 5,784 thousand.
        assert table(response, "Savings (£m)") == [
            ["Discrete year: the change made in the year", "-0.906", "-1.188", "-0.690", "-2.784"],
            ["In-year: saved in the year, all changes to date", "-0.906", "-2.094", "-2.784", ""],
            ["Cumulative: in-year savings added up", "-0.906", "-3.000", "-5.784", ""],
        ]

    def test_prints_the_change_in_posts(self, response):
        assert table(response, "Full-time equivalent posts") == [
            ["Discrete year: the change made in the year", "-2.50", "0.00", "-1.25", "-3.75"],
            ["In-year: all changes to date", "-2.50", "-2.50", "-3.75", ""],
        ]

    def test_prints_every_section_in_its_part_with_paragraphs_lists_and_tables(self, response):
        page = tree(response)
        assert {
            words(part.find("h2")): [words(heading) for heading in part.xpath(".//h3")]
            for part in page.xpath("//section[contains(@class,'app-part')]")
        } == {
            "Proposal": ["What does this service deliver?"],
            "Savings": [],
            "Posts and staff": [],
            "Impact on residents and services": ["Impact upon service"],
            "Equality impact": [],
            "Risk": [],
            "Decisions required": [
                "Decisions needed to deliver the budgeted savings",
                "Actions needed to deliver the target savings",
            ],
            "Dependencies": [],
            "Reports": [],
            "Changes since publication": [],
            "Attachments": [],
            "Questions and answers": [],
        }
        narrative = page.xpath("//div[@class='app-narrative']")
        assert [words(text) for text in narrative[0].xpath("./p")] == ["<b>Dark</b>.", "A second paragraph."]
        assert [words(item) for item in narrative[1].xpath(".//li")] == ["to dim", "to listen"]
        assert [words(cell) for cell in narrative[2].xpath("(.//tr)[2]/*")] == ["2027/28", "40"]
        assert "Not stated" in words(page.xpath("//main")[0])

    def test_prints_the_notes(self, response):
        text = words(tree(response).xpath("//main")[0])
        assert "* Agreed in part." in text
        assert "* Vacant posts first." in text

    def test_shows_import_notes_to_those_who_work_on_the_proposal_alone(
        self, response, client, finance_officer, scrutiny_member
    ):
        def said(person):
            client.force_login(person)
            return words(tree(client.get(response.wsgi_request.path)).find(".//main"))

        assert "The total is £1 out. Accepted because: Rounding." in said(finance_officer)
        for word in ("Accepted because", "Import notes", "£1 out"):
            assert word not in said(scrutiny_member)


@pytest.mark.one_database
class TestCosts:
    def test_stand_beside_the_savings_and_capital_outside_them(self, reader, budget_round):
        proposal = make_proposal(
            budget_round,
            "ENV001",
            savings=(
                {"recurring_saving": 100_000, "one_off_cost": 250_000, "capital_cost": 900_000},
                {"recurring_saving": 100_000, "recurring_cost": 10_000},
                0,
            ),
        )
        response = reader.get(proposal.get_absolute_url())
        # Net in-year: 100 − 250, 200 − 10, 200 − 10 thousand; cumulative −150, 40, 230.
        assert table(response, "Savings (£m)")[3:] == [
            ["In-year, net of costs", "0.150", "-0.190", "-0.190", ""],
            ["Cumulative, net of costs", "0.150", "-0.040", "-0.230", ""],
        ]
        assert table(response, "One-off savings and costs") == [
            ["Recurring cost beginning in the year", "0.000", "0.010", "0.000"],
            ["One-off cost", "0.250", "0.000", "0.000"],
            ["Capital cost (not in the revenue figures)", "0.900", "0.000", "0.000"],
        ]
        assert facts(response)["Break-even year"] == "2028/29"
        # 150,000 is owed after the first year, and the second brings 190,000: 1 + 150 / 190 = 1.79 years.
        assert facts(response)["Payback period"] == "1.8 years"
        # −150,000 + 190,000 / 1.035 + 190,000 / 1.035² = 210,942: a gain, so positive whatever sign savings have.
        said = "£0.211m (savings less costs, discounted at 3.5% a year; positive where it is worth more than it costs)"
        assert facts(response)["Net present value"] == said

    def test_that_a_one_off_saving_falls_out_again_is_shown(self, reader, budget_round):
        proposal = make_proposal(budget_round, "ENV001", savings=({"one_off_saving": 100_000}, 0, 0))
        rows = table(reader.get(proposal.get_absolute_url()), "Savings (£m)")
        assert [row[1:] for row in rows] == [
            ["-0.100", "0.100", "0.000", "0.000"],
            ["-0.100", "0.000", "0.000", ""],
            ["-0.100", "-0.100", "-0.100", ""],
        ]

    def test_are_given_by_kind_and_funder_where_they_are_scheduled(self, reader, budget_round):
        proposal = make_proposal(
            budget_round, "ENV001", savings=({"one_off_cost": 250_000, "capital_cost": 60_000}, 0, 0)
        )
        for kind, funder, amount, capital in (
            ("ict", "capital_receipts", 60_000, 60_000),
            ("project", "reserve", 250_000, 0),
        ):
            proposal.costs_to_achieve.create(
                year=budget_round.first_year, kind=kind, funder=funder, amount=amount, capital=capital
            )
        response = reader.get(proposal.get_absolute_url())
        assert table(response, "Cost to achieve by kind and funder") == [
            ["ICT, paid from: capital receipts", "0.060", "0.000", "0.000", "0.060"],
            ["Project team, paid from: reserve", "0.250", "0.000", "0.000", "0.250"],
        ]

    @pytest.fixture
    def plan(self, budget_round):
        """The medium-term plan, with whose sharing the assumptions are no longer secret."""
        return MediumTermPlan.objects.create(budget_round=budget_round, shared_at=timezone.now())

    @pytest.mark.usefixtures("plan")
    def test_value_follows_the_discount_rate_of_the_round(self, reader, budget_round):
        budget_round.assumptions.create(
            area="Value", text="As agreed.", key="discount_rate", value=10, unit="percent"
        )
        proposal = make_proposal(
            budget_round, "ENV001", savings=({"recurring_saving": 100_000, "one_off_cost": 50_000}, 0, 0)
        )
        # 50,000 + 100,000 / 1.1 + 100,000 / 1.21 = 223,553.72
        said = facts(reader.get(proposal.get_absolute_url()))["Net present value"]
        assert said.startswith("£0.224m (savings less costs, discounted at 10% a year;")

    @pytest.mark.usefixtures("plan")
    def test_of_posts_follows_the_cost_of_a_post(self, reader, budget_round):
        budget_round.assumptions.create(
            area="Pay", text="A post.", key="pounds_per_fte", value=40_000, unit="pounds"
        )
        proposal = make_proposal(budget_round, "ENV001", fte=("-2.5", "0", "-5"))
        page = facts(reader.get(proposal.get_absolute_url()))
        assert page["Annual pay cost of the posts"] == "£0.300m (7.50 FTE)"

    def test_tell_no_assumption_before_the_plan_is_shared(self, reader, budget_round, plan, finance_officer):
        for key, value, unit in (("discount_rate", 10, "percent"), ("pounds_per_fte", 40_000, "pounds")):
            budget_round.assumptions.create(area=key, text="As agreed.", key=key, value=value, unit=unit)
        plan.shared_at = None
        plan.save()
        savings = ({"recurring_saving": 100_000, "one_off_cost": 50_000}, 0, 0)
        page = make_proposal(budget_round, "ENV001", savings=savings, fte=("-2.5", "0", "-5"))
        shown = facts(reader.get(page.get_absolute_url()))
        assert "discounted at 3.5% a year" in shown["Net present value"]
        assert "Annual pay cost of the posts" not in shown
        reader.force_login(finance_officer)
        shown = facts(reader.get(page.get_absolute_url()))
        assert "discounted at 10% a year" in shown["Net present value"]
        assert shown["Annual pay cost of the posts"] == "£0.300m (7.50 FTE)"


class TestANumberThatNoProposalHas:
    @pytest.mark.parametrize("page", ["", "timeline/", "delivery/"])
    def test_is_not_found_even_where_no_database_takes_it(self, reader, page):
        assert reader.get(f"/proposals/{'9' * 25}/{page}").status_code == 404


@pytest.mark.one_database
class TestAProposalWithLittleStated:
    def test_says_so_instead_of_printing_zeros(self, reader, budget_round):
        proposal = make_proposal(budget_round, "ENV001", start_year=None, savings=())
        response = reader.get(proposal.get_absolute_url())
        assert facts(response)["Start year"] == "Not stated"
        assert facts(response)["Base budget"] == "Not stated"


@pytest.mark.one_database
class TestTheWayOn:
    def test_leads_to_the_proposals_before_and_after_and_back_to_the_round(self, reader, budget_round):
        first, second, third = (
            make_proposal(budget_round, reference, position=position)
            for reference, position in (("B", 1), ("A", 2), ("C", 2))
        )
        make_proposal(make_round("Budget 2026/27"), "Z")

        def neighbours(proposal):
            page = tree(reader.get(proposal.get_absolute_url()))
            return page.xpath("//nav//a[@rel='prev']/@href"), page.xpath("//nav//a[@rel='next']/@href")

        assert neighbours(first) == ([], [second.get_absolute_url()])
        assert neighbours(second) == ([first.get_absolute_url()], [third.get_absolute_url()])
        assert neighbours(third) == ([second.get_absolute_url()], [])
        crumbs = tree(reader.get(first.get_absolute_url())).xpath("//nav[@aria-label='Breadcrumb']//a/@href")
        assert crumbs[-1] == f"/proposals/?round={budget_round.pk}"

    def test_offers_the_admin_to_those_who_may_use_it(self, reader, client, budget_round, finance_officer):
        proposal = make_proposal(budget_round, "ENV001")
        assert "/admin/" not in reader.get(proposal.get_absolute_url()).content.decode()
        client.force_login(finance_officer)
        page = client.get(proposal.get_absolute_url()).content.decode()
        assert f"/admin/proposals/savingsproposal/{proposal.pk}/change/" in page
