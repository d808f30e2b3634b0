"""Every page, in every state, for everybody: axe, 320 pixels, keyboard, paper, frame, queries, buttons and dates."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from lxml import html

from tests.support.page_audit import Auditor
from tests.support.page_walk import NOT_PAGES, PAGES, State, names_of_addresses
from tests.support.page_world import World
from tests.support.pressing import Pressing
from tests.support.undone import undone

NOBODY = ""
MOST_QUERIES = 15
"""To read a page, session and account included."""
OVER_THE_LIMIT = {
    "proposals:detail": MOST_QUERIES + 1,
    "proposals:by-reference": MOST_QUERIES + 1,
    "compare:compare": MOST_QUERIES + 1,
    "budget:section-25": MOST_QUERIES + 2,
}
"""A proposal whose base budget others share asks for them. One has to find the proposal by its reference. Each side of
a comparison asks what has been made exempt since. A section 25 report has the published proposals with all that is
printed of them, their budget and the round before."""
NO_BREADCRUMBS = {"home", "login", "logout"}
"""Pages from which there is no way up: they stand before everything else."""


def test_every_address_of_the_project_is_walked_or_says_why_not():
    known = PAGES.keys() | NOT_PAGES.keys()
    assert PAGES.keys() & NOT_PAGES.keys() == set()
    assert set(names_of_addresses()) == known, "enter new addresses in tests/support/page_walk.py"


@pytest.fixture
def auditor(browser):
    auditor = Auditor(browser)
    yield auditor
    auditor.close()


class QueryCount:
    """How many queries the latest request made."""

    def __init__(self) -> None:
        self.count = 0

    def begin(self, **_: object) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


@pytest.fixture
def query_count(monkeypatch) -> Iterator[QueryCount]:
    # Once a minute a session stores when it was used last; on a slow machine that would fall on any page.
    monkeypatch.setattr("councilsavings.accounts.middleware.WRITTEN_EVERY", 10**6)
    counting = QueryCount()
    request_started.connect(counting.begin)
    with connection.execute_wrapper(counting):
        yield counting
    request_started.disconnect(counting.begin)


class Walk:
    """Opening pages as people of the world, and what was wrong with those that opened."""

    def __init__(self, world: World, auditor: Auditor, query_count: QueryCount) -> None:
        self.world, self.auditor, self.query_count, self.pressing = world, auditor, query_count, Pressing()
        self.opened: set[str] = set()
        self.problems: list[str] = []
        self._clients = {NOBODY: Client()}

    def client(self, who: str) -> Client:
        if who not in self._clients:
            self._clients[who] = Client()
            self._clients[who].force_login(self.world.people[who])
        return self._clients[who]

    def open(self, asked: str, state: State) -> None:
        """Open the page, follow where it leads, look at where that is, and take back what was changed."""
        client = self.client(state.who)
        with undone(client):
            if state.sent is None:
                answer = client.get(state.address, follow=True)
                needed = self.query_count.count
            else:
                needed = 0  # what is sent may be a whole document
                answer = client.post(state.address, state.sent, follow=True)
            if not answer["Content-Type"].startswith("text/html"):
                return
            found = answer.resolver_match
            name = found.view_name if found else ""
            if answer.status_code < 400 and (name != "login" or asked == "login"):
                self.opened.add(asked)
            where = f"{name} as {state.who or 'nobody'}: {state.address} ({answer.status_code})"
            page = html.fromstring(answer.content)
            self._check_frame(name, where, answer.status_code, page)
            if needed > OVER_THE_LIMIT.get(name, MOST_QUERIES):
                self.problems.append(f"{where}: {needed} queries")
            self.auditor.add(where, client, answer)
            self.pressing.look_at(state, client, answer, page)

    def _check_frame(self, name, where, status, page):
        if len(page.xpath("//h1")) != 1:
            self.problems.append(f"{where}: {len(page.xpath('//h1'))} first headings")
        if status in {400, 403, 404, 500} or name in NO_BREADCRUMBS:
            return
        if not page.xpath("//nav[@aria-label='Breadcrumb']//a"):
            self.problems.append(f"{where}: no breadcrumbs")
        if not page.xpath("//footer//a[@href='/accessibility/']"):
            self.problems.append(f"{where}: no accessibility statement at its foot")

    def assert_sound(self) -> None:
        found = [*self.problems, *self.auditor.look(), *self.pressing.wrong]
        assert found == [], "\n" + "\n".join(found)
        assert len(self.pressing.seen) > 20, "hardly a button was pressed"


@pytest.fixture
def walk(world, auditor, query_count) -> Walk:
    return Walk(world, auditor, query_count)


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.long
class TestEveryPage:
    @pytest.mark.parametrize("half", range(2))
    def test_is_sound_for_everybody_who_opens_it_and_in_every_state(self, walk, half):
        """Two processors share the pages."""
        for name, page in list(PAGES.items())[half::2]:
            addresses = list(page.open_usual(walk.world))
            for who in (NOBODY, *walk.world.people):
                for address in addresses:
                    walk.open(name, State(who, address))
            assert name in walk.opened or not addresses, f"nobody may open {name}"
            for state in page.open_states(walk.world):
                walk.open(name, state)
        walk.assert_sound()
