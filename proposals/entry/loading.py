"""Reading a proposal for its entry page: everything of it in few queries, and what its fields offer to choose."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from proposals.models import (
    Dependency,
    EqualityImpact,
    ProposalCommittee,
    SavingsProposal,
    WhereReported,
)
from services.models import Characteristic, Committee, Council, Meeting

PARTS: tuple[str, ...] = (
    "year_profiles",
    "fte_impacts",
    "costs_to_achieve",
    "statements",
    "committee_links",
    "risks",
    "dependencies",
    "where_reported",
    "other_references",
    "equality_impacts",
    "specialist_reviews",
    "warning_reasons",
)
"""The relations of a proposal whose rows are entered on its page."""

NOT_SAVED = 0
"""The key of a new proposal while it is looked at."""

_READ = (*PARTS, "attachments")
_NEVER_ENTERED = ("findings", "sign_offs", "exempt_wordings", "attachments")
_WITH = {
    "committee_links": Prefetch("committee_links", ProposalCommittee.objects.select_related("committee")),
    "dependencies": Prefetch("dependencies", Dependency.objects.select_related("on_proposal")),
    "where_reported": Prefetch("where_reported", WhereReported.objects.select_related("meeting__committee")),
    "equality_impacts": Prefetch("equality_impacts", EqualityImpact.objects.select_related("characteristic")),
}


def loaded(pk: int, user: Any, *, lock: bool = False, findings: bool = False) -> SavingsProposal | None:
    """Return the proposal with all that its page enters, if this person may see it; locked where asked."""
    rows = SavingsProposal.objects.visible_to(user).select_related(
        "budget_round__council",
        "service__directorate",
        "service__portfolio",
        "base_budget__service",
        "equality",
        "published_version",
    )
    if lock:
        # Locked before anything is read: what is read afterwards is what the last to save left.
        SavingsProposal.objects.select_for_update(no_key=True).filter(pk=pk).values("pk").first()
    # Most proposals have few of the parts; those that have none are not read.
    proposal = rows.annotate(**{f"has_{name}": _exists(name) for name in _READ}).filter(pk=pk).first()
    if proposal is None:
        return None
    wanted = [name for name in _READ if getattr(proposal, f"has_{name}")]
    wanted += ["findings", "sign_offs"] if findings else []
    prefetch_related_objects([proposal], *(_WITH.get(name, name) for name in wanted))
    for name in (*_READ, "findings"):
        if name not in wanted:
            keep(proposal, name, [])
    return proposal


def _exists(name: str) -> Exists:
    model = SavingsProposal._meta.get_field(name).related_model
    return Exists(model._base_manager.filter(proposal=OuterRef("pk")))


def as_new(proposal: SavingsProposal) -> SavingsProposal:
    """Give a proposal that is not saved empty relations, so that it can be read like any other."""
    for name in (*PARTS, *_NEVER_ENTERED):
        keep(proposal, name, [])
    proposal._state.fields_cache["equality"] = None
    return proposal


def keep(proposal: SavingsProposal, name: str, rows: list[Any]) -> None:
    """Make `rows` what the relation of this proposal answers with, without a query."""
    stored = proposal.__dict__.setdefault("_prefetched_objects_cache", {})
    stored[name] = rows


def rows_of(proposal: SavingsProposal, name: str) -> list[Any]:
    """Return the rows of the relation as they were loaded or kept."""
    return list(proposal.__dict__["_prefetched_objects_cache"][name])


@dataclass(frozen=True)
class Choices:
    """The committees, meetings and characteristics of a council to choose from, each in its order."""

    committees: list[tuple[int, str]] = field(default_factory=list)
    meetings: list[tuple[int, str]] = field(default_factory=list)
    characteristics: list[Characteristic] = field(default_factory=list)
    records: dict[tuple[str, int], Any] = field(default_factory=dict)
    """The committees and meetings themselves, by “committee” or “meeting” and their key."""


def choices_of(council: Council) -> Choices:
    """Return the council's choices in two queries."""
    committees: dict[int, Committee] = {}
    meetings: list[Meeting] = []
    rows = Committee.objects.filter(council=council).order_by(
        "name", "pk", "-meetings__date", "-meetings__pk"
    )
    for key, name, meeting, date, day_is_known in rows.values_list(
        "pk", "name", "meetings__pk", "meetings__date", "meetings__day_is_known"
    ):
        committee = committees.setdefault(key, Committee(pk=key, name=name, council=council))
        if meeting:
            meetings.append(Meeting(pk=meeting, committee=committee, date=date, day_is_known=day_is_known))
    return Choices(
        [(key, str(committee)) for key, committee in committees.items()],
        [(meeting.pk, str(meeting)) for meeting in meetings],
        list(Characteristic.objects.filter(Q(council__isnull=True) | Q(council=council))),
        {("committee", key): committee for key, committee in committees.items()}
        | {("meeting", meeting.pk): meeting for meeting in meetings},
    )
