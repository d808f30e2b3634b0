"""The QR code of an edition: it leads from paper to the page, and the document passes every check with it."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pdfplumber
import pikepdf
import pytest
import segno

from reports.documents.cover import Cover, EditionMark
from reports.styles import STYLES
from reports.writers.html import write_html_body
from reports.writers.pdf import write_pdf
from tests.support.appendix_examples import proposal, round_of
from tests.support.pdf_checks import assert_passes

SITE = "https://savings.northmoor.gov.uk/e/"
ADDRESS = f"{SITE}3f2a9c04"
MARK = EditionMark("3f2a9c04-0000-4000-8000-000000000000", 1, datetime(2027, 1, 14, 9, 30, tzinfo=UTC))
MILLIMETRE = 72 / 25.4
LEAST_MODULE = 0.4 * MILLIMETRE
"""What a telephone's camera still tells apart at arm's length."""

COVERS = {
    "as the title block": Cover(editions_at=SITE),
    "on a page of its own": Cover(editions_at=SITE, on_own_page=True),
    "in large print": Cover(editions_at=SITE, large_print=True),
    "of a title of four lines": Cover(editions_at=SITE, appendix="A", title="Savings proposals " * 11),
}


def edition_with(cover, mark=MARK):
    return replace(STYLES["option-pages"](round_of(proposal()), cover), edition=mark)


def printed_modules(pdf):
    """The dark modules of the code on the first page, counted from the first of them, and the width of one."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        lines = [line for line in opened.pages[0].lines if LEAST_MODULE < line["linewidth"] < 3]
    widths = [line["linewidth"] for line in lines]
    width = max(widths, key=widths.count)
    runs = [line for line in lines if abs(line["linewidth"] - width) < 0.01]
    left, top = min(run["x0"] for run in runs), min(run["top"] for run in runs)
    dark = {
        (round((run["top"] - top) / width), round((run["x0"] - left) / width) + place)
        for run in runs
        for place in range(round((run["x1"] - run["x0"]) / width))
    }
    return dark, width


@pytest.mark.parametrize("kind", COVERS)
class TestTheFirstPageOfAnEdition:
    def test_has_the_code_of_its_address_large_enough_to_be_read(self, kind):
        dark, width = printed_modules(write_pdf(edition_with(COVERS[kind])))
        rows = segno.make_qr(ADDRESS, error="m").matrix
        assert dark == {
            (row, column) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell
        }
        assert width >= LEAST_MODULE

    def test_passes_every_check_and_comes_out_the_same_twice(self, kind, tmp_path):
        document = edition_with(COVERS[kind])
        pdf = write_pdf(document)
        assert_passes(pdf, tmp_path, document)
        assert write_pdf(document) == pdf

    def test_says_the_address_in_words_to_who_sees_no_code_and_to_who_has_no_camera(self, kind):
        with pikepdf.open(io.BytesIO(write_pdf(edition_with(COVERS[kind])))) as opened:
            figures = [
                str(thing.get("/Alt"))
                for thing in opened.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
            ]
        assert figures == [f"QR code for {ADDRESS}"]
        with pdfplumber.open(io.BytesIO(write_pdf(edition_with(COVERS[kind])))) as opened:
            assert ADDRESS in opened.pages[0].extract_text()


@pytest.mark.parametrize(
    ("cover", "mark"), [(Cover(), MARK), (Cover(editions_at=SITE), None)], ids=["no address", "no edition"]
)
def test_a_document_that_no_address_leads_to_has_no_code(cover, mark):
    written = write_html_body(edition_with(cover, mark))
    assert "QR code" not in written
    assert "/e/" not in written
