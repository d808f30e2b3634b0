"""A proposal of which only a total, or only some years, are known: what is not known is never shown as zero."""

import csv
import io
import json

import pytest

from proposals.exports.proposals import export
from proposals.models import SavingsProposal
from proposals.models.records import round_record
from proposals.models.stored_figures import store_figures_of, wrong_figures
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.html import write_html_body
from tests.support.exported import as_json
from tests.support.web_examples import body_rows, make_proposal, make_round, totals_row, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    """Three proposals: all years known; the first year and a total; a total alone that is not even stated."""
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(1_000_000, 500_000, 0))
    partly = make_proposal(
        budget_round, "ENV002", savings=(906_000,), profile_complete=False, stated_total=2_784_000
    )
    nothing = make_proposal(budget_round, "ENV003", savings=(), profile_complete=False)
    store_figures_of([partly.pk, nothing.pk])
    return budget_round


@pytest.fixture
def record(budget_round):
    return round_record(budget_round, budget_round.proposals.all())


@pytest.mark.one_database
class TestTheList:
    @pytest.fixture
    def response(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        return client.get("/proposals/")

    def test_says_not_known_for_a_year_that_was_not_stated(self, response):
        assert body_rows(response)[1][2:6] == ["-0.906", "Not known", "Not known", "-2.784"]
        assert body_rows(response)[2][2:6] == ["Not known"] * 4

    def test_adds_up_what_is_known_by_year_and_the_stated_totals(self, response):
        # 1,000,000 + 906,000; 500,000; 0; and 1,500,000 + 2,784,000.
        assert totals_row(response)[1:5] == ["-1.906", "-0.500", "0.000", "-4.284"]

    def test_says_that_the_years_leave_something_out(self, response):
        assert (
            "2 proposals have incomplete profiles. The totals by year include what is known of them in each year; "
            "the total includes only the totals that are stated for them." in response.content.decode()
        )

    def test_sorts_by_the_stated_total(self, client, response):
        rows = body_rows(client.get("/proposals/", {"sort": "-total"}))
        assert [row[0] for row in rows] == ["ENV002", "ENV001", "ENV003"]


@pytest.mark.one_database
class TestTheProposalsPage:
    def test_shows_figures_that_add_up_only_as_far_as_every_year_is_known(
        self, client, scrutiny_member, budget_round
    ):
        client.force_login(scrutiny_member)
        partly = budget_round.proposals.get(reference="ENV002")
        rows = {
            words(row[0]): [words(cell) for cell in row[1:]]
            for row in tree(client.get(partly.get_absolute_url())).xpath("//table//tbody/tr")
        }
        discrete = rows["Discrete year: the change made in the year"]
        assert discrete[:4] == ["-0.906", "Not known", "Not known", "-2.784"]
        assert rows["Cumulative: in-year savings added up"][:3] == ["-0.906", "Not known", "Not known"]


@pytest.mark.one_database
class TestFiles:
    def test_json_leaves_unknown_years_out_and_gives_the_stated_total(self, record):
        held = as_json(record)
        assert [item["profile_complete"] for item in held["proposals"]] == [True, False, False]
        assert [item["total"] for item in held["proposals"]] == [1_500_000, 2_784_000, None]
        assert [year["year"] for year in held["proposals"][1]["profile"]] == ["2027/28"]
        assert held["proposals"][2]["profile"] == []
        assert (held["totals"]["total"], held["totals"]["incomplete_profiles"]) == (4_284_000, 2)
        assert json.loads(export(record, "json"))["proposals"][2]["total"] is None

    def test_csv_leaves_the_cell_of_an_unknown_year_blank(self, record):
        _, _, partly, nothing = csv.reader(io.StringIO(export(record, "csv").decode("utf-8-sig")))
        assert partly[9:13] == ["906000", "", "", "2784000"]
        assert nothing[9:13] == ["", "", "", ""]

    def test_the_appendix_prints_not_known_and_says_so_beside_its_totals(self, record):
        page = write_html_body(STYLES["option-pages"](record, Cover("Savings")))
        assert "Not known" in page
        assert "2 proposals have incomplete profiles" in page


class TestTheTotals:
    def test_of_the_queryset_and_of_the_records_are_the_same(self, budget_round, record):
        assert budget_round.proposals.all().totals(budget_round.years) == record.totals

    def test_stored_figures_are_the_stated_total_and_no_year_is_made_up(self, budget_round):
        assert list(wrong_figures(budget_round.proposals.with_related())) == []
        stored = SavingsProposal.objects.get(reference="ENV002")
        assert stored.total_saving == 2_784_000
        assert [str(row.year) for row in stored.year_profiles.all()] == ["2027/28"]


@pytest.mark.one_database
class TestPosts:
    def test_that_some_state_are_said_beside_the_total(self, client, scrutiny_member, budget_round):
        make_proposal(budget_round, "ENV004", savings=(0,), fte=("-2.00",))
        client.force_login(scrutiny_member)
        response = client.get("/proposals/")
        assert totals_row(response)[-1] == "-2.00"
        assert "A change in posts is stated for 1 of the 4 proposals." in response.content.decode()

    def test_that_nobody_states_are_no_nought_in_the_total(
        self, client, scrutiny_member, record, budget_round
    ):
        client.force_login(scrutiny_member)
        assert totals_row(client.get("/proposals/"))[-1] == "Not stated"
        assert as_json(record)["totals"]["fte_total"] is None

    def test_of_a_set_without_any_known_year_the_years_are_not_known(self, client, scrutiny_member):
        other = make_round("Cases")
        make_proposal(other, "A1", savings=(), profile_complete=False, stated_total=500_000)
        client.force_login(scrutiny_member)
        row = totals_row(client.get("/proposals/", {"round": other.pk}))
        assert row[1:] == ["Not known", "Not known", "Not known", "-0.500", "Not stated"]
        record = round_record(other, other.proposals.all())
        assert other.proposals.all().totals(other.years) == record.totals
