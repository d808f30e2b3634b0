"""Write the log of who did what into a file, a line of JSON for each row; doing so is itself on the log."""

import datetime
import hashlib
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from proposals.history.export import as_lines, joined, log_of
from services.audit.events import record_event
from services.audit.history import acting
from services.models import Council


class Command(BaseCommand):
    help = "Export the append-only log as lines of JSON, oldest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--council", metavar="SLUG", help="the council's short name (all councils by default)"
        )
        parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="from the start of this day")
        parser.add_argument(
            "--with-exempt",
            default="",
            metavar="REASON",
            help="include exempt wording, for this reason, which is recorded",
        )
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        council = _council(options["council"])
        day: datetime.date | None = options["since"]
        since = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) if day else None
        why: str = options["with_exempt"].strip()
        lines = list(as_lines(log_of(council, since), with_exempt=bool(why)))
        content, path = joined(lines), options["output"]
        details = {
            "format": "history",
            "file_name": path.name,
            "since": day.isoformat() if day else "the beginning",
            "rows": len(lines),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("export_history")):
            record_event("downloaded_exempt" if why else "exported", council, details=details, reason=why)
            write_whole(path, content)
        self.stderr.write(f"{path}: {len(lines)} rows.")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"write the date as 2027-09-14, not “{text}”") from error


def _council(slug: str | None) -> Council | None:
    if slug is None:
        return None
    found = Council.objects.filter(slug__iexact=slug.strip()).first()
    if found is None:
        known = ", ".join(
            f"“{each}”" for each in Council.objects.order_by("slug").values_list("slug", flat=True)
        )
        raise CommandError(f"There is no council “{slug}”. Known councils: {known or 'none'}.")
    return found
