"""Find the proposals that changed since a day or an edition, by comparing their values and not only the time saved."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from proposals.changes import compare
from proposals.domain.published import PublishedEdition, editions
from proposals.domain.stages import ENDED
from proposals.models import BudgetRound, CostToAchieve, SavingsProposal
from proposals.models.printed_rows import PRINTED_ROWS
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import round_record
from services.models import ChangeRecord

_PROPOSAL = SavingsProposal._meta.label_lower
_PRINTED = [
    model._meta.label_lower for model in (SavingsProposal, *PRINTED_ROWS) if model is not CostToAchieve
]
"""The records whose changes readers see: costs by kind and funder are compared nowhere."""
_TELLS_NOTHING = frozenset({"stage_reason", "published_at", "position", "carried_from", "superseded_by"})
_NEVER = object()


def changed_since(proposals: SavingsProposalQuerySet, day: date) -> Q:
    """Return the condition that a proposal was published, or that its text or figures changed, since that day.

    What was changed and changed back has not changed. A proposal under correction has changed where the correction
    began since, or what is published of it changed before that.
    """
    since = timezone.make_aware(datetime.combine(day, time.min))
    log = ChangeRecord.objects.public().filter(
        subject_type=_PROPOSAL, at__gte=since, record_type__in=_PRINTED
    )
    created = log.filter(action=ChangeRecord.Action.CREATED, record_type=_PROPOSAL)
    # A correction begins with the row that keeps the published version.
    is_new = Q(published_at__gte=since) | Q(pk__in=created.values("subject_id"))
    rows = log.filter(
        subject_id__in=proposals.exclude(is_new).own_keys(),
        action__in=[
            ChangeRecord.Action.CREATED,
            ChangeRecord.Action.CHANGED,
            ChangeRecord.Action.DELETED,
        ],
    ).order_by("at", "pk")
    changed = _really_changed(rows, _corrected_from(proposals))
    return is_new | Q(pk__in=changed) | Q(published_version_of__in=changed)


def _corrected_from(proposals: SavingsProposalQuerySet) -> dict[int, int]:
    """Return the row of the log with which its correction began, by the key of each proposal under correction."""
    versions = dict(
        proposals.filter(published_version_of__isnull=False)
        .order_by()
        .values_list("pk", "published_version_of")
    )
    kept = ChangeRecord.objects.filter(
        subject_type=_PROPOSAL, subject_id__in=versions, record_type=_PROPOSAL, action="created"
    )
    return {versions[key]: row for key, row in kept.values_list("subject_id", "pk")}


def _really_changed(rows: Iterable[ChangeRecord], until: Mapping[int, int]) -> set[int]:
    """Return the proposals of which a field of some record is not what it was before the first of the rows."""
    first: dict[tuple[str, int | None, str], Any] = {}
    last: dict[tuple[str, int | None, str], Any] = {}
    proposal_of: dict[tuple[str, int | None, str], int] = {}
    for row in rows:
        if row.subject_id in until and row.pk >= until[row.subject_id]:
            continue
        for name, before, after in _fields(row):
            key = (row.record_type, row.record_id, name)
            first.setdefault(key, before)
            last[key] = after
            proposal_of[key] = row.subject_id
    return {proposal_of[key] for key, before in first.items() if before != last[key]}


def _fields(row: ChangeRecord) -> Iterator[tuple[str, Any, Any]]:
    for name in {**row.before, **row.after}:
        if name in _TELLS_NOTHING:
            continue
        before, after = row.before.get(name, _NEVER), row.after.get(name, _NEVER)
        if name == "stage" and row.record_type == _PROPOSAL:
            # Its way through reviews is no change of a proposal; that it came to an end is.
            before, after = (value if value in ENDED else "" for value in (before, after))
        yield name, before, after


def changed_since_edition(
    user: Any, edition: PublishedEdition, budget_round: BudgetRound, proposals: SavingsProposalQuerySet
) -> Q:
    """Return the condition that a proposal was published since the edition, or differs from what the edition contains.

    A proposal that an edition of a part of the round leaves out has not changed for that.
    """
    frozen = editions().records_in(user, edition.key)
    if frozen is None:
        return Q(pk__in=[])
    stated = {
        reference for record in frozen.proposals for reference in (record.reference, *record.references)
    }
    held = Q(reference__in=stated) | Q(other_references__printed__in=stated)
    now = round_record(budget_round, proposals.filter(pk__in=proposals.order_by().filter(held).values("pk")))
    changes = compare(frozen, now)
    references = {change.after.reference for change in changes.changed}
    references |= {going.record.reference for going in changes.withdrawn}
    since = Q(published_at__gt=edition.published_at) & ~Q(reference__in=stated)
    return since | Q(reference__in=references)
