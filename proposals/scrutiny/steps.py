"""Writing scrutiny's record: each step checks the person, locks the item, and changes all of it or nothing.

Every step refuses words that repeat the proposal's exempt wording, as far as the writer may know it.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from proposals.exempt.wording import refuse_repeated
from proposals.models import SavingsProposal, ScrutinyItem
from proposals.permissions import scrutiny as rules
from proposals.scrutiny.forms import PublishForm, name_of
from services.audit.history import acting
from services.db.lengths import longest
from services.models import Meeting, Notice
from services.notices.outbox import notify

LONGEST_CALLED = longest(ScrutinyItem, "proposal_as_asked")

_CAME_BACK = frozenset({"answer", "response", "response_reason", "outcome"})
_WORDS = (
    "text",
    "answer",
    "response_reason",
    "outcome",
    "withdrawn_because",
    # The stated author is published with it, and may be written as anything.
    "asked_by_name",
    "answered_by_name",
    "responded_by_name",
)


class StaleItem(Exception):
    """Somebody changed the item after the page was shown; the message explains it."""


@dataclass(frozen=True)
class NewItem:
    """The values of a new item; a member's own name and today apply where a clerk states nothing else."""

    kind: str
    text: str
    meeting: Meeting | None = None
    asked_by_name: str = ""
    asked_on: datetime.date | None = None


def add_item(user: Any, proposal: SavingsProposal, new: NewItem) -> ScrutinyItem:
    """Put the item on the record of the proposal.

    Raises PermissionDenied if the user may not add one, ValidationError for values that cannot be stored.
    """
    if not rules.may_add(user, proposal):
        raise PermissionDenied("Only scrutiny members and committee clerks can add items.")
    is_for_another = bool(new.asked_by_name) and rules.adds_for_others(user, proposal)
    item = ScrutinyItem(
        proposal_id=proposal.own_key,
        proposal_as_asked=f"{proposal.reference} {proposal.title}"[:LONGEST_CALLED],
        kind=new.kind,
        text=new.text.strip(),
        meeting=new.meeting,
        asked_by=None if is_for_another else user,
        asked_by_name=new.asked_by_name if is_for_another else name_of(user),
        asked_on=(new.asked_on if is_for_another else None) or timezone.localdate(),
    )
    item.read_with(proposal)
    _refuse_exempt(user, item, ["text", "asked_by_name"])
    with transaction.atomic(), acting(user=user):
        item.full_clean()
        item.save()
        notify(Notice.Kind.ASKED, item)
    return item


@dataclass(frozen=True)
class Step:
    """A step of an item: its code in addresses, its names, who may take it, and what it changes."""

    code: str
    label: str
    button: str
    done: str
    may: Callable[[Any, ScrutinyItem], bool]
    values: Callable[[dict[str, Any], ScrutinyItem], dict[str, Any]]
    refusal: str


def take(user: Any, item: ScrutinyItem, step: Step, given: dict[str, Any]) -> ScrutinyItem:
    """Take the step with the values of a valid form, and return the item as it is now stored.

    What changed of what came back is not public until a clerk publishes it again; the item's own words take
    both with them. Raises PermissionDenied, StaleItem where `shown_version` is not the stored one any more, and
    ValidationError.
    """
    with transaction.atomic(), acting(user=user):
        stored = ScrutinyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        stored.read_with(item.proposal)
        if not step.may(user, stored):
            raise PermissionDenied(step.refusal)
        shown = given.get("shown_version")
        if shown is not None and shown != stored.version:
            raise StaleItem(
                "Somebody has changed this item since you opened the page. The current version is shown "
                "above."
            )
        changed = [name for name, value in step.values(given, stored).items() if _set(stored, name, value)]
        _take_back(stored, changed)
        to_read = _WORDS if step.code == "publish" else [name for name in _WORDS if name in changed]
        _refuse_exempt(user, stored, to_read)
        if changed:
            stored.version += 1
            stored.full_clean()
            stored.save()
            if "owner" in changed:
                notify(Notice.Kind.ASSIGNED, stored)
            if {"answer", "response"} & set(changed):
                notify(Notice.Kind.ANSWERED, stored)
    return stored


