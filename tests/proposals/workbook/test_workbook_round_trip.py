"""Download, edit, upload: an unchanged workbook changes nothing, and each edited cell changes one thing."""

import io
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import (
    ExemptWording,
    FTEImpact,
    ProposalRisk,
    SavingsProposal,
    SignOff,
    YearProfile,
)
from proposals.workbook.applying import ReasonNeeded
from services.models import ChangeRecord
from tests.support.web_examples import FIRST, make_budget, make_many, make_proposal, make_round, make_service
from tests.support.workbook_edits import (
    NAME,
    apply,
    download,
    edited,
    errors_of,
    place,
    plan_of,
    row_of,
    with_cells,
    with_row,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def lights(budget_round):
    proposal = make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        (40_000, {"recurring_saving": 10_000, "one_off_saving": 500}, 0),
        ("-2", "-0.35"),
        statements={"impact_upon_service": "Fewer lamps.\n\n· by the river", "approach": "Step by step."},
    )
    ProposalRisk.objects.create(proposal=proposal, title="Lamps are late", level="H", position=1)
    return proposal


def last_change():
    return ChangeRecord.objects.order_by("pk").last().pk


@pytest.mark.one_database
class TestWhatIsDownloaded:
    def test_text_that_looks_like_a_formula_stays_text(self, budget_round, finance_officer):
        titles = ["=1+1", "+44 lamps", "-5 lamps", "@home"]
        for number, title in enumerate(titles):
            make_proposal(budget_round, f"ENV00{number}", title)
        content = download(budget_round, finance_officer)
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Proposals"]
        cells = [sheet.cell(row, place(sheet, "Title")) for row in range(2, 6)]
        assert [(cell.value, cell.data_type) for cell in cells] == [(title, "s") for title in titles]
        assert plan_of(content, finance_officer).changes_nothing

    def test_keys_are_locked_figures_are_figures_and_choices_are_lists(
        self, budget_round, lights, finance_officer
    ):
        book = openpyxl.load_workbook(io.BytesIO(download(budget_round, finance_officer)))
        sheet = book["Proposals"]
        row = row_of(sheet, "ENV001")
        locked = [heading.value for heading in sheet[1] if sheet.cell(row, heading.column).protection.locked]
        assert locked == [
            "Number",
            "Version",
            "Editable",
            "Reference",
            "Start year",
            "Total at download (£)",
            "Total FTE change at download",
            "Saving or pressure",
        ]
        amount = sheet.cell(row, place(sheet, "Recurring saving or pressure 2027/28 (£)"))
        assert (amount.value, amount.number_format) == (40_000, "#,##0")
        assert sheet.cell(row, place(sheet, "Total at download (£)")).value == 50_000
        assert sheet.protection.sheet
        assert sheet.freeze_panes == "E2"
        assert sheet.data_validations.count == 13
        states = {name: book[name].sheet_state for name in ("Lists", "Originals")}
        assert states == {"Lists": "veryHidden", "Originals": "veryHidden"}
        assert book.properties.creator == str(finance_officer)

    def test_a_proposal_that_the_person_may_not_edit_is_locked_whole(
        self, budget_round, lights, finance_officer
    ):
        lights.stage = "decided"
        lights.save()
        sheet = openpyxl.load_workbook(io.BytesIO(download(budget_round, finance_officer)))["Proposals"]
        assert all(cell.protection.locked for cell in sheet[row_of(sheet, "ENV001")])

    def test_a_text_longer_than_a_cell_stays_out_and_is_left_alone(
        self, budget_round, lights, finance_officer
    ):
        statement = lights.statements.get(kind="approach")
        statement.text = "x" * 40_000
        statement.save()
        content = download(budget_round, finance_officer)
        assert plan_of(content, finance_officer).changes_nothing
        assert "40,000 characters" in str(
            list(openpyxl.load_workbook(io.BytesIO(content))["Statements"].values)
        )

    def test_exempt_wording_is_not_in_it(self, budget_round, lights, finance_officer):
        statement = lights.statements.get(kind="approach")
        statement.exempt_paragraph, statement.public_interest_reason = 3, "A tender is running."
        statement.save()
        ExemptWording.objects.create(proposal=lights, statement=statement, text="The secret price.")
        content = download(budget_round, finance_officer)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = b"".join(package.read(name) for name in package.namelist())
        assert b"Step by step." in parts
        assert b"secret" not in parts


