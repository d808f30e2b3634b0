"""Making the workbook of a round, or of the part of it that a list has filtered."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from proposals.exports.files import ExportNote
from proposals.models import BudgetRound
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.workbook.contents import choices_of, load, services_by_words, stored_rows
from proposals.workbook.writer import MOST_PROPOSALS, write_workbook


class TooManyProposals(ValueError):
    """The list is longer than a workbook allows; the message gives the numbers."""


def make_workbook(
    budget_round: BudgetRound,
    proposals: SavingsProposalQuerySet,
    person: Any,
    *,
    filters: Sequence[str] = (),
    made_by: str,
) -> tuple[bytes, int]:
    """Return the workbook of these proposals of the round, in their order, and how many they are.

    Raises TooManyProposals where one workbook cannot hold them.
    """
    loaded = load(proposals)
    if len(loaded) > MOST_PROPOSALS:
        raise TooManyProposals(
            f"A workbook holds at most {MOST_PROPOSALS:,} proposals, and you have chosen {len(loaded):,}: "
            "filter the list first."
        )
    note = ExportNote(filters, made_by=made_by, made_at=timezone.localtime())
    rows = [row for proposal in loaded for row in stored_rows(proposal, person)]
    choices = choices_of(budget_round, services_by_words(budget_round, person))
    return write_workbook(budget_round, note, rows, choices), len(loaded)
