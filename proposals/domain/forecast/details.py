"""The case around the figures: options, milestones, decisions, benefits that are not money, stakeholders, texts."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from proposals.domain.forecast.input_field import InputField
from proposals.domain.forecast.options import Appraisal, read_appraisal
from services.values.dates import format_day


class Section(NamedTuple):
    """A section of text under its title."""

    title: str
    text: str


class TextTable(NamedTuple):
    """A part of the case that is a table of texts, with its heading and those of its columns."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Milestone(NamedTuple):
    """A milestone: when it is due, who owns it, and the milestones that it waits for, by their keys."""

    name: str
    date: datetime.date
    owner: str
    waits_for: tuple[str, ...]


class Potential(NamedTuple):
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
    tables: tuple[TextTable, ...]
    """Benefits that are not money, milestones, decisions, stakeholders and assumptions."""
    potential: tuple[Potential, ...]


def read_details(root: InputField) -> CaseDetails:
    """Return the details that the inputs give, with notes of what has to be asked about them.

    Raises UnusableForecast, which names the field.
    """
    benefits = _texts(
        root,
        "non_financial_benefits",
        ("name", "measure", "baseline", "target", "when"),
        {"baseline", "when"},
    )
    decisions = _texts(root, "decisions_needed", ("name", "by", "when"))
    stakeholders = _texts(
        root, "stakeholders", ("name", "interest", "involvement"), {"interest", "involvement"}
    )
    assumed = ("value", "unit", "source", "owner")
    return CaseDetails(
        sections=tuple(Section(*row) for row in _texts(root, "sections", ("title", "text"))),
        appraisal=read_appraisal(root.maybe("options_appraisal")),
        tables=(
            TextTable(
                "Benefits that are not money",
                ("Benefit", "Measure", "Baseline", "Target", "When"),
                tuple(benefits),
            ),
            TextTable("Milestones", ("Milestone", "Date", "Owner", "Waits for"), tuple(_milestones(root))),
            TextTable(
                "Decisions needed",
                ("Decision", "By whom", "When"),
                tuple((*row, _day_or_text(when)) for *row, when in decisions),
            ),
            TextTable("Stakeholders", ("Stakeholder", "Interest", "Involvement"), tuple(stakeholders)),
            TextTable(
                "Assumptions",
                ("Assumption", "Value", "Unit", "Source", "Owner"),
                tuple(
                    (_named(key, each), *map(each.text_of, assumed))
                    for key, each in root.each("general_assumptions")
                ),
            ),
        ),
        potential=tuple(_potential(key, each, root) for key, each in root.each("further_potential_benefit")),
    )


def _texts(
    root: InputField, group: str, names: Sequence[str], free: Collection[str] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each part of a group; those that are `free` may be missing."""
    for _, each in root.each(group):
        yield tuple(each.text_of(name) if name in free else each.at(name).text() for name in names)


def _named(key: str, field: InputField) -> str:
    return field.text_of("name") or key.replace("_", " ").capitalize()


def _day_or_text(text: str) -> str:
    """Return a date in words, or the text that stands for it, such as the name of a meeting."""
    try:
        return format_day(datetime.date.fromisoformat(text))
    except ValueError:
        return text


def _milestones(root: InputField) -> Iterator[tuple[str, ...]]:
    """Yield the milestones, the first to be due first."""
    by_key = {key: _milestone(each) for key, each in root.each("milestones")}
    _check_waiting(by_key, root)
    for each in sorted(by_key.values(), key=lambda each: each.date):
        waits_for = "; ".join(by_key[key].name for key in each.waits_for)
        yield each.name, format_day(each.date), each.owner, waits_for or "Nothing"


def _milestone(field: InputField) -> Milestone:
    when, owner = field.at("date"), field.at("owner").text()
    try:
        day = datetime.date.fromisoformat(when.text())
    except ValueError as error:
        raise when.fail(f"“{when.value}” is not a date. Write it as in 2027-04-01.") from error
    return Milestone(field.at("name").text(), day, owner, field.names("waits_for"))


def _check_waiting(by_key: dict[str, Milestone], root: InputField) -> None:
    """Refuse milestones that wait for none that exists, or for each other; ask about those due too early."""
    for own, each in by_key.items():
        for key in each.waits_for:
            if key not in by_key:
                raise root.at("milestones", own, "waits_for").fail(f"“{key}” is no milestone.")
            if by_key[key].date > each.date:
                root.notes.append(
                    f"The milestone “{each.name}” is due on {format_day(each.date)}, before “{by_key[key].name}”, "
                    f"which it waits for, on {format_day(by_key[key].date)}. Which date is right?"
                )
    try:
        TopologicalSorter({key: each.waits_for for key, each in by_key.items()}).prepare()
    except CycleError as error:
        names = "”, “".join(by_key[key].name for key in dict.fromkeys(error.args[1]))
        raise root.at("milestones").fail(f"“{names}” wait for each other.") from error


def _potential(key: str, field: InputField, root: InputField) -> Potential:
    component = root.maybe("components", key)
    name = component.at("name").text() if component else _named(key, field)
    high = field.amount("high") if field.maybe("high") else None
    return Potential(name, field.amount("low"), high, field.text_of("basis"))
