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
    """A column: `empty` says what an empty cell means, nothing where none is empty.

    It holds what the source has under its name, unless it is read otherwise.
    """

    name: str
    kind: Kind
    meaning: str
    empty: str = ""
    choices: Sequence[str] = ()
    read_by: Callable[[Source], Value] | None = None

    def read(self, source: Source) -> Value:
        """Return what stands in the column."""
        value: Value = self.read_by(source) if self.read_by else getattr(source, self.name)
        return value


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
    DataColumn("reference", "text", "The proposal's reference"),
    DataColumn("title", "text", "The proposal's title"),
    DataColumn("directorate", "text", "The directorate that the service belongs to", _NOT_STATED),
    DataColumn("service", "text", "The service that makes the saving", _NOT_STATED),
    DataColumn("portfolio", "text", "The Cabinet portfolio that the service belongs to", _NOT_STATED),
    DataColumn("category", "text", "As the council groups its savings", _NOT_STATED),
    DataColumn(
        "committees",
        "texts",
        "The committees that the proposal belongs to; several are separated by “; ”",
        _NOT_STATED,
    ),
    DataColumn(
        "risk_to_delivery",
        "text",
        "Risk that the saving will not be made: H high, M medium, L low",
        _NOT_STATED,
        choices=("H", "M", "L"),
        read_by=lambda proposal: proposal.risk,
    ),
    DataColumn(
        "impact_on_residents",
        "text",
        "Impact of the proposal on residents: H high, M medium, L low, N none",
        _NOT_STATED,
        choices=("H", "M", "L", "N"),
    ),
    DataColumn(
        "wards",
        "texts",
        "The wards or areas that the proposal affects; several are parted by “; ”",
        "Not stated, or the whole of the council's area",
        read_by=lambda proposal: wards_in(proposal.wards),
    ),
    DataColumn(
        "public_consultation",
        "text",
        "The state of the public consultation on the proposal",
        _NOT_STATED,
        choices=tuple(PUBLIC_CONSULTATION),
    ),
    DataColumn("consultation_dates", "text", "When the public consultation takes place", _NOT_STATED),
    DataColumn("stage", "text", "The stage of sign-off that the proposal had reached", "Not recorded"),
    DataColumn(
        "delivery_status",
        "text",
        "Delivery status of an approved proposal",
        "Not approved, or not yet said",
        choices=tuple(DELIVERY),
    ),
    DataColumn("consultation_only", "flag", "True if the proposal was reported for consultation only"),
    DataColumn(
        "start_year",
        "year",
        "The financial year in which the saving begins",
        _NOT_STATED,
        read_by=lambda proposal: str(proposal.start_year) if proposal.start_year else None,
    ),
    DataColumn(
        "base_year",
        "year",
        "The financial year of the base budget beside it",
        "No base budget is stated",
        read_by=_of_budget(lambda budget: str(budget.year)),
    ),
    DataColumn(
        "base_gross_budget_gbp",
        "pounds",
        "Gross expenditure of the service in the base year",
        "No base budget is stated",
        read_by=_of_budget(lambda budget: budget.gross),
    ),
    DataColumn(
        "base_income_budget_gbp",
        "pounds",
        "Income of the service in the base year, as a positive figure",
        "No base budget is stated",
        read_by=_of_budget(lambda budget: budget.income),
    ),
    DataColumn(
        "base_net_budget_gbp",
        "pounds",
        "Gross budget less income budget; negative where the service earns more than it spends",
        "No base budget is stated",
        read_by=_of_budget(lambda budget: budget.net),
    ),
    DataColumn(
        "proposal_total_saving_gbp",
        "pounds",
        "The saving of all years together: the sum of saving_gbp, or the total that the council stated where "
        "not every year is known. It is the same in each row of a proposal, so count it only once",
        "Not known",
        read_by=lambda proposal: proposal.total,
    ),
    DataColumn(
        "proposal_total_basis",
        "text",
        "Source of the total: calculated from the years, stated as a total only, or not known",
        choices=_BASES,
        read_by=_total_basis,
    ),
    DataColumn("fte_is_stated", "flag", "True if a change in posts is stated"),
    DataColumn(
        "proposal_fte_change",
        "fte",
        "The change in full-time equivalent posts over all years together; a reduction is negative. It is "
        "the same in each row of a proposal, so count it only once",
        "No change in posts is stated",
        read_by=lambda proposal: proposal.fte.total if proposal.fte_is_stated else None,
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

    return DataColumn(f"{name}_gbp", "pounds", _AMOUNTS[name], _YEAR_NOT_KNOWN, read_by=read)


YEAR_COLUMNS: tuple[DataColumn[OfYear], ...] = (
    DataColumn(
        "financial_year", "year", "The financial year of the row's figures", read_by=lambda of: str(of.year)
    ),
    DataColumn(
        "year_begins", "date", "The first day of that financial year", read_by=lambda of: of.year.first_day
    ),
    DataColumn(
        "year_ends", "date", "The last day of that financial year", read_by=lambda of: of.year.last_day
    ),
    DataColumn(
        "saving_is_known",
        "flag",
        "True if the saving of this year is known. If it is not known, the figures are blank; blank does not "
        "mean zero",
        read_by=lambda of: of.amounts is not None,
    ),
    DataColumn(
        "saving_gbp",
        "pounds",
        f"The change in the net budget against the year before (discrete year): {DISCRETE_FORMULA}. "
        "A saving is positive, a pressure negative. You can add these rows together, which gives the net of both",
        _YEAR_NOT_KNOWN,
        read_by=lambda of: of.discrete,
    ),
    DataColumn(
        "saving_in_year_gbp",
        "pounds",
        "Amount saved in this year, including recurring savings from earlier years and one-off savings of "
        "this year. Do not add years together",
        "The saving of this year or of one before it is not known",
        read_by=lambda of: of.in_year,
    ),
    *(_amount(name) for name in AMOUNT_NAMES),
    DataColumn(
        "fte_change",
        "fte",
        "The change in full-time equivalent posts that begins in this year; a reduction is negative",
        "No change in posts is stated",
        read_by=lambda of: of.fte,
    ),
)


# Of the round

ROUND_COLUMNS: tuple[DataColumn[RoundRecord], ...] = (
    DataColumn("council", "text", "The council's short name", read_by=lambda record: record.council_slug),
    DataColumn("council_name", "text", "The council's name", read_by=lambda record: record.council),
    DataColumn("budget_round", "text", "The budget round's name", read_by=lambda record: record.name),
)

# Added since the first release: behind all others in the table, so that no column changes its place

ADDED_COLUMNS: tuple[DataColumn[ProposalRecord], ...] = (
    DataColumn(
        "direction",
        "text",
        "A saving takes from the budget. A pressure adds to it, and its amounts are savings below zero",
        choices=tuple(DIRECTIONS),
    ),
    DataColumn("fund", "text", "The fund that the proposal is charged to", choices=tuple(FUNDS)),
    DataColumn(
        "pressure_cause",
        "text",
        "The cause of a pressure",
        "A saving, or the cause is not stated",
        choices=tuple(PRESSURE_CATEGORIES),
        read_by=lambda proposal: proposal.pressure_category,
    ),
    DataColumn("certainty", "text", "The certainty of the amount", _NOT_STATED, choices=tuple(CERTAINTIES)),
    DataColumn(
        "council_share_percent",
        "percent",
        "The council’s own share of the amounts, where other bodies have a part in them",
        "All of it is the council’s",
        read_by=lambda proposal: proposal.council_share,
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
