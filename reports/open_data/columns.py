"""The columns of the open data: their names, which never change, what they mean, and how they are read.

The CSV has all of them in one row per proposal and year; in the JSON those of a year stand below those of
its proposal. A figure that is not known is left empty, and the column that says so is false.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from proposals.domain.fields import (
    CERTAINTIES,
    DELIVERY,
    DIRECTIONS,
    FUNDS,
    PRESSURE_CATEGORIES,
    PUBLIC_CONSULTATION,
)
from proposals.domain.proposal_parts import BaseBudgetRecord
from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.savings_profile import AMOUNT_NAMES, YearAmounts
from proposals.domain.savings_together import known_by_year
from proposals.domain.wards import wards_in
from services.values.years import FinancialYear

Kind = Literal["text", "texts", "year", "date", "pounds", "fte", "percent", "flag"]
Value = str | int | Decimal | bool | date | tuple[str, ...] | None
Source = TypeVar("Source")

DISCRETE_FORMULA = "recurring saving + one-off saving − one-off saving of the year before"


@dataclass(frozen=True)
class DataColumn(Generic[Source]):
    """A column: `empty` says what an empty cell means, nothing where none is empty."""

    name: str
    kind: Kind
    meaning: str
    read: Callable[[Source], Value]
    empty: str = ""
    choices: Sequence[str] = ()
    unit: str = ""


@dataclass(frozen=True)
class OfYear:
    """A proposal's figures of one year; `amounts` is None where they are not known."""

    year: FinancialYear
    discrete: int | None
    in_year: int | None
    amounts: YearAmounts | None
    fte: Decimal | None


def years_of(proposal: ProposalRecord) -> tuple[OfYear, ...]:
    """Return the proposal's figures of each year of its round, in order."""
    profile = proposal.profile
    discrete, fte = proposal.discrete, proposal.fte.discrete
    in_year = known_by_year(profile.gross_in_year, proposal.known, adding_up=True)
    return tuple(
        OfYear(
            year,
            discrete[year],
            in_year[year],
            amounts if year in proposal.known else None,
            fte[year] if proposal.fte_is_stated else None,
        )
        for year, amounts in zip(profile.years, profile.amounts, strict=True)
    )


# Of a proposal

_NOT_STATED = "Not stated"
_BASES = ("computed", "stated", "not known")


def _total_basis(proposal: ProposalRecord) -> str:
    if proposal.profile_complete:
        return "computed"
    return "not known" if proposal.total is None else "stated"


def _of_budget(read: Callable[[BaseBudgetRecord], Value]) -> Callable[[ProposalRecord], Value]:
    return lambda proposal: None if proposal.base_budget is None else read(proposal.base_budget)


