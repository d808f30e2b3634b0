"""The demonstration's scenarios, an alternative budget that waits for its release, and the section 25 opinion."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.demo.saving import save_checked
from proposals.models import BudgetRound
from reports.forecasts.scenarios import budgets
from reports.models import (
    AlternativeBudgetProtocol,
    GroupMember,
    Office,
    PoliticalGroup,
    ProtocolReviewer,
    Scenario,
    ScenarioItem,
    ScenarioParameter,
    ScenarioYear,
    Section25Opinion,
)
from services.audit.history import acting
from services.models import Directorate
from services.values.years import FinancialYear

Item = Mapping[str, Any]


def load_scenarios(budget_round: BudgetRound, data: Item) -> None:
    """Give the round its shared scenarios, and the group's budget with the opinions on it."""
    people = {person.username: person for person in User.objects.all()}
    with acting(user=people["finance"]):
        for item in data["scenarios"]:
            scenario = Scenario(
                budget_round=budget_round,
                name=item["name"],
                description=item["description"],
                owner=people["finance"],
                shared_at=timezone.now(),
            )
            _fill(save_checked(scenario), item)
    _load_alternative(budget_round, data["alternative"], people)
    opinion = data["opinion"]
    with acting(user=people[opinion["by"]]):
        save_checked(
            Section25Opinion(
                budget_round=budget_round,
                estimates=opinion["estimates"],
                reserves=opinion["reserves"],
                stated_on=timezone.localdate(),
            )
        )


def _fill(scenario: Scenario, item: Item) -> None:
    """Give a scenario what it treats otherwise, adds and assumes."""
    budget_round = scenario.budget_round
    for row in item.get("items", []):
        given = dict(row)
        years = given.pop("years", {})
        if references := given.pop("proposals", []):
            for proposal in budget_round.proposals.filter(reference__in=references):
                save_checked(ScenarioItem(scenario=scenario, proposal=proposal, **given))
            continue
        directorate = Directorate.objects.get(council=budget_round.council, code=given.pop("directorate"))
        addition = save_checked(ScenarioItem(scenario=scenario, directorate=directorate, **given))
        for year, amounts in years.items():
            save_checked(ScenarioYear(item=addition, year=FinancialYear.parse(year), **amounts))
    for key, value in item.get("parameters", {}).items():
        save_checked(ScenarioParameter(scenario=scenario, key=key, value=value))


def _load_alternative(budget_round: BudgetRound, data: Item, people: Mapping[str, User]) -> None:
    """Take a group's budget as far as its officers' opinions, by the real steps of those whose turn it is."""
    for name, members in data["groups"].items():
        group = save_checked(PoliticalGroup(council=budget_round.council, name=name))
        for member in members:
            save_checked(GroupMember(group=group, user=people[member]))
    given = dict(data["protocol"])
    days, reviewers = given.pop("deadline_in_days"), given.pop("reviewers")
    protocol = AlternativeBudgetProtocol(
        budget_round=budget_round,
        deadline=timezone.now() + timedelta(days=days),
        most_amendments=given.pop("most_amendments"),
        **{office: people[username] for office, username in given.items()},
    )
    with acting(user=people["s151"]):
        save_checked(protocol)
        for reviewer in reviewers:
            save_checked(ProtocolReviewer(protocol=protocol, user=people[reviewer]))
    wanted = data["budget"]
    owner = people[wanted["owner"]]
    with acting(user=owner):
        budget = budgets.begin(owner, protocol)
        budget.scenario.name, budget.scenario.description = wanted["name"], wanted["description"]
        _fill(save_checked(budget.scenario), wanted)
        budgets.submit(owner, budget)
    budget.refresh_from_db()
    with acting(user=people["finance"]):
        budgets.confirm_figures(people["finance"], budget, wanted["check_comments"])
    budget.refresh_from_db()
    for opinion in wanted["opinions"]:
        officer = people[opinion["by"]]
        with acting(user=officer):
            budgets.judge(officer, budget, Office(opinion["office"]), opinion["view"], opinion["grounds"])
