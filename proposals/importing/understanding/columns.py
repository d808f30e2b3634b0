"""The columns of a table: the kind of each, told from its heading and from what stands in its cells."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from councilsavings.excel import column_letters
from proposals.importing.understanding.contents import Content
from proposals.importing.understanding.figures import (
    Figure,
    Shape,
    figure_of,
    is_reference,
    visible,
)
from proposals.importing.understanding.headings import Heading, heading_of, kind_of, rules_for
from proposals.importing.understanding.held import Held
from proposals.importing.understanding.kinds import AMOUNTS, OTHER_LABELS, Kind
from proposals.importing.understanding.labels import (
    direction_in_cell,
    is_direction,
    is_risk,
    names_savings,
    total_label,
)
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from services.values.money import UNIT_LABEL, Unit
from services.values.years import FinancialYear, heading_years

_RAG = re.compile(r"r|a|g|b|red|amber|green|blue|(?:red|amber|green)[/ -](?:red|amber|green)", re.IGNORECASE)
_RECURRENCE = re.compile(
    r"(?:one[- ]off|recurr(?:ing|ent)|permanent|temporary|ongoing|on-going|o|r|base)", re.IGNORECASE
)
_YES_OR_NO = re.compile(r"y(?:es)?|no?|n/a", re.IGNORECASE)
_NAMES = (Kind.SERVICE, Kind.DIRECTORATE, Kind.PORTFOLIO, Kind.OFFICER, Kind.COMMITTEE, Kind.CATEGORY)
TOTAL_WORD = re.compile(r"\btotal\b|\bnet\b|\bsum\b", re.IGNORECASE)
PLAN = re.compile(r"\b(?:target|plan(?:ned)?|budget(?:ed)?|approved|agreed|original|identified|requested)\b")
OUTCOME = re.compile(
    r"\b(?:forecast|actuals?|achieved|delivered|deliverable|projected|projections?|outturn|revised|secured|final|offered|"
    r"to date)\b"
)
_NEGATIVE_SAVES = re.compile(
    r"\(\s*(?:better|favourable|savings?|decreases?|reductions?)\s*\)|\bsavings?\s*\(?\s*-|-\s*(?:=|is|means)\s*savings?",
    re.IGNORECASE,
)
_POSITIVE_SAVES = re.compile(
    r"\b(?:better|favourable|savings?|decreases?|reductions?)\s*/\s*\(\s*(?:worse|adverse|growth|costs?|pressures?|increases?)\s*\)",
    re.IGNORECASE,
)
_NAMES_TITLE = re.compile(r"\b(?:title|name)\b")
MOST_SAMPLED = 2_000
LEAST_SURE = 0.5
"""How sure the kind is of a column that no heading and no content tells, but the lack of another."""
KIND_OF_COLUMN = "column:"
"""What the id of the answer that says the kind of a column begins with."""
_LONG = 60
_DIGIT, _IN_WORDS = re.compile(r"\d"), re.compile(r"[a-z]{3}")
_PAIR = 2
_HIGHEST_SHARE = 100
_FEW, _MOST = 0.2, 0.8
_LONGEST_CODE, _LONGEST_REFERENCE = 5, 16
_STAND_FOR_TITLE = (
    Kind.SERVICE,
    Kind.CATEGORY,
    Kind.DIRECTORATE,
    Kind.PORTFOLIO,
    Kind.OTHER,
    Kind.DECISIONS,
    Kind.PROPERTY,
    Kind.SECTION,
    Kind.FTE,
    Kind.REFERENCE,
)
"""The kinds of column that stand for the title where nothing else does, the likeliest first."""


@dataclass(eq=False)
class Column(Held):
    """A column: its heading, kind, year and unit, how sure that is, and what tells so."""

    index: int
    heading: str
    said: Heading
    content: Content
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
        return f"{KIND_OF_COLUMN}{self.key}"

    def __setattr__(self, name: str, value: object) -> None:
        if (name, value) == ("kind", Kind.YEAR) and self.kind in (Kind.SAVING, Kind.TOTAL):
            object.__setattr__(self, name, value)  # also a saving that a person chose is told its year
        super().__setattr__(name, value)
        self.__dict__.pop("slot", None)

    @property
    def is_part_of_year(self) -> bool:
        """Return whether its heading is a quarter, a half or a month."""
        return any(rule.kind is Kind.PART for rule in rules_for(self.said.core))

    @property
    def is_amount(self) -> bool:
        """Return whether savings stand in the column."""
        return self.kind in AMOUNTS

    @cached_property
    def slot(self) -> Hashable:
        """What its figures are added up under, the same in all tables of a document."""
        core = "" if self.kind in (Kind.YEAR, Kind.TOTAL) else self.said.core
        year = self.year.start if self.year and self.kind is not Kind.TOTAL else None
        return (self.kind, year, core or self.fund)


def columns_of(table: RawTable, answers: Mapping[str, str]) -> list[Column]:
    """Return the table's columns, each with its kind; what a person answered of one holds."""
    body = table.rows[:MOST_SAMPLED]
    columns = [
        _column(index, heading, _content(body, index, of_forms=table.holds_forms))
        for index, heading in enumerate(table.headings)
    ]
    taken: Counter[str] = Counter()
    for column in columns:
        key = " ".join(column.heading.lower().split()) or f"column {column_letters(column.index).lower()}"
        key += f" in {table.apart}" if table.apart else ""
        taken[key] += 1
        column.key = key if taken[key] == 1 else f"{key} ({taken[key]})"
        is_plain = table.holds_forms and not (column.said.unit or column.said.is_dated)
        if is_plain and column.kind is Kind.AMOUNT and OTHER_LABELS.search(column.said.core):
            column.kind, column.confidence = Kind.OTHER, 0.9  # “Version: 1.2”
        _hold_answers(column, answers)
        if column.index in table.of_words:
            column.hold(kind=Kind.OTHER, confidence=1.0)
            column.evidence = ["its amounts were read by year"]
    _settle_words(columns)
    return columns


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


