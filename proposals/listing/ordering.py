"""Ordering a list in the database: by the rows' own or stored figures, equal rows by their key."""

from collections.abc import Callable, Iterable

from django.db.models import Case, DecimalField, F, FloatField, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce, Lower

from proposals.domain.fields import FIELDS
from proposals.domain.stages import Stage
from proposals.filters.filters import NET_BUDGET, SHARE_IS_KNOWN
from proposals.models import BudgetRound, YearProfile
from proposals.models.querysets import SavingsProposalQuerySet
from services.values.years import FinancialYear

IN_DOCUMENT_ORDER = ("position", "reference", "pk")

Ordering = Callable[[], Combinable]


def _ranked(field: str, values: Iterable[str]) -> Case:
    return Case(
        *(When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)),
        default=Value(len(Stage) + 1),
        output_field=IntegerField(),
    )


def _as_declared(name: str) -> Ordering:
    """Return the order of a choice: that of its words in forms."""
    return lambda: _ranked(FIELDS[name].model_name, FIELDS[name].choices)


_ORDERS: dict[str, Ordering] = {
    "reference": lambda: F("canonical_reference"),
    "title": lambda: Lower("title"),
    "service": lambda: Lower("service__name"),
    "directorate": lambda: Lower("service__directorate__name"),
    "portfolio": lambda: Lower("service__portfolio__name"),
    "council_share": lambda: Coalesce("council_share", Value(100), output_field=DecimalField()),
    "category": lambda: Lower("category"),
    "kind": lambda: F("kind"),
    "residents": _as_declared("impact_on_residents"),
    "delivery": _as_declared("delivery_status"),
    "deliverability": lambda: F("deliverability"),
    "wards": lambda: Lower("wards"),
    "share": lambda: Case(
        When(SHARE_IS_KNOWN, then=F("total_saving") * 1.0 / NET_BUDGET),
        output_field=FloatField(),
    ),
    "stage": lambda: _ranked("stage", Stage),
    "decision": lambda: F("outcome"),
    "consultation": lambda: F("consultation_only"),
    "start_year": lambda: F("start_year"),
    "total": lambda: F("total_saving"),
    "gross_budget": lambda: F("base_budget__gross"),
    "income_budget": lambda: F("base_budget__income"),
    "fte": lambda: F("total_fte_change"),
    **{
        name: _as_declared(name)
        for name in ("direction", "fund", "pressure_category", "certainty", "risk", "public_consultation")
    },
}
_MAY_BE_MISSING = frozenset(
    {"portfolio", "deliverability", "share", "start_year", "gross_budget", "income_budget"}
)


def in_order(
    proposals: SavingsProposalQuerySet, budget_round: BudgetRound, sort: Iterable[str]
) -> SavingsProposalQuerySet:
    """Return the proposals in the order asked for, equal rows by key; asked for nothing, as they come.

    Names sort whatever their capitals, years by their stored discrete saving; what is missing comes last.
    """
    by_year = {f"year_{year.start}": year for year in budget_round.years}
    orders = [_order(part, by_year) for part in sort]
    return proposals.order_by(*orders, "pk") if orders else proposals


def _order(part: str, by_year: dict[str, FinancialYear]) -> OrderBy:
    name = part.removeprefix("-")
    expression = _saving_in(by_year[name]) if name in by_year else _ORDERS[name]()
    # Stated only where it matters: an index is not read backwards for it.
    last = True if name in _MAY_BE_MISSING else None
    return OrderBy(expression, descending=part.startswith("-"), nulls_last=last)


def _saving_in(year: FinancialYear) -> Coalesce:
    rows = YearProfile.objects.filter(proposal=OuterRef("pk"), year=year)
    return Coalesce(Subquery(rows.values("discrete_saving")), 0)
