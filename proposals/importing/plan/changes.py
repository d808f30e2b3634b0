"""Fields that an import would change, each with what is stored and what the document has, in words people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proposals.models import SavingsProposal
from proposals.models.records import profile_of
from services.audit.history import RecordedModel
from services.values.changes import FieldChange
from services.values.years import FinancialYear

Written = tuple[RecordedModel, tuple[str, ...]]
"""A row and those of its fields that are written; a row that is not stored yet has no key."""
AMOUNTS_OF_A_SAVING = ("recurring_saving", "one_off_saving")


@dataclass(frozen=True)
class PlannedChange(FieldChange):
    """One field that an import would change; `written` says where it is stored, to ask the history who put it there."""

    written: tuple[Written, ...] = field(default=(), compare=False, repr=False)


def stored_savings(
    proposal: SavingsProposal, stated: Mapping[FinancialYear, int]
) -> dict[FinancialYear, int]:
    """Return what is stored by year, in the measure in which a document can state it.

    An officer may since have split a saving into a recurring and a one-off amount. The document's figure
    then is either still the change against the year before, in which a one-off saving falls out again, or
    what was entered for the year in all. Whichever fits more years is compared.
    """
    rows = list(proposal.year_profiles.all())
    entered = {row.year: row.recurring_saving + row.one_off_saving for row in rows}
    discrete = profile_of(proposal).discrete
    change = {year: discrete[year] for year in entered}

    def fitting(stored: Mapping[FinancialYear, int]) -> int:
        return sum(stored.get(year) == pounds for year, pounds in stated.items())

    return change if fitting(change) >= fitting(entered) else entered
