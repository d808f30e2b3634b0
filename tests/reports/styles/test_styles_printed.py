"""The styles beside the option pages, printed: the automated checks, long texts, tables over pages, no page lost."""

import re
import subprocess

import page
import pytest

from proposals.domain.proposal_parts import SectionRecord
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from tests.support.pdf_checks import PROFILES, assert_passes
from tests.support.style_examples import build, case, impact, mixed_round, partly_known

LONG = "Buses will run. " * 500
EIGHT_COLUMNS = "\n".join("\t".join(f"Column {number} row {row}" for number in range(8)) for row in range(5))
NEW_STYLES = ["committee-summary", "impact-table", "business-cases"]


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout


def pages_of(pdf):
    return text_of(pdf).decode().split("\f")[:-1]


@pytest.mark.parametrize("style", NEW_STYLES)
def test_proposals_of_every_kind_of_document_pass_every_check_and_print_the_same_bytes(style, tmp_path):
    document = STYLES[style](mixed_round(), Cover(appendix="B", draft=True))
    pdf = write_pdf(document)
    assert_passes(pdf, tmp_path, document)
    assert write_pdf(document) == pdf
    pages = pages_of(pdf)
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Savings proposals" in text


def test_a_row_longer_than_a_page_breaks_under_repeated_headings(tmp_path):
    texts = {"decisions_needed": "Agree it.", "impact_upon_service": LONG}
    document = build("committee-summary", partly_known("CS-01"), partly_known("CS-02", statements=texts))
    pdf = write_pdf(document)
    assert_passes(pdf, tmp_path, document)
    pages = [text for text in pages_of(pdf) if "Buses will run." in text]
    assert len(pages) > 2
    assert all("Where" in text and "Decisions" in text for text in pages)
    assert sum(" ".join(text.split()).count("Buses") for text in pages) == 500
    assert "CS-01" in pages[0]


def test_a_table_of_seventy_rows_repeats_its_headings_and_cuts_no_row(tmp_path):
    many = [impact(f"AD-{number:02d}", f"Saving number {number}", 500) for number in range(70)]
    document = build("impact-table", *many)
    pdf = write_pdf(document)
    assert_passes(pdf, tmp_path, document)
    pages = [text for text in pages_of(pdf) if "AD-" in text]
    assert len(pages) > 5
    assert all("Risk to" in text for text in pages)
    # Every row holds its title, its reference and the end of its list on one page.
    for text in pages:
        assert text.count("Saving number") == text.count("AD-") == text.count("nearer")
    assert sum(text.count("AD-") for text in pages) == 70


@pytest.mark.long
def test_sixty_cases_pass_the_automated_checks_and_none_is_lost():
    pdf = write_pdf(build("business-cases", *(case(f"B/R.{number}") for number in range(60))))
    for profile in PROFILES:
        assert page.is_pdf_compliant_bytes(pdf, profile=profile), profile
    begun = [text for text in pages_of(pdf) if re.search(r"^\s*B/R\.\d+ – Lights", text, re.MULTILINE)]
    # The contents list all of them on pages of their own.
    assert len([text for text in begun if "The case in brief" in text]) == 60


def test_long_sections_and_wide_tables_of_cases_pass_every_check(tmp_path):
    sections = (
        SectionRecord("aims", "Aims", LONG),
        SectionRecord("overview", "Overview", EIGHT_COLUMNS),
        SectionRecord("approach", "Approach", "", "blank"),
    )
    title = "A title that is so long that it fills the line of the contents up to its end and over"
    pdf = write_pdf(build("business-cases", case("B/R.1", title=title, sections=sections), case("B/R.2")))
    assert_passes(pdf, tmp_path)
    text = " ".join(text_of(pdf).decode().split())
    assert text.count("Buses") == 500
    assert "Left blank" in text
