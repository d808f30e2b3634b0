"""Records in the admin: what is corrected there, what cannot be deleted, and the history of it all."""

import pytest

from proposals.models import BudgetRound, SavingsProposal
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def proposal(budget_round):
    service = make_service(budget_round)
    return make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        (40_000, 10_000, 0),
        ("-2", "0", "0"),
        service=service,
        base_budget=make_budget(service),
        statements={
            "impact_upon_service": "Darker.\n\n· but safe",
            "actions_needed": "\tYear\tLamps\n2027/28\t40",
        },
    )


def changes(**conditions):
    return [
        (change.action, change.record_type.split(".")[1], change.before, change.after)
        for change in ChangeRecord.objects.filter(**conditions).order_by("pk")
    ]


class TestTheHistory:
    def test_keeps_what_was_deleted_with_the_proposal(self, officer, proposal):
        newest = ChangeRecord.objects.latest("pk").pk
        officer.post(f"/admin/proposals/savingsproposal/{proposal.pk}/delete/", {"post": "yes"})
        assert not SavingsProposal.objects.exists()
        deleted = changes(pk__gt=newest)
        assert sorted(kind for action, kind, *_ in deleted) == [
            *["fteimpact"] * 3,
            *["impactstatement"] * 2,
            "savingsproposal",
            *["yearprofile"] * 3,
        ]
        assert {action for action, *_ in deleted} == {"deleted"}

    def test_cannot_be_added_to_changed_or_deleted_by_hand(self, officer, admin_client, proposal):
        record = ChangeRecord.objects.latest("pk")
        for person in (officer, admin_client):
            assert person.get("/admin/services/changerecord/add/").status_code == 403
            assert person.post(f"/admin/services/changerecord/{record.pk}/change/", {}).status_code == 403
            assert (
                person.post(f"/admin/services/changerecord/{record.pk}/delete/", {"post": "yes"}).status_code
                == 403
            )


class TestTheOrganisation:
    def test_a_directorate_in_use_cannot_be_deleted_and_the_page_says_what_uses_it(self, officer, proposal):
        directorate = proposal.service.directorate
        address = f"/admin/services/directorate/{directorate.pk}/delete/"
        text = words(tree(officer.get(address)).xpath("//*[@id='content']")[0])
        assert "would require deleting the following protected related objects" in text
        assert "Service: Street lighting" in text
        officer.post(address, {"post": "yes"})
        assert Directorate.objects.filter(pk=directorate.pk).exists()

    @pytest.mark.parametrize("kind", ["service", "council", "basebudget"])
    def test_nothing_that_a_proposal_rests_on_can_be_deleted(self, officer, proposal, kind):
        rests_on = {
            "service": proposal.service,
            "council": proposal.budget_round.council,
            "basebudget": proposal.base_budget,
        }
        officer.post(f"/admin/services/{kind}/{rests_on[kind].pk}/delete/", {"post": "yes"})
        assert (Service.objects.count(), Council.objects.count(), BaseBudget.objects.count()) == (1, 1, 1)

    def test_a_budget_is_typed_as_people_write_it(self, officer, proposal):
        budget = proposal.base_budget
        address = f"/admin/services/basebudget/{budget.pk}/change/"
        officer.post(
            address,
            {
                "service": budget.service.pk,
                "year": "26/27",
                "part": "",
                "gross": "£4.5m",
                "income": "0",
                "note": "",
            },
        )
        budget.refresh_from_db()
        assert (budget.gross, budget.income) == (4_500_000, 0)

    def test_a_round_keeps_the_years_that_its_proposals_have_figures_in(
        self, officer, proposal, budget_round
    ):
        address = f"/admin/proposals/budgetround/{budget_round.pk}/change/"
        values = {"name": "B", "base_year": "2026/27", "first_year": "2027/28", "phase": "preparation"}
        response = officer.post(address, {**values, "number_of_years": "2"})
        assert (
            "figures or a start year outside 2027/28 to 2028/29: ENV001. Correct them first."
            in response.content.decode()
        )
        assert officer.post(address, {**values, "number_of_years": "4"}).status_code == 302
        assert BudgetRound.objects.get().number_of_years == 4


@pytest.mark.one_database
class TestEveryAdminPage:
    def test_of_a_record_can_be_opened(self, officer, admin_client, proposal):
        for model in (BudgetRound, SavingsProposal, Council, Directorate, Service, BaseBudget, ChangeRecord):
            options = model._meta
            address = f"/admin/{options.app_label}/{options.model_name}/"
            for person in (officer, admin_client):
                assert person.get(address).status_code == 200
                assert person.get(f"{address}{model.objects.first().pk}/change/").status_code == 200
                assert person.get(f"{address}?q=light").status_code == 200
