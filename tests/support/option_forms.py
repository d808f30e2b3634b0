"""Invented documents of the option form, as text and as Word files; all wording and figures are made up."""

import io
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from proposals.importing.forms import document as forms
from proposals.importing.forms.option_pages.layout import OPTION_PAGES

QUESTION = "Which 'start year' does this option relate to 2027/28, 2028/29 or 2029/30"
DECISIONS = "Decisions needed to deliver the budgeted savings"
IMPACT = "Impact upon service"
ACTIONS = "Actions needed to deliver the target savings"
DELIVERS = "What does this service deliver?"
BULLET = "· "


@dataclass(frozen=True)
class Form:
    """One form as it is printed: every figure is the text that stands on the page."""

    reference: str = "LIB001"
    title: str = "MOBILE LIBRARIES"
    service: str = "Library Service"
    question: str = QUESTION
    start_year: str = "2027/28"
    base_year: str = "2026/27"
    gross: str = "£4.250m"
    income: str = "£0.350m"
    net: str = "£3.900m"
    years: tuple[str, ...] = ("2027/28", "2028/29", "2029/30")
    unit: str = "£m"
    savings: tuple[str, ...] = ("-0.120", "-0.030", "0.000", "-0.150")
    fte: tuple[str, ...] = ("-2.00", "0.50", "0.00", "-1.50")
    decisions: tuple[str, ...] = (
        "Agree to end two of the five routes.",
        "Reduce the budget from April 2027.",
    )
    impact: tuple[str, ...] = ("Some villages will be visited every three weeks instead of every two.",)
    actions: tuple[str, ...] = ("· Consult the parishes.", "· Draw up new timetables.")
    delivers: tuple[str, ...] = ("Books are lent from five vans across the district.",)

    @property
    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The narrative sections with their headings, in the order of the form."""
        return (
            (DECISIONS, self.decisions),
            (IMPACT, self.impact),
            (ACTIONS, self.actions),
            (DELIVERS, self.delivers),
        )

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The headings with one value each, in the order of the form."""
        return (
            ("Service Name:", self.service),
            (self.question, self.start_year),
            (f"Gross budget {self.base_year}", self.gross),
            (f"Income {self.base_year}", self.income),
            (f"Net budget {self.base_year}", self.net),
        )

    def but(self, **changes) -> "Form":
        """Return the same form with other values."""
        return replace(self, **changes)


LIBRARIES = Form()
PARKS = Form(
    reference="ENV014",
    title="PARK KEEPING – WINTER HOURS",
    service="Parks",
    start_year="2028/29",
    gross="£1.200m",
    income="£1.500m",
    net="-£0.300m",
    savings=("0.000", "-0.045", "-0.005", "-0.050"),
    fte=("0.00", "0.00", "0.00", "0.00"),
    decisions=("Agree shorter hours.",),
    impact=("No impact.",),
    actions=("Print new notices.",),
    delivers=("The service keeps fourteen parks:", "· lawns", "· play areas"),
)
ROADS = Form(
    reference="ENV020b",
    title="STREET LIGHTING",
    service="Highways – Lighting",
    gross="£2.000m",
    income="£0.000m",
    net="£2.000m",
    savings=("-0.500", "0.000", "0.000", "-0.500"),
    fte=("0.00", "0.00", "0.00", "0.00"),
    decisions=("Agree to dim lamps after midnight.",),
    impact=("Streets will be darker.",),
    actions=("Fit controls.",),
    delivers=("Eleven thousand lamps are kept alight.",),
)
THREE = (LIBRARIES, PARKS, ROADS)


# As text: a tab opens a cell, as Word writes a table when it saves plain text


def form_text(form: Form) -> str:
    """Return one form as text."""
    lines = [f"{form.reference} – {form.title}", ""]
    for heading, value in form.values:
        lines += [f"\t{heading}", f"\t{value}", ""]
    lines += ["\tSavings Target and Profiling (discrete year): ", "\t"]
    lines += [f"\t{year}" for year in (*form.years, "Total")]
    lines += [f"\t{form.unit}" for _ in form.savings]
    lines += [f"\t{amount}" for amount in form.savings]
    lines += ["\t", "\tFTE implications:"]
    lines += [f"\t{year}" for year in (*form.years, "Total")]
    lines += [f"\t{change}" for change in form.fte]
    for heading, paragraphs in form.sections:
        first, *others = paragraphs or ("",)
        lines += ["", f"\t{heading}", f"\t{first}", *others]
    return "\n".join([*lines, "", ""])


