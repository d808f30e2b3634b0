"""The pages where proposals are browsed and taken away."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import DetailView, TemplateView
from django_tables2 import RequestConfig

from proposals.detail import proposal_page
from proposals.exports import FORMATS, ExportNote, export
from proposals.models import BudgetRound, SavingsProposal
from proposals.querysets import SavingsProposalQuerySet, record_of, round_record
from proposals.selection import selection_of


class ProposalListView(LoginRequiredMixin, TemplateView):
    """The filtered, sorted list of a round's proposals with the totals of the whole filtered set."""

    template_name = "proposals/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list; a person who may see no round at all is told what to do instead."""
        visible = BudgetRound.objects.visible_to(request.user)
        if request.user.has_perm("proposals.view_savingsproposal") and not visible.exists():
            return render(request, "proposals/no_rounds.html")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the selection, its table on the asked page, and the addresses of its downloads."""
        selection = selection_of(self.request)
        table = selection.table()
        RequestConfig(self.request, paginate={"per_page": 25}).configure(table)
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            selection=selection, filter=selection.filter, table=table, query=query.urlencode(), **kwargs
        )


class ProposalDetailView(LoginRequiredMixin, DetailView):
    """One proposal as its form prints it, with in-year and cumulative figures beside the discrete ones."""

    template_name = "proposals/detail.html"
    context_object_name = "proposal"

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return the proposals that the person may see."""
        return SavingsProposal.objects.visible_to(self.request.user).with_statements()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the proposal's figures and texts, ready to print."""
        style = self.object.budget_round.council.money_style
        page = proposal_page(record_of(self.object), style)
        return super().get_context_data(page=page, budget_round=self.object.budget_round, **kwargs)


@login_required
def download(request: HttpRequest, file_format: str) -> HttpResponse:
    """Return exactly the proposals that the address filters, in its order, as a file."""
    if file_format not in FORMATS:
        raise Http404("There is no such format.")
    selection = selection_of(request)
    if not selection.is_valid:
        return render(request, "proposals/cannot_download.html", {"filter": selection.filter}, status=400)
    record = round_record(selection.budget_round, selection.ordered())
    note = ExportNote(
        filters=selection.filters_in_words,
        made_by=request.user.get_full_name() or request.user.get_username(),
        made_at=f"{timezone.localtime():%d/%m/%Y %H:%M}",
    )
    response = HttpResponse(export(record, file_format, note), content_type=FORMATS[file_format])
    name = f"{selection.budget_round.file_stem}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
