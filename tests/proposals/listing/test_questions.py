"""The common questions above the list: only those that the round's proposals answer, each with an answer."""

import pytest

from proposals.models import EqualityAssessment, EqualityImpact
from services.models import Characteristic
from tests.support.web_examples import (
    make_proposal,
    make_round,
    make_service,
    notes,
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


def asked(response):
    """The words of each question and the addresses that it leads to."""
    lines = tree(response).xpath("//details[@id='questions']//li")
    return {words(line): line.xpath("./a/@href") for line in lines}


class TestQuestions:
    def test_are_those_that_the_proposals_that_the_person_sees_can_answer(self, reader):
        budget_round = make_round()
        make_proposal(budget_round, "A1")
        make_proposal(budget_round, "A2", risk_to_delivery="H", wards="Elm", stage="draft", published_at=None)
        assert list(asked(reader.get(LIST))) == [
            "Savings by directorate and year",
            "Largest share of the service’s net budget",
            "All proposals of each service",
        ]

    def test_each_lead_to_a_list_that_answers_them(self, reader):
        budget_round = make_round()
        one = make_proposal(
            budget_round,
            "A1",
            savings=({"recurring_saving": 300_000, "one_off_saving": 1_000}, 0, 0),
            fte=("-1",),
            risk_to_delivery="H",
            wards="Elm; Oak",
            public_consultation="planned",
        )
        EqualityAssessment.objects.create(proposal=one, screening="full_needed")
        disability = Characteristic.objects.get(name="Disability", council=None)
        EqualityImpact.objects.create(proposal=one, characteristic=disability, effect="negative_low")
        make_proposal(budget_round, "A2", stage="withdrawn")
        make_proposal(
            make_round("Another", council="Westvale Council"),
            "B1",
            service=make_service(make_round("Third", council="Westvale Council")),
        )
        found = asked(reader.get(LIST, {"round": budget_round.pk}))
        assert len(found) == 11
        assert "Affecting a ward or area: Elm · Oak" in found
        for question, addresses in found.items():
            for address in addresses:
                answer = reader.get(LIST + address)
                assert (problems(answer), notes(answer)) == ([], []), question
                expected = "A2" if question == "Withdrawn" else "A1"
                assert question.startswith("All proposals") or references(answer)[0] == expected
