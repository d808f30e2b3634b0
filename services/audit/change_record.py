"""The rows of the append-only log: changes of records, and events."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from services.db.fields import account_field


class ChangeRecordQuerySet(models.QuerySet):
    """The log, to which rows are only ever added."""

    def update(self, **values: object) -> int:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")

    def public(self) -> "ChangeRecordQuerySet":
        """Return the rows without those of confidential records, such as exempt wording."""
        return self.filter(confidential=False)

    def without_secrets(self) -> "ChangeRecordQuerySet":
        """Return the rows without those about secret records that were written before these were opened."""
        rows = self
        for model in apps.get_models():
            if getattr(model, "is_secret", False) is True:
                opened = model._default_manager.opened_by(OuterRef("at")).filter(pk=OuterRef("subject_id"))
                rows = rows.filter(~Q(subject_type=model._meta.label_lower) | Exists(opened))
        return rows

    def about(self, subject_type: str, subject_id: int) -> "ChangeRecordQuerySet":
        """Return the timeline of one record, such as a proposal with all its rows, newest first."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("-at", "-pk")


class _Action(models.TextChoices):
    CREATED = "created", "created"
    CHANGED = "changed", "changed"
    DELETED = "deleted", "deleted"
    EXPORTED = "exported", "exported"
    IMPORTED = "imported", "imported"
    VIEWED_EXEMPT = "viewed_exempt", "saw exempt wording"
    DOWNLOADED_EXEMPT = "downloaded_exempt", "downloaded exempt wording"
    SIGNED_IN = "signed_in", "signed in"
    SIGN_IN_FAILED = "sign_in_failed", "failed to sign in"
    SIGNED_OUT = "signed_out", "signed out"
    PERMISSIONS_CHANGED = "permissions_changed", "permissions changed"
    OVERRIDDEN = "overridden", "check overridden"
    STAGE_MOVED = "stage_moved", "stage moved"
    SIGN_OFF_WITHDRAWN = "sign_off_withdrawn", "sign-off withdrawn"


class ChangeRecord(models.Model):
    """A change of one record, or one event: who, when, from what, to what. Never altered, never deleted."""

    Action = _Action

    at = models.DateTimeField("when", default=timezone.now, editable=False)
    actor = account_field(editable=False)
    actor_name = models.CharField("who", max_length=200, editable=False)
    reason = models.TextField("reason", blank=True, editable=False)
    operation = models.UUIDField("operation", editable=False)
    action = models.CharField("action", max_length=30, choices=Action, editable=False)
    # An event need not be about a record: somebody signed in under a name that no account has.
    record_type = models.CharField("kind of record", max_length=100, blank=True, editable=False)
    record_id = models.BigIntegerField("record number", null=True, editable=False)
    record_text = models.CharField("record", max_length=300, blank=True, editable=False)
    subject_type = models.CharField(max_length=100, blank=True, editable=False)
    subject_id = models.BigIntegerField(null=True, editable=False)
    before = models.JSONField("before", default=dict, editable=False)
    after = models.JSONField("after", default=dict, editable=False)
    confidential = models.BooleanField("confidential", default=False, editable=False)

    objects = ChangeRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # A record's timeline, newest first.
            models.Index(fields=["subject_type", "subject_id", "-at"], name="services_change_timeline"),
            # The whole log, newest first.
            models.Index(fields=["-at", "-id"], name="services_change_newest"),
            # Who has acted at all, and what one person did.
            models.Index(fields=["actor_name", "-at"], name="services_change_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=_Action.values),
                name="%(app_label)s_%(class)s_known_action",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=["created", "changed", "deleted"])
                | (Q(record_id__isnull=False) & ~Q(record_type="")),
                name="%(app_label)s_%(class)s_change_names_record",
            ),
        ]
        permissions = [("view_confidential_changes", "Can view changes to confidential wording")]

    def __str__(self) -> str:
        return f"{self.record_text} {self.get_action_display()} by {self.actor_name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the record; refuses to save it a second time."""
        if not self._state.adding:
            raise TypeError("The history is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")
