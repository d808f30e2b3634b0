"""A proposal that was published and taken back since: its readers are led to the edition that holds it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.domain.published import PublishedEdition, editions
from proposals.domain.records import ProposalRecord
from proposals.domain.references import canonical_reference
from proposals.models import SavingsProposal

_MOST_ROUNDS = 5


def as_last_published(user: Any, key: int) -> tuple[PublishedEdition, ProposalRecord] | None:
    """Return the newest edition that contains the proposal and that this person may read, with its record of it."""
    return next(iter(editions().of_proposal(user, key)), None)


def keys_of_reference(council_slug: str, reference: str) -> list[int]:
    """Return the keys of the council's proposals of that reference, newest round first, whoever may see them.

    Nothing of them may be revealed except what is in an edition that the person may read.
    """
    canonical = canonical_reference(reference)
    if not canonical:
        return []
    found = SavingsProposal.objects.filter(
        budget_round__council__slug__iexact=council_slug.strip(), canonical_reference=canonical
    )
    newest = found.order_by("-budget_round__first_year", "-budget_round", "pk")
    return list(newest.values_list("pk", flat=True)[:_MOST_ROUNDS])


def page_when_taken_back(request: HttpRequest, *keys: int) -> HttpResponse | None:
    """Return the page that leads to the edition of the first proposal that has one; None where none has.

    Call it for proposals that the person may not see as they stand.
    """
    for key in keys:
        if published := as_last_published(request.user, key):
            edition, record = published
            context = {"edition": edition, "record": record}
            return render(request, "proposals/taken_back.html", context)
    return None
