"""A person's work: drafts, returned proposals, proposals to sign off, publish or advise on, withdrawn sign-offs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from councilsavings.tables import CountedPaginator
from proposals.domain.completeness import describe_progress, missing, requirements
from proposals.domain.deadlines import Deadline, deadline
from proposals.domain.roles import ENTERING, SPECIALISTS, Role
from proposals.domain.scrutiny_items import ItemKind, ItemState
from proposals.domain.stages import MOVES, Move, Stage, next_stage
from proposals.models import SavingsProposal, ScrutinyItem, SignOff, SpecialistReview
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.rounds import DUE_FIELDS
from proposals.models.scrutiny_querysets import ScrutinyItemQuerySet
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import facts_of, others_on_the_budgets, with_workflow
from services.models import ChangeRecord

ROWS_A_SECTION = 20
RECENTLY = timedelta(days=30)
MOST_WITHDRAWN = 20

AWAITED_FROM: dict[Stage, Role] = {
    Stage.SERVICE_REVIEW: Role.BUDGET_HOLDER,
    Stage.FINANCE_REVIEW: Role.FINANCE_OFFICER,
    Stage.CORPORATE_REVIEW: Role.SECTION_151_OFFICER,
    Stage.CABINET_MEMBER_REVIEW: Role.CABINET_MEMBER,
    Stage.READY_TO_PUBLISH: Role.COMMITTEE_CLERK,
}
"""The roles that each stage waits for; others who could make the move are not sent everybody's work."""

WORKING = frozenset({*ENTERING, *AWAITED_FROM.values(), *SPECIALISTS.values()})
"""The roles that have work here at all."""

SECTIONS: tuple[tuple[str, str], ...] = (
    ("waiting", "To action"),
    ("sent_back", "Sent back to you"),
    ("drafts", "Your drafts"),
)


@dataclass(frozen=True)
class WorkRow:
    """A proposal that waits: since when, until when, and what is missing before it can move on."""

    proposal: SavingsProposal
    due: Deadline | None
    stage: str
    since: datetime
    days: int
    next_stage: str
    counted: str
    lacking: Sequence[str]


@dataclass(frozen=True)
class WorkSection:
    """A list of the page, what is due first and then the oldest first: its rows on the page asked for, of how many."""

    name: str
    heading: str
    rows: Sequence[WorkRow]
    page: Page[Any]
    steps: Sequence[Move] = ()
    """The steps that can be taken with several of these proposals at once."""

    @property
    def count(self) -> int:
        """Return how many proposals wait in this list, on all pages."""
        return int(self.page.paginator.count)


@dataclass(frozen=True)
class AdviceAsked:
    """A question to the person's team that has not been answered."""

    review: SpecialistReview
    days: int


@dataclass(frozen=True)
class ScrutinyAsks:
    """An open item of scrutiny that waits for the person: for its answer, its owner or Cabinet's response."""

    item: ScrutinyItem
    waits_for: str
    days: int
    due: Deadline | None


@dataclass(frozen=True)
class MyWork:
    """All that waits for one person."""

    sections: Sequence[WorkSection]
    scrutiny: Sequence[ScrutinyAsks]
    scrutiny_count: int
    advice: Sequence[AdviceAsked]
    advice_count: int
    withdrawn: Sequence[SignOff]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing waits."""
        return not (
            any(section.count for section in self.sections) or self.scrutiny or self.advice or self.withdrawn
        )


def has_work(user: Any) -> bool:
    """Return whether the person's roles give them work here; reading alone is none."""
    return bool(access.scope_of(user).roles & WORKING)


def count_waiting(user: Any) -> int:
    """Return how much waits for the person: to sign off or publish, sent back, to answer, to advise on (one query)."""
    if not has_work(user):
        return 0
    waiting = _proposals(user).filter(_waiting(user) | (Q(stage=Stage.SENT_BACK) & _mine(user)))
    parts = [asked_by_scrutiny(user), *([questions_to(user)] if _teams(user) else [])]
    keys = [part.order_by().values_list("pk") for part in parts]
    return int(waiting.order_by().values_list("pk").union(*keys, all=True).count())


