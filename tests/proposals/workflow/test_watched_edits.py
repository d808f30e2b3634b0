"""What proposals rest on: a change of a service, a base budget or a round's years is a change of the proposals."""

import pytest

from proposals.domain.stages import Stage
from proposals.history.timeline import timeline_of
from proposals.models import BudgetRound
from services.models import BaseBudget, ChangeRecord, Directorate, Portfolio, Service
from tests.support.stage_examples import again, in_preparation, make_complete
from tests.support.web_examples import make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def budget_page(officer, budget, **changed):
    """Send a budget's page of the admin."""
    values = {"gross": budget.gross, "income": budget.income, "note": budget.note}
    values |= {"service": budget.service_id, "year": str(budget.year), "part": budget.part}
    return officer.post(f"/admin/services/basebudget/{budget.pk}/change/", values | changed, follow=True)


def service_page(officer, service, **changed):
    """Send a service's page of the admin with its one budget."""
    (budget,) = service.base_budgets.all()
    values = {
        "directorate": service.directorate_id,
        "portfolio": service.portfolio_id,
        "name": service.name,
        "what_it_delivers": service.what_it_delivers,
        "base_budgets-TOTAL_FORMS": 1,
        "base_budgets-INITIAL_FORMS": 1,
        "base_budgets-0-id": budget.pk,
        "base_budgets-0-service": service.pk,
        "base_budgets-0-year": str(budget.year),
        "base_budgets-0-part": budget.part,
        "base_budgets-0-gross": budget.gross,
        "base_budgets-0-income": budget.income,
        "base_budgets-0-note": budget.note,
    }
    return officer.post(f"/admin/services/service/{service.pk}/change/", values | changed, follow=True)


def said(response):
    notes = "//ul[@class='messagelist']/li | //*[contains(@class, 'govuk-notification-banner__heading')]"
    return [words(note) for note in tree(response).xpath(notes)]


def errors(response):
    return [words(line) for line in tree(response).xpath("//ul[contains(@class,'errorlist')]/li")]


def standing(proposal):
    return [row.stage for row in proposal.sign_offs.filter(withdrawn_at=None)]


def newest_entry(user, proposal):
    """What the newest entry of the proposal's timeline says that touched the budget or service."""
    rows = [row for entry in timeline_of(user, proposal).entries for row in entry.rows]
    return [(row.what, [str(change) for change in row.changes]) for row in rows if row.changes]


