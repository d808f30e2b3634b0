"""The demonstration's pressures: some published as a document's are, the others moved to their stage by real moves."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.demo.preparation import MOVE_TO, give_reasons
from proposals.demo.saving import save_checked
from proposals.domain.direction import PRESSURE, amount_in_own_direction
from proposals.domain.stages import PATH, PUBLISHED, Stage
from proposals.models import BudgetRound, ImpactStatement, ProposalCommittee, SavingsProposal, YearProfile
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.moving import MoveRequest, move
from services.audit.history import acting
from services.models import Committee, Directorate, Service
from services.values.years import FinancialYear

NO_COLUMNS = {"service", "years", "statements", "warning_reason"}
DECIDING = "Cabinet"
"""The committee that decides on them."""
COVERED_BY_ADMIN = {"author", "budgetholder", "cabinet"}
"""Whose moves the administrator makes: those of the demo cover other services."""


def load_services(budget_round: BudgetRound, items: Iterable[Mapping[str, Any]]) -> None:
    """Make the services that have pressures alone."""
    for item in items:
        directorate = Directorate.objects.get(council=budget_round.council, code=item["directorate"])
        save_checked(
            Service(directorate=directorate, name=item["name"], what_it_delivers=item["what_it_delivers"])
        )


def load_pressures(budget_round: BudgetRound, items: Iterable[Mapping[str, Any]]) -> None:
    """Enter the pressures after the round's savings, each at its stage."""
    people = {person.username: person for person in User.objects.all()}
    services = {row.name: row for row in Service.objects.filter(directorate__council=budget_round.council)}
    after = budget_round.proposals.count()
    for position, item in enumerate(items, start=after + 1):
        stage = Stage(item["stage"])
        with acting(user=people["finance"]):
            proposal = _enter(budget_round, services[item["service"]], item, position, people["finance"])
        if "warning_reason" in item:
            give_reasons(proposal, item["warning_reason"], people["finance"])
        if stage not in PUBLISHED:
            for code, username in (MOVE_TO[passed] for passed in PATH[1 : PATH.index(stage) + 1]):
                who = "admin" if username in COVERED_BY_ADMIN else username
                move(proposal, MoveRequest(code), people[who])


def _enter(
    budget_round: BudgetRound, service: Service, item: Mapping[str, Any], position: int, writer: User
) -> SavingsProposal:
    given = {name: value for name, value in item.items() if name not in NO_COLUMNS}
    is_published = Stage(item["stage"]) in PUBLISHED
    given["stage"] = item["stage"] if is_published else Stage.DRAFT.value
    proposal = save_checked(
        SavingsProposal(
            budget_round=budget_round,
            service=service,
            direction=PRESSURE,
            position=position,
            published_at=timezone.now() if is_published else None,
            entered_by=writer,
            **given,
        )
    )
    for year, amounts in item["years"].items():
        stored = {name: amount_in_own_direction(name, pounds, PRESSURE) for name, pounds in amounts.items()}
        save_checked(YearProfile(proposal=proposal, year=FinancialYear.parse(year), **stored))
    for place, (kind, text) in enumerate(item["statements"].items()):
        save_checked(ImpactStatement(proposal=proposal, kind=kind, text=text, position=place))
    committee = Committee.objects.get(council=budget_round.council, name=DECIDING)
    save_checked(ProposalCommittee(proposal=proposal, committee=committee))
    store_figures_of([proposal.pk])
    return proposal
