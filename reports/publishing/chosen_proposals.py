"""The proposals of a publication and their order, as one person may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, QueryDict

from proposals.listing.selection import IN_DOCUMENT_ORDER, Selection, selection_of
from proposals.models import SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions.proposals import READABLE
from reports.models import Publication
from services.values.wording import counted, listed

Person = AbstractBaseUser | AnonymousUser

ORDERS: dict[str, tuple[object, ...]] = {
    Publication.Order.DOCUMENT: IN_DOCUMENT_ORDER,
    Publication.Order.REFERENCE: ("canonical_reference", "pk"),
    Publication.Order.DIRECTORATE: ("service__directorate__name", "canonical_reference", "pk"),
    Publication.Order.LARGEST: (F("total_saving").desc(), "canonical_reference", "pk"),
}


@dataclass(frozen=True)
class Chosen:
    """The proposals in their order, how they were chosen in words, and what could not be used.

    `selection` is what the publication's filter finds, where it has one that can be read.
    """

    proposals: SavingsProposalQuerySet
    how: str = ""
    problems: tuple[str, ...] = ()
    selection: Selection | None = None


def chosen(person: Person, publication: Publication) -> Chosen:
    """Return what goes into the publication, of what this person may see."""
    if publication.choosing == Publication.Choosing.PICKED:
        return _picked(person, publication)
    return _filtered(person, publication)


def selection_for(person: Person, publication: Publication) -> Selection:
    """Return what the publication's filter finds; raises Http404 where the person may not see the round."""
    request = HttpRequest()
    request.method, request.user = "GET", person
    query = QueryDict(publication.query, mutable=True)
    query["round"] = str(publication.budget_round_id)
    request.GET = query
    return selection_of(request)


def filtered_places(person: Person, publication: Publication) -> dict[int, int]:
    """Return what the publication’s filter finds, by key, at the places from 1; nothing without a filter."""
    if not publication.query:
        return {}
    selection = selection_for(person, publication)
    if not selection.is_exact or not selection.is_filtered:
        return {}
    return {key: place for place, key in enumerate(selection.own_keys, start=1)}


def _filtered(person: Person, publication: Publication) -> Chosen:
    try:
        selection = selection_for(person, publication)
    except Http404:
        return Chosen(
            SavingsProposal.objects.none(), problems=("You do not have permission to view this round.",)
        )
    if not selection.is_exact:
        nothing = SavingsProposal.objects.none()
        return Chosen(nothing, problems=selection.problems, selection=selection)
    if publication.order == Publication.Order.LISTED and selection.sort:
        proposals = selection.ordered()
    else:
        proposals = selection.proposals.order_by(*ORDERS.get(publication.order, IN_DOCUMENT_ORDER))
    said = selection.filters_in_words
    return Chosen(proposals, f"filtered by {listed(said)}" if said else "", selection=selection)


def _picked(person: Person, publication: Publication) -> Chosen:
    everything = SavingsProposal.listed.visible_to(person).filter(budget_round=publication.budget_round)
    proposals = everything.of_keys(publication.items.values("proposal"))
    if publication.order == Publication.Order.BY_HAND:
        place = publication.items.filter(proposal=Coalesce(OuterRef("published_version_of"), OuterRef("pk")))
        proposals = proposals.annotate(place=Subquery(place.values("position")[:1])).order_by("place", "pk")
    else:
        proposals = proposals.order_by(*ORDERS.get(publication.order, IN_DOCUMENT_ORDER))
    hidden = publication.items.count() - proposals.count()
    problems = (
        (f"{counted(hidden, 'picked proposal')} you do not have permission to view.",) if hidden else ()
    )
    return Chosen(proposals, "chosen one by one", problems)


def in_words(publication: Publication, proposals: Sequence[SavingsProposal], how: str) -> str:
    """Return which part of what is published of the round goes in, chosen so; nothing where all of it does."""
    if not how:
        return ""
    published = SavingsProposal.listed.filter(READABLE, budget_round=publication.budget_round).count()
    count = len(proposals)
    if count == published and all(proposal.is_readable for proposal in proposals):
        return ""
    return (
        f"{counted(count, 'proposal')}, {how}; "
        f"{counted(published, 'proposal')} of the round {'is' if published == 1 else 'are'} published."
    )
