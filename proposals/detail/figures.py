"""A proposal's page: its figures as rows ready to print, nothing computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proposals.domain.attributes import Attributes, attributes_of
from proposals.domain.costs import COST_KINDS, FUNDERS, CostSchedule
from proposals.domain.direction import NOUNS, SAVING, TURNED, format_in_own_direction
from proposals.domain.exemption import PrintedSection, printed_sections
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.records import NOT_KNOWN, ProposalRecord
from proposals.domain.savings_profile import SavingsProfile
from proposals.domain.savings_together import known_by_year
from services.values.money import MoneyStyle, format_fte, format_money, format_percent
from services.values.years import FinancialYear


@dataclass(frozen=True)
class FigureRow:
    """A row of the figures table: a label, a text per year, and a total where one makes sense."""

    label: str
    by_year: Sequence[str]
    total: str = ""


@dataclass(frozen=True)
class ProposalPage:
    """All that the page prints of a proposal, as texts; `sign_note` explains how a saving is to be read."""

    record: ProposalRecord
    base_budget: Sequence[tuple[str, str]]
    unit: str
    sign_note: str
    by_year: Sequence[FigureRow]
    """The saving and the change in posts of each year, with their totals: what is seen first."""
    savings: Sequence[FigureRow]
    costs: Sequence[FigureRow]
    cost_schedule: Sequence[FigureRow]
    """The cost to achieve by kind and funder."""
    fte: Sequence[FigureRow]
    facts: Sequence[tuple[str, str]]
    statements: Sequence[PrintedSection]
    attributes: Attributes

    @property
    def noun(self) -> str:
        """The word for it in headings and sentences: saving or pressure."""
        return NOUNS[self.record.direction]

    @property
    def money_caption(self) -> str:
        """The heading of its figures by year."""
        return f"{self.noun.capitalize()}s"

    @property
    def costs_caption(self) -> str:
        """The heading of what is once only and of its costs."""
        return f"One-off {self.noun}s and costs"


def proposal_page(record: ProposalRecord, style: MoneyStyle, assumptions: Assumptions) -> ProposalPage:
    """Return the proposal's page with money as the council prints it, by the assumptions of its round."""
    savings, fte = _savings(record, style), _fte(record, style)
    return ProposalPage(
        record=record,
        base_budget=_base_budget(record, style),
        unit=style.label,
        sign_note=sign_note(style, record.direction),
        by_year=_by_year(record, savings[0], fte, style),
        savings=savings,
        costs=_costs(record, style),
        cost_schedule=_cost_schedule(record, style),
        fte=fte,
        facts=[*_facts(record, style, assumptions), *_cost_of_posts(record, style, assumptions)],
        statements=printed_sections(record),
        attributes=attributes_of(record),
    )


def sign_note(style: MoneyStyle, direction: str) -> str:
    """Return, in words, which sign is printed before a saving, or before a pressure that is read by itself."""
    sign = style.savings_sign if direction == SAVING else "positive"
    return f"A {NOUNS[direction]} is printed as a {sign} figure."


def _base_budget(record: ProposalRecord, style: MoneyStyle) -> list[tuple[str, str]]:
    budget = record.base_budget
    if budget is None:
        return []
    amounts = (("Gross budget", budget.gross), ("Income", budget.income), ("Net budget", budget.net))
    return [(f"{label} {budget.year}", format_money(pounds, style)) for label, pounds in amounts]