def my_work(user: Any, pages: Any) -> MyWork:
    """Return the person's work; `pages` gives the page number asked for of each list, as text.

    The number of queries does not depend on how many proposals there are.
    """
    conditions = {
        "waiting": _waiting(user),
        "sent_back": Q(stage=Stage.SENT_BACK) & _mine(user),
        "drafts": Q(stage=Stage.DRAFT) & _mine(user),
    }
    counts = _proposals(user).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    turned = {
        name: CountedPaginator(
            _by_urgency(_proposals(user).filter(condition)), ROWS_A_SECTION, counts[name]
        ).get_page(pages.get(f"{name}-page", ""))
        for name, condition in conditions.items()
    }
    listed = {name: list(page.object_list) for name, page in turned.items()}
    rows = _rows([pair for pairs in listed.values() for pair in pairs])
    scrutiny, advice = _scrutiny_asks(user), _advice_asked(user)
    return MyWork(
        sections=[
            WorkSection(
                name,
                heading,
                [rows[pk] for pk, _ in listed[name] if pk in rows],
                turned[name],
                _steps(user) if name == "waiting" and counts[name] > 1 else (),
            )
            for name, heading in SECTIONS
        ],
        scrutiny=scrutiny,
        scrutiny_count=_count(scrutiny, asked_by_scrutiny(user)),
        advice=advice,
        advice_count=_count(advice, questions_to(user)),
        withdrawn=_withdrawn(user),
    )


def _count(shown: Sequence[Any], every: Any) -> int:
    """Return how many there are: where not all places are taken, as many as are shown."""
    return len(shown) if len(shown) < ROWS_A_SECTION else int(every.count())


def waiting_for(user: Any) -> SavingsProposalQuerySet:
    """Return the proposals that wait for a sign-off or publication by the person."""
    return _proposals(user).filter(_waiting(user))


def to_go_on_with(user: Any) -> SavingsProposalQuerySet:
    """Return the proposals of the person's own, and those of an author's services, at every stage."""
    return _proposals(user).filter(_mine(user))


def proposals_waiting(user: Any) -> SavingsProposalQuerySet:
    """Return the proposals of all lists: to sign off or publish, sent back, and drafts."""
    on_with = Q(stage__in=[Stage.DRAFT, Stage.SENT_BACK]) & _mine(user)
    return _proposals(user).filter(_waiting(user) | on_with)


def waiting_keys(user: Any, stages: Iterable[Stage]) -> list[int]:
    """Return the keys of the proposals at these stages that wait for a sign-off or publication by the person."""
    waiting = waiting_for(user).filter(stage__in=[stage.value for stage in stages])
    return list(waiting.order_by().values_list("pk", flat=True))


def _steps(user: Any) -> list[Move]:
    """Return the steps forward that the person is awaited for."""
    roles = access.scope_of(user).roles
    return [
        move
        for stage, role in AWAITED_FROM.items()
        if role in roles
        for move in MOVES
        if stage in move.sources and move.target is next_stage(stage)
    ]


def _proposals(user: Any) -> SavingsProposalQuerySet:
    visible: SavingsProposalQuerySet = SavingsProposal.objects.visible_to(user).exclude(
        budget_round__phase="closed"
    )
    return visible


def _waiting(user: Any) -> Q:
    """Return the condition of what waits for a sign-off or publication by this person."""
    scope = access.scope_of(user)
    condition = access.NOTHING
    for stage, role in AWAITED_FROM.items():
        if role in scope.roles:
            condition |= Q(stage=stage) & access.workable_q(scope, role)
    return condition


def _mine(user: Any) -> Q:
    """Return the condition of what the person has to go on with: entered by them, or of an author's services."""
    scope = access.scope_of(user)
    mine = Q(entered_by=user.pk)
    if Role.AUTHOR in scope.roles:
        mine |= access.workable_q(scope, Role.AUTHOR)
    if Role.BUDGET_HOLDER in scope.roles:
        mine |= access.workable_q(scope, Role.BUDGET_HOLDER) & Q(stage=Stage.SENT_BACK)
    return mine


def _by_urgency(proposals: SavingsProposalQuerySet) -> Any:
    """Return key and the time since when the proposal is at its stage, what is due first and then the oldest first."""
    moved = ChangeRecord.objects.filter(
        subject_type=SavingsProposal._meta.label_lower, subject_id=OuterRef("pk"), action="stage_moved"
    ).order_by("-at")
    since = Coalesce(Subquery(moved.values("at")[:1]), F("changed_at"), output_field=DateTimeField())
    due = Case(*(When(stage=stage, then=f"budget_round__{name}") for stage, name in DUE_FIELDS.items()))
    ordered = proposals.annotate(since=since).order_by(due.asc(nulls_last=True), "since", "pk")
    return ordered.values_list("pk", "since")


