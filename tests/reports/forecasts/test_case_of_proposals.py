"""Financial cases made of proposals: their own figures, read for each reader, and started from a round."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from proposals.domain.forecast.results import questions_of
from proposals.models import SavingsProposal, YearProfile
from reports.forecasts.storing import printed_case
from reports.models import Forecast, PrintJob
from reports.publishing import jobs, worker
from tests.support.access_examples import signed_in
from tests.support.forecast_examples import inputs_file
from tests.support.hand_worked_round import YEARS, stored_round
from tests.support.web_examples import make_proposal, make_round, problems, tree, words

pytestmark = pytest.mark.django_db
NAME = "Street lights and parks"
SECRET = "Close the depot"


def made_of(budget_round, *references, **more):
    return {
        "receiving_body": "borough_council",
        "proposals": {"round": budget_round.name, "references": list(references)},
        **more,
    }


def values_of(components):
    values = inputs_file()
    values["components"] = components
    values["council_position_rules"] = {"savings_included": {"value": list(components)}}
    return values


def make_forecast(budget_round, components):
    return Forecast.objects.create(
        council=budget_round.council, name=NAME, inputs=values_of(components), shared_at=timezone.now()
    )


@pytest.fixture
def budget_round():
    found = make_round()
    make_proposal(found, "ENV001", "Dim the lights", (1_000, 2_000, 500), stage="published")
    make_proposal(found, "ENV002", SECRET, (40_000, 0, 0), stage="draft")
    return found


@pytest.fixture
def forecast(budget_round):
    return make_forecast(
        budget_round,
        {
            "component_1": made_of(budget_round, "ENV001"),
            "component_2": made_of(budget_round, "ENV002"),
            "component_3": made_of(budget_round, "env 001", "ENV002", name="Both"),
        },
    )


def gross_of(printed):
    return [list(each.profile.gross_in_year.values()) for each in printed.case.programme.components]


class TestAComponentOfProposals:
    def test_has_their_own_figures_each_time(self, forecast, budget_round, finance_officer):
        assert gross_of(printed_case(forecast, reader=finance_officer)) == [
            [1_000, 3_000, 3_500, 3_500],
            [40_000] * 4,
            [41_000, 43_000, 43_500, 43_500],
        ]
        amounts = YearProfile.objects.get(proposal__reference="ENV001", recurring_saving=1_000)
        amounts.recurring_saving = 6_000
        amounts.save()
        assert gross_of(printed_case(forecast, reader=finance_officer))[0] == [6_000, 8_000, 8_500, 8_500]

    def test_is_called_by_its_proposal_or_its_own_name(self, forecast, finance_officer):
        names = [
            each.name for each in printed_case(forecast, reader=finance_officer).case.programme.components
        ]
        assert names == ["ENV001 Dim the lights", f"ENV002 {SECRET}", "Both"]

    def test_asks_about_what_is_counted_twice(self, forecast, finance_officer):
        asked = questions_of(printed_case(forecast, reader=finance_officer).case)
        assert (
            "ENV001 Dim the lights is in more than one component. Is it to be counted more than once?"
            in asked
        )

    def test_without_known_years_has_no_figures_and_is_asked_about(self, budget_round, finance_officer):
        make_proposal(budget_round, "ENV003", "Sell the yard", (9_000, 0, 0), profile_complete=False)
        forecast = make_forecast(budget_round, {"component_1": made_of(budget_round, "ENV003")})
        case = printed_case(forecast, reader=finance_officer).case
        assert case.programme.without_figures == ("ENV003 Sell the yard",)
        assert any("The years of ENV003 Sell the yard are not known" in each for each in questions_of(case))

    def test_counts_no_pressure_as_a_benefit(self, finance_officer):
        budget_round = stored_round()
        forecast = make_forecast(budget_round, {"component_1": made_of(budget_round, "P1", "S1")})
        case = printed_case(forecast, reader=finance_officer).case
        assert list(case.programme.components[0].profile.gross_in_year.values()) == [
            500_000,
            750_000,
            750_000,
            750_000,
        ]
        assert any(each.startswith("P1 ") and "is a pressure" in each for each in questions_of(case))

    def test_of_a_round_that_is_not_there_is_asked_about(self, budget_round, finance_officer):
        component = made_of(budget_round, "ENV001") | {
            "proposals": {"round": "None", "references": ["ENV001"]}
        }
        forecast = make_forecast(budget_round, {"component_1": component})
        asked = questions_of(printed_case(forecast, reader=finance_officer).case)
        assert any("cannot be read by you" in each for each in asked)


@pytest.mark.one_database
class TestComponentsOfAnyProposals(TestCase):
    @given(
        st.lists(
            st.tuples(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), st.integers(0, 2)),
            min_size=1,
            max_size=5,
        )
    )
    def test_are_the_proposals_own_profiles(self, drawn):
        budget_round = make_round()
        groups = {}
        for index, (savings, group) in enumerate(drawn):
            make_proposal(budget_round, f"ENV{index:03}", savings=savings, stage="published")
            groups.setdefault(group, []).append((f"ENV{index:03}", savings))
        components = {
            f"component_{group}": made_of(budget_round, *(reference for reference, _ in listed), name="A")
            for group, listed in groups.items()
        }
        printed = printed_case(
            Forecast(council=budget_round.council, name=NAME, inputs=values_of(components))
        )
        for gross, listed in zip(gross_of(printed), groups.values(), strict=True):
            begun = [sum(year) for year in zip(*(savings for _, savings in listed), strict=True)]
            assert gross == [begun[0], sum(begun[:2]), sum(begun), sum(begun)]


class TestSecrecy:
    def test_a_member_s_case_is_without_what_the_member_may_not_see(
        self, forecast, budget_round, scrutiny_member
    ):
        client = signed_in(scrutiny_member)
        page = client.get(reverse("budget:programme", args=[budget_round.pk, forecast.pk])).content.decode()
        assert "ENV001 Dim the lights" in page
        assert "cannot be read by you" in page
        for ending in ("json", "html"):
            address = reverse("budget:programme-download", args=[budget_round.pk, forecast.pk, ending])
            page += client.get(address).content.decode()
        assert SECRET not in page
        assert "ENV002" not in page
        assert "40,000" not in page
        assert gross_of(printed_case(forecast, reader=scrutiny_member))[1:] == [
            [0] * 4,
            [1_000, 3_000, 3_500, 3_500],
        ]

    def test_its_inputs_name_no_reference_that_the_member_may_not_know(
        self, forecast, budget_round, scrutiny_member, finance_officer
    ):
        from tests.reports.forecasts.test_input_workbook import read

        address = reverse("budget:programme-inputs", args=[budget_round.pk, forecast.pk])
        theirs, whole = (
            [each.proposals.references for each in read(signed_in(person).get(address).content).components]
            for person in (scrutiny_member, finance_officer)
        )
        assert theirs == [("ENV001",), ("not shown",), ("env 001",)]
        assert whole == [("ENV001",), ("ENV002",), ("env 001", "ENV002")]

    def test_where_nobody_is_signed_in_it_counts_what_is_published(self, forecast, tmp_path):
        path = tmp_path / "case.json"
        call_command("render_forecast", NAME, format="json", output=path, stdout=StringIO())
        assert "Dim the lights" in path.read_text()
        assert SECRET not in path.read_text()

    def test_a_pdf_is_given_only_while_its_owner_sees_the_proposals(
        self, forecast, budget_round, scrutiny_member
    ):
        client = signed_in(scrutiny_member)
        client.get(reverse("budget:programme-download", args=[budget_round.pk, forecast.pk, "pdf"]))
        worker.do(jobs.take(worker.worker_name()))
        file = reverse("budget:work-file", args=[budget_round.pk, PrintJob.objects.get().pk])
        assert client.get(file).status_code == 200
        withdrawn = SavingsProposal.objects.get(reference="ENV001")
        withdrawn.stage, withdrawn.published_at = "draft", None
        withdrawn.save()
        assert client.get(file).status_code == 404


class TestStarting:
    @pytest.fixture
    def worked(self):
        return stored_round()

    def start(self, person, budget_round, **sent):
        address = reverse("budget:programme-start", args=[budget_round.pk])
        return signed_in(person).post(address, {"name": NAME, "grouping": "directorate", **sent})

    def test_makes_a_component_of_each_directorate_with_what_is_planned_apart(self, worked, finance_officer):
        self.start(finance_officer, worked)
        forecast = Forecast.objects.get()
        made = forecast.inputs["components"].values()
        assert [(each["name"], each.get("kind"), each["proposals"]["references"]) for each in made] == [
            ("Adults", None, ["S1", "S3"]),
            ("Children", None, ["S2", "S7"]),
            ("Children: already in the plan", "already in the plan", ["S5"]),
        ]
        assert not forecast.shared_at

    def test_takes_its_budget_from_the_plan_of_the_general_fund(self, worked, finance_officer):
        self.start(finance_officer, worked)
        case = printed_case(Forecast.objects.get(), reader=finance_officer).case
        assert case.inputs.case_years == YEARS
        # Base and uplift of the hand-worked round, without its pressures.
        assert list(case.ledger.lines["expenditure"].values.values()) == [
            102_300_000,
            104_665_000,
            107_096_350,
            109_595_441,
        ]
        assert list(case.ledger.lines["income"].values.values()) == [
            100_629_643,
            103_458_891,
            104_694_634,
            107_707_659,
        ]

    def test_copies_no_amount_of_a_proposal(self, worked, finance_officer):
        self.start(finance_officer, worked, grouping="proposal")
        stored = json.dumps(Forecast.objects.get().inputs)
        for amount in ("250000", "300000", "100001", "600000"):
            assert f'"{amount}"' not in stored
        assert not any("name" in each for each in Forecast.objects.get().inputs["components"].values())

    def test_takes_the_chosen_directorate_or_the_named_proposals_alone(self, worked, finance_officer):
        self.start(
            finance_officer, worked, directorates=["Children"], references="S1\ns 2", grouping="proposal"
        )
        (component,) = Forecast.objects.get().inputs["components"].values()
        assert component["proposals"]["references"] == ["S2"]

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"references": "S1\nX9"}, "“X9” is not the reference of a saving"),
            (
                {"directorates": ["Children"], "references": "S1"},
                "No proposal is in all of what you have chosen.",
            ),
            ({"name": ""}, "This field is required."),
        ],
    )
    def test_says_what_cannot_be_chosen(self, worked, finance_officer, sent, message):
        response = self.start(finance_officer, worked, **sent)
        assert response.status_code == 400
        assert any(message in each for each in problems(response))
        assert not Forecast.objects.exists()

    def test_does_not_replace_a_case_of_the_same_name(self, worked, finance_officer):
        Forecast.objects.create(council=worked.council, name=NAME.upper(), inputs=inputs_file())
        response = self.start(finance_officer, worked)
        assert any("already" in each for each in problems(response))
        assert Forecast.objects.get().inputs == inputs_file()

    def test_is_finance_officers_alone(self, worked, auditor, scrutiny_member):
        for person in (auditor, scrutiny_member):
            assert self.start(person, worked).status_code == 403
        assert not Forecast.objects.exists()

    def test_without_a_plan_says_what_to_do(self, budget_round, finance_officer):
        page = signed_in(finance_officer).get(reverse("budget:programme-start", args=[budget_round.pk]))
        assert "Enter it first" in " ".join(words(each) for each in tree(page).iter("p"))
