"""Every button of every form on every page, pressed with every field filled in, answers with a page or a file.

Dates are entered and printed in one way on all of them. No button leads to a refusal, a page that is not there, or an
error of the server; a form comes back with a mistake only where two of its fields contradict one another.
"""

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from proposals.attachments.forms import NOT_EXEMPT
from tests.pages.test_admin_walk import addresses as addresses_of_the_admin
from tests.support.dates_on_pages import date_problems
from tests.support.form_filling import TYPED, Press, presses
from tests.support.page_walk import PAGES, State
from tests.support.page_world import World
from tests.support.undone import undone

PEOPLE = ("", "finance", "clerk", "scrutiny", "s151", "budgetholder", "author", "hr", "cabinet", "admin")
"""Those between whom every form is seen; what the others are shown is the same."""
PART_I = "Part I is public. Choose no paragraph, or choose Part II."
EXPECTED = {
    ("proposals:move", "Mark as superseded"): "The round has no other proposal “Words”.",
    (
        "proposals:scrutiny-step",
        "Save owner and due date",
    ): "Choose an officer or enter a name, not both.",
    ("proposals:attachment-add", "Attach the file"): NOT_EXEMPT,
    ("proposals:scrutiny-attachment-add", "Attach the file"): NOT_EXEMPT,
    ("proposals:attachment-replace", "Attach the file"): NOT_EXEMPT,
    ("publications:new", "Save"): PART_I,
    ("publications:edit", "Save"): PART_I,
    ("budget:assumption-add", "Save assumption"): "“Discount rate” is the same in every year.",
    ("budget:reorganisation", "Show the successors"): "Enter a name that no other body has.",
    ("budget:programme-start", "Start the financial case"): (
        "“Some words that say why.” is not the reference of a saving of the general fund in this round that you can "
        "view."
    ),
    ("compare:compare", "Compare"): "Choose two different rounds or editions.",
}
"""What a form says of two fields that contradict one another when both are filled in."""
NOT_PRESSED = {
    "mfa_add_webauthn": "needs a passkey, which only a device makes",
    "mfa_reauthenticate_webauthn": "needs a passkey, which only a device makes",
}


class Pressing:
    """Opening pages as people of the world and pressing their buttons; whatever that changes is undone."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies = {who: self._signed_in(who).cookies for who in ("", *world.people)}
        self.seen: set[tuple[object, ...]] = set()
        self.wrong: list[str] = []

    def _signed_in(self, who: str) -> Client:
        client = Client()
        if who:
            client.force_login(self.world.people[who])
        return client

    def client(self, who: str) -> Client:
        """Return a new client that is signed in: some pages end the session."""
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(self.cookies[who])
        return client

    def open(self, state: State) -> None:
        with undone():
            client = self.client(state.who)
            if state.sent is None:
                answer = client.get(state.address, follow=True)
            else:
                answer = client.post(state.address, state.sent, follow=True)
            if not answer["Content-Type"].startswith("text/html") or answer.status_code in {401, 403, 404}:
                return
            address = answer.redirect_chain[-1][0] if answer.redirect_chain else state.address
            page = html.fromstring(answer.content)
            self.wrong += (
                f"{address} as {state.who or 'nobody'}: {problem}" for problem in date_problems(page)
            )
            for press in presses(page, address):
                self.press(state, address, press)

    def press(self, state: State, address: str, press: Press) -> None:
        try:
            name = resolve(urlsplit(press.action).path).view_name
        except Resolver404:
            name = press.action
        form = (name, press.method, press.fields, press.button)
        if form in self.seen or name in NOT_PRESSED:
            return
        self.seen.add(form)
        with undone():
            send = getattr(self.client(state.who), press.method)
            answer, mistake = send(press.action, press.sent), EXPECTED.get((name, press.button), "-")
            is_a_budget = name.startswith("budget:")
            if is_a_budget and answer.status_code == 400 and not _is_expected(answer, mistake):
                answer = send(press.action, corrected(press.sent, state.sent or {}))
            # A form of a budget that was opened with a mistake says that what is stored was changed meanwhile.
            is_told_of_a_change = is_a_budget and state.sent is not None and answer.status_code == 409
            if answer.status_code >= 400 and not is_told_of_a_change and not _is_expected(answer, mistake):
                self.wrong.append(
                    f"“{press.button}” at {address} as {state.who or 'nobody'} "
                    f"({press.method} {press.action}): {answer.status_code}"
                )


def _is_expected(answer, mistake: str) -> bool:
    """Return whether the answer is the form again with this mistake before all others."""
    if answer.status_code != 400 or not answer["Content-Type"].startswith("text/html"):
        return False
    found = html.fromstring(answer.content).find_class("govuk-error-message")
    return [" ".join(one.text_content().split()) for one in found][:1] == [f"Error: {mistake}"]


def corrected(sent: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent with figures and years where words were typed, as the mistakes of a budget’s form ask."""
    wrong = {value for name, value in before.items() if value and not name.endswith("_FORMS")}
    words = {TYPED["text"], *(value for value in wrong if isinstance(value, str))}

    def typed(name: str) -> str:
        return "2028/29" if name.endswith("year") else "1"

    return {
        name: typed(name) if value in words and not name.endswith("_FORMS") else value
        for name, value in sent.items()
    }


