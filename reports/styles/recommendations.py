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
from reports.styles.cells import Columns, count_cell, table_of
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
        blocks.append(table_of(f"Recommendations of {made_by}", _COLUMNS, own, is_narrative=True))
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
            *(Row("item", Cell(words), (count_cell(count),)) for words, count in counts),
            Row("total", Cell("Total"), (count_cell(len(recommendations)),)),
        ),
    )


_COLUMNS: Columns = {
    Column("Number"): lambda numbered: str(numbered[0]),
    Column("Proposal"): lambda numbered: lines_cell((numbered[1].reference, numbered[1].title)),
    Column("Recommendation"): lambda numbered: _recommendation(numbered[1]),
    Column("Response of Cabinet"): lambda numbered: _response(numbered[1]),
    Column("Outcome"): lambda numbered: narrative_cell(numbered[1].outcome or "None recorded"),
}


def _recommendation(item: ItemRecord) -> Cell:
    return narrative_cell(item.text, item.meeting or format_day(item.asked_on))


def _response(item: ItemRecord) -> Cell:
    if not item.response:
        return Cell(AWAITED)
    when = f", {format_day(item.responded_on)}" if item.responded_on else ""
    return narrative_cell(item.response_in_words, item.response_reason, f"{item.responded_by}{when}")
