"""Correcting records in the admin: one page per proposal, figures that follow, and a history of who did what."""

import pytest
from lxml import html
from web_examples import FIRST, make_budget, make_proposal, make_round, make_service, tree, words

from proposals.models import BudgetRound, FTEImpact, SavingsProposal, YearProfile
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service

pytestmark = pytest.mark.django_db
ADD = "/admin/proposals/savingsproposal/add/"


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def proposal(budget_round):
    service = make_service(budget_round)
    return make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        (40_000, 10_000, 0),
        ("-2", "0", "0"),
        service=service,
        base_budget=make_budget(service),
        statements={
            "impact_upon_service": "Darker.\n\n· but safe",
            "actions_needed": "\tYear\tLamps\n2027/28\t40",
        },
    )


def change_page(proposal):
    return f"/admin/proposals/savingsproposal/{proposal.pk}/change/"


def filled(response):
    """What the browser would send for the page as it stands: line ends as browsers write them."""
    form = html.fromstring(response.content.decode()).get_element_by_id("savingsproposal_form")
    values = dict(form.form_values())
    for area in form.iter("textarea"):
        # A browser drops the line break after the tag and sends CR LF.
        text = (area.text or "").removeprefix("\n")
        values[area.get("name")] = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return {name: value for name, value in values.items() if "__prefix__" not in name}


def errors(response):
    """Each message with the name of the field it stands beside; “” for one of the page or the rows."""
    found = []
    for message in tree(response).xpath("//ul[contains(@class, 'errorlist')]/li"):
        cell = message.getparent().getparent()
        fields = cell.xpath(".//*[self::input or self::select or self::textarea]/@name")
        in_a_row_of_its_own = "row-form-errors" in (cell.getparent().get("class") or "")
        found.append(
            (
                "" if in_a_row_of_its_own or cell.tag == "fieldset" else fields[0] if fields else "",
                words(message),
            )
        )
    return found


def changes(**conditions):
    return [
        (change.action, change.record_type.split(".")[1], change.before, change.after)
        for change in ChangeRecord.objects.filter(**conditions).order_by("pk")
    ]


class TestCorrectingAProposal:
    def test_everything_of_it_is_on_one_page(self, officer, proposal):
        page = tree(officer.get(change_page(proposal)))
        fields = set(page.xpath("//form//*[self::input or self::select or self::textarea]/@name"))
        assert {
            "title",
            "service",
            "base_budget",
            "year_profiles-0-recurring_saving",
            "fte_impacts-2-change",
            "statements-1-text",
        } <= fields

    def test_amounts_are_shown_with_their_thousands_apart_and_read_as_people_write_them(
        self, officer, proposal
    ):
        values = filled(officer.get(change_page(proposal)))
        assert values["year_profiles-0-recurring_saving"] == "40,000"
        assert values["year_profiles-0-year"] == "2027/28"
        values |= {
            "year_profiles-0-recurring_saving": "£0.05m",
            "year_profiles-1-recurring_saving": "12k",
            "year_profiles-2-one_off_cost": "1,500",
        }
        assert officer.post(change_page(proposal), values).status_code == 302
        rows = [(row.recurring_saving, row.one_off_cost) for row in proposal.year_profiles.all()]
        assert rows == [(50_000, 0), (12_000, 0), (0, 1_500)]

    def test_stored_figures_follow(self, officer, proposal):
        values = filled(officer.get(change_page(proposal)))
        values |= {"year_profiles-0-one_off_saving": "5,000", "fte_impacts-0-change": "-3.25"}
        officer.post(change_page(proposal), values)
        proposal.refresh_from_db()
        # 40 + 5; 10 − 5; 0 thousand.
        assert list(proposal.year_profiles.values_list("discrete_saving", flat=True)) == [45_000, 5_000, 0]
        assert (proposal.total_saving, str(proposal.total_fte_change)) == (50_000, "-3.25")

    def test_rows_can_be_added_and_deleted(self, officer, proposal):
        proposal.fte_impacts.filter(year=FIRST + 2).delete()
        values = filled(officer.get(change_page(proposal)))
        values |= {
            "year_profiles-1-DELETE": "on",
            "fte_impacts-2-year": "2029-30",
            "fte_impacts-2-change": "1",
        }
        officer.post(change_page(proposal), values)
        proposal.refresh_from_db()
        assert [str(row.year) for row in proposal.year_profiles.all()] == ["2027/28", "2029/30"]
        assert (proposal.total_saving, str(proposal.total_fte_change)) == (40_000, "-1.00")

    def test_its_service_and_budget_are_chosen_from_its_own_council(self, officer, proposal):
        make_budget(make_service(make_round(council="Westvale Council"), "Westvale parks", "PRK", "Parks"))
        page = tree(officer.get(change_page(proposal)))
        assert [words(option) for option in page.xpath("//select[@name='service']/option")][1:] == [
            "Street lighting (Environment, Eastvale Council)"
        ]
        assert [words(option) for option in page.xpath("//select[@name='base_budget']/option")][1:] == [
            "Street lighting 2026/27"
        ]


