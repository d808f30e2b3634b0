"""Invented business cases, as text and as Word files; all wording and figures are made up."""

from dataclasses import dataclass, field, replace

import docx

from proposals.importing.forms.business_cases.layout import BUSINESS_CASES
from proposals.importing.forms.document import read_forms
from proposals.importing.issues import Severity
from tests.support.option_forms import BULLET, saved
from tests.support.parsed_documents import lines_in

COMMITTEE = "C: Places and Parks- Leisure Policy Committee"
WHY = "Why do we need to undertake this project?"
IF_NOT = "What would happen if we did not complete this project?"
AIMS = "Aims / Objectives"
OVERVIEW = "Project Overview - What are we doing"
ASSUMPTIONS = "What assumptions have you made?"
CONSTRAINTS = "What constraints does the project face?"
OPTIONS = "Has an options and feasibility study been undertaken?"
IN_SCOPE = "What is within scope?"
OUT_OF_SCOPE = "What is outside of scope?"
AFFECTED = "Who will be affected by this proposal?"
POSITIVE = "What positive impacts are anticipated from this proposal?"
NEGATIVE = "What negative impacts are anticipated from this proposal?"
NEUTRAL = "Are there other impacts which are more neutral?"
PROTECTED = "Details of Disproportionate Impacts on protected characteristics and how these will be addressed"
SEE_REPORT = "See accompanying financial report"


