"""The demo round in preparation: proposals at various stages, moved there by the people whose turn it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from proposals.demo.rounds import add_years
from proposals.demo.saving import save_checked
from proposals.domain.roles import Role
from proposals.domain.stages import PATH, Stage
from proposals.models import (
    BudgetRound,
    EqualityAssessment,
    EqualityImpact,
    ExemptWording,
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    SpecialistReview,
    WarningReason,
    YearProfile,
)
from proposals.models.records import record_of
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.completeness_facts import open_warnings, with_workflow
from proposals.workflow.moving import MoveRequest, after_editing, move
from services.audit.history import acting
from services.models import (
    Assignment,
    BaseBudget,
    Characteristic,
    Committee,
    Council,
    Directorate,
    Portfolio,
    Service,
)
from services.values.years import FinancialYear

MOVE_TO: dict[Stage, tuple[str, str]] = {
    Stage.SERVICE_REVIEW: ("submit", "author"),
    Stage.FINANCE_REVIEW: ("sign_off_service", "budgetholder"),
    Stage.CORPORATE_REVIEW: ("sign_off_finance", "finance"),
    Stage.CABINET_MEMBER_REVIEW: ("sign_off_corporate", "s151"),
    Stage.READY_TO_PUBLISH: ("sign_off_cabinet_member", "cabinet"),
}
"""The move into each stage of the path, and the log-in of the person who makes it."""


@dataclass(frozen=True)
class _Parts:
    """The records that the proposals refer to."""

    budgets: Mapping[str, BaseBudget]
    committees: Mapping[str, Committee]
    characteristics: Mapping[str, Characteristic]
    people: Mapping[str, User]


@transaction.atomic
def load_preparation(path: Path) -> tuple[BudgetRound, bool]:
    """Return the round and whether it was made now; one that is there already is left alone.

    The first demo round and the demo's people must be there.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    council = Council.objects.get(slug=data["council"]["slug"])
    wanted = data["round"]
    held = council.budget_rounds.filter(name=wanted["name"]).first()
    if held:
        return held, False
    budget_round = BudgetRound(
        council=council,
        base_year=FinancialYear.parse(wanted["base_year"]),
        first_year=FinancialYear.parse(wanted["first_year"]),
        **{name: wanted[name] for name in ("name", "number_of_years", "phase", "target")},
    )
    for name, days in wanted["due_in_days"].items():
        setattr(budget_round, name, timezone.localdate() + timedelta(days=days))
    budget_round.full_clean()
    budget_round.save()
    parts = _make_parts(council, budget_round, data)
    for position, item in enumerate(data["proposals"], start=1):
        _move_along(_make_proposal(budget_round, item, position, parts), item, parts.people)
    return budget_round, True


def _make_parts(council: Council, budget_round: BudgetRound, data: Mapping[str, Any]) -> _Parts:
    services = {row.name: row for row in Service.objects.filter(directorate__council=council)}
    for name, members in data["portfolios"].items():
        portfolio, _ = Portfolio.objects.get_or_create(council=council, name=name)
        for member in members:
            services[member].portfolio = portfolio
            services[member].save()
    budgets = {
        item["service"]: BaseBudget.objects.get_or_create(
            service=services[item["service"]],
            year=budget_round.base_year,
            part="",
            defaults={"gross": item["gross"], "income": item["income"]},
        )[0]
        for item in data["base_budgets"]
    }
    committees = {
        name: Committee.objects.get_or_create(council=council, name=name)[0] for name in data["committees"]
    }
    _assign(council, data["assignments"])
    people = {person.username: person for person in User.objects.filter(username__in=_log_ins(data))}
    characteristics = {row.name: row for row in Characteristic.objects.filter(council=None)}
    return _Parts(budgets, committees, characteristics, people)


def _log_ins(data: Mapping[str, Any]) -> set[str]:
    advisers = {question["team"] for item in data["proposals"] for question in item.get("questions", [])}
    return {*(username for _, username in MOVE_TO.values()), *advisers}


def _assign(council: Council, wanted: Mapping[str, Mapping[str, list[str]]]) -> None:
    for username, covered in wanted.items():
        user = User.objects.get(username=username)
        things: dict[str, QuerySet[Any]] = {
            "service": Service.objects.filter(name__in=covered.get("services", [])),
            "directorate": Directorate.objects.filter(
                council=council, code__in=covered.get("directorates", [])
            ),
            "portfolio": Portfolio.objects.filter(council=council, name__in=covered.get("portfolios", [])),
        }
        for kind, rows in things.items():
            for row in rows:
                Assignment.objects.get_or_create(user=user, **{kind: row})