class TestTheHistoryOfAChange:
    def test_says_who_and_from_what_to_what_for_the_proposal_and_its_rows(self, officer, proposal):
        newest = ChangeRecord.objects.latest("pk").pk
        values = filled(officer.get(change_page(proposal)))
        values |= {
            "title": "Dim them more",
            "year_profiles-0-recurring_saving": "50,000",
            "fte_impacts-1-DELETE": "on",
            "statements-0-text": "Darker still.",
        }
        officer.post(change_page(proposal), values)
        made = ChangeRecord.objects.filter(pk__gt=newest)
        assert {change.actor_name for change in made} == {"Fiona Ledger"}
        assert {(change.subject_type, change.subject_id) for change in made} == {
            ("proposals.savingsproposal", proposal.pk)
        }
        assert len({change.operation for change in made}) == 1
        first, second, third, fourth = changes(pk__gt=newest)
        assert first == (
            "changed",
            "savingsproposal",
            {"title": "Dim the lights"},
            {"title": "Dim them more"},
        )
        assert second == (
            "changed",
            "yearprofile",
            {"recurring_saving": 40_000},
            {"recurring_saving": 50_000},
        )
        assert (third[0], third[1], third[2]["change"]) == ("deleted", "fteimpact", "0.00")
        assert fourth == (
            "changed",
            "impactstatement",
            {"text": "Darker.\n\n· but safe"},
            {"text": "Darker still."},
        )

    def test_is_not_written_when_nothing_was_changed(self, officer, proposal):
        """Browsers end lines otherwise than texts are held; that is no change."""
        newest = ChangeRecord.objects.latest("pk").pk
        values = filled(officer.get(change_page(proposal)))
        assert "\r\n" in values["statements-0-text"]
        assert officer.post(change_page(proposal), values).status_code == 302
        assert changes(pk__gt=newest) == []
        assert proposal.statements.get(kind="actions_needed").text == "\tYear\tLamps\n2027/28\t40"

    def test_is_shown_for_one_proposal_by_the_link_on_its_page(self, officer, proposal, budget_round):
        make_proposal(budget_round, "ENV002", "Another")
        (address,) = tree(officer.get(change_page(proposal))).xpath(
            "//a[text()='Who changed what, when']/@href"
        )
        page = tree(officer.get(address))
        shown = [words(row) for row in page.xpath("//table[@id='result_list']/tbody/tr")]
        assert len(shown) == 1 + 3 + 3 + 2
        assert all("ENV001" in row for row in shown)

    def test_keeps_what_was_deleted_with_the_proposal(self, officer, proposal):
        newest = ChangeRecord.objects.latest("pk").pk
        officer.post(f"/admin/proposals/savingsproposal/{proposal.pk}/delete/", {"post": "yes"})
        assert not SavingsProposal.objects.exists()
        deleted = changes(pk__gt=newest)
        assert sorted(kind for action, kind, *_ in deleted) == [
            *["fteimpact"] * 3,
            *["impactstatement"] * 2,
            "savingsproposal",
            *["yearprofile"] * 3,
        ]
        assert {action for action, *_ in deleted} == {"deleted"}

    def test_cannot_be_added_to_changed_or_deleted_by_hand(self, officer, admin_client, proposal):
        record = ChangeRecord.objects.latest("pk")
        for person in (officer, admin_client):
            assert person.get("/admin/services/changerecord/add/").status_code == 403
            assert person.post(f"/admin/services/changerecord/{record.pk}/change/", {}).status_code == 403
            assert (
                person.post(f"/admin/services/changerecord/{record.pk}/delete/", {"post": "yes"}).status_code
                == 403
            )


