"""The list beside Datasette and bare SQL on the same rows: `python -m bench.against_datasette`.

Both are asked over HTTP in one run, in turns and for the same: 50 rows, a count beside each value of every facet,
and the totals of the chosen rows and of the whole round. Nobody has asked for any of the pages before. The round
stays the same while the installation around it grows; Datasette holds this one round alone, as a flat table.

Budgets are held against the processor time of the server and its database. On a machine that does nothing else it is
the time that a page takes, and on any other it is not lengthened by what the others do.
"""

import gzip
import os
import re
import statistics
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.database import throwaway_database
from bench.machine import children_of, database_processes, machine_facts, processor_seconds
from bench.measure import Times, measure
from bench.scale import SMALLEST
from bench.table import Result, printed_table

ROUND = 60 if SMALLEST else 1_000
USUAL = "60,120" if SMALLEST else "1000,100000,1000000"
INSTALLATIONS = tuple(int(size) for size in os.environ.get("BENCH_SIZES", USUAL).split(","))
YEARS = 4
ORDERS = ("-total", "total", "title", "-title", "reference", "-reference", "service", "directorate", "-fte")
TURNS = 1 if SMALLEST else 3
"""The number of requests for each page, in turns with the other server's."""
SEARCHES = 1 if SMALLEST else 7
MOST_QUERIES = 15
MOST_HTML = 150_000
MOST_STATIC = 60_000
MOST_OVERVIEW_SECONDS = 0.15
SLOWER_AT_MOST = 1.2
SHARE_OF_LIKE = 0.2


def main() -> int:
    """Print the table; return 1 when a budget is not kept."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
    os.environ["DEBUG"] = "1"
    # The served process must read the sessions that are made here.
    os.environ.setdefault("SECRET_KEY", "for-a-benchmark-on-a-throwaway-database-only")
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with throwaway_database(os.environ.get("DATABASE_URL", "")) as database:
        django.setup()
        call_command("migrate", verbosity=0)
        facts = machine_facts(database)
        results = list(_results())
    print("\n".join(facts), end="\n\n")
    print(printed_table(results), end="\n\n")
    missed = [result.what for result in results if result.met is False]
    print(f"Not kept: {', '.join(missed)}." if missed else "Every budget is kept.")
    return 1 if missed else 0


def _results() -> Iterator[Result]:
    from django.test import Client

    from bench.bulk import bulk_round
    from bench.flat_copy import write_flat_copy
    from bench.installation import Installation
    from bench.servers import application, datasette, free_port, serving

    budget_round = bulk_round(ROUND, YEARS)
    client = Client(headers={"host": "localhost"})
    client.force_login(_scrutiny_member(budget_round))
    cookies = {"Cookie": f"sessionid={client.cookies['sessionid'].value}", "Host": "localhost"}
    installation = Installation()
    first: dict[str, Side] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        file = Path(directory) / "flat.db"
        copy = write_flat_copy(file, budget_round)
        ours, theirs = free_port(), free_port()
        with serving(datasette(theirs, file), theirs, {}) as other:
            for size in INSTALLATIONS:
                installation.grow_to(size // ROUND)
                # A fresh process, so that it has kept nothing of the installation before.
                with serving(application(ours), ours, cookies) as app:
                    app.get("/proposals/")
                    yield from _compared(size, budget_round, app, _Datasette(other, copy), first)
                    yield from _weighed(size, budget_round, app, client)
                yield from _searches(size, budget_round)


def _scrutiny_member(budget_round: Any) -> Any:
    """Return a member of the council whose round is measured."""
    from django.contrib.auth.models import Group, User

    from services.models import Assignment

    person = User.objects.create_user("bench")
    person.groups.add(Group.objects.get(name="Scrutiny member"))
    Assignment(user=person, council=budget_round.council).save()
    return person


@dataclass(frozen=True)
class Side:
    """One of two that are compared: how long each of its runs took, and how much of it on a processor."""

    times: Times
    processor: Times


class _Datasette:
    """Datasette with the flat copy of the round."""

    def __init__(self, server: Any, copy: Any) -> None:
        self.server, self.copy = server, copy

    def ask(self, sort: str, directorate: int | None) -> None:
        """Ask for the rows with their facets, and for the totals."""
        page = self.server.get(self.copy.page(sort, directorate))
        if page.count(b"facet-info") < len(self.copy.single) or b"facets-timed-out" in page:
            raise RuntimeError("Datasette has not counted every facet.")
        self.server.get(self.copy.totals(directorate))


def _compared(
    size: int, budget_round: Any, app: Any, other: _Datasette, first: dict[str, Side]
) -> Iterator[Result]:
    directorates = budget_round.council.directorates.order_by("name").values_list("pk", flat=True)
    states: dict[str, list[tuple[str, int | None]]] = {
        "the whole round": [(sort, None) for sort in ORDERS],
        "one directorate": [("-total", key) for key in directorates],
    }
    for what, pages in states.items():
        runs = [
            (partial(app.get, _page_of(budget_round, *page)), partial(other.ask, *page))
            for page in pages * TURNS
        ]
        ours, theirs = _of_both(runs, _working(app), [other.server.process])
        before = first.setdefault(what, ours)
        share, growth = (
            _share(ours.processor, theirs.processor),
            ours.processor.median / before.processor.median,
        )
        yield Result(f"{size:,}: {what}, Datasette", theirs.times, _used(theirs.processor))
        yield Result(
            f"{size:,}: {what}",
            ours.times,
            f"{_used(ours.processor)}, {share:.2f} of Datasette",
            "≤ Datasette",
            share <= 1,
        )
        yield Result(
            f"{size:,}: {what}, beside {INSTALLATIONS[0]:,}",
            None,
            f"{growth:.2f} times",
            f"≤ {SLOWER_AT_MOST} times",
            growth <= SLOWER_AT_MOST,
        )
    bare = [measure(_bare(budget_round, key), 1).best for key in directorates]
    yield Result(f"{size:,}: bare SQL: rows, totals, one count", Times(tuple(bare)))


def _page_of(budget_round: Any, sort: str, directorate: int | None) -> str:
    narrowed = f"&directorate={directorate}" if directorate else ""
    return f"/proposals/?round={budget_round.pk}{narrowed}&sort={sort}&rows=50"


def _often(work: Callable[[], Any]) -> None:
    """Do the work ten times: what takes a third of a millisecond cannot be timed alone."""
    for _ in range(10):
        work()


def _working(app: Any) -> list[int]:
    """Return the processes that answer the application's pages."""
    return [*children_of(app.process), *database_processes()]


