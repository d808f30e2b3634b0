"""A worker killed half-way, a full disk, two clerks at once: one clean edition or none, and a clear message."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from reports.models import Edition, EditionFile, PrintJob
from reports.publishing import jobs, worker
from reports.publishing.frozen import freeze
from reports.publishing.publishing import begin_publishing
from reports.writers.progress import Progress
from tests.support.edition_examples import begin, make_publication
from tests.support.paths import ROOT
from tests.support.web_examples import make_many, make_proposal, make_round

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 90


class HeldElsewhere:
    """The database of the test as another process reaches it; SQLite's is in memory, so that one gets a copy."""

    def __init__(self, directory):
        settings = connection.settings_dict
        self.copy = None
        if connection.vendor == "sqlite":
            path = directory / "copy.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            self.copy = sqlite3.connect(path, isolation_level=None, timeout=20)
            self.url = f"sqlite:///{path}"
        else:
            host = settings["HOST"].replace("/", "%2F")
            self.url = f"postgres://{settings['USER']}@{host}/{settings['NAME']}"

    def ask(self, statement):
        if self.copy:
            return self.copy.execute(statement).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def worker(self, *options):
        environment = {**os.environ, "DATABASE_URL": self.url, "DEBUG": "1"}
        command = [sys.executable, "manage.py", "run_worker", "--skip-checks", *options]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def test_a_worker_killed_half_way_leaves_no_edition_and_another_finishes_the_work(committee_clerk, tmp_path):
    budget_round = make_round()
    make_many(budget_round, 30)
    begin(committee_clerk, make_publication(budget_round, style="option-pages"))
    held = HeldElsewhere(tmp_path)
    with held.worker() as process:
        deadline = time.monotonic() + PATIENCE
        while not held.ask("SELECT 1 FROM reports_printjob WHERE state = 'running' AND page > 3"):
            assert time.monotonic() < deadline, "The worker took no job."
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert held.ask("SELECT count(*) FROM reports_edition") == [(0,)]
    ((state, page, lease),) = held.ask("SELECT state, page, lease FROM reports_printjob")
    assert state == "running"  # what nobody gives a sign of life for counts as dead
    assert page > 3
    assert lease is not None
    held.ask("UPDATE reports_printjob SET state = 'waiting', lease = NULL")  # as “Try again” does
    with held.worker("--once") as process:
        assert process.wait(PATIENCE) == 0
    assert held.ask("SELECT state FROM reports_printjob") == [("done",)]
    assert held.ask("SELECT number, proposals FROM reports_edition") == [(1, 30)]
    assert held.ask("SELECT count(*) FROM reports_editionfile") == [(4,)]


