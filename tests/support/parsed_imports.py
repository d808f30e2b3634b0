"""Importing stated documents in a test: invented rows, any style, and what the JSON export then says."""

import io
import json
from dataclasses import replace

from django.core.management import call_command

from proposals.importing.plan.apply import DocumentFile, apply_document, plan_document
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from tests.support.parsed_documents import SUMMARY_HEADER, SUMMARY_TITLES, side_by_side

REQUEST = ImportRequest("fenwick", "Budget 2027/28 to 2029/30", phase="scrutiny")
OPTIONS, SUMMARY, TABLE, CASES = "option-pages", "committee-summary", "impact-table", "business-cases"


def row(service, first="£0.120m", total="£0.150m", **cells):
    """Return a row of a committee summary; without more it states what the form of the mobile libraries states."""
    return (
        service,
        first,
        total,
        cells.get("decisions", "Agree to end two of the five routes."),
        cells.get("impact", "Visits every three weeks."),
        cells.get("reported", "Sept 26 Item 6 App D"),
        cells.get("committee", "Culture"),
    )


def summary(*rows):
    """Return a committee summary of these rows, as a text file."""
    return side_by_side([SUMMARY_HEADER, *rows], before=SUMMARY_TITLES)


def read(style, content):
    """Return the document that the bytes are."""
    return read_file(content, "document.txt", kind=style).document


def plan(style, content, *choices, request=REQUEST):
    """Return what importing would do."""
    return plan_document(read(style, content), replace(request, choices=choices))


def load(style, content, *choices, reason="", request=REQUEST):
    """Import, and return the plan carried out."""
    file = DocumentFile("document.txt", content)
    asked = replace(request, choices=choices)
    return apply_document(read(style, content), asked, file, accept_reason=reason)


def exported(council="fenwick", name=REQUEST.round_name):
    """Return the proposals of the JSON export by their references."""
    out = io.StringIO()
    call_command("export_proposals", "--council", council, "--round", name, "--format", "json", stdout=out)
    return {proposal["reference"]: proposal for proposal in json.loads(out.getvalue())["proposals"]}
