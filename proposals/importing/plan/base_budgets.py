"""Find the base budget that each proposal means: the service's, the same corrected, or that of a part."""

from collections.abc import Collection, Sequence
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


class BaseBudgets:
    """The base budgets of a council, stored and to be made, while a document's proposals are given theirs.

    `references` are those of the document, canonical; `base_year` is the round's. `issues` holds what that asks. Where
    a document's budgets `may_be_of_parts`, those that differ within a service without a stored one are all such parts.
    """

    def __init__(
        self,
        council: Council | None,
        references: Collection[str],
        base_year: FinancialYear,
        *,
        may_be_of_parts: bool = False,
    ) -> None:
        budgets = BaseBudget.objects.filter(service__directorate__council=council)
        budgets = budgets.select_related("service__directorate").prefetch_related("proposals__budget_round")
        self.slots = [_slot_of(budget, references) for budget in budgets] if council else []
        self.base_year, self.may_be_of_parts = base_year, may_be_of_parts
        self.issues: list[Issue] = []

    def assign(self, proposals: Sequence[tuple[ParsedProposal, Service]]) -> list[BudgetSlot | None]:
        """Return the base budget of every proposal that states one.

        Proposals that agree with a stored budget keep it. A stored budget that nobody else rests on is corrected.
        Otherwise the stated amounts become a part of the service of their own, which is a question.
        """
        assigned: dict[int, BudgetSlot] = {}
        for may_take in (False, True):
            apart = self._kept_apart(proposals, assigned) if may_take and self.may_be_of_parts else set()
            for index, (parsed, service) in enumerate(proposals):
                if index in assigned or parsed.budget is None:
                    continue
                year = parsed.budget.year or self.base_year
                of_service = [
                    slot for slot in self.slots if (slot.row.service, slot.row.year) == (service, year)
                ]
                slot = None if index in apart else _agreeing(of_service, parsed, parsed.budget)
                if slot is None and may_take:
                    new = BaseBudget(
                        service=service, year=year, part=_part_of(parsed) if index in apart else ""
                    )
                    slot = self._take(of_service, parsed, parsed.budget, new)
                if slot:
                    assigned[index] = slot
                    self._claim(slot, parsed, parsed.budget)
        for index, slot in sorted(assigned.items()):
            if slot.is_changed and slot.closed_in:
                message = (
                    f"the {slot.row.year} budget of {slot.row.service.name} would change, but proposals of the "
                    f"closed round {slot.closed_in} rest on it."
                )
                self._say(Severity.ERROR, "base budget", proposals[index][0], message)
        return [assigned.get(index) for index in range(len(proposals))]

    def _kept_apart(
        self, proposals: Sequence[tuple[ParsedProposal, Service]], assigned: Collection[int]
    ) -> set[int]:
        """Return the positions of those whose budgets differ within a service that has none stored, and say so."""
        by_service: dict[tuple[str, str, FinancialYear], list[int]] = {}
        for index, (parsed, service) in enumerate(proposals):
            if parsed.budget and index not in assigned:
                key = (service.directorate.code, service.name, parsed.budget.year or self.base_year)
                by_service.setdefault(key, []).append(index)
        for slot in self.slots:
            if not slot.row.part:
                by_service.pop(
                    (slot.row.service.directorate.code, slot.row.service.name, slot.row.year), None
                )
        amounts = [
            (parsed.budget.gross, parsed.budget.income) if parsed.budget else None for parsed, _ in proposals
        ]
        apart = [
            index
            for together in by_service.values()
            if len({amounts[index] for index in together}) > 1
            for index in together
        ]
        if apart:
            self.issues.append(_apart_in_words([proposals[index] for index in apart]))
        return set(apart)

    def _take(
        self, of_service: Sequence[BudgetSlot], parsed: ParsedProposal, budget: ParsedBudget, new: BaseBudget
    ) -> BudgetSlot:
        """Return the slot that takes amounts which none states yet: one that may be corrected, or a new one."""
        whole = next((slot for slot in of_service if not slot.row.part), None)
        own_part = next((slot for slot in of_service if slot.row.part == _part_of(parsed)), None)
        slot = own_part or (whole if whole and not whole.claimed and not whole.other_users else None)
        if slot:
            slot.is_changed = True
        else:
            new.part = _part_of(parsed) if whole else new.part
            slot = BudgetSlot(new)
            self.slots.append(slot)
        slot.row.gross, slot.row.income = budget.gross, budget.income
        return slot

    def _claim(self, slot: BudgetSlot, parsed: ParsedProposal, budget: ParsedBudget) -> None:
        """Let the proposal rest on the budget; the document's first footnote stays, another one is a question."""
        row = slot.row
        slot.claimed = True
        if slot.note_from and budget.note not in ("", row.note):
            message = f"the budget's footnote “{budget.note}” is “{row.note}” in {slot.note_from}, which would be kept."
            self._say(Severity.QUESTION, "budget note", parsed, message)
        elif budget.note:
            slot.note_from = slot.note_from or parsed.reference
            slot.is_changed = slot.is_changed or budget.note != row.note
            row.note = budget.note
        # Said at every reading, so that an accepted one stays.
        own = (row.service, row.year, "")
        rows = (other.row for other in self.slots)
        whole = next((other for other in rows if (other.service, other.year, other.part) == own), row)
        if whole is not row:
            message = (
                f"the {row.year} budget of {row.service.name} is stated as gross {in_pounds(budget.gross)}, income "
                f"{in_pounds(budget.income)}, but {in_pounds(whole.gross)} and {in_pounds(whole.income)} elsewhere; "
                "it would be kept as the budget of a part of the service."
            )
            self._say(Severity.QUESTION, "base budget", parsed, message)

    def _say(self, severity: Severity, code: str, parsed: ParsedProposal, message: str) -> None:
        self.issues.append(Issue(severity, code, parsed.reference, parsed.place_of("budget"), message))


def _slot_of(budget: BaseBudget, references: Collection[str]) -> BudgetSlot:
    users = budget.proposals.all()
    closed = [user.budget_round.name for user in users if user.budget_round.phase == BudgetRound.Phase.CLOSED]
    elsewhere = any(user.canonical_reference not in references for user in users)
    return BudgetSlot(budget, other_users=elsewhere or bool(closed), closed_in="".join(closed[:1]))


def _agreeing(
    of_service: Sequence[BudgetSlot], parsed: ParsedProposal, budget: ParsedBudget
) -> BudgetSlot | None:
    stated = (budget.gross, budget.income)
    own = [slot for slot in of_service if (slot.row.gross, slot.row.income) == stated]
    return next((slot for slot in own if slot.row.part == parsed.reference), own[0] if own else None)


def _apart_in_words(apart: Sequence[tuple[ParsedProposal, Service]]) -> Issue:
    """Return the note that budgets which differ within a service are kept with their proposals."""
    named = "; ".join(
        f"{service.name}, {_part_of(parsed)}: gross {in_pounds(parsed.budget.gross)}, "
        f"income {in_pounds(parsed.budget.income)}"
        for parsed, service in apart
        if parsed.budget
    )
    message = (
        "the proposals of a service state different budgets, so each is kept as the budget of the part of the service "
        f"that its proposal is about, and none as that of the service: {named}."
    )
    return Issue(Severity.NOTE, "base budget", "", "", message)


def _part_of(parsed: ParsedProposal) -> str:
    """Return what the part of a service is called that a proposal is about."""
    return parsed.reference or parsed.title[:LONGEST_PART]
