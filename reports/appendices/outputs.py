"""The people who make appendices, and what they get: a web page or a file, which is put on the record."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proposals.exports.audit import ExportRecord, record_export
from proposals.models import BudgetRound
from proposals.permissions.views import ActingPage
from reports.documents.document import Document
from reports.writers.files import FILE_KINDS, given_out
from reports.writers.html import write_html_body

PAGE = "page"
OUTPUTS = (PAGE, *FILE_KINDS)
"""What a document is made into, by the ends of the addresses."""


class AppendixMakersOnly(ActingPage):
    """Appendices are for clerks and finance officers."""

    permission = "proposals.make_appendices"
    refusal = "Only committee clerks and finance officers can make appendices."


def page_or_file(
    request: HttpRequest,
    output: str,
    document: Document,
    budget_round: BudgetRound,
    taken: ExportRecord,
    template: str,
    *,
    page: str = PAGE,
    **context: Any,
) -> HttpResponse:
    """Return the document as a web page of its own, or as a file.

    `taken` is what goes on the record, without the content and the ends of the names; `page` is how it calls a page.
    """
    if output != PAGE:
        content = FILE_KINDS[output].write(document)
        name, file_format = f"{taken.file_name}.{output}", f"{taken.file_format} {output}"
        return given_out(
            budget_round, replace(taken, file_format=file_format, file_name=name, content=content)
        )
    body = write_html_body(document)
    name, file_format = f"{taken.file_name}.html", f"{taken.file_format} {page}"
    record_export(
        budget_round, replace(taken, file_format=file_format, file_name=name, content=body.encode())
    )
    context |= {"document": document, "body": body, "query": request.GET.urlencode()}
    return render(request, template, {**context, "budget_round": budget_round})
