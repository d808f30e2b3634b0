"""The plan of an uploaded workbook, shown before anything is written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from proposals.domain.records import Totals
from proposals.models import BudgetRound
from proposals.workbook.comparing import CellConflict, Decisions
from proposals.workbook.edits import ChangedProposal, EditedProposal
from proposals.workbook.reading import CellError


class ImpossibleWorkbook(ValueError):
    """The workbook can be read but not applied at all; the message explains why in the user's words."""


@dataclass(frozen=True)
class WorkbookPlan:
    """Everything that taking a workbook in would do; nothing of it can be done while there are errors."""

    budget_round: BudgetRound
    decisions: Decisions
    proposals: tuple[EditedProposal, ...]
    """The proposals that would change or be new, not saved yet."""
    conflicts: tuple[CellConflict, ...]
    errors: tuple[CellError, ...]
    notes: tuple[str, ...]
    before: Totals
    after: Totals
    left_alone: int
    has_pressures: bool = False
    """True if a proposal of the totals is a pressure."""

    @property
    def changed(self) -> tuple[ChangedProposal, ...]:
        """The proposals that would change."""
        return tuple(item for item in self.proposals if isinstance(item, ChangedProposal))

    @property
    def created(self) -> tuple[EditedProposal, ...]:
        """The proposals that would be new."""
        return tuple(item for item in self.proposals if item.is_new)

    @property
    def cells(self) -> int:
        """Return how many cells would change in stored proposals."""
        return sum(len(item.cells) for item in self.changed)

    @property
    def changes_nothing(self) -> bool:
        """Return whether everything in the workbook is stored already."""
        return not self.proposals

    @property
    def material(self) -> tuple[ChangedProposal, ...]:
        """The proposals whose change puts sign-offs or publication in doubt: it asks for a reason."""
        return tuple(item for item in self.changed if item.consequence)

    @property
    def fingerprint(self) -> str:
        """A digest of what is shown and decided, to tell whether it is still valid when it is confirmed."""
        shown: Mapping[str, object] = {
            "round": self.budget_round.pk,
            "blanks": self.decisions.blanks_erase,
            "proposals": [item.shown for item in self.proposals],
            "conflicts": [asdict(item) for item in self.conflicts],
            "errors": [str(error) for error in self.errors],
            "notes": self.notes,
            "totals": [
                [str(pounds) for pounds in (*totals.profile.discrete.values(), *totals.fte.discrete.values())]
                for totals in (self.before, self.after)
            ],
        }
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
