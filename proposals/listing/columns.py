"""The columns that a list of proposals can have, on the page and in files: their content and how it is printed.

One column has one value, in whole pounds, exact decimals or words; the page prints it as the council does, a
file keeps it typed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from proposals.domain.attributes import eia_in_words
from proposals.domain.direction import PRESSURE
from proposals.domain.fields import FIELDS
from proposals.domain.records import NOT_KNOWN, Totals
from proposals.listing.rows import ListedProposal
from services.values.money import MoneyStyle, format_fte, format_money, format_saving
from services.values.wording import listed
from services.values.years import FinancialYear

Value = str | int | Decimal | None
Kind = Literal["words", "saving", "pounds", "fte", "percent"]

NOT_STATED = "Not stated"
FIGURES: frozenset[Kind] = frozenset({"saving", "pounds", "fte", "percent"})
THE_PROPOSAL, WHERE, SAVINGS, BUDGET, POSTS = (
    "The proposal",
    "Organisation and committees",
    "Savings",
    "Costs and budgets",
    "Posts",
)


@dataclass(frozen=True)
class ListColumn:
    """A column: its name in addresses, its heading on the page and in files, and its value of a proposal.

    `total` is its figure of a whole set, for columns that add up. A column that is not `sortable` has
    no order of its own in the database.
    """

    name: str
    heading: str
    kind: Kind
    group: str
    value: Callable[[ListedProposal], Value]
    in_file: str = ""
    missing: str = ""
    """The text that the page prints where there is no value."""
    total: Callable[[Totals], Value] | None = None
    sortable: bool = True
    largest_first: bool = False
    """True if the order that is chosen first begins with the largest figure."""
    order_words: tuple[str, str] = ("", "")
    """The words for rising and falling order, where not those of figures or words."""
    of_savings: bool = False
    """True if the value means nothing for a pressure."""

    @property
    def heading_in_file(self) -> str:
        """The heading in a file, where figures are in pounds."""
        return self.in_file or self.heading

    @property
    def is_figure(self) -> bool:
        """Return whether the column contains figures, which are aligned to the right."""
        return self.kind in FIGURES

    def order_in_words(self, *, falling: bool) -> str:
        """Return the order by this column as people say it: “Total, largest first”."""
        usual = ("smallest first", "largest first") if self.is_figure else ("A to Z", "Z to A")
        return f"{self.heading}, {self.order_words[falling] or usual[falling]}"

    def heading_in(self, style: MoneyStyle) -> str:
        """Return the heading on the page, with the council's unit of money."""
        return f"{self.heading} ({style.label})" if self.kind in {"saving", "pounds"} else self.heading

    def text_of(self, row: ListedProposal, style: MoneyStyle) -> str:
        """Return the proposal's value as the council prints it; nothing where it means nothing for a pressure."""
        if self.of_savings and row.record.direction == PRESSURE:
            return ""
        return self.printed(self.value(row), style)

    def printed(self, value: Value, style: MoneyStyle) -> str:
        """Return the value as the council prints it, the unit left to the heading."""
        if value is None:
            return self.missing
        if self.kind == "saving":
            return format_saving(int(value), style, bare=True)
        if self.kind == "pounds":
            return format_money(int(value), style, bare=True)
        if self.kind == "fte":
            return format_fte(Decimal(value), style)
        return f"{value}%" if self.kind == "percent" else str(value)


def columns_of(years: Iterable[FinancialYear]) -> Mapping[str, ListColumn]:
    """Return every column that a list of a round with these years can have, by name, in their usual order."""
    spread = tuple(years)
    listed_columns = [
        *_WORDS,
        *map(_saving_in, spread),
        _TOTAL,
        *_MORE_MONEY,
        *map(_posts_in, spread),
        _ALL_POSTS,
    ]
    return {column.name: column for column in listed_columns}


