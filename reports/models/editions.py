"""Frozen editions: what was published, its files with their SHA-256, and the data they were made from.

Rows are only ever added: the database refuses to change or delete one (migration `0002_append_only_editions`).
"""

import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from proposals.models import SavingsProposal
from reports.documents.cover import EditionMark
from reports.documents.document import DataFile
from reports.documents.snapshots import Snapshot, from_text
from reports.models.publications import Publication
from reports.models.querysets import PART_II, EditionQuerySet
from services.audit.history import RecordedModel, RecordedQuerySet
from services.db.constraints import check, known, unique
from services.db.fields import account_field
from services.models import Council
from services.values.dates import format_day
from services.values.wording import counted, listed


class FrozenQuerySet(RecordedQuerySet):
    """Rows that are only ever added."""

    def update(self, **values: object) -> int:
        """Refuse: an edition never changes."""
        raise TypeError("A published edition never changes.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: an edition is never deleted."""
        raise TypeError("A published edition is never deleted.")


class FrozenEditionQuerySet(EditionQuerySet, FrozenQuerySet):
    """Editions that are only ever added."""


class FrozenModel(RecordedModel):
    """A row that is written once."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuses to save it a second time."""
        if not self._state.adding:
            raise TypeError("A published edition never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: an edition is never deleted."""
        raise TypeError("A published edition is never deleted.")


class Edition(FrozenModel):
    """A publication as it was published: numbered, dated, and never changed after."""

    # The record of its making names it by its mark; the text itself is megabytes.
    derived_fields = frozenset({"snapshot"})

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    # Said again here, because the publication may be worded anew for the next edition.
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("edition")
    identifier = models.UUIDField("identifier", default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("title", max_length=600)
    style = models.CharField("kind of appendix", max_length=30)
    part = models.PositiveSmallIntegerField("part", choices=Publication.Part)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    correction = models.TextField("correction", blank=True)
    published_at = models.DateTimeField("published at")
    published_by = account_field()
    published_by_name = models.CharField("published by", max_length=200)
    pages = models.PositiveIntegerField("pages")
    proposals = models.PositiveIntegerField("proposals")
    pressures = models.PositiveIntegerField("pressures among the proposals", default=0)
    snapshot = models.TextField("snapshot")
    snapshot_sha256 = models.CharField("SHA-256 of the snapshot", max_length=64)
    made_with = models.CharField(
        "made with", max_length=300, help_text="The releases of the writers: others may print differently."
    )

    objects = FrozenEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            unique(
                "unique_number",
                "This publication already has an edition with that number.",
                fields=["publication", "number"],
            ),
            check(
                "says_what_it_corrects",
                "Enter which edition this corrects, and the correction.",
                Q(number=1, corrects__isnull=True, correction="")
                | (Q(number__gt=1, corrects__isnull=False) & ~Q(correction="")),
            ),
            known("part", "a part", [1, 2]),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the edition's page."""
        return reverse("published:edition", args=[self.council.slug, self.pk])

    @property
    def is_exempt(self) -> bool:
        """Return whether it belongs to part II, which the public never reads."""
        return self.part == PART_II

    @property
    def description(self) -> str:
        """Return what it holds, when it was published and what it corrects, for lists and previews."""
        day = format_day(timezone.localtime(self.published_at).date())
        savings = self.proposals - self.pressures
        held = [counted(savings, "savings proposal")] if savings or not self.pressures else []
        if self.pressures:
            held.append(counted(self.pressures, "pressure"))
        told = f"{listed(held)}, published on {day}."
        return f"{told} Correction: {self.correction}" if self.correction else told

    @property
    def mark(self) -> EditionMark:
        """Return what its files say of it."""
        return EditionMark(
            str(self.identifier),
            self.number,
            timezone.localtime(self.published_at),
            self.corrects.number if self.corrects else None,
            self.correction,
        )

    @cached_property
    def frozen(self) -> Snapshot:
        """The snapshot as values; raises UnreadableSnapshot."""
        return from_text(self.snapshot)


class EditionEntry(FrozenModel):
    """A proposal that an edition holds, at its place in the snapshot, from 0."""

    history_parent = "edition"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    proposal = models.ForeignKey(SavingsProposal, on_delete=models.PROTECT, related_name="edition_entries")
    place = models.PositiveIntegerField("place")

    class Meta:
        ordering = ["edition", "place", "pk"]
        verbose_name_plural = "edition entries"
        constraints = [
            unique("unique", "The edition already includes that proposal.", fields=["edition", "proposal"]),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.proposal.reference}"


class EditionFile(FrozenModel):
    """A file of an edition, as it was published, with its SHA-256."""

    history_parent = "edition"
    derived_fields = frozenset({"content"})

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField("file name", max_length=200)
    content_type = models.CharField("content type", max_length=100)
    description = models.CharField("description", max_length=300)
    size = models.PositiveIntegerField("size")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    content = models.BinaryField("content")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            unique(
                "unique_name", "The edition already has a file with that name.", fields=["edition", "name"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.name}"

    @classmethod
    def of(cls, edition: Edition, file: DataFile) -> "EditionFile":
        """Return the row that keeps the file of the edition, not stored yet."""
        return cls(edition=edition, **vars(file), size=len(file.content), sha256=file.sha256)
