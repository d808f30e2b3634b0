"""Files attached to proposals and to scrutiny items, each row one version; the base is shared with publications."""

import uuid
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, ClassVar, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils import timezone

from proposals.domain.attachments import EXEMPT, KINDS, PUBLIC, SENSITIVITIES, AttachmentRecord
from proposals.domain.exemption import EXEMPT_PARAGRAPHS
from proposals.models.attachment_querysets import AttachmentQuerySet, ProposalAttachmentQuerySet
from proposals.models.proposals import SavingsProposal
from proposals.models.scrutiny import ScrutinyItem
from services.audit.history import RecordedModel
from services.db.constraints import check, known
from services.db.fields import account_field

FOLDER = "attachments"
"""The folder of the store in which the files lie."""

_File = TypeVar("_File", bound="Attachment")


def random_path(attachment: "Attachment", name: str) -> str:
    """Return a new path for a file in the store, of which nothing comes from the user."""
    made = uuid.uuid4().hex
    return f"{FOLDER}/{made[:2]}/{made}"


class Attachment(RecordedModel):
    """One version of a file; a new version replaces it and leaves it as it is.

    The file lies in the store of `settings.STORAGES` under a random path; the user's name for it is only shown.
    """

    # Where the bytes lie says nothing of them: the SHA-256 does.
    derived_fields = frozenset({"file"})
    namespace: ClassVar[str] = "proposals"
    """The application whose addresses lead to the file."""

    kind = models.CharField("kind", max_length=30, choices=list(KINDS.items()))
    sensitivity = models.CharField("access", max_length=10, choices=list(SENSITIVITIES.items()))
    dated = models.DateField("date of the document")
    owner = models.CharField(
        "owner", max_length=200, help_text="The person or team responsible for the document."
    )
    exempt_paragraph = models.PositiveSmallIntegerField(
        "exempt under paragraph",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(len(EXEMPT_PARAGRAPHS))],
    )
    public_interest_reason = models.TextField("why the public interest is in holding it back", blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, related_name="replaced_by", null=True, blank=True, editable=False
    )
    file = models.FileField("file", upload_to=random_path, editable=False)
    name = models.CharField("file name", max_length=150, editable=False)
    content_type = models.CharField("type", max_length=100, editable=False)
    size = models.PositiveIntegerField("size", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField("added", default=timezone.now, editable=False)
    added_by = account_field(editable=False)
    added_by_name = models.CharField("added by", max_length=200, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["kind", "pk"]
        default_permissions = ()
        constraints = [
            known("kind", "the kind of document", KINDS),
            known("sensitivity", "the access", SENSITIVITIES),
            check("owner_given", "Enter the owner of the document.", ~Q(owner="")),
            check(
                "exemption_stated",
                "An exempt file names its paragraph of Schedule 12A and the reason; another file has neither.",
                (Q(sensitivity=EXEMPT, exempt_paragraph__range=(1, 7)) & ~Q(public_interest_reason=""))
                | (~Q(sensitivity=EXEMPT) & Q(exempt_paragraph__isnull=True) & Q(public_interest_reason="")),
            ),
            check(
                "version_follows",
                "A first version replaces no other.",
                Q(version=1, replaces__isnull=True) | Q(version__gt=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.shown_name}, version {self.version}"

    @property
    def about(self) -> str:
        """The record that it is attached to, in words."""
        raise NotImplementedError

    @property
    def parent_fields(self) -> dict[str, Any]:
        """Return what a new version has in common with this one."""
        raise NotImplementedError

    @property
    def confidential(self) -> bool:  # type: ignore[override]
        """Return whether its history is for those alone who may read it."""
        return self.is_exempt

    @property
    def is_exempt(self) -> bool:
        """Return whether it is exempt from publication."""
        return bool(self.sensitivity == EXEMPT)

    @property
    def is_public(self) -> bool:
        """Return whether it is published with its record."""
        return bool(self.sensitivity == PUBLIC)

    @property
    def shown_name(self) -> str:
        """The name on pages; that of an exempt file is exempt as well, so its kind stands there."""
        return self.get_kind_display() if self.is_exempt else self.name

    @property
    def ending(self) -> str:
        """The kind of file as its name says it, such as “PDF”."""
        return self.name.rpartition(".")[2].upper()

    def get_absolute_url(self) -> str:
        """Return the address at which the file is downloaded."""
        return reverse(f"{self.namespace}:attachment", args=[self.pk])

    @property
    def replace_address(self) -> str:
        """The address at which a new version is attached."""
        return reverse(f"{self.namespace}:attachment-replace", args=[self.pk])

    @property
    def remove_address(self) -> str:
        """The address at which the file is removed."""
        return reverse(f"{self.namespace}:attachment-remove", args=[self.pk])

    @property
    def sensitivity_in_words(self) -> str:
        """The one word that says who it is for."""
        return self.sensitivity.capitalize()

    def as_record(self) -> AttachmentRecord:
        """Return it as a plain record; only of a public file."""
        names = (each.name for each in fields(AttachmentRecord) if each.name != "key")
        return AttachmentRecord(self.pk, *(getattr(self, name) for name in names))


def public_files(rows: Iterable[_File]) -> list[_File]:
    """Return the public ones among all versions of a record's files that are current."""
    listed = list(rows)
    replaced = {row.replaces_id for row in listed}
    return [row for row in listed if row.is_public and row.pk not in replaced]


def public_records(rows: Iterable[Attachment]) -> tuple[AttachmentRecord, ...]:
    """Return the public ones among all versions of a record's files that are current, as plain records."""
    return tuple(row.as_record() for row in public_files(rows))


class ProposalAttachment(Attachment):
    """A file on a proposal, or on one of its scrutiny items."""

    history_parent: ClassVar[str] = "proposal"

    proposal = models.ForeignKey(SavingsProposal, on_delete=models.CASCADE, related_name="attachments")
    scrutiny_item = models.ForeignKey(
        ScrutinyItem, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True
    )

    objects = ProposalAttachmentQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = "attachment"

    @property
    def about(self) -> str:
        """The reference of the proposal, also for a file on one of its scrutiny items."""
        return str(self.proposal.reference)

    @property
    def parent_fields(self) -> dict[str, Any]:
        """Return what a new version has in common with this one."""
        return {"proposal": self.proposal, "scrutiny_item": self.scrutiny_item}


def remove_file(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    """Remove the bytes of a version that was deleted, once that is certain and no other row has them."""
    if isinstance(instance, Attachment):
        stored, rows = instance.file, type(instance)._base_manager

        def remove() -> None:
            if not rows.filter(file=stored.name).exists():
                stored.storage.delete(stored.name)

        transaction.on_commit(remove)


post_delete.connect(remove_file, dispatch_uid="proposals.models.attachments.remove_file")
