"""Option forms as parsed proposals, so that they are planned and applied as every other document is."""

from collections import Counter
from collections.abc import Sequence

from proposals.importing.forms.option_pages.forms import (
    FTE,
    GROSS,
    PROFILE,
    START_YEAR,
    OptionForm,
)
from proposals.importing.forms.option_pages.layout import OptionDocument, read_option_pages
from proposals.importing.lines import DocumentLines
from proposals.importing.parsed import Answer, ParsedBudget, ParsedDocument, ParsedProposal, ParsedSection
from services.values.money import Sign
from services.values.years import FinancialYear, years_from


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
