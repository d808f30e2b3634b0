"""Edits of the services and base budgets that proposals rest on, which change these proposals as well.

A proposal prints its service and its budget. Who changes one of them has changed the proposal: it becomes
another version, its timeline says so, and what was signed off of it is withdrawn as after any other edit.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import F, Q

from proposals.domain.records import ProposalRecord
from proposals.domain.roles import Role
from proposals.domain.stages import PATH, REVIEWED_AGAIN_AT
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import record_of
from proposals.permissions.proposals import scope_of
from proposals.workflow.moving import after_editing
from proposals.workflow.published_version import keep_budget, keep_published
from services.audit.events import log_row, write
from services.models import BaseBudget, Service

SharedRow: TypeAlias = Service | BaseBudget

PRINTED: dict[type[SharedRow], tuple[str, ...]] = {
    Service: ("name", "directorate", "portfolio"),
    BaseBudget: ("service", "year", "part", "gross", "income", "note"),
}
"""The fields of each kind of row that are part of the proposals resting on it."""

_EDITORS = (
    Role.SECTION_151_OFFICER,
    Role.FINANCE_OFFICER,
    Role.BUDGET_HOLDER,
    Role.AUTHOR,
    Role.ADMINISTRATOR,
)
_CLOSED = BudgetRound.Phase.CLOSED


def resting_on(rows: Iterable[SharedRow]) -> SavingsProposalQuerySet:
    """Return the proposals of these services, and those that these budgets are named by, of every round."""
    stored = list(rows)
    services = [row.pk for row in stored if isinstance(row, Service)]
    budgets = [row.pk for row in stored if isinstance(row, BaseBudget)]
    found: SavingsProposalQuerySet = SavingsProposal.objects.filter(
        Q(service__in=services) | Q(base_budget__in=budgets)
    )
    return found


def closed_round_on(row: SharedRow) -> str:
    """Return the name of a closed round with a proposal that rests on the row, or nothing."""
    closed = resting_on([row]).filter(budget_round__phase=_CLOSED).order_by("-budget_round", "pk")
    return closed.values_list("budget_round__name", flat=True).first() or ""


def role_of(user: Any) -> Role:
    """Return the role in which this person edits what proposals rest on; finance goes before the service."""
    roles = scope_of(user).roles
    return next((role for role in _EDITORS if role in roles), Role.ADMINISTRATOR)


class SharedRows:
    """Services and base budgets as stored in the database before an edit, with the proposals that depend on them.

    Proposals of closed rounds are left out: they are not edited, so neither is what they rest on. Locks the
    proposals until the transaction ends.
    """

    def __init__(self, rows: Iterable[SharedRow]) -> None:
        self._stored_before = [row for row in map(_stored, rows) if row is not None]
        open_rounds = resting_on(self._stored_before).exclude(budget_round__phase=_CLOSED)
        locked = open_rounds.select_for_update(no_key=True, of=("self",)).order_by("pk")
        self.keys: tuple[int, ...] = tuple(locked.values_list("pk", flat=True))

    def records(self, role: Role) -> dict[int, ProposalRecord]:
        """Return the records of the proposals that a material change by `role` would send back; keep published ones."""
        beyond = PATH[PATH.index(REVIEWED_AGAIN_AT[role]) + 1 :]
        proposals = SavingsProposal.objects.filter(
            pk__in=self.keys, stage__in=[stage.value for stage in beyond]
        )
        records = {proposal.pk: record_of(proposal) for proposal in proposals.with_statements()}
        keep_published(records)
        return records

    def note_changes(self) -> None:
        """Put what has changed since on the timelines of the proposals, and make each another version."""
        changed: set[int] = set()
        for stored in self._stored_before:
            now = _stored(stored)
            if now is None:
                continue
            before, after = _differences(stored, now)
            if not after:
                continue
            if isinstance(stored, BaseBudget):
                keep_budget(stored)
            keys = list(resting_on([now]).filter(pk__in=self.keys).values_list("pk", flat=True))
            write(
                log_row(
                    "changed",
                    now,
                    subject=(SavingsProposal._meta.label_lower, key),
                    before=before,
                    after=after,
                )
                for key in keys
            )
            changed.update(keys)
        if changed:
            SavingsProposal.objects.filter(pk__in=changed).update(version=F("version") + 1)


@contextmanager
def watching(rows: Iterable[SharedRow], role: Role) -> Iterator[list[str]]:
    """Treat what the block changes of these rows as an edit, by `role`, of the proposals that rest on them.

    What happened to them is added in words to the list that the block is given, once the block has ended.
    """
    said: list[str] = []
    with transaction.atomic():
        shared = SharedRows(rows)
        before = shared.records(role)
        yield said
        shared.note_changes()
        for proposal in SavingsProposal.objects.filter(pk__in=before):
            words = after_editing(proposal, before[proposal.pk], role)
            said += [words] if words else []


def _stored(row: SharedRow) -> Any:
    return None if row.pk is None else type(row)._base_manager.filter(pk=row.pk).first()


def _differences(stored: Any, now: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = stored.recorded_values(), now.recorded_values()
    names: Sequence[str] = [name for name in PRINTED[type(stored)] if _key(before[name]) != _key(after[name])]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _key(value: Any) -> Any:
    """Return what identifies a recorded value: of a related record its key, for its name may change alone."""
    return value["id"] if isinstance(value, dict) else value
