"""The page of what happened to a proposal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.exempt.views import OnOneProposal
from proposals.history.timeline import KINDS, public_moves, timeline_of
from proposals.permissions.exempt import may_read_exempt
from proposals.permissions.proposals import reads_in_full

KIND, PAGE = "kind", "page"


class TimelineView(OnOneProposal):
    """The whole record for those who work on the proposal and for auditors; its public moves for other readers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a page of the timeline."""
        proposal = self.proposal(pk)
        if not reads_in_full(request.user, proposal):
            context = {"proposal": proposal, "moves": public_moves(proposal)}
            return render(request, "proposals/timeline_public.html", context)
        asked = request.GET.get(KIND, "")
        kind = asked if asked in KINDS else ""
        timeline = timeline_of(request.user, proposal, kind=kind, page=request.GET.get(PAGE, ""))
        unknown = f"There is no kind of event “{asked[:30]}”: everything is shown." if asked != kind else ""
        context = {
            "proposal": proposal,
            "timeline": timeline,
            "kind": kind,
            "kinds": [("", "Everything"), *((code, words) for code, (words, _) in KINDS.items())],
            "notes": [note for note in (unknown, timeline.note) if note],
            "may_read_exempt": may_read_exempt(request.user, proposal),
        }
        return render(request, "proposals/timeline.html", context)
