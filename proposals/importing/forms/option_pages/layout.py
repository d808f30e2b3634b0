"""The layout of the option form: from a document's lines to one plain form per option.

What the council prints is kept as it stands; nothing here knows the database. The sign of a saving is
the document's own: where most totals are negative, savings are printed negative.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from proposals.importing.forms.checks import check_left_over
from proposals.importing.forms.headings import OPTION_FORM
from proposals.importing.forms.option_pages import checks as form_checks
from proposals.importing.forms.option_pages.checks import savings_sign
from proposals.importing.forms.option_pages.forms import (
    FTE,
    GROSS,
    PROFILE,
    SERVICE,
    START_YEAR,
    OptionForm,
)
from proposals.importing.forms.option_pages.reader import FormReader
from proposals.importing.forms.option_pages.sections import read_sections
from proposals.importing.forms.option_pages.segmentation import FormLines, find_forms, one_heading_a_line
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line, NothingFound
from proposals.importing.markup import without_markup
from proposals.importing.parsed import Answer, ParsedBudget, ParsedDocument, ParsedProposal, ParsedSection
from proposals.importing.running_lines import without_running_lines
from services.values.money import Sign, Unit
from services.values.years import FinancialYear, years_from

__all__ = ["OptionDocument", "read_option_pages", "savings_sign"]


@dataclass(frozen=True)
class OptionDocument:
    """All forms of a document, the sign it prints on savings, its findings, and the lines it left over."""

    forms: tuple[OptionForm, ...]
    savings_sign: Sign
    issues: tuple[Issue, ...]
    lines_read: int
    left_over: tuple[Line, ...]

    @property
    def unit(self) -> Unit:
        """The unit that most forms print savings in; one that cannot be read says nothing of the others."""
        read = [form for form in self.forms if form.discrete] or self.forms
        return Counter(form.unit for form in read).most_common(1)[0][0]

    @property
    def decimals(self) -> int:
        """The most decimals that a form prints in that unit; whole pounds have none."""
        if self.unit == "pounds":
            return 0
        return max(form.decimals for form in self.forms if form.unit == self.unit)


def read_option_pages(document: DocumentLines) -> OptionDocument:
    """Return the option forms of a document.

    Raises UnreadableDocument when there is not one form in it. All else that is wrong is a finding.
    """
    lines_read = len(document.lines)
    document, issues = without_markup(document)
    kept, running = without_running_lines(document, lambda text: OPTION_FORM.heading_on(text) is not None)
    found = find_forms(one_heading_a_line(kept))
    if not found.forms:
        raise NothingFound(
            "No option form was found. A form begins with a line such as “LIB001 – Mobile "
            f"libraries”, followed by the heading “{SERVICE.wording}”."
        )
    forms: list[OptionForm] = []
    left_over: list[Line] = [*running, *found.left_over]
    for form_lines in found.forms:
        issues.extend(_check_title(form_lines, document.lines))
        sections = read_sections(form_lines)
        forms.append(FormReader(sections).read(form_lines.reference, form_lines.title))
        form_checks.check_sections(sections, is_last=form_lines is found.forms[-1])
        issues.extend(sections.issues)
        left_over.extend(sections.left_over)
    sign = savings_sign(forms)
    for form in forms:
        issues.extend(form_checks.check_figures(form, sign))
        issues.extend(form_checks.check_years(form))
    issues.extend(form_checks.check_document(document, forms, found.left_over))
    issues.extend(check_left_over(left_over))
    return OptionDocument(tuple(forms), sign, tuple(issues), lines_read, tuple(left_over))


def _check_title(form: FormLines, lines: Sequence[Line]) -> list[Issue]:
    if not form.reference:
        first = next(index for index, line in enumerate(lines) if line.place == form.place)
        said = f"; the line before it is “{lines[first - 1].text[:120]}”" if first else ""
        message = (
            f"a form begins here, but no reference and title such as “LIB001 – Mobile libraries” "
            f"stand before it{said}."
        )
        return [Issue(Severity.ERROR, "form without reference", "", form.place, message)]
    if not form.title:
        return [Issue(Severity.ERROR, "title missing", form.reference, form.place, "the title is missing.")]
    return []


def parse_option_pages(lines: DocumentLines) -> ParsedDocument:
    """Return the proposals of a document of option forms; raises UnreadableDocument when it holds none."""
    return parsed_document(read_option_pages(lines))


def parsed_document(document: OptionDocument) -> ParsedDocument:
    """Return the forms as parsed proposals; the years are those that most of the forms state."""
    base_years = Counter(form.base_year for form in document.forms if form.base_year)
    return ParsedDocument(
        title="",
        years=_usual_years(document.forms),
        proposals=tuple(_proposal(form, document.savings_sign) for form in document.forms),
        savings_sign=document.savings_sign,
        unit=document.unit,
        decimals=document.decimals,
        issues=document.issues,
        lines_read=document.lines_read,
        left_over=document.left_over,
        base_year=base_years.most_common(1)[0][0] if base_years else None,
    )


def _usual_years(forms: Sequence[OptionForm]) -> tuple[FinancialYear, ...]:
    spans = Counter(tuple(sorted(form.discrete)) for form in forms if form.discrete)
    if not spans:
        return ()
    usual = spans.most_common(1)[0][0]
    return years_from(usual[0], usual[-1] - usual[0] + 1)


def _proposal(form: OptionForm, sign: Sign) -> ParsedProposal:
    return ParsedProposal(
        title=form.title,
        place=form.place,
        places={
            part: form.place_of(heading)
            for part, heading in (
                ("start_year", START_YEAR),
                ("profile", PROFILE),
                ("fte", FTE),
                ("budget", GROSS),
            )
        },
        references=(form.reference,) if form.reference else (),
        service=form.service,
        savings=form.savings(sign),
        start_year=form.start_year,
        fte_changes=form.fte,
        budget=_budget(form),
        base_year=form.base_year,
        profile_note=form.profile_note,
        fte_note=form.fte_note,
        sections=tuple(
            ParsedSection(kind, "", text, Answer.ANSWERED, form.places.get(kind, form.place))
            for kind, text in form.statements.items()
        ),
    )


def _budget(form: OptionForm) -> ParsedBudget | None:
    if form.gross is None or form.income is None:
        return None
    return ParsedBudget(
        form.gross.pounds, form.income.pounds, form.base_year, form.budget_note, form.gross.place
    )
