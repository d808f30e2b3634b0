"""Find the base budget that each proposal means: the service's, the same corrected, or that of a part."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from proposals.importing.in_words import in_pounds
from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedBudget, ParsedProposal
from proposals.models import BudgetRound
from services.models import BaseBudget, Council, Service
from services.values.years import FinancialYear

LONGEST_PART = 100


@dataclass
class BudgetSlot:
    """One base budget as it would be, unsaved: a stored one, or one to be made.

    `other_users` is true when a proposal that is not in the document, or is of a closed round, rests on it;
    `closed_in` names that round.
    """

    row: BaseBudget
    other_users: bool = False
    claimed: bool = False
    is_changed: bool = False
    note_from: str = ""
    closed_in: str = ""

    def states(self, budget: ParsedBudget) -> bool:
        """Return whether the document states these amounts."""
        return (self.row.gross, self.row.income) == (budget.gross, budget.income)


Assignment = tuple[list["BudgetSlot | None"], list[Issue]]
"""The slot of each proposal in their order, and the issues on the way."""
_Stated = tuple[ParsedProposal, ParsedBudget, Service]


def assign_budgets(
    proposals: Sequence[tuple[ParsedProposal, Service]],
    stored: Iterable[BudgetSlot],
    base_year: FinancialYear,
    *,
    may_be_of_parts: bool = False,
) -> Assignment:
    """Return the base budget of every proposal that states one.

    Proposals that agree with a stored budget keep it. A stored budget that nobody else rests on is corrected.
    Otherwise the stated amounts become a part of the service of their own, which is a question. Where a document's
    budgets `may_be_of_parts`, those that differ within a service without a stored one are all such parts.
    """
    slots = list(stored)
    assigned: list[BudgetSlot | None] = [None] * len(proposals)
    issues: list[Issue] = []
    stated: dict[int, _Stated] = {
        index: (proposal, proposal.budget, service)
        for index, (proposal, service) in enumerate(proposals)
        if proposal.budget
    }
    waiting = []
    for index, item in stated.items():
        assigned[index] = slot = _agreeing(slots, item, base_year)
        if slot:
            issues.extend(_claim(slots, slot, item))
        else:
            waiting.append(index)
    new = [stated[index] for index in waiting]
    apart = _differing(slots, new, base_year) if may_be_of_parts else []
    for index in waiting:
        item = stated[index]
        slot = None if item in apart else _agreeing(slots, item, base_year)
        assigned[index] = slot = slot or _take(slots, item, base_year, is_part=item in apart)
        issues.extend(_claim(slots, slot, item))
    if apart:
        issues.append(_kept_apart(apart))
    closed = [_closed_conflict(slot, stated[index][0]) for index, slot in enumerate(assigned) if slot]
    return assigned, [*issues, *(issue for issue in closed if issue)]


def stored_budgets(council: Council | None, references: Collection[str]) -> list[BudgetSlot]:
    """Return the council's base budgets; `references` are those of the document, canonical."""
    if council is None:
        return []
    budgets = BaseBudget.objects.filter(service__directorate__council=council)
    budgets = budgets.select_related("service__directorate").prefetch_related("proposals__budget_round")
    return [_slot_of(budget, references) for budget in budgets]


def _slot_of(budget: BaseBudget, references: Collection[str]) -> BudgetSlot:
    users = budget.proposals.all()
    closed = [user.budget_round.name for user in users if user.budget_round.phase == BudgetRound.Phase.CLOSED]
    elsewhere = any(user.canonical_reference not in references for user in users)
    return BudgetSlot(
        budget,
        other_users=elsewhere or bool(closed),
        closed_in="".join(closed[:1]),
    )


def _closed_conflict(slot: BudgetSlot, parsed: ParsedProposal) -> Issue | None:
    """Return an error where a budget would change which proposals of a closed round rest on."""
    if not (slot.is_changed and slot.closed_in):
        return None
    return Issue(
        Severity.ERROR,
        "base budget",
        parsed.reference,
        parsed.place_of("budget"),
        f"the {slot.row.year} budget of {slot.row.service.name} would change, but proposals of the closed round "
        f"{slot.closed_in} rest on it.",
    )


