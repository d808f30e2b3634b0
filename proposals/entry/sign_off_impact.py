"""What a material change would undo: sign-offs that stand, publication; and the reason that it then asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from proposals.domain.roles import Role
from proposals.domain.stages import PUBLISHED, Stage, doubted_from, reviewed_again_at
from proposals.entry.fields import EntryForm, long_text
from proposals.models import SavingsProposal, SignOff
from services.values.wording import listed

REASON = "change_reason"
"""The name of the field that asks why the page is changed."""


class ReasonForm(EntryForm):
    """Why something is changed that was signed off or is published; needed where the change is material."""

    change_reason = long_text(
        "Reason for the change",
        rows=2,
        help_text="Needed when the change is material. It is kept in the history beside what was changed, so quote "
        "nothing exempt.",
    )

    @property
    def text(self) -> str:
        """The reason as it was given, without blanks around it."""
        return str(self.cleaned_data.get(REASON, "")).strip() if self.is_bound else ""


@dataclass(frozen=True)
class AtStake:
    """What a material change by one person would undo, in words."""

    proposal: SavingsProposal
    again_at: Stage

    @cached_property
    def signed(self) -> tuple[SignOff, ...]:
        """The sign-offs that it would withdraw."""
        doubted = doubted_from(self.again_at)
        listed = self.proposal.sign_offs.all()
        return tuple(row for row in listed if row.withdrawn_at is None and row.stage in doubted)

    @property
    def is_published(self) -> bool:
        """Whether others read the proposal now."""
        return Stage(self.proposal.stage) in PUBLISHED

    @property
    def what(self) -> str:
        """What a material change does, as it follows “A material change”."""
        done = ["withdraws these sign-offs"] if self.signed else []
        done += ["takes the proposal out of publication"] if self.is_published else []
        back = f"sends {'it' if self.is_published else 'the proposal'} back to {self.again_at.label}"
        return ", ".join([*done, f"and {back}" if done else back])

    def warning(self, changes: Sequence[str]) -> str:
        """Return what saving a change of these things does."""
        changed = f"This is a material change: it changes {listed(changes)}."
        return f"{changed} Saving it {self.what}. Give the reason for it."

    def question(self, changes: Sequence[str]) -> str:
        """Return what to say to a material change without a reason."""
        return f"Give the reason for the change: it changes {listed(changes)}."


def at_stake(proposal: SavingsProposal, role: Role) -> AtStake | None:
    """Return what a material change in this role would undo; None where it undoes nothing."""
    again_at = reviewed_again_at(Stage(proposal.stage), role)
    return AtStake(proposal, again_at) if again_at else None
