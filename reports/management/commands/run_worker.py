"""Make the PDFs and editions that people ask for on the pages, until it is stopped."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from reports.publishing.worker import work, worker_name


class Command(BaseCommand):
    help = (
        "Make previews and editions of publications in the background. Several workers can run at once. When "
        "a worker is told to stop, it finishes its current job first."
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
        done = work(lambda: stopping, once=options["once"])
        self.stdout.write(f"Worker {worker_name()} ends after {done} job{'' if done == 1 else 's'}.")
