"""Read a council's document of savings proposals into the database."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councilsavings.operators import operator_name
from proposals.exports.round_lookup import no_council
from proposals.importing.apply import AnyPlan, DocumentFile, ImportStopped, apply_document, plan_document
from proposals.importing.lines import UnreadableDocument
from proposals.importing.planning import ImportRequest, ImpossibleImport, YearsNotKnown, check_request
from proposals.importing.reading import read_document, too_large
from proposals.importing.report import as_json, as_text, refusal_as_json
from proposals.importing.styles import LAYOUTS, WrongKind, read_as
from proposals.models import BudgetRound
from services.audit.history import acting
from services.models import Council
from services.values.years import FinancialYear, UnreadableYear


class Command(BaseCommand):
    help = (
        "Read a document of savings proposals (plain text in UTF-8, or .docx). All or nothing: the exit code "
        "is 0 when everything was imported or held already, 1 when nothing was changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("style", choices=sorted(LAYOUTS), help="the kind of document")
        parser.add_argument("file", type=Path, help="the document, plain text in UTF-8 or .docx")
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument(
            "--council-name", default="", help="the full name, which makes a council that is new"
        )
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument(
            "--phase",
            choices=BudgetRound.Phase.values,
            default=BudgetRound.Phase.SCRUTINY,
            help="for a round that is new: who may see it",
        )
        parser.add_argument(
            "--first-year",
            type=_year,
            metavar="YEAR",
            help="for a round that is new, where the document does not say: its first year, such as 2018/19",
        )
        parser.add_argument(
            "--years", type=int, metavar="NUMBER", help="for a round that is new: how many years it has"
        )
        parser.add_argument(
            "--match",
            action="append",
            default=[],
            type=_choice,
            metavar="TITLE=REFERENCE",
            help="which held proposal one of the document is, where that is not certain; TITLE=new for none",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen and change nothing; the exit code is that of the import itself",
        )
        parser.add_argument(
            "--accept-findings",
            metavar="REASON",
            default="",
            help="accept figures that differ from the computed ones; the reason is kept with each",
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON, refusals included")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        request = ImportRequest(
            options["council"],
            options["round"],
            options["council_name"],
            options["phase"],
            options["first_year"],
            options["years"],
            tuple(options["match"]),
        )
        try:
            self._import(_file_at(path, options["style"]), request, options)
        except (UnreadableDocument, ImpossibleImport) as error:
            message = f"{path.name}: {error}{_advice(error)}"
            if options["json"]:
                self._print_json(refusal_as_json(path.name, request, str(error)))
            raise CommandError(message) from error

    def _import(self, file: DocumentFile, request: ImportRequest, options: dict[str, Any]) -> None:
        lines = read_document(file.content, file.name, largest_bytes=settings.LARGEST_DOCUMENT_BYTES)
        document = read_as(file.style, lines)
        _refuse_slip(request)
        if options["dry_run"]:
            plan = plan_document(document, request, file.style)
            self._print(plan, file, "tried", as_json_text=options["json"])
            if plan.errors:
                raise CommandError("The document has errors and could not be imported.")
            if plan.differences and not options["accept_findings"].strip():
                raise CommandError("The differences would have to be accepted with a reason.")
            return
        try:
            with acting(name=operator_name("import_document")):
                plan = apply_document(document, request, file, accept_reason=options["accept_findings"])
        except ImportStopped as stop:
            self._print(stop.plan, file, "stopped", as_json_text=options["json"])
            raise CommandError(str(stop)) from stop
        self._print(plan, file, "done", as_json_text=options["json"])

    def _print(self, plan: AnyPlan, file: DocumentFile, outcome: str, *, as_json_text: bool) -> None:
        if as_json_text:
            self._print_json(as_json(plan, file, outcome))
        else:
            self.stdout.write(as_text(plan, file, outcome))

    def _print_json(self, values: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))


def _file_at(path: Path, style: str) -> DocumentFile:
    """Return the file; its size is asked before it is read, so that a huge one does no harm."""
    try:
        size = path.stat().st_size
        if size > settings.LARGEST_DOCUMENT_BYTES:
            raise UnreadableDocument(too_large(size, settings.LARGEST_DOCUMENT_BYTES))
        if not path.is_file():
            raise UnreadableDocument("This is not a file.")
        return DocumentFile(path.name, path.read_bytes(), style)
    except OSError as error:
        raise UnreadableDocument(f"It cannot be read: {error.strerror}.") from error


def _refuse_slip(request: ImportRequest) -> None:
    """Raise ImpossibleImport for a council that is not there and not named: a slip would make another one."""
    check_request(request)
    if request.council_name or Council.objects.filter(slug__iexact=request.council_slug).exists():
        return
    raise ImpossibleImport(
        f"{no_council(request.council_slug)} To make a new one, give its full name with --council-name."
    )


def _advice(error: Exception) -> str:
    """Return how the command would be given instead, where that is known."""
    if isinstance(error, YearsNotKnown):
        return " Add, for example: --first-year 2018/19 --years 3."
    return f" Its name here is {error.style}." if isinstance(error, WrongKind) else ""


def _year(text: str) -> FinancialYear:
    try:
        return FinancialYear.parse(text)
    except UnreadableYear as error:
        raise ArgumentTypeError(str(error)) from error


def _choice(text: str) -> tuple[str, str]:
    """Return the title and the reference of “TITLE=REFERENCE”; a title may hold the sign itself."""
    title, sign, reference = text.rpartition("=")
    if not (sign and title.strip() and reference.strip()):
        raise ArgumentTypeError(
            f"“{text}” is not written as TITLE=REFERENCE, such as “Music Service=CYP028”."
        )
    return title.strip(), reference.strip()
