"""What commands give out of a round that is not all published: marked, counted, or left out."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db
ROUND = "Budget 2027/28 to 2029/30"
LEFT_OUT = "Left out, because not published: 2 proposals.\n"


@pytest.fixture
def run(tmp_path):
    """A function that runs a command on a round of one published proposal, a draft and one sent back."""
    budget_round = make_round(ROUND)
    make_proposal(budget_round, "ENV001", stage="published")
    make_proposal(budget_round, "ENV002", stage="draft")
    make_proposal(budget_round, "ENV003", stage="sent_back")

    def run(command, *arguments, to="out"):
        noted, path = StringIO(), tmp_path / to
        of = ("--council", "eastvale-council", "--round", ROUND, "-o", str(path))
        call_command(command, *of, *arguments, stdout=StringIO(), stderr=noted)
        return path, noted.getvalue()

    return run


def references(table):
    return [row["Reference"] for row in csv.DictReader(StringIO(table.read_text("utf-8-sig")))]


def is_draft(page):
    return "appendix--draft" in page.partition("<body")[2]


class TestAnAppendix:
    def test_with_anything_unpublished_is_a_draft_on_its_face_and_says_so(self, run):
        path, noted = run("render_appendix", "committee-summary", "--html")
        page = path.read_text()
        assert is_draft(page)
        assert (
            "2 of 3 proposals are not published. Every page is marked as a draft. Use --published-only to "
            "leave them out."
        ) in noted

    def test_of_what_is_published_only_is_none_and_says_what_it_leaves_out(self, run):
        path, noted = run("render_appendix", "option-pages", "--html", "--published-only")
        page = path.read_text()
        assert not is_draft(page)
        assert ("ENV001" in page, "ENV002" in page, "ENV003" in page) == (True, False, False)
        assert "1 of the round’s 3 proposals: those that are published." in page
        assert LEFT_OUT in noted

    def test_of_a_round_with_nothing_published_is_refused_where_only_that_is_asked_for(self, run):
        make_proposal(make_round("Next"), "ENV009", stage="draft")
        with pytest.raises(CommandError, match="No proposal of “Next” is among those that are published"):
            run("render_appendix", "option-pages", "--html", "--published-only", "--round", "Next")


class TestFilters:
    """The filters of the list choose for a command what they choose on the page."""

    def test_choose_what_goes_into_an_appendix_and_it_says_so(self, run):
        path, _ = run("render_appendix", "option-pages", "--html", "--filters", "text=ENV002")
        page = path.read_text()
        assert ("ENV001" in page, "ENV002" in page) == (False, True)
        assert "1 of the round’s 3 proposals: those filtered by" in page

    def test_choose_among_what_is_published_only(self, run):
        path, _ = run("export_proposals", "--format", "csv", "--filters", "text=ENV", "--published-only")
        assert references(path) == ["ENV001"]

    @pytest.mark.parametrize(
        ("filters", "said"),
        [
            ("risk=vibes", "“vibes” is not one of the choices"),
            ("colour=red", "“colour”"),
            ("changed_since=soon", "date"),
        ],
    )
    def test_that_cannot_be_used_are_refused_with_their_name_and_no_file_is_written(
        self, run, tmp_path, filters, said
    ):
        with pytest.raises(CommandError, match=said):
            run("render_appendix", "option-pages", "--html", "--filters", filters)
        assert not (tmp_path / "out").exists()

    def test_that_leave_nothing_make_no_appendix(self, run):
        with pytest.raises(
            CommandError, match="No proposal of “Budget 2027/28 to 2029/30” is among those filtered by"
        ):
            run("render_appendix", "option-pages", "--html", "--filters", "text=nothing-has-this")


class TestFiles:
    def test_of_proposals_say_how_many_are_not_published_and_can_leave_them_out(self, run):
        path, noted = run("export_proposals", "--format", "csv")
        assert references(path) == ["ENV001", "ENV002", "ENV003"]
        assert "2 of 3 proposals are not published." in noted
        path, noted = run("export_proposals", "--format", "csv", "--published-only")
        assert references(path) == ["ENV001"]
        assert LEFT_OUT in noted

    def test_to_edit_say_it_as_well(self, run):
        _, noted = run("export_workbook", to="round.xlsx")
        assert noted.endswith("round.xlsx: 3 proposals. 2 of 3 proposals are not published.\n")

    def test_of_open_data_hold_what_is_published_unless_told_otherwise(self, run):
        path, noted = run("export_open_data")
        assert (path / "savings.json").read_text().count('"reference"') == 1
        assert noted == LEFT_OUT
        path, noted = run("export_open_data", "--with-unpublished")
        assert (path / "savings.json").read_text().count('"reference"') == 3
        assert noted == "2 of 3 proposals are not published.\n"
