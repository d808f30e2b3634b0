"""The list in groups, with chosen columns, printed, and kept under a name."""

import json

import pytest

from proposals.models import ProposalCommittee, SavedView, StartView
from services.models import ChangeRecord, Committee
from tests.support.web_examples import (
    body_rows,
    make_many,
    make_proposal,
    make_round,
    make_service,
    notes,
    references,
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
def budget_round():
    return make_round()


@pytest.fixture
def grouped(budget_round):
    """Four proposals of two committees: one goes to both, one to none."""
    health, transport = (
        Committee.objects.create(council=budget_round.council, name=name) for name in ("Health", "Transport")
    )
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    for reference, saving, committees, more in (
        ("ENV001", 100_000, [health, transport], {"risk_to_delivery": "H", "category": "Efficiency"}),
        ("ENV002", 30_000, [transport], {"risk_to_delivery": "L"}),
        ("ASC001", 7_000, [health], {"risk_to_delivery": "H", "service": homes}),
        ("ASC002", 500, [], {"service": homes}),
    ):
        proposal = make_proposal(budget_round, reference, savings=(saving, 0, 0), **more)
        for committee in committees:
            ProposalCommittee.objects.create(proposal=proposal, committee=committee)
    return budget_round


def group_rows(response):
    rows = tree(response).xpath("//tbody[contains(@class,'app-list__group')]/tr[1]")
    return [(words(row[0].xpath("./a")[0]).split(":")[0], words(row[-2])) for row in rows]


class TestGroups:
    @pytest.mark.parametrize(
        ("group", "expected"),
        [
            ("directorate", [("Adult care", "-0.008"), ("Environment", "-0.130")]),
            (
                "committee",
                [
                    ("Health", "-0.007"),
                    ("Health and Transport", "-0.100"),
                    ("Transport", "-0.030"),
                    ("No committee stated", "-0.001"),
                ],
            ),
            ("category", [("Efficiency", "-0.100"), ("No category stated", "-0.038")]),
            ("risk", [("High", "-0.107"), ("Low", "-0.030"), ("No risk stated", "-0.001")]),
        ],
    )
    def test_have_subtotals_and_each_proposal_is_in_one(self, reader, grouped, group, expected):
        response = reader.get(LIST, {"group": group})
        assert group_rows(response) == expected
        assert tree(response).xpath("string(//tfoot/tr/td[position()=last()-1])") == "-0.138"

    def test_are_folded_until_they_are_opened_by_the_address(self, reader, grouped):
        folded = reader.get(LIST, {"group": "directorate", "sort": "-total"})
        assert len(body_rows(folded)) == 2
        (address,) = tree(folded).xpath("//a[@id='group-2']/@href")
        opened = reader.get(LIST + address)
        assert references(opened)[2:] == ["ENV001", "ENV002"]
        assert len(body_rows(reader.get(LIST + tree(opened).xpath("//a[@id='group-2']/@href")[0]))) == 2
        every_one = references(reader.get(LIST, {"group": "directorate", "sort": "-total", "open": "all"}))
        assert [one for one in every_one if one[:3] in {"ASC", "ENV"}] == [
            "ASC001",
            "ASC002",
            "ENV001",
            "ENV002",
        ]

    def test_that_go_over_pages_say_what_stands_elsewhere(self, reader, budget_round):
        make_many(budget_round, 30)
        page = tree(reader.get(LIST, {"group": "directorate", "open": "all"}))
        assert "5 more proposals on other pages" in words(
            page.xpath("//tbody[contains(@class,'app-list__group')]/tr[1]/th")[0]
        )


class TestChosenColumns:
    QUERY = {"columns": "risk,net_budget,total", "sort": "risk,-total"}

    def test_stand_on_the_page_and_in_every_file(self, reader, grouped):
        response = reader.get(LIST, self.QUERY)
        assert body_rows(response)[:2] == [
            ["ENV001", "High", "Not stated", "-0.100"],
            ["ASC001", "High", "Not stated", "-0.007"],
        ]
        csv = reader.get("/proposals/download/csv/", self.QUERY).content.decode("utf-8-sig").splitlines()
        assert csv[0] == "Reference,Risk to delivery,Net budget (£),Total saving (£),About this file"
        assert csv[2] == "ASC001,High,,7000,"
        held = json.loads(reader.get("/proposals/download/json/", self.QUERY).content)
        assert held["proposals"][0] == {
            "reference": "ENV001",
            "risk": "High",
            "net_budget": None,
            "total": 100_000,
        }
        assert held["about"]["order"] == "Risk to delivery, highest first and Total, largest first"
        assert held["about"]["made_by"] == "Sam Query"

    def test_that_there_are_not_give_no_file(self, reader, grouped):
        assert reader.get("/proposals/download/csv/", {"columns": "nonsense"}).status_code == 400
        assert notes(reader.get(LIST, {"columns": "nonsense"})) == [
            "There is no column “nonsense”: it was left out."
        ]


class TestThePrintedPage:
    def test_holds_the_whole_list_with_filters_moment_and_person_and_is_on_the_record(
        self, reader, budget_round
    ):
        make_many(budget_round, 30)
        response = reader.get("/proposals/print/", {"text": "dim"})
        assert len(references(response)) == 30
        note = words(tree(response).xpath("//dl[@class='app-print-note']")[0])
        assert "Search: dim" in note
        assert "by Sam Query" in note
        after = ChangeRecord.objects.get(action="exported").after
        assert (after["format"], after["proposals"]) == ("printed page", 30)

    def test_of_an_address_that_cannot_be_followed_is_refused(self, reader, budget_round):
        make_many(budget_round, 1)
        assert reader.get("/proposals/print/", {"nonsense": "1"}).status_code == 400


class TestASavedView:
    def save(self, client, budget_round, query="text=dim&sort=-total&page=2", **more):
        return client.post(
            f"/proposals/views/save/?round={budget_round.pk}&{query}", {"name": "Dark streets", **more}
        )

    def test_keeps_the_address_without_its_page_and_leads_back_to_it(
        self, reader, scrutiny_member, budget_round
    ):
        make_many(budget_round, 2)
        response = self.save(reader, budget_round)
        view = SavedView.objects.get()
        assert (view.owner, view.query, view.is_shared) == (scrutiny_member, "text=dim&sort=-total", False)
        assert response["Location"] == view.list_url
        assert reader.get(f"/proposals/views/{view.pk}/")["Location"] == view.list_url

    def test_has_a_name_of_its_own(self, reader, budget_round):
        make_many(budget_round, 1)
        self.save(reader, budget_round)
        again = self.save(reader, budget_round, name="DARK STREETS")
        assert again.status_code == 400
        assert "in this round already" in again.content.decode()
        assert self.save(reader, budget_round, name="").status_code == 400
        assert SavedView.objects.count() == 1

    def test_is_found_by_others_only_when_shared_and_only_by_those_who_see_the_round(
        self, reader, client, finance_officer, outsider, budget_round
    ):
        make_many(budget_round, 1)
        self.save(reader, budget_round)
        view = SavedView.objects.get()
        client.force_login(finance_officer)
        assert client.get(f"/proposals/views/{view.pk}/").status_code == 404
        view.is_shared = True
        view.save()
        assert client.get(f"/proposals/views/{view.pk}/").status_code == 302
        assert "Shared by Sam Query" in client.get("/proposals/views/").content.decode()
        assert client.get(f"/proposals/views/{view.pk}/change/").status_code == 404
        client.force_login(outsider)
        assert client.get(f"/proposals/views/{view.pk}/").status_code == 404
        assert SavedView.objects.visible_to(outsider).count() == 0

    def test_is_where_somebody_begins_until_it_is_gone(self, reader, client, scrutiny_member, budget_round):
        make_many(budget_round, 1)
        self.save(reader, budget_round, start="yes")
        view = SavedView.objects.get()
        assert reader.get("/begin/")["Location"] == view.list_url
        reader.post(f"/proposals/views/{view.pk}/change/", {"delete": "yes"})
        assert StartView.objects.count() == 0
        assert reader.get("/begin/")["Location"] != view.list_url

    def test_is_renamed_shared_and_begun_with_by_another(self, reader, client, committee_clerk, budget_round):
        make_many(budget_round, 1)
        self.save(reader, budget_round)
        view = SavedView.objects.get()
        reader.post(f"/proposals/views/{view.pk}/change/", {"name": "Lights", "is_shared": "on"})
        view.refresh_from_db()
        assert (view.name, view.is_shared) == ("Lights", True)
        client.force_login(committee_clerk)
        client.post("/proposals/views/start/", {"view": view.pk})
        assert client.get("/begin/")["Location"] == view.list_url
        client.post("/proposals/views/start/", {})
        assert StartView.objects.count() == 0
