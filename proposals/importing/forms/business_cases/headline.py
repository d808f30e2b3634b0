"""The saving cell of a business case: as it is printed, and in pounds where it holds one amount."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from proposals.importing.forms.headings import years_in_label
from proposals.importing.in_words import in_pounds
from proposals.importing.issues import Severity
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
    """A saving as printed, its label where that is unusual, its pounds with their printed sign, in all and by year.

    `doubt` is the severity, the code and the message of what a person should look at.
    """

    printed: str = ""
    label: str = ""
    amount: int | None = None
    unit: Unit | None = None
    decimals: int = 0
    years: Mapping[FinancialYear, int] = field(default_factory=dict)
    """The amounts whose year is stated; of several years no amount of all is printed."""
    doubt: tuple[Severity, str, str] | None = None


def read_headline(label: str, printed: str) -> Headline:
    """Return what the saving cell states; words stay words, and never become zero."""
    unusual = "" if label.strip(" :").casefold() in _USUAL_LABELS else label.strip(" :")
    in_label = _UNIT_IN_LABEL.search(unusual)
    unit: Unit = "pounds"
    if in_label and re.search(r"[(£\s]", in_label.group() + unusual[: in_label.start()]):
        unit = "millions" if in_label["unit"].lower() == "m" else "thousands"
    figure, in_cell, words = _figure(printed)
    amount = pounds_of(figure, unit) if figure else None
    unit = (figure.said_unit if figure else None) or unit
    read_in = None if amount is None else unit
    said = f"the saving is written “{printed[:_LONGEST]}”"
    doubt: tuple[Severity, str, str] | None = None
    if _COSTS.search(unusual) and not _SAVES.search(unusual):
        amount = None
        message = f"“{printed[:_LONGEST]}” is labelled “{unusual}”, so it was not read as a saving."
        doubt = Severity.QUESTION, "not a saving", message
    elif not printed.strip():
        doubt = Severity.NOTE, "saving in words", "the saving is left blank; it is not known."
    elif figure is None or amount is None:
        severity = Severity.QUESTION if any(map(str.isdigit, printed)) else Severity.NOTE
        doubt = severity, "saving in words", f"{said}, which is not one amount: the words are kept."
    elif words:
        doubt = Severity.NOTE, "saving in words", f"{said}; {in_pounds(amount)} was read."
    elif amount and not figure.has_pound and unit == "pounds":
        message = f"{said}, without a unit: it was read as pounds."
        doubt = Severity.QUESTION, "unit not stated", message
        if "£" in unusual:
            doubt = Severity.NOTE, "saving in words", message
    years = {*years_in_label(unusual), *in_cell}
    return Headline(
        printed,
        unusual,
        amount,
        read_in,
        0 if figure is None or unit == "pounds" else figure.decimals,
        {year: amount for year in years if len(years) == 1 and amount is not None},
        doubt,
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
