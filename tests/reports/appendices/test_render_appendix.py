from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from proposals.exports.round_lookup import find_round
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from services.models import BaseBudget, Council, Directorate, Service
from services.values.years import FinancialYear

ROUND = "Budget 2018/19 to 2020/21"

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return Council.objects.create(name="Northmoor County Council", slug="northmoor")


@pytest.fixture
def budget_round(council):
    return BudgetRound.objects.create(
        council=council,
        name=ROUND,
        base_year=FinancialYear(2017),
        first_year=FinancialYear(2018),
        number_of_years=3,
    )


@pytest.fixture
def two_proposals(council, budget_round):
    directorate = Directorate.objects.create(council=council, code="CYP", name="Children and Young People")
    service = Service.objects.create(directorate=directorate, name="Family Information Service")
    for position, (reference, saving) in enumerate([("CYP006", 800_000), ("CYP002", 40_000)], start=1):
        made = SavingsProposal.objects.create(
            budget_round=budget_round,
            reference=reference,
            title="A title",
            service=service,
            position=position,
        )
        YearProfile.objects.create(proposal=made, year=FinancialYear(2018), recurring_saving=saving)


def render(output, *options, council="northmoor", name=ROUND, style="option-pages"):
    """Run the command and return what it printed."""
    printed = StringIO()
    arguments = ["--council", council, "--round", name, "-o", str(output), *options]
    call_command("render_appendix", style, *arguments, stdout=printed)
    return printed.getvalue()


@pytest.mark.one_database
def test_writes_a_pdf_and_says_what_is_in_it(two_proposals, tmp_path):
    output = tmp_path / "appendix.pdf"
    printed = render(output, "--title", "Options", "--appendix", "A", "--date", "2017-09-14")
    with pikepdf.open(output) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"Appendix A – Options – {ROUND}"
        assert f"{len(pdf.pages)} pages" in printed
    assert "2 options, total saving -£0.840m, change in FTE not stated" in printed
    assert "seconds" in printed


def test_options_stand_in_the_order_of_the_round(two_proposals, tmp_path):
    output = tmp_path / "appendix.html"
    render(output, "--html")
    page = output.read_text(encoding="utf-8")
    assert page.index('id="option-cyp006"') < page.index('id="option-cyp002"')


def test_cover_says_meeting_date_and_draft(two_proposals, tmp_path):
    output = tmp_path / "appendix.html"
    render(output, "--html", "--meeting", "Cabinet", "--date", "2017-09-14", "--draft")
    page = output.read_text(encoding="utf-8")
    for said in ("Cabinet", "14 September 2017", "Draft"):
        assert f">{said}</p>" in page


def test_an_unknown_council_is_answered_with_the_known_ones(budget_round, tmp_path):
    with pytest.raises(CommandError, match=r"There is no council “southmoor”. Known councils: “northmoor”"):
        render(tmp_path / "a.pdf", council="southmoor")


def test_an_unknown_round_is_answered_with_the_known_ones(budget_round, tmp_path):
    with pytest.raises(
        CommandError,
        match=f"Northmoor County Council has no round “Budget 1999”. Known rounds: “{ROUND}”.",
    ):
        render(tmp_path / "a.pdf", name="Budget 1999")


def test_an_empty_database_is_said_to_be_empty(tmp_path):
    with pytest.raises(CommandError, match="There are no councils yet"):
        render(tmp_path / "a.pdf")


def test_a_round_without_proposals_makes_no_file(budget_round, tmp_path):
    with pytest.raises(CommandError, match="has no proposals yet"):
        render(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_not_there_is_named(two_proposals, tmp_path):
    output = tmp_path / "missing" / "a.html"
    with pytest.raises(CommandError, match=f"{output} cannot be written: No such file or directory"):
        render(output, "--html")


def test_a_wrong_date_is_refused(budget_round, tmp_path):
    with pytest.raises(CommandError, match="--date: write the date as 2017-09-14, not “14/09/2017”"):
        render(tmp_path / "a.pdf", "--date", "14/09/2017")


def test_a_file_that_cannot_be_finished_leaves_the_old_one(two_proposals, tmp_path, monkeypatch):
    output = tmp_path / "a.html"
    output.write_text("the one before")

    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CommandError, match="No space left on device"):
        render(output, "--html")
    assert output.read_text() == "the one before"
    assert list(tmp_path.iterdir()) == [output]


def test_a_round_is_found_whatever_its_capitals(budget_round):
    assert find_round(" NORTHMOOR ", ROUND.upper()) == budget_round


def test_what_is_not_found_is_said_with_what_there_is(budget_round):
    with pytest.raises(CommandError, match=f"Known rounds: “{ROUND}”"):
        find_round("northmoor", "")


class TestPressures:
    @pytest.fixture
    def pressure(self, budget_round, two_proposals):
        made = SavingsProposal.objects.create(
            budget_round=budget_round,
            reference="GRO001",
            title="More placements",
            service=Service.objects.get(),
            position=3,
            direction="pressure",
            pressure_category="demand",
        )
        YearProfile.objects.create(proposal=made, year=FinancialYear(2018), recurring_saving=-900_000)
        return made

    def test_are_summed_apart_from_the_savings_and_then_together(self, pressure, tmp_path):
        printed = render(tmp_path / "appendix.html", "--html")
        assert "3 options, total saving -£0.840m, total pressure £0.900m, net £0.060m" in printed

    def test_make_a_bridge_from_the_base_budgets_of_the_services(self, pressure, tmp_path):
        service = pressure.service
        # Stated in parts alone, the budget is their sum; another year's budget is none of this one's.
        for part, gross, income in (("North", 3_000_000, 500_000), ("South", 2_000_000, 0)):
            BaseBudget.objects.create(
                service=service, year=FinancialYear(2017), part=part, gross=gross, income=income
            )
        BaseBudget.objects.create(service=service, year=FinancialYear(2018), gross=9, income=0)
        whole = Service.objects.create(directorate=service.directorate, name="Schools")
        for part, gross in (("", 7_000_000), ("Nurseries", 1_000_000)):
            BaseBudget.objects.create(
                service=whole, year=FinancialYear(2017), part=part, gross=gross, income=0
            )
        output = tmp_path / "appendix.html"
        render(output, "--html", style="budget-bridge")
        page = output.read_text(encoding="utf-8")
        # 4.5 and 7 million, then 0.9 more and 0.84 less.
        assert "11.500" in page
        assert "11.560" in page
