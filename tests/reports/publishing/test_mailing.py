"""The worker mails notices beside its jobs, as a process of its own."""

import signal
import time

import pytest

from services.models import Notice
from services.notices.outbox import notify
from tests.reports.publishing.test_publishing_troubles import PATIENCE, HeldElsewhere
from tests.support.edition_examples import make_edition, make_publication_of_two
from tests.support.notice_examples import give_addresses

pytestmark = pytest.mark.django_db(transaction=True)

SENT = "SELECT count(*) FROM services_noticemail WHERE sent_at IS NOT NULL"


@pytest.fixture
def held(committee_clerk, tmp_path):
    """The database with a notice that a clerk gets at once."""
    give_addresses()
    committee_clerk.notice_choices.create(kind=Notice.Kind.PUBLISHED, often="at_once")
    notify(Notice.Kind.PUBLISHED, make_edition(make_publication_of_two()))
    return HeldElsewhere(tmp_path)


def test_a_running_worker_sends_them_and_ends_when_it_is_told_to(held):
    with held.worker() as process:
        deadline = time.monotonic() + PATIENCE
        while held.ask(SENT) == [(0,)]:
            assert time.monotonic() < deadline, "The worker sent nothing."
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert held.ask(SENT) == [(1,)]


def test_a_worker_that_runs_once_sends_them_before_it_ends(held):
    with held.worker("--once") as process:
        assert process.wait(PATIENCE) == 0
    assert held.ask(SENT) == [(1,)]
