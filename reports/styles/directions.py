"""Savings and pressures in one appendix: the same tables for each, in its own sign and words, and what both come to."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from proposals.domain.direction import NOUNS, PRESSURE, SAVING, style_in_own_direction
from proposals.domain.fields import FIELDS, named, printed_facts
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.document import Block, Cell, Column, FormRow, Heading, Paragraph, Row, Table
from reports.styles.cells import count_cell
from reports.styles.figures import savings_by_year, total_fte
from reports.styles.needs import Needs
from services.values.money import MoneyStyle

PRESSURE_FACTS = named("pressure_category", "fund", "certainty", "council_share")
"""Printed of a pressure where a style prints the facts of a proposal."""

_HEADINGS: dict[tuple[str, str], str] = {
    (NOUNS[PRESSURE], "decisions_needed"): "Decisions needed",
    (NOUNS[PRESSURE], "actions_needed"): "Actions needed",
    (NOUNS[PRESSURE], "how_achieved"): "Reason for the pressure",
}
"""The headings that speak of a saving in the forms of savings."""

_PREFIX = "pressures"


@dataclass(frozen=True)
class Words:
    """The words of an appendix for what its tables list, within a sentence and at its beginning."""

    noun: str

    @property
    def plural(self) -> str:
        """The noun of several."""
        return f"{self.noun}s"

    @property
    def heading(self) -> str:
        """The noun as a heading begins with it."""
        return self.noun.capitalize()

    @property
    def headings(self) -> str:
        """The plural as a heading begins with it."""
        return self.plural.capitalize()


def headings_of(kinds: Mapping[str, str], words: Words) -> dict[str, str]:
    """Return the headings of narrative sections, by kind, as a form of that direction has them."""
    return {kind: _HEADINGS.get((words.noun, kind), heading) for kind, heading in kinds.items()}


def words_of(round_record: RoundRecord) -> Words:
    """Return the words for the proposals of one direction."""
    return Words(NOUNS[round_record.direction])


def parts_of(round_record: RoundRecord) -> tuple[RoundRecord, ...]:
    """Return the savings, then the pressures, each as a set in its own sign; a set of one direction is one part."""
    if round_record.is_mixed:
        return tuple(_own(round_record.of_direction(direction)) for direction in (SAVING, PRESSURE))
    return (_own(round_record),)


def _own(part: RoundRecord) -> RoundRecord:
    return replace(part, money_style=style_in_own_direction(part.money_style, part.direction))


def apart(first: Iterable[Block], blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks of the second part, with anchors and entries of the contents that the first has not."""
    taken = {block.text for block in first if isinstance(block, Heading) and block.in_contents}
    return tuple(_apart(block, taken) for block in blocks)


def _apart(block: Block, taken: Collection[str]) -> Block:
    if isinstance(block, Heading) and block.anchor:
        text = f"{block.text}: pressures" if block.text in taken else block.text
        return replace(block, text=text, anchor=f"{_PREFIX}-{block.anchor}")
    if isinstance(block, Table):
        return replace(block, rows=tuple(map(_row_apart, block.rows)))
    return block


def _row_apart(row: Row) -> Row:
    header = row.header
    if header is None or not header.anchor:
        return row
    return replace(row, header=replace(header, anchor=f"{_PREFIX}-{header.anchor}"))


def needs_of_pressures(round_record: RoundRecord) -> Needs:
    """Return the fields that a form prints of pressures alone."""
    if round_record.direction == SAVING:
        return {}
    return {
        FIELDS["pressure_category"].label: lambda proposal: bool(proposal.pressure_category),
        FIELDS["certainty"].label: lambda proposal: bool(proposal.certainty),
    }


def pressure_rows(proposal: ProposalRecord) -> Iterator[FormRow]:
    """Yield the facts that only a pressure has, as rows of its form; nothing for a saving."""
    if proposal.direction == PRESSURE:
        yield from (FormRow(label, text) for label, text in printed_facts(PRESSURE_FACTS, proposal))


def net_blocks(round_record: RoundRecord) -> Iterator[Block]:
    """Yield what the savings and the pressures come to, and both together, by year."""
    style = round_record.money_style
    yield Heading(2, "Savings, pressures and net", f"{_PREFIX}-and-savings", in_contents=True, short="Net")
    if round_record.selection:
        yield Paragraph(f"{round_record.selection} The totals are of these only.")
    saving, pressure = (
        ("negative", "positive") if style.savings_sign == "negative" else ("positive", "negative")
    )
    yield Paragraph(f"A saving is printed as a {saving} figure, a pressure as a {pressure} one.")
    if round_record.totals.caveat:
        yield Paragraph(round_record.totals.caveat)
    if style.rounding_note:
        yield Paragraph(style.rounding_note)
    yield Table(
        "Savings, pressures and net by discrete year",
        (
            Column("Direction"),
            Column("Proposals", align="number"),
            *(Column(str(year), style.label, "number") for year in round_record.years),
            Column("Total", style.label, "number"),
            Column("Total", "FTE", "number"),
        ),
        (
            Row("item", Cell("Savings"), _figures(round_record.of_direction(SAVING), style)),
            Row("item", Cell("Pressures"), _figures(round_record.of_direction(PRESSURE), style)),
            Row("total", Cell("Net"), _figures(round_record, style)),
        ),
    )


def _figures(part: RoundRecord, style: MoneyStyle) -> tuple[Cell, ...]:
    totals = part.totals
    return count_cell(totals.count), *savings_by_year(totals, style), total_fte(totals, style)
