"""Reading a document again where people have corrected or signed off what it brought: nobody is overruled unasked."""

import pytest

from proposals.domain.stages import Stage, sign_offs_before
from proposals.importing.plan.apply import ImportStopped
from proposals.models import BudgetRound, ProposalFinding, SavingsProposal, YearProfile
from services.audit.history import acting
from services.models import BaseBudget, ChangeRecord
from tests.proposals.importing.test_import_pages import (
    form_of,
    headings,
    officer,
    previewed,
    problems,
    tree,
    words,
)
from tests.support.import_runs import importer
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of
from tests.support.parsed_imports import SUMMARY, load, plan, row, summary
from tests.support.stage_examples import sign

__all__ = ["officer"]
pytestmark = pytest.mark.django_db
OPTIONS = "option-pages"
PAPER = bytes_of(LIBRARIES, PARKS)
BY_FIONA = "by Fiona Ledger on "


def stored(reference="LIB001"):
    return SavingsProposal.objects.get(reference=reference)


@pytest.fixture
def corrected(finance_officer):
    """The paper as imported, with its saving of 2027/28 corrected from £120,000 to £125,000 by a person."""
    load(OPTIONS, PAPER)
    change(finance_officer, stored().year_profiles.first(), recurring_saving=125_000)


def change(person, record, **values):
    with acting(user=person):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def overwrites(style=OPTIONS, content=PAPER):
    return [(issue.reference, issue.message) for issue in plan(style, content).overwrites]


@pytest.mark.one_database
class TestACorrection:
    def test_stops_the_import_and_is_named_with_both_values_and_whose_it_is(self, corrected):
        with pytest.raises(ImportStopped, match="would overwrite what people have corrected") as stopped:
            load(OPTIONS, PAPER)
        (difference,) = stopped.value.plan.questions
        assert (difference.reference, difference.place) == ("LIB001", "line 1")
        assert difference.message.startswith("saving 2027/28: the stored value £125,000, " + BY_FIONA)
        assert difference.message.endswith("the document prints £120,000, which would take its place.")
        assert stored().year_profiles.first().recurring_saving == 125_000

    def test_given_up_with_a_reason_is_no_finding_and_the_history_has_the_reason(self, corrected):
        load(OPTIONS, PAPER, reason="The paper is right.")
        assert stored().year_profiles.first().recurring_saving == 120_000
        assert ProposalFinding.objects.count() == 0
        record = ChangeRecord.objects.filter(record_type="proposals.yearprofile").first()
        assert record.reason == "Import of document.txt. The paper is right."
        assert load(OPTIONS, PAPER).changes_nothing

    def test_of_another_field_is_not_in_the_way_of_what_the_document_changes(self, corrected):
        later = bytes_of(LIBRARIES.but(savings=("-0.125", "-0.040", "0", "-0.165")), PARKS)
        assert load(OPTIONS, later).questions == ()
        assert stored().year_profiles.all()[1].recurring_saving == 40_000

    def test_of_texts_facts_and_budgets_counts_as_well(self, finance_officer):
        load(OPTIONS, PAPER)
        change(finance_officer, stored(), title="MOBILE LIBRARIES AND VANS")
        change(finance_officer, stored().statements.get(kind="impact_upon_service"), text="Nobody minds.")
        change(finance_officer, BaseBudget.objects.get(service__name="Parks"), gross=1_250_000)
        assert [(reference, message.partition(", by")[0]) for reference, message in overwrites()] == [
            ("LIB001", "title: the stored value “MOBILE LIBRARIES AND VANS”"),
            ("LIB001", "Impact upon service: the stored value “Nobody minds.”"),
            ("ENV014", "gross budget 2026/27: the stored value £1,250,000"),
        ]

    def test_of_a_budget_that_only_new_proposals_would_rest_on_counts_as_well(self, finance_officer):
        load(OPTIONS, PAPER)
        with acting(user=finance_officer):
            service = BaseBudget.objects.get(service__name="Parks").service
            stored("ENV014").delete()
            BaseBudget.objects.filter(service=service).delete()
            BaseBudget.objects.create(service=service, year=2026, gross=1_250_000, income=1_500_000)
        ((reference, message),) = overwrites()
        assert reference == "ENV014"
        assert message.startswith("gross budget 2026/27: the stored value £1,250,000, " + BY_FIONA)

    def test_that_took_a_figure_away_counts_as_well(self, finance_officer):
        load(OPTIONS, PAPER)
        with acting(user=finance_officer):
            stored().fte_impacts.first().delete()
        ((_, message),) = overwrites()
        assert message.startswith("FTE 2027/28: nothing is stored, " + BY_FIONA)

    def test_of_another_kind_of_document_stops_its_import_too(self, finance_officer):
        paper = summary(row("Library Service"))
        load(SUMMARY, paper)
        change(finance_officer, YearProfile.objects.get(), recurring_saving=125_000)
        ((_, message),) = overwrites(SUMMARY, paper)
        assert message.startswith("saving 2027/28: the stored value £125,000, " + BY_FIONA)

    def test_by_hand_before_any_document_is_no_less_somebodys(self, finance_officer):
        load(OPTIONS, PAPER)
        with acting(user=finance_officer):
            proposal = stored()
            proposal.year_profiles.all().delete()
            YearProfile.objects.create(proposal=proposal, year=proposal.start_year, recurring_saving=125_000)
        assert [message.partition(", by")[0] for _, message in overwrites()] == [
            "saving 2027/28: the stored value £125,000",
            "saving 2028/29: nothing is stored",
            "saving 2029/30: nothing is stored",
        ]


