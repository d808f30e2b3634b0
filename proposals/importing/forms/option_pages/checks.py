"""Check an option form and a document of them: sections, totals, units, references, signs, beginning and end."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.savings_together import net_budget
from proposals.importing.forms.business_cases.sections import looks_like_heading
from proposals.importing.forms.checks import check_end, lacking_at_the_end
from proposals.importing.forms.headings import OPTION_FORM
from proposals.importing.forms.option_pages.reader import SMALL_BUDGET, OptionForm
from proposals.importing.forms.option_pages.sections import (
    BUDGETS,
    FIGURES,
    FORM,
    MORE,
    NARRATIVE,
    refuse_adding_up,
    says_it_adds_up,
)
from proposals.importing.forms.sections import FormSections
from proposals.importing.forms.segmentation import FormLines, FoundForms
from proposals.importing.forms.titles import split_title
from proposals.importing.in_words import in_pounds
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from proposals.importing.parsed import ParsedProposal
from services.values.money import Sign, format_fte

_FAR_TOO_MUCH = 10  # times the gross budget: more than new income, and less than a slip from £000 to £m
_SECTION_WORDS = re.compile(
    r"\b(?:risks?|mitigations?|implications?|assessment|impacts?|consultation|dependencies|timescales?|milestones|"
    r"alternatives|governance|stakeholders?|assumptions?)\b",
    re.IGNORECASE,
)
_LAST_LINES = 3
_QUOTED = 120


def check_sections(sections: FormSections, *, is_last: bool) -> None:
    """Add what is missing of the form to its findings; the last form may have been cut short."""
    missing = [OPTION_FORM[kind] for kind in FORM if kind not in sections.by_kind]
    written = {section.kind for section in sections.in_order if section.lines}
    trailing = [OPTION_FORM[kind] for kind in lacking_at_the_end(list(OPTION_FORM_KINDS), written)]
    adding_up = [line for line in sections.left_over if says_it_adds_up(line.text)]
    profile = OPTION_FORM["profile"]
    if profile in missing and adding_up:
        refuse_adding_up(sections, adding_up[0])
        said = [profile]
    elif profile in missing or (is_last and len(trailing) > 1):
        said = [profile if profile in missing else trailing[0]]
        why = " The document seems to be cut short here." if is_last and trailing else ""
        message = f"“{said[0].wording}” is missing or empty.{why}"
        sections.error("form incomplete", sections.place, message)
    elif is_last and trailing:
        said = trailing
        message = f"the last form has nothing under “{said[0].wording}”: the document may be cut short."
        sections.question("last section missing", sections.place, message)
    else:
        said = []
    absent_budgets = [heading for heading in missing if heading.kind in BUDGETS]
    if 0 < len(absent_budgets) < len(BUDGETS):
        message = f"“{absent_budgets[0].wording}” is missing."
        sections.error("budget incomplete", sections.place, message)
        said = [*said, *absent_budgets]
    for heading in missing:
        if heading not in said:
            message = f"the form has no “{heading.wording}”."
            sections.note("heading missing", sections.place, message)
    _check_what_stands_under_headings(sections)


def _check_what_stands_under_headings(sections: FormSections) -> None:
    for section in (sections[kind] for kind in FIGURES if kind in sections.by_kind):
        if section.found is None:
            message = f"the heading “{section.heading.wording}” is missing; its value was found."
            sections.note("heading missing", section.place, message)
        elif section.kind in BUDGETS and not section.values:
            message = f"there is no amount under “{section.heading.wording}”."
            sections.error("budget incomplete", section.place, message)
    for section in (sections[kind] for kind in (*NARRATIVE, *MORE) if kind in sections.by_kind):
        for line in _like_headings(section.lines):
            message = (
                f"“{line.text}” stands apart as a heading does, but the form has none of that name; it and what "
                f"follows were read as part of “{section.heading.wording}”."
            )
            sections.note("may be a heading", line.place, message)
        if not section.lines and section.kind in NARRATIVE:
            message = f"nothing is written under “{section.heading.wording}”."
            sections.note("section empty", section.place, message)


def _like_headings(lines: Sequence[Line]) -> list[Line]:
    """Return the lines inside a section that stand apart, read like a heading and have text behind them.

    Where every line stands apart, the words have to be those of a heading, too.
    """
    all_apart = all(line.opens_cell for line in lines)
    return [
        line
        for line, following in pairwise(lines)
        if line is not lines[0]
        and line.opens_cell
        and following.opens_cell
        and looks_like_heading(line.text)
        and (not all_apart or _SECTION_WORDS.search(line.text))
    ]


def check_document(
    document: DocumentLines, found: FoundForms, forms: Sequence[OptionForm], sign: Sign
) -> Iterator[Issue]:
    """Yield where titles lack, figures differ from one another, signs are doubtful, or the end is missing."""
    for source, form in zip(found.forms, forms, strict=True):
        yield from _check_title(source, document.lines)
        yield from _check_budget(form)
        yield from _check_profile(form)
        yield from _check_fte(form)
        yield from _check_years(form)
    proposals = [form.proposal for form in forms]
    yield from _doubtful_signs(forms, sign)
    yield from _listed_without_form(proposals, (*found.before, *found.outside))
    yield from _cut_short(document, proposals)


def _check_title(form: FormLines, lines: Sequence[Line]) -> Iterator[Issue]:
    if not form.start.reference:
        first = next(index for index, line in enumerate(lines) if line.place == form.place)
        said = f"; the line before it is “{lines[first - 1].text[:_QUOTED]}”" if first else ""
        message = (
            f"a form begins here, but no reference and title such as “LIB001 – Mobile libraries” "
            f"stand before it{said}."
        )
        yield Issue(Severity.ERROR, "form without reference", "", form.place, message)
    elif not form.start.title:
        yield Issue(
            Severity.ERROR, "title missing", form.start.reference, form.place, "the title is missing."
        )


def _difference(form: OptionForm, code: str, place: str, message: str) -> Issue:
    return Issue(Severity.QUESTION, code, form.proposal.reference, place, message)


def _check_budget(form: OptionForm) -> Iterator[Issue]:
    if form.gross and form.income and form.net:
        computed = net_budget(form.gross.pounds, form.income.pounds)
        if computed != form.net.pounds:
            stated = in_pounds(form.net.pounds)
            message = f"the net budget is stated as {stated}, but gross less income is {in_pounds(computed)}."
            yield _difference(form, "net budget", form.net.place, message)
    for amount in (form.gross, form.income):
        if amount and amount.pounds < 0:
            message = f"{in_pounds(amount.pounds)}: gross and income budgets are written as positive amounts."
            yield Issue(Severity.ERROR, "negative budget", form.proposal.reference, amount.place, message)


def _check_profile(form: OptionForm) -> Iterator[Issue]:
    proposal = form.proposal
    if not proposal.savings:
        return
    place = proposal.place_of("profile")
    amounts = {year: YearAmounts(recurring_saving=pounds) for year, pounds in proposal.savings.items()}
    total = SavingsProfile.from_years(amounts).total
    if form.discrete_total is None:
        message = "the savings have no total to check."
        yield Issue(Severity.NOTE, "no total", proposal.reference, place, message)
    elif form.discrete_total.pounds != total:
        stated = in_pounds(form.discrete_total.pounds)
        message = f"the total saving is stated as {stated}, but the years add up to {in_pounds(total)}."
        yield _difference(form, "savings total", form.discrete_total.place, message)
    if form.gross and form.gross.pounds >= SMALL_BUDGET and abs(total) > _FAR_TOO_MUCH * form.gross.pounds:
        message = (
            f"the savings come to {in_pounds(total)}, more than the gross budget of "
            f"{in_pounds(form.gross.pounds)}: check the units of both."
        )
        yield _difference(form, "more than the budget", place, message)
    start, first = (
        proposal.start_year,
        min((year for year, pounds in proposal.savings.items() if pounds), default=None),
    )
    if start and first and first != start:
        message = f"the start year is {start}, but the first year with a saving is {first}."
        yield Issue(Severity.NOTE, "start year", proposal.reference, proposal.place, message)


def _check_fte(form: OptionForm) -> Iterator[Issue]:
    changes = form.proposal.fte_changes
    if not changes or form.fte_total is None:
        return
    total = FTEProfile.from_years(changes).total
    if total != form.fte_total:
        stated = format_fte(form.fte_total)
        message = f"the FTE total is stated as {stated}, but the years add up to {format_fte(total)}."
        yield _difference(form, "FTE total", form.fte_place, message)


def _check_years(form: OptionForm) -> Iterator[Issue]:
    """Yield the tables whose years leave one out: a year was misspelt, or a column is missing."""
    proposal = form.proposal
    for named, years, place in (
        ("savings", sorted(proposal.savings), proposal.place_of("profile")),
        ("FTE changes", sorted(proposal.fte_changes), form.fte_place),
    ):
        if years and years[-1] - years[0] + 1 != len(years):
            message = f"the years of the {named}, {', '.join(map(str, years))}, do not follow one another."
            yield Issue(Severity.ERROR, "years with a gap", proposal.reference, place, message)


def _doubtful_signs(forms: Sequence[OptionForm], sign: Sign) -> Iterator[Issue]:
    negative, positive = sum(form.total < 0 for form in forms), sum(form.total > 0 for form in forms)
    if negative and negative == positive:
        message = (
            f"{negative} options have a negative total and as many a positive one, so how the document prints "
            f"a saving is not certain; the {sign} ones were read as savings."
        )
        yield _difference(forms[0], "sign of savings", forms[0].proposal.place, message)
    changes = [change for form in forms for change in form.proposal.fte_changes.values() if change]
    if (positive or negative) and changes and all(change > 0 for change in changes):
        first = next(form for form in forms if any(form.proposal.fte_changes.values()))
        named = (
            "savings are printed without a minus, and so are all FTE changes"
            if positive > negative
            else "all FTE changes are printed without a minus"
        )
        message = f"{named}: they were read as more posts, not fewer. Print reductions with a minus if they are meant."
        yield _difference(first, "sign of FTE", first.fte_place, message)


def _listed_without_form(proposals: Sequence[ParsedProposal], left_over: Sequence[Line]) -> Iterator[Issue]:
    """Yield the options that a list of contents names and the document does not hold."""
    stored = {canonical_reference(item.reference) for item in proposals}
    listed = [(line, parted) for line in left_over if (parted := split_title(line.text))]
    if sum(canonical_reference(parted[0]) in stored for _, parted in listed) < max(len(listed) / 2, 1):
        return  # not a list of this document's options
    for line, (reference, title) in listed:
        if canonical_reference(reference) not in stored:
            message = f"the document lists {reference} – {title}, but contains no form of it."
            yield Issue(
                Severity.QUESTION, "listed without a form", proposals[-1].reference, line.place, message
            )


def _cut_short(document: DocumentLines, proposals: Sequence[ParsedProposal]) -> Iterator[Issue]:
    stored, last = {canonical_reference(item.reference) for item in proposals}, proposals[-1].reference
    for line in document.lines[-_LAST_LINES:]:
        begun = split_title(line.text)
        if begun and canonical_reference(begun[0]) not in stored:
            message = f"the document ends where the form of {begun[0]} seems to begin: it may be cut short."
            yield Issue(Severity.QUESTION, "ends abruptly", last, line.place, message)
            return
    yield from check_end(document, last)
