"""Generated requests to forms, filters and the interface for programs: none is answered with an error of ours.

Ten thousand are sent here and a hundred thousand by `make bench`. A request to a form takes several times as long as
one of a program, so most are of programs; GENERATED_REQUESTS asks for another number.
"""

import logging
import os

import pytest

from tests.support.generated_requests import failures, failures_of_api
from tests.support.page_world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NUMBER = int(os.environ.get("GENERATED_REQUESTS", "10000"))
TO_FORMS = NUMBER * 16 // 100
PARTS = 4
"""The requests of programs are sent in parts, so that all processors share them."""


@pytest.fixture
def world(db):
    logging.disable(logging.CRITICAL)
    yield make_world()
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("who", ["finance", "clerk"])
def test_no_form_or_filter_is_answered_with_an_error(world, who):
    assert failures(world, who, TO_FORMS // 2) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_of_a_program_is_answered_with_an_error(world, part):
    assert failures_of_api(world, (NUMBER - TO_FORMS) // PARTS, part) == []
