"""A financial case as a file of each kind."""

from proposals.domain.forecast.case import Case
from proposals.domain.forecast.summary_tables import case_tables
from reports.documents.cover import Cover
from reports.forecasts.document import case_document, results_file
from reports.forecasts.workbook import write_case
from reports.models import Forecast
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


def write_case_file(forecast: Forecast, case: Case, ending: str, cover: Cover | None = None) -> bytes:
    """Return the case as a file of the kind that the ending names."""
    if ending == "json":
        return results_file(forecast, case)
    if ending == "xlsx":
        council = forecast.council.name
        return write_case(case, case_tables(case, (council,)), forecast.name, council)
    document = case_document(forecast, case, cover)
    if ending == "html":
        return write_html_page(document).encode()
    return FILE_KINDS[ending].write(document)
