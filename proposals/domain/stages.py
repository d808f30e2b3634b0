"""The stages of a proposal and the moves between them: one table, drawn in docs/stages.md."""

from dataclasses import dataclass
from typing import Any

from proposals.domain.roles import ENTERING, FINANCE, Role
from services.values.wording import Worded


class Stage(Worded):
    """A stage of a proposal between its first draft and the decision."""

    DRAFT = "draft"
    SERVICE_REVIEW = "service_review"
    FINANCE_REVIEW = "finance_review"
    CORPORATE_REVIEW = "corporate_review"
    CABINET_MEMBER_REVIEW = "cabinet_member_review"
    READY_TO_PUBLISH = "ready_to_publish"
    PUBLISHED = "published"
    SCRUTINY = "scrutiny"
    RECOMMENDED = "recommended"
    DECIDED = "decided"
    SENT_BACK = "sent_back"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


PATH: tuple[Stage, ...] = tuple(Stage)[: tuple(Stage).index(Stage.DECIDED) + 1]
"""The way from the first draft to the decision, in order."""


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage that comes next on the way, None where nothing does."""
    if stage is Stage.SENT_BACK:
        return Stage.SERVICE_REVIEW
    return PATH[PATH.index(stage) + 1] if stage in PATH[:-1] else None


UNDER_REVIEW = frozenset(PATH[1:5])
"""The stages at which somebody has to look at it and sign it off."""

PUBLISHED = frozenset(PATH[6:])
"""The stages at which every role may read it."""

ENDED = frozenset({Stage.DEFERRED, Stage.WITHDRAWN, Stage.REJECTED, Stage.SUPERSEDED})
"""The stages at which work has ended; people who could read it when it ended still can."""

LIVE = frozenset(Stage) - ENDED
"""The stages at which it counts against its base budget."""


class Outcome(Worded):
    """The decision."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    IN_PRINCIPLE = "in_principle"
    DELEGATED = "delegated"
    DEFERRED = "deferred"
    REJECTED = "rejected"


APPROVED = frozenset(
    {Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.IN_PRINCIPLE, Outcome.DELEGATED}
)
"""The decisions after which it is to be delivered."""

NEEDS_NO_WORDS = frozenset({Outcome.APPROVED, Outcome.DELEGATED})
"""The decisions that say everything themselves; the others have conditions or reasons."""


@dataclass(frozen=True)
class Move:
    """A transition from stages to a stage: who may make it and its requirements."""

    code: str
    label: str
    sources: frozenset[Stage]
    target: Stage
    roles: frozenset[Role]
    needs_reason: bool = False
    needs_outcome: bool = False
    is_sign_off: bool = False
    asks: str = ""
    """The label of its words where they are no reason, such as a recommendation or the conditions of a decision."""
    done: str = ""
    """The message afterwards."""
    unpublishes: bool = False
    """True if readers lose the proposal, or what was last published of one under correction."""

    @property
    def needs_complete(self) -> bool:
        """Return whether what the target stage requires must be there; see `proposals.domain.completeness`."""
        return self.target in PATH[1:]


def _move(
    code: str,
    label: str,
    sources: Stage | frozenset[Stage],
    target: Stage,
    *roles: Role,
    **more: Any,
) -> Move:
    stages = sources if isinstance(sources, frozenset) else frozenset({sources})
    said = {"done": "signed off" if more.get("is_sign_off") else target.label, **more}
    return Move(code, label, stages, target, frozenset({*roles, Role.ADMINISTRATOR}), **said)


_S, _R = Stage, Role

