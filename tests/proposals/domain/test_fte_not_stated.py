"""A proposal whose change in posts nobody stated: every output says so, and none prints zero for it."""

import csv
import io
import json
import re

import pytest

from proposals.exports.proposals import export
from proposals.models.records import round_record
from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.html import write_html_page
from tests.support.web_examples import make_proposal, make_round


@pytest.fixture
def budget_round(db):
    made = make_round()
    make_proposal(made, "ENV001", "Dim the lights", fte=())
    make_proposal(made, "ENV002", "Mow less", fte=("0.00", "-1.50", "0.00"))
    return made


def exported(budget_round, file_format):
    return export(round_record(budget_round, budget_round.proposals.all()), file_format)


@pytest.mark.one_database
class TestPostsThatNobodyStated:
    def test_are_no_figures_in_json(self, budget_round):
        first, second = json.loads(exported(budget_round, "json"))["proposals"]
        assert (first["fte"], first["fte_total"]) == ([], None)
        assert second["fte_total"] == "-1.50"

    def test_do_not_change_the_total(self, budget_round):
        assert json.loads(exported(budget_round, "json"))["totals"]["fte_total"] == "-1.50"

    def test_are_blank_in_csv(self, budget_round):
        rows = list(csv.DictReader(io.StringIO(exported(budget_round, "csv").decode("utf-8-sig"))))
        assert [row["Total FTE change"] for row in rows] == ["", "-1.50"]

    def test_are_said_on_the_list_and_the_page(self, budget_round, client, scrutiny_member):
        client.force_login(scrutiny_member)
        listed = client.get("/proposals/").content.decode()
        page = client.get(budget_round.proposals.get(reference="ENV001").get_absolute_url())
        rows = listed[listed.rindex("<tbody") : listed.rindex("</tbody>")]
        assert rows.count("Not stated") == 1
        assert "Full-time equivalent posts" not in page.content.decode()

    def test_are_said_in_the_appendix(self, budget_round):
        record = round_record(budget_round, budget_round.proposals.all())
        page = write_html_page(STYLES["option-pages"](record, Cover()))
        summary = page[page.index("Summary of savings proposals") : page.index("Total of 2 proposals")]
        assert len(re.findall("Not stated", summary)) == 1


@pytest.mark.one_database
def test_a_stated_change_of_zero_is_no_proposal_with_a_change_in_posts(budget_round):
    make_proposal(budget_round, "ENV003", "Sweep less", fte=("0.00", "0.00", "0.00"))
    make_proposal(budget_round, "ENV004", "Move a post", fte=("-1.00", "1.00", "0.00"))
    for totals in (
        round_record(budget_round, budget_round.proposals.all()).totals,
        budget_round.proposals.totals(budget_round.years),
    ):
        assert (totals.counted, totals.fte_stated, totals.fte_changed) == (4, 3, 2)
