"""The styles of document that can be read, by code name."""

from collections.abc import Callable
from dataclasses import dataclass

from proposals.intake.business_cases.layout import read_business_cases
from proposals.intake.committee_summary.layout import read_committee_summary
from proposals.intake.impact_table.layout import read_impact_table
from proposals.intake.lines import DocumentLines
from proposals.intake.option_pages.layout import OptionDocument, read_option_pages
from proposals.intake.stated.proposal import StatedDocument

OPTION_PAGES = "option-pages"
Document = OptionDocument | StatedDocument


@dataclass(frozen=True)
class Layout:
    """One style of document: what people call it, what reads it, and what it is called in a sentence."""

    name: str
    read: Callable[[DocumentLines], Document]
    noun: str


LAYOUTS: dict[str, Layout] = {
    OPTION_PAGES: Layout("Option pages (one form per option)", read_option_pages, "option form"),
    "committee-summary": Layout(
        "Committee summary (a row per service, with the first year’s and the total saving)",
        read_committee_summary,
        "committee summary",
    ),
    "impact-table": Layout(
        "Impact table (a row per saving, by portfolio, service area and category)",
        read_impact_table,
        "impact table",
    ),
    "business-cases": Layout("Business cases (one template per case)", read_business_cases, "business case"),
}
