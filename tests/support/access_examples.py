"""Somebody signed in who gets answers for errors too, and a document that waits for their decision."""

from django.test import Client

from proposals.models import SavingsProposal, WaitingDocument
from tests.support.option_forms import LIBRARIES, bytes_of

SIGN_IN = "/sign-in/"


def signed_in(person):
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def waiting_of(person):
    budget_round = SavingsProposal.objects.get().budget_round
    return WaitingDocument.objects.create(
        uploaded_by=person,
        style="option-pages",
        council_slug=budget_round.council.slug,
        round_name=budget_round.name,
        phase="scrutiny",
        file_name="options.txt",
        content=bytes_of(LIBRARIES),
    )
