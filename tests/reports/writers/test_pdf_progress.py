"""Whoever watches a PDF being made is told of every page, laid out and drawn, and can stop it."""

import logging

import pytest

from reports.documents.cover import Cover
from reports.documents.document import Document, Heading, PageBreak, Paragraph
from reports.writers.pdf import count_pages, write_pdf
from reports.writers.progress import Progress, watched_by

DOCUMENT = Document(
    "Eastvale Council",
    "Budget",
    Cover("Savings"),
    tuple(
        block
        for number in range(1, 4)
        for block in (Heading(2, f"Option {number}", f"option-{number}"), Paragraph("Less."), PageBreak())
    ),
)


def test_every_page_is_told_and_the_file_is_the_same_as_unwatched():
    told: list[Progress] = []
    with watched_by(told.append):
        watched = write_pdf(DOCUMENT)
    pages = count_pages(watched)
    laid_out = [progress for progress in told if progress.step == "laying_out"]
    drawn = [progress for progress in told if progress.step == "drawing"]
    assert laid_out[:pages] == [Progress("laying_out", page) for page in range(1, pages + 1)]
    assert all(progress.of == pages for progress in laid_out[pages:])  # known after the first time through
    assert drawn == [Progress("drawing", page, pages) for page in range(1, pages + 1)]
    assert told == [*laid_out, *drawn]
    assert watched == write_pdf(DOCUMENT)


def test_who_watches_can_stop_it_and_nothing_is_left_behind():
    log = logging.getLogger("weasyprint.progress")
    before = (list(log.handlers), log.level, log.propagate)

    def stop(progress):
        raise KeyError(progress)

    with pytest.raises(KeyError), watched_by(stop):
        write_pdf(DOCUMENT)
    assert (log.handlers, log.level, log.propagate) == before