def _savings(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    profile, noun = record.profile, NOUNS[record.direction]
    done, net = ("added", "with") if record.is_pressure else ("saved", "net of")

    def shown(pounds: int | None) -> str:
        return (
            NOT_KNOWN
            if pounds is None
            else format_in_own_direction(pounds, record.direction, style, bare=True)
        )

    def added_up(label: str, by_year: Mapping[FinancialYear, int]) -> FigureRow:
        known = known_by_year(by_year, record.known, adding_up=True)
        return FigureRow(label, [shown(pounds) for pounds in known.values()])

    rows = [
        FigureRow(
            "Discrete year: the change made in the year",
            [shown(pounds) for pounds in record.discrete.values()],
            shown(record.total),
        ),
        added_up(f"In-year: {done} in the year, all changes to date", profile.gross_in_year),
        added_up(f"Cumulative: in-year {noun}s added up", profile.cumulative_gross),
    ]
    if profile.has_costs:
        rows += [
            added_up(f"In-year, {net} costs", profile.net_in_year),
            added_up(f"Cumulative, {net} costs", profile.cumulative_net),
        ]
    return rows


def _by_year(
    record: ProposalRecord, discrete: FigureRow, fte: Sequence[FigureRow], style: MoneyStyle
) -> list[FigureRow]:
    """Return the discrete saving or pressure and the discrete change in posts under short labels."""
    label = f"{NOUNS[record.direction].capitalize()} ({style.label})"
    rows = [FigureRow(label, discrete.by_year, discrete.total)]
    if fte:
        rows.append(FigureRow("Posts (FTE)", fte[0].by_year, fte[0].total))
    return rows


def _costs(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    """Return the cost rows that hold a figure; costs are printed positive."""
    profile = record.profile
    columns = (
        (f"One-off {NOUNS[record.direction]} in the year", "one_off_saving"),
        ("Recurring cost beginning in the year", "recurring_cost"),
        ("One-off cost", "one_off_cost"),
        ("Capital cost (not in the revenue figures)", "capital_cost"),
    )
    rows = []
    for label, name in columns:
        amounts = [getattr(year, name) for year in profile.amounts]
        if any(amounts):
            rows.append(FigureRow(label, [_amount(name, pounds, record, style) for pounds in amounts]))
    return rows


def _amount(name: str, pounds: int, record: ProposalRecord, style: MoneyStyle) -> str:
    if name in TURNED:
        return format_in_own_direction(pounds, record.direction, style, bare=True)
    return format_money(pounds, style, bare=True)


def _cost_schedule(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    """Return a row for each kind of cost and funder, with its total."""
    pairs = dict.fromkeys((each.kind, each.funder) for each in record.costs)
    rows = []
    for kind, funder in pairs:
        own = tuple(each for each in record.costs if (each.kind, each.funder) == (kind, funder))
        by_year = CostSchedule(record.profile.years, own).total
        rows.append(
            FigureRow(
                f"{COST_KINDS[kind]}, paid from: {FUNDERS[funder].lower()}",
                [format_money(pounds, style, bare=True) for pounds in by_year.values()],
                format_money(sum(by_year.values()), style, bare=True),
            )
        )
    return rows


def _fte(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    """Return the FTE rows; none where no change in posts was stated."""
    if not record.fte_is_stated:
        return []

    def texts(by_year: Mapping[FinancialYear, Decimal]) -> list[str]:
        return [format_fte(change, style) for change in by_year.values()]

    return [
        FigureRow(
            "Discrete year: the change made in the year",
            texts(record.fte.discrete),
            format_fte(record.fte.total, style),
        ),
        FigureRow("In-year: all changes to date", texts(record.fte.in_year)),
    ]


def _payback(profile: SavingsProfile) -> str:
    """Return the payback period in years to one decimal place."""
    years = profile.payback_years
    if years is None:
        return "Not within these years"
    if not years:
        return "None: costs never exceed savings"
    tenths = Decimal(years.numerator) / years.denominator
    return f"{tenths.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)} years"


def _facts(record: ProposalRecord, style: MoneyStyle, assumptions: Assumptions) -> list[tuple[str, str]]:
    profile = record.profile
    if not record.profile_complete:
        return []
    lasting = format_in_own_direction(profile.full_year_effect, record.direction, style)
    facts = [("Full-year effect", lasting)]
    if profile.has_costs and not record.is_pressure:
        rate = assumptions.discount_rate
        facts += [
            ("Break-even year", str(profile.break_even_year or "Not within these years")),
            ("Payback period", _payback(profile)),
            (
                "Net present value",
                f"{format_money(profile.net_present_value(rate), style)} (savings less costs, discounted at "
                f"{format_percent(rate * 100)} a year; positive where it is worth more than it costs)",
            ),
        ]
    return facts


def _cost_of_posts(
    record: ProposalRecord, style: MoneyStyle, assumptions: Assumptions
) -> list[tuple[str, str]]:
    """Return what the posts cost in a full year; nothing where the round assumes no cost of a post."""
    cost = assumptions.cost_of_posts(record.fte)
    if cost is None:
        return []
    posts = format_fte(abs(record.fte.total), style)
    return [("Annual pay cost of the posts", f"{format_money(cost, style)} ({posts} FTE)")]
