"""The round of a page: the one that the address names, otherwise the one that the person most likely comes for."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from proposals.domain.roles import Role
from proposals.models import BudgetRound
from proposals.permissions.proposals import scope_of

ROUND = "round"
_WRITING = frozenset({Role.AUTHOR, Role.BUDGET_HOLDER})
_WORK_WITH_WHAT_IS_BEFORE_COUNCILLORS = frozenset(Role) - _WRITING


class NothingToSee(Http404):
    """There is no round that this person may see."""


class RoundPage(LoginRequiredMixin, TemplateView):
    """A page about a round; a person who may see no round at all is told what to do instead."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or why there is nothing on it."""
        try:
            return super().get(request, *args, **kwargs)
        except NothingToSee:
            if request.user.has_perm("proposals.view_savingsproposal"):
                return render(request, "proposals/no_rounds.html")
            return render(request, "proposals/no_role.html", status=404)


def named_round(request: HttpRequest, rounds: Sequence[BudgetRound]) -> BudgetRound | None:
    """Return the round that the address names, None where it names none; raises Http404 for one not among `rounds`."""
    wanted = request.GET.get(ROUND, "")
    if not wanted:
        return None
    for budget_round in rounds:
        if str(budget_round.pk) == wanted:
            return budget_round
    raise Http404("There is no such budget round, or you do not have permission to view it.")


def default_round_for(
    user: Any, rounds: Sequence[BudgetRound], councils: Collection[int] = ()
) -> BudgetRound:
    """Return the one of `rounds`, newest first, that this person most likely comes for.

    Who writes proposals comes for the round in preparation; everybody else for the one that is before councillors,
    which is also where finance officers and clerks are asked from outside. Where there is none in that phase, the
    newest. Rounds of `councils`, where the person has a seat, go before others.
    """
    roles = scope_of(user).roles
    writes = bool(roles & _WRITING) and not roles & _WORK_WITH_WHAT_IS_BEFORE_COUNCILLORS
    phase = BudgetRound.Phase.PREPARATION if writes else BudgetRound.Phase.SCRUTINY
    own = [one for one in rounds if one.council_id in councils] or list(rounds)
    return next((one for one in own if one.phase == phase), own[0])
