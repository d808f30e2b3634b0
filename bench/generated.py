"""Send a hundred thousand generated requests (BENCH_REQUESTS) to a throwaway database; print what failed."""

import logging
import os
import sys
import time
import warnings

import django
from django.core.management import call_command
from django.test.utils import override_settings, setup_test_environment

from bench.database import throwaway_database
from bench.scale import SMALLEST

NUMBER = int(os.environ.get("BENCH_REQUESTS", "100000"))
TO_PROGRAMS = 0.3
"""The share of the requests that goes to the interface for programs."""


def main() -> int:
    """Print the table; return 1 where a request was answered with an error of ours."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
    os.environ["DEBUG"] = "1"
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with throwaway_database(os.environ.get("DATABASE_URL", "")) as database:
        django.setup()
        setup_test_environment()
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        print(
            f"{NUMBER:,} requests to {database}\n\n| Who asks | Requests | Failed | Seconds |\n|---|---|---|---|"
        )
        with override_settings(
            DEBUG=False, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
        ):
            failed = _failed()
    print("\n", *failed, sep="\n")
    return 1 if failed else 0


def _failed() -> list[str]:
    from tests.support.generated_requests import WHO, failures, failures_of_api
    from tests.support.page_world import load_demonstration, make_world

    load_demonstration()
    world, people = make_world(), WHO[:1] if SMALLEST else WHO
    to_forms = round(NUMBER * (1 - TO_PROGRAMS) / len(people))
    asking = [(who or "nobody", to_forms, lambda who=who: failures(world, who, to_forms)) for who in people]
    to_programs = round(NUMBER * TO_PROGRAMS)
    asking.append(("a program", to_programs, lambda: failures_of_api(world, to_programs)))
    failed: list[str] = []
    for who, number, ask in asking:
        began = time.perf_counter()
        found = ask()
        print(f"| {who} | {number:,} | {len(found)} | {time.perf_counter() - began:.0f} |", flush=True)
        failed += found
    return failed


if __name__ == "__main__":
    sys.exit(main())
