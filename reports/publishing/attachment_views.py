"""The pages of files on publications: handing them out, attaching, replacing and removing them."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from proposals.attachments.content import CheckedFile
from proposals.attachments.listing import Files, with_versions
from proposals.attachments.pages import AttachPage, RemovePage, Target, serve
from proposals.attachments.storing import in_store, remove_versions, save_version
from proposals.domain.attachments import INTERNAL, PUBLIC
from reports.models import Publication, PublicationAttachment
from reports.publishing.pages import MakersOfPublications, ReadersOfPublications
from services.audit.history import acting

CHANGE = "reports.change_publication"


def files_of_publication(user: Any, publication: Publication) -> Files:
    """Return the files on the publication; whoever sees the publication sees them."""
    may_change = user.has_perm(CHANGE)
    listed = with_versions(publication.attachments.all(), lambda row: may_change)
    address = reverse("publications:attachment-add", args=[publication.pk]) if may_change else ""
    return Files(listed, address)


class _OneFile(ReadersOfPublications):
    def file(self, attachment: int, **narrowed: Any) -> PublicationAttachment:
        """Return the file; raises Http404 where the person may not see its publication."""
        seen = Publication.objects.visible_to(self.request.user).values("pk")
        rows = PublicationAttachment.objects.filter(publication__in=seen, **narrowed)
        found: PublicationAttachment = get_object_or_404(
            rows.select_related("publication__budget_round__council"), pk=attachment
        )
        return found

    def change_of(self, row: PublicationAttachment) -> Target:
        """Return the change of this row."""
        user = self.request.user

        def add(checked: CheckedFile, reason: str) -> str:
            with in_store(row, checked), transaction.atomic(), acting(user=user):
                save_version(row)
            return ""

        def remove(reason: str) -> str:
            with transaction.atomic(), acting(user=user, reason=reason):
                remove_versions(row, reason)
            return ""

        return Target(
            row=row,
            record=str(row.publication),
            back=reverse("publications:publication", args=[row.publication_id]),
            back_words=str(row.publication),
            add=add,
            remove=remove,
            sensitivities=(PUBLIC, INTERNAL),
        )


class DownloadView(_OneFile):
    """A file of a publication in preparation."""

    def get(self, request: HttpRequest, attachment: int) -> HttpResponseBase:
        """Return the file to be saved."""
        return serve(self.file(attachment))


class AddView(AttachPage, MakersOfPublications, _OneFile):
    """Attach a file to a publication."""

    def target(self, pk: int) -> Target:
        """Return the new row."""
        return self.change_of(
            PublicationAttachment(
                publication=self.publication(self.request, pk),
                dated=timezone.localdate(),
                owner=self.request.user.get_full_name(),
            )
        )


class ReplaceView(AttachPage, MakersOfPublications, _OneFile):
    """Attach a new version of a file; the old one stays as it is."""

    def target(self, attachment: int) -> Target:
        """Return the row of the new version."""
        old = self.file(attachment, replaced_by__isnull=True)
        return self.change_of(PublicationAttachment(replaces=old, **old.parent_fields))


class RemoveView(RemovePage, MakersOfPublications, _OneFile):
    """Remove a file with all its versions."""

    def target(self, attachment: int) -> Target:
        """Return the current version."""
        return self.change_of(self.file(attachment, replaced_by__isnull=True))
