"""Check that published editions are what was published, and make them again to compare every byte."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.models import Edition
from reports.publishing.checking import check
from services.values.wording import counted


class Command(BaseCommand):
    help = (
        "Check every published edition against its SHA-256 and the history, and check that its files can be "
        "made again from its snapshot. The exit code shows an error if an edition has been altered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--edition",
            type=int,
            action="append",
            metavar="KEY",
            help="only the edition with this number in its address",
        )
        parser.add_argument("--marks-only", action="store_true", help="do not make the files again")

    def handle(self, *_args: Any, **options: Any) -> None:
        editions = Edition.objects.order_by("pk").select_related("corrects")
        if options["edition"]:
            editions = editions.filter(pk__in=options["edition"])
            unknown = sorted(set(options["edition"]) - set(editions.values_list("pk", flat=True)))
            if unknown:
                raise CommandError(f"There is no edition {', '.join(map(str, unknown))}.")
        checked = altered = 0
        for edition in editions.iterator(chunk_size=1):
            findings = check(edition, remake=not options["marks_only"])
            checked += 1
            altered += any(finding.is_altered for finding in findings)
            self.stdout.write(f"{edition.pk}: {edition}: {'as published' if not findings else 'NOTE'}")
            for finding in findings:
                self.stdout.write(f"  {'ALTERED: ' if finding.is_altered else ''}{finding.words}")
        if altered:
            raise CommandError(f"{counted(altered, 'edition')} of {checked} altered.")
        self.stdout.write(f"{counted(checked, 'edition')} checked, none altered.")
