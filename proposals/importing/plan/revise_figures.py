"""The figures that a document brings to a proposal: savings, costs and posts by year, and stated totals."""

from proposals.importing.in_words import in_pounds
from proposals.importing.plan.plan import AMOUNTS_OF_A_SAVING, PlannedProposal, stored_savings
from proposals.models import FTEImpact, YearProfile
from proposals.models.records import total_of
from services.values.money import format_fte
from services.values.years import FinancialYear

ONE_FTE_FIGURE = "The document gives one figure for all years together."


def revise_figures(at: PlannedProposal) -> None:
    """Take the figures that the document states."""
    _savings(at)
    _costs(at)
    if at.parsed.fte_changes:
        _posts_by_year(at)
    elif at.parsed.fte_change is not None:
        _posts_together(at)


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
        at.differs(f"the total {at.amount_noun}", at.in_words(parsed.total), at.in_words(total_before))
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
    if not at.is_taken(f"the {at.amount_noun} {year}", at.in_words(pounds), at.in_words(known)):
        return
    row = _year_row(at, year)
    if at.parsed.one_off:
        row.one_off_saving += pounds - (known or 0)
    else:
        row.recurring_saving += pounds - (known or 0)
    words = (at.in_words(known), at.in_words(pounds))
    at.change(f"{at.amount_noun} {year}", *words, (row, AMOUNTS_OF_A_SAVING))


def _year_row(at: PlannedProposal, year: FinancialYear) -> YearProfile:
    """Return the row of a year, stored or new, that is written with the proposal."""
    rows: list[YearProfile] = [row for row in at.rows if isinstance(row, YearProfile)]
    for row in (*rows, *at.stored("year_profiles")):
        if row.year == year:
            break
    else:
        row = YearProfile(proposal=at.proposal, year=year)
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
