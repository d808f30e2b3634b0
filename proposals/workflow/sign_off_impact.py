"""The sign-offs and the publication that a material change would undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from proposals.domain.records import ProposalRecord
from proposals.domain.roles import Role
from proposals.domain.stages import PUBLISHED, Stage, doubted_from, reviewed_again_at
from proposals.models import SavingsProposal, SignOff
from proposals.workflow.material import material_changes
from services.values.wording import listed

UNTIL_PUBLISHED = (
    "shows readers what was last published, marked as being corrected, until it is published again"
)


@dataclass(frozen=True)
class SignOffImpact:
    """The sign-offs and the publication that a material change by one person would undo, in words."""

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
        """Return whether others read the proposal now."""
        return Stage(self.proposal.stage) in PUBLISHED

    @property
    def consequence(self) -> str:
        """The consequence, as it follows “A material change”."""
        done = ["withdraws these sign-offs"] if self.signed else []
        done += [f"sends the proposal back to {self.again_at.label}"]
        done += [UNTIL_PUBLISHED] if self.is_published else []
        return listed(done)

    def warning(self, changes: Sequence[str]) -> str:
        """Return what saving a change of these things does."""
        changed = f"This is a material change to {listed(changes)}."
        return f"{changed} Saving it {self.consequence}. Enter a reason."

    def question(self, changes: Sequence[str]) -> str:
        """Return what to say to a material change without a reason."""
        return f"Enter the reason for the change to {listed(changes)}."


def sign_off_impact(proposal: SavingsProposal, role: Role) -> SignOffImpact | None:
    """Return the impact of a material change in this role; None where it undoes nothing."""
    again_at = reviewed_again_at(Stage(proposal.stage), role)
    return SignOffImpact(proposal, again_at) if again_at else None


def consequence_of(
    proposal: SavingsProposal, before: ProposalRecord, after: ProposalRecord, role: Role
) -> str:
    """Return in words what `moving.after_editing` would do to the proposal, or nothing."""
    changes = material_changes(before, after)
    impact = sign_off_impact(proposal, role)
    if not changes or impact is None:
        return ""
    words = [f"It goes back to {impact.again_at.label}, because {', '.join(changes)} would change."]
    if impact.signed:
        withdrawn = (f"{row.get_stage_display()} ({row.signed_by_name})" for row in impact.signed)
        words.append(f"These sign-offs would be withdrawn: {', '.join(withdrawn)}.")
    if impact.is_published:
        words.append(
            "Readers would see what was last published, marked as being corrected, until it is published again."
        )
    return " ".join(words)
