"""The proposals that a command exports from a round, and how many of them are not published."""

from argparse import ArgumentParser
from dataclasses import dataclass

from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions.proposals import READABLE
from services.values.wording import counted


@dataclass(frozen=True)
class ExportScope:
    """The proposals of a round that a file is made of: all of them, or those that everybody may read."""

    proposals: SavingsProposalQuerySet
    count: int
    unpublished: int
    """The number of them that are not published."""
    left_out: int

    @property
    def in_words(self) -> str:
        """The selection from the round's proposals as a sentence; nothing when they are all."""
        if not self.left_out:
            return ""
        whole = self.count + self.left_out
        return f"{self.count:,} of the round’s {counted(whole, 'proposal')}: those that are published."

    @property
    def note(self) -> str:
        """A note for the person who passes the file on; nothing where all of the round is published."""
        if self.unpublished:
            verb = "is" if self.unpublished == 1 else "are"
            return f"{self.unpublished:,} of {counted(self.count, 'proposal')} {verb} not published."
        if self.left_out:
            return f"Left out, because not published: {counted(self.left_out, 'proposal')}."
        return ""


def add_published_only(parser: ArgumentParser) -> None:
    """Add the option by which a command leaves out unpublished proposals."""
    parser.add_argument(
        "--published-only", action="store_true", help="leave out proposals that are not published"
    )


def export_scope(budget_round: BudgetRound, *, published_only: bool = False) -> ExportScope:
    """Return what a command gives out of the round."""
    whole = SavingsProposal.listed.filter(budget_round=budget_round)
    published = whole.filter(READABLE)
    count, readable = whole.count(), published.count()
    if published_only:
        return ExportScope(published, readable, 0, count - readable)
    return ExportScope(whole, count, count - readable, 0)
