"""A pressure's own page: it says pressure, has positive amounts, no payback, and what decides how it counts."""

import re
from decimal import Decimal

import pytest

from proposals.domain.direction import PRESSURE
from proposals.permissions.delivery import may_keep_delivery
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pressure():
    """It adds £500,000 a year to a net budget of £3.5 million, and £40,000 once; beginning it costs £15,000."""
    budget_round = make_round()
    service = make_service(budget_round, "Children in care", "CYP", "Children and Young People")
    return make_proposal(
        budget_round,
        "GRO001",
        "More children in care",
        ({"recurring_saving": -500_000, "one_off_cost": 15_000}, {"one_off_saving": -40_000}, 0),
        service=service,
        base_budget=make_budget(service),
        direction=PRESSURE,
        pressure_category="demand",
        fund="dedicated_schools_grant",
        certainty="likely",
        basis="Ten more placements.",
        council_share=Decimal("62.5"),
        in_earlier_plan=True,
        headline="£500k",
        statements={"why_needed": "The number of children in care has risen."},
    )


@pytest.fixture
def page(client, scrutiny_member, pressure):
    client.force_login(scrutiny_member)
    return tree(client.get(pressure.get_absolute_url()))


def table(page, caption):
    return [
        [words(cell) for cell in row]
        for row in page.xpath(f"//table[caption[normalize-space()='{caption}']]/tbody/tr")
    ]


def facts(page):
    rows = page.xpath("//section[@id='what' or @id='money']//div[contains(@class,'summary-list__row')]")
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


@pytest.mark.one_database
class TestAPressure:
    def test_says_so_at_its_head_and_never_that_it_saves(self, page):
        assert words(page.xpath("//*[@class='app-detail__owner']")[0]).startswith(
            "Status: Published Pressure "
        )
        for elsewhere in page.xpath("//header | //footer | //nav | //*[@popover] | //*[@class='app-help']"):
            elsewhere.drop_tree()
        main = words(page.xpath("//main")[0])
        assert re.findall(r"\w* ?saving\w*", main.lower()) == []

    def test_begins_with_why_it_is_needed(self, page):
        assert words(page.xpath("//p[contains(@class,'app-detail__lead')]")[0]) == (
            "The number of children in care has risen."
        )

    def test_has_its_amounts_above_zero_whatever_sign_savings_have(self, page):
        # The council prints savings as negative figures.
        assert table(page, "Pressure and posts by year") == [
            ["Pressure (£m)", "0.500", "0.040", "-0.040", "0.500"]
        ]
        assert table(page, "Pressures (£m)") == [
            ["Discrete year: the change made in the year", "0.500", "0.040", "-0.040", "0.500"],
            ["In-year: added in the year, all changes to date", "0.500", "0.540", "0.500", ""],
            ["Cumulative: in-year pressures added up", "0.500", "1.040", "1.540", ""],
            ["In-year, with costs", "0.515", "0.540", "0.500", ""],
            ["Cumulative, with costs", "0.515", "1.055", "1.555", ""],
            ["In-year, as a share of the net budget", "14.3%", "15.4%", "14.3%", ""],
        ]
        assert table(page, "One-off pressures and costs (£m)") == [
            ["One-off pressure in the year", "0.000", "0.040", "0.000"],
            ["One-off cost", "0.015", "0.000", "0.000"],
        ]

    def test_prints_its_cause_and_how_its_figures_count_and_no_value_for_money(self, page):
        found = facts(page)
        for name in ("Service", "Directorate", "Start year", "Cite this"):
            found.pop(name)
        assert found == {
            "Cause of the pressure": "Demand",
            "Pressure as printed": "£500k",
            "Gross budget 2026/27": "£4.000m",
            "Income 2026/27": "£0.500m",
            "Net budget 2026/27": "£3.500m",
            "Full-year effect": "£0.500m",
            "Fund": "Dedicated schools grant",
            "The council’s own share": "62.5%",
            "Already in an earlier plan": "Yes",
            "Certainty of the amount": "Likely",
            "Basis of the figures": "Ten more placements.",
        }

    def test_draws_what_it_adds_to_the_right(self, page):
        (chart,) = page.xpath("//figure[contains(@class,'app-detail__chart')]")
        assert "Pressures by year" in words(chart)
        assert "0.500" in words(chart)

    def test_is_rated_for_residents_alone(self, page):
        rated = page.xpath("//section[@id='risk']//dt//button")
        assert [words(term) for term in rated] == ["Impact on residents"]

    def test_has_the_sections_that_it_has_and_none_of_the_form_for_savings(self, page):
        headings = [words(heading) for heading in page.xpath("//section[@class='app-part']//h3")]
        assert "Why do we need to undertake this project?" in headings
        assert "Decisions needed to deliver the budgeted savings" not in headings


def test_a_pressure_that_falls_away_is_a_negative_one(client, scrutiny_member):
    proposal = make_proposal(make_round(), "GRO002", savings=(250_000, 0, 0), direction=PRESSURE)
    client.force_login(scrutiny_member)
    page = tree(client.get(proposal.get_absolute_url()))
    assert table(page, "Pressure and posts by year")[0] == [
        "Pressure (£m)",
        "-0.250",
        "0.000",
        "0.000",
        "-0.250",
    ]


def test_an_approved_pressure_has_no_delivery_status_to_keep(finance_officer):
    budget_round = make_round()
    approved = {"stage": "decided", "outcome": "approved"}
    saving = make_proposal(budget_round, "ENV001", **approved)
    pressure = make_proposal(budget_round, "GRO001", direction=PRESSURE, **approved)
    assert (may_keep_delivery(finance_officer, saving), may_keep_delivery(finance_officer, pressure)) == (
        True,
        False,
    )
