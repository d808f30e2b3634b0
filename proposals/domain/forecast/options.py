"""The appraisal of options: weighted scores, ties, and the weights at which another option would lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from proposals.domain.forecast.input_field import InputField


@dataclass(frozen=True)
class Criterion:
    """A criterion by which options are scored, and its weight."""

    key: str
    name: str
    weight: Fraction


@dataclass(frozen=True)
class Option:
    """An option with its score for each criterion, and what speaks for and against it."""

    key: str
    name: str
    description: str
    scores: Mapping[str, Fraction]
    advantages: tuple[str, ...] = ()
    disadvantages: tuple[str, ...] = ()


@dataclass(frozen=True)
class TurningPoint:
    """The weight of a criterion at which another option draws level; `is_above` if it leads with more weight."""

    criterion: Criterion
    weight: Fraction
    option: Option

    @property
    def is_above(self) -> bool:
        """Return whether it takes more weight than the criterion has."""
        return self.weight > self.criterion.weight


@dataclass(frozen=True)
class Appraisal:
    """Options, the criteria they are scored by, and the option that the case prefers, if it says so."""

    criteria: tuple[Criterion, ...]
    options: tuple[Option, ...]
    preferred: Option | None = None

    def points(self, option: Option) -> Fraction:
        """Return the weighted score of an option."""
        return sum((each.weight * option.scores[each.key] for each in self.criteria), Fraction(0))

    @property
    def ranked(self) -> tuple[Option, ...]:
        """Return the options, the highest score first; equal ones in the order given."""
        return tuple(sorted(self.options, key=self.points, reverse=True))

    @property
    def leading(self) -> tuple[Option, ...]:
        """Return the options with the highest score: several where there is a tie."""
        highest = max(map(self.points, self.options))
        return tuple(each for each in self.options if self.points(each) == highest)

    def turning_points(self) -> tuple[TurningPoint, ...]:
        """Return for each criterion the nearest weights, below and above its own, at which another option draws level.

        The other weights stay as they are. Nothing is returned where several options lead: any change decides then.
        """
        leader, *others = self.leading
        found: list[TurningPoint] = []
        for criterion in () if others else self.criteria:
            levels = [
                TurningPoint(criterion, weight, other)
                for other in self.options
                if other is not leader and (weight := self._level_at(leader, other, criterion)) is not None
            ]
            below = [each for each in levels if not each.is_above]
            above = [each for each in levels if each.is_above]
            found += sorted(below, key=lambda each: -each.weight)[:1]
            found += sorted(above, key=lambda each: each.weight)[:1]
        return tuple(found)

    def _level_at(self, leader: Option, other: Option, criterion: Criterion) -> Fraction | None:
        """Return the weight of the criterion at which both have the same score; None where no weight does that."""
        ahead = self.points(leader) - self.points(other)
        by_weight = leader.scores[criterion.key] - other.scores[criterion.key]
        weight = criterion.weight - ahead / by_weight if by_weight else None
        return weight if weight is not None and weight >= 0 else None

    def decided_by(self) -> tuple[tuple[Criterion, Option], ...]:
        """Return, for options that tie, each criterion of which more weight makes one of them alone the first."""
        found = []
        for criterion in self.criteria:
            highest = max(each.scores[criterion.key] for each in self.leading)
            first = [each for each in self.leading if each.scores[criterion.key] == highest]
            if len(first) == 1 and len(self.leading) > 1:
                found.append((criterion, first[0]))
        return tuple(found)


def read_appraisal(group: InputField | None) -> Appraisal | None:
    """Return the appraisal that a group of the inputs gives; None where there is none.

    Raises UnusableForecast, which names the field.
    """
    if group is None:
        return None
    criteria = tuple(_criterion(key, each) for key, each in group.at("criteria").items())
    if not criteria:
        raise group.at("criteria").fail("an appraisal needs at least one criterion.")
    options = tuple(_option(key, each, criteria) for key, each in group.at("options").items())
    if not options:
        raise group.at("options").fail("an appraisal needs at least one option.")
    chosen = group.text_of("preferred")
    preferred = next((each for each in options if each.key == chosen), None)
    if chosen and preferred is None:
        known = ", ".join(each.key for each in options)
        raise group.at("preferred").fail(f"“{chosen}” is no option. Use one of: {known}.")
    return Appraisal(criteria, options, preferred)


def _criterion(key: str, field: InputField) -> Criterion:
    weight = Fraction(field.at("weight").number())
    if weight < 0:
        raise field.at("weight").fail("a weight must not be negative.")
    return Criterion(key, field.at("name").text(), weight)


def _option(key: str, field: InputField, criteria: tuple[Criterion, ...]) -> Option:
    scores = field.at("scores")
    unknown = set(scores.mapping()) - {each.key for each in criteria}
    if unknown:
        raise scores.fail(f"“{min(unknown)}” is no criterion.")
    return Option(
        key=key,
        name=field.at("name").text(),
        description=field.text_of("description"),
        scores={each.key: Fraction(scores.at(each.key).number()) for each in criteria},
        advantages=field.names("advantages"),
        disadvantages=field.names("disadvantages"),
    )
