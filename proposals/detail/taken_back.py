"""A proposal that a person cannot see now: taken back since it was published, or not with them yet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.domain.published import PublishedEdition, editions
from proposals.domain.records import ProposalRecord
from proposals.domain.references import canonical_reference
from proposals.models import SavingsProposal
from proposals.permissions.proposals import known_proposals

_MOST_ROUNDS = 5
_NO_KEY = 0
"""The key of no proposal, asked for where there is none."""


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


def page_when_hidden(request: HttpRequest, *keys: int) -> HttpResponse | None:
    """Return what may be said of the first proposals that this person cannot see; None where it is nothing.

    Of one that was taken back, the page that leads to the edition; of one that they may know of, the page that says
    that it is not with them yet. What does not exist takes the same queries, so it cannot be told from what is hidden.
    """
    asked = keys or (_NO_KEY,)
    for key in asked:
        if published := as_last_published(request.user, key):
            edition, record = published
            context = {"edition": edition, "record": record}
            return render(request, "proposals/taken_back.html", context)
    if SavingsProposal.objects.filter(known_proposals(request.user), pk__in=asked).exists():
        return render(request, "proposals/not_with_you.html", status=404)
    return None
