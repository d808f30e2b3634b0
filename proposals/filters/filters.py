"""The filters with choices: of each, the condition that a choice sets and the value that choices are counted by.

A facet declares both from one definition, so that the count shown for a choice is what the choice then finds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import add, and_, or_
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from proposals.models import (
    EqualityImpact,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    WhereReported,
    YearProfile,
)
from proposals.permissions.proposals import READABLE
from services.models import Committee, Meeting
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

NOT_STATED = "-"
"""The key in an address for a value that was not given."""
_MOST_DIGITS = 18
"""Every number with so many digits fits a primary key."""


def words_of(value: Any) -> str:
    """Return the key of a stored value: its text, or that there is none."""
    return NOT_STATED if value in (None, "") else str(value)


def year_of(value: Any) -> str:
    """Return the key of a stored year, as people write it."""
    return NOT_STATED if value is None else str(FinancialYear(int(value)))


def text_in(key: str) -> str:
    """Return the text that a key stands for; raises ValueError where no database holds it."""
    if "\0" in key:
        raise ValueError(key)
    return key


def number_in(key: str) -> int:
    """Return the primary key that a key of an address stands for; raises ValueError for anything else."""
    if not (key.isascii() and key.isdigit()) or len(key) > _MOST_DIGITS:
        raise ValueError(key)
    return int(key)


def flag(condition: Q, value: int = 1) -> Case:
    """Return an expression with the value where the condition holds, otherwise zero."""
    return Case(When(condition, then=Value(value)), default=Value(0), output_field=IntegerField())


class Label(NamedTuple):
    """The label of a choice, its position among the others, and what distinguishes it from one with the same label."""

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
class Facet:
    """A filter with choices."""

    name: str

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that any of the chosen keys holds. Raises ValueError for a key that cannot be one."""
        raise NotImplementedError

    def is_readable(self, key: str) -> bool:
        """Return whether the key could be one of the choices, whatever the proposals hold."""
        try:
            self.condition([key])
        except ValueError:
            return False
        return True


@dataclass(frozen=True)
class FieldFacet(Facet):
    """A facet whose value is a field of the proposal, or of its service."""

    path: str
    key_of: Callable[[Any], str] = words_of
    value_of: Callable[[str], Any] = text_in
    is_text: bool = True
    label_of: Callable[..., Label] = named
    label_paths: tuple[str, ...] = ()
    """The paths of the labels of a key; empty where the key is its own label or the code has the labels."""

    @property
    def value(self) -> Combinable:
        """The expression that the database groups proposals by."""
        return F(self.path)

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the keys of proposals with this value."""
        return (self.key_of(value),)

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
class FlagFacet(Facet):
    """A facet whose choices are combinations of conditions; choices may overlap."""

    flags: Mapping[str, Q]
    cases: Mapping[str, Mapping[str, bool]]
    """The choices, each with the flags that it asks to be set or not."""

    label_paths: tuple[str, ...] = ()

    @property
    def value(self) -> Combinable:
        """The flags as one number, by which the database groups proposals: a bit for each, the first one lowest."""
        bits = (flag(condition, 1 << place) for place, condition in enumerate(self.flags.values()))
        value: Combinable = reduce(add, bits)
        return value

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the keys of proposals with this value."""
        bits = {name: bool(int(value) >> place & 1) for place, name in enumerate(self.flags)}
        return tuple(
            key
            for key, case in self.cases.items()
            if all(bits[name] == is_set for name, is_set in case.items())
        )

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that any of the chosen cases holds."""
        return reduce(or_, (self._case(self.cases[key]) for key in chosen if key in self.cases), Q(pk__in=[]))

    def _case(self, case: Mapping[str, bool]) -> Q:
        return reduce(
            and_, (self.flags[name] if is_set else ~self.flags[name] for name, is_set in case.items())
        )


@dataclass(frozen=True)
class RowFacet(Facet):
    """A facet whose values stand in rows that belong to the proposal; it may have several, or none."""

    model: type[Model]
    path: str
    rows: Q = field(default_factory=Q)
    key_of: Callable[[Any], str] = words_of
    value_of: Callable[[str], Any] = number_in
    label_paths: tuple[str, ...] = ()
    label_of: Callable[..., Label] = named
    offers_none: bool = False
    is_repeated: bool = False
    """True if a proposal may have several rows with one value."""

    @property
    def held(self) -> QuerySet:
        """The rows that count, whoever's they are."""
        return self.model._base_manager.filter(self.rows, **{f"{self.path}__isnull": False})

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the key of the rows with this value; that of proposals without any row where there is no value."""
        return (self.key_of(value),) if value is not None or self.offers_none else ()

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the proposal has a row with one of the chosen values."""
        rows = self.held
        stated = [self.value_of(key) for key in chosen if key != NOT_STATED]
        condition = Q(pk__in=rows.filter(**{f"{self.path}__in": stated}).values("proposal"))
        if NOT_STATED in chosen:
            condition |= ~Q(Exists(rows.filter(proposal=OuterRef("pk"))))
        return condition


