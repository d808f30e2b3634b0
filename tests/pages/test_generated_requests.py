"""Generated requests to forms, filters and the interface for programs: none is answered with an error of ours.

Ten thousand are sent in a run, a fifth of them on PostgreSQL, and a hundred thousand by `make bench`. A request to
a form takes several times as long as one of a program, so most are of programs; GENERATED_REQUESTS asks for another
number.
"""

import os

import pytest
from django.db import connection

from tests.support.generated_requests import failures, failures_of_api

pytestmark = pytest.mark.long

NUMBER = int(os.environ.get("GENERATED_REQUESTS", "10000"))
TO_FORMS = 0.16
"""The share of the requests that are sent to forms."""
PARTS = 4
"""The requests of programs are sent in parts, so that all processors share them."""


@pytest.fixture
def number(world):
    """How many of the requests are sent on this database."""
    on_postgresql = NUMBER // 5
    return on_postgresql if connection.vendor == "postgresql" else NUMBER - on_postgresql


@pytest.mark.parametrize("who", ["finance", "clerk"])
def test_no_form_or_filter_is_answered_with_an_error(world, number, who):
    assert failures(world, who, int(number * TO_FORMS) // 2) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_of_a_program_is_answered_with_an_error(world, number, part):
    others = PARTS if connection.vendor == "postgresql" else 0  # than on SQLite
    assert failures_of_api(world, int(number * (1 - TO_FORMS)) // PARTS, part + others) == []
