"""Rules that trying the application out as its users and its enemies do brought to light."""

import subprocess
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from councilsavings.files import write_whole
from proposals.models import FTEImpact, YearProfile
from proposals.models.records import round_record
from proposals.models.stored_figures import store_figures_of, wrong_figures
from reports.documents.cover import Cover
from reports.open_data import all_files
from reports.styles import STYLES
from reports.writers.html import write_html_page
from reports.writers.pdf import write_pdf
from services.values.years import FinancialYear
from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round


@pytest.fixture
def budget_round(db):
    return make_round(money_unit="pounds", money_decimals=0, savings_sign="positive")


def stored_errors(budget_round):
    return list(wrong_figures(budget_round.proposals.all().with_related()))


class TestStoredFiguresFollow:
    def test_when_the_round_gets_another_year(self, budget_round, client, finance_officer):
        one_off_at_the_end = (0, 0, {"one_off_saving": 500_000})
        proposal = make_proposal(budget_round, "ENV001", savings=one_off_at_the_end, stage="draft")
        assert proposal.total_saving == 500_000
        client.force_login(finance_officer)
        page = reverse("admin:proposals_budgetround_change", args=[budget_round.pk])
        fields = {
            "name": "Budget 2027/28 to 2030/31",
            "base_year": "2026/27",
            "first_year": "2027/28",
            "number_of_years": "4",
            "phase": "scrutiny",
        }
        assert client.post(page, fields).status_code == 302
        proposal.refresh_from_db()
        assert proposal.total_saving == 0
        assert stored_errors(budget_round) == []

    def test_in_a_year_without_a_row_in_which_a_one_off_falls_out(self, budget_round):
        proposal = make_proposal(budget_round, "ENV001", savings=({"one_off_saving": 333_000},))
        row = YearProfile.objects.get(proposal=proposal, year=FinancialYear(2028))
        assert row.discrete_saving == -333_000
        store_figures_of([proposal.pk])
        assert YearProfile.objects.filter(proposal=proposal).count() == 2

    def test_so_that_the_list_sorts_by_what_it_prints(self, budget_round, client, scrutiny_member):
        make_proposal(budget_round, "ENV001", savings=(0, 0, 0))
        make_proposal(budget_round, "ENV002", savings=({"one_off_saving": 333_000},))
        make_proposal(budget_round, "ENV003", savings=(0, 5_000, 0))
        client.force_login(scrutiny_member)
        listed = client.get("/proposals/?sort=year_2028").content.decode()
        assert listed.index("ENV002") < listed.index("ENV001") < listed.index("ENV003")


class TestFiguresThatNoCouncilHas:
    @pytest.mark.parametrize("amount", [9_000_000_000_000_000_000, -9_000_000_000_000_000_000])
    def test_are_refused_as_amounts(self, budget_round, amount):
        row = YearProfile(
            proposal=make_proposal(budget_round, "ENV001", savings=()),
            year=FinancialYear(2027),
            recurring_saving=amount,
        )
        with pytest.raises(ValidationError):
            row.full_clean()

    def test_are_refused_as_posts(self, budget_round):
        row = FTEImpact(
            proposal=make_proposal(budget_round, "ENV001"),
            year=FinancialYear(2027),
            change=Decimal("9999999.99"),
        )
        with pytest.raises(ValidationError):
            row.full_clean()


class TestAnAppendixOfAPart:
    def appendix(self, client, clerk, query):
        client.force_login(clerk)
        return client.get(f"/appendices/page/?cover-title=Savings&{query}").content.decode()

    def test_says_which_part_it_holds(self, budget_round, client, committee_clerk):
        make_proposal(budget_round, "ENV001", "Dim the lights")
        make_proposal(budget_round, "ENV002", "Mow less")
        page = self.appendix(client, committee_clerk, "text=mow")
        words = "1 of the round’s 2 proposals, filtered by Search: mow."
        assert page.count(words) == 2, "on the cover and above the summary"

    def test_of_all_proposals_says_nothing_of_the_kind(self, budget_round, client, committee_clerk):
        make_proposal(budget_round, "ENV001")
        assert "filtered by" not in self.appendix(client, committee_clerk, "")

    def test_has_a_file_name_of_its_own(self, budget_round, client, scrutiny_member):
        make_proposal(budget_round, "ENV001")
        client.force_login(scrutiny_member)
        disposition = client.get("/proposals/download/csv/?text=dim")["Content-Disposition"]
        assert "-filtered.csv" in disposition


@pytest.mark.one_database
class TestImportNotes:
    def test_print_for_nobody_but_those_who_work_on_the_proposal(
        self, budget_round, client, scrutiny_member, committee_clerk
    ):
        proposal = make_proposal(budget_round, "ENV001")
        proposal.findings.create(
            code="savings total",
            place="line 3",
            message="the total saving is stated as £2, but the years add up to £1.",
            reason="Rounded in the paper.",
            accepted_by="Frances Ledger",
        )
        record = round_record(budget_round, budget_round.proposals.all())
        printed = {name: write_html_page(style(record, Cover())) for name, style in STYLES.items()}
        printed |= {file.name: file.content.decode() for file in all_files(record)}
        client.force_login(committee_clerk)
        edition = make_edition(make_publication(budget_round))
        budget_round.council.public_pages = True
        budget_round.council.save()
        for address in (
            proposal.get_absolute_url(),
            "/proposals/download/csv/",
            "/proposals/download/json/",
            f"/proposals/print/?round={budget_round.pk}",
            f"/compare/?before=edition-{edition.pk}&after=now",
        ):
            client.force_login(scrutiny_member)
            printed[address] = client.get(address).content.decode()
        client.logout()
        printed["edition"] = client.get(edition.get_absolute_url()).content.decode()
        pdf = write_pdf(STYLES["option-pages"](record, Cover()))
        text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
        assert b"ENV001" in text
        printed["pdf"] = text.decode()
        for name, content in printed.items():
            for word in ("Accepted because", "When the document was read", "Rounded in the paper", "Frances"):
                assert word not in content, f"{name} prints “{word}”"


@pytest.mark.one_database
class TestASavingTypedWithAMinus:
    def test_is_warned_of_where_it_turns_the_proposal_into_a_cost(
        self, budget_round, client, finance_officer
    ):
        proposal = make_proposal(budget_round, "ENV001", savings=(40_000, 0, 0))
        row = proposal.year_profiles.get(year=FinancialYear(2027))
        row.recurring_saving = -40_000
        row.save()
        client.force_login(finance_officer)
        page = reverse("admin:proposals_savingsproposal_change", args=[proposal.pk])
        assert "adds to the budget instead of saving" in client.get(page).content.decode()


@pytest.mark.one_database
class TestPagesOfASignedInPerson:
    def test_are_kept_out_of_caches(self, budget_round, client, scrutiny_member):
        client.force_login(scrutiny_member)
        assert "no-store" in client.get("/proposals/")["Cache-Control"]


@pytest.mark.one_database
class TestAFileIsWrittenWholeOrNotAtAll:
    def test_the_old_file_stays_where_the_new_cannot_be_written(self, tmp_path):
        held = tmp_path / "export.json"
        held.write_text("old")
        write_whole(held, b"new")
        assert held.read_bytes() == b"new"
        assert [path.name for path in tmp_path.iterdir()] == ["export.json"]

    def test_an_unwritable_place_is_said(self, budget_round, tmp_path):
        target = tmp_path / "missing" / "export.json"
        with pytest.raises(CommandError, match="cannot be written"):
            call_command(
                "export_proposals",
                council=budget_round.council.slug,
                round=budget_round.name,
                format="json",
                output=target,
            )
