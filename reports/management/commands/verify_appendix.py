"""Say whether a file was published here, whether it was altered, and whether its figures still stand."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from proposals.models import SavingsProposal
from reports.models import Edition
from reports.verification.finding import verify
from reports.verification.views import LARGEST_FILE
from reports.verification.words import HEADINGS, describe_status, verdict_in_words

EXIT_STATUS = {"unaltered": 0, "altered": 2, "unknown": 3, "no_pdf": 4}
"""For scripts: 1 is left for a file that cannot be read at all."""


class Command(BaseCommand):
    help = (
        "Check a PDF against the published editions: its edition, whether it has been altered, and whether "
        "its figures are current. The exit code is 0 for unaltered, 2 for altered, 3 for unknown and 4 for "
        "not a PDF."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")

    def handle(self, *_args: Any, **options: Any) -> None:
        verdict = verify(_content(options["file"]), Edition.objects.all(), SavingsProposal.listed.all())
        self.stdout.write(f"{options['file']}: {HEADINGS[verdict.state]}.")
        for sentence in verdict_in_words(verdict):
            self.stdout.write(sentence)
        if verdict.status:
            for sentence in describe_status(verdict.status):
                self.stdout.write(sentence)
        self.stdout.write(f"SHA-256: {verdict.sha256}")
        if EXIT_STATUS[verdict.state]:
            self.stdout.flush()
            sys.exit(EXIT_STATUS[verdict.state])


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{path} is larger than {filesizeformat(LARGEST_FILE)}, and is not checked.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
