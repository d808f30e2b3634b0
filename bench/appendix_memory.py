"""Make one round's appendix and print the peak memory of this process in megabytes."""

import os
import sys

import django

from bench.machine import peak_memory_mb


def main() -> None:
    """Make the appendix of the round whose key is the one argument."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsavings.settings")
    django.setup()
    from proposals.models import BudgetRound  # models cannot be read before Django is set up
    from proposals.models.records import round_record
    from reports.documents.cover import Cover
    from reports.styles import STYLES
    from reports.writers.pdf import write_pdf

    budget_round = BudgetRound.objects.select_related("council").get(pk=int(sys.argv[1]))
    write_pdf(STYLES["option-pages"](round_record(budget_round, budget_round.proposals.all()), Cover()))
    print(peak_memory_mb())


if __name__ == "__main__":
    main()
