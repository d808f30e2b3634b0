"""One budget, every output, one set of figures: the round worked by hand, read back from each place that prints it.

The gap, the savings and the pressures are those of `tests.support.hand_worked_round`. The reserve takes the gap with
the proposals; its balances from an opening balance of 7,000,000, worked out by hand:

    7,000,000 - 1,980,356 = 5,019,644
    5,019,644 - 2,636,108 = 2,383,536
    2,383,536 - 5,181,715 = -2,798,179
   -2,798,179 - 4,667,781 = -7,465,960
"""

import io
import json
import re
import subprocess

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reports.models import PrintJob, Reserve
from reports.publishing import jobs, worker
from tests.support.access_examples import signed_in
from tests.support.hand_worked_round import (
    DO_NOTHING,
    HOUSING_GAPS,
    WITH_PROPOSALS,
    YEARS,
    by_year,
    stored_round,
)
from tests.support.recalculated import Recalculated
from tests.support.web_examples import tree, words

pytestmark = pytest.mark.django_db

GENERAL, HOUSING = "general_fund", "housing_revenue_account"
PRESSURES = {
    "demand": by_year(1_000_000, 2_100_000, 3_300_000, 3_300_000),
    "new_burden": by_year(0, 200_000, 0, 0),
    "loss_of_grant": by_year(0, 0, 350_000, 350_000),
    "investment": by_year(120_000, 120_000, 120_000, 120_000),
}
ALL_PRESSURES = by_year(1_120_000, 2_420_000, 3_770_000, 3_770_000)
PUBLISHED_GAPS = (
    by_year(2_790_357, 3_626_109, 5_821_716, 5_307_782),
    by_year(2_040_357, 2_726_109, 4_921_716, 4_407_782),
)
"""The gaps without the drafts: S7, which saves 60,001 and then 90,001, and P3, which costs 350,000 from 2029/30."""
PUBLISHED_CLOSING = by_year(4_959_643, 2_233_534, -2_688_182, -7_095_964)
CLOSING = by_year(5_019_644, 2_383_536, -2_798_179, -7_465_960)
FIGURES = {
    "expenditure": DO_NOTHING["expenditure"],
    "income": DO_NOTHING["income"],
    "pressures": ALL_PRESSURES,
    "savings": WITH_PROPOSALS["savings"],
    "gap if nothing is done": DO_NOTHING["gap"],
    "gap with the proposals": WITH_PROPOSALS["gap"],
    "cumulative gap if nothing is done": DO_NOTHING["cumulative"],
    "cumulative gap with the proposals": WITH_PROPOSALS["cumulative"],
    "housing: gap if nothing is done": HOUSING_GAPS[0],
    "housing: gap with the proposals": HOUSING_GAPS[1],
}
IN_DOCUMENTS = {
    "expenditure": ("General fund: gap", "Expenditure before savings"),
    "income": ("General fund: gap", "Income"),
    "pressures": ("General fund: expenditure", "Pressures, all effects to date"),
    "savings": ("General fund: gap", "Savings, net of recurring cost"),
    "gap if nothing is done": ("General fund: gap", "Gap if nothing is done"),
    "gap with the proposals": ("General fund: gap", "Gap with the proposals"),
    "cumulative gap if nothing is done": (
        "General fund: gap",
        "Gap if nothing is done, added up over the years",
    ),
    "cumulative gap with the proposals": (
        "General fund: gap",
        "Gap with the proposals, added up over the years",
    ),
    "housing: gap if nothing is done": ("Housing revenue account: gap", "Gap if nothing is done"),
    "housing: gap with the proposals": ("Housing revenue account: gap", "Gap with the proposals"),
}
"""The table and the row in which documents and the workbook print each of the figures."""
ON_THE_PAGE = {
    "expenditure": "Expenditure before savings",
    "income": "Income",
    "savings": "Savings, net of recurring cost",
    "gap if nothing is done": "Gap if nothing is done",
    "gap with the proposals": "Gap with the proposals",
    "cumulative gap if nothing is done": "Cumulative gap if nothing is done",
    "cumulative gap with the proposals": "Cumulative gap with the proposals",
}


@pytest.fixture
def budget_round():
    budget_round = stored_round()
    plan = budget_round.medium_term_plan
    plan.shared_at = timezone.now()
    plan.save()
    Reserve.objects.create(
        budget_round=budget_round,
        name="General reserve",
        opening_balance=7_000_000,
        minimum=3_000_000,
        minimum_reason="3% of the base budget",
        takes_the_gap=True,
    )
    return budget_round


