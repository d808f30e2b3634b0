"""The layout of the option form: from a document's lines to one plain form per option.

What the council prints is kept as it stands; nothing here knows the database. The sign of a saving is
the document's own: where most totals are negative, savings are printed negative.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from proposals.importing.forms.checks import check_left_over
from proposals.importing.forms.headings import OPTION_FORM
from proposals.importing.forms.option_pages.checks import check_document, check_sections, savings_sign
from proposals.importing.forms.option_pages.forms import SERVICE, OptionForm
from proposals.importing.forms.option_pages.reader import FormReader
from proposals.importing.forms.option_pages.sections import read_sections
from proposals.importing.forms.option_pages.segmentation import FormLines, find_forms, one_heading_a_line
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line, NothingFound
from proposals.importing.markup import without_markup
from proposals.importing.parsed import ParsedDocument
from proposals.importing.running_lines import without_running_lines
from services.values.years import years_from


@dataclass(frozen=True)
class OptionDocument:
    """All forms of a document as printed, and the proposals that they are."""

    forms: tuple[OptionForm, ...]
    parsed: ParsedDocument


def parse_option_pages(lines: DocumentLines) -> ParsedDocument:
    """Return the proposals of a document of option forms; raises UnreadableDocument when it holds none."""
    return read_option_pages(lines).parsed


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
        check_sections(sections, is_last=form_lines is found.forms[-1])
        issues.extend(sections.issues)
        left_over.extend(sections.left_over)
    issues.extend(check_document(document, forms, found.left_over))
    issues.extend(check_left_over(left_over))
    return OptionDocument(tuple(forms), _parsed(forms, issues, lines_read, left_over))


def _parsed(
    forms: Sequence[OptionForm], issues: Sequence[Issue], lines_read: int, left_over: Sequence[Line]
) -> ParsedDocument:
    """Return the forms as proposals, a saving positive; the years and the unit are those of most of the forms."""
    sign = savings_sign(forms)
    turned = -1 if sign == "negative" else 1
    spans = Counter(tuple(sorted(form.proposal.savings)) for form in forms if form.proposal.savings)
    usual = spans.most_common(1)[0][0] if spans else ()
    base_years = Counter(form.proposal.base_year for form in forms if form.proposal.base_year)
    # A form whose savings cannot be read says nothing of the others' unit.
    unit = Counter(
        form.unit for form in [form for form in forms if form.proposal.savings] or forms
    ).most_common(1)[0][0]
    return ParsedDocument(
        title="",
        years=years_from(usual[0], usual[-1] - usual[0] + 1) if usual else (),
        proposals=tuple(
            replace(
                form.proposal,
                savings={year: turned * pounds for year, pounds in form.proposal.savings.items()},
            )
            for form in forms
        ),
        savings_sign=sign,
        unit=unit,
        decimals=0 if unit == "pounds" else max(form.decimals for form in forms if form.unit == unit),
        issues=tuple(issues),
        lines_read=lines_read,
        left_over=tuple(left_over),
        base_year=base_years.most_common(1)[0][0] if base_years else None,
    )


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