@pytest.mark.one_database
class TestSignOffs:
    LATER = bytes_of(LIBRARIES.but(savings=("-0.120", "-0.050", "0", "-0.170")), PARKS)

    @pytest.fixture
    def signed(self):
        load(OPTIONS, PAPER)
        for review in sign_offs_before(Stage.PUBLISHED):
            sign(stored(), review)

    def test_that_would_be_withdrawn_stop_the_import_and_are_named(self, signed):
        before = ChangeRecord.objects.count()
        ((reference, message),) = overwrites(content=self.LATER)
        assert reference == "LIB001"
        assert message.startswith(
            "It goes back to finance review, because the savings and costs by year would change. "
            "These sign-offs would be withdrawn: finance review (Somebody Else)"
        )
        assert message.endswith("marked as being corrected, until it is published again.")
        assert (stored().stage, stored().total_saving) == ("published", 150_000)
        assert ChangeRecord.objects.count() == before

    def test_are_withdrawn_once_a_person_says_why(self, signed):
        load(OPTIONS, self.LATER, reason="The committee had the newer paper.")
        assert stored().stage == "finance_review"
        assert "The committee had the newer paper." in stored().stage_reason

    def test_of_a_proposal_that_the_document_does_not_list_count_as_well(self, signed):
        budget = BaseBudget.objects.get(service__name="Parks")
        budget.part = "ENV014"
        budget.save()
        change(None, stored(), base_budget=budget)
        issues = plan(OPTIONS, bytes_of(PARKS.but(gross="£1.300m", net="-£0.200m"))).overwrites
        (message,) = [str(issue) for issue in issues if issue.reference == "LIB001"]
        assert "because the base budget would change" in message

    def test_of_nobody_leave_a_changed_document_to_go_on_as_ever(self):
        load(OPTIONS, PAPER)
        assert load(OPTIONS, self.LATER).questions == ()


@pytest.mark.one_database
class TestThePageAndTheCommand:
    def test_the_preview_says_it_outside_of_any_fold_and_asks_for_the_reason(self, officer, corrected):
        address, page = previewed(officer, PAPER, BudgetRound.objects.get())
        assert headings(page)[1] == "Corrections that this would overwrite"
        (item,) = tree(page).xpath("//main/ul/li[contains(., 'the stored value £125,000')]")
        assert words(item).startswith(
            "LIB001, line 1: saving 2027/28: the stored value £125,000, " + BY_FIONA
        )
        (problem,) = problems(officer.post(address, form_of(page)))
        assert problem.startswith("Reason for overwriting: Enter the reason for overwriting")
        assert stored().year_profiles.first().recurring_saving == 125_000

    @pytest.mark.parametrize("options", [(), ("--dry-run",)])
    def test_the_command_stops_with_the_same_words(self, tmp_path, finance_officer, options):
        run = importer(tmp_path)
        run(PAPER)
        change(finance_officer, stored().year_profiles.first(), recurring_saving=125_000)
        stopped = run(PAPER, *options)
        assert stopped.code == 3
        assert "Corrections and sign-offs made here that this would overwrite:" in stopped.out
        assert "the stored value £125,000, " + BY_FIONA in stopped.out
        assert run(PAPER, *options, "--accept-findings", "The paper is right.").code == 0