@pytest.fixture
def client_of_finance(finance_officer):
    return signed_in(finance_officer)


def figures_of(cells):
    """Whole pounds by year from what is printed, without the marks of figures that a rule gave."""
    texts = [text.strip("*†").replace(",", "").replace("\N{MINUS SIGN}", "-") for text in cells]
    return dict(zip(YEARS, map(int, texts), strict=True))


def rows_of(table):
    return {
        words(row[0]): [words(cell) for cell in row[1:]] for row in table.xpath(".//tbody/tr|.//tfoot/tr")
    }


def tables_of(page):
    """The tables of a page by caption, of an HTML file without the number and the mark of the caption."""
    return {
        re.sub(r"^Table \d+: |[*†]+$", "", words(table.find("caption"))): rows_of(table)
        for table in page.iter("table")
        if table.find("caption") is not None
    }


def taken(client, budget_round, ending):
    response = client.get(reverse("budget:position-file", args=[budget_round.pk, ending]))
    if ending == "pdf":
        worker.do(jobs.take(worker.worker_name()))
        job = PrintJob.objects.get()
        response = client.get(reverse("budget:work-file", args=[budget_round.pk, job.pk]))
    assert response.status_code == 200
    return response.content


def rendered(budget_round, ending, tmp_path):
    path = tmp_path / f"position.{ending}"
    call_command(
        "render_forecast",
        budget_round.name,
        council=budget_round.council.slug,
        is_round=True,
        format=ending,
        output=path,
        stdout=io.StringIO(),
    )
    return path.read_bytes()


def in_json(content):
    """The figures of a JSON answer; whole numbers, so that nothing is rounded away."""
    answer = json.loads(content)
    funds = {fund["fund"]: fund for fund in answer["funds"]}
    general, housing = funds[GENERAL], funds[HOUSING]
    nothing, proposals = general["do_nothing"], general["with_proposals"]
    pressures = {
        category: {year: amounts[str(year)] for year in YEARS}
        for category, amounts in general["pressures"].items()
    }
    found = {
        "expenditure": nothing["expenditure"],
        "income": nothing["income"],
        "savings": proposals["savings"],
        "gap if nothing is done": nothing["gap"],
        "gap with the proposals": proposals["gap"],
        "cumulative gap if nothing is done": nothing["cumulative_gap"],
        "cumulative gap with the proposals": proposals["cumulative_gap"],
        "housing: gap if nothing is done": housing["do_nothing"]["gap"],
        "housing: gap with the proposals": housing["with_proposals"]["gap"],
    }
    return {name: {year: amounts[str(year)] for year in YEARS} for name, amounts in found.items()}, pressures


def in_html(content):
    tables = tables_of(html.fromstring(content.decode()))
    return {name: figures_of(tables[caption][label]) for name, (caption, label) in IN_DOCUMENTS.items()}


def in_word(content):
    """The label and the figures of every row of a Word file that has whole pounds in each of the years."""
    rows = [row.cells for table in docx.Document(io.BytesIO(content)).tables for row in table.rows]
    texts = [[cell.text.strip() for cell in cells] for cells in rows]
    return [
        (label, figures_of(cells))
        for label, *cells in texts
        if len(cells) == len(YEARS) and all(re.fullmatch(r"-?[\d,]+[*†]?", cell) for cell in cells)
    ]


def in_pdf(content, tmp_path):
    path = tmp_path / "read.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return read.stdout


def cells_of(book, name):
    """The sheet and the cells by year in which the workbook has one of the figures."""
    caption, label = IN_DOCUMENTS[name]
    sheet = next(each for each in book if each["A1"].value == caption)
    row = next(cell.row for cell in sheet["A"] if cell.value == label)
    return sheet, sheet[row][1 : len(YEARS) + 1]


def without(figures, *names):
    return {name: by_year for name, by_year in figures.items() if name not in names}


