"""The impact table and the committee's summary of the known documents, from text and from files made of them."""

import csv
import os
from pathlib import Path

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from proposals.importing.understanding.values import Role
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.corpus.files import written
from tests.support.paths import DATA

pytestmark = pytest.mark.documents

MADE = ("xlsx", "docx", "csv", "ods", pytest.param("pdf", marks=pytest.mark.long))
Y17, Y18 = FinancialYear(2017), FinancialYear(2018)


def expected(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def content(name):
    folder = os.environ.get("COUNCIL_DOCUMENTS")
    if not folder:
        pytest.skip("COUNCIL_DOCUMENTS names no folder")
    return (Path(folder) / f"{name}.txt").read_bytes()


def understood(data, file_name):
    return understand(read_file(data, file_name, largest_bytes=10**7))


def impact_rows(proposals):
    return [
        {
            "service_area": p.service,
            "category": p.category,
            "title": p.title,
            "saving_2017_18_gbp": str(p.savings[Y17]),
            "saving_2018_19_gbp": str(p.savings[Y18]),
            "saving_2019_20_gbp": str(p.savings[Y18 + 1]),
            "saving_total_gbp": str(p.total),
            "risk_as_printed": p.risk_as_printed,
            "staff_impact_as_printed": next(s.text for s in p.sections if s.kind == "impact_upon_staff"),
            "property_impact_as_printed": next(
                s.text for s in p.sections if s.kind == "impact_upon_property"
            ),
        }
        for p in proposals
    ]


class TestImpactTable:
    def test_every_row_is_as_printed(self):
        result = understood(content("banes-impact-statements"), "impact.txt")
        assert result.status == "read"
        for row, known in zip(
            impact_rows(result.proposals), expected("banes-impact-statements"), strict=True
        ):
            # The fixtures hold figures and never a council's sentences.
            compared = {key: value for key, value in known.items() if value != "(words)"}
            assert {key: row[key] for key in compared} == compared
        assert {p.directorate for p in result.proposals} == {"PEOPLE & COMMUNITIES"}

    def test_every_subtotal_is_proved(self):
        result = understood(content("banes-impact-statements"), "impact.txt")
        sums = [row for row in result.tables[0].rows if row.role in (Role.SUBTOTAL, Role.TOTAL)]
        printed = [[str(row.amounts[Y17]), str(row.amounts[Y18]), str(row.total)] for row in sums]
        columns = ("saving_2017_18_gbp", "saving_2018_19_gbp", "saving_total_gbp")
        assert sorted(printed) == sorted([row[c] for c in columns] for row in expected("banes-subtotals"))
        assert all(proof.holds for proof in result.proofs)

    @pytest.mark.parametrize("kind", MADE)
    def test_a_file_made_of_it_says_the_same(self, kind):
        lines = content("banes-impact-statements").decode().splitlines()
        rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("---")]
        above = [row[0] for row in rows[:1]]
        result = understood(written(kind, above, rows[1:], []), f"impact.{kind}")
        assert len(result.proposals) == 35
        assert sum(p.total for p in result.proposals) == 7_342_000
        assert result.status == "read"


class TestCommitteeSummary:
    def test_every_row_is_as_printed(self):
        result = understood(content("lancashire-scrutiny-summary"), "summary.txt")
        assert result.status == "read"
        rows = expected("lancashire-scrutiny-summary")
        assert [p.title for p in result.proposals] == [row["service"] for row in rows]
        assert [str(p.savings[Y18]) for p in result.proposals] == [row["saving_2018_19_gbp"] for row in rows]
        assert [str(p.total) for p in result.proposals] == [row["saving_total_gbp"] for row in rows]
        reports = [p.reported[0] for p in result.proposals]
        assert [(r.meeting, r.item, r.appendix) for r in reports] == [
            (row["meeting"], row["item"], row["appendix"]) for row in rows
        ]
        assert [str(int(p.consultation_only)) for p in result.proposals] == [
            row["for_consultation_only"] for row in rows
        ]
        assert not any(p.profile_complete for p in result.proposals)

    def test_an_amount_in_words_that_is_not_the_figure_is_said(self):
        result = understood(content("lancashire-scrutiny-summary"), "summary.txt")
        (issue,) = (issue for issue in result.issues if issue.code == "figure in words differs")
        assert "£2.74m" in issue.message
        assert "£2,784,000" in issue.message
