"""Whether a document of stated proposals holds together: its sign, its totals, its repetitions, its end."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from proposals.importing.parsed import ParsedProposal, ParsedSubtotal
from proposals.importing.tables.columns import OTHER, TOTAL, YEAR, Column, unit_in, year_in
from proposals.importing.tables.figures import RowFigures, shortened
from services.values.money import UNIT_LABEL, MoneyStyle, Sign, Unit, format_money
from services.values.years import FinancialYear

_STYLE = MoneyStyle()
_ENDS_SENTENCE = re.compile(r"[.!?…][)\]”’\"']*[*†‡]?$")
_PART = re.compile(r"\W*(?:of which|including|includes|made up of)\b", re.IGNORECASE)
_LONGEST_QUOTE = 120
_MOST_YEARS = 10
_FEWEST_ROWS, _MOST_OF = 3, 0.8  # what most rows of a table have is only told from a few of them


@dataclass(frozen=True)
class SettledSign:
    """The proposals and subtotals with a saving positive, and the sign that the document prints on savings."""

    proposals: tuple[ParsedProposal, ...]
    subtotals: tuple[ParsedSubtotal, ...]
    sign: Sign
    issues: tuple[Issue, ...]


def settle_sign(proposals: Sequence[ParsedProposal], subtotals: Sequence[ParsedSubtotal]) -> SettledSign:
    """Return the figures with a saving positive: the sign that most proposals carry is that of a saving."""
    amounts = [amount_of(proposal) for proposal in proposals]
    negative, positive = sum(amount < 0 for amount in amounts), sum(amount > 0 for amount in amounts)
    # Where as many are printed with a minus as without, what they come to together is more likely a saving.
    is_negative = negative > positive or (0 < negative == positive and sum(amounts) <= 0)
    sign: Sign = "negative" if is_negative else "positive"
    issues = list(_doubtful_sign(proposals, negative, positive, sign))
    for proposal, amount in zip(proposals, amounts, strict=True):
        if amount and negative != positive and (amount < 0) != (sign == "negative"):
            message = (
                f"the saving is printed as {_money(amount)}, against the sign of the other proposals: it was read "
                "as a cost to the budget."
            )
            issues.append(_difference("opposite sign", shortened(proposal.title), proposal.place, message))
    if sign == "negative":
        proposals = [
            replace(proposal, savings=_turned(proposal.savings), total=_opposite(proposal.total))
            for proposal in proposals
        ]
        subtotals = [
            replace(subtotal, savings=_turned(subtotal.savings), total=_opposite(subtotal.total))
            for subtotal in subtotals
        ]
    return SettledSign(tuple(proposals), tuple(subtotals), sign, tuple(issues))


def amount_of(proposal: ParsedProposal) -> int:
    """Return the stated total of a proposal, or what its years add up to, in pounds as printed."""
    return sum(proposal.savings.values()) if proposal.total is None else proposal.total


def _doubtful_sign(
    proposals: Sequence[ParsedProposal], negative: int, positive: int, sign: Sign
) -> Iterator[Issue]:
    if negative and negative == positive:
        message = (
            f"{negative} proposals have a negative saving and as many a positive one, so how the document prints a "
            f"saving is not certain; the {sign} ones were read as savings."
        )
        yield _difference("sign of savings", "", proposals[0].place, message)


def _turned(savings: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
    return {year: -pounds for year, pounds in savings.items()}


def _opposite(pounds: int | None) -> int | None:
    return None if pounds is None else -pounds


def check_row(proposal: ParsedProposal) -> Iterator[Issue]:
    """Yield that a proposal's years do not add up to its stated total, or that it is a part of the one above."""
    if _PART.match(proposal.title):
        message = "the row is a part of the one above it, as its title says: its saving may be counted twice."
        yield _difference("part of another", shortened(proposal.title), proposal.place, message)
    if not proposal.profile_complete or proposal.total is None or not proposal.savings:
        return
    added = sum(proposal.savings.values())
    if added != proposal.total:
        message = f"the total is stated as {_money(proposal.total)}, but the years add up to {_money(added)}."
        yield _difference("total saving", shortened(proposal.title), proposal.place, message)


@dataclass(frozen=True)
class Sums:
    """What some proposals add up to; a year or total that one of them does not state is absent or None."""

    count: int
    savings: Mapping[FinancialYear, int]
    total: int | None


