"""What a stated proposal brings to the one held, or to a new one: rows changed in memory, nothing saved.

The document that a proposal was made from corrects it when it is read again. Any other only adds what is not
held: a figure or fact that differs is a difference for a person to accept, and wording that differs is kept
beside the held one, under its own heading.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from proposals.domain.records import OTHER_KIND
from proposals.domain.references import canonical_reference
from proposals.importing.differences import AMOUNTS_OF_A_SAVING, FieldChange, Written, held_savings
from proposals.importing.findings import Finding, Level
from proposals.importing.parsed.matching import plain
from proposals.importing.parsed.proposal import StatedProposal, StatedReport
from proposals.importing.parsed.statements import kept_beside_heading, stated_statements
from proposals.models import (
    Dependency,
    FTEImpact,
    ImpactStatement,
    ProposalReference,
    ProposalRisk,
    SavingsProposal,
    YearProfile,
)
from proposals.models.records import total_of
from services.values.money import MoneyStyle, format_fte, format_money
from services.values.years import FinancialYear

STATED_OTHERWISE = "stated otherwise"
KEPT_BESIDE = "wording kept beside"
ONE_FTE_FIGURE = "The document gives one figure for all years together."
NO_MEETING = "Meeting not stated"
_STYLE = MoneyStyle(unit="pounds", decimals=0)
BESIDE = 50  # wordings kept beside stand behind all of the proposal's own


def stated_otherwise(noun: str, what: str, stated: str, held: str) -> str:
    """Return in words that a document states something otherwise than it is held."""
    return f"the {noun} states {what} as {stated}; {held} is held and kept."


def in_pounds(pounds: int | None) -> str:
    """Return an amount in whole pounds, empty where none is known."""
    return "" if pounds is None else format_money(pounds, _STYLE)


@dataclass
class Revision:
    """A proposal with its rows as they would be, and what that changes; unsaved."""

    proposal: SavingsProposal
    changes: list[FieldChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    committees: list[str] = field(default_factory=list)
    reports: list[StatedReport] = field(default_factory=list)
    portfolio: str = ""
    """The portfolio that the proposal's held service is to have."""


def revise(
    proposal: SavingsProposal,
    stated: StatedProposal,
    *,
    years: tuple[FinancialYear, ...],
    noun: str,
    is_source: bool,
) -> Revision:
    """Return what `stated` brings to `proposal`, loaded `with_statements` if it is held.

    `is_source` is whether the proposal's figures are this document's; a new one's always are.
    """
    return _Reviser(proposal, stated, years, noun, is_source).revise()


