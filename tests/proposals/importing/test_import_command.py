"""The import command: what it creates, what stops it, and what a person may accept."""

import getpass
from decimal import Decimal

import pytest

from proposals.models import BudgetRound, ProposalFinding, SavingsProposal
from proposals.models.stored_figures import wrong_figures
from services.models import Council, Directorate
from services.values.years import FinancialYear
from tests.support.import_runs import ROUND, counts, importer
from tests.support.option_forms import LIBRARIES, PARKS, ROADS, THREE, bytes_of, text_of, word_of


@pytest.fixture
def run(tmp_path):
    """A function that writes a file and imports it, returning exit code and output."""
    return importer(tmp_path)


def proposal(reference="LIB001"):
    return SavingsProposal.objects.get(reference=reference)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [bytes_of, word_of], ids=["text", "word"])
class TestWhatIsCreated:
    def test_the_proposal_and_its_figures(self, run, make):
        assert run(make(*THREE)).code == 0
        stored = proposal()
        assert (stored.title, stored.service.name, stored.start_year) == (
            "MOBILE LIBRARIES",
            "Library Service",
            FinancialYear(2027),
        )
        budget = stored.base_budget
        assert (budget.year, budget.gross, budget.income) == (FinancialYear(2026), 4_250_000, 350_000)
        assert list(stored.year_profiles.values_list("recurring_saving", "discrete_saving")) == [
            (120_000, 120_000),
            (30_000, 30_000),
            (0, 0),
        ]
        assert list(stored.fte_impacts.values_list("change", flat=True)) == [
            Decimal("-2.00"),
            Decimal("0.50"),
            Decimal("0.00"),
        ]
        assert (stored.total_saving, stored.total_fte_change) == (150_000, Decimal("-1.50"))
        assert stored.statements.count() == 4

    def test_stored_figures_are_what_the_profile_computes(self, run, make):
        run(make(*THREE))
        assert list(wrong_figures(SavingsProposal.objects.with_related())) == []

    def test_a_new_council_round_and_directorates_and_says_so(self, run, make):
        output = run(make(*THREE), "--council-name", "Fenwick Borough Council").out
        budget_round = BudgetRound.objects.get()
        assert (budget_round.name, budget_round.base_year, len(budget_round.years)) == (
            ROUND,
            FinancialYear(2026),
            3,
        )
        council = budget_round.council
        assert (council.name, council.money_unit, council.money_decimals) == (
            "Fenwick Borough Council",
            "millions",
            3,
        )
        assert council.savings_sign == "negative"
        assert sorted(Directorate.objects.values_list("code", "name")) == [("ENV", "ENV"), ("LIB", "LIB")]
        assert "New council: Fenwick Borough Council (fenwick)." in output
        assert "New budget round: Budget 2027/28, 2027/28 to 2029/30." in output
        assert "New directorate: ENV, named by the letters of its references until you rename it." in output

    def test_proposals_keep_the_order_of_the_document(self, run, make):
        run(make(ROADS, LIBRARIES, PARKS))
        assert list(SavingsProposal.objects.values_list("reference", "position")) == [
            ("ENV020b", 1),
            ("LIB001", 2),
            ("ENV014", 3),
        ]


@pytest.mark.one_database
@pytest.mark.django_db
class TestOtherCouncils:
    def test_savings_printed_positive_are_stored_positive_too(self, run):
        run(bytes_of(LIBRARIES.but(savings=("0.120", "0.030", "0", "0.150"))))
        assert proposal().total_saving == 150_000
        assert Council.objects.get().savings_sign == "positive"

    def test_pounds_and_slashes_in_references(self, run):
        form = LIBRARIES.but(
            reference="A/R.6.115",
            unit="£",
            savings=("(120,000)", "0", "0", "(120,000)"),
            fte=("-", "-", "-", "-"),
        )
        assert run(bytes_of(form)).code == 0
        assert Council.objects.get().money_unit == "pounds"
        assert Directorate.objects.get().code == "A/R"

    def test_a_reference_without_letters_is_refused(self, run):
        refused = run(bytes_of(LIBRARIES.but(reference="12")))
        assert refused.code == 2
        assert "12, line 1: the reference “12” has no letters that name a directorate." in refused.out

    def test_one_forms_sign_against_the_councils_own_needs_a_decision(self, run):
        run(bytes_of(*THREE))
        alone = LIBRARIES.but(reference="LIB002", savings=("0.120", "0.030", "0", "0.150"))
        refused = run(bytes_of(alone))
        assert refused.code == 3
        assert (
            "seems to print savings as positive figures, but Fenwick prints them as negative ones"
            in refused.out
        )

    def test_the_councils_way_of_printing_may_change_without_a_word_about_the_same_file(self, run):
        run(bytes_of(*THREE))
        council = Council.objects.get()
        council.savings_sign = "positive"
        council.save()
        assert run(bytes_of(*THREE)).code == 0


