"""Each option and business case says how it is cited, before its texts, where the site has a public address."""

import io
from dataclasses import replace

import openpyxl
import pytest

from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from reports.writers.workbook import write_workbook
from tests.support.appendix_examples import proposal, round_of
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import text_under

ADDRESS = "https://savings.northmoor.gov.uk/p/48"
LINE = f"Cite this proposal as {ADDRESS}"
HEADING = "CYP002 – Family information"


def document_of(style, **changes):
    return STYLES[style](round_of(proposal(**changes)), Cover())


@pytest.mark.parametrize("style", ["option-pages", "business-cases"])
class TestEachProposal:
    def test_says_its_address_before_its_texts(self, style):
        assert text_under(document_of(style, cited_as=ADDRESS), HEADING)[-1] == LINE

    def test_says_nothing_of_it_where_there_is_no_address(self, style):
        document, cited = document_of(style), document_of(style, cited_as=ADDRESS)
        assert replace(document, data=()) != replace(cited, data=())
        assert not any("Cite this" in getattr(block, "text", "") for block in document.blocks)

    def test_passes_every_check_with_it(self, style, tmp_path):
        document = document_of(style, cited_as=ADDRESS)
        assert_passes(write_pdf(document), tmp_path, document)


def test_a_workbook_has_it_among_no_section_of_the_proposal():
    document = document_of("option-pages", cited_as=ADDRESS)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(document)))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    (row,) = [row for row in rows if LINE in row]
    assert HEADING in row
    assert "What does this service deliver?" not in row
