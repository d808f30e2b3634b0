"""A document of forms of one template: from its lines to the proposals that they are.

What the council prints is kept as it stands; nothing here knows the database. The sign of a saving is the document's
own: where most totals are negative, savings are printed negative.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from proposals.importing.forms.checks import check_left_over, check_references
from proposals.importing.forms.headings import Template
from proposals.importing.forms.sections import FormSections
from proposals.importing.forms.segmentation import FoundForms
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line, NothingFound, is_page_number
from proposals.importing.markup import without_markup
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.running_lines import without_running_lines
from proposals.importing.words_and_figures import DIFFERS, differing_words
from services.values.money import Sign, Unit
from services.values.years import FinancialYear, years_from

_QUOTED = 120


@dataclass(frozen=True)
class ReadForm:
    """One form as read: the proposal, with the printed sign on its savings, and what was noticed.

    `own` are those of its references that are its own, `saving` is what it prints as its saving. `unit` is None where
    none is known.
    """

    proposal: ParsedProposal
    sections: FormSections
    own: Sequence[str]
    unit: Unit | None
    decimals: int
    saving: str

    @property
    def total(self) -> int:
        """What it saves over all years, with the printed sign; zero where that is not known."""
        return self.proposal.total or sum(self.proposal.savings.values())


Form = TypeVar("Form", bound=ReadForm)


@dataclass(frozen=True)
class FormKind(Generic[Form]):
    """A kind of form: its template, and what it alone does to find, read and check its forms.

    `noun` is what the messages call one; where the document `has_title`, it is the first line before the forms.
    """

    template: Template
    noun: str
    nothing_found: str
    find: Callable[[Sequence[Line]], FoundForms]
    read: Callable[[FoundForms], Iterable[Form]]
    check: Callable[[DocumentLines, FoundForms, Sequence[Form], Sign], Iterable[Issue]]
    usual_sign: Sign
    """The sign on savings where the figures of a document tell none."""
    has_title: bool = False


def read_forms(kind: FormKind[Form], document: DocumentLines) -> tuple[tuple[Form, ...], ParsedDocument]:
    """Return the forms of a document as printed, and the proposals that they are.

    Raises UnreadableDocument when there is not one form in it. All else that is wrong is a finding.
    """
    document, markup = without_markup(document)
    kept, running = without_running_lines(document, lambda text: kind.template.heading_at(text) is not None)
    numbers = [line for line in kept if is_page_number(line.text)]
    found = kind.find([line for line in kept if not is_page_number(line.text)])
    if not found.forms:
        raise NothingFound(kind.nothing_found)
    forms = tuple(kind.read(found))
    sign = _savings_sign(forms, kind.usual_sign)
    title = found.before[0].text if kind.has_title and found.before else ""
    before = found.before[1:] if title else found.before
    unplaced = (line for form in forms for line in form.sections.left_over)
    order = {line.place: index for index, line in enumerate(document.lines)}
    left_over = tuple(
        sorted((*running, *before, *unplaced, *found.outside, *numbers), key=lambda line: order[line.place])
    )
    unit, decimals = _unit(forms)
    base_years = Counter(form.proposal.base_year for form in forms if form.proposal.base_year)
    issues = (
        *(
            replace(issue, reference=form.proposal.reference)
            for form in forms
            for issue in sorted(form.sections.issues, key=lambda issue: order.get(issue.place, 0))
        ),
        *check_references((form.proposal, form.own) for form in forms),
        *kind.check(document, found, forms, sign),
        *document.notes,
        *_opposite_signs(kind, forms, sign),
        *_differing_words(form.proposal for form in forms),
        *markup,
        *check_left_over(left_over),
    )
    parsed = ParsedDocument(
        title=title,
        years=_years(forms),
        proposals=tuple(_with_sign(form.proposal, sign) for form in forms),
        savings_sign=sign,
        unit=unit,
        decimals=decimals,
        issues=issues,
        lines_read=found.lines_read + len(running) + len(numbers),
        left_over=left_over,
        base_year=base_years.most_common(1)[0][0] if base_years else None,
    )
    return forms, parsed


def _savings_sign(forms: Sequence[ReadForm], usual: Sign) -> Sign:
    """Return the sign that most totals of the forms carry, that of their sum when they are even."""
    totals = [form.total for form in forms]
    said = sum((total > 0) - (total < 0) for total in totals) or sum(totals)
    return usual if said == 0 else "negative" if said < 0 else "positive"


def _with_sign(proposal: ParsedProposal, sign: Sign) -> ParsedProposal:
    turned = -1 if sign == "negative" else 1
    savings = {year: turned * pounds for year, pounds in proposal.savings.items()}
    return replace(
        proposal, total=None if proposal.total is None else turned * proposal.total, savings=savings
    )


def _opposite_signs(kind: FormKind[Form], forms: Iterable[ReadForm], sign: Sign) -> Iterator[Issue]:
    """Yield the forms whose saving is printed against the sign of the other ones."""
    for form in forms:
        if form.total and (form.total < 0) != (sign == "negative"):
            proposal = form.proposal
            message = (
                f"the saving is printed as {form.saving[:_QUOTED]}, against the sign of the other {kind.noun}s: it was "
                "read as a cost to the budget."
            )
            name = proposal.reference or proposal.title[:_QUOTED]
            place = proposal.place_of("profile")
            yield Issue(Severity.QUESTION, "opposite sign", name, place, message)


def _differing_words(proposals: Iterable[ParsedProposal]) -> Iterator[Issue]:
    for proposal in proposals:
        for message in differing_words(proposal):
            yield Issue(Severity.NOTE, DIFFERS, proposal.reference, proposal.place, message)


def _years(forms: Sequence[ReadForm]) -> tuple[FinancialYear, ...]:
    """Return the years of most forms, or all that are named where none states the years between."""
    spans = [
        tuple(sorted(form.proposal.savings))
        for form in forms
        if form.proposal.profile_complete and form.proposal.savings
    ]
    named = {year for form in forms for year in form.proposal.savings}
    span = Counter(spans).most_common(1)[0][0] if spans else sorted(named)
    return years_from(span[0], span[-1] - span[0] + 1) if span else ()


def _unit(forms: Sequence[ReadForm]) -> tuple[Unit, int]:
    """Return the unit that most savings are printed in, and their most decimals."""
    units = Counter(form.unit for form in forms if form.unit)
    unit: Unit = units.most_common(1)[0][0] if units else "pounds"
    of_unit = (form.decimals for form in forms if form.unit == unit)
    return unit, 0 if unit == "pounds" else max(of_unit, default=0)
