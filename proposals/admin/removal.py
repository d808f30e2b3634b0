"""The rule for deleting proposals: drafts that nobody signed off and that were never published."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from proposals.domain.stages import PUBLISHED, Stage
from proposals.models import Dependency, SavingsProposal, SignOff
from proposals.permissions.proposals import editing_role
from services.models import ChangeRecord


def reasons_to_keep(user: Any, proposals: Iterable[SavingsProposal]) -> dict[int, str]:
    """Return, by the key of each proposal that this person cannot delete, why not, in words.

    The same few queries however many they are; the proposals' rounds and services must be loaded.
    """
    listed = list(proposals)
    keys = [proposal.pk for proposal in listed]
    signed_off = set(SignOff.objects.filter(proposal__in=keys).values_list("proposal", flat=True))
    published = _were_published(keys)
    needed = _needed_by_others(keys)
    reasons: dict[int, str] = {}
    for proposal in listed:
        stage = Stage(proposal.stage)
        if stage is not Stage.DRAFT:
            reasons[proposal.pk] = (
                f"is at the stage “{stage.label}”; only drafts can be deleted, so withdraw it instead"
            )
        elif proposal.pk in signed_off:
            reasons[proposal.pk] = "has been signed off, so withdraw it instead"
        elif proposal.pk in published or proposal.published_at is not None:
            reasons[proposal.pk] = "has been published, so withdraw it instead"
        elif proposal.pk in needed:
            reasons[proposal.pk] = "is referred to by another proposal, or was carried forward to one"
        elif editing_role(user, proposal) is None:
            reasons[proposal.pk] = "cannot be edited by you at the moment"
    return reasons


def reason_to_keep(user: Any, proposal: SavingsProposal) -> str:
    """Return why this person cannot delete the proposal, in words; nothing where they can."""
    return reasons_to_keep(user, [proposal]).get(proposal.pk, "")


def _were_published(keys: list[int]) -> set[int | None]:
    """Return which of the proposals the log has seen published, since then taken back perhaps."""
    stages = [stage.value for stage in PUBLISHED]
    labels = [stage.label for stage in PUBLISHED]
    rows = ChangeRecord.objects.filter(
        Q(after__stage__in=stages) | Q(after__to__in=labels),
        subject_type=SavingsProposal._meta.label_lower,
        subject_id__in=keys,
    )
    return set(rows.values_list("subject_id", flat=True))


def _needed_by_others(keys: list[int]) -> set[int | None]:
    """Return which of the proposals others refer to; not by name, for a person need not see the others."""
    referring = Dependency.objects.filter(on_proposal__in=keys).exclude(proposal__in=keys)
    found = set(referring.values_list("on_proposal", flat=True))
    for name in ("carried_from", "superseded_by"):
        others = SavingsProposal.objects.filter(**{f"{name}__in": keys}).exclude(pk__in=keys)
        found |= set(others.values_list(name, flat=True))
    return found
