"""Lists of growth through the page and the command: pressures are stored below zero and never taken for savings."""

import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command

from proposals.importing.plan.apply import DocumentFile, ImportStopped, apply_document, plan_document
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.importing.report import as_text
from proposals.models import SavingsProposal
from services.models import ChangeRecord, Council
from tests.proposals.importing.test_any_file import workbook
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, previewed
from tests.support.web_examples import tree, words

__all__ = ["budget_round", "officer"]
pytestmark = pytest.mark.django_db
REQUEST = ImportRequest("fenwick", "Budget 2027/28 to 2029/30")
HEADINGS = ("Ref", "Type", "Fund", "Proposal", "Directorate", "2027/28 £000", "2028/29 £000", "2029/30 £000")
MIXED = [
    ("Growth and savings 2027/28 to 2029/30",),
    HEADINGS,
    ("M1", "Growth", "General Fund", "Placements", "People", 260, 120, 0),
    ("M2", "Saving", "General Fund", "Mowing", "Place", -40, -10, 0),
    ("M3", "New burden", "HRA", "Damp surveys", "Homes", 85, 0, -5),
    ("", "", "", "Net total", "", 305, 110, -5),
]
GROWTH = [
    ("Unavoidable growth 2027/28 to 2028/29",),
    ("Pressure", "Service", "In MTFS?", "Council share", "2027/28 £000", "2028/29 £000"),
    ("Pay award", "Parks", "Yes", "100%", 27, 50),
    ("Energy", "Parks", "No", "62.5%", 12, 0),
]


def document(rows):
    return read_file(workbook(rows, title="Sheet1"), "list.xlsx").document


def load(rows, *choices, reason=""):
    request = replace(REQUEST, choices=choices)
    file = DocumentFile("list.xlsx", b"")
    return apply_document(document(rows), request, file, accept_reason=reason)


def plan(rows, *choices):
    return plan_document(document(rows), replace(REQUEST, choices=choices))


def stored(title):
    return SavingsProposal.objects.get(title=title)


def amounts(title):
    return list(stored(title).year_profiles.values_list("recurring_saving", flat=True))


def with_cell(rows, row, column, value):
    """Return the rows with one cell changed."""
    changed = [list(cells) for cells in rows]
    changed[row][column] = value
    return changed


class TestWhatIsStored:
    def test_each_row_of_a_mixed_table_has_its_direction_and_its_sign(self):
        load(MIXED)
        found = SavingsProposal.objects.order_by("position").values_list("title", "direction", "total_saving")
        assert list(found) == [
            ("Placements", "pressure", -380_000),
            ("Mowing", "saving", 50_000),
            ("Damp surveys", "pressure", -80_000),
        ]
        assert amounts("Damp surveys") == [-85_000, 0, 5_000]

    def test_fund_and_cause_are_stored(self):
        load(MIXED)
        found = SavingsProposal.objects.order_by("position").values_list("fund", "pressure_category")
        assert list(found) == [
            ("general_fund", ""),
            ("general_fund", ""),
            ("housing_revenue_account", "new_burden"),
        ]

    def test_share_and_earlier_plan_are_stored(self):
        load(GROWTH)
        pay, energy = stored("Pay award"), stored("Energy")
        assert (pay.in_earlier_plan, pay.council_share) == (True, Decimal(100))
        assert (energy.in_earlier_plan, energy.council_share) == (False, Decimal("62.5"))
        assert amounts("Pay award") == [-27_000, -50_000]

    def test_a_new_council_does_not_take_its_sign_of_savings_from_growth(self):
        load(GROWTH)
        assert Council.objects.get().savings_sign == "positive"

    def test_the_end_of_a_one_off_pressure_that_is_printed_is_not_counted_twice(self):
        rows = [
            ("Growth bids 2027/28 to 2028/29",),
            ("Ref", "Bid", "Recurring or one-off", "2027/28 £000", "2028/29 £000"),
            ("B1", "Elections", "One-off", 200, -200),
            ("B2", "Census", "One-off", 30, 0),
        ]
        load(rows)
        assert amounts("Elections") == [-200_000, 200_000]
        census = stored("Census").year_profiles.values_list("recurring_saving", "one_off_saving")
        assert list(census) == [(0, -30_000), (0, 0)]
        assert [stored(title).total_saving for title in ("Elections", "Census")] == [0, 0]