class TestMistakes:
    """Said in plain words, beside the field."""

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            (
                {"year_profiles-0-year": "2035/36"},
                ("year_profiles-0-year", "2035/36 is not a year of the round Budget 2027/28 to 2029/30."),
            ),
            (
                {"year_profiles-0-year": "0-19"},
                ("year_profiles-0-year", "“0-19” is not a financial year such as 2018/19."),
            ),
            (
                {"year_profiles-1-year": "27/28"},
                ("year_profiles-1-year", "There is a row for 2027/28 already: change that one."),
            ),
            (
                {"fte_impacts-2-year": "2028/29"},
                ("fte_impacts-2-year", "There is a row for 2028/29 already: change that one."),
            ),
            (
                {"year_profiles-0-one_off_cost": "-1"},
                ("year_profiles-0-one_off_cost", "Write this as a positive amount, or 0."),
            ),
            (
                {"year_profiles-0-capital_cost": "(5,000)"},
                ("year_profiles-0-capital_cost", "Write this as a positive amount, or 0."),
            ),
            (
                {"year_profiles-0-recurring_saving": "lots"},
                (
                    "year_profiles-0-recurring_saving",
                    "“lots” is not an amount of money. Write it as 250,000 or 250k or 0.25m.",
                ),
            ),
            (
                {"fte_impacts-0-change": "-2.505"},
                ("fte_impacts-0-change", "Ensure that there are no more than 2 decimal places."),
            ),
            (
                {"statements-1-kind": "impact_upon_service"},
                ("statements-1-kind", "There is a row for Impact upon service already: change that one."),
            ),
            ({"statements-0-text": " \r\n "}, ("statements-0-text", "This field is required.")),
            (
                {"start_year": "2035/36"},
                ("start_year", "2035/36 is not a year of the round Budget 2027/28 to 2029/30."),
            ),
            ({"reference": "–"}, ("reference", "Give a reference with at least one letter or figure.")),
            ({"title": ""}, ("title", "This field is required.")),
        ],
    )
    def test_stand_beside_their_field_and_nothing_is_saved(self, officer, proposal, values, expected):
        newest = ChangeRecord.objects.latest("pk").pk
        response = officer.post(change_page(proposal), filled(officer.get(change_page(proposal))) | values)
        assert response.status_code == 200
        assert errors(response) == [expected]
        assert changes(pk__gt=newest) == []

    def test_two_rows_that_swap_their_years_are_refused_not_an_error_of_ours(self, officer, proposal):
        values = filled(officer.get(change_page(proposal)))
        values |= {"year_profiles-0-year": "2028/29", "year_profiles-1-year": "2027/28"}
        assert {name for name, _ in errors(officer.post(change_page(proposal), values))} == {
            "year_profiles-0-year",
            "year_profiles-1-year",
        }

    def test_a_reference_that_the_round_has_in_another_spelling_is_refused(
        self, officer, proposal, budget_round
    ):
        other = make_proposal(budget_round, "ENV002")
        response = officer.post(
            change_page(other), filled(officer.get(change_page(other))) | {"reference": "env 001"}
        )
        assert errors(response) == [("reference", "This round already has ENV001 Dim the lights.")]

    def test_a_service_of_another_council_is_refused(self, officer, proposal):
        other = make_service(make_round(council="Westvale Council"), "Parks", "PRK", "Parks")
        values = filled(officer.get(change_page(proposal))) | {"service": str(other.pk)}
        assert [name for name, _ in errors(officer.post(change_page(proposal), values))] == ["service"]


class TestAddingAProposal:
    def values(self, officer, **given):
        return filled(officer.get(ADD)) | {name: str(value) for name, value in given.items()}

    def test_from_empty_saves_it_with_its_rows_behind_the_last(self, officer, proposal, budget_round):
        values = self.values(
            officer,
            budget_round=budget_round.pk,
            reference="ENV009",
            title="New",
            service=proposal.service.pk,
            start_year="27/28",
        )
        values |= {
            "year_profiles-0-year": "2027/28",
            "year_profiles-0-recurring_saving": "0.5m",
            "fte_impacts-0-year": "2028/29",
            "fte_impacts-0-change": "-1.5",
        }
        response = officer.post(ADD, values)
        assert response.status_code == 302, errors(response)
        made = SavingsProposal.objects.get(reference="ENV009")
        assert (made.total_saving, str(made.total_fte_change), made.position) == (500_000, "-1.50", 2)
        assert made.year_profiles.count() == 1

    def test_offers_a_row_for_each_year(self, officer, proposal):
        page = tree(officer.get(ADD))
        assert len(page.xpath("//tr[contains(@id, 'year_profiles-')][not(contains(@id, 'empty'))]")) == 3

    def test_without_a_round_says_so_and_does_not_break_on_its_rows(self, officer, proposal):
        values = self.values(officer, reference="ENV009", title="New", service=proposal.service.pk)
        values |= {"year_profiles-0-year": "2027/28", "fte_impacts-0-year": "2035/36"}
        assert errors(officer.post(ADD, values)) == [("budget_round", "This field is required.")]

    def test_sent_empty_says_what_is_needed(self, officer, proposal):
        response = officer.post(ADD, self.values(officer))
        assert {name for name, _ in errors(response)} == {"budget_round", "reference", "title", "service"}

    def test_with_a_row_outside_the_round_says_so_beside_it(self, officer, proposal, budget_round):
        values = self.values(
            officer, budget_round=budget_round.pk, reference="E9", title="New", service=proposal.service.pk
        )
        values |= {"year_profiles-0-year": "2035/36"}
        assert errors(officer.post(ADD, values)) == [
            ("year_profiles-0-year", "2035/36 is not a year of the round Budget 2027/28 to 2029/30.")
        ]
        assert not SavingsProposal.objects.filter(reference="E9").exists()


