"""The demo round: an invented council's proposals from fixtures/demo_round.json, and a log-in per role."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from proposals.domain.references import canonical_reference
from proposals.domain.roles import ENTERING, Role
from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.domain.stages import Stage
from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from proposals.models.stored_figures import store_figures_of
from services.models import BaseBudget, Council, Directorate, Service
from services.values.years import FinancialYear

BudgetName = tuple[str, str]
"""A service's name and the part of it, which is empty for the whole service."""

DEMO_PASSWORD = "northmoor-demo"  # noqa: S105 (printed for everybody, and made only where DEBUG is on)
DEMO_PEOPLE: dict[str, tuple[Role, str, str]] = {
    "author": (Role.AUTHOR, "Asha", "Draft"),
    "budgetholder": (Role.BUDGET_HOLDER, "Ben", "Holder"),
    "finance": (Role.FINANCE_OFFICER, "Frances", "Ledger"),
    "s151": (Role.SECTION_151_OFFICER, "Stella", "Prudent"),
    "hr": (Role.HR_ADVISER, "Harry", "Staff"),
    "legal": (Role.LEGAL_ADVISER, "Lena", "Statute"),
    "equalities": (Role.EQUALITIES_ADVISER, "Esther", "Fair"),
    "cabinet": (Role.CABINET_MEMBER, "Carol", "Portfolio"),
    "scrutiny": (Role.SCRUTINY_MEMBER, "Sam", "Question"),
    "clerk": (Role.COMMITTEE_CLERK, "Chris", "Minute"),
    "auditor": (Role.AUDITOR, "Aidan", "Trail"),
    "opposition": (Role.SCRUTINY_MEMBER, "Olive", "Amend"),
    "groupmember": (Role.SCRUTINY_MEMBER, "Gus", "Bench"),
    "monitoring": (Role.LEGAL_ADVISER, "Mona", "Lawful"),
    "chief": (Role.BUDGET_HOLDER, "Charles", "Head"),
}
DEMO_OFFICES = {
    "opposition": "leads the group with an alternative budget",
    "groupmember": "member of that group",
    "monitoring": "monitoring officer",
    "chief": "chief executive",
}
"""What these people are besides their role."""
IN_THE_ADMIN = ENTERING | {Role.AUDITOR}
"""The roles whose work is in the admin; Django lets in whoever is marked as staff."""


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
        consultation_dates=wanted["consultation_dates"],
        consultation_link=wanted["consultation_link"],
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
            # Its papers count as published already, as those of an import do.
            stage=Stage.PUBLISHED.value,
            published_at=timezone.now(),
        )
        for position, (item, budget) in enumerate(zip(items, budget_of, strict=True), start=1)
    )
    pairs = list(zip(proposals, items, strict=True))
    add_years(pairs)
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


def add_years(pairs: Iterable[tuple[SavingsProposal, Mapping[str, Any]]]) -> None:
    """Give each proposal the amounts and posts of its years."""
    rows = list(pairs)
    YearProfile.objects.bulk_create(
        YearProfile(
            proposal=proposal,
            year=FinancialYear.parse(year["year"]),
            **{name: year[name] for name in AMOUNT_NAMES},
        )
        for proposal, item in rows
        for year in item["profile"]
    )
    FTEImpact.objects.bulk_create(
        FTEImpact(proposal=proposal, year=FinancialYear.parse(row["year"]), change=Decimal(row["change"]))
        for proposal, item in rows
        for row in item["fte"]
    )


def make_people() -> dict[str, str]:
    """Make one account per role, and one for the admin, where missing; return each user name with its role."""
    wanted = {
        username: {
            "first_name": first_name,
            "last_name": last_name,
            "email": f"{username}@northmoor.example",
            "is_staff": role in IN_THE_ADMIN,
        }
        for username, (role, first_name, last_name) in DEMO_PEOPLE.items()
    }
    wanted["admin"] = {
        "first_name": "Alex",
        "last_name": "Admin",
        "email": "admin@northmoor.example",
        "is_staff": True,
        "is_superuser": True,
    }
    missing = wanted.keys() - set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    # Hashed once: it takes half a second, and everybody may know this password.
    hashed = make_password(DEMO_PASSWORD) if missing else ""
    for username in wanted:
        if username in missing:
            User.objects.create(username=username, password=hashed, **wanted[username])
    for username, (role, *_) in DEMO_PEOPLE.items():
        User.objects.get(username=username).groups.add(Group.objects.get(name=role.value))
    roles = {username: role.value for username, (role, *_) in DEMO_PEOPLE.items()}
    for username, office in DEMO_OFFICES.items():
        roles[username] += f" ({office})"
    return {**roles, "admin": "Administrator"}
