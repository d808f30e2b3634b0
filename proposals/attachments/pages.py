"""The pages on which files are attached, replaced and removed, for every kind of record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from councilsavings.forms import add_errors
from councilsavings.saved_files import stored_file_response
from proposals.attachments.content import CheckedFile
from proposals.attachments.forms import AttachmentForm, RemoveForm
from proposals.domain.attachments import SENSITIVITIES
from proposals.models import Attachment
from proposals.workflow.sign_off_impact import SignOffImpact


@dataclass(frozen=True)
class Target:
    """A row to be filled, or to be removed: its record in words, where to go back, and how it is written.

    `add` and `remove` return what else the change did, in words.
    """

    row: Attachment
    record: str
    back: str
    back_words: str
    add: Callable[[CheckedFile, str], str]
    remove: Callable[[str], str]
    sensitivities: Iterable[str] = field(default=tuple(SENSITIVITIES))
    impact: SignOffImpact | None = None


class AttachPage:
    """Attach a file, or a new version of one; what is wrong is told at its field, and nothing is stored then."""

    def target(self, **kwargs: Any) -> Target:
        """Return the row to be filled; raises Http404 and PermissionDenied."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for the file."""
        target = self.target(**kwargs)
        return self._ask(request, target, self._form(target))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store the file with its row, or show the form again."""
        target = self.target(**kwargs)
        form = self._form(target, request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, target, form, 400)
        try:
            checked = form.fill(target.row)
            notice = target.add(checked, form.cleaned_data.get("reason", ""))
        except ValidationError as error:
            add_errors(form, error)
            return self._ask(request, target, form, 400)
        return _done(request, target, f"“{checked.name}” was attached.", notice)

    def _form(self, target: Target, *data: Any) -> AttachmentForm:
        row = target.row.replaces or target.row
        return AttachmentForm(*data, row=row, sensitivities=target.sensitivities, impact=target.impact)

    def _ask(
        self, request: HttpRequest, target: Target, form: AttachmentForm, status: int = 200
    ) -> HttpResponse:
        context = {"target": target, "form": form, "old": target.row.replaces}
        return render(request, "proposals/attachments/attach.html", context, status=status)


class RemovePage:
    """Remove a file with all its versions, for a reason."""

    def target(self, **kwargs: Any) -> Target:
        """Return the row to be removed; raises Http404 and PermissionDenied."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for the reason."""
        return self._ask(request, self.target(**kwargs), RemoveForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Remove the file."""
        target, form = self.target(**kwargs), RemoveForm(request.POST)
        if form.is_valid():
            try:
                notice = target.remove(form.cleaned_data["reason"])
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _done(request, target, f"“{target.row.shown_name}” was removed.", notice)
        return self._ask(request, target, form, 400)

    def _ask(self, request: HttpRequest, target: Target, form: RemoveForm, status: int = 200) -> HttpResponse:
        context = {"target": target, "form": form, "row": target.row}
        return render(request, "proposals/attachments/remove.html", context, status=status)


def serve(row: Attachment) -> FileResponse:
    """Return the file to be saved; it is never shown within the site, whatever it holds."""
    try:
        return stored_file_response(row.file.open("rb"), row.content_type, row.name)
    except FileNotFoundError as error:
        raise Http404("The file is missing from the store: tell the administrator.") from error


def _done(request: HttpRequest, target: Target, words: str, notice: str) -> HttpResponse:
    messages.success(request, words)
    if notice:
        messages.warning(request, notice)
    return HttpResponseRedirect(target.back)
