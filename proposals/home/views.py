"""The start page, and the address after signing in."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsavings.charts import Chart, Series, bar_chart
from proposals.home.committees import committee_parts, seats_of
from proposals.home.forms import SinceForm
from proposals.home.guide import first_steps, is_dismissed
from proposals.home.news import News, news_since
from proposals.home.visits import since_last_visit
from proposals.listing.rounds import NothingToSee, RoundPage, default_round_for, named_round
from proposals.listing.saved import start_view, views_to_open
from proposals.models import BudgetRound, SavingsProposal
from proposals.overview.addresses import round_links
from proposals.overview.printing import Links, Printer
from proposals.overview.reading import read_slices
from proposals.overview.slices import Slice, pursued
from proposals.overview.summary import money_lines
from proposals.workflow.due import MOST_SHOWN, due_items, timetable_of
from proposals.workflow.my_work import has_work

SINCE = "since"
MOST_VIEWS = 10
"""Saved views on the page, the person's own first; the list of proposals has all of them."""


class StartPageView(RoundPage):
    """A person's start page: their committees, what is new, the round against its target, what waits for them."""

    template_name = "proposals/start/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the parts of the page for the round that the address names, or the one they come for."""
        user = self.request.user
        rounds = tuple(BudgetRound.objects.visible_to(user).select_related("council"))
        if not rounds:
            raise NothingToSee
        seats = seats_of(user, timezone.localdate())
        councils = {seat.council_id for seat in seats}
        budget_round = named_round(self.request, rounds) or default_round_for(user, rounds, councils)
        visible = SavingsProposal.listed.visible_to(user).filter(budget_round=budget_round)
        printer, links = Printer(budget_round.council.money_style), round_links(budget_round)
        slices = read_slices(budget_round, user)
        form = SinceForm(self.request.GET if self.request.GET.get(SINCE) else None)
        return super().get_context_data(
            rounds=rounds,
            budget_round=budget_round,
            form=form,
            committees=committee_parts(seats, budget_round, visible),
            sits_elsewhere=[seat for seat in seats if seat.council_id != budget_round.council_id],
            summary=money_lines(slices, printer, links, budget_round.target),
            chart=_target_chart(slices, budget_round.target, printer, links),
            news=self._news(form, budget_round),
            steps=first_steps(user) if settings.DEMONSTRATION and not is_dismissed(user) else (),
            list_address=links({}),
            saved_views=views_to_open(user)[:MOST_VIEWS],
            due=due_items(user)[:MOST_SHOWN] if has_work(user) else (),
            timetable=timetable_of(budget_round),
            **kwargs,
        )

    def _news(self, form: SinceForm, budget_round: BudgetRound) -> News | None:
        """Return what is new since the day asked for or the last visit; None on the first one."""
        user, now = self.request.user, timezone.now()
        visited = since_last_visit(user, now, keep=self.request.method == "GET")
        asked = form.cleaned_data[SINCE] if form.is_bound and form.is_valid() else None
        since = timezone.make_aware(datetime.combine(asked, time())) if asked else visited
        return news_since(user, budget_round, since) if since else None


def _target_chart(
    slices: Sequence[Slice], target: int | None, printer: Printer, links: Links
) -> Chart | None:
    """Return what is proposed against the round's target; None where it has none."""
    if target is None:
        return None
    group = pursued(slices)
    points = (
        printer.point("Target", target),
        printer.point("Proposed", group.total),
        printer.point("Proposed, risk-adjusted", group.expected),
    )
    return bar_chart("Proposed savings against the target", [Series("Saving", points)], unit=printer.unit)


@require_safe
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Send whoever has signed in to the saved view that they begin with, otherwise to their start page."""
    view = start_view(request.user)
    return redirect(view.list_url if view else "home")
