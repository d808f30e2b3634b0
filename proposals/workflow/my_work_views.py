"""The page of what waits for a person."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from proposals.permissions.proposals import scope_of
from proposals.workflow.due import timetable_of
from proposals.workflow.my_work import has_work, my_work


class MyWorkView(LoginRequiredMixin, TemplateView):
    """Show the person's work; readers have none here (403), to strangers the page does not exist (404)."""

    template_name = "proposals/my_work.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the work of somebody whose role has any."""
        if not scope_of(request.user).roles:
            raise Http404
        if not has_work(request.user):
            raise PermissionDenied("Your role can only view proposals, so you have no items to action.")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the work, each list at the page asked for, and the deadlines of its rounds."""
        work = my_work(self.request.user, self.request.GET)
        rounds = dict.fromkeys(row.proposal.budget_round for part in work.sections for row in part.rows)
        timetables = [(one, timetable_of(one)) for one in rounds]
        return super().get_context_data(
            work=work,
            timetables=[(one, timetable) for one, timetable in timetables if timetable],
            **kwargs,
        )
