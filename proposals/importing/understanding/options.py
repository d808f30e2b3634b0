"""Figures in forms under rows and headings at once: those of options, of which only one is meant, and of accounts."""

import re
from collections.abc import Iterable, Iterator, Sequence

from proposals.importing.understanding.columns import OUTCOME, PLAN, Column
from proposals.importing.understanding.form_lines import (
    FormLine,
    is_value,
    joined,
    kind_of_label,
    label_of,
    names_figures,
)
from proposals.importing.understanding.headings import heads_figures
from proposals.importing.understanding.kinds import POSTS
from proposals.importing.understanding.labels import is_option, names_savings, total_label
from proposals.importing.understanding.reading import Reading

_APPRAISES = re.compile(
    r"\b(?:preferred|recommended|do(?:ing)?[- ]nothing|status quo|apprais\w+|options? considered)\b",
    re.IGNORECASE,
)
_PREFERRED = re.compile(r"\b(?:preferred|recommended|chosen|selected)\b", re.IGNORECASE)
_OWN_SHARE = re.compile(r"\b(?:council|authority|our|own)\b.*\bshare\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    rf"{PLAN.pattern}|{OUTCOME.pattern}|\b(?:low(?:er|est)?|high(?:er|est)?|min(?:imum)?|max(?:imum)?|upper|mid(?:dle)?|"
    r"best|worst|central|likely|optimistic|pessimistic|prudent|(?:option|scenario|alternative) (?:[a-e]|\d))\b"
    r"|\d ?% (?:options?|savings?|reductions?|cuts?)\b"
)
_NAME = re.compile(r"\b(?:option|alternative|scenario)\s+(?:[a-e]|\d+|one|two|three)\b", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:(?:direct|other|external) )?(?:employees?|employee costs|staff(?:ing)?(?: costs)?|pay|salaries|non-pay|"
    r"premises(?: costs)?|transport(?: costs)?|supplies(?: (?:and|&) services)?|third party(?: payments)?|agency|"
    r"contracts?|contractors|transfer payments|support services|books|equipment|running costs|expenditure|"
    r"income|fees(?: (?:and|&) charges)?|grants?|member allowances)",
    re.IGNORECASE,
)
_FEWEST = 2

Labelled = tuple[str, int, FormLine]
"""A label, and where in its row the figure stands that it has."""


def appraises_options(lines: Sequence[FormLine]) -> bool:
    """Return whether the options of a document are alternatives: one is preferred, or nothing is done in one."""
    return any(_APPRAISES.search(text) for line in lines for text in line.texts)


def figures_of_accounts(rows: Sequence[FormLine]) -> list[Labelled]:
    """Return the figures of a table of kinds of spending and income with labels of both: “Employees Saving 2025/26”."""
    head, *below = rows
    accounts = [row for row in below if _ACCOUNT.fullmatch(row.text) or total_label(row.text)]
    amounts = [at for at, text in zip(head.positions, head.texts, strict=True) if at and names_figures(text)]
    has_savings = any(names_savings(text) for text in head.texts[1:])
    if not has_savings or any(map(is_value, head.texts)) or len(accounts) < max(_FEWEST, len(below)):
        return []
    return [found for row in accounts for found in _labelled(row, head, amounts, of_row=True)]


def figures_of_options(rows: Sequence[FormLine]) -> list[Labelled]:
    """Return the figures of a table of options with a label that names the option of each: “Option 2 Saving £”."""
    head, *below = rows
    across = [at for at, text in zip(head.positions, head.texts, strict=True) if is_option(text)]
    down = [row for row in below if is_option(row.text)]
    if len(across) >= max(_FEWEST, len(head.cells) - 1):
        return [found for row in below for found in _labelled(row, head, across, of_row=False)]
    if len(down) < _FEWEST or len(down) < len(below) - 1:
        return []
    headed = zip(head.positions, head.texts, strict=True)
    amounts = [
        at for at, text in headed if heads_figures(text) or kind_of_label(label_of(text), "1") in POSTS
    ]
    return [found for row in down for found in _labelled(row, head, amounts, of_row=True)]


def _labelled(row: FormLine, head: FormLine, columns: Sequence[int], *, of_row: bool) -> Iterator[Labelled]:
    headings = dict(zip(head.positions, head.texts, strict=True))
    for index, (at, text) in enumerate(zip(row.positions, row.texts, strict=True)):
        if at in columns and index and is_value(text):
            option, said = (row.text, headings[at]) if of_row else (headings[at], row.text)
            yield f"{label_of(option)} {label_of(said)}", index, row


def joined_rows(rows: Sequence[FormLine]) -> list[FormLine]:
    """Return rows as lines of text."""
    return [FormLine((joined(row),), row.grid) for row in rows]


def are_alternatives(columns: Iterable[Column]) -> bool:
    """Return whether only one of some columns can count: ends of a range, options, or a plan and its outcome."""
    return all(_ALTERNATIVE.search(column.said.core) for column in columns)


def preferred_of(reading: Reading, names: Sequence[str]) -> str:
    """Return which of some options a document prefers, empty where it does not say."""
    said = [
        row.text(column)
        for column in reading.columns
        if _PREFERRED.search(column.heading) and not column.is_amount
        for row in reading.items
    ]
    options = {match.group().lower() for text in said if (match := _NAME.search(text))}
    marked = [name for name in names if _PREFERRED.search(name) or _OWN_SHARE.search(name)]
    named = [name for name in names if (match := _NAME.search(name)) and match.group().lower() in options]
    return next(iter(marked or named), "")


def option_in(text: str) -> str:
    """Return the option that a heading names, empty where it names none."""
    match = _NAME.search(text)
    return match.group().lower() if match else ""
