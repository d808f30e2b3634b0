"""The list beside Datasette and bare SQL on the same rows: `python -m bench.against_datasette`.

Both are asked over HTTP in one run, in turns and for the same: 50 proposals of one directorate after the other,
sorted by total. The list also shows the set's totals by year and a count beside each choice of seventeen filters;
Datasette counts the rows of one facet. What the list has drawn is kept until the round changes, so it is also timed
where nobody has asked for the same page before.
"""

import gzip
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.database import throwaway_database
from bench.machine import machine_facts
from bench.measure import Times, measure
from bench.table import Result, printed_table

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(","))
YEARS = 4
ROUNDS = 6
"""How often each page is asked for: of eight directorates, forty-eight pages."""
SEARCHES = 7
MOST_QUERIES = 15
MOST_HTML = 150_000
MOST_STATIC = 60_000
SLOWER_AT_MOST = 1.5
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
    from django.contrib.auth.models import Group, User
    from django.db import connection
    from django.test import Client

    from bench.bulk import bulk_round
    from bench.flat_copy import write_flat_copy
    from bench.servers import application, datasette, free_port, serving

    person = User.objects.create_user("bench")
    person.groups.add(Group.objects.get(name="Scrutiny member"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    rounds = [bulk_round(size, YEARS) for size in SIZES]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    cookies = {"Cookie": f"sessionid={client.cookies['sessionid'].value}", "Host": "localhost"}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        copy = Path(directory) / "flat.db"
        write_flat_copy(copy, rounds)
        ours, theirs = free_port(), free_port()
        with (
            serving(application(ours), ours, cookies) as app,
            serving(datasette(theirs, copy), theirs, {}) as other,
        ):
            yield from _compared(rounds, app, other, client)
    yield from _searches(rounds)


def _compared(rounds: list[Any], app: Any, other: Any, client: Any) -> Iterator[Result]:
    from bench.flat_copy import table_of

    first: Times | None = None
    for size, budget_round in zip(SIZES, rounds, strict=True):
        directorates = list(budget_round.council.directorates.order_by("name"))
        pages = [_pages_of(budget_round, table_of(budget_round), each) for each in directorates]
        cold = measure(partial(app.get, f"/proposals/?round={budget_round.pk}"), 1, warm_up=False)
        yield Result(f"{size:,}: the list, its columns read for the first time", cold)
        other.get(f"/flat/{table_of(budget_round)}?_size=1")
        of_new, of_datasette = _in_turns(app, other, pages)
        yield Result(f"{size:,}: Datasette, pages asked for the first time", of_datasette)
        yield Result(
            f"{size:,}: the list, pages asked for the first time",
            of_new,
            f"{of_new.median / of_datasette.median:.2f} of Datasette",
        )
        of_list, of_datasette = _in_turns(app, other, pages * ROUNDS)
        first = first or of_list
        yield Result(f"{size:,}: Datasette", of_datasette)
        yield Result(
            f"{size:,}: the list",
            of_list,
            f"{of_list.median / of_datasette.median:.2f} of Datasette",
            "≤ Datasette",
            of_list.median <= of_datasette.median,
        )
        yield Result(
            f"{size:,}: the list beside {SIZES[0]:,}",
            None,
            f"{of_list.median / first.median:.2f} times",
            f"≤ {SLOWER_AT_MOST} times",
            of_list.median <= first.median * SLOWER_AT_MOST,
        )
        bare = [measure(_bare(budget_round, each), 1).best for each in directorates]
        yield Result(f"{size:,}: bare SQL: rows, totals, one count", Times(tuple(bare)))
        yield from _weighed(size, app.get(pages[0][0]), client, pages[0][0])


def _pages_of(budget_round: Any, table: str, directorate: Any) -> tuple[str, str]:
    """Return the addresses of a directorate's proposals, the largest first: the list's and Datasette's."""
    ours = f"/proposals/?round={budget_round.pk}&directorate={directorate.pk}&sort=-total&rows=50"
    name = directorate.name.replace(" ", "+")
    return ours, f"/flat/{table}?_facet=risk&_sort_desc=total&_size=50&directorate={name}"


def _in_turns(app: Any, other: Any, pages: list[tuple[str, str]]) -> tuple[Times, Times]:
    """Return the times of both, each page after one of the other: what else the machine does falls on both."""
    return _of_both([(partial(app.get, ours), partial(other.get, theirs)) for ours, theirs in pages])


def _often(work: Callable[[], Any]) -> None:
    """Do the work ten times: what takes a third of a millisecond cannot be timed alone."""
    for _ in range(10):
        work()


def _of_both(pairs: list[tuple[Callable[[], Any], Callable[[], Any]]]) -> tuple[Times, Times]:
    runs = [tuple(measure(work, 1, warm_up=False).best for work in pair) for pair in pairs]
    mine, theirs = zip(*runs, strict=True)
    return Times(mine), Times(theirs)


def _bare(budget_round: Any, directorate: Any) -> Callable[[], None]:
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
            _rows(statement, [budget_round.pk, directorate.pk])

    return run


def _weighed(size: int, page: bytes, client: Any, address: str) -> Iterator[Result]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # which holds so many only, and making proposals filled it
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    number = len(queries)
    yield Result(
        f"{size:,}: queries, nothing in memory",
        None,
        f"{number}",
        f"≤ {MOST_QUERIES}",
        number <= MOST_QUERIES,
    )
    yield Result(
        f"{size:,}: HTML of 50 rows", None, f"{len(page):,} bytes", f"≤ {MOST_HTML:,}", len(page) <= MOST_HTML
    )
    if size == SIZES[0]:
        static = sum(len(gzip.compress(path.read_bytes())) for path in _static_files(page.decode()))
        yield Result(
            "CSS and JavaScript of the first visit",
            None,
            f"{static:,} bytes",
            f"≤ {MOST_STATIC:,}",
            static <= MOST_STATIC,
        )


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


def _searches(rounds: list[Any]) -> Iterator[Result]:
    """Yield the times of looking for a word in the index and by LIKE in the same texts, both as bare SQL."""
    from django.db import connection

    from bench.bulk import RARE_WORDS
    from proposals.filters.keeping import kept_round
    from proposals.filters.proposal_filter import search_in
    from proposals.models import SavingsProposal

    word = RARE_WORDS[107]
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    scanning = (
        "SELECT DISTINCT p.id FROM proposals_savingsproposal p JOIN services_service s ON s.id = p.service_id "
        "LEFT JOIN proposals_impactstatement t ON t.proposal_id = p.id WHERE p.budget_round_id = %s AND "
        f"(p.title {like} %s OR s.name {like} %s OR p.reference {like} %s OR t.text {like} %s)"
    )
    for size, budget_round in zip(SIZES, rounds, strict=True):
        search = search_in(kept_round(budget_round).columns, word)
        in_round = SavingsProposal.objects.filter(budget_round=budget_round)
        found = in_round.filter(search__everything__match=search).order_by("pk").values_list("pk")
        by_index = partial(_rows, *found.query.sql_with_params())
        by_like = partial(_rows, scanning, [budget_round.pk, *([f"%{word}%"] * 4)])
        if by_index() != sorted(by_like()):
            raise RuntimeError(f"The index and LIKE find different proposals for “{word}”.")
        indexed, scanned = _of_both([(partial(_often, by_index), partial(_often, by_like))] * SEARCHES)
        share = indexed.median / scanned.median
        yield Result(f"{size:,}: ten times LIKE over the same texts", scanned)
        yield Result(
            f"{size:,}: ten searches by the index",
            indexed,
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
