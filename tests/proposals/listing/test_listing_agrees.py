"""Whatever is filtered and whoever looks: rows, totals, chart, groups, CSV, Excel and JSON agree to the pound."""

import csv
import io
import json
import random

import openpyxl
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.models import ProposalCommittee
from services.models import Committee
from services.values.years import years_from
from tests.support.web_examples import FIRST, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
YEARS = [str(year) for year in years_from(FIRST, 3)]
STATES = 20
SORTS = ("", "-total", "title", "-year_2028,reference", "risk,-total", "directorate,fte")


@pytest.fixture(
    params=[
        pytest.param(False, id="savings alone", marks=pytest.mark.one_database),
        pytest.param(True, id="with pressures"),
    ]
)
def budget_round(db, request):
    """Thirty proposals whose amounts tell each other apart, some of them unpublished, some not known by year.

    With pressures a third of them add to the budget.
    """
    budget_round = make_round(money_unit="pounds", money_decimals=0, savings_sign="positive")
    chance = random.Random(2027)
    committees = [
        Committee.objects.create(council=budget_round.council, name=name) for name in ("Audit", "Health")
    ]
    services = [
        make_service(budget_round, f"Service {number}", code, f"Directorate {code}")
        for number, code in enumerate(("AAA", "BBB", "BBB", "CCC"))
    ]
    for number in range(30):
        is_complete = number % 6 != 5
        is_pressure = request.param and number % 7 in (1, 5)
        sign = -1 if is_pressure else 1
        savings = [
            {
                "recurring_saving": sign * chance.randrange(-20_000, 400_000),
                "one_off_saving": sign * (chance.choice([0, 0, 12_345]) if is_complete else 12_345),
            }
            for _ in range(3 if is_complete else 1)
        ]
        unpublished = {"stage": "ready_to_publish" if number % 8 else "draft", "published_at": None}
        proposal = make_proposal(
            budget_round,
            f"REF{number:03}",
            chance.choice(("Dim the lights", "Share the fleet", "Sell the depot")),
            savings,
            [] if number % 4 == 3 else [str(chance.randrange(-900, 300) / 100)],
            service=chance.choice(services),
            risk_to_delivery=chance.choice(("H", "M", "L", "")),
            category=chance.choice(("", "Efficiency", "Growth")),
            profile_complete=is_complete,
            stated_total=None if is_complete or number % 12 == 5 else sign * (77_777 + number),
            direction="pressure" if is_pressure else "saving",
            fund=chance.choice(("general_fund", "public_health")),
            **(unpublished if number % 4 == 0 else {}),
        )
        for committee in chance.sample(committees, chance.randrange(3)):
            ProposalCommittee.objects.create(proposal=proposal, committee=committee)
    return budget_round


@pytest.fixture
def clients(budget_round, scrutiny_member, committee_clerk, budget_holder, assign):
    """Three roles that see three different sets of the round."""
    directorate = budget_round.council.directorates.get(code="BBB")
    people = (scrutiny_member, committee_clerk, assign(budget_holder, directorate))
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        found.append(client)
    return found


def states(budget_round):
    """Addresses: filters that may leave nothing, an order, and what to group by."""
    directorates = [str(key) for key in budget_round.council.directorates.values_list("pk", flat=True)]
    has_pressures = budget_round.proposals.filter(direction="pressure").exists()
    several = {
        "directorate": directorates,
        "risk": ["H", "M", "L", "-"],
        "category": ["Efficiency", "Growth", "-"],
        "fte": ["reduced", "increased", "-"],
    }
    filters = {
        name: st.lists(st.sampled_from(values), max_size=2, unique=True) for name, values in several.items()
    }
    return st.fixed_dictionaries(
        {
            **filters,
            "text": st.sampled_from(("", "", "fleet", "lights", "ref02")),
            "saving_from": st.sampled_from(("", "", "100k")),
            "saving_in": st.sampled_from(("", "", YEARS[1])),
            "sort": st.sampled_from(SORTS),
            "direction": st.sampled_from(("", "", "", "saving", "pressure") if has_pressures else ("",)),
            "group": st.sampled_from(("directorate", "committee", "category", "risk", "direction", "fund")),
        }
    )


def pounds(text):
    return None if text in {"Not known", ""} else int(text.replace(",", ""))


def figures_of(cells):
    """The savings by year and in total of a row of the page, whose last cell is posts."""
    return [pounds(text) for text in cells[-5:-1]]


def added_up(rows):
    return [sum(figures) for figures in zip(*([figure or 0 for figure in row] for row in rows), strict=True)]


