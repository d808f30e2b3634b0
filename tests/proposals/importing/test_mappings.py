"""An answer about a layout is offered for the next file alike; one about rows or figures is of its file alone."""

import pytest

from proposals.importing.mappings import mappings_of, store_mapping
from proposals.models import DocumentImport, ImportMapping, SavingsProposal, WaitingDocument
from services.models import Council
from tests.proposals.importing.test_any_file import WITHOUT_UNIT, figures, workbook
from tests.proposals.importing.test_corrections_page import TARGETS, chosen, selects, sent
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.support.web_examples import FIRST, make_round, tree, words

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OF_ROWS = (
    "after-total",
    "contrary",
    "cut-short",
    "figure:A1:2026/27",
    "fractions",
    "missing-subtotal",
    "moved-cells",
    "named-total",
    "title-twice",
    "total-or-proposal",
    "unnamed-rows",
    "withdrawn",
)


OF_YEARS = ("calendar-year", "first-year", "fy", "year", "year:amount 1", "unit:amount 1")
UNDATED = [
    ("Ref", "Proposal", "Amount 1 £", "Amount 2 £"),
    ("AC01", "Parks mowing", 40_000, 5_000),
    ("AC02", "Bin rounds", 120_000, 30_000),
]
TAKEN = "Taken from the answers kept for documents of this layout: “Stretch £” was read as: target."


def uploaded(officer, rows, into):
    """Upload a list; the address where it waits and the page there."""
    address = upload(officer, workbook(rows), name="list.xlsx", budget_round=into.pk)["Location"]
    return address, officer.get(address)


def imported(officer, address, page, **choices):
    """Send the reading with choices, and import what is previewed."""
    preview = officer.post(address, sent(page, **choices, answer="1"), follow=True)
    assert not WaitingDocument.objects.get().parsed["questions"]
    officer.post(address, form_of(preview))
    assert not WaitingDocument.objects.exists()


def asked():
    return {question["id"]: question for question in WaitingDocument.objects.get().parsed["questions"]}


def notes(preview):
    return [words(note) for note in tree(preview).xpath("//main//li")]


@pytest.mark.parametrize("id_", OF_YEARS)
def test_years_and_units_of_columns_are_not_kept_nor_offered_where_they_were_kept_before(id_):
    council = Council.objects.create(slug="fenwick", name="Fenwick Council")
    ImportMapping.objects.create(council=council, fingerprint="old", answers={id_: "2027/28", "fte": "x"})
    store_mapping(council, "new", {id_: "2027/28"})
    assert mappings_of("fenwick") == {"old": {"fte": "x"}}


@pytest.mark.parametrize("later", [0, 1])
def test_a_year_that_was_chosen_is_asked_again_in_the_same_and_in_another_round(officer, budget_round, later):
    address, page = uploaded(officer, UNDATED, budget_round)
    years = {"year:amount 1 £": "2028/29", "year:amount 2 £": "2029/30"}
    page = officer.post(address, sent(page, **years, correct="1"), follow=True)
    imported(officer, address, page)
    bins = SavingsProposal.objects.get(reference="AC02")
    profiles = bins.year_profiles.values_list("year", "recurring_saving")
    assert list(profiles) == [(FIRST + 1, 120_000), (FIRST + 2, 30_000)]
    into = budget_round
    if later:
        into = make_round("Budget 2028/29 to 2030/31")
        into.base_year, into.first_year = FIRST, FIRST + 1
        into.save()
    _, page = uploaded(officer, UNDATED, into)
    assert asked()["year"]["choices"] == [str(FIRST + (later + offset)) for offset in range(3)]
    shown = {name: chosen(select) for name, select in selects(page).items() if name in years}
    assert shown == dict.fromkeys(years, f"{FIRST + later} (as read)")


def test_a_unit_that_was_answered_is_the_default_of_the_question_about_the_next_file(officer, budget_round):
    address, page = uploaded(officer, WITHOUT_UNIT, budget_round)
    imported(officer, address, page, question_0="£")
    assert [total for *_, total in figures()] == [40, 150]
    thousands = [WITHOUT_UNIT[0], ("AC05", "Ferry", "Environment", 450, 0, 1_700, 2_150, -1)]
    address, page = uploaded(officer, thousands, budget_round)
    assert [(id_, question["default"]) for id_, question in asked().items()] == [("unit", "£")]
    imported(officer, address, page, question_0="£000")
    assert SavingsProposal.objects.get(reference="AC05").total_saving == 2_150_000
    assert ImportMapping.objects.get().answers == {"unit": "£000"}


class TestAKindOfColumnThatIsKept:
    @pytest.fixture
    def kept(self, officer, budget_round):
        address, page = uploaded(officer, TARGETS, budget_round)
        page = officer.post(
            address, sent(page, **{"column:stretch £": "target", "correct": "1"}), follow=True
        )
        imported(officer, address, page)

    def test_is_named_in_one_note_of_the_preview_and_of_the_import(self, officer, budget_round, kept):
        assert ImportMapping.objects.get().answers == {"column:stretch £": "target"}
        more = [TARGETS[0], ("AC09", "Ferry", "Environment", 7_000, 0, 0, 5_000, 0)]
        address, preview = uploaded(officer, more, budget_round)
        assert len([note for note in notes(preview) if TAKEN in note]) == 1
        officer.post(address, form_of(preview))
        assert TAKEN in DocumentImport.objects.first().notes

    def test_is_shown_as_chosen_and_stays_so_until_it_is_taken_back(self, officer, budget_round, kept):
        address, _ = uploaded(officer, TARGETS, budget_round)
        page = officer.get(f"{address}?reading=1")
        assert chosen(selects(page)["column:stretch £"]) == "Target"
        page = officer.post(address, sent(page, correct="1"), follow=True)
        assert WaitingDocument.objects.get().answers == {}
        assert chosen(selects(page)["column:stretch £"]) == "Target"
        page = officer.post(address, sent(page, **{"column:stretch £": "", "correct": "1"}), follow=True)
        assert list(asked()) == ["column:stretch £"]
        assert chosen(selects(page)["column:stretch £"]).endswith("(as read)")

    def test_that_is_answered_anew_is_kept_anew(self, officer, budget_round, kept):
        address, _ = uploaded(officer, TARGETS, budget_round)
        page = officer.get(f"{address}?reading=1")
        page = officer.post(
            address, sent(page, **{"column:stretch £": "base budget", "correct": "1"}), follow=True
        )
        imported(officer, address, page)
        assert ImportMapping.objects.get().answers == {"column:stretch £": "base budget"}

    def test_that_is_taken_back_is_kept_no_longer(self):
        council = Council.objects.create(slug="fenwick", name="Fenwick Council")
        store_mapping(council, "a layout", {"column:low": "target", "unit": "£"})
        store_mapping(council, "a layout", {"column:low": ""})
        assert mappings_of("fenwick") == {"a layout": {"unit": "£"}}


def test_answers_about_rows_and_figures_are_not_offered_again():
    council = Council.objects.create(slug="fenwick", name="Fenwick Council")
    store_mapping(
        council, "a layout", {"unit": "£000", "column:low": "other", **dict.fromkeys(OF_ROWS, "stop")}
    )
    assert mappings_of("fenwick") == {"a layout": {"unit": "£000", "column:low": "other"}}
