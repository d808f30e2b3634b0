"""Put an appendix of a budget round into a file: a tagged PDF, or the same document as HTML, Word or Excel."""

import datetime
import time
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councilsavings.files import write_whole
from councilsavings.operators import operator_name
from proposals.domain.exemption import EXEMPT_PARAGRAPHS, NOT_STATED
from proposals.domain.records import NOT_KNOWN, RoundRecord
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.round_lookup import find_round
from proposals.exports.scope import ExportScope, add_scope_options, export_scope
from proposals.models import BudgetRound
from proposals.models.records import round_record, with_base_budgets
from reports.documents.cover import Cover, UnstatedExemption
from reports.documents.document import Document
from reports.styles import STYLES
from reports.styles.directions import parts_of, words_of
from reports.writers.files import FILE_KINDS, PDF, count_pages, unprintable_characters
from reports.writers.html import write_html_page
from services.audit.history import acting
from services.values.money import format_fte, format_saving
from services.values.wording import counted


class Command(BaseCommand):
    help = "Make an appendix of a budget round's savings proposals as a PDF, HTML, Word or Excel file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("style", choices=list(STYLES), help="the kind of appendix")
        parser.add_argument("--council", required=True, metavar="SLUG", help="the council's short name")
        parser.add_argument("--round", required=True, metavar="NAME", help="the budget round's name")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--title", default=Cover.title)
        parser.add_argument("--meeting", default="", help="the committee and other text for the cover")
        parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the date of the meeting")
        parser.add_argument("--appendix", default="", metavar="LETTER")
        parser.add_argument(
            "--draft",
            action="store_true",
            help="mark every page as a draft (automatic if a proposal is not published)",
        )
        add_scope_options(parser)
        parser.add_argument("--large-print", action="store_true", help="print the PDF in 18 point type")
        parser.add_argument(
            "--cover",
            dest="on_own_page",
            action="store_true",
            help="print the title on a page of its own instead of the head of page one",
        )
        parser.add_argument(
            "--part", choices=("I", "II"), default="I", help="II: exempt, not for publication"
        )
        parser.add_argument(
            "--exempt-paragraph",
            type=int,
            choices=EXEMPT_PARAGRAPHS,
            help="the paragraph of Schedule 12A, for Part II",
        )
        parser.add_argument("--exempt-reason", default="", help="the public interest reason")
        forms = parser.add_mutually_exclusive_group()
        for option, name in (("html", "HTML page"), ("docx", "Word file"), ("xlsx", "Excel workbook")):
            forms.add_argument(
                f"--{option}", action="store_true", help=f"write the {name} instead of the PDF"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.perf_counter()
        budget_round = find_round(options["council"], options["round"])
        given = export_scope(
            budget_round, published_only=options["published_only"], filters=options["filters"]
        )
        record = _record(budget_round, given)
        style = STYLES[options["style"]]
        if style.prints_net:
            record = with_base_budgets(record, budget_round)
        for missing in style.missing_fields(record):
            self.stderr.write(f"Not stated: {missing}")
        cover = _cover(options)
        if given.unpublished:
            # Nothing that was not signed off may pass for a published appendix.
            cover = replace(cover, draft=True)
        document = style(record, cover)
        form = next((form for form in ("html", "docx", "xlsx") if options[form]), "pdf")
        content, extent = self._written(document, form)
        path: Path = options["output"]
        file_format = "appendix page" if form == "html" else f"appendix {form}"
        # What could not be written was not taken away, and what is not on the record is not written.
        with transaction.atomic(), acting(name=operator_name("render_appendix")):
            taken = ExportRecord(file_format, path.name, len(record.proposals), content, given.in_words)
            record_export(budget_round, taken)
            write_whole(path, content)
        if given.unpublished:
            self.stderr.write(
                f"{given.note} Every page is marked as a draft. Use --published-only to leave them out."
            )
        elif given.note:
            self.stderr.write(given.note)
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{options['output']}: {extent}, {_summary(record, style.noun)}; made in {seconds:.1f} seconds."
        )

    def _written(self, document: Document, form: str) -> tuple[bytes, str]:
        """Return the document in the form asked for, and how much that is in words."""
        if form == "html":
            return write_html_page(document).encode(), "one page of HTML"
        content = FILE_KINDS[form].write(document)
        if form != PDF:
            return content, {"docx": "a Word file", "xlsx": "an Excel workbook"}[form]
        for character in unprintable_characters(document):
            self.stderr.write(f"The font has no {character}: it is printed as its code.")
        return content, f"{count_pages(content)} pages"


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"write the date as 2017-09-14, not “{text}”") from error


def _record(budget_round: BudgetRound, given: ExportScope) -> RoundRecord:
    """Return the round with these of its proposals; a round without any makes no appendix."""
    record = round_record(budget_round, given.proposals, given.in_words)
    if given.round_count and not given.count:
        raise CommandError(f"No proposal of “{budget_round.name}” is among {' and '.join(given.criteria)}.")
    if not record.proposals:
        raise CommandError(f"The round “{budget_round.name}” of {record.council} has no proposals yet.")
    return record


def _cover(options: dict[str, Any]) -> Cover:
    try:
        return Cover(**{item.name: options[item.name] for item in fields(Cover) if item.name in options})
    except UnstatedExemption as error:
        raise CommandError(str(error)) from error


def _summary(record: RoundRecord, noun: str) -> str:
    """Return how many there are of what the style calls a proposal, and what they add up to."""
    totals, style = record.totals, record.money_style
    fte = format_fte(totals.fte.total, style) if totals.fte_is_stated else NOT_STATED.lower()
    sums = [(f"total {words_of(part).noun}", part) for part in parts_of(record)]
    if record.is_mixed:
        sums.append(("net", record))
    said = (f"{name} {_total(part)}" for name, part in sums)
    return f"{counted(totals.counted, noun)}, {', '.join(said)}, change in FTE {fte}"


def _total(record: RoundRecord) -> str:
    total = record.totals.total
    return NOT_KNOWN.lower() if total is None else format_saving(total, record.money_style)
