"""Every button of every form on a page, pressed with every field filled in, answers with a page or a file.

Dates are entered and printed in one way on all pages. No button leads to a refusal, a page that is not there, or an
error of the server; a form comes back with a mistake only where two of its fields contradict one another.
"""

import copy
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from proposals.attachments.forms import NOT_EXEMPT
from tests.support.dates_on_pages import date_problems
from tests.support.form_filling import TYPED, Press, presses
from tests.support.page_walk import State
from tests.support.undone import undone

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
    """Pressing the buttons of pages that people have opened; whatever that changes is undone."""

    def __init__(self) -> None:
        self.seen: set[tuple[object, ...]] = set()
        self.wrong: list[str] = []

    def look_at(self, state: State, client: Client, answer: HttpResponse, page: html.HtmlElement) -> None:
        """Judge the dates of a page that was opened in this state, and press each button not seen before."""
        if answer.status_code in {401, 403, 404}:
            return
        redirects = getattr(answer, "redirect_chain", ())
        address = redirects[-1][0] if redirects else state.address
        self.wrong += (f"{address} as {state.who or 'nobody'}: {problem}" for problem in date_problems(page))
        for press in presses(page, address):
            self.press(state, client, address, press)

    def press(self, state: State, client: Client, address: str, press: Press) -> None:
        try:
            name = resolve(urlsplit(press.action).path).view_name
        except Resolver404:
            name = press.action
        form = (name, press.method, press.fields, press.button)
        if form in self.seen or name in NOT_PRESSED:
            return
        self.seen.add(form)
        with undone():
            send = getattr(_same_person(client), press.method)
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


def _same_person(client: Client) -> Client:
    """Return a new client that is signed in as this one: some buttons end the session."""
    another = Client(raise_request_exception=False)
    another.cookies = copy.deepcopy(client.cookies)
    return another


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

    def mended(name: str) -> str:
        return "2028/29" if name.endswith("year") else "1"

    return {
        name: mended(name) if value in words and not name.endswith("_FORMS") else value
        for name, value in sent.items()
    }
