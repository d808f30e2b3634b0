"""Check a proposal: errors, which cannot be true, and warnings, which need a reason.

Pure: it reads a plain record and returns its findings. An error blocks saving. A warning is unusual, not
wrong: a service that trades has a negative net budget and saves by earning more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.costs import CostDifference, cost_differences
from proposals.domain.records import ProposalRecord
from services.values.money import MoneyStyle, format_fte, format_money
from services.values.years import FinancialYear

FEWEST_POSTS = Decimal(5)
"""A change in fewer posts could point at a person; councils publish no smaller number of staff."""

SMALL_STAFFING_NUMBER = "small_staffing_number"
"""The warning that has to be explained before publication, whatever else was waived."""

_POUNDS = MoneyStyle()


@dataclass(frozen=True)
class EntryWarning:
    """Something unusual: a code of its own, the field it is shown at, and its message.

    `year` is set where it is about one year of the grid; `for_others` is the message for people who do not enter
    proposals, where the message names proposals that they may not see.
    """

    code: str
    field: str
    message: str
    year: FinancialYear | None = None
    for_others: str = ""


@dataclass(frozen=True)
class OthersOnTheBudget:
    """The other live proposals on the same base budget, and their total saving in pounds."""

    total: int = 0
    references: tuple[str, ...] = ()


def warnings_of(record: ProposalRecord, others: OthersOnTheBudget) -> tuple[EntryWarning, ...]:
    """Return what is unusual about the proposal, in the order of the page."""
    return (
        *_against_the_budget(record, others),
        *_against_the_stated_total(record),
        *_negative_later_years(record),
        *_against_the_cost_schedule(record),
        *_about_posts(record),
    )


def without_reason(warnings: Iterable[EntryWarning], reasons: Mapping[str, str]) -> tuple[EntryWarning, ...]:
    """Return the warnings for which no reason was given.

    `reasons` maps a warning's code to the message it was given for: a reason for other figures does not hold.
    """
    return tuple(warning for warning in warnings if reasons.get(warning.code) != warning.message)


def _against_the_budget(record: ProposalRecord, others: OthersOnTheBudget) -> Iterator[EntryWarning]:
    budget, total = record.base_budget, record.total
    if budget is None or total is None or total <= 0:
        return
    net = f"the net budget of {_money(budget.net)} in {budget.year}"
    if budget.net <= 0:
        earns = "equal to" if budget.net == 0 else f"{_money(-budget.net)} more than"
        yield EntryWarning(
            "saving_above_net_budget",
            "base_budget",
            f"In {budget.year} the service’s income is {earns} its expenditure, so there is no net budget to "
            f"take the saving of {_money(total)} from. Explain where the saving comes from.",
        )
    elif total > budget.net:
        yield EntryWarning(
            "saving_above_net_budget", "base_budget", f"The saving of {_money(total)} is larger than {net}."
        )
    elif others.total > 0 and total + others.total > budget.net:
        listed = ", ".join(others.references)
        yield EntryWarning(
            "savings_together_above_net_budget",
            "base_budget",
            f"Together with {listed} ({_money(others.total)}) it would save {_money(total + others.total)}, "
            f"which is more than {net}.",
            for_others="Together with other proposals on the same base budget it would save more than the net budget.",
        )


def _against_the_stated_total(record: ProposalRecord) -> Iterator[EntryWarning]:
    stated = record.stated_total
    if stated is None or not record.profile_complete or stated == record.profile.total:
        return
    yield EntryWarning(
        "stated_total_differs",
        "stated_total",
        f"The stated total is {_money(stated)}; the years add up to {_money(record.profile.total)}.",
    )


def _negative_later_years(record: ProposalRecord) -> Iterator[EntryWarning]:
    profile = record.profile
    for index, (year, pounds) in enumerate(profile.recurring_saving.items()):
        if index and pounds < 0:
            yield EntryWarning(
                f"negative_year_{year.start}",
                "recurring_saving",
                f"{_money(-pounds)} of the saving ends in {year}.",
                year,
            )
    if profile.total < 0 or (record.stated_total or 0) < 0:
        yield EntryWarning(
            "adds_to_the_budget", "recurring_saving", "The proposal adds to the budget instead of saving."
        )


def _against_the_cost_schedule(record: ProposalRecord) -> Iterator[EntryWarning]:
    differing = cost_differences(record.costs, record.profile) if record.costs else ()
    for each in differing:
        yield EntryWarning(
            f"cost_schedule_differs_{each.year.start}",
            "one_off_cost",
            f"The cost to achieve of {each.year} does not add up. {_difference_in_words(each)}",
            each.year,
        )


def _difference_in_words(each: CostDifference) -> str:
    pairs = (
        ("one-off cost", each.one_off_cost, each.revenue),
        ("capital cost", each.capital_cost, each.capital),
    )
    return " ".join(
        f"The {name} is {_money(stated)}; by kind and funder it comes to {_money(scheduled)}."
        for name, stated, scheduled in pairs
        if stated != scheduled
    )


def small_staffing_numbers(record: ProposalRecord) -> tuple[tuple[FinancialYear, Decimal], ...]:
    """Return the years in which so few posts go that it could point at a person, with the change in FTE."""
    return tuple((year, change) for year, change in record.fte.discrete.items() if 0 < -change < FEWEST_POSTS)


def _about_posts(record: ProposalRecord) -> Iterator[EntryWarning]:
    falling = [(year, change) for year, change in record.fte.discrete.items() if change < 0]
    if falling and not record.has_section("impact_upon_staff"):
        posts = format_fte(-sum((change for _, change in falling), Decimal(0)))
        yield EntryWarning(
            "no_staffing_statement",
            "impact_upon_staff",
            f"{posts} FTE posts would be deleted, but the impact on staff is not described.",
        )
    small = [f"{format_fte(change)} in {year}" for year, change in small_staffing_numbers(record)]
    if small:
        yield EntryWarning(
            SMALL_STAFFING_NUMBER,
            "fte_change",
            f"Individuals may be identifiable from this number of posts: {', '.join(small)}.",
        )


def _money(pounds: int) -> str:
    return format_money(pounds, _POUNDS)
