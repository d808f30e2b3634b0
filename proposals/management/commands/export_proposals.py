"""Write a round's proposals to a file or to the terminal."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.files import ExportNote
from proposals.exports.proposals import FORMATS, export
from proposals.exports.round_lookup import find_round
from proposals.exports.scope import add_scope_options, export_scope
from proposals.models.records import round_record
from services.audit.history import acting


class Command(BaseCommand):
    help = "Export the proposals of a round as JSON, CSV or an Excel workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument("--format", required=True, choices=list(FORMATS), help="the kind of file")
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE", help="the file to write (printed by default)"
        )
        add_scope_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        budget_round = find_round(options["council"], options["round"])
        given = export_scope(
            budget_round, published_only=options["published_only"], filters=options["filters"]
        )
        note = ExportNote(
            given.criteria, made_by=operator_name("export_proposals"), made_at=timezone.localtime()
        )
        record = round_record(budget_round, given.proposals, given.in_words)
        content = export(record, options["format"], note)
        path: Path | None = options["output"]
        if path is None and options["format"] == "xlsx" and sys.stdout.isatty():
            raise CommandError("A workbook cannot be shown on a terminal. Name a file with -o.")
        taken = ExportRecord(
            options["format"], path.name if path else "", given.count, content, given.in_words
        )
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("export_proposals")):
            record_export(budget_round, taken)
            self._write(path, content)
        if given.note:
            self.stderr.write(given.note)
        if path:
            self.stderr.write(f"{path}: {len(record.proposals)} proposals.")

    def _write(self, path: Path | None, content: bytes) -> None:
        if path is None:
            getattr(self.stdout._out, "buffer", self.stdout._out).write(
                content if hasattr(self.stdout._out, "buffer") else content.decode("utf-8-sig")
            )
        else:
            write_whole(path, content)
