"""The reasons on record for what changed of proposals, as far as a person may read them.

Those who work on a proposal read every reason, with who gave it. Everybody else reads what was written to be
read by everybody: what scrutiny recommended, and what goes with a decision. A reason for withdrawing or for
changing something was asked for with the promise that those who work on it see it, and stays with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proposals.domain.stages import Stage
from proposals.models import SavingsProposal
from proposals.permissions.proposals import reads_in_full
from services.models import ChangeRecord

_SUBJECT = SavingsProposal._meta.label_lower
WRITTEN_FOR_EVERYBODY = frozenset({Stage.RECOMMENDED.label, Stage.DECIDED.label})
"""The stages whose words everybody was promised to read."""


@dataclass(frozen=True)
class GivenReason:
    """A reason: when and why, and who gave it where the reader may know that."""

    at: datetime
    text: str
    who: str = ""


def with_reasons(user: Any, proposals: Iterable[int]) -> dict[int, SavingsProposal]:
    """Return those of the proposals that the person may read, by key, with what their reasons depend on."""
    readable = (
        SavingsProposal.listed.visible_to(user)
        .of_keys(proposals)
        .select_related(
            "service__directorate",
            "budget_round",
            "published_version_of__service__directorate",
            "published_version_of__budget_round",
        )
        .prefetch_related("specialist_reviews")
    )
    return {proposal.own_key: proposal for proposal in readable}


def reasons_given(
    user: Any,
    stored: Mapping[int, SavingsProposal],
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    for_everybody: bool = False,
) -> dict[int, tuple[GivenReason, ...]]:
    """Return the reasons on record for each of the proposals, the oldest first, given after `since` up to `until`.

    The proposals are those of `with_reasons`.
    `for_everybody` keeps to what every reader may read, whoever asks: for what is published.
    """
    in_full = {key for key, each in stored.items() if not for_everybody and reads_in_full(user, each)}
    rows = ChangeRecord.objects.public().filter(subject_type=_SUBJECT, subject_id__in=list(stored))
    if since is not None:
        rows = rows.filter(at__gt=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    given: dict[int, dict[Any, list[ChangeRecord]]] = {}
    for row in rows.exclude(reason="").order_by("at", "pk"):
        if row.subject_id in in_full or _is_for_everybody(row, stored[row.subject_id]):
            given.setdefault(row.subject_id, {}).setdefault(row.operation, []).append(row)
    return {
        key: tuple(
            reason for rows in by_operation.values() for reason in _reasons(rows, names=key in in_full)
        )
        for key, by_operation in given.items()
    }


def _is_for_everybody(row: ChangeRecord, proposal: SavingsProposal) -> bool:
    return (
        row.action == "stage_moved"
        and row.after.get("to") in WRITTEN_FOR_EVERYBODY
        and proposal.published_at is not None
        and row.at >= proposal.published_at
    )


def _reasons(rows: list[ChangeRecord], *, names: bool) -> Iterable[GivenReason]:
    """Return the reasons of one operation, each once: that of a withdrawn sign-off quotes the one for the change."""
    texts = dict.fromkeys(row.reason for row in rows)
    kept = [text for text in texts if not any(text != other and text in other for other in texts)]
    return [GivenReason(rows[-1].at, text, rows[0].actor_name if names else "") for text in kept]
