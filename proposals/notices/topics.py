"""Whom the notices about proposals concern, by the querysets of their work and permissions, and the words of each.

Most mails concern what is not published, so the words name nothing. Only what every role may read of a proposal
follows them.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.models import BudgetRound, SavingsProposal, ScrutinyItem, SpecialistReview
from proposals.notices.due import SOON, at_a_stage_due
from proposals.permissions.proposals import READABLE
from proposals.workflow.my_work import (
    asked_by_scrutiny,
    proposals_waiting,
    questions_to,
    to_go_on_with,
    waiting_for,
)
from services.models import Notice
from services.notices.outbox import Topic, Topics
from services.values.dates import format_day

_PROPOSAL, _ITEM, _REVIEW, _ROUND = (
    model._meta.label_lower for model in (SavingsProposal, ScrutinyItem, SpecialistReview, BudgetRound)
)
Kind = Notice.Kind


def published_name(proposal: SavingsProposal) -> str:
    """Return reference and title as every role may read them; nothing of a proposal that is not published."""
    version = proposal.published_version if proposal.is_under_correction else proposal
    return " ".join(str(version).split()) if version.is_readable else ""


def _with_keys(rows_of: Callable[[Any], Any]) -> Callable[[Any, list[int]], dict[int, Any]]:
    def concerning(person: Any, keys: list[int]) -> dict[int, Any]:
        return _by_key(rows_of(person).filter(pk__in=keys))

    return concerning


def _by_key(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.pk: row for row in rows}


def _published(person: Any, keys: list[int]) -> dict[int, Any]:
    rows = SavingsProposal.listed.visible_to(person).filter(READABLE).of_keys(keys)
    return {row.own_key: row for row in rows.select_related("published_version")}


def _items(person: Any) -> Any:
    return asked_by_scrutiny(person).select_related("proposal__published_version")


def _answers(person: Any) -> Any:
    items = ScrutinyItem.objects.visible_to(person).filter(asked_by=person.pk)
    return items.select_related("proposal__published_version")


def _advice(person: Any) -> Any:
    own = to_go_on_with(person).values("pk")
    return SpecialistReview.objects.filter(proposal__in=own).exclude(advice="").select_related("proposal")


def _rounds_with_work(person: Any, condition: Q) -> Any:
    """Return the rounds in which proposals of this condition wait for the person."""
    keys = proposals_waiting(person).filter(condition).order_by().values("budget_round")
    return BudgetRound.objects.filter(pk__in=keys)


def _due_soon(person: Any) -> Any:
    today = timezone.localdate()
    return _rounds_with_work(person, at_a_stage_due(today, today + SOON))


def _overdue(person: Any) -> Any:
    return _rounds_with_work(person, at_a_stage_due(None, timezone.localdate() - timedelta(days=1)))


def _my_work(_: Any) -> str:
    return reverse("my-work")


def _item_detail(item: ScrutinyItem) -> str:
    return published_name(item.proposal)


def _due_detail(item: ScrutinyItem) -> str:
    due = f"due on {format_day(item.due_on)}" if item.due_on else ""
    return ", ".join(filter(None, (published_name(item.proposal), due)))


TOPICS: Topics = {
    (Kind.ASSIGNED, _PROPOSAL): Topic(
        "A proposal is waiting for your sign-off",
        _with_keys(lambda person: waiting_for(person).exclude(stage=Stage.READY_TO_PUBLISH)),
    ),
    (Kind.READY_TO_PUBLISH, _PROPOSAL): Topic(
        "A proposal is ready to publish",
        _with_keys(lambda person: waiting_for(person).filter(stage=Stage.READY_TO_PUBLISH)),
    ),
    (Kind.SENT_BACK, _PROPOSAL): Topic(
        "A proposal was sent back to you",
        _with_keys(lambda person: to_go_on_with(person).filter(stage=Stage.SENT_BACK)),
    ),
    (Kind.PUBLISHED, _PROPOSAL): Topic("A proposal was published", _published, detail=published_name),
    (Kind.ASSIGNED, _ITEM): Topic(
        "An item of the scrutiny log was assigned to you",
        _with_keys(lambda person: _items(person).filter(owner=person.pk)),
        detail=_due_detail,
    ),
    (Kind.ASKED, _ITEM): Topic(
        "Scrutiny has asked a question or made a recommendation", _with_keys(_items), detail=_item_detail
    ),
    (Kind.ANSWERED, _ITEM): Topic(
        "Your item of the scrutiny log has an answer or a response", _with_keys(_answers), detail=_item_detail
    ),
    (Kind.DUE_SOON, _ITEM): Topic(
        "An item of the scrutiny log is due soon", _with_keys(_items), detail=_due_detail
    ),
    (Kind.OVERDUE, _ITEM): Topic(
        "An item of the scrutiny log is overdue", _with_keys(_items), detail=_due_detail
    ),
    (Kind.DUE_SOON, _ROUND): Topic(
        "Proposals in My work are due soon", _with_keys(_due_soon), address=_my_work
    ),
    (Kind.OVERDUE, _ROUND): Topic("Proposals in My work are overdue", _with_keys(_overdue), address=_my_work),
    (Kind.ASKED, _REVIEW): Topic(
        "You have been asked for advice on a proposal",
        _with_keys(questions_to),
        address=lambda review: reverse("proposals:advice", args=[review.proposal_id, review.team]),
    ),
    (Kind.ANSWERED, _REVIEW): Topic(
        "Advice on your proposal has been given",
        _with_keys(_advice),
        address=lambda review: str(review.proposal.get_absolute_url()),
    ),
}