@pytest.mark.django_db
@pytest.mark.one_database
class TestWhatStopsIt:
    """Nothing is changed, and the message names the option and the line."""

    @pytest.mark.parametrize(
        ("forms", "words"),
        [
            ([LIBRARIES, ROADS.but(reference="LIB 001")], "LIB 001, line 58: the reference LIB 001 stands twice"),
            ([LIBRARIES.but(start_year="2031/32")], "LIB001, line 7: 2031/32 in the start year is not a year"),
            (
                [*THREE, LIBRARIES.but(reference="LIB2", years=("2028/29", "2029/30", "2030/31"))],
                "2030/31 in the savings profile is not a year of the round (2027/28 to 2029/30).",
            ),
            ([LIBRARIES.but(service="")], "the service's name is missing"),
            ([LIBRARIES.but(title="x" * 301)], "LIB001, line 1: the title is longer than 300 letters."),
            ([LIBRARIES.but(service="x" * 301)], "LIB001, line 4: the service's name is longer than 300 letters."),
            ([LIBRARIES.but(gross="£9999999999999m")], "more than a council's budget"),
            ([LIBRARIES.but(savings=("-9999999999999", "0", "0", "-9999999999999"))], "more than a council's budget"),
            ([LIBRARIES.but(fte=("99999999", "0", "0", "99999999"))], "full-time equivalents are too many"),
            ([LIBRARIES.but(savings=("TBC", "0", "0", "0")), ROADS], "LIB001, line 28: Savings Target and Profiling"),
        ],
    )  # fmt: skip
    def test_an_error(self, run, forms, words):
        before = counts()
        stopped = run(bytes_of(*forms), "--accept-findings", "Whatever.")
        assert stopped.code == 2
        assert words in stopped.out
        assert "The document has errors. Nothing was imported." in stopped.error
        assert counts() == before

    def test_figures_of_the_only_form_that_cannot_be_read(self, run):
        refused = run(bytes_of(LIBRARIES.but(savings=("TBC", "0", "0", "0"))))
        assert refused.code == 2
        assert "LIB001, line 28: Savings Target" in refused.out
        assert "“TBC” is not an amount of money." in refused.out

    def test_a_year_outside_the_fte_table_only(self, run):
        text = text_of(*THREE)
        later = text.replace(
            "FTE implications:\n\t2027/28\n\t2028/29\n\t2029/30",
            "FTE implications:\n\t2028/29\n\t2029/30\n\t2030/31",
            1,
        )
        stopped = run(later.encode())
        assert stopped.code == 2
        assert "LIB001, line 34: 2030/31 in the FTE table is not a year of the round" in stopped.out

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            (
                LIBRARIES.but(savings=("-0.120", "-0.030", "0", "-0.160")),
                "LIB001, line 31: the total saving is stated as",
            ),
            (LIBRARIES.but(fte=("-2", "0.5", "0", "-2.5")), "LIB001, line 41: the FTE total is stated as"),
            (LIBRARIES.but(net="£3.800m"), "LIB001, line 16: the net budget is stated as"),
            (
                LIBRARIES.but(base_year="2025/26"),
                "the budgets are of 2025/26, but the base year of the round is 2026/27",
            ),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("make", [bytes_of, word_of], ids=["text", "word"])
    def test_a_difference_that_nobody_accepted(self, run, form, words, make):
        before = counts()
        stopped = run(make(form, PARKS, ROADS))
        assert stopped.code == 3
        assert words.rpartition(": ")[2] in stopped.out
        assert (words in stopped.out) is (make is bytes_of or "line" not in words)
        assert "accept the differences with a reason" in stopped.error
        assert counts() == before

    def test_an_accepted_difference_is_kept_as_a_finding_on_its_proposal(self, run):
        wrong = LIBRARIES.but(savings=("-0.120", "-0.030", "0", "-0.160"))
        assert run(bytes_of(wrong, PARKS), "--accept-findings", "Rounded in the report.").code == 0
        issue = ProposalFinding.objects.get()
        assert (issue.proposal, issue.code, issue.place) == (proposal(), "savings total", "line 31")
        operator = f"{getpass.getuser()} (import_document command)"
        assert (issue.reason, issue.accepted_by) == ("Rounded in the report.", operator)
        assert proposal().total_saving == 150_000

    def test_a_blank_reason_accepts_nothing(self, run):
        assert run(bytes_of(LIBRARIES.but(net="£3.800m")), "--accept-findings", "  ").code == 3

    def test_notes_stop_nothing(self, run):
        text = (
            text_of(*THREE)
            .replace("Service Name", "Servise Name")
            .replace("\n\tImpact upon service\n\tNo impact.", "")
        )
        assert run(text.encode()).code == 0

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--council", "Fen wick"], "is not a short name"),
            (["--round", " "], "Enter a name for the budget round."),
            (["--round", "x" * 201], "longer than 200 letters"),
            (["--council-name", "x" * 201], "longer than 200 letters"),
        ],
    )
    def test_names_that_cannot_be_kept(self, run, options, words):
        for more in ([], ["--dry-run"]):
            refused = run(bytes_of(LIBRARIES), *options, *more)
            assert refused.code == 2
            assert words in refused.error
        assert Council.objects.count() == 0

    def test_a_council_that_is_not_there_is_made_only_by_its_full_name(self, run):
        Council.objects.create(name="Fenwick", slug="fenwick")
        for more in ([], ["--dry-run"]):
            refused = run(bytes_of(LIBRARIES), "--council", "fenwik", "--council-name", "", *more)
            assert refused.code == 2
            assert refused.error == (
                "options.txt: There is no council “fenwik”. Known councils: “fenwick”. To make a new one, give its "
                "full name with --council-name."
            )
        assert run(bytes_of(LIBRARIES), "--council-name", "").code == 0
        assert Council.objects.count() == 1

    def test_the_name_of_another_council_is_refused(self, run):
        Council.objects.create(name="Fenwick", slug="other")
        assert "another council named Fenwick" in run(bytes_of(LIBRARIES)).error
