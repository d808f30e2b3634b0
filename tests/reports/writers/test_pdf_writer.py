import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from proposals.domain.savings_profile import YearAmounts
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.glyphs import unprintable_characters
from reports.writers.pdf import (
    ClosedFetcher,
    RefusedAddress,
    count_pages,
    print_page,
    write_pdf,
)
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from
from tests.support.appendix_examples import fte, profile, proposal, rich_proposal, round_of
from tests.support.pdf_checks import assert_passes

EIGHT_COLUMNS = "\n".join("\t".join(f"Column {number} row {row}" for number in range(8)) for row in range(5))


def build(*proposals, cover=Cover(appendix="A"), **changes):  # noqa: B008 (frozen)
    return STYLES["option-pages"](round_of(*proposals, **changes), cover)


@pytest.fixture(scope="module")
def document():
    return build(proposal(), rich_proposal())


@pytest.fixture(scope="module")
def pdf(document):
    return write_pdf(document)


def text_of(pdf, *options):
    command = ["pdftotext", *(options or ["-layout"]), "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def words(text):
    return " ".join(text.split())


def test_passes_every_automated_check(document, pdf, tmp_path):
    assert_passes(pdf, tmp_path, document)


def test_the_same_document_gives_the_same_bytes(document, pdf):
    assert write_pdf(document) == pdf


def test_says_who_and_what_it_is(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == "Appendix A – Savings proposals – Budget 2018/19 to 2020/21"
        assert str(opened.docinfo["/Author"]) == "Northmoor County Council"
        assert str(opened.Root.Lang) == "en-GB"


def test_prints_the_figures(pdf):
    text = words(text_of(pdf))
    assert "Subtotal, Children and Young People -0.946 -1.188 -0.690 -2.824 -0.25" in text
    assert "Saving (£m) -0.906 -1.188 -0.690 -2.784" in text
    assert re.search(r"Net budget 2016/17\* (.*? )?£130\.165m", text)  # another table may stand beside it
    assert "* With the part held in the pooled fund." in text


def test_prints_addresses_and_markup_as_text(pdf):
    text = words(text_of(pdf))
    assert '<img src="file:///etc/passwd"> & http://example.invalid/x.png' in text
    assert "root:" not in text


def test_every_page_says_which_of_how_many_it_is(pdf):
    pages = text_of(pdf).split("\f")[:-1]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def test_a_cover_that_is_chosen_has_a_page_of_its_own_without_head_or_foot():
    pages = text_of(write_pdf(build(proposal(), cover=Cover(on_own_page=True)))).split("\f")[:-1]
    assert "Savings proposals" in pages[0]
    assert "Page" not in pages[0]
    assert "Summary of savings proposals" not in pages[0]
    assert "Summary of savings proposals" in pages[1]


def test_running_heads_and_feet_are_artifacts(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        marks = [
            instruction.operands
            for instruction in pikepdf.parse_content_stream(opened.pages[1])
            if str(instruction.operator) == "BDC"
        ]
    pagination = [name for name, properties in marks if properties.get("/Type") == "/Pagination"]
    assert [str(name) for name in pagination] == ["/Artifact"] * 4  # council, option, title, page number


def test_contents_name_the_page_on_which_each_option_begins():
    pages = text_of(write_pdf(build(*(proposal(f"CYP{number:03d}") for number in range(9))))).split("\f")
    listed = dict(re.findall(r"^\s*(CYP\d+) – .*?(\d+)$", pages[0], re.MULTILINE))
    assert len(listed) == 9
    assert len(set(listed.values())) > 2
    for reference, number in listed.items():
        assert f"{reference} – " in pages[int(number) - 1]


def test_headings_of_a_long_table_stand_on_each_of_its_pages():
    many = [proposal(f"CYP{number:03d}") for number in range(36)]
    pages = text_of(write_pdf(build(*many))).split("\f")
    summary = [text for text in pages if "Reference" in text]
    assert len(summary) == 2
    assert all("2018/19" in text for text in summary)


def test_pages_are_a4(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        sizes = {tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in opened.pages}
    assert sizes == {(595, 842)}


def test_a_draft_is_marked_on_every_page(tmp_path):
    pdf = write_pdf(build(proposal(), cover=Cover(draft=True)))
    # Slanting text has no place in a layout, so it is looked for in the order of the content.
    assert all("DRAFT" in words(text).replace(" ", "") for text in text_of(pdf, "-raw").split("\f")[:-1])
    assert_passes(pdf, tmp_path)


# Nothing is fetched


@pytest.mark.parametrize(
    "address", ["http://example.invalid/x.png", "https://example.invalid/", "file:///etc/passwd", "ftp://a/b"]
)
def test_the_fetcher_refuses_network_and_disk(address):
    with pytest.raises(ValueError, match="disallowed protocol"):
        ClosedFetcher().fetch(address)


def test_the_fetcher_opens_what_an_address_holds_itself():
    assert ClosedFetcher().fetch("data:text/plain;base64,eWVz").read() == b"yes"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x.png", "file:///etc/passwd"])
def test_a_page_that_asks_for_something_outside_is_not_printed(address):
    with pytest.raises(RefusedAddress, match=address):
        print_page(f'<html lang="en"><img alt="x" src="{address}"/></html>', [], lambda _document, _pdf: None)


# Documents out of the ordinary

TEN_YEARS = years_from(FinancialYear(2018), 10)
WHOLE_POUNDS = MoneyStyle("pounds", 0, "negative", "brackets")
UNCOMMON = {
    "a title of 300 characters": lambda: build(proposal(title="Depots " * 42 + "closing")),
    "a word of 300 letters": lambda: build(proposal(title="x" * 300)),
    "a cover title of 300 characters": lambda: build(proposal(), cover=Cover(title="Savings " * 37)),
    "8,000 characters": lambda: build(proposal(statements={"impact_upon_service": "Buses will run. " * 500})),
    "no text and no budget": lambda: build(proposal(base_budget=None, start_year=None, service="")),
    "eight columns": lambda: build(proposal(statements={"actions_needed": EIGHT_COLUMNS})),
    "characters the font lacks": lambda: build(proposal(title="中文 \uf0b7 \x01 ŵ é → −")),
    "ten years in pounds": lambda: build(
        proposal(
            profile=profile(*[YearAmounts(134_272_000, 1, 2, 3, 4)] * 10, years=TEN_YEARS),
            fte=fte(*["-1234.5"] * 10, years=TEN_YEARS),
        ),
        years=TEN_YEARS,
        money_style=WHOLE_POUNDS,
    ),
}


@pytest.mark.parametrize("what", UNCOMMON)
def test_an_uncommon_document_passes_every_automated_check(what, tmp_path):
    document = UNCOMMON[what]()
    assert_passes(write_pdf(document), tmp_path, document)


def test_nothing_runs_off_the_page_in_a_round_of_ten_years():
    pdf = write_pdf(UNCOMMON["ten years in pounds"]())
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    sheets = boxes.stdout.decode().split("<page ")[1:]
    for sheet in sheets:
        width = float(re.search(r'width="([\d.]+)"', sheet)[1])
        assert max(map(float, re.findall(r'xMax="([\d.]+)"', sheet)), default=0) < width - 50


def test_a_character_that_the_font_lacks_is_printed_as_its_code_and_reported():
    document = build(proposal(title="A 中 B"))
    assert "A [U+4E2D] B" in words(text_of(write_pdf(document)))
    assert unprintable_characters(document) == ["U+4E2D CJK UNIFIED IDEOGRAPH-4E2D"]


def test_a_document_in_ordinary_english_and_welsh_has_every_character():
    text = "£ – — ’ ‘ “ ” • · − → ½ € ≤ ŵ ŷ é à ô ï …"
    assert unprintable_characters(build(proposal(statements={"impact_upon_service": text}))) == []


def test_pages_are_counted(pdf):
    assert count_pages(pdf) == len(text_of(pdf).split("\f")) - 1


def test_no_page_is_empty():
    long = replace(rich_proposal(), statements={"impact_upon_service": "Buses will run. " * 200})
    # The last page may hold the last lines alone.
    for text in text_of(write_pdf(build(long, proposal()))).split("\f")[:-2]:
        assert len(text.split()) > 20
