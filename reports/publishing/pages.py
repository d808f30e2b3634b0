"""The base of the pages of publications: the permission, and the publication of the address."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import View

from proposals.permissions.views import ActingPage
from reports.models import Publication


class ReadersOfPublications(ActingPage, View):
    """Publications in preparation are for clerks, finance officers and auditors."""

    permission = "reports.view_publication"
    refusal = "Only committee clerks and finance officers can prepare publications."

    def publication(self, request: HttpRequest, pk: int) -> Publication:
        """Return the publication, if the person may see it; raises Http404."""
        held: Any = (
            Publication.objects.visible_to(request.user)
            .select_related("budget_round__council", "meeting__committee")
            .prefetch_related("attachments")
        )
        found: Publication = get_object_or_404(held, pk=pk)
        return found


class MakersOfPublications(ReadersOfPublications):
    """Changing a publication, and having a preview of it printed."""

    permission = "reports.change_publication"


class Publishers(ReadersOfPublications):
    """Publishing an edition."""

    permission = "reports.publish_publication"
    refusal = "Only committee clerks can publish editions."