class Ledger:
    """The rows of a group, added up as they come, so that a total can be held against any number of its last rows."""

    def __init__(self, years: Sequence[FinancialYear]) -> None:
        self.years = tuple(years)
        self._sums: list[tuple[int, ...]] = [(0,) * (len(self.years) + 1)]
        self._unknown: list[tuple[int, ...]] = [(0,) * (len(self.years) + 1)]

    def __len__(self) -> int:
        return len(self._sums) - 1

    def add(self, proposal: ParsedProposal) -> None:
        """Take a row in."""
        stated = [*(proposal.savings.get(year) for year in self.years), _known_total(proposal)]
        before, unknown = self._sums[-1], self._unknown[-1]
        self._sums.append(tuple(sum_ + (new or 0) for sum_, new in zip(before, stated, strict=True)))
        self._unknown.append(tuple(sum_ + (new is None) for sum_, new in zip(unknown, stated, strict=True)))

    def since(self, row: int) -> Sums:
        """Return what the rows from the given one on add up to, in pounds."""
        sums = [last - first for first, last in zip(self._sums[row], self._sums[-1], strict=True)]
        unknown = [last - first for first, last in zip(self._unknown[row], self._unknown[-1], strict=True)]
        known = [None if missing else sum_ for sum_, missing in zip(sums, unknown, strict=True)]
        by_year = zip(self.years, known, strict=False)
        return Sums(len(self) - row, {year: sum_ for year, sum_ in by_year if sum_ is not None}, known[-1])


def _known_total(proposal: ParsedProposal) -> int | None:
    if proposal.total is not None:
        return proposal.total
    return sum(proposal.savings.values()) if proposal.profile_complete else None


def agree(subtotal: ParsedSubtotal, sums: Sums) -> bool:
    """Return whether no figure of the subtotal differs from the sums; what is not known does not differ."""
    return not list(_differing(subtotal, sums))


def comes_to(figures: RowFigures, sums: Sums) -> bool:
    """Return whether figures are, each of them that can be compared, what some rows add up to, and not all nought."""
    pairs = [(pounds, sums.savings[year]) for year, pounds in figures.savings.items() if year in sums.savings]
    pairs += [(figures.total, sums.total)] if figures.total is not None and sums.total is not None else []
    return any(stated for stated, _ in pairs) and all(stated == added for stated, added in pairs)


def check_subtotal(subtotal: ParsedSubtotal, label: str, sums: Sums) -> Iterator[Issue]:
    """Yield a difference for every figure of the subtotal that the proposals do not add up to."""
    counted = "1 proposal comes" if sums.count == 1 else f"{sums.count} proposals come"
    for named, stated, added in _differing(subtotal, sums):
        message = f"{named} is stated as {_money(stated)}, but its {counted} to {_money(added)}."
        yield _difference("subtotal", shortened(label), subtotal.place, message)
    added_up = sum(subtotal.savings.values())
    complete = subtotal.total is not None and set(subtotal.savings) >= set(sums.savings)
    if complete and len(subtotal.savings) > 1 and added_up != subtotal.total:
        message = f"the total is stated as {_money(subtotal.total or 0)}, but its years add up to {_money(added_up)}."
        yield _difference("subtotal across", shortened(label), subtotal.place, message)
    unknown = [str(year) for year in subtotal.savings if year not in sums.savings]
    unknown += ["the total"] if subtotal.total is not None and sums.total is None else []
    if unknown:
        message = f"{', '.join(unknown)} cannot be checked: a proposal does not state it."
        yield Issue(Severity.NOTE, "subtotal not checked", shortened(label), subtotal.place, message)


def _differing(subtotal: ParsedSubtotal, sums: Sums) -> Iterator[tuple[str, int, int]]:
    for year, pounds in subtotal.savings.items():
        if year in sums.savings and sums.savings[year] != pounds:
            yield str(year), pounds, sums.savings[year]
    if subtotal.total is not None and sums.total is not None and subtotal.total != sums.total:
        yield "the total", subtotal.total, sums.total


def check_columns(columns: Sequence[Column]) -> Iterator[Issue]:
    """Yield headings that are misspelt, figures without a year, and a year that heads two columns of one table."""
    for column in dict.fromkeys(columns):
        if column.doubt:
            message = f"the heading “{column.heading}” seems misspelt (“{column.doubt}”)."
            yield Issue(Severity.NOTE, "heading misspelt", "", column.place, message)
        if column.kind == YEAR and column.year is None:
            message = f"the heading “{column.heading}” names no financial year, so its figures were not read."
            yield Issue(Severity.ERROR, "year not stated", "", column.place, message)
        elif column.kind == YEAR and column.year and year_in(column.heading) is None:
            how = "counted from the first year" if column.nth_year else "the first year"
            message = f"“{column.heading}” names no year; it was read as {column.year}, {how} of the title."
            yield Issue(Severity.NOTE, "first year taken", "", column.place, message)
        elif column.kind == OTHER and (year_in(column.heading) or unit_in(column.heading)):
            message = f"the figures under “{column.heading}” are no savings by year; they are kept as a text."
            yield Issue(Severity.NOTE, "figures kept as text", "", column.place, message)
    yield from _adding_up(columns)


def _adding_up(columns: Sequence[Column]) -> Iterator[Issue]:
    """Yield the columns of years whose figures hold those of the years before: the change of each year is wanted."""
    dated = [column for column in dict.fromkeys(columns) if column.kind == YEAR]
    for column in dated:
        if column.adds_up or (column.is_in_year and len({item.year for item in dated}) > 1):
            message = (
                f"the heading “{column.heading}” says that its figures hold those of the years before; the change made "
                "in each year is needed. Put the discrete figures in their place."
            )
            yield Issue(Severity.ERROR, "figures add up", "", column.place, message)