MOVES: tuple[Move, ...] = (
    # Forward
    _move(
        "submit",
        "Submit for service review",
        frozenset({_S.DRAFT, _S.SENT_BACK}),
        _S.SERVICE_REVIEW,
        *ENTERING,
    ),
    _move(
        "sign_off_service",
        "Sign off for the service",
        _S.SERVICE_REVIEW,
        _S.FINANCE_REVIEW,
        _R.BUDGET_HOLDER,
        is_sign_off=True,
    ),
    _move(
        "sign_off_finance",
        "Sign off for finance",
        _S.FINANCE_REVIEW,
        _S.CORPORATE_REVIEW,
        *FINANCE,
        is_sign_off=True,
    ),
    _move(
        "sign_off_corporate",
        "Sign off as section 151 officer",
        _S.CORPORATE_REVIEW,
        _S.CABINET_MEMBER_REVIEW,
        _R.SECTION_151_OFFICER,
        is_sign_off=True,
    ),
    _move(
        "sign_off_cabinet_member",
        "Sign off as cabinet member",
        _S.CABINET_MEMBER_REVIEW,
        _S.READY_TO_PUBLISH,
        _R.CABINET_MEMBER,
        is_sign_off=True,
    ),
    _move("publish", "Publish", _S.READY_TO_PUBLISH, _S.PUBLISHED, _R.COMMITTEE_CLERK),
    _move("send_to_scrutiny", "Send to scrutiny", _S.PUBLISHED, _S.SCRUTINY, _R.COMMITTEE_CLERK),
    _move(
        "recommend",
        "Record scrutiny’s recommendation",
        _S.SCRUTINY,
        _S.RECOMMENDED,
        _R.COMMITTEE_CLERK,
        needs_reason=True,
        asks="Scrutiny’s recommendation",
        done="recommendation recorded",
    ),
    _move(
        "decide",
        "Record the decision",
        frozenset({_S.PUBLISHED, _S.RECOMMENDED}),
        _S.DECIDED,
        _R.COMMITTEE_CLERK,
        needs_outcome=True,
        asks="Conditions or reasons, and the minute reference",
        done="decision recorded",
    ),
    # Back
    _move(
        "send_back_service",
        "Send back",
        _S.SERVICE_REVIEW,
        _S.SENT_BACK,
        _R.BUDGET_HOLDER,
        *FINANCE,
        needs_reason=True,
    ),
    _move("send_back_finance", "Send back", _S.FINANCE_REVIEW, _S.SENT_BACK, *FINANCE, needs_reason=True),
    _move(
        "send_back_corporate",
        "Send back",
        _S.CORPORATE_REVIEW,
        _S.SENT_BACK,
        _R.SECTION_151_OFFICER,
        needs_reason=True,
    ),
    _move(
        "send_back_cabinet_member",
        "Send back",
        _S.CABINET_MEMBER_REVIEW,
        _S.SENT_BACK,
        _R.CABINET_MEMBER,
        _R.SECTION_151_OFFICER,
        needs_reason=True,
    ),
    _move(
        "send_back_ready",
        "Send back",
        _S.READY_TO_PUBLISH,
        _S.SENT_BACK,
        _R.COMMITTEE_CLERK,
        *FINANCE,
        needs_reason=True,
    ),
    _move(
        "send_back_published",
        "Take back from publication",
        frozenset({_S.PUBLISHED, _S.SCRUTINY, _S.RECOMMENDED}),
        _S.SENT_BACK,
        *FINANCE,
        needs_reason=True,
        unpublishes=True,
    ),
    _move(
        "take_back_corrected",
        "Take back the published version",
        LIVE - PUBLISHED,
        _S.SENT_BACK,
        *FINANCE,
        needs_reason=True,
        unpublishes=True,
    ),
    _move(
        "correct_decision",
        "Correct the decision",
        _S.DECIDED,
        _S.RECOMMENDED,
        _R.COMMITTEE_CLERK,
        needs_reason=True,
    ),
    # Out
    _move("defer", "Defer", LIVE - {_S.DECIDED}, _S.DEFERRED, *FINANCE, needs_reason=True),
    _move(
        "withdraw",
        "Withdraw",
        LIVE - PUBLISHED,
        _S.WITHDRAWN,
        _R.BUDGET_HOLDER,
        *FINANCE,
        needs_reason=True,
    ),
    _move(
        "withdraw_published",
        "Withdraw after publication",
        PUBLISHED - {_S.DECIDED},
        _S.WITHDRAWN,
        *FINANCE,
        needs_reason=True,
    ),
    _move(
        "reject",
        "Reject",
        UNDER_REVIEW - {_S.SERVICE_REVIEW},
        _S.REJECTED,
        _R.SECTION_151_OFFICER,
        _R.CABINET_MEMBER,
        needs_reason=True,
    ),
    _move("supersede", "Mark as superseded", LIVE, _S.SUPERSEDED, *FINANCE, needs_reason=True),
    # In again
    _move(
        "reopen",
        "Reopen as a draft",
        frozenset({_S.DEFERRED, _S.WITHDRAWN, _S.REJECTED}),
        _S.DRAFT,
        *FINANCE,
        needs_reason=True,
    ),
)
"""Every move there is. A stage may be left and entered in no other way, but for a document read as published
already and for a change that withdraws sign-offs; both leave their own record."""

