"""Scrutiny's record of the demo round: asked, answered, responded to and published by the people whose part it is."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from proposals.models import BudgetRound, SavingsProposal, ScrutinyItem
from proposals.scrutiny.steps import STEPS, NewItem, add_item, take
from services.audit.history import acting
from services.models import Committee, Meeting

CLERK = "clerk"


@transaction.atomic
def load_scrutiny(budget_round: BudgetRound, path: Path) -> int:
    """Return how many items were made for the round; where it has some already, none. The people must be there."""
    if ScrutinyItem.objects.filter(proposal__budget_round=budget_round).exists():
        return 0
    data = json.loads(path.read_text(encoding="utf-8"))
    today = timezone.localdate()
    people = {person.username: person for person in User.objects.all()}
    meeting = _meeting(budget_round, data["meeting"], today)
    for wanted in data["items"]:
        proposal = SavingsProposal.objects.select_related(
            "budget_round__council", "service__directorate"
        ).get(budget_round=budget_round, reference=wanted["proposal"])
        _follow(_added(proposal, wanted, meeting, people, today), wanted, people, today)
    return len(data["items"])


def _meeting(budget_round: BudgetRound, wanted: Mapping[str, Any], today: date) -> Meeting:
    committee, _ = Committee.objects.get_or_create(council=budget_round.council, name=wanted["committee"])
    when = today - timedelta(days=wanted["days_ago"])
    return Meeting.objects.get_or_create(committee=committee, date=when)[0]


def _added(
    proposal: SavingsProposal,
    wanted: Mapping[str, Any],
    meeting: Meeting,
    people: Mapping[str, User],
    today: date,
) -> ScrutinyItem:
    """Put it on the record: clerks write down what was asked at the meeting."""
    asked_by = wanted.get("for") or people[wanted["by"]].get_full_name()
    new = NewItem(
        kind=wanted["kind"],
        text=wanted["text"],
        meeting=meeting if wanted.get("at_the_meeting") else None,
        asked_by_name=asked_by,
        asked_on=today - timedelta(days=wanted["days_ago"]),
    )
    item = add_item(people[CLERK], proposal, new)
    if "for" not in wanted:
        # Members who ask in the application itself are told of the answer; only the clerk can date it back.
        item.asked_by = people[wanted["by"]]
        with acting(user=people[CLERK]):
            item.save()
    return item


def _follow(item: ScrutinyItem, wanted: Mapping[str, Any], people: Mapping[str, User], today: date) -> None:
    """Take the steps that the fixture tells of, each by whoever takes it."""
    if "owner" in wanted:
        owner = people[wanted["owner"]]
        due = item.asked_on + timedelta(days=wanted["due_in"])
        take(people[CLERK], item, STEPS["owner"], {"owner": owner, "owner_name": "", "due_on": due})
    if "answer" in wanted:
        answerer = people[wanted["owner"]]
        given = {"answer": wanted["answer"], "answered_by_name": answerer.get_full_name()}
        take(answerer, item, STEPS["answer"], given)
    if "response" in wanted:
        response = wanted["response"]
        given = {
            "response": response["response"],
            "response_reason": response["reason"],
            "responded_by_name": response["by"],
            "responded_on": today - timedelta(days=response["days_ago"]),
        }
        take(people[CLERK], item, STEPS["response"], given)
    if "outcome" in wanted:
        take(people[CLERK], item, STEPS["outcome"], {"outcome": wanted["outcome"]})
    if "published" in wanted:
        take(people[CLERK], item, STEPS["publish"], {"published": wanted["published"]})
