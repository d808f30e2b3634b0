"""The selection of a page as a file: exactly its proposals, in its order, with its columns."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils import timezone

from proposals.domain.records import ProposalRecord
from proposals.exports.files import MOST_IN_A_FILE, ExportNote, ListFile, as_json
from proposals.exports.proposals import head_of, json_file, list_file
from proposals.listing.arrangement import GROUPINGS
from proposals.listing.columns import ListColumn, usual_columns_of_files
from proposals.listing.reading import rows_with
from proposals.listing.selection import Selection
from proposals.models import SavingsProposal
from proposals.models.records import record_of
from services.values.wording import counted

_AT_ONCE = 500


class TooManyProposals(ValueError):
    """There are more proposals than a file may contain; the message gives the numbers."""


def note_of(selection: Selection, person: Any) -> ExportNote:
    """Return the description of a file of the selection, made by this person now."""
    return ExportNote(
        filters=selection.filters_in_words,
        order=selection.arrangement.sort_in_words,
        grouped_by=GROUPINGS[selection.arrangement.group] if selection.groups else "",
        made_by=person.get_full_name() or person.get_username(),
        made_at=timezone.localtime(),
    )


def file_of(selection: Selection, file_format: str, note: ExportNote) -> bytes:
    """Return the selection as a file: the chosen columns; where none are chosen, the usual ones of files.

    JSON without chosen columns has whole proposals with their texts. Raises TooManyProposals.
    """
    check_size(selection)
    budget_round = selection.budget_round
    if file_format == "json" and not selection.arrangement.chosen:
        council = budget_round.council
        head = head_of(council.slug, council.name, budget_round.name, budget_round.years, selection.totals)
        return json_file(head, _records(selection), note)
    listing = list_of(selection, _columns(selection), note)
    return as_json(listing) if file_format == "json" else list_file(listing, file_format)


def check_size(selection: Selection) -> None:
    """Refuse more proposals than a file may contain. Raises TooManyProposals."""
    if selection.totals.count > MOST_IN_A_FILE:
        raise TooManyProposals(
            f"A file holds {MOST_IN_A_FILE:,} proposals at most, and this list has "
            f"{counted(selection.totals.count, 'proposal')}: narrow it with filters."
        )


def list_of(selection: Selection, columns: tuple[ListColumn, ...], note: ExportNote) -> ListFile:
    """Return the selection's rows with these columns, and its totals and groups."""
    budget_round = selection.budget_round
    with_committees = any(column.name == "committees" for column in columns)
    rows = list(rows_with(selection.keys, budget_round.years, with_committees=with_committees))
    return ListFile(
        budget_round.council.name,
        budget_round.council.slug,
        budget_round.name,
        budget_round.years,
        columns,
        rows,
        selection.totals,
        selection.groups,
        note,
    )


def _columns(selection: Selection) -> tuple[ListColumn, ...]:
    arrangement = selection.arrangement
    if arrangement.chosen:
        return arrangement.columns
    return arrangement.named(usual_columns_of_files(selection.budget_round.years))


def _records(selection: Selection) -> Iterator[ProposalRecord]:
    """Yield the whole records a few hundred at a time, so that thousands of texts are not in memory together."""
    waiting = iter(selection.keys)
    while keys := list(islice(waiting, _AT_ONCE)):
        found = SavingsProposal.versions.filter(pk__in=keys).with_statements().in_bulk()
        yield from (record_of(found[key]) for key in keys if key in found)
