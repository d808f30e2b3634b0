"""The last published version of a proposal under correction: kept as rows of its own that nobody edits.

Lists, totals, files and readers use these rows until the correction is published, which replaces them.
"""

from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import models

from proposals.models import ImpactStatement, ProposalAttachment, SavingsProposal, WarningReason
from proposals.models.attachments import public_files
from proposals.models.printed_rows import PRINTED_ROWS
from proposals.permissions.proposals import READABLE
from services.db.copies import fresh
from services.db.rows_together import Rows
from services.models import BaseBudget

KEPT = (*PRINTED_ROWS, WarningReason)
"""The rows that are kept; its exempt wording and its reviews never are.

Of its files the public ones are, in the version that was current.
"""


def keep_published(keys: Iterable[int]) -> None:
    """Keep those of the proposals that every role reads as they are stored, before a change of them is written.

    What is kept already stays as it is. Call it in the transaction of the change.
    """
    readable = SavingsProposal.objects.filter(READABLE, pk__in=list(keys), published_version__isnull=True)
    loaded = readable.with_statements().select_related("base_budget__service")
    stored = list(loaded.with_rows(Rows("warning_reasons")))
    kept = {row.pk: fresh(row, published_version_of=row) for row in stored}
    if not kept:
        return
    SavingsProposal.versions.bulk_create(kept.values())
    for model in KEPT:
        rows = sorted(chain.from_iterable(_rows_of(row, model) for row in stored), key=attrgetter("pk"))
        model.objects.bulk_create(fresh(row, proposal=kept[row.proposal_id]) for row in rows)
    files = public_files(chain.from_iterable(row.attachments.all() for row in stored))
    ProposalAttachment.objects.bulk_create(
        fresh(row, proposal=kept[row.proposal_id], replaces=None)
        for row in sorted(files, key=attrgetter("pk"))
        if row.scrutiny_item_id is None
    )


def _rows_of(proposal: SavingsProposal, model: type[models.Model]) -> Iterable[Any]:
    relation = model._meta.get_field("proposal").remote_field
    rows = getattr(proposal, relation.get_accessor_name(), None)
    if relation.multiple:
        return rows.all()
    return [] if rows is None else [rows]


def published_version(proposal: SavingsProposal) -> SavingsProposal | None:
    """Return the row that keeps what was last published of the proposal; None unless it is under correction."""
    kept: SavingsProposal | None = SavingsProposal.versions.filter(published_version_of=proposal.pk).first()
    return kept


def replace_published(proposal: SavingsProposal) -> None:
    """Let the proposal itself be read again in place of its published version, if there is one."""
    kept = published_version(proposal)
    if kept is None:
        return
    budget = kept.base_budget
    kept.delete()
    if budget and budget.is_superseded and not SavingsProposal.versions.filter(base_budget=budget).exists():
        budget.delete()


def end_published(proposal: SavingsProposal) -> None:
    """Give the published version the stage at which work on the proposal has ended, for everybody to read."""
    kept = published_version(proposal)
    if kept is not None:
        kept.stage, kept.stage_reason = proposal.stage, proposal.stage_reason
        kept.superseded_by = proposal.superseded_by
        kept.save()


def hide_exempt(proposal: SavingsProposal, kept: SavingsProposal) -> None:
    """Take out of its published version `kept`, at once, what the correction makes exempt.

    An exempt section that the published version does not have may be one of its sections under another heading: then
    all go that are no public section of the correction.
    """
    public, exempt, published = set(), {}, []
    for row in ImpactStatement.objects.filter(proposal__in=[proposal.pk, kept.pk]):
        if row.proposal_id == kept.pk:
            published.append(row)
        elif row.exempt_paragraph is None:
            public.add((row.kind, row.heading))
        else:
            exempt[row.kind, row.heading] = row
    known = {(row.kind, row.heading) for row in published}
    renamed = next((row for key, row in exempt.items() if key not in known), None)
    rows = []
    for row in published:
        key = (row.kind, row.heading)
        now = exempt.get(key) or (None if key in public else renamed)
        if now is None or row.exempt_paragraph is not None:
            continue
        rows.append(row)
        row.text, row.answer = "", ImpactStatement.Answer.ANSWERED
        row.exempt_paragraph, row.public_interest_reason = now.exempt_paragraph, now.public_interest_reason
    ImpactStatement.objects.save_rows(rows)


def hide_files(proposal: SavingsProposal, paths: Iterable[str]) -> None:
    """Take out of the published version, at once, files that were removed, or made internal or exempt."""
    kept = ProposalAttachment.objects.filter(proposal__published_version_of=proposal.pk, file__in=list(paths))
    ProposalAttachment.objects.delete_rows(kept)


def keep_budget(before: BaseBudget) -> None:
    """Let published versions rest on the base budget as it was before a change of it."""
    resting = list(SavingsProposal.versions.filter(published_version_of__isnull=False, base_budget=before.pk))
    if not resting:
        return
    superseded = fresh(before, is_superseded=True)
    superseded.save()
    for kept in resting:
        kept.base_budget = superseded
    SavingsProposal.versions.save_rows(resting)
