"""The four real documents in one installation: every figure of the references comes out, in any order, twice."""

import csv
from dataclasses import replace

import pytest

from proposals.domain.references import canonical_reference
from proposals.importing.plan.request import ImportRequest
from proposals.models import ProposalFinding
from services.models import ChangeRecord, Council
from tests.support.parsed_imports import CASES, OPTIONS, SUMMARY, TABLE, exported, load
from tests.support.paths import DATA

pytestmark = [pytest.mark.documents, pytest.mark.django_db]

LANCASHIRE = ImportRequest("lancashire", "Budget 2018/19 to 2020/21", phase="scrutiny")
FILES = {
    OPTIONS: ("lancashire-savings-options.txt", LANCASHIRE),
    SUMMARY: ("lancashire-scrutiny-summary.txt", LANCASHIRE),
    TABLE: ("banes-impact-statements.txt", ImportRequest("banes", "Budget 2017/18 to 2019/20")),
    CASES: ("cambridgeshire-business-cases.txt", ImportRequest("cambridgeshire", "Business plan 2018/19")),
}


@pytest.fixture
def import_real(documents):
    def run(style, council=""):
        name, request = FILES[style]
        asked = replace(request, council_slug=council) if council else request
        return load(
            style, (documents / name).read_bytes(), request=asked, reason="Both papers were published so."
        )

    return run


def reference_rows(name):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def pounds(text):
    return int(text or 0)


def by_year(proposal):
    return [year["discrete"] for year in proposal["profile"]]


@pytest.mark.one_database
def test_every_row_of_the_committee_summary_comes_out(import_real):
    plan = import_real(SUMMARY)
    stored = list(exported("lancashire", LANCASHIRE.round_name).values())
    assert [
        {
            "service": item["title"],
            "saving_2018_19_gbp": str(by_year(item)[0]),
            "saving_total_gbp": str(item["total"]),
            **{name: item["where_reported"][0][name] for name in ("meeting", "item", "appendix")},
            "committees": "/".join(item["committees"]),
            "for_consultation_only": str(int(item["consultation_only"])),
        }
        for item in stored
    ] == reference_rows("lancashire-scrutiny-summary.csv")
    assert [len(item["profile"]) for item in stored] == [1] * 13
    assert not any(item["profile_complete"] for item in stored)
    assert sum(item["total"] for item in stored) == 8_454_000
    assert sum(by_year(item)[0] for item in stored) == 4_650_000
    assert plan.document.left_over == ()


@pytest.mark.one_database
def test_every_row_of_the_impact_table_comes_out(import_real):
    import_real(TABLE)
    stored = list(exported("banes", "Budget 2017/18 to 2019/20").values())
    expected = reference_rows("banes-impact-statements.csv")
    years = ("2017_18", "2018_19", "2019_20")
    assert [
        {
            "service_area": item["service"],
            "category": item["category"],
            "title": item["title"],
            **{f"saving_{year}_gbp": str(saving) for year, saving in zip(years, by_year(item), strict=True)},
            "saving_total_gbp": str(item["total"]),
            "risk_as_printed": item["risk_as_printed"],
        }
        for item in stored
    ] == [{name: row[name] for name in row if name != "staff_impact_as_printed"} for row in expected]
    staff = [row["staff_impact_as_printed"] for row in expected]
    printed = [item["statements"]["impact_upon_staff"] for item in stored]
    assert [text for text, known in zip(printed, staff, strict=True) if known != "(words)"] == [
        known for known in staff if known != "(words)"
    ]
    assert all(item["statements"]["impact_upon_property"] for item in stored)
    assert {item["portfolio"] for item in stored} == {"PEOPLE & COMMUNITIES"}
    assert {item["risk"] for item in stored} == {"L", "M", "H"}
    assert [sum(by_year(item)[place] for item in stored) for place in range(3)] == [
        2_581_000,
        3_148_000,
        1_613_000,
    ]
    assert sum(item["total"] for item in stored) == 7_342_000


@pytest.mark.one_database
def test_every_business_case_comes_out(import_real):
    import_real(CASES)
    stored = list(exported("cambridgeshire", "Business plan 2018/19").values())
    expected = reference_rows("cambridgeshire-business-cases.csv")
    assert len(stored) == 30
    for item, row in zip(stored, expected, strict=True):
        references = [canonical_reference(text) for text in row["references"].split(" & ")]
        assert [canonical_reference(text) for text in item["references"]] == references
        assert (item["total"] or 0) == pounds(row["saving_gbp"]), item["reference"]
        assert item["headline"].casefold() == row["saving_as_printed"].casefold()
        assert len(item["risks"]) == int(row["risks"])
        assert len(item["dependencies"]) == int(row["dependencies"])
        assert item["profile_complete"] is False
    assert sum(item["total"] or 0 for item in stored) == 20_679_000


@pytest.mark.one_database
@pytest.mark.parametrize(
    "order", [(OPTIONS, SUMMARY, TABLE, CASES), (CASES, TABLE, SUMMARY, OPTIONS)], ids=["forward", "backward"]
)
def test_all_four_in_any_order_twice_come_to_the_same(import_real, order):
    for style in order:
        import_real(style)
    before = ChangeRecord.objects.count()
    for style in reversed(order):
        assert import_real(style).changes_nothing
    assert ChangeRecord.objects.count() == before
    assert sorted(Council.objects.values_list("slug", flat=True)) == ["banes", "cambridgeshire", "lancashire"]
    stored = exported("lancashire", LANCASHIRE.round_name)
    assert len(stored) == 36
    assert sum(item["total"] for item in stored.values()) == 45_549_000
    assert {key for key, item in stored.items() if not item["profile_complete"]} == {
        f"CS-{number:02d}" for number in range(4, 10)
    }
    (finding,) = ProposalFinding.objects.filter(proposal__budget_round__council__slug="lancashire")
    assert (finding.code, finding.is_printed) == ("figure in wording", True)
    assert "2.74" in finding.message
    assert "2.784" in finding.message
    diagnostic = stored["CYP013"]
    assert (by_year(diagnostic), diagnostic["total"]) == ([906_000, 1_188_000, 690_000], 2_784_000)
    assert diagnostic["committees"] == ["Children's Services"]


def test_the_two_of_one_council_come_to_the_same_in_either_order(import_real):
    for style in (OPTIONS, SUMMARY):
        import_real(style)
    for style in (SUMMARY, OPTIONS):
        import_real(style, council="elsewhere")
    one = exported("lancashire", LANCASHIRE.round_name)
    other = exported("elsewhere", LANCASHIRE.round_name)
    assert one == other
