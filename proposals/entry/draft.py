"""A proposal as its page has it now: what was typed put onto it, unsaved, with all that follows from it.

Live figures, warnings and what is missing come from here while somebody types, and saving writes the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from proposals.domain.checks import EntryWarning, warnings_of
from proposals.domain.records import ProposalRecord
from proposals.entry.entry_forms import EntryForms
from proposals.entry.grid import wanted_years
from proposals.entry.loading import NOT_SAVED, keep
from proposals.entry.statements import wanted_statements
from proposals.models import (
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    WarningReason,
)
from proposals.models.records import record_of
from proposals.models.stored_figures import set_figures
from proposals.workflow.completeness_facts import others_on_the_budget
from services.audit.history import current_actor
from services.db.lengths import longest
from services.models import Directorate, Service


@dataclass(frozen=True)
class PageWarning:
    """Something unusual, the field that it is shown at, and the reason given for it as it is."""

    code: str
    name: str
    message: str
    reason: str = ""
    earlier_reason: str = ""
    earlier_message: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether no reason has been given for it as it is now."""
        return not self.reason


class Draft:
    """The proposal with the values of the forms; where a form could not be read, the value stays as it was."""

    def __init__(self, entry: EntryForms) -> None:
        self.entry = entry
        self.proposal: SavingsProposal = entry.proposal
        self.is_new = self.proposal.pk is None
        if self.is_new:
            self.proposal.pk = NOT_SAVED
        self.rows: dict[str, list[Any]] = {name: list(rows) for name, rows in entry.stored_rows.items()}
        self.exempt: dict[str, str] = {}
        if entry.data is not None:
            self._apply()
        for name, rows in self.rows.items():
            keep(self.proposal, name, rows)
        if self.proposal.service_id is None:
            nameless = Directorate(council=self.proposal.budget_round.council)
            self.proposal.service = Service(directorate=nameless)
        if entry.data is not None:
            self.rows["year_profiles"] += set_figures(self.proposal)
        self.record: ProposalRecord = record_of(self.proposal)
        self.others = others_on_the_budget(self.proposal)
        self.warnings: tuple[EntryWarning, ...] = warnings_of(self.record, self.others)

    def _apply(self) -> None:
        entry, proposal = self.entry, self.proposal
        entry.is_valid()
        entry.main.apply()
        amounts, posts = wanted_years(proposal, entry.years, entry.stored_years)
        sections = wanted_statements(proposal, entry.statements, entry.lists["others"].forms)
        shown = {form.row.pk for form in entry.lists["others"].forms if form.row}
        kept = [row for row in entry.lists["others"].stored.values() if row.pk not in shown]
        statements = [row for row, _ in sections] + kept
        lists = entry.lists
        self.rows |= {
            "year_profiles": amounts,
            "fte_impacts": posts,
            "costs_to_achieve": lists["costs"].wanted(proposal),
            "statements": sorted(statements, key=lambda row: (row.position, row.pk or 0)),
            "committee_links": self._committees(),
            "risks": lists["risks"].wanted(proposal),
            "dependencies": lists["dependencies"].wanted(proposal),
            "where_reported": lists["reports"].wanted(proposal),
            "other_references": lists["references"].wanted(proposal),
            "equality": [row for row in [entry.equality.wanted(proposal)] if row],
            "equality_impacts": self._impacts(),
            "specialist_reviews": [
                row for form in entry.questions if (row := form.wanted(proposal, _actor_name()))
            ],
        }
        self.sections = sections

    def _committees(self) -> list[ProposalCommittee]:
        chosen = self.entry.committees.cleaned_data.get("committees")
        stored = {link.committee_id: link for link in self.entry.stored_rows["committee_links"]}
        if chosen is None:
            return list(stored.values())
        links = [
            stored.get(key)
            or ProposalCommittee(
                proposal=self.proposal, committee=self.entry.choices.records["committee", key]
            )
            for key in chosen
        ]
        last = max((link.position for link in stored.values()), default=0)
        for link in links:
            if link.pk is None:
                last += 1
                link.position = last
        return sorted(links, key=lambda link: link.position)

    def _impacts(self) -> list[Any]:
        asked = {form.characteristic.pk for form in self.entry.impacts}
        kept = [
            row for row in self.entry.stored_rows["equality_impacts"] if row.characteristic_id not in asked
        ]
        return kept + [row for form in self.entry.impacts if (row := form.wanted(self.proposal))]

    @property
    def exempt_texts(self) -> Iterator[tuple[ImpactStatement, str]]:
        """The sections whose exempt wording was typed, or may have been deleted, with it."""
        for row, form in self.sections:
            if not form.shows_exempt:
                continue
            text = form.cleaned_data.get("exempt_text", "")
            stored = self.entry.before["statements"].get(row.pk)
            if text.strip() or (stored is not None and stored.exempt_paragraph is not None):
                yield row, text

    # Warnings

    def page_warnings(self) -> list[PageWarning]:
        """Return the warnings, each with its field and the reason stored for it."""
        stored = {row.code: row for row in self.rows["warning_reasons"]}
        listed = []
        for warning in self.warnings:
            row = stored.get(warning.code)
            holds = row is not None and row.message == warning.message
            listed.append(
                PageWarning(
                    warning.code,
                    self._field_of(warning),
                    warning.message,
                    row.reason if row and holds else "",
                    row.reason if row and not holds else "",
                    row.message if row and not holds else "",
                )
            )
        return listed

    def _field_of(self, warning: EntryWarning) -> str:
        years = self.proposal.budget_round.years
        index = years.index(warning.year) if warning.year in years else 0
        if warning.field in {"recurring_saving", "one_off_cost", "fte_change"}:
            return f"years-{index}-{warning.field}"
        if warning.field in self.entry.main.fields:
            return warning.field
        return f"statement-{warning.field}-text"

    def take_reasons(self, data: Mapping[str, Any], earlier: Callable[[], Iterable[EntryWarning]]) -> None:
        """Hold the reasons that were typed; `earlier` gives the warnings as they were before.

        A reason typed at another message, because the figures changed in the same step, is stored for that
        message: it is not lost, and the warning as it is now stays open.
        """
        stored = {row.code: row for row in self.rows["warning_reasons"]}
        for warning in self.warnings:
            reason = str(data.get(f"reason-{warning.code}", "")).strip()
            shown = str(data.get(f"reason_about-{warning.code}", "")).strip() or warning.message
            row = stored.get(warning.code)
            if not reason:
                continue
            if shown == warning.message:
                message = warning.message
            elif row is not None and reason == row.reason:
                continue
            else:
                said_before = {item.code: item.message for item in earlier()}
                message = said_before.get(warning.code, "") or "The figures were others."
            row = row or WarningReason(proposal=self.proposal, code=warning.code)
            if (row.message, row.reason) != (message, reason):
                row.message, row.reason = message, reason
                row.given_by = _actor_name()
            stored[warning.code] = row
        self.rows["warning_reasons"] = list(stored.values())
        keep(self.proposal, "warning_reasons", self.rows["warning_reasons"])


def _actor_name() -> str:
    return current_actor().name[: longest(WarningReason, "given_by")]


def typed_reasons(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the reasons as typed, by the code of the warning."""
    return {
        str(name).removeprefix("reason-"): str(data.get(name, ""))
        for name in data
        if str(name).startswith("reason-")
    }
