"""The council's logo at the head of its documents: in the PDF, in Word, and kept in the snapshot of an edition."""

import io
import zipfile
from base64 import b64encode
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from PIL import Image

from proposals.models.records import round_record
from reports.documents.cover import Cover
from reports.documents.snapshots import as_text, from_text, record_from, snapshot_of
from reports.styles import STYLES
from reports.writers.html import write_html_body
from reports.writers.pdf import write_pdf
from reports.writers.word import write_word
from services.models.council_logos import set_logo
from services.values.logos import LogoFile, PrintedLogo
from tests.support.appendix_examples import proposal, round_of
from tests.support.pdf_checks import assert_passes
from tests.support.web_examples import make_proposal, make_round

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">'
    b'<path fill="#205030" d="M10 70L60 10L110 70z"/></svg>'
)


def png():
    written = io.BytesIO()
    Image.new("RGBA", (300, 200), (20, 90, 60, 128)).save(written, "PNG")
    return written.getvalue()


LOGOS = {"png": png(), "svg": SVG}


def document_with(kind):
    logo = PrintedLogo(kind, b64encode(LOGOS[kind]).decode(), "The oak of Northmoor")
    return STYLES["option-pages"](replace(round_of(proposal()), logo=logo), Cover())


@pytest.mark.parametrize("kind", LOGOS)
def test_the_pdf_shows_it_with_its_words_and_passes_every_check(kind, tmp_path):
    document = document_with(kind)
    pdf = write_pdf(document)
    assert_passes(pdf, tmp_path, document)
    assert write_pdf(document) == pdf
    assert b"The oak of Northmoor" in write_html_body(document).encode()
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        first, *rest = opened.pages
        drawn = first.images if kind == "png" else [each for each in first.curves if each["fill"]]
        # Fifteen millimetres high, or a little less where the picture leaves an edge.
        assert len(drawn) == 1
        assert 25 < drawn[0]["height"] < 44
        assert not [image for page in rest for image in page.images]


@pytest.mark.parametrize("kind", LOGOS)
def test_word_shows_it_with_its_words(kind):
    content = write_word(document_with(kind))
    word = docx.Document(io.BytesIO(content))
    (picture,) = word.paragraphs[0]._p.iter(qn("wp:docPr"))
    assert picture.get("descr") == "The oak of Northmoor"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        media = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert LOGOS[kind] in media


@pytest.mark.django_db
class TestTheRecord:
    @pytest.fixture
    def budget_round(self):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        return budget_round

    def test_holds_the_logo_that_the_council_has(self, budget_round):
        assert round_record(budget_round, budget_round.proposals.all()).logo is None
        set_logo(budget_round.council, LogoFile("svg", SVG))
        logo = round_record(budget_round, budget_round.proposals.all()).logo
        assert logo == PrintedLogo("svg", b64encode(SVG).decode(), budget_round.council.name)

    def test_is_kept_in_the_snapshot_and_an_older_one_has_none(self, budget_round):
        set_logo(budget_round.council, LogoFile("svg", SVG))
        record = round_record(budget_round, budget_round.proposals.all())
        text = as_text(snapshot_of(record, Cover(), "option-pages"))
        assert record_from(from_text(text)) == record
        older = from_text(text)
        del older["record"]["logo"], older["cover"]["on_own_page"]
        assert record_from(older) == replace(record, logo=None)
