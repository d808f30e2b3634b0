"""The components of a programme as the inputs of its financial case state them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from proposals.domain.forecast.input_field import InputField, Years
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.programme import KIND_WORDS, BenefitKind, Shares
from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

CASHABLE, NON_CASHABLE = "cashable", "non-cashable"
_KEY = re.compile(r"[\w-]+")


class Category(NamedTuple):
    """A category of a component's yearly benefit; `mark` says whether it is cashable, nothing where nobody has said."""

    name: str
    pounds: int
    mark: str = ""


@dataclass(frozen=True)
class ProposalsInput:
    """The proposals that a component is made of: their round and references."""

    round_name: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class ComponentInput:
    """A component: what it saves and costs by year, and the finer figures that have no years.

    One that is made of `proposals` has their `profile` once they have been read, and no amounts of its own.
    """

    key: str
    name: str
    receiving_body: str
    gross: Years
    cost: Years
    steady_state: int | None
    categories: tuple[Category, ...]
    one_off: int
    one_off_parts: tuple[tuple[str, int], ...]
    capitalisable: int
    recurring: int | None
    recurring_from: FinancialYear | None
    kind: BenefitKind = "additional"
    probability: Fraction = Fraction(1)
    shares: Shares = ()
    proposals: ProposalsInput | None = None
    profile: SavingsProfile | None = None


def read_components(
    root: InputField, known: tuple[FinancialYear, ...], notes: list[str]
) -> Iterator[ComponentInput]:
    """Yield the components of a file; raises UnusableForecast, which names the field."""
    for key, each in root.items():
        if not _KEY.fullmatch(key):
            raise UnusableForecast(
                f"{root.path}.{key}: use letters, figures, - and _ for the key of a component."
            )
        one_off, first = each.maybe("one_off_cost"), each.maybe("recurring_cost_first_year", "value")
        steady, recurring = each.maybe("gross_benefit_steady_state"), each.maybe("recurring_cost")
        capital = each.maybe("one_off_cost", "capitalisable")
        kind, proposals = _kind(each), _proposals(each)
        component = ComponentInput(
            key=key,
            name=_name(each, proposals),
            receiving_body=each.at("receiving_body").text(),
            gross={} if proposals else each.at("gross_benefit_by_year").by_year(known),
            cost={} if proposals else each.at("cost_by_year").by_year(known, positive=True),
            steady_state=steady.amount() if steady else None,
            categories=_categories(each.maybe("benefit_categories")),
            one_off=one_off.at("total").amount(positive=True) if one_off else 0,
            one_off_parts=_named(each.maybe("one_off_cost", "parts")),
            capitalisable=capital.amount(positive=True) if capital else 0,
            recurring=recurring.amount(positive=True) if recurring else None,
            recurring_from=first.year() if first else None,
            kind=kind,
            probability=_probability(each, kind, notes),
            shares=_shares(each.maybe("shares")),
            proposals=proposals,
        )
        if component.capitalisable > component.one_off:
            raise each.at("one_off_cost", "capitalisable").fail("this is more than the one-off cost.")
        categories = tuple((category.name, category.pounds) for category in component.categories)
        note_difference(notes, f"{each.path}.benefit_categories", categories, component.steady_state or 0)
        note_difference(notes, f"{each.path}.one_off_cost.parts", component.one_off_parts, component.one_off)
        yield component


def note_difference(notes: list[str], path: str, parts: tuple[tuple[str, int], ...], whole: int) -> None:
    """Note where the parts that are stated do not come to the total that is stated."""
    together = sum(pounds for _, pounds in parts)
    if parts and together != whole:
        notes.append(f"{path}: the parts come to £{together:,}, but the total stated is £{whole:,}.")


_FROM_PROPOSALS = (
    "gross_benefit_by_year",
    "cost_by_year",
    "gross_benefit_steady_state",
    "benefit_categories",
    "one_off_cost",
    "recurring_cost",
    "recurring_cost_first_year",
)
"""What is read from its proposals where a component is made of proposals."""


def _proposals(component: InputField) -> ProposalsInput | None:
    group = component.maybe("proposals")
    if group is None:
        return None
    for name in _FROM_PROPOSALS:
        stated = component.maybe(name)
        if stated:
            raise stated.fail("leave this out: the component’s figures are read from its proposals.")
    references = group.names("references")
    if not references:
        raise group.fail("name at least one proposal by its reference.")
    if len(set(map(canonical_reference, references))) < len(references):
        raise group.fail("a reference stands twice.")
    return ProposalsInput(group.at("round").text(), references)


def _name(component: InputField, proposals: ProposalsInput | None) -> str:
    """Return the name; nothing where it is left out, to come from the proposals that its reader sees."""
    if proposals and component.maybe("name") is None:
        return ""
    return component.at("name").text()


def _kind(component: InputField) -> BenefitKind:
    field = component.maybe("kind")
    if field is None:
        return "additional"
    for kind in KIND_WORDS:
        if field.text().lower() == kind:
            return kind
    raise field.fail(f"“{field.value}” is no kind of benefit. Use “{'”, “'.join(KIND_WORDS)}”.")


def _probability(component: InputField, kind: BenefitKind, notes: list[str]) -> Fraction:
    field = component.maybe("probability")
    if field is None:
        if kind == "de-risked":
            notes.append(f"{component.path}.probability: this is missing, so the benefit counts in full.")
        return Fraction(1)
    if kind != "de-risked":
        raise field.fail("a probability is given of a de-risked component alone.")
    return _percent(field) / 100


def _percent(field: InputField) -> Fraction:
    number = Fraction(field.number())
    if not 0 <= number <= 100:
        raise field.fail(f"“{field.value}” is no percentage from 0 to 100.")
    return number


def _shares(group: InputField | None) -> Shares:
    if group is None:
        return ()
    shares = tuple((body, _percent(group.at(body)) / 100) for body in group.mapping())
    if sum(share for _, share in shares) != 1:
        raise group.fail("the shares must come to 100 per cent together.")
    return shares


def _categories(listed: InputField | None) -> tuple[Category, ...]:
    found = []
    for _, each in listed.items() if listed else ():
        mark = each.maybe("kind")
        if mark and mark.text().lower() not in {CASHABLE, NON_CASHABLE}:
            raise mark.fail(f"“{mark.value}” is neither “{CASHABLE}” nor “{NON_CASHABLE}”.")
        found.append(Category(each.at("name").text(), each.amount(), mark.text().lower() if mark else ""))
    return tuple(found)


def _named(listed: InputField | None) -> tuple[tuple[str, int], ...]:
    return tuple((each.at("name").text(), each.amount()) for _, each in listed.items()) if listed else ()
