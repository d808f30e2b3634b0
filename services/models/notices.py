"""The outbox of e-mail notices: what happened, the mails that tell of it, and what each person chose to get."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.db.constraints import known, unique


class _Kind(models.TextChoices):
    ASSIGNED = "assigned", "Work is assigned to you"
    SENT_BACK = "sent_back", "A proposal is sent back to you"
    READY_TO_PUBLISH = "ready_to_publish", "A proposal is ready to publish"
    ASKED = "asked", "You are asked for an answer, a response or advice"
    ANSWERED = "answered", "You get an answer, a response or advice"
    DUE_SOON = "due_soon", "Your work is due soon"
    OVERDUE = "overdue", "Your work is overdue"
    PUBLISHED = "published", "Proposals and appendices are published"


class Notice(models.Model):
    """Something that happened to a record and that people are told of; unlike the log it ages out.

    It names the record alone: who may be told, and with which words, is decided when the mail is sent.
    """

    Kind = _Kind

    kind = models.CharField("kind", max_length=20, choices=Kind)
    subject_type = models.CharField("type of record", max_length=100)
    subject_id = models.BigIntegerField("key of the record")
    due_on = models.DateField("due", null=True)
    caused_by_id = models.BigIntegerField("account of the person who caused it", null=True)
    at = models.DateTimeField("when", default=timezone.now, db_index=True)
    is_addressed = models.BooleanField("addressed", default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_addressed=False), name="notices_to_address"),
        ]
        constraints = [
            known("kind", "the kind of notice", _Kind.values),
            # A date is told of once, whichever worker finds it first.
            unique(
                "unique_due_date",
                "This due date already has a notice.",
                fields=["kind", "subject_type", "subject_id", "due_on"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject_type} {self.subject_id}"


class NoticeMail(models.Model):
    """A mail of notices to one person; more notices join it until the first attempt to send it.

    Its key is its Message-ID, so that mail servers recognise a mail that was sent again. `send_at` is empty
    once it was given up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_daily = models.BooleanField("daily summary")
    notices = models.ManyToManyField(Notice, related_name="mails")
    send_at = models.DateTimeField("to be sent", null=True)
    attempts = models.PositiveSmallIntegerField("attempts", default=0)
    sent_at = models.DateTimeField("sent", null=True)

    class Meta:
        ordering = ["send_at", "pk"]
        verbose_name = "email of notices"
        verbose_name_plural = "emails of notices"
        indexes = [
            models.Index(fields=["send_at"], condition=Q(sent_at__isnull=True), name="notice_mails_to_send"),
        ]
        constraints = [
            unique(
                "one_to_join",
                "This person already has an email that is not sent yet.",
                fields=["person", "is_daily"],
                condition=Q(attempts=0),
            ),
        ]

    def __str__(self) -> str:
        return f"Notices to {self.person}"


class NoticeChoice(models.Model):
    """How often a person gets the notices of one kind by email; without a row, as `NOTICES_SENT` says."""

    class Often(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day"
        NEVER = "never", "Never"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField("kind", max_length=20, choices=Notice.Kind)
    often = models.CharField("how often", max_length=10, choices=Often)

    class Meta:
        ordering = ["person", "kind"]
        verbose_name = "choice of notices"
        verbose_name_plural = "choices of notices"
        constraints = [
            unique("one_for_each_kind", "This person has already chosen.", fields=["person", "kind"]),
            known("often", "how often", ["at_once", "daily", "never"], name="frequency"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.often}"


NOTICES_SENT: dict[str, str] = {
    **dict.fromkeys(Notice.Kind.values, NoticeChoice.Often.AT_ONCE.value),
    # News and reminders can wait until the morning; work that somebody waits for cannot.
    Notice.Kind.DUE_SOON.value: NoticeChoice.Often.DAILY.value,
    Notice.Kind.OVERDUE.value: NoticeChoice.Often.DAILY.value,
    Notice.Kind.PUBLISHED.value: NoticeChoice.Often.DAILY.value,
}
"""How often each kind is sent to a person who has not chosen."""


def notices_chosen(person: Any) -> dict[str, str]:
    """Return how often the person gets each kind of notice (queried unless loaded)."""
    return NOTICES_SENT | {choice.kind: choice.often for choice in person.notice_choices.all()}
