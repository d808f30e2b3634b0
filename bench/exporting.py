"""Taking a round out as CSV, Excel and JSON."""

from collections.abc import Iterator
from functools import partial

from bench.measure import measure
from bench.table import Result
from proposals.exports.proposals import FORMATS, export
from proposals.models import BudgetRound
from proposals.models.records import round_record


def export_results(rounds: list[BudgetRound]) -> Iterator[Result]:
    """Yield, for each round, the time of reading its records and of writing each format from them."""
    for budget_round in rounds:
        proposals = budget_round.proposals.all()
        size = proposals.count()
        runs = 5 if size <= 1_000 else 3
        record = round_record(budget_round, proposals)
        yield Result(
            f"export of {size:,}: reading records",
            measure(partial(round_record, budget_round, proposals), runs, warm_up=False),
        )
        for file_format in FORMATS:
            written = export(record, file_format)
            yield Result(
                f"export of {size:,}: {file_format}",
                measure(partial(export, record, file_format), runs, warm_up=False),
                f"{len(written):,} bytes",
            )
