"""Each real document, read and given out again: its figures in both JSON files."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.core.management import call_command

from proposals.exports.round_lookup import find_round
from proposals.models.records import round_record
from reports.open_data.tree import as_tree
from services.values.years import FinancialYear
from tests.support.exported import as_json
from tests.support.paths import DATA

pytestmark = [pytest.mark.documents, pytest.mark.django_db, pytest.mark.one_database]


@dataclass(frozen=True)
class RealDocument:
    """A document, the kind it is, what its import has to be told, and its reference figures."""

    style: str
    name: str
    reference: str
    options: dict


DOCUMENTS = [
    RealDocument("option-pages", "lancashire-savings-options", "lancashire-savings-options", {}),
    RealDocument(
        "committee-summary",
        "lancashire-scrutiny-summary",
        "lancashire-scrutiny-summary",
        {"first_year": FinancialYear(2018), "years": 3},
    ),
    RealDocument("impact-table", "banes-impact-statements", "banes-impact-statements", {}),
    RealDocument(
        "business-cases",
        "cambridgeshire-business-cases",
        "cambridgeshire-business-cases",
        {"first_year": FinancialYear(2017), "years": 5},
    ),
]


def reference(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pounds(text):
    return int(text) if text else None


# The figures


def stated_figures(document):
    """What the reference says of each proposal, in its order: savings by year as far as stated, and the total."""
    rows = reference(document.reference)
    years = [name for name in rows[0] if re.fullmatch(r"saving_\d{4}_\d{2}_gbp", name)]
    total = "saving_total_gbp" if "saving_total_gbp" in rows[0] else "saving_gbp"
    return [([pounds(row[year]) for year in years], pounds(row[total])) for row in rows]


def exported_figures(tree):
    return [([year["discrete"] for year in item["profile"]], item["total"]) for item in tree["proposals"]]


def open_figures(tree):
    return [
        (
            [year["saving_gbp"] for year in item["years"] if year["saving_is_known"]],
            item["proposal_total_saving_gbp"],
        )
        for item in tree["proposals"]
    ]


TOTALS = {
    "committee-summary": (13, [4_650_000, None, None], 8_454_000),
    "impact-table": (35, [2_581_000, 3_148_000, 1_613_000], 7_342_000),
    "business-cases": (30, [None] * 5, 20_679_000),
}
"""How many there are, what they save by year as far as that is known, and in all."""


def assert_subtotals(tree):
    """Every subtotal that the impact table prints, added up from its open data."""
    sums = Counter()
    for item in tree["proposals"]:
        for severity in (item["portfolio"], item["service"], f"{item['service']} / {item['category']}"):
            for place, year in enumerate(item["years"]):
                sums[(severity or "").casefold(), place] += year["saving_gbp"]
    for row in reference("banes-subtotals"):
        years = [int(row[f"saving_{year}_gbp"]) for year in ("2017_18", "2018_19", "2019_20")]
        assert [sums[row["name"].casefold(), place] for place in range(3)] == years, row["name"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.style)
def test_every_figure_comes_out(documents, document):
    call_command(
        "import_document",
        document.style,
        str(documents / f"{document.name}.txt"),
        council="example",
        council_name="Example Council",
        round="Budget",
        verbosity=0,
        **document.options,
    )
    budget_round = find_round("example", "Budget")
    record = round_record(budget_round, budget_round.proposals.all())
    exported, opened = as_json(record), as_tree(record)

    expected = stated_figures(document)
    assert exported_figures(exported) == expected
    assert open_figures(opened) == expected
    if document.style in TOTALS:
        totals = opened["totals"]
        by_year = [year["saving_gbp"] for year in totals["years"]]
        assert (totals["proposals"], by_year, totals["total_saving_gbp"]) == TOTALS[document.style]
    if document.style == "impact-table":
        assert_subtotals(opened)
