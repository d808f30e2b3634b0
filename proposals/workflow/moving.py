"""Moving proposals between stages: checks permission and requirements, and records the move.

The table of moves is `proposals.domain.stages`; what must be there is `proposals.domain.completeness`.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from proposals.domain.completeness import Facts, Requirement, missing
from proposals.domain.direction import NOUNS, format_in_own_direction
from proposals.domain.records import ProposalRecord
from proposals.domain.roles import Role
from proposals.domain.stages import (
    ENDED,
    MOVE_BY_CODE,
    NEEDS_NO_WORDS,
    PUBLISHED,
    Move,
    Outcome,
    Stage,
    doubted_from,
    reviewed_again_at,
    withdrawn_by,
)
from proposals.models import SavingsProposal, SignOff
from proposals.models.records import record_of
from proposals.notices.stages import notify_stage
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import (
    facts_of,
    with_workflow,
)
from proposals.workflow.material import material_changes
from proposals.workflow.published_version import (
    end_published,
    hide_exempt,
    keep_published,
    published_version,
    replace_published,
)
from services.audit.events import record_event
from services.audit.history import acting, current_actor
from services.db.lengths import longest
from services.models import ChangeRecord
from services.values.money import MoneyStyle
from services.values.wording import listed


class RefusedMove(ValueError):
    """The move cannot be made; the message explains why in the person's words."""


class StaleMove(RefusedMove):
    """The proposal is no longer what the person saw when they decided; the message tells what happened."""


class IncompleteProposal(RefusedMove):
    """Some requirements of the stage are not met; `missing` lists them."""

    def __init__(self, lacking: tuple[Requirement, ...]) -> None:
        self.missing = lacking
        listed = "; ".join(item.words for item in lacking)
        ask = " Enter a reason for waiving the missing requirements." if self.can_be_overridden else ""
        super().__init__(f"Still missing: {listed}.{ask}")

    @property
    def can_be_overridden(self) -> bool:
        """Return whether a reason for going on without would do."""
        return all(item.can_be_overridden for item in self.missing)


@dataclass(frozen=True)
class MoveRequest:
    """The words and choices that come with a move: reason, outcome, reason for going on without something, comment.

    `shown_version` is the version of the proposal that the person saw; None if it was not shown to anybody.
    """

    code: str
    reason: str = ""
    outcome: str = ""
    override_reason: str = ""
    comment: str = ""
    superseded_by: SavingsProposal | None = None
    shown_version: int | None = None


@dataclass(frozen=True)
class MoveResult:
    """The result of moving one proposal among many: `refusal` explains why it was not moved, or is empty."""

    proposal: SavingsProposal
    refusal: str = ""


def move(proposal: SavingsProposal, asked: MoveRequest, user: Any) -> SavingsProposal:
    """Make the move and return the proposal as it is then, with its sign-off and its record.

    Raises RefusedMove, in the person's words, where it may not or cannot be made; nothing is changed then.
    """
    with transaction.atomic():
        stored = _locked(proposal.pk)
        chosen, facts, lacking = _check(stored, asked, user)
        with acting(user=user, reason=asked.reason or asked.override_reason or asked.comment):
            _apply(stored, chosen, asked, user, facts, lacking)
    return stored


def move_many(
    proposals: Iterable[SavingsProposal],
    asked: MoveRequest,
    user: Any,
    shown_versions: Mapping[int, int] | None = None,
) -> tuple[MoveResult, ...]:
    """Make the move with each proposal that it can be made with, and say of each how it went.

    Each is moved wholly or not at all; a refusal of one does not delay any other. `shown_versions` are the
    versions that the person saw, by the proposals' keys.
    """
    results = []
    for proposal in proposals:
        shown = (shown_versions or {}).get(proposal.pk)
        try:
            results.append(MoveResult(move(proposal, replace(asked, shown_version=shown), user)))
        except RefusedMove as refusal:
            results.append(MoveResult(proposal, str(refusal)))
    return tuple(results)


def would_refuse(
    proposal: SavingsProposal,
    asked: MoveRequest,
    user: Any,
    facts: Facts | None = None,
) -> str:
    """Return why the move would be refused as things are, or nothing; changes nothing.

    Load the proposal `with_workflow` first; `facts` saves reading what is known.
    """
    try:
        _check(proposal, asked, user, facts)
    except RefusedMove as refusal:
        return str(refusal)
    return ""


def _locked(pk: int) -> SavingsProposal:
    """Return the proposal with all that a move reads, locked until the transaction ends."""
    # Locked first, so that the second of two people who move it at once is judged by what the first left.
    SavingsProposal.objects.select_for_update(no_key=True).get(pk=pk)
    stored: SavingsProposal = with_workflow(SavingsProposal.objects.all()).get(pk=pk)
    return stored


