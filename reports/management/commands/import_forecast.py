"""Import the inputs of a programme's financial case."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councilsavings.operators import operator_name
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.results import questions_of
from proposals.importing.files.reading import content_of
from proposals.importing.lines import UnreadableDocument
from proposals.importing.plan.request import ImpossibleImport
from reports.forecasts.storing import printed_case, read_file_content, store_forecast
from services.audit.history import acting


class Command(BaseCommand):
    help = (
        "Import the inputs of a financial case from a JSON file or the workbook template. All or nothing: the exit "
        "code shows an error, which names the field or the cell, if anything cannot be read. A forecast of "
        "the same name is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument(
            "--council-name", default="", help="the full name, which makes a council that is new"
        )
        parser.add_argument("--name", required=True, metavar="NAME", help="the forecast's name")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            values, _inputs = read_file_content(
                content_of(path, largest_bytes=settings.LARGEST_DOCUMENT_BYTES), path.name
            )
            with transaction.atomic(), acting(name=operator_name("import_forecast")):
                forecast, is_new = store_forecast(
                    values,
                    council_slug=options["council"],
                    council_name=options["council_name"],
                    name=options["name"],
                )
                case = printed_case(forecast).case
        except (UnreadableDocument, UnusableForecast, ImpossibleImport) as error:
            raise CommandError(f"{path.name}: {error}") from error
        done = "imported" if is_new else "replaced"
        self.stdout.write(f"The forecast {forecast.name} of {forecast.council} has been {done}.")
        for setting, choice in case.chosen.items():
            self.stdout.write(f"Reading: {setting}: {choice}.")
        for question in questions_of(case):
            self.stdout.write(f"Question: {question}")
