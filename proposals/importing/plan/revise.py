"""Bring a parsed proposal to the stored one, or to a new one: its facts, figures, texts and lists."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from proposals.domain.direction import SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.references import canonical_reference
from proposals.importing.in_words import in_pounds
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS
from proposals.importing.plan.matching import plain
from proposals.importing.plan.plan import (
    AMOUNTS_OF_A_SAVING,
    STATED_OTHERWISE,
    PlannedProposal,
    budget_changes,
    place_prefix,
    stated_otherwise,
    stored_savings,
)
from proposals.importing.plan.revise_texts import revise_texts
from proposals.models import (
    Dependency,
    DocumentEntry,
    FTEImpact,
    ProposalReference,
    ProposalRisk,
    YearProfile,
)
from proposals.models.records import total_of
from services.values.money import format_fte
from services.values.years import FinancialYear

NO_MEETING = "Meeting not stated"
ONE_FTE_FIGURE = "The document gives one figure for all years together."


def revise(at: PlannedProposal) -> None:
    """Bring what the document states to the proposal, loaded `with_statements` if it is stored."""
    if at.is_upgrade:
        _compare_with_earlier_document(at)
    _facts(at)
    if not at.is_new:
        at.changes += tuple(budget_changes(at.proposal, at.slot))
    _savings(at)
    _costs(at)
    if at.parsed.fte_changes:
        _posts_by_year(at)
    elif at.parsed.fte_change is not None:
        _posts_together(at)
    revise_texts(at)
    _references(at)
    _titles(at, "risks", "risk", ProposalRisk, at.parsed.risks)
    _titles(at, "dependencies", "dependency", Dependency, at.parsed.dependencies)
    _committees(at)
    _reports(at)


def _compare_with_earlier_document(at: PlannedProposal) -> None:
    """Say what the earlier document states otherwise, worded as its own reading words it; hand its entries over."""
    parsed, proposal = at.parsed, at.proposal
    entries: list[DocumentEntry] = at.stored("document_entries")
    source = next((entry for entry in entries if entry.is_source), entries[0])
    at.earlier_noun = noun = KINDS[source.style].noun
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
        at.issues += (issue,)
    for entry in entries:
        entry.is_source = False
        at.entries += (entry,)


def _facts(at: PlannedProposal) -> None:
    parsed = at.parsed
    headline = ": ".join(part for part in (parsed.headline_label, parsed.headline) if part)
    if at.is_source:
        at.fact("title", "title", parsed.title)
    _direction(at)
    if at.proposal.direction == parsed.direction:
        at.choice("pressure_category", parsed.pressure_category)
    at.choice("fund", parsed.fund)
    at.choice("certainty", parsed.certainty)
    at.fact("council_share", "the council’s own share in percent", parsed.council_share)
    _switch(at, "in_earlier_plan", "already in an earlier plan")
    at.fact("category", "category", parsed.category)
    at.fact("risk_to_delivery", "risk to delivery", parsed.risk)
    at.fact("risk_as_printed", "risk as printed", parsed.risk_as_printed)
    at.fact("headline", "saving as printed", headline)
    at.fact("senior_responsible_officer", "senior responsible officer", parsed.senior_responsible_officer)
    at.fact("start_year", "start year", parsed.first_year)
    at.fact("profile_note", "note on the savings profile", parsed.profile_note)
    at.fact("fte_note", "note on the FTE figures", parsed.fte_note)
    _switch(at, "consultation_only", "for consultation only")
    if at.kind.known_by_reference and not at.is_new:
        _service(at)
    if parsed.portfolio and not at.is_new and at.proposal.service.portfolio_id is None:
        at.change("portfolio", "", parsed.portfolio)


def _switch(at: PlannedProposal, name: str, label: str) -> None:
    """Take what a document says of a proposal and none says against it."""
    if getattr(at.parsed, name) and not getattr(at.proposal, name):
        setattr(at.proposal, name, True)
        at.change(label, "no", "yes", (at.proposal, (name,)))


def _direction(at: PlannedProposal) -> None:
    """Take the direction of a new proposal; another one than is stored is asked about before it is written."""
    proposal, stated = at.proposal, at.parsed.direction
    if at.is_new:
        proposal.direction = stated
    is_stated = at.parsed.savings or at.parsed.total is not None
    if proposal.direction == stated or not is_stated:
        return
    if not at.is_source:
        at.differs("the direction", f"a {stated}", f"a {proposal.direction}")
        return
    before, after = DIRECTIONS[proposal.direction], DIRECTIONS[stated]
    at.change("saving or pressure", before, after, (proposal, ("direction",)))
    proposal.direction = stated
    if stated == SAVING:
        proposal.pressure_category = ""


def _savings(at: PlannedProposal) -> None:
    proposal, parsed = at.proposal, at.parsed
    if at.is_new:
        proposal.profile_complete = parsed.profile_complete
    total_before = None if at.is_new else total_of(proposal)
    for year, pounds in parsed.savings.items():
        _saving(at, year, pounds)
    states_all = parsed.profile_complete and (parsed.savings or not at.is_upgrade)
    if states_all and not proposal.profile_complete:
        proposal.profile_complete = True
        at.change("all years are known", "no", "yes", (proposal, ("profile_complete",)))
    if parsed.total is None:
        return
    if not at.is_source and total_before is not None and total_before != parsed.total:
        at.differs(f"the total {at.proposal.direction}", at.in_words(parsed.total), at.in_words(total_before))
    if proposal.stated_total is None or (at.is_source and proposal.stated_total != parsed.total):
        stored = at.in_words(proposal.stated_total)
        at.change("stated total", stored, at.in_words(parsed.total), (proposal, ("stated_total",)))
        proposal.stated_total = parsed.total


def _saving(at: PlannedProposal, year: FinancialYear, pounds: int) -> None:
    rows = {row.year: row for row in at.stored("year_profiles")}
    stored = stored_savings(at.proposal, at.parsed.savings) if rows else {}
    is_zero = rows and at.proposal.profile_complete and not at.kind.known_by_reference
    known = stored.get(year, 0 if is_zero else None)
    if known == pounds:
        return
    if not at.is_taken(f"the {at.proposal.direction} {year}", at.in_words(pounds), at.in_words(known)):
        return
    row = _year_row(at, year)
    if at.parsed.one_off:
        row.one_off_saving += pounds - (known or 0)
    else:
        row.recurring_saving += pounds - (known or 0)
    words = (at.in_words(known), at.in_words(pounds))
    at.change(f"{at.proposal.direction} {year}", *words, (row, AMOUNTS_OF_A_SAVING))


def _year_row(at: PlannedProposal, year: FinancialYear) -> YearProfile:
    """Return the row of a year, stored or new, that is written with the proposal."""
    rows: list[YearProfile] = [row for row in at.rows if isinstance(row, YearProfile)]
    found = (row for row in (*rows, *at.stored("year_profiles")) if row.year == year)
    row = next(found, None) or YearProfile(proposal=at.proposal, year=year)
    if row not in rows:
        at.rows += (row,)
    return row


def _costs(at: PlannedProposal) -> None:
    stored = {row.year: row.one_off_cost for row in at.stored("year_profiles")}
    for year, pounds in at.parsed.costs.items():
        known, words = stored.get(year), in_pounds(pounds)
        if known != pounds and at.is_taken(f"the cost {year}", words, in_pounds(known or None)):
            row = _year_row(at, year)
            row.one_off_cost = pounds
            at.change(f"cost {year}", in_pounds(known), words, (row, ("one_off_cost",)))


def _posts_by_year(at: PlannedProposal) -> None:
    rows = {row.year: row for row in at.stored("fte_impacts")}
    for year, change in at.parsed.fte_changes.items():
        row = rows.get(year)
        before = format_fte(row.change) if row else ""
        known = before or (format_fte(0 * change) if rows else "")
        is_stored = row is not None and row.change == change
        if not is_stored and at.is_taken(f"the FTE change {year}", format_fte(change), known):
            row = row or FTEImpact(proposal=at.proposal, year=year)
            at.change(f"FTE {year}", before, format_fte(change), (row, ("change",)))
            row.change = change
            at.rows += (row,)


def _posts_together(at: PlannedProposal) -> None:
    """Keep one figure for all years in one of them, with a note that says so."""
    ((year, change),) = at.parsed.fte_by_year(at.years).items()
    rows = at.stored("fte_impacts")
    total = sum((row.change for row in rows), start=0 * change)
    if rows and total == change:
        return
    if rows and not (at.is_source and len(rows) == 1):
        at.differs("the FTE change", format_fte(change), format_fte(total))
        return
    row = rows[0] if rows else FTEImpact(proposal=at.proposal, year=year)
    before = format_fte(total) if rows else ""
    at.change(f"FTE {row.year}", before, format_fte(change), (row, ("change",)))
    row.change = change
    at.rows += (row,)
    if change and len(at.years) > 1:
        at.fact("fte_note", "note on the FTE figures", ONE_FTE_FIGURE)


def _service(at: PlannedProposal) -> None:
    """Say that the proposal moves to another service; capitals and marks make no other one."""
    stored, name = at.proposal.service, at.parsed.service
    if plain(name) != plain(stored.name):
        written = ((at.proposal, ("service",)), (stored, ("name",)))
        at.change("service", stored.name, name, *written)


def _missing(
    at: PlannedProposal, label: str, stated: Iterable[str], stored: Iterable[str]
) -> tuple[str, ...]:
    """Return what the document states and is not stored, each once, and note it as a change."""
    known = set(map(plain, stored))
    missing = tuple(text for text in dict.fromkeys(stated) if plain(text) not in known)
    for text in missing:
        at.change(label, "", text)
    return missing


def _references(at: PlannedProposal) -> None:
    """Keep what other references the document prints beside the proposal's own, which stays."""
    known = {at.reference, *(row.printed for row in at.stored("other_references"))}
    for printed in dict.fromkeys(at.parsed.references):
        if printed not in known:
            said = f"{printed} is kept as a further reference; the proposal stays {at.reference}"
            at.change("reference", at.reference, said)
            canonical = canonical_reference(printed)
            at.rows += (ProposalReference(proposal=at.proposal, printed=printed, canonical=canonical),)


def _titles(at: PlannedProposal, relation: str, label: str, model: Any, titles: tuple[str, ...]) -> None:
    rows = at.stored(relation)
    first = max((row.position for row in rows), default=-1) + 1
    missing = _missing(at, label, titles, (row.title for row in rows))
    at.rows += tuple(
        model(proposal=at.proposal, title=title, position=position)
        for position, title in enumerate(missing, start=first)
    )


def _committees(at: PlannedProposal) -> None:
    stored = (link.committee.name for link in at.stored("committee_links"))
    at.committees = _missing(at, "committee", at.parsed.committees, stored)


def _reports(at: PlannedProposal) -> None:
    stored = {(row.meeting_as_printed, row.item, row.appendix) for row in at.stored("where_reported")}
    for stated in dict.fromkeys(at.parsed.reported):
        report = stated if stated.meeting else replace(stated, meeting=NO_MEETING)
        printed = (report.meeting, report.item, report.appendix)
        if printed not in stored:
            at.reports += (report,)
            at.change("where it was reported", "", ", ".join(part for part in printed if part))
