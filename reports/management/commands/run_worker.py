"""Make the PDFs and editions that people ask for on the pages, until it is stopped."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from reports.publishing.worker import work, worker_name


class Command(BaseCommand):
    help = (
        "Work on what people ask for in the background: previews and editions of publications. "
        "Several may run at once. It ends after the job in hand when it is told to stop."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")

    def handle(self, *_args: Any, **options: Any) -> None:
        stopping = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopping
            stopping = True

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write(f"Worker {worker_name()} is waiting for work.")
        done = work(lambda: stopping, once=options["once"])
        self.stdout.write(f"Worker {worker_name()} ends after {done} job{'' if done == 1 else 's'}.")
