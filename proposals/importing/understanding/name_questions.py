"""The questions about forms whose labels do not say which is that of the titles or of the references."""

import re

from proposals.importing.understanding.columns import LEAST_SURE, Column
from proposals.importing.understanding.findings import quoted
from proposals.importing.understanding.headings import kind_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading

_MOST_NAMES = 6
_NAMES_REFERENCE = re.compile(r"\b(?:ref(?:erence)?s?|nos?|numbers?|ids?|codes?)\b")


def settle_names(reading: Reading) -> None:
    """Ask which label of forms is that of their titles, and which of their references, where no words tell it."""
    titles = [column for column in reading.columns_of(Kind.TITLE) if not column.held]
    if titles and titles[0].confidence <= LEAST_SURE:
        _ask_title(reading, titles[0])
    for column in reading.columns_of(Kind.REFERENCE):
        if _kind_said(column) is None and not (column.held or _NAMES_REFERENCE.search(column.said.core)):
            text = f"What is “{column.heading}” ({column.content.texts[0]})? It looks like a reference."
            choices = (Kind.REFERENCE, Kind.OTHER)
            answer = reading.ask(column.id, "columns", text, choices, Kind.REFERENCE, is_supported=True)
            reading.settle(column, Kind(answer))


def _ask_title(reading: Reading, found: Column) -> None:
    """Ask which label is that of the titles: a description first, then the texts that no heading explains."""
    is_described = _kind_said(found) is Kind.DESCRIPTION
    labels = [column for column in reading.columns if column.heading and column.content.texts]
    unexplained = [column for column in labels if column.kind is Kind.OTHER and _kind_said(column) is None]
    described = [column for column in labels if column.kind in (Kind.DESCRIPTION, Kind.SERVICE)]
    candidates = [
        *([found] if is_described else []),
        *unexplained,
        *([] if is_described else [found]),
        *described,
    ]
    if len(candidates) == 1:
        message = f"No label of the form is that of its title; “{found.heading}” was taken for it."
        reading.findings.note("no title", reading.location, message)
        return
    shown = [f"“{column.heading}” ({quoted(column.content.texts[0])})" for column in candidates[:_MOST_NAMES]]
    text = f"No label of the form is that of its title. Which of these is the title: {', '.join(shown)}?"
    names = [column.heading for column in candidates[:_MOST_NAMES]]
    answer = reading.ask("title", "columns", text, names, names[0], is_supported=is_described)
    chosen = candidates[names.index(answer)]
    if chosen is not found:
        reading.settle(found, _kind_said(found) or Kind.OTHER)
        reading.settle(chosen, Kind.TITLE)


def _kind_said(column: Column) -> Kind | None:
    """Return the kind that the heading of a column tells, None where what stands in its cells told it."""
    return kind_of(column.said, column.content.numbers)[0]
