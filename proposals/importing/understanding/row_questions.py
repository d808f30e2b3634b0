"""The questions about rows: which are proposals, which totals, and which of neither."""

import re
from collections.abc import Iterator, Sequence

from proposals.importing.understanding import labels
from proposals.importing.understanding.attempts import Attempts
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import read_figure
from proposals.importing.understanding.findings import Findings, at, listed
from proposals.importing.understanding.kinds import MONEY, SECTIONS, Kind
from proposals.importing.understanding.proposals import recurrence_said
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import Recurrence, Role

PROPOSALS, LEAVE_OUT = "proposals", "leave out"
TOTAL, PROPOSAL = "total", "proposal"
_SAID_BY_WORDS = ("withdrawn", "part")
"""The questions to which the words of the rows themselves suggest the answer."""
_SAYS_OF_WHAT = re.compile(r"\b(?:in|of|for)\s+(?!the\b|\d)", re.IGNORECASE)
_LONGEST_TITLE = 200
_LONGEST_STATUS = 80
_STATUS = re.compile(r"\b(?:status|decision|outcome|stage|progress|recommendation)s?\b")
_IS_TAKEN = re.compile(
    r"\b(?:accepted|approved|agreed|supported|recommended|taken forward|proceed(?:ing)?)\b"
)
_NO = re.compile(r"no?\b.{0,20}|reject\w*|[x✗×]", re.IGNORECASE)
_STATES = (Kind.RAG, Kind.CERTAINTY, Kind.EARLIER, Kind.DECISIONS, Kind.NOTES, Kind.OTHER)
"""The columns in which the status of a proposal can stand."""
_MARKED = re.compile(r"[A-F][.):]?\s")
_FIRST_MARKS = "ABCDEF"
_MOST_OPTIONS = 6
"""A longer list of nothing but rows named “Option 1” and so on is a list of proposals."""


def settle_rows(readings: Sequence[Reading], findings: Findings) -> Totals:
    """Tell items from totals by the sums, ask of the rows that stay doubtful, and return the totals."""
    for reading in readings:
        if any(map(labels.lists_withdrawn, reading.names_around)):
            for row in reading.items:
                row.doubts.append("withdrawn")
        for row in reading.items:
            if any(_is_given_up(row, column) for column in reading.columns_of(*_STATES)):
                row.doubts.append("withdrawn")
    attempts = Attempts(readings, names_are_totals=findings.answered("named-total") == LEAVE_OUT)
    plain, sums = attempts.best()
    totals = plain if sums is None or _are_proposals(plain, sums, findings) else sums
    attempts.take(totals)
    _ask_of_items(readings, totals, findings)
    _ask_of_left_out(readings, totals, findings)
    rows = [row for reading in readings for row in reading.rows]
    _ask_of_undecided(
        [row for row in rows if row.role is Role.UNDECIDED and "withdrawn" not in row.doubts], findings
    )
    for row in rows:
        if row.role in (Role.TARGET, Role.PERCENTAGE, Role.BUDGET):
            message = f"“{row.label[:80]}” is no proposal but a {row.role.value}; it is left out."
            findings.note(row.role.value, row.location, message)
    _ask_of_one_off(readings, findings)
    return totals


def _is_given_up(row: Row, column: Column) -> bool:
    """Return whether a row's cell says that it is withdrawn: as its status, or as all that stands there."""
    text = row.text(column)
    if _IS_TAKEN.search(column.said.core) and _NO.fullmatch(text):
        return True  # “Accepted? No”
    is_status = len(text) <= _LONGEST_STATUS and bool(_STATUS.search(column.said.core))
    return labels.is_withdrawn(text) if is_status else labels.is_only_withdrawn(text)


