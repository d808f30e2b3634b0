"""The pages that officers work on, beside ten thousand proposals: opening, checking while typing, saving."""

from collections.abc import Iterator
from functools import partial
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from bench.measure import measure
from bench.people import finance_officer
from bench.table import Result
from proposals.models import BudgetRound

MOST_SECONDS_TO_OPEN = 0.3
MOST_QUERIES_TO_SAVE = 40
_YEAR = "years-0-recurring_saving"


def entering_results(budget_round: BudgetRound) -> Iterator[Result]:
    """Return what opening, checking and saving one of the round's proposals takes, and the lists around it."""
    client = finance_officer("bench-finance")
    beside = f"beside {budget_round.proposals.count():,}"
    page = f"/admin/proposals/savingsproposal/{budget_round.proposals.earliest('pk').pk}"
    opening = measure(partial(client.get, f"{page}/change/"))
    yield Result(
        f"entry page: open, {beside}",
        opening,
        budget=f"< {MOST_SECONDS_TO_OPEN * 1000:.0f} ms",
        met=opening.median < MOST_SECONDS_TO_OPEN,
    )
    form = _form(client, page)
    yield Result(f"entry page: check, {beside}", measure(partial(client.post, f"{page}/check/", form)))
    saved = _Saving(client, page)
    times = measure(saved)
    yield Result(
        f"entry page: save a year, {beside}",
        times,
        f"{saved.queries} queries",
        f"≤ {MOST_QUERIES_TO_SAVE} queries",
        saved.queries <= MOST_QUERIES_TO_SAVE,
    )
    for what, address in (
        ("admin's list of proposals", f"/admin/proposals/savingsproposal/?budget_round={budget_round.pk}"),
        ("my work", "/my-work/"),
    ):
        yield Result(f"{what}, {beside}", measure(partial(client.get, address), runs=3))


class _Saving:
    """Saves the page with another amount each time, and counts the queries of the saving itself."""

    def __init__(self, client: Client, page: str) -> None:
        self.client, self.page, self.queries = client, page, 0
        self.amounts = count(1_000)

    def __call__(self) -> None:
        form = {**_form(self.client, self.page), _YEAR: [str(next(self.amounts))]}
        # The proposals of the benchmark are published, so a change of an amount asks for a reason.
        form |= {name: ["Corrected amount"] for name in form if name.endswith("change_reason")}
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.post(f"{self.page}/change/", form)
        if answer.status_code != 302:
            raise RuntimeError(f"Saving answered {answer.status_code}.")
        self.queries = max(self.queries, len(queries))


def _form(client: Client, page: str) -> dict[str, list[str]]:
    """Return what a browser would send for the page as it stands."""
    text = client.get(f"{page}/change/").content.decode()
    form = html.fromstring(text).get_element_by_id("savingsproposal_form")
    for area in form.iter("textarea"):
        area.text = (area.text or "").removeprefix("\n")  # a browser drops the line break after the tag
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values