class TestTheOrganisation:
    def test_a_directorate_in_use_cannot_be_deleted_and_the_page_says_what_uses_it(self, officer, proposal):
        directorate = proposal.service.directorate
        address = f"/admin/services/directorate/{directorate.pk}/delete/"
        text = words(tree(officer.get(address)).xpath("//*[@id='content']")[0])
        assert "would require deleting the following protected related objects" in text
        assert "Service: Street lighting" in text
        officer.post(address, {"post": "yes"})
        assert Directorate.objects.filter(pk=directorate.pk).exists()

    @pytest.mark.parametrize("kind", ["service", "council", "basebudget"])
    def test_nothing_that_a_proposal_rests_on_can_be_deleted(self, officer, proposal, kind):
        rests_on = {
            "service": proposal.service,
            "council": proposal.budget_round.council,
            "basebudget": proposal.base_budget,
        }
        officer.post(f"/admin/services/{kind}/{rests_on[kind].pk}/delete/", {"post": "yes"})
        assert (Service.objects.count(), Council.objects.count(), BaseBudget.objects.count()) == (1, 1, 1)

    def test_a_budget_is_typed_as_people_write_it(self, officer, proposal):
        budget = proposal.base_budget
        address = f"/admin/services/basebudget/{budget.pk}/change/"
        officer.post(
            address,
            {
                "service": budget.service.pk,
                "year": "26/27",
                "part": "",
                "gross": "£4.5m",
                "income": "0",
                "note": "",
            },
        )
        budget.refresh_from_db()
        assert (budget.gross, budget.income) == (4_500_000, 0)

    def test_a_round_keeps_the_years_that_its_proposals_have_figures_in(
        self, officer, proposal, budget_round
    ):
        address = f"/admin/proposals/budgetround/{budget_round.pk}/change/"
        values = {"name": "B", "base_year": "2026/27", "first_year": "2027/28", "phase": "scrutiny"}
        response = officer.post(address, {**values, "number_of_years": "2"})
        assert (
            "ENV001 have figures outside 2027/28 to 2028/29: correct them first." in response.content.decode()
        )
        assert officer.post(address, {**values, "number_of_years": "4"}).status_code == 302
        assert BudgetRound.objects.get().number_of_years == 4


class TestEveryAdminPage:
    def test_of_a_record_can_be_opened(self, officer, admin_client, proposal):
        for model in (BudgetRound, SavingsProposal, Council, Directorate, Service, BaseBudget, ChangeRecord):
            options = model._meta
            address = f"/admin/{options.app_label}/{options.model_name}/"
            for person in (officer, admin_client):
                assert person.get(address).status_code == 200
                assert person.get(f"{address}{model.objects.first().pk}/change/").status_code == 200
                assert person.get(f"{address}?q=light").status_code == 200

    def test_lists_in_few_queries(self, officer, budget_round, django_assert_max_num_queries):
        for number in range(30):
            make_proposal(budget_round, f"ENV{number:03}")
        with django_assert_max_num_queries(20):
            officer.get("/admin/proposals/savingsproposal/")

    def test_counts_rows_of_figures_only_once(self, officer, proposal):
        assert (YearProfile.objects.count(), FTEImpact.objects.count()) == (3, 3)
        officer.post(change_page(proposal), filled(officer.get(change_page(proposal))))
        assert (YearProfile.objects.count(), FTEImpact.objects.count()) == (3, 3)
