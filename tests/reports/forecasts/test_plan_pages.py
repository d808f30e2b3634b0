"""The pages on which finance officers state a round's plan: grids of lines and years, and sharing."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from councilsavings.forms import save_own_fields
from reports.forecasts.plan_views import PlanForm
from reports.models import MediumTermPlan, PlanAmount
from services.models import ChangeRecord
from tests.support.hand_worked_round import Y1, Y2, Y3, stored_round
from tests.support.web_examples import make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round(db):
    return stored_round()


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def address(budget_round, section):
    return reverse("budget:plan-section", args=[budget_round.pk, section])


def sent_by_browser(response):
    """What a browser sends of the page's grid as it stands."""
    (form,) = [each for each in tree(response).forms if "state" in each.fields]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def row_of(sent, name, value):
    """The prefix of the row whose field has this value."""
    (found,) = {
        key.rpartition("-")[0] for key, each in sent.items() if key.endswith(f"-{name}") and each == value
    }
    return found


def amounts_of(line):
    return {row.year: row.amount for row in line.amounts.all()}


def line_of(budget_round, **facts):
    return budget_round.medium_term_plan.lines.get(**facts)


@pytest.mark.one_database
class TestTheGrid:
    def test_what_was_shown_is_saved_as_it_was(self, officer, budget_round):
        last = ChangeRecord.objects.order_by("-pk").first().pk
        for section in ("base", "uplift", "council_tax", "income", "targets"):
            page = officer.get(address(budget_round, section))
            response = officer.post(address(budget_round, section), sent_by_browser(page))
            assert response.status_code == 302, words(tree(response))
        assert not ChangeRecord.objects.filter(pk__gt=last, record_type__startswith="reports.").exists()

    def test_one_amount_is_changed_with_its_history(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        row = row_of(sent, "name", "Revenue support grant")
        assert sent[f"{row}-year_2028"] == "20,000,000"
        officer.post(address(budget_round, "income"), {**sent, f"{row}-year_2028": "20.5m"})
        line = line_of(budget_round, name="Revenue support grant")
        assert amounts_of(line) == {Y1: 20_000_000, Y2: 20_500_000, Y3: 19_500_000}
        plan = budget_round.medium_term_plan
        change = ChangeRecord.objects.filter(subject_type="reports.mediumtermplan", subject_id=plan.pk)
        change = change.order_by("pk").last()
        assert (change.actor_name, change.action) == ("Fiona Ledger", "changed")
        assert Decimal(change.after["amount"]) == 20_500_000

    def test_amount_that_is_cleared_follows_the_rule_again(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        row = row_of(sent, "name", "Revenue support grant")
        officer.post(address(budget_round, "income"), {**sent, f"{row}-year_2029": ""})
        assert set(amounts_of(line_of(budget_round, name="Revenue support grant"))) == {Y1, Y2}

    def test_new_line_is_added_and_another_removed(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        gone, new = row_of(sent, "name", "New homes bonus"), f"line-{int(sent['line-TOTAL_FORMS']) - 1}"
        officer.post(
            address(budget_round, "income"),
            {
                **sent,
                f"{gone}-DELETE": "on",
                f"{new}-name": "Collection fund deficit",
                f"{new}-category": "other",
                f"{new}-year_2027": "(1,000)",
            },
        )
        names = set(
            budget_round.medium_term_plan.lines.filter(section="income").values_list("name", flat=True)
        )
        assert names == {"Revenue support grant", "Business rates", "Rents", "Collection fund deficit"}
        assert amounts_of(line_of(budget_round, name="Collection fund deficit")) == {Y1: -1000}

    def test_grant_below_zero_is_refused_with_its_name_and_year(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        row = row_of(sent, "name", "Revenue support grant")
        response = officer.post(address(budget_round, "income"), {**sent, f"{row}-year_2028": "-1"})
        refusal = (
            "Revenue support grant, 2028/29: Grant cannot be below zero. Enter a deficit as other income."
        )
        assert response.status_code == 400
        assert refusal in words(tree(response))
        assert amounts_of(line_of(budget_round, name="Revenue support grant"))[Y2] == 20_000_000

    @pytest.mark.parametrize(
        ("part", "typed", "refusal"),
        [
            ("tax_base", "-1", "Tax base (Band D dwellings), 2028/29: Enter zero or more."),
            ("band_d", "-0.01", "Band D rate (£), 2028/29: Enter zero or more."),
            ("collection", "-1", "Collected (%), 2028/29: Enter a percentage from 0 to 100."),
            ("collection", "100.1", "Collected (%), 2028/29: Enter a percentage from 0 to 100."),
        ],
    )
    def test_council_tax_that_cannot_be_is_refused_with_its_part_and_year(
        self, officer, budget_round, part, typed, refusal
    ):
        page = officer.get(address(budget_round, "council_tax"))
        place = ["tax_base", "band_d", "collection"].index(part)
        sent = {**sent_by_browser(page), f"line-{place}-year_2028": typed}
        response = officer.post(address(budget_round, "council_tax"), sent)
        assert response.status_code == 400
        assert refusal in words(tree(response))

    def test_decimals_of_council_tax_are_kept(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "council_tax")))
        assert sent["line-0-year_2027"] == "41,234.5"
        officer.post(address(budget_round, "council_tax"), {**sent, "line-1-year_2027": "1,512.46"})
        assert amounts_of(line_of(budget_round, category="band_d"))[Y1] == Decimal("1512.46")

    def test_every_directorate_without_a_line_has_a_row_ready(self, officer):
        budget_round = make_round()
        make_service(budget_round, directorate="Adults", code="ADU")
        officer.post(reverse("budget:plan", args=[budget_round.pk]))
        sent = sent_by_browser(officer.get(address(budget_round, "base")))
        response = officer.post(address(budget_round, "base"), {**sent, "line-0-year_2027": "60m"})
        assert response.status_code == 302
        (line,) = MediumTermPlan.objects.get(budget_round=budget_round).lines.all()
        assert (line.title, amounts_of(line)) == ("Adults", {Y1: 60_000_000})


@pytest.mark.one_database
class TestErrors:
    def test_number_with_thousands_of_figures_is_no_key_and_no_count_of_rows(self, officer, budget_round):
        digits = "9" * 5000
        sent = sent_by_browser(officer.get(address(budget_round, "base")))
        response = officer.post(address(budget_round, "base"), {**sent, "line-0-directorate": digits})
        assert response.status_code == 400
        response = officer.post(address(budget_round, "base"), {**sent, "line-TOTAL_FORMS": digits})
        assert response.status_code == 400

    @pytest.mark.parametrize(
        ("section", "changes", "message"),
        [
            (
                "income",
                {"line-0-year_2028": "lots"},
                "Revenue support grant, 2028/29: “lots” is not an amount of money.",
            ),
            (
                "income",
                {"line-0-year_2028": ""},
                "Revenue support grant: There is no figure for 2028/29, but there is one for a later year.",
            ),
            (
                "base",
                {"line-0-year_2027": ""},
                "Adults: There is no figure for 2027/28, the first year.",
            ),
            (
                "base",
                {"line-0-year_2027": "9" * 14},
                "Adults, 2027/28: The amount is too large.",
            ),
            (
                "council_tax",
                {"line-1-year_2028": "1,5x"},
                "Band D rate (£), 2028/29: “1,5x” is not a number.",
            ),
            (
                "council_tax",
                {"line-2-year_2027": ""},
                "Council tax: Collected: There is no figure for 2027/28, the first year.",
            ),
            (
                "uplift",
                {"line-0-year_2027": "5"},
                "Pay award, Cost that grows (£): Enter either a cost that grows or amounts by year.",
            ),
            (
                "uplift",
                {"line-0-category": ""},
                "Pay award, Category: This is needed.",
            ),
            (
                "income",
                {"line-1-name": "REVENUE support grant"},
                "The plan has a line of this name and fund already.",
            ),
            (
                "income",
                {"line-4-year_2027": "5", "line-4-category": "grant"},
                "Row 5, Name: This is needed.",
            ),
            (
                "income",
                {"line-0-rule": "grow by a rate", "line-0-rule_value": "two"},
                "Revenue support grant, Step or rate in %: “two” is not a number.",
            ),
            (
                "income",
                {"line-0-rule": "grow by a rate", "line-0-rule_value": "101"},
                "Revenue support grant, Step or rate in %: Enter a rate from -100% to 100%.",
            ),
            ("base", {"line-0-directorate": "99999"}, "Directorate: Select a valid choice."),
            ("base", {"line-0-fund": "capital"}, "Fund: Select a valid choice."),
            ("income", {"line-0-last_year": "soon"}, "Last year: “soon” is not a financial year"),
            ("income", {"line-0-rule_value": "NaN"}, "Step or rate in %: Enter a number."),
            ("income", {"line-0-name": "x" * 201}, "Name: Ensure this value has at most 200 characters"),
            (
                "council_tax",
                {"line-0-year_2027": "1e400"},
                "2027/28: Ensure that there are no more than 13 digits in total.",
            ),
            (
                "uplift",
                {"line-0-rate_key": "inflation"},
                "Pay award: No assumption states “Inflation”, from which the rate is read.",
            ),
        ],
    )
    def test_row_and_year_are_named_and_nothing_is_saved(
        self, officer, budget_round, section, changes, message
    ):
        before = list(PlanAmount.objects.values_list("pk", "line", "year", "amount"))
        sent = sent_by_browser(officer.get(address(budget_round, section)))
        # Another row is right, and still not saved.
        response = officer.post(address(budget_round, section), {**sent, **changes})
        assert response.status_code == 400
        (summary,) = tree(response).xpath("//div[@class='govuk-error-summary']")
        assert message in words(summary)
        assert "Nothing has been saved." in words(summary)
        assert list(PlanAmount.objects.values_list("pk", "line", "year", "amount")) == before

    def test_two_new_rows_of_one_name_are_refused(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        twins = {
            f"line-{number}-{name}": value
            for number in (4, 5)
            for name, value in (("name", "Rents due"), ("category", "other"), ("year_2027", "5"))
        }
        response = officer.post(address(budget_round, "income"), {**sent, **twins})
        assert "Rents due: there are two rows of this name and fund." in words(tree(response))
        assert not budget_round.medium_term_plan.lines.filter(name="Rents due").exists()

    def test_what_was_typed_is_shown_again(self, officer, budget_round):
        sent = sent_by_browser(officer.get(address(budget_round, "income")))
        response = officer.post(address(budget_round, "income"), {**sent, "line-0-year_2028": "lots"})
        assert sent_by_browser(response)["line-0-year_2028"] == "lots"


class TestTwoEditors:
    def test_second_is_told_what_the_first_stored_and_nothing_is_lost(
        self, officer, budget_round, section_151_officer
    ):
        opened = sent_by_browser(officer.get(address(budget_round, "base")))
        officer.force_login(section_151_officer)
        first = {**opened, f"{row_of(opened, 'directorate', opened['line-0-directorate'])}-year_2027": "61m"}
        assert officer.post(address(budget_round, "base"), first).status_code == 302

        second = {**opened, "line-1-year_2027": "41m"}
        response = officer.post(address(budget_round, "base"), second)
        assert response.status_code == 409
        told = words(tree(response))
        assert (
            "Cecil Prudent has changed this section since you opened the page. Nothing has been saved."
            in told
        )
        rows = tree(response).xpath("//table[caption='Differences']/tbody/tr")
        assert [[words(cell) for cell in row] for row in rows] == [
            ["Adults, 2027/28", "61,000,000", "60,000,000"],
            ["Children, 2027/28", "40,000,000", "41m"],
        ]
        assert amounts_of(line_of(budget_round, section="base", directorate__name="Adults"))[Y1] == 61_000_000

        # The amounts are the second's own; saved now, they replace what is stored, knowingly.
        again = officer.post(address(budget_round, "base"), sent_by_browser(response))
        assert again.status_code == 302
        assert amounts_of(line_of(budget_round, section="base", directorate__name="Adults"))[Y1] == 60_000_000
        assert (
            amounts_of(line_of(budget_round, section="base", directorate__name="Children"))[Y1] == 41_000_000
        )

    def test_line_that_somebody_added_stays(self, officer, budget_round):
        opened = sent_by_browser(officer.get(address(budget_round, "income")))
        new = {"line-4-name": "Social care grant", "line-4-category": "grant", "line-4-year_2027": "5"}
        officer.post(address(budget_round, "income"), {**opened, **new})
        response = officer.post(address(budget_round, "income"), opened)
        assert response.status_code == 409
        officer.post(address(budget_round, "income"), sent_by_browser(response))
        assert line_of(budget_round, name="Social care grant")

    def test_other_section_may_be_changed_meanwhile(self, officer, budget_round):
        opened = sent_by_browser(officer.get(address(budget_round, "base")))
        income = sent_by_browser(officer.get(address(budget_round, "income")))
        officer.post(address(budget_round, "income"), {**income, "line-0-year_2027": "1"})
        assert officer.post(address(budget_round, "base"), opened).status_code == 302

    def test_years_of_the_plan_are_not_overwritten_unseen(self, officer, budget_round, section_151_officer):
        plan = reverse("budget:plan", args=[budget_round.pk])
        opened = sent_by_browser(officer.get(plan))
        officer.force_login(section_151_officer)
        assert officer.post(plan, {**opened, "years_beyond": "3"}).status_code == 302
        response = officer.post(plan, {**opened, "years_beyond": "5"})
        assert response.status_code == 409
        assert "Cecil Prudent has changed this since you opened the page." in words(tree(response))
        assert MediumTermPlan.objects.get(budget_round=budget_round).years_beyond == 3
        # What was typed is still there; saved now, it replaces the stored value knowingly.
        assert officer.post(plan, sent_by_browser(response)).status_code == 302
        assert MediumTermPlan.objects.get(budget_round=budget_round).years_beyond == 5

    def test_years_may_be_saved_after_a_section_has_changed(self, officer, budget_round):
        plan = reverse("budget:plan", args=[budget_round.pk])
        opened = sent_by_browser(officer.get(plan))
        income = sent_by_browser(officer.get(address(budget_round, "income")))
        officer.post(address(budget_round, "income"), {**income, "line-0-year_2027": "1"})
        assert officer.post(plan, {**opened, "years_beyond": "3"}).status_code == 302


class TestThePlan:
    def test_plan_is_begun_by_a_button_and_not_shared(self, officer):
        budget_round = make_round()
        page = officer.get(reverse("budget:position", args=[budget_round.pk]))
        assert "This round has no medium-term plan." in words(tree(page))
        officer.post(reverse("budget:plan", args=[budget_round.pk]))
        assert budget_round.medium_term_plan.shared_at is None

    def test_years_beyond_the_round_are_set(self, officer, budget_round):
        plan = reverse("budget:plan", args=[budget_round.pk])
        officer.post(plan, {**sent_by_browser(officer.get(plan)), "years_beyond": "3"})
        assert len(MediumTermPlan.objects.get(budget_round=budget_round).years) == 6
        response = officer.post(plan, {**sent_by_browser(officer.get(plan)), "years_beyond": "40"})
        assert response.status_code == 400

    def test_years_saved_by_one_officer_leave_the_sharing_that_another_took_back(self, budget_round):
        plan = budget_round.medium_term_plan
        plan.shared_at = timezone.now()
        plan.save()
        form = PlanForm({"years_beyond": "3"}, instance=MediumTermPlan.objects.get(pk=plan.pk))
        assert form.is_valid()
        plan.shared_at = None
        plan.save()
        save_own_fields(form)
        plan.refresh_from_db()
        assert (plan.years_beyond, plan.shared_at) == (3, None)

    def test_sharing_is_a_step_of_its_own_with_a_history(self, officer, budget_round, scrutiny_member):
        share = reverse("budget:plan-share", args=[budget_round.pk])
        assert "everybody who can view the round can view them" in words(tree(officer.get(share)))
        officer.post(share)
        assert MediumTermPlan.objects.visible_to(scrutiny_member).exists()
        change = ChangeRecord.objects.filter(record_type="reports.mediumtermplan").order_by("pk").last()
        assert "shared_at" in change.after
        officer.post(share, {"stop": "1"})
        assert not MediumTermPlan.objects.visible_to(scrutiny_member).exists()

    def test_closed_round_is_not_changed(self, officer, budget_round):
        budget_round.phase = "closed"
        budget_round.save()
        for name, more in (("plan", []), ("plan-share", []), ("plan-section", ["base"])):
            assert officer.post(reverse(f"budget:{name}", args=[budget_round.pk, *more])).status_code == 403
        assert officer.get(reverse("budget:position", args=[budget_round.pk])).status_code == 200

    def test_unknown_section_is_not_there(self, officer, budget_round):
        assert officer.get(address(budget_round, "wishes")).status_code == 404
