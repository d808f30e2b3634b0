"""Put a financial case into a file."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from reports.forecasts.files import CASE_FORMATS, write_case_file
from reports.forecasts.options import add_case_options, chosen_case
from services.audit.events import record_event
from services.audit.history import acting


class Command(BaseCommand):
    help = (
        "Compute a financial case and write it as JSON, an Excel workbook with formulas, PDF, HTML or Word."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_case_options(parser)
        parser.add_argument("--format", required=True, choices=CASE_FORMATS, help="the kind of file")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        forecast, printed = chosen_case(options)
        path: Path = options["output"]
        content = write_case_file(printed, options["format"])
        details = {
            "format": options["format"],
            "file_name": path.name,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("render_forecast")):
            record_event("exported", forecast, details=details)
            try:
                write_whole(path, content)
            except OSError as error:
                raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}: the financial case of {forecast.name}.")
