"""The layout of the business case: from a document's lines to one stated proposal per case.

What the council prints is kept as it stands; nothing here knows the database. The savings by year of a
case stand in its prose only, so its profile is never complete.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from proposals.importing.forms.business_cases.head import read_head, sort_head
from proposals.importing.forms.business_cases.headline import Headline, sign_of
from proposals.importing.forms.business_cases.sections import looks_like_heading, sort_sections
from proposals.importing.forms.business_cases.segmentation import (
    CaseSource,
    FoundCases,
    case_lines,
    find_cases,
    with_wrapped_blocks,
)
from proposals.importing.forms.business_cases.statements import with_statements
from proposals.importing.forms.checks import check_last_case, check_left_over, check_references
from proposals.importing.forms.headings import BUSINESS_CASE, plain
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line, NothingFound, is_page_number
from proposals.importing.markup import without_markup
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.running_lines import without_running_lines
from services.values.money import Sign, Unit
from services.values.years import FinancialYear, years_from

_FEWEST_TO_RECUR = 3
_QUOTED = 120


@dataclass(frozen=True)
class ReadCase:
    """One business case as read, before the sign of the document's savings is known."""

    proposal: ParsedProposal
    main_references: tuple[str, ...]
    headline: Headline
    heading_kinds: tuple[str, ...]
    issues: tuple[Issue, ...]
    left_over: tuple[Line, ...]


def read_business_cases(document: DocumentLines) -> ParsedDocument:
    """Return the business cases of a document.

    Raises UnreadableDocument when there is not one in it. All else that is wrong is a finding.
    """
    document, markup = without_markup(document)
    kept, running = without_running_lines(document, lambda text: BUSINESS_CASE.heading_of(text) is not None)
    whole = case_lines(kept)
    lines = with_wrapped_blocks(whole)
    page_numbers = [line for line in lines if is_page_number(line.text)]
    found = find_cases([line for line in lines if not is_page_number(line.text)])
    if not found.cases:
        raise NothingFound(
            "No business case was found. A case begins with the line “Business Case” and its reference and title, "
            "followed by a table with “Project Title”, “Saving” and “Business Planning Reference”."
        )
    recurring = _recurring(found)
    cases = [_read_case(source, recurring) for source in found.cases]
    sign = sign_of([worth for case in cases if (worth := case.headline.worth)])
    title, *before = found.before or (None,)
    unplaced = (line for case in cases for line in case.left_over)
    left_over = (*running, *filter(None, before), *unplaced, *found.behind, *page_numbers)
    unit, decimals = _unit(cases)
    return ParsedDocument(
        title=title.text if title else "",
        years=_years(cases),
        proposals=tuple(_with_sign(case, sign) for case in cases),
        savings_sign=sign,
        unit=unit,
        decimals=decimals,
        issues=(
            *(issue for case in cases for issue in case.issues),
            *check_references((case.proposal, case.main_references) for case in cases),
            *check_last_case(document, [case.heading_kinds for case in cases], cases[-1].proposal.reference),
            *document.notes,
            *_opposite_signs(cases, sign),
            *markup,
            *check_left_over(left_over),
        ),
        lines_read=len(whole) + len(running),
        left_over=left_over,
    )


def _read_case(source: CaseSource, recurring: Collection[str]) -> ReadCase:
    found: list[Issue] = []

    def report(severity: Severity, code: str, place: str, message: str) -> None:
        found.append(Issue(severity, code, "", place, message))

    head_lines = sort_head(source.lines, report)
    head = read_head(head_lines, source.place, source.committee, report)
    sections, unplaced = sort_sections(source.lines[head_lines.end :], recurring, report)
    proposal = with_statements(head.proposal, sections, report)
    return ReadCase(
        proposal,
        head.main_references,
        head.headline,
        tuple(section.kind for section in sections),
        tuple(replace(issue, reference=proposal.reference) for issue in found),
        (*head_lines.left_over, *unplaced),
    )


def _with_sign(case: ReadCase, sign: Sign) -> ParsedProposal:
    turned = -1 if sign == "negative" else 1
    total = case.headline.amount
    savings = {year: turned * pounds for year, pounds in case.headline.years.items()}
    return replace(case.proposal, total=None if total is None else turned * total, savings=savings)


def _opposite_signs(cases: Iterable[ReadCase], sign: Sign) -> Iterator[Issue]:
    """Yield the cases whose saving is printed against the sign of the other ones."""
    for case in cases:
        worth = case.headline.worth
        if worth and (worth < 0) != (sign == "negative"):
            proposal = case.proposal
            message = (
                f"the saving is printed as “{case.headline.printed[:_QUOTED]}”, against the sign of the other cases: "
                "it was read as a cost to the budget."
            )
            name = proposal.reference or proposal.title[:_QUOTED]
            yield Issue(Severity.QUESTION, "opposite sign", name, proposal.place, message)


def _years(cases: Iterable[ReadCase]) -> tuple[FinancialYear, ...]:
    named = {year for case in cases for year in (case.headline.years or [case.headline.year]) if year}
    return years_from(min(named), max(named) - min(named) + 1) if named else ()


def _unit(cases: Sequence[ReadCase]) -> tuple[Unit, int]:
    """Return the unit that most headlines are printed in, and their most decimals."""
    units = Counter(case.headline.unit for case in cases if case.headline.unit)
    unit: Unit = units.most_common(1)[0][0] if units else "pounds"
    return unit, max((case.headline.decimals for case in cases if case.headline.unit == unit), default=0)


def _recurring(found: FoundCases) -> set[str]:
    """Return the lines that read like a heading, none of the template's, in every third case or more."""
    counts: Counter[str] = Counter()
    for case in found.cases:
        seen = {
            plain(line.text)
            for line, following in zip(case.lines, case.lines[1:], strict=False)
            if looks_like_heading(line.text) and not _is_heading(line) and not _is_heading(following)
        }
        counts.update(seen)
    least = max(_FEWEST_TO_RECUR, -(-len(found.cases) // 3))
    return {words for words, count in counts.items() if count >= least}


def _is_heading(line: Line) -> bool:
    return BUSINESS_CASE.heading_of(line.text) is not None