def _content(body: Sequence[Line], index: int, *, of_forms: bool) -> Content:
    """Return what stands in a column; in forms a sentence with an amount in it is words."""
    texts: list[str] = []
    figures: list[Figure] = []
    for line in body:
        if index not in line.filled or line.is_bare or line.is_total:
            continue
        cell = line.cells[index]
        if cell.columns > 1 or len(line.filled) == 1:
            continue
        figure, text = figure_of(cell), visible(cell.text)
        if of_forms and figure.shape is Shape.WORDED and text.endswith("."):
            figure = replace(figure, shape=Shape.WORDS)
        if of_forms or figure.shape is not Shape.WORDS or not total_label(text):
            texts.append(text)
            figures.append(figure)
    return Content(texts, figures)


def _is_year(text: str) -> bool:
    return len(text) <= 20 and bool(heading_years(text))


def _column(index: int, heading: str, content: Content) -> Column:
    said = heading_of(heading)
    column = Column(index, heading, said, content, unit=said.unit)  # type: ignore[arg-type]
    numbers = content.numbers if content.telling else None
    if said.is_dated and said.unit:
        numbers = 1.0  # what cannot be read as a figure is one still
    kind, confidence = kind_of(said, numbers)
    if content.texts and content.percents > 0.6 and kind is not Kind.SHARE:
        kind, confidence = Kind.PERCENTAGE, 0.9
    if kind is not None:
        column.evidence.append(f"headed “{heading}”")
        column.kind, column.confidence = _against_content(kind, content), confidence
    else:
        column.kind, column.confidence = _from_content(content, heading)
        if content.texts:
            column.evidence.append("what stands in its cells")
    return _dated(column)


def _against_content(kind: Kind, content: Content) -> Kind:
    """Return the kind that a heading says, unless its cells speak against it."""
    if kind in (Kind.RISK, Kind.NOTES, Kind.OTHER) and content.share(_RAG.fullmatch) > 0.8 > content.share(
        is_risk
    ):
        return Kind.RAG
    if kind is Kind.SHARE and any(abs(figure.number) > _HIGHEST_SHARE for figure in content.figures):
        return Kind.SAVING
    if kind in (Kind.SAVING, Kind.CATEGORY) and content.share(_RECURRENCE.fullmatch) > 0.8:
        return Kind.RECURRENCE
    if kind in _NAMES and content.share(_YES_OR_NO.fullmatch) == 1:
        return Kind.OTHER  # “Does it affect the service?”
    return _against_length(kind, content)


def _against_length(kind: Kind, content: Content) -> Kind:
    """Return the kind that a heading says, unless its cells are too long or too short for it."""
    is_long, has_few_words = content.length > _LONGEST_REFERENCE, content.share(_IN_WORDS.search) < _FEW
    has_words = (is_long and not has_few_words) or (
        content.length > _LONGEST_CODE and content.share(_DIGIT.search) < _FEW
    )
    if kind is Kind.REFERENCE and has_words:
        return Kind.TITLE
    if kind is Kind.TITLE and has_few_words and content.share(_DIGIT.search) > _MOST:
        return Kind.REFERENCE
    if kind is Kind.SERVICE and has_few_words and content.share(is_reference) > 0.8:
        return Kind.REFERENCE
    if kind is Kind.DIRECTION and content.length > _LONGEST_REFERENCE and content.share(is_direction) < _MOST:
        return Kind.TITLE
    if kind is Kind.CATEGORY and content.length > _LONG:
        return Kind.DESCRIPTION
    return kind


def _holds_codes(content: Content) -> bool:
    return content.length <= _LONGEST_CODE and content.share(_DIGIT.search) > _MOST