class _Reviser:
    def __init__(
        self,
        proposal: SavingsProposal,
        stated: StatedProposal,
        years: tuple[FinancialYear, ...],
        noun: str,
        is_source: bool,
    ) -> None:
        self.proposal, self.stated, self.years, self.noun = proposal, stated, years, noun
        self.is_source = is_source
        self.is_new = proposal.pk is None
        self.revision = Revision(proposal)

    def revise(self) -> Revision:
        self._facts()
        self._savings()
        self._posts()
        for position, statement in enumerate(stated_statements(self.stated)):
            statement.position = position
            self._statement(statement)
        self._references()
        self._titles("risks", "risk", ProposalRisk, self.stated.risks)
        self._titles("dependencies", "dependency", Dependency, self.stated.dependencies)
        self._committees()
        self._reports()
        return self.revision

    def _held(self, relation: str) -> list[Any]:
        return [] if self.is_new else list(getattr(self.proposal, relation).all())

    def _change(self, name: str, before: str, after: str, *written: Written) -> None:
        self.revision.changes.append(FieldChange(name, before, after, written))

    def _differs(self, what: str, stated: str, held: str) -> None:
        message = stated_otherwise(self.noun, what, stated, held)
        self._find(Level.DIFFERENCE, STATED_OTHERWISE, message)

    def _find(self, level: Level, code: str, message: str) -> None:
        stated = self.stated
        self.revision.findings.append(Finding(level, code, stated.title[:100], stated.place, message))

    # Single facts

    def _facts(self) -> None:
        stated = self.stated
        headline = ": ".join(part for part in (stated.headline_label, stated.headline) if part)
        if self.is_source:
            self._fact("title", "title", stated.title)
        self._fact("category", "category", stated.category)
        self._fact("risk_to_delivery", "risk to delivery", stated.risk)
        self._fact("risk_as_printed", "risk as printed", stated.risk_as_printed)
        self._fact("headline", "saving as printed", headline)
        self._fact(
            "senior_responsible_officer", "senior responsible officer", stated.senior_responsible_officer
        )
        self._fact("start_year", "start year", stated.first_year)
        if stated.consultation_only and not self.proposal.consultation_only:
            self.proposal.consultation_only = True
            self._change("for consultation only", "no", "yes", (self.proposal, ("consultation_only",)))
        if stated.portfolio and not self.is_new:
            portfolio = self.proposal.service.portfolio
            if portfolio is None:
                self.revision.portfolio = stated.portfolio
                self._change("portfolio", "", stated.portfolio)

    def _fact(self, name: str, label: str, value: Any) -> None:
        held = getattr(self.proposal, name)
        if not value or held == value:
            return
        if self.is_new or self.is_source or not held:
            setattr(self.proposal, name, value)
            self._change(label, str(held or ""), str(value), (self.proposal, (name,)))
        elif name != "start_year":
            self._differs(f"the {label}", f"“{value}”", f"“{held}”")

    # Figures

    def _savings(self) -> None:
        proposal, stated = self.proposal, self.stated
        if self.is_new:
            proposal.profile_complete = stated.profile_complete
        total_before = None if self.is_new else total_of(proposal)
        for year, pounds in stated.savings.items():
            self._saving(year, pounds)
        if stated.profile_complete and not proposal.profile_complete:
            proposal.profile_complete = True
            self._change("all years are known", "no", "yes", (proposal, ("profile_complete",)))
        if stated.total is None:
            return
        if not self.is_source and total_before is not None and total_before != stated.total:
            self._differs("the total saving", in_pounds(stated.total), in_pounds(total_before))
        if proposal.stated_total is None or (self.is_source and proposal.stated_total != stated.total):
            held = in_pounds(proposal.stated_total)
            self._change("stated total", held, in_pounds(stated.total), (proposal, ("stated_total",)))
            proposal.stated_total = stated.total

    def _saving(self, year: FinancialYear, pounds: int) -> None:
        rows = {row.year: row for row in self._held("year_profiles")}
        held = held_savings(self.proposal, self.stated.savings) if rows else {}
        known = held.get(year, 0 if rows and self.proposal.profile_complete else None)
        if known == pounds:
            return
        if known is not None and not self.is_source:
            self._differs(f"the saving {year}", in_pounds(pounds), in_pounds(known))
            return
        row = rows.get(year) or YearProfile(proposal=self.proposal, year=year)
        row.recurring_saving += pounds - (known or 0)
        self.revision.rows.append(row)
        self._change(f"saving {year}", in_pounds(known), in_pounds(pounds), (row, AMOUNTS_OF_A_SAVING))

    def _posts(self) -> None:
        """Keep one figure for all years in one of them, with a note that says so."""
        for year, change in self.stated.fte_by_year(self.years).items():
            self._post(year, change)

    def _post(self, year: FinancialYear, change: Decimal) -> None:
        rows = self._held("fte_impacts")
        total = sum((row.change for row in rows), start=0 * change)
        if rows and total == change:
            return
        if rows and not (self.is_source and len(rows) == 1):
            self._differs("the FTE change", format_fte(change), format_fte(total))
            return
        row = rows[0] if rows else FTEImpact(proposal=self.proposal, year=year)
        before = format_fte(total) if rows else ""
        self._change(f"FTE {row.year}", before, format_fte(change), (row, ("change",)))
        row.change = change
        self.revision.rows.append(row)
        if change and len(self.years) > 1:
            self._fact("fte_note", "note on the FTE figures", ONE_FTE_FIGURE)

    # Texts

    def _statement(self, stated: ImpactStatement) -> None:
        stated.proposal = self.proposal
        held = self._held_statement(stated.kind, stated.heading)
        if held is None:
            said = stated.text or stated.get_answer_display()
            self._change(stated.title, "", said, (stated, ("text", "answer")))
            self.revision.rows.append(stated)
        elif stated.answer == ImpactStatement.Answer.BLANK or same_wording(held.text, stated.text):
            return
        elif self.is_source or held.answer == ImpactStatement.Answer.BLANK:
            self._change(stated.title, held.text, stated.text, (held, ("text", "answer")))
            held.text, held.answer = stated.text, stated.answer
            held.heading = stated.heading
            self.revision.rows.append(held)
        else:
            self._keep_beside(stated, held)

    def _held_statement(self, kind: str, heading: str) -> ImpactStatement | None:
        rows: Iterable[ImpactStatement] = self._held("statements")
        return next(
            (row for row in rows if row.kind == kind and (kind != OTHER_KIND or row.heading == heading)),
            None,
        )

    def _keep_beside(self, stated: ImpactStatement, held: ImpactStatement) -> None:
        heading = kept_beside_heading(stated.title, self.noun)
        kept = self._held_statement(OTHER_KIND, heading)
        if kept and kept.text == stated.text:
            return
        row = kept or ImpactStatement(
            proposal=self.proposal, kind=OTHER_KIND, heading=heading, position=BESIDE + stated.position
        )
        self._change(heading, row.text, stated.text, (row, ("text", "answer")))
        row.text, row.answer = stated.text, stated.answer
        self.revision.rows.append(row)
        message = f"its wording of “{stated.title}” is not the held one and is kept beside it."
        self._find(Level.NOTE, KEPT_BESIDE, message)

    # What there may be several of

    def _references(self) -> None:
        own = self.proposal.reference
        held = {own, *(row.printed for row in self._held("other_references"))}
        for printed in dict.fromkeys(self.stated.references):
            if printed not in held:
                self.revision.rows.append(
                    ProposalReference(
                        proposal=self.proposal, printed=printed, canonical=canonical_reference(printed)
                    )
                )
                self._change("reference", "", printed)

    def _titles(self, relation: str, label: str, model: Any, titles: tuple[str, ...]) -> None:
        rows = self._held(relation)
        held = {plain(row.title) for row in rows}
        position = max((row.position for row in rows), default=-1)
        for title in titles:
            if plain(title) not in held:
                position += 1
                self.revision.rows.append(model(proposal=self.proposal, title=title, position=position))
                self._change(label, "", title)

    def _committees(self) -> None:
        held = {plain(link.committee.name) for link in self._held("committee_links")}
        for name in dict.fromkeys(self.stated.committees):
            if plain(name) not in held:
                self.revision.committees.append(name)
                self._change("committee", "", name)

    def _reports(self) -> None:
        held = {(row.meeting_as_printed, row.item, row.appendix) for row in self._held("where_reported")}
        for stated in dict.fromkeys(self.stated.reported):
            report = stated if stated.meeting else replace(stated, meeting=NO_MEETING)
            printed = (report.meeting, report.item, report.appendix)
            if printed not in held:
                self.revision.reports.append(report)
                self._change("where it was reported", "", ", ".join(part for part in printed if part))


def same_wording(one: str, other: str) -> bool:
    """Return whether two texts say the same in the same words, whatever the spaces, stops and capitals."""
    return one == other or (bool(one) and plain(one) == plain(other))


def beside(held: ImpactStatement, noun: str) -> ImpactStatement:
    """Return an unsaved row that keeps a held wording under its own heading, for another to take its place."""
    return ImpactStatement(
        proposal=held.proposal,
        kind=OTHER_KIND,
        heading=kept_beside_heading(held.title, noun),
        text=held.text,
        answer=held.answer,
        position=BESIDE + held.position,
    )
