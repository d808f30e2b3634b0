"""Pressures beside savings in the list: their own sign, their own totals, and what counts savings alone."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import ProposalCommittee
from services.models import Committee
from tests.support.web_examples import (
    body_rows,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    notes,
    options_of,
    references,
    totals_row,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
LIST = "/proposals/"
IN_POUNDS = {"money_unit": "pounds", "money_decimals": 0, "savings_sign": "positive"}


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def savings():
    """Two savings: 300,000 and 90,000, by hand 390,000 of a target of 1,000,000."""
    budget_round = make_round(**IN_POUNDS)
    budget_round.target = 1_000_000
    budget_round.save()
    care = make_service(budget_round, "Home care", "ASC", "Adults")
    make_proposal(
        budget_round,
        "ASC001",
        "Share the fleet",
        (200_000, 100_000, 0),
        ("-3",),
        service=care,
        base_budget=make_budget(care, 1_500_000, 0),
    )
    make_proposal(budget_round, "ENV001", "Dim the lights", (90_000, 0, 0))
    return budget_round


@pytest.fixture
def both(savings):
    """Three pressures besides: 250,000 and 40,000 are added, 10,000 fall away; by hand -280,000, net 110,000."""
    care = savings.council.directorates.get(code="ASC").services.get()
    pressure = {"direction": "pressure"}
    make_proposal(
        savings,
        "GRO001",
        "Pay award",
        (-250_000, 0, 0),
        ("2",),
        service=care,
        base_budget=care.base_budgets.get(),
        pressure_category="pay",
        certainty="certain",
        **pressure,
    )
    make_proposal(
        savings,
        "GRO002",
        "School places",
        ({"one_off_saving": -40_000},),
        fund="dedicated_schools_grant",
        profile_complete=False,
        stated_total=-40_000,
        council_share=Decimal("62.50"),
        **pressure,
    )
    make_proposal(savings, "GRO003", "Fewer pupils", (0, 10_000, 0), pressure_category="demand", **pressure)
    return savings


def foot_rows(response):
    rows = tree(response).xpath("//div[@class='app-proposals']//tfoot/tr")
    return [[words(cell) for cell in row] for row in rows]


def shares(response):
    rows = tree(response).xpath("//details[@id='by-year']//tbody/tr")
    return [[words(cell) for cell in row] for row in rows]


def sum_of(response):
    (said,) = tree(response).xpath("//p[@id='sum']")
    return words(said)


class TestRows:
    def test_have_the_sign_of_their_direction_and_say_that_they_are_pressures(self, reader, both):
        by_reference = {row[0]: row[1:] for row in body_rows(reader.get(LIST))}
        assert by_reference["ASC001"] == [
            "Share the fleet Home care, Adults",
            *("200,000", "100,000", "0", "300,000", "-3.00"),
        ]
        assert by_reference["GRO001"] == [
            "Pay award Pressure · Home care, Adults",
            *("-250,000", "0", "0", "-250,000", "2.00"),
        ]
        assert by_reference["GRO003"][1:5] == ["0", "10,000", "0", "10,000"]

    def test_have_the_opposite_sign_where_savings_are_printed_negative(self, reader, both):
        both.council.savings_sign = "negative"
        both.council.save()
        by_reference = {row[0]: row[-2] for row in body_rows(reader.get(LIST))}
        assert (by_reference["ASC001"], by_reference["GRO001"]) == ("-300,000", "250,000")

    def test_tell_direction_fund_cause_certainty_and_share_in_columns(self, reader, both):
        columns = "direction,fund,pressure_category,certainty,council_share"
        rows = {row[0]: row[1:] for row in body_rows(reader.get(LIST, {"columns": columns}))}
        assert rows["GRO001"] == ["Pressure or growth", "General fund", "Pay", "Certain", "100%"]
        assert rows["GRO002"] == ["Pressure or growth", "Dedicated schools grant", "", "", "62.5%"]
        assert rows["ENV001"] == ["Saving", "General fund", "", "", "100%"]

    def test_have_no_share_of_the_budget_and_come_last_by_it(self, reader, both):
        rows = body_rows(reader.get(LIST, {"columns": "share", "sort": "-share"}))
        # By hand: 300,000 of 1,500,000.
        assert rows[0] == ["ASC001", "20.0%"]
        assert {row[0]: row[1] for row in rows}["GRO001"] == ""

    def test_are_ordered_by_certainty_and_by_the_councils_share(self, reader, both):
        assert references(reader.get(LIST, {"sort": "certainty"}))[0] == "GRO001"
        assert references(reader.get(LIST, {"sort": "council_share"}))[0] == "GRO002"


@pytest.mark.one_database
class TestTotals:
    def test_state_savings_pressures_and_net_apart(self, reader, both):
        assert foot_rows(reader.get(LIST)) == [
            ["2 savings proposals", "290,000", "100,000", "0", "390,000", "-3.00"],
            # GRO002's second year is not known: its one-off does not fall out of it.
            ["3 pressures", "-290,000", "10,000", "0", "-280,000", "2.00"],
            ["Net total of all 5 proposals", "0", "110,000", "0", "110,000", "-1.00"],
        ]

    def test_are_set_against_the_target_with_savings_alone(self, reader, both):
        assert sum_of(reader.get(LIST)) == (
            "2 savings proposals save £390,000 over the round: 39.0% of its target of £1,000,000. "
            "3 pressures add £280,000 over the round. The net saving is £110,000."
        )
        assert shares(reader.get(LIST)) == [
            ["Savings", "290,000", "100,000", "0", "390,000"],
            ["Pressures", "-290,000", "10,000", "0", "-280,000"],
            ["Net", "0", "110,000", "0", "110,000"],
        ]

    def test_of_a_filtered_set_are_a_share_of_the_rounds_savings(self, reader, both):
        directorate = both.council.directorates.get(code="ASC")
        response = reader.get(LIST, {"directorate": directorate.pk})
        # By hand: 300,000 of 390,000, and 250,000 more than is saved elsewhere.
        assert sum_of(response) == (
            "1 savings proposal saves £300,000 over the round: 76.9% of the round’s £390,000, and 30.0% of its "
            "target of £1,000,000. 1 pressure adds £250,000 over the round. The net saving is £50,000."
        )
        assert shares(response)[-2:] == [
            ["All savings of the round", "290,000", "100,000", "0", "390,000"],
            ["Share of the round’s savings", "69.0%", "100.0%", "–", "76.9%"],
        ]

    def test_of_pressures_alone_are_no_savings(self, reader, both):
        response = reader.get(LIST, {"direction": "pressure"})
        assert sum_of(response) == "3 pressures add £280,000 over the round."
        assert totals_row(response)[0] == "Total of all 3 pressures that match the filters"
        assert [row[0] for row in shares(response)] == ["Pressures"]
        assert response.context["listing"].chart.title == "Pressures by discrete year"

    def test_that_are_more_than_is_saved_are_a_net_pressure(self, reader, both):
        make_proposal(both, "GRO004", "Prices", (-500_000, 0, 0), direction="pressure")
        assert sum_of(reader.get(LIST)).endswith("The net pressure is £390,000.")

    def test_of_a_pressure_that_falls_away_say_so(self, reader, both):
        response = reader.get(LIST, {"text": "GRO003"})
        assert sum_of(response) == "1 pressure takes £10,000 off the budget over the round."

    def test_ask_the_database_no_more_often_than_those_of_savings(self, reader, savings):
        def queries(query):
            reader.get(LIST, query)  # what is kept for the process is read by the first request
            with CaptureQueriesContext(connection) as asked:
                reader.get(LIST, query)
            return len(asked)

        ways = ({}, {"group": "directorate"}, {"down": "directorate", "across": "year"})
        alone = [queries(query) for query in ways]
        make_proposal(savings, "GRO001", "Pay award", (-250_000, 0, 0), direction="pressure")
        assert [queries(query) for query in ways] == alone


@pytest.mark.one_database
class TestSavingsAlone:
    def test_say_nothing_of_pressures_or_funds(self, reader, savings):
        response = reader.get(LIST, {"down": "directorate"})
        page = tree(response)
        for element in page.xpath("//*[@class='govuk-visually-hidden']"):
            element.drop_tree()
        said = words(page.xpath("//main")[0]).lower()
        assert "pressure" not in said
        assert " net total" not in said
        assert "fund" not in said
        assert totals_row(response)[:2] == ["Total of all 2 proposals", "290,000"]

    def test_of_several_funds_are_told_apart_by_fund(self, reader, savings):
        make_proposal(savings, "PHE001", "Fewer clinics", fund="public_health")
        response = reader.get(LIST)
        assert options_of(response, "fund") == ["General fund", "Public health grant"]
        assert options_of(response, "direction") == []


class TestGroups:
    def rows(self, response):
        groups = tree(response).xpath("//tbody[contains(@class,'app-list__group')]")
        return [
            [[words(cell) for cell in row] for row in group.xpath("./tr[not(td[contains(@class,'title')])]")]
            for group in groups
        ]

    def test_show_what_is_saved_what_is_added_and_the_net(self, reader, both):
        adults, environment = self.rows(reader.get(LIST, {"group": "directorate", "open": "all"}))
        assert adults[0][0].startswith("Adults: hide its 2 proposals, net")
        assert [row[-2] for row in adults] == ["50,000", "300,000", "-250,000"]
        assert [row[0] for row in adults[1:]] == ["1 savings proposal", "1 pressure"]
        assert [row[-2] for row in environment] == ["60,000", "90,000", "-30,000"]

    def test_are_by_direction_fund_or_cause(self, reader, both):
        def totals(name):
            return {
                rows[0][0].split(":")[0]: rows[0][-2] for rows in self.rows(reader.get(LIST, {"group": name}))
            }

        assert totals("direction") == {"Saving": "390,000", "Pressure or growth": "-280,000"}
        assert totals("fund") == {"General fund": "150,000", "Dedicated schools grant": "-40,000"}
        assert totals("pressure_category") == {
            "Pay": "-250,000",
            "Demand": "10,000",
            "No cause stated": "350,000",
        }


class TestThePivotTable:
    def table(self, response):
        (table,) = tree(response).xpath("//details[@id='pivot']//table")
        return [[words(cell) for cell in row] for row in table.xpath(".//tbody/tr | .//tfoot/tr")]

    @pytest.mark.parametrize(
        ("figure", "adults", "environment", "all_of_them"),
        [
            ("saving", "300,000", "90,000", "390,000"),
            ("pressure", "-250,000", "-30,000", "-280,000"),
            ("net", "50,000", "60,000", "110,000"),
        ],
    )
    def test_gives_savings_pressures_or_net(self, reader, both, figure, adults, environment, all_of_them):
        for across in ("", "year"):
            response = reader.get(LIST, {"down": "directorate", "across": across, "figure": figure})
            assert [[row[0], row[-1]] for row in self.table(response)] == [
                ["Adults", adults],
                ["Environment", environment],
                ["Total", all_of_them],
            ]

    @pytest.mark.parametrize("figure", ["saving", "pressure", "net", "count"])
    def test_leads_to_the_proposals_that_a_figure_adds_up(self, reader, both, figure):
        response = reader.get(LIST, {"down": "directorate", "across": "fund", "figure": figure})
        cells = tree(response).xpath("//details[@id='pivot']//tbody//a[ancestor::td]")
        assert cells
        for cell in cells:
            totals = reader.get(LIST + cell.get("href")).context["selection"].totals
            expected = totals.count if figure == "count" else totals.total
            assert int(words(cell).replace(",", "")) == expected

    def test_by_direction_has_the_net_as_its_total(self, reader, both):
        response = reader.get(LIST, {"down": "directorate", "across": "direction"})
        assert self.table(response) == [
            ["Adults", "300,000", "-250,000", "50,000"],
            ["Environment", "90,000", "-30,000", "60,000"],
            ["Total", "390,000", "-280,000", "110,000"],
        ]
        (said,) = notes(reader.get(LIST, {"down": "direction", "figure": "saving"}))
        assert said == "A table by saving or pressure shows savings less pressures as its total."

    def test_of_pressures_alone_gives_pressures(self, reader, both):
        response = reader.get(LIST, {"down": "directorate", "direction": "pressure"})
        assert self.table(response)[-1] == ["Total", "-280,000"]

    def test_is_offered_only_where_proposals_differ(self, reader, savings):
        def offered(response, name):
            return tree(response).xpath(f"//select[@name='{name}']/option/@value")

        page = reader.get(LIST)
        assert not {"direction", "fund", "pressure_category"} & set(offered(page, "down"))
        assert offered(page, "figure") == ["saving", "fte", "count"]
        make_proposal(savings, "GRO001", "Pay", (-1, 0, 0), direction="pressure", pressure_category="pay")
        page = reader.get(LIST)
        assert {"direction", "pressure_category"} <= set(offered(page, "group"))
        assert offered(page, "figure") == ["saving", "pressure", "net", "fte", "count"]

    def test_is_among_the_common_questions(self, reader, both):
        (link,) = tree(reader.get(LIST)).xpath("//details[@id='questions']//a[contains(., 'pressures')]")
        assert self.table(reader.get(LIST + link.get("href")))[-1][-1] == "110,000"


@pytest.mark.one_database
class TestFiles:
    def book(self, reader, **query):
        content = reader.get("/proposals/download/xlsx/", query).content
        return openpyxl.load_workbook(io.BytesIO(content)), openpyxl.load_workbook(
            io.BytesIO(content), data_only=True
        )

    def test_of_excel_have_savings_pressures_and_net_on_sheets_of_their_own(self, reader, both):
        formulas, figures = self.book(reader)
        assert figures.sheetnames == ["Proposals", "About", "Savings", "Pressures", "Net"]
        totals = {name: figures[name]["B5"].value for name in ("Savings", "Pressures", "Net")}
        assert totals == {"Savings": 390_000, "Pressures": -280_000, "Net": 110_000}
        assert [cell.value for cell in figures["Pressures"][1]][1] == "Discrete pressure (£)"
        # Column R of the list says the direction, J to L the savings by year.
        assert formulas["Net"]["B3"].value == "=SUM(Proposals!K2:K6)"
        assert formulas["Savings"]["B2"].value == '=SUMIF(Proposals!R2:R6,"Saving",Proposals!J2:J6)'
        assert formulas["Pressures"]["B3"].value == (
            '=SUMIF(Proposals!R2:R6,"Pressure or growth",Proposals!K2:K6)'
        )
        assert figures["Pressures"]["B3"].value == 10_000

    def test_of_excel_without_the_direction_have_figures_for_formulas(self, reader, both):
        formulas, _ = self.book(reader, columns="title,year_2027,total")
        assert [formulas[name]["B2"].value for name in ("Savings", "Pressures")] == [290_000, -290_000]
        assert formulas["Net"]["B2"].value == "=SUM(Proposals!C2:C6)"

    def test_of_excel_have_the_parts_of_each_group(self, reader, both):
        _, figures = self.book(reader, group="directorate")
        headings, *rows = [list(row) for row in figures["Groups"].iter_rows(values_only=True)]
        assert headings[2] == "Net 2027/28 (£)"
        assert headings[5:] == [
            "Net total (£)",
            "Total FTE change",
            "Total savings (£)",
            "Total pressures (£)",
        ]
        assert [[row[0], row[5], *row[7:]] for row in rows] == [
            ["Adults", 50_000, 300_000, -250_000],
            ["Environment", 60_000, 90_000, -30_000],
            ["Total", 110_000, 390_000, -280_000],
        ]

    def test_of_json_have_the_parts_beside_the_net_totals(self, reader, both):
        totals = json.loads(reader.get("/proposals/download/json/").content)["totals"]
        assert (totals["total"], totals["savings"]["total"], totals["pressures"]["total"]) == (
            *(110_000, 390_000, -280_000),
        )
        assert (totals["savings"]["count"], totals["pressures"]["count"]) == (2, 3)

    def test_of_savings_alone_have_no_parts(self, reader, savings):
        totals = json.loads(reader.get("/proposals/download/json/").content)["totals"]
        assert not {"savings", "pressures"} & set(totals)
        _, figures = self.book(reader)
        assert figures.sheetnames == ["Proposals", "About", "Totals"]


class TestTheStartPage:
    def test_counts_pressures_before_a_committee_apart(self, reader, scrutiny_member, both):
        committee = Committee.objects.create(council=both.council, name="Adults Scrutiny")
        committee.members.create(user=scrutiny_member)
        for proposal in both.proposals.filter(service__directorate__code="ASC"):
            ProposalCommittee.objects.create(proposal=proposal, committee=committee)
        (part,) = tree(reader.get("/")).xpath(f"//section[@aria-labelledby='committee-{committee.pk}']")
        said = words(part)
        assert "1 savings proposal for your committee, £300,000 in total." in said
        assert "1 pressure for your committee, -£250,000 in total." in said
        assert [words(row) for row in part.xpath(".//tbody/tr")] == ["ASC001 Share the fleet£300,000"]
        for link in part.xpath("./p/a")[:2]:
            assert reader.get(link.get("href")).context["selection"].totals.count == 1

    def test_sets_savings_alone_against_the_target(self, reader, both):
        page = tree(reader.get("/"))
        lines = {
            words(item.xpath("./dt")[0]): [words(part) for part in item.xpath("./dd")]
            for item in page.xpath("//div[@class='app-headlines__item']")
        }
        assert lines["Total saving"] == ["£390,000: Total saving, the list", "2 proposals"]
        assert lines["Total pressures"] == ["-£280,000: Total pressures, the list", "3 pressures"]
        assert lines["Savings less pressures"] == ["£110,000: Savings less pressures, the list"]
        assert lines["Progress towards the savings target"][1] == (
            "£610,000 short of the target of £1,000,000"
        )
