"""Run every benchmark on a throwaway database and print one table; the exit status says if budgets are kept."""

import os
import sys
import warnings

import django
from django.core.management import call_command
from django.test.utils import override_settings

from bench.database import throwaway_database
from bench.machine import machine_facts
from bench.table import Result, printed_table


def main() -> int:
    """Print the table; return 1 when a budget is not kept."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
    os.environ["DEBUG"] = "1"
    warnings.filterwarnings("ignore", "No directory at", UserWarning)  # static files are not collected here
    with throwaway_database(os.environ.get("DATABASE_URL", "")) as database:
        django.setup()
        call_command("migrate", verbosity=0)
        facts = machine_facts(database)
        # DEBUG is only for settings that need no key; it would keep every query and slow the pages.
        with override_settings(DEBUG=False):
            results = _results()
    print("\n".join(facts), end="\n\n")
    print(printed_table(results), end="\n\n")
    kept = [result.met for result in results if result.met is not None]
    missed = kept.count(False)
    print(f"{missed} of {len(kept)} budgets are not kept." if missed else "Every budget is kept.")
    return 1 if missed else 0


def _results() -> list[Result]:
    from bench.appendix import appendix_results  # these read models, so Django comes first
    from bench.entering import entering_results
    from bench.exporting import export_results
    from bench.forecast import forecast_results
    from bench.importing import import_results
    from bench.listing import SIZES, list_results
    from bench.printing import printing_results
    from bench.workbook import workbook_results

    imported, budget_round = import_results()
    appendix = appendix_results(budget_round)
    listed, rounds = list_results()
    exported = export_results([budget_round, rounds[SIZES[-1]]])
    return [
        *imported,
        *workbook_results(),
        *appendix,
        *listed,
        *entering_results(rounds[SIZES[-1]]),
        *exported,
        *printing_results(),
        *forecast_results(),
    ]


if __name__ == "__main__":
    sys.exit(main())
