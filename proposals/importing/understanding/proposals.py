"""The proposals that the rows of a table state, with their texts and everything that stands beside the amounts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import FUNDS
from proposals.importing.files.blocks import Location
from proposals.importing.in_words import in_pounds
from proposals.importing.lines import narrative
from proposals.importing.parsed import (
    ParsedBudget,
    ParsedProposal,
    ParsedReport,
    ParsedSection,
    answer_of,
)
from proposals.importing.understanding import labels
from proposals.importing.understanding.amounts import RowAmounts
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import Shape, figure_of, paragraphs_of, read_figure
from proposals.importing.understanding.kinds import APART, MONEY, SECTION_KIND, SECTIONS, Kind
from proposals.importing.understanding.marks import marks_of, unread_marks
from proposals.importing.understanding.meetings import committee_names, reports_in, split_consultation
from proposals.importing.understanding.posts import RowPosts
from proposals.importing.understanding.pressures import cause_in
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Basis, Role, describe_location
from services.values.years import FinancialYear

LONGEST_TITLE = 160
_FIRST_SENTENCE = re.compile(r".{12,160}?[.;:!?](?=\s)")
_ONE_OFF = re.compile(r"\bone[- ]off\b", re.IGNORECASE)
_RISKS = {"h": "H", "high": "H", "m": "M", "medium": "M", "med": "M", "moderate": "M", "l": "L", "low": "L"}
_KEPT_AS_TEXT = (
    Kind.AGREED,
    Kind.TARGET,
    Kind.CUMULATIVE,
    Kind.PERCENTAGE,
    Kind.CAPITAL,
    Kind.PART,
    Kind.AMOUNT,
    Kind.RAG,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A proposal with the place of its row, and the amounts of each committee where it stands under several."""

    proposal: ParsedProposal
    location: Location
    shares: Mapping[str, int] = field(default_factory=dict)


def proposal_of(
    reading: Reading,
    row: Row,
    amounts: RowAmounts,
    posts: RowPosts,
    known_committees: Sequence[str],
) -> ParsedProposal:
    """Return the proposal that a row states."""
    title, is_for_consultation = split_consultation(title_of(reading, row))
    short, full = _short_title(title)
    risks = [row.text(column) for column in reading.columns_of(Kind.RISK)]
    sections = list(_sections(reading, row))
    if full or row.detail:
        sections.insert(0, _section("how_achieved", "Description", full or row.detail))
    budget = _budget(reading, row)
    sections += _beside(reading, row, amounts, posts)
    if budget is None:
        sections += _budget_texts(reading, row)
    committees = _committees(reading, row, known_committees)
    names = row.names
    return ParsedProposal(
        title=short,
        place=describe_location(row.location),
        references=(row.reference,) if row.reference else (),
        directorate=names.get(Kind.DIRECTORATE, ""),
        titled_directorate=reading.titled_directorate,
        service=names.get(Kind.SERVICE, "") or _service_of_title(reading, short),
        portfolio=names.get(Kind.PORTFOLIO, ""),
        category=names.get(Kind.CATEGORY, ""),
        direction=PRESSURE if amounts.is_pressure else SAVING,
        savings=amounts.savings,
        total=amounts.total,
        costs=amounts.costs,
        profile_complete=_is_complete(amounts, reading.years),
        one_off=bool(recurrence_said(reading, row))
        and len({pounds > 0 for pounds in amounts.savings.values() if pounds}) < 2,
        budget=budget,
        risk=_RISKS.get(risks[0].rstrip(".").lower(), "") if risks else "",
        risk_as_printed=risks[0] if risks else "",
        fte_changes=posts.by_year,
        fte_change=posts.total,
        sections=tuple(sections),
        committees=committees,
        reported=tuple(_reported(reading, row)),
        consultation_only=is_for_consultation,
        senior_responsible_officer=next(
            (row.text(column) for column in reading.columns_of(Kind.OFFICER)), ""
        ),
        **marks_of(reading, row, is_pressure=amounts.is_pressure),
    )


def by_fund(parsed: ParsedProposal, amounts: RowAmounts) -> list[ParsedProposal]:
    """Return a proposal for each fund in whose column a row has an amount; the first has all else of the row."""
    if not amounts.of_funds:
        return [parsed]
    if len(amounts.of_funds) == 1:
        return [replace(parsed, fund=next(iter(amounts.of_funds)))]
    first, *others = (
        replace(
            parsed,
            fund=fund,
            savings=pounds,
            total=None,
            direction=PRESSURE if sum(pounds.values()) < 0 else SAVING,
        )
        for fund, pounds in amounts.of_funds.items()
    )
    return [first, *(_further(part, f"{part.title}: {FUNDS[part.fund]}") for part in others)]


