"""Pressures in a workbook for editing: positive amounts in the columns of savings, and how all of them count."""

import io
from decimal import Decimal

import openpyxl
import pytest

from proposals.domain.direction import PRESSURE
from proposals.models import SavingsProposal
from proposals.workbook.preview import preview_totals
from tests.support.web_examples import make_proposal, make_round
from tests.support.workbook_edits import (
    apply,
    download,
    errors_of,
    place,
    plan_of,
    row_of,
    with_cells,
    with_row,
)

pytestmark = pytest.mark.django_db
RECURRING, ONE_OFF = "Recurring saving or pressure 2027/28 (£)", "One-off saving or pressure 2028/29 (£)"


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def care(budget_round):
    return make_proposal(
        budget_round,
        "GRO001",
        "More children in care",
        ({"recurring_saving": -500_000, "one_off_cost": 15_000}, {"one_off_saving": 40_000}, 0),
        direction=PRESSURE,
        pressure_category="demand",
        fund="dedicated_schools_grant",
        certainty="likely",
        basis="Ten more placements.",
        council_share=Decimal("62.5"),
        in_earlier_plan=True,
        stated_total=-500_000,
    )


@pytest.fixture
def lights(budget_round):
    return make_proposal(budget_round, "ENV001", savings=(40_000, 0, 0), kind="income")


def amounts(proposal):
    rows = proposal.year_profiles.order_by("year")
    return [(row.recurring_saving, row.one_off_saving, row.one_off_cost) for row in rows]


@pytest.mark.one_database
class TestADownload:
    def test_has_the_amounts_of_a_pressure_as_it_states_them(self, budget_round, care, finance_officer):
        sheet = openpyxl.load_workbook(io.BytesIO(download(budget_round, finance_officer)))["Proposals"]
        row = row_of(sheet, "GRO001")
        headings = (
            RECURRING,
            ONE_OFF,
            "One-off cost 2027/28 (£)",
            "Total at download (£)",
            "Stated total (£)",
            "Saving or pressure",
            "Cause of the pressure",
            "Fund",
            "Certainty of the amount",
            "Basis of the figures",
            "The council’s own share (%)",
            "Already in an earlier plan",
        )
        assert [sheet.cell(row, place(sheet, heading)).value for heading in headings] == [
            500_000,
            -40_000,
            15_000,
            500_000,
            500_000,
            "pressure or growth",
            "demand",
            "dedicated schools grant",
            "likely",
            "Ten more placements.",
            62.5,
            "yes",
        ]

    def test_uploaded_as_it_is_changes_nothing(self, budget_round, care, lights, finance_officer):
        plan = plan_of(download(budget_round, finance_officer), finance_officer)
        assert (plan.changes_nothing, plan.errors) == (True, ())


class TestAnEdit:
    def test_is_stored_with_the_sign_of_its_direction(self, budget_round, care, lights, finance_officer):
        content = download(budget_round, finance_officer)
        cells = [("Proposals", "GRO001", RECURRING, "600k"), ("Proposals", "ENV001", RECURRING, 45_000)]
        apply(with_cells(content, *cells), finance_officer)
        assert amounts(care) == [(-600_000, 0, 15_000), (0, 40_000, 0), (0, 0, 0)]
        assert amounts(lights) == [(45_000, 0, 0), (0, 0, 0), (0, 0, 0)]
        care.refresh_from_db()
        assert care.total_saving == -600_000

    def test_of_each_new_column_changes_what_it_says(self, budget_round, lights, finance_officer):
        edits = {
            "Fund": "Public health grant",
            "Certainty of the amount": "possible",
            "Basis of the figures": "Two contracts.",
            "The council’s own share (%)": "33.25%",
            "Already in an earlier plan": "yes",
        }
        content = download(budget_round, finance_officer)
        apply(
            with_cells(content, *(("Proposals", "ENV001", *edit) for edit in edits.items())), finance_officer
        )
        lights.refresh_from_db()
        assert (
            lights.fund,
            lights.certainty,
            lights.basis,
            lights.council_share,
            lights.in_earlier_plan,
        ) == (
            "public_health",
            "possible",
            "Two contracts.",
            Decimal("33.25"),
            True,
        )

    @pytest.mark.parametrize(
        ("reference", "heading", "value", "message"),
        [
            ("ENV001", ONE_OFF, -5, "“-5” is negative. Enter a positive amount."),
            ("ENV001", "Saving or pressure", "pressure or growth", "This cell is locked and was “saving”"),
            ("ENV001", "Cause of the pressure", "pay", "Only a pressure has a cause."),
            ("GRO001", "Kind of saving", "more income", "Only a saving has a kind of saving."),
            ("GRO001", "The council’s own share (%)", 130, "“130” is not a percentage from 0 to 100"),
            ("GRO001", "The council’s own share (%)", "1.125", "with at most 2 decimal places."),
            ("GRO001", "Fund", "the other fund", "“the other fund” is not in the list."),
        ],
    )
    def test_that_does_not_fit_is_refused_in_words(
        self, budget_round, care, lights, finance_officer, reference, heading, value, message
    ):
        content = download(budget_round, finance_officer)
        (error,) = errors_of(with_cells(content, ("Proposals", reference, heading, value)), finance_officer)
        assert message in error


@pytest.mark.one_database
class TestANewRow:
    def new(self, budget_round, user, **values):
        content = download(budget_round, user)
        row = {"Reference": "NEW001", "Title": "New", "Service": "Street lighting (ENV)", RECURRING: 700}
        return with_row(content, "Proposals", **(row | values))

    def test_is_a_pressure_where_it_says_so_and_else_a_saving(self, budget_round, lights, finance_officer):
        content = self.new(
            budget_round,
            finance_officer,
            **{"Saving or pressure": "Pressure or growth", "Cause of the pressure": "pay"},
        )
        apply(content, finance_officer)
        made = SavingsProposal.objects.get(reference="NEW001")
        assert (made.direction, made.pressure_category, made.total_saving) == (PRESSURE, "pay", -700)
        apply(self.new(budget_round, finance_officer, Reference="NEW002"), finance_officer)
        assert SavingsProposal.objects.get(reference="NEW002").total_saving == 700

    def test_of_a_saving_with_a_cause_is_refused(self, budget_round, lights, finance_officer):
        content = self.new(budget_round, finance_officer, **{"Cause of the pressure": "pay"})
        (error,) = errors_of(content, finance_officer)
        assert "Only a pressure has a cause." in error


@pytest.mark.one_database
class TestThePreview:
    def test_says_that_pressures_are_taken_off(self, budget_round, care, lights, finance_officer):
        totals = preview_totals(plan_of(download(budget_round, finance_officer), finance_officer))
        assert [label for label, _ in totals][:2] == [
            "Current savings less pressures (£m)",
            "Savings less pressures after import (£m)",
        ]

    def test_of_savings_alone_says_savings(self, budget_round, lights, finance_officer):
        totals = preview_totals(plan_of(download(budget_round, finance_officer), finance_officer))
        assert totals[0][0] == "Current savings (£m)"
