"""Reading an exempt file: as exempt wording is read, for a stated purpose, with the password asked again."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from councilsavings.accounts.reauthentication import AskedAgainMixin
from proposals.attachments.pages import serve
from proposals.attachments.views import FilePage
from proposals.domain.attachments import EXEMPT
from proposals.exempt.views import PurposeForm
from proposals.models import ProposalAttachment
from proposals.permissions.exempt import grant_of
from services.audit.events import record_event
from services.audit.history import acting


class ExemptFileView(AskedAgainMixin, FilePage):
    """Ask what for, record it, and hand the exempt file out; to others it does not exist."""

    def get(self, request: HttpRequest, attachment: int) -> HttpResponse:
        """Ask what for; nothing exempt is on this page, not even the name of the file."""
        row = self.file(attachment, sensitivity=EXEMPT)
        grant = grant_of(request.user, row.proposal)
        return self._ask(row, PurposeForm(initial={"purpose": grant.reason if grant else ""}))

    def post(self, request: HttpRequest, attachment: int) -> HttpResponseBase:
        """Record the reading and return the file to be saved."""
        row = self.file(attachment, sensitivity=EXEMPT)
        form = PurposeForm(request.POST)
        if not form.is_valid():
            return self._ask(row, form, status=400)
        response = serve(row)
        record_reading(request.user, row, form.cleaned_data["purpose"])
        return response

    def _ask(self, row: ProposalAttachment, form: PurposeForm, status: int = 200) -> HttpResponse:
        context = {"proposal": row.proposal, "form": form, "row": row}
        return render(self.request, "proposals/attachments/exempt.html", context, status=status)


def record_reading(user: Any, row: ProposalAttachment, purpose: str) -> None:
    """Record that this person took the file, on the record of its proposal; its name is not told there."""
    with transaction.atomic(), acting(user=user):
        details = {"file": row.history_text(), "version": row.version, "sha256": row.sha256}
        record_event("downloaded_exempt", row.proposal, details=details, reason=purpose.strip())
