"""Real documents, imported and printed again: every title, figure and paragraph that went in comes out."""

import csv
import re
from collections import Counter

import pytest
from django.core.management import call_command
from lxml import html

from proposals.exports.round_lookup import find_round
from proposals.models.records import round_record
from reports.documents.cover import Cover
from reports.documents.document import Table
from reports.styles import STYLES
from reports.writers.html import write_html_page
from services.values.years import FinancialYear
from tests.support.paths import DATA

MARKUP = re.compile(r"\[bookmark: _GoBack\]|<[^<>]*>|[*_]{2}")

pytestmark = [pytest.mark.documents, pytest.mark.django_db, pytest.mark.one_database]


def reference(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bare(text):
    """Return the letters and figures of a text: spaces, marks of lists and quotes may be printed otherwise."""
    return re.sub(r"[\W_]+", "", MARKUP.sub(" ", text)).casefold()


def again(documents, style, name, **options):
    """Import the document and return its appendix, and what of the document is not in it."""
    call_command(
        "import_document",
        style,
        str(documents / name),
        council="example",
        council_name="Example Council",
        round="Budget",
        verbosity=0,
        **options,
    )
    budget_round = find_round("example", "Budget")
    document = STYLES[style](round_record(budget_round, budget_round.proposals.all()), Cover())
    printed = bare(html.fromstring(write_html_page(document)).text_content())
    lines = (documents / name).read_text(encoding="utf-8").splitlines()
    lost = Counter(
        cell.strip()
        for line in lines
        for cell in line.split("\t")
        if bare(cell) and bare(cell) not in printed
    )
    return document, lost


def rows(document, kind, first_caption):
    table = next(
        block for block in document.blocks if isinstance(block, Table) and block.caption == first_caption
    )
    return {row.header.text: [cell.text for cell in row.cells] for row in table.rows if row.kind == kind}


def items(document, caption_begins):
    """Return the texts of every proposal's row, by its first line."""
    return {
        row.header.text.splitlines()[0]: [cell.text for cell in row.cells]
        for block in document.blocks
        if isinstance(block, Table) and block.caption.startswith(caption_begins)
        for row in block.rows
        if row.kind == "item"
    }


def thousands(pounds):
    return f"{int(pounds) // 1000:,}.{int(pounds) % 1000 // 100}"


def millions(pounds):
    return f"{int(pounds) // 1_000_000}.{int(pounds) % 1_000_000 // 1000:03d}"


def test_the_option_pages(documents):
    document, lost = again(documents, "option-pages", "lancashire-savings-options.txt")
    caption = "Savings by discrete year and change in full-time equivalents (FTE), by directorate"
    printed = rows(document, "item", caption)
    expected = reference("lancashire-savings-options.csv")
    assert len(printed) == len(expected) == 30
    years = ("saving_2018_19_gbp", "saving_2019_20_gbp", "saving_2020_21_gbp", "saving_total_gbp")
    for row in expected:
        _title, *savings, fte = printed[row["reference"]]
        assert [saving.removeprefix("-") for saving in savings] == [
            millions(abs(int(row[year]))) for year in years
        ], row["reference"]
        assert [saving[0] == "-" for saving in savings] == [int(row[year]) > 0 for year in years]
        assert fte == row["fte_total"]
    # What is left is the form's own question about the start year, once in every form.
    assert list(lost.values()) == [30]


def test_the_committee_summary(documents):
    document, lost = again(
        documents,
        "committee-summary",
        "lancashire-scrutiny-summary.txt",
        first_year=FinancialYear(2018),
        years=3,
    )
    printed = items(document, "Areas for savings")
    expected = reference("lancashire-scrutiny-summary.csv")
    assert len(printed) == len(expected) == 13
    for row in expected:
        first, total, _decisions, _impact, reported, committees = printed[row["service"]]
        assert (first, total) == (millions(row["saving_2018_19_gbp"]), millions(row["saving_total_gbp"]))
        assert reported == f"{row['meeting']}, item {row['item']}, {row['appendix']}"
        assert committees.split("\n") == row["committees"].split("/")
    assert rows(document, "total", "Savings by committee") == {"Total": ["13", "4.650", "8.454"]}
    # What is left are the headings of its columns, its figures (“£0.040m”, in a column of £m here) and its last line.
    text = [line for line in lost if not re.fullmatch(r"£\d\.\d{3}m", line)]
    assert len(text) == 7
    assert text[-1].startswith("All figures taken from")


def test_the_impact_table(documents):
    document, lost = again(documents, "impact-table", "banes-impact-statements.txt")
    printed = items(document, "Savings and their impact")
    expected = reference("banes-impact-statements.csv")
    assert len(printed) == len(expected) == 35
    risks = {"L": "Low", "M": "Medium", "H": "High"}
    years = ("saving_2017_18_gbp", "saving_2018_19_gbp", "saving_2019_20_gbp", "saving_total_gbp")
    for row in expected:
        _how, *figures, risk, staff, _property, _service = printed[row["title"]]
        assert figures == [thousands(row[year]) for year in years], row["title"]
        assert risk == risks[row["risk_as_printed"].upper()]
        assert row["staff_impact_as_printed"] in (staff, "(words)")
    # The headings of the columns, seven times repeated, and the title of the document.
    assert sorted(lost.values()) == [1, *[7] * 10]


def test_every_subtotal_of_the_impact_table(documents):
    document, _lost = again(documents, "impact-table", "banes-impact-statements.txt")
    caption = "Savings by discrete year"
    table = next(block for block in document.blocks if isinstance(block, Table) and block.caption == caption)
    years = ("saving_2017_18_gbp", "saving_2018_19_gbp", "saving_2019_20_gbp", "saving_total_gbp")
    categories = {
        f"{row.header.text} / {row.cells[0].text}": [cell.text for cell in row.cells[1:]]
        for row in table.rows
        if row.kind == "item"
    }
    sums = {
        name.removeprefix("Subtotal, ").casefold(): figures
        for name, figures in rows(document, "subtotal", caption).items()
    }
    for row in reference("banes-subtotals.csv"):
        figures = [thousands(row[year]) for year in years]
        found = categories[row["name"]] if row["level"] == "category" else sums[row["name"].casefold()]
        assert found == figures, row["name"]
    assert rows(document, "total", caption) == {
        "Total of 35 proposals": ["2,581.0", "3,148.0", "1,613.0", "7,342.0"]
    }


def test_the_business_cases(documents):
    document, lost = again(
        documents,
        "business-cases",
        "cambridgeshire-business-cases.txt",
        first_year=FinancialYear(2017),
        years=5,
    )
    caption = "Total savings by committee"
    assert rows(document, "total", caption) == {"Total of 30 business cases": ["20,679"]}
    printed = rows(document, "item", caption)
    expected = reference("cambridgeshire-business-cases.csv")
    assert len(printed) == len(expected) == 30
    for (reference_printed, cells), row in zip(printed.items(), expected, strict=True):
        assert bare(reference_printed) in bare(row["references"])
        _title, headline, total = cells
        assert headline == row["saving_as_printed"]
        stated = row["saving_gbp"]
        assert total == (f"{int(stated) // 1000:,}" if stated else "Not known")
    # What is left are the template's headings of groups of sections, and titles with the reference at their end.
    once = [line for line, times in lost.items() if times == 1]
    assert len(lost) == 12
    assert len(once) == 2
