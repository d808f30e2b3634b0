"""No page that people read needs more than fifteen queries, whoever reads it: session and account included."""

import logging
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from page_walk import PAGES, State, World, at, make_world

from proposals.addresses import address_of
from proposals.listing.arrangement import GROUPINGS

MOST = 15
ROLES = ("scrutiny", "clerk", "finance")


def groupings(world: World) -> Iterator[State]:
    round_ = world.rounds["scrutiny"].pk
    for who in ROLES:
        for group in GROUPINGS:
            yield State(who, at("proposals:list", round=round_, group=group))


def opened(world: World) -> Iterator[State]:
    """Yield every address that shows a page, for each role, and every state of one that is reached by a link."""
    for page in PAGES.values():
        for address in page.open_usual(world):
            yield from (State(who, address) for who in ROLES)
        yield from (state for state in page.open_states(world) if state.sent is None and state.who in ROLES)
    yield from groupings(world)
    for proposal in world.proposals.values():
        yield from (State(who, address_of(proposal)) for who in ROLES)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.long
def test_no_page_needs_more_than_fifteen():
    logging.disable(logging.CRITICAL)
    try:
        world = make_world()
        clients = {who: Client() for who in ROLES}
        for who, client in clients.items():
            client.force_login(world.people[who])
        counted, shown = {}, 0
        for state in opened(world):
            with CaptureQueriesContext(connection) as queries:
                answer = clients[state.who].get(state.address)
            shown += answer.status_code == 200
            counted[f"{state.address} for {state.who}"] = len(queries)
    finally:
        logging.disable(logging.NOTSET)
    assert {where: count for where, count in counted.items() if count > MOST} == {}
    assert shown > 100, "hardly a page was shown: the counts say nothing"
