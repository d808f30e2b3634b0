"""A proposal's page: its figures as rows ready to print, nothing computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proposals.domain.attributes import Attributes, attributes_of
from proposals.domain.costs import COST_KINDS, FUNDERS, CostSchedule
from proposals.domain.exemption import PrintedSection, printed_sections
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.records import NOT_KNOWN, ProposalRecord
from proposals.domain.savings_profile import SavingsProfile, known_by_year
from services.values.money import MoneyStyle, format_fte, format_money, format_percent, format_saving
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


def proposal_page(record: ProposalRecord, style: MoneyStyle, assumptions: Assumptions) -> ProposalPage:
    """Return the proposal's page with money as the council prints it, by the assumptions of its round."""
    savings, fte = _savings(record, style), _fte(record, style)
    return ProposalPage(
        record=record,
        base_budget=_base_budget(record, style),
        unit=style.label,
        sign_note=sign_note(style),
        by_year=_by_year(savings[0], fte, style),
        savings=savings,
        costs=_costs(record, style),
        cost_schedule=_cost_schedule(record, style),
        fte=fte,
        facts=[*_facts(record, style, assumptions), *_cost_of_posts(record, style, assumptions)],
        statements=printed_sections(record),
        attributes=attributes_of(record),
    )


def sign_note(style: MoneyStyle) -> str:
    """Return, in words, which sign the council prints before a saving."""
    return f"A saving is printed as a {style.savings_sign} figure."


def _base_budget(record: ProposalRecord, style: MoneyStyle) -> list[tuple[str, str]]:
    budget = record.base_budget
    if budget is None:
        return []
    amounts = (("Gross budget", budget.gross), ("Income", budget.income), ("Net budget", budget.net))
    return [(f"{label} {budget.year}", format_money(pounds, style)) for label, pounds in amounts]


def _savings(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    profile = record.profile

    def shown(pounds: int | None) -> str:
        return NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True)

    def added_up(label: str, by_year: Mapping[FinancialYear, int]) -> FigureRow:
        known = known_by_year(by_year, record.known, adding_up=True)
        return FigureRow(label, [shown(pounds) for pounds in known.values()])

    rows = [
        FigureRow(
            "Discrete year: the change made in the year",
            [shown(pounds) for pounds in record.discrete.values()],
            shown(record.total),
        ),
        added_up("In-year: saved in the year, all changes to date", profile.gross_in_year),
        added_up("Cumulative: in-year savings added up", profile.cumulative_gross),
    ]
    if profile.has_costs:
        rows += [
            added_up("In-year, net of costs", profile.net_in_year),
            added_up("Cumulative, net of costs", profile.cumulative_net),
        ]
    return rows


def _by_year(saving: FigureRow, fte: Sequence[FigureRow], style: MoneyStyle) -> list[FigureRow]:
    """Return the discrete saving and the discrete change in posts under short labels."""
    rows = [FigureRow(f"Saving ({style.label})", saving.by_year, saving.total)]
    if fte:
        rows.append(FigureRow("Posts (FTE)", fte[0].by_year, fte[0].total))
    return rows


def _costs(record: ProposalRecord, style: MoneyStyle) -> list[FigureRow]:
    """Return the cost rows that hold a figure; costs are printed positive."""
    profile = record.profile
    columns = (
        ("One-off saving in the year", "one_off_saving"),
        ("Recurring cost beginning in the year", "recurring_cost"),
        ("One-off cost", "one_off_cost"),
        ("Capital cost (not in the revenue figures)", "capital_cost"),
    )
    rows = []
    for label, name in columns:
        amounts = [getattr(year, name) for year in profile.amounts]
        if any(amounts):
            shown = format_saving if name == "one_off_saving" else format_money
            rows.append(FigureRow(label, [shown(pounds, style, bare=True) for pounds in amounts]))
    return rows


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
    facts = [("Full-year effect", format_saving(profile.full_year_effect, style))]
    if profile.has_costs:
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
