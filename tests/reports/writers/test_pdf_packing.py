"""Packing a PDF and printing it faster: the bytes say the same, and where a stream ends cannot be mistaken."""

import gc
import zlib
from io import BytesIO
from itertools import count
from threading import Thread

import page
import pikepdf
import pydyf
import pytest

from councilsavings.garbage import without_collecting
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers import pdf as pdf_writer
from reports.writers.pdf import write_pdf
from reports.writers.pdf_speed import PageReferences
from reports.writers.pdf_streams import pack_streams, write_in_pieces
from tests.support.appendix_examples import proposal, round_of

# The first that zlib packs so; with another packer the search goes on from there.
FIRST_AMBIGUOUS = 1_007_999


@pytest.fixture(scope="module")
def ambiguous():
    """A content that ends in a carriage return once it is packed."""
    contents = (b"q %d w Q" % number for number in count(FIRST_AMBIGUOUS))
    return next(text for text in contents if zlib.compress(text, 9).endswith(b"\r"))


def written(*contents):
    pdf = pydyf.PDF()
    for content in contents:
        stream = pydyf.Stream([content], compress=True)
        pdf.add_object(stream)
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": stream.reference}))
    pack_streams(pdf)
    write_in_pieces(pdf)
    output = BytesIO()
    pdf.write(output)
    return output.getvalue()


class TestPacking:
    def test_no_stream_ends_in_a_carriage_return_and_all_unpack_to_what_they_were(self, ambiguous):
        content = written(b"q 1 w Q", ambiguous, b"q 2 w Q")
        assert b"\r\nendstream" not in content
        with pikepdf.open(BytesIO(content)) as opened:
            found = [sheet.Contents.read_bytes() for sheet in opened.pages]
        assert found == [b"q 1 w Q", ambiguous, b"q 2 w Q"]

    def test_an_appendix_with_such_a_stream_is_an_archive(self, monkeypatch, ambiguous):
        document = STYLES["option-pages"](round_of(proposal()), Cover())
        before = write_pdf(document)

        def with_an_ambiguous_stream(pdf):
            stream = pydyf.Stream([ambiguous], compress=True)
            pdf.add_object(stream)
            pdf.catalog["XXUnused"] = stream.reference
            pack_streams(pdf)

        monkeypatch.setattr(pdf_writer, "pack_streams", with_an_ambiguous_stream)
        after = write_pdf(document)
        assert after != before
        assert page.is_pdf_compliant_bytes(after, profile="3a")


class TestSpeed:
    def test_page_references_are_those_that_were_made_anew(self):
        pdf = pydyf.PDF()
        for _ in range(3):
            pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert list(PageReferences(pdf)) == [b"3 0 R", b"4 0 R", b"5 0 R"]
        with pytest.raises(IndexError):
            PageReferences(pdf)[3]

    def test_garbage_is_looked_for_again_after_the_last_of_several_has_printed(self):
        def other():
            with without_collecting():
                pass

        with without_collecting():
            thread = Thread(target=other)
            thread.start()
            thread.join()
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_a_failed_printing_lets_garbage_be_looked_for_again(self):
        with pytest.raises(ValueError, match="failed"), without_collecting():
            raise ValueError("failed")
        assert gc.isenabled()
