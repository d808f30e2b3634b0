"""A proposal with exempt wording, each word of which would be recognised in any output."""

import pytest
from django.test import Client

from proposals.models import ExemptWording, ImpactStatement
from tests.support.web_examples import make_proposal, make_round

MARKER = "Zanzibarquartz"
EARLIER = f"Two posts of {MARKER} go."
WORDING = f"The two postholders at {MARKER} know already."
PUBLIC = "Two posts change."
ONLY_IN_THE_WORDING = "know already"
INTEREST = "Naming the postholders would harm them."
OFFICES = "in confidence: the sale of the offices"


@pytest.fixture
def exempt_proposal():
    """A published proposal with a section partly exempt, one wholly exempt, and one whose wording was deleted."""
    proposal = make_proposal(make_round(), "ENV001", statements={"impact_upon_service": "Darker streets."})
    more = {"proposal": proposal, "exempt_paragraph": 1, "public_interest_reason": INTEREST}
    partly = ImpactStatement.objects.create(kind="impact_upon_staff", text=PUBLIC, **more)
    wholly = ImpactStatement.objects.create(kind="actions_needed", **more)
    emptied = ImpactStatement.objects.create(kind="decisions_needed", text="Agree it.", **more)
    held = ExemptWording.objects.create(proposal=proposal, statement=partly, text=EARLIER)
    held.text = WORDING
    held.save()
    ExemptWording.objects.create(proposal=proposal, statement=wholly, text=f"{MARKER} {OFFICES}")
    ExemptWording.objects.create(proposal=proposal, statement=emptied, text=f"{MARKER} again").delete()
    return proposal


def signed_in(person, **options):
    client = Client(**options)
    if person:
        client.force_login(person)
    return client
