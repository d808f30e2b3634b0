"""Copying a proposal: what comes along, what does not, and what is refused."""

from decimal import Decimal

import pytest

from proposals.models import BudgetRound, ExemptWording, SavingsProposal
from proposals.rollover.copying import CopyRequest, RefusedCopy, Years, copy_proposal, next_free_reference
from services.models import BaseBudget, ChangeRecord
from tests.support.rollover_examples import amounts, make_full_proposal
from tests.support.web_examples import FIRST, make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def proposal(budget_round, scrutiny_member):
    return make_full_proposal(budget_round, scrutiny_member)


def later_round(budget_round, first=FIRST + 1, years=3, name="Budget 2028/29 to 2030/31"):
    return BudgetRound.objects.create(
        council=budget_round.council,
        name=name,
        base_year=first + (-1),
        first_year=first,
        number_of_years=years,
        phase="preparation",
    )


def copied(proposal, user, target=None, reference="ENV002", **more):
    asked = CopyRequest(target or proposal.budget_round, reference, **more)
    return copy_proposal(proposal, asked, user).proposal


class TestWhatIsInAnEarlierPlan:
    """Only a copy that goes to another round of something approved is in the plan that this round begins with."""

    @pytest.mark.parametrize(
        ("outcome", "goes_on", "expected"),
        [
            ("approved", True, True),
            ("approved_with_conditions", True, True),
            ("rejected", True, False),
            ("", True, False),
            ("approved", False, False),
        ],
    )
    def test_is_noted_on_the_copy(self, budget_round, finance_officer, outcome, goes_on, expected):
        stage = {"approved": "decided", "approved_with_conditions": "decided"}.get(outcome, "published")
        proposal = make_proposal(
            budget_round, "ENV001", savings=(0, 5, 0), stage=stage, outcome=outcome, start_year=FIRST + 1
        )
        target = later_round(budget_round) if goes_on else budget_round
        assert copied(proposal, finance_officer, target).in_earlier_plan is expected

    def test_stays_noted_when_it_is_copied_again(self, budget_round, finance_officer):
        proposal = make_proposal(budget_round, "ENV001", in_earlier_plan=True)
        assert copied(proposal, finance_officer).in_earlier_plan


class TestACopy:
    def test_has_everything_that_describes_the_proposal(self, proposal, finance_officer):
        copy = copied(proposal, finance_officer)
        copy.refresh_from_db()
        assert (copy.reference, copy.title, copy.service) == ("ENV002", "Dim the lights", proposal.service)
        assert (copy.profile_note, copy.risk_to_delivery, copy.category) == ("As estimated.", "M", "Energy")
        assert copy.base_budget == proposal.base_budget
        assert amounts(copy) == {"2027/28": (40_000, 5_000), "2028/29": (10_000, 0), "2029/30": (0, 0)}
        assert (copy.total_saving, copy.total_fte_change) == (50_000, Decimal(-2))
        kinds = ["impact_upon_service", "impact_upon_staff"]
        assert list(copy.statements.order_by("kind").values_list("kind", flat=True)) == kinds
        for name in ("risks", "dependencies", "committee_links", "where_reported", "equality_impacts"):
            assert getattr(copy, name).count() == 1, name
        assert copy.equality.owner == "Edith Fair"
        assert (copy.carried_from, copy.entered_by, copy.position) == (proposal, finance_officer, 2)

    def test_begins_anew_without_sign_offs_stage_findings_reasons_answers_and_grants(
        self, proposal, finance_officer
    ):
        copy = copied(proposal, finance_officer)
        copy.refresh_from_db()
        assert (copy.stage, copy.stage_reason, copy.outcome, copy.version) == ("draft", "", "", 1)
        assert copy.published_at is None
        for name in ("sign_offs", "findings", "warning_reasons", "exempt_grants", "specialist_reviews"):
            assert getattr(copy, name).count() == 0, name

    def test_of_the_same_round_does_not_answer_to_the_other_references(self, proposal, finance_officer):
        assert not copied(proposal, finance_officer).other_references.exists()
        elsewhere = copied(proposal, finance_officer, make_round("Other", phase="preparation"))
        assert elsewhere.other_references.get().printed == "OLD7"

    def test_is_recorded_with_where_it_came_from(self, proposal, finance_officer):
        copy = copied(proposal, finance_officer)
        log = ChangeRecord.objects.about("proposals.savingsproposal", copy.pk).filter(action="created")
        assert {(row.actor_name, row.reason) for row in log} == {
            ("Fiona Ledger", f"Copied from ENV001 of {proposal.budget_round.name}")
        }
        assert log.filter(record_type="proposals.yearprofile").count() == 3

    def test_has_the_exempt_wording_and_the_log_says_that_it_was_read(self, proposal, finance_officer):
        copy = copied(proposal, finance_officer)
        assert ExemptWording.objects.get(proposal=copy).text == "Two people in one depot."
        assert ExemptWording.objects.get(proposal=copy).statement.proposal == copy
        read = ChangeRecord.objects.get(action="viewed_exempt")
        assert (read.subject_id, read.actor_name) == (proposal.pk, "Fiona Ledger")

    def test_keeps_every_year_as_it_is_where_the_round_has_it(self, proposal, finance_officer, budget_round):
        wide = later_round(budget_round, FIRST + (-1), 5, "Wide")
        assert list(amounts(copied(proposal, finance_officer, wide))) == ["2027/28", "2028/29", "2029/30"]

    def test_is_refused_for_years_that_the_round_lacks(self, proposal, finance_officer, budget_round):
        with pytest.raises(
            RefusedCopy, match=r"does not have 2027/28, in which ENV001 has figures or starts. Move"
        ):
            copied(proposal, finance_officer, later_round(budget_round))
        assert SavingsProposal.objects.count() == 1

    def test_shifted_keeps_its_place_in_the_span(self, proposal, finance_officer, budget_round):
        target = later_round(budget_round)
        budget = BaseBudget.objects.create(service=proposal.service, year=FIRST, gross=1, income=0)
        copy = copied(proposal, finance_officer, target, years=Years.SHIFTED)
        assert amounts(copy)["2028/29"] == (40_000, 5_000)
        assert str(copy.start_year) == "2028/29"
        assert copy.base_budget == budget

    @pytest.mark.parametrize(
        ("reference", "words"),
        [("env 001", "This round already has ENV001"), ("–", "at least one letter or number")],
    )
    def test_needs_a_reference_of_its_own(self, proposal, finance_officer, reference, words):
        with pytest.raises(RefusedCopy, match=words):
            copied(proposal, finance_officer, reference=reference)

    def test_is_for_who_enters_for_the_service(self, proposal, author, assign, auditor):
        for person in (author, auditor):
            with pytest.raises(RefusedCopy, match=r"You (cannot|do not have permission to) enter proposals"):
                copied(proposal, person)
        assert copied(proposal, assign(author, proposal.service)).entered_by.username == "arthur"

    def test_is_not_made_in_another_councils_round_nor_in_a_closed_one(self, proposal, finance_officer):
        with pytest.raises(RefusedCopy, match="another council"):
            copied(proposal, finance_officer, make_round(council="Westvale Council", phase="preparation"))
        with pytest.raises(RefusedCopy, match="You cannot enter proposals in Old at the moment"):
            copied(proposal, finance_officer, make_round("Old", phase="closed"))