def _has(model: type[Model], **conditions: Any) -> Q:
    """Return the condition that the proposal has such a row."""
    return Q(Exists(model._base_manager.filter(Q(**conditions), proposal=OuterRef("pk"))))


def _has_other_than_nought(model: type[Model], *names: str) -> Q:
    of_any = reduce(or_, (~Q(**{name: 0}) for name in names))
    return Q(Exists(model._base_manager.filter(of_any, proposal=OuterRef("pk"))))


TOTAL_IS_KNOWN = Q(profile_complete=True) | Q(stated_total__isnull=False)
"""The condition that the stored total is meaningful: it is zero where neither years nor a total were stated."""

_BOUNDS = (0, 50_000, 250_000, 1_000_000)


_KNOWN = "known"


def _bands() -> dict[str, tuple[str, dict[str, bool]]]:
    def money(pounds: int) -> str:
        return format_money(pounds, MoneyStyle())

    first, last = _BOUNDS[0], _BOUNDS[-1]
    bands = {f"below-{first}": ("Costs more than it saves", {_from(first): False})}
    for least, most in pairwise(_BOUNDS):
        words = f"{money(least)} to under {money(most)}" if least else f"Under {money(most)}"
        bands[f"{least}-{most}"] = (words, {_from(least): True, _from(most): False})
    bands[f"{last}-"] = (f"{money(last)} and over", {_from(last): True})
    known = {key: (words, {_KNOWN: True, **case}) for key, (words, case) in bands.items()}
    return {**known, NOT_STATED: ("Not known", {_KNOWN: False})}


def _from(pounds: int) -> str:
    return f"from {pounds}"


SIZES = _bands()
"""The size bands of a total saving, each with its words and its case: from the one bound to under the next."""

_POSTS_STATED = Q(Exists(FTEImpact._base_manager.filter(proposal=OuterRef("pk"))))
_STAFF_IN_WORDS = _has(ImpactStatement, kind="impact_upon_staff", answer=ImpactStatement.Answer.ANSWERED)

