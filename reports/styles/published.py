"""The part of a proposal that an edition publishes: what its open data have, and what its style prints besides.

A snapshot has the whole record, whatever the style prints of it. Only what is named here is for the public; a field
that a record gains later is not, until it is named.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from proposals.domain.proposal_parts import EqualityRecord
from proposals.domain.records import ProposalRecord, RoundRecord

_EVERY_STYLE = (
    *("reference", "title", "service", "directorate_code", "directorate", "portfolio", "category"),
    *("start_year", "base_budget", "profile", "fte", "fte_is_stated", "profile_complete", "known_years"),
    *("stated_total", "consultation_only", "risk", "impact_on_residents", "wards", "committees"),
    *("public_consultation", "consultation_dates", "stage", "delivery_status", "is_corrected", "attachments"),
    *("direction", "pressure_category", "fund", "certainty", "council_share"),
)
"""The fields that the open data of every edition have, and the files that go with it."""


@dataclass(frozen=True)
class Printed:
    """What a style prints beside the open data: the kinds of sections, and further fields of the record."""

    sections: Collection[str]
    fields: tuple[str, ...] = ()
    budget_note: bool = False
    equality_standing: bool = False
    """True if the style prints how far the equality assessment is, and nothing of what it says."""

    def part_of(self, record: ProposalRecord) -> ProposalRecord:
        """Return the record with what is published of it, and nothing else."""
        values: dict[str, Any] = {name: getattr(record, name) for name in (*_EVERY_STYLE, *self.fields)}
        if record.base_budget and not self.budget_note:
            values["base_budget"] = replace(record.base_budget, note="")
        if record.equality and self.equality_standing:
            values["equality"] = EqualityRecord(record.equality.screening, record.equality.status)
        return ProposalRecord(
            **values,
            sections=tuple(section for section in record.sections if section.kind in self.sections),
            statements={kind: text for kind, text in record.statements.items() if kind in self.sections},
        )

    def public(self, record: RoundRecord) -> RoundRecord:
        """Return the round as residents read it on pages: whichever sign the council prints, a saving is positive."""
        return replace(
            record,
            proposals=tuple(map(self.part_of, record.proposals)),
            money_style=replace(record.money_style, savings_sign="positive"),
        )
