"""The addresses of the lists behind figures: the page's own choices, narrowed to one value of a filter."""

from django.http import QueryDict
from django.urls import reverse

from proposals.listing.selection import ROUND, Selection
from proposals.models import BudgetRound
from proposals.overview.printing import Choices, Links


def links_of(selection: Selection) -> Links:
    """Return what makes the addresses of lists among the proposals that the selection has chosen."""
    chosen = QueryDict(mutable=True)
    if selection.filter.is_bound:
        chosen.update(selection.filter.data)
    return _links(selection.budget_round, chosen)


def round_links(budget_round: BudgetRound) -> Links:
    """Return what makes the addresses of lists among all proposals of a round."""
    return _links(budget_round, QueryDict(mutable=True))


def _links(budget_round: BudgetRound, chosen: QueryDict) -> Links:
    def links(choices: Choices) -> str:
        query = chosen.copy()
        query[ROUND] = str(budget_round.pk)
        for name, values in choices.items():
            # A chosen value of a filter replaces the others of that filter, which are left out.
            query.setlist(name, list(values))
        return f"{reverse('proposals:list')}?{query.urlencode()}"

    return links
