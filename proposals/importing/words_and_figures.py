"""Amounts in the words of a proposal that are not those of its figures."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from proposals.importing.in_words import in_pounds
from proposals.importing.parsed import ParsedProposal
from proposals.importing.understanding.figures import amounts_in, read_figure
from services.values.money import POUNDS_IN, Unit
from services.values.years import find_years

DIFFERS = "figure in words differs"
_NEAR = Decimal("0.05")
_SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
_CLAIMS = re.compile(
    r"\bsav(?:e|es|ings? (?:of|is|are|totals?|totalling))\s+(?:about |around |approximately |some |up to )?"
    r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|mn?|million|thousand)\b)?",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:options?|alternatives?|instead|already|previous\w*|target|required|needed|of which|council as a whole|"
    r"further|per|each)\b",
    re.IGNORECASE,
)
"""What says that an amount is saved by something else, or is one of several."""


def differing_words(proposal: ParsedProposal) -> Iterator[str]:
    """Yield in words the amounts in a proposal's texts that are nearly a figure of it, or are said to be saved."""
    for section in proposal.sections:
        if "£" not in section.text:
            continue
        claims = not _OF_OTHERS.search(section.heading)
        for sentence in _SENTENCES.split(section.text):
            for printed, figure in _differing(proposal, sentence, claims=claims):
                yield f"“{proposal.title}”: its words say {printed}, its figures {in_pounds(figure)}."


def _differing(proposal: ParsedProposal, sentence: str, *, claims: bool) -> Iterator[tuple[str, int]]:
    savings = {year: abs(pounds) for year, pounds in sorted(proposal.savings.items())}
    up_to = dict(zip(savings, accumulate(savings.values()), strict=True))
    whole = abs(proposal.total or sum(savings.values()))
    stated = {*savings.values(), *up_to.values(), *proposal.costs.values(), whole} - {0}
    years = find_years(sentence)
    meant = {pounds for year in years if year in savings for pounds in (savings[year], up_to[year])} or stated
    claims = claims and not _OF_OTHERS.search(sentence) and all(year in savings for year in years)
    claimed = {
        pounds for match in _CLAIMS.finditer(sentence) if claims for _, pounds in amounts_in(match.group())
    }
    for printed, pounds in amounts_in(sentence):
        near = next((figure for figure in stated if _is_near(printed, pounds, figure)), None)
        if pounds not in stated and near is not None:
            yield printed, near
        elif pounds in claimed and stated and not any(_rounds_to(printed, pounds, one) for one in meant):
            yield printed, savings[years[0]] if len(years) == 1 else whole


def _is_near(printed: str, pounds: int, stated: int) -> bool:
    """Return whether an amount in words is near a stated one without being its rounding."""
    is_near = abs(pounds - stated) <= stated * _NEAR
    return is_near and read_figure(printed).is_number and not _rounds_to(printed, pounds, stated)


def _rounds_to(printed: str, pounds: int, stated: int) -> bool:
    """Return whether a figure is an amount in words, as exactly as that is written."""
    lowered = printed.lower()
    unit: Unit = "millions" if "m" in lowered else "thousands" if "k" in lowered else "pounds"
    digits = sum(letter.isdigit() for letter in printed.partition(".")[2])
    return abs(pounds - stated) <= POUNDS_IN[unit] / 10**digits / 2
