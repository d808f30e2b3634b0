"""What the filters with choices stand on: the condition of a choice, and what its column is read from.

Each facet states both from one definition: the column that choices are counted by holds what the condition asks
the database for. Tests hold the two together over random choices.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from proposals.models import (
    EqualityImpact,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    WhereReported,
    YearProfile,
)
from services.models import Committee, Meeting
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

NOT_STATED = "-"
"""What the address says for a value that was not given."""


def words_of(value: Any) -> str:
    """Return the key of a stored value: its text, or that there is none."""
    return NOT_STATED if value in (None, "") else str(value)


def year_of(value: Any) -> str:
    """Return the key of a stored year, as people write it."""
    return NOT_STATED if value is None else str(FinancialYear(value))


class Label(NamedTuple):
    """The words beside a choice, where it stands among the others, and what tells it from one of the same words."""

    words: str
    order: Any
    of: str = ""


def named(name: str, of: str = "") -> Label:
    """Return the label of a choice that goes by its name."""
    return Label(name, (name.casefold(), of), of)


def met(committee: str, day: str, day_is_known: str) -> Label:
    """Return the label of a meeting, as its record names itself, the latest first."""
    held = date.fromisoformat(day)
    is_known = day_is_known in {"1", "true"}  # as databases write a truth
    meeting = Meeting(committee=Committee(name=committee), date=held, day_is_known=is_known)
    return Label(str(meeting), (-held.toordinal(), committee.casefold()))


@dataclass(frozen=True)
class FieldFacet:
    """A facet whose value is a field of the proposal, or of its service."""

    name: str
    path: str
    key_of: Callable[[Any], str] = words_of
    value_of: Callable[[str], Any] = str
    is_text: bool = True
    label_of: Callable[..., Label] = named
    label_paths: tuple[str, ...] = ()
    """Where the words beside a key are found; empty where the key says it or the code knows them."""

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the value is one of the chosen."""
        stated = [self.value_of(key) for key in chosen if key != NOT_STATED]
        condition = Q(**{f"{self.path}__in": stated})
        if NOT_STATED in chosen:
            condition |= Q(**{f"{self.path}__isnull": True})
            if self.is_text:
                condition |= Q(**{self.path: ""})
        return condition


