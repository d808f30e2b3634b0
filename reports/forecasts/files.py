"""A financial case as a file of each kind."""

from proposals.domain.forecast.summary_tables import case_tables
from reports.documents.cover import Cover
from reports.forecasts.workbook import write_case
from reports.styles.financial_case.document import case_document, results_file
from reports.styles.financial_case.printed_case import PrintedCase
from reports.writers.files import EXCEL_TYPE, FILE_KINDS
from reports.writers.html import write_html_page

CASE_TYPES = {
    "json": "application/json",
    "xlsx": EXCEL_TYPE,
    "pdf": FILE_KINDS["pdf"].content_type,
    "html": "text/html; charset=utf-8",
    "docx": FILE_KINDS["docx"].content_type,
}
CASE_FORMATS = tuple(CASE_TYPES)


def write_case_file(printed: PrintedCase, ending: str, cover: Cover | None = None) -> bytes:
    """Return the case as a file of the kind that the ending names."""
    if ending in {"json", "xlsx"}:
        tables = case_tables(printed.case, (printed.council,))
        if ending == "json":
            return results_file(printed, tables)
        return write_case(printed.case, tables, printed.name, printed.council)
    document = case_document(printed, cover)
    if ending == "html":
        return write_html_page(document).encode()
    return FILE_KINDS[ending].write(document)
