"""Sentences of forms that give several savings, each beside the year that it is of."""

import re
from collections.abc import Iterator
from dataclasses import replace

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.figures import read_figure, visible
from proposals.importing.understanding.form_fields import Field
from proposals.importing.understanding.form_lines import kind_of_label
from proposals.importing.understanding.headings import heading_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.pressures import is_loss
from services.values.years import FinancialYear, heading_years

_FEWEST = 2
_MONEY = r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|mn?|million|thousand)\b)?"
_YEAR = r"20\d\d\s?[/–-]\s?(?:20)?\d\d\b"
_PAIR = re.compile(
    rf"(?P<before>{_MONEY})\s*(?:(?:in|for)\s+)?(?P<year>{_YEAR})"
    rf"|(?P<year_first>{_YEAR})\s*[:=–-]?\s*(?P<behind>{_MONEY})",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:a|and|another|be|council|for|further|in|it|of|plus|proposal|sav(?:e|ed|es|ing|ings)|the|then|there|this|we|will|"
    r"would)"
)
"""The words that may stand around such amounts; any other may say that they are totals so far, options or costs."""
_ASKS = re.compile(r"\bsav(?:e|es|ed|ings?)\b", re.IGNORECASE)
_SAYS_MORE = re.compile(
    r"\b(?:one[- ]off|cumulative|total|target|agreed|costs?|income|invest)\b", re.IGNORECASE
)
_MARKS = " ,;.:&\n"


def by_year(item: Field) -> Iterator[Field]:
    """Yield the savings by year that the text of a field gives, and the field as words; else the field as it is."""
    amounts = _amounts_by_year(visible(item.cells[0].text)) if len(item.cells) == 1 else {}
    said = heading_of(item.label)
    is_saving = kind_of_label(item.label) is Kind.SAVING
    if (
        not amounts
        or said.years
        or said.unit not in (None, "pounds")
        or is_loss(item.label.lower())
        or not (is_saving or (_ASKS.search(item.label) and not _SAYS_MORE.search(item.label)))
    ):
        yield item
        return
    label = item.label if is_saving else "Saving"
    for year, text in amounts.items():
        yield Field(f"{label} {year}", item.location, [Cell(text, location=item.cells[0].location)])
    yield replace(item, holds_words=True)


def _amounts_by_year(text: str) -> dict[FinancialYear, str]:
    """Return the amounts of a text as written, where each stands beside a year of its own and nothing else is said."""
    pairs = list(_PAIR.finditer(text))
    rest = _PAIR.sub(" ", text)
    words = re.findall(r"[a-z]+", rest.lower())
    if (
        len(pairs) < _FEWEST
        or not all(map(_PLAIN.fullmatch, words))
        or re.sub(r"[A-Za-z]+", "", rest).strip(_MARKS)
    ):
        return {}
    found = {}
    for pair in pairs:
        years = heading_years(pair["year"] or pair["year_first"])
        amount = pair["before"] or pair["behind"]
        if len(years) != 1 or not read_figure(amount).is_number:
            return {}
        found[years[0]] = amount
    return found if len(found) == len(pairs) else {}
