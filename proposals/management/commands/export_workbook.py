"""Write a round's proposals to a workbook made for editing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from councilsavings.files import write_whole
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.round_lookup import find_round
from proposals.exports.scope import export_scope
from proposals.permissions.proposals import Operator
from proposals.workbook.making import TooManyProposals, make_workbook
from services.audit.history import acting
from services.values.wording import counted


class Command(BaseCommand):
    help = "Export the proposals of a round to an Excel workbook for editing, to be imported with import_workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            required=True,
            metavar="FILE",
            help="the file to write, for example round.xlsx",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"]
        budget_round = find_round(options["council"], options["round"])
        try:
            content, count = make_workbook(
                budget_round,
                budget_round.proposals.all(),
                Operator(),
                made_by="export_workbook command",
            )
        except TooManyProposals as error:
            raise CommandError(str(error)) from error
        write_whole(path, content)
        with acting(name="export_workbook command"):
            record_export(budget_round, ExportRecord("workbook for editing", path.name, count, content))
        note = export_scope(budget_round).note
        self.stderr.write(" ".join(filter(None, (f"{path}: {counted(count, 'proposal')}.", note))))
