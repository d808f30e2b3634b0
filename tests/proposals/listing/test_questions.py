"""The common questions above the list: only those that the round's proposals answer, each with an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import EqualityAssessment, EqualityImpact
from proposals.workflow.published_version import keep_published
from services.models import ChangeRecord, Characteristic, LastVisit
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


@pytest.fixture
def days_ago(monkeypatch):
    """A function that sets the clock of the log back by so many days."""
    field = ChangeRecord._meta.get_field("at")

    def set_back(days):
        moment = timezone.now() - timedelta(days=days)
        monkeypatch.setattr(field, "pre_save", lambda row, add: moment)
        monkeypatch.setattr(field, "default", lambda: moment)

    return set_back


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
                expected = "A2" if question.startswith("Being corrected or withdrawn") else "A1"
                assert question.startswith("All proposals") or references(answer)[0] == expected

    def test_tell_what_is_being_corrected_or_was_withdrawn_since_the_last_visit(
        self, reader, scrutiny_member, days_ago
    ):
        """Of two that came to an end and two under correction, one each before the last visit and one since."""
        visit = timezone.now() - timedelta(days=3)
        LastVisit.objects.create(user=scrutiny_member, shown_at=visit)
        days_ago(30)
        budget_round = make_round()
        published = {"published_at": timezone.now() - timedelta(days=30)}
        made = {
            name: make_proposal(budget_round, name, **published) for name in ("A0", "A1", "A2", "B1", "B2")
        }
        for reference, days in (("A1", 9), ("A2", 1), ("B1", 9), ("B2", 1)):
            days_ago(days)
            if reference.startswith("A"):
                made[reference].stage = "withdrawn"
                made[reference].save()
            else:
                keep_published([made[reference].pk])
        found = asked(reader.get(LIST))
        (question,) = (words for words in found if words.startswith("Being corrected or withdrawn"))
        assert f"since your last visit, {visit.day} {visit:%B %Y}" in question
        in_the_round, since = (references(reader.get(LIST + address)) for address in found[question])
        assert sorted(in_the_round) == ["A1", "A2", "B1", "B2"]
        assert sorted(since) == ["A2", "B2"]
