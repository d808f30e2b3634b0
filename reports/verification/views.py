"""The page on which anybody checks a file against what they may read of what was published."""

from threading import BoundedSemaphore
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.views.generic import View

from councilsavings.forms import PageForm
from proposals.models import SavingsProposal
from reports.models import Edition
from reports.verification.finding import Verdict, verify
from reports.verification.words import HEADINGS, describe_status, verdict_in_words
from services.audit.events import record_event
from services.models import Council

MOST_AT_ONCE = 2
BUSY = "The service is checking other files. Try again in a minute."
_places = BoundedSemaphore(MOST_AT_ONCE)
"""Reading a file takes a process of its own: nobody may start many of them."""


LARGEST_FILE = 50 * 1024 * 1024
"""Far more than an appendix of a thousand pages."""


class VerifyForm(PageForm):
    """A file; it is read and not kept."""

    file = forms.FileField(
        label="File",
        help_text=f"The PDF or another file of an edition, up to {filesizeformat(LARGEST_FILE)}. It will not be "
        "stored.",
        error_messages={
            "required": "Select a file to check.",
            "empty": "The selected file is empty.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf,.csv,.json,.html"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is larger than any that was published."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            most, size = filesizeformat(LARGEST_FILE), filesizeformat(file.size)
            raise forms.ValidationError(f"That file has {size}; none larger than {most} is checked.")
        return file


class VerifyView(View):
    """Ask for a file and say what it is; nothing of it is kept.

    Whoever may read editions may ask: everybody where a council's public pages are on.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask a visitor to sign in where nothing is public."""
        if not request.user.is_authenticated and not Council.objects.public().exists():
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _page(request, VerifyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say what the file is; say on the form why one cannot be checked."""
        form = VerifyForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, form, status=400)
        if not _places.acquire(blocking=False):
            form.add_error(None, BUSY)
            return _page(request, form, status=503)
        try:
            verdict = _verdict(request, form)
        finally:
            _places.release()
        return _page(request, VerifyForm(), verdict, form.cleaned_data["file"].name)


def _verdict(request: HttpRequest, form: VerifyForm) -> Verdict:
    user = request.user
    content = form.cleaned_data["file"].read()
    verdict = verify(content, Edition.objects.visible_to(user), SavingsProposal.listed.visible_to(user))
    if verdict.edition is not None and verdict.edition.is_exempt:
        details = {"edition": verdict.edition.number, "read": "verification"}
        record_event("viewed_exempt", verdict.edition, details=details)
    return verdict


def _page(
    request: HttpRequest, form: VerifyForm, verdict: Verdict | None = None, name: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "verdict": verdict,
        "name": name,
        "heading": HEADINGS[verdict.state] if verdict else "",
        "sentences": verdict_in_words(verdict) if verdict else (),
        "status": describe_status(verdict.status) if verdict and verdict.status else (),
    }
    return render(request, "reports/verify.html", context, status=status)
