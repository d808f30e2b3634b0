"""The appendix “Changes since …”: what came, went and changed between two editions or rounds, with marked words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from proposals.changes.printed import (
    PrintedChange,
    PrintedFigure,
    PrintedTable,
    PrintedText,
    named_by_in_words,
    notes_on,
    printed_change,
    printed_totals,
    summary_in_words,
)
from proposals.changes.values import CHANGE_KINDS, Changes, Coming
from proposals.domain.direction import NOUNS, PRESSURE, SAVING, style_in_own_direction
from proposals.domain.exemption import NOT_STATED
from proposals.domain.records import ProposalRecord
from reports.documents.cover import Cover
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    MarkedParagraph,
    MarkedRun,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.open_data import all_files
from reports.styles.cells import fte_cell, saving_cell, table_of_rows
from reports.styles.finishing import finished
from reports.styles.groups import Anchors
from reports.styles.texts import lines_cell
from services.values.money import MoneyStyle
from services.values.wording import listed

KEY_TO_MARKS = (
    MarkedRun("kept", "In texts, words are marked like this: "),
    MarkedRun("removed", "what the earlier one said"),
    MarkedRun("kept", " "),
    MarkedRun("added", "what the later one says"),
    MarkedRun("kept", ". Long stretches without a change are left out and shown as […]."),
)


@dataclass(frozen=True)
class Compared:
    """Two sets compared: their names for people, the reasons on record by reference, and what is said of both."""

    changes: Changes
    before: str
    after: str
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def build(compared: Compared, cover: Cover) -> Document:
    """Return the appendix of all that changed; it carries the figures of the later set."""
    changes, anchors = compared.changes, Anchors()
    blocks: list[Block] = [PageBreak("landscape")]
    blocks += _summary(compared, anchors)
    if changes.added or changes.withdrawn:
        blocks += _came(changes.added, compared, anchors)
        blocks += _went(compared, anchors)
    if changes.changed:
        blocks.append(PageBreak())
        blocks += _changed(compared, anchors)
    return Document(
        council=changes.after.council,
        subtitle=f"From {compared.before} to {compared.after}",
        cover=cover,
        blocks=finished(cover, blocks),
        data=all_files(changes.after),
        logo=changes.after.logo,
    )


# The whole


def _summary(compared: Compared, anchors: Anchors) -> Iterator[Block]:
    changes = compared.changes
    yield Heading(2, "Summary of changes", anchors.new("summary", "all"), in_contents=True)
    yield Paragraph(summary_in_words(changes))
    for sentence in (*compared.said, *notes_on(changes)):
        yield Paragraph(sentence)
    if changes.is_empty:
        return
    if changes.changed:
        kinds = [f"{count} {CHANGE_KINDS[kind].lower()}" for kind, count in changes.counts.items() if count]
        yield Paragraph(f"Of the proposals that changed, counted in every way that one did: {listed(kinds)}.")
    for table in printed_totals(changes):
        yield _table(table)


def _table(table: PrintedTable, caption: str = "") -> Table:
    rows = []
    for row in table.rows:
        header = Cell(row.label)
        rows.append(Row(row.kind, header, () if row.kind == "group" else tuple(map(_cell, row.figures))))
    columns = (Column(table.heading), *(Column(heading, align="number") for heading in table.columns))
    return Table(caption or table.caption, columns, tuple(rows))


def _cell(figure: PrintedFigure) -> Cell:
    return Cell(figure.text, value=figure.value)


# What came and went


def _came(added: Iterable[Coming], compared: Compared, anchors: Anchors) -> Iterator[Block]:
    rows = [(item.record, named_by_in_words(item.named_by)) for item in added]
    yield from _listed_proposals("Added", rows, compared, anchors)


def _went(compared: Compared, anchors: Anchors) -> Iterator[Block]:
    changes = compared.changes
    rows = [
        (item.record, " ".join(filter(None, (changes.gone_because(item), named_by_in_words(item.named_by)))))
        for item in changes.withdrawn
    ]
    yield from _listed_proposals(changes.gone.capitalize(), rows, compared, anchors)


def _listed_proposals(
    heading: str, rows: list[tuple[ProposalRecord, str]], compared: Compared, anchors: Anchors
) -> Iterator[Block]:
    if rows:
        yield Heading(2, heading, anchors.new("list", heading), in_contents=True)
    for direction, named in ((SAVING, "Proposals"), (PRESSURE, "Pressures")):
        own = [(record, said) for record, said in rows if record.direction == direction]
        style = style_in_own_direction(compared.changes.after.money_style, direction)
        columns = (
            Column("Proposal"),
            Column("Directorate, service, and what is said of it"),
            Column("Start year", align="number"),
            Column(f"Total {NOUNS[direction]}", style.label, "number"),
            Column("Change in posts", "FTE", "number"),
        )
        if own:
            cells = (_listed_cells(record, said, compared, style) for record, said in own)
            yield table_of_rows(f"{named} {heading.lower()}", columns, cells)


def _listed_cells(
    record: ProposalRecord, said: str, compared: Compared, style: MoneyStyle
) -> Iterator[Cell | str]:
    reasons = (f"Reason: {reason}" for reason in compared.reasons.get(record.reference, ()))
    yield lines_cell((record.reference, record.title))
    # A column for so few words would be squeezed between the figures.
    yield lines_cell((record.directorate, record.service, said, *reasons))
    yield str(record.start_year or NOT_STATED)
    yield saving_cell(record.total, style)
    yield fte_cell(record.fte.total, style) if record.fte_is_stated else NOT_STATED


# What changed


def _changed(compared: Compared, anchors: Anchors) -> Iterator[Block]:
    style = compared.changes.after.money_style
    yield Heading(2, "Changed", anchors.new("list", "changed"), in_contents=True)
    yield MarkedParagraph(KEY_TO_MARKS)
    for change in compared.changes.changed:
        printed = printed_change(change, style, shorten=True)
        yield Heading(
            3,
            f"{printed.reference} – {printed.title}",
            anchors.new("change", printed.reference),
            in_contents=True,
            group=printed.directorate,
        )
        yield from _one_change(printed, compared.reasons.get(printed.reference, ()))


def _one_change(printed: PrintedChange, reasons: Iterable[str]) -> Iterator[Block]:
    yield Paragraph(f"{printed.directorate}, {printed.service}. {'; '.join(printed.kinds)}.")
    if printed.renumbered_from:
        yield Paragraph(f"Its reference was {printed.renumbered_from}.")
    for sentence in (*printed.moves, *(f"Reason: {reason}" for reason in reasons)):
        yield Paragraph(sentence)
    if printed.figures:
        yield _table(printed.figures, f"Figures that changed, {printed.reference}")
    if printed.facts or printed.lists:
        yield _facts(printed)
    for text in printed.texts:
        yield Heading(4, text.label)
        yield from _marked(text)


def _facts(printed: PrintedChange) -> Table:
    rows = [
        (fact.label, lines_cell(fact.before.split("\n")), lines_cell(fact.after.split("\n")))
        for fact in printed.facts
    ]
    rows += [
        (
            each.label,
            lines_cell([f"Removed: {item}" for item in each.removed], "–"),
            lines_cell([f"Added: {item}" for item in each.added], "–"),
        )
        for each in printed.lists
    ]
    columns = map(Column, ("Fact", "Before", "After"))
    return table_of_rows(f"Facts that changed, {printed.reference}", columns, rows)


def _marked(text: PrintedText) -> Iterator[Block]:
    for line in text.lines:
        if text.as_a_whole:
            # The heading says so: a page of bold or struck words would only be hard to read.
            yield Paragraph("".join(run.text for run in line))
        else:
            yield MarkedParagraph(tuple(MarkedRun(span.kind, span.text) for span in line))
