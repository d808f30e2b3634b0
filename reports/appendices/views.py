"""Making an appendix of a filtered list: the cover's words, the page on screen, and the files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.generic import View

from proposals.exports.audit import ExportRecord
from proposals.listing.selection import Selection, selection_of
from proposals.models.records import round_record, with_base_budgets
from reports.appendices.forms import AppendixForm
from reports.appendices.outputs import PAGE, AppendixMakersOnly, page_or_file
from reports.budgets.budget_facts import PUBLISHED_BASIS, with_budget
from reports.budgets.round_budget import RoundBudget
from reports.documents.snapshots import as_text, snapshot_of
from reports.models import PrintJob
from reports.models.jobs import PrintJobQuerySet
from reports.publishing import jobs
from reports.styles import DEFAULT_STYLE, STYLES
from reports.styles.needs import MissingField

MOST_SHOWN = 5
_STYLE = f"{AppendixForm.prefix}-style"


class AppendixView(AppendixMakersOnly, View):
    """Ask for the cover's words; the address already says which proposals."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with the kind of appendix that the address names chosen."""
        named = request.GET.get(_STYLE, "")
        form = AppendixForm(initial={"style": named if named in STYLES else DEFAULT_STYLE})
        return _ask(request, _selection_of(request), form)


class AppendixOutputView(AppendixMakersOnly, View):
    """An appendix of the proposals in the address, with the cover in the address.

    A page is made at once. A file is put into the queue of the worker, unless this person has asked for the same
    before, and has to be asked for on a page of ours: an address from elsewhere shows the form, filled in.
    """

    def get(self, request: HttpRequest, output: str) -> HttpResponse:
        """Return the page or go to the progress of the file; the form again when something cannot be used."""
        selection = _selection_of(request)
        form = AppendixForm(request.GET)
        if not selection.is_exact or not form.is_valid() or not selection.proposals.exists():
            return _ask(request, selection, form, status=400)
        record = round_record(selection.budget_round, selection.proposals, selection.in_words)
        if output != PAGE and not _is_asked_for_here(request):
            return _ask(request, selection, form)
        style = form.cleaned_data["style"]
        record = with_budget(
            record, STYLES[style], RoundBudget(selection.budget_round, request.user, PUBLISHED_BASIS)
        )
        cover = form.cover()
        if selection.unpublished:
            # Nothing that was not signed off may pass for a published appendix.
            cover = replace(cover, draft=True)
        name, in_words = _file_stem(selection, style), "; ".join(selection.filters_in_words)
        if output == PAGE:
            return page_or_file(
                request,
                PAGE,
                STYLES[style](record, cover),
                selection.budget_round,
                ExportRecord("appendix", name, selection.proposals.count(), b"", in_words),
                "reports/appendix_page.html",
                selection=selection,
            )
        try:
            job = jobs.ask_appendix(
                request.user,
                selection.budget_round,
                as_text(snapshot_of(record, cover, style)),
                output,
                proposals=[proposal.own_key for proposal in selection.proposals],
                file_name=f"{name}.{output}",
                selection=in_words,
            )
        except jobs.TooManyAsked as error:
            form.add_error(None, error)
            return _ask(request, selection, form, status=429)
        return redirect("reports:job-page", job.pk)


def _is_asked_for_here(request: HttpRequest) -> bool:
    """Return whether the person follows this address by themselves: no other site sent them, no browser fetches ahead.

    Browsers say where a request comes from; what is no browser has no session that somebody else could use.
    """
    is_elsewhere = request.headers.get("Sec-Fetch-Site", "") in {"cross-site", "same-site"}
    return request.method == "GET" and not is_elsewhere and "Sec-Purpose" not in request.headers


def _file_stem(selection: Selection, style: str) -> str:
    """Return the beginning of the file's name; files of two kinds of the same proposals have two names."""
    kind = "" if style == DEFAULT_STYLE else f"-{style}"
    return f"{selection.file_stem}-appendix{kind}"


def _selection_of(request: HttpRequest) -> Selection:
    """Return the proposals that the address chooses; it says the cover's words as well."""
    return selection_of(request, also=AppendixForm.parameters())


def _ask(request: HttpRequest, selection: Selection, form: AppendixForm, status: int = 200) -> HttpResponse:
    kept = [(name, value) for name, values in QueryDict(selection.query).lists() for value in values]
    context = {
        "form": form,
        "kept": kept,
        "selection": selection,
        "count": selection.proposals.count(),
        "unpublished": selection.unpublished,
        "missing": _missing(selection),
        "jobs": _jobs(request, selection),
    }
    return render(request, "reports/appendix_form.html", context, status=status)


def _jobs(request: HttpRequest, selection: Selection) -> PrintJobQuerySet:
    """Return the last appendices of the round that this person asked for."""
    theirs = PrintJob.objects.appendices_of(request.user).filter(budget_round=selection.budget_round)
    return theirs.of_lists().light()[:MOST_SHOWN]


def _missing(selection: Selection) -> list[tuple[str, tuple[MissingField, ...]]]:
    """Return for each kind of appendix, by its name, what some of the chosen proposals lack."""
    if not selection.is_exact:
        return []
    record = with_base_budgets(
        round_record(selection.budget_round, selection.proposals), selection.budget_round
    )
    return [(style.label, style.missing_fields(record)) for style in STYLES.values()]