def _ask_of_items(readings: Sequence[Reading], totals: Totals, findings: Findings) -> None:
    """Ask of the items that may be no proposals, those of one doubt together."""

    def items() -> list[tuple[Reading, Row]]:
        return [(reading, row) for reading in readings for row in reading.items]

    def ask(id_: str, rows: Sequence[Row], words: str, role: Role, default: str = LEAVE_OUT) -> None:
        rows = [row for row in rows if not row.held]
        if not rows:
            return
        text = f"{listed([row.name for row in rows])}{at(rows[0].location)} {words}"
        place, choices = rows[0].location, (PROPOSALS, LEAVE_OUT)
        is_supported = id_ in _SAID_BY_WORDS
        answer = findings.ask(id_, "rows", place, text, choices, default, is_supported=is_supported)
        if answer == PROPOSALS:
            return
        for row in rows:
            row.role = role
            if any(text not in row.name and not read_figure(text).bears_amount for text in row.line.texts):
                findings.quote(row.location, row.words, "the row is left out")

    after = [row for row in totals.after_total if row.role is Role.ITEM]
    words = "stands after the total of the table, which does not hold it. Is it a proposal?"
    ask("after-total", after, words, Role.UNDECIDED)
    for row in after:
        if row.role is Role.UNDECIDED:
            row.doubts.append("withdrawn")
    rows = [
        row
        for _, row in items()
        if row.total and id(row) not in totals.covered and not (row.reference and row.total.name)
    ]
    words = "is named like a total, but comes to no rows above it. Is it a proposal?"
    ask("named-total", rows, words, Role.TOTAL, PROPOSALS)
    words = (
        "stands twice with the same words, and no total tells that both count. Is the later one a proposal?"
    )
    ask("title-twice", list(_later_of_same(readings, totals)), words, Role.SUMMARY, PROPOSALS)
    rows = [row for _, row in items() if "withdrawn" in row.doubts]
    words = "is said to be withdrawn or no longer pursued. Is it still proposed?"
    ask("withdrawn", rows, words, Role.UNDECIDED)
    rows = [row for _, row in items() if "example" in row.doubts]
    ask("example", rows, "is named as an example. Is it a proposal?", Role.NOTE)
    rows = [row for _, row in items() if row.is_agreed]
    if len(rows) < len(items()):  # a list of nothing else is the earlier plan itself
        words = (
            "stands under words that say it was agreed earlier. Is it to be imported, marked as already in an "
            "earlier plan?"
        )
        ask("agreed", rows, words, Role.AGREED)
    rows = [
        row
        for _, row in items()
        if labels.is_target(row.label)
        and not (id(row) in totals.covered and (row.reference or labels.is_less(row.label)))
    ]
    words = "is named like a target or a deduction. Is it a proposal?"
    ask("target-rows", rows, words, Role.TARGET, PROPOSALS)
    rows = [row for _, row in items() if "part" in row.doubts]
    words = "is a part of the row above it, as its words say. Is it a proposal of its own?"
    ask("part", rows, words, Role.NOTE)
    rows = [row for _, row in items() if "measure" in row.doubts]
    ask("measure", rows, "names what its figures are, and no proposal. Is it a proposal?", Role.NOTE)
    rows = [row for reading in readings for row in _options(reading) if id(row) not in totals.covered]
    words = (
        "is one of several options for one proposal. Are all of them proposals? To take one of them, leave them out "
        "here and choose it among the rows."
    )
    ask("options", rows, words, Role.LEFT_OUT)
    rows = [row for reading, row in items() if not any(row.cell(c).text for c in reading.columns_of(*MONEY))]
    ask("no-figures", rows, "states no figure. Is it a proposal?", Role.NOTE, PROPOSALS)


def _ask_of_left_out(readings: Sequence[Reading], totals: Totals, findings: Findings) -> None:
    """Ask of rows between proposals that may be lines of the budget or targets, where no total tells.

    “Shortfall in income” may be what a proposal is about, “Shortfall” may not.
    """
    rows = [
        row
        for reading in readings
        for row in _between_items(reading, totals)
        if row.role is Role.BUDGET or (row.role is Role.TARGET and _SAYS_OF_WHAT.search(row.label))
    ]
    if not rows:
        return
    place, choices = rows[0].location, (PROPOSALS, LEAVE_OUT)
    text = (
        f"{listed([row.name for row in rows])}{at(place)} stands among proposals, and is named like a line of the "
        "budget or a target. Is it a proposal?"
    )
    if findings.ask("budget-rows", "rows", place, text, choices, PROPOSALS) == PROPOSALS:
        for row in rows:
            row.role = Role.ITEM


