"""The kinds of filter with choices: of each, the condition that a choice sets and the value that choices count by.

A facet declares both from one definition, so that the count shown for a choice is what the choice then finds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add, and_, or_
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from proposals.domain.direction import SAVING
from proposals.domain.wards import SEPARATOR, wards_in
from proposals.filters.bands import NOT_STATED
from services.models import Committee, Meeting
from services.values.years import FinancialYear

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


def ward_in(key: str) -> str:
    """Return the ward that a key stands for; raises ValueError for a text that is not one ward."""
    if wards_in(text_in(key)) != (key,):
        raise ValueError(key)
    return key


def number_in(key: str) -> int:
    """Return the primary key that a key of an address stands for; raises ValueError for anything else."""
    if not (key.isascii() and key.isdigit()) or len(key) > _MOST_DIGITS:
        raise ValueError(key)
    return int(key)


def flag(condition: Q, value: int = 1) -> Case | Value:
    """Return an expression with the value where the condition holds, otherwise zero."""
    if not condition:
        return Value(value)
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


@dataclass(frozen=True, eq=False)
class Facet:
    """A filter with choices."""

    name: str

    @property
    def paths_of_labels(self) -> tuple[str, ...]:
        """The paths from a proposal to the labels of its value, if it has one value with labels."""
        return ()

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


@dataclass(frozen=True, eq=False)
class FieldFacet(Facet):
    """A facet whose value is a field of the proposal, or of its service."""

    path: str
    key_of: Callable[[Any], str] = words_of
    value_of: Callable[[str], Any] = text_in
    is_text: bool = True
    label_of: Callable[..., Label] = named
    label_paths: tuple[str, ...] = ()
    """The paths of the labels from the record that a key stands for; empty where the key is its own label or the code
    has the labels."""

    @property
    def value(self) -> Combinable:
        """The expression that the database groups proposals by."""
        return F(self.path)

    @property
    def paths_of_labels(self) -> tuple[str, ...]:
        """The paths from a proposal to the labels of its value."""
        return tuple(f"{self.path}__{path}" for path in self.label_paths)

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


@dataclass(frozen=True, eq=False)
class WardFacet(FieldFacet):
    """The facet of wards, of which one text names several."""

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the key of each ward that the text names."""
        return wards_in(value) or (NOT_STATED,)

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the text names one of the chosen wards."""
        named_wards = [self.value_of(key) for key in chosen if key != NOT_STATED]
        condition = Q(**{self.path: ""}) if NOT_STATED in chosen else Q(pk__in=[])
        for ward in named_wards:
            condition |= (
                Q(**{self.path: ward})
                | Q(**{f"{self.path}__startswith": f"{ward}{SEPARATOR}"})
                | Q(**{f"{self.path}__endswith": f"{SEPARATOR}{ward}"})
                | Q(**{f"{self.path}__contains": f"{SEPARATOR}{ward}{SEPARATOR}"})
            )
        return condition


@dataclass(frozen=True, eq=False)
class YearsFacet(FieldFacet):
    """A facet of the years in which proposals of one direction change the budget; one text names them all."""

    direction: str = SAVING

    @property
    def value(self) -> Combinable:
        """The years of the proposals of the direction."""
        return Case(When(direction=self.direction, then=F(self.path)), default=Value(""))

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the key of each year that the text names."""
        return tuple(year_of(year) for year in value.split())

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the text names one of the chosen years."""
        years = (Q(**{f"{self.path}__contains": str(FinancialYear.parse(key).start)}) for key in chosen)
        return Q(direction=self.direction) & reduce(or_, years)


@dataclass(frozen=True, eq=False)
class FlagFacet(Facet):
    """A facet whose choices are combinations of conditions; choices may overlap."""

    flags: Mapping[str, Q]
    cases: Mapping[str, Mapping[str, bool]]
    """The choices, each with the flags that it asks to be set or not."""

    label_paths: tuple[str, ...] = ()

    @property
    def value(self) -> Combinable:
        """The flags as one number, by which the database groups proposals: a bit for each, the first one lowest."""
        return reduce(
            add, (flag(condition, 1 << place) for place, condition in enumerate(self.flags.values()))
        )

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


@dataclass(frozen=True, eq=False)
class RowFacet(Facet):
    """A facet whose values stand in rows that belong to the proposal; it may have several, or none."""

    model: type[Model]
    path: str
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
        return self.model._base_manager.filter(**{f"{self.path}__isnull": False})

    def keys_of(self, value: Any) -> tuple[str, ...]:
        """Return the key of the rows with this value; that of proposals without any row where there is no value."""
        return (self.key_of(value),) if value is not None or self.offers_none else ()

    def condition(self, chosen: Sequence[str]) -> Q:
        """Return the condition that the proposal has a row with one of the chosen values.

        Raises ValueError where proposals without a row are asked for and the filter does not offer them.
        """
        if NOT_STATED in chosen and not self.offers_none:
            raise ValueError(NOT_STATED)
        rows = self.held
        stated = [self.value_of(key) for key in chosen if key != NOT_STATED]
        condition = Q(pk__in=rows.filter(**{f"{self.path}__in": stated}).values("proposal"))
        if NOT_STATED in chosen:
            condition |= ~Q(Exists(rows.filter(proposal=OuterRef("pk"))))
        return condition
