"""The listed proposals added up by two of their attributes: every figure is the total of the list that it leads to."""

import pytest

from proposals.models import ProposalCommittee
from services.models import Committee
from tests.support.web_examples import (
    make_proposal,
    make_round,
    make_service,
    notes,
    totals_row,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
LIST = "/proposals/"


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def listed():
    """Five proposals that may be read and one that may not; one goes to two committees, one states no years."""
    budget_round = make_round()
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    health, transport = (
        Committee.objects.create(council=budget_round.council, name=name) for name in ("Health", "Transport")
    )
    for reference, savings, posts, committees, more in (
        ("ENV001", (100_000, 20_000, 0), ("-2",), [health, transport], {"risk_to_delivery": "H"}),
        ("ENV002", (30_000, 0, -5_000), (), [transport], {"risk_to_delivery": "L", "wards": "Elm; Oak"}),
        ("ASC001", (7_000, 0, 0), ("1.5",), [health], {"risk_to_delivery": "H", "service": homes}),
        ("ASC002", ({"one_off_saving": 1_000}, 0, 0), (), [], {"service": homes, "wards": "Elm"}),
        ("ASC003", (), (), [], {"service": homes, "profile_complete": False, "stated_total": 50_000}),
        ("ENV009", (999_000, 0, 0), (), [], {"stage": "draft", "published_at": None}),
    ):
        proposal = make_proposal(budget_round, reference, savings=savings, fte=posts, **more)
        for committee in committees:
            ProposalCommittee.objects.create(proposal=proposal, committee=committee)
    return budget_round


def pivot(response):
    """The heading row, the rows and the total of the table."""
    (table,) = tree(response).xpath("//details[@id='pivot']//table")
    return [[words(cell) for cell in row] for row in table.xpath(".//tr")]


class TestThePivotTable:
    def test_by_year_adds_up_what_was_listed(self, reader, listed):
        # By hand in £m: the one-off 1,000 falls out again; the stated total of ASC003 is in no year.
        assert pivot(reader.get(LIST, {"down": "directorate", "across": "year"})) == [
            ["Directorate", "2027/28", "2028/29", "2029/30", "Total"],
            ["Adult care", "-0.008", "0.001", "0.000", "-0.057"],
            ["Environment", "-0.130", "-0.020", "0.005", "-0.145"],
            ["Total", "-0.138", "-0.019", "0.005", "-0.202"],
        ]

    def test_by_two_attributes_counts_each_proposal_once(self, reader, listed):
        assert pivot(reader.get(LIST, {"down": "committee", "across": "risk", "figure": "count"})) == [
            ["Committee", "High", "Low", "No risk stated", "Total"],
            ["Health", "1", "", "", "1"],
            ["Health and Transport", "1", "", "", "1"],
            ["Transport", "", "1", "", "1"],
            ["No committee stated", "", "", "2", "2"],
            ["Total", "2", "1", "2", "5"],
        ]

    def test_of_posts_says_where_none_are_stated(self, reader, listed):
        assert pivot(reader.get(LIST, {"down": "ward", "figure": "fte"})) == [
            ["Ward or area", "Total"],
            ["Elm", "Not known"],
            ["Elm; Oak", "Not known"],
            ["No ward stated", "-0.50"],
            ["Total", "-0.50"],
        ]

    def test_of_a_filtered_list_adds_up_the_filtered_proposals(self, reader, listed):
        response = reader.get(LIST, {"down": "directorate", "risk": "H"})
        assert pivot(response)[1:] == [
            ["Adult care", "-0.007"],
            ["Environment", "-0.120"],
            ["Total", "-0.127"],
        ]

    @pytest.mark.parametrize(
        "query",
        [
            {"down": "directorate", "across": "risk"},
            {"down": "risk", "across": "directorate", "text": "lights"},
            {"down": "committee", "across": "directorate"},
            {"down": "ward", "across": "service"},
        ],
    )
    def test_leads_from_each_figure_to_the_list_that_it_is_the_total_of(self, reader, listed, query):
        page = tree(reader.get(LIST, query))
        links = page.xpath("//details[@id='pivot']//tbody//td/a")
        rows = page.xpath("//details[@id='pivot']//tbody/tr[th/a]")
        named = [(row.xpath("./th/a")[0], row.xpath("./td")[-1]) for row in rows]
        assert named
        for link, figure in [*((link, link) for link in links), *named]:
            assert totals_row(reader.get(LIST + link.get("href")))[-2] == words(figure)

    def test_leads_from_a_year_to_the_proposals_that_save_most_in_it(self, reader, listed):
        page = tree(reader.get(LIST, {"down": "directorate", "across": "year"}))
        row = page.xpath("//details[@id='pivot']//tbody/tr")[1]
        response = reader.get(LIST + row.xpath("./td[1]/a/@href")[0])
        assert "sort=-year_2027" in row.xpath("./td[1]/a/@href")[0]
        assert totals_row(response)[1] == words(row.xpath("./td[1]")[0]) == "-0.130"

    def test_draws_its_totals(self, reader, listed):
        (drawing,) = tree(reader.get(LIST, {"down": "directorate"})).xpath(
            "//details[@id='pivot']//*[local-name()='svg']"
        )
        drawn = [text.text for text in drawing.xpath(".//*[local-name()='text']")]
        assert drawn[-4:] == ["Adult care", "-0.057", "Environment", "-0.145"]

    @pytest.mark.parametrize(
        ("query", "note"),
        [
            ({"down": "phase"}, "The table cannot have the rows “phase”: choose directorate"),
            ({"down": "risk", "across": "x"}, "The table cannot have the columns “x”: choose year"),
            (
                {"down": "risk", "figure": "x"},
                "The table cannot give “x”: choose saving, pressure, net, fte or count.",
            ),
            ({"down": "risk", "across": "year", "figure": "count"}, "A number of proposals has no years"),
        ],
    )
    def test_that_there_is_not_is_said(self, reader, listed, query, note):
        (said,) = notes(reader.get(LIST, query))
        assert said.startswith(note)
