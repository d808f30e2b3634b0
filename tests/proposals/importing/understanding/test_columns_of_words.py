"""A column of words is what its heading says, unless what stands in its cells speaks against it."""

import pytest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import read


def services_of(*names):
    rows = "\n".join(
        f"A{number}|Shorter hours {number}|{name}|40" for number, name in enumerate(names, start=1)
    )
    return [item.service for item in read(f"\nRef|Proposal|Service|2026/27 £000\n{rows}").proposals]


class TestServices:
    @pytest.mark.parametrize(
        "names", [("Service 1", "Service 2", "Service 3"), ("Ward 12", "Ward 7", "Ward 9")]
    )
    def test_a_name_with_a_number_is_the_name_of_a_service(self, names):
        assert services_of(*names) == list(names)

    def test_codes_under_service_are_no_names(self):
        assert services_of("ADU 001", "ADU 002", "CHI 001") == ["", "", ""]


class TestDeliverability:
    @pytest.mark.parametrize(
        "heading", ["Deliverability", "Confidence of delivery", "Likelihood of delivery", "Achievability"]
    )
    def test_how_likely_delivery_is_is_no_risk(self, heading):
        (item,) = read(f"\nRef|Proposal|2026/27 £000|{heading}\nA1|Fewer vans|40|High").proposals
        assert (item.risk, [(s.heading, s.text) for s in item.sections]) == ("", [(heading, "High")])

    def test_the_risk_to_delivery_is_one(self):
        (item,) = read("\nRef|Proposal|2026/27 £000|Risk to deliverability\nA1|Fewer vans|40|High").proposals
        assert item.risk == "H"


class TestTextsBesideTheImpact:
    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("Impact on residents", "impact_upon_service"),
            ("Equality impact", "other"),
            ("Consultation required Y/N", "other"),
            ("Mitigation of impacts", "other"),
            ("Delivery RAG", "other"),
            ("Residents affected", "other"),
            ("Staffing implications", "impact_upon_staff"),
        ],
    )
    def test_stand_under_the_headings_that_they_have(self, heading, kind):
        (item,) = read(f"\nRef|Proposal|2026/27 £000|{heading}\nA1|Fewer vans|40|Amber").proposals
        assert [(s.kind, s.heading, s.text) for s in item.sections] == [(kind, heading, "Amber")]


class TestADirectorateAboveTheTable:
    def test_outranks_the_headings_of_kinds_of_saving(self):
        table = "Directorate: Adults\nRef|Proposal|2026/27 £000\n{}\nA1|Meals|40\n{}\nA2|Fees|10"
        for names in (("Business as usual", "Service reviews"), ("North", "South")):
            result = read(table.format(*names))
            assert {item.directorate for item in result.proposals} == {"Adults"}


class TestADirectorateInATitle:
    TABLE = "Ref|Proposal|2026/27 £000\nA1|Meals|40\nA2|Fees|10"

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Adult Social Care – savings proposals", "Adult Social Care"),
            ("Appendix 4: Place Directorate budget reductions 2026/27", "Place Directorate"),
            ("Children and Families: savings and growth", "Children and Families"),
        ],
    )
    def test_is_that_of_rows_that_nothing_else_names(self, title, name):
        result = read(title, self.TABLE)
        assert {item.titled_directorate for item in result.proposals} == {name}
        assert [issue.code for issue in result.issues] == ["directorate in title"]

    @pytest.mark.parametrize(
        "title",
        [
            "Savings proposals",
            "Budget planning",
            "Housing Revenue Account savings",
            "Leisure centre savings",
            "Corporate savings",
        ],
    )
    def test_is_none_where_a_title_names_no_part_of_a_council(self, title):
        assert {item.titled_directorate for item in read(title, self.TABLE).proposals} == {""}

    def test_may_stand_behind_its_label_above_another_line(self):
        result = read("Department: Finance & Assets", "Date completed: 27/09/25", self.TABLE)
        assert {item.titled_directorate for item in result.proposals} == {"Finance & Assets"}

    def test_gives_way_to_a_column(self):
        table = "Ref|Proposal|Directorate|2026/27 £000\nA1|Meals|Place|40\nA2|Fees|Place|10"
        result = read("Adult Social Care – savings proposals", table)
        assert {(item.directorate, item.titled_directorate) for item in result.proposals} == {("Place", "")}


class TestNumbersBesideProposals:
    ROWS = "\nNo.|Proposal|2026/27 £000\nAdults||\n1|Meals|40\n2|Fees|10\nPlace||\n{}|Bins|5\n2|Trees|7"

    def test_that_begin_again_are_no_references(self):
        result = read(self.ROWS.format(1))
        assert (result.status, [item.references for item in result.proposals]) == ("read", [()] * 4)
        assert [issue.code for issue in result.issues] == ["numbers begin again"]

    def test_of_which_one_stands_twice_stop_the_import(self):
        assert read(self.ROWS.format(3)).status == "refused"


class TestReferences:
    @pytest.mark.parametrize(
        ("heading", "code", "reference"),
        [
            ("Ref", "CS/23/\n01", "CS/23/01"),
            ("Star chamber ref", "SC4/1", "SC4/1"),
            ("EIA no", "101", "101"),
            ("Opt", "A", "A"),
        ],
    )
    def test_are_whole_and_known_by_their_headings(self, heading, code, reference):
        rows = [[heading, "Proposal", "2026/27 £000"], [Cell(text=code), "Shorter hours", 40]]
        (item,) = understand(document(rows)).proposals
        assert (item.references, item.savings[FinancialYear(2026)]) == ((reference,), 40_000)

    def test_are_no_months(self):
        rows = "A|Sell depot|Apr-16|20\nB|Let a floor|Oct-16|45\nC|New terms|Jan-17|30"
        result = read(f"\nTeam|Proposal|Start|2016/17 £000\n{rows}")
        assert [item.references for item in result.proposals] == [()] * 3


class TestYearsOfRows:
    def test_the_end_of_a_saving_is_kept_as_a_text(self):
        rows = "Cameras|2018/19|24,000|2020/21\nGrants|2019/20|50,000|2022/23"
        result = read(f"\nProposal|Start year|Annual value £|End year\n{rows}")
        assert [[s.text for s in item.sections] for item in result.proposals] == [["2020/21"], ["2022/23"]]
