"""How often the interface for machines may be asked: by one person, and from one address whoever asks."""

import pytest

from proposals.api import urls
from proposals.api.endpoints import api
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db
ROUNDS = "/api/v1/rounds"


@pytest.fixture
def once_a_minute(monkeypatch):
    """A person may ask once a minute."""
    for _, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                for throttle in operation.throttle_objects:
                    monkeypatch.setattr(throttle, "num_requests", 1)


def test_a_person_who_asks_too_often_is_told_when_to_go_on(
    client, once_a_minute, scrutiny_member, committee_clerk
):
    make_proposal(make_round(), "ENV001")
    client.force_login(scrutiny_member)
    assert client.get(ROUNDS).status_code == 200
    refused = client.get(ROUNDS)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["error"].startswith("Too many requests. Wait")
    client.force_login(committee_clerk)
    assert client.get(ROUNDS).status_code == 200


def test_from_one_address_wrong_tokens_are_counted_whatever_it_says_it_is(client, monkeypatch):
    monkeypatch.setattr(urls._of_address, "num_requests", 2)
    answers = [
        client.get(ROUNDS, headers={"authorization": f"Bearer guess{n}", "x-forwarded-for": f"10.0.0.{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_its_own_address_says_where_to_go_on(client):
    answer = client.get("/api/v1/").json()
    assert answer["rounds"] == "http://testserver/api/v1/rounds"
    assert client.get(answer["openapi"]).json()["info"]["title"] == answer["title"]
