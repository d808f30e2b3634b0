"""The proposals that a command exports from a round, and how many of them are not published."""

from argparse import ArgumentParser
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.http import QueryDict

from proposals.listing.selection import selection_in
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions.proposals import READABLE
from services.values.wording import counted, listed


@dataclass(frozen=True)
class ExportScope:
    """The proposals of a round that a file is made of."""

    proposals: SavingsProposalQuerySet
    count: int
    unpublished: int
    """The number of them that are not published."""
    not_published: int
    """The number of proposals left out because they are not published."""
    round_count: int
    criteria: tuple[str, ...] = ()
    """The conditions by which they were chosen, in words."""

    @property
    def in_words(self) -> str:
        """The selection from the round's proposals as a sentence; nothing when they are all."""
        if self.count == self.round_count:
            return ""
        return f"{self.count:,} of the round’s {counted(self.round_count, 'proposal')}: {', '.join(self.criteria)}."

    @property
    def note(self) -> str:
        """A note for the person who passes the file on; nothing where all of the round is published."""
        if self.unpublished:
            verb = "is" if self.unpublished == 1 else "are"
            return f"{self.unpublished:,} of {counted(self.count, 'proposal')} {verb} not published."
        if self.not_published:
            return f"Left out, because not published: {counted(self.not_published, 'proposal')}."
        return ""


def add_scope_options(parser: ArgumentParser) -> None:
    """Add the options by which a command chooses among the round's proposals."""
    parser.add_argument(
        "--published-only", action="store_true", help="leave out proposals that are not published"
    )
    parser.add_argument(
        "--filters",
        default="",
        metavar="QUERY",
        help="only the proposals that these filters of the list leave, as its address has them after the question "
        "mark, for example “risk=H&start_year=2027”",
    )


def export_scope(
    budget_round: BudgetRound, *, published_only: bool = False, filters: str = ""
) -> ExportScope:
    """Return the proposals that a command exports from the round; raises CommandError."""
    whole = SavingsProposal.listed.filter(budget_round=budget_round)
    round_count = whole.count()
    chosen = whole.filter(READABLE) if published_only else whole
    criteria = ["those that are published"] if published_only else []
    not_published = round_count - chosen.count()
    if filters:
        selection = selection_in(budget_round, chosen, QueryDict(filters.removeprefix("?")))
        if selection.problems:
            raise CommandError(" ".join(selection.problems))
        chosen = selection.proposals
        criteria.append(f"those filtered by {listed(selection.filters_in_words)}")
    count = chosen.count()
    unpublished = count - chosen.filter(READABLE).count()
    return ExportScope(chosen, count, unpublished, not_published, round_count, tuple(criteria))
