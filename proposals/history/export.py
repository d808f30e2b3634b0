"""The log as lines of JSON, oldest first, for an auditor to keep and to compare: nothing in it is computed.

A council's part of the log is told by what each record belonged to, from the records there are and, for
those that have been deleted, from their values in the log.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from proposals.history.ownership import OWNERS
from services.models import ChangeRecord, Council

COUNCIL = Council._meta.label_lower
AT_ONCE = 2000


def log_of(council: Council | None, since: datetime | None) -> QuerySet[ChangeRecord]:
    """Return the log from a moment on, oldest first: of one council, or everything where none is named.

    What belongs to no council, such as accounts and signing in, is in the whole log only. Of secret records nothing is
    told from before they were opened.
    """
    rows = ChangeRecord.objects.without_secrets().order_by("at", "pk")
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if council is None else rows.filter(_belonging_to(council))


def _belonging_to(council: Council) -> Q:
    """Return the condition of the rows about what belongs to the council, or did before it was deleted."""
    stored: dict[str, QuerySet[Any]] = {COUNCIL: Council.objects.filter(pk=council.pk).values("pk")}
    gone: dict[str, set[int]] = {COUNCIL: set()}
    chosen = Q(subject_type=COUNCIL, subject_id=council.pk)
    for kind, owner in OWNERS.items():
        model = apps.get_model(kind)
        owned_by = model._meta.get_field(owner).related_model._meta.label_lower
        owners = {*stored[owned_by].values_list("pk", flat=True), *gone[owned_by]}
        stored[kind] = model._base_manager.filter(**{f"{owner}__in": stored[owned_by]}).values("pk")
        gone[kind] = _gone(kind, owner, owners)
        # As subqueries: there can be more keys than a statement takes parameters.
        chosen |= Q(subject_type=kind, subject_id__in=stored[kind])
        chosen |= Q(subject_type=kind, subject_id__in=gone[kind])
    return chosen


def _gone(kind: str, owner: str, owners: set[int]) -> set[int]:
    """Return the keys of deleted records of that kind which, by the log, belonged to one of the owners."""
    deleted = ChangeRecord.objects.filter(record_type=kind, action="deleted").order_by()
    return {
        key
        for key, before in deleted.values_list("record_id", "before")
        if (before.get(owner) or {}).get("id") in owners
    }


def as_lines(rows: QuerySet[ChangeRecord], *, with_exempt: bool) -> Iterator[str]:
    """Return each row as one line of JSON; of confidential rows, what they say only `with_exempt`."""
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield json.dumps(as_values(row, with_exempt=with_exempt), ensure_ascii=False, sort_keys=True)


def as_values(row: ChangeRecord, *, with_exempt: bool) -> dict[str, Any]:
    """Return the row as plain values, moments in ISO 8601 with their offset."""
    withheld = row.confidential and not with_exempt
    return {
        "number": row.pk,
        "at": row.at.isoformat(),
        "who": row.actor_name,
        "account": row.actor_id,
        "reason": row.reason,
        "operation": str(row.operation),
        "action": row.action,
        "kind_of_record": row.record_type,
        "record_number": row.record_id,
        "record": row.record_text,
        "timeline_of": [row.subject_type, row.subject_id] if row.subject_type else None,
        "before": None if withheld else row.before,
        "after": None if withheld else row.after,
        "confidential": row.confidential,
    }


def joined(lines: Iterable[str]) -> bytes:
    """Return the lines as one file in UTF-8, each ended."""
    return "".join(f"{line}\n" for line in lines).encode()