@pytest.mark.one_database
class TestTheRoundWorkedByHand:
    def test_agrees_on_the_page(self, client_of_finance, budget_round):
        address = reverse("budget:position", args=[budget_round.pk])
        tables = tables_of(tree(client_of_finance.get(address)))
        found = {name: figures_of(tables["Gap"][label]) for name, label in ON_THE_PAGE.items()}
        assert found == {name: FIGURES[name] for name in ON_THE_PAGE}
        by_cause = {
            label.removeprefix("Pressures: "): figures_of(cells)
            for label, cells in tables["Expenditure"].items()
            if label.startswith("Pressures: ")
        }
        assert by_cause == {
            "demand": PRESSURES["demand"],
            "new burden": PRESSURES["new_burden"],
            "loss of grant or other funding": PRESSURES["loss_of_grant"],
            "investment": PRESSURES["investment"],
        }
        of_housing = tables_of(tree(client_of_finance.get(address, {"fund": HOUSING})))["Gap"]
        for place, label in enumerate(("Gap if nothing is done", "Gap with the proposals")):
            assert figures_of(of_housing[label]) == HOUSING_GAPS[place]

    def test_agrees_in_the_json_file_the_api_and_the_command(self, client_of_finance, budget_round, tmp_path):
        answers = (
            client_of_finance.get(reverse("budget:position-file", args=[budget_round.pk, "json"])).content,
            client_of_finance.get(f"/api/v1/rounds/{budget_round.pk}/position").content,
            rendered(budget_round, "json", tmp_path),
        )
        for answer in answers:
            figures, pressures = in_json(answer)
            assert figures == without(FIGURES, "pressures")
            begun = {category: to_date(by_year) for category, by_year in pressures.items()}
            assert begun == PRESSURES

    def test_agrees_in_the_workbook_as_cached_and_worked_out_anew(
        self, client_of_finance, budget_round, tmp_path
    ):
        for content in (
            taken(client_of_finance, budget_round, "xlsx"),
            rendered(budget_round, "xlsx", tmp_path),
        ):
            book = openpyxl.load_workbook(io.BytesIO(content))
            cached = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            computed = Recalculated(book)
            for name, figures in FIGURES.items():
                sheet, cells = cells_of(book, name)
                assert all(cell.data_type == "f" for cell in cells)
                assert [computed.at(sheet.title, cell.coordinate) for cell in cells] == [*figures.values()]
                assert [cached[sheet.title][cell.coordinate].value for cell in cells] == [*figures.values()]

    def test_agrees_in_html_word_and_pdf(self, client_of_finance, budget_round, tmp_path):
        for take in (
            lambda ending: taken(client_of_finance, budget_round, ending),
            lambda ending: rendered(budget_round, ending, tmp_path),
        ):
            assert in_html(take("html")) == FIGURES
            found = in_word(take("docx"))
            text = in_pdf(take("pdf"), tmp_path)
            for name, figures in FIGURES.items():
                assert (IN_DOCUMENTS[name][1], figures) in found
                printed = r"[*†]?\s+".join(re.escape(f"{pounds:,}") for pounds in figures.values())
                assert re.search(printed, text), name

    def test_leaves_the_reserve_with_what_the_gap_takes(self, client_of_finance, budget_round):
        address = reverse("budget:reserves", args=[budget_round.pk])
        tables = tables_of(tree(client_of_finance.get(address)))
        assert figures_of(tables["Closing balances"]["General reserve"]) == CLOSING
        assert figures_of(tables["General reserve"]["Closing balance"]) == CLOSING
        taken_by_the_gap = figures_of(tables["General reserve"]["Surplus, or use for the gap"])
        assert taken_by_the_gap == {year: -pounds for year, pounds in WITH_PROPOSALS["gap"].items()}

    def test_agrees_by_published_proposals_on_the_page_and_in_the_section_25_report(
        self, client_of_finance, budget_round
    ):
        address = reverse("budget:position", args=[budget_round.pk])
        gaps = tables_of(tree(client_of_finance.get(address, {"stage": "published"})))["Gap"]
        report = tables_of(tree(client_of_finance.get(reverse("budget:section-25", args=[budget_round.pk]))))
        for rows in (gaps, report["Gap and one-off money"]):
            assert figures_of(rows["Gap if nothing is done"]) == PUBLISHED_GAPS[0]
            assert figures_of(rows["Gap with the proposals"]) == PUBLISHED_GAPS[1]
        closing = report["Reserves at the end of each year"]["General reserve"]
        assert figures_of(closing) == PUBLISHED_CLOSING


def to_date(by_year):
    """Amounts that begin in a year, added up."""
    total, found = 0, {}
    for year, pounds in by_year.items():
        total += pounds
        found[year] = total
    return found