PROPOSAL_COLUMNS: tuple[DataColumn[ProposalRecord], ...] = (
    DataColumn("reference", "text", "The proposal's reference", lambda proposal: proposal.reference),
    DataColumn("title", "text", "The proposal's title", lambda proposal: proposal.title),
    DataColumn(
        "directorate",
        "text",
        "The directorate that the service belongs to",
        lambda proposal: proposal.directorate,
        _NOT_STATED,
    ),
    DataColumn(
        "service", "text", "The service that makes the saving", lambda proposal: proposal.service, _NOT_STATED
    ),
    DataColumn(
        "portfolio",
        "text",
        "The Cabinet portfolio that the service belongs to",
        lambda proposal: proposal.portfolio,
        _NOT_STATED,
    ),
    DataColumn(
        "category",
        "text",
        "As the council groups its savings",
        lambda proposal: proposal.category,
        _NOT_STATED,
    ),
    DataColumn(
        "committees",
        "texts",
        "The committees that the proposal belongs to; several are separated by “; ”",
        lambda proposal: proposal.committees,
        _NOT_STATED,
    ),
    DataColumn(
        "risk_to_delivery",
        "text",
        "Risk that the saving will not be made: H high, M medium, L low",
        lambda proposal: proposal.risk,
        _NOT_STATED,
        choices=("H", "M", "L"),
    ),
    DataColumn(
        "impact_on_residents",
        "text",
        "Impact of the proposal on residents: H high, M medium, L low, N none",
        lambda proposal: proposal.impact_on_residents,
        _NOT_STATED,
        choices=("H", "M", "L", "N"),
    ),
    DataColumn(
        "wards",
        "texts",
        "The wards or areas that the proposal affects; several are parted by “; ”",
        lambda proposal: wards_in(proposal.wards),
        "Not stated, or the whole of the council's area",
    ),
    DataColumn(
        "public_consultation",
        "text",
        "The state of the public consultation on the proposal",
        lambda proposal: proposal.public_consultation,
        _NOT_STATED,
        choices=tuple(PUBLIC_CONSULTATION),
    ),
    DataColumn(
        "consultation_dates",
        "text",
        "When the public consultation takes place",
        lambda proposal: proposal.consultation_dates,
        _NOT_STATED,
    ),
    DataColumn(
        "stage",
        "text",
        "The stage of sign-off that the proposal had reached",
        lambda proposal: proposal.stage,
        "Not recorded",
    ),
    DataColumn(
        "delivery_status",
        "text",
        "Delivery status of an approved proposal",
        lambda proposal: proposal.delivery_status,
        "Not approved, or not yet said",
        choices=tuple(DELIVERY),
    ),
    DataColumn(
        "consultation_only",
        "flag",
        "True if the proposal was reported for consultation only",
        lambda proposal: proposal.consultation_only,
    ),
    DataColumn(
        "start_year",
        "year",
        "The financial year in which the saving begins",
        lambda proposal: str(proposal.start_year) if proposal.start_year else None,
        _NOT_STATED,
    ),
    DataColumn(
        "base_year",
        "year",
        "The financial year of the base budget beside it",
        _of_budget(lambda budget: str(budget.year)),
        "No base budget is stated",
    ),
    DataColumn(
        "base_gross_budget_gbp",
        "pounds",
        "Gross expenditure of the service in the base year",
        _of_budget(lambda budget: budget.gross),
        "No base budget is stated",
    ),
    DataColumn(
        "base_income_budget_gbp",
        "pounds",
        "Income of the service in the base year, as a positive figure",
        _of_budget(lambda budget: budget.income),
        "No base budget is stated",
    ),
    DataColumn(
        "base_net_budget_gbp",
        "pounds",
        "Gross budget less income budget; negative where the service earns more than it spends",
        _of_budget(lambda budget: budget.net),
        "No base budget is stated",
    ),
    DataColumn(
        "proposal_total_saving_gbp",
        "pounds",
        "The saving of all years together: the sum of saving_gbp, or the total that the council stated where "
        "not every year is known. It is the same in each row of a proposal, so count it only once",
        lambda proposal: proposal.total,
        "Not known",
    ),
    DataColumn(
        "proposal_total_basis",
        "text",
        "Source of the total: calculated from the years, stated as a total only, or not known",
        _total_basis,
        choices=_BASES,
    ),
    DataColumn(
        "fte_is_stated",
        "flag",
        "True if a change in posts is stated",
        lambda proposal: proposal.fte_is_stated,
    ),
    DataColumn(
        "proposal_fte_change",
        "fte",
        "The change in full-time equivalent posts over all years together; a reduction is negative. It is "
        "the same in each row of a proposal, so count it only once",
        lambda proposal: proposal.fte.total if proposal.fte_is_stated else None,
        "No change in posts is stated",
    ),
)


# Of a year

_YEAR_NOT_KNOWN = "The saving of this year is not known"
_AMOUNTS: dict[str, str] = {
    "recurring_saving": "Saving that starts in this year and continues; negative for a reversal or a pressure",
    "one_off_saving": "Saving in this year only; negative for a pressure",
    "recurring_cost": "Cost that starts in this year and continues, as a positive figure",
    "one_off_cost": "One-off cost in this year of achieving the saving, as a positive figure",
    "capital_cost": "Capital cost of this year, in none of the other figures; a positive figure",
}