def _set(item: ScrutinyItem, name: str, value: Any) -> bool:
    if getattr(item, name) == value:
        return False
    setattr(item, name, value)
    return True


def _take_back(item: ScrutinyItem, changed: list[str]) -> None:
    """Take out of publication what does not say any more what was published."""
    if {"text", "withdrawn_on"} & set(changed):
        item.published_at = item.answer_published_at = None
    elif _CAME_BACK & set(changed):
        item.answer_published_at = None


def _refuse_exempt(user: Any, item: ScrutinyItem, names: Iterable[str]) -> None:
    refuse_repeated(user, item.proposal, {name: getattr(item, name) for name in names})


def _corrected(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    return {"text": given["text"].strip()}


def _withdrawn(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    return {
        "withdrawn_because": given["withdrawn_because"].strip(),
        "withdrawn_on": timezone.localdate(),
    }


def _assigned(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    owner = given["owner"]
    return {
        "owner": owner,
        "owner_name": name_of(owner) if owner else given["owner_name"].strip(),
        "due_on": given["due_on"],
    }


def _answered(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    answer = given["answer"].strip()
    is_new = answer != item.answer
    return {
        "answer": answer,
        "answered_by_name": given["answered_by_name"].strip(),
        "answered_on": timezone.localdate() if is_new else item.answered_on,
    }


def _responded(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    return {
        "response": given["response"],
        "response_reason": given["response_reason"].strip(),
        "responded_by_name": given["responded_by_name"].strip(),
        "responded_on": given["responded_on"],
    }


def _closed(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    outcome = given["outcome"].strip()
    return {
        "outcome": outcome,
        "closed_on": timezone.localdate() if outcome != item.outcome else item.closed_on,
    }


def _published(given: dict[str, Any], item: ScrutinyItem) -> dict[str, Any]:
    chosen, now = given["published"], timezone.now()
    is_published = chosen in {PublishForm.ITEM, PublishForm.ALL}
    return {
        "published_at": (item.published_at or now) if is_published else None,
        "answer_published_at": (item.answer_published_at or now) if chosen == PublishForm.ALL else None,
    }


STEPS: dict[str, Step] = {
    step.code: step
    for step in (
        Step(
            "answer",
            "Answer",
            "Save answer",
            "Answer saved",
            rules.may_answer,
            _answered,
            "Only officers who work on the proposal can answer items.",
        ),
        Step(
            "response",
            "Cabinet’s response",
            "Save response",
            "Cabinet’s response saved",
            rules.may_respond,
            _responded,
            "Only cabinet members, for their portfolios, and committee clerks can record Cabinet’s response.",
        ),
        Step(
            "owner",
            "Owner and due date",
            "Save owner and due date",
            "Owner and due date saved",
            rules.may_assign,
            _assigned,
            "Only committee clerks and officers who work on the proposal can assign an owner.",
        ),
        Step(
            "outcome",
            "Outcome",
            "Save outcome",
            "Outcome saved",
            rules.may_close,
            _closed,
            "Only committee clerks and officers who work on the proposal can record an outcome.",
        ),
        Step(
            "publish",
            "Publication",
            "Save publication",
            "Publication saved",
            rules.may_publish,
            _published,
            "Only committee clerks can publish items of the scrutiny log.",
        ),
        Step(
            "correct",
            "Edit",
            "Save changes",
            "Changes saved",
            rules.may_correct,
            _corrected,
            "Only the person who asked, or a clerk, can edit an item, until it is answered.",
        ),
        Step(
            "withdraw",
            "Withdraw",
            "Withdraw",
            "Item withdrawn",
            rules.may_correct,
            _withdrawn,
            "Only the person who asked, or a clerk, can withdraw an item, until it is answered.",
        ),
    )
}
"""Every step by its code, in the order of an item's page."""


def steps_for(user: Any, item: ScrutinyItem) -> list[Step]:
    """Return the steps that this person may take with the item in its present state."""
    return [step for step in STEPS.values() if step.may(user, item)]
