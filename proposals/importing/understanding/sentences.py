"""Sentences of forms that state amounts: savings, each perhaps beside its year, and one-off costs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.form_lines import Field, kind_of_label
from proposals.importing.understanding.headings import heading_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.pressures import is_loss
from services.values.years import FinancialYear, find_years, heading_years

MONEY = r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|mn?|million|thousand)\b)?"
YEAR = r"20\d\d\s?[/–-]\s?(?:20)?\d\d\b"
_SAVING = re.compile(
    rf"(?P<before>{MONEY}|\b(?:nil|zero)\b)(?:\s*(?:(?:in|for)\s+)?(?P<year>{YEAR}))?"
    rf"|(?P<year_first>{YEAR})\s*[:=–-]?\s*(?P<behind>{MONEY}|(?:nil|none|zero)\b)",
    re.IGNORECASE,
)
_COST = re.compile(
    r"(?:\b(?:with|less|after|plus|but|and)\s+)?(?:\bthere\s+(?:is|are|will\s+be|would\s+be)\s+)?(?:\b(?:an?|the)\s+)?"
    r"\b(?:one[- ]off|set[- ]?up|redundancy|severance|implementation|up-?front|initial)\s+(?:\w+\s+){0,2}?costs?\s+"
    rf"(?:(?:of|is|are|at|will\s+be|would\s+be)\s+)?(?P<before>{MONEY})(?:\s+(?:for|of|to)(?:\s+(?!in\b)[a-z-]+){{1,6}})?"
    rf"(?:\s+in\s+(?P<year>{YEAR}))?(?=\s*(?:[.,;)]|$))",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"an?|and|another|annually|are|be|change|closure|council|expect(?:ed)?|for|further|in|is|it|of|our|plus|project|"
    r"proposal|review|sav(?:e|ed|es|ing|ings)|scheme|the|then|there|this|we|will|would"
)
"""The words that may stand around such amounts; any other may say that they are totals so far, options or costs."""
_PLAIN_PHRASES = re.compile(r"\b(?:(?:a|each|every|per)\s+(?:year|annum)|to(?=\s+save))\b")
_ASKS = re.compile(r"\bsav(?:e|es|ed|ings?)\b", re.IGNORECASE)
_SAYS_MORE = re.compile(
    r"\b(?:one[- ]off|cumulative|total|target|agreed|costs?|income|invest)\b", re.IGNORECASE
)
_OF_BUDGET = re.compile(r"\b(?:budgets?|spends?|expenditure)\b", re.IGNORECASE)
_RISES = re.compile(r",?\s+(?:then\s+)?(?:rising|increasing|growing)\s+to\b", re.IGNORECASE)
"""What says that a later amount holds those before it."""
_SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
_MARKS = " ,;.:&()\n"
_SEVERAL = 2


def with_amounts(item: Field) -> Iterator[Field]:
    """Yield what the sentences of a field state, and the field as words; else the field as it is."""
    kind = kind_of_label(item.label)
    text = item.cells[0].text if len(item.cells) == 1 and _asks_amounts(item.label, kind) else ""
    found = stated_in(text, of_costs=kind is Kind.COST) or _each_year(item.label, text)
    years = list(dict.fromkeys(year for match in _SAVING.finditer(text) for year in _years_of(match)))
    if not found and (len(years) < _SEVERAL or heading_of(item.label).is_dated):
        yield item
        return
    if not found:  # what each year saves is asked
        found = [(Kind.SAVING, year, text) for year in years]
    for of, year, amount in found:
        is_own = kind is of and not heading_of(item.label).is_dated
        label = item.label if is_own else {Kind.SAVING: "Saving", Kind.COST: "One-off cost"}[of]
        label += ", cumulative" if rises(text) and amount is not text and of is Kind.SAVING else ""
        cell = Cell(amount, location=item.cells[0].location)
        yield Field(f"{label} {year}" if year else label, item.location, [cell])
    yield replace(item, holds_words=True)


def _each_year(label: str, text: str) -> list[tuple[Kind, FinancialYear | None, str]]:
    """Return the amounts of the years that a label names, where its value has one for each: “£50k, £20k”."""
    years = heading_of(label).years
    amounts = [match.group() for match in re.finditer(MONEY, text, re.IGNORECASE)]
    rest = re.sub(MONEY, "", text, flags=re.IGNORECASE).strip(_MARKS + "/|")
    are_whole = len(years) == len(set(years)) == len(amounts) > 1 and not re.search(r"\w", rest)
    return [(Kind.SAVING, *pair) for pair in zip(years, amounts, strict=True)] if are_whole else []


def _asks_amounts(label: str, kind: Kind | None) -> bool:
    """Return whether a label asks for a saving or a cost, in pounds."""
    asks_saving = _ASKS.search(label) and not _SAYS_MORE.search(label)
    is_asked = kind in (Kind.SAVING, Kind.COST) or asks_saving
    return bool(is_asked) and heading_of(label).unit in (None, "pounds") and not is_loss(label.lower())


def stated_in(text: str, *, of_costs: bool) -> list[tuple[Kind, FinancialYear | None, str]]:
    """Return the savings and costs with their years that a text states, none where it says anything else of them.

    A sentence about the budget alone is no part of them.
    """
    figure = read_figure(text)
    is_plain = figure.shape is Shape.WORDED and not (text.endswith(".") or find_years(text))
    if figure.is_number or is_plain:
        return []
    found = []
    for sentence in filter(None, _SENTENCES.split(text)):
        if _OF_BUDGET.search(sentence) and not _ASKS.search(sentence):
            continue
        rest = _RISES.sub(" ", visible(sentence))
        for kind, pattern in ((Kind.COST, _COST), (Kind.SAVING, _SAVING)):
            for match in pattern.finditer(rest):
                amount = match["before"] or match["behind"]
                if not read_figure(amount).is_number:
                    return []
                found.append((Kind.COST if of_costs else kind, next(iter(_years_of(match)), None), amount))
            rest = pattern.sub(" ", rest)
        words = re.findall(r"[a-z]+", _PLAIN_PHRASES.sub(" ", rest.lower()))
        if not all(map(_PLAIN.fullmatch, words)) or re.sub(r"[A-Za-z]+", "", rest).strip(_MARKS):
            return []
        if of_costs and _ASKS.search(sentence):
            return []
    stated = [(kind, year) for kind, year, _ in found]
    are_dated = {bool(year) for kind, year in stated if kind is Kind.SAVING}
    return [] if len(set(stated)) < len(stated) or len(are_dated) > 1 else found


def rises(text: str) -> bool:
    """Return whether a text says that a later amount contains those before it."""
    return bool(_RISES.search(text))


def _years_of(match: re.Match[str]) -> list[FinancialYear]:
    said = match.groupdict()
    return heading_years(said["year"] or said.get("year_first") or "")
