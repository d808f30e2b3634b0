"""Which base budget each form means: the service's one, the same one corrected, or a part of the service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proposals.domain.references import canonical_reference
from proposals.importing.findings import Finding, Level
from proposals.importing.option_pages.forms import GROSS, OptionForm
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

ServiceKey = tuple[str, str]
"""A directorate's code and a service's name in small letters."""


@dataclass
class BudgetSlot:
    """One base budget, held already (`key` is its primary key) or to be made.

    `other_users` is true when a proposal that is not in the document, or is of a closed round, rests on it;
    `closed_in` names that round.
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
    is_changed: bool = False
    note_from: str = ""
    closed_in: str = ""

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
        year = form.base_year or base_year
        slot = _agreeing(slots, form, service, year)
        if slot:
            findings.extend(_claim(slot, form))
            findings.extend(_kept_apart(slots, slot, form, year))
            assigned[canonical_reference(form.reference)] = slot
        else:
            waiting.append((form, service))
    for form, service in waiting:
        slot, said = _place(slots, form, service, form.base_year or base_year)
        assigned[canonical_reference(form.reference)] = slot
        findings.extend(said)
    return BudgetAssignment(assigned, tuple(findings))


def closed_conflicts(assigned: BudgetAssignment, forms: Iterable[OptionForm]) -> tuple[Finding, ...]:
    """Return an error for every form that would change a budget which proposals of a closed round rest on."""
    pairs = ((form, assigned.by_reference.get(canonical_reference(form.reference))) for form in forms)
    return tuple(
        Finding(
            Level.ERROR,
            "base budget",
            form.reference,
            form.place_of(GROSS),
            f"the {slot.year} budget of {form.service} would change, but proposals of the closed round "
            f"{slot.closed_in} rest on it.",
        )
        for form, slot in pairs
        if slot and slot.is_changed and slot.closed_in
    )


def _agreeing(
    slots: list[BudgetSlot], form: OptionForm, service: ServiceKey, year: FinancialYear
) -> BudgetSlot | None:
    own = [slot for slot in slots if (slot.service, slot.year) == (service, year) and slot.states(form)]
    return next((slot for slot in own if slot.part == form.reference), own[0] if own else None)


def _place(
    slots: list[BudgetSlot], form: OptionForm, service: ServiceKey, year: FinancialYear
) -> tuple[BudgetSlot, list[Finding]]:
    agreeing = _agreeing(slots, form, service, year)
    if agreeing:
        return agreeing, [*_claim(agreeing, form), *_kept_apart(slots, agreeing, form, year)]
    of_service = [slot for slot in slots if (slot.service, slot.year) == (service, year)]
    whole = next((slot for slot in of_service if not slot.part), None)
    own_part = next((slot for slot in of_service if slot.part == form.reference), None)
    correctable = own_part or (whole if whole and not whole.claimed and not whole.other_users else None)
    gross, income = _amounts(form)
    if correctable:
        correctable.gross, correctable.income, correctable.is_changed = gross, income, True
        return correctable, [*_claim(correctable, form), *_kept_apart(slots, correctable, form, year)]
    slot = BudgetSlot(service, year, form.reference if whole else "", gross, income, "", claimed=True)
    slots.append(slot)
    return slot, [*_claim(slot, form), *_kept_apart(slots, slot, form, year)]


def _claim(slot: BudgetSlot, form: OptionForm) -> list[Finding]:
    """Let the form rest on the budget; the first footnote of the document stays, another one is a finding."""
    slot.claimed = True
    if slot.note_from and form.budget_note not in ("", slot.note):
        return [
            Finding(
                Level.DIFFERENCE,
                "budget note",
                form.reference,
                form.place_of(GROSS),
                f"the budget's footnote “{form.budget_note}” is “{slot.note}” in {slot.note_from}, which "
                "would be kept.",
            )
        ]
    if form.budget_note:
        slot.note_from = slot.note_from or form.reference
        slot.is_changed = slot.is_changed or form.budget_note != slot.note
        slot.note = form.budget_note
    return []


def _kept_apart(
    slots: list[BudgetSlot], slot: BudgetSlot, form: OptionForm, year: FinancialYear
) -> list[Finding]:
    """Return the finding that the form's budget is that of a part; said at every reading, so that it stays."""
    whole = next(
        (item for item in slots if (item.service, item.year, item.part) == (slot.service, year, "")), None
    )
    return [_conflict(form, whole, year)] if whole and whole is not slot else []


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