class TestReadAgain:
    @pytest.mark.parametrize("rows", [MIXED, GROWTH], ids=["with references", "by title"])
    def test_changes_nothing(self, rows):
        load(rows)
        again = plan(rows)
        assert (again.changes_nothing, again.questions, again.choices) == (True, (), ())

    def test_a_changed_amount_is_worded_as_a_pressure(self):
        load(MIXED)
        rows = with_cell(with_cell(MIXED, 2, 5, 270), 5, 5, 315)
        (changed,) = plan(rows).doing("change")
        assert [(item.label, item.before, item.after) for item in changed.changes] == [
            ("pressure 2027/28", "£260,000", "£270,000")
        ]


class TestAnotherDirection:
    OTHER = with_cell(with_cell(with_cell(MIXED, 3, 1, "Growth"), 3, 5, 40), 5, 5, 385)

    def test_of_a_stored_reference_stops_until_it_is_accepted(self):
        load(MIXED)
        with pytest.raises(ImportStopped) as stop:
            load(self.OTHER)
        assert [issue.message for issue in stop.value.plan.overwrites] == [
            "saving or pressure: “Saving” is stored; the document prints “Pressure or growth”, which would take its "
            "place."
        ]
        assert stored("Mowing").direction == "saving"

    def test_is_taken_with_a_reason_and_then_settled(self):
        load(MIXED)
        load(self.OTHER, reason="The contract went up")
        assert (stored("Mowing").direction, amounts("Mowing")) == ("pressure", [-40_000, 10_000, 0])
        reasons = ChangeRecord.objects.filter(action="changed", after__has_key="direction")
        assert reasons.get().reason == "Import of list.xlsx. The contract went up"
        assert plan(self.OTHER).changes_nothing

    def test_of_a_stored_title_without_a_reference_is_a_choice(self):
        rows = [
            ("Savings proposals 2027/28 to 2028/29",),
            ("Proposal", "Service", "2027/28 £000", "2028/29 £000"),
            ("Energy", "Parks", 30, 0),
        ]
        load(rows)
        growth = [GROWTH[0], GROWTH[1], GROWTH[3]]
        (choice,) = plan(growth).choices
        assert choice.title == "Energy"
        assert choice.saving == "pressure of £12,000 in 2027/28, £0 in 2028/29, £12,000 in all"
        assert [option.saving for option in choice.options] == [
            "£30,000 in 2027/28, £0 in 2028/29, £30,000 in all"
        ]
        load(growth, ("Energy", "new"))
        found = SavingsProposal.objects.order_by("position").values_list("direction", "total_saving")
        assert list(found) == [("saving", 30_000), ("pressure", -12_000)]
        assert plan(growth).changes_nothing
        assert plan(rows).changes_nothing


