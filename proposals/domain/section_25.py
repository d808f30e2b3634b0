"""The facts behind the section 151 officer's opinion on a budget (Local Government Act 2003, section 25)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.direction import SAVING
from proposals.domain.fields import DELIVERY, PUBLIC_CONSULTATION, RISK_LEVELS
from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.savings_profile import added_up
from proposals.domain.savings_together import risk_adjusted, total_of_all
from services.values.years import FinancialYear

NOT_RATED, NOT_STATED, NOT_SCREENED = "Not rated", "Not stated", "Not screened"
UNASSESSED = "Deliverability not assessed"


@dataclass(frozen=True)
class Group:
    """Savings that have something in common: their references, and what they save together in pounds, where known."""

    name: str
    references: tuple[str, ...]
    total: int | None

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.references)


@dataclass(frozen=True)
class Robustness:
    """The savings of a round, grouped by what makes them uncertain; those that have ended are left out."""

    savings: tuple[ProposalRecord, ...]
    years: tuple[FinancialYear, ...]

    @property
    def totals(self) -> Totals:
        """The totals of the savings."""
        return Totals.of(self.savings, self.years)

    @property
    def expected(self) -> Decimal:
        """The saving expected by deliverability, in pounds and pence; without those that nobody has assessed."""
        by_percent: dict[int | None, int] = {}
        for saving in self.savings:
            by_percent[saving.deliverability] = by_percent.get(saving.deliverability, 0) + (saving.total or 0)
        return risk_adjusted(by_percent)

    @property
    def unassessed(self) -> Group:
        """The savings of which nobody has said how much will come."""
        return _group(UNASSESSED, (each for each in self.savings if each.deliverability is None))

    @property
    def by_risk(self) -> tuple[Group, ...]:
        """The savings by their risk to delivery, those that nobody rated last."""
        return self._by(
            lambda each: RISK_LEVELS.get(each.risk, NOT_RATED), (*RISK_LEVELS.values(), NOT_RATED)
        )

    @property
    def by_consultation(self) -> tuple[Group, ...]:
        """The savings by their public consultation, those of which nothing is stated last."""
        names = (*PUBLIC_CONSULTATION.values(), NOT_STATED)
        return self._by(lambda each: PUBLIC_CONSULTATION.get(each.public_consultation, NOT_STATED), names)

    @property
    def assessments_outstanding(self) -> tuple[Group, ...]:
        """The savings without an equality screening, and those that need an assessment which is not complete."""
        return self._by(_outstanding, (NOT_SCREENED, "Assessment not started", "Assessment in progress"))

    @property
    def one_off(self) -> dict[FinancialYear, int]:
        """The one-off saving of each year, which does not last."""
        nothing = dict.fromkeys(self.years, 0)
        return added_up((nothing, *(each.profile.one_off_saving for each in self.savings)))

    def one_off_money(self, reserves_used: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
        """Return the one-off savings and the reserves that pay for what recurs, in each year of either."""
        return added_up((self.one_off, reserves_used))

    def _by(self, name_of: Callable[[ProposalRecord], str], names: Iterable[str]) -> tuple[Group, ...]:
        groups = (_group(name, (each for each in self.savings if name_of(each) == name)) for name in names)
        return tuple(group for group in groups if group.count)


def robustness_of(record: RoundRecord) -> Robustness:
    """Return the savings of a round as its robustness is judged."""
    counted = (each for each in record.proposals if each.direction == SAVING and not each.has_ended)
    return Robustness(tuple(counted), record.years)


def delivery_of(record: RoundRecord) -> tuple[tuple[str, int, int | None], ...]:
    """Return how the savings of the round before stand: the status in words, their number and their total."""
    facts = record.budget
    if facts is None:
        return ()
    found = []
    for name in (*DELIVERY.values(), NOT_STATED):
        listed = [each for each in facts.delivered if DELIVERY.get(each.status, NOT_STATED) == name]
        if listed:
            found.append((name, len(listed), total_of_all([each.total for each in listed])))
    return tuple(found)


def _group(name: str, savings: Iterable[ProposalRecord]) -> Group:
    listed = tuple(savings)
    return Group(
        name, tuple(each.reference for each in listed), total_of_all([each.total for each in listed])
    )


def _outstanding(saving: ProposalRecord) -> str:
    equality = saving.equality
    if equality is None or not equality.screening:
        return NOT_SCREENED
    if equality.screening != "full_needed" or equality.status == "complete":
        return ""
    return "Assessment in progress" if equality.status == "in_progress" else "Assessment not started"