class TestTheReferenceSuggested:
    @pytest.mark.parametrize(
        ("taken", "wanted", "expected"),
        [
            ([], "CYP002", "CYP002"),
            (["CYP002"], "CYP002", "CYP003"),
            (["CYP009", "CYP.010"], "CYP009", "CYP011"),
            (["A/R.6.115"], "A/R.6.115", "A/R.6.116"),
            (["ENV"], "ENV", "ENV-2"),
            (["ENV", "ENV-2"], "ENV", "ENV-3"),
            (["E1A"], "E1A", "E2A"),
        ],
    )
    def test_is_the_next_that_is_free(self, budget_round, taken, wanted, expected):
        for reference in taken:
            make_proposal(budget_round, reference)
        assert next_free_reference(budget_round, wanted) == expected


@pytest.mark.one_database
class TestTheCopyPage:
    def address(self, proposal):
        return f"/admin/proposals/savingsproposal/{proposal.pk}/copy/"

    def test_suggests_the_next_reference_and_copies(self, client, finance_officer, proposal):
        client.force_login(finance_officer)
        page = tree(client.get(self.address(proposal)))
        assert page.xpath("//input[@name='reference']/@value") == ["ENV002"]
        response = client.post(
            self.address(proposal),
            {"target": proposal.budget_round_id, "reference": "ENV007", "title": "T", "years": "as_they_are"},
        )
        copy = SavingsProposal.objects.get(reference="ENV007")
        assert response.headers["Location"] == f"/admin/proposals/savingsproposal/{copy.pk}/change/"

    def test_preselects_the_years_that_work_and_says_of_each_round_which_do(
        self, client, finance_officer, proposal, budget_round
    ):
        client.force_login(finance_officer)
        later = later_round(budget_round)
        short = later_round(budget_round, years=1, name="Budget 2028/29")
        chosen = "//input[@name='years'][@checked]/@value"
        page = tree(client.get(self.address(proposal)))
        assert page.xpath(chosen) == ["as_they_are"]
        listed = [words(item) for item in page.xpath("//div[@class='app-own-page']//form/ul/li")]
        assert set(listed) == {
            f"{budget_round.name}: has all the years of the proposal.",
            f"{later.name}: does not have 2027/28, so you must move the years (2027/28 becomes 2028/29).",
            f"{short.name}: does not have 2027/28 and has too few years to move them, so the proposal cannot be "
            "copied to this round.",
        }
        page = tree(client.get(self.address(proposal), {"round": later.pk}))
        assert page.xpath(chosen) == ["shifted"]

    def test_says_what_is_refused_and_keeps_what_was_typed(self, client, finance_officer, proposal):
        client.force_login(finance_officer)
        values = {"target": proposal.budget_round_id, "reference": "E N V 001", "title": "Typed"}
        page = tree(client.post(self.address(proposal), values | {"years": "as_they_are"}))
        assert "This round already has ENV001. Enter a different reference." in words(page)
        assert page.xpath("//input[@name='title']/@value") == ["Typed"]

    def test_is_refused_to_readers_and_not_there_for_strangers(self, client, auditor, author, proposal):
        client.force_login(auditor)
        assert client.get(self.address(proposal)).status_code == 403
        proposal.stage, proposal.published_at = "draft", None
        proposal.save()
        client.force_login(author)
        assert client.get(self.address(proposal)).status_code == 404
