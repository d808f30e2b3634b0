"""The case around the figures: options, milestones, decisions, benefits that are not money, stakeholders, texts."""

import datetime
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

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
    target: str
    baseline: str = ""
    when: str = ""


@dataclass(frozen=True)
class Stakeholder:
    """Somebody whom the programme concerns: their interest, and how they are involved."""

    name: str
    interest: str = ""
    involvement: str = ""


@dataclass(frozen=True)
class StatedAssumption:
    """An assumption as the inputs state it."""

    name: str = ""
    value: str = ""
    unit: str = ""
    source: str = ""
    owner: str = ""


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


def read_details(root: InputField) -> CaseDetails:
    """Return the details that the inputs give, with notes of what has to be asked about them.

    Raises UnusableForecast, which names the field.
    """
    milestones = tuple(_milestone(key, each) for key, each in root.each("milestones"))
    _check_waiting(milestones, root)
    return CaseDetails(
        sections=tuple(each.texts(Section) for _, each in root.each("sections")),
        appraisal=read_appraisal(root.maybe("options_appraisal")),
        milestones=milestones,
        decisions=tuple(_decision(each) for _, each in root.each("decisions_needed")),
        other_benefits=tuple(each.texts(OtherBenefit) for _, each in root.each("non_financial_benefits")),
        stakeholders=tuple(each.texts(Stakeholder) for _, each in root.each("stakeholders")),
        assumptions=tuple(_assumption(key, each) for key, each in root.each("general_assumptions")),
        potential=tuple(_potential(key, each, root) for key, each in root.each("further_potential_benefit")),
    )


def _named(key: str, field: InputField) -> str:
    return field.text_of("name") or key.replace("_", " ").capitalize()


def _milestone(key: str, field: InputField) -> Milestone:
    when, owner = field.at("date"), field.at("owner").text()
    try:
        day = datetime.date.fromisoformat(when.text())
    except ValueError as error:
        raise when.fail(f"“{when.value}” is not a date. Write it as in 2027-04-01.") from error
    return Milestone(key, field.at("name").text(), day, owner, field.names("waits_for"))


def _decision(field: InputField) -> Decision:
    """Return a decision whose time is a date, or the text that stands for it, such as the name of a meeting."""
    decision = field.texts(Decision)
    try:
        return replace(decision, when=format_day(datetime.date.fromisoformat(decision.when)))
    except ValueError:
        return decision


def _check_waiting(milestones: tuple[Milestone, ...], root: InputField) -> None:
    """Refuse milestones that wait for none that exists, or for each other; ask about those due too early."""
    by_key = {each.key: each for each in milestones}
    for each in milestones:
        for key in each.waits_for:
            if key not in by_key:
                raise root.at("milestones", each.key, "waits_for").fail(f"“{key}” is no milestone.")
            if by_key[key].date > each.date:
                root.notes.append(
                    f"The milestone “{each.name}” is due on {format_day(each.date)}, before “{by_key[key].name}”, "
                    f"which it waits for, on {format_day(by_key[key].date)}. Which date is right?"
                )
    try:
        TopologicalSorter({each.key: each.waits_for for each in milestones}).prepare()
    except CycleError as error:
        names = "”, “".join(by_key[key].name for key in dict.fromkeys(error.args[1]))
        raise root.at("milestones").fail(f"“{names}” wait for each other.") from error


def _assumption(key: str, field: InputField) -> StatedAssumption:
    return replace(field.texts(StatedAssumption), name=_named(key, field))


def _potential(key: str, field: InputField, root: InputField) -> Potential:
    component = root.maybe("components", key)
    name = component.at("name").text() if component else _named(key, field)
    high = field.amount("high") if field.maybe("high") else None
    return Potential(name, field.amount("low"), high, field.text_of("basis"))