@pytest.mark.one_database
class TestABaseBudget:
    def test_changed_under_a_published_proposal_withdraws_its_sign_offs(
        self, officer, finance_officer, budget_round
    ):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        response = budget_page(officer, proposal.base_budget, gross="£4.5m")
        held = again(proposal)
        assert held.base_budget.gross == 4_500_000
        assert (held.stage, held.published_at, standing(held)) == ("finance_review", None, ["service_review"])
        assert held.version > proposal.version
        assert any("ENV001 has been changed (the base budget) and goes back to finance review" in line
                   for line in said(response))  # fmt: skip
        assert (
            "Base budget changed: Street lighting 2026/27",
            ["gross budget: £4,000,000 → £4,500,000"],
        ) in (newest_entry(finance_officer, held))

    def test_changed_under_a_draft_is_on_its_timeline_and_makes_it_another_version(
        self, officer, finance_officer, budget_round
    ):
        proposal = make_complete(budget_round)
        budget_page(officer, proposal.base_budget, income="600000")
        held = again(proposal)
        assert (held.stage, held.version) == ("draft", proposal.version + 1)
        assert newest_entry(finance_officer, held) == [
            ("Base budget changed: Street lighting 2026/27", ["income budget: £500,000 → £600,000"])
        ]

    def test_saved_as_it_was_changes_nothing(self, officer, budget_round):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        budget_page(officer, proposal.base_budget)
        assert (again(proposal).stage, again(proposal).version) == ("published", proposal.version)

    def test_that_a_proposal_names_stays_that_budget_and_says_why(self, officer, budget_round):
        proposal = make_complete(budget_round)
        other = make_service(budget_round, "Parks")
        response = officer.get(f"/admin/services/basebudget/{proposal.base_budget_id}/change/")
        assert "1 proposal uses this budget, so its service, year and part cannot be changed" in words(
            tree(response)
        )
        budget_page(officer, proposal.base_budget, service=other.pk, year="2025/26", part="Lamps")
        held = again(proposal).base_budget
        assert (held.service, str(held.year), held.part) == (proposal.service, "2026/27", "")

    def test_under_a_closed_round_is_not_changed(self, officer, budget_round):
        proposal = make_complete(budget_round, stage=Stage.DECIDED)
        budget_round.phase = "closed"
        budget_round.save()
        response = budget_page(officer, proposal.base_budget, gross="1")
        assert errors(response) == [
            "Proposals of the closed round Budget 2027/28 to 2029/30 use this base budget, so its gross "
            "budget cannot be changed."
        ]
        service_page(officer, proposal.service, **{"base_budgets-0-gross": "1"})
        assert again(proposal).base_budget.gross == 4_000_000
        assert again(proposal).stage == "decided"

    def test_changed_on_the_page_of_its_service_is_no_other_matter(self, officer, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        service_page(
            officer,
            proposal.service,
            **{"base_budgets-0-gross": "4100000", "base_budgets-0-year": "2025/26"},
        )
        held = again(proposal)
        assert (held.base_budget.gross, str(held.base_budget.year)) == (4_100_000, "2026/27")
        assert (held.stage, standing(held)) == ("finance_review", ["service_review"])

    def test_that_no_proposal_names_is_changed_freely(self, officer, budget_round):
        service = make_service(budget_round)
        budget = BaseBudget.objects.create(service=service, year=2026, gross=10, income=0)
        budget.refresh_from_db()
        budget_page(officer, budget, part="Lamps", gross="20")
        budget.refresh_from_db()
        assert (budget.part, budget.gross) == ("Lamps", 20)


@pytest.mark.one_database
class TestAService:
    @pytest.mark.parametrize("field", ["name", "directorate"])
    def test_changed_after_sign_off_withdraws_it(self, officer, budget_round, field):
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        other = Directorate.objects.create(council=budget_round.council, code="ZZZ", name="Elsewhere")
        response = service_page(
            officer, proposal.service, **{field: {"name": "Lamps", "directorate": other.pk}[field]}
        )
        held = again(proposal)
        assert (held.stage, held.version > proposal.version) == ("finance_review", True)
        assert any("Sign-offs withdrawn: finance review" in line for line in said(response))

    def test_given_another_portfolio_is_on_the_timelines(self, officer, finance_officer, budget_round):
        proposal = make_complete(budget_round)
        other = Portfolio.objects.create(council=budget_round.council, name="Finance")
        service_page(officer, proposal.service, portfolio=other.pk)
        assert newest_entry(finance_officer, again(proposal)) == [
            ("Service changed: Street lighting", ["portfolio: Environment and climate → Finance"])
        ]

    def test_under_a_closed_round_keeps_its_name(self, officer, budget_round):
        proposal = make_complete(budget_round, stage=Stage.DECIDED)
        budget_round.phase = "closed"
        budget_round.save()
        assert errors(service_page(officer, proposal.service, name="Lamps"))
        assert Service.objects.get(pk=proposal.service_id).name == "Street lighting"
        service_page(officer, proposal.service, what_it_delivers="Light.")
        assert Service.objects.get(pk=proposal.service_id).what_it_delivers == "Light."

    def test_without_a_change_that_proposals_print_leaves_them_alone(self, officer, budget_round):
        proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
        service_page(officer, proposal.service, what_it_delivers="Light at night.")
        assert (again(proposal).stage, again(proposal).version) == ("published", proposal.version)


class TestTheYearsOfARound:
    def post(self, officer, budget_round, **changed):
        values = {"name": "Budget", "base_year": "2026/27", "first_year": "2027/28"}
        values |= {"number_of_years": "3", "phase": budget_round.phase, "target": ""} | changed
        return officer.post(f"/admin/proposals/budgetround/{budget_round.pk}/change/", values)

    @pytest.mark.parametrize(
        ("field", "value"), [("base_year", "2025/26"), ("first_year", "2026/27"), ("number_of_years", "4")]
    )
    def test_stay_under_what_is_being_signed_off(self, officer, budget_round, field, value):
        make_proposal(budget_round, "E1", stage="finance_review")
        response = self.post(officer, budget_round, **{field: value})
        assert "1 proposal is being signed off or published" in response.content.decode()
        held = BudgetRound.objects.get()
        assert (str(held.base_year), str(held.first_year), held.number_of_years) == ("2026/27", "2027/28", 3)

    def test_stay_when_the_round_is_closed(self, officer):
        closed = make_round("Budget", phase="closed")
        make_proposal(closed, "E1", stage="withdrawn")
        assert "The round is closed" in self.post(officer, closed, number_of_years="4").content.decode()

    def test_can_change_under_drafts(self, officer, budget_round):
        make_proposal(budget_round, "E1")
        assert self.post(officer, budget_round, number_of_years="4").status_code == 302
        assert BudgetRound.objects.get().number_of_years == 4


class TestAddresses:
    LIST = "/admin/proposals/savingsproposal/"

    @pytest.mark.parametrize(
        "query",
        [
            *("service=²", "service=99999999999999999999999999", "service__directorate__id__exact=²"),
            *("service__directorate__id__exact=99999999999999999999999999", "budget_round__id__exact=" + "9" * 30),
        ],
    )  # fmt: skip
    def test_with_numbers_that_are_none_find_nothing(self, officer, budget_round, query):
        make_proposal(budget_round, "E1")
        make_proposal(budget_round, "P1", service=make_service(budget_round, "Parks", "PRK", "Parks"))
        response = officer.get(f"{self.LIST}?{query}")
        assert response.status_code == 302 or not response.context["cl"].result_count

    def test_ask_nothing_about_proposals_that_are_not_shown(self, officer, budget_round):
        for query in ("superseded_by=57", "superseded_by_id=57", "carried_from=57", "supersedes=57"):
            assert officer.get(f"{self.LIST}?{query}").status_code == 400
        assert officer.get(f"{self.LIST}?budget_round__id__exact={budget_round.pk}").status_code == 200

    @pytest.mark.parametrize("shown", ["{}:" + "9" * 5000, "{}:two", "48"])
    def test_a_step_with_versions_that_cannot_be_read_is_refused(self, officer, budget_round, shown):
        proposal = make_complete(budget_round)
        sent = {"pk": proposal.pk, "do": "confirm", "previewed": "submit", "code": "submit"}
        sent |= {"move": "submit", "shown": shown.format(proposal.pk)}
        assert officer.post("/proposals/stage/many/", sent).status_code == 400
        assert again(proposal).stage == "draft"


def test_every_change_of_one_page_is_one_operation(officer, budget_round):
    proposal = make_complete(budget_round, stage=Stage.PUBLISHED)
    newest = ChangeRecord.objects.latest("pk").pk
    budget_page(officer, proposal.base_budget, gross="1000000")
    assert ChangeRecord.objects.filter(pk__gt=newest).values("operation").distinct().count() == 1
