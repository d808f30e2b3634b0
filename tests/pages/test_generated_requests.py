"""Generated requests to forms, filters and the interface for programs: none is answered with an error of ours.

`make bench` sends a hundred thousand. A request to a form takes a fifteenth of a second, so here are as many as fit
into a minute and a half of one processor; GENERATED_REQUESTS asks for more.
"""

import logging
import os

import pytest

from tests.support.generated_requests import failures, failures_of_api
from tests.support.page_world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NUMBER = int(os.environ.get("GENERATED_REQUESTS", "1200"))


@pytest.fixture
def world(db):
    logging.disable(logging.CRITICAL)
    yield make_world()
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("who", ["finance", "clerk"])
def test_no_form_or_filter_is_answered_with_an_error(world, who):
    assert failures(world, who, NUMBER // 3) == []


def test_no_request_of_a_program_is_answered_with_an_error(world):
    assert failures_of_api(world, NUMBER // 3) == []
