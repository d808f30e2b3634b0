"""The exempt wording that goes into Part II: read for who may read all of it, and put on the record.

The one module of the reports that asks `proposals.exempt.wording`. What comes of it is held in a table of its
own (`EditionWording`), apart from the snapshot.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from proposals.domain.stages import PUBLISHED
from proposals.exempt.wording import (
    ExemptPart,
    exempt_mark,
    exempt_part,
    refuse_repeated_of_round,
    unreadable_exempt,
)
from proposals.models import BudgetRound, SavingsProposal
from proposals.permissions.budgets import visible_budgets
from reports.documents.snapshots import exempt_sha256_from, from_text, record_from
from reports.models import PrintJob, Publication

CHANGED = (
    "The exempt wording has changed since this was requested. Nothing has been made. Check it and request it "
    "again."
)

Proposals = Sequence[SavingsProposal]


def not_readable(person: Any, publication: Publication, proposals: Proposals) -> tuple[SavingsProposal, ...]:
    """Return the proposals that keep this person from making or opening a Part II of them; none in Part I."""
    return unreadable_exempt(person, proposals) if publication.is_exempt else ()


def mark_of(person: Any, publication: Publication, proposals: Proposals) -> str:
    """Return the mark of the wording that goes in; nothing in Part I. Raises ExemptRefused."""
    return exempt_mark(person, proposals) if publication.is_exempt else ""


def read_for_page(person: Any, publication: Publication, proposals: Proposals) -> ExemptPart | None:
    """Return what goes into the page of a preview, on the record; None in Part I. Raises ExemptRefused."""
    if not publication.is_exempt:
        return None
    return exempt_part(person, proposals, f"Preview of Part II, “{publication}”")


def read_for_job(job: PrintJob) -> ExemptPart | None:
    """Return what goes into the files of the job, on the record of who asked for it; None in Part I.

    Raises ExemptRefused where they may read it no more, ValidationError where it changed.
    """
    if not job.holds_exempt:
        return None
    person = get_user_model().objects.filter(pk=job.asked_by_id).first()
    if person is None:
        raise PermissionDenied("The person who requested this no longer has an account.")
    part = exempt_part(person, _proposals_of(job), f"{job.get_kind_display().capitalize()} of Part II")
    if part.sha256 != exempt_sha256_from(from_text(job.snapshot)):
        raise ValidationError(CHANGED)
    return part


def may_take(person: Any, job: PrintJob) -> bool:
    """Return whether this person may take the file of a preview away: all of it, or nothing.

    Seeing a proposal now that it is published is not enough: what its draft said may have been made exempt since.
    """
    visible = SavingsProposal.listed.visible_to(person).of_keys(job.proposals).count()
    if visible < len(job.proposals):
        return False
    frozen = record_from(from_text(job.snapshot))
    budget = frozen.budget
    if budget and (budget.gap or budget.reserves) and not _sees_budget(person, job):
        return False
    said = frozen.proposals
    drafts = [key for key, record in zip(job.proposals, said, strict=True) if record.stage not in PUBLISHED]
    held = SavingsProposal.objects.filter(pk__in=drafts) if drafts else ()
    return not unreadable_exempt(person, list(held))


def _sees_budget(person: Any, job: PrintJob) -> bool:
    """Return whether this person sees the plan and the reserves of the round, secret until they are shared."""
    rounds = BudgetRound.objects.filter(visible_budgets(person, ""), publications__jobs=job)
    return rounds.exists()


def record_taking(person: Any, job: PrintJob) -> None:
    """Put on the record that this person takes the file of a preview away; raises ExemptRefused. Part I: nothing."""
    if job.holds_exempt:
        exempt_part(
            person, _proposals_of(job), f"Preview of Part II as PDF, asked for by {job.asked_by_name}"
        )


def refuse_repeated(person: Any, publication: Publication, correction: str = "") -> None:
    """Refuse words of the publication that repeat exempt wording where more people read them than may read that.

    A title stands in lists; the words of Part II stand on its page for everybody who prepares publications, and in
    its snapshot. Only what a correction of Part II says is read by nobody but its readers. Raises ValidationError,
    by field.
    """
    texts = {
        name: getattr(publication, name)
        for name in ("title", "meeting_as_printed", "introduction", "public_interest_reason")
    }
    if not publication.is_exempt:
        texts["correction"] = correction
    refuse_repeated_of_round(person, publication.budget_round, texts)


def _proposals_of(job: PrintJob) -> list[SavingsProposal]:
    held = SavingsProposal.objects.in_bulk(job.proposals)
    if len(held) < len(job.proposals):
        raise ValidationError(CHANGED)
    return [held[key] for key in job.proposals]
