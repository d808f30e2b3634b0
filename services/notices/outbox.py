"""Writing down what people are told of, and finding whom each notice concerns.

A notice is a row of the same transaction as the change: it exists if and only if the change does, and no request
waits for a mail server.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

from services.audit.actors import current_actor
from services.models.notices import Notice, NoticeChoice, NoticeMail, notices_chosen

DAILY_AT = 7
"""The hour at which daily summaries are sent."""
MOST_AT_ONCE = 500

Often = NoticeChoice.Often


def _nothing(row: Any) -> str:
    return ""


@dataclass(frozen=True)
class Topic:
    """A kind of notice about one type of record, as mails tell it.

    `concerning` returns those records with these keys that concern a person and that they may see now. Nothing
    of a record is in a mail but its `address`, and as `detail` what every role may read.
    """

    words: str
    concerning: Callable[[Any, list[int]], Mapping[int, Any]]
    address: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    detail: Callable[[Any], str] = _nothing


Topics: TypeAlias = Mapping[tuple[str, str], Topic]
"""The topics by kind and type of record."""


def notify(kind: Notice.Kind, record: models.Model) -> None:
    """Write down that people are told of what the current actor did to the record."""
    Notice.objects.create(
        kind=kind,
        subject_type=record._meta.label_lower,
        subject_id=record.pk,
        caused_by_id=current_actor().user_id,
    )


def notify_due(kind: Notice.Kind, model: type[models.Model], dates: Iterable[tuple[int, date]]) -> None:
    """Write down that people are told of the due dates of records, by their keys, once for each date."""
    subject = {"kind": kind, "subject_type": model._meta.label_lower}
    told = set(
        Notice.objects.filter(**subject, due_on__isnull=False).order_by().values_list("subject_id", "due_on")
    )
    new = [Notice(**subject, subject_id=key, due_on=day) for key, day in dates if (key, day) not in told]
    Notice.objects.bulk_create(new, ignore_conflicts=True)  # another worker may have told of it meanwhile


def reachable() -> models.QuerySet[Any]:
    """Return the people to whom mails can be sent."""
    return get_user_model().objects.filter(is_active=True).exclude(email="")


def concerning(person: Any, notices: Iterable[Notice], topics: Topics) -> list[tuple[Notice, Topic, Any]]:
    """Return those of the notices that concern the person now, each with its topic and record, oldest first.

    Left out is what they caused themselves or have chosen never to get.
    """
    chosen = notices_chosen(person)
    by_topic: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.caused_by_id != person.pk and chosen[notice.kind] != Often.NEVER:
            by_topic[notice.kind, notice.subject_type].append(notice)
    found = []
    for key, listed in by_topic.items():
        topic = topics[key]
        records = topic.concerning(person, [notice.subject_id for notice in listed])
        found += [
            (notice, topic, records[notice.subject_id]) for notice in listed if notice.subject_id in records
        ]
    return sorted(found, key=lambda each: each[0].pk)


def address(topics: Topics, now: datetime) -> None:
    """Put each new notice into a mail to everybody whom it concerns."""
    new = list(Notice.objects.filter(is_addressed=False)[:MOST_AT_ONCE])
    if not new:
        return
    told: dict[tuple[int, bool], list[Notice]] = defaultdict(list)
    for person in reachable().prefetch_related("notice_choices"):
        chosen = notices_chosen(person)
        for notice, _, _ in concerning(person, new, topics):
            told[person.pk, chosen[notice.kind] == Often.DAILY].append(notice)
    with transaction.atomic():
        # Another worker may have addressed some of them meanwhile.
        unaddressed = Notice.objects.select_for_update().filter(
            pk__in=[notice.pk for notice in new], is_addressed=False
        )
        ours = {notice.pk for notice in unaddressed}
        for (person_id, is_daily), notices in told.items():
            joining = [notice for notice in notices if notice.pk in ours]
            if joining:
                _mail_to_join(person_id, now, is_daily=is_daily).notices.add(*joining)
        Notice.objects.filter(pk__in=ours).update(is_addressed=True)


def _mail_to_join(person_id: int, now: datetime, *, is_daily: bool) -> NoticeMail:
    """Return the person's mail that nobody has tried to send yet, locked until the transaction ends."""
    mail, _ = NoticeMail.objects.select_for_update().get_or_create(
        person_id=person_id,
        is_daily=is_daily,
        attempts=0,
        defaults={"send_at": _next_summary(now) if is_daily else now},
    )
    return mail


def _next_summary(now: datetime) -> datetime:
    today = timezone.localtime(now).replace(hour=DAILY_AT, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
