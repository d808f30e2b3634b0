"""The components of a programme as the inputs of its financial case state them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from proposals.domain.forecast.input_field import InputField, Years
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


def read_components(components: InputField) -> Iterator[ComponentInput]:
    """Yield the components of a file; raises UnusableForecast, which names the field."""
    for key, each in components.items():
        if not _KEY.fullmatch(key):
            raise each.fail("use letters, figures, - and _ for the key of a component.")
        proposals, kind = _proposals(each), _kind(each)
        one_off, first = each.maybe("one_off_cost"), each.maybe("recurring_cost_first_year", "value")
        component = ComponentInput(
            key=key,
            # The name that is left out comes from the proposals that its reader sees.
            name="" if proposals and each.maybe("name") is None else each.at("name").text(),
            receiving_body=each.at("receiving_body").text(),
            gross={} if proposals else each.at("gross_benefit_by_year").by_year(),
            cost={} if proposals else each.at("cost_by_year").by_year(positive=True),
            steady_state=each.amount_of("gross_benefit_steady_state"),
            categories=tuple(_categories(each)),
            one_off=one_off.at("total").amount(positive=True) if one_off else 0,
            one_off_parts=each.named_amounts("one_off_cost", "parts"),
            capitalisable=each.amount_of("one_off_cost", "capitalisable", positive=True) or 0,
            recurring=each.amount_of("recurring_cost", positive=True),
            recurring_from=first.year() if first else None,
            kind=kind,
            probability=_probability(each, kind),
            shares=_shares(each.maybe("shares")),
            proposals=proposals,
        )
        if component.capitalisable > component.one_off:
            raise each.at("one_off_cost", "capitalisable").fail("this is more than the one-off cost.")
        categories = (category.pounds for category in component.categories)
        each.note_difference("benefit_categories", categories, component.steady_state or 0)
        parts = (pounds for _, pounds in component.one_off_parts)
        each.note_difference("one_off_cost.parts", parts, component.one_off)
        yield component


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


def _kind(component: InputField) -> BenefitKind:
    field = component.maybe("kind")
    if field is None:
        return "additional"
    for kind in KIND_WORDS:
        if field.text().lower() == kind:
            return kind
    raise field.fail(f"“{field.value}” is no kind of benefit. Use “{'”, “'.join(KIND_WORDS)}”.")


def _probability(component: InputField, kind: BenefitKind) -> Fraction:
    field = component.maybe("probability")
    if field is None:
        if kind == "de-risked":
            words = "this is missing, so the benefit counts in full."
            component.notes.append(f"{component.path}.probability: {words}")
        return Fraction(1)
    if kind != "de-risked":
        raise field.fail("a probability is given of a de-risked component alone.")
    return field.percentage() / 100


def _shares(group: InputField | None) -> Shares:
    if group is None:
        return ()
    shares = tuple((body, group.at(body).percentage() / 100) for body in group.mapping())
    if sum(share for _, share in shares) != 1:
        raise group.fail("the shares must come to 100 per cent together.")
    return shares


def _categories(component: InputField) -> Iterator[Category]:
    for _, each in component.each("benefit_categories"):
        mark = each.text_of("kind").lower()
        if mark not in {"", CASHABLE, NON_CASHABLE}:
            stated = each.at("kind")
            raise stated.fail(f"“{stated.value}” is neither “{CASHABLE}” nor “{NON_CASHABLE}”.")
        yield Category(each.at("name").text(), each.amount(), mark)
