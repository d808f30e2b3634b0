"""Querysets of attached files: the one place that says who may read which."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.db.models.functions import Coalesce

from proposals.domain.attachments import EXEMPT, PUBLIC
from proposals.models.proposals import SavingsProposal
from proposals.models.scrutiny_querysets import read_in_full
from proposals.permissions.exempt import exempt_readable_by
from proposals.permissions.proposals import reads_in_full_q
from services.audit.history import RecordedQuerySet

CURRENT = Q(replaced_by__isnull=True)


class AttachmentQuerySet(RecordedQuerySet):
    """Attached files, each row a version."""

    def current(self) -> "AttachmentQuerySet":
        """Return the versions that no later one replaces."""
        return self.filter(CURRENT)


class ProposalAttachmentQuerySet(AttachmentQuerySet):
    """Files on proposals and on their scrutiny items."""

    def visible_to(self, user: Any) -> "ProposalAttachmentQuerySet":
        """Return the versions this person may read, of proposals and scrutiny items that they may see.

        Public files are read by every reader in their current version, those on a scrutiny item once its answer
        is published; internal files and earlier versions by those who read the proposal's whole history; exempt
        files by those who may read its exempt wording.
        """
        proposals = SavingsProposal.versions.visible_to(user).order_by().values("pk")
        worked_on = SavingsProposal.objects.filter(reads_in_full_q(user)).values("pk")
        exempt = SavingsProposal.objects.filter(exempt_readable_by(user)).values("pk")
        return self.filter(
            Q(scrutiny_item__isnull=True, proposal__in=proposals) | _of_items_read_by(user),
            Q(sensitivity=PUBLIC) & CURRENT
            | ~Q(sensitivity=EXEMPT) & Q(proposal__in=worked_on)
            | Q(sensitivity=EXEMPT, proposal__in=exempt),
        )

    def public_with_answers(self) -> "ProposalAttachmentQuerySet":
        """Return the files that everybody may read with the published answer of a scrutiny item."""
        items = apps.get_model("proposals", "ScrutinyItem")._default_manager.public()
        answered = items.filter(answer_published_at__isnull=False).values("pk")
        return self.filter(CURRENT, sensitivity=PUBLIC, scrutiny_item__in=answered)

    def public_today(self, keys: Iterable[int]) -> set[tuple[int, str]]:
        """Return the public files of these proposals that nobody took back, as the proposal's key and the SHA-256.

        A file whose later version is internal or exempt was taken back; one that was replaced by a public one was not.
        """
        own_key = Coalesce("proposal__published_version_of", "proposal")
        rows = list(self.annotate(own_key=own_key).filter(own_key__in=list(keys)))
        row_of = {row.pk: row for row in rows}
        taken_back = set()
        for row in rows:
            version = None if row.is_public else row
            while version is not None:
                taken_back.add((version.own_key, version.sha256))
                version = row_of.get(version.replaces_id)
        return {(row.own_key, row.sha256) for row in rows} - taken_back


def _of_items_read_by(user: Any) -> Q:
    """Return the condition of the files on scrutiny items that this person reads with their answers."""
    items = apps.get_model("proposals", "ScrutinyItem")._default_manager.visible_to(user)
    in_full = read_in_full(user)
    with_answer = items.filter(Q(answer_published_at__isnull=False) | in_full) if in_full else items
    return Q(scrutiny_item__in=with_answer.order_by().values("pk"))
