"""Invented summaries and impact tables, set out in each way that councils' files have; all wording is made up."""

import re
from dataclasses import fields, is_dataclass, replace

import docx

from proposals.importing.files import reading as files
from proposals.importing.issues import Severity
from proposals.importing.lines import lines_of
from proposals.importing.reading import read_file
from tests.support.option_forms import saved, write_paragraphs

Table = list[tuple[str, ...]]
"""Rows of cells as printed; a new line in a cell begins a paragraph. A row of one cell stands by itself."""

SUMMARY_HEADER = (
    "Service",
    "Saving Identified 2027/28",
    "Total Saving Identified",
    "Decisions Needed to Deliver the Budgeted Savings",
    "Impact",
    "Date Reported to Cabinet",
    "Culture or Environment",
)
SUMMARY_TITLES = ["Culture/Environment Scrutiny Committees", "Areas for Savings 2027/28 - 2029/30"]
LIBRARIES = (
    "Mobile Libraries",
    "£0.040m",
    "£0.120m",
    "Agree to end two routes.\nAgree new timetables for:\n· villages\n· schools",
    "Visits will be every three weeks.",
    "Sept 26 Item 6 App D",
    "Culture",
)
PARKS = (
    "Park Keeping – (for consultation only)",
    "£0.200m",
    "£0.200m",
    "Agree shorter hours in winter.",
    "No impact.",
    "Oct 26 Item 4 App A",
    "Environment",
)
MUSEUMS = (
    "Museums – Evening Opening",
    "£0.005m",
    "£0.010m",
    "Agree to charge for evenings.",
    "Fewer visits from schools are likely.",
    "Jan 27 Item 4 App C",
    "Culture/\nEnvironment",
)
SUMMARY: Table = [SUMMARY_HEADER, LIBRARIES, PARKS, MUSEUMS]

IMPACT_HEADER = (
    "Savings Title",
    "How to be achieved",
    "27/28 Saving £000",
    "28/29 Saving £000",
    "29/30 Saving £000",
    "3 year Savings Total",
    "Risk to delivery of saving (H/M/L)",
    "Impacts on staff - (incl no of posts deleted)",
    "Impacts on property / assets etc",
    "Impacts to service delivery",
)
DASHES = ("-----",) * len(IMPACT_HEADER)


def impact_row(title, years=("10", "20", "30"), total="60", **cells):
    """Return a row of an impact table."""
    values = {
        "how": "By working differently.",
        "risk": "M",
        "staff": "0",
        "property": "None",
        "impact": "Little.",
    }
    values.update(cells)
    return (
        title,
        values["how"],
        *years,
        total,
        values["risk"],
        values["staff"],
        values["property"],
        values["impact"],
    )


def total_row(label, *figures):
    """Return a row of an impact table that holds a total."""
    return (label, "", *figures, "", "", "", "")


IMPACT: Table = [
    ("PLACE & CULTURE",),
    IMPACT_HEADER,
    DASHES,
    ("Parks & Greens",),
    ("Efficiency Savings",),
    impact_row("Winter hours", ("62.5", "187.5", "0"), "250", staff="2", risk="h"),
    impact_row("New mowers", ("1,000", "0", "0.0"), "1,000", how="", impact="", staff="Up to 5"),
    total_row("Sub Total - Efficiency Savings", "1,062.5", "187.5", "0", "1,250.0"),
    IMPACT_HEADER,
    ("Growth Avoidance",),
    impact_row("Fewer new lawns", staff="7-10", risk="Low", property="A depot may close"),
    ("Sub Total - Growth Avoidance",),
    ("10", "20", "30", "60"),
    ("Sub Total - Parks & Greens",),
    ("1,072.5", "207.5", "30", "1,310"),
    ("Libraries",),
    ("Efficiency Savings",),
    impact_row("Self service", ("0", "100", "0"), "100", staff="Not known at this stage"),
    total_row("Sub Total - Efficiency Savings", "0", "100", "0", "100"),
    total_row("Sub Total - Libraries", "0", "100", "0", "100"),
    IMPACT_HEADER,
    total_row("TOTAL PLACE & CULTURE", "1,072.5", "307.5", "30", "1,410"),
]


# The ways to set a table out


def side_by_side(rows, before=(), below=()):
    """Return text with a row on each line and tabs between the cells; a cell is one line."""
    lines = [*before, *("\t".join(cell.replace("\n", " ") for cell in row) for row in rows), *below]
    return ("\n".join(lines) + "\n").encode()


def under_one_another(rows, before=(), below=()):
    """Return text with a cell on each line, as Word writes a table when it saves plain text."""
    cells = (f"\t{cell}" for row in rows for cell in row)
    return ("\n".join([*before, *cells, *below]) + "\n").encode()


def word(rows, before=(), below=()):
    """Return a .docx file: rows of several cells in tables, rows of one as paragraphs between them."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    table = None
    for row in rows:
        if len(row) == 1:
            document.add_paragraph(row[0])
            table = None
            continue
        if table is None or len(table.columns) != len(row):
            table = document.add_table(rows=0, cols=len(row))
        for cell, text in zip(table.add_row().cells, row, strict=True):
            write_paragraphs(cell, text.split("\n"))
    for text in below:
        document.add_paragraph(text)
    return saved(document)


def lines_in(content, name="document", *, largest_bytes=50_000_000):
    """Return the lines of a document's bytes."""
    return lines_of(files.read_file(content, name, largest_bytes=largest_bytes))


# Looking at what was read


def table_in(content, kind, **answers):
    """Return how a file with a table of that kind is read, with a person's answers to what is asked of it."""
    return read_file(content, "document", kind=kind, answers=answers)


def asked(reading):
    """Return what is asked of a file, by the first word of each question's id, and “totals” for figures that differ."""
    ids = [question["id"].partition(":")[0] for question in reading.questions]
    return [*ids, "totals"] if _differences(reading) else ids


def questions(reading):
    """Return the words of all that is asked of a file."""
    return " ".join([*(question["text"] for question in reading.questions), *_differences(reading)])


def _differences(reading):
    return [issue.message for issue in reading.document.issues if issue.severity is Severity.QUESTION]


def printed_sums(reading):
    """Return the labels and figures of the rows that were taken for totals."""
    return [
        (row["title"], *row["amounts"].values(), row["total"])
        for table in reading.understanding["tables"]
        for row in table["rows"]
        if row["role"] in ("subtotal", "total") and row["amounts"]
    ]


def left_over(reading):
    """Return the texts that found no place, without the reason."""
    return [line.text.rpartition(" (")[0] for line in reading.document.left_over]


def without_places(value):
    """Return a read value without the places where it was read and the count of lines, which files do not share."""
    if is_dataclass(value):
        emptied = {field.name: without_places(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **{**emptied, **_nowhere(value)})
    if isinstance(value, tuple):
        return tuple(without_places(item) for item in value)
    if isinstance(value, str):
        return re.sub(r"(?:line|paragraph) \d+|table \d+, row \d+", "somewhere", value)
    return value


def _nowhere(value):
    names = {field.name for field in fields(value)}
    return {name: 0 if name == "lines_read" else "" for name in ("place", "lines_read") if name in names}


def codes(document, *levels):
    """Return the codes of the findings of some levels, of errors and differences unless told otherwise."""
    wanted = levels or (Severity.ERROR, Severity.QUESTION)
    return [issue.code for issue in document.issues if issue.severity in wanted]


def messages(document, code):
    """Return what the findings of one code say, with their places."""
    return [str(issue) for issue in document.issues if issue.code == code]
