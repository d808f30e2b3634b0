"""One change of one record, as the append-only history keeps it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that only ever adds rows."""

    def update(self, **values: object) -> int:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")


class ChangeRecord(models.Model):
    """One change of one record: who, when, from what, to what. Never altered, never deleted."""

    class Action(models.TextChoices):
        CREATED = "created", "created"
        CHANGED = "changed", "changed"
        DELETED = "deleted", "deleted"

    at = models.DateTimeField("when", default=timezone.now, editable=False)
    # No database link: the name stays when the account goes.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        editable=False,
    )
    actor_name = models.CharField("who", max_length=200, editable=False)
    reason = models.TextField("reason", blank=True, editable=False)
    operation = models.UUIDField("operation", editable=False)
    action = models.CharField("action", max_length=10, choices=Action, editable=False)
    record_type = models.CharField("kind of record", max_length=100, editable=False)
    record_id = models.BigIntegerField("record number", editable=False)
    record_text = models.CharField("record", max_length=300, editable=False)
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    before = models.JSONField("before", default=dict, editable=False)
    after = models.JSONField("after", default=dict, editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # A record's timeline, newest first.
            models.Index(fields=["subject_type", "subject_id", "-at"], name="services_change_timeline"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["created", "changed", "deleted"]),
                name="%(app_label)s_%(class)s_known_action",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_text} {self.action} by {self.actor_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the record; refuses to save it a second time."""
        if not self._state.adding:
            raise TypeError("The history is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: the history is append-only."""
        raise TypeError("The history is append-only.")
