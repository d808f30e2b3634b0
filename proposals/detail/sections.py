"""A proposal in the order a councillor reads it: the sections of each part, the chart, the ratings.

Pure: records in, texts and drawings ready to print out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.exemption import NOT_STATED, PrintedSection, printed, sections_to_print
from proposals.domain.fields import FIELDS, PAGE_FACTS, printed_facts
from proposals.domain.records import NOT_KNOWN, ProposalRecord
from proposals.domain.savings_profile import known_by_year, share_of_net_budget
from proposals.domain.stages import Outcome
from services.values.money import MoneyStyle, format_fte, format_saving, format_share, printed_saving
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
    (WHAT, "What is proposed"),
    (MONEY, "How much, and by when"),
    (PEOPLE, "People"),
    (RESIDENTS, "What it means for residents"),
    (EQUALITY, "Equality, by characteristic"),
    (RISK, "Risk"),
    (DECISIONS, "What has to be decided, and by whom"),
    ("dependencies", "What it depends on, and what depends on it"),
    ("reported", "Where it was reported"),
    ("attachments", "Attachments"),
    ("changes", "What changed since it was published"),
    ("scrutiny", "Questions and answers"),
)
"""The parts of the page in the order of reading, with their headings."""

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
    glance: tuple[Glance, ...]
    sections: Mapping[str, tuple[PrintedSection, ...]]
    chart: Chart | None
    shares: Sequence[str]
    no_share: str
    ratings: tuple[Rating, ...]
    what: tuple[tuple[str, str], ...]
    deciding: tuple[tuple[str, str], ...]


def reading_of(record: ProposalRecord, style: MoneyStyle) -> Reading:
    """Return the proposal as it is read on its page."""
    shares, no_share = shares_of_net_budget(record)
    return Reading(
        headings=HEADINGS,
        glance=tuple(at_a_glance(record, style)),
        sections=sections_by_part(record),
        chart=savings_chart(record, style),
        shares=shares,
        no_share=no_share,
        ratings=ratings(record),
        what=printed_facts(PAGE_FACTS, record),
        deciding=tuple((label, text) for label, text in _deciding(record) if text),
    )


def _deciding(record: ProposalRecord) -> Iterator[tuple[str, str]]:
    yield "Portfolio of the cabinet member", record.portfolio
    yield "Committees", listed(record.committees)
    yield "For consultation only", "Yes" if record.consultation_only else ""
    yield "Decision", Outcome(record.outcome).label.capitalize() if record.outcome else ""


def sections_by_part(record: ProposalRecord) -> dict[str, tuple[PrintedSection, ...]]:
    """Return the printed sections of each part; every section of the proposal is in exactly one."""
    stored = sections_to_print(record)
    return {
        part: tuple(printed(section) for kind in kinds for section in stored if section.kind == kind)
        for part, kinds in SECTIONS_OF.items()
    }


def savings_chart(record: ProposalRecord, style: MoneyStyle) -> Chart | None:
    """Return discrete, in-year and cumulative savings side by side for each year; None where no year is known."""
    if not record.known:
        return None
    profile = record.profile

    def series(label: str, by_year: Mapping[FinancialYear, int | None]) -> Series:
        return Series(label, tuple(_point(year, pounds, style) for year, pounds in by_year.items()))

    return bar_chart(
        "Savings by year",
        (
            series("Discrete", record.discrete),
            series("In-year", known_by_year(profile.gross_in_year, record.known, adding_up=True)),
            series("Cumulative", known_by_year(profile.cumulative_gross, record.known, adding_up=True)),
        ),
        alternative="The change made in each year, what is saved in the year, and the savings added up.",
        unit=style.label,
    )


def _point(year: FinancialYear, pounds: int | None, style: MoneyStyle) -> Point:
    if pounds is None:
        return Point(str(year), None, "")
    return Point(str(year), printed_saving(pounds, style), format_saving(pounds, style, bare=True))


def shares_of_net_budget(record: ProposalRecord) -> tuple[Sequence[str], str]:
    """Return the in-year saving of each year as a share of the service's net budget, or why there is none."""
    budget = record.base_budget
    if budget is None:
        return (), NO_BUDGET
    known = known_by_year(record.profile.gross_in_year, record.known, adding_up=True)
    shares = [
        None if saving is None else share_of_net_budget(saving, budget.net) for saving in known.values()
    ]
    if budget.net <= 0:
        return (), NO_SHARE
    return [_in_words(share) for share in shares], ""


def _in_words(share: Fraction | None) -> str:
    return NOT_KNOWN if share is None else format_share(share)


def at_a_glance(record: ProposalRecord, style: MoneyStyle) -> Iterator[Glance]:
    """Return what is seen first."""
    total = record.total
    yield Glance(
        "total saving", "Total saving", NOT_KNOWN if total is None else format_saving(total, style), MONEY
    )
    if record.profile_complete:
        lasting = format_saving(record.profile.full_year_effect, style)
        yield Glance("full-year effect", "Full-year effect", lasting, MONEY)
    change = format_fte(record.fte.total, style) if record.fte_is_stated else NOT_STATED
    yield Glance("FTE", "Change in posts (FTE)", change, PEOPLE)
    yield Glance("risk to delivery", "Risk to delivery", risk_in_words(record), RISK)


def risk_in_words(record: ProposalRecord) -> str:
    """Return the risk to delivery as its level, or as a document words it."""
    return FIELDS["risk_in_words"].text(record) or "Not rated"


def ratings(record: ProposalRecord) -> tuple[Rating, ...]:
    """Return the three ratings, each by itself."""
    expected = (
        ""
        if record.deliverability is None
        else f"{record.deliverability}% of the saving is expected to be delivered."
    )
    delivery = FIELDS["delivery_status"].text(record)
    if not delivery:
        delivery = "Not recorded yet" if record.outcome else "Not decided yet"
    residents = FIELDS["impact_on_residents"].text(record) or "Not rated"
    return (
        Rating("risk to delivery", risk_in_words(record), expected),
        Rating("delivery status", delivery, record.delivery_note),
        Rating("impact on residents", residents),
    )