def _agreeing(slots: list[BudgetSlot], item: _Stated, base_year: FinancialYear) -> BudgetSlot | None:
    own = [slot for slot in _of_service(slots, item, base_year) if slot.states(item[1])]
    return next((slot for slot in own if slot.row.part == item[0].reference), own[0] if own else None)


def _of_service(slots: list[BudgetSlot], item: _Stated, base_year: FinancialYear) -> list[BudgetSlot]:
    _, budget, service = item
    year = budget.year or base_year
    return [slot for slot in slots if (slot.row.service, slot.row.year) == (service, year)]


def _differing(slots: list[BudgetSlot], new: Sequence[_Stated], base_year: FinancialYear) -> list[_Stated]:
    """Return those that state another budget than others do of their service, which has none stored."""

    def beside(item: _Stated) -> list[ParsedBudget]:
        return [
            budget
            for _, budget, service in new
            if (service, budget.year or base_year) == (item[2], item[1].year or base_year)
        ]

    return [
        item
        for item in new
        if len({(budget.gross, budget.income) for budget in beside(item)}) > 1
        and all(slot.row.part for slot in _of_service(slots, item, base_year))
    ]


def _kept_apart(apart: Sequence[_Stated]) -> Issue:
    """Return the note that budgets which differ within a service are kept with their proposals."""
    named = "; ".join(
        f"{service.name}, {_part_of(parsed)}: gross {in_pounds(budget.gross)}, income {in_pounds(budget.income)}"
        for parsed, budget, service in apart
    )
    message = (
        "the proposals of a service state different budgets, so each is kept as the budget of the part of the service "
        f"that its proposal is about, and none as that of the service: {named}."
    )
    return Issue(Severity.NOTE, "base budget", "", "", message)


def _part_of(parsed: ParsedProposal) -> str:
    """Return what the part of a service is called that a proposal is about."""
    return parsed.reference or parsed.title[:LONGEST_PART]


def _take(slots: list[BudgetSlot], item: _Stated, base_year: FinancialYear, *, is_part: bool) -> BudgetSlot:
    """Return the slot that takes amounts which none states yet: one that may be corrected, or a new one."""
    parsed, budget, service = item
    of_service = _of_service(slots, item, base_year)
    whole = next((slot for slot in of_service if not slot.row.part), None)
    own_part = next((slot for slot in of_service if slot.row.part == _part_of(parsed)), None)
    correctable = own_part or (whole if whole and not whole.claimed and not whole.other_users else None)
    if correctable:
        correctable.row.gross, correctable.row.income = budget.gross, budget.income
        correctable.is_changed = True
        return correctable
    part = _part_of(parsed) if whole or is_part else ""
    year = budget.year or base_year
    amounts = {"gross": budget.gross, "income": budget.income}
    slot = BudgetSlot(BaseBudget(service=service, year=year, part=part, **amounts))
    slots.append(slot)
    return slot


def _claim(slots: list[BudgetSlot], slot: BudgetSlot, item: _Stated) -> Iterator[Issue]:
    """Let the proposal rest on the budget; the document's first footnote stays, another one is a question."""
    parsed, budget, _ = item
    slot.claimed = True
    if slot.note_from and budget.note not in ("", slot.row.note):
        yield Issue(
            Severity.QUESTION,
            "budget note",
            parsed.reference,
            parsed.place_of("budget"),
            f"the budget's footnote “{budget.note}” is “{slot.row.note}” in {slot.note_from}, which would be kept.",
        )
    elif budget.note:
        slot.note_from = slot.note_from or parsed.reference
        slot.is_changed = slot.is_changed or budget.note != slot.row.note
        slot.row.note = budget.note
    # Said at every reading, so that an accepted one stays.
    own = (slot.row.service, slot.row.year, "")
    whole = next((one for one in slots if (one.row.service, one.row.year, one.row.part) == own), slot)
    if whole is not slot:
        yield Issue(
            Severity.QUESTION,
            "base budget",
            parsed.reference,
            budget.place or parsed.place,
            f"the {slot.row.year} budget of {slot.row.service.name} is stated as gross {in_pounds(budget.gross)}, "
            f"income {in_pounds(budget.income)}, but {in_pounds(whole.row.gross)} and "
            f"{in_pounds(whole.row.income)} elsewhere; it would be kept as the budget of a part of the service.",
        )