@dataclass(frozen=True)
class Case:
    """One case as it is printed; a section that is None leaves its heading out, an empty one prints it alone."""

    reference: str = "C/R.6.101"
    title: str = "C/R.6.101 Splash pools"
    above: str | None = None
    label: str = "Saving"
    saving: str = "£120k"
    brief: str = "Heat two of the five pools by pump."
    officer: str = "Head of Pools"
    why: tuple[str, ...] | None = ("Gas has become dear.",)
    if_not: tuple[str, ...] | None = ("The pools would close in winter.",)
    approach: tuple[str, ...] | None = ()
    aims: tuple[str, ...] | None = ("Spend less on heat.",)
    overview: tuple[str, ...] | None = ("We fit pumps.", "- at the lido", "- at the baths")
    assumptions: tuple[str, ...] | None = ("Prices stay as they are.",)
    constraints: tuple[str, ...] | None = ("N/A",)
    options: tuple[str, ...] | None = None
    in_scope: tuple[str, ...] | None = ("Two pools.",)
    out_of_scope: tuple[str, ...] | None = ("The other pools.",)
    dependencies: tuple[str, ...] | None = None
    costs: tuple[str, ...] = (SEE_REPORT,)
    benefits_summary: tuple[str, ...] | None = None
    benefits: tuple[str, ...] | None = None
    risks: tuple[str, ...] | None = ("Late delivery", "A cold winter")
    affected: tuple[str, ...] | None = ("Swimmers.",)
    positive: tuple[str, ...] | None = ("Warmer water.",)
    negative: tuple[str, ...] | None = ("None.",)
    neutral: tuple[str, ...] | None = ()
    protected: tuple[str, ...] | None = ("N/A",)
    after: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Lines to print behind a line with these words."""

    def but(self, **changes) -> "Case":
        """Return the same case with other values."""
        return replace(self, **changes)

    @property
    def lines(self) -> list[str]:
        """The case line by line; cells of a table are parted by tabs."""
        above = self.title if self.above is None else self.above
        printed = ["Business Case", above, "Project Overview", f"Project Title\t{self.title}\t\t"]
        printed.append(f"{self.label}\t{self.saving}\tBusiness Planning Reference\t{self.reference}")
        printed.append(f"Business Planning Brief Description\t{self.brief}\t\t")
        printed.append(f"Senior Responsible Officer\t{self.officer}\t\t")
        printed += ["Project Approach", "Background"]
        _print(
            printed, (WHY, self.why), (IF_NOT, self.if_not), ("Approach", self.approach), (AIMS, self.aims)
        )
        _print(printed, (OVERVIEW, self.overview), (ASSUMPTIONS, self.assumptions))
        _print(printed, (CONSTRAINTS, self.constraints))
        printed += ["Delivery Options"] if self.options is not None else []
        _print(printed, (OPTIONS, self.options))
        printed += ["Scope / Interdependencies", "Scope"]
        _print(printed, (IN_SCOPE, self.in_scope), (OUT_OF_SCOPE, self.out_of_scope))
        _print(printed, ("Project Dependencies\nTitle", self.dependencies), ("Cost and Savings", self.costs))
        if self.benefits_summary is not None or self.benefits is not None:
            printed += ["Non Financial Benefits"]
        _print(printed, ("Non Financial Benefits Summary", self.benefits_summary), ("Title", self.benefits))
        _print(printed, ("Risks\nTitle", self.risks))
        printed += ["Project Impact", "Community Impact Assessment"]
        _print(printed, (AFFECTED, self.affected), (POSITIVE, self.positive), (NEGATIVE, self.negative))
        _print(printed, (NEUTRAL, self.neutral))
        printed += ["Disproportionate impacts on specific groups with protected characteristics"]
        _print(printed, (PROTECTED, self.protected))
        return [more for line in printed for more in (line, *self.after.get(line, ())) if more]


def _print(printed, *sections) -> None:
    for heading, texts in sections:
        if texts is not None:
            printed += [*heading.split("\n"), *texts]


POOLS = Case()
PARKS = Case(
    reference="C/R. 6.102 & C/R.6.103",
    title="Park keeping (C/R 6.102) + (C/R.6.103)",
    saving="£1,100K",
    options=("Not applicable",),
    dependencies=("Splash pools", "- New depot"),
    benefits_summary=("Quieter machines.",),
    benefits=(),
    risks=None,
)


def text_of(*cases: Case, before: str = f"Appendix 9\n\n{COMMITTEE}\n\n") -> str:
    """Return a document of these cases as text, a blank line between its lines except in tables."""
    return before + "".join("\n\n".join(case.lines).replace("\t\t\n\n", "\t\t\n") + "\n\n" for case in cases)


def bytes_of(*cases: Case, before: str = f"Appendix 9\n\n{COMMITTEE}\n\n") -> bytes:
    """Return a document of these cases as the bytes of a text file."""
    return text_of(*cases, before=before).encode()


def word_of(*cases: Case, before: str = f"Appendix 9\n\n{COMMITTEE}\n\n") -> bytes:
    """Return a document of these cases as a .docx file."""
    return word_from_text(text_of(*cases, before=before))


def word_from_text(text: str) -> bytes:
    """Return a text as a .docx file: rows with tabs become rows of tables, bullets a Word list."""
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line.startswith(("- ", BULLET)):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            document.add_paragraph(line)
    return saved(document)


def word_of_paragraphs(text: str) -> bytes:
    """Return a text as a .docx file of paragraphs, tabs left as tabs."""
    document = docx.Document()
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line)
    return saved(document)


def _add_table(document, rows) -> None:
    width = max(map(len, rows))
    table = document.add_table(rows=len(rows), cols=width)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text


# Reading them


def read(content):
    """Return what is read of a file, or of a text."""
    content = content.encode() if isinstance(content, str) else content
    _, parsed = read_forms(BUSINESS_CASES, lines_in(content, "cases"))
    return parsed


def only(content):
    """Return the one case of a file."""
    (proposal,) = read(content).proposals
    return proposal


def section(proposal, kind):
    """Return the one section of a kind."""
    (found,) = [item for item in proposal.sections if item.kind == kind]
    return found


def said(document, *levels):
    """Return the codes of the findings, of some levels or of all."""
    return [issue.code for issue in document.issues if issue.severity in (levels or (*Severity,))]


def without_places(document):
    """Return the cases without the places in their file."""
    return [replace(proposal, place="") for proposal in document.proposals]
