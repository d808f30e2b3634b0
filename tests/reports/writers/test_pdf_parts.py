"""A long document is printed in parts, and the file is that of the whole: structure, numbers, links, running texts."""

import gc
import re
import subprocess
from functools import cache
from io import BytesIO

import pikepdf
import pytest
import weasyprint

from reports.documents.cover import Cover
from reports.documents.document import Cell, Column, Contents, Document, Heading, Paragraph, Row, Table
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from reports.writers.progress import watched_by
from tests.support.pdf_checks import assert_passes, print_in_parts
from tests.support.style_examples import mixed_round

COLUMNS = (Column("Saving"), Column("Impact"), Column("2027/28", "£000", "number"))
AGENDA = 'The "whole" of it \\ all'


def document_of(cover=Cover(AGENDA), services=6, rows=40):  # noqa: B008
    blocks = [Contents()]
    for number in range(services):
        anchor, short = f"service-{number}", f"Service {number} in short"
        blocks.append(Heading(2, f"Service {number}", anchor, in_contents=True, short=short))
        blocks.append(Paragraph("It will run."))
        listed = (
            Row("item", Cell(f"S{number}-{row}"), (Cell("Fewer buses."), Cell("1.0"))) for row in range(rows)
        )
        blocks.append(Table(f"Savings of service {number}", COLUMNS, tuple(listed)))
    return Document("Northmoor", "Budget", cover, tuple(blocks))


@pytest.fixture
def in_parts(monkeypatch):
    print_in_parts(monkeypatch)


@cache
def printed_in_parts():
    return write_pdf(document_of())


@pytest.fixture
def pages(in_parts):
    """The texts of the pages of the document, printed in parts."""
    return pages_of(printed_in_parts())


@pytest.fixture
def as_a_whole_and_in_parts(monkeypatch):
    def write(document):
        whole = write_pdf(document)
        print_in_parts(monkeypatch)
        return whole, write_pdf(document)

    return write


def pages_of(pdf):
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    return text.decode().split("\f")[:-1]


def structure_of(pdf):
    """The roles of the structure in reading order with their depth, the bookmarks, and what each link leads to."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        names = [str(link.Dest) for page in opened.pages for link in page.get("/Annots", [])]
        titles = [(item.title, [below.title for below in item.children]) for item in outline.root]
        return list(roles_below(opened.Root.StructTreeRoot, 0)), titles, names


def roles_below(element, depth):
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield depth, str(kid.S)
            yield from roles_below(kid, depth + 1)


class TestAPrintInParts:
    @pytest.mark.long
    def test_has_the_structure_the_bookmarks_and_the_links_of_the_whole(self, as_a_whole_and_in_parts):
        whole, parts = as_a_whole_and_in_parts(document_of())
        assert structure_of(parts) == structure_of(whole)
        assert [role for _depth, role in structure_of(parts)[0]].count("/Table") == 6
        assert write_pdf(document_of()) == parts

    @pytest.mark.parametrize("style", list(STYLES))
    def test_of_every_style_passes_every_check(self, style, tmp_path, monkeypatch):
        print_in_parts(monkeypatch, weight=200)
        document = STYLES[style](mixed_round(), Cover(appendix="B", draft=True))
        assert_passes(write_pdf(document), tmp_path, document)

    def test_numbers_its_pages_through(self, pages):
        assert len(pages) > 6
        assert [re.search(r"Page \d+ of \d+", page)[0] for page in pages] == [
            f"Page {number} of {len(pages)}" for number in range(1, len(pages) + 1)
        ]

    def test_lists_each_service_with_its_page(self, pages):
        listed = dict(re.findall(r"^ *(Service \d) +(\d+)$", pages[0], re.MULTILINE))
        assert len(listed) == 6
        for service, number in listed.items():
            assert re.search(rf"^ *{service}$", pages[int(number) - 1], re.MULTILINE), service

    def test_says_at_the_head_and_foot_of_every_page_what_runs_there(self, pages):
        assert "Northmoor" not in pages[0].partition(AGENDA)[2]
        for page in pages[1:]:
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            assert re.match(r"Northmoor +Service \d in short$", lines[0])
            assert AGENDA in lines[-1]
            # What the page goes on with at its top, or begins with.
            assert f"S{re.search(r'Service (.)', lines[0])[1]}-" in page

    def test_warns_on_every_page_of_part_two(self, in_parts, tmp_path):
        cover = Cover("Savings", part="II", exempt_paragraph=3, exempt_reason="Terms of a contract")
        document = document_of(cover, services=3)
        pdf = write_pdf(document)
        assert_passes(pdf, tmp_path, document)
        for page in pages_of(pdf):
            assert "Terms of a contract" in page

    def test_in_large_print_passes_every_check(self, in_parts, tmp_path):
        document = document_of(Cover("Savings", large_print=True), services=2, rows=20)
        assert_passes(write_pdf(document), tmp_path, document)

    def test_ends_no_page_with_a_heading(self, pages):
        for page in pages:
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            assert not re.fullmatch(r"Service \d|Savings of service \d", lines[-2])


class TestTheMemory:
    @pytest.mark.long
    def test_has_the_pages_of_one_part_laid_out_when_a_page_is_drawn(self, in_parts):
        laid_out = []

        def look(progress):
            if progress.step == "drawing":
                pages = (each for each in gc.get_objects() if isinstance(each, weasyprint.document.Page))
                laid_out.append(sum(1 for _ in pages))

        document = document_of(services=8)
        with watched_by(look):
            write_pdf(document)
        assert len(laid_out) > 8
        assert max(laid_out) < len(laid_out) / 2


class TestWhoWatches:
    def test_is_told_of_every_page_in_order(self, in_parts):
        told = []
        with watched_by(told.append):
            pages = len(pages_of(write_pdf(document_of(services=4))))
        laid_out = [progress.page for progress in told if progress.step == "laying_out"]
        assert sorted(set(laid_out)) == list(range(1, pages + 1))
        assert laid_out == sorted(laid_out)
        assert [each.page for each in told if each.step == "drawing"] == list(range(1, pages + 1))

    @pytest.mark.long
    def test_can_stop_it_and_the_next_print_is_whole(self, in_parts):
        def stop(progress):
            if progress.step == "drawing" and progress.page == 4:
                raise KeyError

        with pytest.raises(KeyError), watched_by(stop):
            write_pdf(document_of())
        assert write_pdf(document_of()) == printed_in_parts()
