"""Scenarios, political groups and alternative budgets for the tests, on a plan that readers see."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import Group
from django.utils import timezone

from reports.models import (
    AlternativeBudget,
    AlternativeBudgetProtocol,
    GroupMember,
    Opinion,
    PoliticalGroup,
    ProtocolReviewer,
    Scenario,
    ScenarioItem,
    ScenarioParameter,
    ScenarioYear,
)
from tests.support import budget_examples


def make_plan(budget_round, *, is_shared=True):
    """A plan of £10m base, pay of £5m that grows by the pay award of 3%, and £9.8m income in every year.

    The gap before proposals: 10,000,000 + 150,000 - 9,800,000 = 350,000 in the first year, 504,500 in the second
    (5,000,000 at 3% is 5,150,000, then 5,304,500), 663,635 in the third (5,463,635).
    """
    plan = budget_examples.make_plan(
        budget_round,
        budget_round.council.directorates.order_by("pk").first(),
        base=10_000_000,
        income=9_800_000,
        pay=5_000_000,
        shared_at=timezone.now() if is_shared else None,
    )
    budget_examples.make_assumption(budget_round, "Pay", "pay_award", "3")
    return plan


def make_person(django_user_model, username, role, **more):
    """Somebody with one role."""
    person = django_user_model.objects.create_user(username, password="a long enough password", **more)
    person.groups.add(Group.objects.get(name=role))
    return person


def make_group(council, name, *people):
    group = PoliticalGroup.objects.create(council=council, name=name)
    for person in people:
        GroupMember.objects.create(group=group, user=person)
    return group


def make_protocol(budget_round, officers, *reviewers, **more):
    """A protocol with its three officers in the order of the law's offices: finance, law, the service's head."""
    section_151, monitoring, chief = officers
    protocol = AlternativeBudgetProtocol.objects.create(
        budget_round=budget_round,
        section_151_officer=section_151,
        monitoring_officer=monitoring,
        chief_executive=chief,
        **{"deadline": timezone.now() + timedelta(days=7), "most_amendments": 5, **more},
    )
    for reviewer in reviewers:
        ProtocolReviewer.objects.create(protocol=protocol, user=reviewer)
    return protocol


def make_scenario(budget_round, owner, name="A scenario", **more):
    return Scenario.objects.create(budget_round=budget_round, owner=owner, name=name, **more)


def make_alternative(protocol, group, name="Alternative budget", *, is_submitted=False, owner=None):
    """A group's budget with one addition, submitted if said."""
    scenario = make_scenario(protocol.budget_round, owner, name)
    budget = AlternativeBudget.objects.create(
        scenario=scenario,
        protocol=protocol,
        group=group,
        submitted_at=timezone.now() if is_submitted else None,
    )
    add_to(scenario, "More lamps", 40_000)
    return budget


def add_to(scenario, title, pounds, *, direction="saving", year=None):
    """Add a saving, or a pressure whose pounds are below zero, that begins in the first year."""
    item = ScenarioItem.objects.create(scenario=scenario, title=title, direction=direction)
    ScenarioYear.objects.create(
        item=item, year=year or scenario.budget_round.first_year, recurring_saving=pounds
    )
    return item


def assume(scenario, key, value):
    return ScenarioParameter.objects.create(scenario=scenario, key=key, value=Decimal(value))


def give_opinion(budget, office="section_151_officer", grounds="The reserves carry it."):
    return Opinion.objects.create(
        alternative_budget=budget, office=office, view="no_objection", grounds=grounds
    )
