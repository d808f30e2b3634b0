"""Somebody signed in who gets answers for errors too, a document that waits for their decision, and an import."""

from django.test import Client

from proposals.models import DocumentImport, SavingsProposal, WaitingDocument
from services.audit.events import record_event
from services.audit.history import acting
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


def make_import(proposal):
    """An import that has changed the proposal, as the log tells."""
    with acting(reason="Import of options.txt"):
        record_event("imported", proposal)
        return DocumentImport.objects.create(
            budget_round=proposal.budget_round,
            style="option-pages",
            file_name="options.txt",
            sha256="0" * 64,
            imported_by="Fiona Ledger",
            created=0,
            changed=1,
            unchanged=0,
        )
