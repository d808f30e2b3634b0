"""The changes between two sets of proposals as plain values: exact figures, and facts and texts in words.

A figure that is not known is None and never zero; a fact that is not stated is an empty text.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from proposals.domain.direction import SAVING
from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.stages import Stage
from services.values.changes import FieldChange
from services.values.years import FinancialYear

Number = TypeVar("Number", int, Decimal)
ChangeKind = Literal["moved", "figures", "posts", "risk", "wording", "facts"]

CHANGE_KINDS: dict[ChangeKind, str] = {
    "moved": "Moved in time",
    "figures": "Changed in figure",
    "posts": "Changed in posts",
    "risk": "Changed in risk",
    "wording": "Changed in wording",
    "facts": "Changed in other facts",
}
"""The kinds of change in the order they are told, with their names for people."""


class NotComparable(ValueError):
    """The two sets cannot be compared; the message explains why."""


@dataclass(frozen=True)
class Change(Generic[Number]):
    """A figure before and after; None is not known."""

    before: Number | None
    after: Number | None

    @property
    def is_change(self) -> bool:
        """Return whether the figure is another one, became known, or is no longer known."""
        return self.before != self.after

    @property
    def by(self) -> Number | None:
        """By how much it changed; None where either is not known."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_known(self) -> bool:
        """Return whether both are known."""
        return self.by is not None


@dataclass(frozen=True)
class FigureLine(Generic[Number]):
    """A line of figures before and after: by year, as far as both sets cover it, and in total."""

    label: str
    by_year: tuple[tuple[FinancialYear, Change[Number]], ...]
    total: Change[Number]

    @property
    def is_change(self) -> bool:
        """Return whether any figure of the line changed."""
        return self.total.is_change or any(change.is_change for _, change in self.by_year)

    @property
    def is_moved(self) -> bool:
        """Return whether the same total falls into other years, all of them known."""
        is_known = self.total.is_known and all(change.is_known for _, change in self.by_year)
        return self.is_change and not self.total.is_change and is_known


@dataclass(frozen=True)
class Moved:
    """A move in time: the start years, and by how many years all amounts moved, where they moved alike."""

    start_before: FinancialYear | None
    start_after: FinancialYear | None
    years_later: int | None = None


@dataclass(frozen=True)
class ListChange:
    """A list of the items removed and added; their order has no meaning."""

    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class ProposalChange:
    """A proposal that is in both sets, with all that changed of it; empty parts did not change."""

    before: ProposalRecord
    after: ProposalRecord
    moved: Moved | None = None
    savings: tuple[FigureLine[int], ...] = ()
    """The discrete saving first, then its components and the costs; those that changed."""
    costs: tuple[FigureLine[int], ...] = ()
    posts: FigureLine[Decimal] | None = None
    base_budget: tuple[FigureLine[int], ...] = ()
    risk_facts: tuple[FieldChange, ...] = ()
    risks: ListChange | None = None
    facts: tuple[FieldChange, ...] = ()
    lists: tuple[ListChange, ...] = ()
    texts: tuple[FieldChange, ...] = ()

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """The kinds of change that there are; none where the proposal is what it was."""
        lines = (*self.savings, *self.costs)
        there: dict[ChangeKind, bool] = {
            "moved": self.moved is not None,
            "figures": any(not line.is_moved for line in lines),
            "posts": self.posts is not None,
            "risk": bool(self.risk_facts or self.risks),
            "wording": bool(self.texts),
            "facts": bool(self.facts or self.lists or self.base_budget),
        }
        return tuple(kind for kind, is_there in there.items() if is_there)

    @property
    def total(self) -> Change[int]:
        """The total saving before and after, in pounds."""
        return Change(self.before.total, self.after.total)

    @property
    def direction(self) -> str:
        """The direction that its figures are told in: that of a saving where it has become the other."""
        return self.after.direction if self.before.direction == self.after.direction else SAVING

    @property
    def renumbered_from(self) -> str:
        """The reference that it had before, where it has another one now."""
        return self.before.reference if self.before.reference != self.after.reference else ""


@dataclass(frozen=True)
class Coming:
    """A proposal that is only in the later set; `named_by` are earlier ones whose references it shares.

    A reference that several proposals share says not which of them is the same one, so none is taken for it.
    """

    record: ProposalRecord
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Going:
    """A proposal that is only in the earlier set, or that has ended since; `ended` is its stage in the later one."""

    record: ProposalRecord
    named_by: tuple[str, ...] = ()
    ended: ProposalRecord | None = None


@dataclass(frozen=True)
class SetChange:
    """The effect of the changes on the totals of a set: before + added − withdrawn + changed = after.

    The steps add up what is known; a proposal that moved to another set counts as changed in both.
    """

    before: Totals
    after: Totals
    added: int
    withdrawn: int
    changed: int
    by_year: tuple[tuple[FinancialYear, Change[int]], ...]

    @property
    def total(self) -> Change[int]:
        """The total saving before and after, in pounds."""
        return Change(self.before.total, self.after.total)

    @property
    def posts(self) -> Change[Decimal]:
        """The total change in posts before and after; None where no proposal states any."""
        return Change(
            self.before.fte.total if self.before.fte_is_stated else None,
            self.after.fte.total if self.after.fte_is_stated else None,
        )

    @property
    def is_change(self) -> bool:
        """Return whether any total changed, or proposals came and went that left it as it was."""
        figures = (self.total, *(change for _, change in self.by_year))
        steps = bool(self.added or self.withdrawn or self.changed)
        return steps or self.posts.is_change or any(figure.is_change for figure in figures)


@dataclass(frozen=True)
class DirectorateChange:
    """A directorate, and what the changes do to its totals."""

    code: str
    name: str
    change: SetChange


@dataclass(frozen=True)
class DirectionChange:
    """What the changes do to the totals of the savings alone, or of the pressures alone."""

    direction: str
    directorates: tuple[DirectorateChange, ...]
    whole: SetChange


@dataclass(frozen=True)
class Changes:
    """All that changed between two sets of proposals, each in the order of its document.

    `years` are those that both sets cover; figures by year are compared in these. Proposals that have ended
    count in neither set; `ended_in_both` is the number that had ended before already.
    """

    before: RoundRecord
    after: RoundRecord
    years: tuple[FinancialYear, ...]
    added: tuple[Coming, ...]
    withdrawn: tuple[Going, ...]
    changed: tuple[ProposalChange, ...]
    unchanged: int
    ended_in_both: int
    directorates: tuple[DirectorateChange, ...]
    whole: SetChange
    """Of savings and pressures together, as are those of the directorates."""
    of_directions: tuple[DirectionChange, ...]
    """Of the savings, and of the pressures; a proposal that has become the other counts as changed in both."""
    is_successor: bool = False
    """True if the later set is of another round than the earlier one."""

    @property
    def gone(self) -> str:
        """The words for a proposal that the later set does not have: a new round leaves out what is decided."""
        return "not carried forward" if self.is_successor else "withdrawn"

    def gone_because(self, going: Going) -> str:
        """Return at which stage a proposal ended that both sets have, as a sentence; nothing of any other."""
        if going.ended is None:
            return ""
        ended = Stage(going.ended.stage).label
        return f"Carried forward, then {ended}." if self.is_successor else f"{ended.capitalize()}."

    @property
    def is_empty(self) -> bool:
        """Return whether nothing changed."""
        return not (self.added or self.withdrawn or self.changed)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """Return how many proposals changed in each way; one may have changed in several."""
        return {kind: sum(kind in item.kinds for item in self.changed) for kind in CHANGE_KINDS}
