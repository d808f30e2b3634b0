"""Old personal data are deleted by the rules of the settings, with a record, and exported for a SIEM before."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from services.models import Notice, NoticeMail, RateCount, SecurityEvent, SignInDelay

pytestmark = pytest.mark.django_db


def test_what_is_older_than_the_setting_says_is_deleted_and_the_run_is_recorded(settings):
    settings.SECURITY_EVENTS_DAYS = 10
    now = timezone.now()
    for days in (9, 11):
        SecurityEvent.objects.create(kind="sign_in_failed", at=now - timedelta(days=days))
    SignInDelay.objects.create(key="old", last_at=now - timedelta(hours=7))
    SignInDelay.objects.create(key="new", last_at=now - timedelta(hours=5))
    RateCount.objects.create(key="old", window_start=0, count=1)
    call_command("age_out", stdout=StringIO())
    kept, run = SecurityEvent.objects.order_by("at")
    assert (kept.kind, run.kind) == ("sign_in_failed", "aged_out")
    assert run.detail.startswith("security events: 1, delays: 1, counts: 1")
    assert [row.key for row in SignInDelay.objects.all()] == ["new"]


def test_notices_are_deleted_as_old_events_are_with_the_mails_that_told_of_nothing_else(settings, auditor):
    settings.SECURITY_EVENTS_DAYS = 10
    now = timezone.now()
    new, old = (
        Notice.objects.create(
            kind="published", subject_type="reports.edition", subject_id=1, at=now - timedelta(days=days)
        )
        for days in (9, 11)
    )
    for is_daily, told in ((True, [new, old]), (False, [old])):
        NoticeMail.objects.create(person=auditor, is_daily=is_daily).notices.set(told)
    written = StringIO()
    call_command("age_out", stdout=written)
    assert "notices: 1 deleted" in written.getvalue()
    assert Notice.objects.get() == new
    assert [mail.is_daily for mail in NoticeMail.objects.all()] == [True]


def test_events_are_written_as_lines_of_json_after_the_last_one_known():
    events = [
        SecurityEvent.objects.create(kind="sign_in_failed", address="198.51.100.7", name_digest="ab" * 16),
        SecurityEvent.objects.create(kind="exported", account_name="fiona", detail="exported: Budget “2027”"),
    ]
    written = StringIO()
    call_command("export_security_events", stdout=written)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["number"] for line in lines] == [event.pk for event in events]
    assert (lines[0]["address"], lines[1]["detail"]) == ("198.51.100.7", "exported: Budget “2027”")
    later = StringIO()
    call_command("export_security_events", after=events[0].pk, stdout=later)
    assert json.loads(later.getvalue())["event"] == "exported"