def _make_proposal(
    budget_round: BudgetRound, item: Mapping[str, Any], position: int, parts: _Parts
) -> SavingsProposal:
    writer = parts.people[item["entered_by"]]
    budget = parts.budgets[item["service"]]
    with acting(user=writer):
        proposal = save_checked(
            SavingsProposal(
                budget_round=budget_round,
                reference=item["reference"],
                title=item["title"],
                service=budget.service,
                base_budget=budget,
                start_year=FinancialYear.parse(item["start_year"]),
                risk_to_delivery=item["risk"],
                impact_on_residents=item.get("residents", ""),
                kind=item.get("kind", ""),
                position=position,
                entered_by=writer,
            )
        )
        _add_rows(proposal, item, parts)
        store_figures_of([proposal.pk])
    return proposal


def _add_rows(proposal: SavingsProposal, item: Mapping[str, Any], parts: _Parts) -> None:
    add_years([(proposal, item)])
    exempt = item.get("exempt", {})
    for place, (kind, text) in enumerate(item["statements"].items()):
        held_back = {}
        if exempt.get("kind") == kind:
            held_back = {"exempt_paragraph": exempt["paragraph"], "public_interest_reason": exempt["why"]}
        section = ImpactStatement.objects.create(
            proposal=proposal, kind=kind, text=text, position=place, **held_back
        )
        if held_back:
            ExemptWording.objects.create(proposal=proposal, statement=section, text=exempt["text"])
    ProposalCommittee.objects.bulk_create(
        ProposalCommittee(proposal=proposal, committee=parts.committees[name], position=place)
        for place, name in enumerate(item.get("committees", []))
    )
    _add_questions(proposal, item, parts)
    _add_equality(proposal, item.get("equality"), parts)


def _add_questions(proposal: SavingsProposal, item: Mapping[str, Any], parts: _Parts) -> None:
    for question in item.get("questions", []):
        answered = {}
        if question.get("advice"):
            adviser = parts.people[question["team"]]
            answered = {
                "advice": question["advice"],
                "advised_by": adviser.get_full_name(),
                "advised_at": timezone.now(),
            }
        SpecialistReview.objects.create(
            proposal=proposal,
            team=question["team"],
            question=question["question"],
            asked_by=parts.people["finance"].get_full_name(),
            **answered,
        )


def _add_equality(proposal: SavingsProposal, assessed: Mapping[str, Any] | None, parts: _Parts) -> None:
    if assessed is None:
        return
    EqualityAssessment.objects.create(
        proposal=proposal, **{name: assessed[name] for name in ("screening", "status", "owner", "summary")}
    )
    EqualityImpact.objects.bulk_create(
        EqualityImpact(
            proposal=proposal,
            characteristic=parts.characteristics[name],
            effect=effect,
            mitigation=mitigation,
        )
        for name, (effect, mitigation) in assessed["impacts"].items()
    )


def _move_along(proposal: SavingsProposal, item: Mapping[str, Any], people: Mapping[str, User]) -> None:
    """Move the proposal to its stage by the real moves of those whose turn it is, and change it where asked."""
    wanted = Stage(item["stage"])
    if "warning_reason" in item:
        give_reasons(proposal, item["warning_reason"], people[item["entered_by"]])
    last = {Stage.SENT_BACK: Stage.SERVICE_REVIEW, Stage.DEFERRED: Stage.DRAFT}.get(wanted, wanted)
    for stage in PATH[1 : PATH.index(last) + 1]:
        code, username = MOVE_TO[stage]
        who = item["entered_by"] if stage is Stage.SERVICE_REVIEW else username
        move(proposal, MoveRequest(code), people[who])
    if wanted is Stage.SENT_BACK:
        move(proposal, MoveRequest("send_back_service", reason=item["reason"]), people["budgetholder"])
    if wanted is Stage.DEFERRED:
        move(proposal, MoveRequest("defer", reason=item["reason"]), people["finance"])
    if "changed" in item:
        _change(proposal, item["changed"], people["finance"])


def give_reasons(proposal: SavingsProposal, reason: str, person: User) -> None:
    """Give the same reason for each warning of the proposal."""
    held = with_workflow(SavingsProposal.objects.all()).get(pk=proposal.pk)
    with acting(user=person):
        for warning in open_warnings(held, record_of(held)):
            WarningReason.objects.create(
                proposal=proposal,
                code=warning.code,
                message=warning.message,
                reason=reason,
                given_by=person.get_full_name(),
            )


def _change(proposal: SavingsProposal, changed: Mapping[str, Any], person: User) -> None:
    """Change an amount after the sign-offs, which withdraws those that it puts in doubt."""
    before = record_of(with_workflow(SavingsProposal.objects.all()).get(pk=proposal.pk))
    with acting(user=person):
        row = YearProfile.objects.get(proposal=proposal, year=FinancialYear.parse(changed["year"]))
        row.recurring_saving = changed["recurring_saving"]
        row.save()
        store_figures_of([proposal.pk])
        after_editing(proposal, before, Role.FINANCE_OFFICER)
