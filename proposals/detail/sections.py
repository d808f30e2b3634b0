"""A proposal in the order a councillor reads it: the sections of each part, the chart, the ratings.

Pure: records in, texts and drawings ready to print out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten

from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.direction import NOUNS, PRESSURE, SAVING, format_in_own_direction, in_own_direction
from proposals.domain.exemption import PrintedSection, printed, sections_to_print
from proposals.domain.fields import CONSULTATION_FACTS, COUNTING, FIELDS, PAGE_FACTS, printed_facts
from proposals.domain.records import NOT_KNOWN, ProposalRecord
from proposals.domain.savings_together import known_by_year, share_of_whole
from proposals.domain.stages import Outcome
from services.values.money import MoneyStyle, format_share
from services.values.wording import listed
from services.values.years import FinancialYear

WHAT, MONEY, PEOPLE, RESIDENTS = "what", "money", "people", "residents"
EQUALITY, RISK, DECISIONS = "equality", "risk", "decisions"

SECTIONS_OF: dict[str, tuple[str, ...]] = {
    WHAT: (
        "brief_description",
        "overview",
        "how_achieved",
        "what_the_service_delivers",
        "why_needed",
        "if_not_done",
        "aims",
        "approach",
        "in_scope",
        "out_of_scope",
        "options_study",
        "other",
    ),
    MONEY: ("cost_and_savings", "non_financial_benefits"),
    PEOPLE: ("impact_upon_staff",),
    RESIDENTS: (
        "impact_upon_service",
        "who_is_affected",
        "positive_impacts",
        "negative_impacts",
        "neutral_impacts",
        "impact_upon_property",
    ),
    EQUALITY: ("protected_characteristics",),
    RISK: ("assumptions", "constraints"),
    DECISIONS: ("decisions_needed", "actions_needed"),
}
"""The narrative sections of each part, in the order in which they are read there."""

HEADINGS: tuple[tuple[str, str], ...] = (
    (WHAT, "Proposal"),
    (MONEY, "Savings"),
    (PEOPLE, "Posts and staff"),
    (RESIDENTS, "Impact on residents and services"),
    (EQUALITY, "Equality impact"),
    (RISK, "Risk"),
    (DECISIONS, "Decisions required"),
    ("dependencies", "Dependencies"),
    ("reported", "Reports"),
    ("attachments", "Attachments"),
    ("changes", "Changes since publication"),
    ("scrutiny", "Questions and answers"),
)
"""The parts of the page in the order of reading, with their headings where the proposal is a saving."""

_LEADING = {
    SAVING: ("brief_description", "overview", "how_achieved", "impact_upon_service"),
    PRESSURE: ("brief_description", "overview", "why_needed", "impact_upon_service"),
}
"""The sections that say what is proposed, the one that says it best first."""
_LONGEST_LEAD, _LONGEST_DECISION = 180, 100

NO_BUDGET = "The net budget is not stated, so there is no share of it."
NO_SHARE = "The service earns at least what it costs, so there is no net budget to take a share of."


@dataclass(frozen=True)
class Rating:
    """A rating, one of the three that are never mixed: its name as defined in the list of terms, its value in words."""

    term: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Glance:
    """A figure or fact that is seen first: its term, its label, its value, and the part that tells it in full."""

    term: str
    label: str
    value: str
    part: str


@dataclass(frozen=True)
class Reading:
    """The page without its figures: the parts' sections, the summary at the top, the chart, the ratings."""

    headings: tuple[tuple[str, str], ...]
    lead: str
    """The beginning of the text that says what is proposed."""
    decision: str
    """The decision taken, or else the beginning of the text that says which is required."""
    glance: tuple[Glance, ...]
    sections: Mapping[str, tuple[PrintedSection, ...]]
    chart: Chart | None
    shares: Sequence[str]
    no_share: str
    ratings: tuple[Rating, ...]
    what: tuple[tuple[str, str], ...]
    counting: tuple[tuple[str, str], ...]
    """The facts that decide how its figures count."""
    deciding: tuple[tuple[str, str], ...]


def reading_of(record: ProposalRecord, style: MoneyStyle) -> Reading:
    """Return the proposal as it is read on its page."""
    shares, no_share = shares_of_net_budget(record)
    sections = sections_by_part(record)
    return Reading(
        headings=headings_of(record),
        lead=_beginning(_LEADING[record.direction], record, _LONGEST_LEAD),
        decision=_outcome(record) or _beginning(("decisions_needed",), record, _LONGEST_DECISION),
        glance=tuple(at_a_glance(record, style)),
        sections=sections,
        chart=savings_chart(record, style),
        shares=shares,
        no_share=no_share,
        ratings=ratings(record),
        what=printed_facts(PAGE_FACTS, record),
        counting=printed_facts(COUNTING, record),
        deciding=tuple((label, text) for label, text in _deciding(record) if text),
    )


def headings_of(record: ProposalRecord) -> tuple[tuple[str, str], ...]:
    """Return the parts of the proposal's page with their headings; that of its money says what it is."""
    money = f"{NOUNS[record.direction].capitalize()}s"
    return tuple((part, money if part == MONEY else heading) for part, heading in HEADINGS)