class TestWhatIsShown:
    def test_savings_pressures_and_net_have_totals_of_their_own(self, officer, budget_round):
        _, page = previewed(officer, workbook(MIXED, title="Sheet1"), budget_round, name="list.xlsx")
        table = tree(page).xpath("//main//table[caption='Computed totals of the proposals']")[0]
        rows = [[words(cell) for cell in row.xpath("th | td")] for row in table.xpath("tbody/tr")]
        assert rows == [
            ["Savings (£000)", "-40", "-10", "0", "-50"],
            ["Pressures (£000)", "345", "120", "-5", "460"],
            ["Net (£000)", "305", "110", "-5", "410"],
        ]

    def test_each_proposal_says_whether_it_is_a_saving(self, officer, budget_round):
        _, page = previewed(officer, workbook(MIXED, title="Sheet1"), budget_round, name="list.xlsx")
        text = words(tree(page).xpath("//main")[0])
        assert "M1 – Placements (People): pressure or growth, general fund" in text
        assert "M2 – Mowing (Place): saving, general fund" in text
        assert "M3 – Damp surveys (Homes): pressure or growth, new burden, housing revenue account" in text

    def test_a_list_of_savings_says_nothing_of_directions(self, officer, budget_round):
        rows = [HEADINGS[3:], ("Mowing", "Place", 40, 10, 0), ("Bins", "Place", 5, 0, 0)]
        _, page = previewed(officer, workbook(rows, title="Sheet1"), budget_round, name="list.xlsx")
        text = words(tree(page).xpath("//main")[0])
        assert "Mowing (Place)" in text
        assert "Pressure" not in text
        assert "Net" not in text

    def test_pressures_by_themselves_are_positive(self, officer, budget_round):
        _, page = previewed(officer, workbook(GROWTH, title="Sheet1"), budget_round, name="list.xlsx")
        text = words(tree(page).xpath("//main")[0])
        assert "Pressures (£000)395089" in text
        assert "Savings (" not in text
        assert "prints a saving" not in text

    def test_the_page_of_questions_calls_pressures_so_and_prints_them_positive(self, officer, budget_round):
        rows = [("Place and Growth: proposals",), HEADINGS[3:], ("Wardens", "Place", 27, 0, 0)]
        address, page = previewed(officer, workbook(rows, title="Sheet1"), budget_round, name="list.xlsx")
        text = words(tree(page).xpath("//main")[0])
        assert "Questions about this document" in text
        assert "Pressure (as read)" in text
        assert "£27,000" in text
        assert "-£27,000" not in text
        officer.post(address, {**form_of(page), "question_0": "savings", "answer": "1"})
        assert "Savings (£000)27" in words(tree(officer.get(address)).xpath("//main")[0])

    def test_the_report_has_each_total(self):
        text = as_text(plan(MIXED), DocumentFile("list.xlsx", b""), "tried")
        assert "Savings in £000: 2027/28 -40, 2028/29 -10, 2029/30 0, Total -50." in text
        assert "Pressures in £000: 2027/28 345, 2028/29 120, 2029/30 -5, Total 460." in text
        assert "Net in £000: 2027/28 305, 2028/29 110, 2029/30 -5, Total 410." in text


def test_the_command_prints_direction_fund_and_totals_apart(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(MIXED, title="Sheet1"))
    out = io.StringIO()
    where = ("--council", "fenwick", "--council-name", "Fenwick", "--round", REQUEST.round_name)
    call_command("import_document", str(path), *where, "--json", stdout=out)
    said = json.loads(out.getvalue())
    directions = {item["title"]: (item["direction"], item["fund"]) for item in said["proposals"]}
    assert directions == {
        "Placements": ("pressure", "general_fund"),
        "Mowing": ("saving", "general_fund"),
        "Damp surveys": ("pressure", "housing_revenue_account"),
    }
    totals = said["import"]["totals"]
    assert (totals["savings"]["total"], totals["pressures"]["total"], totals["total"]) == (
        50_000,
        -460_000,
        -410_000,
    )


class TestAnEarlierPlan:
    SECTIONS = (
        ("Savings 2027/28 to 2029/30",),
        HEADINGS[3:],
        ("Savings previously agreed in February 2026",),
        ("Depot", "Place", 10, 0, 0),
        ("New savings",),
        ("Fleet", "Place", 30, 0, 0),
    )

    def test_a_section_of_it_is_asked_about_and_marked_where_it_is_imported(self):
        content = workbook(self.SECTIONS, title="Sheet1")
        (question,) = read_file(content, "list.xlsx").questions
        assert question["id"] == "agreed"
        marked = read_file(content, "list.xlsx", answers={"agreed": "proposals"}).document.proposals
        assert [(item.title, item.in_earlier_plan) for item in marked] == [("Depot", True), ("Fleet", False)]

    def test_a_list_of_nothing_else_is_imported_and_marked(self):
        rows = [*self.SECTIONS[:4], ("Fleet", "Place", 30, 0, 0)]
        load(rows)
        assert set(SavingsProposal.objects.values_list("in_earlier_plan", flat=True)) == {True}
        assert plan(rows).changes_nothing
