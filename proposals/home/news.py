"""News since a person was last here about proposals that they may see, in words and from the log alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from proposals.domain.published import PublishedEdition, editions
from proposals.domain.roles import SPECIALISTS
from proposals.history.timeline import is_public_move, moved_in_words
from proposals.models import BudgetRound, SavingsProposal
from proposals.permissions.proposals import IN_FULL_FOR, reads_in_full, scope_of
from services.audit.change_words import kind_of
from services.models import ChangeRecord
from services.values.wording import listed

MOST_SHOWN = 20
MOST_READ = 2_000
"""The number of rows of the log that are examined, the newest first; nobody reads through more than that."""

_SUBJECT = SavingsProposal._meta.label_lower
_DONE = ("created", "changed", "deleted")


@dataclass(frozen=True)
class ProposalNews:
    """News of one proposal: its latest time, and a sentence for each thing."""

    proposal: SavingsProposal
    at: datetime
    words: Sequence[str]


@dataclass(frozen=True)
class News:
    """News for a person since a moment: proposals, the latest first, their number, and editions."""

    since: datetime
    proposals: Sequence[ProposalNews]
    count: int
    editions: Sequence[PublishedEdition]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is new."""
        return not self.proposals and not self.editions


def news_since(user: Any, budget_round: BudgetRound, since: datetime) -> News:
    """Return what is new to the person in the round since then, in three or four queries.

    Of a proposal that they only read, its public moves since it was published; of one that they work on, what
    was changed as well. Nothing confidential, and nothing of proposals that they may not see now.
    """
    visible = SavingsProposal.objects.visible_to(user).filter(budget_round=budget_round)
    rows = list(_log(user, since, visible)[:MOST_READ])
    by_proposal: dict[int, list[ChangeRecord]] = {}
    for row in rows:
        if row.subject_id is not None:
            by_proposal.setdefault(row.subject_id, []).append(row)
    told = [
        news
        for proposal in _loaded(user, visible.filter(pk__in=by_proposal))
        if (news := _news(user, proposal, by_proposal[proposal.pk]))
    ]
    told.sort(key=lambda news: (news.at, news.proposal.pk), reverse=True)
    fresh = [
        edition for edition in editions().of_round(user, budget_round.pk) if edition.published_at > since
    ]
    return News(since, told[:MOST_SHOWN], len(told), fresh)


def _log(user: Any, since: datetime, visible: Any) -> Any:
    """Return the rows that may tell this person something, the newest first."""
    actions = Q(action="stage_moved")
    if scope_of(user).roles & IN_FULL_FOR:
        actions |= Q(action__in=_DONE)
    return (
        ChangeRecord.objects.public()
        .filter(actions, subject_type=_SUBJECT, at__gt=since, subject_id__in=visible.order_by().values("pk"))
        .order_by("-at", "-pk")
    )


def _loaded(user: Any, proposals: Any) -> Any:
    loaded = proposals.select_related("service__directorate", "budget_round")
    is_specialist = scope_of(user).roles & set(SPECIALISTS.values())
    return loaded.prefetch_related("specialist_reviews") if is_specialist else loaded


def _news(user: Any, proposal: SavingsProposal, rows: Sequence[ChangeRecord]) -> ProposalNews | None:
    """Return the news of the proposal for this person; None where the log has nothing for them."""
    in_full = reads_in_full(user, proposal)
    moves = [
        row for row in rows if row.action == "stage_moved" and (in_full or is_public_move(row, proposal))
    ]
    changes = [row for row in rows if row.action in _DONE] if in_full else []
    words = [moved_in_words(row) for row in reversed(moves)]
    if changes:
        words.append(f"Changes to: {listed(_kinds(changes))}")
    if not words:
        return None
    return ProposalNews(proposal, max(row.at for row in (*moves, *changes)), words)


def _kinds(changes: Iterable[ChangeRecord]) -> list[str]:
    """Return what sorts of records were changed, each once: the proposal itself, its savings profile."""
    kinds = dict.fromkeys(row.record_type for row in changes)
    return ["the proposal" if kind == _SUBJECT else kind_of(kind) for kind in sorted(kinds, key=_own_first)]


def _own_first(kind: str) -> tuple[bool, str]:
    return kind != _SUBJECT, kind