MOVE_BY_CODE: dict[str, Move] = {move.code: move for move in MOVES}

_EDITED_BY_SERVICE = frozenset({Stage.DRAFT, Stage.SENT_BACK})
_EDITED_BY_FINANCE = frozenset(PATH[:9]) | {Stage.SENT_BACK}

EDITING: dict[Role, frozenset[Stage]] = {
    Role.AUTHOR: _EDITED_BY_SERVICE,
    Role.BUDGET_HOLDER: _EDITED_BY_SERVICE | {Stage.SERVICE_REVIEW},
    Role.FINANCE_OFFICER: _EDITED_BY_FINANCE,
    Role.SECTION_151_OFFICER: _EDITED_BY_FINANCE,
    Role.ADMINISTRATOR: _EDITED_BY_FINANCE,
}
"""The stages at which each role may edit a proposal, while the round's phase lets that role edit at all."""

REVIEWED_AGAIN_AT: dict[Role, Stage] = {
    Role.AUTHOR: Stage.SERVICE_REVIEW,
    Role.BUDGET_HOLDER: Stage.SERVICE_REVIEW,
    Role.FINANCE_OFFICER: Stage.FINANCE_REVIEW,
    Role.SECTION_151_OFFICER: Stage.FINANCE_REVIEW,
    Role.ADMINISTRATOR: Stage.FINANCE_REVIEW,
}
"""The stage that a proposal goes back to after a material change by that role, once signed off there or later."""


def reviewed_again_at(stage: Stage, role: Role) -> Stage | None:
    """Return where a material change by `role` sends a proposal at `stage`; None where it undoes nothing."""
    again_at = REVIEWED_AGAIN_AT[role]
    is_later = stage in PATH and PATH.index(stage) > PATH.index(again_at)
    return again_at if is_later else None


def doubted_from(again_at: Stage) -> tuple[Stage, ...]:
    """Return the stages whose sign-offs no longer hold when a proposal goes back to `again_at`."""
    return PATH[PATH.index(again_at) :]


def moves_from(stage: Stage, roles: frozenset[Role], *, is_readable: bool = False) -> tuple[Move, ...]:
    """Return the moves that a person with these roles may make from `stage`, in the table's order.

    `is_readable` says that readers have something of the proposal that can be taken back.
    """
    possible = (move for move in MOVES if stage in move.sources and move.roles & roles)
    return tuple(move for move in possible if is_readable or not move.unpublishes)


def withdrawn_by(move: Move) -> tuple[Stage, ...]:
    """Return the stages whose sign-offs no longer hold after the move: all where it begins again."""
    return PATH if move.target in {Stage.SENT_BACK, Stage.DRAFT} else ()


def sign_offs_before(stage: Stage) -> tuple[Stage, ...]:
    """Return the review stages that must have been signed off before `stage` is reached, in order."""
    if stage not in PATH:
        return ()
    index = PATH.index(stage)
    return tuple(review for review in PATH[1:5] if PATH.index(review) < index)


def sign_offs_asked_for(stage: Stage, ever_given: frozenset[Stage]) -> tuple[Stage, ...]:
    """Return the reviews that must be signed off before `stage` is entered, given all that ever were signed off here.

    Reviews before the first of them were gone through elsewhere, before the proposal was read in as published.
    """
    reviews = sign_offs_before(stage)
    first = next((index for index, review in enumerate(reviews) if review in ever_given), 0)
    return reviews[first:]