def _beginning(kinds: Sequence[str], record: ProposalRecord, longest: int) -> str:
    """Return the beginning of the first of these sections that has a text; nothing where none has."""
    stored = sections_to_print(record)
    texts = (printed(section).text for kind in kinds for section in stored if section.kind == kind)
    return next((shorten(text, longest, placeholder=" …") for text in texts if text.strip()), "")


def _outcome(record: ProposalRecord) -> str:
    return Outcome(record.outcome).label.capitalize() if record.outcome else ""


def _deciding(record: ProposalRecord) -> Iterator[tuple[str, str]]:
    yield "Portfolio of the cabinet member", record.portfolio
    yield "Committees", listed(record.committees)
    yield "For consultation only", "Yes" if record.consultation_only else ""
    yield from printed_facts(CONSULTATION_FACTS, record)
    yield "Decision", _outcome(record)


def sections_by_part(record: ProposalRecord) -> dict[str, tuple[PrintedSection, ...]]:
    """Return the printed sections of each part; every section of the proposal is in exactly one."""
    stored = sections_to_print(record)
    return {
        part: tuple(printed(section) for kind in kinds for section in stored if section.kind == kind)
        for part, kinds in SECTIONS_OF.items()
    }


def savings_chart(record: ProposalRecord, style: MoneyStyle) -> Chart | None:
    """Return discrete, in-year and cumulative savings side by side for each year; None where no year is known.

    A saving is drawn from the left whichever sign the council prints, and so is a pressure.
    """
    if not record.known:
        return None
    profile, noun = record.profile, NOUNS[record.direction]
    done = "added to the budget" if record.is_pressure else "saved"

    def series(label: str, by_year: Mapping[FinancialYear, int | None]) -> Series:
        return Series(label, tuple(_point(year, pounds, record, style) for year, pounds in by_year.items()))

    return bar_chart(
        f"{noun.capitalize()}s by year",
        (
            series("Discrete", record.discrete),
            series("In-year", known_by_year(profile.gross_in_year, record.known, adding_up=True)),
            series("Cumulative", known_by_year(profile.cumulative_gross, record.known, adding_up=True)),
        ),
        alternative=f"The change made in each year, what is {done} in the year, and the {noun}s added up.",
        unit=style.label,
    )


def _point(year: FinancialYear, pounds: int | None, record: ProposalRecord, style: MoneyStyle) -> Point:
    if pounds is None:
        return Point(str(year), None, "")
    text = format_in_own_direction(pounds, record.direction, style, bare=True)
    return Point(str(year), in_own_direction(pounds, record.direction), text)


def shares_of_net_budget(record: ProposalRecord) -> tuple[Sequence[str], str]:
    """Return the in-year saving or pressure as a share of the service's net budget, or why there is none."""
    budget = record.base_budget
    if budget is None:
        return (), NO_BUDGET
    known = known_by_year(record.profile.gross_in_year, record.known, adding_up=True)
    shares = [
        None if pounds is None else share_of_whole(in_own_direction(pounds, record.direction), budget.net)
        for pounds in known.values()
    ]
    if budget.net <= 0:
        return (), NO_SHARE
    return [_in_words(share) for share in shares], ""


def _in_words(share: Fraction | None) -> str:
    return NOT_KNOWN if share is None else format_share(share)


def at_a_glance(record: ProposalRecord, style: MoneyStyle) -> Iterator[Glance]:
    """Return what is seen first, beside the amounts and posts by year."""
    if record.profile_complete:
        lasting = format_in_own_direction(record.profile.full_year_effect, record.direction, style)
        yield Glance("full-year effect", "Full-year effect", lasting, MONEY)
    if record.is_pressure:
        yield Glance("certainty", "Certainty of the amount", certainty_in_words(record), MONEY)
        return
    yield Glance("risk to delivery", "Risk to delivery", risk_in_words(record), RISK)


def risk_in_words(record: ProposalRecord) -> str:
    """Return the risk to delivery as its level, or as a document words it."""
    return FIELDS["risk_in_words"].text(record) or "Not rated"


def certainty_in_words(record: ProposalRecord) -> str:
    """Return how sure the amount is."""
    return FIELDS["certainty"].text(record) or "Not stated"


def ratings(record: ProposalRecord) -> tuple[Rating, ...]:
    """Return the ratings, each by itself; a pressure is not delivered, so it is rated for residents alone."""
    residents = FIELDS["impact_on_residents"].text(record) or "Not rated"
    if record.is_pressure:
        return (Rating("impact on residents", residents),)
    expected = (
        ""
        if record.deliverability is None
        else f"{record.deliverability}% of the saving is expected to be delivered."
    )
    delivery = FIELDS["delivery_status"].text(record)
    if not delivery:
        delivery = "Not recorded yet" if record.outcome else "Not decided yet"
    return (
        Rating("risk to delivery", risk_in_words(record), expected),
        Rating("delivery status", delivery, record.delivery_note),
        Rating("impact on residents", residents),
    )