def _further(parsed: ParsedProposal, title: str, **changes: Any) -> ParsedProposal:
    """Return a further proposal of a row, with nothing else of it but where it belongs."""
    return replace(
        parsed,
        title=title,
        references=(),
        total=None,
        costs={},
        fte_changes={},
        fte_change=None,
        budget=None,
        sections=(),
        **changes,
    )


def growth_beside(parsed: ParsedProposal, amounts: RowAmounts) -> Iterator[ParsedProposal]:
    """Yield the pressures that a row of savings states in columns beside them, one for each heading."""
    for heading, pounds in amounts.beside.items():
        title, cause = f"{parsed.title}: {heading}", cause_in(heading)
        yield _further(
            parsed, title, direction=PRESSURE, pressure_category=cause, savings=pounds, one_off=False
        )


def _is_complete(amounts: RowAmounts, covered: Sequence[FinancialYear]) -> bool:
    """Return whether no year is left out: the one year of a table may be the first of several."""
    if not amounts.savings or not set(covered) <= set(amounts.savings):
        return False
    return len(covered) > 1 or amounts.total in (None, sum(amounts.savings.values()))


def title_of(reading: Reading, row: Row) -> str:
    """Return a row's title, for which its description stands where it has none."""
    texts = (row.text(column) for column in reading.columns_of(Kind.DESCRIPTION))
    said = (text for text in texts if text and read_figure(text).shape is Shape.WORDS)
    return row.title or next(said, row.label)


def _full_text(row: Row, column: Column) -> str:
    """Return the paragraphs of a cell, and what rows below it go on with."""
    lines = (line for line in (row.line, *row.extra) if column.index < len(line.cells))
    return narrative(text for line in lines for text in paragraphs_of(line.cells[column.index]))


def _short_title(title: str) -> tuple[str, str]:
    """Return a title short enough for a list, and the full words where it had to be shortened."""
    if len(title) <= LONGEST_TITLE:
        return title, ""
    sentence = _FIRST_SENTENCE.match(title)
    short = sentence.group().rstrip(".;:") if sentence else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return short, title


def _service_of_title(reading: Reading, title: str) -> str:
    """Return the title as the service, where the column that tells rows apart is headed as a service."""
    titles = reading.columns_of(Kind.TITLE)
    is_service = (
        bool(titles)
        and re.search(r"\bservices?\b", titles[0].said.core)
        and "proposal" not in titles[0].said.core
    )
    return title if is_service else ""


def _sections(reading: Reading, row: Row) -> Iterator[ParsedSection]:
    seconds = [c for kind in (Kind.RISK, Kind.OFFICER) for c in reading.columns_of(kind)[1:]]
    for column in reading.columns:
        if column.kind is Kind.REFERENCE and not row.reference and row.text(column):
            yield _section("other", column.heading, row.text(column))
        if column.kind in SECTIONS or column.kind in _KEPT_AS_TEXT or column in seconds:
            text = _full_text(row, column)
            kind = "other" if APART.search(column.said.core) else SECTION_KIND.get(column.kind, "other")
            if text or kind != "other":
                yield _section(kind, column.heading or column.kind.value.capitalize(), text)
    yield from _unread_figures(reading, row)
    for heading, text in unread_marks(reading, row):
        yield _section("other", heading, text)
    kept = {column.index for column in reading.columns_of(*SECTIONS)}
    extra = [" ".join(line.texts) for line in row.extra for index in line.filled if index not in kept]
    if extra:
        yield _section("other", "Continued", "\n".join(extra))


def _unread_figures(reading: Reading, row: Row) -> Iterator[ParsedSection]:
    """Yield the words that stand where a figure would, and several amounts, of which an answer takes one."""
    kept = {row.text(reading.columns[index]) for index in reading.raw.of_words}
    for column in reading.columns_of(*MONEY):
        shape = figure_of(row.cell(column)).shape
        is_read = column.index in row.figures and shape not in (Shape.WORDS, Shape.SEVERAL)
        if column.kind not in _KEPT_AS_TEXT and row.text(column) not in {"", *kept} and not is_read:
            yield _section("other", column.heading, row.text(column))


def _section(kind: str, heading: str, text: str) -> ParsedSection:
    return ParsedSection(kind, heading, text, answer_of(text))


