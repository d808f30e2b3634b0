"""Sending mail beside the request, so that the time of an answer does not tell whether a mail was sent."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger("councilsavings.mail")
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


class BackgroundEmailBackend(EmailBackend):
    """Hands each lot of messages to a thread of its own; what cannot be sent leaves a line in the server's log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Begin to send the messages, and return how many there are."""
        _sender.submit(super().send_messages, email_messages).add_done_callback(_report)
        return len(email_messages)


def _report(sending: "Future[int | None]") -> None:
    error = sending.exception()
    if error is not None:
        logger.error("A mail could not be sent: %s", error)
