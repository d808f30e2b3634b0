"""Check what is stored for sorting, filtering and searching, and make it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.models import SavingsProposal
from proposals.models.stored_figures import store_figures_of, wrong_figures
from proposals.search.index import missing_triggers, rebuild, wrongly_indexed
from services.values.wording import counted

_AT_ONCE = 500
_MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Check the stored totals, the search index and its triggers against the proposals, and rebuild them "
        "with --rebuild."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="rebuild them first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            rebuild()
            keys = list(SavingsProposal._base_manager.order_by("pk").values_list("pk", flat=True))
            for first in range(0, len(keys), _AT_ONCE):
                store_figures_of(keys[first : first + _AT_ONCE])
            self.stdout.write(
                f"The figures and the index of {counted(len(keys), 'proposal')} have been rebuilt."
            )
        problems = self._problems()
        for problem in problems[:_MOST_SHOWN]:
            self.stderr.write(problem)
        if problems:
            raise CommandError(
                f"{counted(len(problems), 'thing')} not correct: run the command with --rebuild."
            )
        self.stdout.write("All stored figures and the search index are correct.")

    def _problems(self) -> list[str]:
        missing = [f"The trigger {name} is missing." for name in missing_triggers()]
        indexed = [
            f"The search index is wrong for the proposal with the key {key}." for key in wrongly_indexed()
        ]
        rows = SavingsProposal.objects.order_by("pk").with_related()
        return [*missing, *indexed, *wrong_figures(rows.iterator(chunk_size=_AT_ONCE))]