def _of_both(
    pairs: list[tuple[Callable[[], Any], Callable[[], Any]]],
    ours: Sequence[int] = (),
    theirs: Sequence[int] = (),
) -> tuple[Side, Side]:
    """Return the times of both, each after one of the other: what else the machine does falls on both."""
    runs = [(_run(mine, ours), _run(other, theirs)) for mine, other in pairs]
    mine, other = (Side(*map(Times, zip(*side, strict=True))) for side in zip(*runs, strict=True))
    return mine, other


def _run(work: Callable[[], Any], processes: Sequence[int]) -> tuple[float, float]:
    used = processor_seconds(processes)
    seconds = measure(work, 1, warm_up=False).best
    return seconds, processor_seconds(processes) - used


def _share(ours: Times, theirs: Times) -> float:
    """Return the usual share of the other's time, pair by pair."""
    return statistics.median(mine / other for mine, other in zip(ours.runs, theirs.runs, strict=True))


def _used(processor: Times) -> str:
    return f"{processor.median * 1000:.0f} ms of processor"


def _bare(budget_round: Any, directorate: int) -> Callable[[], None]:
    chosen = (
        "FROM proposals_savingsproposal p JOIN services_service s ON s.id = p.service_id "
        "WHERE p.budget_round_id = %s AND s.directorate_id = %s"
    )
    statements = (
        "SELECT p.id, p.reference, p.title, s.name, p.total_saving "
        f"{chosen} ORDER BY p.total_saving DESC, p.id LIMIT 50",
        "SELECT y.year, sum(y.discrete_saving) FROM proposals_yearprofile y WHERE y.proposal_id IN "
        f"(SELECT p.id {chosen}) GROUP BY y.year",
        f"SELECT p.risk_to_delivery, count(*) {chosen} GROUP BY p.risk_to_delivery",
    )

    def run() -> None:
        for statement in statements:
            _rows(statement, [budget_round.pk, directorate])

    return run