def _check(
    proposal: SavingsProposal, asked: MoveRequest, user: Any, facts: Facts | None = None
) -> tuple[Move, Facts, tuple[Requirement, ...]]:
    """Return the move, the facts and what is missing but overridden; raises RefusedMove."""
    chosen = _allowed(proposal, asked, user)
    _check_words(chosen, asked, proposal)
    facts = facts or facts_of(proposal)
    lacking = missing(facts, chosen.target) if chosen.needs_complete else ()
    _check_complete(lacking, asked)
    return chosen, facts, lacking


def _allowed(proposal: SavingsProposal, asked: MoveRequest, user: Any) -> Move:
    chosen = MOVE_BY_CODE.get(asked.code)
    if chosen is None:
        raise RefusedMove("This step does not exist.")
    stage = Stage(proposal.stage)
    if not access.roles_for(user, proposal) & chosen.roles:
        raise RefusedMove(
            f"You do not have permission for the step “{chosen.label}”. Roles with permission: "
            f"{', '.join(role_names(chosen))}."
        )
    if asked.shown_version not in (None, proposal.version):
        raise StaleMove(_what_happened(proposal, stage))
    is_read = proposal.is_readable or proposal.is_under_correction
    if stage not in chosen.sources or (chosen.unpublishes and not is_read):
        raise RefusedMove(
            f"{proposal.reference} is now at the stage “{stage.label}”, so the step “{chosen.label}” is not "
            "possible."
        )
    if proposal.budget_round.phase == "closed":
        raise RefusedMove(f"The round {proposal.budget_round.name} is closed.")
    return chosen


def _what_happened(proposal: SavingsProposal, stage: Stage) -> str:
    """Return in words what somebody else did last to the proposal."""
    log = ChangeRecord.objects.public().about(proposal._meta.label_lower, proposal.pk)
    last = log.first()
    who = f" by {last.actor_name}" if last else ""
    return (
        f"{proposal.reference} was changed{who} after you opened this page, and is now at the stage "
        f"“{stage.label}”. It has not been moved. Check it and try again."
    )


def role_names(chosen: Move) -> list[str]:
    """Return the roles that may make the move, as a sentence names them."""
    return [
        role.value[0].lower() + role.value[1:]
        for role in Role
        if role in chosen.roles and role is not Role.ADMINISTRATOR
    ]


def needs_words(chosen: Move, outcome: str) -> bool:
    """Return whether the move has to be given words: a reason, a recommendation, the conditions of a decision."""
    return chosen.needs_reason or (
        chosen.needs_outcome and outcome in set(Outcome) and Outcome(outcome) not in NEEDS_NO_WORDS
    )


def words_missing(chosen: Move) -> str:
    """Return what a person is told who left the words out."""
    return (
        (f"Enter {chosen.asks[0].lower()}{chosen.asks[1:]}.")
        if chosen.asks
        else f"Enter the reason for “{chosen.label}”."
    )


def _check_words(chosen: Move, asked: MoveRequest, proposal: SavingsProposal) -> None:
    if needs_words(chosen, asked.outcome) and not asked.reason.strip():
        raise RefusedMove(words_missing(chosen))
    if chosen.needs_outcome and asked.outcome not in set(Outcome):
        raise RefusedMove("Choose the decision.")
    if asked.superseded_by is not None and asked.superseded_by.pk == proposal.pk:
        raise RefusedMove("A proposal cannot replace itself.")


def _check_complete(lacking: tuple[Requirement, ...], asked: MoveRequest) -> None:
    firm = tuple(item for item in lacking if not item.can_be_overridden)
    if firm or (lacking and not asked.override_reason.strip()):
        raise IncompleteProposal(lacking)


def _apply(
    proposal: SavingsProposal,
    chosen: Move,
    asked: MoveRequest,
    user: Any,
    facts: Facts,
    lacking: tuple[Requirement, ...],
) -> None:
    if chosen.is_sign_off:
        _sign(proposal, chosen, asked, user, facts, bool(lacking))
    if lacking:
        record_event(
            "overridden",
            proposal,
            details={"without": [item.words for item in lacking], "for": chosen.label},
            reason=asked.override_reason,
        )
    if chosen.target is Stage.DRAFT:
        keep_published([proposal.pk])
    if chosen.unpublishes or chosen.target is Stage.PUBLISHED:
        replace_published(proposal)
    if doubted := withdrawn_by(chosen):
        _withdraw(proposal, doubted, f"{chosen.label}: {asked.reason}")
        proposal.published_at = None
    if chosen.target is Stage.PUBLISHED:
        proposal.published_at = timezone.now()
    if chosen.needs_outcome or Stage.DECIDED in chosen.sources:
        # Nothing but “superseded” leaves a decision in force.
        proposal.outcome = asked.outcome if chosen.target is not Stage.SUPERSEDED else proposal.outcome
    if chosen.target is Stage.SUPERSEDED:
        proposal.superseded_by = asked.superseded_by
    enter_stage(proposal, chosen.target, asked.reason)
    if chosen.target in ENDED:
        end_published(proposal)


