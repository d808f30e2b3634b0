"""The page that shows a round, or a filtered part of it, at a glance."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from proposals.models import BudgetRound, EqualityImpact, SavingsProposal
from proposals.overview.making import Labels
from proposals.overview.matrix import Matrices, MatrixRound, MatrixTable
from proposals.overview.printing import Choices, Links, Printer
from proposals.overview.reading import read_equality, read_overview
from proposals.overview.sections import sections_of
from proposals.overview.summary import summary_of
from proposals.selection import ROUND, SORT, NothingToSee, Selection, selection_of

SPEAKS_OF_ONE_ROW = ("characteristic", "effect")
"""Filters that together ask for one cell of the equality matrix: a cell cannot be asked for beside another."""


class OverviewView(LoginRequiredMixin, TemplateView):
    """The figures of the proposals that the address chooses, each leading to the list behind it."""

    template_name = "proposals/overview/overview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the overview; a person who may see no round at all is told what to do instead."""
        try:
            return super().get(request, *args, **kwargs)
        except NothingToSee:
            if request.user.has_perm("proposals.view_savingsproposal"):
                return render(request, "proposals/no_rounds.html")
            return render(request, "proposals/no_role.html", status=404)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the selection and, where its filters can be applied, every figure with its address."""
        selection = selection_of(self.request)
        context = super().get_context_data(
            selection=selection,
            filter=selection.filter,
            budget_round=selection.budget_round,
            notes=selection.misread,
            list_url=_links(selection)({}),
            **kwargs,
        )
        if selection.is_valid:
            context.update(_figures(selection, self.request.user))
        return context


def _figures(selection: Selection, user: Any) -> dict[str, Any]:
    budget_round, links = selection.budget_round, _links(selection)
    printer = Printer(budget_round.council.money_style)
    overview = read_overview(budget_round, selection.proposals)
    labels = Labels(dict(SavingsProposal.Kind.choices), dict(SavingsProposal.Risk.choices))
    is_part = selection.is_filtered
    return {
        "summary": summary_of(overview, printer, links, None if is_part else budget_round.target),
        "sections": sections_of(overview, printer, links, labels) if overview.slices else (),
        "matrices": _matrices(selection, user, printer),
        "assessed": overview.everything.with_impacts,
        "count": overview.everything.count,
    }


def _matrices(selection: Selection, user: Any, printer: Printer) -> Sequence[MatrixTable]:
    """Return the matrix of the chosen proposals and, of a whole round, one with the earlier rounds."""
    if any(name in selection.filter.data for name in SPEAKS_OF_ONE_ROW):
        return ()
    earlier = () if selection.is_filtered else selection.rounds
    equality = read_equality(selection.budget_round, earlier, selection.proposals, user)
    made = Matrices(
        equality.matrix,
        equality.characteristics,
        dict(EqualityImpact.Effect.choices),
        printer,
    )
    here, *before = (
        MatrixRound(one.pk, one.name, _links(selection) if place == 0 else _round_links(one))
        for place, one in enumerate(equality.rounds)
    )
    return [made.of([here]), *([made.of([here, *before])] if before else [])]


def _links(selection: Selection) -> Links:
    """Return what makes the addresses of lists: the page's own choices, narrowed to one value of a filter."""
    chosen = QueryDict(mutable=True)
    if selection.filter.is_bound:
        chosen.update(selection.filter.data)
    return _links_from(selection.budget_round, chosen)


def _round_links(budget_round: BudgetRound) -> Links:
    return _links_from(budget_round, QueryDict(mutable=True))


def _links_from(budget_round: BudgetRound, chosen: QueryDict) -> Links:
    def links(choices: Choices) -> str:
        query = chosen.copy()
        query[ROUND] = str(budget_round.pk)
        for name, values in choices.items():
            # Among the chosen, one value of a filter stands for itself: the others are left out.
            query.setlist(name, list(values))
        return f"{reverse('proposals:list')}?{query.urlencode()}"

    return links


__all__ = ["SORT", "OverviewView"]
