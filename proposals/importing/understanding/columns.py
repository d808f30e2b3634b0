"""The columns of a table: the kind of each, told from its heading and from what stands in its cells."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from proposals.importing.understanding.figures import Shape, figure_of, visible
from proposals.importing.understanding.headings import Heading, heading_of, kind_of, rules_for
from proposals.importing.understanding.held import Held
from proposals.importing.understanding.kinds import AMOUNTS, Kind
from proposals.importing.understanding.labels import is_direction, is_risk, total_label
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import column_letters
from services.values.money import UNIT_LABEL, Unit
from services.values.years import FinancialYear, heading_years

_RAG = re.compile(r"r|a|g|b|red|amber|green|blue|(?:red|amber|green)[/ -](?:red|amber|green)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?=.*\d)[A-Za-z][A-Za-z&]{0,7}[\s/._-]?(?:[A-Za-z]{1,4}[\s/._-]?)?[\d]{1,5}[a-z]?(?:[./-]\w{1,5}){0,3}"
)
_RECURRENCE = re.compile(
    r"(?:one[- ]off|recurr(?:ing|ent)|permanent|temporary|ongoing|on-going|o|r|base)", re.IGNORECASE
)
TOTAL_WORD = re.compile(r"\btotal\b|\bnet\b|\bsum\b", re.IGNORECASE)
PLAN = re.compile(r"\b(?:target|plan(?:ned)?|budget(?:ed)?|approved|agreed|original|identified)\b")
OUTCOME = re.compile(
    r"\b(?:forecast|actuals?|achieved|delivered|deliverable|projected|projections?|outturn|revised|secured|to date)\b"
)
_ALTERNATIVE = re.compile(
    rf"{PLAN.pattern}|{OUTCOME.pattern}|\b(?:low(?:er|est)?|high(?:er|est)?|min(?:imum)?|max(?:imum)?|upper|mid(?:dle)?|"
    r"best|worst|central|likely|optimistic|pessimistic|prudent|(?:option|scenario|alternative) (?:[a-e]|\d))\b"
)
_NEGATIVE_SAVES = re.compile(
    r"\(\s*(?:better|favourable|savings?|decreases?|reductions?)\s*\)|\bsavings?\s*\(?\s*-|-\s*(?:=|is|means)\s*savings?",
    re.IGNORECASE,
)
_POSITIVE_SAVES = re.compile(
    r"\b(?:better|favourable|savings?|decreases?|reductions?)\s*/\s*\(\s*(?:worse|adverse|growth|costs?|pressures?|increases?)\s*\)",
    re.IGNORECASE,
)
MOST_SAMPLED = 2_000
_LONG = 60
_DIGIT = re.compile(r"\d")
_PAIR = 2
_FEW, _MOST = 0.2, 0.8
_LONGEST_CODE, _LONGEST_REFERENCE = 5, 16


@dataclass
class Column(Held):
    """A column: its heading, kind, year and unit, how sure that is, and what tells so."""

    index: int
    heading: str
    said: Heading
    kind: Kind = Kind.OTHER
    year: FinancialYear | None = None
    unit: Unit | None = None
    sign: int = 0
    """1 where positive figures save, -1 where negative ones do, 0 where the heading does not say."""
    fund: str = ""
    """The fund of its amounts, where the table has columns for several."""
    confidence: float = 0.0
    evidence: list[str] = field(default_factory=list)
    key: str = ""
    """Its heading in small letters, under which its kind, year and unit are answered; it is that of no other column."""

    @property
    def id(self) -> str:
        """The id of the question about its kind."""
        return f"column:{self.key}"

    def __setattr__(self, name: str, value: object) -> None:
        if (name, value) == ("kind", Kind.YEAR) and self.kind in (Kind.SAVING, Kind.TOTAL):
            object.__setattr__(self, name, value)  # also a saving that a person chose is told its year
        super().__setattr__(name, value)

    @property
    def is_part_of_year(self) -> bool:
        """Return whether its heading is a quarter, a half or a month."""
        return any(rule.kind is Kind.PART for rule in rules_for(self.said.core))

    @property
    def is_amount(self) -> bool:
        """Return whether savings stand in the column."""
        return self.kind in AMOUNTS


@dataclass(frozen=True)
class Content:
    """What stands in the cells of a column."""

    filled: int
    numbers: float
    references: float
    risks: float
    rags: float
    years: float
    recurrences: float
    digits: float
    directions: float
    length: float
    distinct: float
    percents: float
    telling: int
    """How many cells tell whether words or figures stand in it: “None” may be either."""


def columns_of(table: RawTable, answers: Mapping[str, str]) -> list[Column]:
    """Return the table's columns, each with its kind; what a person answered of one holds."""
    body = table.rows[:MOST_SAMPLED]
    contents = [_content(body, index) for index in range(table.width)]
    columns = []
    taken: Counter[str] = Counter()
    for index, (heading, content) in enumerate(zip(table.headings, contents, strict=True)):
        key = " ".join(heading.lower().split()) or f"column {column_letters(index + 1).lower()}"
        taken[key] += 1
        columns.append(_column(index, heading, content))
        columns[-1].key = key if taken[key] == 1 else f"{key} ({taken[key]})"
        _hold_answers(columns[-1], answers)
    _settle_words(columns, contents)
    return columns


