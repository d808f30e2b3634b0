"""The case around the figures: options, milestones, decisions, benefits that are not money, stakeholders, texts."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from proposals.domain.forecast.input_field import InputField
from proposals.domain.forecast.options import Appraisal, read_appraisal
from services.values.dates import format_day


@dataclass(frozen=True)
class Section:
    """A section of text under its title."""

    title: str
    text: str


@dataclass(frozen=True)
class Milestone:
    """A milestone: when it is due, who owns it, and the milestones that it waits for, by their keys."""

    key: str
    name: str
    date: datetime.date
    owner: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """A decision that is needed: what has to be decided, by whom, and when."""

    name: str
    by: str
    when: str


@dataclass(frozen=True)
class OtherBenefit:
    """A benefit that is not money: how it is measured, from what to what, and when."""

    name: str
    measure: str
    baseline: str
    target: str
    when: str


@dataclass(frozen=True)
class Stakeholder:
    """Somebody whom the programme concerns: their interest, and how they are involved."""

    name: str
    interest: str
    involvement: str


@dataclass(frozen=True)
class StatedAssumption:
    """An assumption as the inputs state it."""

    name: str
    value: str
    unit: str
    source: str
    owner: str


@dataclass(frozen=True)
class Potential:
    """A benefit beyond the case, in no total: between a low and a high figure, in pounds a year."""

    name: str
    low: int
    high: int | None
    basis: str


@dataclass(frozen=True)
class CaseDetails:
    """Everything of a case that is not computed; each part may be empty."""

    sections: tuple[Section, ...]
    appraisal: Appraisal | None
    milestones: tuple[Milestone, ...]
    decisions: tuple[Decision, ...]
    other_benefits: tuple[OtherBenefit, ...]
    stakeholders: tuple[Stakeholder, ...]
    assumptions: tuple[StatedAssumption, ...]
    potential: tuple[Potential, ...]


def read_details(root: InputField, notes: list[str]) -> CaseDetails:
    """Return the details that the inputs give, and add to `notes` what has to be asked about them.

    Raises UnusableForecast, which names the field.
    """
    milestones = tuple(_milestone(key, each) for key, each in _each(root, "milestones"))
    _check_waiting(milestones, root, notes)
    return CaseDetails(
        sections=tuple(
            Section(each.at("title").text(), each.at("text").text()) for _, each in _each(root, "sections")
        ),
        appraisal=read_appraisal(root.maybe("options_appraisal")),
        milestones=milestones,
        decisions=tuple(
            Decision(each.at("name").text(), each.at("by").text(), _day_or_text(each.at("when")))
            for _, each in _each(root, "decisions_needed")
        ),
        other_benefits=tuple(
            OtherBenefit(
                each.at("name").text(),
                each.at("measure").text(),
                _text(each, "baseline"),
                each.at("target").text(),
                _text(each, "when"),
            )
            for _, each in _each(root, "non_financial_benefits")
        ),
        stakeholders=tuple(
            Stakeholder(each.at("name").text(), _text(each, "interest"), _text(each, "involvement"))
            for _, each in _each(root, "stakeholders")
        ),
        assumptions=tuple(_assumption(key, each) for key, each in _each(root, "general_assumptions")),
        potential=tuple(
            _potential(key, each, root) for key, each in _each(root, "further_potential_benefit")
        ),
    )


def _each(root: InputField, group: str) -> Iterator[tuple[str, InputField]]:
    found = root.maybe(group)
    return found.items() if found else iter(())


def _text(field: InputField, name: str) -> str:
    """Return the text or the number of a field as text; nothing where there is none."""
    found = field.maybe(name)
    if found is None:
        return ""
    return str(found.number()) if isinstance(found.value, int) else found.text()


def _named(key: str, field: InputField) -> str:
    return _text(field, "name") or key.replace("_", " ").capitalize()


def _milestone(key: str, field: InputField) -> Milestone:
    when = field.at("date")
    return Milestone(
        key, field.at("name").text(), _day(when), field.at("owner").text(), field.names("waits_for")
    )


def _day(field: InputField) -> datetime.date:
    try:
        return datetime.date.fromisoformat(field.text())
    except ValueError as error:
        raise field.fail(f"“{field.value}” is not a date. Write it as in 2027-04-01.") from error


def _day_or_text(field: InputField) -> str:
    """Return a date in words, or the text that stands for it, such as the name of a meeting."""
    try:
        return format_day(datetime.date.fromisoformat(field.text()))
    except ValueError:
        return field.text()


def _check_waiting(milestones: tuple[Milestone, ...], root: InputField, notes: list[str]) -> None:
    """Refuse milestones that wait for none that exists, or for each other; ask about those due too early."""
    by_key = {each.key: each for each in milestones}
    for each in milestones:
        for key in each.waits_for:
            if key not in by_key:
                raise root.at("milestones", each.key, "waits_for").fail(f"“{key}” is no milestone.")
            if by_key[key].date > each.date:
                notes.append(
                    f"The milestone “{each.name}” is due on {format_day(each.date)}, before “{by_key[key].name}”, "
                    f"which it waits for, on {format_day(by_key[key].date)}. Which date is right?"
                )
    open_keys = set(by_key)
    while open_keys:
        ready = {key for key in open_keys if not open_keys.intersection(by_key[key].waits_for)}
        if not ready:
            names = "”, “".join(by_key[key].name for key in by_key if key in open_keys)
            raise root.at("milestones").fail(f"“{names}” wait for each other.")
        open_keys -= ready


def _assumption(key: str, field: InputField) -> StatedAssumption:
    return StatedAssumption(
        _named(key, field),
        _text(field, "value"),
        _text(field, "unit"),
        _text(field, "source"),
        _text(field, "owner"),
    )


def _potential(key: str, field: InputField, root: InputField) -> Potential:
    component = root.maybe("components", key)
    name = component.at("name").text() if component else _named(key, field)
    high = field.amount("high") if field.maybe("high") else None
    return Potential(name, field.amount("low"), high, _text(field, "basis"))