def _rows(pairs: Iterable[tuple[int, datetime]]) -> dict[int, WorkRow]:
    """Return the rows of these proposals by their keys, at a constant number of queries."""
    since = dict(pairs)
    proposals = list(with_workflow(SavingsProposal.objects.filter(pk__in=since)))
    others = others_on_the_budgets(proposals)
    rows = {}
    for proposal in proposals:
        target = next_stage(Stage(proposal.stage))
        facts = facts_of(proposal, others[proposal.pk])
        asked = requirements(facts, target) if target else ()
        rows[proposal.pk] = WorkRow(
            proposal=proposal,
            due=deadline(proposal.budget_round.due_on(Stage(proposal.stage)), timezone.localdate()),
            stage=Stage(proposal.stage).label,
            since=since[proposal.pk],
            days=_days_since(since[proposal.pk]),
            next_stage=target.label if target else "",
            counted=describe_progress(asked),
            lacking=[item.words for item in (missing(facts, target) if target else ())],
        )
    return rows


def _days_since(moment: datetime) -> int:
    """Return how many days ago the moment was, by the calendar here."""
    return (timezone.localdate() - timezone.localdate(moment)).days


def _teams(user: Any) -> list[str]:
    roles = access.scope_of(user).roles
    return [team for team, role in SPECIALISTS.items() if role in roles]


def questions_to(user: Any) -> Any:
    """Return the questions to the person's team that have not been answered."""
    return SpecialistReview.objects.filter(
        team__in=_teams(user), advice="", proposal__in=_proposals(user).values("pk")
    )


def asked_by_scrutiny(user: Any) -> ScrutinyItemQuerySet:
    """Return the open items of scrutiny that wait for this person.

    What somebody owns waits for them; what nobody owns yet for those who work on the proposal in its service, and
    for the clerk, who finds an owner; a recommendation for the cabinet member.
    """
    scope = access.scope_of(user)

    def on_proposals_of(role: Role) -> Q:
        reached = SavingsProposal.objects.filter(access.workable_q(scope, role))
        return Q(proposal__in=reached.values("pk"))

    unowned = Q(owner__isnull=True, owner_name="")
    waits = Q(owner=user.pk)
    for role in (Role.AUTHOR, Role.BUDGET_HOLDER):
        if role in scope.roles:
            waits |= unowned & on_proposals_of(role)
    if Role.COMMITTEE_CLERK in scope.roles:
        waits |= unowned
    if Role.CABINET_MEMBER in scope.roles:
        waits |= Q(kind=ItemKind.RECOMMENDATION.value) & on_proposals_of(Role.CABINET_MEMBER)
    items: ScrutinyItemQuerySet = ScrutinyItem.objects.visible_to(user).in_state(ItemState.OPEN).filter(waits)
    return items


def _scrutiny_asks(user: Any) -> list[ScrutinyAsks]:
    """Return the items that wait for the person, those due first before the others."""
    due_first = (F("due_on").asc(nulls_last=True), "asked_on", "pk")
    today = timezone.localdate()
    asked = asked_by_scrutiny(user).select_related("proposal__published_version").order_by(*due_first)
    return [
        ScrutinyAsks(
            item.read_as_published(),
            _waits_for(item),
            (today - item.asked_on).days,
            deadline(item.due_on, today),
        )
        for item in asked[:ROWS_A_SECTION]
    ]


def _waits_for(item: ScrutinyItem) -> str:
    if item.owner_id is None and not item.owner_name:
        return "not assigned"
    return "awaiting Cabinet’s response" if item.kind == ItemKind.RECOMMENDATION else "not answered"


def _advice_asked(user: Any) -> list[AdviceAsked]:
    if not _teams(user):
        return []
    reviews = questions_to(user).select_related("proposal").order_by("asked_at", "pk")[:ROWS_A_SECTION]
    return [AdviceAsked(review, _days_since(review.asked_at)) for review in reviews]


def _withdrawn(user: Any) -> list[SignOff]:
    """Return the person's sign-offs withdrawn lately that have not been given again, newest first.

    `is_visible` says of each whether they still see its proposal.
    """
    visible = SavingsProposal.objects.visible_to(user).filter(pk=OuterRef("proposal"))
    return list(
        SignOff.objects.filter(signed_by=user.pk, withdrawn_at__gte=timezone.now() - RECENTLY)
        .select_related("proposal")
        .annotate(is_visible=Exists(visible))
        .order_by("-withdrawn_at", "-pk")[:MOST_WITHDRAWN]
    )