class TestWhatIsUploaded:
    def test_an_unchanged_workbook_changes_nothing(self, budget_round, lights, finance_officer):
        content = download(budget_round, finance_officer)
        for same in (content, edited(content, lambda book: None)):
            last = last_change()
            plan = apply(same, finance_officer)
            assert (plan.changes_nothing, plan.errors, plan.notes) == (True, (), ())
            assert last_change() == last

    def test_each_kind_of_cell_changes_what_it_says(self, budget_round, lights, finance_officer):
        make_service(budget_round, "Care homes", "ASC", "Adult care")
        content = with_cells(
            download(budget_round, finance_officer),
            ("Proposals", "ENV001", "Title", "Dim more lights"),
            ("Proposals", "ENV001", "Service", "care homes (asc)"),
            ("Proposals", "ENV001", "Kind of saving", "more income"),
            ("Proposals", "ENV001", "Risk to delivery", "Low"),
            ("Proposals", "ENV001", "For consultation only", "yes"),
            ("Proposals", "ENV001", "Recurring saving or pressure 2027/28 (£)", "0.906m"),
            ("Proposals", "ENV001", "Capital cost 2029/30 (£)", 1200.0),
            ("Proposals", "ENV001", "FTE change 2029/30", -1.25),
            ("Proposals", "ENV001", "Stated total (£)", 1_000_000),
            ("Proposals", "ENV001", "Deliverability (%)", "80%"),
            ("Proposals", "ENV001", "Impact on residents", "None"),
            ("Risks", "ENV001", "Level", "medium"),
        )
        plan = apply(content, finance_officer)
        assert plan.cells == 12
        assert plan.before.profile.total == 50_000
        assert plan.after.profile.total == 916_000
        lights = SavingsProposal.objects.get(pk=lights.pk)
        assert (lights.title, lights.service.name) == ("Dim more lights", "Care homes")
        assert (lights.kind, lights.risk_to_delivery, lights.start_year) == ("income", "L", FIRST)
        assert (lights.consultation_only, lights.stated_total, lights.deliverability) == (True, 1_000_000, 80)
        assert lights.impact_on_residents == "N"
        assert lights.year_profiles.get(year=FIRST).recurring_saving == 906_000
        assert lights.year_profiles.get(year=FIRST + 2).capital_cost == 1_200
        assert str(lights.fte_impacts.get(year=FIRST + 2).change) == "-1.25"
        assert lights.risks.get().level == "M"
        assert (lights.total_saving, str(lights.total_fte_change), lights.version) == (916_000, "-3.60", 2)

    def test_columns_and_rows_may_stand_in_any_order(self, budget_round, lights, finance_officer):
        make_proposal(budget_round, "ENV002", "Fewer signs")

        def shuffle(book):
            sheet = book["Proposals"]
            rows = [list(row)[::-1] for row in sheet.values]
            for number, row in enumerate([rows[0], *rows[:0:-1]], start=1):
                for column, value in enumerate(row, start=1):
                    sheet.cell(number, column).value = value

        assert plan_of(
            edited(download(budget_round, finance_officer), shuffle), finance_officer
        ).changes_nothing

    def test_a_blank_cell_erases_only_when_told_to(self, budget_round, lights, finance_officer):
        content = with_cells(
            download(budget_round, finance_officer),
            ("Statements", "ENV001", "Text", None),
            ("Proposals", "ENV001", "Recurring saving or pressure 2028/29 (£)", None),
            ("Proposals", "ENV001", "FTE change 2027/28", " "),
        )
        plan = apply(content, finance_officer)
        assert plan.changes_nothing
        assert plan.notes == ("3 cells are blank in the workbook. The current values will not change.",)

        (error,) = errors_of(content, finance_officer, blanks_erase=True)
        assert error.startswith("Statements, F2 (Text): Enter the text, or choose")
        answered = with_cells(content, ("Statements", "ENV001", "Answer", "left blank"))
        apply(answered, finance_officer, blanks_erase=True)
        assert lights.year_profiles.get(year=FIRST + 1).recurring_saving == 0
        assert not lights.fte_impacts.filter(year=FIRST).exists()
        assert lights.statements.filter(text="").count() == 1

    def test_nought_is_nought(self, budget_round, lights, finance_officer):
        content = with_cells(
            download(budget_round, finance_officer),
            ("Proposals", "ENV001", "Recurring saving or pressure 2028/29 (£)", 0),
        )
        apply(content, finance_officer)
        assert lights.year_profiles.get(year=FIRST + 1).recurring_saving == 0

    def test_a_removed_row_is_left_alone(self, budget_round, lights, finance_officer):
        content = download(budget_round, finance_officer)
        emptied = edited(
            content, lambda book: [book[name].delete_rows(2, 9) for name in ("Proposals", "Risks")]
        )
        assert plan_of(emptied, finance_officer).changes_nothing
        assert SavingsProposal.objects.count() == 1