def enter_stage(proposal: SavingsProposal, target: Stage, reason: str) -> None:
    """Put the proposal into a stage and record it; only for moves and what stands in for one, inside `acting`."""
    left = Stage(proposal.stage)
    proposal.stage, proposal.stage_reason = target.value, reason
    proposal.version += 1
    proposal.save()
    record_event("stage_moved", proposal, details={"from": left.label, "to": target.label}, reason=reason)
    notify_stage(proposal)


def _sign(
    proposal: SavingsProposal,
    chosen: Move,
    asked: MoveRequest,
    user: Any,
    facts: Facts,
    is_overridden: bool,
) -> None:
    acting_as = access.roles_for(user, proposal) & chosen.roles
    total = facts.record.total
    SignOff.objects.create(
        proposal=proposal,
        stage=proposal.stage,
        signed_by=user,
        signed_by_name=current_actor().name[: longest(SignOff, "signed_by_name")],
        role=next(role.value for role in Role if role in acting_as),
        comment=asked.comment,
        override_reason=asked.override_reason if is_overridden else "",
        signed_total=proposal.total_saving if total is None else total,
    )


def _withdraw(proposal: SavingsProposal, stages: Iterable[Stage], because: str) -> Sequence[SignOff]:
    """Withdraw the sign-offs of these stages that still stand, and return them."""
    remaining = tuple(
        SignOff.objects.filter(
            proposal=proposal, withdrawn_at__isnull=True, stage__in=[stage.value for stage in stages]
        ).select_for_update(of=("self",), no_key=True)
    )
    held = {row.pk: copy(row) for row in remaining}
    for row in remaining:
        row.proposal = proposal
        row.withdrawn_at, row.withdrawn_because = timezone.now(), because
        record_event("sign_off_withdrawn", row, text=str(row), reason=because)
    SignOff.objects.save_rows(remaining, held=held)
    return remaining


def after_editing(
    proposal: SavingsProposal,
    before: ProposalRecord,
    role: Role,
    style: MoneyStyle | None = None,
    *,
    after: ProposalRecord | None = None,
    also: Sequence[str] = (),
) -> str:
    """Withdraw what a material change of the proposal puts in doubt; return what happened in words, or nothing.

    `before` is the record as it was; `role` is the editor's. Every sign-off from the editor's own review
    on is withdrawn and the proposal goes back there, so a published one is no longer read by others.
    Who has locked the proposal, holds it as it was just saved, and has its record gives that as `after`;
    `also` says what changed materially that no public record holds.
    """
    with transaction.atomic(savepoint=after is None):
        stored = _locked(proposal.pk) if after is None else proposal
        after = after or record_of(stored)
        changes = (*material_changes(before, after), *also)
        stage = Stage(stored.stage)
        again_at = reviewed_again_at(stage, role)
        kept = published_version(stored) if stage in PUBLISHED or stored.is_under_correction else None
        if not changes and stage in PUBLISHED:
            replace_published(stored)
        elif kept:
            hide_exempt(stored, kept)
        if not changes or again_at is None:
            return ""
        actor = current_actor()
        because = f"{actor.name} changed {listed(changes)}" + (f": {actor.reason}" if actor.reason else "")
        withdrawn = _withdraw(stored, doubted_from(again_at), because)
        stored.published_at = None
        enter_stage(stored, again_at, because)
    words = [f"{stored.reference} has been changed ({listed(changes)}) and goes back to {again_at.label}."]
    if withdrawn:
        signed = ", ".join(f"{row.get_stage_display()} ({row.signed_by_name})" for row in withdrawn)
        words.append(f"Sign-offs withdrawn: {signed}.")
    if stage in PUBLISHED:
        words.append(
            "Readers see the published version until the change is published."
            if kept
            else "It is no longer published."
        )
    if before.total is not None and after.total is not None and before.total != after.total:
        money = style or stored.budget_round.council.money_style
        words.append(
            f"The total {NOUNS[after.direction]} was "
            f"{format_in_own_direction(before.total, before.direction, money)}, now "
            f"{format_in_own_direction(after.total, after.direction, money)}."
        )
    return " ".join(words)
