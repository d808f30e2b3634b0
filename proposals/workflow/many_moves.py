"""Moving many proposals at once: choose the step, see what would happen to each, confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from proposals.domain.checks import EntryWarning, OthersOnTheBudget, warnings_of
from proposals.domain.completeness import Facts, missing
from proposals.domain.direction import NOUNS, PRESSURE, format_in_own_direction
from proposals.domain.savings_together import total_of_all
from proposals.domain.stages import MOVE_BY_CODE, MOVES, Move, Stage
from proposals.models import SavingsProposal
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import facts_of, others_on_the_budgets, with_workflow
from proposals.workflow.forms import ManyMovesForm
from proposals.workflow.moving import MoveRequest, move_many, would_refuse
from proposals.workflow.my_work import waiting_keys
from proposals.workflow.panel import may_make_some_move
from services.admin.scope import as_key
from services.values.money import MoneyStyle
from services.values.wording import listed

MOST_AT_ONCE = 200
KEY, ALL, DO, CONFIRM, PREVIEWED = "pk", "all", "do", "confirm", "previewed"


@dataclass(frozen=True)
class MoveLine:
    """The result for one proposal, or the expected one: a refusal in words, or none.

    What is to be considered before the move, which a result leaves out: the total saving in pounds and as printed,
    the warnings and what is missing.
    """

    proposal: SavingsProposal
    stage: str
    refusal: str = ""
    pounds: int | None = None
    total: str = ""
    works_on_it: bool = False
    """True if the person is told the warnings and what is missing, as on the proposal's own page."""
    warnings: Sequence[str] = ()
    lacking: Sequence[str] = ()


class MoveManyView(LoginRequiredMixin, View):
    """Move the proposals whose keys are sent; nothing moves before the confirmation."""

    http_method_names = ["post"]
    template_name = "proposals/move_many.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the step, show what it would do, or do it."""
        keys = _keys(request)
        if keys is None:
            messages.error(request, "Select at least one proposal.")
            return redirect("my-work")
        if len(keys) > MOST_AT_ONCE:
            return self._page({"too_many": len(keys), "most": MOST_AT_ONCE}, 400)
        proposals = list(
            with_workflow(SavingsProposal.objects.visible_to(request.user).filter(pk__in=keys)).order_by(
                "budget_round", "position", "reference", "pk"
            )
        )
        if not proposals:
            raise Http404("Choose at least one proposal.")
        if not any(may_make_some_move(request.user, proposal) for proposal in proposals):
            raise PermissionDenied("You do not have permission to move proposals between stages.")
        moves = offered(request.user, proposals)
        context = {"proposals": proposals, "not_found": len(keys) - len(proposals), "moves": moves}
        do = request.POST.get(DO, "")
        form = ManyMovesForm(request.POST if do else None, moves=moves)
        if not do or not form.is_valid():
            lines = [MoveLine(proposal, Stage(proposal.stage).label) for proposal in proposals]
            return self._page({**context, "form": form, "lines": lines}, 400 if do else 200)
        asked = form.request_of()
        # A person who chose another step after looking is first shown what that one would do.
        if do == CONFIRM and request.POST.get(PREVIEWED) == asked.code:
            results = move_many(proposals, asked, request.user, _versions(request))
            lines = [MoveLine(one.proposal, Stage(one.proposal.stage).label, one.refusal) for one in results]
            return self._page({**context, "lines": lines, "is_done": True, **_counted(lines)})
        others = others_on_the_budgets(proposals)
        lines = [_line(proposal, asked, request.user, others[proposal.pk]) for proposal in proposals]
        return self._page(
            {
                **context,
                "form": form,
                "lines": lines,
                "is_preview": True,
                "chosen": MOVE_BY_CODE[asked.code],
                "total": _total(lines),
                **_counted(lines),
            }
        )

    def _page(self, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, self.template_name, context, status=status)


def _keys(request: HttpRequest) -> set[int] | None:
    """Return the keys that are sent, and with `all` those of everything that waits for the step; None for nothing."""
    sent = request.POST.getlist(KEY)
    chosen = MOVE_BY_CODE.get(request.POST.get("code", ""))
    wants_all = ALL in request.POST and chosen is not None
    if not sent and not wants_all:
        return None
    keys = {key for key in map(as_key, sent) if key is not None}
    return keys | set(waiting_keys(request.user, chosen.sources)) if wants_all and chosen else keys


def offered(user: Any, proposals: Sequence[SavingsProposal]) -> tuple[Move, ...]:
    """Return the moves that the person may make with at least one of the proposals, in the table's order.

    A step that needs a statement about each proposal, such as its successor, is not made of many.
    """
    possible = {chosen.code for proposal in proposals for chosen in access.moves_for(user, proposal)}
    return tuple(
        chosen for chosen in MOVES if chosen.code in possible and chosen.target is not Stage.SUPERSEDED
    )


def _versions(request: HttpRequest) -> dict[int, int]:
    """Return the versions that the preview showed, by the proposals' keys; raises BadRequest for what is none."""
    versions = {}
    for text in request.POST.getlist("shown"):
        key, version = map(as_key, text.partition(":")[::2])
        # Passed over, one that cannot be read would let a proposal move that is no longer what was seen.
        if key is None or version is None:
            raise BadRequest("The form contains a version that does not exist.")
        versions[key] = version
    return versions


def _line(proposal: SavingsProposal, asked: MoveRequest, user: Any, others: OthersOnTheBudget) -> MoveLine:
    facts, chosen = facts_of(proposal, others), MOVE_BY_CODE[asked.code]
    pounds, style = facts.record.total, proposal.budget_round.council.money_style
    works_on_it = bool(access.roles_for(user, proposal))
    lacking = missing(facts, chosen.target) if works_on_it and chosen.needs_complete else ()
    return MoveLine(
        proposal,
        Stage(proposal.stage).label,
        would_refuse(proposal, asked, user, facts),
        pounds,
        "Not known" if pounds is None else _with_noun(pounds, facts.record.direction, style),
        works_on_it,
        [_in_words(warning, facts) for warning in warnings_of(facts.record, others)] if works_on_it else [],
        [item.words for item in lacking],
    )


def _in_words(warning: EntryWarning, facts: Facts) -> str:
    words = warning.for_others or warning.message
    return f"{words} (not explained)" if warning.code in facts.open_warning_codes else words


def _with_noun(pounds: int, direction: str, style: MoneyStyle) -> str:
    """Return the total of a proposal; that of a pressure says what it is, since it stands among savings."""
    text = format_in_own_direction(pounds, direction, style)
    return f"{text} ({NOUNS[direction]})" if direction == PRESSURE else text


def _total(lines: Sequence[MoveLine]) -> str:
    """Return what the proposals that would be moved come to, savings and pressures apart, as a council prints it."""
    moved = [line for line in lines if not line.refusal]
    councils = {line.proposal.budget_round.council for line in moved}
    if len(councils) != 1:
        return ""
    style = councils.pop().money_style
    told = []
    for direction, noun in NOUNS.items():
        of_direction = [line.pounds for line in moved if line.proposal.direction == direction]
        pounds = total_of_all(of_direction)
        if of_direction and pounds is not None:
            told.append(f"a total {noun} of {format_in_own_direction(pounds, direction, style)}")
    return listed(told)


def _counted(lines: Sequence[MoveLine]) -> dict[str, int]:
    refused = sum(bool(line.refusal) for line in lines)
    return {"refused": refused, "moved": len(lines) - refused}
