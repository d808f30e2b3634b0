"""What a form states that differs from the proposal held, field by field, in words and figures people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.domain.records import STATEMENT_KINDS
from proposals.importing.base_budgets import BudgetSlot
from proposals.importing.option_pages.forms import OptionForm
from proposals.models import FTEImpact, ImpactStatement, SavingsProposal, YearProfile
from proposals.models.records import profile_of
from services.audit.history import RecordedModel
from services.values.money import MoneyStyle, Sign, format_fte, format_money
from services.values.years import FinancialYear

_STYLE = MoneyStyle()

Written = tuple[RecordedModel, tuple[str, ...]]
"""A row and those of its fields that are written; a row that is not held yet has no key."""
AMOUNTS_OF_A_SAVING = ("recurring_saving", "one_off_saving")


@dataclass(frozen=True)
class FieldChange:
    """One field that would change, with what it holds now and what it would hold.

    `written` says where it is held, to ask the history who put it there.
    """

    field: str
    before: str
    after: str
    written: tuple[Written, ...] = field(default=(), compare=False, repr=False)


def changes_between(
    proposal: SavingsProposal, form: OptionForm, slot: BudgetSlot | None, sign: Sign
) -> Iterator[FieldChange]:
    """Yield the fields of `proposal` that the form states otherwise; what the form leaves out stays."""
    yield from _text_changes(proposal, form)
    yield from budget_changes(proposal, slot)
    yield from _profile_changes(proposal, form, sign)
    held_fte = {row.year: row for row in proposal.fte_impacts.all()}
    for year, change in form.fte.items():
        post = held_fte.get(year)
        if post is None or post.change != change:
            where = post or FTEImpact(proposal=proposal, year=year)
            before = _fte(post.change if post else None)
            yield FieldChange(f"FTE {year}", before, _fte(change), ((where, ("change",)),))
    held_texts = {row.kind: row for row in proposal.statements.all()}
    for kind, text in form.statements.items():
        held = held_texts.get(kind)
        if held is None or held.text != text:
            row = held or ImpactStatement(proposal=proposal, kind=kind)
            yield FieldChange(STATEMENT_KINDS[kind], held.text if held else "", text, ((row, ("text",)),))


def _text_changes(proposal: SavingsProposal, form: OptionForm) -> Iterator[FieldChange]:
    for label, name, after in (
        ("reference", "reference", form.reference),
        ("title", "title", form.title),
        ("start year", "start_year", form.start_year),
        ("note on the savings profile", "profile_note", form.profile_note),
        ("note on the FTE figures", "fte_note", form.fte_note),
    ):
        before = getattr(proposal, name)
        if after and before != after:
            yield FieldChange(label, str(before or ""), str(after), ((proposal, (name,)),))
    # A service has one spelling, however each form writes its capitals.
    if form.service.casefold() != proposal.service.name.casefold():
        where = ((proposal, ("service",)), (proposal.service, ("name",)))
        yield FieldChange("service", proposal.service.name, form.service, where)


def budget_changes(proposal: SavingsProposal, slot: BudgetSlot | None) -> Iterator[FieldChange]:
    """Yield what of the base budget that the proposal rests on would change."""
    if slot is None:
        return
    held = proposal.base_budget

    def where(name: str) -> tuple[Written, ...]:
        chosen: Written = (proposal, ("base_budget",))
        return (chosen, (held, (name,))) if held else (chosen,)

    for name, before, after in (
        ("gross", held and held.gross, slot.gross),
        ("income", held and held.income, slot.income),
    ):
        if before != after:
            yield FieldChange(f"{name} budget {slot.year}", _money(before), _money(after), where(name))
    if held is None or held.year != slot.year:
        yield FieldChange("base year", str(held.year) if held else "", str(slot.year), where("year"))
    if slot.note and (held is None or held.note != slot.note):
        yield FieldChange("note on the net budget", held.note if held else "", slot.note, where("note"))


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
    rows = {row.year: row for row in proposal.year_profiles.all()}
    for year, saving in savings.items():
        if held.get(year) != saving:
            row = rows.get(year) or YearProfile(proposal=proposal, year=year)
            where = ((row, AMOUNTS_OF_A_SAVING),)
            yield FieldChange(f"saving {year}", _money(held.get(year)), _money(saving), where)


def _money(pounds: int | None) -> str:
    return "" if pounds is None else format_money(pounds, _STYLE)


def _fte(change: Decimal | None) -> str:
    return "" if change is None else format_fte(change)
