"""What a form states that differs from the proposal held, field by field, in words and figures people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from proposals.intake.base_budgets import BudgetSlot
from proposals.intake.option_pages.forms import OptionForm
from proposals.models import SavingsProposal
from proposals.querysets import profile_of
from proposals.records import STATEMENT_KINDS
from services.money import MoneyStyle, Sign, format_fte, format_money
from services.years import FinancialYear

_STYLE = MoneyStyle()


@dataclass(frozen=True)
class FieldChange:
    """One field that would change, with what it holds now and what it would hold."""

    field: str
    before: str
    after: str


def changes_between(
    proposal: SavingsProposal, form: OptionForm, slot: BudgetSlot | None, sign: Sign
) -> Iterator[FieldChange]:
    """Yield the fields of `proposal` that the form states otherwise; what the form leaves out stays."""
    yield from _text_changes(proposal, form)
    yield from _budget_changes(proposal, slot)
    yield from _profile_changes(proposal, form, sign)
    held_fte = {row.year: row.change for row in proposal.fte_impacts.all()}
    for year, change in form.fte.items():
        if held_fte.get(year) != change:
            yield FieldChange(f"FTE {year}", _fte(held_fte.get(year)), _fte(change))
    held_texts = {row.kind: row.text for row in proposal.statements.all()}
    for kind, text in form.statements.items():
        if held_texts.get(kind) != text:
            yield FieldChange(STATEMENT_KINDS[kind], held_texts.get(kind, ""), text)


def _text_changes(proposal: SavingsProposal, form: OptionForm) -> Iterator[FieldChange]:
    for name, before, after in (
        ("reference", proposal.reference, form.reference),
        ("title", proposal.title, form.title),
        ("start year", proposal.start_year, form.start_year),
        ("note on the savings profile", proposal.profile_note, form.profile_note),
        ("note on the FTE figures", proposal.fte_note, form.fte_note),
    ):
        if after and before != after:
            yield FieldChange(name, str(before or ""), str(after))
    # A service has one spelling, however each form writes its capitals.
    if form.service.casefold() != proposal.service.name.casefold():
        yield FieldChange("service", proposal.service.name, form.service)


def _budget_changes(proposal: SavingsProposal, slot: BudgetSlot | None) -> Iterator[FieldChange]:
    if slot is None:
        return
    held = proposal.base_budget
    for name, before, after in (
        ("gross budget", held and held.gross, slot.gross),
        ("income budget", held and held.income, slot.income),
    ):
        if before != after:
            yield FieldChange(f"{name} {slot.year}", _money(before), _money(after))
    if held is None or held.year != slot.year:
        yield FieldChange("base year", str(held.year) if held else "", str(slot.year))
    if slot.note and (held is None or held.note != slot.note):
        yield FieldChange("note on the net budget", held.note if held else "", slot.note)


def held_savings(proposal: SavingsProposal, stated: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
    """Return what the proposal holds by year, in the measure in which a document can state it.

    An officer may since have parted a saving into a recurring and a one-off amount. The document's
    figure then is either still the change against the year before, in which a one-off saving falls out
    again, or what was entered for the year in all. Whichever fits more years is compared.
    """
    rows = list(proposal.year_profiles.all())
    entered = {row.year: row.recurring_saving + row.one_off_saving for row in rows}
    discrete = profile_of(proposal).discrete
    change = {year: discrete[year] for year in entered}

    def fitting(held: Mapping[FinancialYear, int]) -> int:
        return sum(held.get(year) == pounds for year, pounds in stated.items())

    return change if fitting(change) >= fitting(entered) else entered


def _profile_changes(proposal: SavingsProposal, form: OptionForm, sign: Sign) -> Iterator[FieldChange]:
    savings = form.savings(sign)
    held = held_savings(proposal, savings)
    for year, saving in savings.items():
        if held.get(year) != saving:
            yield FieldChange(f"saving {year}", _money(held.get(year)), _money(saving))


def _money(pounds: int | None) -> str:
    return "" if pounds is None else format_money(pounds, _STYLE)


def _fte(change: Decimal | None) -> str:
    return "" if change is None else format_fte(change)
