"""Compare printed tables with a computed financial case."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from proposals.domain.forecast.comparing import Comparison, as_json, compare_tables
from proposals.importing.lines import UnreadableDocument
from reports.forecasts.options import add_case_options, chosen_case
from reports.forecasts.printed_files import read_folder
from services.values.wording import counted


class Command(BaseCommand):
    help = (
        "Compare the tables of a printed document with a financial case: each cell that differs, whether rounding, "
        "another reading of a rule or an error explains it, and which cell is at fault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_case_options(parser)
        parser.add_argument(
            "folder", type=Path, metavar="PRINTED_DIR", help="index.csv and a CSV file for each table"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        _forecast, printed = chosen_case(options)
        try:
            tables = read_folder(options["folder"])
        except UnreadableDocument as error:
            raise CommandError(str(error)) from error
        comparison = compare_tables(printed.case, tables)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(comparison), ensure_ascii=False, indent=2))
        else:
            self._print(comparison)

    def _print(self, comparison: Comparison) -> None:
        differences = comparison.differences
        for each in differences:
            fault = "own fault" if each.own else "carried"
            self.stdout.write(f"{each.cell.key}: {each.kind}, {fault}. {each.why}")
        self.stdout.write(f"{counted(comparison.cells, 'cell')} compared, {len(differences)} differ.")
        for kind in ("rounding", "rule", "error"):
            found = [each for each in differences if each.kind == kind]
            own = sum(each.own for each in found)
            self.stdout.write(f"{kind.capitalize()}: {len(found)}, of which {own} break their own relation.")
        if comparison.not_compared:
            self.stdout.write(f"Not compared, as no table of the case: {', '.join(comparison.not_compared)}.")