def from_the_page(client, query):
    response = client.get("/proposals/", {**query, "rows": "all", "open": "all"})
    page, chart = tree(response), response.context["listing"].chart
    rows = [
        [words(cell) for cell in row]
        for row in page.xpath("//table[contains(@class,'app-list')]/tbody/tr[td[contains(@class,'title')]]")
    ]
    groups = [
        [words(cell) for cell in row]
        for row in page.xpath("//tbody[contains(@class,'app-list__group')]/tr[1]")
    ]
    foot = [figures_of([words(cell) for cell in row]) for row in page.xpath("//tfoot/tr")]
    drawn = [[point.amount for point in series.points] for series in chart.series]
    return (
        {row[0]: figures_of(row) for row in rows},
        foot,
        drawn,
        [figures_of(row) for row in groups],
    )


def from_csv(client, query):
    text = client.get("/proposals/download/csv/", query).content.decode("utf-8-sig")
    names = [*(f"Saving {year} (£)" for year in YEARS), "Total saving (£)"]
    return {
        row["Reference"]: [pounds(row[name]) for name in names] for row in csv.DictReader(io.StringIO(text))
    }


def from_excel(client, query):
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/proposals/download/xlsx/", query).content), data_only=True
    )
    headings, *rows = book["Proposals"].iter_rows(values_only=True)
    first = headings.index(f"Saving {YEARS[0]} (£)")
    totals = []
    for name in ("Totals", "Savings", "Pressures", "Net"):
        if name in book.sheetnames:
            _, *figures = book[name].iter_rows(values_only=True)
            totals.append([row[1] for row in figures])
    _, *groups = book["Groups"].iter_rows(values_only=True)
    return (
        {row[0]: list(row[first : first + 4]) for row in rows},
        totals,
        [list(row[2:6]) for row in groups[:-1]],
    )


def from_json(client, query):
    held = json.loads(client.get("/proposals/download/json/", query).content)
    found = {}
    for proposal in held["proposals"]:
        by_year = {row["year"]: row["discrete"] for row in proposal["profile"]}
        found[proposal["reference"]] = [*(by_year.get(year) for year in YEARS), proposal["total"]]
    return found, parts_in(held["totals"])


def parts_in(totals):
    """The rows of totals of JSON: savings and pressures apart where there are both, and all together last."""
    parts = [totals[name] for name in ("savings", "pressures") if name in totals and totals[name]["count"]]
    return [
        [*part["discrete"].values(), part["total"]] for part in (parts if len(parts) > 1 else []) + [totals]
    ]


def from_the_interface(client, query, budget_round):
    address = f"/api/v1/rounds/{budget_round.pk}/totals"
    asked = {name: value for name, value in query.items() if name != "sort"}
    held = client.get(address, asked).json()
    return (
        parts_in(held["totals"]),
        [[*group["discrete"].values(), group["total"]] for group in held["groups"]],
    )


def assert_agree(client, state, budget_round):
    query = {name: value for name, value in state.items() if value}
    rows = from_csv(client, query)
    excel_rows, excel_totals, excel_groups = from_excel(client, query) if rows else ({}, None, [])
    json_rows, json_totals = from_json(client, query)
    totals, groups = from_the_interface(client, query, budget_round)
    assert json_rows == rows
    assert list(json_rows) == list(rows)
    assert json_totals == totals
    if not rows:
        return
    assert (excel_rows, excel_totals, excel_groups) == (rows, totals, groups)
    page_rows, page_totals, chart, page_groups = from_the_page(client, query)
    assert page_rows == rows
    assert list(page_rows) == list(rows)
    assert (page_totals, page_groups) == (totals, groups)
    assert chart == [row[:-1] for row in totals]
    # What is known adds up: the rows to the totals, the groups too, so that nothing counts twice, and the parts.
    known = [total or 0 for total in totals[-1]]
    assert added_up(rows.values()) == known
    assert added_up(groups) == known
    assert len(totals) == 1 or added_up(totals[:-1]) == known


class TestRowsTotalsChartGroupsAndFiles:
    def test_agree_to_the_pound_for_three_roles_in_whatever_is_filtered(self, clients, budget_round):
        seen = [len(from_csv(client, {})) for client in clients]
        assert len(set(seen)) == len(seen), "each role sees another set"

        @settings(max_examples=STATES, deadline=None)
        @given(role=st.sampled_from(range(len(clients))), state=states(budget_round))
        def agree(role, state):
            assert_agree(clients[role], state, budget_round)

        agree()
