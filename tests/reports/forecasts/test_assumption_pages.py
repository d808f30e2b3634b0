"""The register of assumptions: what a change moves is shown before it is saved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.models import Assumption, AssumptionYear, SavingsProposal
from tests.support.access_examples import signed_in
from tests.support.budget_examples import YEARS, make_assumption, make_budget_round
from tests.support.web_examples import make_round, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_budget_round()


@pytest.fixture
def pay(budget_round):
    return Assumption.objects.get(budget_round=budget_round, key="pay_award")


def address(name, budget_round, *more):
    return reverse(f"budget:{name}", args=[budget_round.pk, *more])


def values_of(response):
    return dict(tree(response).forms[-1].form_values())


def figures(response):
    """What is shown to move, by line and column."""
    rows = tree(response).xpath("//table[caption[normalize-space()='Figures that change']]/tbody/tr")
    cells = [[words(cell) for cell in row] for row in rows]
    return {(line, column): (before, after) for line, _table, column, before, after in cells}


class TestChangingAnAssumption:
    def send(self, client, page, **changes):
        return client.post(page, values_of(client.get(page)) | changes)

    def test_every_figure_that_moves_is_shown_and_nothing_is_saved(self, officer, budget_round, pay):
        response = self.send(officer, address("assumption", budget_round, pay.pk), value="3")
        # 3% of 500,000 is 15,000, then 15,450 and 15,913.5, to date 15,000, 30,450 and 46,364.
        assert figures(response) == {
            ("Pay award", "2027/28"): ("£10,000", "£15,000"),
            ("Pay award", "2028/29"): ("£10,200", "£15,450"),
            ("Pay award", "2029/30"): ("£10,404", "£15,914"),
            ("Expenditure if nothing is done", "2027/28"): ("£1,010,000", "£1,015,000"),
            ("Expenditure if nothing is done", "2028/29"): ("£1,060,200", "£1,070,450"),
            ("Expenditure if nothing is done", "2029/30"): ("£1,070,604", "£1,086,364"),
            ("Gap if nothing is done", "2027/28"): ("£80,000", "£85,000"),
            ("Gap if nothing is done", "2028/29"): ("£130,200", "£140,450"),
            ("Gap if nothing is done", "2029/30"): ("£140,604", "£156,364"),
            ("Gap with the proposals", "2027/28"): ("£20,000", "£25,000"),
            ("Gap with the proposals", "2028/29"): ("£70,200", "£80,450"),
            ("Gap with the proposals", "2029/30"): ("£80,604", "£96,364"),
            ("Gap with the proposals, added up", "2027/28"): ("£20,000", "£25,000"),
            ("Gap with the proposals, added up", "2028/29"): ("£90,200", "£105,450"),
            ("Gap with the proposals, added up", "2029/30"): ("£170,804", "£201,814"),
            ("General reserve: closing balance", "2027/28"): ("£130,000", "£125,000"),
            ("General reserve: closing balance", "2028/29"): ("£59,800", "£44,550"),
            ("General reserve: closing balance", "2029/30"): ("-£20,804", "-£51,814"),
        }
        pay.refresh_from_db()
        assert pay.value == 2

    def test_confirmed_it_is_saved(self, officer, budget_round, pay):
        page = address("assumption", budget_round, pay.pk)
        shown = self.send(officer, page, value="3")
        assert officer.post(page, values_of(shown)).status_code == 302
        pay.refresh_from_db()
        assert pay.value == 3

    def test_other_value_than_the_one_shown_is_shown_first(self, officer, budget_round, pay):
        page = address("assumption", budget_round, pay.pk)
        shown = self.send(officer, page, value="3")
        response = officer.post(page, values_of(shown) | {"value": "4"})
        assert figures(response)["Pay award", "2027/28"] == ("£10,000", "£20,000")
        pay.refresh_from_db()
        assert pay.value == 2

    def test_year_that_differs_moves_from_that_year_on(self, officer, budget_round, pay):
        page = address("assumption", budget_round, pay.pk)
        shown = self.send(officer, page, **{"year-2029": "1"})
        # 1% of 520,200 is 5,202.
        assert figures(shown)["Pay award", "2029/30"] == ("£10,404", "£5,202")
        assert not any(column == "2028/29" for _, column in figures(shown))
        officer.post(page, values_of(shown))
        assert list(AssumptionYear.objects.values_list("year", "value")) == [(YEARS[2], Decimal(1))]

    def test_change_by_somebody_else_is_overwritten_only_once_it_has_been_said(
        self, officer, budget_round, pay
    ):
        page = address("assumption", budget_round, pay.pk)
        opened = values_of(officer.get(page)) | {"owner": "Fiona Ledger"}
        pay.source = "The employers"
        pay.save()
        response = officer.post(page, opened)
        assert response.status_code == 409
        assert "Somebody has changed this since you opened the page." in words(tree(response))
        assert officer.post(page, values_of(response)).status_code == 302
        pay.refresh_from_db()
        assert pay.owner == "Fiona Ledger"

    def test_who_changed_it_meanwhile_is_named(self, officer, budget_round, pay, section_151_officer):
        page = address("assumption", budget_round, pay.pk)
        opened = values_of(officer.get(page)) | {"owner": "Fiona Ledger"}
        assert self.send(signed_in(section_151_officer), page, owner="Cecil").status_code == 302
        response = officer.post(page, opened)
        assert response.status_code == 409
        assert "Cecil Prudent has changed this since you opened the page." in words(tree(response))

    def test_without_an_effect_it_is_saved_at_once(self, officer, budget_round, pay):
        response = self.send(officer, address("assumption", budget_round, pay.pk), owner="Fiona Ledger")
        assert response.status_code == 302
        pay.refresh_from_db()
        assert pay.owner == "Fiona Ledger"


class TestAddingAnAssumption:
    given = {"area": "Discounting", "text": "As borrowing costs.", "key": "discount_rate", "value": "10%"}

    def test_discount_rate_moves_the_net_present_values_of_the_round(self, officer, budget_round):
        page = address("assumption-add", budget_round)
        shown = officer.post(page, self.given)
        # 35,000 + 60,000 / 1.035 + 60,000 / 1.035^2 = 148,981.66; at 10% 35,000 + 54,545.45 + 49,586.78 = 139,132.23
        assert figures(shown) == {("ENV001 Dim the lights", "Net present value"): ("£148,982", "£139,132")}
        officer.post(page, values_of(shown))
        added = Assumption.objects.get(key="discount_rate")
        assert (added.value, added.unit) == (10, "percent")

    def test_rate_is_read_by_the_pages_of_the_rounds_proposals_alone(self, officer, budget_round):
        make_assumption(budget_round, "Discounting", "discount_rate", "10")
        page = officer.get(SavingsProposal.objects.get(reference="ENV001").get_absolute_url())
        assert "£139,132 (savings less costs, discounted at 10% a year" in words(tree(page))

    def test_cost_of_a_post_gives_the_pay_cost_of_the_posts(self, officer, budget_round):
        page = address("assumption-add", budget_round)
        shown = officer.post(
            page, {"area": "Pay", "text": "A post.", "key": "pounds_per_fte", "value": "£39,500"}
        )
        assert figures(shown) == {
            ("ENV001 Dim the lights", "Annual pay cost of the posts"): ("None", "£79,000")
        }

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"value": "300"}, "Enter a percentage from 0 to 30."),
            ({"value": "much"}, "“much” is not a number. Enter it as 3.5 or 39,500."),
            ({"value": ""}, "Enter the value of the parameter."),
            ({"year-2028": "4"}, "“Discount rate” is the same in every year."),
            (
                {"key": "pay_award", "value": "3"},
                "Another assumption of this round sets this parameter already.",
            ),
            ({"key": "", "unit": ""}, "Enter a value and its unit, or neither."),
        ],
    )
    def test_what_cannot_be_is_refused(self, officer, budget_round, changes, message):
        response = officer.post(address("assumption-add", budget_round), self.given | changes)
        assert response.status_code == 400
        assert message in words(tree(response))
        assert Assumption.objects.count() == 1

    def test_missing_parameter_of_a_plan_can_be_added(self, officer, budget_round, pay):
        pay.delete()
        page = address("assumption-add", budget_round)
        shown = officer.post(page, {"area": "Pay", "text": "Pay.", "key": "pay_award", "value": "2"})
        assert figures(shown)["Gap with the proposals", "2027/28"] == ("None", "£20,000")
        officer.post(page, values_of(shown))
        assert Assumption.objects.get().key == "pay_award"


class TestANumberThatNoBudgetHas:
    @pytest.mark.parametrize("number", ["1e26", "-1e100000", "9" * 29])
    def test_is_refused_at_its_field(self, officer, budget_round, number):
        given = {"area": "Pay", "text": "A post.", "key": "pounds_per_fte", "value": number}
        year = f"year-{budget_round.first_year.start}"
        for field in ("value", year):
            response = officer.post(
                address("assumption-add", budget_round), {**given, "value": "1", field: number}
            )
            assert response.status_code == 400
            assert "The value is too large." in words(tree(response))


class TestRemovingAnAssumption:
    def test_is_refused_where_the_plan_reads_it(self, officer, budget_round, pay):
        page = address("assumption-remove", budget_round, pay.pk)
        assert "cannot be removed, because the medium-term plan reads it" in words(tree(officer.get(page)))
        officer.post(page)
        assert Assumption.objects.filter(pk=pay.pk).exists()

    def test_shows_what_moves_and_removes_it_once_confirmed(self, officer, budget_round):
        rate = make_assumption(budget_round, "Discounting", "discount_rate", "10")
        page = address("assumption-remove", budget_round, rate.pk)
        shown = officer.get(page)
        assert figures(shown) == {("ENV001 Dim the lights", "Net present value"): ("£139,132", "£148,982")}
        assert officer.post(page).status_code == 200
        assert officer.post(page, values_of(shown)).status_code == 302
        assert not Assumption.objects.filter(pk=rate.pk).exists()


class TestTheRegister:
    def test_says_what_is_overdue_for_review(self, officer, budget_round):
        make_assumption(
            budget_round,
            "Prices",
            owner="Fiona Ledger",
            review_on=timezone.localdate() - timedelta(days=1),
        )
        make_assumption(budget_round, "Rates", review_on=timezone.localdate())
        page = tree(officer.get(address("assumptions", budget_round)))
        (overdue,) = page.xpath("//div[h2[normalize-space()='Overdue for review']]//li")
        assert words(overdue).startswith("Prices: Prices as expected. Review was due on")
        assert words(page).count("(overdue)") == 1

    def test_prints_values_with_their_units_and_years(self, officer, budget_round, pay):
        AssumptionYear.objects.create(assumption=pay, year=YEARS[1], value=Decimal("2.25"))
        make_assumption(
            budget_round, "Posts", "pounds_per_fte", "39500", "pounds", stated_on=date(2026, 9, 1)
        )
        rows = tree(officer.get(address("assumptions", budget_round))).xpath("//table/tbody/tr")
        cells = {words(row[2]): words(row[3]) for row in rows}
        assert cells == {
            "Pay award": "2%; 2028/29 2.25%",
            "Annual cost of a full-time post (FTE)": "£39,500",
        }

    def test_names_the_parameters_that_nothing_states(self, officer, budget_round):
        page = words(tree(officer.get(address("assumptions", budget_round))))
        assert "The discount rate is 3.5%, as in HM Treasury’s Green Book" in page
        assert "Parameters without an assumption: Inflation, Council tax rise," in page

    def test_is_for_those_who_may_see_the_budget(self, client, scrutiny_member, budget_round, pay):
        client.force_login(scrutiny_member)
        for name, more in (("assumptions", []), ("assumption", [pay.pk]), ("assumption-remove", [pay.pk])):
            assert client.get(address(name, budget_round, *more)).status_code == 404

    def test_assumption_of_another_round_is_not_found(self, officer, pay):
        other = make_round("Another round")
        assert officer.get(address("assumption", other, pay.pk)).status_code == 404

    def test_auditor_reads_and_does_not_change(self, client, auditor, budget_round, pay):
        client.force_login(auditor)
        assert client.get(address("assumptions", budget_round)).status_code == 200
        assert client.post(address("assumption", budget_round, pay.pk)).status_code == 403
        assert client.post(address("assumption-remove", budget_round, pay.pk)).status_code == 403