def _weighed(size: int, budget_round: Any, app: Any, client: Any) -> Iterator[Result]:
    whole = _page_of(budget_round, "-total", None)
    directorate = budget_round.council.directorates.earliest("pk").pk
    number = max(
        _queries(client, address) for address in (whole, _page_of(budget_round, "title", directorate))
    )
    yield Result(f"{size:,}: queries", None, f"{number}", f"≤ {MOST_QUERIES}", number <= MOST_QUERIES)
    page = app.get(whole)
    yield Result(
        f"{size:,}: HTML of 50 rows", None, f"{len(page):,} bytes", f"≤ {MOST_HTML:,}", len(page) <= MOST_HTML
    )
    read = partial(app.get, f"/proposals/overview/?round={budget_round.pk}")
    working = _working(app)
    read()
    times, used = map(Times, zip(*(_run(read, working) for _ in range(TURNS)), strict=True))
    yield Result(
        f"{size:,}: the overview",
        times,
        _used(used),
        f"≤ {MOST_OVERVIEW_SECONDS * 1000:.0f} ms",
        used.median <= MOST_OVERVIEW_SECONDS,
    )
    if size == INSTALLATIONS[0]:
        static = sum(len(gzip.compress(path.read_bytes())) for path in _static_files(page.decode()))
        yield Result(
            "CSS and JavaScript of the first visit",
            None,
            f"{static:,} bytes",
            f"≤ {MOST_STATIC:,}",
            static <= MOST_STATIC,
        )


def _queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # which holds so many only, and making proposals filled it
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _static_files(page: str) -> set[Path]:
    """Return the style sheets and scripts that the page names, and the modules that these import."""
    named = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)
    waiting, found = [Path("static") / name for name in named], set()
    while waiting:
        path = waiting.pop()
        if path not in found and path.exists():
            found.add(path)
            if path.suffix == ".js":
                imported = re.findall(r'(?:from|import)\s*"(\.[^"]+)"', path.read_text(encoding="utf-8"))
                waiting += [(path.parent / name).resolve().relative_to(Path.cwd()) for name in imported]
    return found


def _searches(size: int, budget_round: Any) -> Iterator[Result]:
    """Yield the times of looking for a word in the index and by LIKE in the same texts, both as bare SQL."""
    from django.db import connection

    from bench.bulk import RARE_WORDS
    from proposals.filters import ProposalFilter
    from proposals.models import SavingsProposal

    word = RARE_WORDS[107]
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    scanning = (
        "SELECT DISTINCT p.id FROM proposals_savingsproposal p JOIN services_service s ON s.id = p.service_id "
        "LEFT JOIN proposals_impactstatement t ON t.proposal_id = p.id WHERE p.budget_round_id = %s AND "
        f"(p.title {like} %s OR s.name {like} %s OR p.reference {like} %s OR t.text {like} %s)"
    )
    in_round = SavingsProposal.objects.filter(budget_round=budget_round)
    searching = ProposalFilter({"text": word}, in_round, budget_round=budget_round)
    found = searching.qs.order_by("pk").values_list("pk")
    by_index = partial(_rows, *found.query.sql_with_params())
    by_like = partial(_rows, scanning, [budget_round.pk, *([f"%{word}%"] * 4)])
    if by_index() != sorted(by_like()):
        raise RuntimeError(f"The index and LIKE find different proposals for “{word}”.")
    indexed, scanned = _of_both([(partial(_often, by_index), partial(_often, by_like))] * SEARCHES)
    share = _share(indexed.times, scanned.times)
    yield Result(f"{size:,}: ten times LIKE over the same texts", scanned.times)
    yield Result(
        f"{size:,}: ten searches by the index",
        indexed.times,
        f"{share:.2f} of LIKE",
        f"≤ {SHARE_OF_LIKE}",
        share <= SHARE_OF_LIKE,
    )


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


if __name__ == "__main__":
    sys.exit(main())
