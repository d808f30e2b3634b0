"""What the public pages print of published proposals: rows of the list, and one proposal; texts ready to print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from proposals.changes import compare_proposals
from proposals.changes.printed import PrintedChange, printed_change
from proposals.detail.figures import ProposalPage, proposal_page
from proposals.detail.sections import Reading, reading_of
from proposals.domain.direction import NOUNS, PRESSURE, SAVING
from proposals.domain.exemption import NOT_STATED, PrintedSection
from proposals.domain.fields import GENERAL_FUND, ProposalField, named, printed_facts
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.records import ProposalRecord, Totals
from proposals.domain.stages import Stage
from proposals.filters.highlight import excerpt, marked
from proposals.filters.text import Search
from proposals.listing.tables import drawn
from reports.models import Edition
from reports.public.contents import PublishedProposal
from reports.public.round import PublishedRound, earlier_record
from reports.styles.directions import PRESSURE_FACTS
from reports.styles.groups import by_directorate
from services.values.money import MoneyStyle, format_money
from services.values.wording import counted

ROUND = "round"

FACTS: Mapping[str, Sequence[ProposalField]] = {
    "residents": named("impact_on_residents", "wards"),
    "consultation": named("public_consultation", "consultation_dates", "consultation_only"),
    "risk": named("risk_in_words", "deliverability", "delivery_status"),
    "more": named(
        *("service", "directorate", "start_year", "portfolio", "committees", "category", "kind"),
        *("headline", "senior_responsible_officer", "other_references"),
    ),
}
"""The facts that the page of a proposal prints in each part."""


def list_address(council_slug: str, round_key: int | None = None, **filters: str) -> str:
    """Return the address of the list of published proposals, of the round that was published last or of that one."""
    query = urlencode({**({} if round_key is None else {ROUND: round_key}), **filters})
    address = reverse("published:proposals", args=[council_slug])
    return f"{address}?{query}" if query else address


def proposal_address(council_slug: str, round_key: int, reference: str) -> str:
    """Return the address of a published proposal."""
    return reverse("published:proposal", args=[council_slug, round_key, reference])


def total_in_words(pounds: int | None, direction: str, style: MoneyStyle) -> str:
    """Return what a proposal saves, costs or adds in all: whichever sign the council prints, the word says it."""
    if pounds is None:
        return f"{NOUNS[direction].capitalize()} not known"
    amount = format_money(abs(pounds), style)
    if direction == PRESSURE:
        return f"Takes {amount} off the budget" if pounds > 0 else f"Adds {amount} to the budget"
    return f"Costs {amount}" if pounds < 0 else f"Saves {amount}"


def rows_of(
    published: PublishedRound, proposals: Sequence[PublishedProposal], search: Search | None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a page of the list; what a search found is marked in the title and the excerpt."""
    style, slug = published.round_record.money_style, published.round_record.council_slug
    for proposal in proposals:
        record = proposal.record
        yield {
            "record": record,
            "address": proposal_address(slug, published.key, record.reference),
            "title": drawn(marked(record.title, search)) if search else record.title,
            "owner": _owner(record),
            "saving": total_in_words(record.total, record.direction, style),
            "excerpt": _excerpt(proposal, search) if search else "",
        }


def _owner(record: ProposalRecord) -> str:
    return ", ".join(dict.fromkeys(filter(None, (record.service, record.directorate))))


def _excerpt(proposal: PublishedProposal, search: Search) -> SafeString:
    found = (parts for text in proposal.texts if (parts := excerpt(text, search)))
    return drawn(next(found, ()))


def directorate_lines(published: PublishedRound) -> Iterator[dict[str, str]]:
    """Yield the directorates of the round, in the order of its documents; none where there is only one.

    Each says how many proposals it has and what they save, and leads to the list of them.
    """
    record = published.record_of(published.proposals)
    groups = by_directorate(record)
    for group in groups if len(groups) > 1 else ():
        parts = [
            (
                direction,
                Totals.of([each for each in group.proposals if each.direction == direction], record.years),
            )
            for direction in (SAVING, PRESSURE)
        ]
        said = (
            total_in_words(part.total, direction, record.money_style)
            for direction, part in parts
            if part.count
        )
        yield {
            "name": group.directorate,
            "count": counted(group.totals.count, "proposal"),
            "saving": ". ".join(said),
            "address": list_address(record.council_slug, published.key, directorate=group.directorate),
        }


@dataclass(frozen=True)
class Change:
    """What changed of a proposal since the edition that the one it is shown from corrects."""

    edition: Edition
    change: PrintedChange


@dataclass(frozen=True)
class PublicProposal:
    """One proposal as its page prints it; what nobody stated is left out."""

    page: ProposalPage
    reading: Reading
    stage: str
    saving: str
    parts: Mapping[str, Sequence[PrintedSection]]
    """The sections of each part, by the names of `proposals.detail.sections`."""
    facts: Mapping[str, Sequence[tuple[str, str]]]
    """The facts of each part."""
    change: Change | None


def public_proposal(published: PublishedRound, proposal: PublishedProposal) -> PublicProposal:
    """Return the proposal for its page."""
    record, style = proposal.record, published.round_record.money_style
    reading = reading_of(record, style)
    return PublicProposal(
        # An edition publishes no assumptions, so figures are by those that everybody takes.
        proposal_page(record, style, Assumptions()),
        reading,
        Stage(record.stage).label.capitalize() if record.stage else "",
        total_in_words(record.total, record.direction, style),
        {part: tuple(filter(_is_stated, sections)) for part, sections in reading.sections.items()},
        {part: printed_facts(fields, record) for part, fields in _facts_of(record).items()},
        _change(published.edition_of(proposal), proposal, style),
    )


def _facts_of(record: ProposalRecord) -> Mapping[str, Sequence[ProposalField]]:
    """Return the facts of each part; that a saving is one on the general fund goes without saying."""
    if record.is_pressure or record.fund != GENERAL_FUND:
        return {**FACTS, "money": PRESSURE_FACTS}
    return {**FACTS, "money": named("council_share")}


def _is_stated(section: PrintedSection) -> bool:
    return section.in_place_of_text != NOT_STATED or bool(section.exemption)


def _change(edition: Edition, proposal: PublishedProposal, style: MoneyStyle) -> Change | None:
    earlier = earlier_record(edition, proposal.key) if edition.corrects_id else None
    if earlier is None or edition.corrects is None:
        return None
    change = compare_proposals(earlier, proposal.record)
    return Change(edition.corrects, printed_change(change, style, shorten=True))
