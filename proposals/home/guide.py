"""The first steps for each role: each leads to the page where it happens, and is ticked once the log has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from proposals.domain.roles import SPECIALISTS, Role
from proposals.permissions.proposals import scope_of
from services.models import ChangeRecord, LastVisit


@dataclass(frozen=True)
class Step:
    """A step: its words, the name of the page, and the action and kind of record by which the log shows it."""

    words: str
    page: str
    action: str
    record_type: str


@dataclass(frozen=True)
class GuideStep:
    """A step as it is shown to one person."""

    words: str
    address: str
    is_done: bool


_PROPOSAL, _ITEM = "proposals.savingsproposal", "proposals.scrutinyitem"
_ENTER = Step("Enter a proposal", "admin:proposals_savingsproposal_add", "created", _PROPOSAL)
_SUBMIT = Step("Complete a draft and submit it for review", "my-work", "stage_moved", _PROPOSAL)
_IMPORT = Step("Import a document of proposals", "proposals:import", "created", "proposals.documentimport")
_SIGN = Step("Check and sign off the proposals in My work", "my-work", "created", "proposals.signoff")
_ANSWER = Step("Answer a question from scrutiny", "proposals:scrutiny", "changed", _ITEM)
_TIMETABLE = Step(
    "Enter the target and the timetable of a round",
    "admin:proposals_budgetround_changelist",
    "changed",
    "proposals.budgetround",
)
_DOWNLOAD = Step("Filter the list and download it", "proposals:list", "exported", "proposals.budgetround")
_APPENDIX = Step("Make an appendix", "publications:list", "exported", "proposals.budgetround")
_ADVISE = Step("Answer a request for advice", "my-work", "changed", "proposals.specialistreview")
_ASK = Step("Open a proposal and ask a question about it", "proposals:list", "created", _ITEM)
_PUBLISH = Step("Publish a proposal that is ready", "my-work", "stage_moved", _PROPOSAL)
_ASSIGN = Step("Find an officer to answer a question", "proposals:scrutiny", "changed", _ITEM)
_PREPARE = Step("Prepare a publication", "publications:new", "created", "reports.publication")
_SCENARIO = Step(
    "Open the budget from the overview and make a scenario",
    "proposals:overview",
    "created",
    "reports.scenario",
)
_EDITION = Step("Publish it as an edition", "publications:list", "created", "reports.edition")

_STEPS: Mapping[Role, tuple[Step, ...]] = {
    Role.AUTHOR: (_ENTER, _SUBMIT),
    Role.BUDGET_HOLDER: (_SUBMIT, _SIGN, _ANSWER),
    Role.FINANCE_OFFICER: (_ENTER, _IMPORT, _SIGN, _APPENDIX),
    Role.SECTION_151_OFFICER: (_SIGN, _TIMETABLE, _DOWNLOAD, _SCENARIO),
    **dict.fromkeys(SPECIALISTS.values(), (_ADVISE, _DOWNLOAD)),
    Role.CABINET_MEMBER: (_SIGN, _DOWNLOAD, _SCENARIO),
    Role.SCRUTINY_MEMBER: (_DOWNLOAD, _ASK, _SCENARIO),
    Role.COMMITTEE_CLERK: (_PUBLISH, _ASSIGN, _PREPARE, _EDITION),
    Role.AUDITOR: (_DOWNLOAD,),
}


def first_steps(user: Any) -> Sequence[GuideStep]:
    """Return the steps of the person's roles, ticked where they were taken since the first visit (one query)."""
    roles = scope_of(user).roles
    steps = dict.fromkeys(step for role, steps in _STEPS.items() if role in roles for step in steps)
    if not steps:
        return ()
    since = LastVisit.objects.filter(user=user.pk).values("first_at")
    taken = set(
        ChangeRecord.objects.filter(actor=user.pk, at__gte=since)
        .order_by()
        .values_list("action", "record_type")
        .distinct()
    )
    return [
        GuideStep(step.words, reverse(step.page), (step.action, step.record_type) in taken) for step in steps
    ]


def is_dismissed(user: Any) -> bool:
    """Return whether the person has dismissed the steps from their start page."""
    return LastVisit.objects.filter(user=user.pk, is_guide_dismissed=True).exists()


class FirstStepsView(LoginRequiredMixin, TemplateView):
    """The first steps on a page of their own; sending the form dismisses them from the start page."""

    template_name = "proposals/start/first_steps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the steps; raises Http404 for somebody whose roles have none."""
        steps = first_steps(self.request.user)
        if not steps:
            raise Http404("There are no first steps for your role.")
        return super().get_context_data(steps=steps, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Dismiss the steps, and go back to the start page."""
        LastVisit.objects.filter(user=request.user.pk).update(is_guide_dismissed=True)
        return redirect("home")
