"""The filters of pressures: by direction, cause, certainty and fund, and by an amount as large as it is."""

import pytest

from tests.support.web_examples import (
    counted_options_of,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    options_of,
    problems,
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
def proposals(budget_round):
    """A saving and one that costs more than it saves; pressures of 250,000, of 249,999, unknown, and one that falls."""
    service = make_service(budget_round)
    budget = {"service": service, "base_budget": make_budget(service, 1_000_000, 0)}
    make_proposal(budget_round, "ENV001", savings=(300_000, 0, 0), certainty="likely", **budget)
    make_proposal(budget_round, "ENV002", savings=(-5_000, 1_000, 0))
    pressure = {"direction": "pressure"}
    make_proposal(
        budget_round,
        "GRO001",
        savings=({"recurring_saving": -250_000, "one_off_saving": -9_000}, 0, 0),
        pressure_category="pay",
        certainty="certain",
        fund="public_health",
        **budget,
        **pressure,
    )
    make_proposal(budget_round, "GRO002", savings=(0, -249_999, 0), pressure_category="demand", **pressure)
    make_proposal(budget_round, "GRO003", savings=(), profile_complete=False, **pressure)
    make_proposal(budget_round, "GRO004", savings=(0, 0, 20_000), pressure_category="demand", **pressure)
    return budget_round.proposals


@pytest.fixture
def listed(reader, proposals):
    """A function that returns the references listed for a query."""
    return lambda **query: references(reader.get(LIST, query))


class TestWhatPressuresState:
    def test_narrows_the_list(self, listed):
        assert listed(direction="saving") == ["ENV001", "ENV002"]
        assert listed(direction="pressure") == ["GRO001", "GRO002", "GRO003", "GRO004"]
        assert listed(pressure_category=["pay", "demand"]) == ["GRO001", "GRO002", "GRO004"]
        assert listed(certainty="certain") == ["GRO001"]
        assert listed(fund="public_health") == ["GRO001"]

    def test_that_is_not_stated_is_found_too(self, listed):
        assert listed(direction="pressure", pressure_category="-") == ["GRO003"]
        assert listed(certainty="-") == ["ENV002", "GRO002", "GRO003", "GRO004"]

    def test_is_counted_beside_the_choices(self, reader, proposals):
        page = reader.get(LIST, {"fund": "general_fund"})
        assert counted_options_of(page, "direction") == {"Saving": 2, "Pressure or growth": 3}
        assert counted_options_of(page, "pressure_category") == {"Pay": 0, "Demand": 2, "No cause stated": 3}
        assert counted_options_of(page, "fund") == {"General fund": 5, "Public health grant": 1}

    def test_is_offered_only_where_it_differs(self, reader, budget_round):
        make_proposal(budget_round, "ENV001")
        names = ("direction", "pressure_category", "certainty", "fund", "pressure_in")
        assert {name: options_of(reader.get(LIST), name) for name in names} == {name: [] for name in names}
        assert "Funds and pressures" not in words(tree(reader.get(LIST)).xpath("//main")[0])

    @pytest.mark.parametrize("name", ["direction", "pressure_category", "certainty", "fund"])
    def test_that_is_no_choice_is_refused(self, reader, proposals, name):
        (problem,) = problems(reader.get(LIST, {name: "nonsense"}))
        assert "“nonsense” is not one of the choices" in problem


class TestAmounts:
    def test_are_those_that_a_pressure_adds(self, listed):
        assert listed(saving_from="250,000") == ["ENV001", "GRO001"]
        assert listed(saving_from="249,999", saving_to="250,000") == ["GRO001", "GRO002"]
        assert listed(saving_to="0", direction="pressure") == ["GRO004"]

    def test_have_the_same_bands_for_savings_and_pressures(self, reader, listed):
        assert counted_options_of(reader.get(LIST), "size") == {
            "Pressure that falls away": 1,
            "Costs more than it saves": 1,
            "£50,000 to under £250,000": 1,
            "£250,000 to under £1,000,000": 2,
            "Not known": 1,
        }
        assert listed(size="250000-1000000") == ["ENV001", "GRO001"]
        assert listed(size="falls-away") == ["GRO004"]
        assert listed(size="below-0") == ["ENV002"]
        assert listed(size="-") == ["GRO003"]

    def test_say_how_a_pressure_is_found(self, reader, proposals):
        field = tree(reader.get(LIST)).xpath("//div[label[@for='id_saving_from']]")[0]
        assert words(field) == (
            "Total from (£)In pounds, for example 250,000, 250k or 0.25m. A pressure is found by the amount that it "
            "adds to the budget."
        )
        said = tree(reader.get(LIST, {"saving_from": "1m"})).xpath("//ul[contains(@class,'app-applied')]")
        assert all("saving" not in words(each) for each in said)

    def test_of_savings_alone_are_asked_for_as_savings(self, reader, budget_round):
        make_proposal(budget_round, "ENV001")
        (label,) = tree(reader.get(LIST)).xpath("//label[@for='id_saving_from']")
        assert words(label) == "Total saving from (£)"

    def test_by_year_are_of_savings_or_of_pressures(self, reader, listed):
        assert counted_options_of(reader.get(LIST), "saving_in") == {"2027/28": 1, "2028/29": 1}
        assert listed(saving_in="2027/28") == ["ENV001"]
        # By hand: ENV002 takes less back in its second year; the one-off of GRO001 falls out there.
        assert listed(saving_in="2028/29") == ["ENV002"]
        assert counted_options_of(reader.get(LIST), "pressure_in") == {"2027/28": 1, "2028/29": 1}
        assert listed(pressure_in="2028/29") == ["GRO002"]

    def test_are_a_share_of_the_budget_only_where_they_are_saved(self, reader, listed):
        # By hand: 300,000 of 1,000,000; GRO001 has the same budget.
        assert listed(share="25-") == ["ENV001"]
        assert "GRO001" in listed(share="-")
