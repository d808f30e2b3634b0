"""Take an edited workbook in, or say what it would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.reading import content_of
from proposals.permissions.proposals import Operator
from proposals.workbook.applying import ReasonNeeded, WorkbookStopped, apply_workbook
from proposals.workbook.comparing import Decisions
from proposals.workbook.plan import ImpossibleWorkbook, WorkbookPlan
from proposals.workbook.planning import make_plan
from proposals.workbook.preview import describe_plan
from proposals.workbook.reading import read_workbook
from services.audit.history import acting


class Command(BaseCommand):
    help = (
        "Import a workbook that was downloaded for editing. Either all changes are saved or none. The exit "
        "code is 0 if the changes were saved or there were none, and 1 if nothing was changed. If somebody "
        "else has changed the same value since the download, the current value is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook (.xlsx)")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, without changing anything"
        )
        parser.add_argument(
            "--user",
            metavar="NAME",
            help="the user whose permissions and name are used (an administrator by default)",
        )
        parser.add_argument(
            "--reason",
            default="",
            help="the reason; required if sign-offs would be withdrawn or proposals unpublished",
        )
        parser.add_argument("--blanks-erase", action="store_true", help="blank cells delete current values")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        decisions = Decisions(blanks_erase=options["blanks_erase"])
        person = _person(options["user"])
        try:
            content = content_of(path, largest_bytes=settings.LARGEST_DOCUMENT_BYTES)
            if options["dry_run"]:
                plan = make_plan(read_workbook(content, path.name), person, decisions)
                self._say(plan)
                if plan.errors:
                    raise CommandError("The workbook has errors and could not be imported.")
                self.stdout.write("This was a dry run. Nothing has been changed.")
                return
            with acting(name="import_workbook command"):
                plan = apply_workbook(content, path.name, person, decisions, reason=options["reason"].strip())
        except ReasonNeeded as stop:
            self._say(stop.plan)
            raise CommandError(
                "Sign-offs would be withdrawn or proposals unpublished. Give a reason with --reason. Nothing "
                "has been changed."
            ) from stop
        except WorkbookStopped as stop:
            self._say(stop.plan)
            raise CommandError(str(stop)) from stop
        except (UnreadableDocument, ImpossibleWorkbook) as error:
            raise CommandError(f"{path.name}: {error}") from error
        self._say(plan)

    def _say(self, plan: WorkbookPlan) -> None:
        self.stdout.write(f"{plan.budget_round}: {describe_plan(plan) or 'nothing changes'}.")
        for error in plan.errors:
            self.stdout.write(f"Error: {error}")
        for note in plan.notes:
            self.stdout.write(f"Note: {note}")
        for item in plan.conflicts:
            self.stdout.write(
                f"Current value kept: {item.reference}, {item.label}: {item.before!r}, not {item.after!r}."
            )
        for proposal in plan.proposals:
            reference = proposal.after.reference
            for cell in proposal.cells:
                self.stdout.write(f"{reference}, {cell.label}: {cell.before!r} → {cell.after!r}")
            for words in (*proposal.warnings, proposal.consequence):
                if words:
                    self.stdout.write(f"{reference}: {words}")


def _person(user_name: str | None) -> Any:
    if user_name is None:
        return Operator()
    user = get_user_model().objects.filter(username=user_name).first()
    if user is None:
        raise CommandError(f"There is no user “{user_name}”.")
    return user
