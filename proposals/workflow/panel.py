"""The stage of a proposal as its page shows it: the path, the sign-offs, and the moves open to the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from proposals.domain.completeness import Facts, Requirement, describe_progress, requirements
from proposals.domain.direction import NOUNS, format_in_own_direction
from proposals.domain.fields import STORED
from proposals.domain.records import ProposalRecord
from proposals.domain.roles import SPECIALISTS, Role
from proposals.domain.stages import MOVES, PATH, Move, Outcome, Stage, next_stage
from proposals.models import SavingsProposal, SignOff, SpecialistReview
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import facts_of
from proposals.workflow.forms import MoveForm
from proposals.workflow.moving import role_names
from services.models import ChangeRecord
from services.values.money import MoneyStyle
from services.values.wording import listed

ENTERED_AT: dict[str, str] = {
    **{item.name: f"id_{item.model_name}" for item in STORED if item.asked_from},
    "service": "id_service",
    "figures": "id_years-0-recurring_saving",
    "impact": "id_statement-impact_upon_service-text",
    "need": "id_statement-why_needed-text",
    "base_budget": "id_base_budget",
    "posts": "id_years-0-fte_change",
    "warnings": "part-identity",
    "small_staffing_number": "part-years",
    "decisions": "id_statement-decisions_needed-text",
    "specialists": "part-specialists",
    "committee": "part-committees",
    "equality_screening": "id_equality-screening",
    "equality_assessment": "id_equality-status",
}
"""The field, or else the part, of the entry page at which each requirement is met."""


@dataclass(frozen=True)
class Step:
    """A stage of the path: behind, here, or ahead."""

    label: str
    state: str


@dataclass(frozen=True)
class SignOffRow:
    """A sign-off with the total that was signed off as the council prints it."""

    row: SignOff
    total: str
    total_now: str = ""
    """The present total, where it is another one."""


@dataclass(frozen=True)
class RequirementRow:
    """A requirement and the address of the page where it is entered, empty if the user may not enter it."""

    item: Requirement
    address: str
    details: Sequence[str] = ()


@dataclass(frozen=True)
class Readiness:
    """The number of a stage's requirements that are met: “9 of 12”, with each requirement."""

    stage: Stage
    counted: str
    rows: Sequence[RequirementRow]

    @property
    def missing(self) -> Sequence[RequirementRow]:
        """The requirements that are not met yet."""
        return [row for row in self.rows if not row.item.is_met]

    @property
    def there(self) -> Sequence[RequirementRow]:
        """The requirements that are met."""
        return [row for row in self.rows if row.item.is_met]


@dataclass(frozen=True)
class MoveOffer:
    """A move that the person may make, its form, and whether a firm requirement still prevents it."""

    chosen: Move
    form: MoveForm
    is_held_up: bool
    is_forward: bool
    is_open: bool = False


@dataclass(frozen=True)
class AdviceRow:
    """A question to specialists, and where the person may answer it."""

    row: SpecialistReview
    address: str


@dataclass(frozen=True)
class StagePanel:
    """The page's statement of the stage; the parts for those who work on the proposal are empty for others."""

    stage: Stage
    steps: Sequence[Step]
    is_off_path: bool
    phase: str
    is_closed: bool
    outcome: str
    published_at: datetime | None
    decided_at: datetime | None
    works_on_it: bool
    noun: str
    """The word for the proposal in sentences: saving or pressure."""
    reason: str = ""
    said: str = ""
    """Scrutiny's recommendation, or the words that go with the decision, for every reader."""
    superseded_by: SavingsProposal | None = None
    sign_offs: Sequence[SignOffRow] = ()
    advice: Sequence[AdviceRow] = ()
    readiness: Readiness | None = None
    offers: Sequence[MoveOffer] = ()
    waits_for_nobody: str = ""
    """The people to turn to where no account can take the next step."""


def stage_panel(proposal: SavingsProposal, user: Any, failed: MoveForm | None = None) -> StagePanel:
    """Return the panel for this person; `failed` is a form of theirs that was refused, to be shown again.

    Load the proposal `with_workflow` first; `superseded_by` and the date of a decision are queried.
    """
    stage = Stage(proposal.stage)
    # Nobody works on the published version of a proposal under correction: its own page is for that.
    works_on_it = proposal.published_version_of_id is None and bool(access.roles_for(user, proposal))
    parts: dict[str, Any] = {}
    if works_on_it:
        parts = _for_those_who_work_on_it(proposal, stage, user, failed)
    return StagePanel(
        stage=stage,
        steps=steps_of(stage),
        is_off_path=stage not in PATH,
        phase=proposal.budget_round.get_phase_display(),
        is_closed=proposal.budget_round.phase == "closed",
        outcome=Outcome(proposal.outcome).label if proposal.outcome else "",
        published_at=proposal.published_at,
        decided_at=_entered_at(proposal, Stage.DECIDED) if proposal.outcome else None,
        works_on_it=works_on_it,
        noun=NOUNS[proposal.direction],
        said=proposal.stage_reason if stage in {Stage.RECOMMENDED, Stage.DECIDED} else "",
        superseded_by=_successor(proposal, user),
        **parts,
    )


def steps_of(stage: Stage) -> tuple[Step, ...]:
    """Return the stages of the path, each behind, here or ahead; off the path none is known to be behind."""
    here = PATH.index(stage) if stage in PATH else -1
    return tuple(
        Step(step.label, "behind" if index < here else "here" if index == here else "ahead")
        for index, step in enumerate(PATH)
    )


