"""Read a council's document of savings proposals into the database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from proposals.intake.apply import DocumentFile, ImportStopped, apply_document
from proposals.intake.lines import UnreadableDocument
from proposals.intake.plan import ImportPlan, ImportRequest, ImpossibleImport, make_plan
from proposals.intake.reading import read_document, too_large
from proposals.intake.report import as_json, as_text
from proposals.intake.styles import LAYOUTS
from proposals.models import BudgetRound
from services.history import acting


class Command(BaseCommand):
    help = "Read a document of savings proposals (plain text or .docx). All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("style", choices=sorted(LAYOUTS), help="the kind of document")
        parser.add_argument("file", type=Path, help="the document, plain text in UTF-8 or .docx")
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--council-name", default="", help="the full name, for a council that is new")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument(
            "--phase",
            choices=BudgetRound.Phase.values,
            default=BudgetRound.Phase.SCRUTINY,
            help="for a round that is new: who may see it",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--accept-findings", metavar="REASON", default="", help="accept the differences")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        file = _file_at(options["file"], options["style"])
        request = ImportRequest(
            options["council"], options["round"], options["council_name"], options["phase"]
        )
        try:
            lines = read_document(file.content, file.name, largest_bytes=settings.LARGEST_DOCUMENT_BYTES)
            document = LAYOUTS[file.style](lines)
            if options["dry_run"]:
                plan = make_plan(document, request)
            else:
                with acting(name="import_document command"):
                    plan = apply_document(document, request, file, accept_reason=options["accept_findings"])
        except ImportStopped as stop:
            self._print(stop.plan, file, "stopped", as_json_text=options["json"])
            raise CommandError(str(stop)) from stop
        except (UnreadableDocument, ImpossibleImport) as error:
            raise CommandError(f"{file.name}: {error}") from error
        outcome = "tried" if options["dry_run"] else "done"
        self._print(plan, file, outcome, as_json_text=options["json"])
        if options["dry_run"] and plan.errors:
            raise CommandError("The document has errors and could not be imported.")

    def _print(self, plan: ImportPlan, file: DocumentFile, outcome: str, *, as_json_text: bool) -> None:
        if as_json_text:
            self.stdout.write(json.dumps(as_json(plan, file, outcome), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(plan, file, outcome))


def _file_at(path: Path, style: str) -> DocumentFile:
    """Return the file; its size is asked before it is read, so that a huge one does no harm."""
    try:
        size = path.stat().st_size
        if size > settings.LARGEST_DOCUMENT_BYTES:
            raise CommandError(f"{path.name}: {too_large(size, settings.LARGEST_DOCUMENT_BYTES)}")
        return DocumentFile(path.name, path.read_bytes(), style)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
