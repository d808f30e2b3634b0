"""The demo round: an invented council's proposals from fixtures/demo_round.json, and a log-in per role."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from proposals.references import canonical_reference
from proposals.savings_profile import AMOUNT_NAMES
from proposals.stored_figures import store_figures_of
from services.models import BaseBudget, Council, Directorate, Service
from services.years import FinancialYear

BudgetName = tuple[str, str]
"""A service's name and the part of it, which is empty for the whole service."""

DEMO_PASSWORD = "northmoor-demo"  # noqa: S105 (printed for everybody, and made only where DEBUG is on)
DEMO_PEOPLE = {
    "finance": ("Finance officer", "Frances", "Ledger"),
    "scrutiny": ("Scrutiny member", "Sam", "Question"),
    "clerk": ("Committee clerk", "Chris", "Minute"),
}


@transaction.atomic
def load_round(path: Path) -> tuple[BudgetRound, bool]:
    """Return the demo round and whether it was made now; one that is there already is left alone."""
    data = json.loads(path.read_text(encoding="utf-8"))
    council, _ = Council.objects.get_or_create(slug=data["council"]["slug"], defaults=data["council"])
    wanted = data["round"]
    held = council.budget_rounds.filter(name=wanted["name"]).first()
    if held:
        return held, False
    budget_round = BudgetRound(
        council=council,
        name=wanted["name"],
        base_year=FinancialYear.parse(wanted["base_year"]),
        first_year=FinancialYear.parse(wanted["first_year"]),
        number_of_years=wanted["number_of_years"],
        phase=wanted["phase"],
    )
    budget_round.full_clean()
    budget_round.save()
    budgets = _load_services(council, data)
    _load_proposals(budget_round, budgets, data["proposals"])
    store_figures_of(budget_round.proposals.values_list("pk", flat=True))
    return budget_round, True


def _load_services(council: Council, data: Mapping[str, Any]) -> dict[BudgetName, BaseBudget]:
    """Make the directorates, services and base budgets; return the budgets by service and part."""
    directorates = {
        item["code"]: Directorate.objects.get_or_create(
            council=council, code=item["code"], defaults={"name": item["name"]}
        )[0]
        for item in data["directorates"]
    }
    budgets: dict[BudgetName, BaseBudget] = {}
    for item in data["services"]:
        service, _ = Service.objects.get_or_create(
            directorate=directorates[item["directorate"]],
            name=item["name"],
            defaults={"what_it_delivers": item["what_it_delivers"]},
        )
        for budget in item["base_budgets"]:
            part = budget.get("part", "")
            budgets[service.name, part], _ = BaseBudget.objects.get_or_create(
                service=service,
                year=FinancialYear.parse(budget["year"]),
                part=part,
                defaults={name: budget[name] for name in ("gross", "income", "note")},
            )
    return budgets


def _load_proposals(
    budget_round: BudgetRound, budgets: Mapping[BudgetName, BaseBudget], items: list[dict[str, Any]]
) -> None:
    budget_of = [budgets[item["service"], item.get("base_budget_part", "")] for item in items]
    proposals = SavingsProposal.objects.bulk_create(
        SavingsProposal(
            budget_round=budget_round,
            reference=item["reference"],
            canonical_reference=canonical_reference(item["reference"]),
            title=item["title"],
            service=budget.service,
            base_budget=budget,
            start_year=FinancialYear.parse(item["start_year"]),
            profile_note=item.get("profile_note", ""),
            fte_note=item.get("fte_note", ""),
            position=position,
        )
        for position, (item, budget) in enumerate(zip(items, budget_of, strict=True), start=1)
    )
    pairs = list(zip(proposals, items, strict=True))
    YearProfile.objects.bulk_create(
        YearProfile(
            proposal=proposal,
            year=FinancialYear.parse(year["year"]),
            **{name: year[name] for name in AMOUNT_NAMES},
        )
        for proposal, item in pairs
        for year in item["profile"]
    )
    FTEImpact.objects.bulk_create(
        FTEImpact(proposal=proposal, year=FinancialYear.parse(row["year"]), change=Decimal(row["change"]))
        for proposal, item in pairs
        for row in item["fte"]
    )
    ImpactStatement.objects.bulk_create(
        ImpactStatement(proposal=proposal, kind=kind, text=text)
        for proposal, item in pairs
        for kind, text in item["statements"].items()
    )
    ProposalFinding.objects.bulk_create(
        ProposalFinding(proposal=proposal, **finding)
        for proposal, item in pairs
        for finding in item.get("findings", [])
    )


def make_people() -> dict[str, str]:
    """Make one account per role, and one for the admin, where missing; return each user name with its role."""
    for username, (role, first_name, last_name) in DEMO_PEOPLE.items():
        user, created = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first_name,
                "last_name": last_name,
                "is_staff": role == "Finance officer",
            },
        )
        if created:
            user.set_password(DEMO_PASSWORD)
            user.save()
        user.groups.add(Group.objects.get(name=role))
    if not User.objects.filter(username="admin").exists():
        User.objects.create_superuser("admin", password=DEMO_PASSWORD, first_name="Alex", last_name="Admin")
    return {**{username: role for username, (role, *_) in DEMO_PEOPLE.items()}, "admin": "Administrator"}
