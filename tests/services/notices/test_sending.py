"""Mails reach a real server over TCP: once each, again where it failed, and no longer once they are given up."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from proposals.domain.stages import Stage
from proposals.models import SavingsProposal
from proposals.workflow.moving import MoveRequest, move
from reports.publishing.mailing import TOPICS, mail_notices
from services.audit.history import acting
from services.models import Notice, NoticeMail
from services.notices.outbox import address, notify
from services.notices.sending import LEASE, MOST_LISTED, RETRIES, send_due
from tests.support.mail_server import mail_server
from tests.support.notice_examples import MORNING, choose, give_addresses, next_summary
from tests.support.stage_examples import in_preparation, make_complete

pytestmark = pytest.mark.django_db

server = mail_server


@pytest.fixture
def people(finance_officer, section_151_officer, committee_clerk):
    give_addresses()
    return {
        "fiona": type(finance_officer).objects.get(pk=finance_officer.pk),
        "cecil": type(finance_officer).objects.get(pk=section_151_officer.pk),
        "clare": type(finance_officer).objects.get(pk=committee_clerk.pk),
    }


@pytest.fixture
def sign_off(people):
    """A function that signs proposals off for finance, which tells the section 151 officer of each."""
    budget_round = in_preparation()

    def sign(count=1, first=1):
        for number in range(first, first + count):
            proposal = make_complete(
                budget_round, f"ENV{number:03}", Stage.FINANCE_REVIEW, savings=(1_000, 0, 0)
            )
            move(proposal, MoveRequest("sign_off_finance"), people["fiona"])

    return sign


def subjects(server):
    return [mail["Subject"].removeprefix("Council savings proposals: ") for _, mail in server.accepted]


WAITING = "A proposal is waiting for your sign-off"


@pytest.mark.one_database
class TestAMail:
    def test_goes_to_the_person_alone_with_plain_headers(self, server, sign_off, settings):
        settings.MAILED_ADDRESS = "https://savings.example.gov.uk"
        settings.DEFAULT_FROM_EMAIL = "savings@example.gov.uk"
        sign_off()
        assert mail_notices(MORNING) == 1
        ((recipients, mail),) = server.accepted
        assert recipients == ["cecil@eastvale.example"]
        assert mail["To"] == "cecil@eastvale.example"
        assert mail["From"] == "savings@example.gov.uk"
        assert mail["Subject"] == f"Council savings proposals: {WAITING}"
        assert mail["List-Unsubscribe"] == "<https://savings.example.gov.uk/account/notices/>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"] == f"<{NoticeMail.objects.get().pk}@savings.example.gov.uk>"
        assert mail.get_content_type() == "text/plain"
        assert (
            mail.get_content()
            .replace("\r\n", "\n")
            .startswith(f"{WAITING}\nhttps://savings.example.gov.uk/proposals/")
        )

    def test_is_sent_once(self, server, sign_off):
        sign_off()
        assert [mail_notices(MORNING + timedelta(hours=hours)) for hours in (0, 1, 30)] == [1, 0, 0]
        assert subjects(server) == [WAITING]

    def test_tells_of_all_that_happened_since_the_last_one(self, server, sign_off):
        sign_off(count=3)
        mail_notices(MORNING)
        assert subjects(server) == ["3 notices"]
        assert server.accepted[0][1].get_content().count(WAITING) == 3

    def test_says_once_what_happened_twice_to_a_proposal(self, server, sign_off, people):
        choose(people["cecil"], "daily")
        sign_off()
        with acting(user=people["fiona"]):
            notify(Notice.Kind.ASSIGNED, SavingsProposal.objects.get())
        mail_notices(MORNING)
        mail_notices(next_summary())
        assert subjects(server) == [f"daily summary, {WAITING}"]
        assert server.accepted[0][1].get_content().count(WAITING) == 1

    def test_lists_fifty_and_says_how_many_more(self, server, sign_off):
        sign_off(count=MOST_LISTED + 2)
        mail_notices(MORNING)
        body = server.accepted[0][1].get_content()
        assert subjects(server) == ["52 notices"]
        assert body.count(WAITING) == 50
        assert "There are 2 more notices. Sign in to view them:" in body

    def test_of_an_address_that_would_add_headers_is_never_sent(self, server, sign_off, people, caplog):
        people["cecil"].email = "cecil@eastvale.example\r\nBcc: all@eastvale.example"
        people["cecil"].save()
        sign_off()
        assert mail_notices(MORNING) == 0
        assert server.accepted == []
        assert "Notices to cecil: attempt 1 to send failed" in caplog.text


@pytest.mark.one_database
class TestTheDailySummary:
    def test_is_one_mail_in_the_morning(self, server, sign_off, people):
        choose(people["cecil"], "daily")
        evening = MORNING.replace(hour=18)
        sign_off(count=1)
        mail_notices(MORNING)
        sign_off(count=2, first=2)
        mail_notices(evening)
        mail_notices(next_summary() - timedelta(minutes=1))
        assert server.accepted == []
        assert mail_notices(next_summary()) == 1
        assert subjects(server) == ["daily summary, 3 notices"]

    def test_of_the_next_day_begins_anew(self, server, sign_off, people):
        choose(people["cecil"], "daily")
        sign_off()
        mail_notices(MORNING)
        mail_notices(next_summary())
        sign_off(first=2)
        mail_notices(next_summary() + timedelta(hours=1))
        assert mail_notices(next_summary() + timedelta(days=1)) == 1
        assert subjects(server) == [f"daily summary, {WAITING}"] * 2

    def test_comes_before_seven_on_the_same_day(self, server, sign_off, people):
        choose(people["cecil"], "daily")
        sign_off()
        mail_notices(MORNING.replace(hour=2))
        assert mail_notices(MORNING.replace(hour=7)) == 1


class TestWhereTheServerFails:
    def test_the_move_is_made_all_the_same(self, settings, sign_off, caplog):
        settings.EMAIL_BACKEND = "councilsavings.accounts.mail.BackgroundEmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        sign_off()
        assert mail_notices(MORNING) == 0
        assert "Notices to cecil: attempt 1 to send failed" in caplog.text

    def test_the_mail_is_sent_when_it_is_back(self, server, settings, sign_off):
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        sign_off()
        assert mail_notices(MORNING) == 0
        settings.EMAIL_PORT = port
        assert mail_notices(MORNING + RETRIES[0] - timedelta(seconds=1)) == 0
        assert mail_notices(MORNING + RETRIES[0]) == 1
        assert subjects(server) == [WAITING]

    def test_a_mail_is_given_up_after_the_last_attempt_with_an_error_in_the_log(
        self, server, sign_off, caplog
    ):
        server.refused = {"cecil@eastvale.example"}
        sign_off()
        now = MORNING
        for wait in (timedelta(0), *RETRIES):
            now += wait
            assert mail_notices(now) == 0
        (last,) = [row for row in caplog.records if row.levelno == logging.ERROR]
        assert "Notices to cecil: given up after 6 attempts" in last.getMessage()
        server.refused = set()
        assert mail_notices(now + timedelta(days=30)) == 0
        assert server.accepted == []

    def test_one_refused_mailbox_delays_no_other(self, server, sign_off, people):
        for name in ("cora", "colin"):
            other = type(people["cecil"]).objects.create_user(name, email=f"{name}@eastvale.example")
            other.groups.set(people["cecil"].groups.all())
        server.refused = {"cecil@eastvale.example"}
        sign_off()
        assert mail_notices(MORNING) == 2
        assert sorted(recipients[0] for recipients, _ in server.accepted) == [
            "colin@eastvale.example",
            "cora@eastvale.example",
        ]
        assert server.connections == 1

    def test_a_mail_that_cannot_be_written_delays_no_other_and_is_given_up(
        self, server, sign_off, people, caplog
    ):
        other = type(people["cecil"]).objects.create_user("cora", email="cora@eastvale.example")
        other.groups.set(people["cecil"].groups.all())
        sign_off()
        address(TOPICS, MORNING)

        def concerning_all_but_cecil(person, keys):
            if person.username == "cecil":
                raise LookupError("a fault of the program")
            return TOPICS[key].concerning(person, keys)

        key = (Notice.Kind.ASSIGNED, SavingsProposal._meta.label_lower)
        topics = {**TOPICS, key: replace(TOPICS[key], concerning=concerning_all_but_cecil)}
        now = MORNING
        sent = [send_due(topics, now)] + [send_due(topics, now := now + wait) for wait in RETRIES]
        assert sent == [1, 0, 0, 0, 0, 0]
        assert [recipients for recipients, _ in server.accepted] == [["cora@eastvale.example"]]
        assert "Notices to cecil: given up after 6 attempts: a fault of the program" in caplog.text
        assert send_due(TOPICS, now + timedelta(days=30)) == 0

    def test_a_mail_whose_answer_was_lost_has_the_same_mark_when_it_is_sent_again(self, server, sign_off):
        server.hangs_up = True
        sign_off()
        assert mail_notices(MORNING) == 0
        server.hangs_up = False
        sign_off(first=2)
        assert mail_notices(MORNING + RETRIES[0]) == 2
        marks = [mail["Message-ID"] for _, mail in server.accepted]
        assert (marks.count(marks[0]), len(set(marks))) == (2, 2)
        # What happened meanwhile is another mail, so that who has the first one misses nothing.
        assert [mail.get_content().count(WAITING) for _, mail in server.accepted] == [1, 1, 1]

    def test_a_mail_whose_worker_was_killed_is_taken_by_another_after_a_while(self, server, sign_off):
        sign_off()
        address(TOPICS, MORNING)
        NoticeMail.objects.update(send_at=MORNING + LEASE, attempts=1)  # taken, and never heard of again
        assert mail_notices(MORNING + LEASE - timedelta(seconds=1)) == 0
        assert mail_notices(MORNING + LEASE) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_mail_once(server, sign_off, people):
    everybody = [
        type(people["cecil"]).objects.create_user(f"cora{number}", email=f"cora{number}@eastvale.example")
        for number in range(12)
    ]
    for person in everybody:
        person.groups.set(people["cecil"].groups.all())
    sign_off(count=3)
    together = threading.Barrier(4)

    def work(_):
        try:
            together.wait()
            return mail_notices(MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 13
    assert len({recipients[0] for recipients, _ in server.accepted}) == len(server.accepted) == 13
    assert set(subjects(server)) == {"3 notices"}


class TestANotice:
    def test_is_not_written_where_the_change_is_undone(self, people, sign_off):
        @transaction.atomic
        def sign_off_and_fail():
            sign_off()
            assert Notice.objects.count() == 1
            raise RuntimeError

        with pytest.raises(RuntimeError):
            sign_off_and_fail()
        assert not Notice.objects.exists()

    def test_is_addressed_once(self, sign_off):
        sign_off()
        address(TOPICS, MORNING)
        address(TOPICS, MORNING)
        (mail,) = NoticeMail.objects.all()
        assert mail.notices.count() == 1
