"""What the filters count beside each choice, for everybody, and that it is what the list then holds."""

import random

import pytest
from django.http import QueryDict

from proposals.filters import ProposalFilter
from proposals.listing.ordering import IN_DOCUMENT_ORDER
from proposals.models import SavingsProposal
from services.models import Service
from tests.support.filter_examples import random_query, varied_round
from tests.support.web_examples import counted_options_of, references

pytestmark = pytest.mark.django_db
STATES = 25


def filter_of(user, budget_round, query):
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, values)
    proposals = SavingsProposal.objects.visible_to(user).filter(budget_round=budget_round)
    return ProposalFilter(
        data or None, proposals.order_by(*IN_DOCUMENT_ORDER), budget_round=budget_round, all_choices=True
    )


@pytest.fixture
def budget_round():
    return varied_round(seed=4)


@pytest.fixture(params=["scrutiny_member", "budget_holder", "auditor"])
def person(request, budget_round, assign):
    user = request.getfixturevalue(request.param)
    if request.param == "budget_holder":
        return assign(user, Service.objects.get(name="Buses").directorate)
    return user


class TestTheCountBesideAChoice:
    def test_is_the_number_of_rows_that_it_gives_beside_the_other_filters(self, budget_round, person):
        chance = random.Random(person.username)
        for _ in range(STATES):
            query = random_query(chance, filter_of(person, budget_round, {}).choices)
            shown = filter_of(person, budget_round, query)
            assert shown.qs.count() == shown.count, query
            assert shown.qs.totals(budget_round.years) == shown.totals, query
            name, offered = chance.choice([item for item in shown.choices.items() if item[1]])
            choice = chance.choice(offered)
            given = filter_of(person, budget_round, {**query, name: [choice.key]})
            assert given.form.errors == {}, query
            assert given.qs.count() == shown.counts[name].get(choice.key, 0), (query, name, choice)

    def test_is_counted_of_what_the_person_sees_only(self, budget_round, person):
        own = filter_of(person, budget_round, {})
        seen = own.queryset.count()
        assert own.count == seen
        assert sum(own.counts["stage"].values()) == sum(own.counts["directorate"].values()) == seen
        offered = {choice.key for choice in own.choices["service"]}
        assert offered == {str(key) for key in own.queryset.order_by().values_list("service", flat=True)}


class TestTheListPage:
    def test_shows_the_count_beside_each_choice(self, client, scrutiny_member, budget_round):
        client.force_login(scrutiny_member)
        response = client.get("/proposals/", {"risk": "H", "rows": "all"})
        for words, count in counted_options_of(response, "directorate").items():
            key = next(c.key for c in response.context["filter"].choices["directorate"] if c.words == words)
            listed = references(client.get("/proposals/", {"risk": "H", "directorate": key, "rows": "all"}))
            assert len(listed) == count