def usual_columns(years: Iterable[FinancialYear]) -> tuple[str, ...]:
    """Return the names of the columns of a list for which no columns have been chosen."""
    savings = (saving_name(year) for year in years)
    return ("reference", "title", *savings, "total", "fte")


def usual_columns_of_files(years: Iterable[FinancialYear]) -> tuple[str, ...]:
    """Return the names of the columns of a table in a file for which no columns have been chosen."""
    spread = tuple(years)
    return (
        *("reference", "title", "service", "directorate", "start_year", "base_year"),
        *("gross_budget", "income_budget", "net_budget"),
        *map(saving_name, spread),
        "total",
        *map(_posts_name, spread),
        "fte",
        *("direction", "fund", "pressure_category", "certainty", "council_share"),
    )


def saving_name(year: FinancialYear) -> str:
    """Return the name of the column of a year's discrete saving."""
    return f"year_{year.start}"


def _posts_name(year: FinancialYear) -> str:
    return f"fte_{year.start}"


def _saving_in(year: FinancialYear) -> ListColumn:
    return _saving(
        saving_name(year),
        str(year),
        f"Saving {year} (£)",
        lambda row: row.discrete[year],
        lambda totals: totals.discrete[year],
    )


def _posts_in(year: FinancialYear) -> ListColumn:
    return ListColumn(
        _posts_name(year),
        f"FTE {year}",
        "fte",
        POSTS,
        lambda row: row.record.fte.discrete[year] if row.record.fte_is_stated else None,
        in_file=f"FTE change {year}",
        missing=NOT_STATED,
        total=lambda totals: totals.fte.discrete[year] if totals.fte_is_stated else None,
        sortable=False,
    )


def _words(
    name: str,
    heading: str,
    group: str,
    value: Callable[[ListedProposal], str],
    *,
    sortable: bool = True,
    order_words: tuple[str, str] = ("", ""),
) -> ListColumn:
    return ListColumn(name, heading, "words", group, value, sortable=sortable, order_words=order_words)


def _declared(
    name: str, group: str = THE_PROPOSAL, *, field: str = "", order_words: tuple[str, str] = ("", "")
) -> ListColumn:
    """Return the column of a field as it is declared for all pages; `field` names it where the column does not."""
    item = FIELDS[field or name]
    return _words(name, item.label, group, lambda row: item.text(row.record), order_words=order_words)


def _saving(
    name: str,
    heading: str,
    in_file: str,
    value: Callable[[ListedProposal], Value],
    total: Callable[[Totals], Value],
    *,
    sortable: bool = True,
) -> ListColumn:
    return ListColumn(
        name,
        heading,
        "saving",
        SAVINGS,
        value,
        in_file=in_file,
        missing=NOT_KNOWN,
        total=total,
        sortable=sortable,
        largest_first=sortable,
    )


def _pounds(
    name: str,
    heading: str,
    group: str,
    value: Callable[[ListedProposal], Value],
    total: Callable[[Totals], Value] | None = None,
    *,
    sortable: bool = False,
) -> ListColumn:
    return ListColumn(
        name,
        heading,
        "pounds",
        group,
        value,
        in_file=f"{heading} (£)",
        missing=NOT_KNOWN if total else NOT_STATED,
        total=total,
        sortable=sortable,
        largest_first=True,
    )


def _plain_percent(share: Decimal | None) -> Decimal:
    """Return the council's share without zeros that say nothing; of what is not shared all is the council's."""
    return Decimal(100) if share is None else Decimal(f"{share.normalize():f}")