def _from_content(content: Content, heading: str) -> tuple[Kind, float]:
    if not content.texts:
        return Kind.OTHER, 1.0
    if content.share(is_direction) == 1 and heading:
        return Kind.DIRECTION, 0.8
    if content.share(is_reference) > 0.7 and content.distinct > 0.6:
        return Kind.REFERENCE, 0.8
    if content.share(_RECURRENCE.fullmatch) > 0.8 and not content.share(is_risk) > 0.9:
        return Kind.RECURRENCE, 0.7
    if content.share(_is_year) > 0.8:
        return Kind.YEAR_OF_ROW, 0.7
    if content.share(is_risk) > 0.8 and heading:
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


def _settle_words(columns: Sequence[Column]) -> None:
    """See to it that one column is the title, and tell columns without a heading from where they stand."""
    texts = [column for column in columns if column.content.texts and column.content.numbers < 0.6]
    _settle_repeated_references(columns)
    for column in [column for column in columns if column.kind is Kind.YEAR_OF_ROW][1:]:
        column.kind = Kind.OTHER  # “End year” behind “Start year” is kept as a text
    categories = [column for column in columns if column.kind is Kind.CATEGORY]
    directions = [column for column in categories if column.content.share(is_direction) == 1]
    for column in directions:
        of_both = {direction_in_cell(text) for text in column.content.texts} >= {True, False}
        if len(directions) < len(categories) or of_both:  # “Type: Growth” beside “Cause: Pay”
            column.kind = Kind.DIRECTION
    first_amount = next((column.index for column in columns if column.is_amount), len(columns))
    titles = [column for column in columns if column.kind is Kind.TITLE] or _find_title(texts, first_amount)
    most = max((len(set(column.content.texts)) for column in titles), default=0)
    # “Row labels” of a pivot table name a group in its first row alone.
    name_groups = [column for column in titles if 2 * len(set(column.content.texts)) <= most]
    titles.sort(key=lambda column: (not _NAMES_TITLE.search(column.said.core), column in name_groups))
    title = titles[0].index if titles else len(columns)
    for column in titles[1:]:
        column.kind = Kind.DESCRIPTION if column.content.length > _LONG else Kind.OTHER
        if column in name_groups and column.index < title:
            column.kind = Kind.SERVICE
    has_reference = any(column.kind is Kind.REFERENCE for column in columns)
    for column in columns[:title]:
        if column.kind is Kind.AMOUNT and not column.heading:  # it numbers the rows
            column.kind = Kind.OTHER if has_reference else Kind.REFERENCE
    for column in texts:
        if column.kind is Kind.OTHER and not column.heading:
            behind = Kind.DESCRIPTION if column.content.length > _LONG else Kind.NOTES
            has_service = any(other.kind is Kind.SERVICE for other in columns)
            column.kind = behind if has_service or column.index > title else Kind.SERVICE
            column.confidence = 0.6


def _settle_repeated_references(columns: Sequence[Column]) -> None:
    references = [column for column in columns if column.kind is Kind.REFERENCE]
    best = max(references, key=lambda c: (c.content.share(is_reference), c.content.distinct), default=None)
    for column in references:
        if column is not best:
            has_words = column.content.share(_DIGIT.search) < _FEW
            is_titled = any(other.kind is Kind.TITLE for other in columns)
            column.kind = Kind.TITLE if has_words and not is_titled else Kind.OTHER


def _find_title(texts: Sequence[Column], first_amount: int) -> list[Column]:
    """Return the column that stands for the title where none is headed so."""

    def of(kind: Kind) -> list[Column]:
        return [column for column in texts if column.kind is kind]

    described, services = of(Kind.DESCRIPTION), [column for column in of(Kind.SERVICE) if column.heading]
    is_long = bool(described) and described[0].content.length > 2 * _LONG
    unheaded = [column for column in of(Kind.OTHER) if not column.heading]
    candidates = [
        *(column for column in of(Kind.OTHER) if names_savings(column.said.core)),
        *(column for column in services[:1] if is_long and column.content.distinct > 0.9),
        *described,
        *sorted(unheaded, key=lambda c: -c.content.distinct * c.content.length),
        *(column for kind in _STAND_FOR_TITLE for column in of(kind)),
    ]
    most = _MOST * max((len(column.content.texts) for column in candidates), default=0)
    # What is done may be the same of several rows (“Sell”), and is then no title; nor are codes, such as grades, nor
    # remarks behind the amounts, nor what stands in some rows only.
    candidates.sort(
        key=lambda c: (
            c.content.distinct <= _MOST or _holds_codes(c.content),
            c.index > first_amount,
            len(c.content.texts) < most,
        )
    )
    for column in candidates[:1]:
        column.evidence.append("the words that tell its rows apart")
        column.kind, column.confidence = Kind.TITLE, LEAST_SURE
    return candidates[:1]
