"""The pages of files on proposals and scrutiny items: handing them out, attaching, replacing and removing them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from proposals.attachments.forms import AttachmentForm
from proposals.attachments.pages import AttachPage, RemovePage, Target, serve
from proposals.attachments.rules import may_attach
from proposals.attachments.storing import add_to_proposal, impact_on, remove_from_proposal
from proposals.domain.attachments import EXEMPT, SENSITIVITIES
from proposals.exempt.views import OnOneProposal
from proposals.models import ProposalAttachment, ScrutinyItem
from proposals.permissions.exempt import may_read_exempt
from proposals.workflow.sign_off_impact import SignOffImpact


class FilePage(OnOneProposal):
    """A page about one file; a person who may not read it is told that there is none."""

    def file(self, attachment: int, **narrowed: Any) -> ProposalAttachment:
        """Return the file with its proposal; raises Http404 where the person may not read it."""
        rows = ProposalAttachment.objects.visible_to(self.request.user).filter(**narrowed)
        found: ProposalAttachment = get_object_or_404(
            rows.select_related(
                "proposal__budget_round__council", "proposal__service__directorate", "scrutiny_item"
            ),
            pk=attachment,
        )
        return found

    def change_of(self, row: ProposalAttachment) -> Target:
        """Return the change of this row; raises PermissionDenied for who may not make it."""
        user = self.request.user
        if not may_attach(user, row):
            raise PermissionDenied("Files can be changed only by people who can edit the record now.")
        # Of an item readers know the reference that is published, not that of a correction.
        on_item = row.scrutiny_item.read_as_published() if row.scrutiny_item else None
        return Target(
            row=row,
            record=str(on_item or row.proposal),
            back=self._back(row),
            back_words=(on_item.proposal if on_item else row.proposal).reference,
            add=lambda checked, reason: add_to_proposal(user, row, checked, reason),
            remove=lambda reason: remove_from_proposal(user, row, reason),
            sensitivities=sensitivities_for(user, row),
            impact=impact_on(user, row),
        )

    def _back(self, row: ProposalAttachment) -> str:
        if row.scrutiny_item is not None:
            return str(row.scrutiny_item.get_absolute_url())
        if self.request.GET.get("from") == "entry" and self.request.user.is_staff:
            page = reverse("admin:proposals_savingsproposal_change", args=[row.proposal_id])
            return f"{page}#part-attachments"
        return f"{row.proposal.get_absolute_url()}#attachments"


def sensitivities_for(user: Any, row: ProposalAttachment) -> list[str]:
    """Return who this person may say that the file is for: exempt only where they may read what is exempt."""
    return [name for name in SENSITIVITIES if name != EXEMPT or may_read_exempt(user, row.proposal)]


def attachment_form(user: Any, row: ProposalAttachment, impact: SignOffImpact | None) -> AttachmentForm:
    """Return the empty form of a new file as the page in the admin draws it, beside the fields of its own."""
    row.dated, row.owner = timezone.localdate(), user.get_full_name()
    return AttachmentForm(
        row=row,
        sensitivities=sensitivities_for(user, row),
        impact=impact,
        auto_id="attachment_%s",
        renderer=TemplatesSetting(),
    )


class AddView(AttachPage, FilePage):
    """Attach a file to a proposal, or to one of its scrutiny items."""

    def target(self, pk: int, item: int | None = None) -> Target:
        """Return the new row."""
        proposal, on_item = self.proposal(pk), None
        if item is not None:
            items = ScrutinyItem.objects.visible_to(self.request.user).filter(proposal=proposal.own_key)
            on_item = get_object_or_404(items, pk=item)
            on_item.read_with(proposal)
        return self.change_of(
            ProposalAttachment(
                proposal_id=proposal.own_key,
                scrutiny_item=on_item,
                dated=timezone.localdate(),
                owner=self.request.user.get_full_name(),
            )
        )


class ReplaceView(AttachPage, FilePage):
    """Attach a new version of a file; the old one stays as it is."""

    def target(self, attachment: int) -> Target:
        """Return the row of the new version."""
        old = self.file(attachment, replaced_by__isnull=True)
        if not may_attach(self.request.user, old):
            raise PermissionDenied("Files can be changed only by people who can edit the record now.")
        return self.change_of(ProposalAttachment(replaces=old, **old.parent_fields))


class RemoveView(RemovePage, FilePage):
    """Remove a file with all its versions."""

    def target(self, attachment: int) -> Target:
        """Return the current version."""
        return self.change_of(self.file(attachment, replaced_by__isnull=True))


class DownloadView(FilePage):
    """A public or internal file; an exempt one is asked for on a page of its own."""

    def get(self, request: HttpRequest, attachment: int) -> HttpResponseBase:
        """Return the file to be saved."""
        row = self.file(attachment)
        return redirect("proposals:exempt-attachment", row.pk) if row.is_exempt else serve(row)
