"""A council's people with email addresses, and the mails that they get of what happens."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from reports.publishing.mailing import mail_notices
from services.models import Notice, NoticeChoice

MORNING = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
"""Today at nine: after the due dates are looked for and the summaries are sent."""
PREFIX = "Council savings proposals: "


def give_addresses():
    """Give everybody an email address."""
    for person in User.objects.all():
        person.email = f"{person.username}@eastvale.example"
        person.save()


def choose(person, often, *kinds):
    for kind in kinds or Notice.Kind:
        NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"often": often})


def everybody_at_once():
    for person in User.objects.all():
        choose(person, "at_once")


def posted(now=MORNING):
    """Send what is due, and return it as pairs of who gets it and its subject, by who gets it."""
    before = len(mail.outbox)
    mail_notices(now)
    return sorted(
        (message.to[0].partition("@")[0], message.subject.removeprefix(PREFIX))
        for message in mail.outbox[before:]
    )


def next_summary(now=MORNING):
    return now.replace(hour=7) + timedelta(days=1)


def text_of(message):
    """A mail as it goes over the wire, its headers and its body decoded."""
    sent = message.message()
    return f"{sent.as_string()}\n{sent.get_payload(decode=True).decode()}"
