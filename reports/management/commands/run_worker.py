"""Make the PDFs and editions that people ask for on the pages, and mail notices, until it is stopped."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.publishing.mailing import mail_notices, mail_until
from reports.publishing.worker import work, worker_name


class Command(BaseCommand):
    help = (
        "Make previews and editions of publications in the background, and send email notices. Several workers "
        "can run at once. When a worker is told to stop, it finishes its current job first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when there are no more jobs")

    def handle(self, *_args: Any, **options: Any) -> None:
        stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write(f"Worker {worker_name()} is waiting for work.")
        if options["once"]:
            done = work(lambda: stopping, once=True)
            mail_notices(timezone.now())
        else:
            # A mail server that does not answer delays no PDF, and a long PDF no mail.
            ended = threading.Event()
            mailing = threading.Thread(target=mail_until, args=(ended,), name="mailing of notices")
            mailing.start()
            try:
                done = work(lambda: stopping)
            finally:
                ended.set()
                mailing.join()
        self.stdout.write(f"Worker {worker_name()} ends after {done} job{'' if done == 1 else 's'}.")