def text_of(*forms: Form, before: str = "") -> str:
    """Return a document of these forms as text."""
    return before + "\n".join(form_text(form) for form in forms)


def bytes_of(*forms: Form, before: str = "") -> bytes:
    """Return a document of these forms as the bytes of a text file."""
    return text_of(*forms, before=before).encode()


# As Word: a heading, then tables, with bullets kept as list formatting


def word_of(*forms: Form) -> bytes:
    """Return a document of these forms as a .docx file."""
    document = docx.Document()
    for form in forms:
        add_form(document, form)
    return saved(document)


def add_form(document, form: Form) -> None:
    """Add one form: its title, a table of two columns, two tables of years, a table of narrative."""
    document.add_heading(f"{form.reference} – {form.title}", level=1)
    pairs = document.add_table(rows=0, cols=2)
    for heading, value in form.values:
        cells = pairs.add_row().cells
        cells[0].text, cells[1].text = heading, value
    document.add_paragraph("Savings Target and Profiling (discrete year):")
    add_rows(document, (*form.years, "Total"), [form.unit] * len(form.savings), form.savings)
    document.add_paragraph("FTE implications:")
    add_rows(document, (*form.years, "Total"), form.fte)
    narrative = document.add_table(rows=0, cols=1)
    for heading, paragraphs in form.sections:
        narrative.add_row().cells[0].text = heading
        write_paragraphs(narrative.add_row().cells[0], paragraphs)
    document.add_paragraph()


def add_rows(container, *rows):
    """Add a table with these rows of texts."""
    table = container.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return table


def write_paragraphs(cell, paragraphs) -> None:
    """Write each text as a paragraph of the cell; bullets become a Word list, which stores no mark."""
    for index, text in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        if text.startswith(BULLET):
            paragraph.style = "List Bullet"
        paragraph.add_run(text.removeprefix(BULLET))


def word_from_text(text: str) -> bytes:
    """Return a form document that is text as a .docx file: each tabbed line a cell, bullets as Word lists."""
    document = docx.Document()
    writer = _CellWriter(document)
    for raw in text.splitlines():
        if raw.startswith("\t"):
            writer.new_cell()
        if raw.strip():
            writer.write(raw.strip())
    return saved(document)


@dataclass
class _CellWriter:
    document: object
    paragraphs: list = field(default_factory=list)
    cell: object = None
    is_new: bool = False

    def new_cell(self) -> None:
        self.cell = self.document.add_table(rows=1, cols=1).cell(0, 0)
        self.is_new = True

    def write(self, text: str) -> None:
        if self.cell is None:
            paragraph = self.document.add_paragraph()
        else:
            paragraph = self.cell.paragraphs[0] if self.is_new else self.cell.add_paragraph()
            self.is_new = False
        if text.startswith(BULLET):
            paragraph.style = "List Bullet"
        paragraph.add_run(text.removeprefix(BULLET))


def saved(document) -> bytes:
    """Return the document as the bytes of a file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def element(tag: str, **attributes: str):
    """Return a Word element such as w:del with its attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


# Reading them


@dataclass(frozen=True)
class ReadForm:
    """A form as read, by the names of its parts; its savings have the printed sign."""

    reference: str
    title: str
    service: str
    start_year: object
    base_year: object
    gross: object
    income: object
    net: object
    budget_note: str
    discrete: dict
    discrete_total: object
    fte: dict
    fte_total: object
    fte_place: str
    profile_note: str
    fte_note: str
    statements: dict
    places: dict


def read_forms(lines):
    """Return what is read of the lines of a file of option forms, form by form."""
    found, parsed = forms.read_forms(OPTION_PAGES, lines)
    return SimpleNamespace(
        forms=tuple(map(_read_form, found)),
        issues=parsed.issues,
        left_over=parsed.left_over,
        lines_read=parsed.lines_read,
        savings_sign=parsed.savings_sign,
    )


def _read_form(form) -> ReadForm:
    stated = form.proposal
    return ReadForm(
        stated.reference,
        stated.title,
        stated.service,
        stated.start_year,
        stated.base_year,
        form.gross,
        form.income,
        form.net,
        stated.budget.note if stated.budget else "",
        dict(stated.savings),
        form.discrete_total,
        dict(stated.fte_changes),
        form.fte_total,
        form.fte_place,
        stated.profile_note,
        stated.fte_note,
        {section.kind: section.text for section in stated.sections},
        dict(stated.places),
    )