def _beside(reading: Reading, row: Row, amounts: RowAmounts, posts: RowPosts) -> Iterator[ParsedSection]:
    """Yield what else stands beside the savings, each under its own heading."""
    pounds = {"Cost without a year": amounts.cost_total, "Full-year effect": amounts.full_year}
    counts = {"FTE in post": posts.in_post, "Vacant posts": posts.vacant}
    texts = {
        **{name: in_pounds(amount) for name, amount in pounds.items() if amount is not None},
        **{name: f"{count:f}" for name, count in counts.items() if count is not None},
    }
    stated = [(heading, text) for heading, text in texts.items() if text]
    yield from (_section("other", heading, text) for heading, text in (*stated, *posts.unread))


def recurrence_said(reading: Reading, row: Row) -> bool | None:
    """Return whether a row is said to be one-off, by its own column, headings, group or title; None where it is not."""
    answers = (
        labels.recurrence_answered(column.heading, row.text(column))
        for column in reading.columns_of(Kind.RECURRENCE)
    )
    said = next((answer for answer in answers if answer is not None), None)
    headed = _recurrences(reading, row)
    if said is None and len(headed) == 1:
        (said,) = headed
    if said is None and row.is_one_off is not None:
        said = row.is_one_off
    return True if said is None and _ONE_OFF.search(row.title) else said


def ended(reading: Reading, row: Row, amounts: RowAmounts) -> RowAmounts:
    """Return a row's amounts, those of a one-off saving with zero in the blank years after the last that it states."""
    stated = [year for year, pounds in amounts.savings.items() if pounds]
    if row.role is not Role.ITEM or not stated or reading.basis is not Basis.DISCRETE:
        return amounts
    blank = [c.year for c in reading.dated if c.year and c.year > max(stated) and not row.text(c)]
    later = {year: 0 for year in blank if year not in amounts.savings}
    if not later or not recurrence_said(reading, row):
        return amounts
    return replace(amounts, savings={**amounts.savings, **later})


def _recurrences(reading: Reading, row: Row) -> set[bool | None]:
    """Return what the headings over the row's amounts say: one-off, recurring, or neither."""
    parts = reading.columns_of(Kind.PART)
    columns = [*reading.columns_of(Kind.YEAR), *parts]
    stated = [c for c in columns if c.index in row.figures and row.figures[c.index].number]
    return {labels.recurrence_of(column.heading) for column in stated} - ({None} if parts else set())


def mixes_recurrence(reading: Reading, row: Row) -> bool:
    """Return whether a row has an amount that lasts and one that does not, which one profile of it cannot tell."""
    return {True, False} <= _recurrences(reading, row)


_BUDGETS = (Kind.GROSS, Kind.INCOME, Kind.NET, Kind.BASE)


def _budget(reading: Reading, row: Row) -> ParsedBudget | None:
    """Return the base budget where one column at most states each part of it, gross and income or the net alone."""
    columns = reading.columns_of(*_BUDGETS)
    vector = reading.vector(row)
    found = {c.kind: int(vector[c.slot]) for c in columns if c.slot in vector}
    if not found or len({column.kind for column in columns}) < len(columns):
        return None
    income = abs(found[Kind.INCOME]) if Kind.INCOME in found else None
    net = found.get(Kind.NET, found.get(Kind.BASE))
    gross = found.get(Kind.GROSS)
    if gross is None and net is not None:
        gross = net + (income or 0)
    if income is None and gross is not None:
        income = gross - net if net is not None else 0
    if gross is None or income is None or min(gross, income) < 0:
        return None
    year = next((column.year for column in columns if column.year), None)
    return ParsedBudget(gross, income, year)


def _budget_texts(reading: Reading, row: Row) -> Iterator[ParsedSection]:
    """Yield the figures of budgets that are no base budget of gross and income, as they are printed."""
    for column in reading.columns_of(*_BUDGETS):
        if row.text(column) and column.index in row.figures:
            yield _section("other", column.heading, row.text(column))


def _reported(reading: Reading, row: Row) -> Iterator[ParsedReport]:
    for column in reading.columns_of(Kind.REPORTED):
        body = "Cabinet" if "cabinet" in column.heading.lower() else ""
        for report in reports_in(row.text(column)):
            yield replace(report, body=body)


def _committees(reading: Reading, row: Row, known: Sequence[str]) -> tuple[str, ...]:
    names = [
        name
        for column in reading.columns_of(Kind.COMMITTEE)
        for name in committee_names(paragraphs_of(row.cell(column)), known)
    ]
    group = row.names.get(Kind.COMMITTEE, "")
    return tuple(dict.fromkeys(names or ([group] if group else [])))
