"""The demonstration's budget: what it has, counted by hand, and that loading it again changes nothing."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from proposals.domain.fields import GENERAL_FUND, PRESSURE
from proposals.domain.forecast.round_position import round_position
from proposals.domain.forecast.what_enters import Basis
from proposals.models import BudgetRound, SavingsProposal
from reports.budgets.plan_reading import read_items, read_plan
from reports.models import AlternativeBudget, Scenario, Section25Opinion
from tests.support.access_examples import signed_in
from tests.support.page_world import load_demonstration
from tests.support.web_examples import tree, words

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.long]

NOT_RELEASED = "Open libraries and evening buses"
KNOW_OF_IT = {"opposition", "groupmember", "s151", "monitoring", "chief", "finance"}


def rows():
    """The number of rows of every table, the log of changes among them, and what stands at which stage."""
    models = [*apps.get_models(include_auto_created=True)]
    stages = dict(SavingsProposal.versions.values_list("pk", "stage"))
    return {
        model._meta.db_table: model._base_manager.count() for model in models if model._meta.managed
    }, stages


@pytest.mark.one_database
class TestTheDemonstration:
    def test_loaded_again_has_no_row_more_and_nothing_at_another_stage(self):
        first = rows()
        load_demonstration()
        assert rows() == first

    def test_has_pressures_scenarios_and_opinions(self):
        pressures = SavingsProposal.objects.filter(direction=PRESSURE)
        assert dict(pressures.values_list("reference", "stage")) == {
            "GRO01": "published",
            "GRO02": "published",
            "GRO03": "finance_review",
            "GRO04": "corporate_review",
            "GRO05": "service_review",
            "GRO06": "cabinet_member_review",
            "GRO07": "draft",
            "GRO08": "draft",
            "GRO09": "ready_to_publish",
            "GRO10": "service_review",
            "GRO11": "published",
        }
        assert dict(pressures.exclude(fund=GENERAL_FUND).values_list("reference", "fund")) == {
            "GRO11": "dedicated_schools_grant"
        }
        assert len(set(pressures.values_list("pressure_category"))) == 8
        assert Scenario.objects.ordinary().filter(shared_at__isnull=False).count() == 3
        budget = AlternativeBudget.objects.get()
        assert budget.submitted_at is not None
        assert not budget.protocol.is_released
        assert [opinion.office for opinion in budget.opinions.all()] == ["section_151_officer"]
        assert Section25Opinion.objects.count() == 1

    def test_counts_published_pressures_in_its_position(self):
        """GRO01 and GRO02 to date: 1.35m and 0.78m, then 0.9m and 0.52m more, then 0.9m and 0.4m more."""
        budget_round = BudgetRound.objects.get(phase="scrutiny")
        plan, reader = budget_round.medium_term_plan, User.objects.get(username="scrutiny")
        position = round_position(
            read_plan(plan), read_items(budget_round, reader).items, Basis(stage="published")
        )
        pressures = [each for each in position.entered if each.item.direction == PRESSURE]
        to_date = [
            -sum(each.by_year[year] for each in pressures if each.item.fund == GENERAL_FUND)
            for year in budget_round.years
        ]
        assert to_date == [2_130_000, 3_550_000, 4_850_000]

    def test_tells_of_its_secret_budget_only_those_who_may_know(self):
        scenario = Scenario.objects.get(name=NOT_RELEASED)
        page = f"/rounds/{scenario.budget_round_id}/budget/scenarios/alternatives/"
        told = set()
        for person in User.objects.all():
            client = signed_in(person)
            answer = client.get(scenario.get_absolute_url())
            assert answer.status_code in {200, 404}
            says = NOT_RELEASED in words(tree(client.get(page)))
            assert says == (answer.status_code == 200), person
            told |= {person.username} if says else set()
        assert told == KNOW_OF_IT