def _for_those_who_work_on_it(
    proposal: SavingsProposal, stage: Stage, user: Any, failed: MoveForm | None
) -> dict[str, Any]:
    facts = facts_of(proposal)
    style = proposal.budget_round.council.money_style
    return {
        "reason": "" if stage in {Stage.RECOMMENDED, Stage.DECIDED} else proposal.stage_reason,
        "sign_offs": [_sign_off(row, facts.record, style) for row in proposal.sign_offs.all()],
        "advice": [_advice(row, user) for row in proposal.specialist_reviews.all()],
        "readiness": _readiness(proposal, facts, stage, user),
        "offers": _offers(proposal, facts, user, failed),
        "waits_for_nobody": _waits_for_nobody(proposal, stage),
    }


def _sign_off(row: SignOff, record: ProposalRecord, style: MoneyStyle) -> SignOffRow:
    total = record.total or 0
    signed, now = (
        format_in_own_direction(pounds, record.direction, style) for pounds in (row.signed_total, total)
    )
    differs = row.withdrawn_at is None and row.signed_total != total
    return SignOffRow(row, signed, now if differs else "")


def _advice(row: SpecialistReview, user: Any) -> AdviceRow:
    may_answer = SPECIALISTS[row.team] in access.scope_of(user).roles
    return AdviceRow(row, reverse("proposals:advice", args=[row.proposal_id, row.team]) if may_answer else "")


def _readiness(proposal: SavingsProposal, facts: Facts, stage: Stage, user: Any) -> Readiness | None:
    target = next_stage(stage)
    if target is None:
        return None
    listed = requirements(facts, target)
    if not listed:
        return None
    editable = access.editing_role(user, proposal) is not None and bool(getattr(user, "is_staff", False))
    page = reverse("admin:proposals_savingsproposal_change", args=[proposal.pk]) if editable else ""
    rows = [RequirementRow(item, _place(page, item), _details(facts, item)) for item in listed]
    return Readiness(target, describe_progress(listed), rows)


def _waits_for_nobody(proposal: SavingsProposal, stage: Stage) -> str:
    """Return what prevents the next step and whom to ask, where no account but an administrator's can take it."""
    ahead = [move for move in MOVES if stage in move.sources and move.target is next_stage(stage)]
    if not ahead or proposal.budget_round.phase == "closed" or access.has_holder(ahead[0].roles, proposal):
        return ""
    (step, *_), service = ahead, proposal.service
    who = f"nobody is assigned as {listed(role_names(step), 'or')}"
    if Role.CABINET_MEMBER not in step.roles:
        lacks = f"{who} for the service {service.name}"
    elif service.portfolio is None:
        lacks = f"the service {service.name} is not in a portfolio"
    else:
        lacks = f"{who} for the portfolio {service.portfolio.name}"
    return (
        f"Only an administrator can take the next step, “{step.label}”, because {lacks}. Ask your system "
        "administrator to assign somebody or to take the step."
    )


def _place(page: str, item: Requirement) -> str:
    return f"{page}#{ENTERED_AT[item.code]}" if page and item.code in ENTERED_AT else ""


def _details(facts: Facts, item: Requirement) -> Sequence[str]:
    """Return what exactly is missing, where one requirement covers several things."""
    return {"warnings": facts.open_warnings, "specialists": facts.open_questions}.get(item.code, ())


def _offers(
    proposal: SavingsProposal, facts: Facts, user: Any, failed: MoveForm | None
) -> Sequence[MoveOffer]:
    if proposal.budget_round.phase == "closed":
        return ()
    return [_offer(proposal, facts, chosen, failed) for chosen in access.moves_for(user, proposal)]


def _offer(proposal: SavingsProposal, facts: Facts, chosen: Move, failed: MoveForm | None) -> MoveOffer:
    lacking = [item for item in asked_of(facts, chosen) if not item.is_met]
    is_held_up = any(not item.can_be_overridden for item in lacking)
    is_forward = chosen.target in PATH[1:]
    if failed is not None and failed.chosen == chosen:
        return MoveOffer(chosen, failed, is_held_up, is_forward, is_open=True)
    form = MoveForm(
        chosen=chosen,
        asks_override=bool(lacking) and not is_held_up,
        initial={"shown_version": proposal.version, "override_reason": _reason_before(proposal)},
    )
    return MoveOffer(chosen, form, is_held_up, is_forward, is_open=is_forward and not is_held_up)


def asked_of(facts: Facts, chosen: Move) -> tuple[Requirement, ...]:
    """Return what must be there for the move, met or not."""
    return requirements(facts, chosen.target) if chosen.needs_complete else ()


def _reason_before(proposal: SavingsProposal) -> str:
    """Return the reason that the last sign-off gave for going on without something, to be confirmed or changed."""
    remaining = [row for row in proposal.sign_offs.all() if row.withdrawn_at is None and row.override_reason]
    return remaining[-1].override_reason if remaining else ""


def _entered_at(proposal: SavingsProposal, stage: Stage) -> datetime | None:
    """Return when the proposal last entered the stage, as the log has it."""
    log = ChangeRecord.objects.about(proposal._meta.label_lower, proposal.own_key).filter(
        action="stage_moved"
    )
    return log.filter(after__to=stage.label).values_list("at", flat=True).first()


def _successor(proposal: SavingsProposal, user: Any) -> SavingsProposal | None:
    if proposal.superseded_by_id is None:
        return None
    found: SavingsProposal | None = (
        SavingsProposal.versions.visible_to(user).page_of(proposal.superseded_by_id).first()
    )
    return found


def may_make_some_move(user: Any, proposal: SavingsProposal) -> bool:
    """Return whether the person's roles on this proposal make moves at all, at whatever stage."""
    roles: frozenset[Role] = access.roles_for(user, proposal)
    return any(chosen.roles & roles for chosen in MOVES)
