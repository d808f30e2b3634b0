"""The published editions, for the pages of proposals."""

from typing import Any

from django.urls import reverse

from proposals.domain.published import EditionSource, PublishedEdition
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.snapshots import proposal_from, record_from
from reports.models import Edition, EditionEntry
from reports.models.querysets import PART_II
from reports.public.since_published import without_exempt_since


class PublishedEditions(EditionSource):
    """The editions that this installation holds."""

    def of_round(self, user: Any, budget_round: int) -> tuple[PublishedEdition, ...]:
        """Return the editions made from the round with that key, the newest first."""
        made = Edition.objects.filter(publication__budget_round=budget_round).select_related("council")
        told = made.only("title", "number", "part", "published_at", "council__slug")
        # Every list asks this, and the condition of part II takes longer to write than all of the rest to run.
        found = list(told.perhaps_visible_to(user))
        if any(edition.part == PART_II for edition in found):
            found = list(told.visible_to(user))
        return tuple(map(_told, found))

    def of_proposal(self, user: Any, proposal: int) -> tuple[tuple[PublishedEdition, ProposalRecord], ...]:
        """Return the editions that hold the proposal, each with the proposal as it stood there.

        What has been made exempt since is left out for whoever may not read it: a snapshot has more than an edition.
        """
        entries = (
            EditionEntry.objects.filter(proposal=proposal, edition__in=Edition.objects.visible_to(user))
            .select_related("edition__council")
            .order_by("-edition__published_at", "-edition__pk")
        )
        found = list(entries)
        stood = [(proposal, proposal_from(entry.edition.frozen, entry.place)) for entry in found]
        records = without_exempt_since(user, stood)
        return tuple((_told(entry.edition), record) for entry, record in zip(found, records, strict=True))

    def records_in(self, user: Any, edition: int) -> RoundRecord | None:
        """Return what the edition with that key froze; None where there is none that the person may read."""
        held = Edition.objects.visible_to(user).filter(pk=edition).first()
        return record_from(held.frozen) if held else None

    def public_scrutiny_page(self, proposal: int) -> str:
        """Return where the public reads scrutiny's record on the proposal; empty where no public edition holds it."""
        entries = EditionEntry.objects.filter(proposal=proposal, edition__in=Edition.objects.public())
        slug = entries.order_by().values_list("edition__council__slug", flat=True).first()
        return reverse("published:scrutiny", args=[slug]) if slug else ""


def _told(edition: Edition) -> PublishedEdition:
    return PublishedEdition(edition.pk, str(edition), edition.published_at, edition.get_absolute_url())
