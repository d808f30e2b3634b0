"""Sending mail beside the request, so that the time of an answer does not tell whether a mail was sent."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger("councilsavings.mail")
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


class BackgroundEmailBackend(EmailBackend):
    """Hands each lot of messages to a thread of its own; what cannot be sent leaves a line in the server's log.

    A program that is no request says that it `waits`, and is told what cannot be sent.
    """

    def __init__(self, *args: Any, waits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waits = waits

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Begin to send the messages, and return how many there are."""
        if self.waits:
            return super().send_messages(email_messages) or 0
        _sender.submit(super().send_messages, email_messages).add_done_callback(_report)
        return len(email_messages)


def _report(sending: "Future[int | None]") -> None:
    error = sending.exception()
    if error is not None:
        logger.error("A mail could not be sent: %s", error)
