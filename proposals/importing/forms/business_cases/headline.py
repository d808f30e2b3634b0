"""The saving cell of a business case: as it is printed, and in pounds where it holds one amount."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proposals.importing.forms.headings import years_in_label
from proposals.importing.in_words import in_pounds
from proposals.importing.understanding.figures import Figure, Shape, pounds_of, read_figure
from services.values.money import Unit
from services.values.years import FinancialYear, find_years

_USUAL_LABELS = {"saving", "savings"}
_COSTS = re.compile(r"\b(?:costs?|investment|pressure|growth|spend(?:ing)?)\b", re.IGNORECASE)
_SAVES = re.compile(
    r"\b(?:savings?|income|avoidance|benefits?|efficienc(?:y|ies)|contributions?)\b", re.IGNORECASE
)
_YEAR = r"(?:f\.?y\.?\s*)?(?:\d{4}|\d{2})\s?[/\u2010-\u2014-]\s?\d{2,4}"
_YEAR_BESIDE = re.compile(rf"\s*[(,;:]?\s*(?:in|for|by|from)?\s*{_YEAR}\s*[),:]?\s*", re.IGNORECASE)
_KINDS = r"(?:(?:additional|increased|extra|new|net|total|annual|estimated|ongoing|recurring)\s+)*(?:savings?|income)"
_WORDS_BEFORE = re.compile(rf"\s*{_KINDS}(?:\s+generation)?\s*(?:of\b|[:–-])?\s*(?=[(£\d-])", re.IGNORECASE)
_WORDS_BESIDE = re.compile(
    rf"\s*[(,]?\s*(?:p\.?\s?a\.?|per\s+(?:annum|year)|a\s+year|annually|recurring|ongoing|{_KINDS})\s*[).]?\s*$",
    re.IGNORECASE,
)
_UNIT_IN_LABEL = re.compile(r"\(?£?\s?['’]?(?P<unit>000s?|k|m)\)?\s*:?$", re.IGNORECASE)
_LONGEST = 120


@dataclass(frozen=True)
class Headline:
    """A saving cell: its text, the label where that is unusual, its pounds with their printed sign, its year.

    `doubt` says in words why no pounds were taken from it, or what was taken that a person should look at;
    `is_cost` when the label says that the figure is no saving, `no_unit` when nothing says £, £000 or £m.
    """

    printed: str = ""
    label: str = ""
    amount: int | None = None
    year: FinancialYear | None = None
    unit: Unit | None = None
    decimals: int = 0
    doubt: str = ""
    is_cost: bool = False
    no_unit: bool = False
    by_year: Mapping[FinancialYear, int] = field(default_factory=dict)
    """The amounts of several years, where the head states each of them; then no amount of all is printed."""

    @property
    def years(self) -> Mapping[FinancialYear, int]:
        """The amounts whose year is stated."""
        if self.by_year:
            return self.by_year
        return {self.year: self.amount} if self.year and self.amount is not None else {}


def read_headline(label: str, printed: str) -> Headline:
    """Return what the saving cell states; words stay words, and never become zero."""
    unusual = "" if label.strip(" :").casefold() in _USUAL_LABELS else label.strip(" :")
    is_cost = bool(_COSTS.search(unusual)) and not _SAVES.search(unusual)
    years = years_in_label(unusual)
    in_label = _UNIT_IN_LABEL.search(unusual)
    unit: Unit = "pounds"
    if in_label and re.search(r"[(£\s]", in_label.group() + unusual[: in_label.start()]):
        unit = "millions" if in_label["unit"].lower() == "m" else "thousands"
    if not printed.strip():
        return Headline(label=unusual, doubt="the saving is left blank; it is not known.", is_cost=is_cost)
    figure, in_cell, words = _figure(printed)
    amount = pounds_of(figure, unit) if figure else None
    every_year = set(years) | set(in_cell)
    year = every_year.pop() if len(every_year) == 1 else None
    unit = (figure.said_unit if figure else None) or unit
    doubt, no_unit = "", False
    if figure is None or amount is None:
        doubt = f"the saving is written “{printed[:_LONGEST]}”, which is not one amount: the words are kept."
    elif words:
        doubt = f"the saving is written “{printed[:_LONGEST]}”; {in_pounds(amount)} was read."
    elif amount and not figure.has_pound and unit == "pounds":
        doubt = f"the saving is written “{printed}”, without a unit: it was read as pounds."
        no_unit = "£" not in unusual
    return Headline(
        printed,
        unusual,
        None if is_cost else amount,
        None if is_cost or amount is None else year,
        None if amount is None else unit,
        0 if figure is None or unit == "pounds" else figure.decimals,
        doubt,
        is_cost,
        no_unit,
    )


def headline_of_years(printed: str, of_years: Sequence[Headline]) -> Headline:
    """Return one headline of several, each with a year of its own."""
    return Headline(
        printed,
        unit=next((item.unit for item in of_years if item.unit), None),
        decimals=max((item.decimals for item in of_years), default=0),
        by_year={item.year: item.amount for item in of_years if item.year and item.amount is not None},
    )


def year_of_label(label: str) -> FinancialYear | None:
    """Return the one year that a label names, or None."""
    years = set(years_in_label(label))
    return years.pop() if len(years) == 1 else None


def _figure(printed: str) -> tuple[Figure | None, list[FinancialYear], bool]:
    """Return the one amount of a cell, the years named beside it, and whether other words stand there."""
    text = printed.strip()
    if len(text) > _LONGEST:
        return None, [], False
    years = find_years(text) if re.search(r"[£km]", text, re.IGNORECASE) else []
    bare = _YEAR_BESIDE.sub(" ", text).strip() if years else text
    without_words = _WORDS_BEFORE.sub("", _WORDS_BESIDE.sub("", bare), count=1)
    figure = read_figure(without_words)
    return (figure if figure.shape is Shape.NUMBER else None), years, without_words != bare
