"""Which base budget each form means: the service's one, the same one corrected, or a part of the service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from proposals.intake.findings import Finding, Level
from proposals.intake.forms import OptionForm
from proposals.references import canonical_reference
from services.money import MoneyStyle, format_money
from services.years import FinancialYear

ServiceKey = tuple[str, str]
"""A directorate's code and a service's name in small letters."""


@dataclass
class BudgetSlot:
    """One base budget, held already (`key` is its primary key) or to be made.

    `other_users` is true when a proposal that is not in the document rests on it.
    """

    service: ServiceKey
    year: FinancialYear
    part: str
    gross: int
    income: int
    note: str
    key: int | None = None
    other_users: bool = False
    claimed: bool = False
    is_changed: bool = field(default=False)

    def states(self, form: OptionForm) -> bool:
        """Return whether the form states these amounts."""
        return bool(form.gross and form.income) and (self.gross, self.income) == _amounts(form)


@dataclass(frozen=True)
class BudgetAssignment:
    """The slot of each form by canonical reference, and the findings on the way."""

    by_reference: dict[str, BudgetSlot]
    findings: tuple[Finding, ...]


def assign_budgets(
    forms: Sequence[tuple[OptionForm, ServiceKey]], held: Iterable[BudgetSlot], base_year: FinancialYear
) -> BudgetAssignment:
    """Return the base budget of every form that states one.

    Forms that agree with a held budget keep it. A held budget that nobody else rests on is corrected.
    Otherwise the form's amounts become a part of the service of their own, which is a finding.
    """
    slots = list(held)
    assigned: dict[str, BudgetSlot] = {}
    findings: list[Finding] = []
    stated = [(form, service) for form, service in forms if form.gross and form.income]
    waiting = []
    for form, service in stated:
        slot = _agreeing(slots, form, service, form.base_year or base_year)
        if slot:
            _claim(slot, form)
            assigned[canonical_reference(form.reference)] = slot
        else:
            waiting.append((form, service))
    for form, service in waiting:
        slot, finding = _place(slots, form, service, form.base_year or base_year)
        assigned[canonical_reference(form.reference)] = slot
        if finding:
            findings.append(finding)
    return BudgetAssignment(assigned, tuple(findings))


def _agreeing(
    slots: list[BudgetSlot], form: OptionForm, service: ServiceKey, year: FinancialYear
) -> BudgetSlot | None:
    own = [slot for slot in slots if (slot.service, slot.year) == (service, year) and slot.states(form)]
    return next((slot for slot in own if slot.part == form.reference), own[0] if own else None)


def _place(
    slots: list[BudgetSlot], form: OptionForm, service: ServiceKey, year: FinancialYear
) -> tuple[BudgetSlot, Finding | None]:
    agreeing = _agreeing(slots, form, service, year)
    if agreeing:
        _claim(agreeing, form)
        return agreeing, None
    of_service = [slot for slot in slots if (slot.service, slot.year) == (service, year)]
    whole = next((slot for slot in of_service if not slot.part), None)
    own_part = next((slot for slot in of_service if slot.part == form.reference), None)
    correctable = own_part or (whole if whole and not whole.claimed and not whole.other_users else None)
    gross, income = _amounts(form)
    if correctable:
        correctable.gross, correctable.income, correctable.is_changed = gross, income, True
        _claim(correctable, form)
        return correctable, None
    slot = BudgetSlot(service, year, form.reference if whole else "", gross, income, "", claimed=True)
    slots.append(slot)
    _claim(slot, form)
    return slot, _conflict(form, whole, year) if whole else None


def _claim(slot: BudgetSlot, form: OptionForm) -> None:
    slot.claimed = True
    if form.budget_note and form.budget_note != slot.note:
        slot.note, slot.is_changed = form.budget_note, True


def _amounts(form: OptionForm) -> tuple[int, int]:
    return (form.gross.pounds if form.gross else 0, form.income.pounds if form.income else 0)


def _conflict(form: OptionForm, whole: BudgetSlot, year: FinancialYear) -> Finding:
    style = MoneyStyle()
    gross, income = (format_money(amount, style) for amount in _amounts(form))
    return Finding(
        Level.DIFFERENCE,
        "base budget",
        form.reference,
        form.gross.place if form.gross else form.place,
        f"the {year} budget of {form.service} is stated as gross {gross}, income {income}, but "
        f"{format_money(whole.gross, style)} and {format_money(whole.income, style)} elsewhere; it would be "
        "kept as the budget of a part of the service.",
    )
