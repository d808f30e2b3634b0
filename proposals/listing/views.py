"""The pages where proposals are listed and exported."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from councilsavings.saved_files import file_response
from councilsavings.tables import turn_to_page
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.proposals import FORMATS
from proposals.listing.arrangement import MOST_ROWS
from proposals.listing.downloads import TooManyProposals, file_of, note_of
from proposals.listing.page import ArrangementChoices, ListPage
from proposals.listing.questions import questions_of
from proposals.listing.saved import query_to_keep, views_to_open
from proposals.listing.selection import PAGE, NothingToSee, Selection, selection_of
from proposals.permissions.proposals import may_enter

MOST_VIEWS = 12
"""The number of saved views shown above a list; all of them are on a page of their own."""


class ProposalListView(LoginRequiredMixin, TemplateView):
    """The filtered, sorted list of a round's proposals with the totals of the whole filtered set."""

    template_name = "proposals/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list; tell a person who may see no round at all what to do instead."""
        try:
            return super().get(request, *args, **kwargs)
        except NothingToSee:
            if request.user.has_perm("proposals.view_savingsproposal"):
                return render(request, "proposals/no_rounds.html")
            return render(request, "proposals/no_role.html", status=404)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the selection, its table on the asked page, and what of the address was left aside."""
        selection = selection_of(self.request)
        notes = list(selection.misread)
        table = selection.table()
        if note := turn_to_page(table, self.request.GET.get(PAGE, ""), selection.arrangement.rows):
            notes.append(note)
        if selection.arrangement.rows == MOST_ROWS < len(table.data):
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


@require_safe
@login_required
def download(request: HttpRequest, file_format: str) -> HttpResponse:
    """Return exactly the proposals that the address filters, in its order, as a file."""
    if file_format not in FORMATS:
        raise Http404("There is no such format.")
    selection = selection_of(request)
    if not selection.is_exact:
        return _refused(request, selection)
    try:
        content = file_of(selection, file_format, note_of(selection, request.user))
    except TooManyProposals as error:
        return _refused(request, selection, str(error))
    name = f"{selection.file_stem}.{file_format}"
    in_words = "; ".join(selection.filters_in_words)
    record_export(
        selection.budget_round, ExportRecord(file_format, name, selection.totals.count, content, in_words)
    )
    return file_response(content, FORMATS[file_format], name)


@require_safe
@login_required
def printed_list(request: HttpRequest) -> HttpResponse:
    """Show the whole list on one page made for paper: its rows, totals, filters, who took it and when."""
    selection = selection_of(request)
    if not selection.is_exact:
        return _refused(request, selection)
    if selection.totals.count > MOST_ROWS:
        return _refused(
            request,
            selection,
            f"A printed list holds {MOST_ROWS:,} proposals at most: narrow it with filters.",
        )
    table = selection.table(unfolded=True)
    turn_to_page(table, "", MOST_ROWS)
    response = render(
        request,
        "proposals/listing/print.html",
        {
            "selection": selection,
            "budget_round": selection.budget_round,
            "table": table,
            "listing": ListPage(selection, table, request, unfolded=True),
            "note": note_of(selection, request.user),
        },
    )
    in_words = "; ".join(selection.filters_in_words)
    record_export(
        selection.budget_round,
        ExportRecord("printed page", "", selection.totals.count, response.content, in_words),
    )
    return response


def _refused(request: HttpRequest, selection: Selection, reason: str = "") -> HttpResponse:
    context = {"selection": selection, "budget_round": selection.budget_round, "reason": reason}
    return render(request, "proposals/cannot_download.html", context, status=400)