_WORDS = (
    _declared("reference"),
    _declared("title"),
    _declared("service", WHERE),
    _declared("directorate", WHERE),
    _declared("portfolio", WHERE),
    _words("committees", "Committees", WHERE, lambda row: listed(row.record.committees), sortable=False),
    _declared("direction"),
    _declared("fund"),
    _declared("pressure_category"),
    _declared("certainty", order_words=("most certain first", "least certain first")),
    ListColumn(
        "council_share",
        FIELDS["council_share"].label,
        "percent",
        THE_PROPOSAL,
        lambda row: _plain_percent(row.record.council_share),
        in_file=f"{FIELDS['council_share'].label} (%)",
    ),
    _declared("category"),
    _declared("kind"),
    _declared("risk", order_words=("highest first", "lowest first")),
    ListColumn(
        "deliverability",
        "Deliverability",
        "percent",
        THE_PROPOSAL,
        lambda row: row.record.deliverability,
        in_file="Deliverability (%)",
        missing=NOT_STATED,
    ),
    _declared("residents", field="impact_on_residents", order_words=("highest first", "lowest first")),
    _words("wards", "Wards or areas", WHERE, lambda row: row.record.wards),
    _declared("public_consultation", order_words=("not needed first", "complete first")),
    _words(
        "consultation_dates",
        "Consultation dates",
        THE_PROPOSAL,
        lambda row: row.record.consultation_dates,
        sortable=False,
    ),
    _words(
        "eia",
        "Equality impact assessment",
        THE_PROPOSAL,
        lambda row: eia_in_words(row.record.equality),
        sortable=False,
    ),
    _declared("stage", order_words=("earliest first", "furthest first")),
    _declared("decision", field="outcome"),
    _declared(
        "delivery",
        field="delivery_status",
        order_words=("not started first", "cannot be delivered first"),
    ),
    _words(
        "consultation",
        "For consultation only",
        THE_PROPOSAL,
        lambda row: "Yes" if row.record.consultation_only else "",
        order_words=("those last", "those first"),
    ),
    _declared("start_year", order_words=("earliest first", "latest first")),
    _words(
        "base_year",
        "Base year",
        BUDGET,
        lambda row: FIELDS["base_year"].text(row.record),
        sortable=False,
    ),
)
_TOTAL = _saving(
    "total", "Total", "Total saving (£)", lambda row: row.record.total, lambda totals: totals.total
)
_MORE_MONEY = (
    _saving(
        "full_year_effect",
        "Full-year effect",
        "Full-year effect (£)",
        lambda row: row.record.profile.full_year_effect if row.record.profile_complete else None,
        lambda totals: None if totals.incomplete else totals.profile.full_year_effect,
        sortable=False,
    ),
    _pounds(
        "cost_to_achieve",
        "Cost to achieve",
        BUDGET,
        lambda row: row.record.profile.cost_to_achieve if row.record.profile_complete else None,
        lambda totals: None if totals.incomplete else totals.profile.cost_to_achieve,
    ),
    _pounds(
        "capital_cost",
        "Capital cost",
        BUDGET,
        lambda row: sum(row.record.profile.capital_cost.values()) if row.record.profile_complete else None,
        lambda totals: None if totals.incomplete else sum(totals.profile.capital_cost.values()),
    ),
    _pounds(
        "gross_budget",
        "Gross budget",
        BUDGET,
        lambda row: row.record.base_budget.gross if row.record.base_budget else None,
        sortable=True,
    ),
    _pounds(
        "income_budget",
        "Income budget",
        BUDGET,
        lambda row: row.record.base_budget.income if row.record.base_budget else None,
        sortable=True,
    ),
    _pounds(
        "net_budget",
        "Net budget",
        BUDGET,
        lambda row: row.record.base_budget.net if row.record.base_budget else None,
    ),
    ListColumn(
        "share",
        "Share of net budget",
        "percent",
        BUDGET,
        lambda row: row.share_of_budget,
        in_file="Total saving as a share of the net budget (%)",
        missing=NOT_KNOWN,
        largest_first=True,
        of_savings=True,
    ),
)
_ALL_POSTS = ListColumn(
    "fte",
    "FTE",
    "fte",
    POSTS,
    lambda row: row.record.fte.total if row.record.fte_is_stated else None,
    in_file="Total FTE change",
    missing=NOT_STATED,
    total=lambda totals: totals.fte.total if totals.fte_is_stated else None,
    order_words=("largest reduction first", "largest increase first"),
)
