"""The kinds of appendix: each style builds a document of blocks from the records of a budget round."""

from collections.abc import Callable

from proposals.records import RoundRecord
from reports.document import Cover, Document
from reports.styles import option_pages

StyleBuilder = Callable[[RoundRecord, Cover], Document]

STYLES: dict[str, StyleBuilder] = {"option-pages": option_pages.build}
"""Every style by its code name."""
