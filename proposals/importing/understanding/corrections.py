"""What a person corrects by choosing: what a row is; what a column is, of which year and in which unit."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from proposals.importing.files.blocks import Location
from proposals.importing.issues import CHOSEN
from proposals.importing.understanding import labels
from proposals.importing.understanding.columns import KIND_OF_COLUMN, Column
from proposals.importing.understanding.findings import Findings
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Role, describe_location
from services.values.money import UNIT_LABEL
from services.values.years import heading_years

ROLES = (
    Role.ITEM,
    Role.GROUP,
    Role.CONTINUATION,
    Role.SUBTOTAL,
    Role.TOTAL,
    Role.TARGET,
    Role.BUDGET,
    Role.AGREED,
    Role.NOTE,
    Role.LEFT_OUT,
)
KINDS = tuple(kind for kind in Kind if kind not in (Kind.YEAR, Kind.PART, Kind.AMOUNT))
UNITS = tuple(UNIT_LABEL.values())


def refused_answers(answers: Mapping[str, str], rows: Collection[str]) -> Iterator[str]:
    """Yield in words why answers that correct a row or a column are refused; `rows` are the ids of all rows."""
    for id_, answer in answers.items():
        what, colon, of = id_.partition(":")
        choices: Sequence[str] = {"row": ROLES, "column": tuple(Kind), "unit": UNITS}.get(what, ())
        if what == "row" and id_ not in rows:
            yield f"The document has no row in the place “{of}”, which an answer corrects."
        if colon and what == "year" and not heading_years(answer):
            yield f"“{answer}” is no financial year for the column “{of}”. Enter it as 2026/27."
        elif colon and choices and answer not in choices:
            yield f"“{answer}” is no {what} that can be chosen for “{of}”. Choose: {', '.join(choices)}."


def kept_kinds(mapping: Mapping[str, str], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the kinds of columns that are kept from documents alike, without those that are answered now."""
    return {
        id_: kind
        for id_, kind in mapping.items()
        if id_.startswith(KIND_OF_COLUMN) and kind in tuple(Kind) and id_ not in answers
    }


def note_columns(
    columns: Sequence[Column],
    place: Location,
    answers: Mapping[str, str],
    kept: Mapping[str, str],
    findings: Findings,
) -> None:
    """Say which columns a person corrected, and in one note those whose kind is kept from a document alike."""
    headings = {column.key: column.heading or column.key for column in reversed(columns)}
    taken = []
    for key, heading in reversed(headings.items()):
        if chosen := [answers[id_] for id_ in _ids_of(key) if answers.get(id_) and id_ not in kept]:
            message = f"“{heading}” was read as: {', '.join(chosen)}. A person chose this."
            findings.note(CHOSEN, place, message)
        if kind := kept.get(f"{KIND_OF_COLUMN}{key}"):
            taken.append(f"“{heading}” was read as: {kind}")
    if taken:
        message = f"Taken from the answers kept for documents of this layout: {'; '.join(taken)}."
        findings.note(CHOSEN, place, message)


def _ids_of(key: str) -> tuple[str, str, str]:
    """Return the ids of the answers about a column: its kind, year and unit."""
    return f"{KIND_OF_COLUMN}{key}", f"year:{key}", f"unit:{key}"


def correct_rows(
    rows: Sequence[Row], answers: Mapping[str, str], findings: Findings, taken: Counter[str]
) -> None:
    """Name every row by its place, and give those that a person corrected the role that was chosen."""
    item: Row | None = None
    for row in rows:
        id_ = f"row:{describe_location(row.location)}"
        taken[id_] += 1
        row.id = id_ if taken[id_] == 1 else f"{id_} ({taken[id_]})"
        chosen = answers.get(row.id)
        if chosen in ROLES:
            _correct(row, Role(chosen), item)
            message = f"“{row.label[:80]}” was read as: {chosen}. A person chose this."
            findings.note(CHOSEN, row.location, message)
        item = row if row.role is Role.ITEM else item


def _correct(row: Row, role: Role, item: Row | None) -> None:
    row.label = row.label or row.title or row.words
    row.hold(role=role)
    row.doubts, row.is_agreed, row.total = [], False, None
    if role is Role.ITEM:
        row.title = row.title or row.label
    elif role is Role.TOTAL:
        row.total = labels.total_label(row.label)
    elif role is Role.CONTINUATION and item is not None:
        item.extra.append(row.line)
        row.figures = {}