def are_alternatives(columns: Iterable[Column]) -> bool:
    """Return whether only one of some columns can count: ends of a range, options, or a plan and its outcome."""
    return all(_ALTERNATIVE.search(column.said.core) for column in columns)


def are_funds(columns: Sequence[Column]) -> bool:
    """Return whether each of some columns is of a fund of its own."""
    return all(column.fund for column in columns) and len({column.fund for column in columns}) == len(columns)


def _hold_answers(column: Column, answers: Mapping[str, str]) -> None:
    years = heading_years(answers.get(f"year:{column.key}", ""))
    units = [unit for unit, label in UNIT_LABEL.items() if answers.get(f"unit:{column.key}") == label]
    chosen = answers.get(column.id, "")
    if years:
        column.hold(year=years[0])
    if units:
        column.hold(unit=units[0])
    if chosen in set(Kind):
        column.hold(kind=Kind(chosen), confidence=1.0)
        column.evidence = ["a person chose the kind"]
    if years or chosen:
        _dated(column)


def _content(body: Iterable[Line], index: int) -> Content:
    texts: list[str] = []
    numbers = amounts = percents = 0
    for line in body:
        if index >= len(line.cells) or line.is_bare or line.is_total:
            continue
        cell = line.cells[index]
        if (
            not cell.text
            or cell.covered
            or cell.columns > 1
            or (len(line.filled) == 1 and len(line.cells) > 1)
        ):
            continue
        figure = figure_of(cell)
        if figure.shape is Shape.WORDS and total_label(visible(cell.text)):
            continue
        counts_for = figure.shape not in (Shape.UNSTATED, Shape.NIL, Shape.DITTO)
        amounts += counts_for
        numbers += counts_for and (figure.is_number or figure.bears_amount or figure.shape is Shape.PERCENT)
        percents += figure.shape is Shape.PERCENT
        texts.append(visible(cell.text))
    count = len(texts)
    if not count:
        return Content(*[0] * 13)
    share = _shares(tuple(texts[:400]))
    return Content(
        count,
        numbers / amounts if amounts else 0.5,
        *share,
        sum(map(len, texts)) / count,
        len(set(texts)) / count,
        percents / count,
        amounts,
    )


def _shares(texts: tuple[str, ...]) -> tuple[float, float, float, float, float, float, float]:
    """Return which shares are references, risks, ratings, years, recurrences, have figures, or are directions."""
    return tuple(  # type: ignore[return-value]
        sum(1 for text in texts if fits(text)) / len(texts)
        for fits in (
            is_reference,
            is_risk,
            _RAG.fullmatch,
            _is_year,
            _RECURRENCE.fullmatch,
            _DIGIT.search,
            is_direction,
        )
    )