class TestNewRows:
    def test_a_row_without_a_number_is_a_new_proposal_with_its_sections_and_risks(
        self, budget_round, lights, finance_officer
    ):
        content = download(budget_round, finance_officer)
        new = edited(
            content,
            lambda book: (
                book["Proposals"].cell(3, place(book["Proposals"], "Reference"), "ENV009"),
                book["Proposals"].cell(3, place(book["Proposals"], "Title"), "Sell the ladders"),
                book["Proposals"].cell(3, place(book["Proposals"], "Service"), "Street lighting (ENV)"),
                book["Proposals"].cell(
                    3, place(book["Proposals"], "Recurring saving or pressure 2027/28 (£)"), 700
                ),
                book["Proposals"].cell(3, place(book["Proposals"], "FTE change 2027/28"), -0.5),
            ),
        )
        new = with_row(new, "Statements", Reference="ENV009", Section="Approach", Text="By auction.")
        new = with_row(new, "Risks", Reference="env 001", Risk="Nobody bids", Level="low")
        plan = apply(new, finance_officer)
        assert [(item.after.reference, item.is_new, len(item.cells)) for item in plan.proposals] == [
            ("ENV001", False, 2),
            ("ENV009", True, 7),
        ]
        made = SavingsProposal.objects.get(reference="ENV009")
        assert (made.stage, made.total_saving, made.entered_by) == ("draft", 700, finance_officer)
        assert made.statements.get().text == "By auction."
        assert [risk.title for risk in lights.risks.all()] == ["Lamps are late", "Nobody bids"]
        assert made.fte_impacts.count() == made.year_profiles.count() == 1

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            (
                {"Title": "No reference", "Service": "Street lighting (ENV)"},
                "Enter a reference with at least one letter or number for the new proposal",
            ),
            (
                {"Reference": "ENV 001", "Title": "x", "Service": "Street lighting (ENV)"},
                "has ENV001 already",
            ),
            ({"Reference": "ENV001", "Title": "x"}, "The number of ENV001 is gone: write"),
            ({"Reference": "ENV7", "Title": "x"}, "Choose a service that you can enter proposals for"),
            ({"Reference": "ENV7", "Service": "Street lighting (ENV)"}, "needs a title"),
            ({"Reference": "ENV7", "Title": "x", "Service": "Circus (ENV)"}, "is not in the list"),
            (
                {"Reference": "ENV7", "Title": "x", "Service": "Street lighting (ENV)", "Version": "1"},
                "Leave this blank in a new row",
            ),
        ],
    )
    def test_what_a_new_proposal_lacks_is_said(self, budget_round, lights, finance_officer, values, message):
        errors = errors_of(
            with_row(download(budget_round, finance_officer), "Proposals", **values), finance_officer
        )
        assert any(message in error for error in errors), errors

    def test_an_author_enters_only_for_services_of_their_own(self, budget_round, lights, author, assign):
        make_service(budget_round, "Care homes", "ASC", "Adult care")
        author = assign(author, lights.service)
        content = download(budget_round, author)
        row = {"Reference": "ASC1", "Title": "x", "Service": "Care homes (ASC)"}
        (error, *_) = errors_of(with_row(content, "Proposals", **row), author)
        assert "is not in the list" in error


