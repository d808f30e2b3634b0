"""The list as a file, and as a page made for paper; what is taken is recorded."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.downloads import TooManyProposals, file_of, note_of
from proposals.exports.proposals import FORMATS
from proposals.listing.arrangement import MOST_ROWS
from proposals.listing.page import ListPage
from proposals.listing.selection import Selection, selection_of


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
    table.turn_to("", MOST_ROWS)
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