def _amount(name: str) -> DataColumn[OfYear]:
    def read(of: OfYear) -> Value:
        return None if of.amounts is None else int(getattr(of.amounts, name))

    return DataColumn(f"{name}_gbp", "pounds", _AMOUNTS[name], read, _YEAR_NOT_KNOWN)


YEAR_COLUMNS: tuple[DataColumn[OfYear], ...] = (
    DataColumn("financial_year", "year", "The financial year of the row's figures", lambda of: str(of.year)),
    DataColumn("year_begins", "date", "The first day of that financial year", lambda of: of.year.first_day),
    DataColumn("year_ends", "date", "The last day of that financial year", lambda of: of.year.last_day),
    DataColumn(
        "saving_is_known",
        "flag",
        "True if the saving of this year is known. If it is not known, the figures are blank; blank does not "
        "mean zero",
        lambda of: of.amounts is not None,
    ),
    DataColumn(
        "saving_gbp",
        "pounds",
        f"The change in the net budget against the year before (discrete year): {DISCRETE_FORMULA}. "
        "A saving is positive, a pressure negative. You can add these rows together, which gives the net of both",
        lambda of: of.discrete,
        _YEAR_NOT_KNOWN,
    ),
    DataColumn(
        "saving_in_year_gbp",
        "pounds",
        "Amount saved in this year, including recurring savings from earlier years and one-off savings of "
        "this year. Do not add years together",
        lambda of: of.in_year,
        "The saving of this year or of one before it is not known",
    ),
    *(_amount(name) for name in AMOUNT_NAMES),
    DataColumn(
        "fte_change",
        "fte",
        "The change in full-time equivalent posts that begins in this year; a reduction is negative",
        lambda of: of.fte,
        "No change in posts is stated",
    ),
)


# Of the round

ROUND_COLUMNS: tuple[DataColumn[RoundRecord], ...] = (
    DataColumn("council", "text", "The council's short name", lambda record: record.council_slug),
    DataColumn("council_name", "text", "The council's name", lambda record: record.council),
    DataColumn("budget_round", "text", "The budget round's name", lambda record: record.name),
)

# Added since the first release: behind all others in the table, so that no column changes its place

ADDED_COLUMNS: tuple[DataColumn[ProposalRecord], ...] = (
    DataColumn(
        "direction",
        "text",
        "A saving takes from the budget. A pressure adds to it, and its amounts are savings below zero",
        lambda proposal: proposal.direction,
        choices=tuple(DIRECTIONS),
    ),
    DataColumn(
        "fund",
        "text",
        "The fund that the proposal is charged to",
        lambda proposal: proposal.fund,
        choices=tuple(FUNDS),
    ),
    DataColumn(
        "pressure_cause",
        "text",
        "The cause of a pressure",
        lambda proposal: proposal.pressure_category,
        "A saving, or the cause is not stated",
        choices=tuple(PRESSURE_CATEGORIES),
    ),
    DataColumn(
        "certainty",
        "text",
        "The certainty of the amount",
        lambda proposal: proposal.certainty,
        _NOT_STATED,
        choices=tuple(CERTAINTIES),
    ),
    DataColumn(
        "council_share_percent",
        "percent",
        "The council’s own share of the amounts, where other bodies have a part in them",
        lambda proposal: proposal.council_share,
        "All of it is the council’s",
    ),
)

KEY = ("council", "budget_round", "reference", "financial_year")
"""The columns that together name a row of the table."""

ALL_COLUMNS: tuple[DataColumn[Any], ...] = (
    *ROUND_COLUMNS,
    *PROPOSAL_COLUMNS,
    *YEAR_COLUMNS,
    *ADDED_COLUMNS,
)
"""The columns of the table, in order."""
