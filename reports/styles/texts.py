"""Narrative sections as blocks of a page, and as the text of a table's cell."""

from collections.abc import Iterable, Iterator

from proposals.domain.exemption import PrintedSection, printed, section_of
from proposals.domain.records import ProposalRecord
from reports.documents.document import Block, Cell, CellBlock, Paragraph, Table
from reports.documents.narrative import narrative_blocks


def section_blocks(section: PrintedSection) -> Iterator[Block]:
    """Return the section's text, or the words in its place, and the remark on what is withheld."""
    yield from narrative_blocks(section.text)
    for sentence in (section.in_place_of_text, section.exemption):
        if sentence:
            yield Paragraph(sentence)


def citation(proposal: ProposalRecord) -> Iterator[Paragraph]:
    """Return the line that says how the proposal is cited; nothing where the site has no public address."""
    if proposal.cited_as:
        yield Paragraph(f"Cite this proposal as {proposal.cited_as}")


def section_cell(proposal: ProposalRecord, kind: str) -> Cell:
    """Return the proposal's section of that kind as a cell."""
    section = printed(section_of(proposal, kind))
    return narrative_cell(section.text, section.in_place_of_text, section.exemption)


def narrative_cell(*texts: str) -> Cell:
    """Return the texts one under another as a cell, their lists kept."""
    text = "\n\n".join(text for text in texts if text)
    blocks = tuple(_cell_blocks(text))
    is_one_paragraph = len(blocks) == 1 and isinstance(blocks[0], Paragraph)
    return Cell(text) if is_one_paragraph else Cell(text, blocks=blocks)


def lines_cell(lines: Iterable[str], otherwise: str = "") -> Cell:
    """Return lines of plain text, one under another, as a cell; `otherwise` where there are none."""
    there = tuple(line for line in lines if line)
    return Cell("\n".join(there) or otherwise, blocks=tuple(map(Paragraph, there)) if len(there) > 1 else ())


def _cell_blocks(text: str) -> Iterator[CellBlock]:
    for block in narrative_blocks(text):
        if isinstance(block, Table):
            yield from _rows_in_words(block)
        else:
            yield block


def _rows_in_words(table: Table) -> Iterator[Paragraph]:
    """Return each row as “heading: cell; heading: cell”: no screen reader follows a table in a table's cell."""
    for row in table.rows:
        pairs = zip(table.columns, row.cells, strict=True)
        named = (f"{column.heading}: {cell.text}" if column.heading else cell.text for column, cell in pairs)
        yield Paragraph("; ".join(named))
