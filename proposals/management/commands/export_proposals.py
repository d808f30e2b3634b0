"""Write a round's proposals to a file or to the terminal."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from councilsavings.files import write_whole
from proposals.exports import FORMATS, ExportNote, export
from proposals.lookup import UnknownRound, find_round
from proposals.querysets import round_record


class Command(BaseCommand):
    help = "Export the proposals of a round as JSON, CSV or an Excel workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument("--format", required=True, choices=list(FORMATS), help="the kind of file")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to; otherwise printed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            budget_round = find_round(options["council"], options["round"])
        except UnknownRound as error:
            raise CommandError(str(error)) from error
        note = ExportNote(
            made_by="export_proposals command", made_at=f"{timezone.localtime():%d/%m/%Y %H:%M}"
        )
        content = export(round_record(budget_round, budget_round.proposals.all()), options["format"], note)
        path: Path | None = options["output"]
        if path is None:
            if options["format"] == "xlsx" and sys.stdout.isatty():
                raise CommandError("A workbook cannot be shown on a terminal: name a file with -o.")
            getattr(self.stdout._out, "buffer", self.stdout._out).write(
                content if hasattr(self.stdout._out, "buffer") else content.decode("utf-8-sig")
            )
            return
        try:
            write_whole(path, content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{path}: {budget_round.proposals.count()} proposals.")