@lru_cache(maxsize=16384)
def is_reference(text: str) -> bool:
    """Return whether a text is a reference: short, with letters and figures, such as CYP-03 or A/R.6.101."""
    return (len(text) <= 24 and bool(_REFERENCE.fullmatch(text))) or bool(
        re.fullmatch(r"[A-Z]{1,2}/[A-Z]{1,2}[.\d]+\w*", text)
    )


def _is_year(text: str) -> bool:
    return len(text) <= 20 and bool(heading_years(text))


def _column(index: int, heading: str, content: Content) -> Column:
    said = heading_of(heading)
    column = Column(index, heading, said, unit=said.unit)  # type: ignore[arg-type]
    numbers = content.numbers if content.telling else None
    if said.is_dated and said.unit:
        numbers = 1.0  # what cannot be read as a figure is one still
    kind, confidence = kind_of(said, numbers)
    if content.filled and content.percents > 0.6 and kind is not Kind.SHARE:
        kind, confidence = Kind.PERCENTAGE, 0.9
    if kind is not None:
        column.evidence.append(f"headed “{heading}”")
        column.kind, column.confidence = _against_content(kind, content), confidence
    else:
        column.kind, column.confidence = _from_content(content, heading)
        if content.filled:
            column.evidence.append("what stands in its cells")
    return _dated(column)


def _against_content(kind: Kind, content: Content) -> Kind:
    """Return the kind that a heading says, unless its cells speak against it."""
    if kind in (Kind.RISK, Kind.NOTES) and content.rags > 0.8 > content.risks:
        return Kind.RAG
    if kind is Kind.SAVING and content.recurrences > 0.8:
        return Kind.RECURRENCE
    has_words = content.length > _LONGEST_REFERENCE or (
        content.length > _LONGEST_CODE and content.digits < _FEW
    )
    if kind is Kind.REFERENCE and has_words:
        return Kind.TITLE
    if kind is Kind.SERVICE and content.references > 0.8:
        return Kind.REFERENCE
    if kind is Kind.DIRECTION and content.length > _LONGEST_REFERENCE and content.directions < _MOST:
        return Kind.TITLE
    if kind is Kind.CATEGORY and content.length > _LONG:
        return Kind.DESCRIPTION
    return kind


def _from_content(content: Content, heading: str) -> tuple[Kind, float]:
    if not content.filled:
        return Kind.OTHER, 1.0
    if content.directions == 1 and heading:
        return Kind.DIRECTION, 0.8
    if content.references > 0.7 and content.distinct > 0.6:
        return Kind.REFERENCE, 0.8
    if content.recurrences > 0.8 and not content.risks > 0.9:
        return Kind.RECURRENCE, 0.7
    if content.years > 0.8:
        return Kind.YEAR_OF_ROW, 0.7
    if content.risks > 0.8 and heading:
        return Kind.RISK, 0.6
    if content.numbers >= 0.6:
        return Kind.AMOUNT, 0.3
    return Kind.OTHER, 0.4


def _dated(column: Column) -> Column:
    """Return the column with its year, and the sign that its heading says."""
    years = sorted(set(column.said.years))
    if len(years) == 1:
        column.year = years[0]
    elif (
        len(years) == _PAIR
        and column.said.years[0] > column.said.years[-1]
        and column.kind is not Kind.CUMULATIVE
    ):
        column.year = years.pop()  # “2026/27 change from 2025/26” is the change of 2026/27
        years = [column.year]
    if (
        column.kind is Kind.TOTAL
        and column.year
        and not re.search(r"\b(?:by|to|until|from)\b", column.said.core)
    ):
        column.kind = Kind.SAVING
    if column.kind is Kind.SAVING and len(years) > 1:
        column.kind = Kind.TOTAL
    if column.kind is Kind.SAVING and column.year:
        column.kind = Kind.YEAR
    if column.kind in (Kind.BETTER, Kind.WORSE):
        column.sign = 1
    if _NEGATIVE_SAVES.search(column.heading):
        column.sign = -1
    if _POSITIVE_SAVES.search(column.heading):
        column.sign = 1
    return column


