"""What a parsed proposal brings to the stored one, or to a new one: rows changed in memory, nothing saved.

The document that a proposal was made from corrects it when it is read again. Any other only adds what is not
stored: a figure or fact that differs is a question for a person, and wording that differs is kept beside the
stored one, under its own heading.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from proposals.domain.records import OTHER_KIND
from proposals.domain.references import canonical_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS, DocumentKind
from proposals.importing.parsed import ParsedProposal, ParsedReport
from proposals.importing.plan.base_budgets import BudgetSlot, budget_changes
from proposals.importing.plan.changes import (
    AMOUNTS_OF_A_SAVING,
    FieldChange,
    Written,
    in_pounds,
    stored_savings,
)
from proposals.importing.plan.matching import plain
from proposals.importing.plan.statements import kept_beside_heading, statement_rows
from proposals.importing.plan.wording_figures import differing_figures
from proposals.models import (
    Dependency,
    DocumentEntry,
    FTEImpact,
    ImpactStatement,
    ProposalReference,
    ProposalRisk,
    SavingsProposal,
    YearProfile,
)
from proposals.models.records import total_of
from services.values.money import format_fte
from services.values.years import FinancialYear

STATED_OTHERWISE = "stated otherwise"
KEPT_BESIDE = "wording kept beside"
FIGURE_IN_WORDING = "figure in wording"
ONE_FTE_FIGURE = "The document gives one figure for all years together."
NO_MEETING = "Meeting not stated"
BESIDE = 50  # wordings kept beside stand behind all of the proposal's own


def stated_otherwise(noun: str, what: str, stated: str, stored: str) -> str:
    """Return in words that a document states something otherwise than it is stored."""
    return f"the {noun} states {what} as {stated}; {stored} is held and kept."


def place_prefix(noun: str) -> str:
    """Return what the place of an accepted issue begins with, so that it is known which document said it."""
    return f"{noun[:1].upper()}{noun[1:]}"


@dataclass
class Revision:
    """A proposal with its rows as they would be, and what that changes; unsaved."""

    proposal: SavingsProposal
    changes: list[FieldChange] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    committees: list[str] = field(default_factory=list)
    reports: list[ParsedReport] = field(default_factory=list)
    entries: list[DocumentEntry] = field(default_factory=list)
    """The entries of other documents, whose figures are no longer the proposal's."""
    portfolio: str = ""
    """The portfolio that the proposal's stored service is to have."""


@dataclass(frozen=True)
class Reading:
    """How a proposal is read: the round's years, the kind of document, and whether its figures are the proposal's.

    `is_upgrade` is whether the proposal was known from another document only, and this one completes it.
    """

    years: tuple[FinancialYear, ...]
    kind: DocumentKind
    is_source: bool
    slot: BudgetSlot | None = None
    is_upgrade: bool = False


def revise(proposal: SavingsProposal, parsed: ParsedProposal, reading: Reading) -> Revision:
    """Return what `parsed` brings to `proposal`, loaded `with_statements` if it is stored."""
    return _Reviser(proposal, parsed, reading).revise()


