"""Read a council's document of savings proposals into the database."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councilsavings.operators import operator_name
from proposals.exports.round_lookup import no_council
from proposals.importing.files.reading import content_of
from proposals.importing.kinds import KINDS, WrongKind
from proposals.importing.lines import UnreadableDocument
from proposals.importing.mappings import mappings_of, store_mapping
from proposals.importing.plan.apply import DocumentFile, ImportStopped, apply_document, plan_document
from proposals.importing.plan.matches import match_answers
from proposals.importing.plan.plan import ImportPlan
from proposals.importing.plan.request import (
    CHOICE_NEEDED,
    ImportRequest,
    ImpossibleImport,
    YearsNotKnown,
    check_request,
    years_known,
)
from proposals.importing.reading import Reading, read_file
from proposals.importing.report import as_json, as_text, questions_as_json, questions_as_text, refusal_as_json
from proposals.models import BudgetRound
from services.audit.history import acting
from services.models import Council
from services.values.years import FinancialYear, UnreadableYear

QUESTIONS, REFUSED = 3, 2


class Command(BaseCommand):
    help = (
        "Read a spreadsheet, Word file, PDF or text of savings proposals. All or nothing: the exit code "
        "is 0 when everything was imported or is up to date, 3 when there are questions to answer first, 2 when it "
        "is refused; nothing is changed then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "document",
            nargs="+",
            metavar="[KIND] FILE",
            help=f"the document; before it, if need be, what kind it is ({', '.join(sorted(KINDS))})",
        )
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument(
            "--council-name", default="", help="the full name, which makes a council that is new"
        )
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument(
            "--phase",
            choices=BudgetRound.Phase.values,
            default=BudgetRound.Phase.PREPARATION,
            help="the status of imported proposals (drafts unless chosen), and the phase of a round that is new",
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
            help="the existing proposal that one of the document is, where that is not certain; TITLE=new for none",
        )
        parser.add_argument(
            "--answers",
            type=Path,
            metavar="FILE",
            help="the answers to the questions about the reading: a JSON object of question ids and choices",
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
            help="accept figures that differ and corrections that are overwritten; the reason is kept with each",
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON, refusals included")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, path = _kind_and_path(options["document"])
        answers = _answers_in(options["answers"])
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
            content = content_of(path, largest_bytes=settings.LARGEST_DOCUMENT_BYTES)
            self._import(DocumentFile(path.name, content), kind, request, answers, options)
        except (UnreadableDocument, ImpossibleImport) as error:
            message = f"{path.name}: {error}{_advice(error)}"
            if options["json"]:
                self._print_json(refusal_as_json(path.name, request, str(error)))
            raise CommandError(message, returncode=REFUSED) from error

    def _import(
        self,
        file: DocumentFile,
        kind: str,
        request: ImportRequest,
        answers: Mapping[str, str],
        options: dict[str, Any],
    ) -> None:
        reading = read_file(
            file.content,
            file.name,
            kind=kind,
            answers=answers,
            round_years=years_known(request),
            mappings=mappings_of(request.council_slug),
        )
        _refuse_slip(request)
        request = replace(
            request, choices=(*request.choices, *match_answers(reading.document.proposals, answers))
        )
        if reading.questions:
            self._print_reading(reading, options)
            raise CommandError("The document has questions to answer first.", returncode=QUESTIONS)
        if options["dry_run"]:
            plan = plan_document(reading.document, request)
            self._print(reading, plan, file, "tried", options)
            if plan.errors:
                raise CommandError(
                    "The document has errors and could not be imported.", returncode=_code_of(plan)
                )
            if plan.questions and not options["accept_findings"].strip():
                raise CommandError(
                    "The differences would have to be accepted with a reason.", returncode=QUESTIONS
                )
            return
        try:
            with acting(name=operator_name("import_document")):
                plan = apply_document(
                    reading.document, request, file, accept_reason=options["accept_findings"]
                )
                council = Council.objects.get(slug__iexact=request.council_slug)
                store_mapping(council, reading.layout, answers)
        except ImportStopped as stop:
            self._print(reading, stop.plan, file, "stopped", options)
            raise CommandError(str(stop), returncode=_code_of(stop.plan)) from stop
        self._print(reading, plan, file, "done", options)

    def _print(
        self, reading: Reading, plan: ImportPlan, file: DocumentFile, outcome: str, options: dict[str, Any]
    ) -> None:
        if options["json"]:
            accepts = bool(options["accept_findings"].strip())
            self._print_json(as_json(reading, plan, file, outcome, accepts=accepts))
        else:
            self.stdout.write(as_text(plan, file, outcome))

    def _print_reading(self, reading: Reading, options: dict[str, Any]) -> None:
        if options["json"]:
            self._print_json(questions_as_json(reading))
        else:
            self.stdout.write(questions_as_text(reading))

    def _print_json(self, values: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))


def _code_of(plan: ImportPlan) -> int:
    """Return the exit code of a plan that stops: questions to answer, or a refusal."""
    others = [issue for issue in plan.errors if issue.code != CHOICE_NEEDED]
    return REFUSED if others else QUESTIONS


def _kind_and_path(words: Sequence[str]) -> tuple[str, Path]:
    """Return the kind of document, empty where it is not given, and the file."""
    *kinds, path = words
    if len(kinds) > 1 or any(kind not in KINDS for kind in kinds):
        raise CommandError(
            f"Give one file, and before it at most one kind: {', '.join(sorted(KINDS))}.", returncode=REFUSED
        )
    return "".join(kinds), Path(path)


def _answers_in(path: Path | None) -> Mapping[str, str]:
    """Return the answers in a file of one JSON object."""
    if path is None:
        return {}
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"The answers cannot be read: {error}", returncode=REFUSED) from error
    if not isinstance(answers, dict) or not all(isinstance(item, str) for item in answers.values()):
        raise CommandError(
            "The answers are not a JSON object of question ids and choices.", returncode=REFUSED
        )
    return answers


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
    return f" Its name here is {error.kind}." if isinstance(error, WrongKind) else ""


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
