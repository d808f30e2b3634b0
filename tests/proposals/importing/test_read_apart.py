"""A file above a megabyte is read in a process of its own, within limits of time and memory."""

import random
import resource
from io import BytesIO

import docx
import pytest
from PIL import Image

from proposals.importing import read_apart
from proposals.importing.lines import UnreadableDocument
from proposals.importing.reading import read_file
from services.values.years import FinancialYear

pytestmark = pytest.mark.one_database
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def large_word_file():
    """A table of two proposals and a picture of three megabytes."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for row in (("Reference", "Proposal", "2027/28 £000"), ("ENV1", "Dim", "5"), ("ENV2", "Cut", "7")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    picture = BytesIO()
    Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(3_000_000)).save(picture, "PNG")
    document.add_picture(picture)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_says_the_same_as_reading_it_here(large_word_file):
    given = {"answers": {}, "round_years": (FinancialYear(2027),), "mappings": {}}
    assert len(large_word_file) > MEGABYTE
    apart = read_apart.read_bounded(large_word_file, "savings.docx", **given)
    assert [proposal.references for proposal in apart.document.proposals] == [("ENV1",), ("ENV2",)]
    assert apart == read_file(large_word_file, "savings.docx", **given)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"[" * 10 * MEGABYTE),
        ("a.csv", b"(,\n" * 3 * MEGABYTE),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 9 * MEGABYTE + b"\nendobj\ntrailer<</Root 1 0 R>>"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[ 1 " * 2 * MEGABYTE + b"\nendobj\ntrailer<</Root 1 0 R>>"),
    ],
    ids=["text", "table", "PDF", "PDF with figures between"],
)
def test_ten_megabytes_of_brackets_are_refused_in_five_seconds_and_300_megabytes(name, content):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnreadableDocument):
        read_apart.read_bounded(content, name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the processor: others on the machine lengthen the time by the clock.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5
    assert read_apart.MOST_MEMORY < 300 * MEGABYTE


def test_one_that_takes_too_long_is_given_up(large_word_file, monkeypatch):
    monkeypatch.setattr(read_apart, "MOST_SECONDS", 0.05)
    with pytest.raises(UnreadableDocument, match="reasonable time and memory"):
        read_apart.read_bounded(large_word_file, "savings.docx")


@pytest.mark.django_db
def test_is_imported_like_any_other(large_word_file, client, finance_officer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.support.web_examples import make_round

    client.force_login(finance_officer)
    sent = {"document": SimpleUploadedFile("savings.docx", large_word_file), "budget_round": make_round().pk}
    answer = client.post("/proposals/import/", sent, follow=True)
    assert answer.status_code == 200
    assert "ENV1" in answer.content.decode()
    sent["document"] = SimpleUploadedFile("a.txt", b"[" * 3 * MEGABYTE)
    assert "The line that begins “[[[" in client.post("/proposals/import/", sent).content.decode()
