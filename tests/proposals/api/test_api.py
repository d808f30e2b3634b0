"""The interface for machines: what it answers, to whom, and what it says when it cannot."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from proposals.api.endpoints import api
from proposals.api.schemas import ProposalOut, ProposalsOut, RoundsOut, SetTotalsOut
from proposals.models import ApiToken
from proposals.models.api_tokens import token_of_key
from services.models import ChangeRecord
from tests.support.web_examples import make_budget, make_many, make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db
ROUNDS = "/api/v1/rounds"


@pytest.fixture
def budget_round():
    budget_round = make_round()
    budget_round.target = 1_000_000
    budget_round.save()
    service = make_service(budget_round)
    make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        ({"recurring_saving": 40_000, "one_off_saving": 5_000}, 10_000, 0),
        ("-2.5",),
        service=service,
        base_budget=make_budget(service),
        statements={"impact_upon_service": "Darker."},
    )
    make_proposal(budget_round, "ENV 2", "Sell the depot", (200_000, 0, 0))
    return budget_round


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


def of_round(budget_round, rest):
    return f"{ROUNDS}/{budget_round.pk}/{rest}"


def token_for(person, ends_on=None):
    token = ApiToken(person=person, name="Dashboard", ends_on=ends_on or timezone.localdate())
    key = token.give_key()
    token.save()
    return key


def by_token(key):
    return Client(headers={"Authorization": f"Bearer {key}"})


def test_no_cache_keeps_what_a_token_or_a_session_is_answered(budget_round, reader, scrutiny_member):
    for client in (reader, by_token(token_for(scrutiny_member)), by_token("a guess")):
        kept = client.get(ROUNDS).headers["Cache-Control"]
        assert ("no-store" in kept, "private" in kept) == (True, True)


class TestWhatItAnswers:
    """Each answer is read back by the types that the description is made of."""

    def test_rounds_lead_to_their_proposals_and_totals(self, reader, budget_round):
        answer = reader.get(ROUNDS)
        (found,) = RoundsOut.model_validate_json(answer.content).rounds
        assert (found.name, found.target) == (budget_round.name, 1_000_000)
        assert reader.get(found.proposals).status_code == reader.get(found.totals).status_code == 200

    def test_proposals_are_filtered_ordered_and_paged_as_the_list_is(self, reader, budget_round):
        make_many(budget_round, 30)
        query = {"sort": "-total,reference", "rows": "25"}
        first = ProposalsOut.model_validate_json(
            reader.get(of_round(budget_round, "proposals"), query).content
        )
        assert [row.reference for row in first.proposals[:2]] == ["ENV 2", "ENV001"]
        assert (first.count, first.pages, first.previous) == (32, 2, None)
        second = ProposalsOut.model_validate_json(reader.get(first.next).content)
        assert (second.page, len(second.proposals), second.next) == (2, 7, None)
        # By hand: the one-off 5,000 falls out of the second year; thirty more of 1,000 each.
        assert first.proposals[1].discrete == {"2027/28": 45_000, "2028/29": 5_000, "2029/30": 0}
        assert first.totals.discrete == {"2027/28": 275_000, "2028/29": 5_000, "2029/30": 0}

    def test_totals_have_their_share_of_the_round_and_its_target(self, reader, budget_round):
        found = SetTotalsOut.model_validate_json(
            reader.get(of_round(budget_round, "totals"), {"text": "depot", "group": "directorate"}).content
        )
        # 200,000 of 250,000 and of 1,000,000.
        assert (found.totals.total, found.share_of_round, found.share_of_target) == (
            200_000,
            "80.0%",
            "20.0%",
        )
        assert [(group.name, group.total) for group in found.groups] == [("Environment", 200_000)]

    def test_one_proposal_is_found_in_any_spelling_of_its_reference(self, reader, budget_round):
        found = ProposalOut.model_validate_json(
            reader.get(of_round(budget_round, "proposals/env-001")).content
        )
        assert (found.title, found.total, found.statements) == (
            "Dim the lights",
            50_000,
            {"impact_upon_service": "Darker."},
        )

    def test_a_pressure_says_so_and_is_a_saving_below_zero(self, reader, budget_round):
        make_proposal(
            budget_round,
            "GRO001",
            "Pay award",
            (-500_000, 0, 0),
            direction="pressure",
            pressure_category="pay",
            fund="public_health",
            council_share="62.50",
            in_earlier_plan=True,
        )
        listed = ProposalsOut.model_validate_json(
            reader.get(of_round(budget_round, "proposals"), {"text": "pay award"}).content
        ).proposals[0]
        assert (listed.direction, listed.fund, listed.pressure_category) == (
            "pressure",
            "public_health",
            "pay",
        )
        assert (listed.total, listed.discrete["2027/28"]) == (-500_000, -500_000)
        found = ProposalOut.model_validate_json(
            reader.get(of_round(budget_round, "proposals/GRO001")).content
        )
        assert (found.direction, found.council_share, found.in_earlier_plan) == ("pressure", "62.50", True)
        assert (found.profile[0].recurring_saving, found.total) == (-500_000, -500_000)

    def test_the_description_tells_the_signs_of_both_directions(self, client):
        described = client.get("/api/v1/openapi.json").json()["info"]["description"]
        assert "A saving is positive. A pressure (direction “pressure”) is a saving below zero" in described

    def test_the_description_names_every_filter_of_the_list(self, client):
        schema = client.get("/api/v1/openapi.json").json()
        assert schema["openapi"].startswith("3.")
        parameters = schema["paths"]["/api/v1/rounds/{round_id}/proposals"]["get"]["parameters"]
        from proposals.filters import ProposalFilter

        assert {"sort", "page", "rows", *ProposalFilter.base_filters} <= {one["name"] for one in parameters}
        assert len(api.get_openapi_schema()["paths"]) == 4

    def test_its_page_and_a_whole_set_handed_out_is_on_the_record(self, reader, budget_round):
        assert "/api/v1/rounds" in reader.get("/api/").content.decode()
        assert not ChangeRecord.objects.filter(action="exported").exists()
        reader.get(of_round(budget_round, "proposals"), {"text": "depot"})
        after = ChangeRecord.objects.get(action="exported").after
        assert (after["format"], after["proposals"]) == ("API", 1)
        assert "depot" in after["selection"]


class TestWhoMayAsk:
    def test_nobody_without_signing_in_or_a_token(self, client, budget_round):
        answer = client.get(ROUNDS)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert "token" in answer.json()["error"]

    def test_a_token_sees_what_its_person_sees_and_acts_under_their_name(
        self, scrutiny_member, outsider, budget_round
    ):
        make_proposal(budget_round, "ENV009", "Not yet", stage="draft", published_at=None)
        answer = by_token(token_for(scrutiny_member)).get(of_round(budget_round, "proposals"))
        assert [row["reference"] for row in answer.json()["proposals"]] == ["ENV001", "ENV 2"]
        assert ChangeRecord.objects.get(action="exported").actor_name == "Sam Query"
        stranger = by_token(token_for(outsider))
        assert stranger.get(ROUNDS).json() == {"rounds": []}
        assert stranger.get(of_round(budget_round, "totals")).status_code == 404

    def test_a_token_ends_with_its_day_and_with_its_persons_account(self, scrutiny_member, budget_round):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        assert by_token(token_for(scrutiny_member, ends_on=yesterday)).get(ROUNDS).status_code == 401
        key = token_for(scrutiny_member)
        assert by_token(key).get(ROUNDS).status_code == 200
        scrutiny_member.is_active = False
        scrutiny_member.save()
        assert by_token(key).get(ROUNDS).status_code == 401
        assert by_token("savings_guessed").get(ROUNDS).status_code == 401

    def test_the_key_is_shown_once_and_held_nowhere(self, reader, scrutiny_member):
        ends_on = timezone.localdate() + datetime.timedelta(days=30)
        page = reader.post("/api/tokens/", {"name": "Dashboard", "ends_on": ends_on.isoformat()})
        key = page.context["key"]
        token = ApiToken.objects.get()
        assert key in page.content.decode()
        assert key not in reader.get("/api/tokens/").content.decode()
        assert key not in str(ApiToken.objects.values().get())
        logged = str(list(ChangeRecord.objects.values("before", "after")))
        assert key not in logged
        assert token.digest not in logged
        assert token_of_key(key) == token
        reader.post(f"/api/tokens/{token.pk}/withdraw/")
        assert token_of_key(key) is None

    def test_a_token_is_made_for_a_year_at_most_and_withdrawn_by_its_person_only(
        self, reader, scrutiny_member, finance_officer
    ):
        late = timezone.localdate() + datetime.timedelta(days=400)
        refused = reader.post("/api/tokens/", {"name": "Dashboard", "ends_on": late.isoformat()})
        assert refused.status_code == 400
        assert "within a year from today" in refused.content.decode()
        token_for(finance_officer)
        other = ApiToken.objects.get()
        assert reader.post(f"/api/tokens/{other.pk}/withdraw/").status_code == 404


class TestWhatCannotBeAnswered:
    @pytest.mark.parametrize(
        ("rest", "status", "said"),
        [
            ("proposals?nonsense=1", 400, "“nonsense”"),
            ("proposals?saving_from=abc", 400, "“abc” is not an amount of money"),
            ("proposals?page=9", 400, "There is no page “9”"),
            ("proposals?sort=nonsense", 400, "“nonsense”"),
            ("proposals?group=risk", 400, "“group” is not a parameter of this address"),
            ("totals?round=1", 400, "“round” is not a parameter of this address"),
            ("proposals/ENV999", 404, "no such proposal"),
            ("nothing", 404, "nothing at this address"),
        ],
    )
    def test_is_said_in_words_as_json(self, reader, budget_round, rest, status, said):
        answer = reader.get(of_round(budget_round, rest))
        assert answer.status_code == status
        assert said in " ".join([answer.json()["error"], *answer.json()["problems"]])

    def test_a_round_there_is_not_or_may_not_be_seen_is_not_found(self, reader, budget_round):
        for key in (99_999, 10**30):
            assert reader.get(f"{ROUNDS}/{key}/totals").status_code == 404

    def test_nothing_can_be_written(self, reader, budget_round):
        answer = reader.post(ROUNDS, {})
        assert (answer.status_code, answer.json()["error"]) == (
            405,
            "This API is read only. Send a GET request.",
        )
