"""The addresses of the lists behind figures: the page's own choices, narrowed to one value of a filter."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from proposals.listing.selection import ROUND, Selection
from proposals.models import BudgetRound
from proposals.overview.printing import Choices, Links


def links_of(selection: Selection) -> Links:
    """Return what makes the addresses of lists among the proposals that the selection has chosen."""
    chosen = selection.filter
    return _links(selection.budget_round, dict(chosen.data.lists()) if chosen.is_bound else {})


def round_links(budget_round: BudgetRound) -> Links:
    """Return what makes the addresses of lists among all proposals of a round."""
    return _links(budget_round, {})


def _links(budget_round: BudgetRound, chosen: Mapping[str, Sequence[str]]) -> Links:
    address, of_page = reverse("proposals:list"), {**chosen, ROUND: [str(budget_round.pk)]}

    def links(choices: Choices) -> str:
        # A chosen value of a filter replaces the others of that filter, which are left out.
        return f"{address}?{urlencode({**of_page, **choices}, doseq=True)}"

    return links
