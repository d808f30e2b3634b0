"""The demonstration's attached files, made by this program: two public ones, one in two versions, one exempt."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from proposals.attachments.content import check_file
from proposals.attachments.storing import in_store, save_version
from proposals.domain.attachments import EXEMPT, PUBLIC
from proposals.models import BudgetRound, ProposalAttachment, SavingsProposal
from services.audit.history import acting

_RESPONSES = (
    "Question,Agree,Disagree,Not sure\n"
    "Should the opening hours follow the months of the year?,412,188,61\n"
    "Should the two small sites close?,140,479,42\n"
)
_ADVICE = (
    "Privileged and confidential.\n\nThe lease may be ended at its third anniversary on six months’ notice.\n"
)


def load_attachments(rounds: Sequence[BudgetRound]) -> int:
    """Return how many versions were attached to proposals of these rounds; where there are some already, none."""
    if ProposalAttachment.objects.filter(proposal__budget_round__in=rounds).exists():
        return 0
    first = _attach(
        "ENV002",
        rounds,
        "Equality assessment, recycling centres.docx",
        _document("Equality impact assessment", "Screening of the change to opening hours."),
        kind="equality_assessment",
        days_ago=60,
    )
    _attach(
        "ENV002",
        rounds,
        "Equality assessment, recycling centres, after consultation.docx",
        _document(
            "Equality impact assessment", "Full assessment, with what residents said about the two sites."
        ),
        kind="equality_assessment",
        days_ago=20,
        replaces=first,
    )
    _attach(
        "ENV002",
        rounds,
        "Consultation responses.csv",
        _RESPONSES.encode(),
        kind="consultation_report",
        days_ago=25,
    )
    _attach(
        "COM107",
        rounds,
        "Advice on the lease.txt",
        _ADVICE.encode(),
        kind="legal_advice",
        days_ago=15,
        sensitivity=EXEMPT,
        exempt_paragraph=5,
        public_interest_reason="The council could not take frank advice if it were published.",
    )
    return 4


def _attach(
    reference: str,
    rounds: Sequence[BudgetRound],
    name: str,
    content: bytes,
    *,
    days_ago: int,
    sensitivity: str = PUBLIC,
    **said: Any,
) -> ProposalAttachment:
    row = ProposalAttachment(
        proposal=SavingsProposal.objects.get(budget_round__in=rounds, reference=reference),
        dated=timezone.localdate() - timedelta(days=days_ago),
        owner="Waste services" if sensitivity == PUBLIC else "Legal services",
        sensitivity=sensitivity,
        **said,
    )
    author = User.objects.get(username="finance")
    with in_store(row, check_file(name, content)), transaction.atomic(), acting(user=author):
        save_version(row)
    return row


def _document(heading: str, text: str) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(heading, level=1)
    document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
