"""A pressure is entered on the same page as a saving: its own labels, positive amounts, and what makes sense of it."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from proposals.domain.checks import OthersOnTheBudget, warnings_of
from proposals.domain.completeness import Facts, missing, requirements
from proposals.domain.direction import PRESSURE
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import SectionRecord
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Stage
from proposals.models import SavingsProposal, YearProfile
from services.values.years import years_from
from tests.support.appendix_examples import proposal as record_example
from tests.support.entry_pages import (
    ADD,
    change_page,
    check_page,
    entered_proposal,
    errors,
    filled,
    save,
    spaced,
    warnings,
)
from tests.support.web_examples import (
    FIRST,
    make_proposal,
    make_round,
    make_service,
    tree,
    words,
)

ADD_PRESSURE = f"{ADD}?direction=pressure"


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def pressure(db):
    """A draft that adds £500,000 a year from the first one, and £40,000 once in the second."""
    return entered_proposal(
        direction=PRESSURE,
        savings=(
            {"recurring_saving": -500_000, "one_off_cost": 15_000},
            {"one_off_saving": -40_000},
            0,
        ),
        fte=(),
        pressure_category="demand",
    )


def labels(response):
    """The labels of all fields of the page."""
    spoken = {str(value) for value in tree(response).xpath("//form[@id='savingsproposal_form']//@aria-label")}
    return spoken | {words(label) for label in tree(response).xpath("//label")}


def amounts(proposal):
    rows = YearProfile.objects.filter(proposal=proposal).order_by("year")
    return [(row.recurring_saving, row.one_off_saving, row.one_off_cost) for row in rows]


@pytest.mark.django_db
@pytest.mark.one_database
class TestANewPressure:
    def test_begins_from_a_link_of_its_own_and_leads_to_the_other(self, officer):
        budget_round = make_round(phase="preparation")
        page = officer.get(ADD_PRESSURE)
        assert words(tree(page).xpath("//h1")[0]) == f"New pressure: {budget_round}"
        (other,) = tree(page).xpath("//a[normalize-space()='Add a saving instead']/@href")
        assert words(tree(officer.get(f"{ADD}{other}")).xpath("//h1")[0]) == f"New saving: {budget_round}"
        assert officer.get(f"{ADD}?direction=loan").status_code == 404

    def test_asks_for_what_a_pressure_has_and_for_nothing_of_a_saving(self, officer):
        make_round(phase="preparation")
        found = labels(officer.get(ADD_PRESSURE))
        assert {
            "Recurring pressure 2027/28",
            "One-off pressure 2027/28",
            "Cause of the pressure",
            "Pressure as printed",
            "Certainty of the amount",
            "Already in an earlier plan",
        } <= found
        assert not found & {
            "Recurring saving 2027/28",
            "Kind of saving",
            "Risk to delivery",
            "Deliverability",
            "Category",
            "For consultation only",
        }

    def test_is_stored_below_zero_and_shown_above_it(self, officer):
        budget_round = make_round(phase="preparation")
        service = make_service(budget_round)
        values = filled(officer.get(ADD_PRESSURE)) | {
            "reference": "GRO001",
            "title": "More children in care",
            "service": str(service.pk),
            "pressure_category": "demand",
            "fund": "dedicated_schools_grant",
            "certainty": "likely",
            "basis": "Ten more placements.",
            "council_share": "62.5%",
            "in_earlier_plan": "on",
            "stated_total": "500k",
            "years-0-recurring_saving": "500k",
            "years-0-one_off_cost": "15,000",
            "years-1-one_off_saving": "-40k",
        }
        assert officer.post(ADD_PRESSURE, values).status_code == 302
        made = SavingsProposal.objects.get(reference="GRO001")
        assert (made.direction, made.total_saving, made.stated_total) == (PRESSURE, -500_000, -500_000)
        assert (made.pressure_category, made.fund, made.certainty, made.basis) == (
            "demand",
            "dedicated_schools_grant",
            "likely",
            "Ten more placements.",
        )
        assert (made.council_share, made.in_earlier_plan) == (Decimal("62.50"), True)
        assert amounts(made) == [(-500_000, 0, 15_000), (0, 40_000, 0), (0, 0, 0)]
        again = filled(officer.get(change_page(made)))
        assert (again["years-0-recurring_saving"], again["years-1-one_off_saving"]) == ("500,000", "-40,000")
        assert (again["stated_total"], again["council_share"]) == ("500,000", "62.5")


@pytest.mark.django_db
@pytest.mark.one_database
class TestAStoredPressure:
    def test_saved_as_it_is_changes_nothing(self, officer, pressure):
        response = save(officer, pressure)
        assert response.status_code == 302
        pressure.refresh_from_db()
        assert pressure.version == 1
        assert amounts(pressure) == [(-500_000, 0, 15_000), (0, -40_000, 0), (0, 0, 0)]

    def test_has_figures_of_its_own_sign_and_no_payback(self, officer, pressure):
        page = spaced(tree(officer.get(change_page(pressure))).xpath("//*[@data-figures]")[0])
        assert "Total pressure £0.500m" in page
        assert "Full-year effect £0.500m" in page
        # 500,000 of a net budget of 3.5 million.
        assert "Share of net budget 14.3%" in page
        assert "In-year, with costs 0.515 0.540 0.500" in page
        assert not any(word in page for word in ("saving", "Payback", "Net present value", "Break-even"))

    def test_says_pressure_on_the_whole_page(self, officer, pressure):
        form = tree(officer.get(change_page(pressure))).xpath("//form[@id='savingsproposal_form']")[0]
        for part in form.xpath(".//details"):  # the headings of printed forms, where a document has them
            part.getparent().remove(part)
        said = " ".join(re.findall(r"(?:\S+ ){3}\S*saving\S*", spaced(form).lower()))
        assert said == ""

    def test_keeps_what_an_import_stored_in_a_field_that_it_is_not_asked(self, officer, pressure):
        pressure.risk_to_delivery = "M"
        pressure.save()
        save(officer, pressure, title="Many more children")
        pressure.refresh_from_db()
        assert (pressure.title, pressure.risk_to_delivery) == ("Many more children", "M")

    def test_that_somebody_else_changed_is_shown_with_the_sign_of_the_page(
        self, officer, pressure, admin_user
    ):
        values = filled(officer.get(change_page(pressure)))
        save(officer, pressure, years__0__recurring_saving="600k")
        page = officer.post(change_page(pressure), values | {"years-0-recurring_saving": "700k"})
        (row,) = tree(page).xpath("//table[@data-differences='both']/tbody/tr")
        assert [words(cell) for cell in row][:3] == [
            "Amounts and posts by year: Recurring pressure 2027/28",
            "600,000",
            "700,000",
        ]
        assert "recurring pressure from “£500,000” to “£600,000”" in words(tree(page).xpath("//main")[0])

    def test_of_a_share_over_the_whole_is_refused_in_words(self, officer, pressure):
        page = save(officer, pressure, council_share="120")
        assert errors(page) == [("council_share", "Enter a percentage from 0 to 100.")]
        page = save(officer, pressure, council_share="62.555")
        assert errors(page) == [("council_share", "Enter a percentage with at most 2 decimal places.")]


@pytest.mark.django_db
@pytest.mark.one_database
class TestASaving:
    def test_says_how_its_figures_count_as_well(self, officer):
        saving = entered_proposal()
        save(officer, saving, fund="public_health", council_share="50", basis="Two contracts.")
        saving.refresh_from_db()
        assert (saving.fund, saving.council_share, saving.basis) == ("public_health", 50, "Two contracts.")

    def test_with_a_one_off_saving_below_zero_is_refused(self, officer):
        page = save(officer, entered_proposal(), years__0__one_off_saving="-1")
        assert errors(page) == [("years-0-one_off_saving", "Enter a positive amount or 0.")]

    def test_is_not_added_up_with_the_pressures_on_its_budget(self, officer):
        saving = entered_proposal(savings=(3_400_000, 0, 0))
        make_proposal(
            saving.budget_round,
            "ENV002",
            savings=(-900_000, 0, 0),
            direction=PRESSURE,
            base_budget=saving.base_budget,
        )
        make_proposal(saving.budget_round, "ENV003", savings=(200_000, 0, 0), base_budget=saving.base_budget)
        # 3.4 and 0.2 million are more than 3.5; less the pressure they would not be.
        assert warnings(officer.get(change_page(saving))) == {
            "base_budget": ["savings_together_above_net_budget"]
        }


@pytest.mark.django_db
@pytest.mark.one_database
class TestWarningsWhileTyping:
    def checked(self, officer, pressure, **changed):
        values = filled(officer.get(change_page(pressure)))
        changed = {name.replace("__", "-"): value for name, value in changed.items()}
        answer = officer.post(check_page(pressure), values | changed).json()
        return {name: [item["message"] for item in items] for name, items in answer["warnings"].items()}

    def test_are_none_for_more_posts_and_for_more_than_the_net_budget(self, officer, pressure):
        assert (
            self.checked(officer, pressure, years__0__recurring_saving="9m", years__0__fte_change="12") == {}
        )

    def test_say_what_of_it_ends_later(self, officer, pressure):
        assert self.checked(officer, pressure, years__2__recurring_saving="-200k") == {
            "years-2-recurring_saving": ["£200,000 of the pressure ends in 2029/30."]
        }

    def test_say_that_it_lowers_the_budget(self, officer, pressure):
        assert self.checked(officer, pressure, years__0__recurring_saving="-500k") == {
            "years-0-recurring_saving": ["The pressure lowers the budget instead of adding to it."]
        }

    def test_compare_the_stated_total_in_its_own_sign(self, officer, pressure):
        assert self.checked(officer, pressure, stated_total="450k") == {
            "stated_total": ["The stated total is £450,000; the years add up to £500,000."]
        }


class TestWhatIsAskedOfAPressure:
    """Of the record alone: what a saving has to have and a pressure need not, and the other way round."""

    @pytest.fixture
    def record(self):
        amounts = (YearAmounts(recurring_saving=-500_000), YearAmounts(), YearAmounts())
        return replace(
            record_example(),
            direction=PRESSURE,
            base_budget=None,
            profile=SavingsProfile(FIRST, amounts),
            fte=FTEProfile.nothing(years_from(FIRST, 3)),
            fte_is_stated=False,
            risk="",
            sections=(SectionRecord("why_needed", "Why", "More children come into care."),),
            pressure_category="demand",
            committees=("Children and Young People",),
            equality=None,
        )

    def test_is_its_amounts_its_cause_and_why_it_is_needed(self, record):
        lacking = replace(record, pressure_category="", sections=(), known_years=frozenset())
        assert [item.words for item in missing(Facts(lacking), Stage.SERVICE_REVIEW)] == [
            "amounts by year",
            "cause of the pressure",
            "reason for the pressure",
        ]

    def test_is_no_base_budget_posts_risk_screening_or_decision(self, record):
        known = replace(record, known_years=frozenset(record.profile.years))
        asked = {item.code for item in requirements(Facts(known), Stage.CABINET_MEMBER_REVIEW)}
        assert asked == {
            "service",
            "figures",
            "pressure_category",
            "need",
            "committee",
            "warnings",
            "specialists",
        }
        assert missing(Facts(known), Stage.CABINET_MEMBER_REVIEW) == ()

    def test_has_no_warning_for_adding_to_the_budget(self, record):
        assert warnings_of(record, OthersOnTheBudget()) == ()
