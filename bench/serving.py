"""Requests a second of the pages that most people open, with 50 readers at once, as gunicorn serves them.

On PostgreSQL: the server that DATABASE_URL names, else one that is started for this run. The readers share the
processors with the server and the database, whose own use of them is printed beside.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import django
from django.core.management import call_command

from bench.database import throwaway_database
from bench.machine import children_of, database_processes, machine_facts, processor_seconds
from bench.scale import SMALLEST
from bench.servers import HOST, Served, application, free_port, serving
from bench.table import Result, printed_table

READERS = 2 if SMALLEST else 50
SECONDS = 0.2 if SMALLEST else 5.0
WORKERS = 2
LEAST_OF_EDITIONS, LEAST_OF_LIST, LEAST_OF_PROPOSAL, LEAST_OF_OVERVIEW = 500, 150, 100, 100
"""Requests a second on two processors that do nothing else."""


@dataclass(frozen=True)
class Asked:
    """A page with who opens it, and how many requests a second are to be answered."""

    what: str
    address: str
    headers: dict[str, str]
    least: int
    status: int = 200


def main() -> int:
    """Print the table; return 1 when a budget is not kept."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
    os.environ["DEBUG"] = "1"
    # The served processes must read the session that is made here.
    os.environ.setdefault("SECRET_KEY", "for-a-benchmark-on-a-throwaway-database-only")
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with _server() as url, throwaway_database(url) as database:
        django.setup()
        call_command("migrate", verbosity=0)
        facts = machine_facts(database)
        results = list(_results())
    print("\n".join(facts), end="\n\n")
    print(printed_table(results), end="\n\n")
    missed = [result.what for result in results if result.met is False]
    print(f"Not kept: {', '.join(missed)}." if missed else "Every budget is kept.")
    return 1 if missed else 0


@contextmanager
def _postgresql() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        started = ["scripts/postgresql.sh", "start", directory]
        url = subprocess.run(started, check=True, capture_output=True, text=True).stdout.strip()
        try:
            yield url
        finally:
            subprocess.run(["scripts/postgresql.sh", "stop", directory], check=True)


def _server() -> Any:
    named = os.environ.get("DATABASE_URL", "")
    return nullcontext(named) if named or SMALLEST else _postgresql()


def _results() -> Iterator[Result]:
    port = free_port()
    asked = _pages()
    with serving(application(port, WORKERS), port, {}) as served:
        for one in asked:
            yield _measured(served, one)


def _pages() -> list[Asked]:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from proposals.models import BudgetRound
    from reports.models import Edition

    call_command("load_demo", stdout=io.StringIO())
    edition = Edition.objects.current().get()
    budget_round: BudgetRound = edition.publication.budget_round
    client = Client(headers={"host": HOST})  # a page names the host that was asked, and so does its tag
    page = edition.get_absolute_url()
    tag = client.get(page).headers["ETag"]
    client.force_login(User.objects.get(username="scrutiny"))
    member = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    round_named = f"?round={budget_round.pk}"
    proposal = budget_round.proposals.all()[0]
    residents = reverse("published:proposals", args=[edition.council.slug])
    read = reverse("published:proposal", args=[edition.council.slug, budget_round.pk, proposal.reference])
    return [
        Asked("residents: the list", residents, {}, LEAST_OF_LIST),
        Asked("residents: a search", f"{residents}?text=library", {}, LEAST_OF_LIST),
        Asked("residents: a proposal", read, {}, LEAST_OF_PROPOSAL),
        Asked("edition, nobody signed in", page, {}, LEAST_OF_EDITIONS),
        Asked("edition, unchanged for a cache", page, {"If-None-Match": tag}, LEAST_OF_EDITIONS, 304),
        Asked("list", reverse("proposals:list") + round_named, member, LEAST_OF_LIST),
        Asked("proposal", proposal.get_absolute_url(), member, LEAST_OF_PROPOSAL),
        Asked("overview", reverse("proposals:overview") + round_named, member, LEAST_OF_OVERVIEW),
    ]


def _measured(served: Served, asked: Asked) -> Result:
    for _ in range(WORKERS * 2):
        served.ask(asked.address, asked.headers)
    load = os.getloadavg()[0]
    until = time.monotonic() + SECONDS

    def read(_reader: int) -> int:
        answered = 0
        while time.monotonic() < until:
            status = served.ask(asked.address, asked.headers)
            if status != asked.status:
                raise RuntimeError(f"{asked.address} answered {status}.")
            answered += 1
        return answered

    working = [*children_of(served.process), *database_processes()]
    used, began = processor_seconds(working), time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        answered = sum(readers.map(read, range(READERS)))
    rate = answered / (time.perf_counter() - began)
    each = (processor_seconds(working) - used) / answered * 1000
    beside = f"{rate:.0f} a second, {each:.1f} ms of the processor each, load {load:.1f} before"
    return Result(
        f"{asked.what}, {READERS} readers",
        None,
        beside,
        f"≥ {asked.least} requests a second",
        rate >= asked.least,
    )


if __name__ == "__main__":
    sys.exit(main())