def _settle_words(columns: list[Column], contents: Sequence[Content]) -> None:
    """See to it that one column is the title, and tell columns without a heading from where they stand."""
    texts = [
        c for c, content in zip(columns, contents, strict=True) if content.filled and content.numbers < 0.6
    ]
    _settle_repeated_references(columns, contents)
    categories = [column for column in columns if column.kind is Kind.CATEGORY]
    directions = [column for column in categories if contents[column.index].directions == 1]
    if len(directions) < len(categories):  # “Type: Growth” beside “Cause: Pay”
        for column in directions:
            column.kind = Kind.DIRECTION
    titles = [column for column in columns if column.kind is Kind.TITLE]
    if not titles:
        titles = _find_title(columns, contents, texts)
    for column in titles[1:]:
        column.kind = Kind.DESCRIPTION if contents[column.index].length > _LONG else Kind.OTHER
    title = titles[0].index if titles else len(columns)
    has_reference = any(column.kind is Kind.REFERENCE for column in columns)
    for column in columns[:title]:
        if column.kind is Kind.AMOUNT and not column.heading:  # it numbers the rows
            column.kind = Kind.OTHER if has_reference else Kind.REFERENCE
    for column in texts:
        if column.kind is not Kind.OTHER or column.heading:
            continue
        content = contents[column.index]
        if column.index < title:
            column.kind, column.confidence = (
                (Kind.SERVICE, 0.6) if content.distinct <= 1 else (Kind.OTHER, 0.4)
            )
        else:
            column.kind, column.confidence = (
                (Kind.DESCRIPTION, 0.6) if content.length > _LONG else (Kind.NOTES, 0.6)
            )


def _settle_repeated_references(columns: list[Column], contents: Sequence[Content]) -> None:
    references = [column for column in columns if column.kind is Kind.REFERENCE]
    if len(references) < 2:
        return
    best = max(
        references, key=lambda column: (contents[column.index].references, contents[column.index].distinct)
    )
    for column in references:
        if column is not best:
            has_words = contents[column.index].digits < _FEW and Kind.TITLE not in {c.kind for c in columns}
            column.kind = Kind.TITLE if has_words else Kind.OTHER


def _find_title(
    columns: Sequence[Column], contents: Sequence[Content], texts: Sequence[Column]
) -> list[Column]:
    """Return the column that stands for the title where none is headed so."""
    unheaded = [column for column in texts if column.kind is Kind.OTHER and not column.heading]
    described = [column for column in texts if column.kind is Kind.DESCRIPTION]
    others = [column for column in texts if column.kind is Kind.OTHER and column.heading]
    candidates = [
        *described[:1],
        *sorted(unheaded, key=lambda c: -contents[c.index].distinct * contents[c.index].length)[:1],
    ]
    for kind in (Kind.SERVICE, Kind.CATEGORY, Kind.DIRECTORATE, Kind.PORTFOLIO):
        candidates += [column for column in texts if column.kind is kind]
    candidates += others
    services = [column for column in texts if column.kind is Kind.SERVICE and column.heading]
    if (
        services
        and described
        and contents[described[0].index].length > 2 * _LONG
        and contents[services[0].index].distinct > 0.9
    ):
        candidates.insert(0, services[0])
    candidates += [column for column in texts if column.kind is Kind.REFERENCE]
    for column in candidates[:1]:
        column.evidence.append("the words that tell its rows apart")
        column.kind, column.confidence = Kind.TITLE, 0.7
        return [column]
    return []