def check_units(headed: Unit | None, said: Unit | None, before: Sequence[Line]) -> Iterator[Issue]:
    """Yield that the headings of figures say another unit than the lines before the table."""
    if headed and said and headed != said:
        message = f"the lines before the table say {UNIT_LABEL[said]}, its headings {UNIT_LABEL[headed]}: these count."
        yield _difference("units contradict", "", before[0].place, message)


def check_same_years(headers: Sequence[Sequence[Column]]) -> Iterator[Issue]:
    """Yield a year that stands twice in a header, and a header with other years than the first one."""
    first: list[FinancialYear] | None = None
    for columns in headers:
        years = [column.year for column in columns if column.year]
        place = columns[0].place if columns else ""
        if len(set(years)) < len(years):
            message = "a financial year heads two columns of the table; which one counts cannot be told."
            yield Issue(Severity.ERROR, "year stands twice", "", place, message)
        totals = [f"“{column.heading}”" for column in columns if column.kind == TOTAL]
        if len(totals) > 1:
            message = f"{' and '.join(totals)} are both headed as the total; which one counts cannot be told."
            yield Issue(Severity.ERROR, "total stands twice", "", place, message)
        if first is not None and sorted(years) != sorted(first):
            message = (
                f"the table's years are {_listed(years)}, but those of the table before are {_listed(first)}."
            )
            yield _difference("years differ", "", place, message)
        first = first or years


def _listed(years: Sequence[FinancialYear]) -> str:
    return ", ".join(map(str, years)) or "not named"


def years_between(years: Iterable[FinancialYear]) -> tuple[FinancialYear, ...]:
    """Return every year from the first to the last, or just those given where these are far apart."""
    listed = sorted(set(years))
    if not listed or listed[-1] - listed[0] >= _MOST_YEARS:
        return tuple(listed)
    return tuple(listed[0] + offset for offset in range(listed[-1] - listed[0] + 1))


def check_repeated(keys: Iterable[tuple[object, ParsedProposal]]) -> Iterator[Issue]:
    """Yield the proposals whose key is that of an earlier one."""
    first_uses: dict[object, ParsedProposal] = {}
    for key, proposal in keys:
        first = first_uses.setdefault(key, proposal)
        if first is not proposal:
            message = f"the title stands twice in the document; it first stands at {first.place}."
            yield _difference("repeated title", shortened(proposal.title), proposal.place, message)


def check_last_row(proposals: Sequence[ParsedProposal], filled: Sequence[Sequence[str]]) -> Iterator[Issue]:
    """Yield that the last row lacks cells that most others have: the document may be cut short.

    `filled` holds for each proposal the headings of its cells that hold something.
    """
    if len(filled) < _FEWEST_ROWS:
        return
    counts = Counter(heading for headings in filled[:-1] for heading in headings)
    usual = [heading for heading, count in counts.items() if count > _MOST_OF * (len(filled) - 1)]
    missing = [heading for heading in usual if heading not in filled[-1]]
    if missing:
        listed = ", ".join(f"“{heading}”" for heading in missing)
        message = (
            f"the last row has nothing under {listed}, as other rows have: the document may be cut short."
        )
        yield _difference("last row incomplete", shortened(proposals[-1].title), proposals[-1].place, message)


def check_left_over(left_over: Iterable[Line]) -> Iterator[Issue]:
    """Yield a note for every line that has no place in a proposal, so that nothing printed is lost unseen."""
    for line in left_over:
        message = f"not part of any proposal: “{shortened(line.text, _LONGEST_QUOTE)}”"
        yield Issue(Severity.NOTE, "left over", "", line.place, message)


def check_end(document: DocumentLines, *, ends_whole: bool, ends_in_header: bool = False) -> Iterator[Issue]:
    """Yield the document's notices, and that it may be cut short: `ends_whole` is whether its last row is complete."""
    for notice in document.notices:
        yield Issue(Severity.NOTE, "about the file", "", "", notice)
    last = document.lines[-1]
    if ends_in_header:
        message = "the document ends with the headings of a table: it may be cut short."
        yield _difference("ends abruptly", "", last.place, message)
        return
    if not document.ends_abruptly:
        return
    if ends_whole or _ENDS_SENTENCE.search(last.text):
        message = "the file has no line end after its last line: check that nothing is missing behind it."
        yield Issue(Severity.NOTE, "no last line end", "", last.place, message)
    else:
        message = "the document ends in the middle of a line: it may be cut short."
        yield _difference("ends abruptly", "", last.place, message)


def _difference(code: str, name: str, place: str, message: str) -> Issue:
    return Issue(Severity.QUESTION, code, name, place, message)


def _money(pounds: int) -> str:
    return format_money(pounds, _STYLE)