FACETS: tuple[FieldFacet | FlagFacet | RowFacet, ...] = (
    FieldFacet(
        "directorate",
        "service__directorate",
        value_of=number_in,
        is_text=False,
        label_paths=("service__directorate__name",),
    ),
    FieldFacet(
        "service",
        "service",
        value_of=number_in,
        is_text=False,
        label_paths=("service__name", "service__directorate__name"),
    ),
    FieldFacet(
        "portfolio",
        "service__portfolio",
        value_of=number_in,
        is_text=False,
        label_paths=("service__portfolio__name",),
    ),
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
    FlagFacet(
        "size",
        {_KNOWN: TOTAL_IS_KNOWN, **{_from(bound): Q(total_saving__gte=bound) for bound in _BOUNDS}},
        {key: case for key, (_, case) in SIZES.items()},
    ),
    FlagFacet(
        "recurrence",
        {
            "recurs": _has_other_than_nought(YearProfile, "recurring_saving"),
            "once": _has_other_than_nought(YearProfile, "one_off_saving"),
        },
        {
            "recurring": {"recurs": True, "once": False},
            "one-off": {"recurs": False, "once": True},
            "both": {"recurs": True, "once": True},
            NOT_STATED: {"recurs": False, "once": False},
        },
    ),
    FlagFacet(
        "fte",
        {
            "stated": _POSTS_STATED,
            "changed": _has_other_than_nought(FTEImpact, "change"),
            "fewer": Q(total_fte_change__lt=0),
            "more": Q(total_fte_change__gt=0),
            "in words": _STAFF_IN_WORDS,
        },
        {
            "affected": {"changed": True},
            "reduced": {"fewer": True},
            "increased": {"more": True},
            "none": {"stated": True, "fewer": False, "more": False},
            "in_words": {"stated": False, "in words": True},
            NOT_STATED: {"stated": False, "in words": False},
        },
    ),
    FlagFacet(
        "investment",
        {
            "revenue": _has_other_than_nought(YearProfile, "recurring_cost", "one_off_cost"),
            "capital": _has_other_than_nought(YearProfile, "capital_cost"),
        },
        {
            "revenue": {"revenue": True},
            "capital": {"capital": True},
            "none": {"revenue": False, "capital": False},
        },
    ),
    FlagFacet(
        "consultation",
        {"only": Q(consultation_only=True)},
        {"only": {"only": True}, "no": {"only": False}},
    ),
    FieldFacet("screening", "equality__screening"),
    RowFacet(
        "meeting",
        WhereReported,
        "meeting",
        label_paths=("meeting__committee__name", "meeting__date", "meeting__day_is_known"),
        label_of=met,
        offers_none=True,
        is_repeated=True,
    ),
)
"""Every filter with choices but those of the equality impacts, which speak of one row together."""

BY_NAME: Mapping[str, FieldFacet | FlagFacet | RowFacet] = {facet.name: facet for facet in FACETS}

NO_IMPACT = frozenset({EqualityImpact.Effect.NEUTRAL.value, EqualityImpact.Effect.NOT_APPLICABLE.value})
"""Effects that do not touch the people asked about; a characteristic chosen alone leaves them out."""

CHARACTERISTIC = RowFacet(
    "characteristic",
    EqualityImpact,
    "characteristic",
    label_paths=("characteristic__name", "characteristic__position"),
    label_of=lambda name, position: Label(name, (int(position), name.casefold())),
)
EFFECT = RowFacet("effect", EqualityImpact, "effect", value_of=text_in, is_repeated=True)

ALL_BY_NAME: Mapping[str, FieldFacet | FlagFacet | RowFacet] = {
    **BY_NAME,
    CHARACTERISTIC.name: CHARACTERISTIC,
    EFFECT.name: EFFECT,
}

PUBLISHED = FlagFacet(
    "published", {"published": READABLE}, {"yes": {"published": True}, "no": {"published": False}}
)
"""The condition that everybody may read a proposal: counted with the filters, although it is not a filter itself."""


COUNTED: tuple[FieldFacet | FlagFacet | RowFacet, ...] = (*FACETS, PUBLISHED, CHARACTERISTIC, EFFECT)
"""Everything that proposals are counted by."""
IMPACT = "impact"
"""The filter of impacts on equality, which the fields for characteristics and effects make together."""


def impact_condition(characteristics: Sequence[str], effects: Sequence[str]) -> Q:
    """Return the condition that one impact on equality is on a chosen characteristic and of a chosen effect."""
    rows = impacts_on(characteristics) & impacts_of(effects)
    return Q(pk__in=EqualityImpact._base_manager.filter(rows).values("proposal"))


def impacts_on(characteristics: Sequence[str]) -> Q:
    """Return the condition of impacts on a chosen characteristic; on any where none is chosen."""
    keys = [CHARACTERISTIC.value_of(key) for key in characteristics]
    return Q(characteristic__in=keys) if keys else Q()


def impacts_of(effects: Sequence[str]) -> Q:
    """Return the condition of impacts of a chosen effect; where none is chosen, of one that touches people."""
    return Q(effect__in=effects) if effects else ~Q(effect__in=NO_IMPACT)