def states(world: World) -> Iterator[State]:
    """Yield every page as each of these people opens it, and in its states."""
    for page in PAGES.values():
        for address in page.open_usual(world):
            for who in PEOPLE:
                yield State(who, address)
        yield from page.open_states(world)
    for who, address in addresses_of_the_admin(world):
        yield State(who, address)


@pytest.mark.long
@pytest.mark.one_database
def test_every_button_of_every_form_with_every_field_filled_in_answers_with_a_page(world):
    pressing = Pressing(world)
    for state in states(world):
        pressing.open(state)
    assert pressing.wrong == [], "\n".join(pressing.wrong)
    assert len(pressing.seen) > 80, "hardly a button was pressed"


def test_a_button_that_is_refused_is_found_out():
    page = html.fromstring(
        "<form method='post' action='/no-such-page/'><input name='meeting'><input type='date' name='day'>"
        "<select name='kind'><option value=''></option><option value='x'></option></select>"
        "<button>Send</button><button formaction='/other/' name='do' value='1'>Other</button></form>"
    )
    first, second = presses(page, "/here/?round=1")
    assert (first.method, first.action, first.button) == ("post", "/no-such-page/", "Send")
    assert first.sent == {"meeting": "Words", "day": "2027-09-14", "kind": "x"}
    assert (second.action, second.sent["do"]) == ("/other/", "1")


class TestDates:
    def problems(self, body):
        return list(date_problems(html.fromstring(f"<html><body>{body}</body></html>")))

    @pytest.mark.parametrize(
        "body",
        [
            "<input type='text' class='vDateField' name='date'>",
            "<input type='text' name='due_day'>",
            "<select name='due_month'></select>",
            "<input type='datetime-local' name='at'>",
            "<input type='month' name='month'>",
            "<label for='a'>Date of the meeting</label><input type='text' name='date' id='a'>",
            "<p>Changed 14/09/2027</p>",
            "<p>Changed 2027-09-14</p>",
            "<p>Changed 14 Sep 2027</p>",
            "<p>Changed Sept. 14, 2027</p>",
            "<p>Changed 09 September 2027</p>",
            "<p>At 2:30 p.m.</p>",
        ],
    )
    def test_entered_or_printed_otherwise_are_found(self, body):
        assert len(self.problems(body)) == 1

    @pytest.mark.parametrize(
        "body",
        [
            "<label for='a'>Date of the meeting</label><input type='date' name='date' id='a'>",
            "<label for='a'>Dates of the public consultation</label><input type='text' name='dates' id='a'>",
            "<p>Changed 14 September 2027 at 14:30</p>",
            "<p>Enter a date, for example 24/09/2027.</p>",
            "<code>2027-09-14</code>",
            "<p>12 May 2027</p>",
        ],
    )
    def test_of_the_one_kind_are_not(self, body):
        assert self.problems(body) == []
