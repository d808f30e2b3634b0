"""Views that people save of a list: keeping one, finding those one may open, and beginning with one."""

from typing import Any

from django.db import transaction
from django.http import QueryDict

from proposals.listing.arrangement import PAGE
from proposals.models import BudgetRound, SavedView, StartView

_NOT_KEPT = ("round", PAGE, "csrfmiddlewaretoken")


def query_to_keep(address: str) -> str:
    """Return of the query of a list's address what a view keeps: all but the round and the page."""
    query = QueryDict(address.removeprefix("?"), mutable=True)
    for name in _NOT_KEPT:
        query.pop(name, None)
    for name in [name for name, values in query.lists() if not any(value.strip() for value in values)]:
        del query[name]
    return query.urlencode()


@transaction.atomic
def begin_with(person: Any, view: SavedView | None) -> None:
    """Make the view the one that the person begins with; None begins as usual again."""
    StartView.objects.filter(person=person).delete()
    if view is not None:
        StartView.objects.create(person=person, view=view)


def start_view(person: Any) -> SavedView | None:
    """Return the view that the person begins with; None where there is none that they may still open."""
    return SavedView.objects.visible_to(person).filter(started_with__person=person).first()


def views_to_open(person: Any, budget_round: BudgetRound | None = None) -> list[SavedView]:
    """Return the person's own views and the shared ones, of one round or of all, own ones first."""
    views = SavedView.objects.visible_to(person).order_by()
    if budget_round is None:
        views = views.select_related("budget_round__council", "owner")
    else:
        views = views.filter(budget_round=budget_round)
    return sorted(views, key=lambda view: (view.owner_id != person.pk, view.name.casefold(), view.pk))
