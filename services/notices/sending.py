"""Sending the mails of the outbox, one after another, with further attempts where a mail server refuses."""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from services.models.notices import NoticeMail
from services.notices.outbox import Topics, concerning, reachable
from services.values.wording import counted

logger = logging.getLogger(__name__)

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""The time to wait after each attempt that failed; a mail is given up after the last one."""
LEASE = timedelta(minutes=10)
"""The time after which a mail is tried again whose worker was killed."""
MOST_LISTED = 50


def send_due(topics: Topics, now: datetime) -> int:
    """Send the mails whose time has come over one connection, and return how many were sent."""
    began = time.monotonic()
    due = NoticeMail.objects.filter(sent_at__isnull=True, send_at__lte=now)
    # The worker waits for the answer of the server, which a request must not.
    connection = get_connection(waits=True)
    sent = 0
    try:
        for key in list(due.values_list("pk", flat=True)):
            if time.monotonic() - began > LEASE.total_seconds() / 2:
                break  # The leases below are counted from `now`.
            # Nobody else takes it from now on, and no further notice joins it.
            if not due.filter(pk=key).update(send_at=now + LEASE, attempts=F("attempts") + 1):
                continue
            mail = NoticeMail.objects.get(pk=key)
            try:
                message = message_of(mail, topics)
            except Exception as error:  # a fault in one mail keeps no other from being sent
                logger.exception("%s could not be written", mail)
                _postpone(mail, now, error)
                continue
            if message is None:
                mail.delete()
                continue
            message.connection = connection
            try:
                connection.open()
                message.send()
            except (OSError, ValueError) as error:
                _postpone(mail, now, error)
                if not isinstance(error, SMTPRecipientsRefused | SMTPDataError | ValueError):
                    break  # It is the server, not this mail: the others wait too.
            else:
                NoticeMail.objects.filter(pk=key).update(sent_at=now)
                sent += 1
    finally:
        connection.close()
    return sent


def _postpone(mail: NoticeMail, now: datetime, error: Exception) -> None:
    """Name the time of the next attempt, or give the mail up."""
    if mail.attempts > len(RETRIES):
        mail.send_at = None
        logger.error("%s: given up after %d attempts: %s", mail, mail.attempts, error)
    else:
        mail.send_at = now + RETRIES[mail.attempts - 1]
        logger.warning("%s: attempt %d to send failed: %s", mail, mail.attempts, error)
    mail.save(update_fields=["send_at"])


def message_of(mail: NoticeMail, topics: Topics) -> EmailMessage | None:
    """Return the mail as it is sent; None where nothing in it concerns the person any more."""
    person = reachable().filter(pk=mail.person_id).first()
    told = concerning(person, mail.notices.all(), topics) if person else []
    if person is None or not told:
        return None
    # What happened twice to the same record is said once, as the record is now.
    lines = [
        {"words": words, "address": _absolute(path), "detail": detail}
        for (words, path), detail in {
            (topic.words, topic.address(record)): topic.detail(record) for _, topic, record in told
        }.items()
    ]
    host = urlsplit(settings.MAILED_ADDRESS).netloc
    choices = _absolute(reverse("account_notices"))
    subject = lines[0]["words"] if len(lines) == 1 else counted(len(lines), "notice")
    return EmailMessage(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{'daily summary, ' * mail.is_daily}{subject}",
        body=render_to_string(
            "account/email/notices_message.txt",
            {
                "lines": lines[:MOST_LISTED],
                "more": max(len(lines) - MOST_LISTED, 0),
                "home": _absolute(reverse("home")),
                "choices": choices,
                "current_site": {"domain": host},
            },
        ),
        to=[person.email],
        headers={
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.MAILED_ADDRESS).hostname}>",
            "List-Unsubscribe": f"<{choices}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _absolute(path: str) -> str:
    return f"{settings.MAILED_ADDRESS}{path}"
