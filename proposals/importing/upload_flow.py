"""The flow of every uploaded file: upload, preview, confirm. Nothing is written before the confirmation."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.generic import FormView, View

from proposals.importing.files.reading import too_large
from proposals.models import BudgetRound, WaitingDocument
from services.admin.scope import as_key

KEPT_WAITING = timedelta(days=1)
_KEPT = "kept"
"""The style of a file that waits for the rest of its form."""


def refuse_too_large(document: "UploadedFile[Any]") -> None:
    """Refuse a file that is larger than what is read: a validator of the field that takes it."""
    size = document.size or 0
    if size > settings.LARGEST_DOCUMENT_BYTES:
        raise ValidationError(too_large(size, settings.LARGEST_DOCUMENT_BYTES))


class UploadFlow(FormView):  # type: ignore[type-arg]
    """The page that takes a file; one that can be read waits for its confirmation.

    The file of the field “document” is kept where another field is wrong, as a browser does not send it again.
    """

    preview_url: ClassVar[str]

    def waiting_for(self, form: Any) -> WaitingDocument:
        """Return the upload as it waits, not saved yet; raises ValidationError, by field, where it cannot be."""
        raise NotImplementedError

    @cached_property
    def kept(self) -> WaitingDocument | None:
        """The file that was kept from the last try, if the form names one."""
        own = WaitingDocument.objects.filter(uploaded_by=self.request.user, style=_KEPT)
        return own.filter(pk=as_key(self.request.POST.get("kept", ""))).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form the kept file, which it takes where no other is chosen."""
        kwargs = super().get_form_kwargs()
        if self.kept:
            kwargs["initial"]["document"] = ContentFile(bytes(self.kept.content), self.kept.file_name)
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep a file that can be read and show its preview; say on the field why one cannot."""
        try:
            waiting = self.waiting_for(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        WaitingDocument.objects.filter(uploaded_at__lt=timezone.now() - KEPT_WAITING).delete()
        if self.kept:
            self.kept.delete()
        waiting.save()
        return redirect(self.preview_url, pk=waiting.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with the file, unless the file is what is wrong."""
        document = form.cleaned_data.get("document")
        if not document:
            return self.render_to_response(self.get_context_data(form=form))
        kept = self.kept or WaitingDocument(
            uploaded_by=self.request.user, style=_KEPT, phase=BudgetRound.Phase.PREPARATION
        )
        document.seek(0)
        kept.file_name, kept.content = Path(document.name).name[:255], document.read()
        kept.save()
        form["document"].help_text = format_html(
            "{} has been uploaded. Choose a file only if you want to use another one.", kept.file_name
        )
        return self.render_to_response(self.get_context_data(form=form, kept=kept))


class PreviewFlow(View):
    """The changes that a waiting file would make, and the button that makes them."""

    styles: ClassVar[tuple[str, ...]]
    upload_url: ClassVar[str]
    preview_url: ClassVar[str]
    not_waiting_template: ClassVar[str]
    discarded: ClassVar[str]
    refusals: ClassVar[tuple[type[Exception], ...]]
    """The errors that planning raises for a file that cannot be imported at present."""

    def preview(self, waiting: WaitingDocument) -> HttpResponse:
        """Return the page that shows what would change; raises one of `refusals`."""
        raise NotImplementedError

    def confirm(self, waiting: WaitingDocument) -> HttpResponse:
        """Write what was previewed and return where to go, or the preview again; raises one of `refusals`."""
        raise NotImplementedError

    def waiting(self, pk: int) -> QuerySet[WaitingDocument]:
        """Return the person's own upload of that key."""
        return WaitingDocument.objects.filter(pk=pk, uploaded_by=self.request.user, style__in=self.styles)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview."""
        waiting = self.waiting(pk).first()
        if waiting is None:
            return self._not_waiting()
        try:
            return self.preview(waiting)
        except self.refusals as error:
            waiting.delete()
            messages.error(request, f"{waiting.file_name} cannot be imported as things are now. {error}")
            return redirect(self.upload_url)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import as previewed, or discard the upload; show the preview again when things have moved on."""
        try:
            with transaction.atomic():
                # Locked, so that the second of two clicks waits for the first and then finds nothing to do.
                waiting = self.waiting(pk).select_for_update().first()
                if waiting is None:
                    return self._not_waiting()
                if "discard" in request.POST:
                    waiting.delete()
                    messages.info(request, self.discarded)
                    return redirect(self.upload_url)
                return self.confirm(waiting)
        except self.refusals as error:
            messages.error(request, str(error))
            return redirect(self.preview_url, pk=pk)

    def _not_waiting(self) -> HttpResponse:
        """Answer for an upload that is somebody else's, done with, or was never there: all look the same."""
        return render(self.request, self.not_waiting_template, status=404)
