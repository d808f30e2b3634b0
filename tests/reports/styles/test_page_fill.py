"""The pages of every style, printed from real documents and from the demonstration, and measured as they are drawn."""

import io
from statistics import median

import pdfplumber
import pytest
from django.conf import settings

from proposals.demo.rounds import load_round
from proposals.importing.plan.request import ImportRequest
from proposals.models import BudgetRound
from proposals.models.records import round_record, with_base_budgets
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from tests.pdf_checks.structure import check_structure
from tests.support.page_fill import Page, pages_of, thin_pages
from tests.support.parsed_imports import CASES, OPTIONS, SUMMARY, TABLE, load

LEAST = 1 / 3
SMALLEST, SMALLEST_IN_TABLES = 10.5, 9
"""Points: of the text, and of running text in the columns of a table."""

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.long]

LANCASHIRE = ImportRequest("lancashire", "Budget 2018/19 to 2020/21", phase="scrutiny")
REAL = {
    OPTIONS: (
        LANCASHIRE,
        [(OPTIONS, "lancashire-savings-options.txt"), (SUMMARY, "lancashire-scrutiny-summary.txt")],
    ),
    SUMMARY: (
        LANCASHIRE,
        [(OPTIONS, "lancashire-savings-options.txt"), (SUMMARY, "lancashire-scrutiny-summary.txt")],
    ),
    TABLE: (ImportRequest("banes", "Budget 2017/18 to 2019/20"), [(TABLE, "banes-impact-statements.txt")]),
    CASES: (
        ImportRequest("cambridgeshire", "Business plan 2018/19"),
        [(CASES, "cambridgeshire-business-cases.txt")],
    ),
}
MOST_PAGES = {OPTIONS: 45, SUMMARY: 22, TABLE: 15, CASES: 75}
MOST_PAGES_OF_THE_DEMONSTRATION = {
    OPTIONS: 55,
    SUMMARY: 22,
    TABLE: 36,
    CASES: 75,
    "budget-bridge": 12,
    "section-25": 3,
}


def printed(style, budget_round, **cover):
    """Return the pages of the appendix as measured, after its structure has been checked."""
    record = with_base_budgets(round_record(budget_round, budget_round.proposals.all()), budget_round)
    document = STYLES[style](record, Cover(appendix="A", **cover))
    pdf = write_pdf(document)
    assert check_structure(pdf, document) == []
    return len(record.proposals), pages_of(pdf), pdf


def sizes(pdf):
    """Return the sizes of the letters between the running head and foot, in points."""
    found = []
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages[:12]:
            text = page.crop((0, 48, page.width, page.height - 48))
            found += [round(letter["size"], 1) for letter in text.chars]
    return found


@pytest.mark.documents
@pytest.mark.parametrize("style", REAL)
def test_the_appendix_of_a_real_document_fills_its_pages(style, documents):
    request, files = REAL[style]
    for kind, name in files:
        load(kind, (documents / name).read_bytes(), request=request, reason="Both papers were published so.")
    count, pages, pdf = printed(style, BudgetRound.objects.get(council__slug=request.council_slug))
    assert count == {OPTIONS: 36, SUMMARY: 36, TABLE: 35, CASES: 30}[style]
    assert thin_pages(pages, LEAST) == []
    assert len(pages) <= MOST_PAGES[style]
    letters = sizes(pdf)
    assert min(letters) >= SMALLEST_IN_TABLES
    if style in (OPTIONS, CASES):
        assert median(letters) >= SMALLEST


@pytest.mark.parametrize("style", STYLES)
def test_the_appendix_of_the_demonstration_fills_its_pages(style):
    budget_round, _is_new = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
    count, pages, _pdf = printed(style, budget_round)
    assert count == 47
    assert thin_pages(pages, LEAST) == []
    assert len(pages) <= MOST_PAGES_OF_THE_DEMONSTRATION[style]


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
