"""Put a financial case, or the medium-term position of a round, into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.round_position import round_position
from proposals.domain.forecast.what_enters import STAGES_COUNTED, Basis
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.round_lookup import find_round
from proposals.models import SavingsProposal
from reports.budgets.plan_reading import items_among, read_plan
from reports.forecasts.files import FILE_NAMES, write_case_file, write_position_file
from reports.forecasts.options import add_case_options, chosen_case
from reports.forecasts.position_document import position_cover
from reports.models import MediumTermPlan
from services.audit.history import acting


class Command(BaseCommand):
    help = (
        "Compute a financial case, or with --round the medium-term position of a budget round, and write it as JSON, "
        "an Excel workbook with formulas, PDF, HTML or Word."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_case_options(parser)
        parser.add_argument("--format", required=True, choices=list(FILE_NAMES), help="the kind of file")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--round",
            dest="is_round",
            action="store_true",
            help="NAME is a budget round of the council; write its position",
        )
        parser.add_argument(
            "--stage",
            default="all",
            choices=STAGES_COUNTED,
            help="with --round: the stage from which proposals count",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("render_forecast")):
            said = self._position(options) if options["is_round"] else self._case(options)
        self.stdout.write(f"{options['output']}: {said}.")

    def _case(self, options: dict[str, Any]) -> str:
        forecast, printed = chosen_case(options)
        path: Path = options["output"]
        content = write_case_file(printed, options["format"])
        record_export(forecast, ExportRecord(options["format"], path.name, None, content))
        write_whole(path, content)
        return f"the financial case of {forecast.name}"

    def _position(self, options: dict[str, Any]) -> str:
        budget_round = find_round(options["council"], options["name"])
        plan = MediumTermPlan.objects.filter(budget_round=budget_round).first()
        if plan is None:
            raise CommandError(f"{budget_round} has no medium-term plan.")
        items = items_among(budget_round, SavingsProposal.listed.all())
        try:
            position = round_position(read_plan(plan), items.items, Basis(stage=options["stage"]))
        except UnusableForecast as error:
            raise CommandError(str(error)) from error
        path: Path = options["output"]
        content = write_position_file(position, budget_round, options["format"], position_cover(plan))
        what = f"medium-term position {options['format']}"
        record_export(budget_round, ExportRecord(what, path.name, len(position.entered), content))
        write_whole(path, content)
        return f"the medium-term position of {budget_round}"
