"""The kinds of appendix: each style builds a document of blocks from the records of a budget round."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from proposals.domain.records import RoundRecord
from reports.documents.cover import Cover
from reports.documents.document import Document
from reports.open_data import all_files
from reports.styles import business_cases, committee_summary, impact_table, option_pages
from reports.styles.attachments import attachment_blocks
from reports.styles.finishing import finished
from reports.styles.needs import MissingField
from reports.styles.published import Printed


@dataclass(frozen=True)
class Style:
    """A kind of appendix: its name and description for people, what it calls a proposal, and how it is made."""

    label: str
    description: str
    noun: str
    build: Callable[[RoundRecord, Cover], Document]
    missing_fields: Callable[[RoundRecord], tuple[MissingField, ...]]
    printed: Printed
    """What it prints of a proposal, and so what an edition publishes of it."""

    def __call__(self, round_record: RoundRecord, cover: Cover) -> Document:
        """Return the appendix of the round's chosen proposals, between the introduction and the list of attachments."""
        document = self.build(round_record, cover)
        blocks = (*document.blocks, *attachment_blocks(round_record, cover))
        return replace(
            document, blocks=finished(cover, blocks), data=all_files(round_record), logo=round_record.logo
        )


STYLES: dict[str, Style] = {
    "option-pages": Style(
        "Option pages",
        "A summary by directorate, then one option after another, each with its form and its texts.",
        "option",
        option_pages.build,
        option_pages.missing_fields,
        option_pages.PRINTED,
    ),
    "committee-summary": Style(
        "Committee summary",
        "By committee, a table of savings, decisions, impact and where they were reported.",
        "proposal",
        committee_summary.build,
        committee_summary.missing_fields,
        committee_summary.PRINTED,
    ),
    "impact-table": Style(
        "Impact table",
        "By portfolio, service and category, a table of savings, risks and impact.",
        "proposal",
        impact_table.build,
        impact_table.missing_fields,
        impact_table.PRINTED,
    ),
    "business-cases": Style(
        "Business cases",
        "A summary by committee, then one business case after another with all its sections.",
        "business case",
        business_cases.build,
        business_cases.missing_fields,
        business_cases.PRINTED,
    ),
}
"""Every style by its code name."""

DEFAULT_STYLE = "option-pages"