@pytest.mark.one_database
class TestWhatMayNotBeChanged:
    def test_a_proposal_that_others_edit_now_is_an_error_of_its_row(
        self, budget_round, lights, author, assign
    ):
        author = assign(author, lights.service)
        content = with_cells(download(budget_round, author), ("Proposals", "ENV001", "Title", "Mine"))
        lights.stage = "finance_review"
        lights.save()
        (error,) = errors_of(content, author)
        assert error.startswith("Proposals, row 2: You cannot change ENV001 now")

    def test_a_row_of_another_round_and_a_changed_key_are_refused(
        self, budget_round, lights, finance_officer
    ):
        other = make_proposal(make_round("Budget 2028/29", phase="preparation"), "XX1")
        content = download(budget_round, finance_officer)
        for number in (str(other.pk), "999999", "x"):
            errors = errors_of(
                with_cells(content, ("Proposals", "ENV001", "Number", number)), finance_officer
            )
            assert f"“{number}” is not one of this download" in errors[0]
            assert errors[0].endswith(f"ENV001 was number {lights.pk}: put that back.")

    def test_a_locked_cell_says_what_it_was(self, budget_round, lights, finance_officer):
        content = with_cells(
            download(budget_round, finance_officer),
            ("Proposals", "ENV001", "Total at download (£)", 7),
            ("Proposals", "ENV001", "Version", "8"),
        )
        errors = errors_of(content, finance_officer)
        assert errors[0] == "Proposals, B2 (Version): This cell is locked and was “1”: put that back."
        assert "calculated and cannot be entered" in errors[1]

    def test_a_service_with_another_base_budget_is_refused(self, budget_round, lights, finance_officer):
        make_service(budget_round, "Care homes", "ASC", "Adult care")
        lights.base_budget = make_budget(lights.service)
        lights.save()
        content = with_cells(
            download(budget_round, finance_officer), ("Proposals", "ENV001", "Service", "Care homes (ASC)")
        )
        (error,) = errors_of(content, finance_officer)
        assert "base budget belongs to the proposal’s current service" in error


class TestWhatAChangeSetsOff:
    def test_sign_offs_in_doubt_are_named_before_and_withdrawn_after(
        self, budget_round, lights, finance_officer
    ):
        lights.stage = "corporate_review"
        lights.save()
        for stage in ("service_review", "finance_review"):
            SignOff.objects.create(
                proposal=lights,
                stage=stage,
                signed_by_name="Fred",
                role="Finance officer",
                signed_total=50_000,
            )
        content = with_cells(
            download(budget_round, finance_officer),
            ("Proposals", "ENV001", "Recurring saving or pressure 2027/28 (£)", 1),
        )
        (planned,) = plan_of(content, finance_officer).proposals
        assert planned.consequence == (
            "It goes back to finance review, because the savings and costs by year would change. "
            "These sign-offs would be withdrawn: finance review (Fred)."
        )
        with pytest.raises(ReasonNeeded):
            apply(content, finance_officer)
        assert SignOff.objects.filter(withdrawn_at=None).count() == 2
        apply(content, finance_officer, reason="The tender came in.")
        assert SignOff.objects.get(stage="finance_review").withdrawn_because.endswith(
            f"changed the savings and costs by year: Workbook {NAME}: The tender came in."
        )
        standing = SignOff.objects.filter(withdrawn_at=None).values_list("stage", flat=True)
        assert list(standing) == ["service_review"]
        assert SavingsProposal.objects.get(pk=lights.pk).stage == "finance_review"

    def test_new_warnings_are_shown_and_old_ones_are_not(self, budget_round, lights, finance_officer):
        content = with_cells(
            download(budget_round, finance_officer), ("Proposals", "ENV001", "Stated total (£)", 51_000)
        )
        (planned,) = plan_of(content, finance_officer).proposals
        (warning,) = planned.warnings
        assert warning.startswith("The stated total is £51,000;")


def test_many_proposals_with_three_changes_each_take_as_few_queries_as_one(budget_round, finance_officer):
    make_many(budget_round, 60)
    content = download(budget_round, finance_officer)

    def change(book):
        sheet = book["Proposals"]
        for row in range(2, 62):
            sheet.cell(row, place(sheet, "Title")).value = "Another title"
            sheet.cell(row, place(sheet, "Recurring saving or pressure 2027/28 (£)")).value = 2_000
            sheet.cell(row, place(sheet, "FTE change 2027/28")).value = -1

    new = edited(content, change)
    with CaptureQueriesContext(connection) as queries:
        apply(new, finance_officer)
    assert len(queries) < 70
    assert YearProfile.objects.filter(recurring_saving=2_000).count() == 60
    assert FTEImpact.objects.filter(change=-1).count() == 60
