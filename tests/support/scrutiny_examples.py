"""A round with items of scrutiny, for the tests of its rules and pages."""

import datetime

from django.utils import timezone

from proposals.models import ScrutinyItem
from proposals.scrutiny.steps import NewItem, add_item


def asked(user, proposal, kind="question", text="Why are the lights dimmed?", **more):
    """An item that this person put on the record."""
    return add_item(user, proposal, NewItem(kind, text, **more))


def make_item(proposal, kind="question", days_ago=10, **more):
    """An item as the database holds it, however it came there."""
    today = timezone.localdate()
    given = {
        "text": "Why are the lights dimmed?",
        "asked_by_name": "Sam Query",
        "proposal_as_asked": str(proposal),
        "asked_on": today - datetime.timedelta(days=days_ago),
    }
    if "answer" in more:
        given |= {"answered_by_name": "Fiona Ledger", "answered_on": today}
    if "response" in more:
        given |= {"responded_by_name": "Cabinet", "responded_on": today, "response_reason": "In part."}
    return ScrutinyItem.objects.create(proposal=proposal, kind=kind, **{**given, **more})
