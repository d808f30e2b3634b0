"""Finding a budget round by what a person calls it: the council's short name and the round's name."""

from collections.abc import Iterable

from django.core.management.base import CommandError

from proposals.models import BudgetRound
from services.models import Council


def find_round(council_slug: str, round_name: str) -> BudgetRound:
    """Return the council's round of that name, with its council loaded; capitals make no difference.

    Raises CommandError, listing the councils or rounds there are.
    """
    council = Council.objects.filter(slug__iexact=council_slug.strip()).first()
    if council is None:
        raise CommandError(no_council(council_slug))
    rounds = BudgetRound.objects.filter(council=council).select_related("council")
    name = round_name.strip()
    found: BudgetRound | None = rounds.filter(name=name).first() or rounds.filter(name__iexact=name).first()
    if found is None:
        known = rounds.order_by("name").values_list("name", flat=True)
        raise CommandError(f"{council} has no round “{round_name}”. {_known('rounds', known)}")
    return found


def no_council(council_slug: str) -> str:
    """Return in words that there is no such council, and which there are."""
    known = Council.objects.order_by("slug").values_list("slug", flat=True)
    return f"There is no council “{council_slug}”. {_known('councils', known)}"


def _known(what: str, names: Iterable[str]) -> str:
    listed = ", ".join(f"“{name}”" for name in names)
    return f"Known {what}: {listed}." if listed else f"There are no {what} yet."
