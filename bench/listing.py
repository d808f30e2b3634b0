"""The list page at three sizes of round: time and number of queries."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.bulk import bulk_round
from bench.measure import measure
from bench.scale import sizes
from bench.table import Result
from proposals.models import BudgetRound

SIZES = sizes(30, 1_000, 10_000, smallest=30)
MOST_QUERIES = 15
WAYS = {
    "first page": "",
    "sorted by total": "sort=-total",
    "sorted by a year": "sort=-year_2028",
    "filtered by words": "text=library+team",
    "last page": "page={last_page}",
}


def list_results() -> tuple[list[Result], dict[int, BudgetRound]]:
    """Return the measurements and the rounds they were taken on, by size."""
    client = _scrutiny_member()
    rounds = {size: bulk_round(size) for size in SIZES}
    _tell_the_planner()
    results = [result for size in SIZES for result in _of_round(client, rounds[size], size)]
    return results, rounds


def _scrutiny_member() -> Client:
    person = User.objects.create_user("bench")
    person.groups.add(Group.objects.get(name="Scrutiny member"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def _tell_the_planner() -> None:
    """Bring the database's statistics up to date, as a server does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _of_round(client: Client, budget_round: BudgetRound, size: int) -> Iterator[Result]:
    for way, query in WAYS.items():
        last_page = -(-size // 25)
        address = f"{reverse('proposals:list')}?round={budget_round.pk}&{query.format(last_page=last_page)}"
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
        number = len(queries)
        yield Result(
            f"list of {size:,}: {way}",
            measure(partial(client.get, address)),
            f"{number} queries",
            f"≤ {MOST_QUERIES} queries",
            number <= MOST_QUERIES,
        )
