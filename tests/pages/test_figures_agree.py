"""One round, six outputs, one set of figures: list, CSV, Excel, JSON, HTML page and PDF are read back and compared.

What they are compared with is worked out here from the round's source, not by the application: for the
demonstration round from its data file, for the real options from figures copied by hand from the document.
"""

import csv
import io
import json
import re
import subprocess
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command
from lxml import html

from proposals.demo.rounds import load_round
from proposals.models import BudgetRound
from tests.support.edition_examples import appendix_file
from tests.support.paths import DATA
from tests.support.web_examples import words

pytestmark = pytest.mark.django_db
DEMO = settings.BASE_DIR / "fixtures" / "demo_round.json"
REAL_FIGURES = DATA / "lancashire-savings-options.csv"
FIGURE = re.compile(r"-?[\d,]+\.\d+")
IN_THE_PDF = re.compile(r"^\s*(?P<name>\S.*?)\s+(?P<figures>(?:-?[\d,]+\.\d+\s+)*-?[\d,]+\.\d+)\s*$")


@dataclass(frozen=True)
class Figures:
    """What is printed of one proposal, or of all: pounds saved, each year and in total, and posts."""

    savings: tuple[int, ...]
    total: int
    fte_total: Decimal
    fte: tuple[Decimal, ...] = ()

    def as_printed(self, *, yearly_posts=False):
        """Savings to the thousand, half up, as £m with three decimals shows them; posts in total."""
        savings = tuple(map(to_the_thousand, self.savings))
        return Figures(savings, to_the_thousand(self.total), self.fte_total, self.fte if yearly_posts else ())


def to_the_thousand(pounds):
    return int(Decimal(pounds).scaleb(-3).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * 1_000


# What the figures must be


def expected_of_the_demo():
    """From the data file: discrete = recurring + one-off − last year's one-off."""
    data = json.loads(DEMO.read_text(encoding="utf-8"))
    first = int(data["round"]["first_year"][:4])
    years = [f"{start}/{(start + 1) % 100:02}" for start in range(first, first + 3)]
    figures = {}
    for item in data["proposals"]:
        recurring = {row["year"]: row["recurring_saving"] for row in item["profile"]}
        one_off = {row["year"]: row["one_off_saving"] for row in item["profile"]}
        before = dict(zip(years[1:], years, strict=False))
        savings = tuple(
            recurring.get(year, 0) + one_off.get(year, 0) - one_off.get(before.get(year), 0) for year in years
        )
        posts = {row["year"]: Decimal(row["change"]) for row in item["fte"]}
        fte = tuple(posts.get(year, Decimal(0)) for year in years)
        figures[item["reference"]] = Figures(savings, sum(savings), sum(fte), fte)
    return figures


def expected_of_the_real_options():
    with REAL_FIGURES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    years = ("2018_19", "2019_20", "2020_21")
    return {
        row["reference"]: Figures(
            tuple(int(row[f"saving_{year}_gbp"]) for year in years),
            int(row["saving_total_gbp"]),
            Decimal(row["fte_total"]),
            tuple(Decimal(row[f"fte_{year}"]) for year in years),
        )
        for row in rows
    }


def added_up(figures):
    columns = list(zip(*(item.savings for item in figures.values()), strict=True))
    posts = list(zip(*(item.fte for item in figures.values()), strict=True))
    return Figures(
        tuple(map(sum, columns)),
        sum(item.total for item in figures.values()),
        sum(item.fte_total for item in figures.values()),
        tuple(map(sum, posts)),
    )


# What each output says


def printed_pounds(text):
    """Pounds of a saving as both councils print it: in £m, negative."""
    return int(-Decimal(text.replace(",", "")) * 1_000_000)


def from_texts(texts):
    *savings, total, posts = texts
    return Figures(tuple(map(printed_pounds, savings)), printed_pounds(total), Decimal(posts))


def from_the_list(client, query):
    found, totals, page = {}, set(), 1
    while True:
        tree = html.fromstring(client.get("/proposals/", {**query, "page": page}).content.decode())
        for row in tree.xpath("//div[@class='app-proposals']//tbody/tr"):
            cells = [words(cell) for cell in row]
            found[cells[0]] = from_texts(cells[2:])
        (foot,) = tree.xpath("//div[@class='app-proposals']//tfoot/tr")
        totals.add(from_texts([words(cell) for cell in foot][1:]))
        if not tree.xpath("//a[@rel='next']"):
            (total,) = totals
            return found, total
        page += 1


def from_detail_pages(client, query):
    """The figures of each proposal's own page; there is no grand total on it."""
    found = {}
    for proposal in BudgetRound.objects.get(pk=query["round"]).proposals.all():
        tree = html.fromstring(client.get(proposal.get_absolute_url()).content.decode())
        rows = [
            [words(cell) for cell in row]
            for row in tree.xpath("//table//tr[th[starts-with(., 'Discrete year')]]")
        ]
        savings, posts = (row[1:] for row in rows)
        *fte, fte_total = map(Decimal, posts)
        found[proposal.reference] = Figures(
            tuple(map(printed_pounds, savings[:-1])), printed_pounds(savings[-1]), fte_total, tuple(fte)
        )
    return found


def from_csv(client, query):
    content = client.get("/proposals/download/csv/", query).content.decode("utf-8-sig")
    return {row["Reference"]: from_row(row, int, Decimal) for row in csv.DictReader(io.StringIO(content))}


def from_row(row, pounds, posts):
    def columns(beginning):
        return [value for name, value in row.items() if name.startswith(beginning)]

    return Figures(
        tuple(map(pounds, columns("Saving 2"))),
        pounds(row["Total saving (£)"]),
        posts(row["Total FTE change"]),
        tuple(map(posts, columns("FTE change "))),
    )


def from_excel(client, query):
    content = client.get("/proposals/download/xlsx/", query).content
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    headings, *rows = book["Proposals"].iter_rows(values_only=True)

    def pounds(value):
        assert type(value) is int
        return value

    def posts(value):
        assert type(value) in {int, float}
        return Decimal(str(value))

    found = {row[0]: from_row(dict(zip(headings, row, strict=True)), pounds, posts) for row in rows}
    _, *years, total = book["Totals"].iter_rows(values_only=True)
    grand = Figures(
        tuple(pounds(row[1]) for row in years),
        pounds(total[1]),
        posts(total[4]),
        tuple(posts(row[4]) for row in years),
    )
    return found, grand


def from_json(client, query):
    held = json.loads(client.get("/proposals/download/json/", query).content)
    found = {
        item["reference"]: Figures(
            tuple(year["discrete"] for year in item["profile"]),
            item["total"],
            Decimal(item["fte_total"]),
            tuple(Decimal(year["change"]) for year in item["fte"]),
        )
        for item in held["proposals"]
    }
    totals = held["totals"]
    grand = Figures(
        tuple(totals["discrete"].values()),
        totals["total"],
        Decimal(totals["fte_total"]),
        tuple(map(Decimal, totals["fte"].values())),
    )
    return found, grand


def from_the_page_of_the_appendix(client, query):
    """The summary's rows and total, and each option's own tables."""
    tree = html.fromstring(
        client.get("/appendices/page/", {**query, "cover-title": "Savings"}).content.decode()
    )
    article = tree.xpath("//article")[0]
    found, grand = {}, None
    for row in article.xpath(".//table[.//th[normalize-space()='Proposal']]/tbody/tr[td]"):
        cells = [words(cell) for cell in row]
        if row.get("class") is None:
            found[cells[0]] = from_texts(cells[2:])
        elif cells[0].startswith("Total of"):
            grand = from_texts(cells[1:])
    options = {}
    for heading in article.xpath(".//h2[contains(., ' – ')]"):
        own = list(takewhile(lambda element: element.tag != "h2", heading.itersiblings()))
        savings, posts = (
            [
                words(cell)
                for element in own
                for cell in element.xpath(f".//tr[th[normalize-space()='{label}']]/td")
            ]
            for label in ("Saving (£m)", "Change in FTE")
        )
        options[words(heading).split(" – ")[0]] = from_texts([*savings, posts[-1]])
    assert options == found
    return found, grand


def from_pdf(client, query, directory):
    """The same two places of the PDF, read as text in its layout."""
    path = directory / "appendix.pdf"
    path.write_bytes(appendix_file(client, "pdf", **query, **{"cover-title": "Savings"}).content)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    ).stdout
    references = set(BudgetRound.objects.get(pk=query["round"]).proposals.values_list("reference", flat=True))
    found, grand, savings, posts = {}, None, [], []
    for line in text.splitlines():
        # An option's form may stand left of its figures.
        beside = re.search(r"(Saving \(£m\)|Change in FTE) .*", line)
        match = IN_THE_PDF.match(beside[0] if beside else line)
        if match is None:
            continue
        figures, first_word = FIGURE.findall(match["figures"]), match["name"].split()[0]
        if match["name"] == "Saving (£m)":
            savings.append(figures)
        elif match["name"] == "Change in FTE":
            posts.append(figures[-1])
        elif match["name"].startswith("Total of"):
            grand = from_texts(figures)
        elif first_word in references and len(figures) == 5:
            found[first_word] = from_texts(figures)
    options = [from_texts([*option, change]) for option, change in zip(savings, posts, strict=True)]
    assert options == list(found.values())
    return found, grand


