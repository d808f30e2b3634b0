"""Mailing notices beside the worker's jobs: all topics, those of editions among them."""

import logging
import threading
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from proposals.notices.due import note_due
from proposals.notices.topics import TOPICS as TOPICS_OF_PROPOSALS
from reports.models import Edition
from services.models import Notice
from services.notices.outbox import Topic, Topics, address
from services.notices.sending import send_due

logger = logging.getLogger(__name__)

BETWEEN_MAILS = 10.0


def _editions(person: Any, keys: list[int]) -> dict[int, Edition]:
    found = Edition.objects.light().visible_to(person).filter(pk__in=keys).select_related("council")
    return {edition.pk: edition for edition in found}


def _title(edition: Edition) -> str:
    """Return what the edition is called; the title of part II may tell what is exempt."""
    return "" if edition.is_exempt else " ".join(str(edition).split())


TOPICS: Topics = {
    **TOPICS_OF_PROPOSALS,
    (Notice.Kind.PUBLISHED, Edition._meta.label_lower): Topic(
        "An appendix was published", _editions, detail=_title
    ),
}


def mail_notices(now: datetime) -> int:
    """Find what is due, address the new notices, and send the mails whose time has come; return how many."""
    note_due(now)
    address(TOPICS, now)
    return send_due(TOPICS, now)


def mail_until(ended: threading.Event) -> None:
    """Mail notices every few seconds; whatever goes wrong is logged and tried again."""
    while not ended.is_set():
        close_old_connections()
        try:
            mail_notices(timezone.now())
        except Exception:
            logger.exception("The notices could not be mailed; trying again.")
        ended.wait(BETWEEN_MAILS)
    connection.close()
