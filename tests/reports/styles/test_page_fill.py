"""Every style printed from real documents and from the demonstration: its words, and how far its pages are filled."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

import page
import pdfplumber
import pypdfium2
import pytest
from django.conf import settings
from lxml import html

from proposals.demo.rounds import load_round
from proposals.importing.plan.request import ImportRequest
from proposals.models import BudgetRound
from proposals.models.records import round_record, with_base_budgets
from reports.documents.cover import Cover
from reports.documents.document import Document
from reports.styles import STYLES
from reports.writers.html import write_html_page
from reports.writers.pdf import write_pdf
from tests.pdf_checks.structure import check_structure
from tests.support.page_fill import Page, pages_of, thin_pages
from tests.support.parsed_imports import CASES, OPTIONS, SUMMARY, TABLE, load
from tests.support.pdf_checks import PROFILES

LEAST = 1 / 3
SMALLEST, SMALLEST_IN_TABLES = 10.5, 9
"""Points: of the text, and of running text in the columns of a table."""

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.long]


@dataclass(frozen=True)
class Papers:
    """What one council published, and of each style how many proposals and pages at most its appendix has."""

    request: ImportRequest
    files: tuple[tuple[str, str], ...]
    styles: dict[str, tuple[int, int]]


REAL = (
    Papers(
        ImportRequest("lancashire", "Budget 2018/19 to 2020/21", phase="scrutiny"),
        ((OPTIONS, "lancashire-savings-options.txt"), (SUMMARY, "lancashire-scrutiny-summary.txt")),
        {OPTIONS: (36, 45), SUMMARY: (36, 22)},
    ),
    Papers(
        ImportRequest("banes", "Budget 2017/18 to 2019/20"),
        ((TABLE, "banes-impact-statements.txt"),),
        {TABLE: (35, 15)},
    ),
    Papers(
        ImportRequest("cambridgeshire", "Business plan 2018/19"),
        ((CASES, "cambridgeshire-business-cases.txt"),),
        {CASES: (30, 75)},
    ),
)
MOST_PAGES_OF_THE_DEMONSTRATION = {
    OPTIONS: 55,
    SUMMARY: 22,
    TABLE: 36,
    CASES: 75,
    "budget-bridge": 12,
    "section-25": 3,
}


@dataclass(frozen=True)
class Printed:
    """An appendix with its PDF, whose structure has been checked, and its pages as measured."""

    count: int
    document: Document
    pdf: bytes
    pages: list[Page]


def printed(style, budget_round, **cover):
    record = with_base_budgets(round_record(budget_round, budget_round.proposals.all()), budget_round)
    document = STYLES[style](record, Cover(appendix="A", **cover))
    pdf = write_pdf(document)
    assert check_structure(pdf, document) == []
    return Printed(len(record.proposals), document, pdf, pages_of(pdf))


WORD = re.compile(r"[^\W_]+")
MOST_BROKEN_WORDS = 0.002
"""The share of words that narrow columns may break at the end of a line."""


def words(text):
    return Counter(word.casefold() for word in WORD.findall(text))


def text_of_the_page(appendix):
    return " ".join(html.fromstring(write_html_page(appendix)).find("body").itertext())


def text_of_the_pdf(pdf):
    texts = (sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf))
    # A hyphen at the end of a line comes back as a mark of its own.
    return " ".join(texts).replace("\ufffe", "-")


def lost_words(page_text, pdf_text):
    """Return the words of the page that the PDF prints less often, but for those broken at the end of a line."""
    together = "".join(WORD.findall(pdf_text)).casefold()
    missing = words(page_text) - words(pdf_text)
    return [word for word in missing if word not in together]


def sizes(pdf):
    """Return the sizes of the letters between the running head and foot, in points."""
    found = []
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for sheet in opened.pages[:12]:
            text = sheet.crop((0, 48, sheet.width, sheet.height - 48))
            found += [round(letter["size"], 1) for letter in text.chars]
    return found


@pytest.mark.documents
@pytest.mark.parametrize("papers", REAL, ids=lambda papers: papers.request.council_slug)
def test_the_appendix_of_a_real_document_prints_every_word_and_fills_its_pages(papers, documents):
    for kind, name in papers.files:
        content = (documents / name).read_bytes()
        load(kind, content, request=papers.request, reason="Both papers were published so.")
    budget_round = BudgetRound.objects.get(council__slug=papers.request.council_slug)
    for style, (proposals, most_pages) in papers.styles.items():
        appendix = printed(style, budget_round)
        assert appendix.count == proposals
        assert thin_pages(appendix.pages, LEAST) == []
        assert len(appendix.pages) <= most_pages
        letters = sizes(appendix.pdf)
        assert min(letters) >= SMALLEST_IN_TABLES
        if style in (OPTIONS, CASES):
            assert median(letters) >= SMALLEST
        for profile in PROFILES:
            assert page.is_pdf_compliant_bytes(appendix.pdf, profile=profile), profile
        page_text, pdf_text = text_of_the_page(appendix.document), text_of_the_pdf(appendix.pdf)
        assert lost_words(page_text, pdf_text) == []
        missing = words(page_text) - words(pdf_text)
        assert missing.total() < MOST_BROKEN_WORDS * words(page_text).total()


@pytest.mark.parametrize("style", STYLES)
def test_the_appendix_of_the_demonstration_fills_its_pages(style):
    budget_round, _is_new = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
    appendix = printed(style, budget_round)
    assert appendix.count == 47
    assert thin_pages(appendix.pages, LEAST) == []
    assert len(appendix.pages) <= MOST_PAGES_OF_THE_DEMONSTRATION[style]


def test_large_print_fills_its_pages():
    budget_round, _is_new = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
    chosen = budget_round.proposals.filter(reference__startswith="ENV")
    record = round_record(budget_round, chosen)
    for style in STYLES.values():
        pages = pages_of(write_pdf(style(record, Cover(large_print=True))))
        assert thin_pages(pages, LEAST) == []


def test_only_the_last_page_of_a_part_may_be_thin():
    upright, lying = Page(0.9, is_landscape=False), Page(0.9, is_landscape=True)
    thin, thin_lying = Page(0.3, is_landscape=False), Page(0.3, is_landscape=True)
    assert thin_pages([thin, lying, thin_lying, lying, thin_lying], LEAST) == [3]
    assert thin_pages([upright, thin, upright], LEAST) == [2]
