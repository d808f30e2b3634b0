"""The kinds of appendix: each style builds a document of blocks from the records of a budget round."""

from collections.abc import Callable
from dataclasses import dataclass

from proposals.domain.records import RoundRecord
from reports.documents.cover import Cover
from reports.documents.document import Block, Document, PageBreak
from reports.open_data import all_files
from reports.styles import (
    budget_bridge,
    business_cases,
    committee_summary,
    impact_table,
    option_pages,
    section_25,
)
from reports.styles.attachments import attachment_blocks
from reports.styles.directions import apart, net_blocks, parts_of
from reports.styles.finishing import finished
from reports.styles.needs import MissingField, Needs, missing
from reports.styles.published import Printed


@dataclass(frozen=True)
class Style:
    """A kind of appendix: its name and description for people, what it calls a proposal, and how it is made."""

    label: str
    description: str
    noun: str
    build: Callable[[RoundRecord], tuple[Block, ...]]
    """Its blocks of proposals of one direction, in their own sign; of all of them where it `prints_net`."""
    needs: Callable[[RoundRecord], Needs]
    printed: Printed
    """What it prints of a proposal, and so what an edition publishes of it."""
    prints_net: bool = False
    """True if savings and pressures stand in the same tables, and the services' base budgets with them."""
    prints_budget: bool = False
    """True if it prints the round's gap, its reserves and the opinion on them."""

    def __call__(self, round_record: RoundRecord, cover: Cover) -> Document:
        """Return the appendix of the round's chosen proposals, between the introduction and the list of attachments.

        Where there are savings and pressures, the savings come first, then the pressures, then both together.
        """
        first, *others = self._parts(round_record)
        blocks = [*self.build(first)]
        for part in others:
            blocks += (PageBreak(), *apart(blocks, self.build(part)), PageBreak(), *net_blocks(round_record))
        blocks += attachment_blocks(round_record, cover)
        return Document(
            council=round_record.council,
            subtitle=round_record.name,
            cover=cover,
            blocks=finished(cover, blocks),
            selection=round_record.selection,
            data=all_files(round_record),
            logo=round_record.logo,
        )

    def missing_fields(self, round_record: RoundRecord) -> tuple[MissingField, ...]:
        """Return what it prints and some of the proposals lack."""
        return missing((self.needs(part), part.proposals) for part in self._parts(round_record))

    def _parts(self, round_record: RoundRecord) -> tuple[RoundRecord, ...]:
        return (round_record,) if self.prints_net else parts_of(round_record)


STYLES: dict[str, Style] = {
    "option-pages": Style(
        "Option pages",
        "A summary by directorate, then one option after another, each with its form and its texts.",
        "option",
        option_pages.build,
        option_pages.needs,
        option_pages.PRINTED,
    ),
    "committee-summary": Style(
        "Committee summary",
        "By committee, a table of savings, decisions, impact and where they were reported.",
        "proposal",
        committee_summary.build,
        committee_summary.needs,
        committee_summary.PRINTED,
    ),
    "impact-table": Style(
        "Impact table",
        "By portfolio, service and category, a table of savings, risks and impact.",
        "proposal",
        impact_table.build,
        impact_table.needs,
        impact_table.PRINTED,
    ),
    "business-cases": Style(
        "Business cases",
        "A summary by committee, then one business case after another with all its sections.",
        "business case",
        business_cases.build,
        business_cases.needs,
        business_cases.PRINTED,
    ),
    "budget-bridge": Style(
        "Budget bridge",
        "By directorate and year, the steps from last year’s budget to this year’s, with what is behind each.",
        "proposal",
        budget_bridge.build,
        budget_bridge.needs,
        budget_bridge.PRINTED,
        prints_net=True,
    ),
    "section-25": Style(
        "Section 25 report",
        "The savings, gap and reserves that the section 151 officer’s opinion rests on, with the opinion.",
        "proposal",
        section_25.build,
        section_25.needs,
        section_25.PRINTED,
        prints_net=True,
        prints_budget=True,
    ),
}
"""Every style by its code name."""

DEFAULT_STYLE = "option-pages"