def _between_items(reading: Reading, totals: Totals) -> Sequence[Row]:
    """Return the rows of a table from its first item to its last, where no total holds any of the items."""
    items = [at for at, row in enumerate(reading.rows) if row.role is Role.ITEM]
    is_proved = any(id(row) in totals.covered for row in reading.items)
    return reading.rows[items[0] : items[-1]] if items and not is_proved else ()


def _ask_of_one_off(readings: Sequence[Reading], findings: Findings) -> None:
    """Ask whether the savings are one-off of rows whose notes alone name something one-off."""
    found = [
        (row, column)
        for reading in readings
        for row in reading.items
        if recurrence_said(reading, row) is None
        for column in reading.columns_of(Kind.NOTES, Kind.OTHER)
        if labels.notes_one_off(row.text(column))
    ]
    if not found:
        return
    (row, column), *_ = found
    rows = list({id(row): row for row, _ in found}.values())
    text = (
        f"{listed([row.name for row in rows])}{at(row.location)} is noted as one-off under “{column.heading}”. Is the "
        "saving made in its year only (one-off), or in every year from then on (recurring)?"
    )
    choices = (Recurrence.ONE_OFF, Recurrence.RECURRING)
    answer = findings.ask("one-off", "one-off savings", row.location, text, choices, Recurrence.RECURRING)
    for row in rows:
        row.is_one_off = answer == Recurrence.ONE_OFF


def _options(reading: Reading) -> list[Row]:
    """Return the rows named as options, such as “Option A”, that stand below a row without figures.

    Where all rows stand under “Option” and are lettered from A on, all are.
    """
    marks = [row.title[:1] for row in reading.items if _MARKED.match(row.title)]
    are_headed = any(
        column.said.core.endswith(("option", "options")) for column in reading.columns_of(Kind.TITLE)
    )
    if are_headed and 1 < len(marks) == len(reading.items) and _FIRST_MARKS.startswith("".join(marks)):
        return reading.items
    found: list[Row] = []
    parent: Row | None = None
    for row in reading.rows:
        if row.role is Role.ITEM and parent and not row.reference and labels.is_option(row.title):
            found.append(row)
        else:
            parent = row if row.role in (Role.GROUP, Role.ITEM) and not row.figures else None
    return found if len(found) < len(reading.items) or len(reading.items) < _MOST_OPTIONS else []


def _ask_of_undecided(rows: Sequence[Row], findings: Findings) -> None:
    if not rows:
        return
    place = rows[0].location
    text = (
        f"{listed([row.words for row in rows])}{at(place)} has figures and no title, and sums no rows above. Is it a "
        "proposal?"
    )
    choices = (PROPOSALS, LEAVE_OUT)
    if findings.ask("unnamed-rows", "rows", place, text, choices, LEAVE_OUT) == PROPOSALS:
        for row in rows:
            row.role, row.title = Role.ITEM, row.title or " ".join(row.line.texts)[:_LONGEST_TITLE]


def _are_proposals(plain: Totals, sums: Totals, findings: Findings) -> bool:
    """Ask whether rows that come to those above are proposals, unless another total refutes it."""
    if len(sums.differences) < len(plain.differences):
        return False
    rows = sums.silent
    place = rows[0].location
    named = f"{listed([row.name for row in rows])}{at(place)}"
    exactly = "exactly" if all(proof.holds for proof in sums.proofs) else "exactly or nearly"
    text = f"{named} comes {exactly} to the rows above or below. Is it their total or a proposal?"
    choices = (TOTAL, PROPOSAL)
    answer = findings.ask("total-or-proposal", "rows", place, text, choices, TOTAL, is_supported=True)
    return answer == PROPOSAL


def _later_of_same(readings: Sequence[Reading], totals: Totals) -> Iterator[Row]:
    """Yield the rows without references that stand twice with the same words, where no total holds both."""
    first: dict[tuple[object, ...], Row] = {}
    for reading in readings:
        if reading.columns_of(Kind.YEAR_OF_ROW):
            continue
        beside = reading.columns_of(*SECTIONS)
        for row in reading.items:
            key = (row.title.lower(), tuple(sorted(row.names.items())), row.section, *map(row.text, beside))
            earlier = first.setdefault(key, row)
            is_again = earlier is not row and not (row.reference and earlier.reference)
            if is_again and not {id(row), id(earlier)} <= totals.covered:
                yield row