@contextmanager
def no_room_left():
    """Let the database refuse to grow: SQLite by its own limit, PostgreSQL with the error of a full disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA max_page_count")
            (before,) = cursor.fetchone()
            cursor.execute("PRAGMA page_count")
            (used,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {used + 8}")
            yield
            cursor.execute(f"PRAGMA max_page_count = {before}")
            return
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'could not extend file \"base/1\": No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON reports_editionfile "
            "FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
        yield
        cursor.execute("DROP FUNCTION no_room() CASCADE")


def test_a_full_disk_leaves_no_edition_and_the_work_can_be_tried_again(committee_clerk):
    budget_round = make_round()
    make_many(budget_round, 20)
    job = begin(committee_clerk, make_publication(budget_round))
    with no_room_left():
        worker.do(jobs.take("a worker"))
    job.refresh_from_db()
    assert (job.state, Edition.objects.count(), EditionFile.objects.count()) == ("failed", 0, 0)
    assert job.message == (
        "The disk is full. Nothing has been published. Ask your system administrator to free some space, "
        "then try again."
    )
    jobs.retry(job)
    worker.do(jobs.take("a worker"))
    assert Edition.objects.get().number == 1


def test_two_clerks_who_publish_at_once_make_one_edition_and_the_second_is_told(
    committee_clerk, django_user_model
):
    other = django_user_model.objects.create_user("colin", first_name="Colin", last_name="Second")
    other.groups.set(committee_clerk.groups.all())
    budget_round = make_round()
    make_proposal(budget_round, "ENV001")
    publication = make_publication(budget_round)
    asked, told = [], []
    # SQLite in memory has one connection, so there they come one after the other.
    at_once = connection.vendor == "postgresql"
    ready = threading.Barrier(2) if at_once else None

    def click(person):
        shown = freeze(person, publication, draft=False).sha256
        if ready:
            ready.wait()
        try:
            asked.append(begin_publishing(person, publication, shown=shown, reason="Agreed."))
        except ValidationError as error:
            told.extend(error.messages)
        finally:
            if ready:
                connection.close()

    people = [committee_clerk, other]
    if at_once:
        threads = [threading.Thread(target=click, args=[person]) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for person in people:
            click(person)
    (job,) = asked
    (message,) = told
    assert message.startswith(f"Publishing this was started by {job.asked_by_name} at ")
    assert message.endswith(" and has not finished.")
    worker.do(jobs.take("a worker"))
    assert Edition.objects.get().published_by_name == job.asked_by_name
    # Whoever then sends the page that was shown before the edition has to say what it corrects.
    with pytest.raises(ValidationError, match="what this edition corrects"):
        begin(other, publication)


def test_two_workers_never_have_the_same_job(committee_clerk):
    budget_round = make_round()
    make_proposal(budget_round, "ENV001")
    job = begin(committee_clerk, make_publication(budget_round))
    taken = []
    at_once = connection.vendor == "postgresql"
    ready = threading.Barrier(4) if at_once else None

    def take(name):
        if ready:
            ready.wait()
        taken.append(jobs.take(name))
        if ready:
            connection.close()

    if at_once:
        threads = [threading.Thread(target=take, args=[f"worker {number}"]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for number in range(4):
            take(f"worker {number}")
    assert [held.pk for held in taken if held] == [job.pk]
    assert PrintJob.objects.get().state == "running"


class TestALeaseThatWasTakenOver:
    """A worker that gave no sign of life for too long finds its job in other hands: it may write nothing more."""

    @pytest.fixture
    def both(self, committee_clerk):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        publication = make_publication(budget_round)
        begin(committee_clerk, publication)
        late = jobs.take("the late worker")
        PrintJob.objects.update(seen_at=timezone.now() - timedelta(days=1))
        jobs.bury_dead(publication.jobs.all())
        jobs.retry(PrintJob.objects.get())
        return late, jobs.take("the new worker")

    def test_the_late_worker_is_stopped_at_its_next_page_and_at_the_end(self, both):
        late, _ = both
        for step in (
            lambda: jobs.report(late, Progress("drawing", 7, 9)),
            lambda: jobs.finish(late, state=PrintJob.State.DONE),
        ):
            with pytest.raises(jobs.Stopped):
                step()
        with pytest.raises(jobs.Stopped), transaction.atomic():
            jobs.hold(late)
        job = PrintJob.objects.get()
        assert (job.state, job.worker, job.page) == (PrintJob.State.RUNNING, "the new worker", 0)

    @pytest.mark.parametrize(
        "step",
        [
            lambda job: jobs.end(job, state=PrintJob.State.CANCELLED),
            jobs.beat,
            lambda job: jobs.end(job, state=PrintJob.State.FAILED, message="The disk is full."),
        ],
    )
    def test_what_the_late_worker_still_says_of_the_job_is_not_written(self, both, step):
        late, _ = both
        before = PrintJob.objects.values().get()
        step(late)
        assert PrintJob.objects.values().get() == before

    def test_the_new_worker_goes_on(self, both):
        _, new = both
        jobs.report(new, Progress("drawing", 7, 9))
        assert PrintJob.objects.get().page == 7
        jobs.finish(new, state=PrintJob.State.DONE)
        assert PrintJob.objects.get().state == PrintJob.State.DONE