@dataclass(frozen=True)
class CaseFacet:
    """A facet whose choices are conditions of their own; they may overlap."""

    name: str
    cases: Mapping[str, Q]

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that any of the chosen cases holds."""
        return reduce(or_, (self.cases[key] for key in chosen if key in self.cases), Q(pk__in=[]))


@dataclass(frozen=True)
class RowFacet:
    """A facet whose values stand in rows that belong to the proposal; it may have several, or none."""

    name: str
    model: type[Model]
    path: str
    rows: Q | None = None
    key_of: Callable[[Any], str] = words_of
    value_of: Callable[[str], Any] = str
    label_paths: tuple[str, ...] = ()
    label_of: Callable[..., Label] = named
    offers_none: bool = False

    @property
    def held(self) -> QuerySet:
        """The rows that count, whoever's they are."""
        held = self.model._base_manager.filter(**{f"{self.path}__isnull": False})
        return held if self.rows is None else held.filter(self.rows)

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the proposal has a row with one of the chosen values."""
        rows = self.held
        stated = [self.value_of(key) for key in chosen if key != NOT_STATED]
        condition = Q(pk__in=rows.filter(**{f"{self.path}__in": stated}).values("proposal"))
        if NOT_STATED in chosen:
            condition |= ~Q(Exists(rows.filter(proposal=OuterRef("pk"))))
        return condition


Facet = FieldFacet | CaseFacet | RowFacet


def _has(model: type[Model], **conditions: Any) -> Q:
    """Return the condition that the proposal has such a row."""
    return Q(Exists(model._base_manager.filter(Q(**conditions), proposal=OuterRef("pk"))))


def _has_other_than_nought(model: type[Model], *names: str) -> Q:
    of_any = reduce(or_, (~Q(**{name: 0}) for name in names))
    return Q(Exists(model._base_manager.filter(of_any, proposal=OuterRef("pk"))))


TOTAL_IS_KNOWN = Q(profile_complete=True) | Q(stated_total__isnull=False)
"""Whether the stored total says something: where neither years nor a total were stated it holds nought."""

_BOUNDS = (0, 50_000, 250_000, 1_000_000)


def _bands() -> dict[str, tuple[str, Q]]:
    def money(pounds: int) -> str:
        return format_money(pounds, MoneyStyle())

    first, last = _BOUNDS[0], _BOUNDS[-1]
    bands = {f"below-{first}": ("Costs more than it saves", Q(total_saving__lt=first))}
    for least, most in pairwise(_BOUNDS):
        words = f"{money(least)} to under {money(most)}" if least else f"Under {money(most)}"
        bands[f"{least}-{most}"] = (words, Q(total_saving__gte=least, total_saving__lt=most))
    bands[f"{last}-"] = (f"{money(last)} and over", Q(total_saving__gte=last))
    known = {key: (words, TOTAL_IS_KNOWN & condition) for key, (words, condition) in bands.items()}
    return {**known, NOT_STATED: ("Not known", ~TOTAL_IS_KNOWN)}


SIZES = _bands()
"""The size bands of a total saving, each with its words and its condition: from the one bound to under the next."""

_RECURS = _has_other_than_nought(YearProfile, "recurring_saving")
_ONCE = _has_other_than_nought(YearProfile, "one_off_saving")
_REVENUE = _has_other_than_nought(YearProfile, "recurring_cost", "one_off_cost")
_CAPITAL = _has_other_than_nought(YearProfile, "capital_cost")
_POSTS_STATED = Q(Exists(FTEImpact._base_manager.filter(proposal=OuterRef("pk"))))
_STAFF_IN_WORDS = _has(ImpactStatement, kind="impact_upon_staff", answer=ImpactStatement.Answer.ANSWERED)

FACETS: tuple[Facet, ...] = (
    FieldFacet(
        "directorate", "service__directorate", is_text=False, label_paths=("service__directorate__name",)
    ),
    FieldFacet(
        "service", "service", is_text=False, label_paths=("service__name", "service__directorate__name")
    ),
    FieldFacet("portfolio", "service__portfolio", is_text=False, label_paths=("service__portfolio__name",)),
    RowFacet("committee", ProposalCommittee, "committee", label_paths=("committee__name",), offers_none=True),
    FieldFacet("category", "category"),
    FieldFacet("kind", "kind"),
    FieldFacet("risk", "risk_to_delivery"),
    FieldFacet("residents", "impact_on_residents"),
    FieldFacet("stage", "stage"),
    FieldFacet("delivery", "delivery_status"),
    FieldFacet("start_year", "start_year", year_of, FinancialYear.parse, is_text=False),
    RowFacet(
        "saving_in",
        YearProfile,
        "year",
        Q(discrete_saving__gt=0),
        year_of,
        FinancialYear.parse,
    ),
    CaseFacet("size", {key: condition for key, (_, condition) in SIZES.items()}),
    CaseFacet(
        "recurrence",
        {
            "recurring": _RECURS & ~_ONCE,
            "one-off": _ONCE & ~_RECURS,
            "both": _RECURS & _ONCE,
            NOT_STATED: ~_RECURS & ~_ONCE,
        },
    ),
    CaseFacet(
        "fte",
        {
            "affected": _has_other_than_nought(FTEImpact, "change"),
            "reduced": Q(total_fte_change__lt=0),
            "increased": Q(total_fte_change__gt=0),
            "none": Q(total_fte_change=0) & _POSTS_STATED,
            "in_words": ~_POSTS_STATED & _STAFF_IN_WORDS,
            NOT_STATED: ~_POSTS_STATED & ~_STAFF_IN_WORDS,
        },
    ),
    CaseFacet(
        "investment",
        {"revenue": _REVENUE, "capital": _CAPITAL, "none": ~_REVENUE & ~_CAPITAL},
    ),
    CaseFacet("consultation", {"only": Q(consultation_only=True), "no": Q(consultation_only=False)}),
    FieldFacet("screening", "equality__screening"),
    RowFacet(
        "meeting",
        WhereReported,
        "meeting",
        label_paths=("meeting__committee__name", "meeting__date", "meeting__day_is_known"),
        label_of=met,
        offers_none=True,
    ),
)
"""Every filter with choices but those of the equality impacts, which speak of one row together."""

BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}

NO_IMPACT = frozenset({EqualityImpact.Effect.NEUTRAL.value, EqualityImpact.Effect.NOT_APPLICABLE.value})
"""Effects that do not touch the people asked about; a characteristic chosen alone leaves them out."""


def impact_condition(characteristics: Sequence[str], effects: Sequence[str]) -> Q:
    """Return the condition that one impact on equality is on a chosen characteristic and of a chosen effect."""
    if not characteristics and not effects:
        return Q()
    impacts = EqualityImpact._base_manager.all()
    if characteristics:
        impacts = impacts.filter(characteristic__in=characteristics)
    impacts = impacts.filter(effect__in=effects) if effects else impacts.exclude(effect__in=NO_IMPACT)
    return Q(pk__in=impacts.values("proposal"))