class _Reviser:
    def __init__(self, proposal: SavingsProposal, parsed: ParsedProposal, reading: Reading) -> None:
        self.proposal, self.parsed, self.reading = proposal, parsed, reading
        self.years, self.noun, self.is_source = reading.years, reading.kind.noun, reading.is_source
        self.is_new = proposal.pk is None
        self.revision = Revision(proposal)
        self.earlier_noun = ""

    def revise(self) -> Revision:
        if self.reading.is_upgrade:
            self._compare_with_earlier_document()
        self._facts()
        if not self.is_new:
            self.revision.changes.extend(budget_changes(self.proposal, self.reading.slot))
        self._savings()
        self._costs()
        self._posts()
        for position, statement in enumerate(statement_rows(self.parsed)):
            statement.position = position
            self._statement(statement)
        self._references()
        self._titles("risks", "risk", ProposalRisk, self.parsed.risks)
        self._titles("dependencies", "dependency", Dependency, self.parsed.dependencies)
        self._committees()
        self._reports()
        return self.revision

    def _stored(self, relation: str) -> list[Any]:
        return [] if self.is_new else list(getattr(self.proposal, relation).all())

    def _change(self, name: str, before: str, after: str, *written: Written) -> None:
        self.revision.changes.append(FieldChange(name, before, after, written))

    def _differs(self, what: str, stated: str, stored: str) -> None:
        message = stated_otherwise(self.noun, what, stated, stored)
        self._say(Severity.QUESTION, STATED_OTHERWISE, message)

    def _say(self, severity: Severity, code: str, message: str) -> None:
        parsed = self.parsed
        self.revision.issues.append(Issue(severity, code, parsed.title[:100], parsed.place, message))

    def _compare_with_earlier_document(self) -> None:
        """Say what the earlier document states otherwise, worded as its own reading words it; hand its entries over."""
        parsed, proposal = self.parsed, self.proposal
        entries: list[DocumentEntry] = self._stored("document_entries")
        source = next((entry for entry in entries if entry.is_source), entries[0])
        self.earlier_noun = noun = KINDS[source.style].noun
        stored = stored_savings(proposal, parsed.savings)
        differing = [
            (f"the saving {year}", stored[year], pounds)
            for year, pounds in parsed.savings.items()
            if year in stored and stored[year] != pounds
        ]
        total = sum(parsed.savings.values())
        if parsed.savings and proposal.stated_total is not None and proposal.stated_total != total:
            differing.append(("the total saving", proposal.stated_total, total))
        for what, earlier, now in differing:
            message = stated_otherwise(noun, what, in_pounds(earlier), in_pounds(now))
            place = place_prefix(noun)
            issue = Issue(Severity.QUESTION, STATED_OTHERWISE, parsed.reference, place, message)
            self.revision.issues.append(issue)
        for entry in entries:
            entry.is_source = False
            self.revision.entries.append(entry)

    # Single facts

    def _facts(self) -> None:
        parsed = self.parsed
        headline = ": ".join(part for part in (parsed.headline_label, parsed.headline) if part)
        if self.is_source:
            self._fact("title", "title", parsed.title)
        self._fact("category", "category", parsed.category)
        self._fact("risk_to_delivery", "risk to delivery", parsed.risk)
        self._fact("risk_as_printed", "risk as printed", parsed.risk_as_printed)
        self._fact("headline", "saving as printed", headline)
        self._fact(
            "senior_responsible_officer", "senior responsible officer", parsed.senior_responsible_officer
        )
        self._fact("start_year", "start year", parsed.first_year)
        self._fact("profile_note", "note on the savings profile", parsed.profile_note)
        self._fact("fte_note", "note on the FTE figures", parsed.fte_note)
        if parsed.consultation_only and not self.proposal.consultation_only:
            self.proposal.consultation_only = True
            self._change("for consultation only", "no", "yes", (self.proposal, ("consultation_only",)))
        if self.reading.kind.known_by_reference and not self.is_new:
            self._service()
        if parsed.portfolio and not self.is_new:
            portfolio = self.proposal.service.portfolio
            if portfolio is None:
                self.revision.portfolio = parsed.portfolio
                self._change("portfolio", "", parsed.portfolio)

    def _service(self) -> None:
        """Say that the proposal moves to another service; capitals make no other one."""
        stored, name = self.proposal.service, self.parsed.service
        if name.casefold() != stored.name.casefold():
            written = ((self.proposal, ("service",)), (stored, ("name",)))
            self._change("service", stored.name, name, *written)

    def _fact(self, name: str, label: str, value: Any) -> None:
        stored = getattr(self.proposal, name)
        if not value or stored == value:
            return
        if self.is_new or self.is_source or not stored:
            setattr(self.proposal, name, value)
            self._change(label, str(stored or ""), str(value), (self.proposal, (name,)))
        elif name != "start_year":
            self._differs(f"the {label}", f"“{value}”", f"“{stored}”")

    # Figures

    def _savings(self) -> None:
        proposal, parsed = self.proposal, self.parsed
        if self.is_new:
            proposal.profile_complete = parsed.profile_complete
        total_before = None if self.is_new else total_of(proposal)
        for year, pounds in parsed.savings.items():
            self._saving(year, pounds)
        states_all = parsed.profile_complete and (parsed.savings or not self.reading.is_upgrade)
        if states_all and not proposal.profile_complete:
            proposal.profile_complete = True
            self._change("all years are known", "no", "yes", (proposal, ("profile_complete",)))
        if parsed.total is None:
            return
        if not self.is_source and total_before is not None and total_before != parsed.total:
            self._differs("the total saving", in_pounds(parsed.total), in_pounds(total_before))
        if proposal.stated_total is None or (self.is_source and proposal.stated_total != parsed.total):
            stored = in_pounds(proposal.stated_total)
            self._change("stated total", stored, in_pounds(parsed.total), (proposal, ("stated_total",)))
            proposal.stated_total = parsed.total

    def _saving(self, year: FinancialYear, pounds: int) -> None:
        rows = {row.year: row for row in self._stored("year_profiles")}
        stored = stored_savings(self.proposal, self.parsed.savings) if rows else {}
        is_zero = rows and self.proposal.profile_complete and not self.reading.kind.known_by_reference
        known = stored.get(year, 0 if is_zero else None)
        if known == pounds:
            return
        if known is not None and not self.is_source:
            self._differs(f"the saving {year}", in_pounds(pounds), in_pounds(known))
            return
        row = self._year_row(year)
        if self.parsed.one_off:
            row.one_off_saving += pounds - (known or 0)
        else:
            row.recurring_saving += pounds - (known or 0)
        self._change(f"saving {year}", in_pounds(known), in_pounds(pounds), (row, AMOUNTS_OF_A_SAVING))

    def _year_row(self, year: FinancialYear) -> YearProfile:
        """Return the row of a year, stored or new, that is written with the proposal."""
        rows: list[YearProfile] = [row for row in self.revision.rows if isinstance(row, YearProfile)]
        for row in (*rows, *self._stored("year_profiles")):
            if row.year == year:
                break
        else:
            row = YearProfile(proposal=self.proposal, year=year)
        if row not in rows:
            self.revision.rows.append(row)
        return row

    def _costs(self) -> None:
        for year, pounds in self.parsed.costs.items():
            stored = {row.year: row.one_off_cost for row in self._stored("year_profiles")}
            known = stored.get(year)
            if known == pounds:
                continue
            if known and not self.is_source:
                self._differs(f"the cost {year}", in_pounds(pounds), in_pounds(known))
                continue
            row = self._year_row(year)
            row.one_off_cost = pounds
            self._change(f"cost {year}", in_pounds(known), in_pounds(pounds), (row, ("one_off_cost",)))

    def _posts(self) -> None:
        if self.parsed.fte_changes:
            self._posts_by_year()
        elif self.parsed.fte_change is not None:
            self._posts_together()

    def _posts_by_year(self) -> None:
        rows = {row.year: row for row in self._stored("fte_impacts")}
        for year, change in self.parsed.fte_changes.items():
            row = rows.get(year)
            if row is not None and row.change == change:
                continue
            before = format_fte(row.change) if row else ""
            if rows and not self.is_source:
                self._differs(f"the FTE change {year}", format_fte(change), before or format_fte(0 * change))
                continue
            row = row or FTEImpact(proposal=self.proposal, year=year)
            self._change(f"FTE {year}", before, format_fte(change), (row, ("change",)))
            row.change = change
            self.revision.rows.append(row)

    def _posts_together(self) -> None:
        """Keep one figure for all years in one of them, with a note that says so."""
        ((year, change),) = self.parsed.fte_by_year(self.years).items()
        rows = self._stored("fte_impacts")
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
        stored = self._stored_statement(stated.kind, stated.heading)
        if stored is None:
            said = stated.text or stated.get_answer_display()
            self._change(stated.title, "", said, (stated, ("text", "answer")))
            self.revision.rows.append(stated)
        elif stated.answer == ImpactStatement.Answer.BLANK or self._is_same(stored.text, stated.text):
            if self.reading.is_upgrade:
                self._take_text(stored, stated)
        elif self.is_source or stored.answer == ImpactStatement.Answer.BLANK:
            if self.reading.is_upgrade and stored.text and not same_wording(stored.text, stated.text):
                self.revision.rows.append(self._beside(stored))
                place = place_prefix(self.earlier_noun)
                self._compare_figures(self.earlier_noun, stored.title, stored.text, stated.text, place)
            self._change(stated.title, stored.text, stated.text, (stored, ("text", "answer")))
            self._take_text(stored, stated)
        else:
            self._keep_beside(stated, stored)

    def _take_text(self, stored: ImpactStatement, stated: ImpactStatement) -> None:
        stored.text, stored.answer, stored.heading = stated.text, stated.answer, stated.heading
        if self.reading.is_upgrade:
            stored.position = stated.position
        self.revision.rows.append(stored)

    def _is_same(self, stored: str, stated: str) -> bool:
        """Return whether a text is stored already; a form that corrects a stop or a capital is another text."""
        exact = self.reading.kind.known_by_reference
        return stored == stated if exact else same_wording(stored, stated)

    def _beside(self, stored: ImpactStatement) -> ImpactStatement:
        """Return an unsaved row that keeps an earlier document's wording, for another to take its place."""
        return ImpactStatement(
            proposal=self.proposal,
            kind=OTHER_KIND,
            heading=kept_beside_heading(stored.title, self.earlier_noun),
            text=stored.text,
            answer=stored.answer,
            position=BESIDE + stored.position,
        )

    def _compare_figures(self, noun: str, title: str, stated: str, kept: str, place: str) -> None:
        """Ask about each amount that a document's wording has otherwise than the wording that is kept."""
        for printed, known in differing_figures(kept, stated):
            message = f"the {noun} writes {printed} under “{title}”, where the stored wording has {known}."
            named = self.parsed.reference or self.parsed.title[:100]
            self.revision.issues.append(Issue(Severity.QUESTION, FIGURE_IN_WORDING, named, place, message))

    def _stored_statement(self, kind: str, heading: str) -> ImpactStatement | None:
        rows: Iterable[ImpactStatement] = self._stored("statements")
        return next(
            (row for row in rows if row.kind == kind and (kind != OTHER_KIND or row.heading == heading)),
            None,
        )

    def _keep_beside(self, stated: ImpactStatement, stored: ImpactStatement) -> None:
        self._compare_figures(self.noun, stated.title, stated.text, stored.text, self.parsed.place)
        heading = kept_beside_heading(stated.title, self.noun)
        kept = self._stored_statement(OTHER_KIND, heading)
        if kept and kept.text == stated.text:
            return
        row = kept or ImpactStatement(
            proposal=self.proposal, kind=OTHER_KIND, heading=heading, position=BESIDE + stated.position
        )
        self._change(heading, row.text, stated.text, (row, ("text", "answer")))
        row.text, row.answer = stated.text, stated.answer
        self.revision.rows.append(row)
        message = f"its wording of “{stated.title}” is not the stored one and is kept beside it."
        self._say(Severity.NOTE, KEPT_BESIDE, message)

    # What there may be several of

    def _references(self) -> None:
        own = self.proposal.reference
        stored = {own, *(row.printed for row in self._stored("other_references"))}
        for printed in dict.fromkeys(self.parsed.references):
            if printed not in stored:
                self.revision.rows.append(
                    ProposalReference(
                        proposal=self.proposal, printed=printed, canonical=canonical_reference(printed)
                    )
                )
                self._change("reference", "", printed)

    def _titles(self, relation: str, label: str, model: Any, titles: tuple[str, ...]) -> None:
        rows = self._stored(relation)
        stored = {plain(row.title) for row in rows}
        position = max((row.position for row in rows), default=-1)
        for title in titles:
            if plain(title) not in stored:
                position += 1
                self.revision.rows.append(model(proposal=self.proposal, title=title, position=position))
                self._change(label, "", title)

    def _committees(self) -> None:
        stored = {plain(link.committee.name) for link in self._stored("committee_links")}
        for name in dict.fromkeys(self.parsed.committees):
            if plain(name) not in stored:
                self.revision.committees.append(name)
                self._change("committee", "", name)

    def _reports(self) -> None:
        stored = {(row.meeting_as_printed, row.item, row.appendix) for row in self._stored("where_reported")}
        for stated in dict.fromkeys(self.parsed.reported):
            report = stated if stated.meeting else replace(stated, meeting=NO_MEETING)
            printed = (report.meeting, report.item, report.appendix)
            if printed not in stored:
                self.revision.reports.append(report)
                self._change("where it was reported", "", ", ".join(part for part in printed if part))


def same_wording(one: str, other: str) -> bool:
    """Return whether two texts say the same in the same words, whatever the spaces, stops and capitals."""
    return one == other or (bool(one) and plain(one) == plain(other))
