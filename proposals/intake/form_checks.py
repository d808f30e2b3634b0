"""Whether what an option form states holds together: its sections, its totals, its place in the document."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from proposals.intake.findings import Finding, Level
from proposals.intake.form_sections import FormSections
from proposals.intake.forms import BUDGETS, FIGURES, NARRATIVE, PROFILE, OptionForm
from proposals.intake.lines import DocumentLines, Line
from proposals.references import canonical_reference
from proposals.savings_profile import FTEProfile, SavingsProfile, YearAmounts, net_budget
from services.money import MoneyStyle, Sign, format_fte, format_money

_STYLE = MoneyStyle()
_ENDS_SENTENCE = (".", "!", "?", ":", ";", ")", "”", '"', "'", "’", "]")


def check_sections(sections: FormSections, *, is_last: bool) -> None:
    """Add what is missing of the form to its findings; the last form may have been cut short."""
    missing = sections.missing()
    trailing = _missing_at_the_end(sections)
    if PROFILE in missing or (is_last and len(trailing) > 1):
        first = PROFILE if PROFILE in missing else trailing[0]
        why = " The document seems to be cut short here." if is_last and trailing else ""
        _add(sections, Level.ERROR, "form incomplete", f"“{first.wording}” is missing.{why}")
        missing.remove(first)
    elif is_last and trailing:
        _add(
            sections,
            Level.DIFFERENCE,
            "last section missing",
            f"the last form has no “{trailing[0].wording}”: the document may be cut short.",
        )
        missing.remove(trailing[0])
    absent_budgets = [heading for heading in BUDGETS if heading in missing]
    if 0 < len(absent_budgets) < len(BUDGETS):
        _add(sections, Level.ERROR, "budget incomplete", f"“{absent_budgets[0].wording}” is missing.")
        missing = [heading for heading in missing if heading not in absent_budgets]
    for heading in missing:
        _add(sections, Level.NOTE, "heading missing", f"the form has no “{heading.wording}”.")
    for heading in FIGURES:
        if heading.name in sections.content and heading.name not in sections.found:
            place = sections.places[heading.name]
            sections.note(
                "heading missing", place, f"the heading “{heading.wording}” is missing; its value was found."
            )


def _missing_at_the_end(sections: FormSections) -> list:
    trailing = []
    for heading in reversed(NARRATIVE):
        if heading.name in sections.content:
            break
        trailing.insert(0, heading)
    return trailing


def check_figures(form: OptionForm, sign: Sign) -> Iterator[Finding]:
    """Yield where the form's stated totals and net budget differ from what its figures come to."""
    if form.gross and form.income and form.net:
        computed = net_budget(form.gross.pounds, form.income.pounds)
        if computed != form.net.pounds:
            yield _difference(
                form,
                "net budget",
                form.net.place,
                f"the net budget is stated as {_money(form.net.pounds)}, but gross less income is "
                f"{_money(computed)}.",
            )
        if form.gross.pounds < 0 or form.income.pounds < 0:
            yield Finding(
                Level.ERROR,
                "negative budget",
                form.reference,
                form.gross.place,
                "gross and income budgets are written as positive amounts.",
            )
    yield from _check_profile(form, sign)
    yield from _check_fte(form)


def _check_profile(form: OptionForm, sign: Sign) -> Iterator[Finding]:
    if not form.discrete:
        return
    amounts = {
        year: YearAmounts(recurring_saving=pounds) for year, pounds in form.savings("positive").items()
    }
    total = SavingsProfile.from_years(amounts).total
    if form.discrete_total and form.discrete_total.pounds != total:
        yield _difference(
            form,
            "savings total",
            form.discrete_total.place,
            f"the total saving is stated as {_money(form.discrete_total.pounds)}, but the years add up to "
            f"{_money(total)}.",
        )
    first = next((year for year, pounds in sorted(form.discrete.items()) if pounds), None)
    if form.start_year and first and first != form.start_year:
        yield Finding(
            Level.NOTE,
            "start year",
            form.reference,
            form.place,
            f"the start year is {form.start_year}, but the first year with a saving is {first}.",
        )
    if total and (total < 0) != (sign == "negative"):
        yield Finding(
            Level.NOTE,
            "opposite sign",
            form.reference,
            form.place,
            f"the total is printed as {_money(total)}, against the sign of the other options: it was read "
            "as a cost to the budget.",
        )


def _check_fte(form: OptionForm) -> Iterator[Finding]:
    if not form.fte or form.fte_total is None:
        return
    total = FTEProfile.from_years(form.fte).total
    if total != form.fte_total:
        yield _difference(
            form,
            "FTE total",
            form.fte_place,
            f"the FTE total is stated as {_fte(form.fte_total)}, but the years add up to {_fte(total)}.",
        )


def check_document(document: DocumentLines, forms: Sequence[OptionForm]) -> Iterator[Finding]:
    """Yield repeated references, and an end in the middle of a sentence."""
    counts = Counter(canonical_reference(form.reference) for form in forms)
    first_places: dict[str, str] = {}
    for form in forms:
        key = canonical_reference(form.reference)
        if counts[key] > 1 and key in first_places:
            yield Finding(
                Level.ERROR,
                "repeated reference",
                form.reference,
                form.place,
                f"the reference stands twice in the document; it was first used at {first_places[key]}.",
            )
        first_places.setdefault(key, form.place)
    last = document.lines[-1]
    if document.ends_abruptly and not last.text.endswith(_ENDS_SENTENCE):
        yield Finding(
            Level.DIFFERENCE,
            "ends abruptly",
            forms[-1].reference,
            last.place,
            "the document ends in the middle of a sentence: it may be cut short.",
        )


def check_left_over(left_over: Sequence[Line]) -> Iterator[Finding]:
    """Yield a note for every line that has no place in a form, so that nothing printed is lost unseen."""
    for line in left_over:
        shown = line.text if len(line.text) <= 120 else line.text[:117] + "…"
        yield Finding(Level.NOTE, "left over", "", line.place, f"not part of any form: “{shown}”")


def _add(sections: FormSections, level: Level, code: str, message: str) -> None:
    sections.findings.append(Finding(level, code, sections.reference, sections.place, message))


def _difference(form: OptionForm, code: str, place: str, message: str) -> Finding:
    return Finding(Level.DIFFERENCE, code, form.reference, place, message)


def _money(pounds: int) -> str:
    return format_money(pounds, _STYLE)


def _fte(change: Decimal) -> str:
    return format_fte(change)