# The one rule


def assert_all_agree(client, budget_round, expected, directory):
    query = {"round": budget_round.pk}
    grand = added_up(expected)
    printed = {reference: figures.as_printed() for reference, figures in expected.items()}
    on_their_pages = {name: figures.as_printed(yearly_posts=True) for name, figures in expected.items()}
    assert from_the_list(client, query) == (printed, grand.as_printed())
    assert from_detail_pages(client, query) == on_their_pages
    assert from_csv(client, query) == expected
    assert from_excel(client, query) == (expected, grand)
    assert from_json(client, query) == (expected, grand)
    assert from_the_page_of_the_appendix(client, query) == (printed, grand.as_printed())
    assert from_pdf(client, query, directory) == (printed, grand.as_printed())


@pytest.mark.long
@pytest.mark.one_database
class TestEveryOutputShowsTheSameFigures:
    def test_of_the_demonstration_round(self, client, finance_officer, tmp_path):
        client.force_login(finance_officer)
        budget_round, _ = load_round(DEMO)
        expected = expected_of_the_demo()
        assert len(expected) == 47
        assert_all_agree(client, budget_round, expected, tmp_path)

    @pytest.mark.documents
    def test_of_the_thirty_real_options(self, client, finance_officer, documents, tmp_path):
        client.force_login(finance_officer)
        path = documents / "lancashire-savings-options.txt"
        name = "Budget 2018/19"
        call_command(
            "import_document",
            "option-pages",
            path,
            "--council",
            "lancashire",
            "--council-name",
            "Lancashire",
            "--round",
            name,
            "--phase",
            "scrutiny",
        )
        expected = expected_of_the_real_options()
        assert len(expected) == 30
        assert_all_agree(client, BudgetRound.objects.get(name=name), expected, tmp_path)
