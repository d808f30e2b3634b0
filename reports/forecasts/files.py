"""The files in which financial cases and positions are given out: writing one of each kind."""

from proposals.domain.forecast.round_position import RoundPosition
from proposals.models import BudgetRound
from reports.documents.cover import Cover
from reports.documents.document import Document
from reports.forecasts.position_document import position_document, position_file, position_workbook
from reports.forecasts.workbook import write_case
from reports.styles.financial_case.document import case_document, results_file
from reports.styles.financial_case.summary import PrintedCase
from reports.writers.files import FILE_KINDS
from reports.writers.html import write_html_page

FILE_NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel with formulas",
    "html": "HTML",
    "json": "JSON",
}
"""The kinds of file in words, by the ending of their names."""


def write_case_file(printed: PrintedCase, ending: str, cover: Cover | None = None) -> bytes:
    """Return the case as a file of the kind that the ending names."""
    if ending == "json":
        return results_file(printed)
    if ending == "xlsx":
        return write_case(printed.case, printed.name, printed.council)
    return _written(case_document(printed, cover), ending)


def write_position_file(
    position: RoundPosition, budget_round: BudgetRound, ending: str, cover: Cover
) -> bytes:
    """Return the position as a file of the kind that the ending names."""
    if ending == "json":
        return position_file(position, budget_round)
    if ending == "xlsx":
        return position_workbook(position, budget_round)
    return _written(position_document(position, budget_round, cover), ending)


def _written(document: Document, ending: str) -> bytes:
    return write_html_page(document).encode() if ending == "html" else FILE_KINDS[ending].write(document)
