"""The page where proposals are listed."""

from typing import Any

from proposals.listing.arrangement import MOST_ROWS
from proposals.listing.page import ArrangementChoices, ListPage
from proposals.listing.questions import questions_of
from proposals.listing.rounds import RoundPage
from proposals.listing.saved import query_to_keep, views_to_open
from proposals.listing.selection import PAGE, selection_of
from proposals.permissions.proposals import may_enter

MOST_VIEWS = 12
"""The number of saved views shown above a list; all of them are on a page of their own."""


class ProposalListView(RoundPage):
    """The filtered, sorted list of a round's proposals with the totals of the whole filtered set."""

    template_name = "proposals/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the selection, its table on the asked page, and what of the address was left aside."""
        selection = selection_of(self.request, all_choices=True)
        notes = list(selection.misread)
        table = selection.table()
        if note := table.turn_to(self.request.GET.get(PAGE, ""), selection.arrangement.rows):
            notes.append(note)
        if selection.arrangement.rows == MOST_ROWS < table.count:
            notes.append(f"A page holds {MOST_ROWS:,} proposals at most: the others are on further pages.")
        return super().get_context_data(
            selection=selection,
            budget_round=selection.budget_round,
            filter=selection.filter,
            listing=ListPage(selection, table, self.request),
            table=table,
            questions=questions_of(selection, self.request.user),
            choices=ArrangementChoices(selection, self.request.GET),
            notes=notes,
            # Only where people arrive: once they have filtered it is not needed, and a query is saved.
            views=[]
            if selection.is_filtered
            else views_to_open(self.request.user, selection.budget_round)[:MOST_VIEWS],
            kept_query=query_to_keep(self.request.GET.urlencode()),
            may_enter=self.request.user.is_staff and may_enter(self.request.user, selection.budget_round),
            **kwargs,
        )
