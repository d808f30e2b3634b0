"""The recommendations of scrutiny as an appendix: by committee, each with Cabinet's response and what became of it.

It is made of scrutiny's record and not of proposals, so it stands beside the styles of `STYLES`.
"""

from collections import Counter
from collections.abc import Iterator

from proposals.domain.scrutiny_items import ItemKind, ItemRecord, Response, ScrutinyRecord
from reports.documents.cover import Cover
from reports.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.styles.finishing import finished
from reports.styles.groups import Anchors
from reports.styles.texts import lines_cell, narrative_cell
from services.values.dates import format_day

AWAITED = "Not responded to yet"
NONE = "There are no recommendations."


def build(record: ScrutinyRecord, cover: Cover) -> Document:
    """Return the appendix of the record's recommendations, numbered through in the order they were made."""
    recommendations = sorted(record.of_kind(ItemKind.RECOMMENDATION).items, key=_when)
    anchors = Anchors()
    blocks: list[Block] = [*_summary(recommendations, anchors), PageBreak("landscape")]
    numbered = list(enumerate(recommendations, start=1))
    for made_by in dict.fromkeys(item.asked_by for item in recommendations):
        own = [(number, item) for number, item in numbered if item.asked_by == made_by]
        blocks.append(Heading(2, made_by, anchors.new("made-by", made_by), in_contents=True))
        blocks.append(_table(made_by, own))
    return Document(
        council=record.council,
        subtitle=record.name,
        cover=cover,
        blocks=finished(cover, blocks),
        selection=record.selection,
        logo=record.logo,
    )


def _when(item: ItemRecord) -> tuple[object, ...]:
    return item.asked_on, item.key


def _summary(recommendations: list[ItemRecord], anchors: Anchors) -> Iterator[Block]:
    yield Heading(2, "How Cabinet responded", anchors.new("summary", "responses"), in_contents=True)
    if not recommendations:
        yield Paragraph(NONE)
        return
    held = Counter(item.response for item in recommendations)
    counts = [(response.label.capitalize(), held[response.value]) for response in Response]
    counts.append((AWAITED, held[""]))
    yield Table(
        "Recommendations by response",
        (Column("Response of Cabinet"), Column("Recommendations", align="number")),
        (
            *(Row("item", Cell(words), (Cell(str(count), value=count),)) for words, count in counts),
            Row("total", Cell("Total"), (Cell(str(len(recommendations)), value=len(recommendations)),)),
        ),
    )


def _table(made_by: str, numbered: list[tuple[int, ItemRecord]]) -> Table:
    return Table(
        f"Recommendations of {made_by}",
        (
            Column("Number"),
            Column("Proposal"),
            Column("Recommendation"),
            Column("Response of Cabinet"),
            Column("Outcome"),
        ),
        tuple(_row(number, item) for number, item in numbered),
        is_narrative=True,
    )


def _row(number: int, item: ItemRecord) -> Row:
    made = item.meeting or format_day(item.asked_on)
    return Row(
        "item",
        Cell(str(number)),
        (
            lines_cell((item.reference, item.title)),
            narrative_cell(item.text, made),
            _response(item),
            narrative_cell(item.outcome) if item.outcome else Cell("None recorded"),
        ),
    )


def _response(item: ItemRecord) -> Cell:
    if not item.response:
        return Cell(AWAITED)
    when = f", {format_day(item.responded_on)}" if item.responded_on else ""
    return narrative_cell(item.response_in_words, item.response_reason, f"{item.responded_by}{when}")
