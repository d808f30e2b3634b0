"""Write a round as open data into a directory: the figures and what explains them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.round_lookup import find_round
from proposals.exports.scope import export_scope
from proposals.models.records import round_record
from reports.open_data import data_files, describing_files
from services.audit.history import acting


class Command(BaseCommand):
    help = (
        "Export the published figures of a budget round as open data: CSV and JSON with a schema and a "
        "dictionary."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument(
            "-o",
            "--output",
            required=True,
            type=Path,
            metavar="DIRECTORY",
            help="created if it does not exist",
        )
        parser.add_argument(
            "--with-unpublished",
            action="store_true",
            help="include proposals that are not published (not for the public)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        budget_round = find_round(options["council"], options["round"])
        given = export_scope(budget_round, published_only=not options["with_unpublished"])
        record = round_record(budget_round, given.proposals, given.in_words)
        directory: Path = options["output"]
        figures = data_files(record)
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("export_open_data")):
            for file in figures:
                kind = f"open data {file.name.rpartition('.')[2]}"
                rows = len(record.proposals)
                record_export(budget_round, ExportRecord(kind, file.name, rows, file.content, given.in_words))
            try:
                directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CommandError(f"{directory} cannot be written: {error.strerror}.") from error
            for file in (*figures, *describing_files()):
                write_whole(directory / file.name, file.content)
        if given.note:
            self.stderr.write(given.note)
        self.stdout.write(f"{directory}: {len(record.proposals)} proposals, {len(record.years)} years each.")
