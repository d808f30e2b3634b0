"""The layout of the option form: from a document's lines to one plain form per option.

What the council prints is kept as it stands; nothing here knows the database. The sign of a saving is
the document's own: where most totals are negative, savings are printed negative.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from proposals.intake import form_checks
from proposals.intake.figures import UnreadableTable, YearTable, read_table
from proposals.intake.findings import Finding, Level
from proposals.intake.form_sections import FormSections, read_sections
from proposals.intake.forms import (
    BUDGETS,
    FTE,
    GROSS,
    INCOME,
    NARRATIVE,
    NET,
    PROFILE,
    SERVICE,
    START_YEAR,
    OptionForm,
    Stated,
    split_title,
)
from proposals.intake.headings import Heading, recognise
from proposals.intake.lines import DocumentLines, Line, UnreadableDocument, narrative
from services.money import Sign, Unit, UnreadableMoney, parse_fte, parse_money
from services.years import FinancialYear, UnreadableYear

_LONGEST_SERVICE = 300
Figure = TypeVar("Figure", int, Decimal)


@dataclass(frozen=True)
class OptionDocument:
    """All forms of a document, the sign it prints on savings, its findings, and the lines it left over."""

    forms: tuple[OptionForm, ...]
    savings_sign: Sign
    findings: tuple[Finding, ...]
    lines_read: int
    left_over: tuple[Line, ...]


def read_option_pages(document: DocumentLines) -> OptionDocument:
    """Return the option forms of a document.

    Raises UnreadableDocument when there is not one form in it. All else that is wrong is a finding.
    """
    starts = _starts(document.lines)
    if not starts:
        raise UnreadableDocument(
            "No option form was found. A form begins with a line such as “CYP002 – Family information "
            f"service”, followed by the heading “{SERVICE.wording}”."
        )
    findings: list[Finding] = []
    forms: list[OptionForm] = []
    left_over: list[Line] = list(document.lines[: starts[0]])
    ends = [*starts[1:], len(document.lines)]
    for start, end in zip(starts, ends, strict=True):
        is_last = end == len(document.lines)
        sections = _sections_of(document.lines[start:end])
        form = _FormReader(sections).read(document.lines[start])
        forms.append(form)
        form_checks.check_sections(sections, is_last=is_last)
        findings.extend(sections.findings)
        left_over.extend(sections.left_over)
    sign = savings_sign(forms)
    for form in forms:
        findings.extend(form_checks.check_figures(form, sign))
    findings.extend(form_checks.check_document(document, forms))
    findings.extend(form_checks.check_left_over(left_over))
    return OptionDocument(tuple(forms), sign, tuple(findings), len(document.lines), tuple(left_over))


def savings_sign(forms: Sequence[OptionForm]) -> Sign:
    """Return the sign that most totals of the forms carry; negative when they are even."""
    totals = [sum(form.discrete.values()) for form in forms]
    positive = sum(total > 0 for total in totals)
    return "positive" if positive > sum(total < 0 for total in totals) else "negative"


def _starts(lines: Sequence[Line]) -> list[int]:
    """Return where forms begin: a reference and title with a heading of the form soon after."""
    starts = []
    for index, line in enumerate(lines):
        if split_title(line.text) is None:
            continue
        following = lines[index + 1 : index + 4]
        if any(_opens_form(after.text) for after in following):
            starts.append(index)
    return starts


def _opens_form(text: str) -> bool:
    found = recognise(text, (SERVICE, START_YEAR, GROSS))
    return found is not None


def _sections_of(lines: Sequence[Line]) -> FormSections:
    title = split_title(lines[0].text)
    reference = title[0] if title else ""
    return read_sections(reference, lines[0].place, lines[1:])


class _FormReader:
    """Reads the values of one form; what cannot be read becomes an error that names the text and the line."""

    def __init__(self, sections: FormSections) -> None:
        self.sections = sections

    def read(self, title_line: Line) -> OptionForm:
        reference, title = split_title(title_line.text) or ("", title_line.text)
        sections = self.sections
        profile = self._table(PROFILE, lambda text, unit: parse_money(text, unit))
        fte = self._table(FTE, lambda text, _: parse_fte(text))
        return OptionForm(
            reference=reference,
            title=title,
            place=title_line.place,
            service=self._service(),
            start_year=self._start_year(),
            base_year=self._base_year(),
            gross=self._money(GROSS),
            income=self._money(INCOME),
            net=self._money(NET),
            budget_note=sections.notes(BUDGETS),
            discrete=profile.by_year if profile else {},
            discrete_total=_stated_total(profile),
            profile_note=" ".join(profile.notes) if profile else "",
            unit=profile.unit if profile else "pounds",
            decimals=profile.decimals if profile else 0,
            fte=fte.by_year if fte else {},
            fte_total=fte.total if fte else None,
            fte_place=fte.place if fte else "",
            fte_note=" ".join(fte.notes) if fte else "",
            statements={
                heading.name: text for heading in NARRATIVE if (text := narrative(sections.texts(heading)))
            },
        )

    def _service(self) -> str:
        line = self.sections.value(SERVICE)
        if line is None:
            self._error("service missing", self.sections.place, "the service's name is missing.")
            return ""
        if len(line.text) > _LONGEST_SERVICE:
            self._error(
                "service too long",
                line.place,
                f"the service's name is longer than {_LONGEST_SERVICE} letters.",
            )
        return line.text

    def _start_year(self) -> FinancialYear | None:
        line = self.sections.value(START_YEAR)
        if line is None:
            return None
        try:
            return FinancialYear.parse(line.text)
        except UnreadableYear as error:
            self._error("start year unreadable", line.place, f"start year: {error}")
            return None

    def _base_year(self) -> FinancialYear | None:
        years = [
            found.year
            for heading in BUDGETS
            if (found := self.sections.found.get(heading.name)) and found.year
        ]
        if len(set(years)) > 1:
            self._error(
                "base years differ",
                self.sections.places.get(GROSS.name, self.sections.place),
                f"the budgets are of different years: {', '.join(map(str, years))}.",
            )
        return years[0] if years else None

    def _money(self, heading: Heading) -> Stated | None:
        line = self.sections.value(heading)
        if line is None:
            return None
        try:
            return Stated(parse_money(line.text.rstrip("*†‡ ")), line.place)
        except UnreadableMoney as error:
            self._error("budget unreadable", line.place, f"{heading.wording.lower()}: {error}")
            return None

    def _table(self, heading: Heading, read: Callable[[str, Unit], Figure]) -> YearTable[Figure] | None:
        lines = self.sections.content.get(heading.name)
        if lines is None:
            return None
        place = self.sections.places[heading.name]
        try:
            table = read_table(lines, read, place)
        except UnreadableTable as error:
            self._error("table unreadable", error.place, f"{heading.wording}: {error}")
            return None
        self.sections.left_over.extend(table.left_over)
        return table

    def _error(self, code: str, place: str, message: str) -> None:
        self.sections.findings.append(Finding(Level.ERROR, code, self.sections.reference, place, message))


def _stated_total(table: YearTable[int] | None) -> Stated | None:
    return None if table is None or table.total is None else Stated(table.total, table.place)
